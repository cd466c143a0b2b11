"""An editorial as it is set for reading: signs and spaces, anchors, notes. Pure functions.

What is stored stays as it is. Spaces are those of the *Lexique des règles typographiques en usage à
l’Imprimerie nationale*: narrow before ; ? !, of full width before : and inside « ».
"""

import html as entities
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive import markup, text
from archive.markup import Span

TAG = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)')
# Within these tags a sentence goes on; any other one ends it.
WITHIN = re.compile(rf"</?(?:mark|{'|'.join(sorted(text.INLINE))})\b")  # the most frequent first
SEAM = "\ue000"  # where such a tag stood, while the words around it are looked at as one text
NARROW, WIDE = "\u202f", "\u00a0"
_S, _SPACES = f"{SEAM}*", f"[ {WIDE}{NARROW}\u2009]*"

# Signs one of which a text has to have, since it is quick to see that there is none; what is
# replaced, by what; and the same of a text without seams, which is far quicker: most have none.
Rule = tuple[tuple[str, ...], re.Pattern, str, re.Pattern, str]


def _rule(signs: str, between: str, replaced: str, bare: str, sign: str) -> Rule:
    return tuple(signs.split("|")), re.compile(between), replaced, re.compile(bare), sign


# What begins with a sign is looked for from sign to sign: what is before it comes after it here.
_BEGINS = rf"[{SEAM} {WIDE}{NARROW}\u2009:?!;]"
_BEFORE_SIGN = rf"(?={_BEGINS})(?<=[^\s([«“?!;:…/{SEAM}])"
_BEFORE_COLON = rf"(?={_BEGINS})(?<=[\w»”)\]%{WIDE}])(?<!«{WIDE})"
_ALIKE = r"(?<!\.)\.\.\.(?!\.)"
_APOSTROPHE = r"'(?<=[^\W\d_]')(?=[^\W\d_]|«)"
_APOSTROPHE_BEFORE_SEAM = rf"'(?<=[^\W\d_]')({SEAM}+)(?=[^\W\d_]|«)"
_APOSTROPHE_BEHIND_SEAM = rf"({SEAM}(?<=[^\W\d_]{SEAM}){_S})'({_S})(?=[^\W\d_]|«)"
_THOUSAND = r" (?<=\d )(?=[%€]|\d{3}(?!\d))"
_SHORTENED = r"\b(n°|[pP]\.|MM?\.|Mmes?|Mlles?) (?=\w)"
_DASH = r"-(?<=\s-)-?(?=\s)"
ALL_LANGUAGES = (
    # Those that stand at no seam first: seldom one is left, and to look for it takes ten times as
    # long.
    _rule("'", _APOSTROPHE, "’", _APOSTROPHE, "’"),
    _rule(f"'{SEAM}", _APOSTROPHE_BEFORE_SEAM, r"’\1", _APOSTROPHE, "’"),
    _rule(f"{SEAM}'", _APOSTROPHE_BEHIND_SEAM, r"\1’\2", _APOSTROPHE, "’"),
    _rule("...", _ALIKE, "…", _ALIKE, "…"),
)
FRENCH = (
    *ALL_LANGUAGES,
    _rule("«", rf"«({_S}){_SPACES}({_S})", rf"«{WIDE}\1\2", rf"«{_SPACES}", f"«{WIDE}"),
    _rule("»", rf"({_S}){_SPACES}({_S})»", rf"\1\2{WIDE}»", rf"{_SPACES}»", f"{WIDE}»"),
    _rule(
        "?|!|;",
        rf"{_BEFORE_SIGN}({_S}){_SPACES}({_S})([?!;]+)(?={_S}(?:[\s»”\"’')\]…,.]|$))",
        rf"\1{NARROW}\2\3",
        rf"{_BEFORE_SIGN}{_SPACES}(?=[?!;]+(?:[\s»”\"’')\]…,.]|$))",
        NARROW,
    ),
    _rule(
        ":",
        rf"{_BEFORE_COLON}({_S}){_SPACES}({_S}):(?={_S}(?:\s|$))",
        rf"\1{WIDE}\2:",
        rf"{_BEFORE_COLON}{_SPACES}:(?=\s|$)",
        f"{WIDE}:",
    ),
    _rule(" ", _THOUSAND, WIDE, _THOUSAND, WIDE),
    _rule("n° |p. |P. |M", _SHORTENED, rf"\1{WIDE}", _SHORTENED, rf"\1{WIDE}"),
    _rule("-", _DASH, "–", _DASH, "–"),
)
QUOTES = {"fr": (f"«{WIDE}", f"{WIDE}»"), "en": ("“", "”")}
INNER = ("“", "”")  # within « »
OPENS = re.compile(rf"(?:^|[\s(\[{{«“’'/—–-]){_S}$")
CLOSES = re.compile(rf"{_S}(?:$|[\s)\]}},.;:?!…»”/—–-])")


def typeset(html: str, language: str) -> str:
    """Return clean HTML with the signs and spaces of its language (ISO 639): French, English."""
    code = language.split("-")[0].lower()
    if code not in QUOTES:
        return html
    tokens = TAG.split(html)
    for block in _blocks(tokens):
        texts = entities.unescape(SEAM.join(tokens[block])).split(SEAM)
        if len(texts) != len(tokens[block]):  # one of them has such a sign itself
            texts = [entities.unescape(part).replace(SEAM, "") for part in tokens[block]]
        tokens[block] = _set(texts, code)
    return "".join(tokens)


def line(plain: str, language: str) -> SafeString:
    """Return a line of plain text, a title or a passage, as HTML that is set; for no attribute."""
    return SafeString(typeset(escape(plain), language))


def set_html(html: SafeString, language: str) -> SafeString:
    """Return HTML that is made already, with its words marked or not, as it is set."""
    return SafeString(typeset(html, language))


def passage(
    plain: str, spans: Iterable[Span], before: bool, after: bool, language: str
) -> SafeString:
    """Return what `set_html` makes of `markup.passage`, in half its time: no HTML is read."""
    code = language.split("-")[0].lower()
    if code not in QUOTES:
        return markup.passage(plain, spans, before, after)
    texts: list[str] = []  # every second one is marked
    at = 0
    for start, end in spans:
        texts += plain[at:start], plain[start:end]
        at = end
    texts.append(plain[at:])
    if before:
        texts[0] = f"… {texts[0]}"
    if after:
        texts[-1] = f"{texts[-1]} …"
    if SEAM in plain:  # which would be taken for where a mark begins or ends
        texts = [part.replace(SEAM, "") for part in texts]
    texts = _set(texts, code)
    texts[1::2] = [f"<mark>{marked}</mark>" for marked in texts[1::2]]
    return SafeString("".join(texts))


def _blocks(tokens: list[str]) -> Iterator[slice]:
    """The places of the texts that are one sentence or paragraph; every second token is a tag."""
    first = 0
    for at in range(2, len(tokens), 2):
        if not WITHIN.match(tokens[at - 1]):
            yield slice(first, at, 2)
            first = at
    yield slice(first, len(tokens), 2)


def _set(texts: list[str], code: str) -> list[str]:
    """Return the plain texts between the tags of a block as they are set, escaped."""
    joined = SEAM.join(texts)
    spaced = _spaced(joined, code)
    joined = _quoted(spaced, code)
    if joined != spaced:  # what stands beside the new signs
        joined = _spaced(joined, code)
    return entities.escape(joined, quote=False).split(SEAM)


def _spaced(joined: str, code: str) -> str:
    has_seams = SEAM in joined
    for signs, between, replaced, bare, sign in FRENCH if code == "fr" else ALL_LANGUAGES:
        for needed in signs:
            if needed in joined:
                if has_seams:
                    joined = between.sub(replaced, joined)
                else:
                    joined = bare.sub(sign, joined)
                break
    return joined


def _quoted(joined: str, code: str) -> str:
    """Typewriter's quotation marks by those of print; as they were where they do not pair."""
    parts = joined.split('"')
    if len(parts) % 2 == 0:
        return joined
    done, within, signs = [parts[0]], 0, INNER
    for number, part in enumerate(parts[1:]):
        opening = number % 2 == 0
        if not (OPENS.search(done[-1][-9:]) if opening else CLOSES.match(part)):
            return joined
        if opening and not part.replace(SEAM, "").strip():  # they quote nothing
            return joined
        within += done[-1].count("«") - done[-1].count("»")
        if opening:
            signs = INNER if within > 0 else QUOTES[code]
        done += [signs[not opening], part]
    return "".join(done)


# Anchors and notes

PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
ANCHORED = re.compile(r'<p id="(p-[a-z0-9-]+)">(.*?)<a class="anchor"', re.DOTALL)
WORDS, READ = 5, 500  # of a paragraph: words that its anchor is made of, in so many characters
CALL = re.compile(r"<sup>\(?(\d{1,3}|\*{1,3})\)?</sup>")
NOTE = re.compile(
    r'<(p|li) class="note">(\s*(?:<sup>)?[(\[]?(\d{1,3}|\*{1,3})(?!\d).*?)</\1>', re.DOTALL
)


class Anchor(NamedTuple):
    """What leads to a paragraph, and the first words that it is made of."""

    anchor: str
    words: str

    def is_of(self, paragraph: str) -> bool:
        """Return True where a paragraph, as plain text, begins with these words."""
        return _first_words(paragraph) == self.words


def anchors(html: str) -> list[Anchor]:
    """Return what leads to each paragraph of HTML, in their order."""
    seen: Counter[str] = Counter()
    made = []
    for paragraph in PARAGRAPH.finditer(html):
        bare = TAG.sub("", CALL.sub("", paragraph[1][:READ]))
        words = _first_words(entities.unescape(bare))
        seen[words] += 1
        made.append(Anchor(_anchor(words, seen[words]), words))
    return made


def anchors_of_paragraphs(html: str, plain: str) -> list[str]:
    """Return for each paragraph of a plain text, as blank lines part it, what leads to it.

    "" stands for a heading or the item of a list. `html` is what the text was made from.
    """
    waiting = iter(anchors(html))
    of_paragraphs: list[str] = []
    following = next(waiting, None)
    for paragraph in plain.split("\n\n"):
        if following and following.is_of(paragraph):
            of_paragraphs.append(following.anchor)
            following = next(waiting, None)
        else:
            of_paragraphs.append("")
    return of_paragraphs


def with_anchors(html: str) -> str:
    """Return HTML in which each paragraph can be led to, by its first words."""
    leading = enumerate(anchors(html), 1)

    def with_anchor(paragraph: re.Match) -> str:
        number, (anchor, _words) = next(leading)
        label = _("Lien vers le paragraphe %(number)d") % {"number": number}
        link = format_html('<a class="anchor" href="#{}" aria-label="{}"></a>', anchor, label)
        return f'<p id="{anchor}">{paragraph[1]}{link}</p>'

    return PARAGRAPH.sub(with_anchor, html)


def anchored(body: str, language: str) -> dict[str, str]:
    """Return {anchor of a paragraph: its plain text} of a body, in its order."""
    html = with_anchors(typeset(body, language))
    return {anchor: text.plain(words) for anchor, words in ANCHORED.findall(html)}


def _first_words(plain: str) -> str:
    return "-".join(text.slug(plain[:READ]).split("-")[:WORDS])


def _anchor(words: str, occurrence: int) -> str:
    if occurrence == 1:
        return f"p-{words}"
    return f"p-{words}-{occurrence}"


def with_notes(html: str) -> str:
    """Return HTML in which the call of a note leads to it, and the note back.

    Only where it is plain which is whose.
    """
    calls = Counter(call[1] for call in CALL.finditer(NOTE.sub("", html)))
    notes = Counter(note[3] for note in NOTE.finditer(html))
    numbers: dict[str, int] = {}
    for number, sign in enumerate(notes, 1):
        if calls[sign] == notes[sign] == 1:
            numbers[sign] = number
    if not numbers:
        return html

    def linked_call(call: re.Match) -> str:
        if call[1] not in numbers:
            return call[0]
        number = numbers[call[1]]
        return f'<sup id="call-{number}"><a href="#note-{number}">{call[1]}</a></sup>'

    def linked_note(note: re.Match) -> str:
        tag, content, sign = note.groups()
        if sign not in numbers:
            return note[0]
        number = numbers[sign]
        label = _("Retour à l’appel de note")
        back = format_html(' <a href="#call-{}" aria-label="{}">↩\ufe0e</a>', number, label)
        if content.lstrip().startswith("<sup>"):
            content = CALL.sub(r"\1", content, count=1)
        return f'<{tag} class="note" id="note-{number}">{content}{back}</{tag}>'

    return CALL.sub(linked_call, NOTE.sub(linked_note, html))
