"""A chief sets a second factor up and comes in by it, in a real browser without JavaScript."""

import pyotp
import pytest
from django.contrib.auth.models import User
from doors import PASSWORD
from playwright.sync_api import Page, expect

from archive.models import SecondFactor

pytestmark = pytest.mark.browser


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "java_script_enabled": False}


def log_in(page: Page, url: str) -> None:
    page.goto(f"{url}/login/?next=/desk/account/")
    page.get_by_label("Nom d’utilisateur").fill("claire")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def give_code(page: Page, factor: SecondFactor, button: str) -> None:
    page.locator("[name=code]").fill(pyotp.TOTP(factor.seed).now())
    page.get_by_role("button", name=button).click()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_second_factor_is_set_up_and_asked_for(page: Page, live_server, settings, db, width):
    settings.SECOND_FACTOR = "chiefs"
    page.set_viewport_size({"width": width, "height": 800})
    User.objects.create_superuser("claire", "", PASSWORD)
    log_in(page, live_server.url)
    expect(page.get_by_role("img", name="Carré à photographier")).to_be_visible()
    factor = SecondFactor.objects.get()
    give_code(page, factor, "Mettre en place et se connecter")
    expect(page.locator(".recovery li")).to_have_count(10)
    page.get_by_role("link", name="Les codes sont notés").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre compte")
    page.get_by_role("button", name="Se déconnecter").click()
    log_in(page, live_server.url)
    SecondFactor.objects.update(last_period=0)  # half a minute later
    give_code(page, factor, "Se connecter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre compte")
