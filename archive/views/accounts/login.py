"""The one door: a name and a password, then a second factor where there is or must be one."""

import segno
from django.contrib.auth import authenticate
from django.contrib.auth import login as begin_session
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from archive.models import AccountEvent, AccountEventKind, SecondFactor
from archive.models.accounts import factors
from archive.views.accounts import mails, pending
from archive.views.accounts.forms import posted

QR_SCALE = 5  # pixels a module: about 250 in all, which a telephone reads from an arm's length


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Ask for a name and a password; go on to `next`, or to the second step."""
    target = _target(request)
    form = AuthenticationForm(request, posted(request))
    if form.is_bound and form.is_valid():
        return _after_password(request, form.get_user(), target)
    return render(request, "registration/login.html", {"form": form, "next": target})


def _target(request: HttpRequest) -> str:
    """Return where `next` leads, as long as that is a page of this site; "" for anything else."""
    address = request.POST.get("next", request.GET.get("next", ""))
    secure = request.is_secure()
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=secure)
    # Whole paths alone: `redirect` takes a mere word for the name of a view.
    return address if is_ours and address.startswith("/") else ""


def _after_password(request: HttpRequest, user, target: str) -> HttpResponse:
    if SecondFactor.objects.of(user):
        pending.begin(request, user, target)
        return redirect("login_code")
    if factors.is_required(user):
        pending.begin(request, user, target)
        return redirect("login_set_up")
    begin_session(request, user)
    return redirect(target or "home")


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for a code of the application, or one on paper; failures count as wrong passwords do."""
    step = pending.read(request)
    if step is None:
        return redirect("login")
    user, login_begun = step
    is_wrong = False
    if request.method == "POST":
        typed = request.POST.get("code", "")
        name = user.get_username()
        if authenticate(request, username=name, secret_code=typed):
            return _finished(request, user, login_begun, typed)
        is_wrong = True
    context = {"is_wrong": is_wrong, "name": user.get_username()}
    return render(request, "accounts/code.html", context)


def _finished(request: HttpRequest, user, login_begun: pending.Pending, typed: str) -> HttpResponse:
    kind = AccountEventKind.RECOVERY
    if len(factors.digits(typed)) == factors.DIGITS:
        kind = AccountEventKind.FACTOR
    AccountEvent.objects.record(kind, request, user)
    if kind == AccountEventKind.RECOVERY:
        mails.tell(request, user, kind)
    pending.finish(request, user, login_begun)
    if kind == AccountEventKind.RECOVERY:  # the telephone may be lost, and the codes run out
        return redirect("account_factor")
    return redirect(login_begun.target or "home")


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Have a second factor set up by whoever must have one, before they are logged in."""
    step = pending.read(request)
    if step is None:
        return redirect("login")
    user, login_begun = step
    if SecondFactor.objects.of(user):
        return redirect("login_code")
    factor = SecondFactor.objects.begun(user)
    context = {"factor": factor, "qr": qr_code(factor), "is_wrong": False}
    if request.method == "POST":
        codes = factor.confirm(request.POST.get("code", ""))
        if codes:
            AccountEvent.objects.record(AccountEventKind.FACTOR_ON, request, user)
            mails.tell(request, user, AccountEventKind.FACTOR_ON)
            pending.finish(request, user, login_begun)
            target = login_begun.target or reverse("home")
            return render(request, "accounts/codes.html", {"codes": codes, "target": target})
        context["is_wrong"] = True
    return render(request, "accounts/set_up.html", context)


def qr_code(factor: SecondFactor) -> str:
    """Return the picture that an application reads, as a `data:` address; black on white always."""
    picture = segno.make(factor.address(), error="m")
    return picture.svg_data_uri(scale=QR_SCALE, border=4, dark="#000", light="#fff")


def admin_login(request: HttpRequest, **_options: object) -> HttpResponse:
    """Send whoever Django's admin asks to log in to the one door."""
    if request.user.is_authenticated:  # logged in, but not of the team
        raise PermissionDenied
    target = request.GET.get("next") or reverse("admin:index")
    return redirect(f"{reverse('login')}?{urlencode({'next': target})}")
