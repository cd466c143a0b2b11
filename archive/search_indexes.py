"""What the search index holds of an editorial. Facets hold slugs and codes; their names are asked of the database."""

import hashlib
import json

from haystack import indexes
from haystack.fields import FacetMultiValueField

from archive import text as texts
from archive.models import Editorial
from archive.search.words import analysis


class EditorialIndex(indexes.SearchIndex, indexes.Indexable):
    """Running text: title, standfirst, text (the body), byline, keywords, magazine. The rest are facets and numbers."""

    text = indexes.CharField(document=True, model_attr="text")
    title = indexes.CharField(model_attr="title")
    standfirst = indexes.CharField(model_attr="standfirst")
    byline = indexes.CharField()
    keywords = indexes.CharField()
    magazine = indexes.CharField()
    author = FacetMultiValueField()
    tag = FacetMultiValueField()
    publication = indexes.FacetCharField()
    language = indexes.FacetCharField(model_attr="language")
    section = indexes.FacetCharField(model_attr="section")
    year = FacetMultiValueField()
    twin = indexes.IntegerField()
    earliest = indexes.DateField(model_attr="earliest", null=True)
    latest = indexes.DateField(model_attr="latest", null=True)
    version = indexes.IntegerField(stored=False)

    def get_model(self):
        return Editorial

    def get_updated_field(self):
        return "updated_at"

    def index_queryset(self, using=None):
        related = ("bylines__author__names", "tags__aliases", "years")
        return (
            Editorial.objects.published()
            .select_related("publication")
            .prefetch_related(*related)
            .defer("body", "imported")
        )

    def prepare(self, editorial) -> dict:
        prepared = super().prepare(editorial)
        prepared["version"] = version(prepared)
        return prepared

    def prepare_byline(self, editorial) -> str:
        """Every form in which the authors' names were ever printed, so that each finds them all."""
        people = [byline.author for byline in editorial.bylines.all() if byline.author]
        printed = [byline.name for byline in editorial.bylines.all()]
        return "\n".join(
            dict.fromkeys(printed + [name.name for person in people for name in person.names.all()])
        )

    def prepare_keywords(self, editorial) -> str:
        """The names of its tags and their other names, so that each finds it."""
        tags = editorial.tags.all()
        return "\n".join(
            [tag.name for tag in tags] + [alias.name for tag in tags for alias in tag.aliases.all()]
        )

    def prepare_magazine(self, editorial) -> str:
        return editorial.publication.name if editorial.publication else ""

    def prepare_author(self, editorial) -> list[str]:
        return [byline.author.slug for byline in editorial.bylines.all() if byline.author]

    def prepare_tag(self, editorial) -> list[str]:
        return [tag.slug for tag in editorial.tags.all()]

    def prepare_publication(self, editorial) -> str:
        return editorial.publication.slug if editorial.publication else ""

    def prepare_year(self, editorial) -> list[str]:
        return [str(row.year) for row in editorial.years.all()]

    def prepare_twin(self, editorial) -> int | None:
        """A number that editorials with one title and text share: what is printed again is ranked after the first. None
        for one without a word."""
        words = f"{texts.fingerprint(editorial.title)}{editorial.fingerprint}"
        return int(texts.fingerprint(words)[:15], 16) if words else None


def version(prepared: dict) -> int:
    """A number that changes with anything that is indexed of an editorial, its tags' names for one, and with what a word
    is: tells whether the index is up to date. 60 bits of SHA-256."""
    said = json.dumps([analysis.EDITION, prepared], sort_keys=True, default=str)
    return int(hashlib.sha256(said.encode(errors="replace")).hexdigest()[:15], 16)
