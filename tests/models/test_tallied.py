"""How many editorials there are is kept by the database, whatever way they come, change and go."""

import re
import threading
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import tallies
from archive.models import Editorial, Publication, Tallied, tallied, triggers

pytestmark = pytest.mark.django_db
PUBLISHED = [Editorial.State.PUBLISHED]
DATES = [
    "",
    "2001-02-12",
    "2001",
    "2003/2005",
    "1998~",
    "2004?",
    "../1950",
    "1960/..",
    "0999",
    "2001%",
]


def counted(states=PUBLISHED) -> set:
    return set(tallies.spans(Editorial.objects.filter(state__in=states)))


def test_an_empty_archive_has_none():
    assert Tallied.objects.published() == 0
    assert Tallied.objects.spans(PUBLISHED) == []


def test_what_is_made_changed_and_deleted_is_counted(make_editorial):
    editorial = make_editorial("Un", date="2001-02-12", publication="Décroché")
    make_editorial("Deux", state="draft")
    assert Tallied.objects.published() == 1
    assert set(Tallied.objects.spans(PUBLISHED)) == counted()
    editorial.date = "2004?"
    editorial.save()
    assert [span.first for span in Tallied.objects.spans(PUBLISHED)] == ["2004"]
    Editorial.objects.filter(pk=editorial.pk).update(state="withdrawn")
    assert Tallied.objects.published() == 0
    assert Tallied.objects.total(["draft", "withdrawn"]) == 2
    Editorial.objects.all().delete()
    assert Tallied.objects.total(Editorial.State) == 0 and not Tallied.objects.differences()


def test_what_is_rolled_back_is_not_counted(make_editorial):
    with transaction.atomic():
        make_editorial()
        assert Tallied.objects.published() == 1
        transaction.set_rollback(True)
    assert Tallied.objects.published() == 0


def test_a_change_of_anything_else_adds_no_row(make_editorial):
    editorial = make_editorial(date="2001")
    before = Tallied.objects.count()
    editorial.title = "Un autre titre"
    editorial.save()
    assert Tallied.objects.count() == before


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["make", "many", "date", "state", "move", "delete", "fold"]),
        st.integers(0, 5),
        st.sampled_from(DATES),
        st.sampled_from(list(Editorial.State)),
        st.sampled_from(["", "Décroché", "Écho"]),
    ),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(CHANGES)
def test_whatever_is_done_in_whatever_order_the_numbers_are_those_of_a_count(
    monkeypatch, db, changes
):
    monkeypatch.setattr(tallied, "MANY", 1)
    monkeypatch.setattr(tallied, "_few", {})
    with transaction.atomic():
        for kind, place, date, state, name in changes:
            magazine = Publication.objects.named(name) if name else None
            rows = Editorial.objects.filter(
                pk__in=list(Editorial.objects.order_by("pk").values_list("pk", flat=True))[place:]
            )
            if kind == "make":
                Editorial.objects.create(title="x", date=date, state=state, publication=magazine)
            elif kind == "many":
                made = [Editorial(title="y", state=state, publication=magazine) for _ in range(3)]
                Editorial.objects.bulk_create(made)
            elif kind == "date":
                for editorial in rows:
                    editorial.date = date
                    editorial.save()
            elif kind == "state":
                rows.update(state=state)
            elif kind == "move":
                rows.update(publication=magazine, date=date)
            elif kind == "delete":
                rows.delete()
            else:
                Tallied.objects.fold()
        assert Tallied.objects.differences() == {}
        for states in (PUBLISHED, ["draft", "published"]):
            assert set(Tallied.objects.spans(states)) == counted(states)
        transaction.set_rollback(True)


def test_many_rows_become_few_and_say_the_same(make_editorial, monkeypatch):
    monkeypatch.setattr(tallied, "MANY", 3)
    monkeypatch.setattr(tallied, "_few", {})
    monkeypatch.setattr(tallied, "AT_ONCE", 5)
    for number in range(6):
        make_editorial(date=f"200{number % 2}", publication="Décroché")
    Editorial.objects.filter(date="2000").delete()
    before = set(Tallied.objects.spans(PUBLISHED))
    assert Tallied.objects.fold() == 8
    assert Tallied.objects.count() == 1
    assert set(Tallied.objects.spans(PUBLISHED)) == before == counted()
    assert Tallied.objects.fold() == 0


@pytest.fixture
def pauses(make_editorial, monkeypatch) -> list[float]:
    """The seconds of each pause, and rows that several transactions add up."""
    monkeypatch.setattr(tallied, "MANY", 3)
    monkeypatch.setattr(tallied, "_few", {})
    monkeypatch.setattr(tallied, "AT_ONCE", 5)
    for number in range(12):
        make_editorial(date=f"200{number % 2}")
    inside = len(connection.savepoint_ids)
    pauses = []

    def pause(seconds: float) -> None:
        assert len(connection.savepoint_ids) == inside  # nothing is held meanwhile
        pauses.append(seconds)

    monkeypatch.setattr(time, "sleep", pause)
    return pauses


def test_who_waits_to_write_has_a_turn_between_the_transactions_of_adding_up(pauses):
    transactions = CaptureQueriesContext(connection)
    with transactions:
        Tallied.objects.fold()
    begun = [query for query in transactions.captured_queries if query["sql"][:5] == "SAVEP"]
    if connection.vendor == "sqlite":  # where one alone may write
        assert len(pauses) >= 3
        assert min(pauses) >= tallied.TURN
        assert len(begun) > len(pauses)
    else:
        assert not pauses


def test_who_is_alone_waits_for_nobody(pauses):
    assert Tallied.objects.fold(is_alone=True)
    assert not pauses


def check_index(**options) -> tuple[int, str]:
    printed = StringIO()
    try:
        call_command("check_index", stdout=printed, stderr=printed, **options)
    except SystemExit as end:
        return int(end.code), printed.getvalue()
    return 0, printed.getvalue()


def test_numbers_that_are_wrong_are_told_and_mended(make_editorial):
    make_editorial()
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert check_index()[0] == 0
    Tallied.objects.update(number=7)
    status, printed = check_index()
    assert status == 1 and "counted otherwise than kept: 6" in printed
    assert check_index(repair=True)[0] == 0
    assert Tallied.objects.published() == 1


def test_triggers_that_are_gone_come_back_with_the_next_migration(make_editorial):
    triggers.remove()
    make_editorial()
    assert Tallied.objects.published() == 0
    call_command("migrate", verbosity=0)
    assert Tallied.objects.published() == 1
    make_editorial()
    assert Tallied.objects.published() == 2


def test_a_migration_leaves_alone_what_is_right(make_editorial):
    make_editorial()
    with CaptureQueriesContext(connection) as queries:
        call_command("migrate", verbosity=0)
    assert not re.findall(r"(DROP|CREATE).* TRIGGER|LOCK TABLE|DELETE FROM", str(list(queries)))


def test_triggers_of_an_earlier_version_are_made_anew_by_the_next_migration(
    make_editorial, monkeypatch
):
    with monkeypatch.context() as earlier:
        earlier.setitem(triggers.COLUMNS, "archive_editorial", ("state",))
        triggers.install()
    make_editorial(date="2001")
    call_command("migrate", verbosity=0)
    Editorial.objects.update(date="1998", earliest="1998-01-01", latest="1998-12-31")
    assert [span.first for span in Tallied.objects.spans(PUBLISHED)] == ["1998"]


of_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"
)


@pytest.fixture
def other():
    """A connection of somebody else, who waits for no more than two seconds."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SET statement_timeout = 2000")
    yield other
    other.close()


@of_postgresql
@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_another_who_has_not_committed(make_editorial, other):
    make_editorial(date="2001")
    with transaction.atomic():
        make_editorial(date="2001")
        with other.cursor() as cursor:
            cursor.execute("UPDATE archive_editorial SET date = '2001~' WHERE date = '2001'")
    assert Tallied.objects.differences() == {}


@of_postgresql
@pytest.mark.django_db(transaction=True)
def test_who_reads_does_not_wait_while_triggers_are_made_and_all_is_counted(make_editorial, other):
    make_editorial()
    with transaction.atomic():
        triggers.install()
        Tallied.objects.recount()
        with other.cursor() as cursor:
            cursor.execute("SELECT title FROM archive_editorial")
            cursor.execute("SELECT sum(number) FROM archive_tallied")
            assert cursor.fetchone() == (1,)


@of_postgresql
@pytest.mark.django_db(transaction=True)
def test_to_count_anew_beside_who_adds_up_doubles_nothing(make_editorial):
    for _number in range(5):
        make_editorial()
    begun, counting = threading.Event(), threading.Event()

    def folding():
        with transaction.atomic():
            Tallied.objects._fold_some(Tallied.objects.all(), 0)
            begun.set()
            counting.wait(60)
        connection.close()

    def counting_anew(execute, sql, *rest):
        if "archive_tallied" in sql:  # now it waits for who adds up, or goes on as if alone
            threading.Timer(0.5, counting.set).start()
        return execute(sql, *rest)

    thread = threading.Thread(target=folding)
    thread.start()
    begun.wait(60)
    with connection.execute_wrapper(counting_anew):
        Tallied.objects.recount()
    thread.join()
    assert Tallied.objects.published() == 5 and not Tallied.objects.differences()


@of_postgresql
@pytest.mark.django_db(transaction=True)
def test_what_is_saved_while_the_numbers_are_compared_differs_in_nothing(make_editorial, other):
    make_editorial(date="2001")

    def saving(execute, sql, *rest):
        answer = execute(sql, *rest)
        if "FROM" in sql:
            with other.cursor() as cursor:
                cursor.execute("UPDATE archive_editorial SET latest = latest + 366")
        return answer

    with connection.execute_wrapper(saving):
        assert Tallied.objects.differences() == {}
    assert Tallied.objects.differences() == {}
