"""An archive on its way from the database to a new index: first to files, then to the cluster.

What scores by the whole archive (how often a word is used, which text was printed first, how long
texts are) has to be there before the first editorial is sent. So each worker writes what it has
read and cut into words to a file, and counts; what all counted is merged; then the files are sent.
Whatever grows with the archive goes to files, so that memory does not.
"""

import gzip
import heapq
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import groupby
from multiprocessing.sharedctypes import Synchronized
from operator import itemgetter
from pathlib import Path
from typing import IO, NamedTuple

from django.db.models import QuerySet

from archive.search import documents
from archive.search.engines.opensearch.index import bulk, words
from archive.search.engines.opensearch.index.bulk import Action, Refusal
from archive.search.engines.opensearch.index.connection import cluster
from archive.search.engines.opensearch.index.mapping import TEXTS
from archive.search.engines.opensearch.index.sources import Source, source
from archive.search.words.analysis import DEFAULT_LANGUAGE
from archive.search.words.forms import word_key

MOST_FORMS = 200_000  # that a worker counts in memory
EDITORIALS, USES, TWINS, FORMS = "editorials", "uses", "twins", "forms"
Range = tuple[int, int]  # the first and the last id of some editorials


class Share(NamedTuple):
    """What one worker does: for which connection of haystack's, in which folder, as which one."""

    alias: str
    folder: str
    number: int

    def path(self, kind: str, part: int = 0) -> Path:
        return Path(self.folder, f"{kind}-{self.number}-{part}.gz")


class Report(NamedTuple):
    """What a worker reports of its share: editorials, words of each of TEXTS, languages."""

    editorials: int
    lengths: dict[str, int]
    languages: list[str]


# Reading


class _Tally:
    """In how many editorials each form is, by field; what is too much for memory goes to files."""

    def __init__(self, share: Share):
        self._share, self._parts = share, 0
        self._uses: dict[str, list[int]] = {}
        self._joined: dict[str, str] = {}

    def add(self, editorial: Source) -> None:
        for place, field in enumerate(TEXTS):
            for form in editorial.forms[field]:
                self._uses.setdefault(form, [0] * len(TEXTS))[place] += 1
        self._joined.update(editorial.joined)
        if len(self._uses) > MOST_FORMS:
            self.write()

    def write(self) -> None:
        rows = []
        for form in sorted(self._uses):
            rows.append([form, self._uses[form], self._joined.get(form, "")])
        write(self._share.path(USES, self._parts), rows)
        self._parts += 1
        self._uses, self._joined = {}, {}


def spool(share: Share, ranges: Sequence[Range], written: "Synchronized[int]") -> Report:
    """Write what is to be sent of these editorials, and what their words and texts count for."""
    tally, twins = _Tally(share), []
    lengths, languages, editorials = dict.fromkeys(TEXTS, 0), set[str](), 0
    with _writing(share.path(EDITORIALS)) as file:
        for prepared in _prepared(share.alias, ranges, written):
            editorial = source(prepared)
            tally.add(editorial)
            for field, length in editorial.lengths.items():
                lengths[field] += length
            languages.update(editorial.body.get("language", ()))
            if "twin" in editorial.body:
                twins.append([editorial.body["twin"], editorial.id])
            file.write(_line([editorial.body, editorial.title_keys]))
            editorials += 1
    tally.write()
    write(share.path(TWINS), sorted(twins))
    return Report(editorials, lengths, sorted(languages))


def _prepared(alias: str, ranges: Sequence[Range], written: "Synchronized[int]") -> Iterator[dict]:
    index = documents.search_index(alias)
    rows: QuerySet = index.index_queryset(using=alias)
    for first, last in ranges:
        some = rows.filter(pk__gte=first, pk__lte=last).order_by("pk")
        yield from documents.prepared_objects(index, some, strict=False)
        with written.get_lock():
            written.value += len(some)


# Merging


def merged_uses(shares: Iterable[Share]) -> Iterator[tuple[str, dict[str, int], str]]:
    """Yield (form, {field: editorials}, it as printed) of all shares, by the form."""
    rows = [read(path) for share in shares for path in _parts(share, USES)]
    for form, same in groupby(heapq.merge(*rows), key=itemgetter(0)):
        counts, printed = [0] * len(TEXTS), ""
        for _form, more, as_printed in same:
            counts = [left + right for left, right in zip(counts, more, strict=True)]
            printed = printed or as_printed
        yield form, dict(zip(TEXTS, counts, strict=True)), printed


def printed_again(shares: Iterable[Share]) -> set[int]:
    """Return the ids of editorials that have the text of one entered before."""
    again = set()
    rows = [read(path) for share in shares for path in _parts(share, TWINS)]
    before = None
    for twin, number in heapq.merge(*rows):
        if twin == before:
            again.add(number)
        before = twin
    return again


def _parts(share: Share, kind: str) -> list[Path]:
    return sorted(Path(share.folder).glob(f"{kind}-{share.number}-*.gz"))


def share_words(shares: Sequence[Share]) -> dict[str, int]:
    """Have the words of all shares shared out anew; return how many texts have each word's key."""
    uses: dict[str, int] = {}
    with ExitStack() as stack:
        files = [stack.enter_context(_writing(share.path(FORMS))) for share in shares]
        for number, row in enumerate(merged_uses(shares)):
            form, counts, _printed = row
            key = word_key(form, DEFAULT_LANGUAGE)
            uses[key] = uses.get(key, 0) + counts["text"]
            files[number % len(files)].write(_line(list(row)))
    return uses


# Sending


def send_words(share: Share, options: Mapping, index: str, languages: Sequence[str]) -> None:
    """Send the forms of a share's file."""
    actions = _words(read(share.path(FORMS)), languages)
    bulk.require(bulk.send(cluster(options), index, actions))


def _words(rows: Iterable[list], languages: Sequence[str]) -> Iterator[Action]:
    for form, uses, printed in rows:
        yield words.counted(form, words.word(form, uses, languages, printed))


class Archive(NamedTuple):
    """What only the whole archive tells of an editorial. `uses`: texts that have a word's key."""

    editorials: int
    uses: Mapping[str, int]
    again: set[int]
    begun: int


def send_editorials(share: Share, options: Mapping, index: str, archive: Archive) -> list[Refusal]:
    """Send the editorials of a share's file; return those that were not taken."""
    actions = _editorials(read(share.path(EDITORIALS)), archive)
    return bulk.send(cluster(options), index, actions)


def _editorials(rows: Iterable[list], archive: Archive) -> Iterator[Action]:
    for body, title_keys in rows:
        body["change"] = archive.begun
        body["again"] = body["id"] in archive.again
        body["title_weight"] = words.title_weight(title_keys, archive.uses, archive.editorials)
        yield bulk.indexing(body["id"], archive.begun, body)


# Files of rows


def write(path: Path, rows: Iterable[list]) -> None:
    with _writing(path) as file:
        for row in rows:
            file.write(_line(row))


def _writing(path: Path) -> IO[str]:
    return gzip.open(path, "wt", compresslevel=1)


def _line(row: list) -> str:
    return json.dumps(row, separators=(",", ":")) + "\n"


def read(path: Path) -> Iterator[list]:
    """Yield the rows of a file."""
    with gzip.open(path, "rt") as file:
        for line in file:
            yield json.loads(line)
