"""An engine of ours under another project's indexes: several models, every kind of field, none of the archive's own names."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from haystack import connections, indexes
from haystack.query import SQ, SearchQuerySet
from haystack.utils.loading import UnifiedIndex

from archive.models import Publication, Tag


class Shop(indexes.SearchIndex, indexes.Indexable):
    """Tags as goods of a shop."""

    text = indexes.CharField(document=True)
    label = indexes.CharField(model_attr="name", faceted=True)
    beginning = indexes.EdgeNgramField(model_attr="name")
    price = indexes.DecimalField(null=True)
    weight = indexes.FloatField(null=True)
    stock = indexes.IntegerField(null=True)
    is_new = indexes.BooleanField(default=False)
    made = indexes.DateField(null=True)
    seen = indexes.DateTimeField(null=True)
    colours = indexes.MultiValueField()

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
    backend.clear()  # what an engine keeps longer than a test has of another
    for index in (unified.get_index(Tag), unified.get_index(Publication)):
        backend.update(index, index.index_queryset())
    return SearchQuerySet()


def labels(results) -> list[str]:
    return [result.label for result in results]


def found(shop, **lookups) -> set[str]:
    return set(labels(shop.filter(**lookups)))


def test_a_result_holds_what_was_indexed_in_its_own_types(shop):
    [lamp] = shop.filter(label__exact="Lampe").models(Tag)
    assert lamp.text == "Une lampe de bureau, articulée." and lamp.is_new is True
    assert (lamp.price, lamp.weight, lamp.stock) == (Decimal("24.90"), 1.5, 3)
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


def test_facets_count_and_narrow(shop):
    counts = dict(shop.facet("label").facet_counts()["fields"]["label"])
    assert counts == {"Lampe": 1, "Vase": 1, "Rien": 1}
    assert labels(shop.narrow("label_exact:Vase")) == ["Vase"]


def test_one_model_is_cleared_and_the_other_stays(shop):
    connections["default"].get_backend().clear(models=[Tag])
    assert labels(SearchQuerySet().all()) == ["Lumen"]


def test_what_is_alike_is_found_among_all_models(shop):
    lamp = Tag.objects.get(name="Lampe")
    assert "Lampe" not in labels(shop.more_like_this(lamp))
    assert not shop.filter(SQ(content="lampe") & SQ(label__exact="Rien"))


def test_a_time_of_another_zone_is_the_same_time(shop):
    paris = datetime.timezone(datetime.timedelta(hours=1))
    moment = datetime.datetime(2009, 11, 21, 22, 31, tzinfo=paris)
    assert found(shop, seen=moment) == {"Lampe"} and timezone.is_aware(moment)
