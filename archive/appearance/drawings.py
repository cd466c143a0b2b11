"""SVG as an operator sends it, made into a drawing that does nothing but be seen."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _
from lxml import etree

from archive.appearance.files import Refused

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
FRAMES = {"svg", "g", "defs", "symbol", "use", "clipPath", "mask", "pattern"}
GRADIENTS = {"linearGradient", "radialGradient", "stop"}
TEXTS = {"title", "desc"}
ELEMENTS = SHAPES | FRAMES | GRADIENTS | TEXTS
LEFT_OUT = {"metadata"}  # what drawing programs note of themselves
GEOMETRY = """viewBox width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform id offset
    preserveAspectRatio gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits
    maskContentUnits patternUnits patternContentUnits patternTransform pathLength"""
PAINT = """fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap
    stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color stop-color
    stop-opacity clip-path clip-rule mask display visibility"""
ATTRIBUTES, PAINTS = set(GEOMETRY.split()), set(PAINT.split())
REFERENCE = re.compile(r"url\(\s*[\"']?(?!#)", re.I)  # to what is not in the drawing
NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"
MOST = 5_000  # elements
WIDEST = 20  # times as wide as high, or as high as wide


class Drawing(NamedTuple):
    """A clean drawing, and how many times as wide as high it is."""

    content: bytes
    ratio: float


def clean(content: bytes) -> Drawing:
    """Return the drawing with nothing but shapes and colours.

    Raises Refused where it is none, or holds what would do something: scripts, links, styles.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(_("ce n’est pas un dessin SVG (%(why)s).") % {"why": error.msg}) from None
    if root.tag != f"{{{SVG}}}svg":
        raise Refused(_("ce n’est pas un dessin SVG (%(why)s).") % {"why": root.tag})
    if root.getroottree().docinfo.internalDTD is not None and b"<!ENTITY" in content:
        raise Refused(_("il définit des entités."))
    cleaned = _cleaned(root)
    ratio = _ratio(cleaned)
    return Drawing(etree.tostring(cleaned, encoding="utf-8"), ratio)


def _cleaned(root: etree._Element) -> etree._Element:
    count = 0
    for element in list(root.iter()):
        count += 1
        if count > MOST:
            raise Refused(_("il a plus de %(most)s éléments.") % {"most": MOST})
        name = _own_name(element)
        if name is None:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        if name not in ELEMENTS and not _is_within_left_out(element):
            message = _("il contient <%(name)s>, qu’un logo n’a pas : exportez-le en tracés.")
            raise Refused(message % {"name": name[:40]})
        _clean_attributes(element)
    return root


def _own_name(element: etree._Element) -> str | None:
    """Return the name of an SVG element; None for what is left out: notes of programs, entities."""
    if not isinstance(element.tag, str):
        return None
    qualified = etree.QName(element)
    if qualified.namespace != SVG or qualified.localname in LEFT_OUT:
        return None
    return qualified.localname


def _is_within_left_out(element: etree._Element) -> bool:
    return any(_own_name(above) is None for above in element.iterancestors())


def _clean_attributes(element: etree._Element) -> None:
    attributes = dict(element.attrib)
    element.attrib.clear()
    for declared in str(attributes.pop("style", "")).split(";"):
        name, _colon, paint = declared.partition(":")
        if name.strip() in PAINTS:
            attributes[name.strip()] = paint.strip()
    for name, value in attributes.items():
        name, value = str(name), str(value)
        if name.lower().startswith("on"):
            raise Refused(_("il contient un script (%(name)s).") % {"name": name[:40]})
        if name in ("href", f"{{{XLINK}}}href"):
            if not value.startswith("#"):
                raise Refused(_("il renvoie hors de lui-même (%(to)s).") % {"to": value[:40]})
            element.set("href", value)
        elif name in ATTRIBUTES | PAINTS:
            if REFERENCE.search(value):
                raise Refused(_("il renvoie hors de lui-même (%(to)s).") % {"to": value[:40]})
            element.set(name, value)


def _ratio(root: etree._Element) -> float:
    box = re.findall(NUMBER, root.get("viewBox", ""))
    sides = [re.match(NUMBER, root.get(side, "")) for side in ("width", "height")]
    width = height = 0.0
    if len(box) == 4:
        width, height = float(box[2]), float(box[3])
    elif all(sides):
        width, height = (float(side[0]) for side in sides if side)
    if not (width > 0 and height > 0 and 1 / WIDEST <= width / height <= WIDEST):
        raise Refused(_("il ne dit pas ses dimensions (viewBox)."))
    return width / height
