"""/api/v1/docs: the API described for those who write programs, from what openapi.json says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.api import ROOTS, api
from archive.kept_pages import kept
from archive.models import Editorial, Sheet

ROOT = "/api/v1/"
# What is asked of each operation in its example.
EXAMPLES = {
    "search": "?q=client&page_size=3",
    "answers": "?q=Qui+est+le+client+%3F",
    "editorials": "?page_size=2",
    "authors": "?page_size=5",
    "complete": "?q=cli",
    "words": "?word=client",
    "concordance": "?word=client&page_size=5",
}


@dataclass(frozen=True)
class Named:
    """A parameter, or a property of what is answered, with its type and meaning."""

    name: str
    kind: str
    meaning: str
    is_needed: bool = False


@dataclass(frozen=True)
class Operation:
    """An address of the API. `example` is one that can be followed; "" where nothing is there.

    `right` is what a token must be good for; "" where none is needed.
    """

    method: str
    path: str
    anchor: str
    summary: str
    right: str
    parameters: list[Named]
    properties: list[Named]
    example: str


@require_safe
@kept
def docs(request: HttpRequest) -> HttpResponse:
    """Show what can be asked of the API, with an example of each."""
    schema = api.get_openapi_schema(path_prefix=ROOT)
    operations = []
    for path, by_method in sorted(schema["paths"].items(), key=_place):
        for method, described in by_method.items():
            parts = schema["components"]["schemas"]
            operations.append(_operation(method, path, described, parts))
    return render(request, "programs/docs.html", {"operations": operations})


def _place(path: tuple[str, Any]) -> tuple[int, str]:
    """Return what operations are sorted by: the order in which the API itself names them."""
    name = path[0].removeprefix(ROOT).partition("/")[0]
    return ROOTS.index(name), path[0]


def _operation(
    method: str, path: str, described: Mapping[str, Any], schemas: Mapping[str, Any]
) -> Operation:
    parameters = []
    for parameter in described.get("parameters", []):
        meaning = parameter.get("description", "")
        kind = _kind(parameter["schema"])
        parameters.append(Named(parameter["name"], kind, meaning, parameter["required"]))
    if "requestBody" in described:
        sent = described["requestBody"]["content"]["application/json"]["schema"]
        needed = schemas[_reference(sent)].get("required", ())
        for field in _properties(sent, schemas):
            parameters.append(replace(field, is_needed=field.name in needed))
    answer = described["responses"][200]["content"]["application/json"]["schema"]
    name = path.removeprefix(ROOT)
    anchor = name.replace("/", "-").strip("{}-").replace("{", "").replace("}", "")
    is_read = method == "get"
    return Operation(
        method=method.upper(),
        path=path,
        anchor=anchor if is_read else f"{method}-{anchor}",
        summary=described["summary"],
        right=described.get("x-right", ""),
        parameters=parameters,
        properties=_properties(answer, schemas),
        example=_example(path, name) if is_read else "",
    )


def _properties(answer: Mapping[str, Any], schemas: Mapping[str, Any]) -> list[Named]:
    schema = schemas[_reference(answer)]
    properties = []
    for name, described in schema["properties"].items():
        properties.append(Named(name, _kind(described), described.get("description", "")))
    return properties


def _kind(schema: Mapping[str, Any]) -> str:
    """Return what a value is: « string », « list of Result », « integer or null »."""
    if "anyOf" in schema:
        return " or ".join(_kind(part) for part in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "$ref" in schema:
        return _reference(schema)
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    kinds = schema.get("type", "object")
    if isinstance(kinds, list):
        return " or ".join(kinds)
    return str(schema.get("const", kinds))


def _reference(schema: Mapping[str, Any]) -> str:
    return schema["$ref"].rpartition("/")[2]


def _example(path: str, name: str) -> str:
    if name == "people/{slug}":
        sheet = Sheet.objects.shown().order_by("-named_in", "pk").first()
        return path.replace("{slug}", sheet.slug) if sheet else ""
    if "{" not in path and name != "reuse":
        return path + EXAMPLES.get(name, "")
    newest = Editorial.objects.published().order_by("-pk").values_list("pk", flat=True).first()
    if not newest:
        return ""
    if name == "reuse":
        return f"{path}?editorial={newest}"
    return reverse("api:editorial", args=[newest])
