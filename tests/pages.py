"""What a reader sees of a page, for tests."""

import json
import re
from html import unescape


def text(response) -> str:
    """All that can be read, in one line."""
    visible = re.sub(r"<[^>]*>", " ", response.content.decode())
    return " ".join(unescape(visible).replace("\u00a0", " ").split())


def counted(response) -> str:
    """How many results a page says that it has."""
    [said] = re.findall(r'<p role="status">(.*?)</p>', response.content.decode(), re.DOTALL)
    return " ".join(unescape(said).split())


def linked(response) -> list[str]:
    """The addresses of its links, in order."""
    return [
        unescape(address) for address in re.findall(r'href="([^"]*)"', response.content.decode())
    ]


def structured(response) -> list[dict]:
    """The JSON-LD of a page."""
    [script] = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL
    )
    return json.loads(script)["@graph"]


def meta(response, name: str) -> list[str]:
    """What the elements `meta` of a page say under a name."""
    return re.findall(
        rf'<meta (?:name|property)="{name}" content="([^"]*)">', response.content.decode()
    )
