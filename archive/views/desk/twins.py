"""Tags whose names are nearly the same, a pair after the other: one tag, or two."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive.models import Editorial, Tag, vocabulary
from archive.models.distinctions import Twins, tell_apart, twins, undecided_pairs
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.confirming import conclude, numbers, seal
from archive.views.paging import loaded

EXAMPLES = 3  # editorials of each tag


@needs("archive.merge")
@require_http_methods(["GET", "HEAD", "POST"])
def triage(request: DeskRequest) -> HttpResponse:
    """Show the first pair that nobody has decided about, past `after` of them.

    Posted to, the pair becomes one tag (`keep` has the number of which), or it is remembered that
    it is two (`apart`).
    """
    if request.method == "POST":
        return _decide(request)
    pairs = undecided_pairs()
    place = 0
    for number in numbers([request.GET.get("after", "")]):
        place = min(number, len(pairs))
    pair = next(iter(twins(pairs[place : place + 1])), None)
    sides, preview_seal = [], ""
    if pair:
        preview_seal = _seal(pair)
        sides = [(tag, _examples(tag)) for tag in pair]
    following = None
    if place + 1 < len(pairs):
        following = place + 1
    context = {
        "pair": pair,
        "sides": sides,
        "seal": preview_seal,
        "place": place,
        "following": following,
        "count": len(pairs),
    }
    return render(request, "desk/twins.html", context)


def _examples(tag: Tag) -> list[Editorial]:
    """Return the newest editorials that bear a tag."""
    bearing = tag.taggings.order_by("-editorial_id").values_list("editorial_id", flat=True)
    return loaded(bearing[:EXAMPLES])


def _seal(pair: Twins) -> str:
    """Return what tells that neither tag has changed since it was shown."""
    return seal([(tag.pk, tag.name, tag.taggings.count()) for tag in pair])


def _decide(request: DeskRequest) -> HttpResponse:
    shown = sorted(numbers(request.POST.getlist("tag")))
    pairs: list[Twins] = []
    if _are_there(shown):
        pairs = twins([(shown[0], shown[1])])
    address = reverse("desk_twins")
    after = numbers([request.POST.get("after", "")])
    if after:
        address = f"{address}?after={min(after)}"
    for pair in pairs:
        if request.POST.get("seal") != _seal(pair):
            break
        if "apart" in request.POST:
            tell_apart(*pair, by=request.user)
            return redirect(address)
        for kept, merged in (pair, pair[::-1]):
            if request.POST.get("keep") == str(kept.pk):
                why = f"{merged} → {kept}"
                operation = vocabulary.merge([merged], kept, by=request.user, why=why)
                return conclude(request, operation, address)
    messages.error(request, _("Ces mots-clés ont changé depuis qu’ils ont été montrés."))
    return redirect(address)


def _are_there(shown: list[int]) -> bool:
    return len(shown) == 2 and Tag.objects.filter(pk__in=shown).count() == 2
