"""Editorials that may lack a tag: they get it, or are not shown again."""

import pytest

from archive.models import Operation, Rejection
from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db


@pytest.fixture
def lacking(make_editorial):
    for number in range(3):
        make_editorial(
            f"N° {number}", "<p>Le tuteur forme un stagiaire au standard.</p>", tags=["Tutorat"]
        )
    missing = make_editorial("Sans", "<p>Le tutorat, où le tuteur forme un stagiaire.</p>")
    make_editorial("Rien", "<p>La mer monte.</p>")
    freshness.drain()
    return missing


def test_editorials_that_look_like_a_tags_but_lack_it_get_it(editor_client, lacking):
    rows = editor_client.get("/desk/tags/tutorat/missing/").context["rows"]
    assert [editorial.title for editorial, _why in rows] == ["Sans"] and rows[0][
        1
    ].named == "Tutorat"
    editor_client.post("/desk/tags/tutorat/missing/", {"keep": lacking.pk, "add": "1"})
    assert [str(tag) for tag in lacking.tags.all()] == [
        "Tutorat"
    ] and Operation.objects.count() == 1


def test_those_that_were_rejected_are_not_shown_again(editor_client, lacking):
    editor_client.post("/desk/tags/tutorat/missing/", {"keep": lacking.pk, "reject": "1"})
    assert Rejection.objects.get().editorial == lacking and not lacking.tags.exists()
    assert editor_client.get("/desk/tags/tutorat/missing/").context["rows"] == []


@pytest.mark.parametrize(
    "odd", [{"keep": "x"}, {"keep": "999999999999999999999"}, {"keep": "99999"}, {}]
)
def test_odd_choices_change_nothing(editor_client, lacking, odd):
    assert editor_client.post("/desk/tags/tutorat/missing/", {**odd, "add": "1"}).status_code == 302
    assert not Operation.objects.exists()
