"""What the API takes and answers, as schemas: openapi.json publishes their names and words."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import AfterValidator, BeforeValidator, StringConstraints

from archive import dates
from archive.concordance.counting import MOST_WORDS
from archive.concordance.pieces import LONGEST_WORD
from archive.search.question.parsing import LONGEST
from archive.search.question.query import LARGEST_PAGE, MOST_VALUES, PAGE_SIZE

MOST_LABELLED = 100  # values of one facet in one answer, the most frequent


# What may be asked


def _without_nul(typed: str) -> str:
    if "\0" in typed:
        raise ValueError("no NUL character can be sought")
    return typed


def _edtf(typed: str) -> str:
    return dates.valid(typed) if typed.strip() else ""


# Forms and OpenSearch clients send what is left open as an empty text.
def _or(usual: int | None):
    return BeforeValidator(lambda number: number or usual)


Text = Annotated[str, AfterValidator(_without_nul)]
Edtf = Annotated[Text, AfterValidator(_edtf)]
Values = Annotated[list[Text], Field(max_length=MOST_VALUES)]
Year = Annotated[str, StringConstraints(pattern="^-?[0-9]{3}[0-9X]$")]
Page = Annotated[int, Field(ge=1, le=10**9), _or(1)]
PageSize = Annotated[int, Field(ge=1, le=LARGEST_PAGE), _or(PAGE_SIZE)]
Switch = Annotated[Literal["0", "1"] | None, _or(None)]
SLUGS = "Slugs; several mean any of them, a search takes - before one to leave it out."


class Paged(Schema):
    page: Page = 1
    page_size: PageSize = PAGE_SIZE


class AskedIssues(Paged):
    publication: Values = Field([], description="Slugs; several mean any of them.")


class Paging(Paged):
    author: Values = Field([], description=SLUGS)
    publication: Values = Field([], description=SLUGS)
    tag: Values = Field([], description=SLUGS)


class Listed(Paging):
    year: list[Annotated[int, Field(ge=1, le=9999)]] = Field([], max_length=MOST_VALUES)


class Asked(Paging):
    q: Annotated[Text, Field(max_length=LONGEST)] = Field(
        "", description="Words, as on the search page."
    )
    language: Values = Field([], description="ISO 639 codes.")
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
    measure: Literal["count", "editorials", "per10000"] = Field(
        "count",
        description="Occurrences; editorials that have any; occurrences in 10,000 words of text.",
    )
    forms: Switch = Field(None, description="1: all forms of a word count.")
    equivalents: Switch = Field(None, description="1: what counts as it in searches counts, too.")
    author: Values = Field([], description="Slugs; several mean any of them.")
    publication: Values = Field([], description="Slugs; several mean any of them.")
    tag: Values = Field([], description="Slugs; several mean any of them.")
    since: Edtf = Field("", alias="from", description="The earliest date, in EDTF.")
    until: Edtf = Field("", alias="to", description="The latest date, in EDTF.")


class AskedLines(Paged):
    word: Annotated[Text, Field(min_length=1, max_length=LONGEST_WORD)]
    when: Text = Field(
        "", description="2004, 2004-05, or undated for what is of no known year; all, if empty."
    )
    sort: Literal["date", "left", "right"] = Field(
        "date", description="By date, or by the words before or behind."
    )
    forms: Switch = None
    equivalents: Switch = None
    author: Values = []
    publication: Values = []
    tag: Values = []
    since: Edtf = Field("", alias="from")
    until: Edtf = Field("", alias="to")


# What is answered


class Problem(Schema):
    detail: str


class Result(Schema):
    id: int
    source_id: str | None
    title: str | None
    url: str = Field(description="The address of its page here.")
    date: str | None = Field(description="EDTF.")
    date_display: str
    authors: list[str]
    publication: str | None
    tags: list[str]
    score: float
    excerpt: str = Field(
        description="HTML: escaped text in which <mark> encloses the words sought."
    )
    why: dict[str, list[str]] = Field(description="The words that counted, by field.")
    pinned: bool = Field(description="Whether the editors have put it there.")
    parts: list[int] = Field(
        description="Ids of what is folded under it, best first: the other parts of its document,"
        " reprints, near copies. Empty unless `fold=1` is asked."
    )


class AnsweringPassage(Schema):
    """A paragraph of an editorial, quoted as it is there."""

    id: int
    source_id: str | None
    title: str | None
    url: str = Field(description="The address of the editorial's page here.")
    date: str | None = Field(description="EDTF.")
    date_display: str
    authors: list[str]
    publication: str | None
    paragraph: int = Field(description="Its number in the text, from 1.")
    sentence: str = Field(description="The sentence of it that answers.")
    text: str = Field(description="The paragraph.")
    score: float = Field(description="How likely it answers, from 0 to 1.")


class Answers(Schema):
    sure: bool = Field(
        description="Whether the first passage is sure to answer. Where it is not, the passages are"
        " merely the nearest: the site's own pages show none."
    )
    answers: list[AnsweringPassage] = Field(description="The best first, at most five.")


class FacetValue(Schema):
    value: str = Field(
        description="What the parameter of that name takes; with - before it, those without."
    )
    label: str
    count: int


class Form(Schema):
    form: str
    count: int


class Word(Schema):
    """A typed word: its matched forms with how many editorials hold each, and how many hold any."""

    typed: str
    forms: list[Form]
    count: int
    read_as: str = Field(
        description="The word taken in place of one unknown to the archive, or empty."
    )
    counts: bool = Field(description="False for function words beside others.")


class Reading(Schema):
    """What was read beside what was typed, or in its place."""

    kind: str = Field(
        description="equivalent, acronym, number or join: it counts as well; slip: read in place of"
        " a word unknown here; excluded: must not be there; loosened: asked instead, since nothing"
        " has what was typed."
    )
    typed: str
    read: list[str]
    text: str = Field(description="A sentence that says so, in the reader's language.")


class Intent(Schema):
    """A part of what was typed, read as a choice of a facet."""

    facet: str
    value: str
    label: str
    typed: str
    count: int = Field(description="How many editorials the choice leaves.")
    applied: bool = Field(description="Whether it is in force; it is offered otherwise.")


class Found(Schema):
    count: int = Field(description="How many editorials have what was asked, folded or not.")
    page: int
    page_size: int
    suggestion: str | None
    relaxed: bool = Field(
        description="Whether nothing has what was asked and the results are of what is nearest;"
        " `count` stays what was asked, `reading` says what was asked instead."
    )
    shown: int = Field(description="How many editorials answer: “count” unless relaxed.")
    partial: bool = Field(description="Whether some results lack some of the words.")
    ranked: bool = Field(
        description="Whether some answer better than others; else the newest come first."
    )
    reading: list[Reading]
    intent: list[Intent]
    results: list[Result]
    facets: dict[str, list[FacetValue]] = Field(
        description=f"The {MOST_LABELLED} most frequent values of each."
    )
    title: str = Field(description="The search said in words.")
    url: str = Field(description="The address of its page.")
    next: str | None
    previous: str | None
    levels: dict[int, int] = Field(
        description="How many editorials hold at least so many of the words that count."
    )
    level: int = Field(
        description="How many of them were asked of each result; 0 where their weight decides."
    )
    words: list[Word]
    years: dict[int, int] = Field(description="Results of each year, whatever years are chosen.")
    by: Literal["index", "database"] = Field(
        description="What answered; the database does by simpler rules."
    )


class Signature(Schema):
    name: str = Field(description="As printed.")
    role: str | None
    author: str | None = Field(description="The slug of the person, where known.")


class Record(Schema):
    """A whole editorial; `import_editorials` takes it, one a line, as it is."""

    id: int
    source_id: str | None
    title: str | None
    title_supplied: bool = Field(
        description="True where the page bore no title and this one was made for it."
    )
    standfirst: str | None
    authors: list[str]
    bylines: list[Signature]
    date: str | None = Field(description="EDTF.")
    date_display: str
    publication: str | None
    section: str | None
    issue: str | None
    page: str | None
    language: str | None
    tags: list[str]
    url: str | None = Field(description="Where it was first published.")
    permalink: str = Field(description="The address of its page here.")
    license: str | None = Field(
        description="Under what terms its text may be used again: an SPDX name, `public-domain`,"
        " `reserved` or `other`."
    )
    license_url: str | None = Field(description="Where these terms can be read.")
    html: str
    text: str
    updated_at: datetime


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


class Records(Schema):
    count: int
    page: int
    page_size: int
    next: str | None
    previous: str | None
    results: list[Record]


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
