"""Habits as they are kept: what is damaged counts as none."""

import numpy as np
import pytest

from archive.habits import keeping
from archive.habits.keeping import Habits
from archive.habits.wording import counts, learned


@pytest.fixture
def habits(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    sea, robots = counts("La mer", "La mer monte."), counts("L’automate", "Il parle.")
    wording, _without_itself = learned([sea, robots] * 4, [{"mer"}, {"robots"}] * 4)
    return Habits(wording, {"always": 1.0}, 0.9)


def test_what_is_kept_is_read_as_it_was(habits):
    keeping.keep(habits, 8)
    kept = keeping.current()
    said = kept.wording.said(counts("Une mer", ""))
    assert kept.weights == {"always": 1.0} and kept.sure == 0.9
    assert said["mer"] > 0.7 and said.get("robots", 0) < 0.3
    assert kept.wording.speaking(counts("Une mer", "L’automate."), "mer") == ["mer"]


def test_what_was_kept_before_goes(habits):
    keeping.keep(habits, 8)
    keeping.keep(habits, 9)
    assert len(list(keeping.folder().glob("*.npy"))) == 1
    keeping.keep(None, 10)
    assert keeping.current() is None and not list(keeping.folder().glob("*.npy"))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"edition": 1, "name": "../x.npy"}', "\x00"])
def test_damaged_habits_are_none(habits, text):
    keeping.keep(habits, 8)
    (keeping.folder() / keeping.IN_USE).write_text(text)
    assert keeping.current() is None


def test_weights_of_other_words_are_none(habits):
    keeping.keep(habits, 8)
    [path] = keeping.folder().glob("*.npy")
    np.save(path, np.zeros((1, 1)))
    assert keeping.current() is None


@pytest.mark.django_db
def test_nothing_is_to_be_learned_of_few_tags(habits, make_editorial):
    make_editorial(tags=["Mer"])
    assert not keeping.are_to_be_learned()
