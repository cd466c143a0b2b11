"""What programs may change, with a token: each request is an operation of the token's account,
in the history like those of the desk, and undone like them."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from ninja import Status
from ninja.errors import HttpError

from archive import pictures, text
from archive.api.editorials import record, whole
from archive.api.interface import writing
from archive.ingest import tables
from archive.ingest.entering import people, saving
from archive.ingest.records import Record, Rejected
from archive.models import (
    AccessToken,
    Bulk,
    Editorial,
    Newer,
    Operation,
    OperationKind,
    Publication,
    Right,
    correct,
    picture_sharing,
)
from archive.models.doubts import as_line
from archive.models.editorials import derived
from archive.models.names import LONGEST_NAME
from archive.models.states import State
from archive.schemas.found import Problem
from archive.schemas.written import Corrected, Entered, Tagged, Written

REFUSALS = {400: Problem, 401: Problem, 403: Problem, 429: Problem}
# What a correction sends under the name that the editorial keeps it by.
PLAIN = (
    *("title", "title_supplied", "standfirst", "date", "section", "issue", "page", "language"),
    "state",
)
# The editorial's fields by the keys of a record that say something of them.
SAID_BY = {name: name for name in (*PLAIN, "publication", "tags", "bylines", "source_id")}
SAID_BY |= {"url": "source_url", "authors": "bylines", "id": "source_id"}


@writing(
    "POST",
    "/editorials",
    Right.ENTER,
    response={200: Written, 201: Written, 409: Problem, **REFUSALS},
    summary="Bring in a new editorial, as an import does",
)
def enter(request: HttpRequest, sent: Entered, response: HttpResponse):
    row = sent.model_dump(exclude_unset=True, exclude={"why", "state"})
    with _in_english():
        entry = _record(request, row, is_draft=sent.state == "draft")
        entry.unsaid = _unsaid(sent)
        _refuse_unsure_key(entry)
        with _recording(request, OperationKind.IMPORT, sent.why) as operation:
            (outcome,) = saving.save([entry])
    if outcome.editorial is None:
        raise HttpError(400, outcome.reason or "It cannot be taken in.")
    if outcome.outcome == "duplicate":
        raise HttpError(409, outcome.reason or "This text is here already.")
    written = _written(request, outcome.editorial.pk, outcome.outcome, operation)
    if outcome.outcome != "created":
        return written
    response.headers["Location"] = reverse("api:editorial", args=[outcome.editorial.pk])
    return Status(201, written)


def _record(request: HttpRequest, row: dict[str, Any], is_draft: bool) -> Record:
    """Return a row as a record with the bytes that were sent. Raises HttpError 400."""
    try:
        # What was sent is known again by its bytes where it brings no key of its own.
        entry = tables.record_of(row, f"api/{hashlib.sha256(request.body).hexdigest()}")
    except Rejected as rejected:
        raise HttpError(400, rejected.reason) from None
    entry.is_draft = is_draft
    entry.capture, entry.media_type = request.body, "application/json"
    entry.make_storable()
    return entry


def _unsaid(sent: Entered) -> frozenset[str]:
    """Return the editorial's fields of which nothing was sent, not even that there is none."""
    said = {SAID_BY[key] for key in sent.model_fields_set if key in SAID_BY}
    return frozenset(SAID_BY.values()) - said


def _refuse_unsure_key(entry: Record) -> None:
    """Raise HttpError 409 where it may be any of several magazines' whose key is meant."""
    if not entry.source_id or entry.unsaid is None or "publication" not in entry.unsaid:
        return
    of_key = Editorial.objects.filter(source_id=entry.source_id).order_by()
    printed = of_key.values_list("imported__publication", flat=True).distinct()
    if len({text.fold(name or "") for name in printed}) > 1:
        detail = "source_id: editorials of several magazines have it; send its publication, too."
        raise HttpError(409, detail)


@writing(
    "PATCH",
    "/editorials/{int:number}",
    Right.CORRECT,
    response={200: Written, 404: Problem, 409: Problem, **REFUSALS},
    summary="Correct an editorial",
)
def correct_editorial(request: HttpRequest, number: int, sent: Corrected):
    editorial = _editorial(number)
    fields = sent.model_dump(exclude_unset=True, exclude={"why", "version"})
    with _in_english(), _recording(request, OperationKind.EDIT, sent.why) as operation:
        _refuse_withdrawal_without_reason(editorial, sent)
        posted = _posted(editorial, fields)
        _refuse_strange_pictures(operation, editorial, posted)
        version = sent.version or editorial.version
        try:
            correct(operation, editorial, version, posted)
        except Newer as newer:
            names = ", ".join(newer.merged.conflicts)
            detail = f"Changed by somebody else since version {version}: {names}."
            raise HttpError(409, detail) from None
        picture_sharing.share(operation, Editorial.objects.get(pk=number))
    return _written(request, number, _outcome(operation), operation)


@writing(
    "PUT",
    "/editorials/{int:number}/tags",
    Right.TAG,
    is_alone=True,
    response={200: Written, 404: Problem, **REFUSALS},
    summary="Set the tags of an editorial, in the place of those that it bears",
)
def tag(request: HttpRequest, number: int, sent: Tagged):
    _editorial(number)
    with _in_english(), _recording(request, OperationKind.EDIT, sent.why) as operation:
        try:
            change = Bulk(add=sent.tags, replace=True)
        except ValidationError as error:
            raise _problem(error) from None
        change.apply_within(operation, [number], operation.by)
    return _written(request, number, _outcome(operation), operation)


@contextmanager
def _in_english() -> Iterator[None]:
    """Have reasons and messages said as all that this interface tells programmers."""
    with translation.override("en"):
        yield


@contextmanager
def _recording(request: HttpRequest, kind: OperationKind, why: str) -> Iterator[Operation]:
    """Record an operation of the token's account that tells the token's name, too."""
    token: AccessToken = request.auth  # type: ignore[attr-defined] # ninja's, by Bearer
    reason = f"API, {token.name}"
    if why:
        reason = f"{why} ({reason})"
    with Operation.objects.recording(kind, token.user, reason) as operation:
        yield operation


def _outcome(operation: Operation) -> str:
    return "updated" if operation.pk else "unchanged"


def _editorial(number: int) -> Editorial:
    editorial = Editorial.objects.prefetch_related("bylines").filter(pk=number).first()
    if editorial is None:
        raise HttpError(404, "No editorial has this number.")
    if editorial.is_in_trash:
        raise HttpError(410, "This editorial is in the trash.")
    return editorial


def _refuse_withdrawal_without_reason(editorial: Editorial, sent: Corrected) -> None:
    if Editorial.State.is_withdrawal(sent.state, editorial.state) and not sent.why:
        raise HttpError(400, "why: to withdraw an editorial wants a reason.")


def _refuse_strange_pictures(operation: Operation, editorial: Editorial, posted: State) -> None:
    """Raise HttpError 400 for a picture that comes new and that no editorial of the archive has."""
    strange = picture_sharing.strangers(operation.by, editorial, posted.get("body", ""))
    strange -= set(pictures.named(editorial.body))
    if strange:
        raise HttpError(400, f"html: the archive has no picture {min(strange)}.")


def _posted(editorial: Editorial, fields: dict[str, Any]) -> State:
    """Return what was sent as a state of the editorial. Raises HttpError 400.

    Magazines and people that the archive does not know yet are made.
    """
    trial = copy(editorial)
    posted: State = {}
    for name in PLAIN:
        if name in fields:
            setattr(trial, name, _stated(trial, name, fields[name]))
            posted[name] = None
    if "url" in fields:
        trial.source_url = fields["url"] or ""
        posted["source_url"] = None
    if "html" in fields or "text" in fields:
        trial.body = _body(fields)
        posted["body"] = None
    _check(trial, posted)
    posted = {name: getattr(trial, name) for name in posted}
    if "publication" in fields:
        posted["publication"] = _magazine(fields["publication"] or "")
    if "bylines" in fields:
        posted["bylines"] = _signatories(editorial, fields["bylines"] or [])
    return posted


def _stated(trial: Editorial, name: str, value: Any) -> Any:
    """Return a value as a column takes it: what is not known is empty there, not null."""
    if value is not None:
        return value
    if name == "state":
        raise HttpError(400, "state: an editorial always has one.")
    return False if name == "title_supplied" else ""


def _body(fields: dict[str, Any]) -> str:
    # What was read by the API has addresses where the body names its pictures.
    html = pictures.named_by_hash(fields.get("html") or "")
    if not html:
        html = text.as_html(fields.get("text") or "")
    body = derived(html)
    if not body.plain.strip():
        raise HttpError(400, "html, text: an editorial without a text is none.")
    return body.html


def _check(trial: Editorial, sent: State) -> None:
    others = {field.name for field in Editorial._meta.fields} - sent.keys()
    try:
        trial.clean_fields(exclude=others)
        if {"date", "language"} & sent.keys():
            trial.clean()
    except ValidationError as error:
        raise _problem(error) from None


def _magazine(name: str) -> int | None:
    if not name.strip():
        return None
    if len(name) > LONGEST_NAME:
        raise HttpError(400, f"publication: at most {LONGEST_NAME} characters.")
    return Publication.objects.named(name).pk


def _signatories(editorial: Editorial, sent: list[dict[str, str]]) -> list[list]:
    """Return bylines as in a state. Raises HttpError 400."""
    bylines = []
    kinds = {}
    for byline in sent:
        name, role = byline["name"].strip(), byline.get("role", "").strip()
        if not name or max(len(name), len(role)) > LONGEST_NAME:
            raise HttpError(400, f"bylines: a name has 1 to {LONGEST_NAME} characters.")
        bylines.append((name, role))
        kinds[name] = byline.get("kind", "")
    return people.as_in_a_state(
        editorial, bylines, lambda name: people.number_of(name, kinds[name])
    )


def _problem(error: ValidationError) -> HttpError:
    if hasattr(error, "error_dict"):
        told = [f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()]
        return HttpError(400, "; ".join(told))
    return HttpError(400, " ".join(error.messages))


def _written(request: HttpRequest, number: int, outcome: str, operation: Operation) -> dict:
    editorial = whole(Editorial.objects.all()).get(pk=number)
    return record(request, editorial) | {
        "state": editorial.state,
        "outcome": outcome,
        "operation": operation.pk,
        "doubts": [as_line(doubt) for doubt in editorial.doubts],
    }
