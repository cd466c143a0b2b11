"""The pages of a portable archive, from the site's own templates and links without a server."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive import (
    citation_styles,
    citations,
    dates,
    figures,
    issues,
    markup,
    text,
    typesetting,
)
from archive.models import Editorial, Issue, Publication, unsaid
from archive.portable import illustrations, places
from archive.portable.lists import Lists, Value, by_letter, common_month, values
from archive.references import Reference
from archive.references import reference as reference_of
from archive.templatetags import listing

A_PAGE = 200  # editorials of a list on one page
NEWEST = 8  # editorials on the first page
MOST_TAGS = 24  # on the first page
LEVEL = 2  # of the headings of editorials in lists
Link = tuple[str, str]  # where a page is, and what it is called
Trail = list[tuple[str, str]]  # names of pages and where they are


class Pages:
    """Writes pages into a folder. `address`: the site's own on the web, "" where it has none;
    `state`: the day as of which the archive is."""

    def __init__(
        self, folder: Path, articles: dict[int, str], lists: Lists, address: str, state: date
    ):
        self._folder, self._articles, self._lists = folder, articles, lists
        self._address, self._state = address, state
        self._issues = _issues_of(lists)
        listed = {places.listing("month", month) for month in lists.by["month"]}
        for magazine, of_magazine in self._issues.items():
            listed |= {places.issue(magazine, issue.slug) for issue in of_magazine}
        self._links = places.Links(articles, listed)
        # How lists show each editorial, made once: one stands in a handful of them.
        self._entries: dict[int, SafeString] = {}
        # What orders editorials in their issue.
        self._orders: dict[int, tuple[tuple[int, int], str, int]] = {}

    # Pages of lists

    def write_lists(self, scripts: Sequence[str]) -> None:
        """Write the first page, those of years, months, magazines, issues, authors, tags, and the
        search page, which runs some scripts."""
        lists = self._lists
        named = {
            facet: values(facet, lists.by[facet]) for facet in ("publication", "author", "tag")
        }
        self._write_home(lists, named)
        self._write("search", places.SEARCH, {"title": _("Recherche"), "scripts": scripts})
        self._write_periods(lists)
        links = self._write_issues(lists)
        titles = {"publication": _("Revues"), "author": _("Auteurs"), "tag": _("Mots-clés")}
        indexes = {
            "publication": places.MAGAZINES,
            "author": places.AUTHORS,
            "tag": places.TAGS,
        }
        for facet, of_facet in named.items():
            context = {"title": titles[facet], "groups": by_letter(of_facet)}
            self._write("names", indexes[facet], context)
            for value in of_facet:
                within = links.get(value.named.slug, []) if facet == "publication" else []
                trail = [(titles[facet], indexes[facet])]
                self._write_value(facet, value, lists, trail, within)

    def _write_home(self, lists: Lists, named: dict[str, list[Value]]) -> None:
        years = lists.years
        counted = [(year, len(lists.by["year"][year])) for year in years]
        most = max((count for _year, count in counted), default=1)
        tags = sorted(named["tag"], key=lambda value: -value.count)[:MOST_TAGS]
        context = {
            "years": [(year, count, round(100 * count / most)) for year, count in counted],
            "undated": len(lists.undated),
            "count": len(lists.all),
            "magazines": named["publication"],
            "tags": tags,
            "span": "–".join(dict.fromkeys([*years[:1], *years[-1:]])),
            "newest": self._entries_of(lists.all[:NEWEST]),
        }
        self._write("home", places.HOME, context)

    def _write_periods(self, lists: Lists) -> None:
        trail = [(_("Années"), f"{places.HOME}#years")]
        months = self._write_months(lists, trail)
        for year, beside in _beside([(places.listing("year", year), year) for year in lists.years]):
            context = {**beside, "within": months[year], "within_label": _("Mois")}
            ids = lists.by["year"][year]
            self._write_list(year, ids, places.listing("year", year), trail, context)
        self._write_list(_("Sans année"), lists.undated, places.UNDATED, trail, {})

    def _write_months(self, lists: Lists, trail: Trail) -> dict[str, list[Link]]:
        """Write the pages of months; return {year: links to its months}."""
        months: dict[str, list[Link]] = defaultdict(list)
        names = {month: dates.display(month) for month in sorted(lists.by["month"])}
        links = [(places.listing("month", month), name) for month, name in names.items()]
        for (month, name), (_name, beside) in zip(names.items(), _beside(links), strict=True):
            year, path = month[:4], places.listing("month", month)
            months[year].append((path, name.removesuffix(f" {year}")))
            of_year = [*trail, (year, places.listing("year", year))]
            self._write_list(name, lists.by["month"][month], path, of_year, beside)
        return months

    def _write_issues(self, lists: Lists) -> dict[str, list[Link]]:
        """Write the pages of issues; return {slug of a magazine: links to its issues}."""
        links = {}
        for magazine, of_magazine in self._issues.items():
            links[magazine] = [(places.issue(magazine, row.slug), row.name) for row in of_magazine]
            besides = _beside(links[magazine])
            for issue, (_name, beside) in zip(of_magazine, besides, strict=True):
                self._write_issue(issue, lists, beside)
        return links

    def _write_issue(self, issue: Issue, lists: Lists, beside: dict[str, Any]) -> None:
        magazine = issue.publication
        path = places.issue(magazine.slug, issue.slug)
        ids = lists.by["issue"][f"{magazine.slug}/{issue.slug}"]
        trail = [(_("Revues"), places.MAGAZINES)]
        trail.append((magazine.name, places.listing("publication", magazine.slug)))
        context = {**beside, "issue": issue, "terms": magazine.terms}
        if illustrations.write_cover(issue, self._folder / places.cover(path)):
            context["cover"] = places.cover(path)
        in_order = sorted(ids, key=self._orders.__getitem__)
        self._write_list(f"{magazine.name}, {issue.name}", in_order, path, trail, context)

    def _write_value(
        self, facet: str, value: Value, lists: Lists, trail: Trail, within: list[Link]
    ) -> None:
        ids = lists.by[facet][value.named.slug]
        context: dict[str, Any] = {"within": within, "within_label": _("Numéros")}
        if isinstance(value.named, Publication):
            context |= {"magazine": value.named, "terms": value.named.terms}
        path = places.listing(facet, value.named.slug)
        self._write_list(value.named.name, ids, path, trail, context)

    def _write_list(
        self, title: str, ids: Sequence[int], path: str, trail: Trail, context: dict
    ) -> None:
        """Write a list in as many pages as it needs, one at least."""
        pages = max(-(-len(ids) // A_PAGE), 1)
        for number in range(1, pages + 1):
            context |= {
                "title": title,
                "trail": trail,
                "count": len(ids),
                "entries": self._entries_of(ids[(number - 1) * A_PAGE : number * A_PAGE]),
                "number": number,
                "pages": [places.continued(path, page) for page in range(1, pages + 1)],
            }
            self._write("list", places.continued(path, number), context)

    def _entries_of(self, ids: Sequence[int]) -> SafeString:
        return markup.joined("", [self._entries[number] for number in ids])

    # Articles

    def write_article(self, editorial: Editorial) -> Reference:
        """Write the page of an editorial with its citations; return what is cited of it.

        Lists can show it from then on.
        """
        path = self._articles[editorial.pk]
        address = editorial.source_url
        if self._address:
            address = self._address.rstrip("/") + editorial.get_absolute_url()
        reference = reference_of(editorial, address or path, self._state)
        body = illustrations.body_with_pictures(editorial, (self._folder / path).parent)
        set_body = typesetting.typeset(body, editorial.language)
        context = {
            "editorial": editorial,
            "title": editorial.heading,
            "heading": typesetting.set_html(escape(editorial.heading), editorial.language),
            "standfirst": typesetting.set_html(escape(editorial.standfirst), editorial.language),
            "body": SafeString(typesetting.with_notes(typesetting.with_anchors(set_body))),
            "only_pictures": unsaid.had_only_pictures(editorial),
            "period": self._period(editorial),
            "month": self._month(editorial),
            "cited": citation_styles.iso690(reference),
            "bibtex": citations.bibtex(reference),
            "ris": citations.ris(reference).replace("\r\n", "\n"),
            "address": address if self._address else "",
        }
        self._write("article", path, context)
        place = issues.page_place(editorial.page)
        self._orders[editorial.pk] = place, text.fold(editorial.title), editorial.pk
        self._entries[editorial.pk] = listing.entries(Context(), [editorial], LEVEL)
        return reference

    def _period(self, editorial: Editorial) -> str:
        first, last = editorial.earliest, editorial.latest
        if first and last and first.year == last.year:
            return places.listing("year", f"{first.year:04}")
        return ""

    def _month(self, editorial: Editorial) -> Link | None:
        """Return the page of the month that an editorial is surely of, with its name."""
        first, last = editorial.earliest, editorial.latest
        of_month = common_month(first, last) if first and last else ""
        if not of_month:
            return None
        name = dates.display(of_month).removesuffix(f" {of_month[:4]}")
        return places.listing("month", of_month), name

    # À propos

    def write_about(self, context: dict[str, Any]) -> None:
        """Write the page that says what this is."""
        self._write("about", places.ABOUT, {"title": _("À propos"), **context})

    def _write(self, template: str, path: str, context: dict[str, Any]) -> None:
        whole = {
            "root": places.root(path),
            "LANGUAGE_CODE": get_language(),
            "name": settings.SITE_NAME,
            "state": self._state,
            "place": path,
            **context,
        }
        html = get_template(f"portable/{template}.html").render(whole)
        file = self._folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self._links.turned(html, path), encoding="utf-8", newline="\n")


def _issues_of(lists: Lists) -> dict[str, list[Issue]]:
    """Return {slug of a magazine: its issues that any editorial is of}, in their order."""
    issues_of: dict[str, list[Issue]] = defaultdict(list)
    rows = Issue.objects.select_related("publication")
    for issue in rows.order_by("publication", "numbering", "rank", "slug"):
        if f"{issue.publication.slug}/{issue.slug}" in lists.by["issue"]:
            issues_of[issue.publication.slug].append(issue)
    return issues_of


def _beside(links: Sequence[Link]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name of each of several pages in a row, with the links before and after it."""
    for place, (_path, name) in enumerate(links):
        before = links[place - 1] if place else None
        after = links[place + 1] if place + 1 < len(links) else None
        yield name, {"before": before, "after": after}


def shown(editorial: Editorial, path: str) -> str:
    """Return what a result of a search shows of an editorial, a line of parts parted by tabs.

    They are its address, heading, date, what else is told, its language, and its text.
    """
    signed = [byline.name for byline in editorial.bylines.all()]
    told = [", ".join(signed) or str(unsaid.UNKNOWN_AUTHOR)]
    told.append(str(editorial.publication or unsaid.UNKNOWN_MAGAZINE))
    if editorial.issue:
        told.append(editorial.issue_name)
    words = f"{editorial.standfirst} {editorial.text}"
    parts = [
        path,
        _set(editorial.heading, editorial.language),
        unsaid.date_in_words(editorial),
        " · ".join(told),
        editorial.language,
        _set(words, editorial.language),
    ]
    return "\t".join(text.on_a_line(str(part)) for part in parts)


def _set(plain: str, language: str) -> str:
    """Return plain text as it is set, as text and no HTML."""
    return unescape(typesetting.line(plain, language))


def whole(ids: Sequence[int]) -> Iterator[Editorial]:
    """Yield published editorials with all that their pages show, in the order of their ids."""
    rows = Editorial.objects.published().select_related("publication", "withholding")
    rows = rows.prefetch_related("bylines__author", "tags")
    yield from rows.filter(pk__in=ids).defer("imported").order_by("pk")


def terms_of(magazines: Sequence[Value]) -> list[tuple[str, str, str]]:
    """Return (magazine, how many editorials, under what terms) for each."""
    rows = []
    for value in magazines:
        assert isinstance(value.named, Publication)
        terms = value.named.terms
        rows.append((value.named.name, figures.editorials(value.count), str(terms or "")))
    return rows
