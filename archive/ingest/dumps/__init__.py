"""Text dumps of web pages: an editorial among menus and labels.

They are as a browser's « select all, copy » or lynx gives them. `layout` sorts the page's lines;
here they become a Record. What the page does not say stays unknown, and what was
inferred is put among the doubts.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from archive import printed_dates
from archive.ingest.dumps import (
    bylines,
    databases,
    dump_lines,
    headlines,
    letter_issues,
    magazines,
    mending,
    signatures,
)
from archive.ingest.dumps.body_html import body_html, is_crosshead
from archive.ingest.dumps.dump_lines import Line
from archive.ingest.dumps.layout import Layout, layout_of
from archive.ingest.dumps.mending import quoted_printable, tagged_text
from archive.ingest.dumps.signatures import Signature
from archive.ingest.files.decoding import decode, load
from archive.ingest.printed import ambiguous_dates, imprints, labels, mastheads, paths
from archive.ingest.printed.label_line import LabelLine
from archive.ingest.printed.template_lines import is_section
from archive.ingest.records import Doubt, Record, Rejected, doubts_of_length
from archive.languages import language
from archive.text import name_key, plain

# The longest dump of 329 real pages has 3,150 lines; what has sixteen times as many is a list or a
# log.
MOST_LINES = 50_000
LONGEST_COVER = 20  # lines
OTHER_FORMATS = (
    (
        re.compile(r"\s*(?:<!doctype html|<html)", re.I),
        _("C’est une page HTML et non son texte : importez-la comme HTML."),
    ),
    (re.compile(r"\s*<(?:\?xml|rss|feed)\b", re.I), _("C’est du XML et non le texte d’une page.")),
    (re.compile(r'\s*(?:\{\s*"|\[\s*[{"])'), _("C’est du JSON et non le texte d’une page.")),
    (re.compile(r"\{\\rtf|%PDF-|%!PS"), _("C’est un document (RTF, PDF) et non son texte.")),
)
NO_TEXT = _("Aucun texte trouvé : la page ne contient que des menus.")
# With a path: a site's home is printed on each of its pages and tells none from the others.
URL = re.compile(
    r"^(?:url|source|adresse|lien|permalien|permalink)?\s*:?\s*(https?://[^\s/]+/\S+)$", re.I
)
PATH = re.compile(
    r"(?:vous êtes ici\s*:?\s*)?(?:accueil|home)(?: du site)?\s*[>›»/](?P<steps>.+)$", re.I
)
# A year that a fair, an issue or « cette année » dates, as against a year that the text merely
# tells of. Names are shorter than 40: looked for further, each capital of a chain of words would
# have the rest of it read again.
DATED_BY = re.compile(
    r"(?:\b[A-ZÀ-Þ][\w’'-]{0,40}+|\b(?:cette (?:année|fin)|ce (?:début|printemps)"
    r"|cet (?:été|automne|hiver)|rentrée|édition))"
    r"\s((?:19|20)\d\d)\b"
)


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the record of a dump, or those of a press database or of a letter's issues.

    Documents of such that have no text are yielded as rejected.

    Raises Rejected, with the reason, where it is no text or holds none.
    """
    content = load(Path(path))
    # Decoding drops soft hyphens: those at a line's end divide a word.
    as_written, of_mail = quoted_printable.decoded(content)
    text, doubts = decode(as_written.replace("\u00ad\n".encode(), "‐\n".encode()))
    doubts += of_mail
    for opening, reason in OTHER_FORMATS:
        if opening.match(text):
            raise Rejected(reason)
    if text.count("\n") > MOST_LINES:
        raise Rejected(_("Trop de lignes pour une page : %(count)s.") % {"count": text.count("\n")})
    text, doubts = mending.mended(tagged_text.plain(textwrap.dedent(text)), doubts)
    clippings = list(databases.records(str(path), text))
    if clippings:
        for clipping in clippings:
            if isinstance(clipping, Record):
                clipping.capture, clipping.media_type = content, "text/plain"
                clipping.doubts += doubts
            yield clipping
        return
    issues = letter_issues.parts(text)
    for number, part in enumerate(issues or [text], start=1):
        source = f"{path}#{number}" if issues else str(path)
        record = Record(
            source=source, capture=content, media_type="text/plain", doubts=list(doubts)
        )
        if fill(record, dump_lines.lines(part)):
            yield record
        elif issues:
            yield Rejected(NO_TEXT, source=source)
        else:
            raise Rejected(NO_TEXT)


def fill(record: Record, lines: list[Line], is_whole: bool = False) -> bool:
    """Set all that the lines of a page say; return False where they hold no text.

    `is_whole`: they are those of a document that was written for its text, to its last line.
    """
    layout = layout_of(lines, is_whole)
    if layout is None or not layout.body:
        return False
    if not is_whole:
        _leave_other_pieces(record, layout)
    _fill(record, layout)
    return True


def _leave_other_pieces(record: Record, layout: Layout) -> None:
    """Take what has headings of its own below the signature out of the text, and say so."""
    signers = {
        name_key(byline.name)
        for label_line in layout.above + layout.over
        for byline in label_line.bylines + label_line.beside_day
    }
    end = signatures.end_of_text(layout.body, signers)
    others = layout.body[end:]
    if not others:
        return
    layout.body, layout.below = layout.body[:end], []
    _tell_others(record, others)


def _tell_others(record: Record, others: list[Line]) -> None:
    record.doubts.append(
        Doubt("text", "others", _first_words(" ".join(line.text for line in others)))
    )


def _fill(record: Record, layout: Layout) -> None:
    signature = signatures.find(layout.body, layout.below)
    record.html = body_html(signature.body, signature.notes)
    if signature.left:
        _tell_others(record, signature.left)
    record.standfirst = " ".join(line.text for line in layout.standfirst)
    text = plain(record.html)
    record.language = language(text)
    if not record.language:
        record.doubts.append(Doubt("language", "unknown"))
    record.doubts += doubts_of_length(text)
    _set_title(record, layout, signature.body)
    _set_bylines(record, layout, signature)
    _set_date(record, layout, signature, text)
    _set_place(record, layout, signature)


def _first(texts: Iterable[str | None]) -> str:
    """Return the first text that is not empty; "" where all are."""
    return next(filter(None, texts), "")


def _set_title(record: Record, layout: Layout, body: list[Line]) -> None:
    if layout.title:
        record.title, record.section = headlines.without_kicker(layout.title.text)
        if not layout.sure:
            record.doubts.append(Doubt("title", "guess", record.title))
        return
    record.title = _first_crosshead(body) or _first_words(body[0].text)
    record.title_supplied = True
    record.doubts.append(Doubt("title", "supplied"))


def _first_crosshead(body: list[Line]) -> str:
    for index, line in enumerate(body):
        if is_crosshead(body, index):
            return line.text
    return ""


def _first_words(text: str, longest: int = 70) -> str:
    """Return the first sentence of a text, or its first words, `longest` characters of them."""
    sentence = re.match(r"[^.!?…]{10,}?(?=[.!?…]\s|$)", text)
    if sentence and len(sentence.group()) <= longest:
        return sentence.group().strip()
    if len(text) <= longest:
        return text
    return text[:longest].rpartition(" ")[0].rstrip(" ,;:") + "…"


def _set_bylines(record: Record, layout: Layout, signature: Signature) -> None:
    record.bylines, doubts = bylines.of(layout, signature)
    record.doubts += doubts


def _set_date(record: Record, layout: Layout, signature: Signature, text: str) -> None:
    near = layout.above + layout.closing + signature.label_lines
    label_lines = near + layout.over + _labels_of_path(record, layout)
    label_lines += _imprint(layout.foot) + _issue_of_cover(layout.head)
    for label_line in sorted(label_lines, key=_how_vague):
        if label_line.date:
            record.date = label_line.date
            record.doubts += ambiguous_dates.date_doubts(label_line.printed, record.language)
            return
    unread = _first(label_line.printed for label_line in near)
    # A day below a text may be another text's: it is understood, and not taken for sure.
    understood = printed_dates.parse_french(unread)
    if unread and not understood:
        record.doubts.append(Doubt("date", "printed", unread))
    updated = _first(label_line.updated for label_line in label_lines)
    if updated:
        record.doubts.append(Doubt("date", "updated", updated))
        return
    record.doubts.append(Doubt("date", "unknown"))
    years = [int(year) for year in DATED_BY.findall(text)]
    if understood:
        record.doubts.append(Doubt("date", "guess", understood))
    elif years:
        record.doubts.append(Doubt("date", "guess", f"{max(years)}~"))


def _how_vague(label_line: LabelLine) -> tuple[bool, bool]:
    """Return what puts a day without a label behind others, and a year alone behind them all."""
    is_year = len(label_line.date or "") <= len("2004~")
    return not label_line.labelled, is_year


def _set_place(record: Record, layout: Layout, signature: Signature) -> None:
    """Set section, issue, page, tags, address and publication."""
    label_lines = layout.above + layout.over + signature.label_lines
    path = _path(record, layout)
    label_lines += _labels_of_path(record, layout)
    label_lines += _imprint(layout.foot) + _issue_of_cover(layout.head)
    section = _first(label_line.section for label_line in label_lines)
    record.section = section or record.section or _kicker(layout, path)
    record.issue = _first(label_line.issue for label_line in label_lines)
    record.page = _first(label_line.page for label_line in label_lines)
    tags: list[str] = []
    for label_line in label_lines:
        tags += label_line.tags
    record.tags = list(dict.fromkeys(tags))
    record.url = _address(layout.head[:3] + layout.foot[-3:])
    publication, doubt = magazines.of(record.section, layout, label_lines)
    record.publication = mastheads.in_one_language(publication)
    if doubt:
        record.doubts.append(Doubt("publication", doubt, record.publication))


def _address(lines: list[Line]) -> str:
    """Return the page's address, from a line of its own; "" where none gives it."""
    for line in lines:
        url = URL.match(line.text)
        if url:
            return url[1]
    return ""


def _path(record: Record, layout: Layout) -> list[str]:
    """Return the steps between the home page and the headline: « Accueil > Magazines > Édito »."""
    path: list[str] = []
    for printed_step in _printed_path(layout.head):
        step = printed_step.strip()
        if step and step != record.title and printed_step.count(" ") < 7:
            path.append(step)
    return path


def _printed_path(lines: list[Line]) -> list[str]:
    for line in lines:
        if len(line.text) >= 200:
            continue
        path = PATH.match(line.text)
        if path:
            return re.split(r"[>›»/]", path["steps"])
        if paths.is_path(line.text):
            return paths.steps_of(line.text)
    return []


def _labels_of_path(record: Record, layout: Layout) -> list[LabelLine]:
    """Return what steps of the path say of the issue: « Anciens numéros > n° 88, mai 2005 »."""
    label_lines = map(labels.read, _path(record, layout))
    return [label_line for label_line in label_lines if label_line and label_line.issue]


def _issue_of_cover(head: list[Line]) -> list[LabelLine]:
    """Return the line of the only issue that a short head names, as a cover page has it."""
    if len(head) > LONGEST_COVER:
        return []
    label_lines = [label_line for line in head if (label_line := labels.read(line.text))]
    dated = [label_line for label_line in label_lines if label_line.issue and label_line.date]
    issues = {(label_line.issue, label_line.date) for label_line in dated}
    return dated[:1] if len(issues) == 1 else []


def _imprint(foot: list[Line]) -> list[LabelLine]:
    """Return what the imprint below a text says of the issue: « L’Écho, n° 18, juillet 1994 »."""
    label_lines: list[LabelLine] = []
    for before, line, below in zip([None, *foot], foot, [*foot[1:], None], strict=False):
        beside = [] if line.gap_before or not before else [before]
        if below and not line.gap_after:
            beside.append(below)
        if not any(imprints.may_be_imprint(neighbour.text) for neighbour in beside):
            continue
        label_line = labels.read(line.text)
        if label_line and label_line.date and label_line.issue and label_line.publication:
            label_lines.append(label_line)
    return label_lines


def _kicker(layout: Layout, path: list[str]) -> str:
    """Return the section's name on a line of its own, or the last step of the path.

    The line stands right above the headline, or between it and the text.
    """
    for line in [*reversed(layout.head[-5:]), *layout.names]:
        if is_section(line.text):
            return line.text
    for step in reversed(path):
        if not labels.read(step):
            return step
    return ""
