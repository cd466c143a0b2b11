"""Results folded under the best of them: on the page, in its links, from one result to the next."""

import re

import pytest
from django.http import HttpResponse
from pages import linked, text

from archive.models import Editorial, Likeness
from archive.search.upkeep import freshness

PARTS = 12


@pytest.fixture
def sheets(make_editorial) -> list[list[Editorial]]:
    """Twenty-three sheets of some parts each, the first of twelve; then one that has none."""
    sheets = []
    for sheet in range(23):
        parts = []
        for number in range(PARTS if not sheet else 2):
            parts.append(
                make_editorial(
                    f"Fiche {sheet:02} : question {number:02}",
                    "<p>La convention du salarié.</p>",
                    source_id=f"fiche{sheet}-{number:02}",
                    date=f"20{23 - sheet:02}",
                )
            )
        sheets.append(parts)
    sheets.append([make_editorial("Une note", "<p>La convention.</p>", date="1999")])
    freshness.drain()
    return sheets


def page(client, **parameters) -> HttpResponse:
    asked = {"q": "convention", "sort": "newest"} | parameters
    return client.get("/search/", asked, follow=True)


def test_the_parts_of_a_document_are_one_result_and_each_can_be_reached(client, sheets):
    response = page(client)
    assert "57 éditoriaux" in text(response) and "regroupés en 24 résultats" in text(response)
    assert "et 11 autres parties" in text(response) and "et 1 autre partie" in text(response)
    addresses = "\n".join(linked(response))
    assert all(part.get_absolute_url() in addresses for part in sheets[0])


def test_pages_are_of_results_and_there_are_as_many_as_it_takes(client, sheets):
    first, second = page(client), page(client, page=2)
    assert "Page 1 sur 2" in text(first) and "Page 2 sur 2" in text(second)
    assert first.content.decode().count("<article>") == 20
    assert second.content.decode().count("<article>") == 4
    shown = re.findall(r"/editorials/(\d+)/", first.content.decode() + second.content.decode())
    assert {int(number) for number in shown} == {part.pk for parts in sheets for part in parts}
    assert "n’a pas de telle page" in text(page(client, page=3))


def test_the_list_of_all_is_a_link_away_and_stays_from_page_to_page(client, sheets):
    [unfolded] = [address for address in linked(page(client)) if "fold=0" in address]
    response = client.get(unfolded)
    assert "Page 1 sur 3" in text(response) and "autres parties" not in text(response)
    assert all("fold=0" in address for address in linked(response) if "page=2" in address)
    assert 'name="fold" value="0"' in response.content.decode()
    [folded] = [
        address for address in linked(response) if address == "/search/?q=convention&sort=newest"
    ]
    assert "regroupés" in text(client.get(folded))


def test_facets_count_editorials(client, sheets):
    decades = page(client, facet="year").content.decode()
    assert re.search(r'années 2020</a> <span class="number">18<', decades)


def test_walking_goes_from_result_to_result_by_the_positions_of_the_list(client, sheets):
    addresses = linked(page(client))
    [second] = [address for address in addresses if address.endswith("hit=2")][:1]
    response = client.get(second)
    assert "2 sur 24" in text(response)
    links = linked(response)
    assert any(address.endswith("hit=1") and "fiche-00" in address for address in links)
    assert any(address.endswith("hit=3") and "fiche-02" in address for address in links)


@pytest.mark.parametrize("position", [1, 2, 23, 24])
def test_each_position_of_the_list_is_that_of_the_walk(client, sheets, position):
    response = page(client, page=(position - 1) // 20 + 1)
    [address] = [link for link in linked(response) if link.endswith(f"hit={position}")][:1]
    assert f"{position} sur 24" in text(client.get(address))


def test_a_folded_part_is_walked_from_where_its_document_stands(client, sheets):
    folded = [address for address in linked(page(client)) if address.endswith("hit=1")][-1]
    response = client.get(folded)
    assert "1 sur 24" in text(response)
    assert "<mark" in response.content.decode()
    assert any(address.endswith("#hit1") for address in linked(response))


def test_a_walk_without_folding_stays_without(client, sheets):
    response = page(client, fold=0)
    [second] = [address for address in linked(response) if address.endswith("hit=2")][:1]
    assert "2 sur 57" in text(client.get(second))


def test_reprints_and_near_copies_are_versions(client, make_editorial):
    one = make_editorial("L’accueil", "<p>Un bon accueil.</p>")
    make_editorial("L’accueil", "<p>Un bon accueil.</p>", date="2004")
    copy = make_editorial("L’accueil, suite", "<p>Un très bon accueil.</p>")
    Likeness.objects.create(earlier=one, later=copy, shared=1, covered=0.95)
    freshness.drain()
    assert "et 2 autres versions" in text(client.get("/search/?q=accueil"))


def test_a_part_withdrawn_since_the_index_was_written_is_not_shown(client, sheets):
    Editorial.objects.filter(pk=sheets[1][0].pk).update(state="withdrawn")
    Editorial.objects.filter(pk=sheets[1][1].pk).update(state="withdrawn")
    response = page(client)
    assert response.status_code == 200
    assert not any("fiche-01" in address for address in linked(response))


def test_many_parts_are_a_link_away(client, make_editorial):
    for number in range(23):
        make_editorial(f"Fiche : question {number}", source_id=f"f-{number}")
    freshness.drain()
    response = client.get("/search/?q=question")
    assert "et 22 autres parties" in text(response)
    assert "Tous les résultats, un par un" in text(response)
    assert sum(address.endswith("hit=1") for address in linked(response)) == 21


def test_titles_of_parts_are_escaped(client, make_editorial):
    for number in range(2):
        make_editorial(f"<script>fiche : {number}", source_id=f"f-{number}")
    freshness.drain()
    content = client.get("/search/?q=fiche").content.decode()
    assert "autre partie" in content and "<script>fiche" not in content


def test_feeds_tables_and_the_api_list_all_unless_asked(client, sheets):
    def number(fold: str) -> tuple[int, int, int]:
        rows = client.get(f"/search/results.csv?q=convention{fold}")
        feed = client.get(f"/search/feed/?q=convention{fold}").content.decode()
        listed = client.get(f"/api/v1/search?q=convention&page_size=100{fold}").json()
        lines = b"".join(rows.streaming_content).decode().count("\r\n")
        assert listed["count"] == 57
        return lines - 1, feed.count("<entry>"), len(listed["results"])

    assert number("") == (57, 50, 57)
    assert number("&fold=1") == (24, 24, 24)


def test_all_of_a_selection_is_changed_be_it_folded_on_the_page(editor_client, sheets):
    response = editor_client.get("/desk/selection/?q=convention&fold=1")
    assert "57" in text(response)


def test_the_number_of_queries_is_bounded(client, sheets, django_assert_max_num_queries):
    with django_assert_max_num_queries(21):
        page(client)


# The order


@pytest.mark.parametrize("q", ["tag:voix", "-convention", "revue:fil -convention"])
def test_where_all_answer_alike_the_newest_come_first_and_the_page_says_so(
    client, make_editorial, q
):
    for year in (2001, 2003, 2002):
        make_editorial(f"Texte {year}", date=str(year), tags=["Voix"], publication="Le Fil")
    freshness.drain()
    response = client.get("/search/", {"q": q})
    assert "pertinence" not in text(response)
    assert "<strong>plus récents d’abord</strong>" in response.content.decode()
    titles = re.findall(r"Texte (20\d\d)</", response.content.decode())
    assert titles == ["2003", "2002", "2001"]


def test_where_some_answer_better_the_page_says_pertinence(client, make_editorial):
    make_editorial("La voix", "<p>La voix, toute la voix.</p>")
    make_editorial("Autre", "<p>Une voix parmi d’autres choses que l’on dit.</p>")
    freshness.drain()
    response = client.get("/search/?q=voix")
    assert "<strong>pertinence</strong>" in response.content.decode()
    assert "plus récents d’abord" not in text(response)


def test_filters_alone_are_not_ranked(client, make_editorial):
    for year in (2001, 2003):
        make_editorial(f"Texte {year}", date=str(year), tags=["Voix"])
    freshness.drain()
    for address in ("/search/?tag=voix", "/search/?tag=voix&sort=newest"):
        response = client.get(address)
        assert "<strong>plus récents d’abord</strong>" in response.content.decode()
    assert client.get("/api/v1/search?tag=voix").json()["ranked"] is False


def test_what_is_left_out_is_said_where_the_words_are_explained(client, make_editorial):
    make_editorial("La voix", "<p>La voix.</p>")
    freshness.drain()
    for q in ('voix -"centre d’appels" -salon', "-salon"):
        said = text(client.get("/search/", {"q": q}))
        assert "Comment les mots ont été lus" in said and "sans salon" in said
