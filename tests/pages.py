"""What a reader sees of a page, for tests."""

import re
from html import unescape


def text(response) -> str:
    """All that can be read, in one line."""
    visible = re.sub(r"<[^>]*>", " ", response.content.decode())
    return " ".join(unescape(visible).replace("\u00a0", " ").split())


def linked(response) -> list[str]:
    """The addresses of its links, in order."""
    return [
        unescape(address) for address in re.findall(r'href="([^"]*)"', response.content.decode())
    ]
