"""An editorial is pasted, looked at and saved in a real browser; and one whose session ends."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import transaction
from playwright.sync_api import Page, expect

from archive.models import Editorial, Manuscript, Presence, Publication
from tests.writing.test_pasting import WORD

pytestmark = pytest.mark.browser

MOST_KEYS = 33  # to enter a pasted editorial with two notes: what is typed of its notice included
PASTE = """([html, plain]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", plain);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
ARTICLE = """<h1>Un titre</h1><p>Un texte<sup id="fnref1"><a href="#fn1">1</a></sup> et <i>sa</i> suite.</p>
<ol><li id="fn1">Une note. <a href="#fnref1">↩</a></li></ol>"""


class Keys:
    """Presses keys as an editor does, counts them, and the pages that are loaded."""

    def __init__(self, page: Page):
        self.page, self.count, self.loads = page, 0, 0
        page.on("load", self._loaded)

    def _loaded(self, _page) -> None:
        self.loads += 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.count += len(words)

    def paste(self, html: str, plain: str = "") -> None:
        self.page.evaluate(PASTE, [html, plain])
        self.count += 1


@pytest.fixture
def desk(page: Page, db, admin_client, live_server) -> str:
    Publication.objects.named("Décroché")
    cookie = admin_client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return f"{live_server.url}/desk/editorials/new/"


@pytest.mark.parametrize("width", [1280, 360])
def test_a_pasted_editorial_with_two_notes_is_entered_with_few_keys_and_two_pages(
    page: Page, desk, width
):
    page.set_viewport_size({"width": width, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(told.text))
    keys = Keys(page)
    page.goto(desk)
    page.locator("#editor").focus()
    keys.paste(WORD)
    expect(page.locator("[data-pasted]")).to_contain_text("2 notes rattachées")
    expect(page.locator("#editor .note")).to_have_count(2)
    page.locator("[name=bylines]").focus()
    keys.type("Claire Abgrall")
    keys.press("Tab", "D", "Tab", "Tab", "Tab")
    keys.type("12 fév. 2001")
    expect(page.locator("output")).to_have_text("12 février 2001 (2001-02-12)")
    with page.expect_event("load"):
        keys.press("Control+s")
    expect(page.locator(".messages")).to_contain_text("C’est enregistré.")
    editorial = Editorial.objects.get()
    assert (editorial.title, editorial.date) == ("La voix du client", "2001-02-12")
    assert str(editorial.publication) == "Décroché" and editorial.body.count('class="note"') == 2
    assert keys.count <= MOST_KEYS and keys.loads == 2
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not complaints and page.evaluate("localStorage.length") == 0


def test_what_was_copied_of_a_page_of_the_web_is_clean_and_more_is_written_beside(page: Page, desk):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_content(ARTICLE)
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.goto(desk)
    editor = page.locator("#editor")
    editor.focus()
    page.keyboard.press("Control+v")
    expect(editor.locator(".note")).to_have_text("1. Une note.")
    page.locator("#editor > p").first.click()
    page.keyboard.press("End")
    page.locator("[data-note]").click()
    page.keyboard.type("Une autre.")
    page.locator("[name=do][value=preview]").click()
    expect(page.locator("[data-read] .note")).to_contain_text(["1. Une note.", "2. Une autre."])
    expect(page.locator("[data-read] em")).to_have_text("sa")
    expect(page.locator("[data-read] a[href^='#call-']")).to_have_count(2)


def test_a_session_that_ends_is_told_and_the_browser_gives_back_what_was_typed(page: Page, desk):
    page.goto(desk)
    page.locator("#editor").focus()
    page.keyboard.type("Gardé par le site.")
    expect(page.locator("[data-kept]")).to_contain_text("Gardé à")
    address = page.url
    Session.objects.all().delete()
    page.keyboard.type(" Gardé par le navigateur.")
    expect(page.locator("[data-lapsed]")).to_be_visible(timeout=10_000)
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre texte est là")
    assert "Gardé par le navigateur" not in Manuscript.objects.get().fields["body"]
    page.goto(address)  # whoever goes on elsewhere logs in first
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", "password")
    page.keyboard.press("Enter")
    page.locator("[data-take]").click()
    expect(page.locator("#editor")).to_have_text("Gardé par le site. Gardé par le navigateur.")
    page.keyboard.press("Control+s")
    expect(page.locator(".messages")).to_contain_text("C’est enregistré.")
    assert Editorial.objects.get().text == "Gardé par le site. Gardé par le navigateur."


def test_what_is_corrected_in_html_is_kept_on_the_site(page: Page, desk, make_editorial):
    editorial = make_editorial("Un titer")
    page.goto(desk.replace("new", str(editorial.pk)))
    page.locator("[name=title]").fill("Un titre")
    expect(page.locator("[data-kept]")).to_contain_text("Gardé à")
    assert Manuscript.objects.get().title == "Un titre"
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".messages")).to_contain_text("C’est enregistré.")
    assert not Manuscript.objects.exists()


def test_a_correction_that_is_saved_before_its_first_autosave_was_answered_leaves_nothing_behind(
    page: Page, desk, make_editorial
):
    editorial = make_editorial("Un titer")
    kept: list[int] = []
    # Asked of the site, and never answered.
    page.route("**/write/", lambda route: kept.append(route.fetch().status))
    page.goto(desk.replace("new", str(editorial.pk)))
    page.locator("[name=title]").fill("Un titre")
    with page.expect_request("**/write/"):
        pass
    while not kept:
        page.wait_for_timeout(20)
    assert Manuscript.objects.get().title == "Un titre"
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".messages")).to_contain_text("C’est enregistré.")
    assert not Manuscript.objects.exists() and kept == [200]


def test_a_correction_is_kept_over_nothing_that_was_begun_on_the_page_for_writing(
    page: Page, desk, make_editorial, admin_user
):
    editorial = make_editorial("Un titer")
    page.goto(desk.replace("new", str(editorial.pk)))
    written = {"title": "Écrit", "tags": "Accueil"}
    Manuscript.objects.keep(admin_user, editorial, 0, written)
    page.locator("[name=title]").fill("Un titre")
    expect(page.locator("[data-kept]")).to_contain_text("Vous avez commencé ce texte ailleurs")
    assert Manuscript.objects.get().fields == written
    assert page.evaluate("localStorage.length") == 1


def test_an_issue_is_kept_on_the_site_and_offered_once(page: Page, desk):
    issue = desk.replace("editorials/new/", "publications/decroche/issue/?number=36")
    page.goto(issue)
    page.locator("[name=row-title]").first.fill("Gardé")
    expect(page.locator("[data-kept]")).to_contain_text("Gardé à")
    assert page.evaluate("localStorage.length") == 0
    page.goto(issue)
    expect(page.locator(".begun")).to_have_count(1)
    page.get_by_role("link", name="Le reprendre").click()
    expect(page.locator("[name=row-title]").first).to_have_value("Gardé")
    page.get_by_role("button", name="Enregistrer le numéro").click()
    expect(page.locator(".messages")).to_contain_text("C’est enregistré, avec 1 brouillon.")
    assert Editorial.objects.get().title == "Gardé" and not Manuscript.objects.exists()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("place", ["editorials/new/", "publications/decroche/issue/?number=36"])
def test_after_a_login_in_another_tab_the_page_keeps_and_saves_again(page: Page, desk, place):
    page.goto(desk.replace("editorials/new/", place))
    page.locator("[name=title]").fill("Avant")
    expect(page.locator("[data-kept]")).to_contain_text("Gardé à")
    page.context.clear_cookies()
    page.locator("[name=title]").fill("Après la fin de la session")
    expect(page.locator("[data-lapsed]")).to_be_visible(timeout=10_000)
    other = page.context.new_page()
    _log_in(other, desk)
    page.locator("[name=title]").fill("Après la nouvelle connexion")
    expect(page.locator("[data-lapsed]")).to_be_hidden(timeout=10_000)
    expect(page.locator("[data-kept]")).to_contain_text("Gardé à")
    page.wait_for_function("() => !Object.keys(localStorage).length", timeout=10_000)
    assert "Après la nouvelle connexion" in str(Manuscript.objects.get().fields)
    page.locator("[data-save], .button:has-text('Enregistrer le numéro')").last.click()
    expect(page.locator(".messages")).to_be_visible()
    assert not Manuscript.objects.exists()


def test_a_page_that_is_looked_at_again_after_a_login_no_longer_says_that_the_session_has_ended(
    page: Page, desk
):
    page.goto(desk)
    page.context.clear_cookies()
    page.locator("[name=title]").fill("Après la fin de la session")
    expect(page.locator("[data-lapsed]")).to_be_visible(timeout=10_000)
    _log_in(page.context.new_page(), desk)
    page.evaluate("dispatchEvent(new Event('focus'))")  # which a browser without a screen lacks
    expect(page.locator("[data-lapsed]")).to_be_hidden()
    expect(page.locator("[data-kept]")).to_contain_text("Gardé à")
    assert Manuscript.objects.get().fields["title"] == "Après la fin de la session"


def test_another_account_that_logs_in_in_another_tab_does_not_get_what_is_typed(
    page: Page, desk, make_editorial, django_user_model
):
    with transaction.atomic():
        django_user_model.objects.create_superuser("claire", password="password")
        editorial = make_editorial("La voix")
    page.goto(desk.replace("new/", f"{editorial.pk}/write/"))
    page.locator("[name=title]").fill("À l’administrateur seul")
    expect(page.locator("[data-kept]")).to_contain_text("Gardé à")
    page.context.clear_cookies()
    _log_in(page.context.new_page(), desk, "claire")
    page.locator("[name=title]").fill("À l’administrateur seul, encore")
    expect(page.locator("[data-lapsed]")).to_be_visible(timeout=10_000)
    assert Manuscript.objects.get().fields["title"] == "À l’administrateur seul"
    assert Presence.objects.get().by.username == "admin", "nor is she told to be at that text"


def test_the_page_of_a_contributor_who_proposes_works_without_what_tells_of_sessions(
    page: Page, desk, make_editorial, django_user_model
):
    with transaction.atomic():
        editorial = make_editorial("La voix")
        nadia = django_user_model.objects.create_user("nadia", password="password")
        nadia.groups.add(Group.objects.get(name="contributeur"))
    errors: list = []
    page.on("pageerror", lambda error: errors.append(error))
    page.context.clear_cookies()
    address = desk.replace("new/", f"{editorial.pk}/")
    page.goto(address)
    page.fill("[name=username]", "nadia")
    page.fill("[name=password]", "password")
    page.keyboard.press("Enter")
    expect(page).to_have_url(address)
    page.goto(address)  # and wait for its scripts
    page.locator("[name=title]").fill("La voix du client")
    page.wait_for_function("() => Object.keys(localStorage).length")
    assert not errors


def _log_in(page: Page, desk: str, name: str = "admin") -> None:
    page.goto(desk)
    page.fill("[name=username]", name)
    page.fill("[name=password]", "password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Entrer un éditorial")


@pytest.mark.parametrize("place", ["publications/decroche/issue/?number=36", "editorials/{pk}/"])
def test_a_session_that_ends_is_told_where_an_issue_or_a_correction_is_typed(
    page: Page, desk, make_editorial, place
):
    editorial = make_editorial("Un titre")
    page.goto(desk.replace("editorials/new/", place.format(pk=editorial.pk)))
    page.locator("[name=title]").fill("Gardé par le site")
    expect(page.locator("[data-kept]")).to_contain_text("Gardé à")
    expect(page.locator("[data-lapsed]")).to_be_hidden()
    page.context.clear_cookies()
    page.locator("[name=title]").fill("Gardé par le navigateur")
    expect(page.locator("[data-lapsed]")).to_be_visible(timeout=10_000)
    expect(page.locator("[data-lapsed]")).to_contain_text("Votre session est terminée.")
    assert "Gardé par le navigateur" in page.evaluate("JSON.stringify(localStorage)")


def test_a_site_that_does_not_answer_is_told_where_an_issue_is_typed(page: Page, desk):
    page.goto(desk.replace("editorials/new/", "publications/decroche/issue/?number=36"))
    page.route("**/desk/**", lambda route: route.abort())
    page.locator("[name=title]").fill("Gardé par le navigateur")
    expect(page.locator("[data-away]")).to_be_visible(timeout=10_000)
    expect(page.locator("[data-lapsed]")).to_be_hidden()


@pytest.mark.parametrize(
    "place, name",
    [
        ("editorials/new/", "title"),
        ("publications/decroche/issue/?number=36", "row-title"),
        ("editorials/{pk}/", "title"),
    ],
)
def test_what_is_typed_as_the_page_is_left_is_among_what_is_begun(
    page: Page, desk, make_editorial, place, name
):
    editorial = make_editorial("Un titre")
    page.goto(desk.replace("editorials/new/", place.format(pk=editorial.pk)))
    page.locator(f"[name={name}]").first.fill("Tapé puis quitté")
    page.goto(desk.replace("editorials/new/", "lists/"))
    for _wait in range(200):  # of 20 ms at most
        if Manuscript.objects.exists():
            break
        page.wait_for_timeout(20)
    assert "Tapé puis quitté" in str(Manuscript.objects.get().fields)


def test_a_form_that_is_saved_is_not_kept_as_its_page_is_left(page: Page, desk):
    page.goto(desk.replace("editorials/new/", "publications/decroche/issue/?number=36"))
    asked: list[str] = []
    page.on("request", lambda request: request.method == "POST" and asked.append(request.url))
    page.locator("[name=row-title]").first.fill("Un")
    page.get_by_role("button", name="Enregistrer le numéro").click()
    expect(page.locator(".messages")).to_contain_text("C’est enregistré")
    assert len(asked) == 1 and not Manuscript.objects.exists()


@pytest.mark.parametrize("place", ["publications/decroche/issue/?number=36", "editorials/{pk}/"])
def test_of_what_browser_and_site_have_kept_the_later_is_offered(
    page: Page, desk, make_editorial, place
):
    editorial = make_editorial("Un titre")
    address = desk.replace("editorials/new/", place.format(pk=editorial.pk))
    page.goto(address)
    page.locator("[name=title]").fill("Gardé par le site")
    expect(page.locator("[data-kept]")).to_contain_text("Gardé à")
    page.evaluate("void (window.fetch = () => Promise.reject())")  # the site never gets it
    page.locator("[name=title]").fill("Gardé par le navigateur")
    while not page.evaluate("localStorage.length"):
        page.wait_for_timeout(20)
    page.goto(address)
    offers = page.locator(".begun:visible")
    expect(offers).to_have_count(1)
    expect(offers).to_contain_text("Ce navigateur a gardé")
    page.locator("[data-drop]").click()
    expect(offers).to_have_count(1)
    expect(offers.get_by_role("link")).to_have_text("Le reprendre")


def test_what_is_gone_on_with_after_a_login_is_offered_once(page: Page, desk, make_editorial):
    editorial = make_editorial("Un titre")
    address = desk.replace("new", str(editorial.pk))
    page.goto(address)
    page.locator("[name=title]").fill("Gardé par le site")
    expect(page.locator("[data-kept]")).to_contain_text("Gardé à")
    Session.objects.all().delete()
    page.locator("[name=title]").fill("Tapé ensuite")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre texte est là")
    other = page.context.new_page()
    other.goto(address)
    other.fill("[name=username]", "admin")
    other.fill("[name=password]", "password")
    other.keyboard.press("Enter")
    expect(other.get_by_role("link", name="Le reprendre")).to_be_hidden()
    expect(other.locator(".begun:visible")).to_have_count(1)
    other.close()
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator("[name=title]")).to_have_value("Tapé ensuite")
    expect(page.locator(".begun:visible")).to_have_count(1)
    expect(page.locator(".begun:visible")).to_contain_text("Voici ce que vous aviez tapé.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".messages")).to_contain_text("C’est enregistré.")
    assert not Manuscript.objects.exists() and page.evaluate("localStorage.length") == 0


def test_what_a_browser_has_kept_is_offered_to_who_wrote_it_and_goes_when_they_log_out(
    page: Page, desk, admin_user
):
    path = "/desk/editorials/new/"
    own, other = f"writing:{admin_user.pk}:{path}?", f"writing:{admin_user.pk + 1}:{path}?"
    keep = "key => localStorage.setItem(key, JSON.stringify({ fields: { body: '<p>À moi.</p>' } }))"
    page.goto(desk)
    page.evaluate(keep, other)
    page.reload()
    expect(page.locator("[data-kept]")).to_be_attached()
    expect(page.locator("[data-take]")).to_have_count(0)
    page.evaluate(keep, own)
    page.reload()
    expect(page.locator("[data-take]")).to_be_visible()
    page.locator("form[data-account] button").click()
    expect(page.locator("form[data-account]")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage)") == [other]
