"""What a text is cut into to be counted: words as printed, signs, and ends of paragraphs.

Whole words: what stands between signs and spaces. Capitals and both apostrophes are alike, accents
and hyphens are not: « l’Accueil » gives l, ', accueil. Each sign is a piece of its own, so that a
phrase is met where its words follow each other as they were typed, and nowhere else.
"""

import re
import unicodedata
from itertools import islice

LONGEST_WORD = 400  # characters of a word or phrase that is counted
PARAGRAPH = "\n\n"  # the piece at the end of each paragraph
_END = "\ue001"  # stands for it among chunks: no text has it
# Combining accents and invisible marks (soft hyphen, zero width, direction) stand inside words.
_LETTER = r"\w\u0300-\u036f\u00ad\u200b-\u200f\u2060"
_PIECE = re.compile(rf"\n\n|{_END}|[{_LETTER}]+|[^{_LETTER}\s]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060]")
# Signs that are written in several ways: replacing one by one is quicker than a translation.
_ALIKE = (*((sign, "'") for sign in "’‘ʼ′´`"), ("‐", "-"), ("‑", "-"))


def chunks(text: str) -> list[str]:
    """Return what stands between the spaces of a text, and the ends of its paragraphs.

    The pieces of a text are those of its chunks, one after the other: few chunks are ever new, so
    that each has to be cut once.
    """
    cut = _alike(text).lower().replace(PARAGRAPH, f" {_END} ").split()
    if not cut or cut[-1] != _END:
        cut.append(_END)
    return cut


def pieces(phrase: str) -> list[str]:
    """Return the pieces of a phrase that was typed, in reading order."""
    return pieces_of_chunk(_alike(phrase).lower())


def pieces_of_chunk(chunk: str) -> list[str]:
    """Return the pieces of one of the `chunks` of a text, in reading order."""
    if chunk.isascii():
        return _PIECE.findall(chunk)
    return list(map(_piece, _PIECE.findall(chunk)))


def spans(text: str, most: int) -> list[tuple[int, int]]:
    """Return between which characters of a text each of its first pieces is printed."""
    return [match.span() for match in islice(_PIECE.finditer(_alike(text)), most)]


def is_word(piece: str) -> bool:
    """Return True for a word or a number, False for a sign or the end of a paragraph."""
    return piece[:1].isalnum() or (len(piece) > 1 and piece[0] != "\n")


def _alike(text: str) -> str:
    for sign, usual in _ALIKE:
        text = text.replace(sign, usual)
    return text


def _piece(piece: str) -> str:
    if piece.isascii():
        return piece
    if piece == _END:
        return PARAGRAPH
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", piece))
