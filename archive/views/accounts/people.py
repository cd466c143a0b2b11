"""The accounts of others, for chiefs: invitations, links, roles, sessions, suspensions."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from archive.models import AccountEvent, AccountEventKind, OpenSession, SecondFactor
from archive.models.accounts import keeping
from archive.models.accounts.links import LASTS, LinkKind
from archive.models.accounts.sessions import ALL
from archive.views.accounts import mails
from archive.views.accounts.forms import InvitationForm, RoleForm, posted
from archive.views.accounts.links import link_address
from archive.views.accounts.own import LATEST_EVENTS, MOST_SESSIONS, say_ended
from archive.views.accounts.tokens import say_revoked
from archive.views.desk.access import DeskRequest, needs
from archive.views.errors import Missing
from archive.views.paging import page
from archive.workers import aside

PER_PAGE = 50


@needs(keeping.PERMISSION)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: DeskRequest) -> HttpResponse:
    """List all accounts; posted to, invite somebody."""
    form = InvitationForm(request.user, posted(request))
    if form.is_bound and form.is_valid():
        user = form.save(commit=False)
        token = keeping.invite(request, request.user, user, form.role())
        return _handed(request, user, token, LinkKind.INVITATION)
    context = {"form": form, "page": page(request, _rows(), per_page=PER_PAGE)}
    return render(request, "accounts/accounts.html", context)


def _rows() -> QuerySet[User]:
    """Return all accounts with `has_factor` and `seen_at`, the active ones first."""
    confirmed = SecondFactor.objects.confirmed().filter(user=OuterRef("pk"))
    rows = User.objects.annotate(
        has_factor=Exists(confirmed), seen_at=Max("open_sessions__seen_at")
    )
    return rows.prefetch_related("groups").order_by("-is_active", "username")


def _handed(request: DeskRequest, user: User, token: str, kind: LinkKind) -> HttpResponse:
    """Mail a link where there are mails, else show it this once."""
    if settings.MAIL_IS_SENT and user.email:
        name = "invitation" if kind == LinkKind.INVITATION else "reset"
        aside.do(mails.send_link, request, user, link_address(request, token), name)
        messages.success(request, _("Le lien est parti à %(to)s.") % {"to": user.email})
        return redirect("account_of", user.pk)
    context = {
        "account": user,
        "address": link_address(request, token),
        "days": LASTS[kind].days,
    }
    return render(request, "accounts/handed.html", context)


@needs(keeping.PERMISSION)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_of(request: DeskRequest, number: int) -> HttpResponse:
    """Show somebody's account; posted to, do what `do` says to it."""
    user = get_object_or_404(User, pk=number)
    may_keep = keeping.may_keep(request.user, user)
    if request.method == "POST":
        if not may_keep:
            raise PermissionDenied
        deed = DEEDS.get(request.POST.get("do", ""))
        if deed is None:
            raise Missing(_("Il n’y a rien de tel à faire ici."))
        return deed(request, user)
    events = AccountEvent.objects.filter(user=user).select_related("by")
    groups = user.groups.all()
    context = {
        "account": user,
        "groups": groups,
        "may_keep": may_keep,
        "is_invited": user.is_active and not user.has_usable_password(),
        "factor": SecondFactor.objects.of(user),
        "sessions": OpenSession.objects.of(user)[:MOST_SESSIONS],
        "tokens": user.access_tokens.in_force(),
        "form": RoleForm(request.user, initial={"role": groups.first()}),
        "events": events[:LATEST_EVENTS],
    }
    return render(request, "accounts/account_of.html", context)


def _link(request: DeskRequest, user: User) -> HttpResponse:
    kind = LinkKind.BY_CHIEF if user.has_usable_password() else LinkKind.INVITATION
    return _handed(request, user, keeping.link(request, request.user, user), kind)


def _end(request: DeskRequest, user: User) -> HttpResponse:
    choice = request.POST.get("session", ALL)
    say_ended(request, OpenSession.objects.chosen(user, choice).end(), user)
    return redirect("account_of", user.pk)


def _take_factor_away(request: DeskRequest, user: User) -> HttpResponse:
    keeping.take_factor_away(request, request.user, user)
    mails.tell(request, user, AccountEventKind.FACTOR_OFF)
    messages.success(request, _("Le second facteur est retiré et les sessions sont closes."))
    return redirect("account_of", user.pk)


def _revoke_tokens(request: DeskRequest, user: User) -> HttpResponse:
    say_revoked(request, user.access_tokens.all(), user)
    return redirect("account_of", user.pk)


def _close(request: DeskRequest, user: User) -> HttpResponse:
    keeping.close(request, request.user, user)
    messages.success(request, _("Le compte est suspendu."))
    return redirect("account_of", user.pk)


def _reopen(request: DeskRequest, user: User) -> HttpResponse:
    keeping.reopen(request, request.user, user)
    messages.success(request, _("Le compte est rétabli."))
    return redirect("account_of", user.pk)


def _set_role(request: DeskRequest, user: User) -> HttpResponse:
    form = RoleForm(request.user, request.POST)
    if not form.is_valid():
        raise PermissionDenied
    keeping.set_group(request, request.user, user, form.cleaned_data["role"])
    messages.success(request, _("Le rôle est changé."))
    return redirect("account_of", user.pk)


DEEDS: dict[str, Callable[[DeskRequest, User], HttpResponse]] = {
    "link": _link,
    "end": _end,
    "factor": _take_factor_away,
    "tokens": _revoke_tokens,
    "close": _close,
    "reopen": _reopen,
    "role": _set_role,
}


@needs(keeping.PERMISSION)
@never_cache
@require_http_methods(["GET", "HEAD"])
def events(request: DeskRequest) -> HttpResponse:
    """Show what happened to all accounts within a year, newest first; of one kind if asked."""
    kind = request.GET.get("kind", "")
    if kind and kind not in AccountEventKind.values:
        raise Missing(_("Il n’y a pas d’événements de ce genre."))
    rows = AccountEvent.objects.select_related("user", "by")
    if kind:
        rows = rows.filter(kind=kind)
    context = {
        "page": page(request, rows, per_page=PER_PAGE),
        "kinds": AccountEventKind.choices,
        "kind": kind,
    }
    return render(request, "accounts/events.html", context)
