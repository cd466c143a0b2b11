"""The house's own pages: first drafts, then what the operator writes."""

import os
import re

import pytest
from django.core.management import call_command
from pages import linked, text

from archive.appearance.pages import DRAFTS, TITLES

pytestmark = pytest.mark.django_db
FRENCH = {
    "about": "À propos",
    "contact": "Contact",
    "legal": "Mentions légales",
    "privacy": "Données personnelles",
    "accessibility": "Accessibilité",
}


@pytest.mark.parametrize("name", FRENCH)
def test_a_first_draft_is_there_in_both_languages_and_says_what_is_not_said_yet(client, name):
    assert len((DRAFTS / f"{name}.fr.md").read_text()) >= 500
    assert len((DRAFTS / f"{name}.en.md").read_text()) >= 500
    french = client.get(f"/{name}/")
    assert f"<h1>{FRENCH[name]}</h1>" in french.content.decode()
    assert "L’éditeur de ce site n’a pas encore dit" in text(french)
    english = client.get(f"/{name}/?lang=en")
    assert "publisher of this site has not said yet" in text(english)


def test_every_page_leads_to_them_from_its_foot(client):
    assert {f"/{name}/" for name in TITLES} <= set(linked(client.get("/search/")))


def test_a_draft_leads_to_pages_of_this_site_that_are_there(client):
    for name in TITLES:
        page = client.get(f"/{name}/").content.decode()
        written = page[page.index("<article") : page.index("</article>")]
        for address in re.findall(r'href="(/[^"]*)"', written):
            assert client.get(address).status_code == 200, address


def test_the_accessibility_statement_claims_no_rate(client):
    for language in ("fr", "en"):
        page = text(client.get(f"/accessibility/?lang={language}"))
        assert "%" not in page.partition("RGAA")[2].partition("Paris CEDEX")[0]
    assert "Aucun audit" in text(client.get("/accessibility/?lang=fr"))


def test_a_file_takes_the_place_of_the_draft_and_is_read_again_when_it_is_another(client, put):
    put("pages/about.md", "# Qui nous sommes\n\nUne *revue* de Saumur, et {site}.")
    page = client.get("/about/").content.decode()
    assert "<h1>Qui nous sommes</h1>" in page and "Une <em>revue</em> de Saumur" in page
    assert "et L’Éditothèque." in page and "pas encore dit" not in page
    put("pages/about.md", "Plus courte.")
    page = client.get("/about/").content.decode()
    assert "<h1>À propos</h1>" in page and "Plus courte." in page and "Saumur" not in page


def test_a_page_that_is_there_in_one_language_is_shown_to_all_and_marked(client, put):
    put("pages/legal.md", "Éditrice : Claire Abgrall.")
    assert '<article class="written" lang="fr">' in client.get("/legal/?lang=en").content.decode()
    put("pages/legal.en.md", "Publisher: Claire Abgrall.")
    english = client.get("/legal/?lang=en").content.decode()
    assert '<article class="written">' in english and "Publisher: Claire" in english


def test_it_is_answered_shortly_to_who_has_it(client, put):
    put("pages/about.md", "Nous.")
    first = client.get("/about/")
    again = client.get("/about/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


HOSTILE = """# Nous

<script>alert(1)</script><style>p{color:red}</style><p onclick="alert(1)" style="color:red">Texte</p>

[piège](javascript:alert(1)) <img src=x onerror=alert(1)> <iframe src="//x.example"></iframe>

[dedans](/authors/) et [dehors](https://example.org/)
"""


def test_scripts_styles_and_pictures_are_left_out(client, put):
    put("pages/contact.md", HOSTILE)
    page = client.get("/contact/").content.decode()
    article = page[page.index("<article") : page.index("</article>")]
    for sign in ("<script", "<style", "onclick", "style=", 'href="java', "<img", "<iframe", "red"):
        assert sign not in article
    assert "Texte" in article and 'href="/authors/"' in article
    assert 'href="https://example.org/"' in article


@pytest.mark.parametrize(
    "content, why",
    [
        (b"x" * 40_000_000, "40 000 ko"),
        ("Mentions légales".encode("cp1252"), "UTF-8"),
        ("Nous".encode("utf-16"), "UTF-8"),
    ],
    ids=["40 MB", "of Windows", "of two bytes a sign"],
)
def test_what_cannot_be_read_is_said_and_the_site_goes_on(
    client, put, content, why, capsys, caplog
):
    put("pages/privacy.md", content)
    response = client.get("/privacy/")
    assert response.status_code == 503
    assert "Cette page ne peut pas être montrée pour le moment" in text(response)
    assert "Traceback" not in caplog.text and "pages/privacy.md" in caplog.text
    assert client.get("/about/").status_code == 200
    call_command("check")
    warned = capsys.readouterr().err
    assert "pages/privacy.md" in warned and why in warned.replace("\u202f", " ").replace(
        "\xa0", " "
    )


def test_a_folder_or_a_pipe_of_that_name_is_no_page(client, own_data_folder, refusals):
    (own_data_folder / "pages" / "about.md").mkdir(parents=True)
    os.mkfifo(own_data_folder / "pages" / "legal.md")
    assert client.get("/about/").status_code == client.get("/legal/").status_code == 503
    assert len(refusals()) == 2


def test_an_empty_one_has_its_title(client, put):
    put("pages/about.md", "")
    assert "<h1>À propos</h1>" in client.get("/about/").content.decode()
