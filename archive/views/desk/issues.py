"""The issues of a magazine at the desk: those missing, and one entered or mended as a whole."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from archive import covers, figures, text
from archive import issues as printed_issues
from archive.ingest.entering import whole_issues
from archive.ingest.entering.whole_issues import ContentsLine
from archive.issue_form import IssueForm, editorials_of, kept_cover
from archive.models import Capture, Editorial, Issue, Operation, OperationKind, Publication
from archive.models.days import edtf
from archive.models.issues import LONGEST_NUMBER
from archive.models.loading import TITLED
from archive.tallies import gaps
from archive.views.browse.issues import numbered
from archive.views.desk import issue_drafts, issue_rows
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.authorities import PUBLICATIONS
from archive.views.desk.confirming import seal
from archive.views.desk.received import note_received, was_received
from archive.views.desk.writing_lapsed import is_given_back, kept_over_login

MOST_LINES = 200  # texts of an issue that can be put in order
MOST_MISSING = 60  # numbers that are offered to be entered
MORE = "more"  # what the button says that adds rows


class CoverField(forms.ModelChoiceField):
    """A picture among the captures of an issue, by the name of its file."""

    def label_from_instance(self, capture) -> str:
        return capture.origin


class WholeIssueForm(IssueForm):
    """What an issue is; its texts stand in rows beside: `Row`."""

    cover = CoverField(
        Capture.objects.none(), label=gettext_lazy("couverture"), required=False, empty_label="–"
    )

    is_dated = forms.BooleanField(
        label=gettext_lazy("Donner cette date à ses textes"),
        help_text=gettext_lazy("À ceux qui n’en ont pas, ou qui avaient celle du numéro."),
        required=False,
        initial=True,
    )

    class Meta:
        model = Issue
        fields = ("number", "title", "date", "cover")
        labels = {"date": gettext_lazy("Date")}
        help_texts = {
            "date": gettext_lazy("Comme elle est imprimée : mai-juin 2004 ; vide si inconnue.")
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        pictures = Capture.objects.filter(media_type__in=covers.MEDIA_TYPES, lost_at=None)
        of_issue = editorials_of(self.instance).order_by().values("pk")
        for name in ("cover", "file"):
            self.fields[name].label = capfirst(str(self.fields[name].label))
        cover = self.fields["cover"]
        assert isinstance(cover, CoverField)
        cover.queryset = pictures.filter(editorial__in=of_issue).order_by("pk")
        if not self.instance.pk:
            del self.fields["cover"]

    def clean_number(self) -> str:
        """Refuse what is no number; that of another issue is refused as it is saved."""
        number = " ".join(self.cleaned_data["number"].split())
        if not printed_issues.slug(number):
            raise ValidationError(_("Ce n’est pas un numéro."))
        return number

    def clean_date(self) -> str:
        try:
            return edtf(self.cleaned_data["date"])
        except ValidationError as error:
            raise ValidationError(error.messages) from None

    def has_editorials(self) -> bool:
        return True  # or they come with it; else `_keep_cover` refuses

    def _post_clean(self):
        """Leave the number to `whole_issues.enter`, by which the texts of an issue follow it."""
        for name in ("number", "title", "date", "cover"):
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        try:
            self.instance.clean_fields(exclude=["publication", "slug", "numbering", "rank"])
        except ValidationError as error:
            self.add_error(None, error)


@needs("archive.edit")
@require_safe
def issues(request: DeskRequest, slug: str) -> HttpResponse:
    """Show the issues of a magazine, and which numbers are missing among them."""
    magazine = _magazine(slug)
    if magazine.slug != slug:
        return redirect("desk_issues", magazine.slug)
    editorials = Editorial.objects.filter(publication=magazine)
    slugs = editorials.filter(issue_slug__gt="").order_by().values_list("issue_slug", flat=True)
    missing: list[int] = []
    runs = gaps(printed_issues.covered(slugs.distinct()))
    for first, last in runs:
        missing += range(first, min(last, first + MOST_MISSING) + 1)
    context = {
        "magazine": magazine,
        "issues": numbered.of_magazine(request, magazine, editorials),
        "missing_count": sum(last - first + 1 for first, last in runs),
        "missing": missing[:MOST_MISSING],
        "address": reverse("desk_issue", args=[magazine.slug]),
    }
    return render(request, "desk/issues.html", context)


def _magazine(slug: str) -> Publication:
    magazine = PUBLICATIONS.at(slug)
    assert isinstance(magazine, Publication)
    return magazine


@kept_over_login
@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: DeskRequest, slug: str) -> HttpResponse:
    """Show the issue of `number`, there or not, with its texts and rows for more.

    Posted to, all of it is saved as one operation: new texts are drafts; of a title that the
    magazine has already it is asked first whether it is that text. What is not saved is kept.
    """
    magazine = _magazine(slug)
    typed = text.seen_line(request.GET.get("number", ""))[:LONGEST_NUMBER]
    if request.method == "POST" and request.POST.get("do") in issue_drafts.DEEDS:
        return issue_drafts.answer(request, magazine, typed)
    row = _issue(magazine, typed)
    listed = _listed(row)
    posted: QueryDict | None = request.POST
    resumed = None
    if request.method != "POST":
        resumed = issue_drafts.asked(request, magazine, typed)
        posted = issue_drafts.typed(resumed) if resumed else None
    initial = {"number": row.number}
    form = WholeIssueForm(posted, request.FILES or None, instance=row, initial=initial)
    rows = issue_rows.blank(request.GET)
    wants_more = request.POST.get("do") == MORE
    status = 200
    page_seal = _seal(row, listed)
    if posted is not None:
        rows = issue_rows.typed(posted, magazine)
        status = 422
        if posted.get("seal") != page_seal:
            message = _("Ce numéro a changé entre-temps. Relisez, puis enregistrez encore.")
            form.add_error(None, message)
            status = 200 if resumed or wants_more else 409
        elif resumed or wants_more or is_given_back(request):
            status = 200
        elif form.is_valid() and issue_rows.are_sure(rows):
            answer = _saved(request, magazine, form, _ordered(posted, listed), rows)
            if answer:
                return answer
        _keep_typed(posted, listed)
    is_kept = wants_more or status != 200
    if wants_more:
        rows += issue_rows.added(rows)
        issue_drafts.warn_of_file(request)
    context = {
        "magazine": magazine,
        "issue": _issue(magazine, typed),
        "form": form,
        "lines": listed,
        "rows": rows,
        "asked_row": issue_rows.first(row.is_asked for row in rows),
        "wrong_row": issue_rows.first(bool(row.error) for row in rows),
        "focused_row": issue_rows.first(row.is_added for row in rows),
        "more": MORE if len(rows) < issue_rows.MOST_ROWS else "",
        "seal": page_seal,
        "most_rows": issue_rows.MOST_ROWS,
        "is_given_back": is_given_back(request),
        "resumed": resumed,
        **issue_drafts.told(request, magazine, typed, resumed, is_kept=is_kept),
        "was_received": is_kept or was_received(request),
    }
    return render(request, "desk/issue.html", context, status=status)


def _issue(magazine: Publication, typed: str) -> Issue:
    """Return the issue of a number, not saved where there is none."""
    slug = printed_issues.slug(typed)
    stored = Issue.objects.filter(publication=magazine, slug=slug).first() if slug else None
    issue = stored or Issue.printed(magazine.pk, typed)
    issue.publication = magazine
    return issue


def _listed(issue: Issue) -> list[Any]:
    """Return its texts in order, each with `place`: the first MOST_LINES."""
    if not issue.pk:
        return []
    editorials = issue.editorials()
    order = issue.in_order(editorials.order_by().values_list("pk", "page", "title"))[:MOST_LINES]
    rows = editorials.only(*TITLED, "page", "date").prefetch_related("bylines").in_bulk(order)
    listed: list[Any] = []
    for place, number in enumerate(order, 1):
        row: Any = rows[number]
        row.place = place
        listed.append(row)
    return listed


def _seal(issue: Issue, listed: Sequence[Editorial]) -> str:
    """Return what tells an issue as it was shown from what has become of it."""
    shown = [(row.pk, row.page) for row in listed]
    return seal((issue.pk, issue.number, issue.title, issue.date, issue.cover_id, shown))


def _ordered(posted: QueryDict, listed: Sequence[Any]) -> list[ContentsLine]:
    """Return the texts that are there as lines, in the order of the places that were typed.

    One that goes up comes before the one whose place it takes, one that goes down behind it.
    """
    placed = []
    for row in listed:
        place = figures.typed(posted.get(f"place-{row.pk}", "").strip())
        page = text.seen_line(posted.get(f"page-{row.pk}", row.page))[: issue_rows.LONGEST_PAGE]
        if place is None:
            place = row.place
        way = (place > row.place) - (place < row.place)
        placed.append(((place, way, row.place), ContentsLine(page, row.pk)))
    placed.sort(key=itemgetter(0))
    return [line for _place, line in placed]


def _keep_typed(posted: QueryDict, listed: Sequence[Any]) -> None:
    """Show in the form again what was typed of the texts that are there."""
    for row in listed:
        row.page = posted.get(f"page-{row.pk}", row.page)
        row.place = posted.get(f"place-{row.pk}", row.place)


def _saved(
    request: DeskRequest,
    magazine: Publication,
    form: WholeIssueForm,
    lines: list[ContentsLine],
    rows: Sequence[issue_rows.Row],
) -> HttpResponse | None:
    """Save all as one operation and show the issue; None, and why in the form, where that fails."""
    fresh = [row.line() for row in rows if not row.is_empty]
    gathered = {line.editorial for line in fresh if line.editorial}
    lines = [line for line in lines if line.editorial not in gathered] + fresh
    why = f"{magazine}, {printed_issues.name(form.instance.number)}"
    is_dated = form.cleaned_data["is_dated"]
    try:
        with (
            transaction.atomic(),
            Operation.objects.recording(OperationKind.WRITING, request.user, why) as operation,
        ):
            saved = whole_issues.enter(magazine, form.instance, lines, is_dated, operation)
            _keep_cover(operation, saved, form)
    except ValidationError as error:
        form.add_error(None, " ".join(error.messages))
        return None
    messages.success(request, _told(operation, fresh))
    note_received(request)
    issue_drafts.forget(request, magazine)
    address = reverse("desk_issue", args=[magazine.slug])
    return redirect(f"{address}?{urlencode({'number': saved.number})}")


def _keep_cover(operation: Operation, issue: Issue, form: WholeIssueForm) -> None:
    """Keep the file that was sent among the captures of the issue's first text, as its cover."""
    if not form.cleaned_data.get("file"):
        return
    first = editorials_of(issue).first()
    if first is None:
        raise ValidationError(_("L’archive n’a aucun éditorial de ce numéro."))
    with operation.changing([first], ["captures"]), operation.changing(issue):
        issue.cover = kept_cover(issue, *form.cleaned_data["file"])
        issue.save()


def _told(operation: Operation, fresh: Sequence[ContentsLine]) -> str:
    if operation.pk is None:
        return _("Il n’y avait rien à changer.")
    drafts = sum(1 for line in fresh if not line.editorial)
    if not drafts:
        return _("C’est enregistré.")
    message = ngettext(
        "C’est enregistré, avec %(n)s brouillon.",
        "C’est enregistré, avec %(n)s brouillons.",
        drafts,
    )
    return message % {"n": drafts}
