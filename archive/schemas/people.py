"""Who and what the texts name."""

from typing import Annotated, Literal

from ninja import Field, Schema

from archive.schemas.asked import AskedNames
from archive.schemas.names import Listing

Kind = Literal["person", "firm", "place"]


class AskedPeople(AskedNames):
    kind: Annotated[list[Kind], Field(max_length=3)] = Field(
        [], description="person, firm (any organisation), place; several mean any of them."
    )


class NamedInTexts(Schema):
    """A person, an organisation or a place that published editorials name."""

    value: str = Field(description="What the parameter `cited` of a search takes.")
    name: str
    kind: Kind
    editorials: int = Field(description="How many name it.")
    wikidata: str | None = Field(description="Said by an editor, as is viaf.")
    viaf: str | None
    url: str


class People(Listing):
    results: list[NamedInTexts]


class YearNaming(Schema):
    year: int
    editorials: int
    perhaps: int = Field(description="As many more as may be of it.")


class MentionInText(Schema):
    """An editorial that names it, and the first sentence that does."""

    id: int
    title: str | None
    date: str | None = Field(description="EDTF.")
    authors: list[str] = Field(description="As printed.")
    publication: str | None
    paragraph: int = Field(description="Its number in the text, from 1.")
    sentence: str
    name: str = Field(description="As printed there.")
    number: int = Field(description="How often the editorial names it.")
    url: str = Field(description="The address of the paragraph.")


class Person(Listing):
    value: str
    name: str
    kind: Kind
    forms: list[str] = Field(description="Other forms of the name.")
    wikidata: str | None
    viaf: str | None
    author: str | None = Field(description="The value of the author who it is.")
    url: str
    years: list[YearNaming]
    mentions: list[MentionInText] = Field(description="The newest first, a page of them.")
