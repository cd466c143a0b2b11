"""Records of what the archive has not yet -> editorials, many of them in a few queries."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeGuard

from archive import addresses, text
from archive.ingest.entering import (
    capturing,
    comparable,
    keyed_rows,
    keyless_rows,
    likeness,
    people,
)
from archive.ingest.entering.magazines import magazine
from archive.ingest.entering.people import Signatory
from archive.ingest.records import Record, Rejected
from archive.models import Author, Byline, Capture, Editorial, Import, Publication, Tag, Tagging
from archive.models.chunks import chunks
from archive.models.doubts import as_stored
from archive.models.editorials import derived, make
from archive.models.operations import note_made

# A column, and what stands there of one document alone; or PRINTING and « date slug ».
Key = tuple[str, str]
PRINTING = "printing"


@dataclass
class _Waiting:
    """An editorial that is not stored yet, with who signs it and its record's tags."""

    editorial: Editorial
    record: Record
    signed: list[Signatory]
    origins: dict[str, str]  # Tagging.Origin by tag


class Creation:
    """The new editorials of one transaction, stored at `finish` in the order of their records.

    What nothing of the archive is the same as is known by three queries for all records.
    """

    def __init__(
        self,
        records: Iterable[Record | Rejected] = (),
        *,
        keeps_files: bool = False,
        earlier: AbstractSet[int] = frozenset(),
    ):
        """`earlier`: the editorials that earlier rows of the same import made or are."""
        self._keeps_files = keeps_files
        self._earlier = earlier
        self.numbers: set[int] = set()  # of the editorials that these records made or are
        keys: set[Key] = set()
        for record in filter(_is_row, records):
            keys.update(_keys(record))
        self._absent = keys - _present(keys)
        self._waiting: list[_Waiting] = []
        self._authors: dict[str, Author] = {}  # who surely signs by a printed name
        self._magazines: dict[str, Publication] = {}

    def takes(self, record: Record) -> bool:
        """Return True for a row that surely is no editorial of the archive: see `identity`."""
        return _is_row(record) and self._absent.issuperset(_keys(record))

    def add(self, record: Record) -> Editorial:
        """Return the editorial that a record makes, which is stored at `finish`."""
        facts = comparable.of_record(record)
        signed, byline_doubts = people.signatories(
            facts["bylines"], comparable.kinds(record), self._authors
        )
        editorial = Editorial(body=facts["body"])
        editorial.imported = comparable.imported(record, facts, editorial)
        editorial.doubts = as_stored([*record.doubts, *byline_doubts])
        for name, fact in facts.items():
            if name not in ("publication", "bylines", "tags"):
                setattr(editorial, name, fact)
        editorial.publication = self._magazine(facts["publication"])
        editorial.derive()
        self._waiting.append(_Waiting(editorial, record, signed, _origins(record)))
        self.note(editorial)
        return editorial

    def note(self, editorial: Editorial) -> None:
        """Take note that the archive has an editorial now, or has changed it."""
        self._absent -= {
            ("source_id", editorial.source_id),
            ("address", editorial.address),
            ("fingerprint", editorial.fingerprint),
        }
        if editorial.pk:
            self.numbers.add(editorial.pk)

    def met(self, record: Record) -> Editorial | None:
        """Return the editorial that a row without a key is: see `keyless_rows`. Each once."""
        return keyless_rows.met(record, self._has_passed)

    def met_by_id(self, record: Record) -> keyed_rows.Meeting:
        """Return the editorial that a row with an id is: see `keyed_rows`."""
        return keyed_rows.met(record, self._has_passed)

    def _has_passed(self, number: int) -> bool:
        return number in self.numbers or number in self._earlier

    def finish(self) -> None:
        """Store what was added, all that belongs to it as well."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        editorials = [row.editorial for row in waiting]
        make(editorials)
        self.numbers.update(editorial.pk for editorial in editorials)
        note_made(editorials)
        bylines: list[Byline] = []
        for row in waiting:
            bylines += row.editorial.bylines_to_be(row.signed)
        Byline.objects.bulk_create(bylines)
        Tagging.objects.bulk_create(_taggings(waiting))
        if self._keeps_files:
            capturing.keep_rows((row.editorial, row.record) for row in waiting)
        likeness.note_new(editorials)

    def _magazine(self, name: str) -> Publication | None:
        if not name:
            return None
        if name not in self._magazines:
            self._magazines[name] = magazine(name)
        return self._magazines[name]


def passed(event: Import | None, before: int) -> set[int]:
    """Return the ids of the editorials that the first `before` items of an import are.

    They are those of an import that is gone on with.
    """
    if event is None:
        return set()
    items = event.items.filter(number__lte=before, editorial__isnull=False).order_by()
    return set(items.values_list("editorial_id", flat=True))


def create(record: Record) -> Editorial:
    """Return the editorial that a record makes, stored."""
    creation = Creation()
    editorial = creation.add(record)
    creation.finish()
    return editorial


def _is_row(record: Record | Rejected) -> TypeGuard[Record]:
    """Return True for a record with nothing beside it: no capture, no letters, nothing mended."""
    if isinstance(record, Rejected) or record.is_citation:
        return False
    return not (record.capture or record.letters or record.mending)


def _keys(record: Record) -> set[Key]:
    """Return by what an editorial would be the same document, or have the same text."""
    cleaned = derived(record.html).html
    fingerprint = derived(cleaned).fingerprint  # as `derive` has it
    keys = {("fingerprint", fingerprint)}
    if record.source_id:
        keys.add(("source_id", record.source_id))
    elif record.url:
        keys.add(("address", addresses.canonical(record.url)))
    else:
        keys.add(("origin", record.source))
    if keyless_rows.is_keyless(record) and record.title and record.date:
        keys.add((PRINTING, f"{record.date} {text.slug(record.title)}"))
    return {key for key in keys if key[1]}


def _present(keys: Iterable[Key]) -> set[Key]:
    """Return those of the keys that an editorial of the archive has, a few queries for all."""
    by_column: dict[str, list[str]] = {}
    for column, term in keys:
        by_column.setdefault(column, []).append(term)
    present: set[Key] = set()
    present |= _present_printings(by_column.pop(PRINTING, []))
    for column, terms in by_column.items():
        model: type[Capture | Editorial] = Capture if column == "origin" else Editorial
        for chunk in chunks(terms):
            stored = model._default_manager.filter(**{f"{column}__in": chunk}).order_by()
            present.update((column, term) for term in stored.values_list(column, flat=True))
    return present


def _present_printings(printings: Iterable[str]) -> set[Key]:
    """Return those of « date slug » that an editorial without a key has.

    Of a title that many have those of other dates are not read.
    """
    present: set[Key] = set()
    keyless = Editorial.objects.filter(source_id="", source_url="").order_by()
    for chunk in chunks(printings):
        dates, slugs = zip(*(printing.split(" ", 1) for printing in chunk), strict=True)
        same = keyless.filter(date__in=set(dates), slug__in=set(slugs))
        asked = set(chunk)
        for date, slug in same.values_list("date", "slug").distinct():
            if f"{date} {slug}" in asked:
                present.add((PRINTING, f"{date} {slug}"))
    return present


def _origins(record: Record) -> dict[str, str]:
    """Return where each tag of a record comes from, the source's categories first."""
    names = {name for name in record.tags if name.strip()}
    categories = names & set(record.categories)
    origins = dict.fromkeys(sorted(categories), Tagging.Origin.CATEGORY.value)
    return origins | dict.fromkeys(sorted(names - categories), Tagging.Origin.IMPORT.value)


def _taggings(waiting: Iterable[_Waiting]) -> list[Tagging]:
    """Return the tags of editorials, not stored; tags that there are not yet are made."""
    names: dict[str, None] = {}
    for row in waiting:
        names |= dict.fromkeys(row.origins)
    tags = Tag.objects.each_named(names)
    taggings: list[Tagging] = []
    for row in waiting:
        borne: dict[int, Tagging] = {}
        for name, origin in row.origins.items():
            tag = tags[name]
            if tag.pk not in borne:
                borne[tag.pk] = Tagging(tag=tag, editorial=row.editorial, origin=origin)
        taggings += borne.values()
    return taggings
