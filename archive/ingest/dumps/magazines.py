"""The magazine of a dump: what its section, its issue, its masthead or its foot say of it."""

import re
from dataclasses import replace

from archive.ingest.dumps.dump_lines import Line
from archive.ingest.dumps.layout import Layout
from archive.ingest.printed import labels, mastheads, names
from archive.ingest.printed.label_line import LabelLine
from archive.ingest.printed.template_lines import is_menu_word, is_section, kind
from archive.text import fold

MOST_WORDS = 8  # of a magazine's title
# Lines at a page's top among which its magazine may stand with nothing to say so, and the most
# words of it there.
TOP, TOP_WORDS = 6, 5
MOST_HEAD = 10  # lines above the headline of a page that opens with no menu of a site
SYMBOLS = " \t☰≡🔍🔎×«»|·•-–—"
# « Éditions du Signe | « Enfances » »: a title behind its publisher.
QUOTED = re.compile(r"\| ?« ?(.{2,60}?) ?»$")
URL_SIGN = re.compile(r"https?:|www\.|\.\w{2,7}$")


def of(section: str, layout: Layout, label_lines: list[LabelLine]) -> tuple[str, str]:
    """Return the publication, and the code of a doubt about it ("" where there is none).

    It is that of the section, an issue's line, the masthead, a line beside the issue or the
    copyright, in this order; the last three with a doubt.
    """
    in_section = mastheads.in_section(section)
    if in_section:
        return in_section, ""
    for label_line in label_lines:
        if label_line.publication and label_line.issue:
            return mastheads.name(label_line.publication) or label_line.publication, ""
        if label_line.publication:
            return label_line.publication, "guess"
    masthead = _in_masthead(layout.head)
    if masthead:
        return masthead, "menu"
    beside_issue = _beside_issue(layout.head)
    if beside_issue:
        return beside_issue, "menu"
    holder = next(filter(None, (mastheads.in_copyright(line.text) for line in layout.foot)), "")
    if holder:
        return _as_headed(holder, layout.head), "copyright"
    imprints = (mastheads.in_imprint(line.text) for line in layout.foot + layout.below)
    published = next(filter(None, imprints), "")
    if published:
        return published, "copyright"
    at_top = _at_top(layout.head)
    if at_top:
        return at_top, "menu"
    return "", "unknown"


def _in_masthead(head: list[Line]) -> str:
    """Return the title of the first masthead: above what magazines are called below it; else ""."""
    for above, line in zip([None, *head], head, strict=False):
        is_tagline = not line.gap_before and mastheads.is_tagline(line.text)
        if above and is_tagline and _may_be_magazine(above):
            return above.text
        title = mastheads.name(line.text)
        if title:
            return title
    return ""


def _as_headed(holder: str, head: list[Line]) -> str:
    """Return the holder of a copyright as the page's head prints it: « GUICHETS.NET »."""
    for line in head:
        if line.text.count(" ") < MOST_WORDS and fold(line.text).startswith(fold(holder)):
            return line.text
    return holder


def _beside_issue(head: list[Line]) -> str:
    """Return the title right above the line of an issue, or its tagline, or below it; else ""."""
    for index, line in enumerate(head):
        label_line = labels.read(line.text)
        is_tagline = index == 1 and bool(mastheads.PERIODICAL.match(line.text))
        is_dated = index == 1 and bool(label_line and label_line.date) and head[0].text.isupper()
        if not (is_tagline or is_dated or (label_line and label_line.issue)):
            continue
        above, below = head[:index][-1:], head[index + 1 : index + 2]
        if is_tagline or is_dated or line.gap_after:
            below = []
        if _is_subtitle(head[:index]):
            above = head[index - 2 : index - 1]
        for title in above + below:
            quoted = QUOTED.search(title.text)
            if quoted:
                return quoted[1]
            name, _comma, tagline = title.text.partition(", ")
            if tagline and mastheads.is_tagline(tagline):
                return name
            if _may_be_magazine(title):
                return title.text
    return ""


def _is_subtitle(lines: list[Line]) -> bool:
    """Return True where the last line is a subtitle, right below a title in capitals."""
    if len(lines) < 2:
        return False
    title, subtitle = lines[-2:]
    return title.text.isupper() and not (subtitle.text.isupper() or subtitle.gap_before)


def _at_top(head: list[Line]) -> str:
    """Return the title with which a short page opens, alone there or over its menu; else ""."""
    if len(head) > MOST_HEAD:
        return ""
    is_below_template = True
    for index, line in enumerate(head[:TOP]):
        text = line.text.strip(SYMBOLS)
        is_first, is_below_template = is_below_template, is_below_template and bool(kind(text))
        if not text or kind(text) or URL_SIGN.search(text) or text[0].isdigit():
            continue
        if is_menu_word(text) or any(map(str.isdigit, text)):
            return ""
        if not (is_first or line.gap_before or text != line.text):
            return ""
        # A subtitle may stand between it and the menu.
        below = head[index + 1 : index + 3]
        is_apart = line.gap_after or any(kind(neighbour.text) for neighbour in below)
        # A word alone is a menu's, or « Page » in a running head.
        is_of_words = 1 < len(text.split()) <= TOP_WORDS
        if is_apart and is_of_words and _may_be_magazine(replace(line, text=text)):
            return text
        return ""
    return ""


def _may_be_magazine(line: Line) -> bool:
    text = line.text
    if line.mark or text.count(" ") >= MOST_WORDS or not text[0].isupper() or text[-1] in ".?,;":
        return False
    if ":" in text:
        return False
    return not (is_section(text) or kind(text) or labels.read(text) or names.certainty(text) == 2)
