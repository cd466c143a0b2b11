"""An entry of a bibliography -> what the editorial that it cites lacks: day, issue, page.

What is there already stays, whoever put it there; where the entry says otherwise, a doubt tells.
"""

import re

from django.utils.translation import gettext as _

from archive import addresses, dates, text
from archive.ingest.records import Record
from archive.models import Editorial
from archive.models.doubts import Doubt, as_stored, unanswered
from archive.models.editorials import EditorialQuerySet
from archive.models.operations import changing

MOST_TOLD = 3  # editorials of the same title that a reason names


class Unknown(Exception):
    """Which editorial an entry cites is not known; the reason is in the user's terms."""


def cited(record: Record) -> Editorial:
    """Return the editorial that an entry cites, locked until the transaction ends.

    It is known by its DOI, by its address, or by its title with what else both say. Raises Unknown
    where there is none, or more than one; what somebody threw away is none.
    """
    editorials = Editorial.objects.except_trashed().order_by("pk").select_for_update(of=("self",))
    keyed = _by_key(editorials, record)
    if keyed:
        return keyed
    slug = text.slug(record.title)
    if not slug:
        raise Unknown(_("La notice ne porte pas de titre."))
    alike = [
        editorial
        for editorial in editorials.filter(slug=slug).select_related("publication")
        if _agree(editorial, record)
    ]
    if not alike:
        raise Unknown(_("Aucun éditorial ainsi cité dans l’archive : une notice n’en crée pas."))
    if len(alike) > 1:
        numbers = ", ".join(f"n° {editorial.pk}" for editorial in alike[:MOST_TOLD])
        raise Unknown(
            _("Plusieurs éditoriaux portent ce titre (%(numbers)s) : la notice ne dit pas lequel.")
            % {"numbers": numbers}
        )
    return alike[0]


def _by_key(editorials: EditorialQuerySet, record: Record) -> Editorial | None:
    if record.source_id:
        doi = record.source_id.removeprefix("doi:")
        keyed = editorials.filter(source_id__in=(record.source_id, doi)).first()
        if keyed:
            return keyed
    address = addresses.canonical(record.url) if record.url else ""
    if not address:
        return None
    at_address = list(editorials.filter(address=address)[:2])
    return at_address[0] if len(at_address) == 1 else None


def _agree(editorial: Editorial, record: Record) -> bool:
    """Return False where both name a magazine, or a time, and these differ."""
    publication = editorial.publication.name if editorial.publication else ""
    are_named = bool(publication and record.publication)
    if are_named and text.slug(publication) != text.slug(record.publication):
        return False
    return not _exclude(editorial.date, record.date)


def _exclude(first: str | None, second: str | None) -> bool:
    """Return True for two dates that share no day."""
    (start, end), (begin, stop) = dates.bounds(first), dates.bounds(second)
    if not (start and end and begin and stop):
        return False
    return end < begin or stop < start


def complete(editorial: Editorial, record: Record) -> bool:
    """Give an editorial what it lacks and an entry says; return whether anything changed."""
    with changing([editorial]):
        taken: dict[str, str] = {}
        doubts: list[Doubt] = []
        if record.date and _is_nearer(record.date, editorial.date):
            taken["date"] = record.date
        for name in ("issue", "page"):
            told, present = getattr(record, name), getattr(editorial, name)
            if told and not present:
                taken[name] = told
            elif told and _bare(told) != _bare(present):
                doubts.append(Doubt(name, "cited", told))
        for name, fact in taken.items():
            setattr(editorial, name, fact)
        stored = unanswered(editorial.doubts, taken)
        fresh = [doubt for doubt in as_stored(doubts) if doubt not in stored]
        if not taken and not fresh:
            return False
        editorial.doubts = stored + fresh
        editorial.save()
    return True


def _is_nearer(told: str, present: str) -> bool:
    """Return True for a date where none is present, or one within it that says more."""
    if not present:
        return True
    (start, end), (begin, stop) = dates.bounds(present), dates.bounds(told)
    if not (start and end and begin and stop):
        return False
    return start <= begin and stop <= end and stop - begin < end - start


def _bare(printed: str) -> str:
    """Return what tells one number or page from another: « n° 8 » is « 8 »."""
    return "-".join(re.findall(r"\d+", printed)) or text.fold(printed)
