"""What it takes to make two magazines one, and to enter an issue of twelve texts."""

from datetime import date

import pytest
from hand import Hand
from playwright.sync_api import Browser, expect

from archive.models import Editorial, Operation, Publication

pytestmark = pytest.mark.browser
TEXTS = 12


@pytest.fixture(params=[(1280, True), (360, False)], ids=["with scripts", "narrow, without"])
def hand(request, browser: Browser, transactional_db, admin_client, live_server):
    """Return a hand on a page of an editor's, wide with scripts or narrow without."""
    width, has_scripts = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=has_scripts, locale="fr"
    )
    cookie = admin_client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    yield Hand(page)
    context.close()


def fits(hand: Hand) -> bool:
    """Return True where nothing of the page stands beside the window."""
    cdp = hand.page.context.new_cdp_session(hand.page)
    metrics = cdp.send("Page.getLayoutMetrics")
    return metrics["cssContentSize"]["width"] <= hand.page.viewport_size["width"]


def has_scripts(hand: Hand) -> bool:
    return hand.page.viewport_size["width"] == 1280


def test_two_magazines_are_made_one_by_two_presses(hand, live_server):
    for name in ("Libération", "Libération.fr"):
        magazine = Publication.objects.create(name=name)
        Editorial.objects.create(title=name, publication=magazine)
    hand.page.goto(f"{live_server.url}/desk/publications/")
    assert fits(hand)
    hand.click("Fusionner dans «")
    expect(hand.page.locator("h1")).to_contain_text("Fusionner")
    assert fits(hand)
    hand.click("Fusionner dans «")
    expect(hand.page.locator(".messages")).to_contain_text("1 éditorial changé.")
    assert hand.presses == 2
    assert hand.loads <= 4  # the list, the preview, the deed and where it leads
    assert Publication.objects.count() == 1
    hand.page.get_by_role("button", name="Annuler").first.click()
    expect(hand.page.locator("main")).to_contain_text("annul")
    assert Publication.objects.count() == 2


def test_an_issue_of_twelve_texts_takes_three_presses_a_text(hand, live_server):
    Publication.objects.create(name="Décroché")
    hand.page.goto(f"{live_server.url}/desk/publications/decroche/issues/")
    hand.write("Entrer ou corriger un numéro", "36")
    hand.press("Enter")
    contents = hand.page.locator(".lines.to-add")
    expect(contents.locator("> li")).to_have_count(3)
    assert fits(hand)
    hand.write("Date", "mai 2004")
    if not has_scripts(hand):  # by which a row comes below the last as it is typed into
        hand.click("Ajouter dix lignes")
        expect(contents.locator("> li")).to_have_count(13)
        assert fits(hand)
    contents.get_by_label("Titre").first.click()
    for number in range(1, TEXTS + 1):
        if number > 1:
            hand.press("Tab")
        hand.page.keyboard.type(f"Texte {number}")
        hand.press("Tab")
        hand.page.keyboard.type("Claire Abgrall")
        hand.press("Tab")
        hand.page.keyboard.type(str(2 * number + 1))
    hand.press("Enter")
    expect(hand.page.locator(".messages")).to_contain_text("12 brouillons")
    assert fits(hand)
    assert Editorial.objects.filter(issue_slug="36", date="2004-05").count() == TEXTS
    assert Operation.objects.count() == 1
    assert hand.presses <= 3 * TEXTS + 5
    # The list, the form, perhaps with more rows, the deed and the issue as it is.
    assert hand.loads <= 5


@pytest.mark.parametrize("hand", [(1280, True)], indirect=True)
def test_what_was_typed_into_an_issue_is_given_back_by_the_browser(hand, live_server):
    Publication.objects.create(name="Décroché")
    address = f"{live_server.url}/desk/publications/decroche/issue/?number=36"
    hand.page.goto(address)
    hand.page.evaluate("void (window.fetch = () => Promise.reject())")  # the site never gets it
    hand.page.locator("[name=row-title]").nth(1).fill("Le second")
    hand.page.locator("[name=row-title]").nth(2).fill("Le troisième")
    hand.page.locator("[name=row-title]").nth(3).fill("Le quatrième")
    expect(hand.page.locator("[name=row-title]")).to_have_count(5)
    hand.page.locator("[name=is_dated]").uncheck()
    while not hand.page.evaluate("Object.keys(localStorage).length"):
        hand.page.wait_for_timeout(50)
    hand.page.goto(address)
    hand.page.locator("[data-take]").click()
    expect(hand.page.locator("[name=row-title]").nth(1)).to_have_value("Le second")
    expect(hand.page.locator("[name=row-title]").nth(3)).to_have_value("Le quatrième")
    expect(hand.page.locator("[name=is_dated]")).not_to_be_checked()
    hand.press("Tab")
    hand.click("Enregistrer le numéro")
    expect(hand.page.locator(".messages")).to_contain_text("3 brouillons")
    assert hand.page.evaluate("Object.keys(localStorage)") == []


@pytest.mark.parametrize("hand", [(1280, True)], indirect=True)
def test_what_is_refused_is_kept_and_offered_once_with_its_time(hand, live_server):
    Publication.objects.create(name="Décroché")
    address = f"{live_server.url}/desk/publications/decroche/issue/?number=36"
    hand.page.goto(address)
    hand.page.locator("[name=row-title]").first.fill("Le premier")
    hand.write("Date", "jamais")
    hand.click("Enregistrer le numéro")
    expect(hand.page.locator(".errorlist li").first).to_be_visible()
    expect(hand.page.locator("[data-take]")).to_have_count(0)  # it is all there
    assert hand.page.evaluate("localStorage.length") == 0
    hand.page.goto(address)
    expect(hand.page.locator(".begun")).to_have_count(1)
    expect(hand.page.locator(".begun")).to_contain_text(str(date.today().year))
    hand.page.get_by_role("link", name="Le reprendre").click()
    expect(hand.page.locator("[name=row-title]").first).to_have_value("Le premier")
