"""Record -> editorial. May be run twice: what has not changed is left alone, and what an editor mended is kept."""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from archive import text
from archive.ingest.records import Doubt, Record, Rejected
from archive.models import Author, AuthorName, Capture, Editorial, Publication, Tag, Tagging

log = logging.getLogger(__name__)
OUTCOMES = ("created", "updated", "unchanged", "duplicate", "rejected")
# What a record says and an editorial holds under the same name; the others have a line each in `_said`.
SAME_NAME = ("title", "title_supplied", "standfirst", "section", "issue", "page", "language", "source_id")

LONGEST = {name: field.max_length for name in SAME_NAME if (field := Editorial._meta.get_field(name)).max_length}
TELLING = 40  # characters: a paragraph as long as this is one page's own
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
            "authors": [b.author.name if b.author else b.name for b in editorial.bylines.select_related("author")],
            "date": editorial.date or None,
            "publication": editorial.publication.name if editorial.publication else None,
            "tags": [tag.name for tag in editorial.tags.all()],
            "text": text.plain_spaces(editorial.text),
            "doubts": [f"{doubt['field']}: {Doubt(**doubt).message()}" for doubt in editorial.doubts],
        }


def save(records: Iterable[Record | Rejected], publication: str = "", dry_run: bool = False) -> Iterator[Outcome]:
    """Each record in a transaction of its own. `publication` serves where a record names none."""
    for record in records:
        if isinstance(record, Rejected):
            yield Outcome(record.source, "rejected", record.reason, unreadable=record.unreadable)
            continue
        record.publication = record.publication or publication
        if reason := _unfit(record):
            yield Outcome(record.source, "rejected", reason)
            continue
        try:
            with transaction.atomic():
                outcome = _save(record, keep_capture=not dry_run)
                row = outcome.as_row() if dry_run else None
                transaction.set_rollback(dry_run)
        except (DataError, IntegrityError, ValueError):  # what nobody foresaw in one record must not stop the others
            log.exception("%s could not be saved", record.source)
            yield Outcome(
                record.source, "rejected", _("Cette entrée n’a pas pu être enregistrée ; le journal dit pourquoi.")
            )
            continue
        if row:  # what was rolled back can no longer be asked
            outcome.as_row = lambda row=row: row | {"id": None if row["outcome"] == "created" else row["id"]}
        yield outcome


def _unfit(record: Record) -> str:
    """Why a record cannot be stored: an address that is none of the web's, a field longer than its column; else ""."""
    if record.url and not record.url.lower().startswith(("http://", "https://")):
        return _("L’adresse d’origine n’est pas une adresse du web : « %(url)s ».") % {"url": record.url[:100]}
    said = [(name, getattr(record, name), longest) for name, longest in LONGEST.items()]
    said += [("url", record.url, LONGEST_ADDRESS), ("publication", record.publication, LONGEST_NAME)]
    said += [("tags", name, LONGEST_NAME) for name in record.tags]
    said += [("authors", printed, LONGEST_NAME) for one in record.bylines for printed in (one.name, one.role)]
    for name, value, longest in said:
        if len(value) > longest:
            reason = _("Le champ « %(key)s » est trop long : %(length)s caractères, pour %(longest)s au plus.")
            return reason % {"key": name, "length": len(value), "longest": longest}
    return ""


def _save(record: Record, keep_capture: bool) -> Outcome:
    record.html = text.clean_html(record.html)
    if editorial := _known(record):
        changed = _merge(editorial, record)
        outcome = Outcome(record.source, "updated" if changed else "unchanged", editorial=editorial)
    elif (twin := _twin(record)) and twin.imported == _said(record):
        outcome = Outcome(record.source, "unchanged", editorial=twin)  # a row without any key, read again
    elif twin:
        reason = _("Même texte que l’éditorial n° %(id)s.") % {"id": twin.pk}
        return Outcome(record.source, "duplicate", reason, editorial=twin)
    else:
        editorial = _create(record)
        outcome = Outcome(record.source, "created", editorial=editorial)
    if keep_capture and record.capture:
        _keep_capture(editorial, record)
    return outcome


def _known(record: Record) -> Editorial | None:
    """The editorial that an earlier import made of the same source item."""
    editorials = Editorial.objects.order_by("pk").select_for_update(of=("self",))
    if record.source_id:
        return editorials.filter(source_id=record.source_id, imported__publication=record.publication).first()
    if record.url:
        return next((one for one in editorials.filter(source_url=record.url) if _is_same_page(one, record)), None)
    same_bytes = editorials.filter(captures__sha256=hashlib.sha256(record.capture).hexdigest())
    name = PurePath(record.source).name
    moved = (one for one in same_bytes.prefetch_related("captures") if _came_as(one, name))
    there = editorials.filter(captures__origin=record.source)
    return next((one for one in there if _is_same_page(one, record)), None) or next(moved, None)


def _is_same_page(editorial: Editorial, record: Record) -> bool:
    """False for a capture that came under the path or address of another page, with which it shares nothing: a file's
    name may serve again, and an address may be printed on every page of a site."""
    before = editorial.imported
    if not record.capture or (record.title and text.slug(record.title) == text.slug(before.get("title", ""))):
        return True
    return not _paragraphs(record.html).isdisjoint(_paragraphs(before.get("body", "")))


def _paragraphs(html: str) -> set[str]:
    return {paragraph for paragraph in text.plain(html).split("\n") if len(paragraph) >= TELLING}


def _twin(record: Record) -> Editorial | None:
    """An editorial with the same text. If both bear a title, or a date, and these differ, it was printed twice."""
    editorials = Editorial.objects.filter(fingerprint=text.fingerprint(text.plain(record.html))).order_by("pk")
    return next((one for one in editorials if _agree(one, record)), None)


def _agree(editorial: Editorial, record: Record) -> bool:
    said = [(text.slug(editorial.title), text.slug(record.title)) if editorial.title and record.title else ("", "")]
    said += [(editorial.date, record.date)] if editorial.date and record.date else []
    return all(ours == theirs for ours, theirs in said)


def _came_as(editorial: Editorial, name: str) -> bool:
    return any(PurePath(capture.origin).name == name for capture in editorial.captures.all())


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
    return {name: getattr(editorial, name) for name in (*SAME_NAME, "body", "date", "source_url")} | {
        "publication": editorial.publication.name if editorial.publication else "",
        "bylines": [[byline.name, byline.role] for byline in editorial.bylines.all()],
    }


def _create(record: Record) -> Editorial:
    said = _said(record)
    editorial = Editorial(imported=said, doubts=[asdict(doubt) for doubt in record.doubts])
    _set(editorial, said, said)
    return editorial


def _merge(editorial: Editorial, record: Record) -> bool:
    """Takes over what the source changed since the last import, except where an editor changed the same field."""
    said, before, holds = _said(record), editorial.imported, _holds(editorial)
    if said == before:
        return False
    fresh = {name for name, value in said.items() if value != before.get(name)}
    ours = {name for name in fresh if name in holds and holds[name] not in (before.get(name), said[name])}
    taken = fresh - ours
    doubts = [doubt for doubt in editorial.doubts if doubt["field"] not in taken]
    doubts += [asdict(doubt) for doubt in record.doubts if doubt.field in taken]
    doubts += [asdict(Doubt(name, "source-differs", str(said[name])[:200])) for name in sorted(ours)]
    editorial.doubts = [doubt for number, doubt in enumerate(doubts) if doubt not in doubts[:number]]
    editorial.imported = said
    _set(editorial, {name: said[name] for name in taken}, said, before.get("tags", []))
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
        editorial.set_bylines([(_author(editorial, name), name, role) for name, role in values["bylines"]])
        editorial.save(update_fields=["doubts"])
    gone = {text.fold(name) for name in tags_before} - {text.fold(name) for name in said["tags"]}
    editorial.taggings.filter(tag__key__in=gone, origin=Tagging.Origin.IMPORT).delete()
    editorial.add_tags([name for name in said["tags"] if name not in tags_before], origin=Tagging.Origin.IMPORT)


def _author(editorial: Editorial, printed: str) -> Author | None:
    """The person of that name, made if there is none; a guess or a choice among several is left as a doubt."""
    people = list(Author.objects.filter(names__key=text.name_key(printed)).distinct()[:2])
    if not people and (initialled := _by_initials(printed)):
        editorial.doubts.append(asdict(Doubt("byline", "initials", f"{printed} → {initialled.name}")))
        return initialled
    if len(people) > 1:
        editorial.doubts.append(asdict(Doubt("byline", "ambiguous", printed)))
        return None
    author = people[0] if people else Author.objects.create(name=text.person_name(printed))
    AuthorName.objects.get_or_create(author=author, name=printed)
    return author


def _by_initials(printed: str) -> Author | None:
    """« C. Abgrall » is Claire Abgrall where she is the only one whom it can mean."""
    if not text.is_initialled(printed):
        return None
    initials, surname = text.initials(printed)
    candidates = AuthorName.objects.filter(key__endswith=f" {surname}").select_related("author")
    people = {name.author for name in candidates if text.initials(name.name) == (initials, surname)}
    return people.pop() if len(people) == 1 else None


def _keep_capture(editorial: Editorial, record: Record) -> None:
    sha256 = hashlib.sha256(record.capture).hexdigest()
    if editorial.captures.filter(sha256=sha256, origin=record.source).exists():
        return
    capture = Capture(editorial=editorial, sha256=sha256, size=len(record.capture), origin=record.source)
    capture.media_type = record.media_type
    if twin := Capture.objects.filter(sha256=sha256).first():
        capture.content = twin.content.name
    else:
        capture.content.save(sha256, ContentFile(record.capture), save=False)
    capture.save()
