"""Offices that sign, from whatever format they come: bylines of their own kind."""

import json

import pytest
from django.core.management import call_command

from archive.models import Author, Editorial

TEXT = "Les téléphones sonnent encore dans les bureaux, et nous répondons toujours. " * 12
FORMATS = {
    "a.jsonl": json.dumps(
        {"id": "1", "title": "Le fil", "authors": ["La rédaction"], "text": TEXT}
    ),
    "a.md": f"---\ntitle: Le fil\nauthor: La rédaction\n---\n{TEXT}",
    "a.html": f"<html><body><article><h1>Le fil qui sonne</h1><p>Par La rédaction</p><p>{TEXT}</p>"
    f"<p>{TEXT}</p></article></body></html>",
    "a.txt": f"Le fil qui sonne\nPar la rédaction\n12 mai 2004\n\n{TEXT}\n\n{TEXT}\n",
}


@pytest.fixture
def imported(db, tmp_path):
    def bring_in(name: str, content: str) -> dict:
        """Import one file and return its line of the report."""
        source, report = tmp_path / name, tmp_path / "report"
        source.write_text(content, encoding="utf-8")
        call_command("import_editorials", str(source), report=str(report), verbosity=0)
        return json.loads(report.read_text().splitlines()[0])

    return bring_in


@pytest.mark.parametrize("name", FORMATS)
def test_an_office_signs_in_every_format_alike(imported, name):
    row = imported(name, FORMATS[name])
    assert [signed["kind"] for signed in row["bylines"]] == ["office"]
    assert [signed["name"].lower() for signed in row["bylines"]] == ["la rédaction"]
    assert [author.lower() for author in row["authors"]] == ["la rédaction"]
    assert not any(doubt.startswith("byline") for doubt in row["doubts"])


def test_people_and_offices_are_told_apart(imported, client):
    authors = ["Anne Martin", "AFP"]
    row = imported("a.jsonl", json.dumps({"id": "1", "authors": authors, "text": TEXT}))
    kinds = {signed["name"]: signed["kind"] for signed in row["bylines"]}
    assert kinds == {"Anne Martin": "person", "AFP": "office"}
    editorial = Editorial.objects.get()
    page = client.get(editorial.get_absolute_url()).content.decode()
    assert '"@type": "Organization", "name": "AFP"' in page
    assert '"@type": "Person", "name": "Anne Martin"' in page
    record = client.get(f"/api/v1/editorials/{editorial.pk}").json()
    assert [signed["kind"] for signed in record["bylines"]] == ["person", "office"]
    named = client.get("/api/v1/authors").json()["results"]
    assert {name["name"]: name["kind"] for name in named} == kinds
    assert "Rédaction, agence ou organisme" in client.get("/authors/afp/").content.decode()


def test_what_an_editor_says_an_author_is_stays(imported):
    imported("a.jsonl", FORMATS["a.jsonl"])
    office = Author.objects.get()
    office.kind = "person"
    office.save()
    row = imported(
        "b.jsonl", json.dumps({"id": "2", "authors": ["La rédaction"], "text": TEXT[:500]})
    )
    assert [signed["kind"] for signed in row["bylines"]] == ["person"]


def test_an_office_is_cited_whole_and_filed_by_its_noun(imported, client):
    imported("a.jsonl", json.dumps({"id": "1", "authors": ["Service économie"], "text": TEXT}))
    page = client.get(Editorial.objects.get().get_absolute_url()).content.decode()
    assert '<meta name="citation_author" content="Service économie">' in page
    imported("b.jsonl", json.dumps({"id": "2", "authors": ["La rédaction"], "text": TEXT[:500]}))
    assert "Rédaction (La)" in client.get("/authors/").content.decode()
