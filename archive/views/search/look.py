"""How the page shows a search, beside what is asked: what of its address changes no answer."""

from dataclasses import dataclass

from django.http import QueryDict

from archive.search.question.query import CITED, FACETS
from archive.views.search import narrowing

LONGEST_LIKE = 60  # characters


@dataclass(frozen=True)
class Look:
    """How the page shows a search.

    `bars` is "share" for shares of each year, `facet` is shown with all its values, or those that
    are `like` something. Only the first is kept from page to page.
    """

    bars: str = ""
    facet: str = ""
    like: str = ""

    @classmethod
    def read(cls, params: QueryDict) -> "Look":
        look = {}
        if params.get("bars") == "share":
            look["bars"] = "share"
        facet = params.get("facet", "")
        if facet in (*FACETS, CITED):
            look["facet"] = facet
        if facet in narrowing.HEADINGS or facet == CITED:
            typed = params.get("like", "")[:LONGEST_LIKE]
            look["like"] = "".join(filter(str.isprintable, typed)).strip()
        return cls(**look)

    def parameters(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in vars(self).items() if value]
