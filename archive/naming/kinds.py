"""What a name in a text names."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    PERSON = "person"
    FIRM = "firm"  # any organisation
    PLACE = "place"


@dataclass(frozen=True)
class Name:
    """A name as it stands in a text, from `start` to `end`.

    `name` is what it is called by itself: « Yves Le Bihan » for « Le Bihan » below it. `tells` is
    True where the text says beside it who or what that is.
    """

    start: int
    end: int
    name: str
    kind: Kind
    tells: bool = False
