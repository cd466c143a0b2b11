"""How each field of haystack's search index is kept in Whoosh.

As running text, as exact values, as numbers.
"""

import datetime
import math
from collections.abc import Callable, Iterable, Iterator

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from haystack.constants import DJANGO_ID, ID
from haystack.fields import DecimalField
from whoosh import fields, query
from whoosh.columns import NumericColumn
from whoosh.util.times import datetime_to_long

from archive import dates
from archive.search.engines.whoosh.index.running_text import Words
from archive.search.words.spelling import alphabetical

LEXICON = "text"  # the field by which the lexicon shared by all fields of running text is asked
ORDER = "_order"  # ends the name of the field that holds a text's place in the alphabet
ORDERED = ("title",)
# Fields that came in December 2026: an index made before is read and written without them until it
# is made anew.
ADDED = frozenset(("issue", "issue_key", "page_key", "group", "original", "acronym", "crosshead"))


class ExactValue(fields.ID):
    """One exact term, or a list of them: case, accents and spaces count."""

    def index(self, value, **kwargs):
        """Yield (term in UTF-8, 1, 1, no places) for each term."""
        if isinstance(value, str):
            value = [value]
        for term in dict.fromkeys(value):
            yield term.encode(), 1, 1.0, b""


class Moment(fields.DATETIME):
    """A time of a day, in a column; of those that say their zone, the archive's own is kept."""

    def __init__(self, stored=False):
        super().__init__(stored=stored, sortable=True)
        self.shift_step = 0

    def prepare_datetime(self, moment):
        """Return the microseconds since the year 1; a day is its beginning.

        Raises an error for what is no time.
        """
        if isinstance(moment, datetime.date) and not isinstance(moment, datetime.datetime):
            moment = datetime.datetime(moment.year, moment.month, moment.day)
        return super().prepare_datetime(local_time(moment))

    def parse_range(self, fieldname, start, end, startexcl=False, endexcl=False, boost=1.0):
        """Return a query for times between two: a day or a minute as an edge is all of it."""
        first = last = None
        try:
            if start:
                edge = self._parse_datestring(start)
                first = datetime_to_long(edge.ceil() if startexcl else edge.floor())
            if end:
                edge = self._parse_datestring(end)
                last = datetime_to_long(edge.floor() if endexcl else edge.ceil())
        except Exception:  # what Whoosh raises for a text that is no time is not documented
            return query.NullQuery
        return query.NumericRange(fieldname, first, last, startexcl, endexcl, boost=boost)


class Fraction(fields.NUMERIC):
    """A number that need not be whole, in a column; a decimal one as it is nearest to."""

    def __init__(self, stored=False):
        super().__init__(float, 64, stored=stored, shift_step=0)
        # Whoosh's own column of such a field takes whole numbers alone.
        self.column_type = NumericColumn("d", default=math.inf)

    def prepare_number(self, number):
        if isinstance(number, bytes):
            return number
        return super().prepare_number(float(number))

    def to_column_value(self, number):
        return float(number)


class Number(fields.NUMERIC):
    """A whole number, in a column: for sorting, comparing, and as the key of a row."""

    def __init__(self, stored=False):
        super().__init__(int, 64, stored=stored, sortable=True, shift_step=0)


class DayNumber(fields.NUMERIC):
    """A date, kept as its number of days (`date.toordinal`).

    In queries any EDTF date stands for all of its days.
    """

    def __init__(self, stored=False):
        super().__init__(int, 32, stored=stored, sortable=True, shift_step=0)

    def prepare_number(self, day):
        """Return the number of a date, a time or an EDTF date; raises ValueError for another."""
        if isinstance(day, datetime.date):
            day = local_day(day).toordinal()
        elif isinstance(day, str):
            day = _ordinal(bounds(day)[0])
        return super().prepare_number(day)

    def parse_query(self, fieldname, qstring, boost=1.0):
        return self.parse_range(fieldname, qstring, qstring, boost=boost)

    def parse_range(self, fieldname, start, end, startexcl=False, endexcl=False, boost=1.0):
        first = last = None
        # Days have no time: what is before noon is before the next day.
        startexcl = startexcl or has_time(start)
        endexcl = endexcl and not has_time(end)
        try:
            if start:
                first = _ordinal(bounds(start)[startexcl])
            if end:
                last = _ordinal(bounds(end)[not endexcl])
        except ValueError:
            return query.NullQuery
        return query.NumericRange(fieldname, first, last, startexcl, endexcl, boost=boost)


def local_day(moment: datetime.date) -> datetime.date:
    """Return the day of a date or a time: of the archive's zone where the time says its own."""
    if not isinstance(moment, datetime.datetime):
        return moment
    return local_time(moment).date()


def local_time(moment):
    """Return a time without a zone: the archive's, where it says its own; all else as it is."""
    if isinstance(moment, datetime.datetime) and timezone.is_aware(moment):
        return timezone.make_naive(moment)
    return moment


def has_time(text: str | None) -> bool:
    """Return True for a time as a query has it (20030501143000) that is not a day's beginning."""
    if text is None:
        return False
    return len(text) == 14 and text.isdigit() and text[8:] != "000000"


def bounds(text: str) -> tuple[datetime.date | None, datetime.date | None]:
    """Return the first and the last day of an EDTF date, or of one without hyphens (20030501).

    None stands for an open end. Raises ValueError.
    """
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) >= 8:
        text = f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    return dates.bounds(dates.valid(text))


def _ordinal(day: datetime.date | None) -> int | None:
    if day is None:
        return None
    return day.toordinal()


def _beginnings(stored: bool) -> fields.FieldType:
    return fields.NGRAMWORDS(minsize=2, maxsize=15, stored=stored, at="start")


def _pieces(stored: bool) -> fields.FieldType:
    return fields.NGRAM(minsize=3, maxsize=15, stored=stored)


# How haystack's types of fields are kept, but for text.
KINDS: dict[str, Callable[..., fields.FieldType]] = {
    "date": DayNumber,
    "datetime": Moment,
    "integer": Number,
    "float": Fraction,
    "boolean": fields.BOOLEAN,
    "edge_ngram": _beginnings,
    "ngram": _pieces,
}


def schema(searchfields: dict) -> fields.Schema:
    """Return Whoosh's schema for haystack's fields.

    Raises ImproperlyConfigured for a kind of field that this index does not keep.
    """
    kinds = {ID: fields.ID(stored=True, unique=True), DJANGO_ID: Number()}
    for name, field in searchfields.items():
        kinds[field.index_fieldname] = _kind(name, field)
        if name in ORDERED:
            kinds[field.index_fieldname + ORDER] = ExactValue()
    return fields.Schema(**kinds)


def _kind(name: str, field) -> fields.FieldType:
    if field.is_multivalued:
        return ExactValue(stored=field.stored)
    if isinstance(field, DecimalField):  # whose type is that of texts
        return Fraction(stored=field.stored)
    if field.field_type in KINDS:
        return KINDS[field.field_type](stored=field.stored)
    if field.field_type != "string":
        raise ImproperlyConfigured(
            f"The search index does not keep fields of type {field.field_type}: {name}."
        )
    if hasattr(field, "facet_for"):
        return ExactValue(stored=field.stored)
    if field.analyzer is not None:
        return fields.TEXT(analyzer=field.analyzer, stored=field.stored)
    is_of_database = getattr(field, "is_of_database", False)
    return Words(stored=field.stored and not is_of_database)


def is_text(schema: fields.Schema, name: str | None) -> bool:
    """Return True if a field is there and holds running text."""
    return name in schema and isinstance(schema[name], Words)


def described(schema: fields.Schema) -> list[tuple[str, str, bool]]:
    """Return what tells whether an index was written with the same schema."""
    return [(name, type(kind).__name__, bool(kind.stored)) for name, kind in schema.items()]


def lacking(written: fields.Schema, schema: fields.Schema) -> frozenset[str] | None:
    """Return which fields of a schema an index was written without, all of them ADDED since.

    None where it differs in anything else, so that it cannot be read.
    """
    there, wanted = set(described(written)), described(schema)
    missing = frozenset(name for name, *_kind in wanted if name not in written)
    if missing <= ADDED and there == {kind for kind in wanted if kind[0] not in missing}:
        return missing
    return None


def as_documents(schema: fields.Schema, prepared: Iterable[dict]) -> Iterator[dict]:
    """Yield what Whoosh's `add_document` takes for each of what haystack prepared of objects."""
    kept = {}
    for name, kind in schema.items():
        kept[name] = (f"_stored_{name}", _indexing(kind))
    ordered = [(name, name + ORDER) for name in ORDERED if name + ORDER in kept]
    for contents in prepared:
        arguments = {}
        for name, content in contents.items():
            if content is not None and name in kept:
                stored, indexed = kept[name]
                arguments[name] = indexed(content)
                arguments[stored] = _stored(content)
        for name, order in ordered:
            arguments[order] = alphabetical(contents.get(name) or "") or None
        yield arguments


def _stored(content):
    if isinstance(content, tuple | set):
        return list(content)
    return content


def _indexing(kind: fields.FieldType) -> Callable:
    """Return what makes of a content that which the field indexes."""
    if isinstance(kind, Words):
        return str
    if isinstance(kind, fields.ID):
        return _terms
    return _itself


def _terms(content) -> list[str] | None:
    if not isinstance(content, list | tuple | set):
        content = [content]
    return list(filter(None, map(str, content))) or None


def _itself(content):
    return content
