"""A portable archive from its first page to its last: written aside, then put in its place."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from archive import citations, disk
from archive.appearance import look
from archive.models import Editorial
from archive.portable import index, pages, places
from archive.portable.gathering import Gathering
from archive.portable.lists import lists, values
from archive.search import documents

MARK = "portable.json"  # a file that tells that a folder is one of ours
FORMAT = "editotheque-portable"
MANIFEST = "manifest-sha256.txt"
# What folders beside the one to be end with, in which nobody else keeps anything.
PART, BEFORE = "portable-part", "portable-before"
READABLE, ENTERED = 0o644, 0o755  # modes of files and folders that all may read
STYLES = ("fonts", "archive", "browse", "issues", "article", "search", "print", "portable")
# In the order in which the search page runs them.
SCRIPTS = (
    "store",
    "letters",
    "typed",
    "times",
    "words",
    "slips",
    "ranking",
    "reading",
    "understanding",
    "search",
    "page",
)

Progress = Callable[[int], None]


class Refused(Exception):
    """Why nothing was written, for a person."""


class Choice(NamedTuple):
    """What a portable archive is to hold: `ids`, ascending; `asked` says it, "" for everything."""

    ids: list[int]
    asked: str = ""


class Made(NamedTuple):
    """What was written: its folder, how many editorials, files and bytes."""

    folder: Path
    editorials: int
    files: int
    size: int


def export(dest: Path, choice: Choice, address: str = "", progress: Progress | None = None) -> Made:
    """Write a portable archive into a folder that is not there, is empty or is an older one.

    `address` is that of the site on the web. Nothing is in DEST until all is written; what was
    there is replaced as a whole. Raises Refused, OSError.
    """
    check(dest)
    if not choice.ids:
        raise Refused(_("Aucun éditorial publié n’est à copier."))
    part = dest.with_name(f".{dest.name}.{PART}")
    shutil.rmtree(part, ignore_errors=True)
    _make(part)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            editorials = _write(part, choice, address, progress or _silently)
        files, size = _finish(part, editorials)
        _take_place(part, dest)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return Made(dest, editorials, files, size)


def check(dest: Path) -> None:
    """Raise Refused where a folder holds something else than a portable archive."""
    if not dest.exists() or (dest.is_dir() and not any(dest.iterdir())):
        return
    if not _is_ours(dest):
        message = _("%(folder)s n’est pas vide et n’est pas une copie portable : rien n’est écrit.")
        raise Refused(message % {"folder": dest})


def _make(folder: Path) -> None:
    """Make a folder. Raises Refused where none can be, OSError where none can be now."""
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        if disk.reason(error):
            raise
        facts = {"folder": folder.parent, "reason": error.strerror}
        message = _("Rien ne peut être écrit dans %(folder)s : %(reason)s.")
        raise Refused(message % facts) from error


def _is_ours(folder: Path) -> bool:
    try:
        mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(mark, dict) and mark.get("format") == FORMAT


def _silently(_editorials: int) -> None:
    pass


def _take_place(part: Path, dest: Path) -> None:
    """Put a finished folder in the place of an older one, which goes once it is there."""
    before = dest.with_name(f".{dest.name}.{BEFORE}")
    if dest.exists():
        shutil.rmtree(before, ignore_errors=True)
        dest.rename(before)
    part.rename(dest)
    shutil.rmtree(before, ignore_errors=True)


# Writing


def _write(folder: Path, choice: Choice, address: str, progress: Progress) -> int:
    """Write everything but the list of files; return how many editorials there are."""
    gathering = Gathering()
    for count, prepared in enumerate(_prepared(choice.ids), 1):
        gathering.add(prepared)
        progress(count)
    ids = [document.id for document in gathering.documents]
    if not ids:
        raise Refused(_("Aucun éditorial publié n’est à copier."))
    articles = _articles(ids)
    listed = lists(gathering.documents)
    writer = pages.Pages(folder, articles, listed, address, _state(ids))
    index.write(folder / "index", gathering, _written(folder, writer, ids, articles, progress))
    writer.write_lists([f"{name}.js" for name in SCRIPTS])
    magazines = values("publication", listed.by["publication"])
    about = {"asked": choice.asked, "address": address, "count": len(ids)}
    writer.write_about({**about, "terms": pages.terms_of(magazines)})
    _copy_style(folder / "style")
    return len(ids)


def _prepared(ids: Iterable[int]) -> Iterator[dict]:
    """Yield what an index holds of each published editorial, in the order of their ids."""
    for batch in documents.batches(ids):
        prepared = list(documents.prepared(batch))
        prepared.sort(key=lambda document: int(document["django_id"]))
        yield from prepared


def _articles(ids: Iterable[int]) -> dict[int, str]:
    articles = {}
    for batch in documents.batches(ids):
        rows = Editorial.objects.filter(pk__in=batch).order_by("pk").values_list("pk", "slug")
        for number, slug in rows:
            articles[number] = places.article(number, slug)
    return articles


def _state(ids: list[int]) -> date:
    """Return the day of the last change of these editorials, of which the copy is."""
    last = None
    for batch in documents.batches(ids):
        latest = Editorial.objects.filter(pk__in=batch).aggregate(last=Max("updated_at"))["last"]
        last = max(filter(None, (last, latest)))
    assert last, "there is an editorial"
    return timezone.localdate(last)


def _written(
    folder: Path, writer: pages.Pages, ids: list[int], articles: dict[int, str], progress: Progress
) -> Iterator[str]:
    """Write the page of each editorial and the files of all citations; yield what results show."""
    bibtex = (folder / "citations.bib").open("w", encoding="utf-8", newline="\n")
    ris = (folder / "citations.ris").open("w", encoding="utf-8", newline="")
    with bibtex, ris:
        count = 0
        for batch in documents.batches(ids):
            for editorial in pages.whole(batch):
                reference = writer.write_article(editorial)
                bibtex.write(citations.bibtex(reference) + "\n")
                ris.write(citations.ris(reference))
                count += 1
                progress(count)
                yield pages.shown(editorial, articles[editorial.pk])


def _copy_style(folder: Path) -> None:
    """Copy the site's own styles, fonts and scripts, and the archive's look."""
    for name in STYLES:
        _copy_static(f"css/{name}.css", folder / "css")
    for name in SCRIPTS:
        _copy_static(f"js/portable/{name}.js", folder / "js")
    fonts = Path(_static("fonts/SourceSerif4-OFL.txt")).parent
    shutil.copytree(fonts, folder / "fonts")
    _copy_static("favicon.svg", folder)
    accent = look.current().accent
    if accent:
        with (folder / "css/portable.css").open("a", encoding="utf-8") as css:
            css.write(accent.css + "\n")


def _copy_static(name: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_static(name), folder / Path(name).name)


def _static(name: str) -> str:
    path = finders.find(name)
    assert path, f"{name} is one of the project's static files"
    return path


def _finish(folder: Path, editorials: int) -> tuple[int, int]:
    """Write what tells that the folder is ours and the sums of all files; return how many and how
    many bytes."""
    mark = {"format": FORMAT, "edition": index.EDITION, "editorials": editorials}
    (folder / MARK).write_text(json.dumps(mark) + "\n", encoding="utf-8")
    lines, size = [], 0
    _open_to_all(folder)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        lines.append(f"{digest}  {path.relative_to(folder).as_posix()}\n")
        size += path.stat().st_size
    manifest = folder / MANIFEST
    manifest.write_text("".join(lines), encoding="utf-8", newline="\n")
    manifest.chmod(READABLE)
    return len(lines) + 1, size


def _open_to_all(folder: Path) -> None:
    """Let every user of a machine, and a web server, read what was published already.

    All else that the site writes is for its own user alone.
    """
    folder.chmod(ENTERED)
    for path in folder.rglob("*"):
        path.chmod(ENTERED if path.is_dir() else READABLE)
