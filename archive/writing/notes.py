"""The notes of a body: `<sup>1</sup>` calls the one below, `<p class="note">1. …</p>`.

`typesetting.with_notes` leads from one to the other where both have the same number.
"""

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

from archive import text
from archive.writing.blocks import blocks

CALL = re.compile(r"<sup>[(\[]?(\d{1,3})[)\]]?</sup>")
NOTE = re.compile(
    r'<p class="note">\s*(?:<sup>)?[(\[]?(\d{1,3})[)\]]?(?:</sup>)?[.:]?(?!\d)\s*(.*)</p>',
    re.DOTALL,
)
# What is raised behind a figure or a unit is a power: « 10 m<sup>2</sup> ».
POWER = re.compile(r"(?:\d|\b[kcdm]?m)$")
BRACKETED = re.compile(r"\[(\d{1,3})\]")
BRACKETED_NOTE = re.compile(r"<p>\s*\[(\d{1,3})\]\s*(.*)</p>", re.DOTALL)
MOST_TOLD = 5  # notes that a sentence names


class Notes(NamedTuple):
    """What a body has: its blocks without notes, and its notes by the number they bear."""

    texts: list[str]
    notes: list[tuple[int, str]]  # (number, HTML)

    def calls(self) -> list[int]:
        """Return the numbers that the text calls, in its order."""
        joined = "\n".join(self.texts)
        noted = {number for number, _html in self.notes}
        numbers = []
        for call in CALL.finditer(joined):
            number = int(call[1])
            if number in noted or not POWER.search(joined[: call.start()][-3:]):
                numbers.append(number)
        return numbers


def parted(html: str) -> Notes:
    """Return the blocks of a body and its notes apart."""
    body = Notes([], [])
    for block in blocks(html):
        note = NOTE.fullmatch(block)
        if note:
            body.notes.append((int(note[1]), note[2].strip()))
        else:
            body.texts.append(block)
    return body


def note(number: int, html: str) -> str:
    """Return a note as it is stored."""
    return f'<p class="note">{number}. {html}</p>'


def ordered(html: str) -> str:
    """Return a body with its notes in the order of their calls, numbered so, at its end.

    One whose numbers rise already is as it was.
    """
    body = parted(html)
    calls = list(dict.fromkeys(body.calls()))
    numbers = [number for number, _html in body.notes]
    if not numbers or (_rises(calls) and _rises(numbers)):
        return html
    order = list(dict.fromkeys([*calls, *numbers]))
    ranks = {number: rank for rank, number in enumerate(order, 1)}

    def renumbered(call: re.Match) -> str:
        number = int(call[1])
        return f"<sup>{ranks[number]}</sup>" if number in ranks else call[0]

    texts = [CALL.sub(renumbered, block) for block in body.texts]
    notes = sorted((ranks[number], inner) for number, inner in body.notes)
    return "\n".join([*texts, *(note(rank, inner) for rank, inner in notes)])


def shifted(html: str, highest: int) -> str:
    """Return a body whose notes are numbered from `highest` on, for a text that has so many.

    A passage without notes, moved within its text, calls those that it called.
    """
    body = parted(html)
    if not body.notes:
        return html
    numbers = {number for number, _html in body.notes} | set(body.calls())

    def moved(call: re.Match) -> str:
        number = int(call[1])
        return f"<sup>{number + highest}</sup>" if number in numbers else call[0]

    texts = [CALL.sub(moved, block) for block in body.texts]
    return "\n".join([*texts, *(note(number + highest, inner) for number, inner in body.notes)])


def _rises(numbers: list[int]) -> bool:
    return all(first < second for first, second in pairwise(numbers))


def unbracketed(html: str) -> str:
    """Return a body in which « [1] » calls the paragraph that begins with « [1] », where one does.

    That is how programs give Word's notes as plain text.
    """
    if "[" not in html:
        return html
    parts = blocks(html)
    openings = {}
    for at, block in enumerate(parts):
        opening = BRACKETED_NOTE.fullmatch(block)
        if opening:
            openings[at] = opening
    counts = Counter(opening[1] for opening in openings.values())
    text_blocks = "\n".join(block for at, block in enumerate(parts) if at not in openings)
    called = Counter(call[1] for call in BRACKETED.finditer(text_blocks))
    sure = {number for number in counts if counts[number] == called[number] == 1}
    if not sure:
        return html

    def raised(call: re.Match) -> str:
        return f"<sup>{call[1]}</sup>" if call[1] in sure else call[0]

    for at, block in enumerate(parts):
        opening = openings.get(at)
        if opening and opening[1] in sure:
            parts[at] = note(int(opening[1]), opening[2].strip())
        else:
            parts[at] = BRACKETED.sub(raised, block)
    return "\n".join(parts)


def oddities(html: str) -> list[str]:
    """Return a sentence for the calls without a note, and for the notes that nothing calls."""
    body = parted(html)
    calls, numbers = Counter(body.calls()), Counter(number for number, _html in body.notes)
    sentences = []
    for listed, sentence in (
        (calls.keys() - numbers.keys(), _("Notes appelées, mais absentes : %(n)s.")),
        (numbers.keys() - calls.keys(), _("Notes que rien n’appelle : %(n)s.")),
        (_repeated(numbers), _("Plusieurs notes portent le même numéro : %(n)s.")),
    ):
        if listed:
            sentences.append(sentence % {"n": _enumerated(sorted(listed))})
    return sentences


def _repeated(numbers: Counter[int]) -> set[int]:
    return {number for number, count in numbers.items() if count > 1}


def _enumerated(numbers: list[int]) -> str:
    names = [str(number) for number in numbers[:MOST_TOLD]]
    if len(numbers) > MOST_TOLD:
        return ", ".join(names) + "…"
    return text.enumeration(names, _(" et "))
