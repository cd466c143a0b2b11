"""Queries that are put into SQL once, and asked again and again with other values.

To build a query and to write its SQL takes Django ten times as long as the database needs to answer
it by an index: of a page that is made of a dozen of them, that is a third of its time.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar, cast
from weakref import WeakKeyDictionary

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState
from django.db.models.expressions import Value
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.subqueries import UpdateQuery

MOST_AT_ONCE = 512  # values of a list in one query: SQLite takes 999 parameters at least
Asked = int | str | date

Row = TypeVar("Row", bound=models.Model)


class Blank(Value):
    """Where a value stands that a prepared query is asked with; the first has the place 0."""

    def __init__(self, place: int):
        super().__init__(place)

    def as_sql(self, compiler, connection):
        return "%s", [self]


class _Statement(NamedTuple):
    sql: str
    parameters: Sequence[Any]
    blanks: Sequence[tuple[int, int]]  # which parameters are blanks, and of what place
    compiler: SQLCompiler
    converters: dict

    @classmethod
    def of(cls, compiler: SQLCompiler, converters: dict) -> "_Statement":
        sql, parameters = compiler.as_sql()
        blanks: list[tuple[int, int]] = []
        for number, parameter in enumerate(parameters):
            if isinstance(parameter, Blank):
                blanks.append((number, parameter.value))
        return cls(sql, parameters, blanks, compiler, converters)

    def filled(self, values: Sequence[Asked], connection: BaseDatabaseWrapper) -> list[Any]:
        """Return the parameters with these values in the blanks, as the database takes them."""
        parameters = list(self.parameters)
        for number, place in self.blanks:
            value = values[place]
            if isinstance(value, date):
                parameters[number] = connection.ops.adapt_datefield_value(value)
            else:
                parameters[number] = value
        return parameters


class Prepared:
    """A query of `values_list`, built with a `Blank` for each value that it is asked with."""

    def __init__(self, build: Callable[[], models.QuerySet]):
        self._build = build

    def rows(self, *values: Asked) -> list[tuple]:
        """Ask the query, where readers are to ask, and return its rows."""
        alias = router.db_for_read(models.Model)
        connection = connections[alias]
        statement = _kept(self, connection, self._statement)
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.filled(values, connection))
            rows: Iterable = cursor.fetchall()
        if statement.converters:
            rows = statement.compiler.apply_converters(rows, statement.converters)
        return list(map(tuple, rows))

    def _statement(self, alias: str) -> _Statement:
        compiler = self._build().query.get_compiler(alias)
        statement = _Statement.of(compiler, {})
        selected = [expression for expression, _sql, _alias in compiler.select]
        return statement._replace(converters=compiler.get_converters(selected))


class PreparedUpdate:
    """An update of rows, built with a `Blank` for each value that it is made with."""

    def __init__(self, build: Callable[[], models.QuerySet], **fields: Any):
        self._build, self._fields = build, fields

    def update(self, *values: Asked) -> int:
        """Make the update, and return the number of rows that it changed."""
        alias = router.db_for_write(models.Model)
        connection = connections[alias]
        statement = _kept(self, connection, self._statement)
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.filled(values, connection))
            return cursor.rowcount

    def _statement(self, alias: str) -> _Statement:
        query = cast(UpdateQuery, self._build().query.chain(UpdateQuery))
        query.add_update_values(self._fields)
        query.clear_select_clause()
        query.clear_ordering(force=True)
        return _Statement.of(query.get_compiler(alias), {})


def _kept(
    prepared: Hashable, connection: BaseDatabaseWrapper, build: Callable[[str], _Statement]
) -> _Statement:
    """Return the SQL: kept with the connection, in whose words it is, as long as that is."""
    kept = vars(connection).setdefault("prepared", WeakKeyDictionary())
    statement = kept.get(prepared)
    if statement is None:
        statement = kept[prepared] = build(connection.alias)
    return statement


class PreparedAmong:
    """The same with a list of values beside others, whose blanks come first."""

    def __init__(self, build: Callable[[list[Any]], models.QuerySet], others: int = 0):
        self._build, self._others = build, others
        self._of_size: dict[int, Prepared] = {}

    def rows(self, values: Sequence[Any], *others: Asked) -> list[tuple]:
        """Ask the query with a blank for each value, and return its rows; none for no value.

        Where there are very many values it is asked several times.
        """
        rows = []
        for start in range(0, len(values), MOST_AT_ONCE):
            portion = padded(values[start : start + MOST_AT_ONCE])
            rows += self._of(len(portion)).rows(*others, *portion)
        return rows

    def _of(self, size: int) -> Prepared:
        if size not in self._of_size:
            places = range(self._others, self._others + size)
            self._of_size[size] = Prepared(partial(self._build, list(map(Blank, places))))
        return self._of_size[size]


def padded(values: Sequence[Any]) -> list[Any]:
    """Return a list with its last value again up to a power of two, so that few sizes have SQL."""
    size = 1 << (len(values) - 1).bit_length()
    return [*values, *[values[-1]] * (size - len(values))]


class Columns(Generic[Row]):
    """Columns of a model, its primary key among them: those that a query selects."""

    def __init__(self, model: type[Row], *named: str, without: Collection[str] = ()):
        self._model = model
        self._names = []
        for field in model._meta.concrete_fields:
            is_wanted = field.name in named if named else field.name not in without
            if field.primary_key or is_wanted:
                self._names.append(field.attname)

    def __len__(self) -> int:
        return len(self._names)

    def of(self, path: str = "") -> list[str]:
        """Return the names for `values_list`, where `path` leads to the model, if it is another."""
        return [f"{path}__{name}" for name in self._names] if path else self._names

    def row(self, values: Sequence[Any]) -> Row:
        """Return the row of these values, as if it had been loaded with `only`."""
        return next(self.rows([values]))

    def rows(self, many: Iterable[Sequence[Any]]) -> Iterator[Row]:
        """Yield the rows of these values.

        Django itself looks at each field of each row, for the default that it may lack: for the
        rows of one page of results that takes as long as all queries.
        """
        alias = router.db_for_read(self._model)
        for values in many:
            row = self._model.__new__(self._model)
            row._state = state = ModelState()
            state.adding, state.db = False, alias
            vars(row).update(zip(self._names, values, strict=True))
            yield row
