"""Searches by the API: what they answer, and how that is explained."""

import re

import pytest

from archive.api import searching
from archive.models import Editorial
from archive.search.question import readings
from archive.search.question.answers import Answer, Hit, Reading, Value, Word
from archive.search.question.query import Question
from archive.search.upkeep import freshness

# Searching


def test_a_search_answers_the_promised_fields(get, three):
    found = get("search", q="qualité")
    promised = {"count", "page", "page_size", "suggestion", "relaxed", "results", "facets"}
    assert promised <= found.keys()
    assert (found["count"], found["page"], found["page_size"], found["relaxed"]) == (
        2,
        1,
        20,
        False,
    )
    assert found["suggestion"] is None
    facets = {"year", "publication", "issue", "author", "tag", "language"}
    assert set(found["facets"]) == facets


def test_a_result_says_what_it_is_and_where(get, three):
    [result] = get("search", q="qualité", author="anne-martin")["results"]
    assert result.pop("score") >= 0 and isinstance(result.pop("why"), dict)
    assert result.pop("excerpt") == "La <mark>qualité</mark> d’abord."
    assert result == {
        "id": three[0].pk,
        "source_id": None,
        "title": "Accueillir",
        "url": f"http://testserver{three[0].get_absolute_url()}",
        "date": "2001-02",
        "date_display": "février 2001",
        "authors": ["Anne Martin"],
        "publication": "En-Contact",
        "tags": ["Qualité"],
        "pinned": False,
        "parts": [],
    }


def test_what_is_not_known_is_null(get, three):
    [result] = get("search", q="rien")["results"]
    assert (result["date"], result["publication"], result["source_id"]) == (None, None, None)
    assert result["authors"] == [] and result["date_display"] == "date inconnue"


def test_facets_carry_labels(get, three):
    facets = get("search", q="qualité")["facets"]
    assert facets["publication"] == [{"value": "en-contact", "label": "En-Contact", "count": 2}]
    assert {one["label"] for one in facets["author"]} == {"Anne Martin", "Ben Ali"}
    assert facets["language"] == [{"value": "fr", "label": "français", "count": 2}]
    assert [one["value"] for one in facets["year"]] == ["2001", "2004"]


def test_a_search_says_itself_in_words_and_where_its_page_is(get, three):
    found = get("search", q="qualité", publication="en-contact", **{"from": "2001", "to": "2004"})
    assert found["title"] == "articles sur « qualité » dans En-Contact, 2001–2004"
    assert (
        found["url"]
        == "http://testserver/search/?q=qualit%C3%A9&publication=en-contact&from=2001&to=2004"
    )


def test_a_search_without_words_finds_all(get, three):
    assert get("search")["count"] == 3


def test_a_search_finds_nothing_without_a_fuss(get, three):
    found = get("search", q="introuvable", author="anne-martin")
    assert (found["count"], found["results"], found["next"]) == (0, [], None)


def test_an_excerpt_is_escaped_but_for_its_marks(three, rf, make_editorial):
    row = make_editorial("Balises", "<p>Le &lt;script&gt; de la qualité.</p>")
    answer = Answer(
        count=1, hits=[Hit(row.pk, 1.0, {})], words=[Word("qualité", [("qualité", 1)], 1)]
    )
    [result] = searching._hits(rf.get("/"), Question(), answer)
    assert result["excerpt"] == "Le &lt;script&gt; de la <mark>qualité</mark>."


def test_results_keep_the_order_of_the_answer_and_leave_out_the_withdrawn(three, rf):
    Editorial.objects.filter(pk=three[1].pk).update(state="withdrawn")
    answer = Answer(
        hits=[Hit(three[2].pk, 2.0, {}), Hit(three[1].pk, 1.5, {}), Hit(three[0].pk, 1.0, {})]
    )
    assert [result["id"] for result in searching._hits(rf.get("/"), Question(), answer)] == [
        three[2].pk,
        three[0].pk,
    ]


def test_the_most_frequent_values_of_a_long_facet_are_given(db):
    values = [Value(f"nom-{n}", 1000 - n) for n in range(500)]
    given = searching._facets(Answer(facets={"author": values}))["author"]
    assert len(given) == searching.MOST_LABELLED and given[0] == {
        "value": "nom-0",
        "label": "nom-0",
        "count": 1000,
    }


def test_pages_are_linked(get, three):
    first = get("search", page_size=2, sort="oldest")
    assert first["previous"] is None and first["next"].endswith(
        "/api/v1/search?page_size=2&sort=oldest&page=2"
    )
    last = get("search", page_size=2, sort="oldest", page=2)
    assert [len(first["results"]), len(last["results"])] == [2, 1] and last["next"] is None
    assert last["previous"].endswith("page=1")


def test_a_page_beyond_what_is_listed_is_refused_where_there_is_more(get, three, monkeypatch):
    monkeypatch.setattr("archive.api.searching.DEEPEST", 2)
    assert "narrow the search" in get("search", status=400, page=2, page_size=2)["detail"]
    assert get("search", page=1, page_size=2)["next"] is None
    monkeypatch.setattr("archive.api.searching.DEEPEST", 3)
    assert get("search", page=4, page_size=1)["results"] == []


def test_a_page_far_beyond_the_last_is_empty(get, three):
    far = get("search", page=10**9)
    assert (far["count"], far["results"], far["next"]) == (3, [], None)


@pytest.mark.parametrize(
    "name, value",
    [
        ("sort", "best"),
        ("page", "x"),
        ("page", "0"),
        ("page", "-1"),
        ("page", "1" * 40),
        ("page_size", "1000"),
        ("page_size", "0"),
        ("from", "2001-13"),
        ("to", "hier"),
        ("year", "deux mille"),
        ("words", "0"),
        ("q", "a\0b"),
        ("tag", "a\0b"),
        ("q", "mot " * 10_000),
        ("author", ["x"] * 500),
    ],
)
def test_a_bad_request_is_told_which_parameter_is_wrong(get, db, name, value):
    detail = get("search", status=400, **{name: value})["detail"]
    assert detail.startswith(f"{name}: ") and len(detail) < 200


def test_all_that_is_wrong_is_told_at_once(get, db):
    detail = get("search", status=400, page="x", sort="best")["detail"]
    assert re.match(r"page: .+; sort: .+", detail)


@pytest.mark.parametrize(
    "q", ["((((" * 500, '"', "' OR 1=1 --", "<script>alert(1)</script>", "nul:part", "*", "-"]
)
def test_odd_words_are_searched(get, three, q):
    assert get("search", q=q)["count"] >= 0


def test_what_a_form_leaves_empty_is_as_usual(get, three):
    assert get("search", q="", page="", page_size="", **{"from": "", "to": ""})["count"] == 3


def test_a_search_costs_the_same_queries_for_few_results_and_for_many(
    client, make_editorial, django_assert_max_num_queries
):
    for number in range(60):
        tags, people = [f"Mot {number}"], [f"Personne {number}"]
        make_editorial(
            f"Titre {number}", publication=f"Revue {number}", tags=tags, authors=people, date="2001"
        )
    with django_assert_max_num_queries(20):
        assert len(client.get("/api/v1/search?page_size=100").json()["results"]) == 60


# As the index answers


def test_an_answer_explains_itself(get, indexed):
    found = get("search", q="qualités accueillir")
    assert (found["by"], found["count"], found["levels"]) == ("index", 2, {"1": 2, "2": 1})
    assert found["partial"] and not get("search", q="qualités accueillir", words=2)["partial"]
    assert found["relaxed"] is False and found["shown"] == 2
    [quality, _welcome] = found["words"]
    assert quality["typed"] == "qualités" and quality["counts"] and quality["count"] == 2
    assert quality["forms"] == [{"form": "qualité", "count": 2}]
    best = found["results"][0]
    assert best["title"] == "Accueillir" and best["score"] > found["results"][1]["score"]
    assert set(best["why"]) == {"title", "text", "keywords"} and best["why"]["title"] == [
        "accueillir"
    ]


def test_what_nothing_answers_gives_the_nearest_and_says_so(get, indexed):
    found = get("search", q='"qualité accueillir"', page_size=1)
    assert (found["count"], found["relaxed"], len(found["results"])) == (0, True, 1)
    [reading] = found["reading"]
    assert reading["kind"] == "loosened" and reading["typed"] == '"qualité accueillir"'
    assert reading["read"] == ["qualité accueillir"] and found["shown"] >= 1
    exact = get("search", q='"qualité accueillir"', literal=1)
    assert (exact["count"], exact["relaxed"], exact["results"]) == (0, False, [])


def test_results_that_all_have_the_word_are_not_partial(get, indexed):
    found = get("search", q="qualité")
    assert (
        found["partial"] is False
        and found["relaxed"] is False
        and found["years"] == {"2001": 1, "2004": 1}
    )


def test_the_index_and_the_database_give_the_same_fields(get, three):
    by_database = get("search", q="qualité")
    freshness.drain()
    by_index = get("search", q="qualité")
    assert (by_database["by"], by_index["by"]) == ("database", "index")
    assert by_database.keys() == by_index.keys() and by_database["facets"] == by_index["facets"]
    assert [one.keys() for one in by_database["results"]] == [
        one.keys() for one in by_index["results"]
    ]


# What was read, and what is folded


def test_what_was_read_is_told_in_sentences(get, indexed):
    found = get("search", q="qualitee -salon -tag:voix")
    assert found["reading"] == [
        {
            "kind": "slip",
            "typed": "qualitee",
            "read": ["qualité"],
            "text": "«\u00a0qualitee\u00a0» n’est pas dans l’archive\u00a0; "
            "lu comme «\u00a0qualité\u00a0».",
        },
        {
            "kind": "excluded",
            "typed": "-salon",
            "read": ["salon"],
            "text": "Sans «\u00a0salon\u00a0».",
        },
        {
            "kind": "excluded",
            "typed": "-tag:voix",
            "read": ["tag:voix"],
            "text": "Sans «\u00a0tag:voix\u00a0».",
        },
    ]
    assert found["intent"] == []


def test_what_was_read_is_told_in_the_readers_language(client, indexed):
    response = client.get("/api/v1/search?q=-salon", headers={"Accept-Language": "en"})
    assert response.json()["reading"][0]["typed"] == "-salon"


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        ("equivalent", ("e-mail", "mél")),
        ("acronym", ("système d’information",)),
        ("number", ("trente-cinq",)),
        ("join", ("télétravail",)),
        ("loosened", ("a b",)),
        ("loosened", ()),
        ("another", ("x",)),
    ],
)
def test_each_kind_of_reading_has_a_sentence_with_all_its_words(kind, read):
    answer = Answer(reading=[Reading(kind, "tapé", read)])
    [told] = readings.of_answer(Question(q="tapé"), answer)
    assert (told.kind, told.typed, told.read) == (kind, "tapé", read)
    assert all(word in told.text for word in ("tapé", *read))


def test_parts_are_folded_where_it_is_asked(client, make_editorial):
    for number in range(3):
        make_editorial(f"Fiche : {number}", "<p>La voix.</p>", source_id=f"f-{number}")
    make_editorial("Autre", "<p>La voix.</p>")
    freshness.drain()
    folded = client.get("/api/v1/search?q=voix&fold=1&page_size=1").json()
    assert folded["count"] == 4 and len(folded["results"]) == 1
    assert folded["next"].endswith("page=2")
    second = client.get(folded["next"]).json()
    assert second["next"] is None
    sizes = sorted(len(page["results"][0]["parts"]) for page in (folded, second))
    assert sizes == [0, 2]
    unfolded = client.get("/api/v1/search?q=voix&fold=0").json()["results"]
    assert [result["parts"] for result in unfolded] == [[], [], [], []]


@pytest.mark.parametrize("name", ["fold", "literal"])
def test_the_switches_are_described_and_take_nothing_else(get, client, db, name):
    assert get("search", **{name: "1"})["count"] == 0
    for neither in ("", "oui"):
        response = client.get("/api/v1/search", {name: neither})
        assert response.status_code == 400 and name in response.json()["detail"]
    openapi = client.get("/api/v1/openapi.json").json()
    parameters = openapi["paths"]["/api/v1/search"]["get"]["parameters"]
    [switch] = [parameter for parameter in parameters if parameter["name"] == name]
    assert switch["description"]
