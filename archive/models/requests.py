"""What persons in the texts may ask for: an editorial kept from search engines, a name masked.

A masked name is taken out of the rows themselves. So whatever reads them for programs (feeds, API,
harvesting, exports, the index, what a page tells of itself) has it masked without knowing of it;
where the page alone may go on showing it, that is the one place that asks for the original.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.masking import Mask
from archive.models.editorial_rows import Byline
from archive.models.editorials import Editorial
from archive.models.letters import Letter
from archive.models.names import Author, Tag
from archive.models.operations import Operation, OperationKind
from archive.models.states import State
from archive.models.stores import EDITORIALS, LETTERS
from archive.models.withholding import SHOWN, Withholding

TEXTS = ("title", "standfirst", "body", "section")  # of an editorial
OF_LETTERS = ("name", "text", "reply")
BATCH = 200  # editorials that are in memory at a time


class PersonRequest(models.Model):
    """A request that an operation has granted: the `forms` of the name, none where it is an
    editorial that was kept from search engines; whether pages go on showing it."""

    operation = models.OneToOneField(Operation, models.CASCADE, related_name="request")
    forms = models.JSONField(default=list)
    is_shown = models.BooleanField(default=False)

    class Meta:
        ordering = ["-operation"]
        verbose_name = gettext_lazy("demande")
        verbose_name_plural = gettext_lazy("demandes")

    def __str__(self):
        return f"{self._meta.verbose_name} n° {self.pk}"


def withhold(ids: Iterable[int], by, why: str) -> Operation:
    """Keep editorials from search engines, as one operation; without a row where they are."""
    with Operation.objects.recording(OperationKind.REQUEST, by, why) as operation:
        with operation.noting(EDITORIALS, list(ids), ["withheld"]) as before:
            targets: dict[int, State] = {}
            for pk, state in before.items():
                if state and not state["withheld"]:
                    targets[pk] = {"withheld": {"original": {}}}
            EDITORIALS.write(targets)
        if operation.pk:
            PersonRequest.objects.create(operation=operation)
    return operation


@dataclass
class Masking:
    """Where a name stands, and what is to be written there: {id: fields of a state}."""

    editorials: dict[int, State] = field(default_factory=dict)
    letters: dict[int, State] = field(default_factory=dict)
    tags: list[Tag] = field(default_factory=list)  # of that name, which go
    authors: list[Author] = field(default_factory=list)  # of that name, who go
    addresses: list[str] = field(default_factory=list)  # of origin, that hold it and stay

    @property
    def is_empty(self) -> bool:
        return not (self.editorials or self.letters or self.tags or self.authors)


def find(forms: Iterable[str], is_shown: bool) -> Masking:
    """Return where the forms of a name stand; change nothing."""
    mask = Mask(forms)
    masking = Masking()
    masking.tags = [tag for tag in _named(Tag, mask, "aliases__name") if _is_of_tag(mask, tag)]
    masking.authors = [author for author in _named(Author, mask) if mask.is_name(author.name)]
    authors = {author.pk for author in masking.authors}
    for states in _candidates(mask, authors):
        for pk, state in states.items():
            target = _masked(mask, state, authors, is_shown)
            if target:
                masking.editorials[pk] = target
            if mask.is_in(f'<a href="{state["source_url"]}">'):
                masking.addresses.append(state["source_url"])
    letters = Letter.objects.filter(_holding(mask, OF_LETTERS)).values_list("pk", flat=True)
    for pk, state in LETTERS.read(letters, OF_LETTERS).items():
        target = {name: mask.text(state[name]) for name in OF_LETTERS}
        if target != {name: state[name] for name in OF_LETTERS}:
            masking.letters[pk] = target
    return masking


def mask(forms: list[str], is_shown: bool, by, why: str) -> Operation:
    """Mask a name, as one operation; without a row where it stands nowhere."""
    with Operation.objects.recording(OperationKind.REQUEST, by, why) as operation:
        masking = find(forms, is_shown)
        with operation.noting(EDITORIALS, masking.editorials):
            EDITORIALS.write(masking.editorials)
        with operation.noting(LETTERS, masking.letters):
            LETTERS.write(masking.letters)
        for named in (*masking.tags, *masking.authors):
            named.delete()
        if not masking.is_empty:
            operation.save()
            PersonRequest.objects.create(operation=operation, forms=forms, is_shown=is_shown)
    return operation


def _holding(mask: Mask, columns: Iterable[str]) -> Q:
    """Return the condition that a column may hold the name: what it finds is looked at closer."""
    pattern = mask.loosely()
    if not pattern:
        return Q(pk__in=())
    conditions = [Q(**{f"{column}__iregex": pattern}) for column in columns]
    return reduce(or_, conditions)


def _named(model, mask: Mask, *more: str):
    return model.objects.filter(_holding(mask, ("name", *more))).distinct()


def _is_of_tag(mask: Mask, tag: Tag) -> bool:
    return mask.is_name(tag.name) or any(mask.is_name(alias.name) for alias in tag.aliases.all())


def _candidates(mask: Mask, authors: set[int]) -> Iterator[dict[int, State]]:
    """Yield the states of the editorials that may have the name, some at a time."""
    columns = (*TEXTS, "text", "source_url")
    numbers = set(Editorial.objects.filter(_holding(mask, columns)).values_list("pk", flat=True))
    signed = Byline.objects.filter(_holding(mask, ("name", "role")) | Q(author__in=authors))
    numbers.update(signed.values_list("editorial_id", flat=True))
    shown = Withholding.objects.exclude(original={})  # whose pages may show it
    numbers.update(shown.values_list("editorial_id", flat=True))
    ordered = sorted(numbers)
    for start in range(0, len(ordered), BATCH):
        fields = (*TEXTS, "bylines", "doubts", "source_url", "withheld")
        yield EDITORIALS.read(ordered[start : start + BATCH], fields)


def _masked(mask: Mask, state: State, authors: set[int], is_shown: bool) -> State:
    """Return the fields of an editorial that become others."""
    target: State = {}
    for name in TEXTS:
        masked = mask.html(state[name]) if name == "body" else mask.text(state[name])
        if masked != state[name]:
            target[name] = masked
    bylines = []
    for name, role, author in state["bylines"]:
        is_signed = author in authors or mask.text(name) != name
        bylines.append([mask.text(name), mask.text(role), None if is_signed else author])
    if bylines != state["bylines"]:
        target["bylines"] = bylines
    doubts = [doubt | {"value": mask.text(doubt.get("value", ""))} for doubt in state["doubts"]]
    if target and doubts != state["doubts"]:
        target["doubts"] = doubts
    original = dict(state["withheld"].get("original", {}))
    if is_shown:
        for name in SHOWN:
            if name in target:
                original.setdefault(name, state[name])
    else:
        original = {name: _of_page(mask, name, shown) for name, shown in original.items()}
    if (is_shown and target) or original != state["withheld"].get("original", {}):
        target["withheld"] = {"original": original}
    return target


def _of_page(mask: Mask, name: str, shown: str) -> str:
    return mask.html(shown) if name == "body" else mask.text(shown)


def reason(forms: list[str], why: str) -> str:
    """Return what the history says of a masked name."""
    return _("« %(name)s » masqué — %(why)s") % {"name": forms[0], "why": why}
