"""What programs send to change the archive, and what they are answered."""

from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict

from archive.schemas.records import Record
from archive.text import UNSEEN_SIGNS, writable

MOST_TAGS = 50
LONGEST_WHY = 400  # characters


def _printable(typed: str) -> str:
    """Return a text as databases and XML take it: half a surrogate pair becomes U+FFFD."""
    return writable(typed.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _seen(typed: str) -> str:
    """Return what stands in a line among others', without signs that nobody sees."""
    return UNSEEN_SIGNS.sub("", _printable(typed))


Prose = Annotated[str, AfterValidator(_printable)]
Line = Annotated[str, AfterValidator(_seen)]
Why = Annotated[Line, Field(max_length=LONGEST_WHY, description="A reason, for the history.")]


class Sent(Schema):
    """A field that is none is refused: what is mistyped would be lost in silence."""

    model_config = ConfigDict(extra="forbid")
    why: Why = ""


class SentByline(Schema):
    model_config = ConfigDict(extra="forbid")
    name: Line
    role: Line = ""
    kind: Literal["", "person", "office"] = Field(
        "", description="Of who is not known yet; empty: as the name tells."
    )


class SentText(Sent):
    """What both a new editorial and a correction may say of one."""

    title: Line | None = None
    title_supplied: bool | None = None
    standfirst: Line | None = None
    html: Prose | None = Field(None, description="It is cleaned by the archive’s allow-list.")
    text: Prose | None = Field(
        None, description="In the place of `html`: paragraphs between empty lines."
    )
    date: Line | None = Field(None, description="EDTF, or as printed: « mai 2001 ».")
    publication: Line | None = Field(None, description="By its name; made if there is none.")
    section: Line | None = None
    issue: Line | None = None
    page: Line | None = None
    language: Line | None = None
    url: Line | None = None


class Entered(SentText):
    """A record, as a line of JSON that `import_editorials` takes."""

    source_id: Line | None = Field(
        None, description="The source’s own lasting key: sent again, it is the same editorial."
    )
    id: str | int | None = Field(None, description="The same, by another name.")
    authors: list[Line] | Line | None = None
    bylines: list[SentByline] | None = Field(None, description="In the place of `authors`.")
    tags: list[Line] | None = Field(None, max_length=MOST_TAGS)
    state: Literal["published", "draft"] = "published"


class Corrected(SentText):
    """The fields that are to become others; the rest stay as they are."""

    bylines: list[SentByline] | None = None
    state: Literal["published", "draft", "withdrawn"] | None = Field(
        None, description="To withdraw wants a reason, `why`."
    )
    version: int | None = Field(
        None,
        ge=1,
        description="The `version` that was read. A field that somebody else has changed since is"
        " not overwritten: 409.",
    )


class Tagged(Sent):
    tags: list[Line] = Field(max_length=MOST_TAGS, description="All that it is to bear.")


class Written(Record):
    """The editorial as it is now."""

    state: str = Field(description="published, draft or withdrawn.")
    outcome: str = Field(description="created, updated or unchanged.")
    operation: int | None = Field(
        description="The operation in the history, by which it can be undone; null where nothing"
        " changed."
    )
    doubts: list[str] = Field(description="What an editor should check.")
