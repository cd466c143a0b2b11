"""Lines of a text to HTML: paragraphs, crossheads, lists, notes."""

import html
import re

from archive.ingest.dumps.dump_lines import Line

NOTE = re.compile(
    r"\*+\s?\S|\(?\*+\)|[([]?\d{1,2}[)\]]\s|[¹²³⁴⁵⁶⁷⁸⁹]|ndlr\b|n\.? ?b\.? ?:"
    r"|p\.?-? ?s\.? ?:|note ?:|source ?:",
    re.I,
)
# How the HTML of a line opens that is no paragraph's.
WHOLE = ("<blockquote>", "<table>")
DASHES = "-–—"
DIGITS = "0123456789"


def body_html(lines: list[Line], notes: list[Line]) -> str:
    """Return the HTML of a text and of the notes below it."""
    blocks: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        entries = _list_at(lines, index)
        if entries:
            blocks.append(_list_html(entries))
            index += len(entries)
            continue
        if is_crosshead(lines, index):
            blocks.append(f"<h2>{_escaped(line.text)}</h2>")
        else:
            blocks.append(_paragraph_html(line))
        index += 1
    for note in notes:
        blocks.append(f'<p class="note">{_escaped(_with_mark(note))}</p>')
    return "\n".join(blocks)


def _paragraph_html(line: Line) -> str:
    if line.html.startswith(WHOLE):
        return line.html
    mark = ""
    if line.mark:
        mark = f"{_escaped(line.mark)} "
    return f"<p>{mark}{_inner_html(line)}</p>"


def _inner_html(line: Line) -> str:
    return line.html or _escaped(line.text)


def _list_html(entries: list[Line]) -> str:
    tag = "ul"
    if entries[0].mark[0].isdigit():
        tag = "ol"
    list_items = "".join(f"<li>{_inner_html(entry)}</li>" for entry in entries)
    return f"<{tag}>{list_items}</{tag}>"


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _with_mark(line: Line) -> str:
    if line.mark:
        return f"{line.mark} {line.text}"
    return line.text


def _list_at(lines: list[Line], index: int) -> list[Line]:
    """Return the entries of the list that starts there; [] where none does.

    A lone dash is speech, a lone number a numbered paragraph.
    """
    if not lines[index].mark:
        return []
    marks = _marks_like(lines[index].mark)
    end = index
    while end < len(lines) and lines[end].mark and lines[end].mark[0] in marks:
        end += 1
    if end - index < 2 and marks in (DASHES, DIGITS):
        return []
    return lines[index:end]


def _marks_like(mark: str) -> str:
    """Return the first characters of marks that go on with a list of that mark."""
    if mark in DASHES:
        return DASHES
    if mark[0].isdigit():
        return DIGITS
    return mark


def is_crosshead(lines: list[Line], index: int) -> bool:
    """Return True for a short line without a sentence's end that has text after it."""
    line = lines[index]
    if line.heading:
        return True
    if line.mark or len(line.text) > 120 or line.text.count(" ") > 14 or index + 1 >= len(lines):
        return False
    if not (line.text[0].isupper() or line.text[0].isdigit() or line.text[0] in '«“"¿¡'):
        return False
    after = lines[index + 1]
    if line.text[-1] in ".,;:" or (line.text[-1] in "!?…»" and line.text.count(" ") > 11):
        return False
    return len(after.text) > len(line.text) and (len(after.text) > 80 or after.text[-1] in ".!?…»")


def is_note(line: Line) -> bool:
    """Return True for a footnote: « *(Libération, mai 1998) », « (1) … », « NDLR : … »."""
    return bool(NOTE.match(_with_mark(line)))
