"""Magazines, tags and authors in the admin."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from archive import models, text
from archive.admin.recorded import Recorded, RecordedPart
from archive.models import vocabulary


class NamedAdmin(Recorded):
    list_display = ["name", "editorial_count"]
    search_fields = ["name", "slug"]
    list_per_page = 100

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(total=Count("editorials", distinct=True))

    @admin.display(description=_("éditoriaux"), ordering="total")
    def editorial_count(self, named) -> int:
        return named.total


class UniqueNameForm(forms.ModelForm):
    """Refuses a name that differs from another in case or accents alone, as the database does."""

    def clean_name(self):
        name, row = self.cleaned_data["name"], self.instance
        if type(row).objects.exclude(pk=row.pk).filter(key=text.fold(name)).exists():
            raise row.unique_error_message(type(row), ("name",))
        return name


class PublicationForm(UniqueNameForm):
    def clean_successors(self):
        """Refuse a magazine that came before this, by any number of steps, or is this."""
        successors = self.cleaned_data["successors"]
        if self.instance.pk:
            self.instance.refuse_circle(successors)
        return successors


class PeriodInline(admin.TabularInline):
    model = models.Period
    extra = 0


class EditorshipInline(admin.TabularInline):
    model = models.Editorship
    extra = 0
    fields = ["name", "role", "date", "author"]
    autocomplete_fields = ["author"]


@admin.register(models.Publication)
class PublicationAdmin(NamedAdmin):
    form = PublicationForm
    list_display = ["name", "issn", "publisher", "editorial_count"]
    search_fields = ["name", "issn", "publisher"]
    autocomplete_fields = ["successors"]
    inlines = [PeriodInline, EditorshipInline]

    def save_related(self, request, form, formsets, change):
        """Save the rows beside a magazine, and tell which periods overlap: that may be meant."""
        super().save_related(request, form, formsets, change)
        overlaps = form.instance.overlaps()
        if overlaps:
            self.message_user(request, overlaps, messages.WARNING)


class TagAdminForm(UniqueNameForm):
    def clean_broader(self):
        """Refuse what would make a circle, which a tag that is yet to be made cannot."""
        broader = self.cleaned_data["broader"]
        if self.instance.pk:
            vocabulary.refuse_circle(self.instance, broader)
        return broader


class AliasForm(forms.ModelForm):
    def clean_name(self):
        """Refuse the name or alias of another tag."""
        name = self.cleaned_data["name"]
        alias = models.TagAlias.objects.filter(key=text.fold(name)).exclude(pk=self.instance.pk)
        if alias.exists() or models.Tag.objects.filter(key=text.fold(name)).exists():
            raise forms.ValidationError(_("Ce nom est déjà celui d’un mot-clé."))
        return name


class AliasInline(admin.TabularInline):
    model = models.TagAlias
    form = AliasForm
    extra = 0


@admin.register(models.Tag)
class TagAdmin(NamedAdmin):
    form = TagAdminForm
    search_fields = ["name", "slug", "aliases__name"]
    autocomplete_fields = ["broader"]
    inlines = [AliasInline]


@admin.register(models.TagAlias)
class TagAliasAdmin(RecordedPart):
    """Where the list of what visitors seek in vain leads to."""

    owner = "tag"
    form = AliasForm
    list_display = ["name", "tag"]
    list_select_related = ["tag"]
    search_fields = ["name", "tag__name"]
    autocomplete_fields = ["tag"]


class AuthorNameInline(admin.TabularInline):
    model = models.AuthorName
    extra = 0


@admin.register(models.Author)
class AuthorAdmin(NamedAdmin):
    list_display = ["name", "sort_name", "kind", "editorial_count"]
    list_filter = ["kind"]
    search_fields = ["name", "names__name"]
    inlines = [AuthorNameInline]

    def save_formset(self, request, form, formset, change):
        """Save printed forms, each once: an author's save keeps the name itself as one."""
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            row.delete()
        for row in rows:
            if not row.author.names.exclude(pk=row.pk).filter(name=row.name).exists():
                row.save()


@admin.register(models.AuthorName)
class AuthorNameAdmin(RecordedPart):
    owner = "author"
    list_display = ["name", "author"]
    list_select_related = ["author"]
    search_fields = ["name", "author__name"]
    autocomplete_fields = ["author"]
