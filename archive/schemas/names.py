"""Names of the archive, and issues."""

from typing import Literal

from ninja import Field, Schema


class Issue(Schema):
    """An issue of a magazine, of which the archive has something."""

    value: str = Field(description="What the parameter `issue` of a search takes.")
    publication: str
    number: str = Field(description="As printed.")
    name: str
    title: str | None
    date: str | None = Field(description="EDTF; null where no editor has said it.")
    date_display: str | None
    editorials: int
    url: str


class Issues(Schema):
    count: int
    page: int
    page_size: int
    next: str | None
    previous: str | None
    results: list[Issue]


class Named(Schema):
    """What published editorials bear, with how many of them and of what years."""

    value: str = Field(description="What the parameter of that name takes.")
    name: str
    editorials: int
    first_year: int | None
    last_year: int | None
    url: str


class Author(Named):
    kind: Literal["person", "office"]
    sort_name: str = Field(description="As catalogues file it: « Abgrall, Claire ».")
    born: str | None = Field(description="EDTF; null where it is not known.")
    died: str | None = Field(description="EDTF; null where it is not known.")
    isni: str | None
    viaf: str | None
    wikidata: str | None


class Magazine(Named):
    issn: str | None
    publisher: str | None


class Tag(Named):
    description: str | None
    aliases: list[str] = Field(description="Other names of it.")
    broader: list[str] = Field(description="The values of broader tags.")


class Listing(Schema):
    count: int
    page: int
    page_size: int
    next: str | None
    previous: str | None


class Authors(Listing):
    results: list[Author]


class Magazines(Listing):
    results: list[Magazine]


class Tags(Listing):
    results: list[Tag]


class YearOf(Schema):
    year: int
    editorials: int = Field(description="As many as are known to be of it.")
    perhaps: int = Field(description="As many more as may be of it.")
    url: str


class Years(Schema):
    count: int = Field(description="All published editorials.")
    undated: int = Field(description="Of these, those of which no year is known.")
    results: list[YearOf]


class Completion(Schema):
    """What may complete what was typed."""

    kind: Literal["word", "phrase", "tag", "author", "publication", "title"]
    text: str
    value: str | None = Field(
        description="What the parameter of that name takes; of a title the id of its editorial;"
        " null for words."
    )
    count: int = Field(description="How many editorials have it.")


class Completions(Schema):
    results: list[Completion]
