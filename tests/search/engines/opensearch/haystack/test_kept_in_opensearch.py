"""What our engine on OpenSearch does beyond haystack's contract: deep pages, other fields, a cluster that is away."""

import pytest
from cluster import opensearch
from haystack import connections, indexes
from haystack.exceptions import SearchBackendError
from haystack.query import SQ, SearchQuerySet
from haystack.utils.loading import UnifiedIndex

from archive.models import Tag
from archive.search.engine import IndexAway, IndexDamaged
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.engines.opensearch.haystack import backend as backend_module
from archive.search.engines.opensearch.haystack import translation
from archive.search.upkeep import freshness
from archive.search_indexes import EditorialIndex


@pytest.fixture
def archive(engine, make_editorial):
    """Eleven editorials, of 2000 to 2010."""
    made = []
    for year in range(2000, 2011):
        made.append(make_editorial(f"Numéro {year}", f"<p>Le texte {year}.</p>", date=str(year)))
    freshness.drain()
    return made


def years(results) -> list[int]:
    return [result.earliest.year for result in results]


@pytest.mark.parametrize("start, stop", [(0, 11), (2, 5), (4, 6), (3, 4), (9, 20), (8, None)])
def test_pages_beyond_what_a_cluster_gives_at_once_are_walked_to(archive, monkeypatch, start, stop):
    monkeypatch.setattr(backend_module, "WINDOW", 3)
    results = SearchQuerySet().order_by("-earliest")
    assert years(results[start:stop]) == list(range(2010, 1999, -1))[start:stop]
    assert results.count() == 11


def test_facets_are_counted_on_deep_pages_too(archive, monkeypatch):
    monkeypatch.setattr(backend_module, "WINDOW", 3)
    results = SearchQuerySet().facet("language").order_by("earliest")
    assert len(results[5:9]) == 4
    assert results.facet_counts()["fields"]["language"] == [("fr", 11)]


def test_an_order_that_is_not_kept_is_refused_rather_than_wrong(archive):
    with pytest.raises(SearchBackendError, match="keeps no order of standfirst"):
        list(SearchQuerySet().order_by("standfirst"))


def test_a_pattern_that_would_take_long_finds_nothing_and_the_log_says_so(archive, caplog):
    assert SearchQuerySet().raw_search("*t*e*x*t*e*t*e*x*t*e*x*t*e*").count() == 0
    assert "pattern" in caplog.text


def test_more_words_than_a_cluster_ranks_by_are_asked_for_all_the_same(archive, monkeypatch):
    monkeypatch.setattr(translation, "MOST_SCORED", 2)
    asked = SQ(content="2005")
    for year in range(2006, 2010):
        asked |= SQ(content=str(year))
    assert set(years(SearchQuerySet().filter(asked))) == set(range(2005, 2010))


LONG = [f"mot{number}" for number in range(2000)]


@pytest.mark.parametrize("asked", [" OR ".join(LONG), " ".join(LONG), f'"{" ".join(LONG)}"'])
def test_queries_that_are_too_long_for_a_cluster_are_answered(archive, goods, asked):
    for results in (SearchQuerySet(), goods):
        assert results.raw_search(asked).narrow(asked).count() == 0
        assert results.raw_search(f"texte OR lampes OR ({asked})").narrow(f"NOT ({asked})").count()


def test_phrases_are_weighed_by_few_requests(archive, monkeypatch):
    sent = []
    search = Reader.search
    monkeypatch.setattr(Reader, "search", lambda *given: sent.append(1) or search(*given))
    asked = SQ(content__exact="texte 2005")
    for number in range(50):
        asked |= SQ(content__exact=f"mot{number} texte")
    assert years(SearchQuerySet().filter(asked)) == [2005]
    assert len(sent) < 6


def test_ranges_of_words_have_words_alone(archive):
    assert SearchQuerySet().raw_search("title:[numéro TO]").count() == 11
    assert SearchQuerySet().raw_search("title:[TO numéra]").count() == 11  # their years
    assert SearchQuerySet().raw_search("title:{numéro TO]").count() == 0
    assert SearchQuerySet().raw_search("title:[n TO nu}").count() == 0
    assert SearchQuerySet().raw_search("title:[TO 2004]").count() == 5


def test_the_end_of_a_word_is_that_of_a_form_and_not_of_its_stem(engine, make_editorial):
    make_editorial("Les formations")
    freshness.drain()
    assert SearchQuerySet().filter(title__endswith="ations").count() == 1
    assert SearchQuerySet().filter(title__endswith="ation").count() == 0


def test_an_editorial_is_asked_for_by_its_identifier_and_by_its_model(archive):
    name = f"archive.editorial.{archive[3].pk}"
    assert years(SearchQuerySet().filter(id=name)) == [2003]
    assert SearchQuerySet().filter(id__in=[name, "archive.tag.1", "no name"]).count() == 1
    assert SearchQuerySet().filter(django_ct="archive.editorial").count() == 11
    assert SearchQuerySet().filter(django_ct="archive.tag").count() == 0


def test_a_cluster_that_is_away_is_told_and_not_taken_for_an_empty_one(connected):
    connected("opensearch://127.0.0.1:1/nobody")
    with pytest.raises(IndexAway, match="does not answer"):
        SearchQuerySet().count()


class Goods(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True, model_attr="name")

    def get_model(self):
        return Tag


class GoodsWithPrices(Goods):
    price = indexes.IntegerField(default=1)


@pytest.fixture
def goods(engine, monkeypatch):
    """A search of another connection, of a project that is not the archive's."""
    there = {**connections.connections_info["default"], "INDEX": f"{opensearch.NAME}-goods"}
    monkeypatch.setitem(connections.connections_info, "goods", there)
    unified = UnifiedIndex()
    unified.build(indexes=[Goods()])
    monkeypatch.setattr(connections["goods"], "_index", unified)
    Tag.objects.create(name="Lampe")
    backend = connections["goods"].get_backend()
    backend.update(unified.get_index(Tag), Tag.objects.all())
    yield SearchQuerySet(using="goods")
    backend.clear()


def test_an_index_of_other_fields_asks_to_be_rebuilt_and_can_be(engine, monkeypatch):
    connection = connections["default"]
    Tag.objects.create(name="Lampe")
    for goods in (Goods(), GoodsWithPrices()):
        unified = UnifiedIndex()
        unified.build(indexes=[goods])
        monkeypatch.setattr(connection, "_index", unified)
        backend = connection.get_backend()
        backend.setup()
        if isinstance(goods, GoodsWithPrices):
            with pytest.raises(IndexDamaged, match="rebuild it"):
                SearchQuerySet().count()
            with pytest.raises(IndexDamaged, match="rebuild it"):
                goods.update()
        backend.clear()
        goods.update()
    assert [goods.price for goods in SearchQuerySet().filter(content="lampes")] == [1]
    connection.get_backend().clear()


def test_the_archive_is_not_of_another_project(archive, engine):
    assert connections["default"].get_backend().is_of_archive
    EditorialIndex().remove_object(archive[0])
    assert SearchQuerySet().count() == 10
