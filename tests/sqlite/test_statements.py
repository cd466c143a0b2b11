"""A statement is asked again and again with other values, whatever else stands in it."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def answer(statement: str, values=None) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


@pytest.mark.parametrize("value", ["un", "100 %", "%s", "?"])
def test_each_value_stands_where_it_is_asked_for(value):
    assert answer("SELECT '100 %%', %s, '?'", [value]) == ("100 %", value, "?")
    assert answer("SELECT '100 %', '%s'") == ("100 %", "%s")


def test_a_value_may_have_a_name():
    assert answer("SELECT %(one)s, '%%', %(one)s", {"one": "un"}) == ("un", "%", "un")


def test_a_very_long_statement_is_asked_too():
    values = [str(number) for number in range(3_000)]
    places = ", ".join(["%s"] * len(values))
    assert answer(f"SELECT '2999' IN ({places}), '%%'", values)[1] == "%"
