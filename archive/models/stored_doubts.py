"""Doubts asked for where they are stored, as JSON: each database looks into that its own way."""

from typing import TYPE_CHECKING, Any

from django.db import connections, models
from django.db.models import F, Func

if TYPE_CHECKING:
    from archive.models.editorial_queries import EditorialQuerySet


class HasDoubt(Func):
    """True of editorials that have a doubt of a kind."""

    output_field = models.BooleanField()

    def __init__(self, field: str, code: str):
        super().__init__(F("doubts"))
        self.kind = {"field": field, "code": code}

    def as_sql(self, compiler, connection, *_named: Any, **_more: Any) -> tuple[str, Any]:
        column, parameters = compiler.compile(self.source_expressions[0])
        if connection.vendor == "postgresql":
            wanted = connection.ops.adapt_json_value([self.kind], None)
            return f"({column} @> %s)", [*parameters, wanted]
        sql = (
            f"EXISTS (SELECT 1 FROM json_each({column}) WHERE"
            " json_extract(value, '$.field') = %s AND json_extract(value, '$.code') = %s)"
        )
        return sql, [*parameters, self.kind["field"], self.kind["code"]]


def counts(rows: "EditorialQuerySet") -> list[tuple[str, str, int]]:
    """Return (field, code, how many of these editorials have such a doubt); most first."""
    connection = connections[rows.db]
    among, parameters = rows.order_by().values("pk").query.get_compiler(rows.db).as_sql()
    each, field, code = "json_each(e.doubts) d", "'$.field'", "'$.code'"
    read = "json_extract(d.value, {})"
    if connection.vendor == "postgresql":
        each, field, code = "jsonb_array_elements(e.doubts) AS d(value)", "'field'", "'code'"
        read = "(d.value ->> {})"
    sql = (
        f"SELECT {read.format(field)}, {read.format(code)}, COUNT(DISTINCT e.id)"
        f" FROM archive_editorial e, {each} WHERE e.id IN ({among}) GROUP BY 1, 2"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        counted = cursor.fetchall()
    return sorted(counted, key=lambda row: (-row[2], *row))
