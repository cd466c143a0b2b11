"""Rows that come in together: made in a few queries, and as if each had come alone."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.ingest import running
from archive.ingest.entering import saving
from archive.models import (
    Author,
    Capture,
    Change,
    Datestamp,
    Editorial,
    Import,
    Issue,
    Likeness,
    Publication,
    Shingle,
    Stale,
    Tag,
    TagAlias,
)

pytestmark = pytest.mark.django_db
TEXT = " ".join(f"mot{place} de la voix" for place in range(60))


def row(number: int, **fields) -> dict:
    text = " ".join(f"phrase{number}x{place}" for place in range(40))
    plain = {"id": f"a{number}", "title": f"Titre {number}", "date": "2001/2002", "issue": "n° 36"}
    return plain | {"authors": ["Ada NORD"], "publication": "La Revue", "text": text} | fields


ROWS = [
    row(1, tags=["Voix", "téléphone"]),
    row(2, tags=["voix", "accueil", "standard"], text=TEXT),
    row(3, text=TEXT + " et une fin."),
    row(4, text=TEXT, title="Titre 4"),
    row(2, title="Titre 2, corrigé", tags=["voix"], text=TEXT),
    row(2, id="b2"),
    row(5, id="b1", text=row(1)["text"], title="Titre 1"),
    row(6, authors=["Nord, Ada"], publication=""),
    row(7, authors=["A. Nord"], url="https://exemple.fr/7", id=None),
    row(8, url="https://exemple.fr/7?utm_source=x", id=None, title="Titre 7"),
    row(9, bylines=[{"name": "La rédaction", "role": "en bref"}]),
    row(10, tags=["x" * 300]),
]


@pytest.fixture
def brought_in(tmp_path):
    def brought_in(rows, name="a.jsonl") -> list[tuple[str, str | None]]:
        path = tmp_path / name
        path.write_text("\n".join(map(json.dumps, rows)))
        outcomes = running.run(running.begun([str(path)]))
        return [(outcome.outcome, outcome.reason) for outcome in outcomes]

    return brought_in


def archive() -> dict:
    """All that an import leaves, without times; editorials by their places."""
    editorials = Editorial.objects.order_by("pk")
    places = {pk: place for place, pk in enumerate(editorials.values_list("pk", flat=True))}
    columns = ("title", "text", "slug", "earliest", "address", "issue_slug", "imported", "doubts")
    bylines = editorials.order_by("pk", "bylines__position")
    taggings = editorials.order_by("pk", "tags__key")
    pairs = Likeness.objects.values_list("earlier", "later", "shared")
    captures = Capture.objects.order_by("pk").values_list("editorial", "sha256", "origin", "size")
    changes = Change.objects.filter(model="editorial").order_by("object_id")
    return {
        "editorials": list(editorials.values_list(*columns)),
        "bylines": list(bylines.values_list("bylines__name", "bylines__author__name")),
        "tags": list(taggings.values_list("tags__name", "taggings__origin")),
        "years": list(editorials.order_by("pk", "years__year").values_list("years__year")),
        "issues": list(Issue.objects.order_by("slug").values_list("slug", "number")),
        "shingles": sorted((places[pk], value) for pk, value in shingles()),
        "pairs": sorted(
            (places[earlier], places[later], shared) for earlier, later, shared in pairs
        ),
        "stale": {places[pk] for pk in Stale.objects.values_list("editorial_id", flat=True)},
        "dated": {places[pk] for pk in Datestamp.objects.values_list("number", flat=True)},
        "captures": [(places[pk], *columns) for pk, *columns in captures],
        "changed": [
            (places[change.object_id], change.version, told(change.after)) for change in changes
        ],
    }


def told(state: dict) -> dict:
    """What a change noted, without times and what is compared elsewhere; names for numbers."""
    magazines, authors, tags = [
        dict(model.objects.values_list("pk", "name")) for model in (Publication, Author, Tag)
    ]
    elsewhere = ("created_at", "imported", "version")
    captures = state["captures"].values()
    return {name: state[name] for name in state if name not in elsewhere} | {
        "publication": magazines.get(state["publication"]),
        "bylines": [(*printed, authors.get(author)) for *printed, author in state["bylines"]],
        "tags": {tags[int(pk)]: (by, origin) for pk, (by, _at, origin) in state["tags"].items()},
        "captures": [capture["origin"] for capture in captures],
    }


def shingles():
    return Shingle.objects.values_list("editorial", "value")


def test_rows_made_together_are_as_those_made_one_by_one(brought_in, monkeypatch):
    TagAlias.objects.create(tag=Tag.objects.create(name="accueil"), name="standard")
    together = brought_in(ROWS), archive()
    assert [outcome for outcome, _reason in together[0]] == [
        *("created", "created", "created", "created", "updated", "created", "duplicate"),
        *("created", "created", "updated", "created", "rejected"),
    ]
    assert together[1]["pairs"], "near copies that came together are told"
    Import.objects.get().operation.undo()
    assert not Editorial.objects.exists()
    for model in (Stale, Datestamp, Shingle, Change):
        model.objects.all().delete()
    monkeypatch.setattr(saving, "TOGETHER", 1)
    apart = brought_in(ROWS, "b.jsonl"), archive()
    for name, rows in together[1].items():
        assert _without_files(rows) == _without_files(apart[1][name]), name
    assert [outcome for outcome, _reason in together[0]] == [outcome for outcome, _ in apart[0]]


def _without_files(rows):
    return repr(rows).replace("b.jsonl", "a.jsonl")


def test_run_again_nothing_changes(brought_in):
    brought_in(ROWS[:4])
    before = archive()
    assert {outcome for outcome, _reason in brought_in(ROWS[:4])} == {"unchanged"}
    assert archive() == before


def test_new_rows_cost_a_few_queries_together(brought_in):
    rows = [row(number, tags=["voix"]) for number in range(100, 180)]
    brought_in([row(1, tags=["voix"])], "first.jsonl")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        brought_in(rows)
    assert Editorial.objects.count() == 81
    assert len(queries) < 160, "two a row; formerly seventeen"
