"""Which editorials there are to ask for: by their state, by who looks, by time, by a facet."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from archive import dates, pictures
from archive.models.days import surely_of
from archive.models.printed_issues import in_issues
from archive.models.stored_doubts import HasDoubt

if TYPE_CHECKING:
    from archive.models.doubt_kinds import DoubtKind
    from archive.models.editorials import Editorial

# What the `source_id` of each editorial of `load_demo` begins with, and the first text that comes
# behind all that begin so.
DEMONSTRATION = "demo-"
BEHIND_DEMONSTRATION = "demo."
# facet -> where an editorial's values of it stand; an issue is made of two columns: `in_issues`
FACET_COLUMNS = {
    "year": "years__year",
    "publication": "publication__slug",
    "author": "bylines__author__slug",
    "tag": "tags__slug",
    "language": "language",
}


class EditorialState(models.TextChoices):
    DRAFT = "draft", _("brouillon")
    PUBLISHED = "published", _("publié")
    WITHDRAWN = "withdrawn", _("retiré")
    TRASHED = "trashed", _("à la corbeille")  # see `trash`

    @classmethod
    def is_withdrawal(cls, state: str | None, former: str = "") -> bool:
        """Return True if an editorial of the former state is withdrawn, or thrown away, by this.

        That wants a reason.
        """
        return state in GONE and state != former


# What readers and programs are told of these is that they are gone.
GONE = (EditorialState.WITHDRAWN, EditorialState.TRASHED)


class EditorialQuerySet(models.QuerySet["Editorial"]):
    def published(self) -> Self:
        return self.filter(state=EditorialState.PUBLISHED)

    def open_to_all(self) -> Self:
        """Return those that are published, and kept from no search engine."""
        return self.published().filter(withholding__isnull=True)

    def with_shown_pictures(self) -> Self:
        """Return those that are open to all, with a picture."""
        return self.open_to_all().with_pictures()

    def unpublished(self) -> Self:
        # Not by what it is not: the few that there are, are found by their index.
        states = [state for state in EditorialState if state != EditorialState.PUBLISHED]
        return self.filter(state__in=states)

    def drafts(self) -> Self:
        return self.filter(state=EditorialState.DRAFT)

    def withdrawn(self) -> Self:
        return self.filter(state=EditorialState.WITHDRAWN)

    def in_trash(self) -> Self:
        return self.filter(state=EditorialState.TRASHED)

    def gone(self) -> Self:
        """Return those that are withdrawn or in the trash."""
        return self.filter(state__in=GONE)

    def with_pictures(self) -> Self:
        return self.filter(body__contains=f'src="{pictures.SCHEME}')

    def except_drafts(self) -> Self:
        """Return those that are or were published."""
        return self.exclude(state=EditorialState.DRAFT)

    def except_withdrawn(self) -> Self:
        """Return those that are published or drafts: neither withdrawn nor in the trash."""
        return self.exclude(state__in=GONE)

    def except_trashed(self) -> Self:
        return self.exclude(state=EditorialState.TRASHED)

    def having(self, facet: str, values) -> Self:
        """Return those that have any of these values of a facet: slugs, codes, years, issues."""
        if facet == "issue":
            return self.filter(in_issues(values))
        return self.filter(**{f"{FACET_COLUMNS[facet]}__in": values})

    def citing(self, slugs) -> Self:
        """Return those whose texts name any of what has a sheet of these addresses, not hidden."""
        sheets = {"mentions__form__sheet__slug__in": slugs, "mentions__form__sheet__hidden": False}
        return self.filter(**sheets)

    def visible_to(self, user) -> Self:
        """Return what a list may show this user: to editors drafts as well.

        A withdrawn editorial is answered for by its page alone.
        """
        if user.has_perm("archive.edit"):
            return self.except_withdrawn()
        return self.published()

    def published_among(self, ids) -> dict[int, "Editorial"]:
        """Return {id: editorial} of those of them that are published.

        What `only` is given must have `state`.
        """
        # Asked of the database, the state would be looked up first: ten times as slow for twenty of
        # 36,000.
        rows = self.in_bulk(ids)
        return {pk: row for pk, row in rows.items() if row.is_published}

    def in_order(self) -> Self:
        """Return them newest first; the undated last."""
        return self.order_by(F("earliest").desc(nulls_last=True), "-pk")

    def for_list(self) -> Self:
        """Return them with all that a list of editorials shows, without the long texts.

        A bounded number of queries.
        """
        return (
            self.select_related("publication")
            .prefetch_related("bylines__author", "tags")
            .defer("body", "text", "imported")
        )

    def in_year(self, year: int) -> Self:
        """Return those that may be of that year, as far as is known."""
        return self.filter(years__year=year)

    def in_month(self, year: int, month: int) -> Self:
        """Return those known to be of that month."""
        first, last = dates.bounds(f"{year:04}-{month:02}")
        assert first and last, "a month has days"
        return self.filter(surely_of(first, last))

    def undated(self) -> Self:
        return self.filter(years__isnull=True)

    def doubtful(self, kind: "DoubtKind | None" = None) -> Self:
        """Return those with a doubt, of that kind if it is given."""
        rows = self.exclude(doubts=[])
        if kind is None:
            return rows
        return rows.filter(HasDoubt(kind.field, kind.code))

    def demonstration(self) -> Self:
        """Return the invented editorials of `load_demo`."""
        # Not `startswith`: SQLite would read all rows for it, on every page.
        return self.filter(source_id__gte=DEMONSTRATION, source_id__lt=BEHIND_DEMONSTRATION)

    def except_demonstration(self) -> Self:
        """Return those that are not of `load_demo`."""
        before, behind = Q(source_id__lt=DEMONSTRATION), Q(source_id__gte=BEHIND_DEMONSTRATION)
        return self.filter(before | behind)

    def by_year(self) -> dict[int, int]:
        """Return {year: number of editorials that may be of that year}, in order."""
        rows = (
            self.filter(years__isnull=False)
            .values_list("years__year")
            .annotate(n=Count("pk", distinct=True))
        )
        return dict(rows.order_by("years__year"))
