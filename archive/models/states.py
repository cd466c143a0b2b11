"""An object's state as JSON, and back: what operations compare, keep and restore.

A state is {field: value} with all that people may change: an editorial's bylines, tags, doubts and captures as well as
its own columns; what is derived (plain text, slug, years, fingerprint) is left out and derived again. Thousands of
objects are read and written in a number of queries that grows by the CHUNK, not by the object.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from archive import dates, text
from archive.models.editorial_rows import Byline, Capture, EditorialYear, Tagging
from archive.models.editorials import Editorial, editorials_changed
from archive.models.names import Author, AuthorName, Publication, Tag, TagAlias

CHUNK = 900  # ids in one query: SQLite takes 999 parameters at least
State = dict[str, object]


def chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    yield from (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def items(value) -> dict[str, object]:
    """A set-like value, {key: detail} or [element, …], as {key: detail}."""
    if isinstance(value, dict):
        return value
    return {json.dumps(one, sort_keys=True, ensure_ascii=False): one for one in value or ()}


def differing(
    before: State | None, after: State | None
) -> tuple[State | None, State | None] | None:
    """(before, after) with nothing but the fields that differ, whole states where one side is None; None where no field
    does. A higher version is no difference."""
    if before is None or after is None:
        return None if before is after else (before, after)
    names = [
        name for name, value in before.items() if after.get(name) != value and name != "version"
    ]
    return (
        ({name: before[name] for name in names}, {name: after.get(name) for name in names})
        if names
        else None
    )


def _as_json(value):
    return value.isoformat() if isinstance(value, datetime) else value


def _existing(model: type[models.Model], ids: Iterable[int | None]) -> set[int]:
    found = set()
    for chunk in chunks({pk for pk in ids if pk is not None}):
        found.update(model.objects.filter(pk__in=chunk).values_list("pk", flat=True))
    return found


def _erase(rows: models.QuerySet) -> None:
    """Deletes without loading each row and sending its signals: ten thousand rows are one query. Who calls it tells
    the index."""
    rows.order_by()._raw_delete(rows.db)


# Rows of other models that belong to a state. `read` and `write` take and give {id: value}; `write` replaces.


class Bylines:
    """[[name as printed, role, author's id or None], …] in order."""

    empty = list

    def read(self, ids: list[int]) -> dict[int, list]:
        rows, found = (
            Byline.objects.filter(editorial__in=ids).order_by("position", "pk"),
            defaultdict(list),
        )
        for editorial, *byline in rows.values_list("editorial_id", "name", "role", "author_id"):
            found[editorial].append(byline)
        return found

    def write(self, values: dict[int, list]) -> None:
        for chunk in chunks(values):
            _erase(Byline.objects.filter(editorial__in=chunk))
        known = _existing(
            Author, (author for value in values.values() for _name, _role, author in value)
        )
        Byline.objects.bulk_create(
            Byline(
                editorial_id=pk,
                name=name,
                role=role,
                author_id=author if author in known else None,
                position=rank,
            )
            for pk, value in values.items()
            for rank, (name, role, author) in enumerate(value)
        )


class Taggings:
    """{tag's id: [user's id or None, when, origin]}."""

    empty = dict

    def read(self, ids: list[int]) -> dict[int, dict]:
        rows, found = (
            Tagging.objects.filter(editorial__in=ids).order_by("tag_id"),
            defaultdict(dict),
        )
        for editorial, tag, by, at, origin in rows.values_list(
            "editorial_id", "tag_id", "by_id", "at", "origin"
        ):
            found[editorial][str(tag)] = [by, at.isoformat(), origin]
        return found

    def write(self, values: dict[int, dict]) -> None:
        gone, come = defaultdict(list), []
        for chunk in chunks(values):
            there = self.read(chunk)
            for pk in chunk:
                for tag in there[pk].keys() - values[pk].keys():
                    gone[int(tag)].append(pk)
                come += [
                    (pk, int(tag), *values[pk][tag]) for tag in values[pk].keys() - there[pk].keys()
                ]
        for tag, editorials in gone.items():
            for chunk in chunks(editorials):
                _erase(Tagging.objects.filter(tag=tag, editorial__in=chunk))
        self._create(come)

    def _create(self, rows: list[tuple]) -> None:
        tags = _existing(Tag, {tag for _pk, tag, *_said in rows})
        users = _existing(get_user_model(), {by for _pk, _tag, by, *_said in rows})
        Tagging.objects.bulk_create(
            Tagging(
                editorial_id=pk,
                tag_id=tag,
                by_id=by if by in users else None,
                at=parse_datetime(at),
                origin=origin,
            )
            for pk, tag, by, at, origin in rows
            if tag in tags
        )


class Captures:
    """{capture's id: its row}. The file itself is never deleted, so a row that returns finds its bytes."""

    empty = dict
    columns = ("content", "sha256", "media_type", "size", "origin", "captured_at")

    def read(self, ids: list[int]) -> dict[int, dict]:
        rows, found = Capture.objects.filter(editorial__in=ids).order_by("pk"), defaultdict(dict)
        for editorial, pk, *row in rows.values_list("editorial_id", "pk", *self.columns):
            found[editorial][str(pk)] = dict(zip(self.columns, map(_as_json, row), strict=True))
        return found

    def write(self, values: dict[int, dict]) -> None:
        for chunk in chunks(values):
            there = self.read(chunk)
            gone = [
                int(pk)
                for editorial in chunk
                for pk in there[editorial].keys() - values[editorial].keys()
            ]
            for part in chunks(gone):
                _erase(Capture.objects.filter(pk__in=part))
            Capture.objects.bulk_create(
                Capture(pk=int(pk), editorial_id=editorial, **values[editorial][pk])
                for editorial in chunk
                for pk in values[editorial].keys() - there[editorial].keys()
            )


class PrintedNames:
    """[printed form of an author's name, …] in alphabetical order."""

    empty = list

    def read(self, ids: list[int]) -> dict[int, list]:
        found = defaultdict(list)
        for author, name in (
            AuthorName.objects.filter(author__in=ids)
            .order_by("name")
            .values_list("author_id", "name")
        ):
            found[author].append(name)
        return found

    def write(self, values: dict[int, list]) -> None:
        for pk, names in values.items():
            for gone in AuthorName.objects.filter(author=pk).exclude(name__in=names):
                gone.delete()
            for name in names:
                AuthorName.objects.get_or_create(author_id=pk, name=name)


class Aliases:
    """[other name of a tag, …] in alphabetical order. A name that another tag has by now is left out."""

    empty = list

    def read(self, ids: list[int]) -> dict[int, list]:
        found = defaultdict(list)
        for tag, name in (
            TagAlias.objects.filter(tag__in=ids).order_by("name").values_list("tag_id", "name")
        ):
            found[tag].append(name)
        return found

    def write(self, values: dict[int, list]) -> None:
        for pk, names in values.items():
            TagAlias.objects.filter(tag=pk).exclude(
                key__in=[text.fold(name) for name in names]
            ).delete()
        for pk, names in values.items():
            for name in names:
                TagAlias.objects.get_or_create(
                    key=text.fold(name), defaults={"tag_id": pk, "name": name}
                )


class Broader:
    """[id of a broader tag, …]; written after all tags are made."""

    empty = list

    def read(self, ids: list[int]) -> dict[int, list]:
        found = defaultdict(list)
        links = Tag.broader.through.objects.filter(from_tag__in=ids).order_by("to_tag")
        for tag, broader in links.values_list("from_tag_id", "to_tag_id"):
            found[tag].append(broader)
        return found

    def write(self, values: dict[int, list]) -> None:
        known = _existing(Tag, (broader for value in values.values() for broader in value))
        for tag in Tag.objects.filter(pk__in=values):
            tag.broader.set([pk for pk in values[tag.pk] if pk in known])


class Kind:
    """How one model's objects are read, written, made and deleted. `sets`: fields whose elements are undone one by one.
    `hidden`: fields that are kept but are nothing to people. `always`: what is read along and is no change by itself."""

    always: tuple[str, ...] = ()

    def __init__(
        self, model: type[models.Model], columns: str, parts: dict | None = None, sets=(), hidden=()
    ):
        self.model, self.name = model, model._meta.model_name
        self.columns, self.parts = tuple(columns.split()), parts or {}
        self.sets, self.hidden = frozenset(sets), frozenset(hidden)

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.columns, *self.parts)

    def read(
        self, ids: Iterable[int], fields: Iterable[str] | None = None, lock: bool = False
    ) -> dict[int, State]:
        """{id: state} of those that there are; `lock` keeps others from changing them until the transaction ends."""
        wanted = self.fields if fields is None else tuple(fields)
        columns, found = [*self.always, *(name for name in wanted if name in self.columns)], {}
        for chunk in chunks(ids):
            rows = self.model.objects.filter(pk__in=chunk).order_by()
            for pk, *values in (rows.select_for_update() if lock else rows).values_list(
                "pk", *columns
            ):
                found[pk] = dict(zip(columns, map(_as_json, values), strict=True))
            for name in (name for name in wanted if name in self.parts):
                part = self.parts[name]
                values = part.read(chunk)
                for pk in chunk:
                    if pk in found:
                        found[pk][name] = values.get(pk) or part.empty()
        return found

    def existing(self, ids: Iterable[int]) -> set[int]:
        return _existing(self.model, ids)

    def write(self, targets: dict[int, State]) -> None:
        """Sets fields of objects that there are."""
        self.write_columns(targets)
        self.write_parts(targets)

    def write_parts(self, targets: dict[int, State]) -> None:
        for name, part in self.parts.items():
            if values := {pk: state[name] for pk, state in targets.items() if name in state}:
                part.write(values)

    def _split(self, state: State) -> dict[str, object]:
        """The columns of a state by the names of their attributes, as Python values."""
        fields = {name: self.model._meta.get_field(name) for name in self.columns if name in state}
        return {field.attname: field.to_python(state[name]) for name, field in fields.items()}


class NamedKind(Kind):
    """Tags, authors, magazines: few at a time, so each is saved as ever, and the signals tell the index.
    `link`: from an editorial to them."""

    def __init__(self, *args, link: str, one_of_a_name: bool = True, **options):
        super().__init__(*args, **options)
        self.link, self.one_of_a_name = link, one_of_a_name

    def write_columns(self, targets: dict[int, State]) -> None:
        for named in self.model.objects.filter(pk__in=targets):
            if values := self._split(targets[named.pk]):
                for name, value in values.items():
                    setattr(named, name, value)
                named.save()

    def make(self, states: dict[int, State]) -> None:
        for pk, state in states.items():
            self.model(pk=pk, **self._split(state)).save(force_insert=True)

    def delete(self, ids: Iterable[int]) -> None:
        for chunk in chunks(ids):
            for named in self.model.objects.filter(pk__in=chunk):
                named.delete()

    def bearers(self, ids: Iterable[int]) -> set[int]:
        """The editorials that bear one of them."""
        found = set()
        for chunk in chunks(ids):
            found.update(
                Editorial.objects.filter(**{f"{self.link}__in": chunk})
                .order_by()
                .values_list("pk", flat=True)
            )
        return found


class EditorialKind(Kind):
    """Editorials by the thousand: no model's signal is sent; `editorials_changed` is, once."""

    always = ("version",)
    DERIVING = frozenset(
        {"title", "body", "source_url"}
    )  # what is derived of them is each editorial's own

    def raise_versions(self, ids: Iterable[int]) -> None:
        for chunk in chunks(ids):
            Editorial.objects.filter(pk__in=chunk).update(version=F("version") + 1)

    def write(self, targets: dict[int, State]) -> None:
        super().write(targets)
        editorials_changed.send(Editorial, ids=list(targets))

    def write_columns(self, targets: dict[int, State]) -> None:
        """One query for all that get the same values: a bulk change sets one value, an import's undo many."""
        alike = defaultdict(list)
        for pk, state in targets.items():
            columns = {name: value for name, value in state.items() if name in self.columns}
            if self.DERIVING.isdisjoint(columns):
                alike[json.dumps(columns, sort_keys=True)].append(pk)
            else:
                self._save_derived(pk, columns)
        for columns, ids in alike.items():
            self._set(json.loads(columns), ids)

    def _set(self, columns: State, ids: list[int]) -> None:
        values = self._split(columns) | {"updated_at": timezone.now(), "version": F("version") + 1}
        if "date" in columns:
            values["earliest"], values["latest"] = dates.bounds(columns["date"] or None)
        for chunk in chunks(ids):
            Editorial.objects.filter(pk__in=chunk).update(**values)
            if "date" in columns:
                _erase(EditorialYear.objects.filter(editorial__in=chunk))
                rows = (
                    EditorialYear(editorial_id=pk, year=year)
                    for pk in chunk
                    for year in dates.years(columns["date"])
                )
                EditorialYear.objects.bulk_create(rows)

    def _save_derived(self, pk: int, columns: State) -> None:
        for editorial in Editorial.objects.filter(pk=pk):
            for name, value in self._split(columns).items():
                setattr(editorial, name, value)
            editorial.save()

    def make(self, states: dict[int, State]) -> None:
        """Under the ids that they had, and with higher versions than the forms still open on them."""
        made = [
            Editorial(pk=pk, **self._split(state), version=state["version"] + 1)
            for pk, state in states.items()
        ]
        for editorial in made:
            editorial.derive()
        Editorial.objects.bulk_create(made, batch_size=100)
        EditorialYear.objects.bulk_create(
            year for editorial in made for year in editorial.years_to_be()
        )
        editorials_changed.send(Editorial, ids=list(states))

    def delete(self, ids: Iterable[int]) -> None:
        """With all rows that go with an editorial; none of these has rows of its own that would go with it."""
        for chunk in chunks(ids):
            for relation in Editorial._meta.related_objects:
                if relation.on_delete is models.CASCADE:
                    _erase(
                        relation.related_model.objects.filter(
                            **{f"{relation.field.name}__in": chunk}
                        )
                    )
            _erase(Editorial.objects.filter(pk__in=chunk))
        editorials_changed.send(Editorial, ids=list(ids))


EDITORIALS = EditorialKind(
    Editorial,
    "title title_supplied standfirst body language date publication section issue page source_url source_id state "
    "doubts imported created_at",
    {"bylines": Bylines(), "tags": Taggings(), "captures": Captures()},
    sets={"doubts", "tags", "captures"},
    hidden={"imported", "created_at"},
)
PUBLICATIONS = NamedKind(Publication, "name slug description issn", link="publication")
AUTHORS = NamedKind(
    Author,
    "name slug sort_name note",
    {"names": PrintedNames()},
    sets={"names"},
    link="bylines__author",
    one_of_a_name=False,
)
TAGS = NamedKind(
    Tag,
    "name slug description",
    {"aliases": Aliases(), "broader": Broader()},
    sets={"aliases", "broader"},
    link="taggings__tag",
)
KINDS = {kind.name: kind for kind in (PUBLICATIONS, AUTHORS, TAGS, EDITORIALS)}
