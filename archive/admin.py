"""Django's admin for editors: every model, searchable, with completion instead of endless lists."""

from django import forms
from django.contrib import admin
from django.db.models import Count, TextField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive import models, text
from archive.ingest.records import Doubt

admin.site.site_header = admin.site.site_title = _("Atelier de l’archive")


class Lines(forms.CharField):
    """Browsers end lines with CR LF; a text that nobody touched must not count as mended."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


def link_to_original(capture: models.Capture) -> str:
    return format_html('<a href="{}">{}</a>', reverse("capture", args=[capture.pk]), _("les octets reçus"))


class BylineInline(admin.TabularInline):
    model = models.Byline
    extra = 0
    autocomplete_fields = ["author"]


class TaggingInline(admin.TabularInline):
    model = models.Tagging
    extra = 0
    autocomplete_fields = ["tag"]
    readonly_fields = ["by", "at", "origin"]


class CaptureInline(admin.TabularInline):
    model = models.Capture
    extra = 0
    can_delete = False
    fields = readonly_fields = ["origin", "original", "media_type", "size", "captured_at"]

    original = admin.display(description=_("original"))(lambda self, capture: link_to_original(capture))

    def has_add_permission(self, request, obj=None):
        return False


class DoubtFilter(admin.SimpleListFilter):
    title = _("à vérifier")
    parameter_name = "doubts"

    def lookups(self, request, model_admin):
        return [("yes", _("avec doutes")), ("no", _("sans doute"))]

    def queryset(self, request, queryset):
        return {"yes": queryset.doubtful, "no": lambda: queryset.filter(doubts=[])}.get(self.value(), queryset.all)()


@admin.register(models.Editorial)
class EditorialAdmin(admin.ModelAdmin):
    list_display = ["heading_shown", "byline_shown", "date_display", "publication", "state", "doubt_count"]
    list_filter = ["state", DoubtFilter, "publication", "language", ("earliest", admin.EmptyFieldListFilter)]
    list_select_related = ["publication"]
    list_per_page = 50
    search_fields = ["title", "text", "bylines__name", "source_url", "source_id"]
    autocomplete_fields = ["publication"]
    inlines = [BylineInline, TaggingInline, CaptureInline]
    readonly_fields = ["doubts_shown", "earliest", "latest", "created_at", "updated_at"]
    actions = ["publish", "withdraw", "settle"]
    formfield_overrides = {TextField: {"form_class": Lines}}
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
        return ", ".join(byline.name for byline in editorial.bylines.all())

    @admin.display(description=_("date"), ordering="earliest")
    def date_display(self, editorial):
        return editorial.date_display

    @admin.display(description=_("doutes"))
    def doubt_count(self, editorial):
        return len(editorial.doubts) or ""

    @admin.display(description=_("à vérifier"))
    def doubts_shown(self, editorial):
        messages = [Doubt(**doubt).message() for doubt in editorial.doubts]
        return format_html("{}", " · ".join(messages)) if messages else "—"

    def save_model(self, request, editorial, form, change):
        """Whoever mends a field has answered the doubt about it."""
        mended = {"text" if name == "body" else name for name in form.changed_data}
        editorial.doubts = [doubt for doubt in editorial.doubts if doubt["field"] not in mended]
        super().save_model(request, editorial, form, change)

    def save_formset(self, request, form, formset, change):
        for row in formset.save(commit=False):
            if isinstance(row, models.Tagging) and row.pk is None:
                row.by = request.user
            row.save()
            if isinstance(row, models.Byline) and row.author:  # so that the next import knows whom this name means
                models.AuthorName.objects.get_or_create(author=row.author, name=row.name)
        for row in formset.deleted_objects:
            row.delete()
        if formset.model is models.Byline and formset.has_changed():
            editorial = form.instance
            editorial.doubts = [doubt for doubt in editorial.doubts if doubt["field"] != "byline"]
            editorial.save(update_fields=["doubts"])

    def _set_state(self, request, queryset, state):
        for editorial in queryset:  # one by one: each save tells the index
            editorial.state = state
            editorial.save(update_fields=["state"])
        count = len(queryset)
        self.message_user(request, ngettext("%d éditorial modifié.", "%d éditoriaux modifiés.", count) % count)

    @admin.action(description=_("Publier"), permissions=["change"])
    def publish(self, request, queryset):
        self._set_state(request, queryset, models.Editorial.State.PUBLISHED)

    @admin.action(description=_("Retirer de la consultation"), permissions=["change"])
    def withdraw(self, request, queryset):
        self._set_state(request, queryset, models.Editorial.State.WITHDRAWN)

    @admin.action(description=_("Marquer les doutes comme levés"), permissions=["change"])
    def settle(self, request, queryset):
        count = queryset.update(doubts=[])
        self.message_user(request, ngettext("%d éditorial vérifié.", "%d éditoriaux vérifiés.", count) % count)


class NamedAdmin(admin.ModelAdmin):
    list_display = ["name", "editorial_count"]
    search_fields = ["name", "slug"]
    list_per_page = 100

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(total=Count("editorials", distinct=True))

    @admin.display(description=_("éditoriaux"), ordering="total")
    def editorial_count(self, named):
        return named.total


class OneOfAName(forms.ModelForm):
    """Refuses a name that differs from another only in case or accents, as the database does."""

    def clean_name(self):
        name, row = self.cleaned_data["name"], self.instance
        if type(row).objects.exclude(pk=row.pk).filter(key=text.fold(name)).exists():
            raise row.unique_error_message(type(row), ("name",))
        return name


@admin.register(models.Publication)
class PublicationAdmin(NamedAdmin):
    form = OneOfAName
    list_display = ["name", "issn", "editorial_count"]
    search_fields = ["name", "issn"]


@admin.register(models.Tag)
class TagAdmin(NamedAdmin):
    form = OneOfAName


class AuthorNameInline(admin.TabularInline):
    model = models.AuthorName
    extra = 0


@admin.register(models.Author)
class AuthorAdmin(NamedAdmin):
    list_display = ["name", "sort_name", "editorial_count"]
    search_fields = ["name", "names__name"]
    inlines = [AuthorNameInline]

    def save_formset(self, request, form, formset, change):
        """An author's save keeps the name itself as a printed form; the same one given here is no second."""
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            row.delete()
        for row in rows:
            if not row.author.names.exclude(pk=row.pk).filter(name=row.name).exists():
                row.save()


@admin.register(models.AuthorName)
class AuthorNameAdmin(admin.ModelAdmin):
    list_display = ["name", "author"]
    list_select_related = ["author"]
    search_fields = ["name", "author__name"]
    autocomplete_fields = ["author"]


@admin.register(models.Byline)
class BylineAdmin(admin.ModelAdmin):
    list_display = ["name", "author", "role", "editorial"]
    list_select_related = ["author", "editorial"]
    list_filter = [("author", admin.EmptyFieldListFilter)]
    search_fields = ["name", "role", "author__name"]
    autocomplete_fields = ["author", "editorial"]


@admin.register(models.Tagging)
class TaggingAdmin(admin.ModelAdmin):
    list_display = ["tag", "editorial", "by", "at", "origin"]
    list_select_related = ["tag", "editorial", "by"]
    list_filter = ["origin", "at"]
    search_fields = ["tag__name", "editorial__title"]
    autocomplete_fields = ["tag", "editorial", "by"]
    readonly_fields = ["at", "origin"]


@admin.register(models.Capture)
class CaptureAdmin(admin.ModelAdmin):
    """Captures are evidence: seen here, never changed."""

    list_display = ["origin", "editorial", "media_type", "size", "captured_at"]
    list_select_related = ["editorial"]
    list_filter = ["media_type", "captured_at"]
    search_fields = ["origin", "sha256", "editorial__title"]
    fields = ["origin", "original", "editorial", "media_type", "size", "sha256", "captured_at"]
    readonly_fields = ["original"]

    original = admin.display(description=_("original"))(lambda self, capture: link_to_original(capture))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        """Only together with its editorial."""
        return "/capture/" not in request.path and super().has_delete_permission(request, obj)
