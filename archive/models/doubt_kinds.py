"""Doubts by kind: what many have in common, by which they can be settled together."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Self

from archive.models.doubts import DOUBTS, SOURCE_DIFFERS, Doubt

ANY = "…"  # in the place of the value, where a kind is called by its sentence


@dataclass(frozen=True, order=True)
class DoubtKind:
    """What doubts have in common that one look can settle: the field, and what is unsure of it."""

    field: str
    code: str

    @classmethod
    def read(cls, key: str) -> Self | None:
        """Return the kind that an address names (« date:guess »); None where there is none."""
        field, _colon, code = key.partition(":")
        kind = cls(field, code)
        if (field, code) in DOUBTS or (code == SOURCE_DIFFERS and field):
            return kind
        return None

    @property
    def key(self) -> str:
        return f"{self.field}:{self.code}"

    def title(self) -> str:
        """Return the sentence of its doubts, with « … » for what was read."""
        if self.code == SOURCE_DIFFERS:
            return Doubt(self.field, self.code, ANY).message()
        sentence = DOUBTS.get((self.field, self.code))
        if sentence is None:
            return self.key
        return (str(sentence) % {"value": ANY}).replace(f"{ANY}.", ANY)

    def has(self, doubt: dict[str, str]) -> bool:
        """Return True if a stored doubt is of this kind."""
        return (doubt["field"], doubt["code"]) == (self.field, self.code)

    def among(self, doubts: Iterable[dict[str, str]]) -> list[dict[str, str]]:
        """Return those of an editorial's doubts that are of this kind."""
        return [doubt for doubt in doubts if self.has(doubt)]

    def as_json(self) -> dict[str, str]:
        return asdict(self)
