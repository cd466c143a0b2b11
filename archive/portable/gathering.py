"""The words of a selection's editorials, with where each stands: what its index is made of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from archive.portable.encoding import number
from archive.search.question.typed_fields import FIELDS
from archive.search.words.analysis import MARK, positions

# Running text of an editorial, in the order in which the index has it.
RUNNING = (*FIELDS, "crosshead")
TEXT, TITLE = RUNNING.index("text"), RUNNING.index("title")


@dataclass(slots=True)
class Run:
    """The editorials that have a form in one field, and where: as text, by their numbers."""

    documents: int = 0
    last: int = 0
    written: bytearray = field(default_factory=bytearray)

    def add(self, document: int, places: Iterable[int]) -> None:
        """Add an editorial that comes after all that were added."""
        parts, before = [number(document - self.last)], 0
        for place in places:
            parts.append(number(place - before))
            before = place
        parts.insert(1, number(len(parts) - 1))
        self.written += b"".join(parts)
        self.documents += 1
        self.last = document


@dataclass(slots=True)
class Document:
    """What an index tells of an editorial beside its words; days are ordinals, 0 if unknown."""

    id: int
    lengths: list[int]
    title: tuple[str, ...]  # its terms: forms, and how these are written
    earliest: int
    latest: int
    publication: str
    issue: str
    authors: list[str]
    tags: list[str]
    years: list[int]
    twin: int | None


class Gathering:
    """All that was gathered of editorials, added in the order of their ids."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.runs: list[dict[str, Run]] = [defaultdict(Run) for _field in RUNNING]
        self.uses: dict[str, int] = defaultdict(int)  # documents that have a form anywhere
        self.names: dict[str, int] = defaultdict(int)  # texts that have it only with its capital
        self.acronyms: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._last: dict[str, int] = {}

    def add(self, prepared: Mapping) -> None:
        """Add an editorial as `search_indexes` prepares it."""
        document, lengths = len(self.documents), []
        title: tuple[str, ...] = ()
        for place, name in enumerate(RUNNING):
            printed = prepared.get(name) or ""
            places_of, _length = positions(printed, capitals=True)
            lengths.append(sum(map(len, places_of.values())))
            if place == TITLE:
                title = tuple(places_of)
            self._add_forms(place, document, places_of)
        for pair in prepared["acronym"]:
            acronym, _equals, words = pair.partition("=")
            self.acronyms[acronym][words] += 1
        self.documents.append(
            Document(
                id=int(prepared["django_id"]),
                lengths=lengths[: len(FIELDS)],
                title=title,
                earliest=_ordinal(prepared.get("earliest")),
                latest=_ordinal(prepared.get("latest")),
                publication=prepared["publication"],
                issue=prepared["issue"],
                authors=prepared["author"],
                tags=prepared["tag"],
                years=list(map(int, prepared["year"])),
                twin=prepared["twin"],
            )
        )

    def _add_forms(self, place: int, document: int, places_of: Mapping[str, Iterable[int]]) -> None:
        runs = self.runs[place]
        for form, places in places_of.items():
            if form.startswith(MARK) and not form[1:].isupper():
                if place == TEXT:
                    self.names[form[1:]] += 1
                continue
            runs[form].add(document, places)
            if place < len(FIELDS) and self._last.get(form) != document:
                self._last[form] = document
                self.uses[form] += 1

    def in_texts(self, term: str) -> int:
        """Return how many texts have a form, or have it written as a term says."""
        run = self.runs[TEXT].get(term)
        if run is None:
            return self.names.get(term[1:], 0) if term.startswith(MARK) else 0
        return run.documents

    def postings(self, form: str) -> str:
        """Return where a form stands: for each field how many editorials have it, then these."""
        parts = []
        for runs in self.runs:
            run = runs.get(form)
            parts.append(number(run.documents) + run.written if run else number(0))
        return b"".join(parts).decode()

    def forms(self) -> Iterator[str]:
        """Yield every form, in no order."""
        met = set[str]()
        for runs in self.runs:
            for form in runs:
                if form not in met:
                    met.add(form)
                    yield form


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
