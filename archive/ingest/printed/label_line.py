"""What one line of a page says of the text that it stands by."""

from dataclasses import dataclass, field

from archive.ingest.records import Printed


@dataclass
class LabelLine:
    """What one line says about the text.

    `date` and `updated` are EDTF; `printed` is the date as it stands there, also where it was not
    understood, and `labelled` is True where a label announced it. `poster` is True where the
    bylines are those of who put the text online. `awaits` names the fields whose label stands there
    without a text behind it. `today` marks a day with its weekday and no label: it may be the day
    of the visit. `beside_day` is what stands before the day and may be a name by its shape.
    """

    date: str | None = None
    printed: str = ""
    labelled: bool = False
    updated: str | None = None
    bylines: list[Printed] = field(default_factory=list)
    poster: bool = False
    section: str = ""
    tags: list[str] = field(default_factory=list)
    issue: str = ""
    page: str = ""
    publication: str = ""
    today: bool = False
    beside_day: list[Printed] = field(default_factory=list)
    awaits: set[str] = field(default_factory=set)

    def __bool__(self):
        if self.date or self.printed or self.updated or self.bylines:
            return True
        if self.section or self.tags or self.issue or self.page:
            return True
        return bool(self.awaits or self.publication)
