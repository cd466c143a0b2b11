"""BibTeX and RIS: what several programs write completes editorials, and never makes one."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from archive import ingest
from archive.ingest.records import Rejected
from archive.models import Editorial, Operation, trash
from tests.uploading import seen

pytestmark = pytest.mark.django_db
TITLE = "Le téléphone a cent vingt-cinq ans"
# Each as the program named writes it.
ENTRIES = {
    "Zotero": r"""
@article{villard_telephone_2001,
	title = {Le téléphone a cent vingt-cinq ans},
	issn = {1234-5678},
	url = {https://revue.example/8/edito},
	language = {fr},
	number = {8},
	journal = {Relation \& Voix},
	author = {Villard, Jeanne},
	month = jun,
	year = {2001},
	pages = {3--4},
}
""",
    "JabRef": r"""% Encoding: UTF-8

@Article{Villard2001,
  author       = {Jeanne Villard},
  date         = {2001-06},
  journaltitle = {Relation \& Voix},
  title        = {Le t{\'e}l{\'e}phone a cent vingt-cinq ans},
  issue        = {8},
  pages        = {3-4},
}

@Comment{jabref-meta: databaseType:biblatex;}
""",
    "Google Scholar": r"""@article{villard2001telephone,
  title={Le t{\'e}l{\'e}phone a cent vingt-cinq ans},
  author={Villard, Jeanne},
  journal={Relation \& Voix},
  number={8},
  pages={3--4},
  year={2001},
  month={6}
}
""",
    "HAL": r"""@article{villard:hal-001,
  TITLE = {{Le t{\'e}l{\'e}phone a cent vingt-cinq ans}},
  AUTHOR = {Villard, Jeanne},
  URL = {https://hal.example/hal-001},
  JOURNAL = {{Relation \& Voix}},
  NUMBER = {8},
  PAGES = {3-4},
  YEAR = {2001},
  MONTH = Jun,
  HAL_ID = {hal-001},
}
""",
    "pandoc": r"""@article{x,
author = {Villard, Jeanne},
title = {Le téléphone a cent vingt-cinq ans},
journal = {Relation \& Voix},
date = {2001-06},
number = {8},
pages = {3-4},
langid = {french}
}
""",
    "EndNote": """TY  - JOUR
AU  - Villard, Jeanne
PY  - 2001/06//
TI  - Le téléphone a cent vingt-cinq ans
T2  - Relation & Voix
SP  - 3
EP  - 4
IS  - 8
ER  -\x20
""",
    "Cairn": """TY  - JOUR
TI  - Le téléphone a cent vingt-cinq ans
A1  - Villard, Jeanne
JO  - Relation & Voix
PY  - 2001
DA  - 2001/06//
IS  - 8
SP  - 3
EP  - 4
UR  - https://revue.example/8/edito
ER  -\x20
""",
    "OpenEdition": """TY  - JOUR\r
T1  - Le téléphone a cent vingt-cinq ans\r
AU  - Villard, Jeanne\r
T2  - Relation & Voix\r
PY  - 2001/06\r
IS  - 8\r
SP  - 3\r
EP  - 4\r
ER  - \r
""",
    "PubMed": """TY  - EJOU
AU  - Villard, Jeanne
TI  - Le téléphone a cent vingt-cinq ans
JF  - Relation & Voix
Y1  - 2001/06//
IS  - 8
SP  - 3-4
ER  -\x20
""",
    "Zotero’s RIS": """TY  - JOUR
TI  - Le téléphone a cent vingt-cinq ans
AU  - Villard, Jeanne
T2  - Relation & Voix
DA  - 2001/06//
PY  - 2001
IS  - 8
SP  - 3
EP  - 4
LA  - fr
ER  -\x20
""",
}


@pytest.fixture
def bring_in(tmp_path):
    """The report's rows of an import of this text."""

    def bring_in(content: str, **options) -> list[dict]:
        path, report = tmp_path / "notices", tmp_path / "report"
        path.write_bytes(content.encode())
        out, errors = StringIO(), StringIO()
        call_command(
            "import_editorials", str(path), report=str(report), stdout=out, stderr=errors, **options
        )
        return [json.loads(line) for line in report.read_text().splitlines()]

    return bring_in


@pytest.mark.parametrize("maker", ENTRIES)
def test_an_entry_of_each_maker_gives_day_issue_and_pages(bring_in, make_editorial, maker):
    unknown = [{"field": "date", "code": "unknown", "value": ""}]
    editorial = make_editorial(title=TITLE, publication="Relation & Voix", doubts=unknown)
    [row] = bring_in(ENTRIES[maker])
    assert (row["outcome"], row["id"], row["date"]) == ("updated", editorial.pk, "2001-06")
    editorial.refresh_from_db()
    assert (editorial.date, editorial.issue, editorial.page) == ("2001-06", "n° 8", "3-4")
    assert editorial.doubts == []
    assert Editorial.objects.count() == 1
    [again] = bring_in(ENTRIES[maker])
    assert again["outcome"] == "unchanged"


def test_what_cites_nothing_here_or_several_is_rejected_and_makes_no_text(bring_in, make_editorial):
    [row] = bring_in(ENTRIES["Zotero"])
    assert row["outcome"] == "rejected"
    assert "n’en crée pas" in row["reason"]
    make_editorial(title=TITLE, publication="Relation & Voix")
    make_editorial(title=TITLE, publication="Relation & Voix")
    [row] = bring_in(ENTRIES["EndNote"])
    assert "Plusieurs éditoriaux" in row["reason"]
    assert Editorial.objects.count() == 2
    assert not Editorial.objects.exclude(date="").exists()
    trash.put([Editorial.objects.latest("pk").pk], None, "double")
    [row] = bring_in(ENTRIES["EndNote"])
    assert row["outcome"] == "updated" and row["id"] == Editorial.objects.earliest("pk").pk


def test_what_is_there_stays_and_the_difference_is_a_doubt(bring_in, make_editorial):
    editorial = make_editorial(title=TITLE, date="2001", issue="n° 9", page="3")
    bring_in(ENTRIES["EndNote"])
    editorial.refresh_from_db()
    assert (editorial.date, editorial.issue, editorial.page) == ("2001-06", "n° 9", "3")
    told = {(doubt["field"], doubt["code"]): doubt["value"] for doubt in editorial.doubts}
    assert told == {("issue", "cited"): "n° 8", ("page", "cited"): "3-4"}
    other_year = make_editorial(title=TITLE, date="1999-05")
    bring_in(ENTRIES["EndNote"])
    other_year.refresh_from_db()
    assert other_year.issue == ""


def test_it_is_seen_before_at_the_desk_and_can_be_taken_back(
    bring_in, make_editorial, editor_client
):
    editorial = make_editorial(title=TITLE)
    [item] = seen(editor_client, ("notices.ris", ENTRIES["Cairn"])).items.all()
    assert (item.outcome, item.row["date"]) == ("updated", "2001-06")
    editorial.refresh_from_db()
    assert editorial.date == ""
    bring_in(ENTRIES["Cairn"])
    Operation.objects.latest("pk").undo()
    editorial.refresh_from_db()
    assert (editorial.date, editorial.issue, editorial.page) == ("", "", "")


def test_broken_entries_leave_the_others_whole(tmp_path):
    path = tmp_path / "a.bib"
    path.write_text("@article{a,\n title = {Un\n}\n\n" + ENTRIES["Zotero"])
    outcomes = list(ingest.read(path))
    assert isinstance(outcomes[0], Rejected)
    assert outcomes[0].source == f"{path}:1"
    assert [outcome.title for outcome in outcomes[1:]] == [TITLE]
    path.write_text("Rien de tel.")
    for format in ("bibtex", "ris"):
        assert isinstance(next(ingest.read(path, format)), Rejected)
