"""Workbooks of Excel's kind, as two programs write them, and those that are not to be read."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.utils.translation import override

from archive import ingest
from archive.ingest import tables
from archive.ingest.files import formats, sheets, workbooks
from archive.ingest.files.mappings import Mappings
from archive.ingest.records import Record, Rejected

SAMPLES = Path(__file__).parents[2] / "data" / "workbooks"


def read(path: Path, mappings: Mappings | None = None) -> tuple[list[Record], list[str]]:
    """Return the records of a file, and the reasons of what is refused."""
    everything = list(ingest.read(path, mappings=mappings))
    records = [row for row in everything if isinstance(row, Record)]
    return records, [row.reason for row in everything if isinstance(row, Rejected)]


SAMPLE = SAMPLES / "openpyxl.xlsx"


def with_part(name: str, content: str | bytes, of: Path | io.BytesIO = SAMPLE) -> bytes:
    """Return a workbook with a part of other content, or with one more."""
    made = io.BytesIO()
    with zipfile.ZipFile(of) as sample, zipfile.ZipFile(made, "w", 8) as copy:
        for member in sample.namelist():
            if member != name:
                copy.writestr(member, sample.read(member))
        copy.writestr(name, content)
    return made.getvalue()


def sheet_of(rows: str, *merged: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    listed = "".join(f'<mergeCell ref="{cells}"/>' for cells in merged)
    behind = f'<mergeCells count="{len(merged)}">{listed}</mergeCells>' if merged else ""
    sheet = f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData>{behind}</worksheet>'
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


@pytest.mark.parametrize("target", ["worksheets/sheet99.xml", ""])
def test_a_sheet_that_is_not_there_is_told_and_the_others_are_read(tmp_path, target):
    relations = "xl/_rels/workbook.xml.rels"
    with zipfile.ZipFile(SAMPLE) as sample:
        written = sample.read(relations).decode()
    path = tmp_path / "book.xlsx"
    broken = re.sub(r"/?(?:xl/)?worksheets/sheet1\.xml", target, written)
    path.write_bytes(with_part(relations, broken))
    records, reasons = read(path)
    assert [record.title for record in records] == ["En deux mille deux"]
    assert any("manque dans ce classeur" in reason for reason in reasons)


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
    for sample in SAMPLES.glob("*.xlsx"):
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
        for row in sheet.rows:
            assert len(row.cells) <= sheets.MOST_CELLS


HEADINGS = '<row><c t="str"><v>Titre</v></c><c t="str"><v>Texte</v></c></row>'


def rows_of(content: bytes) -> list[list[str]]:
    """Return the cells of the first sheet of a workbook, those of its heading first."""
    sheet = next(workbooks.sheets(content))
    return [sheet.names, *(row.cells for row in sheet.rows)]


@pytest.mark.parametrize(
    "rows",
    ["<row>" + "<c/>" * 300_000 + "</row>", "<x/>" * 300_000],
    ids=["of a row", "of none"],
)
def test_elements_beyond_all_bounds_are_refused(tmp_path, rows):
    path = tmp_path / "lot.xlsx"
    path.write_bytes(sheet_of(HEADINGS + rows))
    _records, reasons = read(path)
    assert any("démesuré" in reason for reason in reasons)


def test_a_long_text_that_all_rows_name_is_refused_with_the_reason(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_TEXT", 1)
    path = tmp_path / "lot.xlsx"
    path.write_bytes(sheet_of(HEADINGS + _row_of("x" * 150_000) * 9))
    records, reasons = read(path)
    assert len(records) == 6 and any("plus de 1 millions de signes" in why for why in reasons)


def _row_of(cell: str) -> str:
    return f'<row><c t="str"><v>Un</v></c><c t="str"><v>{cell}</v></c></row>'


def test_a_row_far_right_is_shown_and_one_that_is_none_is_refused(tmp_path):
    path = tmp_path / "lot.xlsx"
    path.write_bytes(sheet_of(HEADINGS + '<row r="2"><c r="B2" t="str"><v>Oui.</v></c></row>'))
    assert tables.row_at(path, tables.XLSX, 2, 1) == [("Texte", "Oui.")]
    for number, sheet in ((3, 1), (2, 9)):
        with pytest.raises(Rejected):
            tables.row_at(path, tables.XLSX, number, sheet)


@pytest.mark.parametrize(
    ("number", "first", "day"),
    [
        ("0", "1904", "1904-01-01"),
        ("2957003", "1904", "9999-12-31"),
        ("2958465", "1904", "2958465"),
        ("2958465", "1900", "9999-12-31"),
        ("2958466", "1900", "2958466"),
        ("0", "1900", "0"),
    ],
)
def test_days_go_from_the_first_of_a_workbook_to_the_end_of_9999(number, first, day):
    content = sheet_of(f'<row><c s="1"><v>{number}</v></c></row>')
    if first == "1904":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            listed = book.read("xl/workbook.xml").replace(
                b"<workbookPr ", b'<workbookPr date1904="1" '
            )
        content = with_part("xl/workbook.xml", listed, io.BytesIO(content))
    assert rows_of(content) == [[day]]


def test_signs_that_no_database_takes_are_left_out_or_marked():
    escaped = '<row><c t="str"><v>Ti_x0000_tre_xD800_</v></c></row>'
    assert rows_of(sheet_of(escaped)) == [["Titre\ufffd"]]


def test_a_truth_is_the_same_word_in_every_language():
    with override("en"):
        cells = '<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c></row>'
        assert rows_of(sheet_of(cells)) == [["oui", "non"]]


# Merged cells, and formulas without a result


def cells_of(number: int, **texts: str) -> str:
    """Return a row with texts by the letter of their column; « =… » is a formula."""
    cells = []
    for letter, text in texts.items():
        value = f"<v>{text}</v>"
        if text.startswith("="):
            value = f"<f>{text[1:]}</f><v></v>"
        kind = "" if text.startswith("=") else 't="str"'
        cells.append(f'<c r="{letter}{number}" {kind}>{value}</c>')
    return f'<row r="{number}">{"".join(cells)}</row>'


@pytest.fixture
def sheet(tmp_path):
    """Return the records and reasons of a sheet of these rows and merged cells."""

    def sheet(rows, *merged):
        path = tmp_path / "lot.xlsx"
        path.write_bytes(sheet_of("".join(rows), *merged))
        records, reasons = read(path)
        here = [record for record in records if "#1:" in record.source]
        return here, [why for why in reasons if "masquée" not in why and "Notes" not in why]

    return sheet


HEADING = cells_of(1, A="Revue", B="Titre", C="Texte")


def test_a_merged_cell_means_the_same_for_the_rows_below(sheet):
    rows = [HEADING, cells_of(2, A="La Revue", B="Un", C="Un fil.")]
    rows += [cells_of(3, B="Deux", C="Un autre."), cells_of(4, B="Trois", C="Le dernier.")]
    records, reasons = sheet(rows, "A2:A3")
    assert [record.publication for record in records] == ["La Revue", "La Revue", ""]
    assert not reasons


def test_a_row_that_only_a_merged_cell_reaches_is_none(sheet):
    rows = [HEADING, cells_of(2, A="La Revue", B="Un", C="Un fil."), '<row r="3"><c r="B3"/></row>']
    records, reasons = sheet(rows, "A2:A3", "C2:C3")
    assert [record.title for record in records] == ["Un"] and not reasons


def test_a_title_over_the_columns_is_no_heading_and_is_told(sheet):
    rows = [cells_of(1, A="Éditoriaux de 2001"), cells_of(3, A="Titre", B="Texte")]
    records, [reason] = sheet([*rows, cells_of(4, A="Un", B="Un fil.")], "A1:B1")
    assert [record.title for record in records] == ["Un"]
    assert "«\xa0Éditoriaux de 2001\xa0»" in reason


def test_a_heading_in_two_rows_names_each_column(tmp_path):
    path = tmp_path / "lot.xlsx"
    rows = cells_of(1, A="Titre", B="Auteur", D="Texte") + cells_of(2, B="Nom", C="Prénom")
    rows += cells_of(3, A="Un", B="Nord", C="Ada", D="Un fil.")
    path.write_bytes(sheet_of(rows, "A1:A2", "B1:C1", "D1:D2"))
    sheet = next(workbooks.sheets(path.read_bytes()))
    assert sheet.names == ["Titre", "Auteur Nom", "Auteur Prénom", "Texte"]
    shown = tables.row_at(path, tables.XLSX, 3, 1)
    assert shown[1:3] == [("Auteur Nom", "Nord"), ("Auteur Prénom", "Ada")]


@pytest.mark.parametrize("merged", ["A1:A2", "A1:A900000", "A1:C2"])
def test_what_is_merged_with_rows_that_are_empty_takes_no_row_of_texts(sheet, merged):
    rows = [HEADING, cells_of(3, B="Un", C="Un fil."), cells_of(4, B="Deux", C="Deux fils.")]
    records, _reasons = sheet(rows, merged)
    assert [(record.title, record.publication) for record in records] == [("Un", ""), ("Deux", "")]


@pytest.mark.parametrize("merged", ["ZZZ9999999:A1", "A0:A0", "A2", "B2:A1", "A1:A1"])
def test_odd_merged_cells_change_nothing(sheet, merged):
    records, _reasons = sheet([HEADING, cells_of(2, B="Un", C="Un fil.")], merged)
    assert [record.title for record in records] == ["Un"]


def test_what_looks_like_merged_cells_without_end_is_read(sheet):
    comment = f"<!-- {'<mergeCell ' * 40_000}-->"
    [record], reasons = sheet([HEADING, cells_of(2, B="Un", C="Un fil."), comment])
    assert record.title == "Un" and not reasons


def test_a_long_name_of_a_column_is_cut_and_many_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_TEXT", 1)
    rows = cells_of(1, A="Titre", B="x" * 100_000) + cells_of(2, B="y" * 100_000)
    sheet = next(workbooks.sheets(sheet_of(rows, "A1:A2")))
    assert sheet.names == ["Titre", f"{'x' * 200} {'y' * 200}"]
    path = tmp_path / "lot.xlsx"
    long = dict.fromkeys("ABCDEFGHIJK", "x" * 100_000)
    path.write_bytes(sheet_of(cells_of(1, **long)))
    records, [reason] = read(path)
    assert not records and "plus de 1 millions de signes" in reason


def test_a_formula_without_a_result_is_told_with_its_column(sheet):
    rows = [HEADING, cells_of(2, A="=A1", B="Un", C="Un fil.")]
    [record], _reasons = sheet(rows)
    [doubt] = [doubt for doubt in record.doubts if doubt.code == "formula"]
    assert doubt.value == "Revue : =A1" and record.publication == ""


def test_a_row_whose_text_is_a_formula_without_a_result_says_why_it_is_refused(sheet):
    records, [reason] = sheet([HEADING, cells_of(2, C="=B9")])
    assert not records and "Texte : =B9" in reason and "enregistrez-le" in reason


def test_an_empty_text_is_the_result_of_a_formula(sheet):
    rows = HEADING + cells_of(2, B="Un", C="Un fil.").replace(
        "</row>", '<c r="D2" t="str"><f>B9</f><v></v></c></row>'
    )
    [record], _reasons = sheet([rows])
    assert "formula" not in {doubt.code for doubt in record.doubts}
