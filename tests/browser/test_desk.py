"""At the desk a page turns in place: its address and what it says of a deed go with it."""

import re

import pytest
from django.contrib.sessions.models import Session
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


def test_what_is_sent_after_a_session_has_ended_is_told_and_done_after_a_login(
    page: Page, desk, make_editorial
):
    with transaction.atomic():
        letter = letters.receive(
            make_editorial("La voix"), "Luc Sud", "luc@exemple.fr", "Une lettre."
        )
    page.goto(f"{desk}/desk/letters/{letter.pk}/")
    page.get_by_label("Réponse de la rédaction").fill("Nous y viendrons.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Enregistrer la réponse").click()
    expect(page.locator("h1")).to_have_text("Rien n’est encore fait")
    _log_in(page.context.new_page(), desk)
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator("main")).to_contain_text("Vous vous êtes reconnecté (admin)")
    letter.refresh_from_db()
    assert letter.reply == ""
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator(".messages")).to_contain_text("C’est enregistré.")
    letter.refresh_from_db()
    assert letter.reply == "Nous y viendrons."


def test_a_tag_that_is_accepted_by_a_key_after_another_login_is_asked_once_more(
    page: Page, desk, make_editorial
):
    with transaction.atomic():
        make_editorial("La voix", tags=["écoute"])
        editorial = make_editorial("L’écoute", "<p>L’écoute, toujours l’écoute.</p>", tags=["voix"])
    page.goto(f"{desk}/desk/tagging/{editorial.pk}/")
    page.context.clear_cookies()
    _log_in(page.context.new_page(), desk)
    page.get_by_role("button", name="Retirer « voix »").click()
    expect(page.locator("h1")).to_have_text("Rien n’est encore fait")
    assert editorial.tags.count() == 1
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator("h1")).to_have_text("L’écoute")
    assert editorial.tags.count() == 0


def _log_in(page: Page, desk: str) -> None:
    page.goto(f"{desk}/login/?next=/desk/")
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", "password")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Bureau des éditeurs")


LONG_NAME = "Unnomsansfinquinesecoupenullepart" * 5
NARROW = [
    *("/desk/publications/", "/desk/authors/", "/desk/tags/", "/desk/todo/undated/"),
    *("/desk/references/", "/desk/tagging/{pk}/", "/desk/editorials/{pk}/write/"),
    *("/desk/operations/", "/desk/vocabulary/tree/", "/desk/selection/?list=undated"),
    *("/editorials/{pk}/", "/search/?q=voix&tag={slug}", "/publications/", "/tags/"),
]


def test_names_without_an_end_make_no_page_wider_than_a_phone(page: Page, desk, make_editorial):
    with transaction.atomic():
        for number in range(3):
            named = {"publication": LONG_NAME, "authors": [LONG_NAME], "tags": [LONG_NAME]}
            pages = [make_editorial(f"La voix {number}", "<p>Allô, la voix.</p>", **named)]
    slug = pages[0].tags.get().slug
    page.set_viewport_size({"width": 360, "height": 740})
    wide = []
    for address in NARROW:
        page.goto(desk + address.format(pk=pages[0].pk, slug=slug))
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(address)
    assert not wide
