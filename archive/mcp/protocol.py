"""Messages of the Model Context Protocol, answered one by one.

https://modelcontextprotocol.io/specification/2025-11-25; the messages are JSON-RPC 2.0:
https://www.jsonrpc.org/specification
"""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from archive.mcp.tools import TOOLS, Tool, Wrong

VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")  # the newest first
UNREADABLE, INVALID, UNKNOWN, WRONG = -32700, -32600, -32601, -32602
KINDS: Mapping[str, type] = {"string": str, "integer": int, "array": list}
LONGEST = 1000  # characters of one argument


class Refusal(Exception):
    """An error of the protocol: its number, and what is wrong in words."""

    def __init__(self, number: int, words: str):
        super().__init__(words)
        self.number = number


def answer(request: HttpRequest, written: bytes | str) -> dict | None:
    """Return the answer to one message, None where it wants none.

    `request` is by whom it is asked: the addresses of an answer are made from it.
    """
    try:
        message = json.loads(written)
        json.dumps(message, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        return _refused(None, Refusal(UNREADABLE, "This is no JSON."))
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        return _refused(None, Refusal(INVALID, "This is no message of JSON-RPC 2.0."))
    if "method" not in message:
        return None  # an answer to what was never asked
    number = message.get("id")
    if number is None:
        return None
    try:
        return {"jsonrpc": "2.0", "id": number, "result": _result(request, message)}
    except Refusal as refusal:
        return _refused(number, refusal)


def _refused(number: Any, refusal: Refusal) -> dict:
    error = {"code": refusal.number, "message": str(refusal)}
    return {"jsonrpc": "2.0", "id": number, "error": error}


def _result(request: HttpRequest, message: Mapping[str, Any]) -> dict:
    parameters = message.get("params") or {}
    if not isinstance(parameters, dict):
        raise Refusal(WRONG, "The parameters are to stand by their names.")
    method = message["method"]
    if method == "initialize":
        return _introduction(parameters)
    if method == "ping":
        return {}
    if method == "tools/list":
        return {"tools": [tool.described() for tool in TOOLS.values()]}
    if method == "tools/call":
        return _called(request, parameters)
    raise Refusal(UNKNOWN, "There is no such method here.")


def _introduction(parameters: Mapping[str, Any]) -> dict:
    asked = parameters.get("protocolVersion")
    return {
        "protocolVersion": asked if asked in VERSIONS else VERSIONS[0],
        "capabilities": {"tools": {"listChanged": False}},
        "serverInfo": {"name": "editotheque", "title": settings.SITE_NAME, "version": "1"},
        "instructions": "An archive of editorials of magazines. Search it, read what it holds, and"
        " cite it by the addresses of paragraphs; quote only what `read` has given.",
    }


# Tools


def _called(request: HttpRequest, parameters: Mapping[str, Any]) -> dict:
    tool = TOOLS.get(str(parameters.get("name")))
    if tool is None:
        raise Refusal(WRONG, f"There is no such tool; there are {', '.join(TOOLS)}.")
    arguments = parameters.get("arguments") or {}
    try:
        _check(tool, arguments)
        facts = tool.call(request, arguments)
    except Wrong as wrong:
        return {"content": [{"type": "text", "text": str(wrong)}], "isError": True}
    written = json.dumps(facts, ensure_ascii=False)
    return {
        "content": [{"type": "text", "text": written}],
        "structuredContent": facts,
        "isError": False,
    }


def _check(tool: Tool, arguments: Any) -> None:
    """Raise Wrong where the arguments are not as the tool's schema says."""
    if not isinstance(arguments, dict):
        raise Wrong("The arguments are to stand by their names.")
    for name in tool.required:
        if name not in arguments:
            raise Wrong(f"The argument {name} is missing.")
    for name, argument in arguments.items():
        if name not in tool.properties:
            names = ", ".join(tool.properties)
            raise Wrong(f"There is no argument {name[:40]}; there are {names}.")
        _check_argument(name, argument, tool.properties[name])


def _check_argument(name: str, argument: Any, schema: Mapping[str, Any]) -> None:
    if "enum" in schema:
        if argument not in schema["enum"]:
            raise Wrong(f"{name} is one of {', '.join(schema['enum'])}.")
        return
    kind = schema["type"]
    if not isinstance(argument, KINDS[kind]) or isinstance(argument, bool):
        raise Wrong(f"{name} is to be of the type {kind}.")
    if isinstance(argument, int):
        if not 1 <= argument <= schema.get("maximum", 10**9):
            raise Wrong(f"{name} is out of bounds.")
    elif isinstance(argument, list):
        if len(argument) > schema["maxItems"]:
            raise Wrong(f"{name} takes at most {schema['maxItems']}.")
        for part in argument:
            _check_argument(name, part, schema["items"])
    elif isinstance(argument, str) and (len(argument) > LONGEST or "\0" in argument):
        raise Wrong(f"{name} is too long, or holds a NUL.")
