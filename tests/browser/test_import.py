"""An editor imports files in a real browser: sends, chooses, confirms, follows, undoes. The process that works is played
by the test, which shares its database with the server."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from archive.ingest.entering import uploads
from archive.models import Editorial

pytestmark = pytest.mark.browser
LINES = "".join(
    f'{{"source_id": "{n}", "title": "Éditorial {n}", "text": "Le texte n° {n}."}}\n'
    for n in (1, 2)
)
WIDTHS = (360, 1280)


@pytest.fixture
def desk(page: Page, live_server, db, monkeypatch) -> Page:
    monkeypatch.setattr(uploads, "begin", lambda: False)
    User.objects.create_superuser("editrice", "", "un-mot-de-passe")
    page.goto(f"{live_server.url}/login/?next=/desk/imports/")
    page.locator("#id_username").fill("editrice")
    page.locator("#id_password").fill("un-mot-de-passe")
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/desk/imports/")
    return page


def send(page: Page, tmp_path, content: str = LINES) -> None:
    (tmp_path / "deux.jsonl").write_text(content, encoding="utf-8")
    page.locator("#files").set_input_files(tmp_path / "deux.jsonl")
    page.get_by_role("button", name="Envoyer et voir l’aperçu").click()
    page.wait_for_url("**/desk/imports/sent/**")


def test_files_are_sent_chosen_from_imported_and_undone(desk: Page, tmp_path):
    send(desk, tmp_path)
    uploads.work()
    desk.get_by_label("Éditorial 2").uncheck()  # the page has come by itself
    desk.get_by_role("button", name="Importer ce qui est choisi").click()
    expect(desk.locator("[data-follow]")).to_contain_text("0 éléments sur 2.")
    uploads.work()
    expect(desk.get_by_role("link", name="Éditorial 1")).to_be_visible(timeout=15_000)
    assert [one.title for one in Editorial.objects.all()] == ["Éditorial 1"]
    desk.get_by_role("button", name="Annuler cet import").click()
    expect(desk.locator(".messages")).to_contain_text("L’opération est annulée.")
    assert not Editorial.objects.exists()


def test_too_large_a_file_is_told_before_it_is_sent(desk: Page, tmp_path):
    desk.locator("#files").evaluate("field => { field.dataset.largest = 10 }")
    (tmp_path / "gros.txt").write_text("plus de dix octets")
    desk.locator("#files").set_input_files(tmp_path / "gros.txt")
    assert "au plus en un envoi" in desk.locator("#files").evaluate(
        "field => field.validationMessage"
    )


def test_what_is_refused_is_said_without_another_page(desk: Page, tmp_path):
    (tmp_path / "vide.txt").write_text("")
    desk.locator("#files").set_input_files(tmp_path / "vide.txt")
    desk.get_by_role("button", name="Envoyer et voir l’aperçu").click()
    expect(desk.get_by_role("alert")).to_contain_text("Ces fichiers sont vides.")
    expect(desk.get_by_role("button", name="Envoyer et voir l’aperçu")).to_be_enabled()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_its_window(desk: Page, tmp_path, width):
    desk.set_viewport_size({"width": width, "height": 800})
    send(desk, tmp_path, LINES.replace("Éditorial 1", "Anticonstitutionnellement" * 4))
    uploads.work()
    desk.wait_for_selector("text=Importer ce qui est choisi")
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.goto(desk.url.partition("sent/")[0])
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
