"""Habits as they are kept: what is damaged counts as none."""

import numpy as np
import pytest

from archive.habits import keeping
from archive.habits.keeping import Habits, Origin
from archive.habits.wording import counts, learned
from archive.search.words.analysis import tokenize

ORIGIN = Origin([], taggings=8, requests=0)


def words(text: str) -> dict[str, int]:
    return counts(text, tokenize(text))


@pytest.fixture
def habits(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    sea, robots = words("La mer\nLa mer monte."), words("L’automate\nIl parle.")
    wording, _without_itself = learned([sea, robots] * 4, [{"mer"}, {"robots"}] * 4)
    return Habits(wording, {"always": 1.0}, 0.9)


def test_what_is_kept_is_read_as_it_was(habits):
    keeping.keep(habits, ORIGIN)
    kept = keeping.current()
    said = kept.wording.said(words("Une mer"))
    assert kept.weights == {"always": 1.0} and kept.sure == 0.9
    assert said["mer"] > 0.7 and said.get("robots", 0) < 0.3
    assert kept.wording.speaking(words("Une mer\nL’automate."), "mer") == ["mer"]


def test_what_was_kept_before_goes(habits):
    keeping.keep(habits, ORIGIN)
    keeping.keep(habits, ORIGIN)
    assert len(list(keeping.folder().glob("*.npy"))) == 1
    keeping.keep(None, ORIGIN)
    assert keeping.current() is None and not list(keeping.folder().glob("*.npy"))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"edition": 1, "name": "../x.npy"}', "\x00"])
def test_damaged_habits_are_none(habits, text):
    keeping.keep(habits, ORIGIN)
    (keeping.folder() / keeping.IN_USE).write_text(text)
    assert keeping.current() is None


def test_weights_of_other_words_are_none(habits):
    keeping.keep(habits, ORIGIN)
    [path] = keeping.folder().glob("*.npy")
    np.save(path, np.zeros((1, 1)))
    assert keeping.current() is None


@pytest.mark.django_db
def test_nothing_is_to_be_learned_of_few_tags(habits, make_editorial):
    make_editorial(tags=["Mer"])
    assert not keeping.are_to_be_learned()


@pytest.mark.django_db
def test_habits_whose_weights_are_gone_are_to_be_learned_anew(habits, monkeypatch):
    monkeypatch.setattr(keeping, "FEWEST", 0)
    keeping.keep(habits, ORIGIN)
    assert not keeping.are_to_be_learned()
    [path] = keeping.folder().glob("*.npy")
    path.unlink()
    assert keeping.are_to_be_learned()


def test_what_cannot_be_put_in_use_leaves_nothing_behind(habits):
    keeping.keep(habits, ORIGIN)
    before = sorted(path.name for path in keeping.folder().iterdir())
    broken = Habits(habits.wording, {"always": object()}, 0.9)
    with pytest.raises(TypeError):
        keeping.keep(broken, ORIGIN)
    assert sorted(path.name for path in keeping.folder().iterdir()) == before


@pytest.mark.django_db
def test_an_origin_that_is_none_counts_as_none(habits):
    keeping.keep(habits, ORIGIN)
    path = keeping.folder() / keeping.IN_USE
    path.write_text(path.read_text().replace('"taggings": 8', '"taggings": "x"'))
    assert not keeping.are_to_be_learned()
