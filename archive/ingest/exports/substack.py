"""Substack's exports (a zip of `posts.csv` and an HTML file a post): posts to Records. The lists of
readers that it holds beside them are not opened."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.ingest.exports import article as articles
from archive.ingest.exports import moments
from archive.ingest.exports.article import Article
from archive.ingest.files import containers, decoding
from archive.ingest.records import Doubt, Record, Rejected

TABLE = "posts.csv"
LARGEST_TABLE = 64 << 20  # bytes
LARGEST = 16 << 20  # of a post
MOST_FILES = 200_000
COLUMNS = {"post_id", "title", "is_published"}
NO_ARTICLE = {
    "page": gettext_lazy("page du site"),
    "thread": gettext_lazy("fil de discussion"),
    "podcast": gettext_lazy("épisode à écouter"),
}
AUDIENCES = {
    "only_paid": gettext_lazy("réservé à des abonnés"),
    "only_free": gettext_lazy("réservé à des inscrits"),
    "founding": gettext_lazy("réservé à des abonnés"),
}
# Buttons and boxes for readers, which stand in the text of a post.
WIDGETS = re.compile(
    r'<(p|div)\b[^<>]*\bclass="[^"]*\b(?:button-wrapper|subscription-widget-wrap(?:-editor)?'
    r"|subscription-widget|captioned-button-wrap|poll-embed|community-chat|digest-post-embed"
    r'|install-substack-app-embed|directMessage|paywall-jump)\b[^"]*"[^<>]*>.{0,20000}?</\1>',
    re.S | re.I,
)
DAMAGED = (*containers.DAMAGED, OSError, RuntimeError)


def is_export(path: Path) -> bool:
    """Return True for a zip that holds what Substack exports."""
    if containers.is_crowded(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            table = _table_name(archive)
            if not table:
                return False
            with archive.open(table) as file:
                opening = file.read(4000).decode("utf-8", "replace").removeprefix("\ufeff")
        return set(next(csv.reader(io.StringIO(opening, newline="")), [])) >= COLUMNS
    except (*DAMAGED, csv.Error):
        return False


def _table_name(archive: zipfile.ZipFile) -> str:
    """Return the name of the table of posts; "" where there is none. It may stand in a folder."""
    for info in archive.infolist()[:MOST_FILES]:
        if PurePosixPath(info.filename).name == TABLE and "__MACOSX" not in info.filename:
            return info.filename
    return ""


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield a Record for each post of an export, and why others are none.

    Raises Rejected where the file is no export, or has no post.
    """
    if not is_export(path):
        raise Rejected(_("Ce n’est pas un export de Substack : « posts.csv » y manque."))
    has_posts = False
    with zipfile.ZipFile(path) as archive:
        table = _table_name(archive)
        folder = str(PurePosixPath(table).parent)
        texts = _texts(archive, folder)
        content, _doubts = decoding.decode(_unpacked(archive, table, LARGEST_TABLE))
        allowance = containers.Allowance.of(path)
        for row in csv.DictReader(io.StringIO(content, newline="")):
            has_posts = True
            for outcome in _outcomes(row, archive, texts, str(path)):
                if isinstance(outcome, Record):
                    allowance.take(len(outcome.capture))
                yield outcome
    if not has_posts:
        raise Rejected(_("Cet export de Substack ne contient aucun article."))


def _texts(archive: zipfile.ZipFile, folder: str) -> dict[str, str]:
    """Return the names of the files of posts by the posts' ids."""
    names = {}
    for info in archive.infolist()[:MOST_FILES]:
        name = PurePosixPath(info.filename)
        if name.suffix.lower() == ".html" and str(name.parent).startswith(folder.strip(".")):
            names[name.stem] = info.filename
            names.setdefault(name.stem.partition(".")[0], info.filename)
    return names


def _unpacked(archive: zipfile.ZipFile, name: str, largest: int) -> bytes:
    """Return a file of the archive. Raises Rejected where it is damaged or larger than that."""
    try:
        with archive.open(name) as file:
            content = file.read(largest + 1)
    except DAMAGED:
        raise Rejected(
            _("Ce fichier de l’archive est abîmé : il ne peut pas être décompressé.")
        ) from None
    if len(content) > largest:
        reason = _("Fichier trop gros : plus de %(largest)s Mo.")
        raise Rejected(reason % {"largest": largest >> 20})
    return content


def _outcomes(
    row: dict, archive: zipfile.ZipFile, texts: dict[str, str], path: str
) -> Iterator[Record | Rejected]:
    named = {name: cell for name, cell in row.items() if isinstance(name, str)}
    facts = {name: cell.strip() for name, cell in named.items() if isinstance(cell, str)}
    post_id = facts.get("post_id", "")
    file = texts.get(post_id) or texts.get(post_id.partition(".")[0], "")
    source = f"{path}/{file or f'{TABLE}#{post_id}'}"
    try:
        _refuse(facts)
        if not file:
            raise Rejected(_("L’export donne le titre de cet article, et non son texte."))
        content = _unpacked(archive, file, LARGEST)
        html, doubts = decoding.decode(content)
    except Rejected as rejected:
        rejected.source = source
        yield rejected
        return
    article = _article(facts, html, content)
    article.doubts += doubts
    yield from articles.outcomes(article, source)


def _refuse(facts: dict[str, str]) -> None:
    kind = facts.get("type", "")
    if kind in NO_ARTICLE:
        title = f"« {facts.get('title', '')} »"
        raise Rejected(
            _("Pas un article : %(what)s (%(title)s).") % {"what": NO_ARTICLE[kind], "title": title}
        )


def _article(facts: dict[str, str], html: str, content: bytes) -> Article:
    number, _dot, slug = facts["post_id"].partition(".")
    is_published = facts.get("is_published", "").lower() == "true"
    article = Article(
        title=facts.get("title", ""),
        standfirst=facts.get("subtitle", ""),
        html=WIDGETS.sub("", html),
        source_id=f"substack:{number}",
        day=moments.day(facts.get("post_date", "")),
        is_draft=not is_published,
        capture=content,
        media_type="text/html",
    )
    audience = AUDIENCES.get(facts.get("audience", ""))
    if audience and is_published:
        article.withheld = str(audience)
    if slug and not article.title:
        article.doubts.append(Doubt("title", "guess", slug.replace("-", " ")))
    return article
