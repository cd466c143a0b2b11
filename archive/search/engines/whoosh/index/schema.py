"""How each field of haystack's search index is kept in Whoosh: as running text, as exact values, as numbers."""

import datetime

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from haystack.constants import DJANGO_ID, ID
from whoosh import fields, query

from archive import dates
from archive.search.engines.whoosh.index.running_text import Words
from archive.text import fold

LEXICON = "text"  # the field by which the lexicon shared by all fields of running text is asked
ORDER = "_order"  # ends the name of the field that holds a text's place in the alphabet
ORDERED = ("title",)


class Value(fields.ID):
    """One exact term, or a list of them: case, accents and spaces count."""


class Number(fields.NUMERIC):
    """A whole number, in a column: for sorting, comparing, and as the key of a row."""

    def __init__(self, stored=False):
        super().__init__(int, 64, stored=stored, sortable=True, shift_step=0)


class Day(fields.NUMERIC):
    """A date, kept as its number of days (`date.toordinal`). In queries any EDTF date stands for all of its days."""

    def __init__(self, stored=False):
        super().__init__(int, 32, stored=stored, sortable=True, shift_step=0)

    def prepare_number(self, x):
        """Raises ValueError for what is no day."""
        if isinstance(x, datetime.date):
            x = local_day(x).toordinal()
        elif isinstance(x, str):
            x = _ordinal(bounds(x)[0])
        return super().prepare_number(x)

    def parse_query(self, fieldname, qstring, boost=1.0):
        return self.parse_range(fieldname, qstring, qstring, boost=boost)

    def parse_range(self, fieldname, start, end, startexcl=False, endexcl=False, boost=1.0):
        try:
            first = _ordinal(bounds(start)[startexcl]) if start else None
            last = _ordinal(bounds(end)[not endexcl]) if end else None
        except ValueError:
            return query.NullQuery
        return query.NumericRange(fieldname, first, last, startexcl, endexcl, boost=boost)


def local_day(moment: datetime.date) -> datetime.date:
    """The day of a date or a time, here where it is known of what zone the time is."""
    if not isinstance(moment, datetime.datetime):
        return moment
    return (timezone.localtime(moment) if timezone.is_aware(moment) else moment).date()


def bounds(text: str) -> tuple[datetime.date | None, datetime.date | None]:
    """The first and the last day of an EDTF date, or of one without its hyphens (20030501). Raises ValueError."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) >= 8:
        text = f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    return dates.bounds(dates.valid(text))


def _ordinal(day: datetime.date | None) -> int | None:
    return day.toordinal() if day else None


def schema(searchfields: dict) -> fields.Schema:
    """Whoosh's schema for haystack's fields. The document itself is not stored: the database has it.
    Raises ImproperlyConfigured for a kind of field that this index does not keep."""
    kinds = {ID: fields.ID(stored=True, unique=True), DJANGO_ID: Number()}
    for name, field in searchfields.items():
        kinds[field.index_fieldname] = _kind(name, field)
        if name in ORDERED:
            kinds[field.index_fieldname + ORDER] = Value()
    return fields.Schema(**kinds)


def _kind(name: str, field) -> fields.FieldType:
    if field.field_type == "date":
        return Day(stored=field.stored)
    if field.field_type == "integer":
        return Number(stored=field.stored)
    if field.field_type != "string":
        raise ImproperlyConfigured(
            f"The search index does not keep fields of type {field.field_type}: {name}."
        )
    if field.is_multivalued or hasattr(field, "facet_for"):
        return Value(stored=field.stored)
    return Words(stored=field.stored and not field.document)


def is_text(schema: fields.Schema, name: str | None) -> bool:
    """Whether a field is there and holds running text."""
    return name in schema and isinstance(schema[name], Words)


def described(schema: fields.Schema) -> list[tuple[str, str, bool]]:
    """What tells whether an index was written with the same schema."""
    return [(name, type(kind).__name__, bool(kind.stored)) for name, kind in schema.items()]


def document(schema: fields.Schema, prepared: dict) -> dict:
    """What haystack prepared of an object -> what Whoosh's `add_document` takes."""
    kept = {}
    for name, value in prepared.items():
        if name in schema and value is not None:
            kept[name] = _indexed(schema[name], value)
            kept[f"_stored_{name}"] = (
                list(value) if isinstance(value, list | tuple | set) else value
            )
        if name + ORDER in schema:
            kept[name + ORDER] = alphabetical(value or "") or None
    return kept


def _indexed(kind: fields.FieldType, value):
    if isinstance(kind, Value | fields.ID):
        values = (
            [str(one) for one in value] if isinstance(value, list | tuple | set) else [str(value)]
        )
        return [one for one in values if one] or None
    return str(value) if isinstance(kind, Words) else value


def alphabetical(text: str) -> str:
    """What a text is sorted by: its letters and digits, without accents and case."""
    return " ".join("".join(char if char.isalnum() else " " for char in fold(text)).split())
