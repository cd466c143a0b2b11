"""What a source says of a document that it brought before -> the editorial, but for what an editor
mended since. A row of a table tells what its cells hold and nothing by an empty one."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from archive import text
from archive.ingest.entering import comparable, likeness, people
from archive.ingest.entering.magazines import magazine
from archive.ingest.records import Record
from archive.models import Editorial, Publication, Tagging
from archive.models.doubts import Doubt, as_stored, differing, field_of, replaced
from archive.models.editorials import derived


def merge(editorial: Editorial, record: Record) -> bool:
    """Take over what the source changed since the last import, except where an editor changed the
    same field; return False where the source changed nothing."""
    if is_told(editorial, record):
        return False
    unsaid = comparable.unsaid(record, editorial)
    facts = comparable.with_unsaid(comparable.of_record(record), editorial, unsaid)
    told = comparable.told(facts)
    earlier = comparable.last_import(editorial)
    current = comparable.told(comparable.of_editorial(editorial))
    changed = {name for name, fact in told.items() if fact != earlier.get(name)} - unsaid
    mended = set()
    for name, fact in current.items():
        if fact not in (earlier.get(name), told[name]):
            mended.add(name)
    taken = _part(facts, changed - mended)
    byline_doubts: list[Doubt] = []
    if "bylines" in taken:
        taken["bylines"], byline_doubts = people.signatories(
            facts["bylines"], comparable.kinds(record)
        )
    doubts = replaced(editorial.doubts, [*record.doubts, *byline_doubts], taken)
    editorial.doubts = differing(doubts, _part(facts, changed & mended))
    editorial.doubts += _unread(editorial, record, unsaid)
    if "body" in taken:
        editorial.body = taken["body"]
    editorial.imported = comparable.imported(record, facts, editorial)
    _set(editorial, taken, facts["tags"], record.categories, earlier.get("tags", []))
    if "body" in taken:
        likeness.note(editorial)
    return True


def _unread(editorial: Editorial, record: Record, unsaid: Collection[str]) -> list[dict]:
    """Return the doubts about a row's cells that hold something of which nothing could be taken."""
    if not record.file:
        return []
    doubts = [doubt for doubt in as_stored(record.doubts) if doubt["value"]]
    return [
        doubt for doubt in doubts if field_of(doubt) in unsaid and doubt not in editorial.doubts
    ]


def is_told(editorial: Editorial, record: Record) -> bool:
    """Return True where a record says nothing that the last import of the editorial did not."""
    unsaid = comparable.unsaid(record, editorial)
    last = comparable.last_import(editorial)
    for facts in _readings(record):
        completed = comparable.with_unsaid(facts, editorial, unsaid)
        if comparable.told(completed) == last:
            return True
    return False


def is_told_alike(editorial: Editorial, record: Record) -> bool:
    """Return True where a record says all that the last import of the editorial said."""
    last = comparable.last_import(editorial)
    return any(comparable.told(facts) == last for facts in _readings(record))


def _readings(record: Record) -> list[dict]:
    """Return the facts that an import may have said, before a name was masked and since."""
    readings = [comparable.of_record(record)]
    if record.unmasked:
        html = derived(record.unmasked.html).html
        raw = replace(record.unmasked, html=html, publication=record.publication)
        readings.append(comparable.of_record(raw))
    return readings


def _part(facts: dict, names: Iterable[str]) -> dict:
    return {name: facts[name] for name in names}


def _set(
    editorial: Editorial,
    facts: dict,
    tags: Collection[str],
    categories: Collection[str],
    earlier_tags: Collection[str],
) -> None:
    """Set these facts on the editorial, bylines as signatories; its tags follow the source's."""
    for name, fact in facts.items():
        if name not in ("publication", "bylines", "tags"):
            setattr(editorial, name, fact)
    if "publication" in facts:
        editorial.publication = _publication(facts["publication"])
    editorial.save()
    if "bylines" in facts:
        editorial.set_bylines(facts["bylines"])
    dropped = _folded(earlier_tags) - _folded(tags)
    if dropped:
        of_source = (Tagging.Origin.IMPORT, Tagging.Origin.CATEGORY)
        editorial.taggings.filter(tag__key__in=dropped, origin__in=of_source).delete()
    added = set(tags) - set(earlier_tags)
    filing = added & set(categories)
    editorial.add_tags(sorted(filing), origin=Tagging.Origin.CATEGORY)
    editorial.add_tags(sorted(added - filing), origin=Tagging.Origin.IMPORT)


def _folded(names: Iterable[str]) -> set[str]:
    return {text.fold(name) for name in names}


def _publication(name: str) -> Publication | None:
    if not name:
        return None
    return magazine(name)
