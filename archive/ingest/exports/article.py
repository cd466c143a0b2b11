"""What any publishing system says of an article, to a Record."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from archive import dates, languages, text
from archive.ingest.exports import comments
from archive.ingest.exports.comments import Comment
from archive.ingest.files import decoding
from archive.ingest.posts import embeds
from archive.ingest.posts.paragraphs import paragraphs
from archive.ingest.posts.wordpress_text import NO_SUBJECT
from archive.ingest.printed.credits import credit, names_in
from archive.ingest.records import Doubt, Printed, Record, Rejected, unforeseen, without_text


@dataclass
class Article:
    """An article as its system gives it.

    `html` is what its site would show, save for paragraphs where these are blank lines. `day` is
    EDTF, `changed` that of its last change. `accounts` are those among the authors that nobody
    chose to be shown; `house_language` is that of its site. `withheld` says what else than its own
    state kept it from readers.
    """

    title: str = ""
    html: str = ""
    standfirst: str = ""
    authors: list[str] = field(default_factory=list)
    accounts: set[str] = field(default_factory=set)
    day: str = ""
    changed: str = ""
    tags: list[str] = field(default_factory=list)
    section: str = ""
    url: str = ""
    base: str = ""
    source_id: str = ""
    publication: str = ""
    language: str = ""
    house_language: str = ""
    is_draft: bool = False
    withheld: str = ""
    left_out: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    capture: bytes = b""
    media_type: str = "application/json"


def outcomes(article: Article, source: str) -> Iterator[Record | Rejected]:
    """Yield the Record of an article, and behind it what of its comments is not taken.

    Yield a Rejected alone where it holds neither text nor title.
    """
    record = Record(source=source, capture=article.capture, media_type=article.media_type)
    fill(record, article)
    if not record.title and not text.plain(record.html):
        rejected = without_text()
        rejected.source = source
        yield rejected
        return
    yield record
    yield from comments.left_out(article.comments, source)


def guarded(outcomes: Iterator[Record | Rejected], source: str) -> Iterator[Record | Rejected]:
    """Yield what comes of one article; whatever is wrong with it leaves the others whole."""
    try:
        yield from outcomes
    except Rejected as rejected:
        rejected.source = source
        yield rejected
    except Exception:
        yield unforeseen(source)


def fill(record: Record, article: Article) -> None:
    """Set on the record what the article says, and what is doubtful of it."""
    record.title = line(article.title)
    html = embeds.readable(article.html, article.url or article.base)
    record.html = text.clean_html(embeds.linked(paragraphs(html)))
    body = text.plain(record.html)
    record.standfirst = _standfirst(article.standfirst, body)
    record.section, record.publication = line(article.section), line(article.publication)
    record.source_id, record.url = article.source_id, embeds.absolute(article.url)
    record.language = article.language or languages.language(body) or article.house_language
    record.tags = _subjects(article.tags)
    _set_bylines(record, article)
    record.doubts += [*article.doubts, *decoding.mojibake(f"{record.title}\n{body}")]
    record.is_draft = article.is_draft or bool(article.withheld)
    record.letters = comments.letters(article.comments, record.source_id)
    shown = [letter for letter in record.letters if letter.state == comments.SHOWN]
    record.comments = len(shown)
    _set_date(record, article)
    if article.withheld:
        record.doubts.append(Doubt("state", "guess", article.withheld))
    if article.left_out:
        left_out = " ".join(dict.fromkeys(article.left_out))
        record.doubts.append(Doubt("text", "missing", left_out[:200]))
    if not record.title:
        record.doubts.append(Doubt("title", "unknown"))
    if not record.language:
        record.doubts.append(Doubt("language", "unknown"))
    if not body:
        record.doubts.append(Doubt("text", "empty"))


def line(html: str) -> str:
    """Return what stands in one line (a title, a name) as its text."""
    if "<" in html or "&" in html:
        html = text.plain(html)
    return " ".join(html.split())


def stored(row: Mapping[str, object]) -> bytes:
    """Return a row of a database as bytes that can be kept."""
    return json.dumps(row, ensure_ascii=False, indent=0).encode("utf-8", "replace")


def _lines(names: Iterable[str]) -> list[str]:
    return list(filter(None, map(line, names)))


def _standfirst(html: str, body: str) -> str:
    """Return the lines between title and text; "" where they only repeat a part of the text."""
    standfirst = line(html)
    opening = standfirst.rstrip(" .…[]")[:60]
    if opening in " ".join(body.split()):
        return ""
    return standfirst


def _subjects(tags: list[str]) -> list[str]:
    """Return the tags, each once in its first spelling, without those of what nobody filed."""
    subjects: dict[str, str] = {}
    for tag in map(line, tags):
        if tag and text.slug(tag) not in NO_SUBJECT:
            subjects.setdefault(text.fold(tag), tag)
    return list(subjects.values())


def _set_bylines(record: Record, article: Article) -> None:
    """Set who signed; several names in one field (« Ada Nord et Luc Sud ») are as many bylines."""
    printed: list[Printed] = []
    doubts: list[Doubt] = []
    for author in _lines(article.authors):
        persons, unsure = names_in(author)
        printed += persons
        doubts += unsure
    roles = {byline.name: byline.role for byline in printed}
    bylines, credit_doubts = credit(list(roles), _lines(article.accounts))
    record.bylines = [Printed(byline.name, roles[byline.name]) for byline in bylines]
    record.doubts = [*credit_doubts, *doubts]


def _set_date(record: Record, article: Article) -> None:
    day = dates.valid_or_empty(article.day)
    if day:
        record.date = day
        if (dates.bounds(day)[0] or date.min) > date.today():
            record.doubts.append(Doubt("date", "future"))
    elif article.changed:
        record.doubts.append(Doubt("date", "updated", article.changed))
    elif not any(doubt.field == "date" for doubt in record.doubts):
        record.doubts.append(Doubt("date", "unknown"))
