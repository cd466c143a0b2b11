"""What rises and falls in the words of an archive, and what is somebody's own."""

import re
from html import unescape

import pytest
from django.core.management import call_command

from archive import kept_pages
from archive.concordance import keeping
from archive.curves import vocabulary
from archive.curves.asked import Asked

BEFORE = "Le <em>{word}</em> est pour une équipe de vendeurs patients au téléphone. "
SINCE = "La <em>{word}</em> est pour une équipe de vendeurs patients au téléphone. "


@pytest.fixture
def two_times(make_editorial):
    """Years of télémarketing in one magazine, then years of relation client in another."""
    for year in range(1996, 2002):
        body = f"<p>{BEFORE.format(word='télémarketing') * 6}</p>"
        make_editorial(body=body, date=str(year), publication="Décroché", authors=["Anne Martin"])
    for year in range(2004, 2010):
        body = f"<p>{SINCE.format(word='relation client') * 6}</p>"
        make_editorial(body=body, date=str(year), publication="En ligne", tags=["Accueil"])
    keeping.build()


def section(page: str, name: str) -> list[str]:
    """The words in a table of the page."""
    table = page.partition(f'id="{name}"')[2].partition("</section>")[0]
    return [unescape(word) for word in re.findall(r'rel="nofollow">([^<]+)</a>', table)]


def test_words_that_come_and_go_are_told_with_their_measure(client, two_times):
    page = client.get("/words/changes/").content.decode()
    call_command("build_concordance", verbosity=0)
    kept_pages.forget()
    assert client.get("/words/changes/").content.decode() == page  # as it was worked out ahead
    assert section(page, "rising") == ["relation client"]
    assert section(page, "falling") == ["télémarketing"]
    assert "Dunning" in page and "1996–2001" in page and "2004–2009" in page
    successions = page.partition('id="successions"')[2]
    assert re.search(r"télémarketing\s.*relation client</a>", successions, re.DOTALL)
    assert "vendeurs" not in page


def test_editorials_of_doubtful_years_are_of_no_side(client, two_times, make_editorial):
    page = client.get("/words/changes/").content.decode()
    for date in ("1980?", "2000~", "2030?"):
        body = f"<p>{SINCE.format(word='relation client') * 90}</p>"
        make_editorial(body=body, date=date, publication="En ligne")
    keeping.build()
    kept_pages.forget()
    assert client.get("/words/changes/").content.decode() == page


def test_they_are_compared_where_and_when_it_is_asked(client, two_times):
    page = client.get("/words/changes/?split=2006").content.decode()
    assert section(page, "falling") == ["télémarketing"]
    alone = client.get("/words/changes/?publication=decroche").content.decode()
    assert section(alone, "falling") == []
    for split in ("1850", "soon", "99999"):
        odd = client.get(f"/words/changes/?split={split}", follow=True)
        assert odd.status_code == 200 and 'class="slip"' in odd.content.decode()
    redirected = client.get("/words/changes/?split=&publication=D%C3%A9croch%C3%A9&author=")
    assert redirected["Location"] == "/words/changes/?publication=decroche"


def test_however_the_archive_is_bound_the_same_is_counted(make_editorial, two_times, monkeypatch):
    # Rare among the first editorials, where it is no phrase that is kept.
    make_editorial(body="<p>La relation client.</p>", date="1996")
    periods = []
    for volume in (50_000, 6):
        monkeypatch.setattr(keeping, "VOLUME", volume)
        keeping.build()
        periods.append(vocabulary.periods(Asked(), None))
    assert periods[0].rising == periods[1].rising and periods[0].falling == periods[1].falling
    assert periods[1].rising[0].counts == (7, 30)


def test_of_one_year_there_is_nothing_to_compare(client, make_editorial):
    make_editorial(date="2004")
    assert "deux années au moins" in client.get("/words/changes/").content.decode()


@pytest.mark.parametrize("address", ["publication=decroche", "author=anne-martin"])
def test_own_words_stand_beside_the_rest(client, two_times, address):
    page = client.get(f"/words/own/?{address}").content.decode()
    assert section(page, "more") == ["télémarketing"]
    assert section(page, "less") == ["relation client"]


def test_no_preposition_meets_a_name(client, make_editorial):
    make_editorial("Un", date="2001", publication="Les Cahiers", authors=["Édith Maurois"])
    two = make_editorial("Deux", date="2002", publication="Les Cahiers", authors=["Édith Maurois"])
    keeping.build()
    for address in ("/words/own/?publication=les-cahiers", two.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "de Les Cahiers" not in page and "De Édith" not in page
    assert (
        "Les mots qui distinguent Les Cahiers"
        in client.get("/words/own/?publication=les-cahiers").content.decode()
    )


def test_own_words_are_somebodys(client, two_times):
    for address in ("", "?author=personne", "?author=anne-martin&tag=accueil"):
        assert client.get(f"/words/own/{address}").status_code == 404


def test_one_click_leads_there(client, two_times):
    for address, link in (
        ("/search/?q=relation+client", "/words/?word=relation+client&amp;word=relation"),
        ("/search/?q=%3Drelation", '/words/?word=relation"'),
        ("/search/?tag=accueil", "/words/?word=tag%3Aaccueil"),
        ("/tags/accueil/", "/words/?word=Accueil&amp;word=tag:accueil"),
        ("/tags/accueil/", "/words/own/?tag=accueil"),
        ("/authors/anne-martin/", "/words/own/?author=anne-martin"),
        ("/publications/decroche/", "/words/own/?publication=decroche"),
        ("/", "/words/"),
    ):
        page = client.get(address, follow=True).content.decode()
        assert f'href="{link}' in page, address
