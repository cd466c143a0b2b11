"""The table of references, kept equal to the texts and to what the archive holds.

It is written where it differs alone: of a text that is as it was, nothing is.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from archive.crossreferences.holdings import Holdings
from archive.crossreferences.reading import Pointer, pointers
from archive.crossreferences.resolving import Citing, Resolution, resolve
from archive.models import Candidate, CrossReference, Editorial, ReferenceState, Settlement
from archive.models.chunks import chunks, portions
from archive.models.cross_references import settlement_key

log = logging.getLogger(__name__)
READ = 500  # texts that are read at a time
# Texts whose references may mean what has changed: beyond these, `build` sees to them.
MOST_TOUCHED = 1000
FACTS = ("kind", "state", "cited_id", "publication_id", "issue", "first", "last", "title")


class Row(NamedTuple):
    """A reference as the table has it."""

    block: int
    start: int
    end: int
    printed: str
    kind: str
    state: str
    cited: int | None
    publication: int | None
    issue: str
    first: date | None
    last: date | None
    title: str


COLUMNS = ("block", "start", "end", "printed", *FACTS)


def build() -> int:
    """Read and resolve the references of all texts; return how many there are."""
    holdings = Holdings()
    for ids in portions(Editorial.objects.published(), READ):
        _renew(ids, holdings)
    _unpublished().delete()
    return CrossReference.objects.count()


def note(ids: Collection[int]) -> None:
    """Read these texts again, and look again at the references that may mean them."""
    holdings = Holdings()
    for chunk in chunks([*ids, *(touched(ids) - set(ids))]):
        _renew(chunk, holdings)


def touched(ids: Collection[int]) -> set[int]:
    """Return the texts of which a reference may mean any of these, or did."""
    citing: set[int] = set()
    if not CrossReference.objects.exists():
        return citing
    for chunk in chunks(ids):
        rows = CrossReference.objects.filter(candidates__number__in=chunk)
        citing.update(rows.values_list("editorial_id", flat=True)[:MOST_TOUCHED])
        for condition in _conditions(chunk):
            rows = CrossReference.objects.filter(condition)
            citing.update(rows.values_list("editorial_id", flat=True)[:MOST_TOUCHED])
    return citing


def _conditions(ids: Collection[int]) -> Iterable[Q]:
    """Yield what finds the references that tell of these editorials as they are now."""
    columns = ("slug", "publication_id", "issue_slug", "earliest", "latest")
    editorials = Editorial.objects.filter(pk__in=ids).order_by()
    titles = set[str]()
    issues: dict[int, set[str]] = {}
    times: dict[int, list[date]] = {}
    for slug, publication, issue, earliest, latest in editorials.values_list(*columns):
        titles.add(slug)
        if publication and issue:
            issues.setdefault(publication, set()).add(issue)
        if publication and earliest and latest:
            times.setdefault(publication, []).extend((earliest, latest))
    if titles:
        yield Q(title__in=titles)
    for publication, of_magazine in issues.items():
        yield Q(publication=publication, issue__in=of_magazine)
    for publication, days in times.items():
        yield Q(publication=publication, first__lte=max(days), last__gte=min(days))


def _unpublished():
    published = Editorial.State.PUBLISHED
    return CrossReference.objects.exclude(editorial__state=published)


def _renew(ids: Sequence[int], holdings: Holdings) -> None:
    """Have the table say what these texts do; of those that are not published, nothing."""
    stored = _stored(ids)
    texts = _texts(ids)
    settled = _settled(texts)
    for number in ids:
        after = _resolved(number, texts.get(number), settled, holdings)
        if any(_changes(stored.get(number, []), after)):
            _write(number, after)


class _Text(NamedTuple):
    citing: Citing
    pointers: list[Pointer]


def _texts(ids: Sequence[int]) -> dict[int, _Text]:
    """Return {number: its text} of the published ones that refer to anything."""
    columns = ("pk", "publication_id", "issue_slug", "earliest", "latest", "date", "body")
    texts = {}
    for *facts, date_, body in (
        Editorial.objects.published().filter(pk__in=ids).order_by().values_list(*columns)
    ):
        try:
            read = pointers(body, date_)
        except Exception:  # what nobody foresaw in one text must not keep the index from others
            log.exception("the references in editorial %s could not be read", facts[0])
            continue
        if read:
            texts[facts[0]] = _Text(Citing(*facts), read)
    return texts


def _settled(texts: Iterable[int]) -> dict[tuple[int, str], int | None]:
    rows = Settlement.objects.filter(editorial__in=list(texts))
    return {(row.editorial, row.key): row.cited for row in rows}


def _resolved(
    number: int, text: _Text | None, settled: dict[tuple[int, str], int | None], holdings: Holdings
) -> dict[Row, tuple[int, ...]]:
    """Return {row: candidates} of a text as it should be."""
    rows: dict[Row, tuple[int, ...]] = {}
    if text is None:
        return rows
    for pointer in text.pointers:
        means = resolve(pointer, text.citing, holdings)
        state, cited = means.state, means.cited
        key = (number, settlement_key(pointer.printed))
        if key in settled:
            state, cited = _as_settled(settled[key], means)
        row = Row(
            *pointer.place,
            pointer.printed,
            pointer.kind,
            state,
            cited,
            means.publication,
            means.issue,
            means.first,
            means.last,
            means.title[:100],
        )
        candidates = means.candidates
        if cited and cited not in candidates:
            candidates = (cited, *candidates)
        rows[row] = candidates
    return rows


def _as_settled(cited: int | None, means: Resolution) -> tuple[str, int | None]:
    """Return what an editor has said, where what it leads to is still there."""
    if cited is None:
        return ReferenceState.REFUSED, None
    if Editorial.objects.published().filter(pk=cited).exists():
        return ReferenceState.LINKED, cited
    return ReferenceState.OPEN, None


class _Stored(NamedTuple):
    """A row of the table: its number, what it says, its candidates."""

    pk: int
    row: Row
    candidates: set[int]


def _stored(ids: Sequence[int]) -> dict[int, list[_Stored]]:
    """Return {text: its rows}."""
    stored: dict[int, list[_Stored]] = {}
    numbers: dict[int, set[int]] = {}
    rows = CrossReference.objects.filter(editorial__in=ids).order_by()
    for pk, editorial, *columns in rows.values_list("pk", "editorial_id", *COLUMNS):
        numbers[pk] = set()
        stored.setdefault(editorial, []).append(_Stored(pk, Row(*columns), numbers[pk]))
    if numbers:
        candidates = Candidate.objects.filter(reference__editorial__in=ids).order_by()
        for reference, number in candidates.values_list("reference_id", "number"):
            numbers[reference].add(number)
    return stored


class _Changes(NamedTuple):
    """The numbers of the rows that are no longer so, and the rows that are missing."""

    old: list[int]
    new: list[Row]


def _changes(before: Iterable[_Stored], after: dict[Row, tuple[int, ...]]) -> _Changes:
    old = []
    there: set[Row] = set()
    for stored in before:
        row = stored.row
        if row in there or row not in after or stored.candidates != set(after[row]):
            old.append(stored.pk)
        else:
            there.add(row)
    return _Changes(old, [row for row in after if row not in there])


@transaction.atomic
def _write(editorial: int, after: dict[Row, tuple[int, ...]]) -> None:
    """Delete the rows that differ and add the new ones, unless the text is gone by now.

    What the table has is asked anew: another process may have written it meanwhile. What two have
    written at one moment all the same is put right when the text is looked at next.
    """
    if not Editorial.objects.filter(pk=editorial).exists():
        return
    changes = _changes(_stored([editorial]).get(editorial, []), after)
    CrossReference.objects.filter(pk__in=changes.old).delete()
    for row in changes.new:
        reference = CrossReference.objects.create(
            editorial_id=editorial, **dict(zip(COLUMNS, row, strict=True))
        )
        Candidate.objects.bulk_create(
            Candidate(reference=reference, number=number) for number in after[row]
        )
