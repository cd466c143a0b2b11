"""Which of the formats a file is in, told by its first bytes and never by its name."""

import codecs
import json
import re
import tarfile
import zlib
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.ingest.files import columns, export_marks
from archive.ingest.files.decoding import encoding_of, is_binary
from archive.ingest.records import Rejected

HEAD = 65_536  # bytes; what tells a format stands far before
COMPRESSED = {b"\x1f\x8b": "gz", b"BZh": "bz2", b"\xfd7zXZ\0": "xz"}
ZIPS = (b"PK\3\4", b"PK\5\6", b"PK\7\x08")
CAPTURES = (b"WARC/", b"filedesc:")
# How a file of another kind opens -> what to tell its owner.
FOREIGN = (
    (
        re.compile(rb"%!PS"),
        gettext_lazy("C’est un document PostScript : enregistrez-le en PDF."),
    ),
    (
        re.compile(rb"\xd0\xcf\x11\xe0(?=.*?E\0n\0c\0r\0y\0p\0t\0e\0d\0P)", re.S),
        gettext_lazy(
            "Ce document est protégé par un mot de passe : enregistrez-le sans mot de passe."
        ),
    ),
    (
        re.compile(rb"\xd0\xcf\x11\xe0(?=.*?W\0o\0r\0k\0b\0o\0o\0k\0)", re.S),
        gettext_lazy("C’est un ancien classeur (.xls) : enregistrez-le en .xlsx."),
    ),
    (
        re.compile(rb"\xd0\xcf\x11\xe0"),
        gettext_lazy(
            "C’est un ancien document de bureau (.doc) : ouvrez-le avec Word ou LibreOffice et"
            " enregistrez-le en .docx, sans mot de passe."
        ),
    ),
    (re.compile(rb"PK"), gettext_lazy("L’archive est abîmée : elle ne peut pas être ouverte.")),
    (
        re.compile(rb"\x89PNG|GIF8|\xff\xd8\xff|BM....\0\0\0\0|RIFF|II\*\0|MM\0\*", re.S),
        gettext_lazy("C’est une image."),
    ),
    (
        re.compile(rb"7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd"),
        gettext_lazy("Cette sorte d’archive n’est pas lue : refaites-la en .zip ou .tar.gz."),
    ),
)
# Documents that are a zip themselves, by the first names in it: Word and its like, OpenDocument,
# EPUB. Programs write these parts in any order.
PACKAGE = re.compile(
    rb"PK\x03\x04.{22}(?:....(?P<office>\[Content_Types\]\.xml|_rels/\.rels|docProps/"
    rb"|xl/(?:workbook|worksheets|styles|sharedStrings|theme|_rels)"
    rb"|word/(?:document|styles|settings|numbering|fontTable|theme|_rels|webSettings|footnotes))"
    rb"|\x08\0..mimetype|....META-INF/(?:container|manifest)\.xml)",
    re.S,
)
# The first of its parts that says what a document of an office program is.
OFFICE = re.compile(rb"PK\x03\x04.{26}(word|xl|ppt)/", re.S)
DEFLATED = b"\x08\x00"
KIND = re.compile(rb"application/(?P<kind>vnd\.oasis\.opendocument\.[\w-]+|epub\+zip)")

# What may stand before an XML document's root element.
PROLOG = re.compile(
    r"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>]|\[.*?\]\s*(?=>))*>)*", re.S | re.I
)
TAG = re.compile(r"<(?:[A-Za-z][\w-]*:)?([A-Za-z][\w.-]*)(?=[\s/>])")
BIBTEX = re.compile(
    r"(?:[ \t]*(?:%[^\n]*)?\n){0,200}[ \t]*@"
    r"(?:(?:comment|preamble)\s*[{(]|[a-z]{3,20}\s*[{(]\s*[^\s,{}()\"]{1,100}\s*[,=])",
    re.I,
)
RIS = re.compile(r"(?:[^\n]{0,80}\n){0,5}?TY {1,2}- ?[A-Z]{3,6}\s*\n")
XPRESS = re.compile(r"<v\d{1,2}\.\d{1,2}>")  # the version of its tags
HOCR = re.compile(r"class=[\"'][^\"']{0,40}\bocr_page\b|name=[\"']ocr-system[\"']")
JATS = re.compile(r"-//NLM//DTD|\bdtd-version=|<(?:article-meta|journal-meta)\b")
FEED = re.compile(r"<(?:[\w-]+:)?(?:rss|feed|rdf|channel)\b", re.I)
RSS_IN_RDF = re.compile(
    r"purl\.org/(?:rss|net/rss)|my\.netscape\.com/rdf|channel\.netscape\.com/rdf|<(?:\w+:)?channel\b"
)
ELEMENTS = re.compile(
    r"html|head|body|title|meta|link|script|style|base|div|p|span|a|article|section|main|header"
    r"|footer|nav|aside|h[1-6]"
    r"|ul|ol|dl|table|blockquote|figure|img|br|hr|em|strong|b|i|font|center|form|pre|address|iframe"
    r"|svg|noscript"
)
CLOSED = re.compile(r"</(?:p|div|li|td|h[1-6]|body|html|blockquote)>", re.I)
JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')
FRONT_MATTER = re.compile(
    r"(?:---|\+\+\+)[ \t]*\n(?:[^\n]*\n)*?(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|$)"
)
# Pelican writes no fences; its own words among the first lines tell them from a page's « Date: … ».
PELICAN = re.compile(
    r"(?=(?:[a-z]+:[^\n]*\n){0,9}?(?:slug|category|tags|status|summary|modified|lang):)"
    r"(?:(?:title|date|authors?|slug|category|tags|status|summary|modified|lang|keywords|template):"
    r"[^\n]*\n){2}",
    re.I,
)
# A page turned to Markdown opens with its menus, and is read as a text dump.
HEADED = re.compile(r"\s*(?:# \S|\S[^\n]{2,}\n={3,}[ \t]*\n)")
MARKUP = re.compile(
    r"^#{2,6} \S|(?<!\\)\[[^\]\n]+\]\([^)\s]+\)|\*\*\S[^*\n]*\*\*|^```|^> \S|^!\[", re.M
)
CODE = re.compile(r"(?:[{};]|\*/|,\s*\{)[ \t]*$")


def head(path: Path) -> bytes:
    """Return the first bytes of a file, as many as it takes to tell its format."""
    with open(path, "rb") as file:
        return file.read(HEAD)


def container(head: bytes) -> str:
    """Return "zip", "tar", "gz", "bz2" or "xz" for a file that holds files, "" for any other."""
    if head.startswith(ZIPS):
        return "" if PACKAGE.match(head) else "zip"
    for mark, kind in COMPRESSED.items():
        if head.startswith(mark):
            is_capture = kind == "gz" and _unzipped(head).startswith(CAPTURES)
            return "" if is_capture else kind
    return "tar" if is_tar(head) else ""


def is_tar(head: bytes) -> bool:
    """Return True if the checksum of a tar's first header is right: the oldest kind has no mark."""
    try:
        return bool(tarfile.TarInfo.frombuf(head[:512], "utf-8", "surrogateescape"))
    except tarfile.HeaderError:
        return False


def _unzipped(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(head, 512)
    except zlib.error:
        return b""


def is_json(head: bytes) -> bool:
    """Return True for what opens as a JSON object or list."""
    return bool(re.match(r"\ufeff?\s*[{\[]", _text(head)))


def find(head: bytes) -> str:
    """Return the format, a key of ingest.READERS.

    Raises Rejected, with the reason, where the bytes are of none.
    """
    if not head.strip():
        raise Rejected(_("Fichier vide."))
    if head.startswith((*CAPTURES, *COMPRESSED)):
        return "warc"  # `container` has told: what is compressed still is a capture
    if head.startswith(export_marks.SQLITE):
        return "database"
    if export_marks.is_mail(head):
        return "mail"
    if PACKAGE.match(head):
        return _package(head)
    if head.startswith(b"%PDF-") or b"\n%PDF-1." in head[:1024]:
        return "pdf"
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    _refuse_foreign(head)
    text = _text(head)
    opening = text.lstrip("\ufeff \t\r\n\0")
    if XPRESS.match(opening):
        return "text"
    if opening.startswith("<"):
        return _xml(opening)
    if re.match(r'\{\s*"|\[\s*[{"]', opening) or re.match(r"\{\s*$", opening.partition("\n")[0]):
        return _json(opening)
    if export_marks.is_sql(opening):
        return "database"
    return _cited(opening) or _marked(opening) or _prose(opening)


def _package(head: bytes) -> str:
    """Return the format of a document that is a zip: of an office program's, Word's if in doubt."""
    package = PACKAGE.match(head)
    if package and package["office"]:
        part = OFFICE.search(head)
        return "xlsx" if part and part[1] == b"xl" else "docx"
    if b"META-INF/container.xml" in head:
        return "epub"
    kind = KIND.search(_first_member(head))
    if kind and kind["kind"].startswith(b"epub"):
        return "epub"
    if not kind or kind["kind"].startswith(b"vnd.oasis.opendocument.text"):
        return "odt"
    if kind["kind"].startswith(b"vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    raise Rejected(_("C’est un dessin ou une présentation, et non un texte."))


def _first_member(head: bytes) -> bytes:
    """Return the first bytes of the first file of a zip, which programs pack or leave as it is."""
    start = 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    packed = head[start : start + 500]
    if head[8:10] != DEFLATED:
        return packed
    try:
        return zlib.decompressobj(-15).decompress(packed, 500)
    except zlib.error:
        return b""


def _refuse_foreign(head: bytes) -> None:
    for opening, reason in FOREIGN:
        if opening.match(head):
            raise Rejected(str(reason))


def _text(head: bytes) -> str:
    """Return the bytes as text, without a cut-off end; Rejected if they are no text."""
    decoder = codecs.getincrementaldecoder(encoding_of(head))("replace")
    text = decoder.decode(head)
    if is_binary(text):
        raise Rejected(_("Ce fichier n’est pas du texte."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _xml(text: str) -> str:
    prolog = PROLOG.match(text)
    behind = text[prolog.end() :] if prolog else text
    root = TAG.match(behind)
    name = root[1].lower() if root else ""
    if name in export_marks.ROOTS:
        return export_marks.ROOTS[name]
    encoded = _encoded(name, text)
    if encoded:
        return encoded
    if name == "rss" and "wordpress.org/export" in text:
        return "wxr"
    if name in ("rss", "feed", "channel") or (name == "rdf" and RSS_IN_RDF.search(behind)):
        return "feed"
    if _may_be_html(text, name):
        if _is_html(text, name):
            return "html"
        if FEED.search(text):
            return "feed"
    elif FEED.search(behind):  # behind something that XML does not allow there
        return "wxr" if "wordpress.org/export" in text else "feed"
    if root or text.startswith("<?xml"):
        raise Rejected(
            _("C’est du XML, mais ni un flux ni un export WordPress (élément « %(name)s »).")
            % {"name": name}
        )
    return _prose(text)


def _encoded(root: str, text: str) -> str:
    """Return the format of what publishers, scholars or scanners encoded; "" for any other."""
    if root in ("tei", "tei.2", "teicorpus", "teicorpus.2"):
        return "tei"
    if root in ("alto", "mets"):
        return root
    if HOCR.search(text):
        return "hocr"
    if root in ("article", "pmc-articleset", "articles") and JATS.search(text):
        return "jats"
    return ""


def _may_be_html(text: str, root: str) -> bool:
    if not text.startswith("<?xml") or ELEMENTS.fullmatch(root):
        return True
    return re.search(r"<!DOCTYPE\s+html", text, re.I) is not None


def _is_html(text: str, root: str) -> bool:
    if ELEMENTS.fullmatch(root) or CLOSED.search(text):
        return True
    return re.match(r"<!(?:DOCTYPE\s+html|--)", text, re.I) is not None


def _json(text: str) -> str:
    if JSON_FEED.search(text):
        return "feed"
    export = export_marks.of_json(text)
    if export:
        return export
    lines = text.split("\n")
    if len(lines) == 1 and len(text) > HEAD // 4:
        return "jsonl"  # a line longer than what was read; its reader says whether it is too long
    if any(map(_is_object, lines[:50])):
        return "jsonl"
    raise Rejected(_("C’est du JSON, mais aucun des exports qui sont lus, ni du JSON Lines."))


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _cited(text: str) -> str:
    """Return "bibtex" or "ris" for a bibliography; "" for any other."""
    if BIBTEX.match(text):
        return "bibtex"
    return "ris" if RIS.match(text) else ""


def _marked(text: str) -> str:
    """Return "markdown" or "csv", by what their first lines say; "" for any other."""
    if FRONT_MATTER.match(text) or PELICAN.match(text):
        return "markdown"
    return "csv" if columns.heads_a_table(text) else ""


def _prose(text: str) -> str:
    lines = [line for line in text.split("\n")[:400] if line.strip()]
    code = list(filter(CODE.search, lines))
    if len(code) > 0.3 * len(lines) + 1:
        raise Rejected(_("C’est un programme ou une feuille de style, et non un texte."))
    if len(CLOSED.findall(text)) > 2 or re.search(r"<(?:html|body)[\s>]", text, re.I):
        return "html"
    if HEADED.match(text) and MARKUP.search(text):
        return "markdown"
    return "text"
