"""Names that most pages show are read once, and again as soon as anything changed anywhere."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Editorial, Tag, shown
from archive.models.kept_rows import KeptRows

SEARCH = "/search/?q=client&tag=accueil-du-client"


@pytest.fixture
def indexed(make_editorial):
    editorial = make_editorial("La voix du client", date="2001", tags=["Accueil du client"])
    make_editorial("Le client au téléphone", date="2002", tags=["Accueil du client"])
    call_command("rebuild_index", interactive=False, verbosity=0)
    return editorial


def elsewhere(work):
    """Do it by a connection of its own, as another process does."""

    def do():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=do)
    thread.start()
    thread.join()


def names_asked(client, address):
    """Return the queries for names that a page makes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries if "'tag' AS" in query["sql"]]


@pytest.mark.django_db(transaction=True)
def test_names_are_read_for_the_first_page_that_shows_them(client, indexed, settings):
    assert names_asked(client, SEARCH)
    assert not names_asked(client, f"{SEARCH}&sort=title")
    settings.KEEP = 0
    assert names_asked(client, SEARCH)


@pytest.mark.django_db(transaction=True)
def test_a_renaming_elsewhere_is_on_the_next_page(client, indexed):
    assert "Accueil du client" in client.get(SEARCH).content.decode()
    elsewhere(lambda: Tag.objects.update(name="Réception"))
    page = client.get(f"{SEARCH}&sort=title").content.decode()
    assert "Réception" in page and "Accueil du client" not in page


@pytest.mark.django_db(transaction=True)
def test_a_name_that_drafts_alone_bear_is_told_no_more_once_they_are(client, indexed):
    assert "Accueil du client" in client.get(SEARCH).content.decode()
    elsewhere(lambda: Editorial.objects.update(state="withdrawn"))
    page = client.get(f"{SEARCH}&sort=title").content.decode()
    assert "Accueil du client" not in page


@pytest.mark.django_db(transaction=True)
def test_an_editor_reads_them_anew(editor_client, indexed):
    assert names_asked(editor_client, SEARCH)
    assert names_asked(editor_client, SEARCH)


def read(keys):
    return {key: key.upper() for key in keys}


def test_without_a_page_to_be_kept_nothing_is_kept():
    rows = KeptRows(10)
    assert rows.of(["a"], read) == {"a": "A"}
    assert rows.of(["a"], lambda keys: {"a": "anew"}) == {"a": "anew"}


def test_what_was_not_asked_for_longest_goes_first():
    rows = KeptRows(2)
    with shown.making_page((1, 1)):
        for keys in (["a"], ["b"], ["a"], ["c"]):
            rows.of(keys, read)
        assert rows.of(["a", "b", "c"], lambda keys: dict.fromkeys(keys, "anew")) == {
            "a": "A",
            "b": "anew",
            "c": "C",
        }


def test_what_was_read_before_a_change_is_kept_for_no_page_after_it():
    rows = KeptRows(10)

    def read_late(keys):
        with shown.making_page((2, 2)):  # another visitor comes, who has seen the change
            assert rows.of(keys, lambda keys: {"a": "after"}) == {"a": "after"}
        return {"a": "before"}

    with shown.making_page((1, 1)):
        assert rows.of(["a"], read_late) == {"a": "before"}
    with shown.making_page((2, 2)):
        assert rows.of(["a"], read) == {"a": "after"}
