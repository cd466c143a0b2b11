"""Writing an editorial: entering one, or correcting one, as it will be read.

Whatever is sent is kept as a manuscript before anything else is done with it.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from archive.ingest.documents import page_images
from archive.ingest.records import Rejected
from archive.models import Editorial, Manuscript, Merged, Newer, Presence, differences
from archive.views.desk import picturing, scans
from archive.views.desk import writing_saving as saving
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.received import note_received, was_received, when_kept
from archive.views.desk.scans import ShownScan
from archive.views.desk.writing_form import HTML, WritingForm
from archive.views.desk.writing_lapsed import GOING_ON, kept_over_login
from archive.writing import blocks, setting

MOST_LISTED = 20  # manuscripts


@kept_over_login
@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """Show the form of a new editorial; posted to, it is kept, shown as read, or saved."""
    return _Desk(request, Editorial(state=Editorial.State.DRAFT)).answer()


@kept_over_login
@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def existing(request: DeskRequest, number: int) -> HttpResponse:
    """Do as `new` with an editorial that there is."""
    editorial = get_object_or_404(Editorial.objects.prefetch_related("bylines__author"), pk=number)
    return _Desk(request, editorial).answer()


class _Desk:
    """One request of an editor who writes."""

    def __init__(self, request: DeskRequest, editorial: Editorial):
        self.request, self.editorial = request, editorial
        self.own = Manuscript.objects.of(request.user)

    def answer(self) -> HttpResponse:
        """Do what the pressed button says, and answer with the page or a part of it."""
        if self.request.method != "POST":
            return self._opened()
        asked, *self.words = self.request.POST.get("do", "").split() or ["save"]
        deed = DEEDS.get(asked)
        if deed is None or (asked in OF_SAVED and not self.editorial.pk):
            return self._opened()
        return deed(self, WritingForm(self.request.POST, self.editorial))

    def _opened(self) -> HttpResponse:
        self._note_presence()
        manuscript = self._manuscript()
        form = WritingForm(None, self.editorial, manuscript)
        return self._page(form, resumed=manuscript)

    def _manuscript(self) -> Manuscript | None:
        """Return what this editor has begun: of the editorial, or the new text of the address."""
        if self.editorial.pk:
            return self.own.filter(editorial_number=self.editorial.pk).first()
        asked = self.request.GET.get("manuscript", "")
        if not asked:
            return None
        if asked.isdecimal() and len(asked) < 16:
            manuscript = self.own.new_texts().filter(pk=asked).first()
            if manuscript is not None:
                return manuscript
        raise Http404

    # What buttons do

    def fragment(self, form: WritingForm) -> HttpResponse:
        """Answer with the text as readers would see it, alone."""
        return render(self.request, "desk/_as_read.html", {"read": form.as_read()})

    def preview(self, form: WritingForm) -> HttpResponse:
        self._keep(form)
        return self._page(form, read=form.as_read())

    def autosave(self, form: WritingForm) -> HttpResponse:
        """Keep it, and tell when, under what number, and who else is at the same text.

        `{"manuscript": 3, "kept": "Gardé à 12:03", "others": "…", "address": "…"}`
        """
        manuscript = self._keep(form)
        return JsonResponse(
            {
                "manuscript": manuscript.pk,
                "address": self._address(manuscript),
                "kept": when_kept(manuscript),
                "others": self._told_of_present(),
            }
        )

    def autosave_correction(self, form: WritingForm) -> HttpResponse:
        """Do as `autosave` with a correction, whose form has fewer fields than this page's.

        What its editor has begun elsewhere is not written over: then it is told, with 409.
        """
        manuscript = self._manuscript()
        if manuscript and (manuscript.is_of_writing or manuscript.pk != self._number(form)):
            told = _(
                "Vous avez commencé ce texte ailleurs : ceci n’est gardé que par ce navigateur."
            )
            return JsonResponse({"kept": told}, status=409)
        return self.autosave(form)

    def go_on(self, form: WritingForm) -> HttpResponse:
        """Show what was given back after a login, before anything of it is kept or saved."""
        return self._page(form, is_given_back=True, was_received=False)

    def keep(self, form: WritingForm) -> HttpResponse:
        manuscript = self._keep(form)
        messages.success(self.request, _("C’est gardé : vous le retrouverez ici."))
        note_received(self.request, self._address(manuscript))
        return redirect(self._address(manuscript))

    def offer(self, form: WritingForm) -> HttpResponse:
        """Show which spaces and signs print would set otherwise."""
        self._keep(form)
        return self._page(form, offer=setting.offer(form.html_body, form.data.get("language", "")))

    def take(self, form: WritingForm) -> HttpResponse:
        """Take them over."""
        form.html_body = setting.offer(form.html_body, form.data.get("language", "")).html
        form.put(body=form.html_body, format=HTML)
        self._keep(form)
        messages.success(self.request, _("Les espaces et les signes sont ceux de l’imprimé."))
        return self._page(form)

    def picture(self, form: WritingForm) -> HttpResponse:
        """Take a picture in, and put it into the text."""
        told = self.request.POST.get("alternative", ""), self.request.POST.get("caption", "")
        try:
            file = self.request.FILES.get("picture")
            figure = picturing.add(self.request.user, self.editorial, file, *told)
        except picturing.Refused as refusal:
            self._keep(form)
            return self._page(form, refused_picture=str(refusal), status=422)
        place = str(self.request.POST.get("place", ""))
        after = int(place) if place.isdecimal() and len(place) < 6 else None
        form.html_body = picturing.with_blocks(form.html_body, figure, after)
        form.put(body=form.html_body, format=HTML)
        self._keep(form)
        messages.success(self.request, _("L’image est dans le texte : enregistrez-le."))
        return self._page(form)

    def scan(self, form: WritingForm) -> HttpResponse:
        """Show a page beside the text."""
        self._keep(form)
        return self._page(form, scan=ShownScan.asked(self.editorial, self.words))

    def scan_file(self, form: WritingForm) -> HttpResponse:
        """Keep a scan, and show its first page."""
        self._keep(form)
        try:
            file = self.request.FILES.get("scan_file")
            capture = scans.add(self.request.user, self.editorial, file)
        except Rejected as refusal:
            return self._page(form, refused_scan=refusal.reason, status=422)
        return self._page(form, scan=ShownScan.asked(self.editorial, [str(capture.pk), "1"]))

    def read(self, form: WritingForm) -> HttpResponse:
        """Put the text of a page below what is written, with what in it is to be checked."""
        shown = ShownScan.asked(self.editorial, self.words)
        if shown is None:
            return self.scan(form)
        try:
            text_of_page = scans.read(shown, form.data.get("language", ""))
        except Rejected as refusal:
            self._keep(form)
            return self._page(form, scan=shown, refused_scan=refusal.reason, status=422)
        fresh = blocks.clean(text_of_page.html)
        form.html_body = picturing.with_blocks(form.html_body, fresh, None)
        form.put(body=form.html_body, format=HTML)
        form.add_read_doubts(text_of_page.doubts)
        self._keep(form)
        messages.success(
            self.request, _("Le texte de la page est à la suite du vôtre : relisez-le.")
        )
        return self._page(form, scan=shown)

    def discard(self, _form: WritingForm) -> HttpResponse:
        """Throw the manuscript away."""
        manuscript = self._manuscript()
        if manuscript is not None:
            manuscript.delete()
            messages.success(self.request, _("Ce que vous aviez commencé est jeté."))
            note_received(self.request, self.request.path)
        return redirect(self.request.path)

    def save(self, form: WritingForm) -> HttpResponse:
        if not form.is_valid():
            self._keep(form)
            return self._page(form, status=422)
        alike = saving.Alike()
        if not self.request.POST.get("sure"):
            alike = saving.alike(self.request.user, self.editorial, form)
        if alike:
            self._keep(form)
            return self._page(form, alike=alike, status=409)
        try:
            outcome = saving.save(self.request.user, self.editorial, form)
        except Newer as newer:
            self._keep(form)
            return self._page(form, merged=newer.merged, status=409)
        self._forget(form)
        messages.success(self.request, outcome.message)
        for sentence in form.left_out():
            messages.warning(self.request, sentence)
        address = reverse("rewrite", args=[outcome.editorial.pk])
        note_received(self.request, address)
        return redirect(address)

    # Manuscripts

    def _number(self, form: WritingForm) -> int:
        """Return the number of the manuscript that the form goes on with, 0 where it has none."""
        posted = str(form.data.get("manuscript", ""))
        return int(posted) if posted.isdecimal() and len(posted) < 16 else 0

    def _editorial(self) -> Editorial | None:
        return self.editorial if self.editorial.pk else None

    def _keep(self, form: WritingForm) -> Manuscript:
        manuscript = Manuscript.objects.keep(
            self.request.user, self._editorial(), self._number(form), form.manuscript_fields()
        )
        form.put(manuscript=str(manuscript.pk))
        self._note_presence()
        return manuscript

    def _forget(self, form: WritingForm) -> None:
        if self.editorial.pk:
            self.own.filter(editorial_number=self.editorial.pk).delete()
        else:
            unsaved = self.own.new_texts()
            # A form that is sent before its first autosave was answered does not have its number.
            fields, number = form.manuscript_fields(), self._number(form)
            same = [kept.pk for kept in unsaved if kept.pk == number or kept.fields == fields]
            unsaved.filter(pk__in=same).delete()

    def _others(self) -> list[Manuscript]:
        if not self.editorial.pk:
            return []
        return list(Manuscript.objects.beside(self.editorial, self.request.user)[:MOST_LISTED])

    def _note_presence(self) -> None:
        if self.editorial.pk:
            Presence.objects.note(self.editorial, self.request.user)

    def _told_of_present(self) -> str:
        """Return who else has the page of this text open: « Édith corrige ce texte. »"""
        if not self.editorial.pk:
            return ""
        present = Presence.objects.beside(self.editorial, self.request.user)[:MOST_LISTED]
        names = [str(presence.by) for presence in present]
        if not names:
            return ""
        told = ngettext("%(names)s corrige ce texte.", "%(names)s corrigent ce texte.", len(names))
        return told % {"names": ", ".join(names)}

    def _address(self, manuscript: Manuscript) -> str:
        if self.editorial.pk:
            return self.request.path
        return f"{reverse('write')}?manuscript={manuscript.pk}"

    # The page

    def _page(
        self,
        form: WritingForm,
        merged: Merged | None = None,
        status: int = 200,
        **more: Any,
    ) -> HttpResponse:
        since: list = []
        if form.is_bound:
            form.show_markdown()
        if merged:
            # Seen now: sent again, the form's values hold.
            form.put(version=str(merged.version))
            differences_of = differences(merged.changes)
            since = [(change, differences_of[change.pk]) for change in merged.changes]
        context = {
            "editorial": self.editorial,
            "form": form,
            "changes_since": since,
            "others": self._compared(form),
            "present": self._told_of_present(),
            "unfinished": self._unfinished(form),
            "body_html": form.body_with_pictures,
            "scans": scans.beside(self.editorial),
            "scan": ShownScan.asked(
                self.editorial, self.request.POST.get("shown_scan", "").split()
            ),
            "can_recognise": page_images.can_recognise(),
            "was_received": form.is_bound or was_received(self.request),
        }
        return render(self.request, "desk/write.html", context | more, status=status)

    def _compared(self, form: WritingForm) -> list[tuple[Manuscript, list[tuple[str, str, str]]]]:
        """Return what others are writing of the same text, each with what differs from this."""
        compared = []
        for other in self._others():
            compared.append((other, saving.differences(form, other)))
        return compared

    def _unfinished(self, form: WritingForm) -> list[Manuscript]:
        """Return this editor's other new texts, on the page of a new one."""
        if self.editorial.pk:
            return []
        shown = form.initial.get("manuscript") or self._number(form)
        return list(self.own.new_texts().exclude(pk=shown)[:MOST_LISTED])


# What the buttons of the page say that is to be done.
DEEDS: dict[str, Callable[[_Desk, WritingForm], HttpResponse]] = {
    "save": _Desk.save,
    "preview": _Desk.preview,
    "fragment": _Desk.fragment,
    "autosave": _Desk.autosave,
    "autosave_correction": _Desk.autosave_correction,
    GOING_ON: _Desk.go_on,
    "keep": _Desk.keep,
    "offer": _Desk.offer,
    "take": _Desk.take,
    "discard": _Desk.discard,
    "picture": _Desk.picture,
    "scan": _Desk.scan,
    "scan_file": _Desk.scan_file,
    "read": _Desk.read,
}
# What these add, or correct, belongs to an editorial.
OF_SAVED = ("picture", "scan", "scan_file", "read", "autosave_correction")
