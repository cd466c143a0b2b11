"""Markdown files with front matter, as Jekyll, Hugo and Pelican keep a site's texts, a text to a
file."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from archive import dates, languages, printed_dates, text
from archive.ingest.files.decoding import decode, load
from archive.ingest.markdown import front_matter, markdown_text
from archive.ingest.markdown.front_matter import string, strings
from archive.ingest.posts import embeds, wordpress_text
from archive.ingest.printed.credits import credit, names_in
from archive.ingest.records import Doubt, Printed, Record, Rejected

LARGEST = 1 << 20  # bytes; a text is some thousand
# « 2005-03-04-title.md »
FILE_NAME = re.compile(r"(?P<day>\d{4}-\d\d?-\d\d?)(?:[-_ ]+(?P<slug>.+))?")
MOMENT = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ]+\d.*)?$")
HEADING = re.compile(r"\s*<h1[^>]*>(.*?)</h1>", re.DOTALL)
DATED = (
    "date",
    "publishdate",
    "pubdate",
    "publish_date",
    "date_published",
    "published_at",
    "created",
)
CHANGED = ("lastmod", "modified", "updated", "last_modified_at", "date_modified")
FILED = ("categories", "category", "rubrique")  # what a site files its texts under
TAGGED = ("tags", "tag", "keywords", "topics", "mots-cles")
WRITTEN_BY = ("authors", "author", "auteurs", "auteur", "byline", "by")
ADDRESSES = (
    "canonical_url",
    "canonical",
    "canonicalurl",
    "url",
    "link",
    "permalink",
    "original_url",
    "source_url",
)
SUMMED_UP = ("standfirst", "chapo", "description", "summary", "excerpt", "subtitle")
DRAFT = {"draft", "brouillon"}
UNSEEN = {"hidden", "skip", "private", "pending", "future", "unlisted"}
FALSE, TRUE = {"false", "no", "off", "0"}, {"true", "yes", "on", "1"}


def read(path: Path) -> Iterator[Record]:
    """Yield the single record of a file.

    Raises Rejected where its front matter cannot be read, or where it holds nothing to take in.
    """
    path = Path(path)
    content = load(path, LARGEST)
    source, doubts = decode(content)
    fields, body = front_matter.split(source.lstrip("\ufeff\n"))
    record = Record(source=str(path), capture=content, doubts=doubts)
    _set_facts(record, fields)
    html, left_out = _html(record, fields, body, path)
    html = _set_title(record, fields, html, path)
    record.html = text.clean_html(html)
    plain = text.plain(record.html)
    _set_authors(record, fields)
    _set_date(record, fields, path)
    _set_state(record, fields, path)
    _set_standfirst(record, fields, plain)
    record.language = _language(fields) or languages.language(plain)
    if left_out:
        record.doubts.append(Doubt("text", "missing", " ".join(dict.fromkeys(left_out))[:200]))
    if not record.language:
        record.doubts.append(Doubt("language", "unknown"))
    if not plain:
        if not (fields and record.date):
            raise Rejected(_("Aucun texte dans ce fichier."))
        record.doubts.append(Doubt("text", "empty"))
    yield record


def _set_facts(record: Record, fields: dict) -> None:
    """Set what is taken as it stands."""
    record.url = _address(fields)
    record.source_id = string(fields, "guid", "wordpress_url", "uuid")
    record.publication = string(fields, "publication", "magazine", "journal", "revue")
    record.issue = string(fields, "issue", "numero", "numéro")
    record.page = string(fields, "page")
    record.section = string(fields, "section", "rubrique")
    categories = _names(fields, FILED)
    tags = _names(fields, TAGGED)
    record.tags = list((categories | tags).values())
    record.categories = [name for key, name in categories.items() if key not in tags]


def _address(fields: dict) -> str:
    names: tuple[str, ...] = ADDRESSES
    if "source_url" in fields:  # as this archive writes it: `url` is then its own page
        names = ("source_url",)
    for name in names:
        address = string(fields, name)
        if address.lower().startswith(("http://", "https://")):
            return address
    return ""


def _names(fields: dict, keys: Iterable[str]) -> dict[str, str]:
    """Return {folded name: name} of what these fields name, the last of those that fold alike."""
    names = {}
    for key in keys:
        for name in _several(fields.get(key)):
            if text.slug(name) not in wordpress_text.NO_SUBJECT:
                names[text.fold(name)] = text.on_a_line(text.plain(name))
    return names


def _several(field: object) -> list[str]:
    """Return the names of a list, or of a text that commas or semicolons part.

    Jekyll's spaces do not part names: « relation client » is a single tag.
    """
    if isinstance(field, str):
        return strings(re.split("[,;]", field))
    return strings(field)


def _html(record: Record, fields: dict, body: str, path: Path) -> tuple[str, list[str]]:
    """Return the body as HTML, and the calls of templates that it could not follow.

    Generators take the body for HTML where the file is named so; it is as WordPress had it where it
    came from there.
    """
    if path.suffix.lower() not in (".html", ".htm"):
        record.media_type = "text/markdown"
        html, left_out = markdown_text.html(body)
        return embeds.readable(html, record.url), left_out
    record.media_type = "text/html"
    body, left_out = markdown_text.called(body)
    if re.search(r"<p[\s>]", body, re.I) and not fields.keys() >= {"status", "type"}:
        return embeds.readable(body, record.url), left_out
    html, unread = wordpress_text.clean(body, record.url)
    return html, left_out + unread


def _set_title(record: Record, fields: dict, html: str, path: Path) -> str:
    """Set the title from the front matter, else from the first heading, else from the file's name.

    Return the HTML without that heading.
    """
    record.title = text.on_a_line(text.plain(string(fields, "title", "titre")))
    heading = HEADING.match(html)
    headline = text.on_a_line(text.plain(heading[1])) if heading else ""
    is_title = not record.title or text.slug(headline) == text.slug(record.title)
    if heading and headline and is_title:
        html = html[heading.end() :]
    record.title = record.title or headline
    if record.title:
        return html
    record.title = _title_of_name(path)
    if record.title:
        record.doubts.append(Doubt("title", "guess", record.title))
    else:
        record.doubts.append(Doubt("title", "unknown"))
    return html


def _title_of_name(path: Path) -> str:
    """Return the title that a file's name tells; "" for « 2005-03-04.md »."""
    dated = FILE_NAME.fullmatch(path.stem)
    slug = path.stem
    if dated:
        slug = dated["slug"] or ""
    return re.sub(r"[-_\s]+", " ", slug).strip().capitalize()


def _set_authors(record: Record, fields: dict) -> None:
    field = _first_said(fields, WRITTEN_BY)
    doubts: list[Doubt] = []
    printed: dict[str, Printed] = {}  # by name, with the role that stands beside it
    if isinstance(field, str):
        split, doubts = names_in(field)
        names = [byline.name for byline in split]
        printed = dict(zip(names, split, strict=True))
    else:
        names = strings(field)
    bylines, byline_doubts = credit(names, unsure=names)
    record.bylines = [printed.get(byline.name, byline) for byline in bylines]
    record.doubts += dict.fromkeys(doubts + byline_doubts)


def _first_said(fields: dict, names: tuple[str, ...]) -> object:
    """Return the first of these fields that says anything, as it stands; "" if none does."""
    for name in names:
        if strings(fields.get(name)):
            return fields[name]
    return ""


def _set_date(record: Record, fields: dict, path: Path) -> None:
    """Set the day of publication as it is written, whatever its time zone.

    The file's name says it where nothing else does.
    """
    published = string(fields, "published")  # a date, or a yes or no
    printed = string(fields, *DATED)
    if not printed and _day(published):
        printed = published
    dated = FILE_NAME.fullmatch(path.stem)
    day_of_name = _day(dated["day"]) if dated else None
    record.date = _day(printed) or day_of_name
    if printed and not _day(printed):
        record.doubts.append(Doubt("date", "printed", printed[:80]))
    elif printed and day_of_name and day_of_name != record.date:
        record.doubts.append(Doubt("date", "differs", day_of_name))
    if not record.date and (changed := _day(string(fields, *CHANGED))):
        record.doubts.append(Doubt("date", "updated", changed))
    elif not record.date and not printed:
        record.doubts.append(Doubt("date", "unknown"))
    elif record.date and (dates.bounds(record.date)[0] or date.min) > date.today():
        record.doubts.append(Doubt("date", "future"))


def _day(printed: str) -> str | None:
    """Return a date as EDTF, its time and zone left aside.

    « 2019-03-04T23:30:00-05:00 » is of the 4th.
    """
    if moment := MOMENT.match(printed):
        printed = f"{moment[1]}-{int(moment[2]):02}-{int(moment[3]):02}"
    return printed_dates.parse_french(printed)


def _set_state(record: Record, fields: dict, path: Path) -> None:
    status = string(fields, "status", "statut").lower()
    is_draft = string(fields, "draft", "brouillon").lower() in TRUE or status in DRAFT
    is_hidden = string(fields, "published").lower() in FALSE or "_drafts" in path.parts
    record.is_draft = is_draft or is_hidden or status in UNSEEN
    if status in UNSEEN:
        record.doubts.append(Doubt("state", "guess", status))


def _set_standfirst(record: Record, fields: dict, plain: str) -> None:
    """Set what sums up the text, unless it is the text's own beginning or its title."""
    summary_html, _left_out = markdown_text.html(string(fields, *SUMMED_UP))
    summary = text.on_a_line(text.plain(summary_html))
    opening = text.plain_spaces(summary).rstrip(" .…")[:60]
    is_repeated = opening in text.plain_spaces(text.on_a_line(plain)) or text.slug(
        summary
    ) == text.slug(record.title)
    if not is_repeated:
        record.standfirst = summary


def _language(fields: dict) -> str:
    code = string(fields, "lang", "language", "langue", "locale")[:2].lower()
    return code if code in languages.LANGUAGE_OF else ""
