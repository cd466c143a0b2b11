"""From a search to its mails and back out of them, in a real browser without JavaScript."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from mail_server import link_in, mail_server, sent_by
from playwright.sync_api import Page, expect
from queued import wait_until

from archive.models import Follow

pytestmark = pytest.mark.browser


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "java_script_enabled": False}


@pytest.fixture
def server(settings):
    with mail_server() as server:
        sent_by(settings, server)
        yield server


@pytest.mark.parametrize("width", [360, 1280])
def test_a_search_is_followed_by_mail_until_it_is_not(
    page: Page, live_server, make_editorial, server, width
):
    page.set_viewport_size({"width": width, "height": 800})
    with transaction.atomic():
        make_editorial("La voix", "<p>La voix du client.</p>", date="2001")
    page.goto(f"{live_server.url}/search/?q=voix")
    page.locator(".told").get_by_role("link", name="Suivre").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Articles sur")
    page.get_by_label("Adresse électronique").fill("lea@example.org")
    page.get_by_label("dès que cela paraît").check()
    page.get_by_role("button", name="Suivre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Il reste à confirmer")
    wait_until(lambda: bool(server.mails))
    page.goto(live_server.url + link_in(server.mails.pop()))
    assert not Follow.objects.confirmed().exists()
    page.get_by_role("button", name="Oui, je veux suivre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est confirmé")
    make_editorial("Une autre voix", "<p>Encore la voix.</p>", date="1998")
    call_command("send_mails", stdout=io.StringIO())
    [mail] = server.mails
    assert "Une autre voix" in mail.get_body(("plain",)).get_content()
    page.goto(mail["List-Unsubscribe"].strip().strip("<>"))
    assert Follow.objects.exists()
    page.get_by_role("button", name="Ne plus suivre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous ne suivez plus")
    assert not Follow.objects.exists()


def test_what_is_new_is_marked_once_a_reader_wants_it(page: Page, live_server, make_editorial):
    make_editorial("La voix", "<p>La voix du client.</p>", date="2001")
    page.goto(live_server.url)
    page.get_by_role("button", name="Marquer ce qui sera nouveau").click()
    expect(page.locator("form", has_text="entré depuis votre visite")).to_be_visible()
    expect(page.locator(".new")).to_have_count(0)
    later = timezone.now() + timedelta(minutes=2)
    make_editorial("Après", "<p>La voix.</p>", date="2002", created_at=later)
    page.reload()
    expect(page.locator(".new")).to_have_count(1)
    page.get_by_role("button", name="Ne plus le marquer").click()
    expect(page.locator(".new")).to_have_count(0)
