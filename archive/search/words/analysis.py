"""What a word is: the only place where text, indexed or typed, becomes terms.

The index holds the forms as they are printed: lower case, accents kept, function words too, with their
positions. Bringing « appels » and « appel » together is the query's work, through `stem_key`, so that one field
answers both the wide question and the exact one.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from archive.text import APOSTROPHES, fold

EDITION = 2  # of what a word is: what was indexed by another one is out of date
DEFAULT_LANGUAGE = "fr"  # of editorials whose language is not known
HYPHENS = "-‐‑"
# Characters. No real word is longer, and a megabyte without a space must not become one term.
LONGEST_FORM = 64

# Combining accents and invisible marks (soft hyphen, zero width, direction) stand inside words.
_LETTER = r"[\w\u0300-\u036f\u00ad\u200b-\u200f\u2060]"
_LINK = f"[{HYPHENS}&'{''.join(map(chr, APOSTROPHES))}]"  # the hyphen first: elsewhere it would mean a range
_SPACE = "[ \u00a0\u202f]"
_DOTTED = r"(?:[^\W\d_]\.)+[^\W\d_]"  # C.R.M
_CHUNK = re.compile(
    rf"{_DOTTED}\b\.?"
    rf"|\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\w)|\d\d(?:{_SPACE}\d\d)+(?!\w)|\d\d(?:\.\d\d){{3,}}(?!\w)"  # 10 000, 39 75
    rf"|{_LETTER}{{1,{LONGEST_FORM}}}(?:{_LINK}(?!{_DOTTED}\b){_LETTER}{{1,{LONGEST_FORM}}}){{0,7}}"
)
_PIECE = re.compile(rf"aujourd'hui|[^\W_](?:(?!_){_LETTER})*")
_ACRONYM = re.compile(rf"{_DOTTED}\.?")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060]")
_ORDINAL = re.compile(r"(\d+)(?:er|ere|re|e|eme|ieme|nd|nde)s?")
_ROMAN_ORDINAL = re.compile(r"([ivx]+)(?:eme|ieme)s?")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELIDED = _words("c d j l m n s t qu jusqu lorsqu presqu puisqu quelqu quoiqu")
ENGLISH_ENDINGS = _words("d ll m re s t ve")
INVERTED = _words(
    "je tu il elle on ils elles ce ci là t y en"
)  # « est-ce », « a-t-il », « celui-là »

FUNCTION_WORDS = {
    "fr": _words("""
        le la les l un une des du de d au aux ce cet cette ces c ceci cela ça celui celle ceux celles
        mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs
        je j tu il elle on nous vous ils elles me m te t se s lui eux moi toi soi y en
        qui que qu quoi dont où lequel laquelle lesquels lesquelles auquel auxquels duquel desquels
        à dans par pour sur avec chez vers dès
        et ou ni mais donc car comme lorsque lorsqu puisque puisqu quand jusque jusqu quoique quoiqu presqu quelqu
        ne n pas plus très aussi ainsi alors même mêmes tel telle tels telles
        être suis es est sommes êtes sont étais était étions étiez étaient serai seras sera serons serez seront
        serais serait serions seriez seraient sois soit soyons soyez soient fus fut furent été étant
        avoir ai as a avons avez ont avais avait avions aviez avaient aurai auras aura aurons aurez auront
        aurais aurait aurions auriez auraient aie aies ait ayons ayez aient eus eut eurent eu ayant
        """),
    "en": _words("""
        a an the this that these those
        i you he she it we they me him her us them my your his its our their mine yours hers ours theirs
        who whom whose which what
        of in on at by for with from to into onto upon as
        and or nor but if so than then because while when where how
        not no n t s d ll m re ve don doesn didn isn aren wasn weren
        be am is are was were been being have has had having do does did
        will would shall should can could may might must
        """),
}  # Not « si » and « or »: SI and gold are subjects.

# Words by which questions are asked. They tell little of the answer but may be its subject: so they count a little.
ASKING_WORDS = _words("""
    comment combien pourquoi quel quelle quels quelles puis peut peux peuvent pouvez pouvons pouvoir pourra pourrait
    pourrais puisse doit dois doivent devez devons devoir devrait devrais faut faire fait fais faites font
    how why what which when does should
    """)


class Token(NamedTuple):
    """One form of a text. `span` is the number of positions it covers: more than 1 for the joined form of a compound,
    which stands at the position of its first part. `start` and `end` count characters of the text as given."""

    form: str
    position: int
    start: int
    end: int
    span: int = 1


def tokenize(text: str) -> Iterator[Token]:
    """The forms of a text in reading order: « l’après-vente » gives l, après, aprèsvente, vente."""
    position = 0
    for match in _CHUNK.finditer(_letters(text)):
        chunk, start = match[0].lower(), match.start()
        if chunk.isalnum():
            yield Token(chunk, position, start, match.end())
            position += 1
            continue
        tokens, width = _parts(chunk)
        for form, offset, first, last, span in tokens:
            yield Token(form, position + offset, start + first, start + last, span)
        position += width


def positions(text: str) -> tuple[dict[str, list[int]], int]:
    """What indexing needs of a text: the ascending positions of each form, and the number of positions."""
    found: dict[str, list[int]] = defaultdict(list)
    position = 0
    for chunk in _CHUNK.findall(_letters(text).lower()):
        if chunk.isalnum():
            found[chunk].append(position)
            position += 1
            continue
        tokens, width = _parts(chunk)
        for form, offset, _first, _last, _span in tokens:
            found[form].append(position + offset)
        position += width
    return dict(found), position


def single_tokens(text: str) -> list[Token]:
    """Return the forms of a text in reading order, without the joined forms of compounds."""
    return [token for token in tokenize(text) if token.span == 1]


def folded_words(text: str) -> list[str]:
    """Return the words of a text in order, without accents."""
    return [fold(token.form) for token in single_tokens(text)]


def _letters(text: str) -> str:
    """The text, as long as before, without the one apostrophe that Unicode counts as a letter, and the one capital
    that is two characters in lower case."""
    return text.replace("ʼ", "'").replace("İ", "I")


@lru_cache(maxsize=100_000)
def _parts(chunk: str) -> tuple[tuple[tuple[str, int, int, int, int], ...], int]:
    """(form, position, start, end, span) for each token of a chunk that is not one plain word, and its width."""
    if _ACRONYM.fullmatch(chunk):
        return ((chunk.replace(".", ""), 0, 0, len(chunk), 1),), 1
    chunk = chunk.translate(APOSTROPHES)
    pieces = [(_clean(match[0]), match.start(), match.end()) for match in _PIECE.finditer(chunk)]
    tokens = [(form, offset, start, end, 1) for offset, (form, start, end) in enumerate(pieces)]
    first = 0
    while first < len(pieces) and _is_elided(chunk, *pieces[first]):
        first += 1
    joined = "".join(form for form, _, _ in pieces[first:])
    if len(pieces) - first > 1 and len(joined) <= LONGEST_FORM and _is_compound(chunk, *pieces[-1]):
        tokens.insert(
            first + 1, (joined, first, pieces[first][1], pieces[-1][2], len(pieces) - first)
        )
    return tuple(tokens), len(pieces)


def _is_elided(chunk: str, form: str, _start: int, end: int) -> bool:
    return form in ELIDED and chunk[end : end + 1] == "'"


def _is_compound(chunk: str, form: str, start: int, _end: int) -> bool:
    """Whether a chunk ending in this piece is one word too: « télé-usine », « prud’homme », « R&D », « 39 75 » are;
    « est-il » and « don’t » are not."""
    apart = {"'": ENGLISH_ENDINGS, "_": {form}}.get(chunk[start - 1], INVERTED)
    return form not in apart


def _clean(piece: str) -> str:
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", piece))


@lru_cache(maxsize=400_000)
def stem_key(form: str, language: str) -> str:
    """What the forms of one word share: its stem in that language, without accents. « 13e » and « 13ème » are one
    word too, and so are « XIXe » and « XIXème »."""
    folded = fold(form)
    if folded[:1].isdigit():
        ordinal = _ORDINAL.fullmatch(folded)
        return f"{ordinal[1]}e" if ordinal else folded
    roman = _ROMAN_ORDINAL.fullmatch(folded)
    return fold(_stemmer(language)(f"{roman[1]}e" if roman else form))


@lru_cache(maxsize=64)
def _stemmer(language: str) -> Callable[[str], str]:
    """Snowball's stemmer where it knows the language, otherwise the word itself."""
    try:
        return Stemmer.Stemmer(language, 0).stemWord
    except KeyError:
        return str


def is_function_word(form: str, language: str) -> bool:
    """Whether a form carries no subject of its own. « meme » counts as « même », but « sûr » is not « sur »."""
    return form in _function_words(language)


@lru_cache(maxsize=64)
def _function_words(language: str) -> frozenset[str]:
    words = FUNCTION_WORDS.get(language, frozenset())
    return words | {fold(word) for word in words}
