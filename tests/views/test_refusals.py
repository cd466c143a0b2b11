"""What a person is told whose form could not be saved. tests/test_disk.py has real disks and locks."""

import sqlite3

import pytest
from django.db import IntegrityError, OperationalError, connection
from doors import PASSWORD, enter
from pages import text

LONG = "Une phrase que personne ne veut taper une seconde fois, et qui est longue à dessein."


@pytest.fixture
def refusing(client):
    """The database answers each change with this error."""
    client.raise_request_exception = False

    def refusing(error):
        def refuse(execute, sql, *given):
            if sql.startswith(("INSERT", "UPDATE", "DELETE")):
                raise error
            return execute(sql, *given)

        return connection.execute_wrapper(refuse)

    return refusing


def told(name):
    error = OperationalError("told by the database")
    error.__cause__ = sqlite3.OperationalError("told by the database")
    error.__cause__.sqlite_errorname = name
    return error


def test_who_changes_the_same_at_the_same_moment_is_told_and_keeps_the_text(client, db, refusing):
    with refusing(IntegrityError("FOREIGN KEY constraint failed")):
        response = client.post("/login/", {"username": LONG, "password": "geheim"})
    assert response.status_code == 409 and "Retry-After" not in response
    assert LONG in text(response) and "geheim" not in response.content.decode()


@pytest.mark.parametrize(
    ("name", "again"),
    [("SQLITE_BUSY", "30"), ("SQLITE_BUSY_SNAPSHOT", "30"), ("SQLITE_FULL", "300")],
)
def test_it_is_told_when_to_try_again(client, db, refusing, name, again):
    with refusing(told(name)):
        response = client.post("/login/", {"username": LONG, "password": "geheim"})
    assert (response.status_code, response["Retry-After"]) == (503, again)
    assert LONG in text(response) and "geheim" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["password/", "address/", "second-factor/"])
def test_no_secret_of_an_account_is_written_into_the_page(
    client, django_user_model, refusing, address
):
    django_user_model.objects.create_user("claire", password=PASSWORD)
    enter(client)
    secrets = {"password": PASSWORD, "new": LONG, "again": LONG, "code": "123456"}
    with refusing(told("SQLITE_BUSY")):
        response = client.post(f"/desk/account/{address}", secrets | {"email": "c@exemple.fr"})
    page = response.content.decode()
    assert response.status_code == 503
    assert not [secret for secret in secrets.values() if secret in page]


def test_a_fault_of_ours_is_no_refusal(client, db, refusing):
    with refusing(OperationalError("no such table: archive_tag")):
        response = client.post("/login/", {"username": "anne", "password": "geheim"})
    assert response.status_code == 500


@pytest.mark.skipif(connection.vendor != "postgresql", reason="tests/test_disk.py has SQLite's")
def test_who_changes_what_another_holds_waits_no_longer_than_the_limit(
    transactional_db, editor_client, make_editorial
):
    editorial = make_editorial("L’accueil", tags=["voix"])
    editor_client.raise_request_exception = False
    other = connection.copy()
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone()[0] == "20s"
        cursor.execute("SET lock_timeout = '300ms'")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM archive_tagging FOR UPDATE")
        response = editor_client.post(f"/desk/tagging/{editorial.pk}/", {"remove": "voix"})
    finally:
        other.close()
        connection.close()
    assert response.status_code == 503
