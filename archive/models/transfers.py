"""Editorials that go from a magazine, or an author, to another one: the two made one, or parted.

Of many a worker does it in portions, as it does other changes: `workers.changes`.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from archive import text
from archive.identifiers import SCHEMES
from archive.models.authorities import MODELS, Authority
from archive.models.cross_references import CrossReference, citing
from archive.models.editorial_rows import Byline
from archive.models.editorials import Editorial, editorials_changed
from archive.models.issues import Issue
from archive.models.magazines import Correspondence, Editorship, Publication
from archive.models.names import Author, AuthorName, FormerAddress
from archive.models.operations import Operation, OperationKind, changing
from archive.models.sheets import Sheet
from archive.models.states import State, erase
from archive.models.stores import AUTHORS, EDITORIALS, PUBLICATIONS
from archive.models.stores.borne import NamedStore

FIELDS = {PUBLICATIONS.name: "publication", AUTHORS.name: "bylines"}  # of an editorial
# Columns that are taken from what is merged where the one that stays has nothing.
TAKEN: dict[str, tuple[str, ...]] = {
    PUBLICATIONS.name: (
        *("description", "issn", "publisher", "publisher_url", "subscription_url"),
        *("licence", "licence_address"),
    ),
    AUTHORS.name: ("note", "born", "died", *SCHEMES),
}
DESCRIBED = ("title", "date", "cover_id", "contents")  # of an issue
IS_DESCRIBED = ~Q(title="", date="", cover=None, contents=[])


@dataclass(frozen=True)
class Transfer:
    """From which row of a model (« publication », « author ») editorials go."""

    model: str
    source: int

    KIND: ClassVar[OperationKind]

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> Self:
        """Return what `as_json` has written."""
        return cls(**written)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON holds it, for who does it later."""
        return asdict(self)

    def check(self) -> None:
        """Raise ValidationError where it cannot be done, or not any more."""
        raise NotImplementedError

    @property
    def store(self) -> NamedStore:
        return PUBLICATIONS if self.model == PUBLICATIONS.name else AUTHORS

    def row(self, number: int) -> Authority:
        """Return a row of the model. Raises ValidationError where it is gone."""
        row = MODELS[self.model]._default_manager.filter(pk=number).first()
        if row is None:
            raise ValidationError(_("Une revue ou un auteur n’existe plus."))
        return row

    def apply(self, ids: Iterable[int], by=None, why: str = "") -> Operation:
        """Do it as one operation, and return that. Raises ValidationError: see `check`."""
        self.check()
        with Operation.objects.recording(self.KIND, by, why) as operation:
            self.apply_within(operation, ids, by)
            self.finish(operation)
        return operation

    def apply_within(self, operation: Operation, ids: Iterable[int], by=None) -> None:
        """Move editorials as a part of an operation that is being recorded."""
        ids = list(ids)
        if not ids:
            return
        target = self._target(operation)
        field = FIELDS[self.model]
        with operation.noting(EDITORIALS, ids, [field]) as before:
            targets = {}
            for pk, state in before.items():
                if state:
                    moved = self._moved(state[field], target)
                    if moved != state[field]:
                        targets[pk] = {field: moved}
            EDITORIALS.write(targets)

    def finish(self, operation: Operation) -> None:
        """Do what is left once the editorials are moved."""
        raise NotImplementedError

    def _target(self, operation: Operation) -> int:
        """Return the id of the row that editorials go to."""
        raise NotImplementedError

    def _moved(self, borne: Any, target: int) -> Any:
        """Return the magazine, or the bylines, of an editorial with the target for the source."""
        if self.model == PUBLICATIONS.name:
            return target if borne == self.source else borne
        bylines = []
        for name, role, author in borne:
            bylines.append([name, role, target if author == self.source else author])
        return bylines


@dataclass(frozen=True)
class Union(Transfer):
    """A magazine, or an author, that becomes another one, `into`, with all that it has."""

    into: int

    KIND = OperationKind.MERGE

    def check(self) -> None:
        """Raise ValidationError for a row with itself, a circle, or two different people."""
        source, into = self.row(self.source), self.row(self.into)
        if source == into:
            message = _("« %(name)s » ne peut pas être fusionné avec lui-même.")
            raise ValidationError(message % {"name": into})
        if isinstance(source, Publication) and isinstance(into, Publication):
            _refuse_between(source, into)
        else:
            _refuse_different(source, into)

    def apply_within(self, operation: Operation, ids: Iterable[int], by=None) -> None:
        """Move editorials; before the first, have letters to them stay as hidden as they are."""
        if self.model == PUBLICATIONS.name:
            self._close_letters(operation)
        super().apply_within(operation, ids, by)

    def _close_letters(self, operation: Operation) -> None:
        states = self.store.read([self.source, self.into], ["letters"])
        if len(states) < 2:
            return  # one of them is gone, which `row` tells
        letters = Correspondence.stricter(*(state["letters"] for state in states.values()))
        if letters != states[self.into]["letters"]:
            with operation.noting(self.store, [self.into], ["letters"]):
                self.store.write({self.into: {"letters": letters}})

    def _target(self, operation: Operation) -> int:
        return self.row(self.into).pk

    def finish(self, operation: Operation) -> None:
        if operation.pk:
            of_source = operation.changes.filter(model=self.model, object_id=self.source)
            if of_source.exists():
                return  # by a worker that was ended before it could say so
        self.check()
        source, into = self.row(self.source), self.row(self.into)
        has_texts = self.has_texts(operation)
        self.apply_within(operation, self.store.bearers([self.source]))  # what came meanwhile
        if isinstance(source, Publication) and isinstance(into, Publication):
            _unite_issues(source, into)
            texts = citing([self.source, self.into])
            CrossReference.objects.filter(publication=source).update(publication=into)
            if texts:
                editorials_changed.send(Editorial, ids=texts)  # their references are read again
            before = [other.pk for other in source.predecessors.exclude(pk=into.pk)]
            touched = [self.source, self.into, *before]
        else:
            before = []
            touched = [self.source, self.into]
        with operation.noting(self.store, touched) as states:
            pair = states[self.source] or {}, states[self.into] or {}
            targets = {self.into: self.taken(*pair, has_texts)}
            for number in before:
                others = (states[number] or {})["successors"]
                successors = dict.fromkeys(_without([*others, self.into], [self.source]))
                targets[number] = {"successors": list(successors)}
            self.store.write(targets)
            if self.model == AUTHORS.name:
                self._hand_over(operation)
            FormerAddress.objects.note(source, into)
            source.delete()

    def has_texts(self, operation: Operation | None = None) -> bool:
        """Return whether the one that stays has editorials but those an operation moved."""
        texts = Editorial.objects.filter(**{self.store.link: self.into}).order_by()
        if operation and operation.pk:
            moved = operation.changes.filter(model=EDITORIALS.name)
            texts = texts.exclude(pk__in=moved.order_by().values("object_id"))
        return texts.exists()

    def taken(self, source: State, into: State, has_texts: bool) -> State:
        """Return the fields of the row that stays that become others.

        A magazine that `has_texts` gets no licence for them from another one.
        """
        target: State = {}
        for column in TAKEN[self.model]:
            if source[column] and not into[column]:
                target[column] = source[column]
        if has_texts:
            target.pop("licence", None)
        if "licence" not in target:
            target.pop("licence_address", None)  # it is where another licence is read
        if "letters" in into:
            letters = Correspondence.stricter(source["letters"], into["letters"])
            if letters != into["letters"]:
                target["letters"] = letters
        for part in ("periods", "editorships", "names"):
            if part in into:
                added = [element for element in source[part] if element not in into[part]]
                target[part] = into[part] + added
        if "successors" in into:
            both = dict.fromkeys(into["successors"] + source["successors"])
            target["successors"] = _without(both, [self.source, self.into])
        return target

    def _hand_over(self, operation: Operation) -> None:
        """Let those who edited magazines, and sheets, be of the author who stays."""
        edited = Publication.objects.filter(editorships__author=self.source).distinct()
        with operation.changing(list(edited), ["editorships"]):
            Editorship.objects.filter(author=self.source).update(author=self.into)
        with operation.changing(list(Sheet.objects.filter(author=self.source)), ["author"]):
            Sheet.objects.filter(author=self.source).update(author=self.into)


@dataclass(frozen=True)
class Parting(Transfer):
    """Some editorials of a magazine, or an author, that go to another, `part`; None for a new one
    of that name.
    """

    part: int | None
    name: str

    KIND = OperationKind.SPLIT

    def check(self) -> None:
        """Raise ValidationError where a row is gone, or both are the same."""
        source = self.row(self.source)
        is_itself = self.part == self.source
        if self.part:
            self.row(self.part)
        elif isinstance(source, Publication):
            is_itself = text.fold(self.name) == source.key
        if is_itself:
            raise ValidationError(_("Nommez-en un autre : les textes y sont déjà."))

    def _target(self, operation: Operation) -> int:
        """Return the part; a new one is made by the first portion, and found by the others."""
        if self.part:
            return self.part
        if operation.pk:
            made = operation.changes.filter(model=self.model, before__isnull=True)
            for number in made.order_by("pk").values_list("object_id", flat=True):
                return number
        rows = MODELS[self.model]._default_manager
        if self.model == PUBLICATIONS.name:
            letters = Publication.objects.values_list("letters", flat=True).get(pk=self.source)
            new = {"name": self.name, "letters": letters}  # they stay as hidden as they are
            return rows.get_or_create(key=text.fold(self.name), defaults=new)[0].pk
        return rows.create(name=self.name).pk

    def finish(self, operation: Operation) -> None:
        part = self._target(operation)
        if self.model == PUBLICATIONS.name:
            _hand_over_issues(self.source, part)
            return
        signed = Byline.objects.filter(author=part).order_by().values_list("name", flat=True)
        signed_still = Byline.objects.filter(author=self.source).values("name")
        own = Author.objects.filter(pk=self.source).values("name")
        with operation.changing(Author.objects.filter(pk__in=(self.source, part)), ["names"]):
            for name in sorted(set(signed)):
                AuthorName.objects.get_or_create(author_id=part, name=name)
            forms = AuthorName.objects.filter(author=self.source, name__in=signed)
            forms.exclude(name__in=signed_still).exclude(name__in=own).delete()


def _without(numbers: Iterable[int], left_out: Iterable[int]) -> list[int]:
    return [number for number in numbers if number not in set(left_out)]


def _refuse_between(source: Publication, into: Publication) -> None:
    """Raise ValidationError where a third magazine came after one of them and before the other."""
    for first, last in ((source, into), (into, source)):
        between = first.successors.exclude(pk=last.pk).filter(pk__in=last.earlier())
        for magazine in between[:1]:
            message = _(
                "« %(between)s » a paru entre « %(first)s » et « %(last)s » : elle se suivrait"
                " elle-même. Changez d’abord laquelle suit laquelle."
            )
            told = {"between": magazine, "first": first, "last": last}
            raise ValidationError(message % told)


def _refuse_different(source: Authority, into: Authority) -> None:
    """Raise ValidationError where identifiers tell two people from each other."""
    for column in SCHEMES:
        identifiers = {getattr(source, column), getattr(into, column)} - {""}
        if len(identifiers) > 1:
            message = _(
                "Leurs identifiants %(where)s diffèrent (%(identifiers)s) : ce sont deux personnes,"
                " ou l’un des deux est à corriger d’abord."
            )
            told = {"where": SCHEMES[column].name, "identifiers": ", ".join(sorted(identifiers))}
            raise ValidationError(message % told)


def _unite_issues(source: Publication, into: Publication) -> None:
    """Have the issues of a magazine tell what editors said of those of another, which goes.

    What both tell stays as the one that remains has it. Rows of which nothing was said go with
    their magazine, and are made again as an undo gives it its editorials back.
    """
    _describe(source.issues.filter(IS_DESCRIBED), into.pk)
    erase(source.issues.exclude(IS_DESCRIBED))


def _hand_over_issues(source: int, part: int) -> None:
    """Have the issues that went from a magazine as a whole tell what editors said of them."""
    borne = Editorial.objects.filter(
        publication=OuterRef("publication"), issue_slug=OuterRef("slug")
    )
    of_part = Issue.objects.filter(publication=part, slug=OuterRef("slug"))
    emptied = Issue.objects.filter(IS_DESCRIBED, ~Exists(borne.order_by()), Exists(of_part))
    _describe(emptied.filter(publication=source), part)


def _describe(described: QuerySet[Issue], magazine: int) -> None:
    """Say of a magazine's issues what is said of those of the same numbers of another."""
    rows = list(described.order_by("pk"))
    twins = {}
    for twin in Issue.objects.filter(publication=magazine, slug__in=[row.slug for row in rows]):
        twins[twin.slug] = twin
    with changing(list(twins.values())):
        for row in rows:
            twin = twins.get(row.slug) or Issue.printed(magazine, row.number)
            for column in DESCRIBED:
                if not getattr(twin, column):
                    setattr(twin, column, getattr(row, column))
            twin.save()
