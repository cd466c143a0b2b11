"""What pages tell programs, as JSON-LD: an editorial, an issue, a magazine, an author.

https://schema.org/OpinionNewsArticle, https://schema.org/PublicationIssue and
https://schema.org/Periodical
"""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from archive import issues
from archive.models import Author, AuthorKind, Byline, Editorial, Issue, Publication
from archive.models.issues import address as address_of_issue

LONGEST_HEADLINE = 110  # characters, says Google
ISO = re.compile(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?")  # a year, a month or a day
# What a browser could take for the end of the script, or an HTML parser for a tag.
ESCAPES = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def script(*things: dict) -> SafeString:
    """Return the things as one graph, safe inside <script>."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    return SafeString(json.dumps(graph, ensure_ascii=False).translate(ESCAPES))


def article(
    editorial: Editorial,
    absolute: Callable[[str], str],
    description: str,
    words: int,
) -> dict:
    """Return what is known of an editorial. `absolute` makes a whole address of a path."""
    address = absolute(editorial.get_absolute_url())
    publication = editorial.publication
    properties = {
        "@type": "OpinionNewsArticle",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": editorial.heading[:LONGEST_HEADLINE],
        "description": description,
        "inLanguage": editorial.language,
        **_dated(editorial.date),
        "dateModified": editorial.updated_at.isoformat(timespec="seconds"),
        "author": [_author(byline, absolute) for byline in editorial.bylines.all()],
        "isPartOf": _printed_in(editorial, absolute),
        "pagination": editorial.page,
        "articleSection": editorial.section,
        "keywords": [tag.name for tag in editorial.tags.all()],
        "wordCount": words,
        "image": absolute(reverse("card", args=[editorial.pk])),
        "isBasedOn": editorial.source_url,
        "isAccessibleForFree": True,
        "license": _license(publication),
        "publisher": {
            "@type": "Organization",
            "name": publication.name if publication else settings.SITE_NAME,
        },
        "provider": {
            "@type": "Organization",
            "name": settings.SITE_NAME,
            "url": absolute(reverse("home")),
        },
    }
    return {name: content for name, content in properties.items() if content}


def _license(publication: Publication | None) -> str:
    """Return the address of a magazine's terms, else what they are called; "" for none."""
    terms = publication.terms if publication else None
    if terms is None:
        return ""
    return terms.address or str(terms.name)


def _dated(date: str) -> dict:
    """A year, a month or a day as ISO 8601 writes it; any other date, in EDTF, as `temporal`."""
    if ISO.fullmatch(date):
        return {"datePublished": date}
    return {"temporal": date}


def _author(byline: Byline, absolute: Callable[[str], str]) -> dict:
    is_office = byline.kind == AuthorKind.OFFICE
    author: dict[str, Any] = {
        "@type": "Organization" if is_office else "Person",
        "name": byline.name,
    }
    if byline.author:
        author["name"] = byline.author.name
        author["url"] = absolute(byline.author.get_absolute_url())
        same_as = [address for _name, _number, address in byline.author.same_as()]
        if same_as:
            author["sameAs"] = same_as
    if byline.role and not is_office:
        author["jobTitle"] = byline.role
    return author


def person(author: Author, other_names: Sequence[str], absolute: Callable[[str], str]) -> dict:
    """Return what is known of an author, a person or an office."""
    address = absolute(author.get_absolute_url())
    born, died = "birthDate", "deathDate"
    if author.is_office:
        born, died = "foundingDate", "dissolutionDate"
    properties = {
        "@type": "Organization" if author.is_office else "Person",
        "@id": address,
        "url": address,
        "name": author.name,
        "alternateName": list(other_names),
        "description": author.note,
        born: _iso(author.born),
        died: _iso(author.died),
        "sameAs": [where for _name, _number, where in author.same_as()],
    }
    return {name: content for name, content in properties.items() if content}


def _iso(date: str) -> str:
    """Return a date in EDTF that ISO 8601 writes alike; "" for any other."""
    return date if ISO.fullmatch(date) else ""


def _printed_in(editorial: Editorial, absolute: Callable[[str], str]) -> dict | None:
    publication = editorial.publication
    if not publication:
        return None
    magazine = _periodical(publication, absolute)
    if not editorial.issue:
        return magazine
    issue = {"@type": "PublicationIssue", "issueNumber": editorial.issue, "isPartOf": magazine}
    if slug := issues.slug(editorial.issue):
        issue["@id"] = issue["url"] = absolute(address_of_issue(publication, slug))
    return issue


def _periodical(magazine: Publication, absolute: Callable[[str], str]) -> dict:
    address = absolute(magazine.get_absolute_url())
    properties = {
        "@type": "Periodical",
        "@id": address,
        "name": magazine.name,
        "url": address,
        "issn": magazine.issn,
    }
    return {name: content for name, content in properties.items() if content}


def periodical(
    magazine: Publication,
    editors: Sequence[tuple[str, str]],
    appeared: tuple[str, str],
    absolute: Callable[[str], str],
) -> dict:
    """Return what is known of a magazine.

    `editors`: (name, office) of who edited it; `appeared`: its first and last year, "" if unknown.
    """
    publisher = {
        "@type": "Organization",
        "name": magazine.publisher,
        "url": magazine.publisher_url,
    }
    properties = _periodical(magazine, absolute) | {
        "description": magazine.description,
        "publisher": {name: content for name, content in publisher.items() if content},
        "startDate": appeared[0],
        "endDate": appeared[1],
        "editor": [_editor(name, office) for name, office in editors],
    }
    if not (magazine.publisher or magazine.publisher_url):
        del properties["publisher"]
    return {name: content for name, content in properties.items() if content}


def _editor(name: str, office: str) -> dict:
    person = {"@type": "Person", "name": name}
    if office:
        person["jobTitle"] = office
    return person


def issue(
    issue: Issue, date: str, editorials: Sequence[Editorial], absolute: Callable[[str], str]
) -> dict:
    """Return what is known of an issue; `date` is EDTF, `editorials` are those that are listed."""
    address = absolute(issue.get_absolute_url())
    parts = []
    for editorial in editorials:
        part = {"@type": "OpinionNewsArticle", "@id": absolute(editorial.get_absolute_url())}
        parts.append(part | {"headline": editorial.heading[:LONGEST_HEADLINE]})
    properties = {
        "@type": "PublicationIssue",
        "@id": address,
        "url": address,
        "issueNumber": issue.number,
        "name": issue.title,
        **_dated(date),
        "isPartOf": _periodical(issue.publication, absolute),
        "hasPart": parts,
    }
    return {name: content for name, content in properties.items() if content}


def breadcrumbs(trail: Sequence[tuple[str, str]], absolute: Callable[[str], str]) -> dict:
    """Return the way to a page. `trail`: names and paths, from home to the page."""
    steps = []
    for position, (name, path) in enumerate(trail, 1):
        step = {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
        steps.append(step)
    return {"@type": "BreadcrumbList", "itemListElement": steps}
