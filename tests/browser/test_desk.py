"""At the desk a page turns in place: its address and what it says of a deed go with it."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from archive.models import Likeness, letters

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(page: Page, admin_client, live_server) -> str:
    """The address of the site; the browser is logged in."""
    cookie = admin_client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return live_server.url


def test_each_pair_gets_its_own_verdict(page: Page, desk, make_editorial):
    with transaction.atomic():
        alike = [make_editorial(f"La voix {number}", "<p>Allô.</p>") for number in range(3)]
        for later in alike[1:]:
            Likeness.objects.create(earlier=alike[0], later=later, shared=0.9, covered=0.9)
    pairs = list(Likeness.objects.undecided())
    page.goto(f"{desk}/desk/likenesses/{pairs[0].pk}/")
    page.evaluate("window.here = true")
    page.keyboard.press("1")
    expect(page).to_have_url(f"{desk}/desk/likenesses/{pairs[1].pk}/")
    page.keyboard.press("3")
    expect(page).to_have_url(f"{desk}/desk/likenesses/")
    expect(page.get_by_text("Aucune paire")).to_be_visible()
    given = [Likeness.objects.get(pk=pair.pk).verdict for pair in pairs]
    assert given == [Likeness.Verdict.values[0], Likeness.Verdict.values[2]]
    assert page.evaluate("window.here")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("La voix 2")


def test_what_was_typed_outlives_a_jump_and_the_last_letter_is_told(
    page: Page, desk, make_editorial
):
    with transaction.atomic():
        letters.receive(make_editorial("La voix"), "Luc Sud", "luc@exemple.fr", "Une lettre.")
    page.goto(f"{desk}/desk/letters/")
    page.get_by_role("link", name="Lire, répondre").click()
    page.get_by_label("Réponse de la rédaction").fill("Nous y viendrons.")
    page.evaluate("location.hash = 'reply'")
    page.wait_for_timeout(300)
    expect(page.get_by_label("Réponse de la rédaction")).to_have_value("Nous y viendrons.")
    page.get_by_role("button", name="Publier").click()
    expect(page).to_have_url(re.compile("/desk/letters/$"))
    expect(page.locator(".messages")).to_contain_text("C’est enregistré.")
