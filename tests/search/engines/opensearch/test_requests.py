"""How often the nodes are asked for a page: what can be asked together is."""

import pytest

from archive.search import Question, ask
from archive.search.upkeep import freshness

FILLER = "Les lecteurs attendent une réponse du service des abonnements. "


@pytest.fixture
def archive(engine, make_editorial):
    make_editorial("Le métier et la securite", FILLER + "Un accident se déclare. Le travail aussi.")
    for number in range(4):
        make_editorial(f"Un accident du travail, {number}", FILLER + "La sécurité du travail.")
        make_editorial(f"Le licenciement abusif, {number}", FILLER + "Un licenciement abusif.")
    freshness.drain()
    return engine


@pytest.fixture
def requests(archive, monkeypatch) -> list[str]:
    """The addresses of the searches that the nodes are asked from now on."""
    archive.cluster.index()
    archive.expansions()  # which are kept as long as nothing is taken in
    asked: list[str] = []
    transport = archive.cluster.client.transport
    perform = transport.perform_request

    def noted(method, url, *arguments, **names):
        if "search" in url:
            asked.append(url)
        return perform(method, url, *arguments, **names)

    monkeypatch.setattr(transport, "perform_request", noted)
    return asked


def test_words_that_are_there_want_three(requests):
    assert ask(Question(q="travail accident")).count == 5
    assert len(requests) == 3  # what they mean, how often they are used, the page


def test_a_page_with_its_parts_folded_wants_no_more_where_all_was_looked_at(requests):
    assert ask(Question(q="travail accident", fold=True)).count == 5
    assert len(requests) == 3


def test_other_spellings_of_a_word_want_another(requests):
    assert ask(Question(q="sécurité travail")).count == 5
    assert len(requests) <= 4


def test_what_is_excluded_is_looked_up_with_what_is_not(requests):
    assert ask(Question(q="travail -métiers")).count == 4
    assert len(requests) <= 4


@pytest.mark.parametrize("slip", ["lisenciement abusif", "licenciment abusiv"])
def test_slips_want_as_many_again(requests, slip):
    answer = ask(Question(q=slip))
    assert answer.count == 4
    assert len(requests) <= 7


def test_what_acronyms_stand_for_is_asked_once_as_long_as_nothing_is_taken_in(
    archive, requests, make_editorial
):
    before = archive.expansions()
    assert archive.expansions() is before and requests == []
    make_editorial("Le SVI", "Un serveur vocal interactif (SVI) répond aux clients.")
    freshness.drain()
    assert [words for words, _count in archive.expansions()["SVI"]] == ["serveur vocal interactif"]


def test_a_word_that_is_nowhere_costs_no_more_than_one_that_is_a_slip(requests):
    ask(Question(q="xylophoniste travail"), loosen=False)
    assert len(requests) <= 7
