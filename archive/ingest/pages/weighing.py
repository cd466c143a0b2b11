"""Several claims on one field weighed against each other.

The weights of those that agree add up, and the heaviest value is taken. They come from 300
annotated pages of newspapers and magazines: how often a claim of that origin was right there.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass
class Weighed(Generic[Value]):
    """A value, the sum of the weights of those that claim it, and who they are."""

    value: Value
    weight: float = 0.0
    origins: list[str] = field(default_factory=list)


def weigh(
    claims: Iterable[tuple[Value, str]], weights: dict[str, float], key: Callable[[Value], Hashable]
) -> list[Weighed[Value]]:
    """Return the different values of (value, origin) pairs, the heaviest first, else the earliest.

    An origin counts once for a value and, where it claims several, most for its first.
    """
    weighed_by_key: dict[Hashable, Weighed[Value]] = {}
    claims_of_origin: dict[str, int] = {}
    for claimed, origin in claims:
        weighed = weighed_by_key.setdefault(key(claimed), Weighed(claimed))
        if origin in weighed.origins:
            continue
        weight = weights.get(origin, 1.0)
        if origin in claims_of_origin:
            weight *= 0.2
        claims_of_origin[origin] = claims_of_origin.get(origin, 0) + 1
        weighed.weight += weight
        weighed.origins.append(origin)
    return sorted(weighed_by_key.values(), key=lambda weighed: -weighed.weight)
