"""An engine of ours under another project's indexes: several models, every kind of field, none of the archive's own names."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from haystack import connections, indexes
from haystack.exceptions import SkipDocument
from haystack.query import SQ, SearchQuerySet
from haystack.utils.loading import UnifiedIndex

from archive.models import Publication, Tag


class Shop(indexes.SearchIndex, indexes.Indexable):
    """Tags as goods of a shop."""

    text = indexes.CharField(document=True)
    label = indexes.CharField(model_attr="name", faceted=True)
    beginning = indexes.EdgeNgramField(model_attr="name")
    piece = indexes.NgramField(model_attr="name")
    price = indexes.DecimalField(null=True)
    weight = indexes.FloatField(null=True, faceted=True)
    stock = indexes.IntegerField(null=True, faceted=True)
    is_new = indexes.BooleanField(default=False, faceted=True)
    made = indexes.DateField(null=True, faceted=True)
    seen = indexes.DateTimeField(null=True, faceted=True)
    colours = indexes.MultiValueField(faceted=True)

    def get_model(self):
        return Tag

    def prepare(self, tag):
        return super().prepare(tag) | GOODS[tag.name]


class Firms(indexes.SearchIndex, indexes.Indexable):
    """Magazines as those who make the goods."""

    text = indexes.CharField(document=True)
    label = indexes.CharField(model_attr="name")

    def get_model(self):
        return Publication

    def prepare_text(self, firm):
        return f"La maison {firm.name} fabrique des lampes."


GOODS = {
    "Lampe": {
        "text": "Une lampe de bureau, articulée.",
        "price": Decimal("24.90"),
        "weight": 1.5,
        "stock": 3,
        "is_new": True,
        "made": datetime.date(2009, 11, 21),
        "seen": datetime.datetime(2009, 11, 21, 21, 31, tzinfo=datetime.UTC),
        "colours": ["vert", "rouge vif"],
    },
    "Vase": {
        "text": "Un vase de verre, sans lampe.",
        "price": Decimal("9.50"),
        "weight": -0.5,
        "stock": -2,
        "is_new": False,
        "made": datetime.date(2010, 1, 2),
        "seen": datetime.datetime(2010, 1, 2, 8, 0, tzinfo=datetime.UTC),
        "colours": ["vert"],
    },
    "Rien": {"text": "Rien du tout."},
}


@pytest.fixture
def shop(db, settings, tmp_path, monkeypatch):
    settings.TIME_ZONE = "UTC"
    unified = UnifiedIndex()
    unified.build(indexes=[Shop(), Firms()])
    connection = connections["default"]
    monkeypatch.setattr(connection, "_index", unified)
    for name in GOODS:
        Tag.objects.create(name=name)
    Publication.objects.named("Lumen")
    backend = connection.get_backend()
    for index in (unified.get_index(Tag), unified.get_index(Publication)):
        backend.update(index, index.index_queryset())
    yield SearchQuerySet()
    backend.clear()  # an engine may keep it longer than a test lasts


def labels(results) -> list[str]:
    return [result.label for result in results]


def found(shop, **lookups) -> set[str]:
    return set(labels(shop.filter(**lookups)))


def test_a_result_holds_what_was_indexed_in_its_own_types(shop):
    [lamp] = shop.filter(label__exact="Lampe").models(Tag)
    assert lamp.text == "Une lampe de bureau, articulée." and lamp.is_new is True
    assert (lamp.price, lamp.weight, lamp.stock) == ("24.90", 1.5, 3)  # haystack gives decimals so
    assert lamp.made == datetime.date(2009, 11, 21) and lamp.colours == ["vert", "rouge vif"]
    assert lamp.seen == GOODS["Lampe"]["seen"] and lamp.object == Tag.objects.get(name="Lampe")


def test_several_models_are_searched_together_and_apart(shop):
    assert found(shop, content="lampes") == {"Lampe", "Vase", "Lumen"}
    assert labels(shop.models(Publication)) == ["Lumen"]
    assert len(shop.models(Tag)) == 3 and len(shop.all()) == 4
    assert {type(result.object) for result in shop.load_all()} == {Tag, Publication}


@pytest.mark.parametrize(
    "lookups, names",
    [
        ({"is_new": True}, {"Lampe"}),
        ({"is_new": False}, {"Vase", "Rien"}),
        ({"price__lt": 10}, {"Vase"}),
        ({"price__gte": Decimal("9.50")}, {"Vase", "Lampe"}),
        ({"price": Decimal("24.90")}, {"Lampe"}),
        ({"weight__lt": 0}, {"Vase"}),
        ({"weight__range": (1, 2)}, {"Lampe"}),
        ({"stock__in": [3, -2]}, {"Lampe", "Vase"}),
        ({"stock__gt": -2}, {"Lampe"}),
        ({"made": datetime.date(2009, 11, 21)}, {"Lampe"}),
        ({"made__gt": datetime.date(2009, 11, 21)}, {"Vase"}),
        (
            {"seen__gte": datetime.datetime(2009, 11, 21, 21, 31, tzinfo=datetime.UTC)},
            {"Lampe", "Vase"},
        ),
        ({"seen__lt": datetime.datetime(2009, 11, 21, 21, 31, tzinfo=datetime.UTC)}, set()),
        ({"seen__lte": datetime.datetime(2009, 11, 21, 21, 31, tzinfo=datetime.UTC)}, {"Lampe"}),
        ({"colours": "vert"}, {"Lampe", "Vase"}),
        ({"colours__in": ["rouge vif", "bleu"]}, {"Lampe"}),
        ({"beginning": "lam"}, {"Lampe"}),
        ({"piece": "amp"}, {"Lampe"}),
        ({"piece": "mpa"}, set()),
        ({"price__in": [Decimal("9.50"), 3]}, {"Vase"}),
        ({"made__range": [datetime.date(2010, 1, 1), datetime.date(2011, 1, 1)]}, {"Vase"}),
        ({"seen__gt": datetime.date(2009, 12, 1)}, {"Vase"}),
        ({"label__startswith": "vas"}, {"Vase"}),
        ({"content": "articulées"}, {"Lampe"}),
        ({"content__exact": "lampe de bureau"}, {"Lampe"}),
        ({"content__exact": "lampe bureau"}, set()),
        ({"content__fuzzy": "burreau"}, {"Lampe"}),
        ({"django_ct": "archive.publication"}, {"Lumen"}),
    ],
)
def test_each_kind_of_field_is_asked_by_its_values(shop, lookups, names):
    assert found(shop, **lookups) == names


@pytest.mark.parametrize("field", ["price", "weight", "stock", "made", "seen"])
def test_each_kind_of_field_gives_an_order_with_those_without_a_value_last(shop, field):
    goods = shop.models(Tag)
    rising = sorted(["Lampe", "Vase"], key=lambda name: GOODS[name][field])
    assert labels(goods.order_by(field)) == [*rising, "Rien"]
    assert labels(goods.order_by(f"-{field}")) == [*reversed(rising), "Rien"]


@pytest.mark.parametrize(
    "field, counts",
    [
        ("weight", {1.5: 1, -0.5: 1}),
        ("stock", {3: 1, -2: 1}),
        ("is_new", {False: 2, True: 1}),
        ("made", {datetime.date(2009, 11, 21): 1, datetime.date(2010, 1, 2): 1}),
        ("seen", {datetime.datetime(2009, 11, 21, 21, 31): 1, datetime.datetime(2010, 1, 2, 8): 1}),
        ("colours", {"vert": 2, "rouge vif": 1}),
    ],
)
def test_each_kind_of_field_is_counted_by_its_values(shop, field, counts):
    assert dict(shop.models(Tag).facet(field).facet_counts()["fields"][field]) == counts


@pytest.mark.parametrize("field", ["made", "seen"])
def test_days_and_times_are_counted_by_spans(shop, field):
    day = datetime.datetime(2009, 11, 21)
    hours = shop.date_facet(field, day, day + datetime.timedelta(days=1), "hour", 12)
    (span,) = hours.facet_counts()["dates"][field]
    assert (
        span
        == {
            "made": ((day, day.replace(hour=12)), 1),
            "seen": ((day.replace(hour=12), day + datetime.timedelta(days=1)), 1),
        }[field]
    )


def test_truths_give_an_order(shop):
    goods = shop.models(Tag)
    assert labels(goods.order_by("is_new", "label")) == ["Rien", "Vase", "Lampe"]
    assert labels(goods.order_by("-is_new", "-label")) == ["Lampe", "Vase", "Rien"]


def test_texts_give_an_order(shop):
    assert labels(shop.models(Tag).order_by("label")) == ["Lampe", "Rien", "Vase"]
    assert labels(shop.order_by("-label")) == ["Vase", "Rien", "Lumen", "Lampe"]


def test_the_latest_the_best_and_slices(shop):
    assert shop.models(Tag).exclude(label="Rien").latest("seen").label == "Vase"
    assert shop.filter(content="bureau").best_match().label == "Lampe"
    assert labels(shop.models(Tag).order_by("price")[1:3]) == ["Lampe", "Rien"]
    assert list(shop.filter(stock=3).values_list("label", "price")) == [["Lampe", "24.90"]]


def test_what_is_found_is_marked(shop):
    [lamp] = shop.filter(content="lampes articulés", label="lampe").highlight()
    assert lamp.highlighted["text"] == ["Une <em>lampe</em> de bureau, <em>articulée</em>."]


def test_a_slip_is_mended_by_the_words_of_the_project(shop):
    assert shop.spelling_suggestion("une lanpe de bureau") == "une lampe de bureau"


def test_what_changed_is_found_as_it_is_now_and_what_went_is_not(shop):
    backend = connections["default"].get_backend()
    lamp = Tag.objects.get(name="Lampe")
    backend.remove(lamp)
    assert "Lampe" not in labels(shop.all())
    backend.update(connections["default"].get_unified_index().get_index(Tag), [lamp])
    assert labels(SearchQuerySet().filter(stock=3)) == ["Lampe"]


def test_an_object_that_skips_itself_is_not_there(shop, monkeypatch):
    def skipped(self, tag):
        raise SkipDocument

    monkeypatch.setattr(Shop, "prepare", skipped)
    index = connections["default"].get_unified_index().get_index(Tag)
    connections["default"].get_backend().update(index, Tag.objects.filter(name="Lampe"))
    assert "Lampe" not in labels(SearchQuerySet().all())


class Visits(indexes.SearchIndex, indexes.Indexable):
    """Rows whose keys are no numbers, with a document field of another name."""

    content_of_it = indexes.CharField(document=True)
    latest = indexes.DateTimeField(model_attr="expire_date")

    def get_model(self):
        return Session

    def prepare_content_of_it(self, session):
        return f"La séance {session.session_key}"


def test_keys_need_not_be_numbers_nor_the_document_be_called_text(db, monkeypatch):
    unified = UnifiedIndex()
    unified.document_field = "content_of_it"
    unified.build(indexes=[Visits()])
    connection = connections["default"]
    monkeypatch.setattr(connection, "_index", unified)
    day = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    for number, key in enumerate(["a-z", "b1", "03"]):
        later = day + datetime.timedelta(days=number)
        Session.objects.create(session_key=key, session_data="", expire_date=later)
    backend = connection.get_backend()
    backend.update(unified.get_index(Session), Session.objects.all())
    visits = SearchQuerySet()
    assert {visit.pk for visit in visits.filter(content="séances")} == {"03", "b1", "a-z"}
    assert {visit.pk for visit in visits.filter(django_id__in=["a-z", "03"])} == {"03", "a-z"}
    assert [visit.pk for visit in visits.order_by("-latest")] == ["03", "b1", "a-z"]
    assert visits.filter(content="03")[0].object == Session.objects.get(pk="03")
    assert visits.spelling_suggestion("seence") == "séance"
    alike = visits.more_like_this(Session.objects.get(pk="b1"))
    assert {visit.pk for visit in alike} == {"a-z", "03"}
    backend.clear()


def test_facets_count_and_narrow(shop):
    counts = dict(shop.facet("label").facet_counts()["fields"]["label"])
    assert counts == {"Lampe": 1, "Vase": 1, "Rien": 1}
    assert labels(shop.narrow("label_exact:Vase")) == ["Vase"]


def test_one_model_is_cleared_and_the_other_stays(shop):
    connections["default"].get_backend().clear(models=[Tag])
    assert labels(SearchQuerySet().all()) == ["Lumen"]


def test_what_is_alike_is_found_among_all_models(shop):
    lamp = Tag.objects.get(name="Lampe")
    assert set(labels(shop.more_like_this(lamp))) == {"Vase", "Lumen"}
    assert labels(shop.models(Tag).more_like_this(lamp)) == ["Vase"]
    assert not shop.filter(SQ(content="lampe") & SQ(label__exact="Rien"))


def test_a_time_of_another_zone_is_the_same_time(shop):
    paris = datetime.timezone(datetime.timedelta(hours=1))
    moment = datetime.datetime(2009, 11, 21, 22, 31, tzinfo=paris)
    assert found(shop, seen=moment) == {"Lampe"} and timezone.is_aware(moment)
