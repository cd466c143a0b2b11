"""What texts have to do with each other: references, sentences that stand in several."""

from ninja import Field, Schema


class Text(Schema):
    """An editorial, as others lead to it."""

    id: int
    title: str | None
    date: str | None = Field(description="EDTF.")
    publication: str | None
    url: str


class CitedIssue(Schema):
    publication: str
    issue: str = Field(description="As addresses have it.")
    url: str


class FoundReference(Schema):
    """What one text says of another, and which one it means."""

    editorial: Text = Field(description="The text that refers.")
    printed: str = Field(description="As it says it.")
    kind: str = Field(description="editorial, issue, page or title.")
    cited: Text | None = Field(description="The editorial that is meant; null for an issue.")
    issue: CitedIssue | None


class References(Schema):
    count: int
    page: int
    page_size: int
    previous: str | None
    next: str | None
    references: list[FoundReference]


class StandingSentence(Schema):
    """Where a sentence stands."""

    id: int
    title: str | None
    authors: list[str]
    publication: str | None
    date: str | None = Field(description="EDTF.")
    paragraph: int = Field(description="Its number in the text, from 1.")
    text: str = Field(description="The sentence as printed there.")
    same: bool = Field(description="False where a word or two are others.")
    url: str = Field(description="The address of the paragraph.")


class SharedSentence(Schema):
    text: str
    editorials: int = Field(description="How many have it, with the one that is asked for.")
    month: int | None = Field(
        description="1 to 12 where it returns in that month of several years and in no other."
    )
    standing: list[StandingSentence] = Field(description="The first of them by date.")


class SharedSentences(Schema):
    count: int
    page: int
    page_size: int
    previous: str | None
    next: str | None
    sentences: list[SharedSentence]
