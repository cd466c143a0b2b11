"""The family of the texts in a real browser."""

import time

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
SHIFTED = """window.shifted = 0; new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});"""
TEXT = (
    "<p>Il a <strong>fallu</strong> attendre <em>longtemps</em> : « l’œuvre » de 1987, à Noël.</p>"
    "<p>L’automne dernier, un notaire de Saumur m’a laissé lire un acte qu’il s’interdit d’appeler "
    "par son nom. Un médecin de campagne cédait son cabinet à une jeune consœur : le bail, deux "
    "chaises et l’engagement de présenter son successeur aux personnes qui lui accordent leur "
    "confiance. Le tout pour 280 000 francs, dont les chaises ne formaient pas l’essentiel.</p>"
    "<p>Pourquoi ces détours ? Parce que nos tribunaux tiennent depuis plus d’un siècle que l’on ne "
    "vend pas la personne qui s’y assied. Tout au plus lui dira-t-on : voici le docteur qui vient "
    "après moi, vous verrez, elle est bien. Et le malade ira, ou n’ira pas.</p>"
)


def test_it_weighs_fifty_kilobytes_at_most_and_moves_nothing_when_it_comes_late(
    page: Page, make_editorial, live_server
):
    editorial = make_editorial("Le bogue", TEXT * 3, standfirst="Récit d’une semaine.")
    weights: list[int] = []
    page.on(
        "response",
        lambda answer: weights.append(len(answer.body())) if "woff2" in answer.url else None,
    )

    def late(route):
        time.sleep(0.5)
        route.continue_()

    page.route("**/*.woff2", late)
    page.add_init_script(SHIFTED)
    page.goto(live_server.url + editorial.get_absolute_url())
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.wait_for_timeout(300)
    assert len(weights) == 3 and sum(weights) <= 50_000  # upright, italic, semibold
    assert page.evaluate("window.shifted") < 0.01  # of 0.1 that are held to be good


def test_other_letters_come_where_one_is_used(page: Page, make_editorial, live_server):
    editorial = make_editorial("Dvořák", TEXT)
    with page.expect_response("**/*upright-more*.woff2"):
        page.goto(live_server.url + editorial.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("Dvořák")
    assert page.evaluate("document.fonts.check('1rem \"Source Serif 4\"', 'ř')")
