"""Reading an editorial in a real browser."""

from statistics import median

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
TEXT = """<p>L’automne dernier, un notaire de Saumur m’a laissé lire un acte qu’il s’interdit d’appeler par son nom. Un médecin
de campagne cédait son cabinet à une jeune consœur : le bail, deux chaises et, sous un article d’une prudence admirable,
l’engagement de présenter son successeur aux personnes qui lui accordent leur confiance. Le tout pour une somme dont les
chaises ne formaient pas l’essentiel. On peut vendre un fauteuil ; on ne vend pas la personne qui s’y assied.</p>"""
# The number of letters of each line but the last.
LETTERS = """paragraph => {
  const lines = new Map(), range = document.createRange(), text = paragraph.firstChild;
  for (let at = 0; at < text.length; at++) {
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    const { top, width } = range.getBoundingClientRect();
    if (width) lines.set(Math.round(top / 12), (lines.get(Math.round(top / 12)) ?? 0) + 1);
  }
  return [...lines.values()].slice(0, -1);
}"""


@pytest.fixture
def address(make_editorial, live_server) -> str:
    with transaction.atomic():
        editorial = make_editorial(
            "La voix",
            TEXT * 40,
            date="2001-02-12",
            publication="En ligne",
            authors=["Claire Abgrall"],
        )
    return live_server.url + editorial.get_absolute_url()


@pytest.mark.parametrize(
    "width, least, most", [(1600, 60, 75), (1280, 60, 75), (768, 60, 75), (360, 35, 60)]
)
def test_lines_have_a_length_that_can_be_read(page: Page, address, width, least, most):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    assert least <= median(page.locator(".prose p").nth(1).evaluate(LETTERS)) <= most


def test_the_link_to_cite_opens_the_citations_without_a_script(browser: Browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_text("ABGRALL, Claire. La voix.").first).to_be_hidden()
    page.get_by_role("link", name="Citer", exact=True).click()
    expect(page.get_by_text("ABGRALL, Claire. La voix.").first).to_be_visible()
    expect(page.get_by_role("button", name="Imprimer")).to_have_count(0)
    context.close()


def test_a_citation_and_the_link_are_copied(browser: Browser, address):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Copier le lien").click()
    expect(page.locator("#content").get_by_role("status")).to_have_text("Lien copié")
    assert page.evaluate("navigator.clipboard.readText()") == address
    page.get_by_text("Citer cet éditorial").click()
    page.get_by_role("button", name="Copier la citation APA").click()
    assert page.evaluate("navigator.clipboard.readText()").startswith(
        "Abgrall, C. (2001, 12 février). La voix [éditorial]."
    )
    context.close()


def test_on_paper_there_is_the_text_and_how_to_find_it_again(page: Page, address):
    page.goto(address)
    page.emulate_media(media="print")
    expect(page.locator(".on-paper")).to_contain_text(address)
    for name in ("Navigation principale", "Fil d’Ariane"):
        expect(page.get_by_role("navigation", name=name)).to_be_hidden()
    expect(page.get_by_text("Citer cet éditorial")).to_be_hidden()


def test_a_paragraph_is_led_to_and_shown_as_the_one_meant(page: Page, address):
    page.goto(address)
    link = page.get_by_role("link", name="Lien vers le paragraphe 30", exact=True)
    link.focus()
    page.keyboard.press("Enter")
    meant = page.locator(".prose p:target")
    expect(meant).to_be_in_viewport()
    assert meant.evaluate("p => getComputedStyle(p).backgroundColor") != "rgba(0, 0, 0, 0)"


@pytest.fixture
def found(make_editorial, live_server) -> str:
    with transaction.atomic():
        filling = "<p>Rien à dire de plus que cela, et longuement.</p>" * 30
        body = filling.join(["<p>Un casque léger.</p>"] * 3)
        editorial = make_editorial("Le bureau", body, date="2001-02-12")
    return f"{live_server.url}{editorial.get_absolute_url()}?q=casque&hit=1"


def test_keys_and_buttons_lead_from_one_marked_word_to_the_next_and_round_again(page: Page, found):
    page.goto(found)
    marks, place = page.locator(".prose mark"), page.locator("[data-place]")
    expect(place).to_have_text("3 mots marqués")
    page.get_by_role("button", name="Mot marqué suivant").click()
    expect(marks.nth(0)).to_be_in_viewport()
    page.get_by_role("button", name="Mot marqué suivant").click()
    expect(marks.nth(1)).to_be_in_viewport()
    expect(place).to_have_text("2 sur 3")
    page.keyboard.press("n")
    expect(marks.nth(2)).to_be_focused()
    page.keyboard.press("n")
    expect(place).to_have_text("1 sur 3")
    page.keyboard.press("p")
    expect(marks.nth(2)).to_be_in_viewport()


def test_without_marks_or_a_script_there_is_nothing_to_lead_from_mark_to_mark(
    browser: Browser, found
):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(found)
    expect(page.get_by_role("button", name="Mot marqué suivant")).to_have_count(0)
    page.get_by_role("link", name="3 mots marqués").click()
    expect(page.locator("#found")).to_be_in_viewport()
    context.close()


def test_marks_that_are_taken_away_are_led_to_by_nothing(page: Page, found):
    page.goto(f"{found}&marks=0")
    expect(page.locator("[data-marks]")).to_have_count(0)
    page.keyboard.press("n")
    expect(page.locator(".prose")).to_be_visible()


def test_keys_at_rest_lead_nowhere(page: Page, found):
    page.goto(found)
    page.evaluate("localStorage.setItem('keys', 'off')")
    page.reload()
    page.keyboard.press("n")
    expect(page.locator("[data-place]")).to_have_text("3 mots marqués")
