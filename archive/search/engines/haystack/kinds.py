"""How haystack's types of fields are read, whichever engine keeps them.

As running text, as exact values, as numbers: field types of Whoosh, whose query language haystack's
callers write.
"""

import datetime
import math
from collections.abc import Callable, Iterable, Mapping

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from haystack.constants import DJANGO_ID, ID
from haystack.fields import DecimalField
from whoosh import fields, formats, query
from whoosh.analysis import Token as WhooshToken
from whoosh.analysis import Tokenizer
from whoosh.columns import NumericColumn
from whoosh.util.times import datetime_to_long, long_to_datetime

from archive import dates
from archive.search.words.analysis import Token, tokenize


class EditorialTokenizer(Tokenizer):
    """An analyzer for schema fields, without state, so that it pickles with the schema."""

    def __call__(self, text, positions=False, chars=False, start_pos=0, start_char=0, **kwargs):
        tokens: Iterable[Token] = [Token(text.lower(), 0, 0, len(text))]
        if kwargs.pop("tokenize", True):
            tokens = tokenize(text)
        shared = WhooshToken(positions, chars, **kwargs)
        for token in tokens:
            shared.text = shared.original = token.form
            shared.boost, shared.stopped = 1.0, False
            shared.pos = start_pos + token.position
            shared.startchar, shared.endchar = start_char + token.start, start_char + token.end
            yield shared


class RunningText(fields.FieldType):
    """Running text, cut as `analysis` has it; how its words are kept is up to the engine."""

    is_document = False  # whether it is what haystack calls the document

    def __init__(self, stored=False, format=None):
        super().__init__(
            format or formats.Positions(), EditorialTokenizer(), scorable=True, stored=stored
        )


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


def value_of(kind: fields.FieldType, number):
    """Return what a number that a field is kept as stands for, in the field's type in Python."""
    if isinstance(kind, DayNumber):
        return datetime.date.fromordinal(number)
    if isinstance(kind, Moment):
        return long_to_datetime(number)
    if isinstance(kind, fields.BOOLEAN):
        return bool(number)
    return number


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


# What running text is: an engine's own kind of it, given whether it is stored.
Text = Callable[..., RunningText]


def schema(
    searchfields: Mapping,
    text: Text = RunningText,
    ordered: Iterable[str] = (),
    order: str = "",
    keys_are_numbers: bool = True,
) -> fields.Schema:
    """Return Whoosh's schema for haystack's fields.

    Of the `ordered` ones the place in the alphabet is kept as well, in a field with `order` behind
    its name. Raises ImproperlyConfigured for a kind of field that no index of ours keeps.
    """
    key = Number() if keys_are_numbers else ExactValue()
    kinds = {ID: fields.ID(stored=True, unique=True), DJANGO_ID: key}
    for name, field in searchfields.items():
        kinds[field.index_fieldname] = _kind(name, field, text)
        if name in ordered:
            kinds[field.index_fieldname + order] = ExactValue()
    return fields.Schema(**kinds)


def _kind(name: str, field, text: Text) -> fields.FieldType:
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
    kind = text(stored=field.stored and not is_of_database)
    if field.document:
        kind.is_document = True
    return kind


def is_text(schema: fields.Schema, name: str | None) -> bool:
    """Return True if a field is there and holds running text."""
    return name in schema and isinstance(schema[name], RunningText)


def kind_in(schema: fields.Schema, name: str) -> fields.FieldType | None:
    """Return how a field is kept; None for a name that is no field."""
    if name in schema:
        return schema[name]
    return None
