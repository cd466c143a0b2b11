"""Searching in a real browser, by keyboard alone."""

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
SEEK = "Chercher dans les textes"


@pytest.fixture
def archive(make_editorial, live_server) -> str:
    with transaction.atomic():  # as an import does: indexed once all is there
        for number in range(14):
            make_editorial(
                f"Casque {number:02}",
                "<p>Un casque léger pour le client.</p>",
                date=str(2000 + number),
                publication=("En ligne", "Décroché")[number % 2],
                authors=[("Claire Abgrall", "Luc Roux")[number // 10]],
                tags=[f"sujet {number:02}", "matériel"],
            )
    return live_server.url


def tab_to(page: Page, name: str) -> None:
    """Walks on by Tab until what has the focus is called so."""
    focused = "(e => e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent)(document.activeElement)"
    for _step in range(150):
        page.keyboard.press("Tab")
        if name in " ".join(page.evaluate(focused).split()):
            return
    raise AssertionError(f"Tab does not lead to {name!r}")


def follow(page: Page, name: str) -> None:
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_search_is_narrowed_walked_through_and_gone_back_to_by_keyboard_alone(
    page: Page, archive
):
    status = page.locator(".count")
    page.goto(archive)
    tab_to(page, SEEK)
    page.keyboard.type("casque")
    page.keyboard.press("Enter")
    expect(status).to_contain_text("14 éditoriaux")
    follow(page, "En ligne")
    expect(status).to_contain_text("7 éditoriaux")
    follow(page, "Claire Abgrall")
    expect(status).to_contain_text("5 éditoriaux")
    tab_to(page, "De")
    page.keyboard.type("2003")
    page.keyboard.press("Tab")
    page.keyboard.type("2008")
    page.keyboard.press("Enter")
    expect(status).to_contain_text("3 éditoriaux")
    follow(page, "Enlever Claire Abgrall")
    follow(page, "plus anciens")
    expect(page).to_have_url(
        f"{archive}/search/?q=casque&publication=en-ligne&from=2003&to=2008&sort=oldest"
    )
    follow(page, "Casque 04")
    expect(page.locator("mark", has_text="casque").first).to_be_visible()
    follow(page, "Résultat suivant")
    expect(page.get_by_role("heading", level=1)).to_have_text("Casque 06")
    follow(page, "Résultat précédent")
    expect(page.get_by_role("heading", level=1)).to_have_text("Casque 04")
    follow(page, "Retour aux résultats")
    expect(page).to_have_url(
        f"{archive}/search/?q=casque&publication=en-ligne&from=2003&to=2008&sort=oldest#hit1"
    )


def test_what_is_typed_is_completed_and_chosen_by_arrow_keys(page: Page, archive):
    page.goto(archive)
    field = page.get_by_role("combobox", name=SEEK)
    field.press_sequentially("en lig")
    expect(page.get_by_role("option", name="En ligne revue · 7 éditoriaux")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("1 proposition")
    field.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    field.press("Enter")
    expect(page).to_have_url(f"{archive}/search/?publication=en-ligne")


def test_a_title_that_is_chosen_opens_its_page(page: Page, archive):
    page.goto(archive)
    page.get_by_role("combobox", name=SEEK).press_sequentially("casque 03")
    page.get_by_role("option", name="Casque 03").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Casque 03")


def test_enter_without_a_choice_sends_what_was_typed(page: Page, archive):
    page.goto(archive)
    field = page.get_by_role("combobox", name=SEEK)
    field.press_sequentially("cas")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("Enter")
    expect(page).to_have_url(f"{archive}/search/?q=cas")


def test_escape_puts_the_proposals_away_and_leaves_what_was_typed(page: Page, archive):
    page.goto(archive)
    field = page.get_by_role("combobox", name=SEEK)
    field.press_sequentially("cas")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("cas")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_a_completion_keeps_the_filters(page: Page, archive):
    page.goto(f"{archive}/search/?q=casque&tag=materiel")
    field = page.get_by_role("combobox", name=SEEK)
    field.fill("")
    field.press_sequentially("abgr")
    page.get_by_role("option", name="Claire Abgrall").click()
    expect(page).to_have_url(f"{archive}/search/?author=claire-abgrall&tag=materiel")


def test_a_long_facet_is_opened_and_searched_in_place(page: Page, archive):
    page.goto(f"{archive}/search/?q=casque")
    page.get_by_role("link", name="Tous (15)").click()
    field = page.get_by_label("Contenant")
    expect(field).to_be_focused()
    field.press_sequentially("sujet 1")
    facet = page.get_by_role("region", name="Mots-clés")
    expect(facet.get_by_role("listitem")).to_have_count(4)
    expect(field).to_have_value("sujet 1")
    expect(page).to_have_url(f"{archive}/search/?q=casque")
    facet.get_by_role("link", name="sujet 12", exact=True).click()
    expect(page).to_have_url(f"{archive}/search/?q=casque&tag=sujet-12")


def test_without_scripts_all_of_it_is_links_and_forms(browser: Browser, archive):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{archive}/search/?q=casque")
    expect(page.get_by_role("combobox")).to_have_count(0)
    page.get_by_role("link", name="Tous (15)").click()
    page.get_by_label("Contenant").fill("sujet 1")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.get_by_role("region", name="Mots-clés").get_by_role("listitem")).to_have_count(4)
    context.close()


def test_the_year_that_is_pointed_at_is_chosen(page: Page, archive):
    page.goto(f"{archive}/search/?q=casque")
    page.locator(".years a").nth(3).click()
    expect(page).to_have_url(f"{archive}/search/?q=casque&year=2003")


def test_the_table_of_the_years_opens_in_place(page: Page, archive):
    page.goto(f"{archive}/search/?q=casque")
    page.get_by_role("link", name="Année par année").click()
    expect(page.get_by_role("row", name="2003 1 100,0")).to_be_visible()
    page.get_by_role("link", name="Replier").click()
    expect(page.get_by_role("table")).to_have_count(0)
    expect(page).to_have_url(f"{archive}/search/?q=casque")
