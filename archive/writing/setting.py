"""What signs and spaces print would set otherwise in a body: shown before they are taken over."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from archive import text, typesetting
from archive.writing.blocks import blocks

WORD = re.compile(r"(\w+)")
LONGEST_RUN = 50  # signs and spaces between two words that are compared one by one
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
    """Return a paragraph with what changes in it, what is far from that left out.

    The words stay, so that the signs between two of them are compared with those between the same.
    """
    old, new = WORD.split(before), WORD.split(after)
    if len(old) != len(new):
        return [Piece(_seen(after), _seen(before))]
    pieces: list[Piece] = []
    same: list[str] = []
    for old_run, new_run in zip(old, new, strict=True):
        for former, words in _beside(old_run, new_run):
            if former == words:
                same.append(words)
                continue
            if same:
                pieces.append(Piece(_shortened("".join(same))))
                same.clear()
            # That a space was there is told by the one that takes its place.
            pieces.append(Piece(_seen(words), _seen(former.replace(" ", ""))))
    if same:
        pieces.append(Piece(_shortened("".join(same))))
    return pieces


def _beside(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of two runs of signs that stand in each other's place, alike or not."""
    if old == new or max(len(old), len(new)) > LONGEST_RUN:
        yield old, new
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _kind, old_start, old_end, start, end in matcher.get_opcodes():
        yield old[old_start:old_end], new[start:end]


def _shortened(words: str) -> str:
    if len(words) <= 2 * AROUND:
        return words
    return f"{words[:AROUND]} … {words[-AROUND:]}"


def _seen(words: str) -> str:
    return re.sub("[\u00a0\u202f]", SHOWN_SPACE, words)
