"""All that a search finds, beyond what its pages show: for a selection, a table, another program."""

from itertools import islice

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from archive.models import Editorial
from archive.search import Question as Asked
from archive.search import ask, ask_whole

AT_ONCE = 3  # hits that an engine gives at a time here
SORTS = ("relevance", "newest", "oldest", "title")


@pytest.fixture
def archive(make_editorial, engine) -> list[Editorial]:
    """Ten editorials that tell of clients, in texts of other lengths; two without a date."""
    made = []
    for number in range(10):
        body = f"<p>Les clients. {'La clientèle et le reste. ' * (number % 4)}</p>"
        date = "" if number in (4, 7) else f"200{number // 2}"
        made.append(make_editorial(f"Numéro {9 - number}", body, date=date, tags=["Accueil"]))
    make_editorial("Autre", "<p>Rien de tel.</p>")
    make_editorial("Brouillon", "<p>Les clients.</p>", state="draft", tags=["Accueil"])
    engine.refresh()
    return made


@pytest.fixture
def few_at_once(monkeypatch) -> None:
    """Have pages end, and an engine give hits, after so few."""
    monkeypatch.setattr("archive.search.DEEPEST", AT_ONCE)


def question(**parameters) -> Asked:
    return Asked.read(QueryDict(urlencode(parameters)))


def all_ids(most: int = 1000, **parameters) -> list[int]:
    _answer, hits = ask_whole(question(**parameters), most)
    return [hit.id for hit in hits]


def paged_ids(**parameters) -> list[int]:
    return [hit.id for hit in ask(question(**parameters)).hits]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("asked", [{"tag": "accueil"}, {"q": "clients"}, {"q": "texte:clients"}])
def test_all_come_once_in_the_order_of_the_pages(archive, few_at_once, engine, asked, sort):
    answer, _hits = ask_whole(question(**asked), AT_ONCE)
    assert answer.count == 10 and answer.by == engine.by
    assert all_ids(**asked, sort=sort) == paged_ids(**asked, sort=sort)


def test_there_may_be_exactly_as_many_as_are_given_at_once(archive, monkeypatch):
    for at_once in (5, 9, 10, 11):
        monkeypatch.setattr("archive.search.DEEPEST", at_once)
        assert all_ids(tag="accueil") == paged_ids(tag="accueil")


@pytest.mark.parametrize("most", [1, 3, 4, 6, 10, 11])
def test_no_more_come_than_are_wanted(archive, few_at_once, most):
    assert (
        all_ids(most, tag="accueil", sort="oldest")
        == paged_ids(tag="accueil", sort="oldest")[:most]
    )


def test_nothing_found_is_no_hit(archive, few_at_once):
    assert all_ids(q="introuvable") == []


def test_who_needs_no_more_takes_no_more(archive, few_at_once):
    _answer, hits = ask_whole(question(tag="accueil", sort="oldest"), 1000)
    assert [hit.id for hit in islice(hits, 4)] == paged_ids(tag="accueil", sort="oldest")[:4]


def test_what_is_saved_meanwhile_does_not_show(archive, few_at_once, make_editorial, engine):
    expected = paged_ids(tag="accueil", sort="oldest")
    _answer, hits = ask_whole(question(tag="accueil", sort="oldest"), 1000)
    first = [next(hits).id]
    make_editorial("Nouveau", "<p>Rien.</p>", date="2001", tags=["Accueil"])
    archive[9].delete()
    engine.refresh()
    assert first + [hit.id for hit in hits] == expected


def test_each_tells_why_it_was_found(archive, few_at_once):
    _answer, hits = ask_whole(question(q="clients"), 1000)
    assert [hit.why for hit in hits] == [hit.why for hit in ask(question(q="clients")).hits]


def test_reprints_are_hits_of_their_own(make_editorial, engine, few_at_once):
    made = [make_editorial("Le client", "<p>Les clients sont là.</p>") for _time in range(5)]
    engine.refresh()
    assert sorted(all_ids(q="clients")) == [editorial.pk for editorial in made]


def test_a_selection_has_all_that_a_search_finds(
    archive, few_at_once, editor_client, settings, monkeypatch
):
    settings.WORK = "queue"
    monkeypatch.setattr("archive.views.desk.selection.DEEPEST", AT_ONCE)
    selection = editor_client.get("/desk/selection/?q=clients").context["selection"]
    assert selection.total == 10
    assert selection.listed == paged_ids(q="clients")


def test_a_table_has_all_that_a_search_finds_where_an_editor_asks_for_it(
    archive, few_at_once, client, editor_client, monkeypatch
):
    monkeypatch.setattr("archive.spreadsheet.DEEPEST", AT_ONCE)
    response = editor_client.get("/search/results.csv?tag=accueil&sort=oldest")
    lines = b"".join(response.streaming_content).decode().splitlines()
    ids = [int(line.partition(";")[0]) for line in lines[1:]]
    assert ids == paged_ids(tag="accueil", sort="oldest")
    client.logout()
    response = client.get("/search/results.csv?tag=accueil&sort=oldest")
    assert len(b"".join(response.streaming_content).decode().splitlines()) == 1 + AT_ONCE
