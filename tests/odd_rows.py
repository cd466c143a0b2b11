"""Rows of any model, made by looking at its fields: of a model added tomorrow as well."""

from datetime import UTC, date, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models

from archive.models import raw_rows

ROWS = (1, 2)
# What few files hold and an archive must: what XML refuses, what looks like markup, half a pair.
ODD = "« L’œil » \t\r\n\x07\0 \u2028 <b>&amp;</b> \U0001f4d6 "


def fill(model: type[models.Model]) -> None:
    """Give a model the rows 1 and 2, with something in every field, in the place of its own."""
    raw_rows.empty([model], DEFAULT_DB_ALIAS)
    rows = []
    for number in ROWS:
        row = model()
        for field in model._meta.local_concrete_fields:
            setattr(row, field.attname, value(field, number))
        rows.append(row)
    raw_rows.insert(model, rows, DEFAULT_DB_ALIAS)


def value(field: models.Field, number: int) -> Any:
    """Return something that this field can hold, and that is another for each number."""
    if field.primary_key or field.is_relation:
        return number
    if isinstance(field, models.JSONField):
        return {"b": [1, 2.5, None, True], "a": {"é": f"{ODD}{number}"}, "": number}
    if isinstance(field, models.DateTimeField):
        return datetime(2001, 2, 12, 8, 30, number, 123456, UTC)
    if isinstance(field, models.DateField):
        return date(1999, 12, number)
    if isinstance(field, models.FloatField):
        return number / 3
    if isinstance(field, models.BooleanField):
        return number == 1
    if isinstance(field, models.IntegerField):
        return number + 20
    if isinstance(field, models.FileField):
        return f"captures/{number:02}/{number}"
    if isinstance(field, models.SlugField) or (field.max_length or 99) < 65:
        return f"{number}-{field.name}"[: field.max_length]
    assert isinstance(field, models.CharField | models.TextField), f"what may {field} hold?"
    return f"{number}{ODD}{field.name}"[: field.max_length]
