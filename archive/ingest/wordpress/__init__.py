"""WordPress exports (WXR, « WordPress eXtended RSS » 1.0 to 1.2): posts to Records.

What is no post is told with the reason.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from archive.ingest.files import xml_parts
from archive.ingest.files.xml_parts import Element, Part
from archive.ingest.records import Doubt, Record, Rejected
from archive.ingest.wordpress import comments, galleries, item_xml, post
from archive.ingest.wordpress import site as wordpress_site
from archive.ingest.wordpress.site import Site

IS_EXPORT = re.compile(
    rb"wordpress\.org/export|<wp:(?:wxr_version|post_id|post_type|base_site_url|status)\b"
)
POST_ID = re.compile(rb"<wp:post_id>\D{0,20}(\d+)")


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield a Record for each post of an export.

    Yield a Rejected for each other item and for each place where the export is broken. Raise
    Rejected where it is no export, or has no item.
    """
    parts = xml_parts.parts(Path(path))
    head = last = next(parts)
    site, is_export = wordpress_site.read(head.content), IS_EXPORT.search(head.content)
    site.galleries = galleries.read(Path(path))
    for last in parts:
        if last.kind == "between":
            continue
        is_export = is_export or IS_EXPORT.search(last.content)
        if not is_export:
            break
        yield from _outcomes(last, site, str(path))
    if not is_export:
        raise Rejected(
            _("Ce n’est pas un export WordPress : rien n’y porte ses marques (« wp: »).")
        )
    if last is head:
        raise Rejected(_("Cet export WordPress ne contient aucun article."))
    if last.kind == "between" and b"</rss" not in last.content:
        yield Rejected(
            _("L’export s’arrête avant sa fin : des articles manquent peut-être."),
            f"{path}:{last.line}",
        )


def _outcomes(part: Part, site: Site, path: str) -> Iterator[Record | Rejected]:
    """Yield the Record of an item, or why there is none, with its place in the file.

    Behind it comes what of its comments is not taken.
    """
    source = f"{path}:{part.line}"
    number = POST_ID.search(part.content)
    if number:
        source = f"{path}#{number[1].decode()}"
    try:
        element, doubts = _parsed(part, site)
        record = Record(source=source, doubts=doubts, capture=_without_comments(part.content))
        post.refuse(element)
        post.fill(record, element, site)
    except Rejected as rejected:
        rejected.source = source
        yield rejected
        return
    yield record
    yield from comments.left_out(element, source)


def _parsed(part: Part, site: Site) -> tuple[Element, list[Doubt]]:
    """Return an item and what is doubtful about it; raise Rejected where it is no whole one."""
    if part.kind == "long":
        raise Rejected(_("Article trop long, à la ligne %(line)s.") % {"line": part.line})
    if part.kind == "cut":
        raise Rejected(
            _("Article coupé : commencé à la ligne %(line)s, il n’a pas de fin.")
            % {"line": part.line}
        )
    content, doubts = site.decoded(part.content)
    element, repairs = item_xml.parsed(content, part.line)
    return element, doubts + repairs


def _without_comments(content: bytes) -> bytes:
    """Return an item without its comments, which become letters.

    Readers' names and addresses stand in them.
    """
    pieces, begin = [], 0
    for start, end in xml_parts.elements(content, b"wp:comment"):
        pieces.append(content[begin:start].rstrip())
        begin = end
    return b"".join([*pieces, content[begin:]])
