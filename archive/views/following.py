"""What readers follow, without an account: by feed, and by mail where the archive sends mails.

Looking at a page never begins nor ends anything: programs look at the links of mails by themselves.
"""

from django import forms
from django.conf import settings
from django.core.signing import BadSignature
from django.core.validators import EmailValidator, RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from archive import limits
from archive.following import links, wishes
from archive.following.topics import Topic
from archive.models import Follow, Rhythm, TopicKind
from archive.models.following.follows import USUAL
from archive.search.question.query import Question
from archive.views.errors import Missing
from archive.workers import aside

LONGEST_ADDRESS = 254  # characters, as mail has it
MOST_WISHES = 20  # of one network in an hour
MOST_LISTED = 100  # of what one address follows
ONE_CLICK = ("List-Unsubscribe", "One-Click")  # RFC 8058


class FollowForm(forms.Form):
    """An address, and how often it is to be told."""

    email = forms.EmailField(
        max_length=LONGEST_ADDRESS,
        # Quoted, one mailbox may be written in ever other ways, and asked as often.
        validators=[RegexValidator('"', EmailValidator.message, inverse_match=True)],
        error_messages={
            "required": gettext_lazy("Écrivez votre adresse électronique."),
            "max_length": gettext_lazy("Cette adresse est trop longue."),
        },
    )
    rhythm = forms.ChoiceField(required=False)

    def __init__(self, topic: Topic, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(rhythm.value, rhythm.label) for rhythm in topic.rhythms]
        self.fields["rhythm"].choices = choices  # type: ignore[attr-defined]
        self.usual = USUAL if USUAL in topic.rhythms else topic.rhythms[0]

    @property
    def typed(self) -> str:
        """The address as it was typed, as much of it as an address may have."""
        return (self.data.get("email") or "")[:LONGEST_ADDRESS]

    @property
    def chosen(self) -> str:
        """The rhythm that is chosen, else the usual one."""
        chosen = str(self.data.get("rhythm", ""))
        return chosen if chosen in Rhythm else self.usual


@never_cache
@sensitive_post_parameters("email")
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Show how something can be followed; posted to, have an address asked whether it wants to.

    It takes the parameters of /search/. The answer is the same for any address, and all that
    depends on it is done aside. 429 where one network asks too often.
    """
    topic = Topic.read(request.GET)
    if topic.is_too_long:
        raise Missing(_("Cette recherche est trop longue pour être suivie."))
    form, status = FollowForm(topic), 200
    if request.method == "POST":
        if not settings.MAIL_IS_SENT:
            raise Missing(_("Cette archive n’envoie pas de courriel : suivez-la par un flux."))
        form = FollowForm(topic, request.POST)
        if form.is_valid():
            return _asked(request, topic, form)
        status = 422
    context = {
        "topic": topic,
        "form": form,
        "is_mailed": settings.MAIL_IS_SENT,
        "others": _others(topic),
    }
    return render(request, "follow/follow.html", context, status=status)


def _asked(request: HttpRequest, topic: Topic, form: FollowForm) -> HttpResponse:
    if limits.is_one_too_many(request, "follow", MOST_WISHES):
        response = render(request, "follow/too_many.html", status=429)
        response.headers["Retry-After"] = str(limits.HOUR)
        return response
    rhythm = form.cleaned_data["rhythm"] or form.usual
    aside.do(_ask, request, form.cleaned_data["email"], topic, rhythm)
    return redirect(reverse("follow_asked") + topic.parameters)


def _ask(request: HttpRequest, address: str, topic: Topic, rhythm: str) -> None:
    site = request.build_absolute_uri("/").removesuffix("/")
    wishes.ask(address, topic, rhythm, request.LANGUAGE_CODE, site)


def _others(topic: Topic) -> list[Topic]:
    """Return what else may be followed, whatever somebody came from."""
    others = [Topic(TopicKind.SEARCH, Question())]
    if settings.MAIL_IS_SENT:
        others.append(Topic(TopicKind.ANNIVERSARIES, Question()))
        others.append(Topic(TopicKind.LETTER, Question()))
    return [other for other in others if other != topic]


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say that a mail asks for a confirmation, whoever has or has not got one."""
    return render(request, "follow/asked.html", {"topic": Topic.read(request.GET)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask by a button whether to follow what somebody asked for; 410 where the link is over."""
    wish = links.to_confirm(token)
    if wish is None:
        return render(request, "follow/over.html", status=410)
    follow, rhythm, language = wish
    context = {"topic": Topic.of(follow), "rhythm": rhythm}
    if request.method != "POST":
        return render(request, "follow/confirm.html", context)
    wishes.confirm(follow, rhythm, language)
    context["end"] = links.end(follow)
    return render(request, "follow/confirmed.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask by a button whether to end what is followed, or all; mail programs post by themselves.

    Whoever has the link may: it is in the follower's mails alone, so no cookie is asked for.
    """
    try:
        follow = links.to_end(token)
    except BadSignature:
        return render(request, "follow/over.html", {"is_end": True}, status=404)
    if request.method == "POST":
        return _stopped(request, follow)
    if follow is None:
        return render(request, "follow/stopped.html")
    rows = Follow.objects.confirmed().filter(key=follow.key).exclude(pk=follow.pk)
    others = [Topic.of(row).title for row in rows.order_by("pk")[:MOST_LISTED]]
    context = {"topic": Topic.of(follow), "others": others}
    return render(request, "follow/stop.html", context)


def _stopped(request: HttpRequest, follow: Follow | None) -> HttpResponse:
    """End what is followed; where it has ended before, say the same."""
    if follow and "all" in request.POST:
        follow.forget_address()
    elif follow:
        follow.delete()
    name, sent = ONE_CLICK
    if request.POST.get(name) == sent:
        return HttpResponse(content_type="text/plain")
    return render(request, "follow/stopped.html")
