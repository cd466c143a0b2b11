"""One's own tokens: the keys by which programs write in one's name."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from archive.models import AccessToken, AccountEvent, AccountEventKind
from archive.models.accounts.tokens import MOST
from archive.views.accounts import mails
from archive.views.accounts.forms import TokenForm, posted
from archive.views.desk.access import DeskRequest, needs

SHOWN = 50  # the newest; those in force are fewer


@sensitive_post_parameters()
@needs("archive.edit")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: DeskRequest) -> HttpResponse:
    """List one's own tokens; posted to, make another and show it this once."""
    form = TokenForm(request, posted(request))
    if form.is_bound and form.is_valid():
        fields = form.cleaned_data
        token = AccessToken.objects.make(
            request.user, fields["name"], fields["rights"], fields["days"], fields["limit"]
        )
        kind = AccountEventKind.TOKEN
        AccountEvent.objects.record(kind, request, request.user, detail=fields["name"])
        mails.tell(request, request.user, kind)
        return render(request, "accounts/token.html", {"token": token, "fields": fields})
    rows = request.user.access_tokens.order_by(
        F("revoked_at").desc(nulls_first=True), "-made_at", "-pk"
    )
    context = {"form": form, "tokens": rows[:SHOWN], "most": MOST}
    status = 422 if form.errors else 200
    return render(request, "accounts/tokens.html", context, status=status)


@needs("archive.edit")
@require_POST
def revoke(request: DeskRequest) -> HttpResponse:
    """Revoke one of one's own tokens (`token`: its number)."""
    number = request.POST.get("token", "")
    rows = request.user.access_tokens.none()
    if number.isascii() and number.isdigit() and len(number) < 18:
        rows = request.user.access_tokens.filter(pk=int(number))
    say_revoked(request, rows)
    return redirect("account_tokens")


def say_revoked(request: DeskRequest, rows, user=None) -> None:
    """Revoke tokens, tell how many, and keep it as an event; `user`: whose, if not one's own."""
    names = list(rows.in_force().values_list("name", flat=True))
    count = rows.revoke()
    for name in names:
        owner = user or request.user
        by = request.user if user else None
        AccountEvent.objects.record(
            AccountEventKind.TOKEN_ENDED, request, owner, by=by, detail=name
        )
    sentence = ngettext("%(n)s jeton est révoqué.", "%(n)s jetons sont révoqués.", count)
    messages.success(request, sentence % {"n": count})
