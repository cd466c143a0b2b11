"""What the search index holds of an editorial.

Facets hold slugs and codes; their names are asked of the database.
"""

import hashlib
import json
from collections.abc import Iterable

from django.db.models import Model, Prefetch
from haystack import indexes
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.fields import FacetMultiValueField
from haystack.utils import get_identifier, get_model_ct

from archive import issues, parts
from archive import text as texts
from archive.models import Author, AuthorName, Byline, Editorial, Tag, TagAlias
from archive.search.words import analysis, expansions

# The relations of an editorial, as they are read of many at once: into lists, for `_rows`. Django's
# own way makes a QuerySet for each relation of each editorial, a sixth of the time of indexing.
RELATED = (
    Prefetch("bylines", to_attr="read_bylines"),
    "read_bylines__author",
    Prefetch("read_bylines__author__names", to_attr="read_names"),
    Prefetch("tags", to_attr="read_tags"),
    Prefetch("read_tags__aliases", to_attr="read_aliases"),
    Prefetch("years", to_attr="read_years"),
    Prefetch("earlier_likenesses", to_attr="read_earlier_likenesses"),
)


class TextOfDatabase(indexes.CharField):
    """A text that results have from the column of its model: an index need not store it again."""

    is_of_database = True


class EditorialIndex(indexes.SearchIndex, indexes.Indexable):
    """The fields of an editorial's document.

    Title, standfirst, text (the body), crossheads (of it once more), byline, keywords and magazine
    are running text, the rest
    facets, exact values and numbers. An issue is `<magazine's slug>/<its slug>` as a facet; what
    it and its page are found by are exact values. `acronym` is what its texts say that acronyms
    stand for: `SI=système d’information`.
    """

    text = TextOfDatabase(document=True, model_attr="text")
    title = indexes.CharField(model_attr="title")
    standfirst = indexes.CharField(model_attr="standfirst")
    crosshead = indexes.CharField()
    byline = indexes.CharField()
    keywords = indexes.CharField()
    magazine = indexes.CharField()
    author = FacetMultiValueField()
    tag = FacetMultiValueField()
    publication = indexes.FacetCharField()
    language = indexes.FacetCharField(model_attr="language")
    section = indexes.FacetCharField(model_attr="section")
    year = FacetMultiValueField()
    issue = indexes.FacetCharField()
    issue_key = FacetMultiValueField()
    page_key = FacetMultiValueField()
    acronym = FacetMultiValueField()
    twin = indexes.IntegerField()
    group = indexes.IntegerField()
    original = indexes.IntegerField()
    earliest = indexes.DateField(model_attr="earliest", null=True)
    latest = indexes.DateField(model_attr="latest", null=True)
    version = indexes.IntegerField(stored=False)

    def get_model(self):
        return Editorial

    def get_updated_field(self):
        return "updated_at"

    def index_queryset(self, using=None):
        return (
            Editorial.objects.published()
            .select_related("publication")
            .prefetch_related(*RELATED)
            .defer("body", "imported")
        )

    def prepare(self, editorial: Editorial) -> dict:
        """Return what haystack's own `prepare` does, asking each field in one way, not in two."""
        prepared = {
            ID: get_identifier(editorial),
            DJANGO_CT: get_model_ct(Editorial),
            DJANGO_ID: str(editorial.pk),
        }
        for name, field in self.fields.items():
            prepare_field = getattr(self, f"prepare_{name}", field.prepare)
            prepared[field.index_fieldname] = prepare_field(editorial)
        prepared["version"] = version(prepared)
        return prepared

    def prepare_crosshead(self, editorial: Editorial) -> str:
        """Return the crossheads of the text, a line each: words together in one are telling."""
        return "\n".join(texts.crossheads(editorial.text))

    def prepare_byline(self, editorial: Editorial) -> str:
        """Return every form in which the authors' names were ever printed: each finds them all."""
        printed = _names(_rows(editorial, "bylines"))
        for author in _authors(editorial):
            printed += _names(_rows(author, "names"))
        return "\n".join(dict.fromkeys(printed))

    def prepare_keywords(self, editorial: Editorial) -> str:
        """Return the names of its tags and their other names: each finds it."""
        tags = _rows(editorial, "tags")
        names = _names(tags)
        for tag in tags:
            names += _names(_rows(tag, "aliases"))
        return "\n".join(names)

    def prepare_magazine(self, editorial: Editorial) -> str:
        return getattr(editorial.publication, "name", "")

    def prepare_author(self, editorial: Editorial) -> list[str]:
        return _slugs(_authors(editorial))

    def prepare_tag(self, editorial: Editorial) -> list[str]:
        return _slugs(_rows(editorial, "tags"))

    def prepare_publication(self, editorial: Editorial) -> str:
        return getattr(editorial.publication, "slug", "")

    def prepare_issue(self, editorial: Editorial) -> str:
        return issues.address(self.prepare_publication(editorial), editorial.issue)

    def prepare_issue_key(self, editorial: Editorial) -> list[str]:
        return issues.keys(editorial.issue)

    def prepare_page_key(self, editorial: Editorial) -> list[str]:
        return issues.page_keys(editorial.page)

    def prepare_acronym(self, editorial: Editorial) -> list[str]:
        printed = "\n".join((editorial.title, editorial.standfirst, editorial.text))
        return ["=".join(expansion) for expansion in expansions.expansions(printed)]

    def prepare_year(self, editorial: Editorial) -> list[str]:
        return [str(row.year) for row in _rows(editorial, "years")]

    def prepare_twin(self, editorial: Editorial) -> int | None:
        """Return a number that editorials with the same title and text share.

        What is printed again is ranked after the first. None for an editorial without a word.
        """
        words = f"{texts.fingerprint(editorial.title)}{editorial.fingerprint}"
        if not words:
            return None
        return int(texts.fingerprint(words)[:15], 16)

    def prepare_group(self, editorial: Editorial) -> int | None:
        """Return a number that the parts of one document share; None for what is part of none."""
        document = parts.document(
            editorial.title,
            editorial.source_id,
            editorial.address,
            editorial.date,
            self.prepare_publication(editorial),
        )
        if not document:
            return None
        return _number(document)

    def prepare_original(self, editorial: Editorial) -> int | None:
        """Return the id of the first entered of the editorials that it is nearly a copy of."""
        originals = []
        for likeness in _rows(editorial, "earlier_likenesses"):
            if likeness.is_near_copy:
                originals.append(likeness.earlier_id)
        return min(originals, default=None)


def _rows(instance: Model, relation: str) -> list:
    """Return the rows of a relation: as they were read with it, else by a query."""
    rows = vars(instance).get(f"read_{relation}")
    if rows is None:
        return list(getattr(instance, relation).all())
    return rows


def _authors(editorial: Editorial) -> list[Author]:
    return [byline.author for byline in _rows(editorial, "bylines") if byline.author]


def _names(rows: Iterable[Byline | AuthorName | Tag | TagAlias]) -> list[str]:
    return [row.name for row in rows]


def _slugs(rows: Iterable[Author | Tag]) -> list[str]:
    return [row.slug for row in rows]


def version(prepared: dict) -> int:
    """Return a number of 60 bits (of SHA-256) that tells whether the index is up to date.

    It changes with anything that is indexed of an editorial, its tags' names for one, and with what
    a word is.
    """
    content = json.dumps([analysis.EDITION, prepared], sort_keys=True, default=str)
    return _number(content)


def _number(content: str) -> int:
    """Return a number of 60 bits that tells one text from all others."""
    return int(hashlib.sha256(content.encode(errors="replace")).hexdigest()[:15], 16)
