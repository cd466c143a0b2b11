"""A claim: one value for one field of a text, and where its page says it. Nothing is judged here.

Pages claim in JSON-LD, OpenGraph, citation_*, Dublin Core, microdata, <time>, bylines, headings:
`gathering` collects them, `weighing` compares them.
"""

from dataclasses import dataclass, field

from lxml import etree


@dataclass(frozen=True)
class Claim:
    """One value for one field and where the page says it: "json-ld", "heading", "byline" …

    `printed` is a date as it stands on the page, where `value` is what was understood of it.
    """

    field: str
    value: str
    origin: str
    kinds: frozenset[str] = frozenset()  # schema.org types of an author
    printed: str = ""


@dataclass
class Claims:
    """All that a page claims, with its JSON-LD article and its main heading.

    `data` is JSON from which its own scripts draw it.
    """

    listed: list[Claim] = field(default_factory=list)
    article: dict = field(default_factory=dict)
    heading: etree._Element | None = None
    data: list[str] = field(default_factory=list)

    def of(self, name: str) -> list[Claim]:
        """Return the claims on the field of that name."""
        return [claim for claim in self.listed if claim.field == name]

    def first(self, name: str) -> str:
        """Return the first value that is claimed for the field of that name; "" where none is."""
        for claim in self.listed:
            if claim.field == name:
                return claim.value
        return ""
