"""Text dumps of web pages, as a browser's « select all, copy » or lynx gives them: an editorial among menus and labels.

The page's lines are sorted by `page_layout`; here they become a Record. What the page does not say stays unknown, and
what was inferred is put among the doubts.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from archive.ingest.dumps import dump_lines, signatures
from archive.ingest.dumps import layout as page_layout
from archive.ingest.dumps.body_html import body_html, is_crosshead
from archive.ingest.dumps.dump_lines import Line
from archive.ingest.dumps.layout import Layout
from archive.ingest.files.decoding import decode, load
from archive.ingest.printed import ambiguous_dates, labels, mastheads, names
from archive.ingest.printed.labels import Said
from archive.ingest.printed.template_lines import is_section
from archive.ingest.records import Doubt, Printed, Record, Rejected
from archive.text import language, name_key, plain

# Fewer words than this are a text all the same, but one to look at.
SHORT = 60
# The longest dump of 329 real pages has 3,150 lines; what has sixteen times as many is a list or a log.
MOST_LINES = 50_000
OTHER_FORMATS = (
    (
        re.compile(r"\s*(?:<!doctype html|<html)", re.I),
        _("C’est une page HTML et non son texte : importez-la comme HTML."),
    ),
    (re.compile(r"\s*<(?:\?xml|rss|feed)\b", re.I), _("C’est du XML et non le texte d’une page.")),
    (re.compile(r'\s*(?:\{\s*"|\[\s*[{"])'), _("C’est du JSON et non le texte d’une page.")),
    (re.compile(r"\{\\rtf|%PDF-|%!PS"), _("C’est un document (RTF, PDF) et non son texte.")),
)
# With a path: a site's home is printed on each of its pages and tells none from the others.
URL = re.compile(
    r"^(?:url|source|adresse|lien|permalien|permalink)?\s*:?\s*(https?://[^\s/]+/\S+)$", re.I
)
PATH = re.compile(
    r"(?:vous êtes ici\s*:?\s*)?(?:accueil|home)(?: du site)?\s*[>›»/](?P<steps>.+)$", re.I
)
# A year that a fair, an issue or « cette année » dates, as against one that the text merely tells of.
DATED_BY = re.compile(
    r"(?:\b[A-ZÀ-Þ][\w’'-]*|\b(?:cette (?:année|fin)|ce (?:début|printemps)|cet (?:été|automne|hiver)|rentrée|édition))"
    r"\s((?:19|20)\d\d)\b"
)


def read(path: Path) -> Iterator[Record]:
    """The one record of a dump; Rejected, with the reason, where it is no text or holds none."""
    content = load(Path(path))
    text, doubts = decode(content)
    for looks, reason in OTHER_FORMATS:
        if looks.match(text):
            raise Rejected(reason)
    if text.count("\n") > MOST_LINES:
        raise Rejected(_("Trop de lignes pour une page : %(count)s.") % {"count": text.count("\n")})
    lines = dump_lines.lines(text)
    layout = page_layout.find(lines)
    if layout is None:
        raise Rejected(_("Aucun texte trouvé : la page ne contient que des menus."))
    record = Record(source=str(path), capture=content, media_type="text/plain", doubts=doubts)
    _fill(record, layout)
    yield record


def _fill(record: Record, layout: Layout) -> None:
    signature = signatures.find(layout.body, layout.below)
    record.html = body_html(signature.body, signature.notes)
    record.standfirst = " ".join(line.text for line in layout.standfirst)
    text = plain(record.html)
    record.language = language(text)
    if not record.language:
        record.doubts.append(Doubt("language", "unknown"))
    if len(text.split()) < SHORT:
        record.doubts.append(Doubt("text", "short"))
    _set_title(record, layout, signature.body)
    _set_bylines(record, layout, signature)
    _set_date(record, layout, signature, text)
    _set_place(record, layout, signature)


def _set_title(record: Record, layout: Layout, body: list[Line]) -> None:
    if layout.title:
        record.title = layout.title.text
        if not layout.sure:
            record.doubts.append(Doubt("title", "guess", record.title))
        return
    crossheads = (line.text for index, line in enumerate(body) if is_crosshead(body, index))
    record.title = next(crossheads, "") or _first_words(body[0].text)
    record.title_supplied = True
    record.doubts.append(Doubt("title", "supplied"))


def _first_words(text: str, longest: int = 70) -> str:
    sentence = re.match(r"[^.!?…]{10,}?(?=[.!?…]\s|$)", text)
    if sentence and len(sentence.group()) <= longest:
        return sentence.group().strip()
    return text if len(text) <= longest else text[:longest].rpartition(" ")[0].rstrip(" ,;:") + "…"


def _set_bylines(record: Record, layout: Layout, signature: signatures.Signature) -> None:
    said = layout.above + layout.over
    by = next((one.bylines for one in said if one.bylines and not one.poster), [])
    posted = next((one.bylines for one in said if one.bylines and one.poster), [])
    bare = _bare_names(layout.names) if not by else []
    record.bylines = by or signature.bylines or bare or posted
    signed = {name_key(one.name): one for one in signature.bylines}
    record.bylines = [
        signed[name_key(one.name)] if not one.role and name_key(one.name) in signed else one
        for one in record.bylines
    ]
    if not record.bylines:
        record.doubts.append(Doubt("byline", "unknown"))
    elif signature.unsure and record.bylines == signature.bylines:
        record.doubts.append(Doubt("byline", "guess", signature.bylines[0].name))


def _bare_names(lines: list[Line]) -> list[Printed]:
    """Names on lines of their own between headline and text, each with the role below it."""
    found: list[Printed] = []
    for line in lines:
        bylines = names.printed(line.text, least=2)
        if bylines:
            found += bylines
        elif (
            found
            and not found[-1].role
            and (names.is_role(line.text) or not (line.gap_before or line.text[-1] in ".!?"))
        ):
            found[-1] = Printed(found[-1].name, line.text)
    return found


def _set_date(record: Record, layout: Layout, signature: signatures.Signature, text: str) -> None:
    near = layout.above + signature.said
    for one in sorted(near + layout.over, key=lambda one: not one.labelled):
        if one.date:
            record.date = one.date
            record.doubts += ambiguous_dates.date_doubts(one.printed, record.language)
            return
    if unread := next((one.printed for one in near if one.printed), ""):
        record.doubts.append(Doubt("date", "printed", unread))
    updated = next((one.updated for one in near + layout.over if one.updated), None)
    if updated:
        record.doubts.append(Doubt("date", "updated", updated))
        return
    record.doubts.append(Doubt("date", "unknown"))
    years = [int(year) for year in DATED_BY.findall(text)]
    if years:
        record.doubts.append(Doubt("date", "guess", f"{max(years)}~"))


def _set_place(record: Record, layout: Layout, signature: signatures.Signature) -> None:
    """Section, issue, page, tags, address and publication."""
    said = layout.above + layout.over + signature.said
    path = _path(record, layout)
    said += [one for one in map(labels.read, path) if one and one.issue]
    record.section = next((one.section for one in said if one.section), "") or _kicker(layout, path)
    record.issue = next((one.issue for one in said if one.issue), "")
    record.page = next((one.page for one in said if one.page), "")
    record.tags = list(dict.fromkeys(tag for one in said for tag in one.tags))
    urls = (URL.match(line.text) for line in layout.head[:3] + layout.foot[-3:])
    record.url = next((url[1] for url in urls if url), "")
    _set_publication(record, layout, said)


def _path(record: Record, layout: Layout) -> list[str]:
    """The steps between the home page and the headline: « Accueil > Magazines > Édito »."""
    paths = (PATH.match(line.text) for line in layout.head if len(line.text) < 200)
    steps = next((re.split(r"[>›»/]", path["steps"]) for path in paths if path), [])
    return [
        step.strip()
        for step in steps
        if step.strip() and step.strip() != record.title and step.count(" ") < 7
    ]


def _kicker(layout: Layout, path: list[str]) -> str:
    """The section's name on a line of its own right above the headline, or the last step of the path."""
    near = [line.text for line in reversed(layout.head[-5:])] + [line.text for line in layout.names]
    steps = [step for step in path if not labels.read(step)]
    return next(filter(is_section, near), "") or (steps[-1] if steps else "")


def _set_publication(record: Record, layout: Layout, said: list[Said]) -> None:
    """From the section, an issue's line, the masthead or the copyright, in this order; the last two with a doubt."""
    named = next((one for one in said if one.publication), None)
    above, below = (line.text for line in layout.head), (line.text for line in layout.foot)
    if found := mastheads.in_section(record.section):
        doubt = ""
    elif named:
        found, doubt = named.publication, "" if named.issue else "guess"
    elif found := next(filter(None, map(mastheads.name, above)), ""):
        doubt = "menu"
    else:
        found = next(filter(None, map(mastheads.in_copyright, below)), "")
        doubt = "copyright" if found else "unknown"
    record.publication = found
    if doubt:
        record.doubts.append(Doubt("publication", doubt, found))
