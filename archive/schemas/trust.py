"""What the archive holds and lacks."""

from datetime import datetime
from typing import Literal

from ninja import Field, Schema


class Held(Schema):
    """So many published editorials, of what years, and how many of them lack what."""

    editorials: int
    first_year: int | None
    last_year: int | None
    missing_years: list[list[int]] = Field(
        description="Runs of years between these two of which there is nothing, as [first, last]."
    )
    undated: int = Field(description="Without any date.")
    uncertain_dates: int = Field(description="Whose date leaves the year open or is doubtful.")
    unknown_authors: int = Field(description="Of which nothing says who wrote them.")
    uncertain_share: float = Field(description="Of undated and uncertain ones together, 0 to 1.")
    unknown_authors_share: float = Field(description="0 to 1.")


class HeldOfMagazine(Held):
    slug: str | None = Field(description="null for what is of no magazine.")
    name: str | None


class BackedUp(Schema):
    at: datetime
    captures: int
    lost: int = Field(description="Captures that were lost already when it was made.")


class Drilled(Schema):
    at: datetime
    rows: int = Field(description="Rows of the database that were restored and compared.")
    captures: int


class Fixity(Schema):
    at: datetime | None = Field(description="When all hashes were proved last; null for never.")
    captures: int | None = Field(description="How many were read then.")
    lost: int = Field(description="How many are lost now, as far as is known.")


class IndexBesideDatabase(Schema):
    state: Literal["ok", "missing", "damaged", "away"]
    equal: bool
    indexed: int
    editorials: int
    waiting: bool = Field(description="Whether changes are yet to be taken in.")
    compared_at: datetime | None = Field(description="When every document was compared last.")
    differences: int | None = Field(description="What that found.")


class GonePage(Schema):
    address: str = Field(description="Without scheme, www. and what only tracks.")
    since: datetime = Field(description="When it was first seen to be gone.")
    editorial: str = Field(description="The address of an editorial that came from it.")


class Sources(Schema):
    """The pages that editorials came from, when the operator last ran `check_sources`."""

    at: datetime | None
    there: int
    moved: int
    gone: int
    closed: int
    silent: int
    unasked: int
    latest_gone: list[GonePage]


class Trust(Schema):
    """What the archive holds and lacks, and what proves that it is whole."""

    counted_at: datetime
    holds: Held
    authors: int
    captures: int
    without_capture: int
    publications: list[HeldOfMagazine]
    backup: BackedUp | None
    restore: BackedUp | None
    drill: Drilled | None
    fixity: Fixity
    index: IndexBesideDatabase
    sources: Sources
