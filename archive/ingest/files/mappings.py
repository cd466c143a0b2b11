"""What each column of a table gives: as its heading tells, as editors said, or as is guessed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import printed_dates
from archive.ingest.files import columns
from archive.ingest.records import Rejected
from archive.models.column_mappings import heading_key

SAMPLES = 3  # rows of a table whose cells are shown
LONGEST_SAMPLE = 200  # characters of a cell
SHOWN = 200  # characters of a heading in a refusal
MOST_TABLES, MOST_COLUMNS = 50, 200  # that editors are asked about
NOTHING = ""  # of a column that is left
# What a column may give, in the order of the page; the keys are those of docs/importing.md.
FIELDS: dict[str, str | Promise] = {
    "title": gettext_lazy("titre"),
    "standfirst": gettext_lazy("chapô"),
    "text": gettext_lazy("texte"),
    "html": gettext_lazy("texte en HTML"),
    "authors": gettext_lazy("signatures"),
    "date": gettext_lazy("date"),
    "day": gettext_lazy("jour"),
    "month": gettext_lazy("mois"),
    "year": gettext_lazy("année"),
    "publication": gettext_lazy("revue"),
    "section": gettext_lazy("rubrique"),
    "issue": gettext_lazy("numéro"),
    "page": gettext_lazy("page"),
    "tags": gettext_lazy("mots-clés"),
    "language": gettext_lazy("langue"),
    "url": gettext_lazy("adresse d’origine"),
    "source_id": gettext_lazy("identifiant dans la source"),
    columns.DOUBT: gettext_lazy("à signaler comme doute"),
    NOTHING: gettext_lazy("rien : laisser"),
}
TEXTS = {"text", "html"}
# What several columns may give: « Auteur 1 », « Auteur 2 »; and what is no field.
SHARED = {*columns.JOINED, columns.DOUBT, NOTHING}
ADDRESS = re.compile(r"https?://\S+$")
LEAST_TEXT = 80  # characters: a column whose cells have fewer is not guessed to be the text
TITLE = range(8, 201)  # characters of a title


@dataclass
class MetTable:
    """A table that was met: the cells of its heading, those of its first rows, what columns give.

    `keys` is a key of FIELDS for each column; `sheet` names the sheets of a workbook that have
    this heading, "" for another file.
    """

    names: list[str]
    keys: list[str]
    samples: list[list[str]] = field(default_factory=list)
    sheet: str = ""

    @property
    def gives_text(self) -> bool:
        return not TEXTS.isdisjoint(self.keys)

    @property
    def may_give_text(self) -> bool:
        """True where a column is known to give a title, or known or guessed to give a text."""
        return "title" in self.keys or not TEXTS.isdisjoint(guess(self))

    def sample(self, cells: Sequence[str]) -> None:
        """Keep a row's cells as a sample, if it is among the first."""
        if len(self.samples) < SAMPLES:
            shortened = [cell.strip()[:LONGEST_SAMPLE] for cell in cells[: len(self.names)]]
            self.samples.append(shortened)


@dataclass
class Mappings:
    """What is said of columns, for all tables of an import; the tables that it met by `met`.

    `by_heading`: {heading's key: what its columns give}; `named`: {a column's name: what it gives},
    of any table.
    """

    by_heading: dict[str, list[str]] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    met: dict[str, MetTable] = field(default_factory=dict)

    def table(
        self, names: list[str], rows: Iterable[Sequence[str]] = (), sheet: str = ""
    ) -> MetTable:
        """Return a table with what its columns give; of `rows` no more are read than that needs.

        `sheet`: the name of the sheet that it is. Raises Rejected where what was said of their
        names cannot be.
        """
        heading = heading_key(names)
        keys = columns.without_shared_marks(columns.keys_of(names), names, rows)
        if self.named:
            keys = self._named(names, keys)
        elif heading in self.by_heading:
            keys = self.by_heading[heading]
        table = MetTable(names, keys, sheet=self._sheets(heading, sheet))
        if len(self.met) < MOST_TABLES and len(names) <= MOST_COLUMNS:
            self.met[heading] = table
        return table

    def _sheets(self, heading: str, sheet: str) -> str:
        """Return the names of the sheets of a heading, with one more."""
        names = self.met[heading].sheet.split(", ") if heading in self.met else []
        return ", ".join(filter(None, dict.fromkeys([*names, sheet])))

    def _named(self, names: list[str], keys: list[str]) -> list[str]:
        """Return the keys with what was said of columns by their names."""
        wanted = {columns.folded(name): key for name, key in self.named.items()}
        missing = wanted.keys() - set(map(columns.folded, names))
        if missing:
            absent = [name for name in self.named if columns.folded(name) in missing]
            message = _(
                "Le tableau n’a pas de colonne « %(name)s » ; colonnes trouvées : %(names)s."
            )
            raise Rejected(message % {"name": absent[0], "names": listed(names)})
        named = []
        for name, key in zip(names, keys, strict=True):
            other = wanted.get(columns.folded(name))
            if other is not None:
                named.append(other)
            elif key in wanted.values() and key not in SHARED:
                named.append(columns.DOUBT)
            else:
                named.append(key)
        if refusal := problem(names, named):
            raise Rejected(refusal)
        return named


def untaken(table: MetTable) -> list[str]:
    """Return the names of the columns of which nothing is known."""
    columns_told = zip(table.names, table.keys, strict=True)
    return [name for name, key in columns_told if name and key == columns.DOUBT]


def identifying_marks(table: MetTable) -> list[str]:
    """Return the names of the columns of shelf marks that serve as identifiers."""
    columns_told = zip(table.names, table.keys, strict=True)
    return [
        name for name, key in columns_told if key == "source_id" and columns.is_shelf_mark(name)
    ]


def listed(names: Sequence[str]) -> str:
    """Return a heading in words, for a refusal."""
    return ", ".join(filter(None, names))[:SHOWN] or "—"


def without_text(names: Sequence[str]) -> Rejected:
    """Return what to say of a table of which no column is known to give a text."""
    message = _(
        "Aucune colonne de texte (« texte », « text » ou « html ») ; colonnes trouvées : %(names)s."
    )
    return Rejected(message % {"names": listed(names)})


def problem(names: Sequence[str], keys: Sequence[str]) -> str:
    """Return why columns cannot give this, in words; "" where they can."""
    givers: dict[str, str] = {}
    for number, (name, key) in enumerate(zip(names, keys, strict=True), start=1):
        shown = name or _("colonne %(number)s") % {"number": number}
        if key not in FIELDS:
            return _("« %(key)s » n’est pas un champ : %(keys)s.") % {
                "key": key[:SHOWN],
                "keys": ", ".join(filter(None, FIELDS)),
            }
        if key in givers and key not in SHARED:
            return _("Deux colonnes donnent « %(field)s » : « %(first)s » et « %(second)s ».") % {
                "field": FIELDS[key],
                "first": givers[key],
                "second": shown,
            }
        givers[key] = shown
    if TEXTS.isdisjoint(givers):
        return _("Aucune colonne ne donne le texte : dites laquelle.")
    if "year" not in givers and not {"day", "month"}.isdisjoint(givers):
        return _("Un jour ou un mois ne fait pas de date sans année.")
    return ""


def guess(table: MetTable) -> list[str]:
    """Return what each column probably gives, by its name, else by its cells.

    What is known already stays. No field is guessed of two columns.
    """
    keys = list(table.keys)
    open_columns = [index for index, key in enumerate(keys) if key == columns.DOUBT]
    for index in open_columns:
        key = columns.first_word_key(table.names[index])
        if key == "day" and _key_of_cells(_cells(table, index)) == "date":
            key = "date"
        if key and (key not in keys or key in columns.JOINED):
            keys[index] = key
    cells = {index: _cells(table, index) for index in open_columns if keys[index] == columns.DOUBT}
    if TEXTS.isdisjoint(keys):
        longest = max(cells, key=lambda index: _length(cells[index]), default=None)
        if longest is not None and _length(cells[longest]) >= LEAST_TEXT:
            keys[longest] = "text"
            del cells[longest]
    for index, column in cells.items():
        key = _key_of_cells(column)
        if key and key not in keys:
            keys[index] = key
    return keys


def _cells(table: MetTable, index: int) -> list[str]:
    cells = [row[index] for row in table.samples if index < len(row)]
    return list(filter(None, cells))


def _length(cells: list[str]) -> int:
    return max(map(len, cells), default=0)


def _key_of_cells(cells: list[str]) -> str:
    """Return what cells look like: addresses, dates or titles; "" for anything else."""
    if not cells:
        return ""
    if all(map(ADDRESS.match, cells)):
        return "url"
    if all(map(printed_dates.as_edtf, cells)):
        return "date"
    are_titles = all(len(cell) in TITLE and " " in cell for cell in cells)
    return "title" if are_titles and len(set(cells)) == len(cells) else ""
