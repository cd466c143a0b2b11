"""The page of words through time, and the lines behind its points, as readers meet them."""

import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from archive.concordance import keeping
from archive.curves import points


@pytest.fixture
def voices(make_editorial):
    make_editorial(
        "La voix",
        "<p>Au début, une voix.</p><p>Le centre d’appels : sa voix & <em>son</em> fil.</p>",
        date="2001-05",
        publication="Décroché",
        authors=["Anne Martin"],
        tags=["Accueil"],
        language="fr",
    )
    make_editorial("L’écoute", "<p>Des voix.</p>", date="2003~", publication="En ligne")


def page_of(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content
    return response.content.decode()


def links(page: str, beginning: str) -> list[str]:
    return [unescape(link) for link in re.findall(rf'href="({beginning}[^"]*)"', page)]


def test_what_is_of_no_month_leads_to_its_lines(client, voices):
    page = page_of(client, "/words/?word=voix&by=month")
    (link,) = [link for link in links(page, "/words/lines/") if link.endswith("when=undated")]
    assert re.search(r"\b1\sligne\b.*sans mois connu", page_of(client, link), re.DOTALL)


def test_it_asks_for_words_and_proposes_some(client, voices):
    page = page_of(client, "/words/")
    assert page.count('name="word"') == 6 and "Les mots dans le temps" in page
    assert "noindex" not in page


def test_each_point_and_each_number_leads_to_its_lines(client, voices):
    page = page_of(client, "/words/?word=voix&word=centre+d%27appels")
    assert 'class="curve c2"' in page and 'class="band c1"' in page
    drawn = {link for link in links(page, "/words/lines/") if "when=" in link}
    assert len(drawn) == 3
    for address in drawn:
        lines = page_of(client, address)
        asked = parse_qs(urlsplit(address).query)
        counts = {("voix", "2001"): 2, ("voix", "2003"): 1, ("centre d'appels", "2001"): 1}
        count = counts[asked["word"][0], asked["when"][0]]
        assert lines.count("<mark>") == count


def test_each_line_leads_to_its_paragraph(client, voices):
    lines = page_of(client, "/words/lines/?word=centre+d%27appels")
    assert "<mark>centre d’appels</mark>" in lines and "sa voix &amp; son fil" in lines
    (address,) = links(lines, "/editorials/")
    path, _hash, anchor = address.partition("#")
    assert f'id="{anchor}"' in page_of(client, path)


def test_the_address_says_all_of_it(client, voices):
    asked = (
        "?word=voix&by=month&measure=per10000&forms=1&equivalents=1&publication=decroche"
        "&author=anne-martin&tag=accueil&from=2000&to=2004&smooth=3"
    )
    page = page_of(client, f"/words/{asked}")
    for chosen in ("month", "per10000", "3"):
        assert f'value="{chosen}" selected' in page
    assert page.count('value="1" checked') == 2
    for value in ("Décroché", "Anne Martin", "Accueil", "2000", "2004"):
        assert f'value="{value}"' in page
    assert "moyenne sur 3 périodes" in page


def test_many_names_are_looked_up_together(client, voices, django_assert_max_num_queries):
    names = ["Décroché", "en-ligne", "Personne", *map(str, range(17))]
    pairs = [(facet, name) for facet in ("publication", "author", "tag") for name in names]
    with django_assert_max_num_queries(20):
        page = page_of(client, f"/words/?word=voix&{urlencode(pairs)}")
    assert page.count('class="slip"') == 58 and "« Personne »".replace(" ", "\xa0") in page


def test_what_a_form_sends_becomes_the_one_address(client, voices):
    response = client.get(
        "/words/?word=voix&word=&word=&by=year&measure=count&smooth=1"
        "&author=Anne+Martin&publication=&from=&to=mai+2004"
    )
    assert response.status_code == 302
    assert response["Location"] == "/words/?word=voix&author=anne-martin&to=2004-05"
    response = client.get("/words/lines/?word=voix&when=2001&publication=&sort=date")
    assert response["Location"] == "/words/lines/?word=voix&when=2001"
    assert client.get("/words/lines/")["Location"] == "/words/"


def test_first_and_last_are_quoted(client, voices):
    page = page_of(client, "/words/?word=voix")
    first, last = re.findall(r'<p class="end">(.*?)</p>', page, re.DOTALL)
    assert "2001" in first and "une <mark>voix</mark>" in first
    assert "vers 2003" in last and "Des <mark>voix</mark>" in last


@pytest.mark.parametrize(
    "asked, told",
    [
        ("word=xyzzy", "Nulle part dans les textes."),
        ("word=tag:xyzzy", "Aucun mot-clé ne s’appelle ainsi."),
        ("word=le", "<mark>Le</mark> centre d’appels"),
        ("&".join(f"word=mot+{n}" for n in range(60)), "des 60 demandés"),
        ("word=" + "x" * 401, "400 caractères au plus"),
        ("word=voix&from=2004&to=2001", "les deux dates ont changé de place"),
        ("word=voix&from=hier", "n’est pas une date"),
        ("word=voix&by=siècle", "n’est pas un choix"),
        ("word=voix&author=personne", "L’archive ne connaît pas"),
        ("word=%3Cscript%3E", "&lt;script&gt;"),
        ("word=" + "mot+" * 40, "Nulle part dans les textes."),
        ("word=voix&from=2010", "il n’y a rien à tracer"),
    ],
)
def test_what_is_odd_has_a_clear_answer(client, voices, asked, told):
    response = client.get(f"/words/?{asked}", follow=True)
    page = response.content.decode()
    assert response.status_code == 200 and told in page.replace("\u00a0", " ")
    assert "<script>" not in page


def test_lines_that_are_odd_have_a_clear_answer(client, voices):
    page = page_of(client, "/words/lines/?word=voix&when=hier&sort=weight")
    assert "ni une année ni un mois" in page and "n’est pas un choix" in page
    assert "Aucune ligne" in page_of(client, "/words/lines/?word=xyzzy")
    page_of(client, "/words/lines/?word=voix&page=9", status=404)


def test_the_lines_as_a_table(client, voices):
    response = client.get("/words/lines.csv?word=voix&sort=left")
    assert response["X-Total-Count"] == "3" and "noindex" in response["X-Robots-Tag"]
    heads, *rows = b"".join(response.streaming_content).decode().splitlines()
    assert heads.endswith("id;date;publication;title;paragraph;left;keyword;right;url")
    assert len(rows) == 3 and all(";voix;" in row for row in rows)


def test_a_table_of_lines_tells_what_it_does_not_take(client, voices):
    for slip in ("yaer=2001", "from=hier", "author=personne", "sort=left&sort=right"):
        response = client.get(f"/words/lines.csv?word=voix&{slip}")
        assert response.status_code == 400, slip
        assert slip.partition("=")[0] in response.content.decode()


def test_what_a_page_shows_programs_are_led_to(client, voices):
    for address in (
        "/words/?word=voix&by=month&measure=per10000&publication=decroche&from=2001&smooth=3",
        "/words/lines/?word=voix&measure=editorials&forms=1&when=2001&sort=left",
        "/words/returning/?publication=decroche&month=5",
    ):
        led_to = links(page_of(client, address), "/api/v1/")
        assert led_to
        for link in led_to:
            assert client.get(link).status_code == 200, link


def test_where_it_is_being_made_readers_are_told_so(client, voices, monkeypatch, settings):
    monkeypatch.setattr(points, "FEW", 1)
    for path in keeping.folder().glob("*"):
        path.unlink()
    for address in ("/words/?word=voix", "/words/lines/?word=voix"):
        assert "en préparation" in page_of(client, address, status=503)
    assert client.get("/words/lines.csv?word=voix").status_code == 503
    assert "being made" in client.get("/api/v1/words?word=voix").json()["detail"]


def test_a_page_asks_the_database_a_few_times(client, voices, django_assert_max_num_queries):
    keeping.build()
    client.get("/words/?word=voix&word=fil")
    for address in ("/words/?word=fil&word=voix", "/words/lines/?word=fil"):
        with django_assert_max_num_queries(16):
            client.get(address)
