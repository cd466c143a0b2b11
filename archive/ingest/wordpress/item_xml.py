"""An item of a WordPress export to its elements, mended where exports are usually broken."""

import re

from django.utils.translation import gettext as _

from archive.ingest.files import xml_parts
from archive.ingest.files.xml_parts import Element
from archive.ingest.records import Doubt, Rejected

CDATA_END = re.compile(r"\]\]>(?=\s*+(?:</|<!\[CDATA\[|\Z))")
AMPERSAND = re.compile(r"&(?!#?\w+;)")
BROKEN = re.compile(rf"<!\[CDATA\[(.*?){CDATA_END.pattern}|{AMPERSAND.pattern}", re.DOTALL)
TITLE = re.compile(r"<title>(?:<!\[CDATA\[)?([^<\]]*)")


def parsed(content: str, line: int) -> tuple[Element, list[Doubt]]:
    """Return an item's elements, and a doubt where they had to be mended.

    `line` is where the item begins in its file. Raises Rejected where mending does not help.
    """
    try:
        return xml_parts.parse(content), []
    except ValueError as error:
        flaw = str(error)
    try:
        return xml_parts.parse(_mended(content)), [Doubt("text", "repaired", flaw)]
    except ValueError:
        pass
    title = "?"
    heading = TITLE.search(content)
    if heading:
        title = heading[1].strip()
    reason = _(
        "Article « %(title)s » illisible : XML abîmé (%(error)s), à partir de la ligne %(line)s."
    )
    raise Rejected(reason % {"title": title, "error": flaw, "line": line})


def _mended(content: str) -> str:
    """Return an item with each CDATA closed where its element is, and not before.

    Each « & » that stands for itself is written as XML wants it.
    """
    last = 0  # no CDATA is closed behind it
    for end in CDATA_END.finditer(content):
        last = end.end()
    return BROKEN.sub(_mended_flaw, content[:last]) + AMPERSAND.sub("&amp;", content[last:])


def _mended_flaw(flaw: re.Match) -> str:
    if flaw[0] == "&":
        return "&amp;"
    inner = flaw[1].replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{inner}]]>"
