"""Rich text (.rtf): paragraphs, headings where its styles or levels tell them, notes."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from striprtf.striprtf import rtf_to_text

from archive.ingest.documents import articles
from archive.ingest.documents.properties import Properties
from archive.ingest.files.decoding import load
from archive.ingest.records import Doubt, Record, Rejected

LARGEST = 20 * 2**20  # bytes, pictures included
LONGEST = 4 * 2**20  # characters without pictures
MEDIA_TYPE = "application/rtf"
OPENING = b"{\\rtf"
OBJECT = re.compile(rb"\\(?:objdata|objemb|objocx|objlink)\b")
PICTURE = re.compile(r"\{\\(?:\*\\)?(?:shppict|nonshppict|pict)\b")
BINARY = re.compile(rb"\\bin(\d{1,9}) ")
HEXADECIMAL = re.compile(r"[0-9a-fA-F\s]{200,}")
NOTE = re.compile(r"\{\\(?:\*\\)?footnote\b")
INFO = re.compile(r"\{\\(title|author)\b ?((?:[^{}\\]|\\[^{}]|\\[{}])*)\}")
CREATED = re.compile(r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
STYLE = re.compile(r"\{\\s(\d{1,4})\b([^{};]{1,500});\}")
CONTROL_WORD = re.compile(r"\\[a-z]+-?\d* ?")
MOST_STYLES = 300
STYLED = re.compile(r"\\pard\b[^{};]{0,400}?\\s(\d{1,4})(?!\d)")  # a paragraph
STYLE_NAMED = re.compile(r"(?:heading|titre|title|überschrift) ?(\d?)", re.I)
LEVEL = re.compile(r"\\outlinelevel(\d)(?!\d)")
# Marks of our own in the text, as characters that no text uses: a heading's level, a note.
FIRST_LEVEL, NOTE_BEGINS, NOTE_ENDS = 0xE100, "\ue110", "\ue111"
HEADING_MARK = re.compile("[\ue100-\ue108]")
MARK = re.compile("[\ue100-\ue111]")
NOTED = re.compile(f"{NOTE_BEGINS}(.*?){NOTE_ENDS}", re.DOTALL)
BULLET = re.compile("\\s*(?:[•·▪◦‣\uf0b7–-]|\\d{1,2}[.)])\t+")
GROUP_SIGN = re.compile(r"\\[{}\\]|[{}]")


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the text of a document, or the editorials of an issue.

    Raises Rejected, with the reason, where it is no rich text, or not to be read.
    """
    content = load(Path(path), LARGEST)
    if not content.lstrip().startswith(OPENING):
        raise Rejected(_("Ce n’est pas un document RTF."))
    if OBJECT.search(content):
        raise Rejected(_("Ce document contient des objets incorporés : enregistrez-le sans eux."))
    source = _without_pictures(content)
    is_cut = len(_ends(source)) != 1
    markup = _html(source)
    if PICTURE.search(source):
        markup += "<img>"
    facts = _properties(source)
    for record in articles.records(str(path), markup, facts, content, MEDIA_TYPE):
        if is_cut and isinstance(record, Record):
            record.doubts.append(Doubt("text", "cut"))
        yield record


def _without_pictures(content: bytes) -> str:
    """Return the source without the bytes of pictures. Raises Rejected where it is too long."""
    parts: list[bytes] = []
    place = 0
    while binary := BINARY.search(content, place):
        parts.append(content[place : binary.start()])
        place = binary.end() + int(binary[1])
    content = b"".join([*parts, content[place:]])
    source = HEXADECIMAL.sub("", content.decode("cp1252", "replace").replace("\0", ""))
    if len(source) > LONGEST:
        raise Rejected(_("Document démesuré : il n’est pas lu."))
    return source


def _ends(source: str) -> list[int]:
    """Return the places where the outermost groups end: a sound document has a single one."""
    depth = 0
    ends: list[int] = []
    for sign in GROUP_SIGN.finditer(source):
        if sign[0] == "{":
            depth += 1
        elif sign[0] == "}":
            depth -= 1
            if depth == 0:
                ends.append(sign.end())
    return ends if depth == 0 else []


def _html(source: str) -> str:
    """Return the document as HTML, its notes as paragraphs of the class "note" behind the text."""
    text = rtf_to_text(_with_notes_marked(_with_headings_marked(source)), errors="ignore")
    notes: list[str] = []

    def number(note: re.Match[str]) -> str:
        notes.append(" ".join(MARK.sub("", note[1]).split()))
        return f"[{len(notes)}]"

    text = NOTED.sub(number, text)
    blocks = [_block(line) for line in text.split("\n") if MARK.sub("", line).strip(" |")]
    for index, note in enumerate(notes, start=1):
        inner = html.escape(re.sub(r"^[*\d. ]+", "", note), quote=False)
        blocks.append(f'<p class="note">{index}. {inner}</p>')
    return "\n".join(blocks)


def _block(line: str) -> str:
    marked = HEADING_MARK.search(line)
    bare = MARK.sub("", line).strip(" |")
    if BULLET.match(bare):
        inner = html.escape(BULLET.sub("", bare), quote=False)
        return f"<ul><li>{inner}</li></ul>"
    tag = "p"
    if marked:
        tag = f"h{min(6, ord(marked[0]) - FIRST_LEVEL + 1)}"
    return f"<{tag}>{html.escape(' '.join(bare.split()), quote=False)}</{tag}>"


def _with_headings_marked(source: str) -> str:
    """Return the source with a sign in each paragraph that is a heading by its level or style."""
    source = LEVEL.sub(lambda level: f"{level[0]}{_sign(FIRST_LEVEL + int(level[1]))}", source)
    signs = _signs_of_styles(source)
    return STYLED.sub(lambda styled: f"{styled[0]}{signs.get(styled[1], '')}", source)


def _signs_of_styles(source: str) -> dict[str, str]:
    """Return the sign of each style that is a heading's, by its number."""
    signs: dict[str, str] = {}
    for number, described in STYLE.findall(source)[:MOST_STYLES]:
        name = CONTROL_WORD.split(described)[-1]
        named = STYLE_NAMED.fullmatch(name.strip())
        if named:
            signs[number] = _sign(FIRST_LEVEL + max(0, int(named[1] or 1) - 1))
    return signs


def _sign(code: int) -> str:
    """Return a character as rich text writes it; codes above 32,767 are negative there."""
    return f"\\u{code - 65_536}? "


def _with_notes_marked(source: str) -> str:
    """Return the source with signs around each note, and the note as plain text between them."""
    parts: list[str] = []
    place = 0
    for note in NOTE.finditer(source):
        if note.start() < place:
            continue
        end = _end_of_group(source, note.start())
        begins, ends = _sign(ord(NOTE_BEGINS)), _sign(ord(NOTE_ENDS))
        parts += [source[place : note.start()], "{", begins, source[note.end() : end - 1], ends]
        parts.append("}")
        place = end
    return "".join([*parts, source[place:]])


def _end_of_group(source: str, start: int) -> int:
    """Return the place behind the brace that closes the group at `start`."""
    depth = 0
    for sign in GROUP_SIGN.finditer(source, start):
        if sign[0] == "{":
            depth += 1
        elif sign[0] == "}":
            depth -= 1
            if depth == 0:
                return sign.end()
    return len(source)


def _properties(source: str) -> Properties:
    facts = Properties()
    for name, text in INFO.findall(source[:20_000]):
        printed = rtf_to_text(f"{{\\rtf1\\ansi {text}}}", errors="ignore").strip()
        if name == "title":
            facts.title = printed
        elif printed:
            facts.authors = [printed]
    created = CREATED.search(source)
    if created:
        facts.day = f"{created[1]}-{int(created[2]):02}-{int(created[3]):02}"
    return facts
