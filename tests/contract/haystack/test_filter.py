"""What SearchQuerySet.filter and its kin find."""

import datetime

import pytest
from haystack.inputs import AutoQuery, Clean, Exact, Not, Raw
from haystack.query import SQ, EmptySearchQuerySet

from .conftest import fault_of_the_parent


def test_all_is_everything(sqs, found):
    assert found(sqs.all()) == {"welcome", "cost", "robots", "english", "undated"}


def test_none_is_nothing(sqs):
    assert isinstance(sqs.none(), EmptySearchQuerySet)
    assert list(sqs.none()) == []


def test_a_word_is_looked_for_in_the_text(sqs, found):
    assert found(sqs.filter(content="promesse")) == {"welcome"}


def test_a_word_that_is_nowhere_finds_nothing(sqs):
    nothing = sqs.filter(content="ornithorynque")
    assert list(nothing) == [] and nothing.count() == 0 and not nothing


def test_a_word_finds_its_other_forms(sqs, found):
    assert found(sqs.filter(content="clients")) == {"welcome", "cost"}
    assert found(sqs.filter(content="Appel")) == {"welcome", "robots"}


@fault_of_the_parent("French words are stemmed as if they were English")
def test_a_word_finds_its_other_forms_in_french(sqs, found):
    assert found(sqs.filter(content="coûtaient")) == {"cost"}


def test_the_language_of_an_editorial_says_what_its_forms_are(sqs, found):
    assert found(sqs.filter(content="complaints")) == {"english"}


def test_an_elided_article_does_not_hide_its_word(sqs, found):
    assert found(sqs.filter(title="accueil")) == {"welcome"}
    assert found(sqs.filter(title="l'accueil")) == {"welcome"}


def test_all_words_are_asked_for(sqs, found):
    assert found(sqs.filter(content="qualité promesse")) == {"welcome"}
    assert found(sqs.filter(content="qualité marge")) == {"cost"}


def test_filters_one_after_the_other_narrow(sqs, found):
    assert found(sqs.filter(content="qualité").filter(content="promesse")) == {"welcome"}


def test_a_field_is_searched_by_its_name(sqs, found):
    assert found(sqs.filter(title="automates")) == {"robots"}
    assert found(sqs.filter(standfirst="suffit")) == {"welcome"}
    assert found(sqs.filter(byline="dupont")) == {"welcome", "cost"}
    assert found(sqs.filter(keywords="formation")) == {"welcome", "robots", "undated"}


def test_an_exact_phrase(sqs, found):
    assert found(sqs.filter(content__exact="qualité du service")) == {"welcome", "cost"}
    assert found(sqs.filter(content__exact="service du qualité")) == set()
    assert found(sqs.filter(content=Exact("moitié de la qualité"))) == {"welcome"}


@fault_of_the_parent("exact finds other forms as well")
def test_exact_is_the_form_as_printed(sqs, found):
    assert found(sqs.filter(content__exact="clients")) == {"cost"}


def test_a_value_is_one_exact_term(sqs, found):
    assert found(sqs.filter(author="jeanne-dupont")) == {"welcome", "cost"}
    assert found(sqs.filter(tag="relation-client")) == {"welcome", "cost"}
    assert found(sqs.filter(publication="decroche")) == {"robots", "english"}
    assert found(sqs.filter(language__exact="en")) == {"english"}


@fault_of_the_parent("what stands in for a backslash becomes part of the value")
def test_a_value_with_a_hyphen_is_found_exactly(sqs, found):
    assert found(sqs.filter(tag__exact="relation-client")) == {"welcome", "cost"}


@fault_of_the_parent("values are taken apart into stems")
def test_part_of_a_value_is_not_the_value(sqs, found):
    assert found(sqs.filter(publication="centres")) == set()
    assert found(sqs.filter(section="editorial")) == set()
    assert found(sqs.filter(section="Éditorial")) == {"welcome", "cost"}


def test_in_is_any_of_the_values(sqs, found):
    assert found(sqs.filter(tag__in=["automates", "relation-client"])) == {
        "welcome",
        "cost",
        "robots",
    }
    assert found(sqs.filter(year__in=["2001", "2003"])) == {"welcome", "cost"}


@fault_of_the_parent("an empty list matches whatever the rest of the query does")
def test_in_nothing_is_nothing(sqs, found):
    assert found(sqs.filter(content="client").filter(tag__in=[])) == set()


def test_in_takes_keys_of_the_database(sqs, editorials, found):
    pks = [editorials["cost"].pk, editorials["robots"].pk]
    assert found(sqs.filter(django_id__in=pks)) == {"cost", "robots"}


def test_dates_compare(sqs, found):
    day = datetime.date(2003, 5, 1)
    assert found(sqs.filter(earliest__gte=day)) == {"cost", "robots", "english"}
    assert found(sqs.filter(earliest__lte=day)) == {"welcome", "cost"}


@fault_of_the_parent("what is before or after a day includes that day")
def test_before_and_after_a_day_that_day_is_out(sqs, found):
    assert found(sqs.filter(earliest__gt=datetime.date(2003, 5, 1))) == {"robots", "english"}
    assert found(sqs.filter(earliest__lt=datetime.date(2003, 5, 1))) == {"welcome"}


def test_datetimes_compare_with_dates(sqs, found):
    assert found(sqs.filter(latest__lte=datetime.datetime(2003, 5, 31, 12, 0))) == {
        "welcome",
        "cost",
    }


def test_a_range_of_dates_has_both_its_ends(sqs, found):
    days = [datetime.date(2001, 2, 12), datetime.date(2003, 5, 1)]
    assert found(sqs.filter(earliest__range=days)) == {"welcome", "cost"}


def test_a_date_is_found_by_the_day(sqs, found):
    assert found(sqs.filter(earliest=datetime.date(2004, 11, 2))) == {"robots"}
    assert found(
        sqs.filter(earliest__in=[datetime.date(2004, 11, 2), datetime.date(2001, 2, 12)])
    ) == {
        "robots",
        "welcome",
    }


def test_terms_compare_as_text(sqs, found):
    assert found(sqs.filter(year__gte="2003")) == {"cost", "robots", "english"}
    assert found(sqs.filter(year__lt="2003")) == {"welcome"}
    assert found(sqs.filter(year__range=["2001", "2003"])) == {"welcome", "cost"}


def test_startswith_finds_the_beginnings_of_words(sqs, found):
    assert found(sqs.filter(content__startswith="promes")) == {"welcome"}
    assert found(sqs.filter(title__startswith="télé")) == {"welcome", "undated"}
    assert found(sqs.filter(author__startswith="jeanne")) == {"welcome", "cost"}


def test_startswith_takes_words_as_printed(sqs, found):
    assert found(sqs.filter(content__startswith="promesse")) == {"welcome"}


def test_endswith_finds_the_ends_of_words(sqs, found):
    assert found(sqs.filter(content__endswith="messe")) == {"welcome"}
    assert found(sqs.filter(author__endswith="dupont")) == {"welcome", "cost"}


def test_contains_finds_parts_of_words(sqs, found):
    assert found(sqs.filter(content__contains="romes")) == {"welcome"}
    assert found(sqs.filter(title__contains="conseil")) == {"undated"}


@fault_of_the_parent("a fuzzy word finds nothing")
def test_fuzzy_finds_words_with_a_letter_wrong(sqs, found):
    assert found(sqs.filter(content__fuzzy="silense")) == {"cost"}


def test_exclude_leaves_out(sqs, found):
    assert found(sqs.exclude(content="client")) == {"robots", "english", "undated"}
    assert found(sqs.filter(content="qualité").exclude(tag="formation")) == {"cost"}


def test_sq_joins_with_or(sqs, found):
    assert found(sqs.filter(SQ(content="promesse") | SQ(content="marge"))) == {"welcome", "cost"}


def test_sq_negates(sqs, found):
    assert found(sqs.filter(~SQ(tag="formation"))) == {"cost", "english"}
    assert found(sqs.filter(~SQ(tag="formation") & ~SQ(language="en"))) == {"cost"}


def test_sq_nests(sqs, found):
    asked = (
        (SQ(content="promesse") | SQ(content="machine")) & SQ(tag="formation") & ~SQ(year="2001")
    )
    assert found(sqs.filter(asked)) == {"robots"}


def test_filter_or_widens(sqs, found):
    assert found(sqs.filter(content="promesse").filter_or(content="machine")) == {
        "welcome",
        "robots",
    }


def test_filter_and_narrows(sqs, found):
    assert found(sqs.filter_and(content="qualité").filter_and(content="marge")) == {"cost"}


def test_queries_are_joined(sqs, found):
    quality, training = sqs.filter(content="qualité"), sqs.filter(tag="formation")
    assert found(quality & training) == {"welcome"}
    assert found(quality | training) == {"welcome", "cost", "robots", "undated"}


def test_a_chain_leaves_the_query_that_it_began_with(sqs, found):
    quality = sqs.filter(content="qualité")
    assert found(quality.filter(content="marge")) == {"cost"}
    assert found(quality) == {"welcome", "cost"}


def test_auto_query_asks_for_all_words(sqs, found):
    assert found(sqs.auto_query("qualité service")) == {"welcome", "cost"}


def test_auto_query_has_phrases(sqs, found):
    assert found(sqs.auto_query('"dix ans"')) == {"cost"}
    assert found(sqs.auto_query('"ans dix"')) == set()


def test_auto_query_has_exclusions(sqs, found):
    assert found(sqs.auto_query("qualité -promesse")) == {"cost"}
    assert found(sqs.auto_query('service -marge "la qualité"')) == {"welcome"}


def test_auto_query_has_a_field(sqs, found):
    assert found(sqs.auto_query("client perdu", fieldname="title")) == {"cost"}


@pytest.mark.parametrize(
    "typed", ["qualité (service)", "qualité: service!", "qualité & service", "AND qualité"]
)
def test_auto_query_takes_no_mark_for_syntax(sqs, found, typed):
    assert {"welcome", "cost"} >= found(sqs.auto_query(typed))


def test_inputs_may_be_named(sqs, found):
    assert found(sqs.filter(content=AutoQuery("qualité -promesse"))) == {"cost"}
    assert found(sqs.filter(content=Clean("qualité"))) == {"welcome", "cost"}


@fault_of_the_parent("IndexError")
def test_an_input_may_be_negated(sqs, found):
    assert found(sqs.filter(content=Not("client"))) == {"robots", "english", "undated"}


def test_raw_queries_are_in_the_words_of_the_engine(sqs, found):
    assert found(sqs.raw_search("title:automates OR tag:relation-client")) == {
        "robots",
        "welcome",
        "cost",
    }
    assert found(sqs.filter(content=Raw("(qualité AND NOT marge)"))) == {"welcome"}


def test_autocomplete_on_a_field_of_words_finds_words(sqs, found):
    assert found(sqs.autocomplete(title="métier téléconseiller")) == {"undated"}


def test_narrow_keeps_what_matches_too(sqs, found):
    assert found(sqs.narrow("tag:formation")) == {"welcome", "robots", "undated"}
    assert found(sqs.filter(content="qualité").narrow("tag:formation")) == {"welcome"}
    assert found(sqs.narrow("tag:formation").narrow("year:2004")) == {"robots"}


def test_narrow_takes_a_condition(sqs, found):
    assert found(sqs.narrow(SQ(tag="formation") & SQ(year="2001"))) == {"welcome"}


def test_narrow_to_nothing_is_nothing(sqs, found):
    assert found(sqs.narrow("tag:inconnu")) == set()


@fault_of_the_parent("a boosted word becomes one that has to be there")
def test_boost_ranks_without_narrowing(sqs, listed):
    either = sqs.filter(SQ(content="promesse") | SQ(content="marge"))
    assert listed(either.boost("marge", 9.0))[0] == "cost"
    assert listed(either.boost("promesse", 9.0))[0] == "welcome"
    assert either.boost("marge", 9.0).count() == 2


def test_what_has_more_of_the_words_ranks_first(sqs, listed):
    assert listed(sqs.filter(SQ(content="appel") | SQ(content="promesse")))[0] == "welcome"


@pytest.mark.parametrize(
    "odd", ["", " ", "*", "***", "?", "\0", "\u200f", "(", '"', "'", "a:", "[to", "-", "NOT"]
)
def test_odd_words_are_answered(sqs, odd):
    assert sqs.filter(content=odd).count() >= 0
    assert sqs.auto_query(odd).count() >= 0


def test_every_alphabet_is_answered(sqs, make_editorial, found):
    assert found(sqs.filter(content="коммутатор")) == set()
    assert found(sqs.filter(content="電話 🎧 ﷽")) == set()
    assert found(sqs.filter(content="écoute")) == {"undated"}
