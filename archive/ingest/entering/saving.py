"""Record -> editorial. May be run twice: what has not changed is left alone, and what an editor mended is kept."""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from archive import text
from archive.ingest.entering import identity, likeness, people
from archive.ingest.records import Record, Rejected
from archive.models import Capture, Editorial, Import, Publication, Tag, Tagging
from archive.models.doubts import Doubt, as_stored, differing, replaced
from archive.models.editorials import derived
from archive.models.operations import changing

log = logging.getLogger(__name__)
OUTCOMES = ("created", "updated", "unchanged", "duplicate", "rejected")
# What a record says and an editorial holds under the same name; the others have a line each in `_said`.
SAME_NAME = (
    "title",
    "title_supplied",
    "standfirst",
    "section",
    "issue",
    "page",
    "language",
    "source_id",
    "state",
)
# What records did not say formerly, and editorials that were imported then were taken for.
FORMERLY = {"state": Editorial.State.PUBLISHED.value}

LONGEST = {
    name: field.max_length
    for name in SAME_NAME
    if (field := Editorial._meta.get_field(name)).max_length
}
LONGEST_ADDRESS = Editorial._meta.get_field("source_url").max_length
LONGEST_NAME = Tag._meta.get_field("name").max_length  # of a magazine, a person and a role as well


@dataclass
class Outcome:
    """What became of one source item: created, updated, unchanged, duplicate or rejected (with the reason)."""

    source: str
    outcome: str
    reason: str | None = None
    editorial: Editorial | None = None
    unreadable: bool = False

    def as_row(self) -> dict:
        """The report's line; for a rejected item all that it could not have is null or empty."""
        row = {"source": self.source, "outcome": self.outcome, "reason": self.reason}
        editorial = self.editorial
        if editorial is None:
            nothing = dict.fromkeys(("id", "title", "date", "publication"))
            return row | nothing | {"authors": [], "tags": [], "text": "", "doubts": []}
        return row | {
            "id": editorial.pk,
            "title": editorial.title or None,
            "authors": [
                b.author.name if b.author else b.name
                for b in editorial.bylines.select_related("author")
            ],
            "date": editorial.date or None,
            "publication": editorial.publication.name if editorial.publication else None,
            "tags": [tag.name for tag in editorial.tags.all()],
            "text": text.plain_spaces(editorial.text),
            "doubts": [
                f"{doubt['field']}: {Doubt(**doubt).message()}" for doubt in editorial.doubts
            ],
        }


def save(
    records: Iterable[Record | Rejected],
    publication: str = "",
    dry_run: bool = False,
    event: Import | None = None,
    before: int = 0,
) -> Iterator[Outcome]:
    """Each record in a transaction of its own. `publication` serves where a record names none. With an `event` all that
    changes is a part of its operation, and what becomes of each item is noted; `before` of them came before these."""
    for number, record in enumerate(records, start=before + 1):
        try:
            with event.operation.going_on() if event else nullcontext(), transaction.atomic():
                outcome = _save_within(record, publication, dry_run)
                row = outcome.as_row() if dry_run else None
                if event:
                    event.note(
                        number, outcome.source, outcome.outcome, outcome.reason, outcome.editorial
                    )
                transaction.set_rollback(dry_run)
        except (
            DataError,
            IntegrityError,
            ValueError,
        ):  # what nobody foresaw in one record must not stop the others
            log.exception("%s could not be saved", record.source)
            reason = _("Cette entrée n’a pas pu être enregistrée ; le journal dit pourquoi.")
            outcome, row = Outcome(record.source, "rejected", reason), None
            if event:
                event.note(number, outcome.source, outcome.outcome, outcome.reason, None)
        if row:  # what was rolled back can no longer be asked
            outcome.as_row = lambda row=row: (
                row | {"id": None if row["outcome"] == "created" else row["id"]}
            )
        yield outcome


def _save_within(record: Record | Rejected, publication: str, dry_run: bool) -> Outcome:
    if isinstance(record, Rejected):
        return Outcome(record.source, "rejected", record.reason, unreadable=record.unreadable)
    record.publication = record.publication or publication
    if reason := _unfit(record):
        return Outcome(record.source, "rejected", reason)
    with changing([]):  # what is made is noted at its end
        return _save(record, keep_capture=not dry_run)


def _unfit(record: Record) -> str:
    """Why a record cannot be stored: an address that is none of the web's, a field longer than its column; else ""."""
    if record.url and not record.url.lower().startswith(("http://", "https://")):
        return _("L’adresse d’origine n’est pas une adresse du web : « %(url)s ».") % {
            "url": record.url[:100]
        }
    said = [(name, getattr(record, name), longest) for name, longest in LONGEST.items()]
    said += [
        ("url", record.url, LONGEST_ADDRESS),
        ("publication", record.publication, LONGEST_NAME),
    ]
    said += [("tags", name, LONGEST_NAME) for name in record.tags]
    said += [
        ("authors", printed, LONGEST_NAME)
        for one in record.bylines
        for printed in (one.name, one.role)
    ]
    for name, value, longest in said:
        if len(value) > longest:
            reason = _(
                "Le champ « %(key)s » est trop long : %(length)s caractères, pour %(longest)s au plus."
            )
            return reason % {"key": name, "length": len(value), "longest": longest}
    return ""


def _save(record: Record, keep_capture: bool) -> Outcome:
    record.html, _plain, _fingerprint = derived(record.html)
    if editorial := identity.same_document(record):
        with changing([editorial]):
            changed = _merge(editorial, record)
            _keep_capture(editorial, record, keep_capture)
        return Outcome(record.source, "updated" if changed else "unchanged", editorial=editorial)
    if twin := identity.twin(record):
        with changing([twin], ["captures"]):
            _keep_capture(twin, record, keep_capture)
        if not record.capture and _before(twin) == _said(
            record
        ):  # a row without any key, read again
            return Outcome(record.source, "unchanged", editorial=twin)
        reason = _("Même texte que l’éditorial n° %(id)s.") % {"id": twin.pk}
        return Outcome(record.source, "duplicate", reason, editorial=twin)
    editorial = _create(record)
    _keep_capture(editorial, record, keep_capture)
    return Outcome(record.source, "created", editorial=editorial)


def _said(record: Record) -> dict:
    """The record as JSON: kept on the editorial, so that the next import sees what its source changed."""
    return {name: getattr(record, name) for name in SAME_NAME} | {
        "body": record.html,
        "date": record.date or "",
        "source_url": record.url,
        "publication": record.publication,
        "bylines": [[byline.name, byline.role] for byline in record.bylines],
        "tags": sorted(set(record.tags)),
    }


def _holds(editorial: Editorial) -> dict:
    """The editorial in the same form, as it stands now."""
    return {
        name: getattr(editorial, name) for name in (*SAME_NAME, "body", "date", "source_url")
    } | {
        "publication": editorial.publication.name if editorial.publication else "",
        "bylines": [[byline.name, byline.role] for byline in editorial.bylines.all()],
    }


def _before(editorial: Editorial) -> dict:
    """What the last import said."""
    return {
        name: value
        for name, value in (FORMERLY | editorial.imported).items()
        if name != identity.SOURCE
    }


def _create(record: Record) -> Editorial:
    said = _said(record)
    signed, unsure = people.signatories(said["bylines"])
    editorial = Editorial(imported=said | {identity.SOURCE: record.source})
    editorial.doubts = as_stored([*record.doubts, *unsure])
    _set(editorial, said | {"bylines": signed}, said)
    likeness.note(editorial, is_first=True)
    return editorial


def _merge(editorial: Editorial, record: Record) -> bool:
    """Takes over what the source changed since the last import, except where an editor changed the same field."""
    said, before, holds = _said(record), _before(editorial), _holds(editorial)
    if said == before:
        return False
    changed = {name for name, value in said.items() if value != before.get(name)}
    mended = {name for name in holds if holds[name] not in (before.get(name), said[name])}
    ours = changed & mended
    taken = {name: said[name] for name in changed - ours}
    unsure = []
    if "bylines" in taken:
        taken["bylines"], unsure = people.signatories(said["bylines"])
    doubts = replaced(editorial.doubts, [*record.doubts, *unsure], taken)
    editorial.doubts = differing(doubts, {name: said[name] for name in ours})
    editorial.imported = said | {identity.SOURCE: record.source}
    _set(editorial, taken, said, before.get("tags", []))
    if "body" in taken:
        likeness.note(editorial)
    return True


def _set(editorial: Editorial, values: dict, said: dict, tags_before: Iterable[str] = ()) -> None:
    for name, value in values.items():
        if name not in ("publication", "bylines", "tags"):
            setattr(editorial, name, value)
    if "publication" in values:
        name = values["publication"]
        editorial.publication = Publication.objects.named(name) if name else None
    editorial.save()
    if "bylines" in values:
        editorial.set_bylines(values["bylines"])
    gone = {text.fold(name) for name in tags_before} - {text.fold(name) for name in said["tags"]}
    if gone:
        editorial.taggings.filter(tag__key__in=gone, origin=Tagging.Origin.IMPORT).delete()
    editorial.add_tags(
        [name for name in said["tags"] if name not in tags_before], origin=Tagging.Origin.IMPORT
    )


def _keep_capture(editorial: Editorial, record: Record, keep: bool) -> None:
    if not keep or not record.capture:
        return
    sha256 = hashlib.sha256(record.capture).hexdigest()
    if editorial.captures.filter(sha256=sha256, origin=record.source).exists():
        return
    capture = Capture(
        editorial=editorial, sha256=sha256, size=len(record.capture), origin=record.source
    )
    capture.media_type = record.media_type
    if twin := Capture.objects.filter(sha256=sha256).first():
        capture.content = twin.content.name
    else:
        capture.content.save(sha256, ContentFile(record.capture), save=False)
    capture.save()
