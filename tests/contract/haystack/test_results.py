"""Results: their order, pages, values and the rows of the database behind them."""

import datetime
import pickle

import pytest
from haystack.models import SearchResult
from haystack.query import RelatedSearchQuerySet, SearchQuerySet

from archive.models import Editorial, Tag
from archive.search_indexes import EditorialIndex

from .conftest import fault_of_the_parent


@pytest.fixture
def many(make_editorial):
    """25 editorials in the index, of 1981 to 2005."""
    for year in range(1981, 2006):
        make_editorial(title=f"Numéro {year}", body=f"<p>Le texte de {year}.</p>", date=str(year))
    EditorialIndex().update()


def years(results):
    return [result.earliest.year for result in results]


def test_a_result_tells_its_row(sqs, editorials):
    (result,) = sqs.filter(content="promesse")
    assert (result.app_label, result.model_name, result.model) == (
        "archive",
        "editorial",
        Editorial,
    )
    assert result.pk == str(editorials["welcome"].pk)
    assert result.id == f"archive.editorial.{result.pk}"
    assert result.object == editorials["welcome"]
    assert result.verbose_name == "Éditorial"


def test_a_result_has_the_fields_of_the_index(sqs):
    (result,) = sqs.filter(content="promesse")
    assert result.title == "L’accueil au téléphone se réinvente"
    assert result.text.startswith("Le centre d’appels tient")
    assert (result.publication, result.language, result.section) == (
        "centres-appels",
        "fr",
        "Éditorial",
    )
    assert result.byline == "Jeanne Dupont"


def test_several_values_come_as_a_list(sqs):
    (result,) = sqs.filter(content="promesse")
    assert result.author == ["jeanne-dupont"]
    assert sorted(result.tag) == ["formation", "relation-client"]
    assert result.year == ["2001"]


def test_dates_come_as_dates(sqs):
    (result,) = sqs.filter(content="marge")
    assert (result.earliest.year, result.earliest.month, result.earliest.day) == (2003, 5, 1)
    assert (result.latest.year, result.latest.month, result.latest.day) == (2003, 5, 31)


def test_a_date_that_is_not_known_is_none(sqs):
    (result,) = sqs.filter(title="métier")
    assert result.earliest is None


def test_a_field_that_is_not_in_the_index_is_none(sqs):
    assert sqs.filter(content="promesse")[0].colour is None


def test_a_result_gives_all_its_fields_at_once(sqs):
    result = sqs.filter(content="promesse")[0]
    assert set(result.get_additional_fields()) >= {
        "id",
        "title",
        "byline",
        "author",
        "tag",
        "publication",
        "earliest",
    }
    assert set(result.get_stored_fields()) == {
        name for name, field in EditorialIndex().fields.items() if field.stored
    }
    assert result.get_stored_fields()["text"].startswith("Le centre d’appels tient")


def test_scores_fall(sqs):
    scores = [result.score for result in sqs.filter(content="client")]
    assert scores == sorted(scores, reverse=True) and scores[-1] > 0


def test_the_best_match_is_the_first(sqs, editorials):
    assert sqs.filter(content="promesse").best_match().object == editorials["welcome"]


def test_nothing_has_no_best_match(sqs):
    with pytest.raises(IndexError):
        sqs.filter(content="ornithorynque").best_match()


def test_results_are_ordered_by_a_date(sqs, listed):
    dated = sqs.exclude(title="métier")
    assert listed(dated.order_by("earliest")) == ["welcome", "cost", "english", "robots"]
    assert listed(dated.order_by("-earliest")) == ["robots", "english", "cost", "welcome"]


def test_the_undated_come_last(sqs, listed):
    assert listed(sqs.order_by("earliest"))[-1] == "undated"


@fault_of_the_parent("the undated come first")
def test_the_undated_come_last_both_ways(sqs, listed):
    assert listed(sqs.order_by("-earliest"))[-1] == "undated"


def test_results_are_ordered_by_a_text(sqs, listed):
    assert listed(sqs.filter(tag="formation").exclude(title="accueil").order_by("title")) == [
        "undated",
        "robots",
    ]
    assert listed(sqs.filter(tag="formation").exclude(title="accueil").order_by("-title")) == [
        "robots",
        "undated",
    ]


@fault_of_the_parent("all orders must have one direction")
def test_orders_may_have_different_directions(sqs, listed):
    both = sqs.exclude(title="métier").order_by("publication", "-earliest")
    assert listed(both) == ["cost", "welcome", "robots", "english"]


@fault_of_the_parent("accents and apostrophes come after z")
def test_order_is_the_alphabet_s(make_editorial):
    for title in ("Zèle", "âge", "Été", "abonné", "L’été", "Le zèle"):
        make_editorial(title=title)
    EditorialIndex().update()
    titles = SearchQuerySet().order_by("title").values_list("title", flat=True)
    assert list(titles) == ["abonné", "âge", "Été", "L’été", "Le zèle", "Zèle"]


def test_the_latest_is_that_of_the_last_date(sqs, listed):
    assert listed([sqs.filter(content="qualité").latest("earliest")]) == ["cost"]


@pytest.mark.parametrize("start, stop", [(0, 3), (3, 6), (0, 25), (20, 25), (20, 40), (24, 26)])
def test_a_slice_is_that_part_of_the_results(many, start, stop):
    assert (
        years(SearchQuerySet().order_by("earliest")[start:stop])
        == list(range(1981, 2006))[start:stop]
    )


@fault_of_the_parent("only whole pages can be had")
@pytest.mark.parametrize("start, stop", [(5, 12), (10, 25), (7, None)])
def test_a_slice_need_not_be_a_page(many, start, stop):
    assert (
        years(SearchQuerySet().order_by("earliest")[start:stop])
        == list(range(1981, 2006))[start:stop]
    )


@pytest.mark.parametrize("start", [30, 10**6, 10**9])
def test_a_slice_beyond_the_end_is_empty(many, start):
    assert SearchQuerySet().order_by("earliest")[start : start + 20] == []


def test_one_result_by_its_number(many):
    results = SearchQuerySet().order_by("earliest")
    assert results[0].earliest.year == 1981
    assert results[24].earliest.year == 2005


def test_there_is_no_number_below_zero(sqs):
    with pytest.raises(AssertionError):
        sqs.all()[-1]


def test_all_pages_come_one_after_the_other(many):
    results = SearchQuerySet().order_by("-earliest")
    assert years(results) == list(range(2005, 1980, -1))
    assert len(results) == results.count() == 25


def test_results_can_be_gone_through_twice(many):
    results = SearchQuerySet().order_by("earliest")
    assert years(results) == years(results)
    assert years(results[:3]) == [1981, 1982, 1983]


def test_a_count_comes_before_the_results(many):
    results = SearchQuerySet().filter(content="texte").order_by("earliest")
    assert results.count() == 25
    assert len(list(results)) == 25


def test_values_are_dictionaries(sqs):
    (values,) = sqs.filter(content="promesse").values("title", "publication")
    assert values == {
        "title": "L’accueil au téléphone se réinvente",
        "publication": "centres-appels",
    }


def test_values_have_the_row_s_key(sqs, editorials):
    (values,) = sqs.filter(content="promesse").values("pk", "score")
    assert values["pk"] == str(editorials["welcome"].pk) and values["score"] > 0


def test_values_lists_are_rows(sqs):
    rows = sqs.filter(content="qualité").order_by("earliest").values_list("publication", "title")
    assert list(rows) == [
        ["centres-appels", "L’accueil au téléphone se réinvente"],
        ["centres-appels", "Ce que coûte un client perdu"],
    ]


def test_a_flat_list_has_the_values_of_one_field(sqs, editorials):
    keys = sqs.filter(content="qualité").order_by("earliest").values_list("pk", flat=True)
    assert list(keys) == [str(editorials["welcome"].pk), str(editorials["cost"].pk)]
    with pytest.raises(TypeError):
        sqs.values_list("pk", "title", flat=True)


def test_values_have_the_text(sqs):
    (text,) = sqs.filter(content="promesse").values_list("text", flat=True)
    assert text.startswith("Le centre d’appels tient")


def test_values_of_more_than_a_page(many):
    assert len(list(SearchQuerySet().values_list("pk", flat=True))) == 25


def test_load_all_reads_all_rows_at_once(sqs, editorials, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        found = {result.object for result in sqs.all().load_all()}
    assert found == set(editorials.values())


def test_load_all_leaves_out_rows_that_are_gone(sqs, editorials):
    Editorial.objects.filter(pk=editorials["cost"].pk).delete()
    assert {result.object for result in sqs.load_all()} == set(editorials.values()) - {
        editorials["cost"]
    }


def test_a_row_that_is_gone_is_none(sqs, editorials):
    results = list(sqs.filter(content="promesse"))
    Editorial.objects.filter(pk=editorials["welcome"].pk).delete()
    assert results[0].object is None


def test_rows_may_come_from_another_queryset(editorials):
    rows = Editorial.objects.only("title")
    results = (
        RelatedSearchQuerySet()
        .filter(content="promesse")
        .load_all()
        .load_all_queryset(Editorial, rows)
    )
    assert [result.object for result in results] == [editorials["welcome"]]


def test_models_keep_to_one(sqs, found):
    assert found(sqs.models(Editorial)) == {"welcome", "cost", "robots", "english", "undated"}


def test_a_model_without_an_index_has_no_results(sqs, found):
    with pytest.warns(UserWarning, match="not registered"):
        tags = sqs.models(Tag)
    assert found(tags) == set()


def test_a_result_may_be_of_a_class_of_one_s_own(sqs):
    class Named(SearchResult):
        def __str__(self):
            return f"« {self.title} »"

    assert (
        str(sqs.filter(content="marge").result_class(Named)[0])
        == "« Ce que coûte un client perdu »"
    )


def test_results_can_be_pickled(sqs):
    results = pickle.loads(pickle.dumps(sqs.filter(content="promesse")))
    (result,) = results
    assert pickle.loads(pickle.dumps(result)).title == "L’accueil au téléphone se réinvente"


def test_a_connection_may_be_named(sqs, found):
    assert found(sqs.using("default").filter(content="promesse")) == {"welcome"}


def test_highlights_are_in_the_text(sqs):
    (result,) = sqs.filter(content="promesse").highlight()
    (text,) = result.highlighted["text"]
    assert "<em>promesse</em>" in text


def test_highlights_are_of_all_forms_and_all_words(sqs):
    result = sqs.filter(content="clients qualité").highlight().order_by("earliest")[0]
    (text,) = result.highlighted["text"]
    assert "<em>client</em>" in text and "<em>qualité</em>" in text


def test_highlights_leave_out_the_elided_article(sqs):
    (text,) = sqs.filter(content="appel", title="accueil").highlight()[0].highlighted["text"]
    assert "d’<em>appels</em>" in text and "chaque <em>appel</em>" in text


def test_highlights_are_escaped(make_editorial):
    make_editorial(body="<p>Un &lt;script&gt; dans un texte</p>")
    EditorialIndex().update()
    (text,) = SearchQuerySet().filter(content="texte").highlight()[0].highlighted["text"]
    assert "&lt;script&gt;" in text and "<em>texte</em>" in text


@fault_of_the_parent("the tag of a highlight cannot be chosen")
def test_highlights_may_be_marked_otherwise(sqs):
    (result,) = sqs.filter(content="promesse").highlight(pre_tags=["<b>"], post_tags=["</b>"])
    assert "<b>promesse</b>" in result.highlighted["text"][0]


def test_more_like_this_is_like_it_and_not_it(sqs, editorials, listed):
    alike = listed(sqs.more_like_this(editorials["welcome"]))
    assert "cost" in alike and "welcome" not in alike


@fault_of_the_parent("function words count as well")
def test_what_is_most_alike_comes_first(sqs, make_editorial, editorials):
    twin = make_editorial(
        title="Jumeau", body="<p>Un accueil soigné, une promesse, une réponse au client.</p>"
    )
    EditorialIndex().update()
    assert SearchQuerySet().more_like_this(editorials["welcome"])[0].object == twin


def test_more_like_this_can_be_narrowed(sqs, editorials, listed):
    assert "cost" not in listed(sqs.filter(tag="formation").more_like_this(editorials["welcome"]))


def test_more_like_this_can_be_sliced_and_counted(sqs, editorials):
    alike = sqs.more_like_this(editorials["welcome"])
    assert len(alike[:1]) == 1
    assert alike.count() == len(list(alike))


def test_nothing_is_like_what_is_not_in_the_index(sqs, make_editorial):
    assert list(sqs.more_like_this(make_editorial(title="Trop tard"))) == []


@fault_of_the_parent("it suggests stems, and nothing where nothing is found")
def test_spelling_is_suggested_from_the_archive(sqs):
    assert sqs.filter(content="silense").spelling_suggestion() == "silence"
    assert sqs.spelling_suggestion("formatoin") == "formation"


@fault_of_the_parent("words without a suggestion are dropped")
def test_a_suggestion_keeps_the_words_that_are_right(sqs):
    assert sqs.spelling_suggestion("le silense des clients") == "le silence des clients"
    nothing = sqs.set_spelling_query("qualité du servise").filter(content="x1")
    assert nothing.spelling_suggestion() == "qualité du service"


def test_days_are_dates_not_times(sqs):
    assert isinstance(sqs.filter(content="marge")[0].earliest, datetime.date)
