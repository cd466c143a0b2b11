"""`check_index` tells where the index differs from the database, and mends it."""

import pytest
from django.core.management import call_command

from archive.search.upkeep import comparing, freshness
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


def test_what_was_indexed_by_other_rules_of_what_a_word_is_is_out_of_date(
    editorials, capsys, monkeypatch
):
    monkeypatch.setattr("archive.search.words.analysis.EDITION", 0)
    assert "outdated: 3" in check(capsys)[1]


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
        file.write_bytes(
            data[:-9] if harm == "cut" else data[:200] + bytes([data[200] ^ 1]) + data[201:]
        )
    status, said = check(capsys)
    assert status == 1 and said.startswith("The index cannot be read: ")
    assert check(capsys, repair=True)[0] == 0
    assert check(capsys)[0] == 0
