"""One's own account: password, second factor, sessions, and what happened to it."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from archive.models import (
    AccountEvent,
    AccountEventKind,
    OpenSession,
    RecoveryCode,
    SecondFactor,
)
from archive.models.accounts import factors, keeping, sessions
from archive.views.accounts import mails
from archive.views.accounts.forms import AddressForm, CodeForm, ConfirmedForm, PasswordForm, posted
from archive.views.accounts.login import qr_code
from archive.views.desk.access import DeskRequest, logged_in

LATEST_EVENTS = 20
MOST_SESSIONS = 50  # shown; ending the others ends all


@logged_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def account(request: DeskRequest) -> HttpResponse:
    """Show one's own account."""
    events = AccountEvent.objects.filter(user=request.user).select_related("by")
    context = {
        "factor": SecondFactor.objects.of(request.user),
        "codes_left": RecoveryCode.objects.left(request.user),
        "is_required": factors.is_required(request.user),
        "groups": request.user.groups.all(),
        "tokens": request.user.access_tokens.in_force().count(),
        "sessions": OpenSession.objects.of(request.user)[:MOST_SESSIONS],
        "current": request.session.session_key,
        "events": events[:LATEST_EVENTS],
    }
    return render(request, "accounts/account.html", context)


@sensitive_post_parameters()
@logged_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: DeskRequest) -> HttpResponse:
    """Change one's own password; all other sessions end."""
    form = PasswordForm(request, posted(request))
    if form.is_bound and form.is_valid():
        former_key = request.session.session_key
        keeping.set_password(request.user, form.cleaned_data["new"], but=former_key)
        update_session_auth_hash(request, request.user)  # another session key
        sessions.renewed(request, former_key)
        AccountEvent.objects.record(AccountEventKind.PASSWORD, request, request.user)
        mails.tell(request, request.user, AccountEventKind.PASSWORD)
        messages.success(request, _("Le mot de passe est changé, vos autres sessions sont closes."))
        return redirect("account")
    return render(request, "accounts/password.html", {"form": form})


@sensitive_post_parameters()
@logged_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: DeskRequest) -> HttpResponse:
    """Change one's own electronic address."""
    initial = {"email": request.user.email}
    form = AddressForm(request, posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        mails.tell(request, request.user, AccountEventKind.ADDRESS)  # to the former one
        request.user.email = form.cleaned_data["email"]
        request.user.save(update_fields=["email"])
        AccountEvent.objects.record(AccountEventKind.ADDRESS, request, request.user)
        messages.success(request, _("L’adresse est enregistrée."))
        return redirect("account")
    return render(request, "accounts/address.html", {"form": form})


@sensitive_post_parameters()
@logged_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def factor(request: DeskRequest) -> HttpResponse:
    """Set a second factor up; where there is one, make new codes on paper or take it away."""
    confirmed = SecondFactor.objects.of(request.user)
    if confirmed is None:
        return _set_up(request)
    form = ConfirmedForm(request, posted(request))
    is_required = factors.is_required(request.user)
    if form.is_bound and form.is_valid():
        if request.POST.get("do") == "codes":
            return _new_codes(request)
        if request.POST.get("do") == "off" and not is_required:
            return _off(request)
    context = {
        "form": form,
        "factor": confirmed,
        "codes_left": RecoveryCode.objects.left(request.user),
        "is_required": is_required,
    }
    return render(request, "accounts/factor.html", context)


@sensitive_post_parameters()
@logged_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def factor_new(request: DeskRequest) -> HttpResponse:
    """Set a second factor up in the place of the one in use, which goes on until then."""
    return _set_up(request)


def _set_up(request: DeskRequest) -> HttpResponse:
    begun = SecondFactor.objects.begun(request.user)
    form = CodeForm(request, posted(request))
    if form.is_bound and form.is_valid():
        codes = begun.confirm(form.cleaned_data["code"])
        if codes:
            # Those that began without it must not go on.
            others = OpenSession.objects.filter(user=request.user)
            others.end(but=request.session.session_key)
            sessions.passed(request)
            AccountEvent.objects.record(AccountEventKind.FACTOR_ON, request, request.user)
            mails.tell(request, request.user, AccountEventKind.FACTOR_ON)
            return _codes(request, codes)
        form.add_error("code", _("Ce code n’est pas le bon. L’heure du téléphone est-elle juste ?"))
    former = SecondFactor.objects.of(request.user)
    context = {"form": form, "factor": begun, "former": former, "qr": qr_code(begun)}
    return render(request, "accounts/factor_set_up.html", context)


def _new_codes(request: DeskRequest) -> HttpResponse:
    codes = RecoveryCode.objects.renew(request.user)
    AccountEvent.objects.record(AccountEventKind.CODES, request, request.user)
    return _codes(request, codes)


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    context = {"codes": codes, "target": reverse("account")}
    return render(request, "accounts/codes.html", context)


def _off(request: DeskRequest) -> HttpResponse:
    factors.forget(request.user)
    AccountEvent.objects.record(AccountEventKind.FACTOR_OFF, request, request.user)
    mails.tell(request, request.user, AccountEventKind.FACTOR_OFF)
    messages.success(request, _("Le second facteur est retiré."))
    return redirect("account")


@logged_in
@require_POST
def end_sessions(request: DeskRequest) -> HttpResponse:
    """End one of one's own sessions (`end`: its number), or all others (`end=others`)."""
    choice = request.POST.get("end", "")
    rows = OpenSession.objects.chosen(request.user, choice)
    say_ended(request, rows.end(but=request.session.session_key))
    return redirect("account")


def say_ended(request: DeskRequest, count: int, user=None) -> None:
    """Tell how many sessions were ended, of whose account; and keep it as an event."""
    if count:
        owner = user or request.user
        by = request.user if user else None
        AccountEvent.objects.record(AccountEventKind.SESSION_ENDED, request, owner, by=by)
    sentence = ngettext("%(n)s session est close.", "%(n)s sessions sont closes.", count)
    messages.success(request, sentence % {"n": count})
