"""The search page, through the front door and with the real index; the engine has tests of its own."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages import counted, linked, text

from archive import issues
from archive.models import Editorial
from archive.search.question import sought
from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db
WORDS = ["casque", "client", "plateau", "voix", "tempête", "salon"]


def section(response, start: str, end: str) -> str:
    return re.search(f"{start}.*?{end}", response.content.decode(), flags=re.DOTALL)[0]


# What was asked


def test_a_search_without_words_shows_what_may_be_typed(client, archive):
    response = client.get("/search/")
    assert response.status_code == 200
    assert "casque OU qualité l’un ou l’autre · 2 éditoriaux" in text(response)
    assert "/search/help/" in linked(response)


def test_nothing_found_says_so_and_every_part_can_be_taken_off_with_what_that_finds(
    client, archive
):
    response = client.get("/search/?q=introuvable&tag=ecoute&from=2001")
    assert "Aucun éditorial ne répond" in text(response)
    assert "« introuvable » ne se trouve dans aucun éditorial." in text(response)
    parts = text(response).partition("Enlever")[2]
    assert (
        "introuvable × 2 éditoriaux sans cela Enlever écoute × aucun éditorial sans cela "
        "Enlever 2001 ou après × aucun" in parts
    )
    assert {"/search/?tag=ecoute&from=2001", "/search/?q=introuvable&tag=ecoute"} <= set(
        linked(response)
    )


def test_fewer_words_than_typed_are_offered_step_by_step(client, archive, make_editorial):
    make_editorial("Le client", "<p>Un client.</p>")
    freshness.drain()
    response = client.get("/search/?q=qualité+casque+client")
    assert (
        "Aucun éditorial ne contient les 3 mots. 1 avec 2 mots au moins 3 avec l’un des mots"
        in text(response)
    )
    narrowed = "/search/?q=qualit%C3%A9+casque+client&words=2"
    assert narrowed in linked(response)
    response = client.get(narrowed)
    assert "1 éditorial " in text(response)
    assert "Enlever 2 mots au moins" in text(response)
    one = "/search/?q=qualit%C3%A9+casque+client&words=1"
    assert "Enlever 1 mot au moins" in text(client.get(one))


def test_all_the_words_are_a_step_of_their_own(client, archive):
    assert "1 avec les 2 mots 2 avec l’un des mots" in text(client.get("/search/?q=qualité+casque"))


def test_a_word_that_is_misspelt_is_said_to_be_read_as_another(client, archive):
    response = client.get("/search/?q=quallité")
    assert "« quallité » n’est pas dans l’archive ; lu comme « qualité »." in text(response)
    assert "La <mark>qualité</mark>" in response.content.decode()


def test_better_words_are_offered_in_place_of_those_of_a_phrase(client, archive):
    response = client.get('/search/?q="casque+de+qualyté"')
    assert 'Essayez "casque de qualité"' in text(response)
    assert "/search/?q=%22casque+de+qualit%C3%A9%22" in linked(response)


def test_without_an_index_the_database_answers_and_the_page_says_so(client, make_editorial):
    make_editorial("La qualité", "<p>La qualité d’abord.</p>", date="2001")
    response = client.get("/search/?q=qualité")
    assert "L’index ne répond pas pour le moment" in text(response)
    assert "La <mark>qualité</mark>" in response.content.decode()


def test_the_forms_of_each_word_are_said_with_their_numbers(client, archive):
    said = text(client.get("/search/?q=casques+de+qualité"))
    assert "casques : 1 éditorial (casque 1 )" in said
    assert "qualité : 2 éditoriaux (qualité 2 )" in said


def test_new_words_keep_the_filters_and_new_dates_keep_the_words(client, archive):
    page = client.get("/search/?q=qualité&tag=ecoute&from=2001&words=1&page=2").content.decode()
    seek, span = re.findall(r'<form class="(?:seek wide|span)".*?</form>', page, flags=re.DOTALL)
    assert 'name="tag" value="ecoute"' in seek
    assert 'name="page"' not in seek + span
    assert 'name="words"' not in seek
    assert 'name="q" value="qualité"' in span


# What was found


def test_results_are_counted_and_their_words_marked(client, archive):
    response = client.get("/search/?q=qualité")
    assert counted(response) == "2 éditoriaux"
    assert "La <mark>qualité</mark> d’abord." in response.content.decode()
    assert "Claire Abgrall · En ligne · 12 février 2001" in text(response)
    assert "Mots-clés : qualité · écoute" in text(response)
    assert "Brouillon" not in text(response)


def test_a_phrase_is_marked_as_a_phrase(client, archive):
    page = client.get('/search/?q="casque de qualité"').content.decode()
    assert "<mark>casque de qualité</mark>" in page


def test_a_result_says_why_it_was_found(client, archive):
    said = text(client.get("/search/?q=qualité"))
    assert "Pourquoi ce résultat" in said
    assert "dans le titre : qualité" in said
    assert "dans les mots-clés : qualité" in said


def test_what_was_withdrawn_since_the_index_was_written_is_not_shown(client, archive):
    Editorial.objects.filter(title="Le casque").update(state="withdrawn")
    response = client.get("/search/?q=casque")
    assert "Un éditorial retiré de l’archive." in text(response)
    assert "Le <mark>casque</mark>" not in response.content.decode()


def test_long_results_are_paged_without_gap_or_repetition(client, many):
    first, second = client.get("/search/?q=qualité"), client.get("/search/?q=qualité&page=2")
    titles = re.findall(r"Texte \d\d", text(first) + text(second))
    assert len(titles) == len(set(titles)) == 25
    assert '<link rel="next" href="/search/?q=qualit%C3%A9&amp;page=2">' in first.content.decode()
    assert '<link rel="prev" href="/search/?q=qualit%C3%A9">' in second.content.decode()


def test_a_page_beyond_the_last_says_so(client, archive):
    response = client.get("/search/?q=qualité&page=9")
    assert response.status_code == 200
    assert "pas de telle page" in text(response)
    assert "/search/?q=qualit%C3%A9" in linked(response)


def test_what_no_editorial_holds_is_not_explained_twice(client, archive):
    assert "Comment les mots ont été lus" not in text(client.get("/search/?q=introuvable"))


def test_a_range_of_dates_is_read_as_people_write_them(client, archive):
    response = client.get("/search/?q=qualité&from=mars 2001&to=")
    assert response.headers["Location"] == "/search/?q=qualit%C3%A9&from=2001-03"
    response = client.get("/search/?q=qualité&from=2004&to=2001")
    assert response.headers["Location"] == "/search/?q=qualit%C3%A9&from=2001&to=2004"


def test_what_is_no_date_is_said_and_can_be_mended(client, archive):
    response = client.get("/search/?q=qualité&from=<b>hier")
    assert "« <b>hier » n’est pas lu comme une date." in text(response).replace("\u00a0", " ")
    assert 'name="from" value="&lt;b&gt;hier"' in response.content.decode()


def test_of_what_is_no_date_nothing_further_is_said(client, archive):
    shown = text(client.get("/search/?q=date:31/02/2007")).replace("\u00a0", " ")
    assert "« 31/02/2007 » n’est pas lu comme une date." in shown
    assert "dans aucun éditorial" not in shown


def test_the_heading_says_how_far_apart_the_words_of_a_phrase_may_stand(client, archive):
    shown = text(client.get('/search/?q="casque qualité"~2')).replace("\u00a0", " ")
    assert "Articles sur « casque qualité » à 2 mots près" in shown


def test_what_is_no_date_among_the_words_is_said_too(client, archive):
    response = client.get("/search/?q=casque date:2001-13-45")
    assert "« 2001-13-45 » n’est pas lu comme une date." in text(response)


def test_a_search_of_which_only_the_beginning_is_read_says_so(client, archive):
    said = "seul son début a été lu"
    assert said in text(
        client.get(
            "/search/", {"q": " ".join(f"mot{number}" for number in range(10_000))}, follow=True
        )
    )
    assert said in text(
        client.get("/search/", {"q": " ".join(f"mot{number}" for number in range(40))}, follow=True)
    )
    assert said not in text(
        client.get("/search/", {"q": " ".join(f"mot{number}" for number in range(32))})
    )


def test_a_heading_breaks_within_no_word(client, archive):
    assert "avec le mot-\u2060clé" in section(
        client.get("/search/?q=casque&tag=ecoute"), "<h1>", "</h1>"
    )


# Addresses


def test_results_are_not_for_search_engines_and_have_one_address(client, archive):
    response = client.get("/search/?sort=relevance&page=1&tag=ecoute&q=qualité&utm_source=x&to=")
    assert response.status_code == 301
    assert response.headers["Location"] == "/search/?q=qualit%C3%A9&tag=ecoute"
    page = client.get(response.headers["Location"]).content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert '<link rel="canonical" href="/search/?q=qualit%C3%A9&amp;tag=ecoute">' in page


def test_the_page_to_begin_with_may_be_listed(client):
    assert (
        "noindex"
        not in client.get("/search/").content.decode()
        + client.get("/search/help/").content.decode()
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "q",
                "tag",
                "year",
                "from",
                "to",
                "words",
                "page",
                "sort",
                "bars",
                "facet",
                "like",
                "x",
            ]
        ),
        st.text(st.characters(codec="utf-8"), max_size=12)
        | st.sampled_from(["2001", "199X", "tag", "share", "a b*"]),
    )
)
def test_any_address_comes_to_rest(client, asked):
    """A second step is for what only the first brought to light."""
    response = client.get("/search/", asked, follow=True)
    assert response.status_code == 200
    assert len(response.redirect_chain) <= 2


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "a" * 10_000,
        "q=" + "mot+" * 10_000,
        "q=" + "(" * 3_000,
        "q=%22%22%22",
        "q=<script>alert(1)</script>",
        "q=' OR 1=1 --",
        "q=auteur:",
        "q=date:9999..0000",
        "q=x&page=1000000000",
        "q=x&page=x",
        "q=x&sort=nope",
        "q=x&facet=nope&like=x",
        "q=x&facet=tag&like=%00",
        "from=2001-99&to=<script>alert(1)</script>",
        "from=2004&to=2001",
        "tag=nope&author=%00&year=xx&language=%F0%9F%92%A9",
        "year=0000&year=9999&year=-199X",
        "&".join(f"tag=t{number}" for number in range(500)),
        "%ff=%ff&q=%ff",
    ],
)
def test_whatever_is_asked_is_no_error(client, archive, query):
    response = client.get(f"/search/?{query}", follow=True)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_little_words_are_no_parts_to_be_taken_off(client, archive):
    shown = text(client.get("/search/?q=casque+de+qualité"))
    assert "Enlever casque × Enlever qualité ×" in shown


def test_of_many_words_the_first_steps_and_the_last_are_offered(client, make_editorial):
    for number in range(6):
        make_editorial(f"Texte {number}", f"<p>{' '.join(WORDS[: number + 1])}</p>")
    freshness.drain()
    shown = text(client.get(f"/search/?q={'+'.join(WORDS)}"))
    assert "1 avec les 6 mots 2 avec 5 mots au moins 3 avec 4 mots au moins 6 avec l’un" in shown


def test_a_word_is_told_as_it_was_typed(client, archive):
    shown = text(client.get("/search/?q=WXYZ+Casque"))
    assert "« WXYZ » ne se trouve" in shown
    assert "Casque : 1 éditorial (casque 1 )" in shown


def test_what_is_no_date_is_not_said_to_be_unknown_too(client, archive):
    shown = text(client.get("/search/?q=casque date:2001-13-45", follow=True))
    assert "ne se trouve dans aucun" not in shown


def test_a_phrase_is_counted_in_its_very_words_and_in_others(client, make_editorial):
    make_editorial("Un", "<p>Un centre d’appels. Le centre ouvert.</p>")
    make_editorial("Deux", "<p>Des centres ouverts.</p>")
    freshness.drain()
    shown = text(client.get('/search/?q="centre ouvert"'))
    assert "« centre ouvert » : 2 éditoriaux (centre ouvert 1 )" in shown


def test_words_near_each_other_are_marked_one_by_one(client, make_editorial):
    make_editorial("Un", "<p>Un centre où l’on prend des appels.</p>")
    freshness.drain()
    page = client.get('/search/?q="centre appels"').content.decode()
    assert "<mark>centre</mark> où l’on prend des <mark>appels</mark>" in page


def test_a_result_names_its_issue_and_marks_it_where_it_was_asked_for(client, make_editorial):
    make_editorial("Un", "<p>Un casque.</p>", publication="Décroché", issue="36", date="2008")
    freshness.drain()
    assert "Décroché · n° 36 · 2008" in text(client.get("/search/?q=casque"))
    asked = client.get("/search/?q=numéro:36").content.decode()
    assert "<mark>n°\u00a036</mark>" in asked


@pytest.mark.parametrize("printed", ["lettre n° 54", "hors-série « Formation »", "Spécial été"])
def test_an_issue_is_called_the_same_wherever_it_stands(client, make_editorial, printed):
    make_editorial("Un", "<p>Un casque.</p>", publication="Décroché", issue=printed, date="2008")
    make_editorial("Deux", "<p>Un casque.</p>", publication="Décroché", issue="2", date="2009")
    freshness.drain()
    page = text(client.get("/search/?q=casque"))
    assert f"Décroché · {printed} · 2008" in page
    assert f"Décroché {printed} 1" in page
    chosen = text(client.get(f"/search/?issue=decroche/{issues.slug(printed)}"))
    assert f"Articles dans Décroché {printed}" in chosen


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("36-37", "n°\u00a036-37"),
        ("36-bis", "n°\u00a036 bis"),
        ("1er-trimestre-2012", "1er trimestre 2012"),
        ("hors-serie-ete-2012", "hors-série été 2012"),
    ],
)
def test_an_issue_that_is_none_is_called_by_its_address(client, make_editorial, slug, name):
    make_editorial("Un", "<p>Un casque.</p>", publication="Décroché", issue="2", date="2009")
    freshness.drain()
    page = client.get(f"/search/?issue=decroche/{slug}").content.decode()
    assert f"Articles dans Décroché {name} —" in page


def test_what_a_draft_prints_of_its_issue_is_told_to_nobody(client, make_editorial):
    make_editorial("Un", "<p>Un casque.</p>", publication="Décroché", issue="2", date="2009")
    draft = Editorial.State.DRAFT
    make_editorial("Deux", publication="Décroché", issue="hors-série « Secret »", state=draft)
    freshness.drain()
    page = text(client.get("/search/?issue=decroche/hors-serie-secret"))
    assert "« Secret »" not in page and "Articles dans Décroché hors-série secret" in page


# Operators


def test_where_all_is_asked_for_no_fewer_words_are_offered(client, archive):
    shown = text(client.get("/search/?q=casque+ET+(qualité+OU+client)", follow=True))
    assert "1 éditorial " in shown and "avec l’un des mots" not in shown


def test_a_slip_in_the_syntax_is_said_and_read_as_words(client, archive):
    response = client.get("/search/?q=qualité+OU+OU+casque")
    assert response.status_code == 200
    assert "« OU » n’est pas à sa place : lu comme du texte" in text(response)
    assert "2 éditoriaux" in text(response)
    assert "/search/help/" in linked(response)
    said = text(client.get("/search/?q=(qualité+OU"))
    assert "« ( », « OU » ne sont pas à leur place" in said
    assert "à sa place" not in text(client.get("/search/?q=qualité+OU+casque"))


def test_a_slip_alone_is_said_too(client, archive):
    assert "« ( » n’est pas à sa place" in text(client.get("/search/?q=((("))


def test_too_many_choices_are_read_as_words_and_that_is_said(client, archive):
    wide = "+OU+".join(f"(qualité+ET+b{number})" for number in range(7))
    assert "Trop de choix sont combinés" in text(client.get(f"/search/?q={wide}"))


def test_the_page_says_an_expression_as_it_was_typed(client, archive):
    response = client.get("/search/?q=(casque+AND+qualité)+OR+écoute", follow=True)
    assert "Articles sur « (casque ET qualité) OU écoute »" in text(response)
    assert 'value="(casque ET qualité) OU écoute"' in response.content.decode()


# Bounded work


def test_the_number_of_queries_does_not_grow_with_the_results(
    client, make_editorial, monkeypatch, django_assert_max_num_queries
):
    for number in range(22):
        tags, authors = ["écoute", f"t{number}"], [f"Anne Numéro{number}"]
        make_editorial(
            f"Qualité {number}",
            date="2001",
            publication=f"Revue {number}",
            authors=authors,
            tags=tags,
        )
    freshness.drain()
    with django_assert_max_num_queries(20):
        client.get("/search/?q=qualité")
    monkeypatch.setattr(sought, "record", lambda *_: None)
    with django_assert_max_num_queries(20):
        client.get(
            "/search/?q=qualité&year=2001&publication=-revue-1&author=anne-numero2&tag=ecoute&facet=tag&like=t"
        )


# Robots


def test_as_many_filters_as_links_combine_can_be_taken_off_and_none_added(client, many):
    chosen = "&".join(f"tag=-sujet-{number:02}" for number in range(8))
    page = client.get(f"/search/?q=qualit%C3%A9&{chosen}&bars=share&facet=tag")
    assert page.status_code == 200 and "sujet 20" in text(page)
    assert "8 filtres sont combinés" in text(page)
    filters = [address.count("tag=") + address.count("year=") for address in linked(page)]
    assert max(filters) == 8 and 7 in filters
    fewer = client.get(f"/search/?q=qualit%C3%A9&{chosen.partition('&')[2]}")
    assert max(address.count("tag=") for address in linked(fewer)) == 8


def test_more_filters_than_links_combine_are_read_from_an_address(client, many):
    chosen = "&".join(f"tag=-sujet-{number:02}" for number in range(12))
    assert "13 éditoriaux" in text(client.get(f"/search/?q=qualit%C3%A9&{chosen}"))


def test_a_crawler_is_shown_what_the_search_is_and_no_engine_is_asked(client, archive, monkeypatch):
    monkeypatch.setattr("archive.views.search.search.ask", lambda *_: 1 / 0)
    page = client.get(
        "/search/?q=qualit%C3%A9", headers={"user-agent": "Mozilla/5.0 (compatible; Somebot/2.1)"}
    )
    assert page.status_code == 200 and "qualité" in text(page)
    assert "/sitemap.xml" in linked(page) and "noindex, nofollow" in page.content.decode()


@pytest.mark.parametrize(
    "parameters",
    [
        "sort=newest",
        "sort=title",
        "words=2",
        "literal=1",
        "fold=1",
        "page=2",
        "sort=newest&bars=share",
    ],
)
def test_a_search_of_nothing_leads_to_the_empty_page(client, parameters):
    response = client.get(f"/search/?{parameters}")
    assert (response.status_code, response["Location"]) == (301, "/search/")


def test_a_civility_is_said_to_lead_to_a_name(client, make_editorial):
    make_editorial("Une patronne", "<p>Mme Delmas reprend la maison.</p>")
    freshness.drain()
    said = text(client.get("/search/?q=Mme+Delmas"))
    assert "Mme : civilité devant un nom" in said
    assert "Aucun éditorial" not in said


def test_of_an_unknown_name_no_civility_is_offered_by_itself(client, make_editorial):
    make_editorial("Autres", "<p>M. Roux et Mme Blanc.</p>")
    freshness.drain()
    response = client.get("/search/?q=M.+Dupont")
    assert "« Dupont » ne se trouve dans aucun éditorial." in text(response)
    assert "/search/?q=M." not in linked(response)


@pytest.mark.parametrize("typed", ["C++", "C#", ".NET"])
def test_signs_that_no_index_has_are_said_to_be_left_out(client, archive, typed):
    said = text(client.get("/search/", {"q": f"qualité {typed}"}))
    assert "sans ses signes" in said and f"chiffres : « {typed} »." in said


@pytest.mark.parametrize("typed", ["C.R.M.", "R&D", "qualité.", "l’accueil", "n° 36", "+", "1,5"])
def test_other_signs_leave_nothing_out(client, archive, typed):
    assert "sans ses signes" not in text(client.get("/search/", {"q": typed}))
