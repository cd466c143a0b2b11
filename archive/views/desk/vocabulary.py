"""The vocabulary: all tags, each with its page; renamed, merged, split, deleted, every time seen before it is done."""

import hashlib
import json
from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from archive import text
from archive.figures import number
from archive.forms import TagForm
from archive.models import (
    Bulk,
    Change,
    Operation,
    Rejection,
    Tag,
    Tagging,
    differences,
    subjects,
    vocabulary,
)
from archive.models.spellings import alike
from archive.models.states import TAGS
from archive.search import ask, related, suggested_tags
from archive.search.question.query import Question
from archive.thesaurus import Term, as_csv, as_skos, read
from archive.views.desk.access import needs
from archive.views.desk.worklists import at_hand
from archive.views.errors import Missing
from archive.views.paging import loaded, page

PER_PAGE = 100
MOST_ALIKE = 20  # pairs that are offered for merging at a time
SEARCHED = 40  # editorials that say a tag's name
BEARING = 4  # editorials that bear it, whose most alike are looked at
LOOKED_AT = 40  # editorials that may lack it
LARGEST = 1_000_000  # bytes of a vocabulary that is imported


@needs("archive.edit")
@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """All tags with how many editorials bear them; those that are `like` something, or that nobody uses; and those whose
    names are nearly the same."""
    like, unused = request.GET.get("like", "")[:100].strip(), "unused" in request.GET
    rows = Tag.objects.annotate(uses=Count("taggings")).order_by("key")
    found = rows.filter(uses=0) if unused else rows
    if like:
        key = text.fold(like)
        found = found.filter(pk__in=_named_like(key))
    pairs = (
        [] if like or unused else alike(dict(Tag.objects.values_list("pk", "name")))[:MOST_ALIKE]
    )
    named = rows.in_bulk({pk for pair in pairs for pk in pair})
    context = {
        "page": page(request, found.prefetch_related("aliases"), per_page=PER_PAGE),
        "like": like,
        "unused": unused,
        "unused_count": Tag.objects.filter(taggings__isnull=True).count(),
        "pairs": [
            sorted((named[one], named[other]), key=lambda tag: tag.uses) for one, other in pairs
        ],
    }
    return render(request, "desk/tags.html", context)


@needs("archive.edit")
@require_safe
def exported(request: HttpRequest, ending: str) -> HttpResponse:
    """The whole vocabulary as a file: CSV, or SKOS in RDF/XML."""
    if ending not in ("csv", "rdf"):
        raise Missing(_("Le vocabulaire s’exporte en csv ou en rdf."))
    rows = (
        Tag.objects.annotate(uses=Count("taggings"))
        .order_by("key")
        .prefetch_related("aliases", "broader")
    )
    terms = [_term(request, row) for row in rows]
    if ending == "csv":
        response = HttpResponse(as_csv(terms), content_type="text/csv; charset=utf-8")
    else:
        whole = as_skos(terms, request.build_absolute_uri(reverse("tags")), _("Vocabulaire"))
        response = HttpResponse(whole, content_type="application/rdf+xml")
    response["Content-Disposition"] = f'attachment; filename="vocabulary.{ending}"'
    return response


@needs("archive.merge")
@require_http_methods(["GET", "HEAD", "POST"])
def imported(request: HttpRequest) -> HttpResponse:
    """Takes a vocabulary from a file: what it would change is seen, then confirmed."""
    context = {"text": "", "error": "", "changes": None}
    if request.method == "POST":
        try:
            context["text"] = _sent(request)
            terms = read(context["text"])
            if "confirm" in request.POST:
                return _done(
                    request, vocabulary.take(terms, request.user, _("Vocabulaire importé")), None
                )
            context |= _previewed(terms)
        except ValidationError as error:
            context["error"] = error.messages[0]
        except ValueError as error:
            context["error"] = _(
                "Ce fichier n’est pas un vocabulaire en CSV ou en SKOS (%(why)s)."
            ) % {"why": error}
    return render(
        request, "desk/tags_import.html", context, status=422 if context["error"] else 200
    )


def _sent(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file and file.size > LARGEST:
        raise ValidationError(_("Ce fichier est trop gros."))
    return file.read().decode() if file else request.POST.get("text", "")


def _previewed(terms: list[Term]) -> dict:
    """What `vocabulary.take` would do: it is done, and taken back."""
    with transaction.atomic():
        operation = vocabulary.take(terms)
        changes = list(operation.changes.all()) if operation.pk else []
        said, names = differences(changes[:PER_PAGE]), subjects(changes[:PER_PAGE])
        transaction.set_rollback(True)
    rows = [
        (names.get((row.model, row.object_id), ""), row.before is None, said[row.pk])
        for row in changes[:PER_PAGE]
    ]
    return {"changes": rows, "count": len(changes)}


def _term(request: HttpRequest, tag: Tag) -> Term:
    broader = {
        request.build_absolute_uri(one.get_absolute_url()): one.name for one in tag.broader.all()
    }
    address, aliases = (
        request.build_absolute_uri(tag.get_absolute_url()),
        [one.name for one in tag.aliases.all()],
    )
    return Term(tag.name, address, aliases, tag.description, broader, tag.uses)


def _named_like(key: str) -> set[int]:
    own = Tag.objects.filter(key__contains=key).values_list("pk", flat=True)
    return {*own, *Tag.objects.filter(aliases__key__contains=key).values_list("pk", flat=True)}


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """One tag: its name, definition, other names and broader tags."""
    found = _found(slug)
    if found.slug != slug and request.method != "POST":
        return redirect("desk_tag", found.slug)
    form, newer = TagForm(request.POST or None, initial=_initial(found)), []
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seal"] != _state_seal(found):
            newer = list(Change.objects.of(found).select_related("operation__by")[:1])
            form.data = form.data.copy()
            form.data["seal"] = _state_seal(found)  # seen now: sent again, the form's values hold
            form.add_error(
                None, _("Ce mot-clé a été modifié entre-temps. Relisez, puis enregistrez encore.")
            )
        elif _edited(request, found, form):
            return redirect("desk_tag", found.slug)
    said = differences(newer)
    context = {
        "tag": found,
        "uses": found.taggings.count(),
        "narrower": found.narrower.order_by("key"),
        "form": form,
        "since": [(change, said[change.pk]) for change in newer],
    }
    return render(
        request, "desk/tag.html", context, status=409 if newer else 422 if form.errors else 200
    )


def _found(slug: str) -> Tag:
    if found := Tag.objects.at(slug):
        return found
    raise Missing(_("L’archive n’a pas ce mot-clé."))


def _initial(tag: Tag) -> dict[str, str]:
    lines = {
        name: "\n".join(map(str, getattr(tag, name).order_by("key")))
        for name in ("aliases", "broader")
    }
    return {"name": tag.name, "description": tag.description, "seal": _state_seal(tag)} | lines


def _state_seal(tag: Tag) -> str:
    return _seal(json.dumps(TAGS.read([tag.pk])[tag.pk], sort_keys=True))


def _seal(*shown: object) -> str:
    """Tells what was shown from anything else, so that nothing is done that nobody has seen."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def _edited(request: HttpRequest, tag: Tag, form: TagForm) -> bool:
    said = {name: form.cleaned_data[name] for name in ("name", "description", "aliases", "broader")}
    try:
        operation = vocabulary.edit(tag, **said, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(
        request, _("C’est enregistré.") if operation.pk else _("Il n’y avait rien à changer.")
    )
    return True


# What changes many editorials: seen first, by the address, then confirmed


@needs("archive.merge")
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    """What merging a tag `into` another would do; posted to, it is done."""
    gone, name = _found(slug), request.GET.get("into", "").strip()
    into = Tag.objects.known_as([name]).get(text.fold(name)) if name else None
    error = (
        _("L’archive n’a pas ce mot-clé : « %(name)s ».") % {"name": name[:200]}
        if name and not into
        else ""
    )
    if into == gone:
        into, error = None, _("Un mot-clé ne peut pas être fusionné avec lui-même.")
    bearing = _bearing(gone)
    both = Tagging.objects.filter(tag=into, editorial__in=bearing).count() if into else 0
    context = {
        "tag": gone,
        "into": into,
        "typed": name,
        "error": error,
        "both": both,
        "count": len(bearing),
    }
    seal = _seal(gone.pk, into.pk if into else 0, sorted(bearing))
    if request.method == "POST" and into and _is_as_shown(request, seal):
        return _done(
            request, vocabulary.merge([gone], into, by=request.user, why=f"{gone} → {into}"), into
        )
    context |= {"seal": seal, "examples": loaded(sorted(bearing)[:10]) if into else []}
    return render(request, "desk/tag_merge.html", context, status=422 if error else 200)


@needs("archive.merge")
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, slug: str) -> HttpResponse:
    """The editorials of a tag, to choose those that get another one in its place; then what that would do."""
    found, name, error, into = _found(slug), request.GET.get("name", "").strip(), "", None
    bearing = _bearing(found)
    chosen = sorted({int(one) for one in request.GET.getlist("keep") if _is_number(one)} & bearing)
    if "preview" in request.GET:
        error = _split_error(found, name, chosen)
        into = Tag.objects.known_as([name]).get(text.fold(name))
    seal = _seal(found.pk, name, chosen)
    if request.method == "POST" and not error and _is_as_shown(request, seal):
        return _done(
            request,
            vocabulary.split(found, {name: chosen}, by=request.user, why=f"{found} → {name}"),
            found,
        )
    context = {
        "tag": found,
        "typed": name,
        "into": into,
        "error": error,
        "chosen": chosen,
        "count": len(bearing),
        "seal": seal if "preview" in request.GET and not error else "",
        "page": _shown(request, sorted(bearing)),
        "examples": loaded(chosen[:10]),
    }
    return render(request, "desk/tag_split.html", context, status=422 if error else 200)


def _split_error(tag: Tag, name: str, chosen: list[int]) -> str:
    try:
        if vocabulary.tag_name(name) and Tag.objects.known_as([name]).get(text.fold(name)) == tag:
            return _("Nommez un autre mot-clé que celui-ci.")
    except ValidationError as error:
        return error.messages[0]
    return "" if chosen else _("Cochez au moins un éditorial.")


@needs("archive.remove")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """What deleting a tag would do; posted to, it is done."""
    found = _found(slug)
    bearing = _bearing(found)
    seal = _seal(found.pk, sorted(bearing))
    if request.method == "POST" and _is_as_shown(request, seal):
        return _done(request, vocabulary.delete([found], by=request.user, why=str(found)), None)
    alone = at_hand().filter(pk__in=bearing).annotate(n=Count("taggings")).filter(n=1).count()
    left_bare = ngettext(
        " ; %(shown)s n’aurait plus de mot-clé", " ; %(shown)s n’auraient plus de mot-clé", alone
    )
    context = {
        "tag": found,
        "count": len(bearing),
        "left_bare": left_bare % {"shown": number(alone)} if alone else "",
        "seal": seal,
        "examples": loaded(sorted(bearing)[:10]),
    }
    return render(request, "desk/tag_delete.html", context)


def _bearing(tag: Tag) -> set[int]:
    return set(Tagging.objects.filter(tag=tag).values_list("editorial_id", flat=True))


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 19


def _shown(request: HttpRequest, numbers: list[int]):
    shown = page(request, numbers, per_page=PER_PAGE)
    shown.object_list = loaded(shown.object_list)
    return shown


def _is_as_shown(request: HttpRequest, seal: str) -> bool:
    if request.POST.get("seal") == seal:
        return True
    messages.error(request, _("Ce mot-clé a changé depuis l’aperçu : vérifiez encore."))
    return False


def _done(request: HttpRequest, operation: Operation, tag: Tag | None) -> HttpResponse:
    changed = operation.changes.filter(model="editorial").count() if operation.pk else 0
    said = ngettext("%(n)s éditorial changé.", "%(n)s éditoriaux changés.", changed)
    messages.success(request, said % {"n": number(changed)})
    if operation.pk:
        return redirect("operation", operation.pk)
    return redirect("desk_tag", tag.slug) if tag else redirect("desk_tags")


# Who may lack it


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def missing(request: HttpRequest, slug: str) -> HttpResponse:
    """Editorials that look like those of a tag but lack it; the chosen ones get it, or are not shown again."""
    found = _found(slug)
    if request.method == "POST":
        return _given(request, found)
    context = {"tag": found, "rows": _missing(found)}
    return render(request, "desk/tag_missing.html", context)


def _missing(tag: Tag) -> list[tuple]:
    """[(editorial, why: `search.Suggested`)], the likeliest first; no more than LOOKED_AT are looked at."""
    names = [tag.name, *tag.aliases.values_list("name", flat=True)]
    candidates = list(dict.fromkeys([*_saying(names), *_like_its(tag)]))
    rows = (
        at_hand().filter(pk__in=candidates).exclude(taggings__tag=tag).exclude(rejections__tag=tag)
    )
    known = rows.select_related("publication").in_bulk()
    looked_at = [known[pk] for pk in candidates if pk in known][:LOOKED_AT]
    found = [
        (one, why) for one in looked_at for why in suggested_tags(one, {tag.slug: names}, most=1)
    ]
    return sorted(found, key=lambda row: -row[1].score)


def _saying(names: Iterable[str]) -> list[int]:
    """Those whose text says one of the names."""
    asked = [
        Question(q='"{}"'.format(name.replace('"', " ")), page_size=SEARCHED)
        for name in list(names)[:5]
    ]
    return [hit.id for question in asked for hit in ask(question).hits]


def _like_its(tag: Tag) -> list[int]:
    bearing: QuerySet = at_hand().filter(taggings__tag=tag).order_by("-pk")[:BEARING]
    return [one.id for editorial in bearing for one in related(editorial)]


def _given(request: HttpRequest, tag: Tag) -> HttpResponse:
    chosen = [int(one) for one in request.POST.getlist("keep") if _is_number(one)]
    chosen = list(at_hand().filter(pk__in=chosen[:LOOKED_AT]).values_list("pk", flat=True))
    if "reject" in request.POST:
        for pk in chosen:
            Rejection.objects.get_or_create(editorial_id=pk, tag=tag, defaults={"by": request.user})
    elif chosen:
        Bulk(add=[tag.name]).apply(chosen, by=request.user, why=tag.name)
    count = len(chosen)
    if "reject" in request.POST:
        said = ngettext("%(n)s éditorial écarté.", "%(n)s éditoriaux écartés.", count)
    else:
        said = ngettext("%(n)s éditorial indexé.", "%(n)s éditoriaux indexés.", count)
    messages.success(request, said % {"n": number(count)})
    return redirect("desk_tag_missing", tag.slug)
