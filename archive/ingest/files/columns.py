"""The heading of a table: which column says what, in the words of French and English
spreadsheets. Objects in JSON are read by the same names."""

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from archive.text import fold

# key of a record -> how a column that gives it may be headed, folded; the first that a table has
# is taken.
HEADINGS = {
    "source_id": "source id|id|identifiant|reference|ref|cote|guid",
    "title": "title|titre|titre de l'article|titre de l'editorial|titre article|intitule|headline",
    "standfirst": "standfirst|chapo|chapeau|chapô|sous titre|accroche|subtitle",
    "authors": "authors|author|auteurs|auteur|auteur s|auteur e|autrice|nom de l'auteur|signataire"
    "|signature|byline|par",
    "author_kind": "author kind|nature de l'auteur|nature du signataire|type d'auteur",
    "date": "date|date de parution|date de publication|date parution|date publication|parution"
    "|parue le|paru le|publie le|published|publication date|pubdate|date edtf",
    "publication": "publication|revue|magazine|journal|titre de la revue|nom de la revue"
    "|periodique|support|titre revue",
    "section": "section|rubrique",
    "issue": "issue|numero|n°|no|num|numero de la revue",
    "page": "page|pages|p",
    "language": "language|langue|lang",
    "tags": "tags|tag|mots cles|mot cle|mots clefs|mots cles s|sujets|sujet|themes|theme|etiquettes"
    "|keywords|categories",
    "url": "url|adresse|lien|link|adresse web|adresse url|permalink|permalien",
    "html": "html|contenu html|texte html|body html|content html",
    "text": "text|texte|texte integral|texte complet|contenu|content|corps|corps du texte|body"
    "|editorial|edito|article",
}
# Names of an identifier that is often one for several texts: a shelf mark.
SHELF_MARKS = {"cote"}
# A date over several columns: the day, the month and the year, each as printed.
PARTS = {"day": "jour|day", "month": "mois|month", "year": "annee|year|an"}
KEY_OF = {name: key for key, names in (HEADINGS | PARTS).items() for name in names.split("|")}
DELIMITERS = ";\t,"
MARKED_UP = re.compile(r"</(?:p|div|h\d|li|em|strong|a|blockquote)>|<br ?/?>", re.I)
# A spreadsheet's own mark for « no formula », which the archive's exports set too.
NO_FORMULA = re.compile(r"^'(?=[=+@\t\r-])")
SHOWN = 200  # characters of a cell that a doubt tells
DOUBT = "doubt"  # of a column: what stands in it is told as a doubt
JOINED = ("authors", "tags")  # what several columns may give together
# Of an object in JSON what is no column's: signatures with their roles, the archive's own number.
OF_OBJECTS = {"id", "bylines", "source_url", "title_supplied"}
# Keys of objects before which another is asked; a number serves as an identifier.
ASKED_BEFORE = {"authors": "bylines", "source_id": "id", "text": "html", "url": "source_url"}
# What the archive's own objects say of a text beside, by which nothing is imported; all have "ark".
OF_ARCHIVE = {
    *("ark", "licence", "license", "license_url", "permalink", "date_display", "updated_at"),
    "version",
}

Row = dict[str, str]  # cells by the key of a record


def delimiter_of(heading: str) -> str:
    """Return the sign between the cells of a heading.

    It is that which gives most known columns, or most of any where none is known.
    """
    return max(DELIMITERS, key=lambda sign: (_count_columns(heading, sign), heading.count(sign)))


def keys_of(names: Sequence[str]) -> list[str]:
    """Return what each column gives as its name tells: a key of a record, DOUBT where it is none.

    Of two for the same key that serves whose name stands first in HEADINGS.
    """
    columns: dict[str, int] = {}  # by key, the index of the one that serves it
    for index, name in enumerate(names):
        key = _key(name)
        if key and (key not in columns or _rank(name) < _rank(names[columns[key]])):
            columns[key] = index
    keys = [DOUBT] * len(names)
    for key, index in columns.items():
        keys[index] = key
    return keys


def without_shared_marks(
    keys: list[str], names: Sequence[str], rows: Iterable[Sequence[str]]
) -> list[str]:
    """Return the keys, a column of shelf marks of which two rows have the same told as a doubt."""
    for index, key in enumerate(keys):
        if key == "source_id" and is_shelf_mark(names[index]):
            marks = [cells[index].strip() for cells in rows if index < len(cells)]
            marks = list(filter(None, marks))
            if len(set(marks)) < len(marks):
                return [*keys[:index], DOUBT, *keys[index + 1 :]]
    return keys


def is_shelf_mark(name: str) -> bool:
    return folded(name) in SHELF_MARKS


def first_word_key(name: str) -> str:
    """Return what a column gives whose name begins with a known one; "" for any other.

    « Date de mise en ligne » gives a date, « Auteur 2 » an author.
    """
    word = folded(name).partition(" ")[0]
    return "" if word in SHELF_MARKS else KEY_OF.get(word, "")


def _rank(name: str) -> int:
    """Return where a column's name stands in HEADINGS: the first for a key serves."""
    known_name = folded(name)
    return (HEADINGS | PARTS)[KEY_OF[known_name]].split("|").index(known_name)


def row_of(cells: Sequence[str], names: Sequence[str], keys: Sequence[str]) -> tuple[Row, str]:
    """Return a row by the keys of a record, and in words what is to be told of its other cells."""
    row: Row = {}
    untaken = []
    for index, cell in enumerate(cells):
        cell = NO_FORMULA.sub("", cell.strip())
        name, key = "", DOUBT
        if index < len(names):
            name, key = names[index], keys[index]
        if key == DOUBT:
            if cell:
                untaken.append(_cell_in_words(name, cell))
        elif key in JOINED and row.get(key):
            row[key] += f" ; {cell}" if cell else ""
        elif key:
            row[key] = cell
    date = _date_of_parts([row.pop(part, "") for part in PARTS])
    if date and not row.get("date"):
        row["date"] = date
    if MARKED_UP.search(row.get("text", "")) and not row.get("html"):
        row["html"] = row.pop("text")
    row["tags"] = re.sub(r"\s*\|\s*", ";", row.get("tags", ""))
    return row, " ; ".join(untaken)


def row_of_object(entries: Mapping[str, object]) -> tuple[dict[str, object], str]:
    """Return an object by the keys of a record, and in words what is to be told of its others.

    A key of a record is left as it is. Of other names for it that serves which stands first in
    HEADINGS and holds a text, a number or, of signatures and tags, a list of texts.
    """
    row = {name: entry for name, entry in entries.items() if _is_key(name)}
    others = {name: entry for name, entry in entries.items() if not _is_key(name)}
    if "ark" in entries:
        others = {name: others[name] for name in others if name not in OF_ARCHIVE}
    taken: dict[str, object] = {}
    for name in sorted(filter(_key, others), key=_rank):
        key = "" if is_shelf_mark(name) else _key(name)
        if key and not _is_filled(row, key) and key not in taken and _may_give(key, others[name]):
            taken[key] = others[name]
    untaken = []
    for name, entry in others.items():
        key = _key(name)
        if entry not in (None, "", [], {}) and (not key or entry != taken.get(key, row.get(key))):
            shown = entry if isinstance(entry, str) else json.dumps(entry, ensure_ascii=False)
            untaken.append(_cell_in_words(name[:SHOWN], shown))
    date = _date_of_parts([str(taken.pop(part, "")) for part in PARTS])
    if date and not _is_filled(row, "date"):
        taken.setdefault("date", date)
    return row | taken, " ; ".join(untaken)


def _is_key(name: str) -> bool:
    return name in HEADINGS or name in OF_OBJECTS


def _is_filled(row: Mapping[str, object], key: str) -> bool:
    """Return True where a row says something under a key, or under one that is asked before it."""
    return bool(row.get(key) or row.get(ASKED_BEFORE.get(key, key)))


def _may_give(key: str, entry: object) -> bool:
    if key in JOINED and isinstance(entry, list):
        return all(isinstance(part, str) for part in entry)
    return isinstance(entry, str | int) and not isinstance(entry, bool) and entry != ""


def in_words(cells: Mapping[int, str], names: Sequence[str], keys: Sequence[str]) -> str:
    """Return in words what stands in some cells of a row, but for columns that are left."""
    words = []
    for index, cell in cells.items():
        if index >= len(names) or keys[index]:
            words.append(_cell_in_words(names[index] if index < len(names) else "", cell))
    return " ; ".join(words)


def _cell_in_words(name: str, cell: str) -> str:
    return f"{name or _('sans titre')} : {cell[:SHOWN]}"


def _date_of_parts(parts: list[str]) -> str:
    """Return the date that a day, a month and a year make; "" without a year."""
    if not parts[-1]:
        return ""
    printed = list(filter(None, parts))
    separator = "/" if all(map(str.isdigit, printed)) else " "
    return separator.join(printed)


def heads_a_table(text: str) -> bool:
    """Return True if a text opens as a table.

    It opens with a heading of which two columns are known, or with six rows of as many cells.
    """
    lines = [line for line in text.split("\n")[:30] if line.strip()]
    if not lines:
        return False
    heading = lines[0]
    if len(lines) > 1 and re.fullmatch(r"sep=.", heading.strip()):
        heading = lines[1]
    for delimiter in DELIMITERS:
        if _count_columns(heading, delimiter) > 1:
            return True
    for delimiter in DELIMITERS:
        counts = set(map(len, csv.reader(lines[:-1], delimiter=delimiter)))
        if len(lines) > 6 and len(counts) == 1 and counts.pop() > 2:
            return True
    return False


def _count_columns(heading: str, delimiter: str) -> int:
    """Return how many keys the columns of a heading give; 0 where it has one column."""
    try:
        cells = next(csv.reader([heading], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return 0
    if len(cells) < 2:
        return 0
    return len(set(map(_key, cells)) - {""})


def _key(cell: str) -> str:
    return KEY_OF.get(folded(cell), "")


def folded(cell: str) -> str:
    """Return a column's name in the one form that all spellings of it share."""
    return " ".join(re.sub(r"[\s_()*:-]+", " ", fold(cell)).split())
