"""Names in an article, as quiet links to their sheets."""

import re

import pytest

from archive.mentions import keeping
from archive.models import Editorial, Sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(make_editorial):
    make_editorial("Avant", "<p>On cite Drew Kraus, à Lyon comme à Nantes.</p>", date="2001")
    article = make_editorial(
        "Après",
        "<h2>Drew Kraus à Lyon</h2><blockquote><p>On attend Drew Kraus à Nantes.</p></blockquote>"
        '<p>Chez <a href="https://example.org/">nous, à Nantes</a>, <em>Drew Kraus</em> a parlé, '
        "puis Drew Kraus s’est tu, à Rennes &amp; à Lyon.</p>",
        date="2004",
    )
    keeping.refresh(Editorial.objects.values_list("pk", flat=True))
    return article


def links(client, article) -> list[tuple[str, str]]:
    """The links from names, as (address, what is printed)."""
    page = client.get(article.get_absolute_url()).content.decode()
    return re.findall(r'<a class="named" href="([^"]*)" title="[^"]*">(.*?)</a>', page)


def test_a_name_leads_to_its_sheet_from_its_first_place_in_prose(client, article):
    assert links(client, article) == [
        ("/people/drew-kraus/", "Drew Kraus"),
        ("/people/lyon/", "Lyon"),
    ]


def test_a_name_that_no_other_text_has_leads_nowhere(client, article):
    assert "/people/rennes/" not in dict(links(client, article))


def test_a_hidden_sheet_is_not_led_to_and_a_page_that_is_kept_notices(client, article):
    assert "/people/lyon/" in dict(links(client, article))
    Sheet.objects.filter(slug="lyon").update(hidden=True)
    assert "/people/lyon/" not in dict(links(client, article))


@pytest.mark.parametrize(
    "changed",
    [
        "Hier, tous les jours, les tables de la ville ont tremblé, dit-on à qui veut l’entendre. ",
        "Hier [nom masqué], [nom masqué], [nom masqué], [nom masqué], [nom masqué] ont parlé. ",
        "Drew Krausenberg et Landrew Kraus ont parlé de tout cela, ailleurs que dans la ville. ",
    ],
)
def test_a_text_that_has_changed_has_no_link_where_the_name_was(client, article, changed):
    for shift in range(12):  # whatever stands there now
        text = "x" * shift + " " + changed * 5
        Editorial.objects.filter(pk=article.pk).update(body=f"<p>{text}</p>", text=text)
        assert links(client, article) == []


def test_a_name_is_linked_as_it_is_printed(client, make_editorial):
    make_editorial("Avant", "<p>On cite Drew Kraus.</p>", date="2001")
    article = make_editorial(
        "Après", "<p>Kraus, dit-on. Mme Kraus a écrit : Drew\u00a0Kraus est là.</p>", date="2004"
    )
    keeping.refresh(Editorial.objects.values_list("pk", flat=True))
    assert links(client, article) == [("/people/drew-kraus/", "Kraus")]


def test_a_heading_is_one_to_its_end(client, make_editorial):
    make_editorial("Avant", "<p>On cite Drew Kraus.</p>", date="2001")
    article = make_editorial(
        "Après",
        "<h2>Un mot<br>Drew Kraus parle</h2><figure><figcaption><p>Le soir, Drew Kraus parle"
        "</p></figcaption></figure><p>Puis <em>Drew Kraus</em> se tut.</p>",
        date="2004",
    )
    keeping.refresh(Editorial.objects.values_list("pk", flat=True))
    page = client.get(article.get_absolute_url()).content.decode()
    assert links(client, article) == [("/people/drew-kraus/", "Drew Kraus")]
    assert 'Puis <em><a class="named"' in page.replace("\u00a0", " ")


def test_names_cost_one_query_however_many_they_are(
    client, make_editorial, article, django_assert_max_num_queries
):
    many = "<p>" + ", puis ".join(f"Jean Nom{letter}" for letter in "abcdefghij") + ".</p>"
    for title in ("Dix", "Les dix"):
        crowded = make_editorial(title, many, date="2005")
    keeping.refresh(Editorial.objects.values_list("pk", flat=True))
    client.get(article.get_absolute_url())
    with django_assert_max_num_queries(40) as of_few:
        client.get(article.get_absolute_url() + "?a")
    with django_assert_max_num_queries(len(of_few) + 2):
        client.get(crowded.get_absolute_url() + "?b")
