"""Whole editorials; plain models, as in `found`."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field


class Signature(BaseModel):
    name: str = Field(description="As printed.")
    role: str | None
    kind: Literal["person", "office"] = Field(
        description="Who signs: a person, or an office, an agency, a body."
    )
    author: str | None = Field(description="The slug of the person, where known.")


class Record(BaseModel):
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
    ark: str | None = Field(
        description="Its archival resource key, where the archive has a number to make them by."
    )
    license: str | None = Field(
        description="Under what terms its text may be used again: an SPDX name, `public-domain`,"
        " `reserved` or `other`."
    )
    license_url: str | None = Field(description="Where these terms can be read.")
    html: str
    text: str
    updated_at: datetime
    version: int = Field(description="One more with each change.")


class Records(BaseModel):
    count: int
    page: int
    page_size: int
    next: str | None
    previous: str | None
    results: list[Record]
