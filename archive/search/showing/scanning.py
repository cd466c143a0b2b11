"""Where words stand in a text as they are, without an expression to be compiled for each question.

A text is looked through as bytes of Latin-1, a byte a character, in small letters: that takes a
third of the time of `str.lower` alone. What Latin-1 lacks is a `?` there, and part of no word.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from archive.search.words.analysis import HYPHENS

Match = tuple[int, int, str]  # where it starts, where it ends, which form it is of

SHORTEST_BEGINNING = 3  # letters by which forms are looked for together
HYPHEN, OTHER_HYPHENS = HYPHENS[0], HYPHENS[1:]
_LATIN = [chr(number) for number in range(256)]
_SMALL = "".join(letter.lower() for letter in _LATIN).encode("latin-1")
# What may be a letter is « w » here, what may stand between two letters of a form « - ».
_KINDS = "".join(
    "w" if letter.isalnum() or letter in "_?" else "-" if letter in f"{HYPHEN}." else " "
    for letter in _LATIN
).encode("latin-1")
_JOINT = b"w-w"
LETTER = ord("w")


class Beginning(NamedTuple):
    """Letters that forms begin with, and these, the longest first: as bytes and as they are."""

    letters: bytes
    forms: tuple[tuple[bytes, str], ...]


def is_scanned(form: str) -> bool:
    """Return True for what `scan` finds: three letters or more of Latin-1, in words by spaces."""
    if len(form) < SHORTEST_BEGINNING or max(form) > "\xff":
        return False
    return form.isalpha() or form.replace(" ", "").isalpha()


def scan(text: str, forms: frozenset[str]) -> list[Match]:
    """Return where forms that `is_scanned` stand as words of a text, in order; some may overlap.

    A hyphen or a full stop may stand between two letters of a form.
    """
    for hyphen in OTHER_HYPHENS:
        text = text.replace(hyphen, HYPHEN)
    small = text.encode("latin-1", "replace").translate(_SMALL)
    kinds = small.translate(_KINDS) + b" "  # as if a space stood behind the text
    joints = _joints(kinds)
    if joints:
        small = _without(small, joints)
    before = [joint - number for number, joint in enumerate(joints)]
    matches = []
    for letters, begun in _beginnings(forms):
        at = small.find(letters)
        while at >= 0:
            start = at + bisect_right(before, at) if before else at
            if not start or kinds[start - 1] != LETTER or not text[start - 1].isalnum():
                for form, word in begun:
                    if small.startswith(form, at):
                        end = at + len(form)
                        if before:
                            end += bisect_right(before, end - 1)
                        if kinds[end] != LETTER or not _goes_on(text[end]):
                            matches.append((start, end, word))
                            break
            at = small.find(letters, at + 1)
    matches.sort(key=_first_and_longest)
    return matches


def _goes_on(following: str) -> bool:
    """Whether what follows is a part of the word."""
    return following.isalnum() or following == "_"


def _first_and_longest(match: Match) -> tuple[int, int]:
    return match[0], -match[1]


def _joints(kinds: bytes) -> list[int]:
    """Where a hyphen or a full stop stands between two letters."""
    joints = []
    at = kinds.find(_JOINT)
    while at >= 0:
        joints.append(at + 1)
        at = kinds.find(_JOINT, at + 2)
    return joints


def _without(small: bytes, joints: list[int]) -> bytes:
    bounds = pairwise([-1, *joints, len(small)])
    return b"".join(small[start + 1 : end] for start, end in bounds)


@lru_cache(maxsize=64)
def _beginnings(forms: frozenset[str]) -> list[Beginning]:
    """The forms by what they begin with, so that each text is looked through but a few times."""
    groups: list[list[str]] = []
    for form in sorted(forms):
        if groups and _share(groups[-1][0], form):
            groups[-1].append(form)
        else:
            groups.append([form])
    return list(map(_beginning, groups))


def _share(first: str, form: str) -> bool:
    return first[: SHORTEST_BEGINNING + 1] == form[: SHORTEST_BEGINNING + 1]


def _beginning(forms: Sequence[str]) -> Beginning:
    """The forms of a group, which are in the order of the alphabet."""
    first, last = forms[0], forms[-1]
    shared = SHORTEST_BEGINNING
    while first[: shared + 1] == last[: shared + 1] and shared < len(first):
        shared += 1
    letters = first[:shared]
    longest_first = sorted(forms, key=len, reverse=True)
    # A form is told without its spaces, as one that an expression finds is.
    words = tuple((form.encode("latin-1"), form.replace(" ", "")) for form in longest_first)
    return Beginning(letters.encode("latin-1"), words)
