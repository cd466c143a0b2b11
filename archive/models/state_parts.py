"""Fields of a state that are rows of other models: an editorial's bylines, a tag's aliases …"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.utils import timezone

from archive import text
from archive.models.chunks import chunks
from archive.models.distinctions import JUDGED
from archive.models.editorial_rows import Byline, Capture, Tagging
from archive.models.editorials import Editorial
from archive.models.magazines import Editorship, Period, Publication
from archive.models.names import Author, AuthorName, Named, Tag, TagAlias
from archive.models.selections import SelectionEntry
from archive.models.sheets import Sheet, SheetForm
from archive.models.states import as_json, erase, existing
from archive.models.withholding import Withholding


class StatePart(ABC):
    """One such field. Its value for each owner is what the docstring of the subclass draws."""

    empty: ClassVar[type[list] | type[dict]] = list  # makes the value of an owner without rows

    @abstractmethod
    def read(self, ids: list[int]) -> dict[int, Any]:
        """Return {owner's id: value} of those that have rows, for at most a chunk of owners."""

    @abstractmethod
    def write(self, targets: dict[int, Any]) -> None:
        """Replace the rows of each owner by those of {owner's id: value}."""


def _grouped(rows: Iterable[tuple]) -> dict[int, list]:
    """Return {owner: [element, …]} of (owner, element) in their order."""
    groups = defaultdict(list)
    for owner, element in rows:
        groups[owner].append(element)
    return groups


class Bylines(StatePart):
    """[[name as printed, role, author's id or None], …] in order."""

    def read(self, ids: list[int]) -> dict[int, list]:
        rows = Byline.objects.filter(editorial__in=ids).order_by("position", "pk")
        bylines = defaultdict(list)
        for owner, *byline in rows.values_list("editorial_id", "name", "role", "author_id"):
            bylines[owner].append(byline)
        return bylines

    def write(self, targets: dict[int, list]) -> None:
        for chunk in chunks(targets):
            erase(Byline.objects.filter(editorial__in=chunk))
        mentioned: set[int | None] = set()
        for bylines in targets.values():
            mentioned.update(author for _name, _role, author in bylines)
        authors = existing(Author, mentioned)
        rows = []
        for owner, bylines in targets.items():
            for position, (name, role, author) in enumerate(bylines):
                row = Byline(editorial_id=owner, name=name, role=role, position=position)
                if author in authors:
                    row.author_id = author
                rows.append(row)
        Byline.objects.bulk_create(rows)


class Taggings(StatePart):
    """{tag's id: [user's id or None, when, origin]}."""

    empty = dict

    def read(self, ids: list[int]) -> dict[int, dict]:
        rows = Tagging.objects.filter(editorial__in=ids).order_by("tag_id")
        taggings: dict[int, dict] = defaultdict(dict)
        for owner, tag, by, at, origin in rows.values_list(
            "editorial_id", "tag_id", "by_id", "at", "origin"
        ):
            taggings[owner][str(tag)] = [by, at.isoformat(), origin]
        return taggings

    def write(self, targets: dict[int, dict]) -> None:
        losers = defaultdict(list)  # tag -> editorials that no longer bear it
        gained = []
        for chunk in chunks(targets):
            stored = self.read(chunk)
            for owner in chunk:
                before, after = stored[owner], targets[owner]
                for tag in before.keys() - after.keys():
                    losers[int(tag)].append(owner)
                for tag in after.keys() - before.keys():
                    gained.append((owner, int(tag), *after[tag]))
        for tag, owners in losers.items():
            for chunk in chunks(owners):
                erase(Tagging.objects.filter(tag=tag, editorial__in=chunk))
        self._create(gained)

    def _create(self, taggings: list[tuple]) -> None:
        """Store (editorial, tag, user, when, origin); leave out those of tags that are no more."""
        tags = existing(Tag, {tag for _owner, tag, *_how in taggings})
        users = existing(get_user_model(), {by for _owner, _tag, by, *_how in taggings})
        rows = []
        for owner, tag, by, at, origin in taggings:
            if tag not in tags:
                continue
            row = Tagging(
                editorial_id=owner, tag_id=tag, at=datetime.fromisoformat(at), origin=origin
            )
            if by in users:
                row.by_id = by
            rows.append(row)
        Tagging.objects.bulk_create(rows)


class Captures(StatePart):
    """{capture's id: its row}.

    The file itself is never deleted, so a row that returns finds its bytes.
    """

    empty = dict
    columns = ("content", "sha256", "media_type", "size", "origin", "captured_at")

    def read(self, ids: list[int]) -> dict[int, dict]:
        rows = Capture.objects.filter(editorial__in=ids).order_by("pk")
        captures: dict[int, dict] = defaultdict(dict)
        for owner, pk, *columns in rows.values_list("editorial_id", "pk", *self.columns):
            captures[owner][str(pk)] = dict(zip(self.columns, map(as_json, columns), strict=True))
        return captures

    def write(self, targets: dict[int, dict]) -> None:
        for chunk in chunks(targets):
            stored = self.read(chunk)
            gone: list[int] = []
            rows = []
            for owner in chunk:
                before, after = stored[owner], targets[owner]
                gone += map(int, before.keys() - after.keys())
                for pk in after.keys() - before.keys():
                    rows.append(Capture(pk=int(pk), editorial_id=owner, **after[pk]))
            for portion in chunks(gone):
                erase(Capture.objects.filter(pk__in=portion))
            Capture.objects.bulk_create(rows)


class Withheld(StatePart):
    """{"original": fields as the page shows them} of what is kept from search engines."""

    empty = dict

    def read(self, ids: list[int]) -> dict[int, dict]:
        rows = Withholding.objects.filter(editorial__in=ids)
        withheld = {}
        for owner, original in rows.values_list("editorial_id", "original"):
            withheld[owner] = {"original": original}
        return withheld

    def write(self, targets: dict[int, dict]) -> None:
        rows = []
        for owner, withheld in targets.items():
            if withheld:
                rows.append(Withholding(editorial_id=owner, original=withheld["original"]))
        for chunk in chunks(targets):
            erase(Withholding.objects.filter(editorial__in=chunk))
        Withholding.objects.bulk_create(rows)


class PrintedNames(StatePart):
    """[printed form of an author's name, …] in alphabetical order."""

    def read(self, ids: list[int]) -> dict[int, list]:
        rows = AuthorName.objects.filter(author__in=ids).order_by("name")
        return _grouped(rows.values_list("author_id", "name"))

    def write(self, targets: dict[int, list]) -> None:
        for author, names in targets.items():
            for surplus in AuthorName.objects.filter(author=author).exclude(name__in=names):
                surplus.delete()
            for name in names:
                AuthorName.objects.get_or_create(author_id=author, name=name)


class Aliases(StatePart):
    """[other name of a tag, …] in alphabetical order.

    A name that another tag has by now is left out.
    """

    def read(self, ids: list[int]) -> dict[int, list]:
        rows = TagAlias.objects.filter(tag__in=ids).order_by("name")
        return _grouped(rows.values_list("tag_id", "name"))

    def write(self, targets: dict[int, list]) -> None:
        for tag, names in targets.items():
            keys = [text.fold(name) for name in names]
            TagAlias.objects.filter(tag=tag).exclude(key__in=keys).delete()
        for tag, names in targets.items():
            for name in names:
                TagAlias.objects.get_or_create(
                    key=text.fold(name), defaults={"tag_id": tag, "name": name}
                )


class Broader(StatePart):
    """[id of a broader tag, …]; written after all tags are made."""

    def read(self, ids: list[int]) -> dict[int, list]:
        links = Tag.broader.through.objects.filter(from_tag__in=ids).order_by("to_tag")
        return _grouped(links.values_list("from_tag_id", "to_tag_id"))

    def write(self, targets: dict[int, list]) -> None:
        tags = existing(Tag, set().union(*targets.values()))
        for tag in Tag.objects.filter(pk__in=targets):
            tag.broader.set([pk for pk in targets[tag.pk] if pk in tags])


class Successors(StatePart):
    """[id of a magazine that came after it, …]; written after all magazines are made."""

    def read(self, ids: list[int]) -> dict[int, list]:
        links = Publication.successors.through.objects.filter(from_publication__in=ids)
        pairs = links.order_by("to_publication")
        return _grouped(pairs.values_list("from_publication_id", "to_publication_id"))

    def write(self, targets: dict[int, list]) -> None:
        magazines = existing(Publication, set().union(*targets.values()))
        for magazine in Publication.objects.filter(pk__in=targets):
            magazine.successors.set([pk for pk in targets[magazine.pk] if pk in magazines])


class Periods(StatePart):
    """[[dates in EDTF, how often it appeared], …] of a magazine, in order of the dates."""

    def read(self, ids: list[int]) -> dict[int, list]:
        rows = Period.objects.filter(publication__in=ids)
        periods = defaultdict(list)
        for owner, *period in rows.values_list("publication_id", "date", "frequency"):
            periods[owner].append(period)
        return periods

    def write(self, targets: dict[int, list]) -> None:
        Period.objects.filter(publication__in=targets).delete()
        rows = []
        for owner, periods in targets.items():
            for date, frequency in periods:
                rows.append(Period(publication_id=owner, date=date, frequency=frequency))
        Period.objects.bulk_create(rows)


class Editorships(StatePart):
    """[[name, office, dates in EDTF, author's id or None], …] of a magazine, in their order."""

    columns = ("name", "role", "date", "author_id")

    def read(self, ids: list[int]) -> dict[int, list]:
        rows = Editorship.objects.filter(publication__in=ids)
        editorships = defaultdict(list)
        for owner, *editorship in rows.values_list("publication_id", *self.columns):
            editorships[owner].append(editorship)
        return editorships

    def write(self, targets: dict[int, list]) -> None:
        Editorship.objects.filter(publication__in=targets).delete()
        mentioned: set[int | None] = set()
        for editorships in targets.values():
            mentioned.update(author for *_office, author in editorships)
        authors = existing(Author, mentioned)
        rows = []
        for owner, editorships in targets.items():
            for *office, author in editorships:
                row = Editorship(publication_id=owner)
                row.name, row.role, row.date = office
                if author in authors:
                    row.author_id = author
                rows.append(row)
        Editorship.objects.bulk_create(rows)


class Chosen(StatePart):
    """[editorial's id, …] of a selection in its order.

    Those that stay keep since when they are in it; what is no more is left out.
    """

    def read(self, ids: list[int]) -> dict[int, list]:
        rows = SelectionEntry.objects.filter(selection__in=ids).order_by("position", "pk")
        return _grouped(rows.values_list("selection_id", "editorial_id"))

    def write(self, targets: dict[int, list]) -> None:
        for selection, order in targets.items():
            present = existing(Editorial, order)
            self._arrange(selection, [number for number in order if number in present])

    def _arrange(self, selection: int, order: list[int]) -> None:
        stored = SelectionEntry.objects.filter(selection=selection)
        entries = {entry.editorial_id: entry for entry in stored}
        placed = []
        now = timezone.now()
        for position, number in enumerate(order, 1):
            entry = entries.get(number)
            if entry and entry.position == position:
                del entries[number]  # it stays as it is
                continue
            if entry is None:
                entry = SelectionEntry(selection_id=selection, editorial_id=number, at=now)
            entry.position = position
            placed.append(entry)
        # To write moved rows anew takes a tenth of the time of updating each.
        for chunk in chunks(entry.pk for entry in entries.values()):
            erase(SelectionEntry.objects.filter(pk__in=chunk))
        SelectionEntry.objects.bulk_create(placed)


class Distinctions(StatePart):
    """{id of another that is not the same: [user's id or None, when]}.

    That is about both of them; it goes with either, and comes back with either.
    """

    empty = dict

    def __init__(self, model: type[Named]):
        self.model = model
        self.rows: Any = JUDGED[model].distinctions._default_manager

    def read(self, ids: list[int]) -> dict[int, dict]:
        distinctions: dict[int, dict] = defaultdict(dict)
        for owner, other in (("first_id", "second_id"), ("second_id", "first_id")):
            rows = self.rows.filter(**{f"{owner}__in": ids}).order_by(other)
            for pk, apart, by, at in rows.values_list(owner, other, "by_id", "at"):
                distinctions[pk][str(apart)] = [by, at.isoformat()]
        return distinctions

    def write(self, targets: dict[int, dict]) -> None:
        users = existing(get_user_model(), _tellers(targets.values()))
        for owner, distinctions in targets.items():
            stored = self.read([owner]).get(owner, {})
            for other in stored.keys() - distinctions.keys():
                self.rows.filter(**_pair(owner, int(other))).delete()
            new = {int(other) for other in distinctions.keys() - stored.keys()}
            for other in sorted(existing(self.model, new)):
                by, at = distinctions[str(other)]
                how = {"by_id": by if by in users else None, "at": datetime.fromisoformat(at)}
                self.rows.get_or_create(**_pair(owner, other), defaults=how)


def _tellers(targets: Iterable[dict[str, list]]) -> set[int | None]:
    return {by for distinctions in targets for by, _at in distinctions.values()}


def _pair(owner: int, other: int) -> dict[str, int]:
    first, second = sorted([owner, other])
    return {"first_id": first, "second_id": second}


class SheetForms(StatePart):
    """[« Octophone (firm) », …] of a sheet: the forms of its name with their kinds, by name.

    A form that goes away from a sheet goes to another, which is written too.
    """

    def read(self, ids: list[int]) -> dict[int, list]:
        rows = SheetForm.objects.filter(sheet__in=ids).order_by("name", "kind")
        forms = []
        for owner, name, kind in rows.values_list("sheet_id", "name", "kind"):
            forms.append((owner, f"{name} ({kind})"))
        return _grouped(forms)

    def write(self, targets: dict[int, list]) -> None:
        touched = set(targets)
        for sheet, forms in targets.items():
            for form in forms:
                name, _space, kind = form.removesuffix(")").rpartition(" (")
                row = SheetForm.objects.filter(name=name, kind=kind).first()
                if row is None:
                    SheetForm.objects.create(name=name, kind=kind, sheet_id=sheet)
                elif row.sheet_id != sheet:
                    touched.add(row.sheet_id)
                    SheetForm.objects.filter(pk=row.pk).update(sheet_id=sheet)
        Sheet.objects.filter(pk__in=touched).recount()
