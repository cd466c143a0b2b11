"""What PostgreSQL holds in the place of characters that it does not."""

import re
from typing import Any

NUL, REPLACEMENT = "\0", "\ufffd"
NOT_IN_JSON = re.compile("[\0\ud800-\udfff]")  # half of a surrogate pair as well


def held(text: str) -> str:
    """Return a text as PostgreSQL holds it."""
    return text.replace(NUL, REPLACEMENT)


def held_as_json(value: Any) -> Any:
    """Return a value of JSON with its texts as PostgreSQL holds them."""
    if isinstance(value, str):
        return NOT_IN_JSON.sub(REPLACEMENT, value)
    if isinstance(value, dict):
        return {held_as_json(key): held_as_json(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [held_as_json(part) for part in value]
    return value
