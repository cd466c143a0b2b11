"""`check_index` tells where the index differs from the database, and mends it."""

import pytest
from django.core.management import call_command

from archive.models import Editorial, Publication, Stale, Tag
from archive.search import comparing, freshness
from archive.search.comparing import Differences
from archive.search_indexes import EditorialIndex

NAMES = {"publication": "Le Fil", "authors": ["Anne Roux"], "tags": ["Accueil"], "date": "2001"}


@pytest.fixture
def editorials(make_editorial):
    made = [make_editorial(title, **NAMES) for title in ("Un", "Deux", "Trois")]
    freshness.drain()
    return made


def check(capsys, **options) -> tuple[int, str]:
    """The exit status and all that was said."""
    try:
        call_command("check_index", **options)
        status = 0
    except SystemExit as error:
        status = error.code
    return status, "".join(capsys.readouterr())


def test_an_index_that_is_equal_is_said_to_be(editorials, capsys):
    assert check(capsys) == (0, "missing: 0\nsuperfluous: 0\noutdated: 0\n")


def test_what_was_indexed_by_other_rules_of_what_a_word_is_is_out_of_date(editorials, capsys, monkeypatch):
    monkeypatch.setattr("archive.search.analysis.EDITION", 0)
    assert "outdated: 3" in check(capsys)[1]


def test_each_difference_is_counted_and_named(editorials, make_editorial, capsys):
    one, two, _three = (editorial.pk for editorial in editorials)
    Editorial.objects.filter(pk=one).update(title="Autre")
    Editorial.objects.filter(pk=two).update(state="withdrawn")
    new = make_editorial("Neuf").pk
    assert check(capsys) == (1, f"missing: 1 ({new})\nsuperfluous: 1 ({two})\noutdated: 1 ({one})\n")


@pytest.mark.parametrize("model", [Tag, Publication])
def test_a_name_changed_behind_our_back_is_seen(editorials, model):
    model.objects.update(name="Autre")
    assert comparing.differences() == Differences(outdated=[one.pk for one in editorials], missing=[], superfluous=[])


def test_a_tag_taken_away_behind_our_back_is_seen(editorials):
    editorials[0].taggings.all()._raw_delete("default")
    assert comparing.differences().outdated == [editorials[0].pk]


def test_only_the_first_ids_are_shown(make_editorial, capsys):
    made = [make_editorial(str(number)).pk for number in range(12)]
    EditorialIndex().get_backend().folder.empty(0)
    status, said = check(capsys)
    assert status == 1 and f"missing: 12 ({', '.join(map(str, made[:10]))}, …)" in said


def test_what_differs_is_repaired(editorials, capsys):
    Editorial.objects.filter(pk=editorials[0].pk).update(title="Autre")
    Editorial.objects.filter(pk=editorials[1].pk).update(state="draft")
    status, said = check(capsys, repair=True)
    assert status == 0 and said.endswith("missing: 0\nsuperfluous: 0\noutdated: 0\n")
    assert not Stale.objects.exists()


def test_one_that_the_index_holds_twice_is_held_once_again(editorials, capsys):
    backend = EditorialIndex().get_backend()
    with backend.folder.writing(0) as writer:
        backend._add(writer, backend.prepared([editorials[0].pk]))
    assert comparing.differences().outdated == [editorials[0].pk]
    assert check(capsys, repair=True)[0] == 0 and backend.snapshot().count == 3


def test_what_is_saved_while_it_compares_is_no_difference(editorials, monkeypatch):
    def save_meanwhile(*args, compare=comparing._different):
        found = compare(*args)
        freshness.drain()
        return found

    monkeypatch.setattr(comparing, "_different", save_meanwhile)
    editorials[0].title = "Autre"
    editorials[0].save()
    assert not any(comparing.differences())


@pytest.mark.parametrize("harm", ["missing", "cut", "altered"])
def test_a_damaged_index_is_named_and_rebuilt(editorials, tmp_path, capsys, harm):
    file = next((tmp_path / "index").glob("*.arr"))
    data = file.read_bytes()
    file.unlink()  # what is mapped stays as it is
    if harm != "missing":
        file.write_bytes(data[:-9] if harm == "cut" else data[:200] + bytes([data[200] ^ 1]) + data[201:])
    status, said = check(capsys)
    assert status == 1 and said.startswith("The index is damaged: ")
    assert check(capsys, repair=True)[0] == 0
    assert check(capsys)[0] == 0


def test_where_there_is_no_index_one_is_made(make_editorial, capsys):
    make_editorial()
    assert check(capsys)[0] == 1
    assert check(capsys, repair=True)[0] == 0


def test_what_cannot_be_repaired_is_said(editorials, tmp_path, capsys):
    for file in (tmp_path / "index").iterdir():
        file.unlink()
    (tmp_path / "index").rmdir()
    (tmp_path / "index").write_text("a file")
    status, said = check(capsys, repair=True)
    assert status == 1 and "could not be repaired" in said
