"""Lines of a text to HTML: paragraphs, crossheads, lists, notes."""

import html
import re

from archive.ingest.dumps.dump_lines import Line

NOTE = re.compile(
    r"\*+\s?\S|\(?\*+\)|[([]?\d{1,2}[)\]]\s|[¹²³⁴⁵⁶⁷⁸⁹]|ndlr\b|n\.? ?b\.? ?:|p\.?-? ?s\.? ?:|note ?:|source ?:",
    re.I,
)
DASHES = "-–—"


def body_html(lines: list[Line], notes: list[Line]) -> str:
    """The HTML of a text and of the notes below it."""
    parts: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        items = _list_at(lines, index)
        if items:
            tag = "ol" if line.mark[0].isdigit() else "ul"
            parts.append(
                f"<{tag}>{''.join(f'<li>{_escaped(item.text)}</li>' for item in items)}</{tag}>"
            )
            index += len(items)
            continue
        if is_crosshead(lines, index):
            parts.append(f"<h2>{_escaped(line.text)}</h2>")
        else:
            parts.append(f"<p>{_escaped(_with_mark(line))}</p>")
        index += 1
    parts += [f'<p class="note">{_escaped(_with_mark(note))}</p>' for note in notes]
    return "\n".join(parts)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _with_mark(line: Line) -> str:
    return f"{line.mark} {line.text}" if line.mark else line.text


def _list_at(lines: list[Line], index: int) -> list[Line]:
    """The items of the list that starts there. A lone dash is speech, a lone number a numbered paragraph."""
    mark = lines[index].mark
    if not mark:
        return []
    alike = DASHES if mark in DASHES else "0123456789" if mark[0].isdigit() else mark
    end = index
    while end < len(lines) and lines[end].mark and lines[end].mark[0] in alike:
        end += 1
    items = lines[index:end]
    return items if len(items) > 1 or alike not in (DASHES, "0123456789") else []


def is_crosshead(lines: list[Line], index: int) -> bool:
    """True for a short line without a sentence's end that has text after it."""
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
    """True for a footnote: « *(Libération, mai 1998) », « (1) … », « NDLR : … »."""
    return bool(NOTE.match(_with_mark(line)))
