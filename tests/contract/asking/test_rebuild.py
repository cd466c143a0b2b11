"""The whole index is made anew, or gone back from, by the command that does it."""

import pytest
from django.core.management import CommandError

from archive.models import Editorial
from archive.search.engine import current

from .conftest import needs, rebuild

EQUAL = (0, "missing: 0\nsuperfluous: 0\noutdated: 0\n")


@pytest.fixture
def editorials(make_editorial, engine):
    titles = ("Éditorial un", "Éditorial deux")
    editorials = [
        make_editorial(title, "<p>Un client attend.</p>", tags=["Accueil"]) for title in titles
    ]
    engine.refresh()
    return editorials


@needs("keeping")
def test_what_no_signal_told_of_is_in_the_new_index(editorials, titles, check_index):
    Editorial.objects.filter(pk=editorials[0].pk).update(title="Un tout autre titre")
    Editorial.objects.filter(pk=editorials[1].pk).update(state="draft")
    rebuild()
    assert titles() == titles(q="autre") == ["Un tout autre titre"]
    assert check_index() == EQUAL


def test_a_process_that_has_let_go_of_the_index_opens_it_anew(editorials, titles):
    before = titles(q="client")
    current().let_go()
    assert titles(q="client") == before and len(before) == 2


@needs("keeping")
def test_it_says_how_many_were_indexed(editorials, capsys):
    rebuild(verbosity=1)
    assert capsys.readouterr().out == "2 editorials indexed, 0 of them changed meanwhile.\n"


@needs("keeping")
def test_an_archive_of_nothing_gets_an_index_of_nothing(answer, check_index):
    rebuild()
    assert answer().count == 0 and check_index() == EQUAL


@needs("keeping")
def test_the_last_index_can_be_put_back_and_is_brought_up_to_date(
    editorials, make_editorial, titles, check_index, engine
):
    rebuild()
    make_editorial("Neuf")
    editorials[0].delete()
    engine.refresh()
    rebuild(previous=True)
    assert set(titles()) == {"Éditorial deux", "Neuf"} and check_index() == EQUAL


@needs("keeping")
def test_where_there_is_no_last_index_nothing_is_put_back(editorials, titles):
    with pytest.raises(CommandError, match="no index in"):
        rebuild(previous=True)
    assert len(titles()) == 2
