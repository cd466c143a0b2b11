"""A reader's shelf in a real browser: kept, noted, removed, taken along, sent."""

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
BODY = "<p>Au début du mois, un notaire.</p><p>Puis la vendeuse a raccroché.</p>"


@pytest.fixture
def site(make_editorial, live_server):
    with transaction.atomic():
        make_editorial("La voix", BODY, date="2001", publication="En ligne", language="fr", pk=1)
        make_editorial("L’écoute", BODY, date="2002", language="fr", pk=2)
    return live_server.url


def keep(page: Page, address: str):
    page.goto(address)
    page.get_by_role("button", name="Garder", exact=True).click()


def test_what_is_kept_is_listed_noted_and_removed(page: Page, site):
    page.goto(f"{site}/shelf/")
    expect(page.get_by_text("Elle est vide.")).to_be_visible()
    expect(page.get_by_text("il faut un script")).to_have_count(0)
    keep(page, f"{site}/editorials/1/la-voix/")
    expect(page.get_by_role("button", name="Gardé : ôter de l’étagère")).to_be_visible()
    keep(page, f"{site}/editorials/2/l-ecoute/")
    page.goto(f"{site}/shelf/")
    expect(page.locator(".shelf h2")).to_have_text(["L’écoute", "La voix"])
    page.get_by_label("Note : La voix").fill("à relire & citer 100 %")
    page.reload()
    expect(page.get_by_label("Note : La voix")).to_have_value("à relire & citer 100 %")
    page.get_by_role("button", name="Ôter : L’écoute").click()
    expect(page.locator(".shelf h2")).to_have_text(["La voix"])
    page.get_by_role("button", name="Ôter : La voix").click()
    expect(page.get_by_text("Elle est vide.")).to_be_visible()


def test_a_paragraph_is_kept_by_the_keyboard_and_leads_back(page: Page, site):
    page.goto(f"{site}/editorials/1/la-voix/")
    page.locator(".prose .anchor").nth(1).focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Garder ce paragraphe")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#content").get_by_role("status")).to_have_text("Gardé : ôter de l’étagère")
    page.goto(f"{site}/shelf/")
    expect(page.locator(".shelf blockquote")).to_have_text("Puis la vendeuse a raccroché.")
    page.get_by_role("link", name="Le lire à sa place").click()
    expect(page).to_have_url(f"{site}/editorials/1/la-voix/#p-puis-la-vendeuse-a-raccroche")


def test_notes_go_along_into_files_and_not_to_the_site(page: Page, site):
    keep(page, f"{site}/editorials/1/la-voix/")
    keep(page, f"{site}/editorials/2/l-ecoute/")
    page.goto(f"{site}/shelf/")
    page.get_by_label("Note : La voix").fill("à citer : 100 % & plus")
    page.reload()
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    with page.expect_download() as download:
        page.get_by_role("link", name="BibTeX").click()
    bibtex = download.value.path().read_text()
    ecoute, voix = bibtex.split("@article{")[1:]
    assert r"annote = {à citer : 100 \% \& plus}" in voix and "annote" not in ecoute
    with page.expect_download() as download:
        page.get_by_role("link", name="RIS").click()
    ris = download.value.path().read_text()
    assert "N1  - à citer : 100 % & plus" in ris and ris.count("ER  - ") == 2
    with page.expect_download() as download:
        page.get_by_role("link", name="EPUB").click()
    assert download.value.path().read_bytes()[:4] == b"PK\x03\x04"
    assert {method for method, _url in asked} == {"GET"}
    assert not [url for _method, url in asked if "citer" in url]


def test_it_is_sent_by_its_address_and_read_without_a_script(browser: Browser, page: Page, site):
    keep(page, f"{site}/editorials/1/la-voix/")
    page.goto(f"{site}/shelf/")
    address = page.get_by_role("link", name="Adresse à partager").get_attribute("href")
    bare = browser.new_context(java_script_enabled=False)
    reader = bare.new_page()
    reader.goto(address)
    expect(reader.locator(".shelf h2")).to_have_text(["La voix"])
    expect(reader.get_by_role("button", name="Tout mettre sur votre étagère")).to_be_hidden()
    expect(reader.get_by_role("link", name="EPUB")).to_be_visible()
    reader.goto(f"{site}/editorials/1/la-voix/")
    expect(reader.get_by_role("button", name="Garder")).to_have_count(0)
    reader.goto(f"{site}/shelf/")
    expect(reader.get_by_text("il faut un script")).to_be_visible()
    bare.close()
    other = browser.new_context()
    friend = other.new_page()
    friend.goto(address)
    friend.get_by_role("button", name="Tout mettre sur votre étagère").click()
    expect(friend).to_have_url(f"{site}/shelf/")
    expect(friend.get_by_role("heading", name="Votre étagère")).to_be_visible()
    expect(friend.locator(".shelf h2")).to_have_text(["La voix"])
    other.close()


@pytest.mark.parametrize(
    "stored", ["{", "[1, null]", '{"a": 1}', '[{"id": "1\'><script>"}]', '[{"id": "7777"}]']
)
def test_what_something_else_has_written_there_does_no_harm(page: Page, site, stored):
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.goto(f"{site}/shelf/")
    page.evaluate("stored => localStorage.setItem('shelf', stored)", stored)
    page.reload()
    expect(page.locator("[data-shelf]")).to_contain_text(
        "Elle est vide" if "7777" not in stored else "plus dans l’archive"
    )
    keep(page, f"{site}/editorials/2/l-ecoute/")
    page.goto(f"{site}/shelf/")
    expect(page.locator(".shelf h2")).to_have_text(["L’écoute"])
    assert not errors


def test_what_is_too_much_is_refused_and_what_cannot_be_shown_is_not_lost(page: Page, site):
    page.goto(f"{site}/editorials/1/la-voix/")
    fill = """count => localStorage.setItem("shelf", JSON.stringify(
        [...Array(count).keys()].map((n) => ({ id: `${n + 1000}.p-${"mot-".repeat(9)}`, note: "" }))
    ))"""
    page.evaluate(fill, 200)
    page.reload()
    page.get_by_role("button", name="Garder", exact=True).click()
    status = page.locator("#content").get_by_role("status")
    expect(status).to_contain_text("Votre étagère est pleine")
    expect(page.locator("[data-keep]")).to_contain_text("Votre étagère est pleine")
    stored = "JSON.parse(localStorage.getItem('shelf'))"
    assert page.evaluate(f"{stored}[0].id").startswith("1000."), "the oldest is still there"
    page.evaluate(fill, 70)  # as much as one address bears
    page.reload()
    page.get_by_role("button", name="Garder", exact=True).click()
    expect(page.get_by_role("button", name="Gardé : ôter de l’étagère")).to_be_visible()
    assert page.evaluate(f"{stored}.map(({{ id }}) => id).join().length") < 4000
    page.route("**/shelf/?ids=*", lambda route: route.fulfill(status=429, body="wait"))
    page.goto(f"{site}/shelf/")
    expect(page.get_by_text("rien n’en est perdu")).to_be_visible()
    page.unroute("**/shelf/?ids=*")
    page.reload()
    expect(page.locator(".shelf h2")).to_have_text(["La voix"])
    expect(page.get_by_text("rien n’en est perdu")).to_be_hidden()


def test_where_nothing_may_be_stored_no_button_is_shown(page: Page, site):
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    page.goto(f"{site}/editorials/1/la-voix/")
    expect(page.get_by_role("button", name="Garder")).to_have_count(0)
