"""A facet of very many values costs a bounded number of requests, and says that not all are listed."""

import pytest
from pages import text

from archive.models import Tag, Tagging
from archive.search import Question, ask
from archive.search.engines.opensearch.answers import facets
from archive.search.upkeep import freshness

TAGS = 40


@pytest.fixture
def archive(engine, make_editorial, monkeypatch) -> list[str]:
    """Tags' slugs, the most frequent first: all are of the first editorial, the first ten of two."""
    monkeypatch.setattr(facets, "MOST_VALUES", 15)
    monkeypatch.setattr(facets, "MOST_LISTED", 30)
    names = [f"mot-{number:02}" for number in range(TAGS)]
    tags = Tag.objects.bulk_create([Tag(name=name, slug=name, key=name) for name in names])
    for some in (tags, tags[:10]):
        editorial = make_editorial(date="2001")
        Tagging.objects.bulk_create([Tagging(editorial=editorial, tag=tag) for tag in some])
        editorial.save()
    freshness.drain()
    return names


def test_the_most_frequent_are_listed_with_exact_counts_and_the_others_counted(archive):
    answer = ask(Question())
    assert [tuple(value) for value in answer.facets["tag"]] == [
        *((name, 2) for name in archive[:10]),
        *((name, 1) for name in archive[10:15]),
    ]
    assert answer.unlisted == {"tag": TAGS - 15}


def test_what_is_chosen_is_listed_too(archive):
    answer = ask(Question(filters=(("tag", archive[-1]),)))
    assert (archive[-1], 1) in answer.facets["tag"] and answer.unlisted == {"tag": TAGS - 16}


def test_as_long_as_all_can_be_listed_they_are(archive, monkeypatch):
    monkeypatch.setattr(facets, "MOST_LISTED", TAGS)
    monkeypatch.setattr(facets, "AT_ONCE", 7)
    answer = ask(Question())
    assert [value.value for value in answer.facets["tag"]] == archive and answer.unlisted == {}


def test_pages_say_so(archive, client):
    page = text(client.get("/search/?from=1800"))
    assert "Les plus fréquents d’environ 40" in page
    opened = text(client.get("/search/?from=1800&facet=tag&like=mot-3"))
    assert "Aucun nom ne contient cela." in opened
    assert "Cherché parmi les 15 plus fréquents d’environ 40." in opened
