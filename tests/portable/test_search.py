"""The portable archive opened from a folder in a browser: its search finds what the site's does."""

import os
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.http import QueryDict
from playwright.sync_api import Page, expect

from archive.search import Question, ask

pytestmark = pytest.mark.browser
# Playwright's own loop runs in this thread; Django would otherwise refuse the database beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
SEARCHES = [
    "téléconseillères",
    "enregistrer sans ecouter",
    "« abandon poli »",
    '"double écoute" Laval',
    "bogue OU coq",
    "carnet -Mayenne",
    "serveur vocale interractif",
    "SVI",
    "travail à domicile",
    "titre:voix",
    "auteur:abgrall date:1998..2003",
    "autocommut*",
    "de 1998 à 2001",
    "Décroché 2018",
    "Cahiers de la clientèle n° 36",
    "dernier numéro de Décroché",
    "35h",
    "lentreprise",
    "Combien de conseillers ?",
    "Faut-il écouter le silence ?",
    "What is CRM?",
    "qui a inventé la formule des files d’attente ?",
    "Mme Delmas",
    "M. Bihan",
    "Monsieur le Préfet",
    "zzzz",
]


@pytest.fixture
def copy(db, tmp_path, make_editorial) -> Path:
    call_command("load_demo", verbosity=0)
    make_editorial("Zorglub & <i>fils</i>", "<p>Une maison.</p>")
    call_command("rebuild_index", interactive=False, verbosity=0)
    call_command("export_site", str(tmp_path / "copy"), verbosity=0)
    return tmp_path / "copy"


def first_on_site(text: str) -> list[int]:
    question = Question.read(QueryDict(urlencode({"q": text, "page_size": 1})))
    return [hit.id for hit in ask(question).hits]


def test_a_reader_searches_follows_a_result_and_comes_back(page: Page, copy):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"file://{copy}/index.html")
    page.get_by_role("searchbox").fill("« abandon poli »")
    page.get_by_role("button", name="Chercher").click()
    results = page.locator("#results h2 a")
    expect(results.first).to_be_visible()
    expect(page.locator("#results mark").first).to_have_text("abandon", ignore_case=True)
    title = results.first.inner_text()
    results.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.go_back()
    expect(page.locator("#results h2 a").first).to_have_text(title)
    page.get_by_role("link", name="Revues").click()
    page.get_by_role("link", name="Décroché").click()
    expect(page.locator(".entry").first).to_be_visible()
    page.goto(f"file://{copy}/recherche.html?q=zorglub")
    expect(page.locator("#results h2 a")).to_have_text("Zorglub & <i>fils</i>")
    different = []
    page.goto(f"file://{copy}/recherche.html")
    for text in SEARCHES:
        found = page.evaluate(
            """async text => {
                const answer = await Portable.search.ask(text);
                const table = await Portable.ranking.table();
                return answer.hits.slice(0, 1).map(hit => table.ids[hit.doc]);
            }""",
            text,
        )
        if found != first_on_site(text):
            different.append((text, found, first_on_site(text)))
    assert not different and not complaints
    without_scripts(page, copy)


def without_scripts(page: Page, copy: Path) -> None:
    """It is browsed as well, and the search page says what it needs."""
    context = page.context.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{copy}/index.html")
    page.get_by_role("link", name="2001", exact=True).first.click()
    expect(page.locator(".entry").first).to_be_visible()
    page.get_by_role("link", name="Recherche").click()
    expect(page.get_by_text("La recherche a besoin de JavaScript")).to_be_visible()
    context.close()
