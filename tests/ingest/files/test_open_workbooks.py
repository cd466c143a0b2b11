"""Workbooks of OpenDocument, as odfpy writes them, and those that are not to be read."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from archive import ingest
from archive.ingest import tables
from archive.ingest.files import formats, open_workbooks, sheets
from archive.ingest.files.mappings import Mappings
from archive.ingest.records import Record, Rejected

SAMPLE = Path(__file__).parents[2] / "data" / "workbooks" / "odfpy.ods"
NAMESPACES = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in {
            "office": "office",
            "style": "style",
            "text": "text",
            "table": "table",
            "number": "datastyle",
            "draw": "drawing",
        }.items()
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
HEADING = ["Revue", "Titre", "Texte"]


def read(path: Path, mappings: Mappings | None = None) -> tuple[list[Record], list[str]]:
    """Return the records of a file, and the reasons of what is refused."""
    everything = list(ingest.read(path, mappings=mappings))
    records = [row for row in everything if isinstance(row, Record)]
    return records, [row.reason for row in everything if isinstance(row, Rejected)]


def with_part(name: str, content: str | bytes, of: bytes = b"") -> bytes:
    """Return a workbook with a part of other content, or with one more."""
    made = io.BytesIO()
    source = io.BytesIO(of or SAMPLE.read_bytes())
    with zipfile.ZipFile(source) as sample, zipfile.ZipFile(made, "w", 8) as copy:
        for member in sample.namelist():
            if member != name:
                copy.writestr(sample.getinfo(member), sample.read(member))
        copy.writestr(name, content)
    return made.getvalue()


def cell(text: str, attributes: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    """Return a row of texts, and of cells that are written out."""
    written = [text if text.startswith("<") else cell(text) for text in cells]
    return f"<table:table-row {attributes}>{''.join(written)}</table:table-row>"


def table(*rows: str, columns: str = "") -> str:
    return f'<table:table table:name="Un">{columns}{"".join(rows)}</table:table>'


def book(*rows: str, styles: str = "", columns: str = "") -> bytes:
    """Return a workbook of one sheet with these rows."""
    return book_of(table(*rows, columns=columns), styles=styles)


def book_of(*tables: str, styles: str = "") -> bytes:
    """Return a workbook of these sheets."""
    return with_part(
        "content.xml",
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{''.join(tables)}"
        "</office:spreadsheet></office:body></office:document-content>",
    )


def rows_of(content: bytes) -> list[list[str]]:
    """Return the cells of the first sheet of a workbook, those of its heading first."""
    sheet = next(open_workbooks.sheets(content))
    return [sheet.names, *(row.cells for row in sheet.rows)]


@pytest.fixture
def sheet(tmp_path):
    """Return the records and reasons of a sheet of these rows."""

    def sheet(*rows, **parts):
        path = tmp_path / "lot.ods"
        path.write_bytes(book(*rows, **parts))
        return read(path)

    return sheet


def test_each_sheet_is_a_table_as_in_a_workbook_of_excel_s():
    records, reasons = read(SAMPLE)
    assert [record.title for record in records] == [
        "La voix du client",
        "L’accueil",
        "En deux mille deux",
    ]
    assert records[0].source.endswith("odfpy.ods#1:3")
    assert [record.issue for record in records] == ["36", "37", ""]
    assert "Une seconde ligne" in records[0].html and "Un texte calculé" in records[1].html
    assert "remarque" not in records[0].title
    assert len(reasons) == 3, "a title above the columns, a hidden sheet, one without texts"
    assert "«\xa0Éditoriaux de 2001\xa0»" in reasons[0]
    assert "Cachée" in reasons[1] and "masquée" in reasons[1] and "Notes" in reasons[2]


def test_days_are_as_much_as_their_format_shows_whether_a_cell_or_its_column_has_it():
    records, _reasons = read(SAMPLE)
    assert [record.date for record in records] == ["2001-02-12", "2001-03", "2002"]


MONTH = (
    '<number:date-style style:name="N1"><number:month number:textual="true"/><number:year/>'
    "</number:date-style>"
)
DAY = 'office:value-type="date" office:date-value="2004-05-01"'


def style(name: str, attributes: str) -> str:
    return f'<style:style style:name="{name}" style:family="table-cell" {attributes}/>'


@pytest.mark.parametrize(
    ("named", "own"),
    [
        (MONTH + style("Mois", 'style:data-style-name="N1"'), ""),
        (
            MONTH + style("Revue", 'style:data-style-name="N1"'),
            style("Mois", 'style:parent-style-name="Revue"'),
        ),
        (
            "",
            MONTH
            + style("A", 'style:data-style-name="N1"')
            + style("Mois", 'style:parent-style-name="A"'),
        ),
        (
            '<number:date-style style:name="N1"><number:day/></number:date-style>',
            MONTH + style("Mois", 'style:data-style-name="N1"'),
        ),
    ],
    ids=["named", "a child of a named one", "a child", "its own format of the same name"],
)
def test_a_month_is_shown_by_a_named_style_or_one_that_inherits_it(named, own):
    content = book(row("Date"), row(cell("mai 2004", f'{DAY} table:style-name="Mois"')), styles=own)
    styles = f"<office:document-styles {NAMESPACES}><office:styles>{named}</office:styles></office:document-styles>"
    assert rows_of(with_part("styles.xml", styles, content))[1:] == [["2004-05"]]


def test_styles_that_are_parents_of_each_other_show_whole_days():
    circle = style("A", 'style:parent-style-name="B"') + style("B", 'style:parent-style-name="A"')
    content = book(row("Date"), row(cell("", f'{DAY} table:style-name="A"')), styles=circle)
    assert rows_of(content)[1:] == [["2004-05-01"]]


def test_a_formula_without_a_result_is_told_with_its_column_and_an_error_as_well(sheet):
    records, _reasons = read(SAMPLE)
    [doubt] = [doubt for doubt in records[2].doubts if doubt.code == "formula"]
    assert doubt.value == "Numéro : =[.C3]"
    error = cell("#DIV/0!", 'table:formula="of:=1/0" calcext:value-type="error"')
    records, [reason] = sheet(row(*HEADING), row("La Revue", "Un", error))
    assert not records and "#DIV/0!" in reason


def test_a_workbook_is_told_from_a_text_by_what_it_calls_itself():
    head = formats.head(SAMPLE)
    assert formats.container(head) == "" and formats.find(head) == "ods"


def test_columns_that_nobody_knows_are_met_as_those_of_other_tables(tmp_path):
    path = tmp_path / "lot.ods"
    path.write_bytes(book(row("Titre", "Corps du billet"), row("Un", "Un fil.")))
    mappings = Mappings()
    records, [reason] = read(path, mappings)
    assert not records and "Corps du billet" in reason and mappings.met
    records, _reasons = read(path, Mappings(named={"Corps du billet": "text"}))
    assert [record.title for record in records] == ["Un"]


def test_a_row_of_a_workbook_is_shown_and_one_that_is_none_is_refused():
    shown = dict(tables.row_at(SAMPLE, tables.ODS, 3, 1))
    assert shown["Titre"] == "La voix du client" and shown["Date"] == "2001-02-12"
    for number, of_sheet in ((9, 1), (2, 9)):
        with pytest.raises(Rejected):
            tables.row_at(SAMPLE, tables.ODS, number, of_sheet)


def test_cells_and_rows_that_are_stored_once_are_read_as_often_as_they_stand():
    twice = 'office:value-type="string" table:number-columns-repeated="2"'
    content = book(
        row(*HEADING),
        row('<table:table-cell table:number-columns-repeated="2"/>', "fin"),
        row("", attributes='table:number-rows-repeated="1000"'),
        row(cell("même", twice), attributes='table:number-rows-repeated="2"'),
        row(attributes='table:number-rows-repeated="1047000"'),
    )
    assert rows_of(content)[1:] == [["", "", "fin"], ["même", "même"], ["même", "même"]]
    numbers = [row.number for row in next(open_workbooks.sheets(content)).rows]
    assert numbers == [2, 1003, 1004]


def test_a_merged_cell_means_the_same_for_the_rows_below(sheet):
    merged = cell("La Revue", 'office:value-type="string" table:number-rows-spanned="2"')
    covered = "<table:covered-table-cell/>"
    records, reasons = sheet(
        row(*HEADING),
        row(merged, "Un", "Un fil."),
        row(covered, "Deux", "Un autre."),
        row("", "Trois", "Le dernier."),
    )
    assert [record.publication for record in records] == ["La Revue", "La Revue", ""]
    assert not reasons


def test_a_heading_in_two_rows_names_each_column():
    wide = cell("Auteur", 'office:value-type="string" table:number-columns-spanned="2"')
    high = cell("Titre", 'office:value-type="string" table:number-rows-spanned="2"')
    covered = "<table:covered-table-cell/>"
    content = book(row(high, wide, covered), row(covered, "Nom", "Prénom"), row("Un", "Nord", "A"))
    assert rows_of(content) == [["Titre", "Auteur Nom", "Auteur Prénom"], ["Un", "Nord", "A"]]


def test_spaces_lines_and_links_within_a_cell_are_text():
    typed = 'Un<text:s text:c="2"/><text:span>fil</text:span><text:line-break/><text:a>lié</text:a>'
    assert rows_of(book(row("Titre"), row(typed)))[1] == ["Un  fil\nlié"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (with_part("Basic/Standard/Module1.xml", b"x"), "macros"),
        (with_part("content.xml", '<!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>'), "entités"),
        (with_part("content.xml", f"<office:document-content {NAMESPACES}"), "XML"),
        (with_part("content.xml", b" " * (49 << 20)), "démesuré"),
        (
            with_part(
                "META-INF/manifest.xml", "<manifest><file><encryption-data/></file></manifest>"
            ),
            "mot de passe",
        ),
        (SAMPLE.read_bytes()[:1500], "abîmé"),
        (book(row(*HEADING), row("Un", attributes='table:number-rows-repeated="99999"')), "démesu"),
        (book(row(*HEADING), row(attributes='table:number-rows-repeated="1048576"')), "démesuré"),
        (book(row(*HEADING), "<table:table-row>" + "<x/>" * 300_000), "XML|démesuré"),
    ],
    ids=["macros", "entities", "broken", "bomb", "locked", "cut", "many rows", "too far", "many"],
)
def test_what_is_not_to_be_read_says_why(tmp_path, content, reason):
    path = tmp_path / "lot.ods"
    path.write_bytes(content)
    records, reasons = read(path)
    assert not records and re.search(reason, " ".join(reasons))


def test_a_long_text_that_is_stored_once_for_many_cells_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_TEXT", 1)
    path = tmp_path / "lot.ods"
    often = 'office:value-type="string" table:number-columns-repeated="999"'
    path.write_bytes(book(row(*HEADING), row(cell("x" * 2000, often))))
    _records, reasons = read(path)
    assert any("plus de 1 millions de signes" in reason for reason in reasons)


@pytest.mark.parametrize(
    "many",
    [
        row("Un", "Deux", attributes='table:number-rows-repeated="60"'),
        row(
            '<table:table-cell table:formula="of:=[.A1]" table:number-columns-repeated="2"/>',
            attributes='table:number-rows-repeated="60"',
        ),
    ],
    ids=["texts", "formulas without a result"],
)
def test_rows_beyond_all_bounds_are_refused_over_all_sheets(tmp_path, monkeypatch, many):
    monkeypatch.setattr(sheets, "MOST_ROWS", 100)
    path = tmp_path / "lot.ods"
    path.write_bytes(book_of(table(row(*HEADING), many), table(row(*HEADING), many)))
    _records, reasons = read(path)
    assert "plus de 100 lignes" in reasons[-1] and len(reasons) <= 100


def test_cells_without_a_text_count_as_well(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_TEXT", 1)
    path = tmp_path / "lot.ods"
    formula = '<table:table-cell table:formula="of:=1" table:number-columns-repeated="999"/>'
    path.write_bytes(
        book(row(*HEADING), row(formula, attributes='table:number-rows-repeated="999"'))
    )
    _records, reasons = read(path)
    assert "plus de 1 millions de signes" in reasons[-1]


def test_sheets_are_numbered_as_they_stand_those_without_rows_as_well():
    empty = '<table:table table:name="Vide"/>'
    content = book_of(empty, table(row("Titre")), empty, empty, table(row("Texte")))
    assert [sheet.number for sheet in open_workbooks.sheets(content)] == [2, 5]


def test_sheets_beyond_all_bounds_are_refused(tmp_path):
    path = tmp_path / "lot.ods"
    path.write_bytes(book_of(*[table(row("x"))] * 5_000))
    _records, reasons = read(path)
    assert "démesuré" in reasons[-1] and len(reasons) < 2_000


@pytest.mark.parametrize(
    "odd",
    [
        'table:number-columns-repeated="99999999999999999999"',
        'table:number-columns-repeated="-1"',
        'table:number-columns-spanned="999999999"',
        'office:value-type="float" office:value="nan"',
        'office:value-type="float" office:value="1e999"',
        'office:value-type="date" office:date-value=""',
        'office:value-type="date" office:date-value="hier"',
    ],
)
def test_odd_cells_are_read_as_far_as_they_go(odd):
    for cells in rows_of(book(row("Titre"), row(cell("x", odd)))):
        assert len(cells) <= sheets.MOST_CELLS


def test_a_table_within_a_cell_is_a_text_and_no_row_of_the_sheet():
    inner = f'<table:table table:name="Deux">{row("dedans", "aussi")}{row("là")}</table:table>'
    content = book(row(*HEADING), row(f"<table:table-cell>{inner}</table:table-cell>", "Un"))
    assert rows_of(content)[1:] == [["dedans\naussi\nlà", "Un"]]


def test_lists_and_headings_within_a_cell_are_lines_of_its_text_and_remarks_are_not():
    item = "<text:list-item><text:p>{}</text:p></text:list-item>"
    content = (
        '<table:table-cell office:value-type="string">'
        "<office:annotation><text:p>remarque</text:p></office:annotation>"
        "<draw:frame><draw:text-box><text:p>dessin</text:p></draw:text-box></draw:frame>"
        f"<text:h>Un fil</text:h><text:list>{item.format('Une voix')}{item.format('Deux')}</text:list>"
        "<text:p>Fin</text:p></table:table-cell>"
    )
    assert rows_of(book(row("Texte"), row(content)))[1:] == [["Un fil\nUne voix\nDeux\nFin"]]
