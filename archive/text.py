"""HTML to plain text, slugs, accents, persons' names: pure functions on strings."""

import hashlib
import html as entities
import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby

import nh3

from archive import pictures

BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "hr", "figure", "table"}
LINES = {"li", "br", "figcaption", "caption", "tr"}
CELLS = {"td", "th"}
INLINE = {"em", "strong", "i", "b", "sup", "sub", "a", "cite", "q", "abbr"}
# Not kept, but they end a paragraph: their text becomes one of its own instead of running into the
# next.
PARAGRAPHS = {"div", "section", "article", "aside", "main", "header", "footer"}
PARAGRAPHS |= {"pre", "address", "dl", "dt", "dd", "center"}
HEADINGS = {"h1": "h2", "h5": "h4", "h6": "h4"}
UNSEEN_ELEMENTS = {"script", "style", "template", "noscript", "head", "title", "iframe"}
UNSEEN_ELEMENTS |= {"object", "svg", "math", "textarea", "select"}
ATTRIBUTES = {
    "a": {"href"},
    "abbr": {"title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "img": {"src", "alt", "width", "height"},
}
SCHEMES = {"http", "https", "mailto"}
NOTES = {tag: {"note"} for tag in ("p", "li", "ol", "ul", "blockquote")}
KEPT = BLOCKS | LINES | CELLS | INLINE | {"thead", "tbody", "tfoot"}


def _own_picture(tag: str, attribute: str, value: str) -> str | None:
    """Return an attribute as it is; None, by which it goes, for a link to a picture."""
    if tag == "a" and attribute == "href" and value.startswith(pictures.SCHEME):
        return None
    return value


CLEANER = nh3.Cleaner(
    tags=KEPT | {"img"},
    attributes=ATTRIBUTES,
    allowed_classes=NOTES,
    clean_content_tags=UNSEEN_ELEMENTS,
    url_schemes=SCHEMES | {"picture"},
    attribute_filter=_own_picture,
    url_relative="deny",
    link_rel="noopener noreferrer",
)
# Of what the house itself writes: it leads to pages of this site, too.
OWN_CLEANER = nh3.Cleaner(
    tags=KEPT,
    attributes=ATTRIBUTES,
    allowed_classes=NOTES,
    clean_content_tags=UNSEEN_ELEMENTS,
    url_schemes=SCHEMES,
    url_relative="pass_through",
    link_rel="noopener noreferrer",
)
WIDENER = nh3.Cleaner(
    tags=KEPT | PARAGRAPHS | set(HEADINGS) | {"img"},
    attributes=ATTRIBUTES,
    allowed_classes=NOTES,
    clean_content_tags=UNSEEN_ELEMENTS,
    url_schemes=nh3.ALLOWED_URL_SCHEMES | {"picture"},
    link_rel=None,
)
# Only tags that end a word, a line or a paragraph, without attributes: "<…>" is then a tag, nothing
# else is.
LAYOUT = nh3.Cleaner(
    tags=BLOCKS | LINES | CELLS | PARAGRAPHS | set(HEADINGS),
    attributes={},
    clean_content_tags=UNSEEN_ELEMENTS,
    link_rel=None,
)
LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
TYPOGRAPHIC_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007\u2009\u200a", " "))


NOT_ASCII = re.compile("[^\x00-\x7f]")
APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ′´`", "'"))
# The parser takes time with the square of the depth: 20,000 nested <div> take ten seconds. Browsers
# stop at 512.
DEEPEST = 256
NESTING = re.compile(
    r"<(/?)(?!(?:p|li|dt|dd|td|th|tr|br|hr|img|wbr|input|source|meta|link|col)\b)[a-z][^<>]*+>",
    re.I,
)
# Spaces that may be broken; U+00A0 and U+202F belong to French typography and stay.
BREAKING_SPACES = re.compile(r"[ \t\r\n\f\v]+")
# Those that are not one plain space: there is one behind each word, and it stays.
_UNEVEN_SPACES = re.compile(r"[ \t\r\n\f\v]{2,}|[\t\r\n\f\v]")
LONGEST_CROSSHEAD = 90  # characters
MOST_CROSSHEADS = 2  # below each other, of a part and of its first part; more are a list
# Not allowed in XML, not even escaped.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Signs that nobody sees: XML cannot carry some, others turn the letters beside them around.
UNSEEN_SIGNS = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
BLANK_LINE = re.compile(r"\n\s*\n")
LINE_END = re.compile("\n")
SENTENCE_ENDS = tuple(".!…:;,")  # a crosshead may ask
CLOSING = ' »”")'  # what may stand behind them
LONGEST_SLUG = 80  # characters
UNTITLED = "sans-titre"  # the slug of what has no letter or figure for one


def seen_line(typed: str) -> str:
    """Return what was typed with single spaces, without signs that nobody sees."""
    return " ".join(UNSEEN_SIGNS.sub("", typed).split())


def clean_html(html: str, is_own: bool = False) -> str:
    """Return HTML with nothing but the elements and attributes that a body may hold.

    `is_own`: links may lead to other pages of this site.
    """
    wide = WIDENER.clean(_shallow(html))
    # nh3 writes tags in one way and escapes "<" and ">" everywhere else: substitution is safe.
    narrow = re.sub(r"<(/?)([a-z0-9]+)>", _kept_tag, wide)
    cleaner = OWN_CLEANER if is_own else CLEANER
    cleaned = pictures.known(cleaner.clean(narrow))
    cleaned = cleaned.replace(' class=""', "")  # what is left of classes that are not allowed
    cleaned = re.sub(r'<a rel="noopener noreferrer">(.*?)</a>', r"\1", cleaned, flags=re.DOTALL)
    return re.sub(r"<p>\s*</p>", "", cleaned).strip()


def _shallow(html: str) -> str:
    """The HTML without the tags of elements that stand too deep in others; what they hold stays."""
    if html.count("<") <= DEEPEST:
        return html
    depth = 0

    def shallow_tag(tag: re.Match) -> str:
        nonlocal depth
        if tag[1]:
            depth = max(0, depth - 1)
            return tag[0] if depth < DEEPEST else ""
        depth += not tag[0].endswith("/>")
        return tag[0] if depth <= DEEPEST else ""

    return NESTING.sub(shallow_tag, html)


def _kept_tag(tag: re.Match) -> str:
    name = HEADINGS.get(tag[2], tag[2])
    if name in PARAGRAPHS:
        name = "p"
    return f"<{tag[1]}{name}>"


def plain(html: str) -> str:
    """Return the text of HTML: a blank line between paragraphs, a line a list item or table row."""
    bare = _UNEVEN_SPACES.sub(" ", LAYOUT.clean(html))
    text = re.sub("  +", " ", entities.unescape(re.sub(r"<[^>]*>", _break, bare)))
    text = "\n".join([line.strip(" ") for line in text.split("\n")])
    if "\n\n\n" in text:
        text = re.sub(r"\n{3,}", "\n\n", text)
    return text.strip(" \n")


def on_a_line(text: str) -> str:
    """Return a text in one line, its no-break spaces as they are."""
    return BREAKING_SPACES.sub(" ", text).strip()


def plain_spaces(text: str) -> str:
    """Return a text with ordinary spaces for no-break and narrow ones.

    It is for programs, which compare what they read.
    """
    return text.translate(TYPOGRAPHIC_SPACES)


def writable(text: str) -> str:
    """Return a text without the characters that XML cannot hold, not even escaped."""
    return UNWRITABLE.sub("", text)


def _break(tag: re.Match) -> str:
    name = tag.group().strip("</>")
    opens_line = name in LINES and name != "br" and not tag.group().startswith("</")
    if name in CELLS or opens_line:
        return " "
    if name in LINES:
        return "\n"
    return "\n\n"


def paragraphs(plain: str) -> list[str]:
    """Return the paragraphs of a plain text, each in one line.

    They are parted by blank lines, or by line ends where there is no blank line.
    """
    return [" ".join(part.split()) for part in paragraph_parts(plain)]


def as_html(plain: str) -> str:
    """Return a plain text as HTML, each paragraph as one of its own."""
    return "".join(f"<p>{entities.escape(part, quote=False)}</p>" for part in paragraphs(plain))


def paragraph_parts(plain: str) -> list[str]:
    """Return the paragraphs of a plain text as they are in it; none is empty."""
    separator = BLANK_LINE if BLANK_LINE.search(plain) else LINE_END
    return list(filter(str.strip, separator.split(plain)))


def crossheads(plain: str) -> list[str]:
    """Return the crossheads of a plain text: short paragraphs that are no sentences.

    Those of a list are none, nor is the last paragraph, since a crosshead has a text below it.
    """
    heads: list[str] = []
    for is_head, group in groupby(map(_crosshead, paragraph_parts(plain)[:-1]), bool):
        run = list(group)
        if is_head and len(run) <= MOST_CROSSHEADS:
            heads += run
    return heads


def _crosshead(paragraph: str) -> str:
    """Return a paragraph in one line where it may be a crosshead, else ""."""
    if _is_sentence(paragraph):  # as most: their words need not be parted, nor all of a long one
        return ""
    line = " ".join(paragraph.split(None, LONGEST_CROSSHEAD // 2))
    return line if len(line) <= LONGEST_CROSSHEAD and not _is_sentence(line) else ""


def _is_sentence(line: str) -> bool:
    return line.rstrip(CLOSING).endswith(SENTENCE_ENDS)


def fold(text: str) -> str:
    """Return a text for comparing.

    It is in lower case, without accents, its ligatures taken apart, with one kind of apostrophe.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    # By `replace`, a tenth of the time of `translate`: a text has few letters of each kind.
    # Apostrophes first: NFKD would take « ´ » apart into a space and an accent.
    for apostrophe in APOSTROPHES:
        text = text.replace(chr(apostrophe), "'")
    text = text.casefold()
    for letter, letters in LETTERS.items():
        text = text.replace(letter, letters)
    folded = unicodedata.normalize("NFKD", text)
    for character in set(NOT_ASCII.findall(folded)):
        if unicodedata.combining(character):
            folded = folded.replace(character, "")
    return folded


def folded(texts: Sequence[str]) -> list[str]:
    """Return each text as `fold` gives it, in a tenth of the time: as the lines of one."""
    lines = fold("\n".join(texts)).split("\n")
    if len(lines) == len(texts):
        return lines
    return list(map(fold, texts))


def folded_words(text: str) -> str:
    """Return the words of a text, folded, between single spaces."""
    return " ".join(re.findall(r"\w+", fold(text)))


def fingerprint(words: str) -> str:
    """Return the SHA-256, in hexadecimal, of a text by its `folded_words`; "" where it has none.

    Copies that differ in spaces, capitals, accents or signs only have the same.
    """
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
    return digest if words else ""


def enumeration(names: Sequence[str], last: str) -> str:
    """Return the names between commas, the last behind `last`: « A, B et C » with " et "."""
    return last.join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def slug(text: str) -> str:
    """Return a title or name for an address, in 1 to 80 characters.

    « L’œuvre d’Édith » is "l-oeuvre-d-edith".
    """
    words = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if len(words) > LONGEST_SLUG:
        # One character more, so that a word ending at the eightieth is not lost.
        words = words[: LONGEST_SLUG + 1].rpartition("-")[0] or words[:LONGEST_SLUG]
    return words or UNTITLED


# Persons' names

PARTICLES = {"de", "du", "des", "d'", "von", "van", "zu", "da", "di", "del", "dos", "y", "e"}
# What opens a surname of several words, « de » and its like apart.
SURNAME_OPENERS = {"le", "la", "les", "du", "des", "van", "ben", "el", "al", "mac"}
SURNAME_OPENERS |= {"saint", "sainte"}
# Prepositions that French catalogues (AFNOR Z 44-061) put behind the given name: « La Fresnaye,
# Bruno de ».
POSTPONED = {"de", "d'", "von", "zu"}
ROMAN = {"II", "III", "IV", "VI"}


def name_key(name: str) -> str:
    """Return one key for all ways to print a person's name.

    Capitals, accents, hyphens and dots are left aside.
    """
    return folded_words(name)


def person_name(printed: str) -> str:
    """Return a name as it is shown: « Manuel JACQUINET » is « Manuel Jacquinet ».

    Mixed case is left as printed.
    """
    words = unicodedata.normalize("NFC", printed).split()
    is_lower = all(word == word.lower() for word in words)
    last = len(words) - 1
    for position, word in enumerate(words):
        if is_lower or _is_capitals(word):
            words[position] = _capitalised(word, first=position == 0, last=position == last)
    return " ".join(words)


def _is_capitals(word: str) -> bool:
    """True for a word set in capitals, but for initials (« J.-N. », « JM ») and kings' numbers."""
    letters = [char for char in word if char.isalpha()]
    if len(letters) < 2 or "." in word or word in ROMAN or word != word.upper():
        return False
    return len(letters) > 3 or any(char in "aeiouy" for char in fold(word))


def _capitalised(word: str, first: bool, last: bool) -> str:
    folded = fold(word)
    if folded in PARTICLES and not first and not last:
        return word.lower()
    parts = re.split(r"([-'’])", word.lower())
    for index in range(0, len(parts), 2):
        parts[index] = re.sub(r"^mc(\w)", lambda match: "mc" + match[1].upper(), parts[index])
        elided = (
            index == 0 and not first and parts[:1] == ["d"] and len(parts) > 2 and parts[1] in "'’"
        )
        if not elided:
            parts[index] = parts[index][:1].upper() + parts[index][1:]
    return "".join(parts)


def sort_name(name: str) -> str:
    """Return a name as French catalogues file it: « La Fresnaye, Bruno de »."""
    words = person_name(name).split()
    opening = _surname(name.split())
    given, surname = " ".join(words[:opening]), " ".join(words[opening:])
    if not given:
        return surname
    elided = re.match(r"(d['’])(?=\w)", surname)
    if elided:
        return f"{surname[2:]}, {given} {elided[1]}"
    particle, _space, main_name = surname.partition(" ")
    if particle in POSTPONED and main_name:
        return f"{main_name}, {given} {particle}"
    return f"{surname[:1].upper()}{surname[1:]}, {given}"


def is_initialled(name: str) -> bool:
    """Return True where initials stand for the given names: « C. Abgrall », « J.-N. Vasseur »."""
    words = name.split()
    given = words[: _surname(words)]
    return bool(given) and all(re.fullmatch(r"(?:\w\.-?)+", word) for word in given)


def initials(name: str) -> tuple[str, str]:
    """Return (initials of the given names, surname), both as in `name_key`.

    « Jean-Noël Vasseur » is ("j n", "vasseur").
    """
    words = name.split()
    opening = _surname(words)
    given = name_key(" ".join(words[:opening]))
    return " ".join(part[0] for part in given.split()), name_key(" ".join(words[opening:]))


def _surname(words: list[str]) -> int:
    """Where the surname starts: at a particle, at capitals behind a given name, or at the end."""
    for index, word in enumerate(words[1:], start=1):
        if fold(word) in POSTPONED | SURNAME_OPENERS and index < len(words) - 1:
            return index
        if not _is_capitals(words[0]) and all(map(_is_capitals, words[index:])):
            return index
    return len(words) - 1
