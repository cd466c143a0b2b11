"""SPIP's tables (« | a | b | ») to HTML."""

import re
from collections.abc import Callable
from html import escape

CAPTION = re.compile(r"\|\|([^|]*)(?:\|([^|]*))?\|\|[ \t]*$")
SPAN_LEFT, SPAN_UP = "<", "^"  # a cell that belongs to the one on its left, or above


def table_html(typed: str, inline: Callable[[str], str]) -> str:
    """Return a table; `inline` answers what was typed in a cell as HTML."""
    caption = ""
    rows: list[list[str]] = []
    for line in typed.strip().split("\n"):
        named = CAPTION.match(line.strip())
        if named and not rows:
            caption = f"<caption>{inline(named[1].strip())}</caption>"
            continue
        rows.append([cell.strip() for cell in line.strip()[1:-1].split("|")])
    html = ""
    for number, row in enumerate(rows):
        html += f"<tr>{_cells(rows, number, row, inline)}</tr>"
    return f"<table>{caption}{html}</table>"


def _cells(rows: list[list[str]], number: int, row: list[str], inline: Callable[[str], str]) -> str:
    """Return the cells of a row; those of the first are headings where all are in bold."""
    name = "th" if number == 0 and all(map(_is_heading, row)) and any(row) else "td"
    html = ""
    for column, cell in enumerate(row):
        if cell in (SPAN_LEFT, SPAN_UP):
            continue
        spans = _span("colspan", _width(row, column))
        spans += _span("rowspan", _height(rows, number, column))
        html += f"<{name}{spans}>{inline(cell)}</{name}>"
    return html


def _is_heading(cell: str) -> bool:
    return not cell or cell == SPAN_LEFT or (cell.startswith("{{") and cell.endswith("}}"))


def _width(row: list[str], column: int) -> int:
    width = 1
    while column + width < len(row) and row[column + width] == SPAN_LEFT:
        width += 1
    return width


def _height(rows: list[list[str]], number: int, column: int) -> int:
    height = 1
    for row in rows[number + 1 :]:
        if column >= len(row) or row[column] != SPAN_UP:
            break
        height += 1
    return height


def _span(name: str, cells: int) -> str:
    return f' {name}="{escape(str(cells))}"' if cells > 1 else ""
