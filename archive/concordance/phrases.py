"""Phrases of a volume: two telling words beside each other, or joined by « de » and its like.

They are what vocabulary is made of beside single words: « relation client », « mise en place »,
« centre d’appels ».
"""

from typing import NamedTuple

import numpy as np

from archive.concordance.pieces import is_word
from archive.search.words.analysis import DEFAULT_LANGUAGE, JOINTS, is_function_word

FEWEST = 5  # occurrences in a volume of what is kept
BITS = np.uint64(21)  # of the number of a term within a key
MASK = np.uint64((1 << 21) - 1)
SHORTEST = 3  # letters of a telling word
ELISION = ("d", "'")


class Phrases(NamedTuple):
    """The keys of phrases, ascending; of each occurrence its phrase, and where it stands."""

    keys: np.ndarray
    of_places: np.ndarray
    places: np.ndarray


def is_telling(piece: str) -> bool:
    """Return True for a word that tells of a subject by itself: no number, no function word."""
    if len(piece) < SHORTEST or not is_word(piece) or not piece.isalpha():
        return False
    return not is_function_word(piece, DEFAULT_LANGUAGE)


def phrases(stream: np.ndarray, printed: list[str]) -> Phrases:
    """Return the frequent phrases of a stream of these pieces."""
    telling = np.array([is_telling(piece) for piece in printed], bool)
    joint = np.array([piece in JOINTS for piece in printed], bool)
    numbers = {piece: number for number, piece in enumerate(printed)}
    tells = telling[stream]
    places = [np.flatnonzero(tells[:-1] & tells[1:])]
    keys = [_keys(stream, places[0], 0, 1)]
    at = np.flatnonzero(tells[:-2] & joint[stream[1:-1]] & tells[2:])
    places.append(at)
    keys.append(_keys(stream, at, 1, 2))
    if all(piece in numbers for piece in ELISION):
        elided, apostrophe = (numbers[piece] for piece in ELISION)
        is_elided = (stream[1:-2] == elided) & (stream[2:-1] == apostrophe)
        at = np.flatnonzero(tells[:-3] & is_elided & tells[3:])
        places.append(at)
        keys.append(_keys(stream, at, 1, 3))
    all_keys, all_places = np.concatenate(keys), np.concatenate(places)
    in_order = np.argsort(all_keys, kind="stable")
    all_keys, all_places = all_keys[in_order], all_places[in_order]
    begins = np.flatnonzero(
        np.concatenate([[True], all_keys[1:] != all_keys[:-1]])[: len(all_keys)]
    )
    counts = np.diff(np.append(begins, len(all_keys)))
    is_kept = counts >= FEWEST
    frequent = np.repeat(is_kept, counts)
    return Phrases(
        keys=all_keys[begins[is_kept]],
        of_places=np.repeat(np.arange(is_kept.sum()), counts[is_kept]).astype(np.uint32),
        places=all_places[frequent].astype(np.uint32),
    )


def _keys(stream: np.ndarray, at: np.ndarray, joint: int, second: int) -> np.ndarray:
    first = stream[at].astype(np.uint64) << (BITS + BITS)
    joined = np.zeros(len(at), np.uint64)
    if joint:
        joined = (stream[at + joint].astype(np.uint64) + np.uint64(1)) << BITS
    return first | joined | stream[at + second].astype(np.uint64)


def numbers_of(key: int) -> tuple[int, int, int]:
    """Return the numbers of the first and the second word of a phrase, and of what joins them.

    The last is -1 where nothing does.
    """
    mask, bits = int(MASK), int(BITS)
    return key >> (2 * bits), key & mask, ((key >> bits) & mask) - 1
