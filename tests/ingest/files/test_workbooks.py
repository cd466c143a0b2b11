"""Workbooks of Excel's kind, as two programs write them, and those that are not to be read."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from archive import ingest
from archive.ingest.files import formats, workbooks
from archive.ingest.files.mappings import Mappings
from archive.ingest.records import Record, Rejected

SAMPLES = Path(__file__).parents[2] / "data" / "workbooks"


def read(path: Path, mappings: Mappings | None = None) -> tuple[list[Record], list[str]]:
    """Return the records of a file, and the reasons of what is refused."""
    everything = list(ingest.read(path, mappings=mappings))
    records = [row for row in everything if isinstance(row, Record)]
    return records, [row.reason for row in everything if isinstance(row, Rejected)]


def with_part(name: str, content: str | bytes, of: str = "openpyxl.xlsx") -> bytes:
    """Return a sample with a part of other content, or with one more."""
    made = io.BytesIO()
    with zipfile.ZipFile(SAMPLES / of) as sample, zipfile.ZipFile(made, "w", 8) as copy:
        for member in sample.namelist():
            if member != name:
                copy.writestr(member, sample.read(member))
        copy.writestr(name, content)
    return made.getvalue()


def sheet_of(rows: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'
    return with_part("xl/worksheets/sheet1.xml", sheet)


def test_each_sheet_is_a_table_and_the_others_are_told():
    records, reasons = read(SAMPLES / "openpyxl.xlsx")
    assert [record.title for record in records] == ["La voix", "L’accueil", "En deux mille deux"]
    assert records[0].source.endswith("openpyxl.xlsx#1:2")
    assert records[2].source.endswith("openpyxl.xlsx#5:2")
    assert records[0].issue == "036" and records[1].issue == "37"
    assert "Une seconde ligne" in records[0].html
    hidden = [reason for reason in reasons if "masquée" in reason]
    assert len(hidden) == 1 and "Cachée" in hidden[0]
    assert any("Notes" in reason and "à voir, plus tard" in reason for reason in reasons)


def test_days_are_as_much_as_their_format_shows():
    records, _reasons = read(SAMPLES / "openpyxl.xlsx")
    assert [record.date for record in records] == ["2001-02-12", "2001-03", "2002"]
    mappings = Mappings(named={"Corps du billet": "text"})
    records, _reasons = read(SAMPLES / "xlsxwriter.xlsx", mappings)
    assert [record.date for record in records] == ["2001-02-12", "2004"], "days from 1904 on"


def test_runs_and_formulas_are_what_is_seen_and_an_error_is_no_text():
    mappings = Mappings(named={"Corps du billet": "text"})
    records, reasons = read(SAMPLES / "xlsxwriter.xlsx", mappings)
    assert "Un texte en gras qui parle" in records[0].html
    assert "Un texte calculé" in records[1].html
    assert len(reasons) == 1, "« #DIV/0! »"


def test_columns_that_nobody_knows_are_met_as_those_of_other_tables():
    mappings = Mappings()
    records, [reason] = read(SAMPLES / "xlsxwriter.xlsx", mappings)
    assert not records and "Corps du billet" in reason
    [table] = mappings.met.values()
    assert table.names == ["Titre", "Date", "Corps du billet"] and len(table.samples) == 3


def test_a_workbook_is_told_from_a_document_and_an_archive():
    for sample in SAMPLES.iterdir():
        head = formats.head(sample)
        assert formats.container(head) == "" and formats.find(head) == "xlsx"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (with_part("xl/vbaProject.bin", b"x"), "macros"),
        (with_part("xl/workbook.xml", '<!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>'), "entités"),
        (with_part("xl/workbook.xml", "<workbook"), "XML"),
        (with_part("xl/worksheets/sheet1.xml", b" " * (17 << 20)), "démesuré"),
        ((SAMPLES / "openpyxl.xlsx").read_bytes()[:3000], "abîmé"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "Workbook".encode("utf-16-le") + bytes(9), ".xlsx"),
    ],
    ids=["macros", "entities", "broken", "bomb", "cut", "xls"],
)
def test_what_is_not_to_be_read_says_why(tmp_path, content, reason):
    path = tmp_path / "lot.xlsx"
    path.write_bytes(content)
    records, reasons = read(path)
    assert not records and re.search(reason, " ".join(reasons))


@pytest.mark.parametrize(
    "rows",
    [
        "",
        '<row><c t="s"><v>99999999999999999999</v></c></row>',
        '<row r="1048576"><c r="XFD1048576" t="str"><v>loin</v></c></row>',
        '<row r="x"><c r="A0"><v>1e999</v></c><c r="?"><v>nan</v></c></row>',
        '<row r="1"><c r="B1" s="999"/><c r="A1"><v/></c></row>',
    ],
    ids=["empty", "no text", "far", "odd numbers", "odd order"],
)
def test_odd_sheets_are_read_as_far_as_they_go(rows):
    for sheet in workbooks.sheets(sheet_of(rows)):
        for _number, cells in sheet.rows:
            assert len(cells) <= workbooks.MOST_CELLS
