"""Archives to measure on: real documents in a data folder of their own, indexed by the site itself.

One process works on one archive, since Django's settings name it: `apart` runs a function in a process of its own.
"""

import datetime
import gc
import json
import lzma
import os
import random
import re
import resource
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, sleep, thread_time

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ARCHIVE_SHARED") or ROOT.parent / "shared")
FOLDER = Path(os.environ.get("BENCH_FOLDER") or Path(tempfile.gettempdir()) / "archive-bench")
COPY = 400  # days between a document and its copy
CROWD = 100_000  # authors
SENTENCE_END = re.compile(r"(?<=[.!?…;]) +")
BATCH = 1000


@dataclass(frozen=True)
class Document:
    id: str
    title: str
    text: str
    author: str | None = None
    date: str = ""
    source: str = ""
    tags: Sequence[str] = field(default=())
    categories: Sequence[str] = field(default=())  # those of the tags that are its site's own


def read(path: Path) -> list[Document]:
    """The documents of a file, in its order."""
    fields = Document.__dataclass_fields__
    with lzma.open(path, "rt") as lines:
        return [
            Document(**{name: value for name, value in json.loads(line).items() if name in fields})
            for line in lines
        ]


def collection(name: str) -> list[Document]:
    """The documents of a judged collection."""
    bare = read(SHARED / "data/relevance" / name / "docs.jsonl.xz")
    return [Document(document.id, document.title, document.text) for document in bare]


def corpus(size: int) -> Iterator[Document]:
    """So many dated documents, taken evenly from the corpus; past its end copies with other ids and dates, and with their
    sentences in another order."""
    documents = read(SHARED / "data/corpus/admin-fr.jsonl.xz")
    if size < len(documents):
        documents = [documents[number * len(documents) // size] for number in range(size)]
    for number in range(size):
        copy, place = divmod(number, len(documents))
        document = documents[place]
        if copy:
            document = _copied(document, copy)
        yield document


def _copied(document: Document, copy: int) -> Document:
    day = datetime.date.fromisoformat(document.date) - datetime.timedelta(days=COPY * copy)
    name = f"{document.id}-{copy}"
    lines, order = [], random.Random(name)
    for line in document.text.splitlines():
        sentences = SENTENCE_END.split(line)
        order.shuffle(sentences)
        lines.append(" ".join(sentences))
    return replace(document, id=name, date=day.isoformat(), text="\n".join(lines))


def crowded(size: int) -> Iterator[Document]:
    """The same, of 100,000 authors, nine in ten of one magazine and one in twenty of one day."""
    for number, document in enumerate(corpus(size)):
        author = f"Auteur {number % CROWD}"
        magazine = document.source if number % 10 == 0 else "La Revue"
        date = "2001-05-03" if number % 20 == 0 else document.date
        yield replace(document, author=author, source=magazine, date=date)


def open_archive(name: str) -> Path:
    """Sets Django up on the archive of this name; returns its folder."""
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(ROOT))
    os.environ["ARCHIVE_DATA_DIR"], os.environ["DJANGO_SETTINGS_MODULE"] = (
        str(folder),
        "archive.settings",
    )
    # What is measured is how pages are made, not how one that was kept is sent once more.
    os.environ.setdefault("ARCHIVE_KEEP", "0")
    import django

    django.setup()
    return folder


def fill(documents: Callable[[], Iterable[Document]]) -> None:
    """Makes an editorial of each document, as the site would save it, where the archive has none yet."""
    from django.core.management import call_command
    from django.db import transaction

    from archive.models import Editorial

    call_command("migrate", verbosity=0)
    if not Editorial.objects.exists():
        with transaction.atomic():
            numbered, names = enumerate(documents(), 1), Names()
            while batch := list(islice(numbered, BATCH)):
                _save(batch, names)


class Names:
    """The magazines, people and tags of the documents, by their names; each is made where it is met first."""

    def __init__(self):
        from archive.models import Author, Publication, Tag

        self.magazine = cache(Publication.objects.named)
        self.tag = cache(Tag.objects.named)
        self.person = cache(lambda name: Author.objects.get_or_create(name=name[:200])[0])


def _save(batch: list[tuple[int, Document]], names: Names) -> None:
    from archive import dates
    from archive.models import Byline, Editorial, EditorialYear, Tagging

    editorials = [
        _editorial(number, document, names.magazine(document.source) if document.source else None)
        for number, document in batch
    ]
    Editorial.objects.bulk_create(editorials)
    years = [
        (number, year)
        for number, document in batch
        if document.date
        for year in dates.years(document.date)
    ]
    EditorialYear.objects.bulk_create(
        EditorialYear(editorial_id=number, year=year) for number, year in years
    )
    signed = [
        (number, names.person(document.author)) for number, document in batch if document.author
    ]
    Byline.objects.bulk_create(
        Byline(editorial_id=number, author=who, name=who.name) for number, who in signed
    )
    origins = {}
    for number, document in batch:
        for name in document.tags:
            origin = "category" if name in document.categories else "import"
            origins[number, names.tag(name).pk] = origin
    Tagging.objects.bulk_create(
        Tagging(editorial_id=number, tag_id=tag, origin=origin)
        for (number, tag), origin in sorted(origins.items())
    )


def _editorial(number: int, document: Document, magazine):
    from django.utils.html import escape

    from archive.models import Editorial

    body = "".join(f"<p>{escape(line)}</p>" for line in document.text.splitlines() if line.strip())
    editorial = Editorial(
        pk=number,
        title=document.title[:500],
        body=body,
        date=document.date,
        source_id=document.id,
        publication=magazine,
    )
    editorial.derive()  # what `save` does for one editorial at a time
    return editorial


def index() -> None:
    """The site's own indexing of the whole archive."""
    from django.core.management import call_command

    call_command("rebuild_index", interactive=False, verbosity=0)


def indexed() -> int:
    """The number of editorials in the index; 0 where it cannot be used."""
    from haystack import connections

    from archive.search.engine import IndexDamaged

    try:
        return connections["default"].get_backend().snapshot().count
    except IndexDamaged:
        return 0


def spare_collector() -> None:
    """Leave what a process has loaded to no collector, as a site's worker does once it is warm.

    A whole collection takes a tenth of a second, which one question of many would be told to take.
    """
    gc.collect()
    gc.freeze()


def apart(function: Callable, *args):
    """What a function returns, run in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(function, *args).result()


# What a process uses


@dataclass
class Use:
    """Seconds by the clock and of all processors, and the most memory that the process and its children held, in MB:
    of their own, and with the files that they have mapped."""

    wall: float = 0.0
    cpu: float = 0.0
    own: float = 0.0
    mapped: float = 0.0


def used(work: Callable[[], None]) -> Use:
    """What a work takes; not what it takes to watch its memory, on a busy machine a sixth more."""
    use, done = Use(), threading.Event()
    watch = threading.Thread(target=_watch, args=(use, done))
    start, cpu = perf_counter(), _cpu()
    watch.start()
    work()
    use.wall = perf_counter() - start
    done.set()
    watch.join()
    use.cpu += _cpu() - cpu
    return use


def _watch(use: Use, done: threading.Event) -> None:
    while not done.is_set():
        own, whole = memory()
        use.own, use.mapped = max(use.own, own), max(use.mapped, whole)
        sleep(0.1)
    use.cpu -= thread_time()


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def memory() -> tuple[float, float]:
    """MB held by this process and its children: their own, and with mapped files, shared ones once."""
    own = whole = 0
    for pid in _family(os.getpid()):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
        except OSError:  # it has ended
            continue
        kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
        own, whole = own + kilobytes["Pss_Anon"], whole + kilobytes["Pss"]
    return own / 1000, whole / 1000


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            numbers = children.read_text().split()
        except OSError:
            continue
        for child in numbers:
            yield from _family(int(child))


def size_on_disk(path: Path) -> float:
    """MB of a file, or of all files in a folder."""
    return sum(file.stat().st_size for file in (path, *path.rglob("*")) if file.is_file()) / 1e6
