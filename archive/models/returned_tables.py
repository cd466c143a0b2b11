"""A table of editorials that went out to a spreadsheet and comes back: what its cells change.

Each row says which version of its editorial it shows. So a cell that nobody touched changes
nothing, whatever became of the editorial meanwhile.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from archive import text
from archive.models.concurrency import Newer, correct
from archive.models.editorial_rows import Tagging
from archive.models.editorials import Editorial
from archive.models.magazines import Publication
from archive.models.names import Tag, folded_tag_names
from archive.models.operations import Operation, OperationKind
from archive.models.states import State
from archive.models.stores import EDITORIALS

PLAIN = ("title", "standfirst", "date", "section", "issue", "page", "language")
COLUMNS = ("id", "version", *PLAIN, "authors", "publication", "tags")
SEPARATOR = "; "  # of several authors or tags in a cell
MOST = 2_000  # rows that come back as one operation, within a request
# What spreadsheets would run: an apostrophe stands before it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

Person = Callable[[str], int | None]  # the id of who is known by a name


@dataclass(frozen=True)
class Row:
    """A row as it came back: its line in the file, and its cells by COLUMNS that it has."""

    line: int
    cells: dict[str, str]


@dataclass
class Returned:
    """What came of a table: the operation, and {line: why that row is left as it is}."""

    operation: Operation
    refusals: dict[int, str] = field(default_factory=dict)


# Out


def rows(ids: Iterable[int]) -> Iterator[list[str]]:
    """Yield the cells of each editorial, by COLUMNS, in the order of the ids."""
    ids = list(ids)
    states = EDITORIALS.read(ids, [*PLAIN, "bylines", "publication", "tags"])
    magazines = dict(Publication.objects.values_list("pk", "name"))
    names = dict(Tag.objects.values_list("pk", "name"))
    for pk in ids:
        if pk not in states:
            continue
        state = states[pk]
        cells = {name: state[name] for name in PLAIN}
        cells["id"], cells["version"] = str(pk), str(state["version"])
        cells["authors"] = SEPARATOR.join(name for name, _role, _author in state["bylines"])
        cells["publication"] = magazines.get(state["publication"], "")
        cells["tags"] = SEPARATOR.join(sorted(names[int(tag)] for tag in state["tags"]))
        yield [_harmless(cells[name]) for name in COLUMNS]


def _harmless(cell: str) -> str:
    cell = cell.replace("\0", "")
    if _is_formula(cell):
        return f"'{cell}"
    return cell


def _is_formula(cell: str) -> bool:
    """Return True for what a spreadsheet would run, be there apostrophes before it or not."""
    return cell.lstrip("'").startswith(FORMULA)


# Back


def read(content: str) -> list[Row]:
    """Return the rows of a table as a spreadsheet writes it.

    Raises ValidationError where it is none that `rows` began, or too long.
    """
    content = content.lstrip("\ufeff")
    heading = content.partition("\n")[0]
    delimiter = max(";,\t", key=heading.count)
    try:
        table = csv.DictReader(io.StringIO(content), delimiter=delimiter, strict=True)
        columns = [name for name in table.fieldnames or () if name in COLUMNS]
        if not {"id", "version"} <= set(columns):
            raise ValidationError(_("Il faut au moins les colonnes « id » et « version »."))
        read_rows = []
        for cells in table:
            line = table.line_num
            kept = {name: _as_typed(cells[name] or "") for name in columns}
            if any(kept.values()):
                read_rows.append(Row(line, kept))
    except csv.Error as error:
        message = _("Ce fichier n’est pas un tableau en CSV (%(why)s).")
        raise ValidationError(message % {"why": error}) from None
    if len(read_rows) > MOST:
        message = _("Au plus %(most)s lignes à la fois.")
        raise ValidationError(message % {"most": MOST})
    return read_rows


def _as_typed(cell: str) -> str:
    # A form sends other ends of lines than the file had.
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    if cell.startswith("'") and _is_formula(cell):
        return cell[1:]
    return cell.strip()


def apply(table: Iterable[Row], person: Person, by=None, why: str = "") -> Returned:
    """Change what the cells change, as one operation; leave what cannot be as it is, with why."""
    with Operation.objects.recording(OperationKind.BULK, by, why) as operation:
        returned = Returned(operation)
        seen: set[str] = set()
        for row in table:
            try:
                if row.cells["id"] in seen:
                    raise ValidationError(_("Cet éditorial a déjà une ligne."))
                seen.add(row.cells["id"])
                _apply(operation, row, person)
            except Newer:
                message = _("Quelqu’un a changé le même champ entre-temps.")
                returned.refusals[row.line] = message
            except ValidationError as error:
                returned.refusals[row.line] = " ".join(error.messages)
    return returned


def _apply(operation: Operation, row: Row, person: Person) -> None:
    number, version = _number(row.cells["id"]), _number(row.cells["version"])
    editorial = Editorial.objects.filter(pk=number).first()
    if editorial is None:
        raise ValidationError(_("L’archive n’a pas cet éditorial."))
    if version > editorial.version:
        raise ValidationError(_("Cette version n’existe pas."))
    now = next(iter(rows([number])))
    if [_as_typed(cell) for cell in now] == [row.cells.get(name) for name in COLUMNS]:
        return
    correct(operation, editorial, version, _posted(editorial, row.cells, person))


def _number(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) < 16):
        raise ValidationError(_("« id » et « version » sont des nombres."))
    return int(cell)


def _posted(editorial: Editorial, cells: dict[str, str], person: Person) -> State:
    """Return the cells as fields of a state. Raises ValidationError where one cannot be."""
    posted: State = {name: cells[name] for name in PLAIN if name in cells}
    dated = Editorial(**posted)
    dated.clean()
    others = {column.name for column in Editorial._meta.fields} - set(posted)
    dated.clean_fields(exclude=others)
    if "date" in posted:
        posted["date"] = dated.date
    if "publication" in cells:
        posted["publication"] = _magazine(cells["publication"])
    if "tags" in cells:
        posted["tags"] = _tags(editorial, cells["tags"])
    if "authors" in cells:
        posted["bylines"] = _bylines(editorial, cells["authors"], person)
    return posted


def _magazine(name: str) -> int | None:
    if not name:
        return None
    magazine = Publication.objects.filter(key=text.fold(" ".join(name.split()))).first()
    if magazine is None:
        raise ValidationError(_("L’archive n’a pas cette revue : « %(name)s ».") % {"name": name})
    return magazine.pk


def _tags(editorial: Editorial, cell: str) -> dict[str, list]:
    """Return the tags of a cell as a state has them: those borne as they are."""
    borne = EDITORIALS.read([editorial.pk], ["tags"])[editorial.pk]["tags"]
    names = folded_tag_names(filter(None, map(str.strip, cell.split(";"))))
    tagging = [None, timezone.now().isoformat(), Tagging.Origin.EDITOR.value]
    tags = {}
    for name in names.values():
        pk = str(Tag.objects.named(name).pk)
        tags[pk] = borne.get(pk, tagging)
    return tags


def _bylines(editorial: Editorial, cell: str, person: Person) -> list[list]:
    """Return the bylines of a cell: who signed before keeps role and person."""
    before = {byline.name: byline for byline in editorial.bylines.all()}
    bylines = []
    for name in filter(None, map(str.strip, cell.split(";"))):
        byline = before.get(name)
        if byline:
            bylines.append([name, byline.role, byline.author_id])
        else:
            bylines.append([name, "", person(name)])
    return bylines
