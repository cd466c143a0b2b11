"""A decade, a year, a month or a day: its bounds, its name, its address."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.text import capfirst

from archive import dates
from archive.tallies import DAY, MONTH, YEAR

DECADE = 3  # characters of an ISO date that tell it
KINDS = {DECADE: "decade", YEAR: "year", MONTH: "month", DAY: "day"}


@dataclass(frozen=True)
class Period:
    """A decade (`start` "200"), a year ("2001"), a month ("2001-02") or a day."""

    start: str

    @property
    def length(self) -> int:
        return len(self.start)

    @property
    def kind(self) -> str:
        return KINDS[self.length]

    @property
    def edtf(self) -> str:
        if self.length == DECADE:
            return f"{self.start}X"
        return self.start

    @property
    def bounds(self) -> tuple[date, date]:
        """Return the first and the last day; raise ValueError where there is no such period."""
        first, last = dates.bounds(self.edtf)
        if first is None or last is None:
            raise ValueError(self.start)
        return first, last

    @property
    def exists(self) -> bool:
        """Return False for the thirtieth of February, the year 0, decades at the ends of time."""
        try:
            return bool(self.bounds)
        except ValueError:
            return False

    @property
    def first(self) -> date:
        return self.bounds[0]

    @property
    def last(self) -> date:
        return self.bounds[1]

    @property
    def in_words(self) -> str:
        """Return the period in words: « février 2001 »."""
        return dates.display(self.edtf)

    @property
    def title(self) -> str:
        return capfirst(self.in_words)

    @property
    def short(self) -> str:
        """Return the title within its year, where a month is a name."""
        if self.length == MONTH:
            return capfirst(MONTHS[self.first.month])
        return self.title

    @property
    def address(self) -> str:
        if self.length == DECADE:
            return reverse("decade", args=[int(self.start + "0")])
        return reverse(self.kind, args=[int(part) for part in self.start.split("-")])

    @property
    def around(self) -> list["Period"]:
        """Return the periods that it lies in, the widest first."""
        wider = [Period(self.start[:length]) for length in KINDS if length < self.length]
        return [period for period in wider if period.exists]

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters of a search in it."""
        if self.length <= YEAR:
            return [("year", self.edtf)]
        return [("from", self.start), ("to", self.start)]
