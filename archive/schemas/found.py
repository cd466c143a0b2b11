"""What a search answers, and a question.

Plain models of pydantic: those of ninja wrap each value before they look at it, which took a tenth
of a search.
"""

from typing import Literal

from pydantic import BaseModel, Field

from archive.schemas.asked import MOST_LABELLED


class Problem(BaseModel):
    detail: str


class Result(BaseModel):
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


class AnsweringPassage(BaseModel):
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


class Answers(BaseModel):
    sure: bool = Field(
        description="Whether the first passage is sure to answer. Where it is not, the passages are"
        " merely the nearest: the site's own pages show none."
    )
    answers: list[AnsweringPassage] = Field(description="The best first, at most five.")


class FacetValue(BaseModel):
    value: str = Field(
        description="What the parameter of that name takes; with - before it, those without."
    )
    label: str
    count: int


class Form(BaseModel):
    form: str
    count: int


class Word(BaseModel):
    """A typed word: its matched forms with how many editorials hold each, and how many hold any."""

    typed: str
    forms: list[Form]
    count: int
    read_as: str = Field(
        description="The word taken in place of one unknown to the archive, or empty."
    )
    counts: bool = Field(description="False for function words beside others.")


class Reading(BaseModel):
    """What was read beside what was typed, or in its place."""

    kind: str = Field(
        description="equivalent, acronym, number or join: it counts as well; slip: read in place of"
        " a word unknown here; excluded: must not be there; loosened: asked instead, since nothing"
        " has what was typed."
    )
    typed: str
    read: list[str]
    text: str = Field(description="A sentence that says so, in the reader's language.")


class Intent(BaseModel):
    """A part of what was typed, read as a choice of a facet."""

    facet: str
    value: str
    label: str
    typed: str
    count: int = Field(description="How many editorials the choice leaves.")
    applied: bool = Field(description="Whether it is in force; it is offered otherwise.")


class Found(BaseModel):
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
    facets: dict[str, list[FacetValue] | None] = Field(
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
