"""Where the forms of a person's name stand in what the archive holds, and what is written there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Model, Q

from archive.masking import Mask, mask_of
from archive.models.editorial_rows import Byline
from archive.models.editorials import Editorial
from archive.models.names import Author, Tag
from archive.models.sheets import Sheet
from archive.models.states import State
from archive.models.stores import (
    AUTHORS,
    EDITORIALS,
    ISSUES,
    LETTERS,
    PUBLICATIONS,
    SELECTIONS,
    STORES,
    TAGS,
)
from archive.models.stores.state_store import StateStore
from archive.models.withholding import SHOWN, Withholding

TEXTS = ("title", "standfirst", "body", "section")  # of an editorial
# Columns in which a name is masked, of all but editorials.
PLAIN: dict[str, tuple[str, ...]] = {
    LETTERS.name: ("name", "text", "reply"),
    AUTHORS.name: ("note",),
    TAGS.name: ("description",),
    PUBLICATIONS.name: ("description", "publisher"),
    ISSUES.name: ("title",),
    SELECTIONS.name: ("name", "introduction"),
}
# What of their rows' parts is looked at as well.
OF_PARTS = {
    AUTHORS.name: ("names__name",),
    PUBLICATIONS.name: ("editorships__name", "editorships__role"),
}
# Columns that hold a name and stay, since others know the row by them.
KEPT = (
    (Author.objects.all(), ("name", "slug")),
    (Tag.objects.all(), ("name", "slug", "aliases__name")),
    (SELECTIONS.rows, ("slug",)),
    (PUBLICATIONS.rows, ("name", "slug")),
    (Sheet.objects.filter(curated=True), ("name",)),  # others go with their mentions
)
BATCH = 200  # rows that are in memory at a time


@dataclass
class Masking:
    """Where a name stands, and what is to be written there.

    `targets`: {store's name: {id: fields of a state}}.
    """

    forms: list[str]
    is_shown: bool
    targets: dict[str, dict[int, State]] = field(default_factory=dict)
    tags: list[Tag] = field(default_factory=list)  # of that name, which go
    authors: list[Author] = field(default_factory=list)  # of that name, who go
    addresses: list[str] = field(default_factory=list)  # of origin, that hold it and stay
    kept: list[Model] = field(default_factory=list)  # rows whose own name or address holds it

    @property
    def editorials(self) -> dict[int, State]:
        return self.targets.get(EDITORIALS.name, {})

    @property
    def letters(self) -> dict[int, State]:
        return self.targets.get(LETTERS.name, {})

    @property
    def is_empty(self) -> bool:
        return not (any(self.targets.values()) or self.tags or self.authors)

    def target(self, store: StateStore, state: State) -> State:
        """Return the fields of a row that become others."""
        mask, authors = mask_of(tuple(self.forms)), {author.pk for author in self.authors}
        return _target(mask, store, state, authors, self.is_shown)

    def is_current(self) -> bool:
        """Return False where a tag or an author that is to go is gone or has another name."""
        for rows in (self.tags, self.authors):
            for row in rows:
                if not type(row)._default_manager.filter(pk=row.pk, name=row.name).exists():
                    return False
        return True


def find(forms: Iterable[str], is_shown: bool) -> Masking:
    """Return where the forms of a name stand; change nothing."""
    masking = Masking(list(forms), is_shown)
    mask = Mask(masking.forms)
    masking.tags = [tag for tag in _named(Tag, mask, "aliases__name") if _is_of_tag(mask, tag)]
    masking.authors = [author for author in _named(Author, mask) if mask.is_name(author.name)]
    authors = {author.pk for author in masking.authors}
    going = {AUTHORS.name: authors, TAGS.name: {tag.pk for tag in masking.tags}}
    for store in (EDITORIALS, *(STORES[name] for name in PLAIN)):
        targets: dict[int, State] = {}
        for states in _candidates(mask, store, authors):
            for pk, state in states.items():
                if pk in going.get(store.name, ()):
                    continue
                target = _target(mask, store, state, authors, is_shown)
                if target:
                    targets[pk] = target
                if store is EDITORIALS and mask.is_in(f'<a href="{state["source_url"]}">'):
                    masking.addresses.append(state["source_url"])
        if targets:
            masking.targets[store.name] = targets
    masking.kept = list(_kept(mask, going))
    return masking


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


def _kept(mask: Mask, going: dict[str, set[int]]) -> Iterator[Model]:
    for all_rows, columns in KEPT:
        model = str(all_rows.model._meta.model_name)
        rows = all_rows.filter(_holding(mask, columns)).order_by("pk")
        holding = {}
        for pk, *held in rows.values_list("pk", *columns):
            if any(mask.text(name or "") != (name or "") for name in held):
                holding[pk] = pk not in going.get(model, ())
        yield from all_rows.filter(pk__in=[pk for pk, stays in holding.items() if stays])


def _candidates(mask: Mask, store: StateStore, authors: set[int]) -> Iterator[dict[int, State]]:
    """Yield the states of the rows of a store that may have the name, some at a time."""
    if store is EDITORIALS:
        fields = [*TEXTS, "bylines", "doubts", "source_url", "withheld"]
        numbers = _editorials(mask, authors)
    else:
        fields = [*store.fields]
        condition = _holding(mask, (*PLAIN[store.name], *OF_PARTS.get(store.name, ())))
        if store is PUBLICATIONS:
            condition |= Q(editorships__author__in=authors)
        numbers = set(store.rows.filter(condition).order_by().values_list("pk", flat=True))
    ordered = sorted(numbers)
    for start in range(0, len(ordered), BATCH):
        yield store.read(ordered[start : start + BATCH], fields)


def _editorials(mask: Mask, authors: set[int]) -> set[int]:
    columns = (*TEXTS, "text", "source_url")
    numbers = set(Editorial.objects.filter(_holding(mask, columns)).values_list("pk", flat=True))
    signed = Byline.objects.filter(_holding(mask, ("name", "role")) | Q(author__in=authors))
    numbers.update(signed.values_list("editorial_id", flat=True))
    shown = Withholding.objects.exclude(original={})  # whose pages may show it
    numbers.update(shown.values_list("editorial_id", flat=True))
    return numbers


# What is written


def _target(
    mask: Mask, store: StateStore, state: State, authors: set[int], is_shown: bool
) -> State:
    if store is EDITORIALS:
        return _of_editorial(mask, state, authors, is_shown)
    target: State = {}
    for name in PLAIN[store.name]:
        _set(target, name, _fitting(store, name, mask.text(state[name])), state)
    if store is AUTHORS:
        own = state["name"]  # which its author has in any case
        forms = [name for name in state["names"] if name == own or mask.text(name) == name]
        _set(target, "names", forms, state)
    if store is PUBLICATIONS:
        editorships = []
        for name, role, date, author in state["editorships"]:
            is_named = author in authors or mask.text(name) != name
            masked = [_short(mask.text(name)), _short(mask.text(role))]
            editorships.append([*masked, date, None if is_named else author])
        _set(target, "editorships", editorships, state)
    return target


def _set(target: State, name: str, masked, state: State) -> None:
    if masked != state[name]:
        target[name] = masked


def _fitting(store: StateStore, name: str, masked: str) -> str:
    """Return a masked text as its column holds it: the mask may be longer than the name."""
    return masked[: store.field(name).max_length]


def _short(masked: str) -> str:
    return masked[: Byline._meta.get_field("name").max_length]


def _of_editorial(mask: Mask, state: State, authors: set[int], is_shown: bool) -> State:
    """Return the fields of an editorial that become others."""
    target: State = {}
    for name in TEXTS:
        _set(target, name, _fitting(EDITORIALS, name, _of_page(mask, name, state[name])), state)
    bylines = []
    for name, role, author in state["bylines"]:
        is_signed = author in authors or mask.text(name) != name
        masked = [_short(mask.text(name)), _short(mask.text(role))]
        bylines.append([*masked, None if is_signed else author])
    _set(target, "bylines", bylines, state)
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
