"""Of which document an editorial is a part."""

import pytest

from archive.parts import document

SHEET = {"source_id": "mt-article374523-02", "address": "", "date": "2023", "publication": ""}


def same(one: dict, other: dict) -> bool:
    document_of_one = document(**one)
    return bool(document_of_one) and document_of_one == document(**other)


def sheet(title="Les conventions : objet", **changes) -> dict:
    return SHEET | {"title": title} | changes


def test_the_parts_of_a_numbered_document_share_it():
    first = sheet("Les conventions", source_id="mt-article374523-00")
    assert same(sheet(), sheet("Les Conventions\u00a0: durée", source_id="mt-article374523-11"))
    assert same(sheet(), first)


@pytest.mark.parametrize(
    "changes",
    [
        {"source_id": "mt-article374524-02"},
        {"date": "2024"},
        {"publication": "fiches"},
        {"title": "Les congés : objet"},
        {"source_id": "mt-article374523"},
    ],
)
def test_what_differs_in_key_day_magazine_or_heading_is_of_another_document(changes):
    assert not same(sheet(), sheet(**changes))


@pytest.mark.parametrize(
    "title", ["", " ", ":", " : ", "10:30", "\x00", "\ud800 : a", ":" * 500, "a : " * 100]
)
@pytest.mark.parametrize("source_id", ["", "-", "1", "-1", "a-1", "٣-٣", "#" * 300])
def test_odd_titles_and_keys_are_no_error(title, source_id):
    assert isinstance(document(title, source_id, "", "2003-05-12", "x"), str)


def test_what_tells_of_nothing_is_of_no_document():
    assert document("Éditorial", "demo-lo-13", "", "", "ligne-ouverte") == ""
    assert document("Éditorial", "", "exemple.fr", "", "") == ""
