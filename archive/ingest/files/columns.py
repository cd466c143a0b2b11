"""The heading of a table: which column says what, in the words of French and English spreadsheets."""

import csv
import re

from django.utils.translation import gettext as _

from archive.ingest.records import Rejected
from archive.text import fold

# key of a record -> how a column that gives it may be headed, folded; the first that a table has is taken.
HEADINGS = {
    "source_id": "source id|id|identifiant|reference|ref|cote|guid",
    "title": "title|titre|titre de l'article|titre de l'editorial|titre article|intitule|headline",
    "standfirst": "standfirst|chapo|chapeau|chapô|sous titre|accroche|subtitle",
    "authors": "authors|author|auteurs|auteur|auteur s|auteur e|autrice|nom de l'auteur|signataire|signature|byline|par",
    "date": "date|date de parution|date de publication|date parution|date publication|parution|parue le|paru le"
    "|publie le|published|publication date|pubdate|date edtf",
    "publication": "publication|revue|magazine|journal|titre de la revue|nom de la revue|periodique|support|titre revue",
    "section": "section|rubrique",
    "issue": "issue|numero|n°|no|num|numero de la revue",
    "page": "page|pages|p",
    "language": "language|langue|lang",
    "tags": "tags|tag|mots cles|mot cle|mots clefs|mots cles s|sujets|sujet|themes|theme|etiquettes|keywords|categories",
    "url": "url|adresse|lien|link|adresse web|adresse url|permalink|permalien",
    "html": "html|contenu html|texte html|body html|content html",
    "text": "text|texte|texte integral|texte complet|contenu|content|corps|corps du texte|body|editorial|edito|article",
}
# A date over several columns: the day, the month and the year, each as printed.
PARTS = {"day": "jour|day", "month": "mois|month", "year": "annee|year|an"}
KEY_OF = {name: key for key, names in (HEADINGS | PARTS).items() for name in names.split("|")}
DELIMITERS = ";\t,"
MARKED_UP = re.compile(r"</(?:p|div|h\d|li|em|strong|a|blockquote)>|<br ?/?>", re.I)
# A spreadsheet's own mark for « no formula », which the archive's exports set too.
NO_FORMULA = re.compile(r"^'(?=[=+@\t\r-])")
SHOWN = 200  # characters of a cell that is told in a doubt


class Table:
    """How a table's rows are to be read: its delimiter by the heading, then which cell gives what."""

    def __init__(self, first_line: str, delimiter: str = ""):
        self.delimiter = delimiter or max(DELIMITERS, key=lambda one: _known(first_line, one))
        self.names: list[str] = []
        self.keys: list[str] = []

    def read_heading(self, cells: list[str]) -> None:
        """Takes the heading's cells; Rejected where no column can hold a text."""
        self.names = [cell.strip() for cell in cells]
        named = [_key(cell) for cell in cells]
        first = {
            key: min((i for i, one in enumerate(named) if one == key), key=self._rank)
            for key in {*named} - {""}
        }
        self.keys = [key if key and first[key] == index else "" for index, key in enumerate(named)]
        if not {"text", "html"} & set(self.keys):
            raise Rejected(
                _(
                    "Aucune colonne de texte (« texte », « text » ou « html ») ; colonnes trouvées : %(names)s."
                )
                % {"names": ", ".join(filter(None, self.names))[:SHOWN] or "—"}
            )

    def _rank(self, index: int) -> int:
        """Of two columns for one key, the one whose name stands first in HEADINGS."""
        name = _folded(self.names[index])
        return (HEADINGS | PARTS)[KEY_OF[name]].split("|").index(name)

    def row(self, cells: list[str]) -> tuple[dict[str, str], str]:
        """A row by the keys of a record, and in words what stands in columns that no key takes."""
        cells = [NO_FORMULA.sub("", cell.strip()) for cell in cells]
        row = {key: cell for key, cell in zip(self.keys, cells, strict=False) if key}
        left = [
            f"{name or _('sans titre')} : {cell[:SHOWN]}"
            for name, key, cell in zip(self.names, self.keys, cells, strict=False)
            if cell and not key
        ]
        left += [f"{_('sans titre')} : {cell[:SHOWN]}" for cell in cells[len(self.names) :] if cell]
        parts = [row.pop(part, "") for part in PARTS]
        if parts[2] and not row.get("date"):
            printed = [part for part in parts if part]
            row["date"] = ("/" if all(part.isdigit() for part in printed) else " ").join(printed)
        if MARKED_UP.search(row.get("text", "")) and not row.get("html"):
            row["html"] = row.pop("text")
        row["tags"] = re.sub(r"\s*\|\s*", ";", row.get("tags", ""))
        return row, " ; ".join(left)


def heads_a_table(text: str) -> bool:
    """True where a text opens with a heading of which two columns are known, or with six rows of as many cells."""
    lines = [line for line in text.split("\n")[:30] if line.strip()]
    if not lines:
        return False
    first = lines[1] if len(lines) > 1 and re.fullmatch(r"sep=.", lines[0].strip()) else lines[0]
    if any(_known(first, delimiter) > 1 for delimiter in DELIMITERS):
        return True
    for delimiter in DELIMITERS:
        counts = {len(row) for row in csv.reader(lines[:-1], delimiter=delimiter)}
        if len(lines) > 6 and len(counts) == 1 and counts.pop() > 2:
            return True
    return False


def _known(line: str, delimiter: str) -> int:
    """How many columns of a heading are known: all different, no sentence among them."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return 0
    return len({key for cell in cells if (key := _key(cell))}) if len(cells) > 1 else 0


def _key(cell: str) -> str:
    return KEY_OF.get(_folded(cell), "")


def _folded(cell: str) -> str:
    return " ".join(re.sub(r"[\s_()*:-]+", " ", fold(cell)).split())
