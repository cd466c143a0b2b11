"""What signs and spaces print would set otherwise in a body: shown before they are taken over."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from archive import text, typesetting
from archive.writing.blocks import blocks

PIECE = re.compile(r"\w+|.", re.DOTALL)
AROUND = 24  # characters that are shown before and after what changes
MOST = 20  # paragraphs of which it is shown
SHOWN_SPACE = "␣"  # in the place of a space that is not broken


class Piece(NamedTuple):
    """A piece of a paragraph; `former` is what stood there, None where nothing changes."""

    words: str
    former: str | None = None


class Offer(NamedTuple):
    """A body as print sets it; how many of its paragraphs change, and pieces of the first."""

    html: str
    changed: int
    examples: list[list[Piece]]


def offer(body: str, language: str) -> Offer:
    """Return what a body would become in its language (ISO 639).

    Of others than French and English nothing is known, and nothing changes.
    """
    parts: list[str] = []
    examples: list[list[Piece]] = []
    count = 0
    for block in blocks(body):
        block_set = text.clean_html(typesetting.typeset(block, language))
        before, after = text.plain(block), text.plain(block_set)
        if before != after:
            count += 1
            if len(examples) < MOST:
                examples.append(_pieces(before, after))
        parts.append(block_set if before != after else block)
    if not count:
        return Offer(body, 0, [])
    return Offer("\n".join(parts), count, examples)


def _pieces(before: str, after: str) -> list[Piece]:
    """Return a paragraph with what changes in it, what is far from that left out."""
    old, new = PIECE.findall(before), PIECE.findall(after)
    pieces = []
    for kind, old_start, old_end, start, end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        words = "".join(new[start:end])
        if kind == "equal":
            pieces.append(Piece(_shortened(words)))
        else:
            # That a space was there is told by the one that takes its place.
            former = "".join(old[old_start:old_end]).replace(" ", "")
            pieces.append(Piece(_seen(words), _seen(former)))
    return pieces


def _shortened(words: str) -> str:
    if len(words) <= 2 * AROUND:
        return words
    return f"{words[:AROUND]} … {words[-AROUND:]}"


def _seen(words: str) -> str:
    return re.sub("[\u00a0\u202f]", SHOWN_SPACE, words)
