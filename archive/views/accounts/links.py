"""Ways to a new password without the old one: by mail, or by a link that somebody gave."""

import unicodedata

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from archive.models import AccountEvent, AccountEventKind, AccountLink, LinkKind
from archive.models.accounts import keeping
from archive.models.accounts.events import ASKED_WITHIN
from archive.views.accounts import mails
from archive.views.accounts.forms import posted
from archive.views.errors import suspended
from archive.workers import aside

MOST_ACCOUNTS = 5  # of one address
LONGEST_ADDRESS = 254  # characters, as mail has it


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for an address and mail a link to it; the answer is the same for any address.

    All that depends on it is done aside, so that time tells nothing either. 429 where one network
    asks too often.
    """
    is_asked = request.method == "POST" and settings.MAIL_IS_SENT
    if is_asked and AccountEvent.objects.has_asked_enough(request):
        return suspended(request, ASKED_WITHIN, {"is_asked": True})
    if is_asked:
        # PostgreSQL is asked for no NUL; no address has one.
        typed = request.POST.get("email", "").replace("\0", "")
        address = typed.strip()[:LONGEST_ADDRESS]
        aside.do(_mail_links, request, address)
    context = {"is_asked": is_asked, "is_mailed": settings.MAIL_IS_SENT}
    return render(request, "accounts/forgotten.html", context)


def _mail_links(request: HttpRequest, address: str) -> None:
    """Mail a link for each account of an address."""
    users = _users_of(address)
    if not users:
        AccountEvent.objects.record(AccountEventKind.RESET_ASKED, request)
    for user in users:
        AccountEvent.objects.record(AccountEventKind.RESET_ASKED, request, user)
        if not AccountLink.objects.was_mailed(user):
            token = AccountLink.objects.make(user, LinkKind.BY_MAIL)
            mails.send_link(request, user, link_address(request, token), "reset")


def _users_of(address: str) -> list[User]:
    """Return the accounts that have this address and log in by a password.

    Databases hold addresses alike that are not: « ı » for « i ». What was typed must be what the
    account has.
    """
    users = User.objects.filter(email__iexact=address, is_active=True).exclude(email="")
    alike = []
    for user in users.order_by("pk")[:MOST_ACCOUNTS]:
        if user.has_usable_password() and _same(user.email) == _same(address):
            alike.append(user)
    return alike


def _same(address: str) -> str:
    return unicodedata.normalize("NFKC", address).casefold()


def link_address(request: HttpRequest, token: str) -> str:
    """Return the whole address that is handed on."""
    return request.build_absolute_uri(reverse("login_link", args=[token]))


@sensitive_post_parameters("new_password1", "new_password2")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever has a link choose a password, once; it logs nobody in.

    Looking at the page does not use the link: mail programs look at addresses by themselves.
    """
    row = AccountLink.objects.open(token)
    if row is None:
        return render(request, "accounts/link_over.html", status=410)
    form = SetPasswordForm(row.user, posted(request))
    if form.is_bound and form.is_valid():
        if not row.take():
            return render(request, "accounts/link_over.html", status=410)
        keeping.set_password(row.user, form.cleaned_data["new_password1"])
        AccountEvent.objects.record(AccountEventKind.LINK_USED, request, row.user)
        mails.tell(request, row.user, AccountEventKind.LINK_USED)
        messages.success(request, _("Le mot de passe est choisi. Connectez-vous avec lui."))
        return redirect("login")
    context = {"form": form, "link": row, "is_invitation": row.kind == LinkKind.INVITATION}
    return render(request, "accounts/link.html", context)
