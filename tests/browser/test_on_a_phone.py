"""Reading and searching with a thumb, on a phone of 360 by 740 pixels."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import Browser, BrowserContext, Page, expect

from archive.models import Editorial

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
YEARS = range(1984, 2014)
PAGES = [
    *("/", "/1990s/", "/1990/", "/calendar/", "/undated/", "/trust/", "/authors/"),
    *("/authors/luc-roux/", "/publications/", "/publications/en-ligne/", "/tags/"),
    *("/tags/materiel/", "/search/", "/search/?q=casque", "/search/?q=xyzzyx"),
    *("/search/help/", "/login/", "/nowhere/"),
]
# A link within a line is as high as its line is; all else that can be pressed is measured.
TARGETS = """() => {
    const pressed = "a[href], button, summary, select, input:not([type=hidden])";
    const small = [];
    for (const target of document.querySelectorAll(pressed)) {
        if (!target.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        if (target.closest(".unseen, .skip, .chart")) continue;
        if (getComputedStyle(target).pointerEvents === "none") continue;
        const rows = [...target.getClientRects()];
        const tall = Math.max(...rows.map(row => row.height));
        const wide = Math.max(...rows.map(row => row.width));
        if (tall < 24 || wide < 24) {
            small.push(`${target.textContent.trim()} ${target.className} ${wide} × ${tall}`);
        }
    }
    return small;
}"""
NOTED = (
    "<p>Un casque<sup>1</sup> léger ? Oui : « léger ».</p><p class='note'>1. Le mot est d’hier.</p>"
)


@pytest.fixture
def archive(make_editorial, live_server) -> str:
    with transaction.atomic():  # as an import does: indexed once all is there
        for number, year in enumerate(YEARS):
            make_editorial(
                f"Casque {number:02}",
                NOTED,
                date=str(year),
                publication=("En ligne", "Décroché")[number % 2],
                authors=[("Claire Abgrall", "Luc Roux")[number // 20]],
                tags=[f"sujet {number:02}", "matériel"],
            )
    return live_server.url


@pytest.fixture
def phone(browser: Browser):
    with browser.new_context(**PHONE) as context:
        yield context


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    return phone.new_page()


def top(page: Page, selector: str) -> float:
    return page.locator(selector).first.bounding_box()["y"]


def test_the_first_result_is_seen_without_scrolling(page, archive):
    page.goto(f"{archive}/search/?q=casque")
    assert top(page, ".results li") < 330
    page.goto(f"{archive}/search/?q=casque&publication=en-ligne")
    assert top(page, ".results li") < 330
    years = "&".join(f"year={year}" for year in YEARS[:6])
    page.goto(f"{archive}/search/?q=casque+léger+hier&publication=en-ligne&tag=materiel&{years}")
    assert page.locator(".parts li").count() > 9
    assert top(page, ".results li") < 330
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    last = page.locator(".parts a").last
    last.focus()
    box = last.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360, "the row moves to what has the focus"


@pytest.mark.parametrize(
    "address", ["/search/?q=casque", "/search/?q={word}", "/words/?word={word}"]
)
def test_a_word_longer_than_the_screen_is_broken(page, archive, make_editorial, address):
    word = "casque\u00a0:\u00a0" * 20
    make_editorial("Un casque", f"<p>{word}</p>")
    page.goto(archive + address.format(word="a" * 150))
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_filters_open_in_place_and_close(page, archive):
    page.goto(f"{archive}/search/?q=casque")
    filters = page.get_by_role("complementary", name="Affiner la recherche")
    expect(filters).to_be_hidden()
    page.get_by_role("button", name="Affiner").tap()
    expect(filters).to_be_visible()
    assert page.evaluate("scrollY") == 0
    filters.get_by_role("button", name="Fermer").tap()
    expect(filters).to_be_hidden()
    page.get_by_role("button", name="Affiner").tap()
    filters.get_by_role("link", name="Luc Roux", exact=True).tap()
    expect(page.locator(".count")).to_contain_text("10 éditoriaux")
    expect(filters).to_be_hidden()


def test_without_scripts_they_open_as_well_and_a_long_list_stays_open(browser, archive):
    with browser.new_context(**PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{archive}/search/?q=casque")
        filters = page.get_by_role("complementary", name="Affiner la recherche")
        page.get_by_role("button", name="Affiner").tap()
        expect(filters.locator("input[type=range]")).to_have_count(0)
        filters.get_by_role("link", name="Tous (31)").tap()
        expect(filters.get_by_label("Contenant")).to_be_visible()
        filters.get_by_role("link", name="Fermer").tap()
        expect(filters).to_be_hidden()
        page.get_by_role("button", name="Affiner").tap()
        page.get_by_label("De", exact=True).fill("1990")
        page.get_by_label("à", exact=True).fill("1994")
        page.get_by_role("button", name="Limiter").tap()
        expect(page.locator(".count")).to_contain_text("5 éditoriaux")


def test_a_year_is_narrowed_in_place(page, archive):
    page.goto(f"{archive}/1990s/")
    page.get_by_role("button", name="Resserrer").tap()
    page.get_by_role("complementary", name="Resserrer").get_by_role("link", name="Décroché").tap()
    expect(page).to_have_url(f"{archive}/1990s/?publication=decroche")


def test_years_are_chosen_by_keys(page, archive):
    page.goto(f"{archive}/search/?q=casque")
    page.get_by_role("button", name="Affiner").tap()
    since = page.get_by_role("slider", name="Année du début")
    until = page.get_by_role("slider", name="Année de la fin")
    expect(since).to_have_attribute("aria-valuetext", "1984")
    since.press("ArrowRight")
    since.press("ArrowRight")
    expect(since).to_have_attribute("aria-valuetext", "1986")
    expect(page.get_by_label("De", exact=True)).to_have_value("1986")
    until.press("Home")  # no further than the other
    expect(until).to_have_attribute("aria-valuetext", "1986")
    until.press("ArrowRight")
    until.press("Enter")
    expect(page).to_have_url(f"{archive}/search/?q=casque&from=1986&to=1987")
    page.get_by_role("button", name="Affiner").tap()
    expect(until).to_have_attribute("aria-valuetext", "1987")
    until.press("End")
    expect(page.get_by_label("à", exact=True)).to_have_value("")


def test_years_are_chosen_by_dragging(page, archive):
    page.goto(f"{archive}/search/?q=casque")
    page.get_by_role("button", name="Affiner").tap()
    line = page.locator(".range").bounding_box()
    middle = line["y"] + line["height"] / 2
    page.mouse.move(line["x"] + 12, middle)
    page.mouse.down()
    page.mouse.move(line["x"] + line["width"] / 2, middle, steps=5)
    page.mouse.up()
    chosen = page.get_by_label("De", exact=True).input_value()
    assert 1995 < int(chosen) < 2002
    page.get_by_role("button", name="Limiter").tap()
    expect(page).to_have_url(f"{archive}/search/?q=casque&from={chosen}")


def test_a_thumb_hits_some_years_of_the_drawing(page, archive):
    page.goto(f"{archive}/search/?q=casque")
    page.get_by_role("button", name="Affiner").tap()
    drawing = page.locator(".years")
    box = drawing.bounding_box()
    widths = page.locator(".years .reach rect").evaluate_all(
        "all => all.slice(1, -1).map(each => each.getBoundingClientRect().width)"
    )
    assert len(widths) > 3 and min(widths) >= 24
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + 5)
    expect(page).to_have_url(re.compile(r"from=\d{4}&to=\d{4}"))


def test_all_that_is_pressed_is_large_enough_for_a_thumb(page, archive):
    editorial = Editorial.objects.order_by("pk").first().get_absolute_url()
    for path in (*PAGES, editorial, f"{editorial}?hit=1&q=casque"):
        page.goto(archive + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.evaluate(TARGETS) == [], path
        if page.locator(".opener").is_visible():
            page.locator(".opener").tap()
            assert page.evaluate(TARGETS) == [], path


def test_every_page_has_one_field_to_search_in(page, archive):
    for path in ("/", "/1990/", "/search/", "/search/?q=casque", "/search/help/", "/nowhere/"):
        page.goto(archive + path)
        expect(page.locator("header form[role=search] input[name=q]")).to_have_count(1)
        expect(page.locator("form[role=search] input[name=q]")).to_have_count(1)
    page.goto(f"{archive}/1990/")
    page.get_by_role("combobox", name="Chercher dans les textes").fill("casque")
    page.get_by_role("button", name="Chercher", exact=True).first.tap()
    expect(page).to_have_url(f"{archive}/search/?q=casque")


# On paper


def test_an_editorial_of_two_minutes_is_one_sheet(page, make_editorial, live_server):
    paragraph = "<p>" + "Le client appelle, et l’on décroche : c’est toute l’affaire. " * 9 + "</p>"
    editorial = make_editorial("Deux minutes", paragraph * 5, standfirst="Un chapô.", issue="12")
    page.goto(live_server.url + editorial.get_absolute_url())
    expect(page.locator(".when")).to_contain_text("2 minutes")
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert len(sheets) == 1


def test_lists_are_printed_without_what_is_pressed(page, archive):
    pressed = page.locator("button, input, summary, form, .sheet, .steps, .letters, .pager a")
    for path in ("/search/?q=casque", "/1990s/", "/tags/", "/"):
        page.emulate_media(media="screen")
        page.goto(archive + path)
        page.emulate_media(media="print")
        assert [each for each in pressed.all() if each.is_visible()] == [], path
