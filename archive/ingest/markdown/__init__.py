"""Markdown files with front matter, as Jekyll, Hugo and Pelican keep a site's texts, one to a file."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from archive import dates, text
from archive.ingest.files.decoding import decode, load
from archive.ingest.markdown import front_matter, markdown_text
from archive.ingest.markdown.front_matter import string, strings
from archive.ingest.posts import embeds, wordpress_text
from archive.ingest.printed.credits import credit, names_in
from archive.ingest.records import Doubt, Record, Rejected

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
    "published",
)
CHANGED = ("lastmod", "modified", "updated", "last_modified_at", "date_modified")
TAGGED = ("categories", "category", "tags", "tag", "keywords", "topics", "rubrique", "mots-cles")
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
UNSEEN = {"hidden", "skip", "private", "pending", "future", "unlisted"}
FALSE, TRUE = {"false", "no", "off", "0"}, {"true", "yes", "on", "1"}


def read(path: Path) -> Iterator[Record]:
    """The one record of a file. Rejected where its front matter cannot be read, or where it holds nothing to take in."""
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
    record.language = _language(fields) or text.language(plain)
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
    """What is taken as it stands."""
    addresses = (string(fields, name) for name in ADDRESSES)
    record.url = next(
        (url for url in addresses if url.lower().startswith(("http://", "https://"))), ""
    )
    record.source_id = string(fields, "guid", "wordpress_url", "uuid")
    record.publication = string(fields, "publication", "magazine", "journal", "revue")
    record.issue = string(fields, "issue", "numero", "numéro")
    record.section = string(fields, "section", "rubrique")
    tags = (name for field in TAGGED for name in _several(fields.get(field)))
    tags = (name for name in tags if text.slug(name) not in wordpress_text.NO_SUBJECT)
    record.tags = list(
        {text.fold(name): " ".join(text.plain(name).split()) for name in tags}.values()
    )


def _several(value) -> list[str]:
    """A list; or a text that commas or semicolons part (Jekyll's spaces do not: « relation client » is one tag)."""
    parts = re.split("[,;]", value) if isinstance(value, str) else strings(value)
    return [name for part in parts for name in strings(part)]


def _html(record: Record, fields: dict, body: str, path: Path) -> tuple[str, list[str]]:
    """The body, which generators take for HTML where the file is named so: as WordPress had it, where it came from there."""
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
    """From the front matter, else from the first heading, else from the file's name; the HTML without that heading."""
    record.title = " ".join(text.plain(string(fields, "title", "titre")).split())
    heading = HEADING.match(html)
    headline = " ".join(text.plain(heading[1]).split()) if heading else ""
    if headline and (not record.title or text.slug(headline) == text.slug(record.title)):
        html = html[heading.end() :]
    record.title = record.title or headline
    if not record.title:
        named = FILE_NAME.fullmatch(path.stem)
        slug = (named["slug"] or "") if named else path.stem
        record.title = re.sub(r"[-_\s]+", " ", slug).strip().capitalize()
        record.doubts.append(
            Doubt("title", "guess", record.title) if record.title else Doubt("title", "unknown")
        )
    return html


def _set_authors(record: Record, fields: dict) -> None:
    value = next((fields[name] for name in WRITTEN_BY if strings(fields.get(name))), "")
    if isinstance(value, str):
        split, doubts = names_in(value)
        named = [one.name for one in split]
        roles = {one.name: one for one in split}
    else:
        named, doubts, roles = strings(value), [], {}
    bylines, told = credit(named, unsure=named)
    record.bylines = [roles.get(one.name, one) for one in bylines]
    record.doubts += [
        doubt for number, doubt in enumerate(doubts + told) if doubt not in (doubts + told)[:number]
    ]


def _set_date(record: Record, fields: dict, path: Path) -> None:
    """The day of publication as it is written, whatever its time zone; the file's name says it where nothing else does."""
    published = string(fields, "published")  # a date, or a yes or no
    printed = string(fields, *DATED[:-1]) or (published if _day(published) else "")
    named = FILE_NAME.fullmatch(path.stem)
    named = _day(named["day"]) if named else None
    record.date = _day(printed) or named
    if printed and not _day(printed):
        record.doubts.append(Doubt("date", "printed", printed[:80]))
    elif printed and named and named != record.date:
        record.doubts.append(Doubt("date", "differs", named))
    if not record.date and (changed := _day(string(fields, *CHANGED))):
        record.doubts.append(Doubt("date", "updated", changed))
    elif not record.date and not printed:
        record.doubts.append(Doubt("date", "unknown"))
    elif record.date and (dates.bounds(record.date)[0] or date.min) > date.today():
        record.doubts.append(Doubt("date", "future"))


def _day(printed: str) -> str | None:
    """A date as EDTF, its time and zone left aside: « 2019-03-04T23:30:00-05:00 » is of the 4th."""
    if found := MOMENT.match(printed):
        printed = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    return dates.parse_french(printed)


def _set_state(record: Record, fields: dict, path: Path) -> None:
    status = string(fields, "status", "statut").lower()
    is_draft = string(fields, "draft", "brouillon").lower() in TRUE or status in (
        "draft",
        "brouillon",
    )
    if (
        is_draft
        or string(fields, "published").lower() in FALSE
        or "_drafts" in path.parts
        or status in UNSEEN
    ):
        record.state = "draft"
    if status in UNSEEN:
        record.doubts.append(Doubt("state", "guess", status))


def _set_standfirst(record: Record, fields: dict, plain: str) -> None:
    said = " ".join(text.plain(markdown_text.html(string(fields, *SUMMED_UP))[0]).split())
    opening = said.rstrip(" .…")[:60]
    record.standfirst = (
        ""
        if opening in " ".join(plain.split()) or text.slug(said) == text.slug(record.title)
        else said
    )


def _language(fields: dict) -> str:
    code = string(fields, "lang", "language", "langue", "locale")[:2].lower()
    return code if code in text.LANGUAGE_OF else ""
