"""What a word is: the only place where text, indexed or typed, becomes terms.

The index holds the forms as they are printed: lower case, accents kept, function words too, with
their positions. Bringing « appels » and « appel » together is the query's work (`words.forms`), so
that one field answers both the wide question and the exact one.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from archive.text import APOSTROPHES, fold, paragraph_parts

EDITION = 4  # of what a word is: what was indexed by another one is out of date
DEFAULT_LANGUAGE = "fr"  # of editorials whose language is not known
HYPHENS = "-‐‑"
# Characters. No real word is longer, and a megabyte without a space must not become one term.
LONGEST_FORM = 64
LONGEST_KEPT = 200  # characters of what is typed whose words are kept: few type more

# Combining accents and invisible marks (soft hyphen, zero width, direction) stand inside words.
_LETTER = r"[\w\u0300-\u036f\u00ad\u200b-\u200f\u2060]"
# The hyphen stands first: elsewhere it would mean a range.
_LINK = f"[{HYPHENS}&'{''.join(map(chr, APOSTROPHES))}]"
_SPACE = "[ \u00a0\u202f]"
_DOTTED = r"(?:[^\W\d_]\.)+[^\W\d_]"  # C.R.M
_FIGURES = (  # 10 000, 39 75, 01.02.03.04
    rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\w)|\d\d(?:{_SPACE}\d\d)+(?!\w)|\d\d(?:\.\d\d){{3,}}(?!\w)"
)
# Of most words all letters are in the first alternative, which is there for its speed alone: what
# it takes, the last one would.
_CHUNK = re.compile(
    rf"[a-zà-öø-ÿ]{{2,{LONGEST_FORM}}}+(?!{_LETTER}|{_LINK})"
    rf"|{_DOTTED}\b\.?"
    rf"|{_FIGURES}"
    rf"|{_LETTER}{{1,{LONGEST_FORM}}}(?:{_LINK}(?!{_DOTTED}\b){_LETTER}{{1,{LONGEST_FORM}}}){{0,7}}"
)
_FIGURES_APART = re.compile(rf"\d{_SPACE}\d")
_PIECE_WITH_FIGURES = re.compile(rf"\S+(?:(?<=\d){_SPACE}(?=\d)\S+)*")
_PIECE = re.compile(rf"aujourd'hui|[^\W_](?:(?!_){_LETTER})*")
_ACRONYM = re.compile(rf"{_DOTTED}\.?")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELIDED = _words("c d j l m n s t qu jusqu lorsqu presqu puisqu quelqu quoiqu")
APOSTROPHED = ELIDED | {"prud", "entr"}  # an apostrophe stands behind them
ENGLISH_ENDINGS = _words("d ll m re s t ve")
# « est-ce », « a-t-il », « celui-là »
INVERTED = _words("je tu il elle on ils elles ce ci là t y en")

FUNCTION_WORDS = {
    "fr": _words("""
        le la les l un une des du de d au aux ce cet cette ces c ceci cela ça celui celle ceux
        celles
        mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs
        je j tu il elle on nous vous ils elles me m te t se s lui eux moi toi soi y en
        qui que qu quoi dont où lequel laquelle lesquels lesquelles auquel auxquels duquel desquels
        à dans par pour sur avec chez vers dès
        et ou ni mais donc car comme lorsque lorsqu puisque puisqu quand jusque jusqu quoique quoiqu
        presqu quelqu
        ne n pas plus très aussi ainsi alors même mêmes tel telle tels telles
        être suis es est sommes êtes sont étais était étions étiez étaient
        serai seras sera serons serez seront serais serait serions seriez seraient
        sois soit soyons soyez soient fus fut furent été étant
        avoir ai as a avons avez ont avais avait avions aviez avaient
        aurai auras aura aurons aurez auront aurais aurait aurions auriez auraient
        aie aies ait ayons ayez aient eus eut eurent eu ayant
        """),
    "en": _words("""
        a an the this that these those
        i you he she it we they me him her us them
        my your his its our their mine yours hers ours theirs
        who whom whose which what
        of in on at by for with from to into onto upon as
        and or nor but if so than then because while when where how
        not no n t s d ll m re ve don doesn didn isn aren wasn weren
        be am is are was were been being have has had having do does did
        will would shall should can could may might must
        """),
}  # Not « si » and « or »: SI and gold are subjects.

# What may stand between two words of one expression: « qualité du service », « mise en place ».
JOINTS = ("de", "d", "du", "des", "à", "au", "aux", "en", "of")

# Words by which questions are asked. They tell little of the answer but may be its subject: so they
# count a little.
ASKING_WORDS = _words("""
    comment combien pourquoi quel quelle quels quelles
    puis peut peux peuvent pouvez pouvons pouvoir pourra pourrait pourrais puisse
    doit dois doivent devez devons devoir devrait devrais faut faire fait fais faites font
    how why what which when does should
    """)


class Token(NamedTuple):
    """One form of a text.

    `span` is the number of positions it covers: more than 1 for the joined form of a compound,
    which stands at the position of its first part. `start` and `end` count characters of the text.
    """

    form: str
    position: int
    start: int
    end: int
    span: int = 1


def tokenize(text: str) -> Iterator[Token]:
    """Yield the forms of a text in reading order.

    « l’après-vente » gives l, après, aprèsvente, vente.
    """
    position, made = 0, tuple.__new__  # which takes half as long as calling Token
    for match in _CHUNK.finditer(_letters(text)):
        chunk = match[0].lower()
        start, end = match.span()
        if chunk.isalnum():
            yield made(Token, (chunk, position, start, end, 1))
            position += 1
            continue
        tokens, width = _parts(chunk)
        for form, offset, first, last, span in tokens:
            yield made(Token, (form, position + offset, start + first, start + last, span))
        position += width


def positions(text: str, capitals: bool = False) -> tuple[dict[str, list[int]], int]:
    """Return the ascending positions of each form, and the number of positions.

    That is what indexing needs of a text. With `capitals` the positions of acronyms come as well,
    under `in_capitals`, and the first ones of what the text writes as a name only, under `as_name`.
    """
    places: dict[str, list[int]] = defaultdict(list)
    acronyms, names, common = _Acronyms(), dict[str, int](), set[str]()
    position = 0
    for printed in _CHUNK.findall(_letters(text)):
        chunk = printed.lower()
        if capitals:
            acronyms.see(printed, chunk, position)
        if chunk.isalnum():
            places[chunk].append(position)
            if printed is chunk or printed == chunk:
                common.add(chunk)
            else:
                names.setdefault(chunk, position)
            position += 1
            continue
        tokens, width = _parts(chunk)
        for form, offset, _first, _last, _span in tokens:
            places[form].append(position + offset)
            common.add(form)
        position += width
    if capitals:
        places |= acronyms.places()
        for form, first in names.items():
            if form not in common:
                places[as_name(form)].append(first)
    return dict(places), position


def pieces(text: str) -> list[str]:
    """Return what stands between the spaces of a text; figures with spaces in them are one piece.

    The `chunks` of a text are those of its pieces, one after the other.
    """
    if _FIGURES_APART.search(text):
        return _PIECE_WITH_FIGURES.findall(text)
    return text.split()


def chunks(text: str) -> list[str]:
    """Return what a text is cut into first, as printed: words, compounds, acronyms, figures."""
    letters = _letters(text)
    if letters.isalnum() and len(letters) <= LONGEST_FORM:
        return [letters]
    return _CHUNK.findall(letters)


def chunk_forms(printed: str) -> tuple[list[tuple[str, int]], int]:
    """Return the forms of such a chunk, each with its position in it, and its positions."""
    chunk = printed.lower()
    if chunk.isalnum():
        return [(chunk, 0)], 1
    tokens, width = _parts(chunk)
    return [(form, offset) for form, offset, _first, _last, _span in tokens], width


MARK = "\ue000"  # before a term that says how a form is written: no text has it in a word
LONGEST_ACRONYM = 8  # letters
MOST_IN_CAPITALS = 2  # acronyms in a row: more are a line in capitals


def in_capitals(form: str) -> str:
    """Return the term of a form as an acronym: printed in capitals within a line that is not."""
    return MARK + form.upper()


def as_name(form: str) -> str:
    """Return the term of the texts that never print a form without its capital."""
    return MARK + form


def as_printed(term: str) -> str:
    """Return a term of the index as a form: « SI » for that of an acronym."""
    return term.removeprefix(MARK)


# The term that stands where a paragraph begins, the first of a text apart.
PARAGRAPH = f"{MARK}¶"


def paragraph_places(text: str) -> list[int]:
    """Return the position at which each paragraph of a text begins, but for the first."""
    places, position = [], 0
    for paragraph in paragraph_parts(text)[:-1]:
        position += positions(paragraph)[1]
        places.append(position)
    return places


def is_acronym(printed: str) -> bool:
    """Return True for « SI » and « C.R.M. », whatever stands around them."""
    if not printed.isupper():
        return False
    letters = printed.replace(".", "")
    return 1 < len(letters) <= LONGEST_ACRONYM and letters.isalnum()


class _Acronyms:
    """The acronyms of a text, by their terms: those that stand in no line of capitals."""

    def __init__(self) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        self._row: list[tuple[str, int]] = []

    def see(self, printed: str, chunk: str, position: int) -> None:
        if printed.isupper():
            self._row.append((chunk if is_acronym(printed) else "", position))
        elif self._row:
            self._end_row()

    def places(self) -> dict[str, list[int]]:
        self._end_row()
        return self._places

    def _end_row(self) -> None:
        if len(self._row) <= MOST_IN_CAPITALS:
            for chunk, position in self._row:
                if chunk:
                    self._places[in_capitals(chunk.replace(".", ""))].append(position)
        self._row = []


def joint(left: str) -> str:
    """Return what stands behind a part of a compound: an apostrophe or a hyphen."""
    if left in APOSTROPHED:
        return "’"
    return "-"


def single_tokens(text: str) -> list[Token]:
    """Return the forms of a text in reading order, without the joined forms of compounds."""
    letters = _letters(text)
    if letters.isalnum() and len(letters) <= LONGEST_FORM:  # one word, as lists have thousands of
        return [Token(letters.lower(), 0, 0, len(letters))]
    return [token for token in tokenize(text) if token.span == 1]


def typed_tokens(text: str) -> tuple[Token, ...]:
    """Return what `tokenize` yields of a typed word or phrase, which is asked for many times."""
    if len(text) <= LONGEST_KEPT:
        return _kept_tokens(text)
    return tuple(tokenize(text))


@lru_cache(maxsize=10_000)
def _kept_tokens(text: str) -> tuple[Token, ...]:
    return tuple(tokenize(text))


def forms(text: str) -> set[str]:
    """Return the forms of a text, the joined forms of its compounds too."""
    return {token.form for token in tokenize(text)}


def folded_words(text: str) -> list[str]:
    """Return the words of a text in order, without accents."""
    return [fold(token.form) for token in single_tokens(text)]


def _letters(text: str) -> str:
    """Replace ʼ by ' and İ by I, so that lower-casing keeps the length."""
    return text.replace("ʼ", "'").replace("İ", "I")


@lru_cache(maxsize=100_000)
def _parts(chunk: str) -> tuple[tuple[tuple[str, int, int, int, int], ...], int]:
    """Return (form, position, start, end, span) of each token of a chunk, and its width.

    The chunk is not one plain word; places in it are counted from 0.
    """
    if _ACRONYM.fullmatch(chunk):
        return ((chunk.replace(".", ""), 0, 0, len(chunk), 1),), 1
    chunk = chunk.translate(APOSTROPHES)
    tokens: list[tuple[str, int, int, int, int]] = []
    for match in _PIECE.finditer(chunk):
        tokens.append((_clean(match[0]), len(tokens), match.start(), match.end(), 1))
    width = len(tokens)
    first = 0
    while first < width and _is_elided(chunk, tokens[first][0], tokens[first][3]):
        first += 1
    compound = tokens[first:]
    if len(compound) > 1:
        joined = "".join(token[0] for token in compound)
        form, _position, start, end, _span = compound[-1]
        if len(joined) <= LONGEST_FORM and _is_compound(chunk, form, start):
            tokens.insert(first + 1, (joined, first, compound[0][2], end, len(compound)))
    return tuple(tokens), width


def _is_elided(chunk: str, form: str, end: int) -> bool:
    return form in ELIDED and chunk[end : end + 1] == "'"


def _is_compound(chunk: str, form: str, start: int) -> bool:
    """Return True where a chunk that ends in this form, from `start`, is one word too.

    « télé-usine », « prud’homme », « R&D », « 39 75 » are; « est-il » and « don’t » are not.
    """
    before = chunk[start - 1]
    if before == "_":
        return False
    if before == "'":
        return form not in ENGLISH_ENDINGS
    return form not in INVERTED


def _clean(piece: str) -> str:
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", piece))


def is_function_word(form: str, language: str) -> bool:
    """Return True where a form carries no subject of its own.

    « meme » counts as « même », but « sûr » is not « sur ».
    """
    return form in _function_words(language)


@lru_cache(maxsize=64)
def _function_words(language: str) -> frozenset[str]:
    words = FUNCTION_WORDS.get(language, frozenset())
    return words.union(map(fold, words))
