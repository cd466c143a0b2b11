import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from archive.search.question import wording
from archive.search.question.query import FACETS, Question


def said(parameters: str) -> str:
    return wording.in_words(Question.read(QueryDict(parameters)))


@pytest.fixture
def named(make_editorial):
    make_editorial(
        publication="En-Contact", authors=["Anne Martin", "Ben Ali"], tags=["Qualité de service"]
    )


def test_a_search_is_said_as_a_reader_would(named):
    address = "q=qualité&publication=en-contact&author=anne-martin&tag=qualite-de-service&from=2001&to=2004"
    assert said(address) == (
        "articles signés Anne Martin sur « qualité » avec le mot-clé Qualité de service dans En-Contact, 2001–2004"
    )


@pytest.mark.parametrize(
    "parameters, words",
    [
        ("", "tous les articles"),
        ("q=qualité de service", "articles sur « qualité de service »"),
        ('q=appel "centre d’appels"', "articles sur « appel » et « centre d’appels »"),
        ("q=appel -salon -foire", "articles sur « appel » sans « salon foire »"),
        ("q=qui répond au téléphone ?", "articles sur « qui répond au téléphone\u00a0? »"),
        ("q=le client et le serveur", "articles sur « le client et le serveur »"),
        ("q=accueil, écoute…,", "articles sur « accueil, écoute… »"),
        ("q=qualité OU service", "articles sur « qualité » ou « service »"),
        ("q=form*", "articles sur « form* »"),
        ("q=auteur:dupont titre:accueil", "articles signés « dupont » titrés « accueil »"),
        ("q=auteur:dupont OU salon", "articles sur « auteur:dupont » ou « salon »"),
        ("q=qualité ET service", "articles sur « qualité » et « service »"),
        ("q=appel SAUF (salon OU foire)", "articles sur « appel » sans « salon foire »"),
        ("q=appel -(salon foire)", "articles sur « appel » sans « salon » et « foire » à la fois"),
        ("q=appel OU -salon", "articles sur « appel » ou sans « salon »"),
        ("q=(appel ET salon) OU foire", "articles sur « (appel ET salon) OU foire »"),
        ("q=titre:(appel OU salon)", "articles titrés « appel » ou « salon »"),
        ("q=t*phone", "articles sur « t*phone »"),
        ("q==appel", "articles sur « appel » à la lettre"),
        ('q=-="les mots"', "articles sans « les mots » à la lettre"),
        ("q=numéro:36 page:20", "articles du numéro 36 à la page 20"),
        ('q=-numéro:"36 bis"', "articles hors du numéro 36 bis"),
        ("q=date:2001..2004", "articles, 2001–2004"),
        ("q=-(date:2001 date:2003)", "articles sur « -date:2001 OU -date:2003 »"),
        ("q=date:2001.. -date:2003", "articles, 2001 ou après, sauf 2003"),
        ("from=2001-02", "articles, février 2001 ou après"),
        ("to=2004~", "articles, vers 2004 ou avant"),
        ("from=2001&to=2001", "articles, 2001"),
        ("from=2001-02&to=2004", "articles, février 2001 – 2004"),
        ("year=2001&year=2002&year=2003&year=2007", "articles, 2001–2003 ou 2007"),
        ("year=199X&year=-1993", "articles, années 1990, sauf 1993"),
        ("language=fr", "articles en français"),
        ("language=-en", "articles pas en anglais"),
        ("author=ben-ali&author=anne-martin", "articles signés Anne Martin ou Ben Ali"),
        ("publication=-en-contact", "articles hors En-Contact"),
        (
            "q=client -salon&author=-ben-ali&publication=en-contact",
            "articles sur « client » dans En-Contact non signés Ben Ali sans « salon »",
        ),
        ("tag=inconnu", "articles avec le mot-clé inconnu"),
        ("tag=a&tag=b&tag=c&tag=d", "articles avec le mot-clé a, b, c…"),
        ("year=jamais", "articles, jamais"),
        ("q=mot&sort=oldest&page=3&words=1", "articles sur « mot »"),
    ],
)
def test_every_kind_of_search_has_a_title(named, parameters, words):
    assert said(parameters) == words


def test_a_long_search_has_a_short_title(db):
    assert len(said("q=" + "mot " * 900)) < 120


def test_names_of_a_facet_cost_one_query(named, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert wording.labels("author", ["ben-ali", "anne-martin", "personne"]) == {
            "ben-ali": "Ben Ali",
            "anne-martin": "Anne Martin",
            "personne": "personne",
        }


def test_no_name_costs_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert [wording.labels(facet, []) for facet in FACETS] == [{}] * len(FACETS)


def test_a_title_costs_one_query_for_all_names(named, django_assert_num_queries):
    with django_assert_num_queries(1):
        said(
            "author=ben-ali&author=-anne-martin&tag=x&publication=y&publication=z&language=fr&year=2001&q=mot"
        )


def test_languages_are_named_in_the_readers_language():
    codes = ["fr", "pt-br", "xx"]
    assert wording.labels("language", codes) == {
        "fr": "français",
        "pt-br": "portugais brésilien",
        "xx": "xx",
    }
    with translation.override("en"):
        assert wording.labels("language", codes)["fr"] == "French"


def test_decades_are_named():
    assert wording.labels("year", ["2001", "199X", "²"]) == {
        "2001": "2001",
        "199X": "années 1990",
        "²": "²",
    }


@given(
    st.dictionaries(
        st.sampled_from(["q", "from", "to", "year", "language", "sort"]), st.text(max_size=80)
    )
)
def test_whatever_is_asked_can_be_said(parameters):
    query = QueryDict(mutable=True)
    query.update(parameters)
    assert wording.in_words(Question.read(query))


def test_english_readers_have_an_english_title(named):
    with translation.override("en"):
        words = said(
            "q=qualité -salon&publication=en-contact&author=ben-ali&language=fr&from=2001&to=2004&tag=x"
        )
    assert (
        words
        == "articles by Ben Ali about “qualité” tagged x in En-Contact in French without “salon”, 2001–2004"
    )
