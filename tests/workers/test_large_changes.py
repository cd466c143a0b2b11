"""Changes and undos too large for a request: in portions, aside, with or without workers."""

import pytest
from django.core.management import call_command

from archive.models import (
    Bulk,
    Editorial,
    Operation,
    Publication,
    Selection,
    Tag,
)
from archive.models.transfers import Parting, Union
from archive.models.undoing import UndoInSteps
from archive.workers import changes, unfinished


@pytest.fixture
def begun(monkeypatch) -> list[tuple]:
    """Have portions of two, undos of more than three aside; return what processes would be begun."""
    monkeypatch.setattr(changes, "PORTION", 2)
    monkeypatch.setattr(changes, "LARGE_HERE", 3)
    monkeypatch.setattr(changes, "LARGE_UNDO", 3)
    asked: list[tuple] = []
    monkeypatch.setattr("archive.processes.begin", lambda *line, niceness: asked.append(line))
    return asked


@pytest.fixture
def numbers(make_editorial) -> list[int]:
    return [
        make_editorial(f"Texte {number}", f"<p>Le texte {number}.</p>").pk for number in range(5)
    ]


def bulk(numbers: list[int]) -> Operation:
    return Bulk(add=["voix"]).apply(numbers)


def undone_aside(operation: Operation, by=None) -> Operation:
    undo = changes.begin_undo(operation, by, "")
    changes.undo_together.call(undo.pk)
    return Operation.objects.get(pk=undo.pk)


def test_without_workers_a_large_selection_is_changed_by_a_process(
    editor_client, numbers, begun, django_capture_on_commit_callbacks
):
    address = "/desk/selection/?list=untagged&preview=1&set-add=voix"
    page = editor_client.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor_client.post(address, {"seal": page.context["seal"]}, follow=True)
    assert begun[0] == ("worker", "--until-empty")
    assert "0 sur 5" in answer.content.decode() and not Tag.objects.exists()
    [waiting] = unfinished()
    waiting.task.call(*waiting.args_kwargs["args"])  # as that process does
    assert Tag.objects.get().taggings.count() == 5
    page = editor_client.get(f"/desk/operations/{Operation.objects.get().pk}/").content.decode()
    assert "6 sur 5" not in page and "5 sur 5" in page


def test_a_large_undo_is_queued_and_undoes_all(editor_client, numbers, begun):
    operation = bulk(numbers)
    answer = editor_client.post(f"/desk/operations/{operation.pk}/", {"why": "erreur"}, follow=True)
    undo = Operation.objects.get(undoes=operation)
    assert answer.context["expected"] == 6 and undo.why == "erreur"
    changes.undo_together.call(undo.pk)
    operation.refresh_from_db()
    assert operation.undone and not Tag.objects.exists()


def test_a_small_undo_is_done_at_once(editor_client, numbers, begun):
    operation = bulk(numbers[:2])
    editor_client.post(f"/desk/operations/{operation.pk}/")
    operation.refresh_from_db()
    assert operation.undone and not begun


def test_an_undo_that_goes_on_is_not_begun_twice(editor_client, numbers, begun):
    operation = bulk(numbers)
    for _time in range(2):
        page = editor_client.post(f"/desk/operations/{operation.pk}/", follow=True).content.decode()
    assert "en cours d’annulation" in page and operation.undos.count() == 1


def test_an_interrupted_undo_goes_on_where_it_was(numbers, begun, monkeypatch):
    operation = bulk(numbers)
    undo = changes.begin_undo(operation, None, "")
    portions = iter([UndoInSteps.undo_editorials])

    def until_killed(steps, ids, noting):
        portion = next(portions, None)
        if portion is None:
            raise KeyboardInterrupt
        return portion(steps, ids, noting)

    with monkeypatch.context() as patched:
        patched.setattr(UndoInSteps, "undo_editorials", until_killed)
        with pytest.raises(KeyboardInterrupt):
            changes.undo_together.call(undo.pk)
    undo = Operation.objects.get(pk=undo.pk)
    assert undo.changes.filter(model="editorial").count() == 2
    changes.undo_together.call(undo.pk)
    operation.refresh_from_db()
    assert operation.undone and undo.changes.filter(model="editorial").count() == 5


def test_what_cannot_be_undone_is_told_once(numbers, begun):
    operation = Bulk(values={"date": "2001"}).apply(numbers)
    Editorial.objects.filter(pk=numbers[3]).update(date="2002")
    undo = undone_aside(operation)
    operation.refresh_from_db()
    assert [conflict["id"] for conflict in undo.conflicts] == [numbers[3]] and not operation.undone
    assert Editorial.objects.filter(date="").count() == 4


def test_the_undo_of_a_large_undo_makes_its_tags_again(numbers, begun):
    undo = undone_aside(bulk(numbers))
    undone_aside(undo)
    assert Tag.objects.get(name="voix").taggings.count() == 5


def test_what_made_editorials_is_undone_aside_too(numbers, begun, tmp_path):
    lines = "".join(
        f'{{"title": "Le fil {n}", "text": "Un autre texte, le {n}."}}\n' for n in range(4)
    )
    (tmp_path / "lot.jsonl").write_text(lines)
    call_command("import_editorials", str(tmp_path / "lot.jsonl"))
    undone_aside(Operation.objects.get(kind="import"))
    assert sorted(Editorial.objects.values_list("pk", flat=True)) == numbers


@pytest.fixture
def meanwhile(monkeypatch):
    """Have something done right after a step of an undo that is named: others save meanwhile."""

    def have_done(name: str, work) -> None:
        step = getattr(UndoInSteps, name)

        def followed(steps, *arguments):
            conflicts = step(steps, *arguments)
            monkeypatch.setattr(UndoInSteps, name, step)
            waiting.append(work)
            return conflicts

        monkeypatch.setattr(UndoInSteps, name, followed)

    waiting: list = []
    do_step = changes._step

    def step_and_work(number, step):
        is_done = do_step(number, step)
        while waiting:
            waiting.pop()()
        return is_done

    monkeypatch.setattr(changes, "_step", step_and_work)
    return have_done


def test_an_undo_that_is_undone_goes_no_further(numbers, begun, meanwhile):
    operation = bulk(numbers)
    undo = changes.begin_undo(operation, None, "")
    meanwhile("undo_editorials", lambda: Operation.objects.get(pk=undo.pk).undo())
    changes.undo_together.call(undo.pk)
    assert Tag.objects.get().taggings.count() == 5
    undo.refresh_from_db()
    operation.refresh_from_db()
    assert undo.undone and not operation.undone


@pytest.mark.parametrize("is_union", [False, True])
def test_what_is_undone_while_it_waits_is_not_done(make_editorial, begun, is_union):
    editorial = make_editorial("Un", publication="Alpha")
    source, into = Publication.objects.get(), Publication.objects.create(name="Bêta")
    change = Union("publication", source.pk, into.pk) if is_union else Bulk(add=["voix"])
    operation = changes.begin(change, [editorial.pk], by=None, why="")
    operation.undo()
    changes.change_together.call(operation.pk, [editorial.pk], change.as_json())
    assert Editorial.objects.get().publication == source and not Tag.objects.exists()
    assert Publication.objects.count() == 2 and not operation.changes.exists()


def test_an_undo_that_is_undone_while_it_waits_is_not_done(numbers, begun):
    operation = bulk(numbers)
    undo = changes.begin_undo(operation, None, "")
    undo.undo()
    changes.undo_together.call(undo.pk)
    operation.refresh_from_db()
    assert Tag.objects.get().taggings.count() == 5 and not operation.undone


def test_a_magazine_that_is_described_while_its_split_is_undone_stays(
    make_editorial, begun, meanwhile
):
    editorial = make_editorial("Un", publication="Alpha")
    source = Publication.objects.get()
    operation = Parting("publication", source.pk, None, "Gamma").apply([editorial.pk])
    of_part = Publication.objects.filter(name="Gamma")
    meanwhile("give_back", lambda: of_part.update(description="Née en mai."))
    [conflict] = undone_aside(operation).conflicts
    assert (conflict["code"], conflict["name"]) == ("changed", "Gamma")
    assert of_part.get().description == "Née en mai."
    assert Editorial.objects.get().publication == source


def test_what_comes_into_a_selection_while_it_is_given_back_stays(numbers, begun, meanwhile):
    selection = Selection.objects.create(name="Choix", slug="choix")
    selection.entries.create(editorial_id=numbers[0], position=1)
    with Operation.objects.recording("edit") as operation, operation.changing(selection):
        selection.entries.all().delete()
    meanwhile("give_back", lambda: selection.entries.create(editorial_id=numbers[1], position=1))
    [conflict] = undone_aside(operation).conflicts
    assert (conflict["code"], conflict["field"]) == ("edited", "editorials")
    assert selection.entries.get().editorial_id == numbers[1]


def test_a_selection_comes_back_whole_whatever_becomes_of_the_worker(numbers, begun):
    selection = Selection.objects.create(name="Choix", slug="choix")
    selection.entries.create(editorial_id=numbers[0], position=1)
    with Operation.objects.recording("delete") as operation:
        selection.delete()
    undo = changes.begin_undo(operation, None, "")
    assert changes._step(undo.pk, UndoInSteps(operation.changes.all()).give_back)
    changes.undo_together.call(undo.pk)
    operation.refresh_from_db()
    assert operation.undone
    assert Selection.objects.get().entries.get().editorial_id == numbers[0]


def test_letters_that_were_hidden_stay_so_while_their_union_is_undone(
    make_editorial, begun, meanwhile
):
    editorial = make_editorial("Un", publication="Alpha")
    Publication.objects.update(letters="off")
    source, into = Publication.objects.get(), Publication.objects.create(name="Bêta")
    operation = Union("publication", source.pk, into.pk).apply([editorial.pk])
    shown_by: list[str] = []
    of_text = Editorial.objects.values_list("publication__letters", flat=True)
    meanwhile("give_back", lambda: shown_by.extend(of_text))
    assert not undone_aside(operation).conflicts
    assert shown_by == ["off"]
    assert dict(Publication.objects.values_list("name", "letters")) == {
        "Alpha": "off",
        "Bêta": "open",
    }
