"""Where each page of a portable archive is, and links that lead there from any of its folders."""

import hashlib
import re
from collections.abc import Collection, Mapping
from urllib.parse import unquote

from django.urls import get_script_prefix

A_FOLDER = 1000  # articles in one folder: of more, file managers and USB sticks grow slow
LONGEST = 50  # characters of a name of a file; some disks and archives take no long paths
HOME, SEARCH, ABOUT = "index.html", "recherche.html", "a-propos.html"
UNDATED, MAGAZINES, AUTHORS, TAGS = (
    "sans-annee.html",
    "revues.html",
    "auteurs.html",
    "mots-cles.html",
)
FOLDERS = {
    "publication": "revues",
    "author": "auteurs",
    "tag": "mots-cles",
    "year": "annees",
    "month": "annees",
}
ISSUES, PICTURES = "numeros", "images"
# The first part of an address of the site -> the facet that it is of.
ROOMS = {"publications": "publication", "authors": "author", "tags": "tag"}
_LINK = re.compile(r'(<a\b[^>]*?\shref=")(/[^"]*)(")')
_UNFIT = re.compile(r"[^\w-]")
_YEAR = re.compile(r"\d{4}")


def article(number: int, slug: str) -> str:
    """Return where an editorial's page is: « articles/12/12034-la-voix.html »."""
    name = f"{number}-{slug[:LONGEST]}".strip("-")
    return f"articles/{number // A_FOLDER}/{name}.html"


def listing(facet: str, value: str, page: int = 1) -> str:
    """Return where a page of the editorials of a facet's value is: « auteurs/abgrall.2.html »."""
    return f"{FOLDERS[facet]}/{_continued(_short(value), page)}"


def issue(magazine: str, slug: str) -> str:
    """Return where an issue's page is, by two slugs: « numeros/decroche/36.html »."""
    return f"{ISSUES}/{_short(magazine)}/{_short(_named(slug))}.html"


def cover(of_issue: str) -> str:
    """Return where the cover of an issue is whose page is there."""
    return f"{of_issue.removesuffix('.html')}.jpg"


def continued(first: str, page: int) -> str:
    """Return where a further page of a list is whose first page is at the top."""
    return _continued(first.removesuffix(".html"), page)


def _continued(name: str, page: int) -> str:
    # No slug has a dot, so that no other page is called so.
    return f"{name}.html" if page == 1 else f"{name}.{page}.html"


def _short(value: str) -> str:
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}-{_apart(value)}"


def _named(slug: str) -> str:
    """Return an issue's slug as the name of a file, which has no dot but its last."""
    name = _UNFIT.sub("-", slug)
    return name if name == slug else f"{name}-{_apart(slug)}"


def _apart(value: str) -> str:
    """Return what tells a long or an odd slug from others that would be called as it is."""
    return hashlib.sha256(value.encode()).hexdigest()[:8]


def root(path: str) -> str:
    """Return the way from a page to the folder of all: « ../../ » from an article."""
    return "../" * path.count("/")


class Links:
    """The site's own links in HTML, as they lead from page to page of a portable archive.

    `articles` are {number: where its page is}; of other editorials there is nothing. `lists` tells
    whether there is a page of an issue or a month at a place.
    """

    def __init__(self, articles: Mapping[int, str], lists: Collection[str]):
        self._articles, self._lists = articles, lists

    def turned(self, html: str, path: str) -> str:
        """Return the HTML of a page at a path with links that need no server.

        A link to what is only on the site leads to the home page.
        """
        way = root(path)
        return _LINK.sub(lambda link: f"{link[1]}{way}{self.place(link[2])}{link[3]}", html)

    def place(self, address: str) -> str:
        """Return where the page of one of the site's addresses is."""
        bare, hash_sign, anchor = address.partition("#")
        parts = bare.removeprefix(get_script_prefix()).partition("?")[0].strip("/").split("/")
        return self._page(parts) + hash_sign + anchor

    def _page(self, parts: list[str]) -> str:
        room, *rest = parts
        if room == "editorials" and rest and rest[0].isdecimal():
            return self._articles.get(int(rest[0]), HOME)
        if room == "publications" and len(rest) > 1:
            of_issue = issue(rest[0], unquote(rest[1]))
            if of_issue in self._lists:
                return of_issue
        if room in ROOMS and rest:
            return listing(ROOMS[room], rest[0])
        if _YEAR.fullmatch(room):
            of_month = listing("month", "-".join(parts[:2]))
            return of_month if of_month in self._lists else listing("year", room)
        return UNDATED if room == "undated" else HOME
