"""The nodes hold the index as it is while all that a search finds is taken, and let go of it."""

from itertools import islice

import opensearchpy
import pytest
from cluster import opensearch
from django.core.management import call_command

from archive.search import Question, ask, ask_whole
from archive.search.engine import Unanswered
from archive.search.upkeep import freshness

FOUND = Question(filters=(("tag", "accueil"),))


@pytest.fixture
def archive(engine, make_editorial, monkeypatch):
    monkeypatch.setattr("archive.search.DEEPEST", 2)
    for number in range(6):
        make_editorial(f"N° {number}", tags=["Accueil"])
    freshness.drain()


def held() -> int:
    """How many moments of this archive's index the nodes hold."""
    told = opensearch.ask("GET", f"{opensearch.NAME}/_stats/search")
    return told["_all"]["total"]["search"]["point_in_time_current"]


def test_what_was_held_is_let_go_of_at_the_end(archive):
    _answer, hits = ask_whole(FOUND, 100)
    assert len(list(islice(hits, 3))) == 3 and held()
    assert len(list(hits)) == 3 and held() == 0


def test_what_was_held_is_let_go_of_where_nobody_wants_the_rest(archive):
    _answer, hits = ask_whole(FOUND, 100)
    assert len(list(islice(hits, 3))) == 3 and held()
    hits.close()
    assert held() == 0
    assert len(list(ask_whole(FOUND, 4)[1])) == 4 and held() == 0


def test_a_rest_that_is_gone_is_refused_and_the_index_goes_on_answering(archive):
    _answer, hits = ask_whole(FOUND, 100)
    next(hits)
    for _time in range(2):  # the index before is kept, that before it is not
        call_command("rebuild_index", interactive=False, verbosity=0)
    with pytest.raises(Unanswered):
        list(hits)
    assert ask(FOUND).by == "index" and held() == 0


def test_a_cluster_that_goes_away_meanwhile_is_told(archive, monkeypatch):
    _answer, hits = ask_whole(FOUND, 100)
    next(hits)
    monkeypatch.setattr(
        "archive.search.engines.opensearch.index.node_by_node.NodeByNode.perform_request", away
    )
    with pytest.raises(Unanswered):
        list(hits)
    assert ask(FOUND).by == "database"


def away(*_arguments, **_options):
    raise opensearchpy.ConnectionError("N/A", "no node", None)
