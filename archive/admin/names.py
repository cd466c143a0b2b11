"""Magazines, tags and authors in the admin."""

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from archive import models, text
from archive.admin.recorded import Recorded, RecordedPart


class NamedAdmin(Recorded):
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
class AuthorNameAdmin(RecordedPart):
    owner = "author"
    list_display = ["name", "author"]
    list_select_related = ["author"]
    search_fields = ["name", "author__name"]
    autocomplete_fields = ["author"]
