"""Words through time."""

from ninja import Field, Schema


class Point(Schema):
    """What a word has in a period."""

    when: str = Field(description="2004, or 2004-05 by month.")
    value: float = Field(description="With all editorials that may be of the period.")
    least: float = Field(description="Without the uncertain ones.")
    most: float = Field(description="With the uncertain ones.")
    lines: int = Field(description="How many lines the concordance has for it.")


class CountedWord(Schema):
    word: str
    total: int = Field(description="Occurrences in all; of a tag, editorials.")
    editorials: int = Field(description="Editorials that have any.")
    undated: int = Field(description="Occurrences in editorials that are of no period.")
    counted: list[str] = Field(description="All that is counted as the word.")
    points: list[Point]


class Words(Schema):
    by: str
    measure: str
    words: list[CountedWord]
    url: str = Field(description="The page that draws them.")


class ConcordanceLine(Schema):
    id: int
    paragraph: int = Field(description="Its number in the text, from 1.")
    left: str
    keyword: str = Field(description="As printed.")
    right: str
    date: str | None = Field(description="EDTF.")
    title: str | None
    publication: str | None
    url: str = Field(description="The address of the paragraph.")


class Concordance(Schema):
    count: int
    page: int
    page_size: int
    previous: str | None
    next: str | None
    lines: list[ConcordanceLine]
