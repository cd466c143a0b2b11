"""What an editorial's page tells programs in the words of https://schema.org/OpinionNewsArticle, as JSON-LD."""

import json
import re
from collections.abc import Callable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from archive.models import Byline, Editorial

LONGEST_HEADLINE = 110  # characters, says Google
# What a browser could take for the end of the script, or an HTML parser for a tag.
ESCAPES = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def script(*things: dict) -> SafeString:
    """The things as one graph, safe inside <script>."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    return SafeString(json.dumps(graph, ensure_ascii=False).translate(ESCAPES))


def editorial(row: Editorial, absolute: Callable[[str], str], description: str, words: int) -> dict:
    """`absolute` makes a whole address of a path."""
    address = absolute(row.get_absolute_url())
    found = {
        "@type": "OpinionNewsArticle",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": row.heading[:LONGEST_HEADLINE],
        "description": description,
        "inLanguage": row.language,
        **_dated(row.date),
        "author": [_author(byline, absolute) for byline in row.bylines.all()],
        "isPartOf": _issue(row, absolute),
        "pagination": row.page,
        "articleSection": row.section,
        "keywords": [tag.name for tag in row.tags.all()],
        "wordCount": words,
        "image": absolute(reverse("card", args=[row.pk])),
        "isBasedOn": row.source_url,
        "isAccessibleForFree": True,
        "publisher": {
            "@type": "Organization",
            "name": row.publication.name if row.publication else settings.SITE_NAME,
        },
        "provider": {
            "@type": "Organization",
            "name": settings.SITE_NAME,
            "url": absolute(reverse("home")),
        },
    }
    return {key: value for key, value in found.items() if value}


def _dated(date: str) -> dict:
    """A year, a month or a day as ISO 8601 writes it; any other date, in EDTF, by the word meant for such."""
    plain = re.fullmatch(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?", date)
    return {"datePublished" if plain else "temporal": date}


def _author(byline: Byline, absolute: Callable[[str], str]) -> dict:
    person = {"@type": "Person", "name": byline.author.name if byline.author else byline.name}
    if byline.author:
        person["url"] = absolute(byline.author.get_absolute_url())
    return person | ({"jobTitle": byline.role} if byline.role else {})


def _issue(row: Editorial, absolute: Callable[[str], str]) -> dict | None:
    if not row.publication:
        return None
    magazine = {
        "@type": "Periodical",
        "name": row.publication.name,
        "url": absolute(row.publication.get_absolute_url()),
    }
    if row.publication.issn:
        magazine["issn"] = row.publication.issn
    return (
        {"@type": "PublicationIssue", "issueNumber": row.issue, "isPartOf": magazine}
        if row.issue
        else magazine
    )


def breadcrumbs(trail: Sequence[tuple[str, str]], absolute: Callable[[str], str]) -> dict:
    """`trail`: names and paths, from home to the page."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
        for place, (name, path) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
