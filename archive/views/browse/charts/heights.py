"""How high a number of editorials is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

LOWEST = 3  # percent of the tallest
# Editorials that fill the height of a drawing or row, so that a single one is no tower.
FEWEST_HIGH = 3
# The tallest is so many times the lowest at most where heights are in proportion: beyond it the
# lowest would be a line. There they are as the square roots, which the page says.
MOST_IN_PROPORTION = 12
FEWEST_MARKED = 10  # editorials of the tallest, for a drawing to have marks
LOWEST_MARK = 16  # times fewer than the highest mark: at a quarter of its height, as roots go
ROUND = (5, 2, 1)


@dataclass(frozen=True)
class Scale:
    """Heights in percent of the tallest, in proportion to numbers or to their square roots."""

    tallest: int
    is_rooted: bool

    def height(self, count: int) -> int:
        """Return how high a bar is; what is not nothing is seen."""
        if not count:
            return 0
        share = count / self.tallest
        if self.is_rooted:
            share = sqrt(share)
        return max(LOWEST, round(100 * share))

    @property
    def marks(self) -> list[tuple[int, int]]:
        """Return one or two round numbers, each with its place from the top in percent.

        None where the bars are so few editorials high that they need none.
        """
        if self.tallest < FEWEST_MARKED:
            return []
        numbers = [round_below(self.tallest)]
        if self.is_rooted:
            numbers.append(round_below(max(self.tallest // LOWEST_MARK, 1)))
        return [(number, 100 - self.height(number)) for number in dict.fromkeys(numbers)]


def scale(counts: Iterable[int], is_rooted: bool) -> Scale:
    """Return the scale on which the largest of the counts fills the height."""
    return Scale(max([FEWEST_HIGH, *counts]), is_rooted)


def need_roots(counts: Iterable[int]) -> bool:
    """Return whether the lowest of what is drawn would be too low beside the tallest."""
    drawn = [count for count in counts if count]
    return bool(drawn) and max(drawn) > MOST_IN_PROPORTION * min(drawn)


def round_below(number: int) -> int:
    """Return 1, 2, 5, 10, 20, 50 …: the largest that is no more than a number from 1 on."""
    power = 1
    while power * 10 <= number:
        power *= 10
    for digit in ROUND:
        if digit * power <= number:
            return digit * power
    return 1


@dataclass(frozen=True)
class Stacked:
    """What is surely of a time, and above it what may be, in percent of the tallest."""

    sure: int
    perhaps: int
    sure_height: int
    height: int

    @property
    def count(self) -> int:
        return self.sure + self.perhaps

    @property
    def top(self) -> int:
        return 100 - self.height

    @property
    def sure_top(self) -> int:
        return 100 - self.sure_height
