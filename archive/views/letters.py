"""Letters to the editor as readers see them: those of an editorial, the form to write one, and all
that were published last; each list has its feed."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import get_tag_uri
from django.utils.html import linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from archive import disk, feed_formats, figures, limits
from archive.kept_pages import kept
from archive.letter_forms import LetterForm
from archive.models import Correspondence, Editorial, Letter, letters, loading
from archive.models.withholding import withheld
from archive.text import writable
from archive.views import article
from archive.views.errors import Missing, gone
from archive.views.paging import page

PER_PAGE = 30
ENTRIES = 50  # of a feed
MOST_LETTERS = 20  # of one address in an hour
MOST_WAITING = 2000  # letters, of all readers: more are no letters
RETRY_AFTER = "3600"
SHORT_ADDRESS = "letters"  # which the title of an editorial may be


@sensitive_post_parameters("name", "email", "text")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_editorial(request: HttpRequest, number: int, slug: str = "") -> HttpResponse:
    """Show the letters to an editorial and the form to write one; take what is sent.

    The number decides, as it does for the editorial itself.
    """
    editorial = _editorial(number)
    if not slug and editorial.slug == SHORT_ADDRESS and request.method != "POST":
        return article.article(request, number, SHORT_ADDRESS)
    if editorial.is_withdrawn:
        return gone(request, editorial)
    _refuse_silent(editorial)
    if request.method == "POST":
        return _sent(request, editorial)
    if slug != editorial.slug:
        return redirect(letters.address_of_letters(editorial), permanent=True)
    if "letter" in request.GET:
        return redirect(_place_of(editorial, request.GET["letter"]))
    return _shown(request, editorial, LetterForm(editorial))


def _editorial(number: int) -> Editorial:
    editorial = loading.whole(number)
    if editorial is None:
        raise Http404
    return editorial


def _refuse_silent(editorial: Editorial) -> None:
    """Raise Missing for an editorial of which no letters are shown."""
    if editorial.is_draft:
        raise Missing(_("Il n’y a pas d’éditorial à cette adresse."))
    if letters.correspondence(editorial) == Correspondence.OFF:
        raise Missing(_("Les lettres des lecteurs ne sont pas publiées ici."))


def _shown(
    request: HttpRequest, editorial: Editorial, form: LetterForm, status: int = 200
) -> HttpResponse:
    rows = _public_of(editorial).select_related("parent").in_order()
    listing = page(request, rows, per_page=PER_PAGE)
    for letter in listing:
        letter.editorial = editorial
    context = {
        "editorial": editorial,
        "page": listing,
        "form": form,
        "is_open": letters.is_open(editorial),
        "is_withheld": withheld(editorial) is not None,
        "permanent": request.build_absolute_uri(letters.address_of_letters(editorial)),
    }
    return render(request, "letters/of_editorial.html", context, status=status)


def _place_of(editorial: Editorial, typed: str) -> str:
    """Return where a letter stands in the pages of an editorial's; their first for no such one."""
    address = letters.address_of_letters(editorial)
    in_order = list(_public_of(editorial).in_order().values_list("pk", flat=True))
    number = figures.typed(typed)
    if number not in in_order:
        return address
    place = in_order.index(number) // PER_PAGE + 1
    query = f"?page={place}" if place > 1 else ""
    return f"{address}{query}#letter-{number}"


def _public_of(editorial: Editorial) -> letters.LetterQuerySet:
    return Letter.objects.shown().filter(editorial=editorial)


def _sent(request: HttpRequest, editorial: Editorial) -> HttpResponse:
    """Keep the letter that was sent, or show the form again with what was typed and why."""
    if not letters.is_open(editorial):
        raise Missing(_("Cette revue ne reçoit plus de lettres."))
    form = LetterForm(editorial, request.POST)
    if not form.is_valid():
        return _shown(request, editorial, form, status=422)
    if disk.is_archive_read_only():
        message = _(
            "Rien ne s’enregistre pour le moment : gardez votre lettre, et envoyez-la plus tard."
        )
        form.add_error(None, message)
        return _waiting(_shown(request, editorial, form, status=503))
    if Letter.objects.waiting().count() >= MOST_WAITING:
        message = _(
            "Trop de lettres attendent la rédaction : envoyez la vôtre dans quelques jours."
        )
        form.add_error(None, message)
        return _waiting(_shown(request, editorial, form, status=503))
    if limits.is_one_too_many(request, "letters", MOST_LETTERS):
        message = _(
            "Beaucoup de lettres viennent de cette adresse. Gardez la vôtre,"
            " et envoyez-la dans une heure."
        )
        form.add_error(None, message)
        return _waiting(_shown(request, editorial, form, status=429))
    fields = form.cleaned_data
    letters.receive(editorial, fields["name"], fields["email"], request.POST["text"])
    return redirect("letter_thanks", editorial.pk, editorial.slug)


def _waiting(response: HttpResponse) -> HttpResponse:
    response.headers["Retry-After"] = RETRY_AFTER
    return response


@require_safe
def thanks(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """Say that a letter has come, and waits for an editor."""
    editorial = _editorial(number)
    if not letters.is_open(editorial):
        raise Http404
    return render(request, "letters/thanks.html", {"editorial": editorial})


@require_safe
@kept
def newest(request: HttpRequest) -> HttpResponse:
    """Show the letters that were published last, to whatever editorial."""
    _refuse_all()
    listing = page(request, _newest(Letter.objects.public()), per_page=PER_PAGE)
    return render(request, "letters/newest.html", {"page": listing})


def _refuse_all() -> None:
    if not settings.LETTERS:
        raise Missing(_("Les lettres des lecteurs ne sont pas publiées ici."))


def _newest(rows: letters.LetterQuerySet) -> QuerySet[Letter]:
    """Return letters as lists of several editorials show them, the last published first."""
    whole = rows.select_related("editorial__publication", "parent")
    return whole.defer(
        "editorial__body", "editorial__text", "editorial__imported", "editorial__standfirst"
    ).order_by("-shown_at", "-pk")


# Feeds


@require_safe
@kept
def feed(request: HttpRequest) -> HttpResponse:
    """Return the feed of the letters that were published last: /letters/feed/"""
    if problem := feed_formats.refused(request):
        return problem
    _refuse_all()
    rows = _newest(Letter.objects.public())[:ENTRIES]
    return _feed(request, _("Lettres des lecteurs"), reverse("newest_letters"), rows)


@require_safe
@kept
def feed_of_editorial(request: HttpRequest, number: int, slug: str = "") -> HttpResponse:
    """Return the feed of the letters to an editorial: /editorials/12/la-voix/letters/feed/"""
    if problem := feed_formats.refused(request):
        return problem
    editorial = _editorial(number)
    if editorial.is_withdrawn:
        return gone(request, editorial)
    _refuse_silent(editorial)
    if slug != editorial.slug:
        return redirect("letters_feed", editorial.pk, editorial.slug, permanent=True)
    title = _("Lettres sur « %(title)s »") % {"title": editorial.heading}
    rows = _newest(_public_of(editorial))[:ENTRIES]
    return _feed(request, title, letters.address_of_letters(editorial), rows)


def _feed(request: HttpRequest, title: str, path: str, rows: Iterable[Letter]) -> HttpResponse:
    chosen = urlencode(feed_formats.chosen(request))
    address = request.build_absolute_uri(f"{request.path}?{chosen}" if chosen else request.path)
    letters_feed = feed_formats.feed_class(request)(
        title=writable(f"{title} — {settings.SITE_NAME}"),
        link=request.build_absolute_uri(path),
        description=None,
        language=get_language(),
        feed_url=address,
        feed_guid=address,
        author_name=settings.SITE_NAME,
    )
    for letter in rows:
        place = request.build_absolute_uri(letter.get_absolute_url())
        lasting = request.build_absolute_uri(f"/letters/{letter.pk}")
        letters_feed.add_item(
            title=writable(f"{letter.name} : {letter.editorial.heading}"),
            link=place,
            description=writable(_entry_html(letter)),
            unique_id=get_tag_uri(lasting, letter.arrived_at),
            pubdate=letter.written_at or letter.arrived_at,
            updateddate=max(filter(None, (letter.shown_at, letter.mended_at, letter.replied_at))),
            unique_id_is_permalink=False,
            authors=[writable(letter.name)],
            issued="",
            content="",
        )
    return feed_formats.written(letters_feed)


def _entry_html(letter: Letter) -> str:
    """Return a letter with its reply as HTML, escaped."""
    html = linebreaks(letter.text, autoescape=True)
    if letter.reply:
        reply = linebreaks(letter.reply, autoescape=True)
        html = f"{html}<p>{_('Réponse de la rédaction')}</p><blockquote>{reply}</blockquote>"
    return html
