"""Tagging in a real browser, by keyboard alone."""

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from archive.models import Editorial, Rejection, Tagging
from archive.search.upkeep import freshness

pytestmark = pytest.mark.browser

WORDS = [
    "tuteur",
    "stagiaire",
    "standard",
    "appels",
    "difficiles",
    "répète",
    "écoute",
    "conseiller",
]
MOST_KEYS = 4  # for an accepted suggestion and the next editorial


@pytest.fixture
def desk(page: Page, make_editorial, admin_client, live_server) -> str:
    """Ten editorials to be tagged, like others that are; the browser is logged in."""
    with transaction.atomic():
        for number in range(4):
            text = " ".join(WORDS[number:] + WORDS[:number])
            make_editorial(f"Formation {number}", f"<p>{text}.</p>", tags=["Formation", "Écoute"])
            make_editorial(f"Autre {number}", "<p>La mer monte doucement.</p>", tags=["Divers"])
        for number in range(10):
            make_editorial(
                f"À indexer {number}", f"<p>Un {WORDS[number % 8]}, {' '.join(WORDS)}.</p>"
            )
    freshness.drain()
    cookie = admin_client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return live_server.url


class Keys:
    """Presses keys and counts them."""

    def __init__(self, page: Page):
        self.page, self.count = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1


def test_ten_editorials_are_tagged_with_few_keys_and_no_page_is_loaded(page: Page, desk):
    page.goto(f"{desk}/desk/tagging/")
    page.evaluate("window.here = true")
    keys = Keys(page)
    for number in range(10):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"À indexer {number}")
        keys.press("1")
        expect(page.locator(".borne li")).to_have_count(1)
        keys.press("n")
    expect(page.get_by_text("Tous les éditoriaux portent un mot-clé.")).to_be_visible()
    assert Tagging.objects.filter(editorial__title__startswith="À indexer").count() == 10
    assert keys.count / 10 <= MOST_KEYS and page.evaluate("window.here")


def test_keys_before_the_page_answers_do_what_was_seen(page: Page, desk):
    """Figures stay: both suggestions are borne, and the same keys take them off again."""
    page.goto(f"{desk}/desk/tagging/")
    places = page.locator(".suggested > li > button:first-child")
    names = [places.nth(0).get_attribute("data-add"), places.nth(1).get_attribute("data-add")]
    keys = Keys(page)
    keys.press("1", "2")
    expect(page.locator(".borne li")).to_have_count(2)
    assert [places.nth(place).get_attribute("data-add") for place in (0, 1)] == names
    expect(page.locator(".suggested [aria-pressed=true]")).to_have_count(2)
    keys.press("2")
    expect(page.locator(".borne li")).to_have_count(1)
    keys.press("1", "1", "n", "1")  # nobody has seen what the last one means
    expect(page.get_by_role("heading", level=1)).to_have_text("À indexer 1")
    tagged = Tagging.objects.filter(editorial__title__startswith="À indexer")
    assert [tagging.tag.name for tagging in tagged] == names[:1]


def test_a_tag_is_typed_completed_and_taken_off(page: Page, desk):
    page.goto(f"{desk}/desk/tagging/")
    page.keyboard.press("t")
    page.keyboard.type("form", delay=20)
    expect(page.get_by_role("option", name="Formation")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".borne li")).to_have_count(1)
    page.get_by_role("button", name="Retirer « Formation »").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Il n’en porte pas encore.")).to_be_visible()


def test_letters_typed_into_the_field_are_no_commands(page: Page, desk):
    page.goto(f"{desk}/desk/tagging/")
    page.keyboard.press("t")
    page.keyboard.type("1n1n")
    expect(page.get_by_label("Ajouter un mot-clé")).to_have_value("1n1n")
    expect(page.get_by_role("heading", level=1)).to_have_text("À indexer 0")
    assert not Tagging.objects.filter(editorial__title__startswith="À indexer").exists()


def test_a_session_that_ran_out_asks_to_log_in_again(page: Page, desk):
    page.goto(f"{desk}/desk/tagging/")
    expect(page.get_by_role("heading", level=1)).to_have_text("À indexer 0")
    page.context.clear_cookies()
    page.keyboard.press("1")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("À indexer 0")
    assert Editorial.objects.get(title="À indexer 0").tags.count() == 0


def test_a_suggestion_is_rejected_with_two_keys(page: Page, desk):
    page.goto(f"{desk}/desk/tagging/")
    expect(page.locator(".suggested > li")).not_to_have_count(0)
    first = page.locator(".suggested > li > button").first.get_attribute("value")
    Keys(page).press("x", "Shift", "1")
    expect(page.get_by_role("button", name=f"Proposer à nouveau {first}")).to_be_visible()
    expect(page.locator(".borne li")).to_have_count(0)
    assert Rejection.objects.get().tag.name == first
