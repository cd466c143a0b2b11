"""A first visit, as a reader makes it."""

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
ADDRESSES = [
    "/",
    "/2001/",
    "/2001/02/",
    "/2001/02/12/",
    "/2000s/",
    "/calendar/",
    "/authors/",
    "/tags/",
    "/publications/",
    "/publications/en-ligne/",
    "/search/",
    "/search/?q=casque",
    "/login/",
    "/nowhere/",
]


@pytest.fixture
def archive(make_editorial, live_server) -> str:
    with transaction.atomic():  # as an import does: indexed once all is there
        make_editorial(
            "La voix du client", "<p>Allô, dit-elle.</p>", date="2001-02-12", publication="En ligne"
        )
        make_editorial(
            "Le casque", "<p>Un casque léger.</p>", date="2004-05", publication="En ligne"
        )
    return live_server.url


def test_a_reader_goes_from_home_to_a_year_to_an_article(page: Page, archive):
    page.goto(archive)
    page.get_by_text("En chiffres").click()
    page.get_by_role("table").get_by_role("link", name="2001").click()
    expect(page).to_have_url(f"{archive}/2001/")
    page.get_by_role("link", name="La voix du client").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La voix du client")
    expect(page.get_by_text("Allô, dit-elle.")).to_be_visible()


def test_an_article_leads_on_to_the_next_one_of_its_magazine(page: Page, archive):
    page.goto(f"{archive}/2001/")
    page.get_by_role("link", name="La voix du client").click()
    page.get_by_role("link", name="Le casque").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Le casque")


def test_the_language_is_changed_from_the_foot_of_any_page(page: Page, archive):
    page.goto(f"{archive}/2001/")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(f"{archive}/2001/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_keyboard_reaches_the_content_first(page: Page, archive):
    page.goto(archive)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_an_editor_logs_in(page: Page, archive, django_user_model):
    django_user_model.objects.create_user("claire", password="une-phrase-longue", is_staff=True)
    page.goto(archive)
    page.get_by_role("link", name="Espace des éditeurs").click()
    page.get_by_label("Nom d’utilisateur").fill("claire")
    page.get_by_label("Mot de passe").fill("une-phrase-longue")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("link", name="Administration")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280, 1600])
def test_no_page_is_wider_than_the_screen(page: Page, archive, width):
    page.set_viewport_size({"width": width, "height": 800})
    for address in ADDRESSES:
        page.goto(archive + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_a_reader_searches_narrows_and_opens_a_result(page: Page, archive):
    page.goto(archive)
    page.get_by_role("combobox", name="Chercher dans les textes").fill("casque")
    page.keyboard.press("Enter")
    expect(page.locator(".count")).to_contain_text("1 éditorial")
    expect(page.locator("mark", has_text="casque").first).to_be_visible()
    page.get_by_role("link", name="2004", exact=True).click()
    expect(
        page.get_by_role("listitem").get_by_role("link", name="Enlever 2004").first
    ).to_be_visible()
    page.get_by_role("link", name="Le casque").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Le casque")


def test_a_key_opens_the_next_editorial_where_others_are_related(
    page: Page, live_server, make_editorial
):
    with transaction.atomic():
        first = make_editorial(
            "La voix",
            "<p>Une voix douce.</p>",
            date="2001",
            publication="A",
            tags=["voix", "écoute"],
        )
        make_editorial("Le casque", date="2004", publication="A")
        make_editorial(
            "L’oreille",
            "<p>Une voix douce.</p>",
            date="1999",
            publication="B",
            tags=["voix", "écoute"],
        )
    page.goto(live_server.url + first.get_absolute_url())
    expect(page.get_by_role("heading", name="Sur le même sujet")).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text("Le casque")


def test_the_keyboard_searches_walks_a_list_and_tells_its_keys(page: Page, archive):
    page.goto(archive)
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Le casque").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="La voix du client").first).to_be_focused()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Le casque").first).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Chercher dans les textes")).to_be_focused()
    page.keyboard.type("j/k?")
    expect(page.get_by_role("combobox")).to_have_value("j/k?")


def test_keys_can_be_put_to_rest_and_stay_so(page: Page, archive):
    page.goto(archive)
    page.get_by_role("button", name="Clavier").click()
    page.get_by_label("Ces touches agissent").uncheck()
    page.get_by_role("button", name="Fermer").click()
    page.goto(f"{archive}/2001/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_colours_change_at_once_and_stay_without_javascript_too(page: Page, archive, browser):
    page.goto(f"{archive}/2001/")
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.get_by_role("button", name="Sombre").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(25, 22, 19)")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    plain = browser.new_context(java_script_enabled=False, color_scheme="light").new_page()
    plain.goto(f"{archive}/2001/")
    plain.get_by_role("button", name="Sombre").click()
    expect(plain).to_have_url(f"{archive}/2001/")
    expect(plain.locator("body")).to_have_css("background-color", "rgb(25, 22, 19)")


def test_a_bar_of_the_chart_leads_to_its_year(page: Page, archive):
    page.goto(archive)
    page.locator(".columns a", has_text="2004").click()
    expect(page).to_have_url(f"{archive}/2004/")


def test_nothing_moves_while_a_page_is_drawn(page: Page, archive):
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => { for (const one of list.getEntries())"
        " moved += one.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    for address in ADDRESSES:
        page.goto(archive + address, wait_until="load")
        assert page.evaluate("window.moved") < 0.01, address
