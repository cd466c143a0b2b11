"""What it takes to settle fifty doubts of one kind: presses, and pages that are loaded."""

import pytest
from hand import Hand
from playwright.sync_api import Browser, expect

from archive.models import Editorial, Operation

pytestmark = pytest.mark.browser
DOUBT = {"field": "date", "code": "guess", "value": "2001-05"}


@pytest.fixture
def doubtful(transactional_db):
    """Fifty editorials whose date is guessed, and two in which something else is unsure."""
    rows = [Editorial(title=f"Voix {number}", slug="voix", doubts=[DOUBT]) for number in range(50)]
    for row in rows[:2]:
        row.doubts = [DOUBT, {"field": "byline", "code": "unknown", "value": ""}]
    Editorial.objects.bulk_create(rows)


@pytest.mark.parametrize("width, has_scripts", [(1280, True), (360, False)])
def test_fifty_doubts_of_a_kind_are_settled_by_two_presses(
    browser: Browser, doubtful, admin_client, live_server, width, has_scripts
):
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=has_scripts, locale="fr"
    )
    cookie = admin_client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    hand = Hand(page)
    page.goto(f"{live_server.url}/desk/todo/doubts/")
    hand.click("Date inconnue ; le texte laisse supposer")
    expect(page.locator(".ticks li")).to_have_count(50)
    if has_scripts:
        hand.press("1")
    else:
        hand.click("Prendre ce qui est proposé")
    expect(page.locator(".messages")).to_contain_text("50 éditoriaux changés.")
    assert Editorial.objects.filter(date="2001-05").count() == 50
    assert Operation.objects.count() == 1
    assert hand.presses == 2
    assert hand.loads <= 4  # the list, the kind, and what comes of the deed
    if has_scripts:
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("link", name="Voir ou annuler").click()
    page.get_by_role("button", name="Annuler").first.click()
    expect(page.locator("main")).to_contain_text("annul")
    assert not Editorial.objects.exclude(date="")
    context.close()
