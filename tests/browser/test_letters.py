"""A letter is written, read by an editor and published, in a real browser."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from doors import PASSWORD
from playwright.sync_api import Browser, Page, expect

from archive import letter_forms
from archive.models import Letter, letters

pytestmark = pytest.mark.browser
TEXT = "Madame,\n\nvous oubliez <b>ceux</b> qui répondent la nuit."


@pytest.fixture
def editorial(make_editorial, live_server):
    with transaction.atomic():
        return make_editorial("La voix", "<p>On répond.</p>" * 30, publication="En ligne")


@pytest.fixture
def editor(db):
    user = User.objects.create_user("claire", password=PASSWORD)
    user.groups.add(Group.objects.get(name="éditeur"))
    return user


@pytest.fixture
def reader(browser: Browser):
    """A reader on a phone, without JavaScript."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="fr-FR"
    )
    yield context.new_page()
    context.close()


def write(reader: Page, **typed: str) -> None:
    for label, text in typed.items():
        reader.locator(f"[name={label}]").fill(text)
    reader.wait_for_timeout(1000 * letter_forms.SOONEST + 100)  # as long as a letter takes at least
    reader.get_by_role("button", name="Envoyer la lettre").click()


def test_a_letter_is_written_published_and_read(reader, page: Page, live_server, editorial, editor):
    address = live_server.url + editorial.get_absolute_url()
    reader.goto(address)
    reader.get_by_role("link", name="Écrire à la rédaction").click()
    expect(reader.locator("[name=website]")).to_be_hidden()
    write(reader, name="Ada Nord", email="ada", text=TEXT)
    expect(reader.get_by_text("Ce n’est pas une adresse électronique")).to_be_visible()
    expect(reader.locator("[name=text]")).to_have_value(TEXT)
    write(reader, email="ada@exemple.fr")
    expect(reader.get_by_text("attend d’être lue par la rédaction")).to_be_visible()
    reader.get_by_role("link", name="La voix").click()
    expect(reader.get_by_text("vous oubliez")).to_have_count(0)

    page.goto(f"{live_server.url}/login/?next=/desk/letters/")
    page.get_by_label("Nom d’utilisateur").fill("claire")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_text("des balises, qui ne sont pas suivies")).to_be_visible()
    page.get_by_role("link", name="Lire, répondre").click()
    page.get_by_label("Réponse de la rédaction").fill("Nous y viendrons.")
    page.get_by_role("button", name="Enregistrer la réponse").click()
    expect(page.locator(".messages")).to_contain_text("C’est enregistré.")
    with transaction.atomic():
        letters.receive(editorial, "Luc Sud", "luc@exemple.fr", "Une autre lettre.")
    page.locator("h1").click()
    page.keyboard.press("1")
    expect(page.locator("h1")).to_have_text("Luc Sud")
    page.keyboard.press("2")
    expect(page.get_by_text("Aucune lettre.")).to_be_visible()
    assert [letter.state for letter in Letter.objects.order_by("pk")] == ["shown", "spam"]

    reader.reload()
    letter = reader.locator(".letter")
    expect(letter).to_contain_text("vous oubliez <b>ceux</b> qui répondent la nuit.")
    expect(letter).to_contain_text("Nous y viendrons.")
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360
