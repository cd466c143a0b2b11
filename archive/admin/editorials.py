"""Editorials in the admin, with their bylines, tags and captures."""

from django.contrib import admin
from django.db.models import TextField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive import models
from archive.admin.editorial_form import EditorialForm
from archive.admin.recorded import Recorded, RecordedPart, Titled
from archive.forms import LinesField
from archive.models.doubts import Doubt, unanswered


class OriginalLink:
    """The column `original` of captures: a link to the bytes."""

    @admin.display(description=_("original"))
    def original(self, capture: models.Capture) -> str:
        address = reverse("capture", args=[capture.pk])
        return format_html('<a href="{}">{}</a>', address, _("les octets reçus"))


class BylineInline(admin.TabularInline):
    model = models.Byline
    extra = 0
    autocomplete_fields = ["author"]


class TaggingInline(admin.TabularInline):
    model = models.Tagging
    extra = 0
    autocomplete_fields = ["tag"]
    readonly_fields = ["by", "at", "origin"]


class CaptureInline(OriginalLink, admin.TabularInline):
    model = models.Capture
    extra = 0
    can_delete = False
    fields = ("origin", "original", "media_type", "size", "captured_at")
    readonly_fields = fields

    def has_add_permission(self, request, obj=None):
        return False


class DoubtFilter(admin.SimpleListFilter):
    title = _("à vérifier")
    parameter_name = "doubts"

    def lookups(self, request, model_admin):
        return [("yes", _("avec doutes")), ("no", _("sans doute"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.doubtful()
        if self.value() == "no":
            return queryset.filter(doubts=[])
        return queryset


@admin.register(models.Editorial)
class EditorialAdmin(Recorded):
    form = EditorialForm
    list_display = [
        "heading_shown",
        "byline_shown",
        "date_display",
        "publication",
        "state",
        "doubt_count",
    ]
    list_filter = [
        "state",
        DoubtFilter,
        "publication",
        "language",
        ("earliest", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["publication"]
    list_per_page = 50
    search_fields = ["title", "text", "bylines__name", "source_url", "source_id"]
    autocomplete_fields = ["publication"]
    inlines = [BylineInline, TaggingInline, CaptureInline]
    readonly_fields = ["doubts_shown", "earliest", "latest", "created_at", "updated_at"]
    actions = ["publish", "settle"]
    formfield_overrides = {TextField: {"form_class": LinesField}}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "doubts_shown",
                    "title",
                    "title_supplied",
                    "standfirst",
                    "body",
                    "language",
                    "state",
                    "shown_version",
                ]
            },
        ),
        (
            _("Parution"),
            {"fields": ["publication", "date", ("earliest", "latest"), "section", "issue", "page"]},
        ),
        (_("Provenance"), {"fields": ["source_url", "source_id", ("created_at", "updated_at")]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("bylines")

    @admin.display(description=_("titre"), ordering="title")
    def heading_shown(self, editorial):
        return editorial.heading

    @admin.display(description=_("signature"))
    def byline_shown(self, editorial):
        return ", ".join(map(str, editorial.bylines.all()))

    @admin.display(description=_("date"), ordering="earliest")
    def date_display(self, editorial):
        return editorial.date_display

    @admin.display(description=_("doutes"))
    def doubt_count(self, editorial):
        return len(editorial.doubts) or ""

    @admin.display(description=_("à vérifier"))
    def doubts_shown(self, editorial):
        messages = [Doubt(**doubt).message() for doubt in editorial.doubts]
        return format_html("{}", " · ".join(messages) or "—")

    def save_model(self, request, editorial, form, change):
        """Save it; whoever mends a field has answered the doubt about it."""
        editorial.doubts = unanswered(editorial.doubts, form.changed_data)
        super().save_model(request, editorial, form, change)

    def save_formset(self, request, form, formset, change):
        for row in formset.save(commit=False):
            if isinstance(row, models.Tagging) and row.pk is None:
                row.by = request.user
            row.save()
            if isinstance(row, models.Byline) and row.author:
                # So that the next import knows whom this name means.
                models.AuthorName.objects.get_or_create(author=row.author, name=row.name)
        for row in formset.deleted_objects:
            row.delete()
        if formset.model is models.Byline and formset.has_changed():
            editorial = form.instance
            editorial.doubts = unanswered(editorial.doubts, {"bylines"})
            editorial.save(update_fields=["doubts"])

    def _set(self, request, queryset, **columns):
        ids = queryset.values_list("pk", flat=True)
        operation = models.Bulk(values=columns).apply(ids, by=request.user)
        count = operation.changes.listed().count() if operation.pk else 0
        message = ngettext("%d éditorial modifié.", "%d éditoriaux modifiés.", count)
        self.message_user(request, message % count)

    @admin.action(description=_("Publier"), permissions=["change"])
    def publish(self, request, queryset):
        self._set(request, queryset, state=models.Editorial.State.PUBLISHED)

    @admin.action(description=_("Marquer les doutes comme levés"), permissions=["change"])
    def settle(self, request, queryset):
        self._set(request, queryset, doubts=[])


class OfEditorial(RecordedPart):
    """A row of an editorial, which its column and its field name."""

    owner = "editorial"

    @admin.display(description=_("éditorial"), ordering="editorial__title")
    def editorial_shown(self, row):
        return row.editorial

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == self.owner:
            kwargs["label"] = capfirst(_("éditorial"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(models.Byline)
class BylineAdmin(OfEditorial):
    list_display = ["name", "author", "role", "editorial_shown"]
    list_select_related = ["author", "editorial"]
    list_filter = [("author", admin.EmptyFieldListFilter)]
    search_fields = ["name", "role", "author__name"]
    autocomplete_fields = ["author", "editorial"]


@admin.register(models.Tagging)
class TaggingAdmin(OfEditorial):
    list_display = ["tag", "editorial_shown", "by", "at", "origin"]
    list_select_related = ["tag", "editorial", "by"]
    list_filter = ["origin", "at"]
    search_fields = ["tag__name", "editorial__title"]
    autocomplete_fields = ["tag", "editorial", "by"]
    readonly_fields = ["at", "origin"]


@admin.register(models.Capture)
class CaptureAdmin(OriginalLink, Titled):
    """Captures are evidence: seen here, never changed."""

    list_display = ["origin", "editorial", "media_type", "size", "captured_at"]
    list_select_related = ["editorial"]
    list_filter = ["media_type", "captured_at"]
    search_fields = ["origin", "sha256", "editorial__title"]
    fields = ["origin", "original", "editorial", "media_type", "size", "sha256", "captured_at"]
    readonly_fields = ["original"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        """Only together with its editorial."""
        return "/capture/" not in request.path and super().has_delete_permission(request, obj)
