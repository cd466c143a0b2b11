"""The site learns by itself how its texts are tagged: off the requests, and once an hour at most."""

import os
import time

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from archive.habits import keeping
from archive.models import Editorial, Tag, Tagging, requests
from archive.models.name_places import find
from archive.search import learn_tags
from archive.search.upkeep import freshness, watching

TEXTS, TAGS = 21, 10


@pytest.fixture(autouse=True)
def queue(settings, monkeypatch):
    """What is begun waits for a worker, and this process has begun nothing yet."""
    settings.WORK = "queue"
    monkeypatch.setattr(watching, "_begun", {})


@pytest.fixture
def tagged(make_editorial):
    """A few more taggings than it takes to learn."""
    tags = [f"Sujet {number}" for number in range(TAGS)]
    for number in range(TEXTS):
        make_editorial(f"Claire Vasseur {number}", "<p>La mer monte.</p>", tags=tags)
    freshness.drain()


def begun() -> list[str]:
    """The commands that wait for a worker."""
    return [result.args_kwargs["args"][0] for result in DBTaskResult.objects.all()]


def add_tags(count: int) -> None:
    tags = [Tag.objects.named(f"Autre {number}") for number in range(count)]
    pk = Editorial.objects.order_by("pk").values_list("pk", flat=True)[0]
    Tagging.objects.bulk_create(Tagging(editorial_id=pk, tag=tag) for tag in tags)


def let_an_hour_pass() -> None:
    hour_ago = time.time() - keeping.PAUSE - 1
    os.utime(keeping.folder() / keeping.IN_USE, (hour_ago, hour_ago))


def test_a_look_has_a_worker_learn_where_enough_is_tagged(tagged):
    watching.look()
    assert begun() == ["learn_tags"] and not keeping.folder().exists()
    call_command(*begun(), verbosity=0)
    assert not keeping.are_to_be_learned()


def test_of_few_tags_nothing_is_learned(make_editorial):
    make_editorial(tags=["Mer"])
    watching.look()
    assert begun() == []


def test_a_tenth_of_the_tags_has_all_learned_anew_after_an_hour(tagged):
    learn_tags()
    add_tags(TEXTS * TAGS // 10 + 1)
    watching.look()
    assert begun() == []
    let_an_hour_pass()
    watching.look()
    assert begun() == ["learn_tags"]


def test_fewer_changes_have_nothing_learned_anew(tagged):
    learn_tags()
    add_tags(TEXTS * TAGS // 10 - 1)
    let_an_hour_pass()
    watching.look()
    assert begun() == []


def test_what_fails_is_not_begun_again_within_the_hour(tagged):
    watching.look()
    DBTaskResult.objects.all().delete()
    watching.look()
    assert begun() == []


def test_a_text_that_is_withdrawn_has_all_learned_anew(tagged):
    learn_tags()
    Editorial.objects.filter(title="Claire Vasseur 3").update(state=Editorial.State.WITHDRAWN)
    let_an_hour_pass()
    watching.look()
    assert begun() == ["learn_tags"]


def test_a_masked_name_goes_at_the_next_look(tagged, make_editorial):
    for number in range(TEXTS):  # without which the name would be in most texts, and tell nothing
        make_editorial(f"Le port {number}", "<p>Un navire arrive.</p>", tags=["Port"])
    freshness.drain()
    learn_tags()
    in_use = keeping.folder() / keeping.IN_USE
    assert "claire vasseur" in in_use.read_text()
    requests.mask(find(["Claire Vasseur"], False), None, "demande")
    watching.look()
    assert [path.name for path in keeping.folder().iterdir()] == [keeping.LOCK]
    learn_tags()
    assert "port" in in_use.read_text() and "vasseur" not in in_use.read_text()


def test_a_rebuild_does_not_wait_for_it(tagged):
    call_command("rebuild_index", verbosity=0, interactive=False)
    assert not keeping.folder().exists()


def test_texts_that_all_bear_the_same_tags_teach_nothing(make_editorial):
    tags = [f"Sujet {number}" for number in range(TAGS)]
    for number in range(TEXTS):
        make_editorial(
            f"Vague {number}", "<p>La mer monte.</p>", tags=tags, publication="En-Contact"
        )
    freshness.drain()
    assert learn_tags() == 0
    assert keeping.current() is None and not keeping.are_to_be_learned()


def test_a_full_disk_is_told_and_is_no_fault_of_the_index(tagged, settings, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / keeping.FOLDER).write_text("a file where the folder is to be")
    settings.MEDIA_ROOT = str(blocked)
    with pytest.raises(CommandError, match="could not be kept"):
        call_command("learn_tags")
    assert watching.condition().state == "ok"
