"""What a language model may ask of the archive: search, read, cite, years.

All of it is asked of the API, by the limits and the errors that it has for everybody.
"""

import copy
import html
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import resolve, reverse
from django.utils.html import strip_tags

from archive import citation_styles, citations, typesetting
from archive.models import Editorial
from archive.models.editorial_queries import EditorialQuerySet
from archive.references import Reference, paragraph_reference, reference

MOST_RESULTS = 25  # of one answer: a model reads all of them
RESULTS = 10
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
NAMES = ("author", "publication", "tag")
SHOWN = ("id", "title", "authors", "date", "date_display", "publication", "tags", "url")
FILES: Mapping[str, Callable] = {
    "bibtex": citations.bibtex,
    "ris": citations.ris,
    "csl": lambda cited: json.dumps(citations.csl(cited), ensure_ascii=False),
}
STYLES = [*citation_styles.STYLES, *FILES]
SLUGS = {"type": "array", "items": {"type": "string"}, "maxItems": 20}
NARROWING = {
    "q": {"type": "string", "description": "Words; « a phrase » in quotation marks."},
    "author": {**SLUGS, "description": "Slugs of authors, any of them."},
    "publication": {**SLUGS, "description": "Slugs of magazines, any of them."},
    "tag": {**SLUGS, "description": "Slugs of tags, any of them."},
    "from": {"type": "string", "description": "The earliest date: 2001, 2001-02, 2001-02-12."},
    "to": {"type": "string", "description": "The latest date."},
}
NUMBER = {"type": "integer", "minimum": 1, "description": "The id of an editorial."}


class Wrong(Exception):
    """The tool cannot do what it was asked; says why."""


@dataclass(frozen=True)
class Tool:
    """One of the tools: `call` takes the request it is asked by, and its arguments."""

    name: str
    title: str
    description: str
    properties: Mapping[str, Any]
    required: tuple[str, ...]
    call: Callable[[HttpRequest, Mapping[str, Any]], dict]

    def described(self) -> dict:
        """Return what the protocol tells of it."""
        schema = {
            "type": "object",
            "properties": dict(self.properties),
            "required": list(self.required),
            "additionalProperties": False,
        }
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "inputSchema": schema,
            "annotations": {"readOnlyHint": True, "openWorldHint": False},
        }


# What they do


def _search(request: HttpRequest, arguments: Mapping[str, Any]) -> dict:
    parameters = _narrowing(arguments)
    parameters["page_size"] = str(min(arguments.get("page_size") or RESULTS, MOST_RESULTS))
    for name in ("page", "sort"):
        if name in arguments:
            parameters[name] = str(arguments[name])
    answer = _of_api(request, reverse("api:search"), parameters)
    results = []
    for result in answer["results"]:
        shown = {name: result[name] for name in SHOWN}
        results.append(shown | {"excerpt": _plain(result["excerpt"])})
    facts = {name: answer[name] for name in ("count", "page", "relaxed", "suggestion", "url")}
    facts["reading"] = [part["text"] for part in answer["reading"]]
    return facts | {"results": results}


def _read(request: HttpRequest, arguments: Mapping[str, Any]) -> dict:
    number = arguments["id"]
    record = _of_api(request, reverse("api:editorial", args=[number]), QueryDict())
    page = record["permalink"]
    paragraphs = []
    for anchor, words in typesetting.anchored(record["html"], record["language"] or "").items():
        paragraphs.append({"address": f"{page}#{anchor}", "text": words})
    shown = {name: record[name] for name in SHOWN if name != "url"}
    for name in ("standfirst", "issue", "page", "license"):
        shown[name] = record[name]
    whole = {} if paragraphs else {"text": record["text"]}
    return shown | {"url": page, "paragraphs": paragraphs} | whole


def _cite(request: HttpRequest, arguments: Mapping[str, Any]) -> dict:
    number = arguments["id"]
    editorial = _whole().filter(pk=number).first()
    if editorial is None:
        _of_api(request, reverse("api:editorial", args=[number]), QueryDict())  # it says why
        raise Wrong("No editorial that can be read has this number.")
    page = request.build_absolute_uri(editorial.get_absolute_url())
    facts: dict[str, Any] = {"url": page}
    cited = reference(editorial, page, date.today())
    if "paragraph" in arguments:
        anchor = str(arguments["paragraph"]).rpartition("#")[2]
        texts = typesetting.anchored(editorial.body, editorial.language)
        if anchor not in texts:
            raise Wrong("The editorial has no such paragraph; `read` gives their addresses.")
        facts = {"url": f"{page}#{anchor}", "text": texts[anchor]}
        place = [*texts].index(anchor) + 1
        cited = paragraph_reference(editorial, page, date.today(), anchor, place)
    return facts | {"citation": _citation(cited, arguments.get("style", "iso690"))}


def _citation(cited: Reference, style: str) -> str:
    if style in FILES:
        return FILES[style](cited)
    _name, write = citation_styles.STYLES[style]
    return _plain(write(cited))


def _years(request: HttpRequest, arguments: Mapping[str, Any]) -> dict:
    parameters = _narrowing(arguments)
    parameters["page_size"] = "1"
    answer = _of_api(request, reverse("api:search"), parameters)
    return {"count": answer["count"], "years": answer["years"], "url": answer["url"]}


TOOLS = {
    tool.name: tool
    for tool in (
        Tool(
            "search",
            "Search the editorials",
            "Finds editorials by their words in all their forms (in French), best first, with the"
            " passages that answer. `count` is how many there are; `relaxed` says that nothing has"
            " all that was asked and that these are what is nearest.",
            {
                **NARROWING,
                "sort": {"type": "string", "enum": ["relevance", "newest", "oldest", "title"]},
                "page": {"type": "integer", "minimum": 1},
                "page_size": {"type": "integer", "minimum": 1, "maximum": MOST_RESULTS},
            },
            (),
            _search,
        ),
        Tool(
            "read",
            "Read an editorial",
            "Gives the whole text of an editorial, paragraph by paragraph, each with the address"
            " by which it is cited, and what is known of it. What is null is not known.",
            {"id": NUMBER},
            ("id",),
            _read,
        ),
        Tool(
            "cite",
            "Cite an editorial or a paragraph of it",
            "Gives a citation to be copied as it is: iso690 (unless another is asked for), apa,"
            " mla, chicago, bibtex, ris, csl.",
            {
                "id": NUMBER,
                "style": {"type": "string", "enum": STYLES},
                "paragraph": {
                    "type": "string",
                    "description": "The address of a paragraph, as `read` gives it, or its anchor.",
                },
            },
            ("id",),
            _cite,
        ),
        Tool(
            "years",
            "Count editorials by year",
            "Tells how many editorials there are of each year, or how many of what a search finds.",
            NARROWING,
            (),
            _years,
        ),
    )
}


# Their parts


def _narrowing(arguments: Mapping[str, Any]) -> QueryDict:
    parameters = QueryDict(mutable=True)
    for name in ("q", "from", "to"):
        if name in arguments:
            parameters[name] = arguments[name]
    for name in NAMES:
        parameters.setlist(name, arguments.get(name, []))
    return parameters


def _of_api(request: HttpRequest, path: str, parameters: QueryDict) -> dict:
    """Return what the API answers to whoever asks for the tool. Raises Wrong where it refuses."""
    asked = copy.copy(request)
    asked.method = "GET"
    asked.path = asked.path_info = path
    asked.GET = parameters  # type: ignore[assignment]
    asked.META = {**request.META, "QUERY_STRING": parameters.urlencode()}
    for condition in CONDITIONS:
        asked.META.pop(condition, None)
    asked.__dict__.pop("headers", None)
    match = resolve(path)
    response: HttpResponse = match.func(asked, *match.args, **match.kwargs)
    answer = json.loads(response.content)
    if response.status_code != 200:
        raise Wrong(answer["detail"])
    return answer


def _whole() -> EditorialQuerySet:
    return Editorial.objects.published().for_list().defer(None)


def _plain(marked: str) -> str:
    return html.unescape(strip_tags(marked))
