"""Where words stand in a text as they are, without an expression to be compiled for each question.

A text is looked through as bytes of Latin-1, a byte a character, in small letters: that takes a
third of the time of `str.lower` alone. What Latin-1 lacks is a `?` there, and part of no word.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from archive.search.words.analysis import HYPHENS
from archive.search.words.variants import VARIANTS

Match = tuple[int, int, str]  # where it starts, where it ends, which form it is of

SHORTEST_BEGINNING = 3  # letters by which forms are looked for together
SHORTEST_SCANNED = 2  # letters of a form: a single one is met too often
HYPHEN, OTHER_HYPHENS = HYPHENS[0], HYPHENS[1:]
_IN_LATIN = dict.fromkeys(OTHER_HYPHENS, HYPHEN) | {"Ÿ": "ÿ"}  # what has a byte all the same
_LATIN = [chr(number) for number in range(256)]
# What may be printed otherwise: as one letter or as two, with hyphens between, beyond Latin-1.
_UNSURE = re.compile("[^a-zß-öø-ÿ]|oe|ae|æ")
# A hyphen between two letters; it is looked for first, then what is before it.
_JOINT = re.compile(rb"-(?<=[^ \n-]-)(?=[^ \n-])")
_NO_LETTER = ord(HYPHEN)  # the greatest of the bytes that stand for none


def _seen(letter: str) -> str:
    """Return what stands for a letter: what may be within a form is « - », what ends it a line."""
    if letter.isalnum() or letter in "_? ":
        return letter.lower()
    return HYPHEN if letter in f"{HYPHEN}." else "\n"


def _plain(letter: str) -> str:
    """Return a small letter without the accent that may be printed or not."""
    for plain, variants in VARIANTS.items():
        if letter in variants:
            return plain
    return letter


_SEEN = "".join(map(_seen, _LATIN)).encode("latin-1")
_PLAIN = "".join(map(_plain, _LATIN)).encode("latin-1")


Forms = tuple[tuple[bytes, str], ...]  # as bytes and as they are, the longest first


class Beginning(NamedTuple):
    """Letters that forms begin with, and by the byte behind them those forms that may stand there.

    `itself` are those that may stand before any other byte: the letters themselves.
    """

    letters: bytes
    following: dict[int, Forms]
    itself: Forms


class Scan:
    """A text as bytes, in which words are looked for.

    A hyphen or a full stop may stand between two letters of a word.
    """

    def __init__(self, text: str):
        self.text = text
        for letter, latin in _IN_LATIN.items():
            text = text.replace(letter, latin)
        whole = text.encode("latin-1", "replace").translate(_SEEN)
        parts = _JOINT.split(whole)
        self._whole = whole + b"\n"  # as if a line ended behind the text
        self._joined = b"".join(parts) + b"\n"
        # Where in what is joined each joint was, and behind all the end.
        self._before = list(accumulate(map(len, parts)))

    def words(self, forms: frozenset[str]) -> list[Match]:
        """Return where forms that `is_scanned` stand as words, in order; some may overlap."""
        text, whole, before = self.text, self._whole, self._before
        joined, find, begins = self._joined, self._joined.find, self._joined.startswith
        matches = []
        beginnings = _beginnings(forms)
        for letters, following, itself in beginnings:
            size = len(letters)
            joints, next_joint = 0, before[0]
            at = find(letters)
            while at >= 0:
                while next_joint <= at:
                    joints += 1
                    next_joint = before[joints]
                start = at + joints
                # « ? » may be a letter that Latin-1 lacks; before the text is the end of a line.
                if whole[start - 1] <= _NO_LETTER or not text[start - 1].isalnum():
                    for form, word in following.get(joined[at + size], itself):
                        if begins(form, at):
                            end = start + len(form)
                            if next_joint < end - joints:  # it is printed with joints within
                                end = at + len(form) + bisect_right(before, end - joints - 1)
                            if whole[end] <= _NO_LETTER or not _goes_on(text[end]):
                                matches.append((start, end, word))
                                break
                at = find(letters, at + 1)
        if len(beginnings) > 1:
            matches.sort(key=itemgetter(0))  # of two that start together the longest stays first
        return matches

    def starts(self, beginnings: Iterable[bytes]) -> list[int]:
        """Return where letters without accents stand, whatever their accents, in order."""
        starts = []
        for letters in beginnings:
            at = self._unaccented.find(letters)
            while at >= 0:
                starts.append(at + bisect_right(self._before, at))
                at = self._unaccented.find(letters, at + 1)
        return sorted(starts)

    @cached_property
    def lower(self) -> str:
        """The text in small letters, each in its place."""
        lower = self.text.lower()
        if len(lower) == len(self.text):
            return lower
        letters = list(self.text)  # « İ » has two small letters, and stays
        for at, letter in enumerate(letters):
            small = letter.lower()
            if len(small) == 1:
                letters[at] = small
        return "".join(letters)

    @cached_property
    def _unaccented(self) -> bytes:
        return self._joined.translate(_PLAIN)


def is_scanned(form: str) -> bool:
    """Return True for what a scan finds: two letters or more of Latin-1, in words by spaces."""
    if len(form) < SHORTEST_SCANNED or max(form) > "\xff":
        return False
    return form.isalpha() or form.replace(" ", "").isalpha()


def plain_beginnings(forms: Iterable[str]) -> frozenset[bytes]:
    """Return with what letters forms begin for `Scan.starts`; none where that would miss some."""
    beginnings = set()
    for form in forms:
        letters = _UNSURE.split(form, maxsplit=1)[0]
        if len(letters) < SHORTEST_BEGINNING:
            return frozenset()
        beginnings.add(letters.encode("latin-1").translate(_PLAIN))
    return frozenset(beginnings)


def _goes_on(following: str) -> bool:
    """Whether what follows is a part of the word."""
    return following.isalnum() or following == "_"


@lru_cache(maxsize=64)
def _beginnings(forms: frozenset[str]) -> list[Beginning]:
    """The forms by what they begin with, so that each text is looked through but a few times.

    A form that begins another comes after it.
    """
    groups: list[list[str]] = []
    for form in sorted(forms, reverse=True):
        if groups and _share(groups[-1][0], form):
            groups[-1].append(form)
        else:
            groups.append([form])
    return list(map(_beginning, groups))


def _share(first: str, form: str) -> bool:
    return first[: SHORTEST_BEGINNING + 1] == form[: SHORTEST_BEGINNING + 1]


def _beginning(forms: Sequence[str]) -> Beginning:
    """The forms of a group, which are in the order of the alphabet from its end."""
    first, last = forms[0], forms[-1]
    shared = SHORTEST_BEGINNING
    while first[: shared + 1] == last[: shared + 1] and shared < len(first):
        shared += 1
    letters = first[:shared].encode("latin-1")
    following: dict[int, Forms] = {}
    itself: Forms = ()
    for form in sorted(forms, key=len):
        encoded = form.encode("latin-1")
        # A form is told without its spaces, as one that an expression finds is.
        word = (encoded, form.replace(" ", ""))
        if encoded == letters:
            itself = (word,)
        else:
            byte = encoded[len(letters)]
            following[byte] = (word, *following.get(byte, itself))
    return Beginning(letters, following, itself)
