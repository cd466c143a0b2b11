"""What the cells of a returned table change: seen first, then done as one operation.

Each row says which version of its editorial it shows. So a cell that nobody touched changes
nothing, whatever became of the editorial meanwhile; and one that two people changed is told.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from archive import text
from archive.models.changes import Change
from archive.models.concurrency import differing_fields, state_before
from archive.models.doubts import unanswered
from archive.models.editorial_rows import Tagging
from archive.models.editorials import Editorial
from archive.models.labels import label
from archive.models.magazines import Publication
from archive.models.names import LONGEST_NAME, Tag, folded_tag_names
from archive.models.operations import Operation, OperationKind
from archive.models.returned_tables import NUMBERS, Names, Row, Table, fields
from archive.models.states import State
from archive.models.stores import EDITORIALS
from archive.models.table_cells import is_untouched
from archive.models.vocabulary import near_tags

# {column: what a state calls it}, where these are not the same.
FIELDS = {"authors": "bylines"}
MOST_BYLINES = 50  # of an editorial

Person = Callable[[str], int | None]  # the id of who is known by a name


@dataclass(frozen=True)
class Refusal:
    """Why a row, or one cell of it where `column` says which, is left as it is."""

    line: int
    reason: str
    column: str = ""


@dataclass(frozen=True)
class CellChange:
    """A cell that changes: as it is now, and as it was typed; `content` is what it means."""

    column: str
    now: str
    cell: str
    content: Any

    @property
    def field(self) -> str:
        """Return what a state calls the column."""
        return FIELDS.get(self.column, self.column)

    @property
    def label(self) -> str:
        return label(EDITORIALS.name, self.field)

    def sides(self) -> tuple[str, str]:
        """Return the cell before and after, as they are compared word by word."""
        if self.field in ("bylines", "tags"):
            return self.now.replace(";", " ;"), self.cell.replace(";", " ;")
        return self.now, self.cell


@dataclass
class Plan:
    """What a table would change: {id of an editorial: its cells}, and what is left and why.

    `new_tags`: {name of a tag that there is none of: the lines that name it}.
    """

    changes: dict[int, list[CellChange]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    new_tags: dict[str, list[int]] = field(default_factory=dict)

    def refuse(self, line: int, error: ValidationError, column: str = "") -> None:
        self.refusals.append(Refusal(line, " ".join(error.messages), column))

    def by_column(self) -> dict[str, int]:
        """Return {label of a column: how many of its cells change}."""
        counts: Counter[str] = Counter()
        for cells in self.changes.values():
            counts.update(change.label for change in cells)
        return dict(counts)

    def near_tags(self) -> dict[str, str]:
        """Return {name of a new tag: that of the tag that it nearly is}."""
        return near_tags(self.new_tags)


@dataclass(frozen=True)
class TagCell:
    """What a cell of tags changes: ids that come and go, names of tags that are to be made."""

    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    new: tuple[str, ...] = ()


NO_TAGS = TagCell()


@dataclass(frozen=True)
class _Reading:
    """An editorial as its row shows it, and as it is."""

    showed: State
    now: State


def plan(table: Table) -> Plan:
    """Return what the table changes; change nothing."""
    planned = Plan()
    shown_rows = _identified(table, planned)
    now = EDITORIALS.read(shown_rows, fields())
    showed = _showed(now, {pk: version for pk, (version, _row) in shown_rows.items()})
    names, references = Names.read(), _References.read(table)
    for pk, (version, row) in shown_rows.items():
        if pk not in now:
            planned.refuse(row.line, ValidationError(_("L’archive n’a pas cet éditorial.")), "id")
        elif version > now[pk]["version"]:
            planned.refuse(row.line, ValidationError(_("Cette version n’existe pas.")), "version")
        else:
            reading = _Reading(showed[pk], now[pk])
            cells = _changed_cells(planned, row, reading, names, references)
            if cells:
                planned.changes[pk] = cells
    planned.refusals.sort(key=lambda refusal: refusal.line)
    return planned


def _identified(table: Table, planned: Plan) -> dict[int, tuple[int, Row]]:
    """Return {id of an editorial: (the version that its row shows, the row)}."""
    by_id = defaultdict(list)
    for row in table.rows:
        if not row.cells:
            message = _("Cette ligne a plus de cellules que le tableau n’a de colonnes.")
            planned.refuse(row.line, ValidationError(message))
            continue
        for column in NUMBERS:
            if not _is_number(row.cells.get(column, "")):
                message = _("« id » et « version » sont des nombres.")
                planned.refuse(row.line, ValidationError(message), column)
                break
        else:
            by_id[int(row.cells["id"])].append(row)
    identified = {}
    for pk, of_id in by_id.items():
        if len(of_id) == 1:
            identified[pk] = (int(of_id[0].cells["version"]), of_id[0])
            continue
        for row in of_id:  # which of them is meant, nobody can tell
            others = ", ".join(str(other.line) for other in of_id if other is not row)
            message = _("Le même éditorial a d’autres lignes (%(lines)s).") % {"lines": others}
            planned.refuse(row.line, ValidationError(message), "id")
    return identified


def _is_number(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and len(cell) < 16


def _showed(now: dict[int, State], versions: dict[int, int]) -> dict[int, State]:
    """Return {id: the state of an editorial as it was in the version that its row shows}."""
    older = [pk for pk in now if versions[pk] < now[pk]["version"]]
    later = defaultdict(list)
    for change in Change.objects.of_all(EDITORIALS.name, older):
        if (change.version or 0) > versions[change.object_id]:
            later[change.object_id].append(change)
    return {pk: state_before(state, later[pk]) for pk, state in now.items()}


@dataclass(frozen=True)
class _References:
    """The magazines and tags that a table names: {folded name: id}."""

    magazines: dict[str, int]
    tags: dict[str, int]

    @classmethod
    def read(cls, table: Table) -> "_References":
        names: set[str] = set()
        for row in table.rows:
            names.update(_several(row.cells.get("tags", "")))
        known = Tag.objects.known_as(names)
        magazines = dict(Publication.objects.values_list("key", "pk"))
        return cls(magazines, {key: tag.pk for key, tag in known.items()})

    def content(self, column: str, cell: str, reading: _Reading) -> Any:
        """Return what a cell means. Raises ValidationError where it cannot be."""
        if column == "publication":
            return self._magazine(cell)
        if column == "tags":
            return self._tags(cell, reading.showed["tags"], reading.now["tags"])
        if column == "authors":
            return _bylines(cell, reading.now["bylines"])
        return _plain(column, cell)

    def _magazine(self, name: str) -> int | None:
        if not name:
            return None
        key = text.fold(" ".join(name.split()))
        if key not in self.magazines:
            message = _("L’archive n’a pas cette revue : « %(name)s ».")
            raise ValidationError(message % {"name": name})
        return self.magazines[key]

    def _tags(self, cell: str, showed: Collection[str], now: Collection[str]) -> TagCell:
        typed_ids: set[int] = set()
        new: list[str] = []
        for key, name in folded_tag_names(_several(cell)).items():
            if key in self.tags:
                typed_ids.add(self.tags[key])
            else:
                new.append(name)
        showed_ids, now_ids = set(map(int, showed)), set(map(int, now))
        added = typed_ids - showed_ids - now_ids
        removed = (showed_ids - typed_ids) & now_ids
        return TagCell(tuple(sorted(added)), tuple(sorted(removed)), tuple(new))


def _several(cell: str) -> list[str]:
    return list(filter(None, map(str.strip, cell.split(";"))))


def _plain(column: str, cell: str) -> str:
    """Return a cell as a column of editorials has it. Raises ValidationError where it cannot be."""
    editorial = Editorial(**{column: cell})
    editorial.clean()
    others = {other.name for other in Editorial._meta.fields} - {column}
    editorial.clean_fields(exclude=others)
    return getattr(editorial, column)


def _bylines(cell: str, now: list[list]) -> list[list]:
    """Return the bylines of a cell: who signs now keeps role and person, others have None."""
    before = {byline[0]: byline for byline in now}
    names = _several(cell)
    if max(map(len, names), default=0) > LONGEST_NAME or len(names) > MOST_BYLINES:
        raise ValidationError(_("Une signature est trop longue, ou il y en a trop."))
    return [before.get(name, [name, "", None]) for name in names]


def _changed_cells(
    planned: Plan, row: Row, reading: _Reading, names: Names, references: _References
) -> list[CellChange]:
    """Return the cells of a row that change something; note why others are left."""
    showed, now = names.cells(reading.showed), names.cells(reading.now)
    changed = []
    for column, cell in row.cells.items():
        if column in NUMBERS or is_untouched(showed[column], cell):
            continue
        try:
            content = references.content(column, cell, reading)
            change = CellChange(column, now[column], cell, content)
            if content in (reading.now.get(change.field), NO_TAGS):
                continue
            if column != "tags" and showed[column] != now[column]:
                message = _("Quelqu’un y a mis entre-temps : « %(now)s ».")
                raise ValidationError(message % {"now": now[column]})
        except ValidationError as error:
            planned.refuse(row.line, error, column)
            continue
        changed.append(change)
        if column == "tags":
            for name in content.new:
                planned.new_tags.setdefault(name, []).append(row.line)
    return changed


def apply(
    table: Table, seen: Plan, make: Collection[str], person: Person, by=None, why: str = ""
) -> Operation:
    """Change what the cells change, as one operation; `make` names the new tags that are made.

    Raises ValidationError, changing nothing, where that is no longer what somebody has `seen`.
    """
    with Operation.objects.recording(OperationKind.BULK, by, why) as operation:
        ids = [row.cells["id"] for row in table.rows if _is_number(row.cells.get("id", ""))]
        EDITORIALS.read(map(int, ids), ["title"], lock=True)  # until what is planned is done
        if plan(table) != seen:
            raise ValidationError(_("L’archive a changé depuis l’aperçu : vérifiez-le encore."))
        if seen.changes:
            _write(operation, seen, make, person)
    return operation


def _write(operation: Operation, planned: Plan, make: Collection[str], person: Person) -> None:
    made = {name: Tag.objects.named(name).pk for name in planned.new_tags if name in make}
    tagging = [operation.by_id, timezone.now().isoformat(), Tagging.Origin.EDITOR.value]
    with operation.noting(EDITORIALS, list(planned.changes), [*fields(), "doubts"]) as before:
        targets = {}
        for pk, cells in planned.changes.items():
            now = before[pk]
            assert now is not None, "it is locked"
            target: State = {}
            for change in cells:
                content = change.content
                if change.field == "tags":
                    content = _tags_of(content, now["tags"], made, tagging)
                if change.field == "bylines":
                    content = [_signed(byline, now, person) for byline in content]
                target[change.field] = content
            changed = differing_fields(target, now)
            if changed:
                changed["doubts"] = unanswered(now["doubts"], changed)
                targets[pk] = changed
        EDITORIALS.write(targets)


def _tags_of(cell: TagCell, borne: dict, made: dict[str, int], tagging: list) -> dict:
    """Return the tags as a state has them: those borne stay by whom and when they were given."""
    removed = set(map(str, cell.removed))
    tags = {pk: borne[pk] for pk in borne if pk not in removed}
    added = [*cell.added, *(made[name] for name in cell.new if name in made)]
    for pk in added:
        tags.setdefault(str(pk), tagging)
    return tags


def _signed(byline: list, now: State, person: Person) -> list:
    name, role, author = byline
    if byline in now["bylines"]:
        return byline
    return [name, role, author or person(name)]
