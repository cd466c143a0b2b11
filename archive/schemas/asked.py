"""What may be asked."""

from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import AfterValidator, BeforeValidator, StringConstraints

from archive import dates
from archive.concordance.counting import MOST_WORDS
from archive.concordance.pieces import LONGEST_WORD
from archive.models.editorials import LANGUAGE_CODE
from archive.search.question.parsing import LONGEST
from archive.search.question.query import DEEPEST, LARGEST_PAGE, MOST_VALUES, NOT, PAGE_SIZE

MOST_LABELLED = 100  # values of one facet in one answer, the most frequent


def _without_nul(typed: str) -> str:
    if "\0" in typed:
        raise ValueError("no NUL character can be sought")
    return typed


def _edtf(typed: str) -> str:
    return dates.valid(typed) if typed.strip() else ""


def _with_name(value: str) -> str:
    if value.strip() and not value.strip().strip(NOT):
        raise ValueError("a - leaves out what stands behind it, and nothing does")
    return value


def _language(code: str) -> str:
    if code and not LANGUAGE_CODE.fullmatch(code.removeprefix(NOT)):
        raise ValueError("an ISO 639 code, as fr or en")
    return code


# What a search leaves out by it is refused where it would be taken for a name that nothing has.
def _without_sign(slug: str) -> str:
    if slug.startswith(NOT):
        raise ValueError("nothing can be left out here by a - before it")
    return slug


def _year(year: int) -> int:
    if year == 0:
        raise ValueError("there is no year 0")
    return year


# Forms and OpenSearch clients send a number that is left open as an empty text.
def _or(usual: int | None):
    return BeforeValidator(lambda number: number or usual)


Text = Annotated[
    str, AfterValidator(_without_nul), Field(json_schema_extra={"pattern": "^[^\\u0000]*$"})
]
Edtf = Annotated[Text, AfterValidator(_edtf)]
Value = Annotated[Text, AfterValidator(_with_name)]
Values = Annotated[list[Value], Field(max_length=MOST_VALUES)]
Languages = Annotated[
    list[Annotated[Text, AfterValidator(_language)]], Field(max_length=MOST_VALUES)
]
Slug = Annotated[
    Text,
    AfterValidator(_without_sign),
    Field(json_schema_extra={"pattern": "^([^\\u0000-][^\\u0000]*)?$"}),
]
Slugs = Annotated[list[Slug], Field(max_length=MOST_VALUES)]
Year = Annotated[str, StringConstraints(pattern="^-?[0-9]{3}[0-9X]$")]
SignedYear = Annotated[
    int, Field(ge=-9999, le=9999, json_schema_extra={"not": {"const": 0}}), AfterValidator(_year)
]
OR_EMPTY: dict[str, Any] = {"type": ["integer", "string"], "maxLength": 0}
Page = Annotated[int, Field(ge=1, le=10**9, json_schema_extra=OR_EMPTY), _or(1)]
PageSize = Annotated[int, Field(ge=1, le=LARGEST_PAGE, json_schema_extra=OR_EMPTY), _or(PAGE_SIZE)]


Measure = Literal["count", "editorials", "per10000"]
# No form sends an empty one: of a box that is not ticked nothing is sent.
Switch = Literal["0", "1"] | None
SLUGS = "Slugs; several mean any of them, a - before one leaves out what has it."
ANY_OF = "Slugs; several mean any of them."


class Paged(Schema):
    page: Page = 1
    page_size: PageSize = PAGE_SIZE


class AskedIssues(Paged):
    publication: Slugs = Field([], description=ANY_OF)


class AskedNames(Paged):
    like: Annotated[Text, Field(max_length=60)] = Field(
        "", description="What the name is to contain; accents and capitals do not count."
    )


class AskedBeginning(Schema):
    q: Annotated[Text, Field(max_length=LONGEST)] = Field(
        "", description="What has been typed so far."
    )


class Paging(Paged):
    author: Values = Field([], description=SLUGS)
    publication: Values = Field([], description=SLUGS)
    tag: Values = Field([], description=SLUGS)
    cited: Values = Field(
        [],
        description="Slugs of /people: those that name any of them; a - before one leaves out what"
        " names it.",
    )


class Listed(Paging):
    year: list[SignedYear] = Field(
        [], max_length=MOST_VALUES, description="Years; a - before one leaves it out."
    )


class Asked(Paging):
    q: Annotated[Text, Field(max_length=LONGEST)] = Field(
        "", description="Words, as on the search page."
    )
    issue: Values = Field([], description="As /issues has it in “value”: magazine/issue.")
    language: Languages = Field([], description="ISO 639 codes.")
    facet: Literal["cited"] | None = Field(
        None,
        description="cited: counts what the results name, too, under “cited” of the facets; null"
        f" there, where more than {DEEPEST:,} editorials answer.",
    )
    year: list[Year] = Field([], max_length=MOST_VALUES, description="Years, or decades as 199X.")
    since: Edtf = Field("", alias="from", description="The earliest date, in EDTF.")
    until: Edtf = Field("", alias="to", description="The latest date, in EDTF.")
    words: Annotated[int, Field(ge=1, le=99)] | None = Field(
        None, description="How many of the words must be there."
    )
    sort: Literal["relevance", "newest", "oldest", "title"] = "relevance"
    literal: Switch = Field(
        None, description="1: no equivalents, intent, repair or loosening; words to the letter."
    )
    fold: Switch = Field(
        None,
        description="1: parts of one document, reprints and near copies come under the best of"
        " them; a page then has so many groups. Counts and facets stay those of editorials.",
    )


class Questioned(Schema):
    q: Text = Field(
        "", description="A question in words: « Pourquoi … ? ». What is none has no answer."
    )


class AskedWords(Schema):
    word: Annotated[
        list[Annotated[Text, Field(max_length=LONGEST_WORD)]],
        Field(min_length=1, max_length=MOST_WORDS),
    ] = Field(..., description='Words, "phrases", tag:slug; as printed, unless forms=1.')
    by: Literal["year", "month"] = "year"
    measure: Measure = Field(
        "count",
        description="Occurrences; editorials that have any; occurrences in 10,000 words of text.",
    )
    smooth: Literal["1", "3", "5"] | None = Field(
        None, description="Of the page that “url” leads to; what is answered is never smoothed."
    )
    forms: Switch = Field(None, description="1: all forms of a word count.")
    equivalents: Switch = Field(None, description="1: what counts as it in searches counts, too.")
    author: Slugs = Field([], description=ANY_OF)
    publication: Slugs = Field([], description=ANY_OF)
    tag: Slugs = Field([], description=ANY_OF)
    since: Edtf = Field("", alias="from", description="The earliest date, in EDTF.")
    until: Edtf = Field("", alias="to", description="The latest date, in EDTF.")


class AskedLines(Paged):
    word: Annotated[Text, Field(min_length=1, max_length=LONGEST_WORD)]
    when: Text = Field(
        "", description="2004, 2004-05, or undated for what is of no known period; all, if empty."
    )
    by: Literal["year", "month"] = Field("year", description="Of what period undated knows none.")
    measure: Measure | None = Field(
        None, description="Of the curve that led here; the lines are the same."
    )
    sort: Literal["date", "left", "right"] = Field(
        "date", description="By date, or by the words before or behind."
    )
    forms: Switch = None
    equivalents: Switch = None
    author: Slugs = Field([], description=ANY_OF)
    publication: Slugs = Field([], description=ANY_OF)
    tag: Slugs = Field([], description=ANY_OF)
    since: Edtf = Field("", alias="from")
    until: Edtf = Field("", alias="to")


# What a database takes as a number.
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


class AskedReferences(Paged):
    editorial: Number | None = Field(None, description="The number of the text that refers.")
    cited: Number | None = Field(None, description="The number of the text that is referred to.")


class AskedReuse(Paged):
    editorial: Number


class AskedReturning(Paged):
    publication: Text = Field("", description="The slug of a magazine; all, if empty.")
    month: Annotated[int, Field(ge=1, le=12)] | None = Field(
        None, description="1 to 12: what returns in that month of several years alone."
    )
