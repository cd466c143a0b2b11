"""Operators and parentheses -> what is asked for all together: choices, of which one each is met.

OU joins before ET does, as it joins neighbours among plain words; SAUF leaves out the whole choice
that follows it. All of it is brought into the one shape that engines know, the conjunctive normal
form, by distributing: `(a ET b) OU c` is `(a OU c) ET (b OU c)`.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Generic, TypeAlias, TypeVar, Union

MOST_DEEP = 16  # parentheses within each other; nobody writes more, and Python's stack is finite

T = TypeVar("T", bound=Hashable)


class Sign(StrEnum):
    AND = "ET"
    OR = "OU"
    NOT = "SAUF"


@dataclass(frozen=True)
class Operand(Generic[T]):
    what: T
    excluded: bool = False

    def __str__(self):
        if self.excluded:
            return f"-{self.what}"
        return str(self.what)


@dataclass(frozen=True)
class Operator(Generic[T]):
    """An operator as it was `typed`, and the `word` that it is at no place of an operator."""

    sign: Sign
    typed: str
    word: T


@dataclass(frozen=True)
class Opening:
    excluded: bool = False


@dataclass(frozen=True)
class Closing:
    pass


@dataclass(frozen=True)
class Junction(Generic[T]):
    """Its parts joined by AND or by OR; none of them is a junction of the same sign."""

    sign: Sign
    parts: tuple["Node[T]", ...] = ()

    def __str__(self):
        joint = f" {self.sign} "
        return joint.join(map(_within, self.parts))


Piece: TypeAlias = Operand[T] | Operator[T] | Opening | Closing
Node: TypeAlias = Union[Operand[T], "Junction[T]"]
Choice: TypeAlias = tuple[Operand[T], ...]


@dataclass(frozen=True)
class Combined(Generic[T]):
    """What pieces ask for: one operand of each choice.

    `printed` reads as the same again. `strict`: operators say that each choice must be met.
    `slips` are the operators and parentheses at no place of theirs; `cut`: there were more parts
    than the limit; `plain`: they were too many to be distributed and are read as words.
    """

    choices: tuple[Choice[T], ...] = ()
    printed: str = ""
    strict: bool = False
    slips: tuple[str, ...] = ()
    cut: bool = False
    plain: bool = False


class _TooWide(Exception):
    """More choices, or deeper parentheses, than are worked out."""


def combine(pieces: Iterable[Piece[T]], most: int, all_capitals: bool = False) -> Combined[T]:
    """Return what pieces ask for, in at most `most` choices of at most `most` operands.

    A slip in the syntax is no error: what stands at no place of its own is a word, or left out.
    Where all is typed in capitals, capitals make no operator among words that follow each other.
    """
    slips: list[str] = []
    pieces = list(pieces)
    if all_capitals and _is_sentence(pieces):
        pieces = _words(pieces)
    pieces = _placed(_balanced(pieces, slips), slips)
    try:
        _refuse_depth(pieces)
        combined = _combined(pieces, most)
    except _TooWide:
        combined = replace(_combined(_words(pieces), most), plain=True)
    return replace(combined, slips=tuple(dict.fromkeys(slips)))


def _combined(pieces: Sequence[Piece[T]], most: int) -> Combined[T]:
    reader = _Reader(pieces, most)
    parts = _parts(reader.whole(), Sign.AND)
    choices: dict[Choice[T], None] = {}
    read: list[Node[T]] = []
    for part in parts:
        further = _choices(part, most)
        if len(choices) + len(further) > most:
            break
        choices.update(dict.fromkeys(further))
        read.append(part)
    asking = sum(map(_asks, read))
    has_and = any(isinstance(piece, Operator) and piece.sign is Sign.AND for piece in pieces)
    strict = any(map(_is_deep, read)) or (has_and and asking > 1)
    return Combined(
        choices=tuple(choices),
        printed=_printed(read, strict),
        strict=strict,
        cut=reader.cut or len(read) < len(parts),
    )


def _is_sentence(pieces: Sequence[Piece[T]]) -> bool:
    """Return True for words as in « LA VOIX ET LE GESTE »: a title, no parentheses."""
    if any(isinstance(piece, Opening | Closing) for piece in pieces):
        return False
    return any(_is_word(before) and _is_word(after) for before, after in pairwise(pieces))


def _is_word(piece: Piece[T]) -> bool:
    return isinstance(piece, Operand) and not piece.excluded


# Slips


def _balanced(pieces: Sequence[Piece[T]], slips: list[str]) -> list[Piece[T]]:
    """Return the pieces without the parentheses that lack their other half, or hold nothing."""
    opened: list[int] = []
    is_empty: list[bool] = []  # of each opened one
    left_out: set[int] = set()
    for place, piece in enumerate(pieces):
        if isinstance(piece, Opening):
            opened.append(place)
            is_empty.append(True)
            continue
        if not isinstance(piece, Closing):
            if is_empty:
                is_empty[-1] = False
            continue
        if not opened:
            slips.append(")")
            left_out.add(place)
            continue
        opening = opened.pop()
        if is_empty.pop():
            left_out.update((opening, place))
        elif is_empty:
            is_empty[-1] = False
    if opened:
        slips.append("(")
        left_out.update(opened)
    return [piece for place, piece in enumerate(pieces) if place not in left_out]


def _placed(pieces: Sequence[Piece[T]], slips: list[str]) -> list[Piece[T]]:
    """Return the pieces with a word in place of each operator that has nothing to join."""
    placed: list[Piece[T]] = []
    before: Piece[T] | None = None
    runs = [list(run) for _kind, run in groupby(pieces, _is_operator)]
    for number, run in enumerate(runs):
        after = runs[number + 1][0] if number + 1 < len(runs) else None
        if isinstance(run[0], Operator) and not _joins(run, before, after):
            slips += [piece.typed for piece in run if isinstance(piece, Operator)]
            placed += _words(run)
        else:
            placed += run
        before = run[-1]
    return placed


def _is_operator(piece: Piece[T]) -> bool:
    return isinstance(piece, Operator)


def _joins(run: Sequence[Piece[T]], before: Piece[T] | None, after: Piece[T] | None) -> bool:
    """Return True if operators that follow each other join what stands before and after them."""
    signs = [piece.sign for piece in run if isinstance(piece, Operator)]
    if not isinstance(after, Operand | Opening) or len(signs) > 2 or Sign.NOT in signs[:-1]:
        return False
    if len(signs) == 2 and signs[-1] is not Sign.NOT:
        return False
    return signs[0] is Sign.NOT or isinstance(before, Operand | Closing)


def _refuse_depth(pieces: Iterable[Piece[T]]) -> None:
    depth = 0
    for piece in pieces:
        if isinstance(piece, Opening):
            depth += 1
        elif isinstance(piece, Closing):
            depth -= 1
        if depth > MOST_DEEP:
            raise _TooWide


def _words(pieces: Iterable[Piece[T]]) -> list[Piece[T]]:
    """Return the words alone, those of the operators among them."""
    words: list[Piece[T]] = []
    for piece in pieces:
        if isinstance(piece, Operator):
            words.append(Operand(piece.word))
        elif isinstance(piece, Operand):
            words.append(piece)
    return words


# The tree


@dataclass
class _Reader(Generic[T]):
    """Reads balanced pieces whose operators all stand between operands."""

    pieces: Sequence[Piece[T]]
    most: int
    at: int = 0
    cut: bool = field(default=False, init=False)

    def whole(self) -> Node[T]:
        """Read up to a closing parenthesis, or to the end."""
        parts: list[Node[T]] = []
        while self.at < len(self.pieces) and not isinstance(self.pieces[self.at], Closing):
            if not self._takes(Sign.AND):
                parts.append(self._choice())
        return _junction(Sign.AND, parts)

    def _choice(self) -> Node[T]:
        is_excluded = self._takes(Sign.NOT)
        parts = [self._operand()]
        while self._takes(Sign.OR):
            is_opposite = self._takes(Sign.NOT)
            part = self._operand()
            if len(parts) == self.most:
                self.cut = True
                continue
            parts.append(_signed(part, is_opposite))
        choice = _junction(Sign.OR, parts)
        return _signed(choice, is_excluded)

    def _operand(self) -> Node[T]:
        piece = self.pieces[self.at]
        self.at += 1
        if isinstance(piece, Operand):
            return piece
        group = self.whole()
        self.at += 1  # the closing parenthesis
        is_excluded = isinstance(piece, Opening) and piece.excluded
        return _signed(group, is_excluded)

    def _takes(self, sign: Sign) -> bool:
        if self.at == len(self.pieces):
            return False
        piece = self.pieces[self.at]
        if not isinstance(piece, Operator) or piece.sign is not sign:
            return False
        self.at += 1
        return True


def _junction(sign: Sign, parts: Iterable[Node[T]]) -> Node[T]:
    """Return the parts joined, each once; a single one by itself."""
    flat: dict[Node[T], None] = {}
    for part in parts:
        flat.update(dict.fromkeys(_parts(part, sign)))
    if len(flat) == 1:
        return next(iter(flat))
    return Junction(sign, tuple(flat))


def _parts(node: Node[T], sign: Sign) -> tuple[Node[T], ...]:
    """Return what a node joins by this sign; itself where it does not."""
    if isinstance(node, Junction) and node.sign is sign:
        return node.parts
    return (node,)


def _signed(node: Node[T], is_excluded: bool) -> Node[T]:
    """Return a node, or its opposite where it is excluded."""
    if is_excluded:
        return _opposite(node)
    return node


def _opposite(node: Node[T]) -> Node[T]:
    """Return what is met where the node is not: `-(a ET b)` is `-a OU -b`."""
    if isinstance(node, Operand):
        return replace(node, excluded=not node.excluded)
    sign = Sign.OR if node.sign is Sign.AND else Sign.AND
    return _junction(sign, map(_opposite, node.parts))


def _asks(part: Node[T]) -> bool:
    """Return True if a part asks for something, and does not only leave out."""
    if isinstance(part, Operand):
        return not part.excluded
    return any(map(_asks, part.parts))


def _is_deep(part: Node[T]) -> bool:
    """Return True if something must be there together, as one of a choice."""
    if isinstance(part, Operand):
        return False
    return any(isinstance(inner, Junction) for inner in part.parts)


# What it comes to


def _choices(node: Node[T], most: int) -> list[Choice[T]]:
    """Return the choices of a node, one operand of each to be met.

    Raise _TooWide beyond the limits.
    """
    if isinstance(node, Operand):
        return [(node,)]
    if node.sign is Sign.AND:
        choices: list[Choice[T]] = []
        for part in node.parts:
            choices += _choices(part, most)
            if len(choices) > most:
                raise _TooWide
        return choices
    spread: list[dict[Operand[T], None]] = [{}]
    for part in node.parts:
        further = list(map(dict.fromkeys, _choices(part, most)))
        if len(spread) * len(further) > most:
            raise _TooWide
        if len(further) == 1:
            for choice in spread:
                choice.update(further[0])
        else:
            spread = [choice | more for choice in spread for more in further]
        if max(map(len, spread)) > most:
            raise _TooWide
    return list(dict.fromkeys(map(tuple, spread)))


def _printed(parts: Sequence[Node[T]], strict: bool) -> str:
    """Return parts that are all asked for; among plain words ET is not said."""
    if len(parts) == 1:
        return str(parts[0])
    if not strict:
        text = " ".join(map(str, parts))
        if text.isupper():
            # Without parentheses its operators would be words where all is in capitals.
            return " ".join(map(_within, parts))
        return text
    text = ""
    for part in parts:
        joint = f" {Sign.AND} " if text and _asks(part) else " "
        text += f"{joint}{_within(part)}"
    return text.strip()


def _within(node: Node[T]) -> str:
    if isinstance(node, Junction):
        return f"({node})"
    return str(node)
