"""A blog's export by Blogger: what its entries are, and its readers' comments as letters.

The settings of a blog give one form of it, which says what an entry is by a category; Google
Takeout the other, which says it by an element of Blogger's own.
"""

import re
from calendar import timegm
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from feedparser import FeedParserDict

from archive import text
from archive.ingest.files import xml_parts
from archive.ingest.records import SourceLetter
from archive.models import LetterState

KIND = "http://schemas.google.com/g/2005#kind"
MARKS = (b"2008/kind#comment", b"<blogger:type>COMMENT")  # of comments, in the bytes of a file
POST_MARKS = (b"2008/kind#post", b"<blogger:type>POST")
# The first in an entry is its own; those of its author's account come behind.
OWN = re.compile(rb"<blogger:(type|status|parent|inReplyTo)>\s*([^<]*?)\s*</blogger:")
POST_ID = re.compile(rb"<id>\s*([^<]+?)\s*</id>")
# What such an export holds besides posts.
NO_POST = {
    "comment": gettext_lazy("commentaire d’un lecteur"),
    "page": gettext_lazy("page du site"),
    "settings": gettext_lazy("réglage du site"),
    "template": gettext_lazy("réglage du site"),
}
SHOWN = ("", "live")  # states that readers could see; the first form tells none
WAITING = ("pending", "draft", "scheduled")


@dataclass
class Comments:
    """The comments of an export, by the ids of its posts."""

    posts: set[str] = field(default_factory=set)
    letters: dict[str, list[SourceLetter]] = field(default_factory=dict)

    def add(self, entry: FeedParserDict) -> None:
        """Take in an entry that is a comment, unless it is none that is taken."""
        if not reason(entry):
            self.letters.setdefault(post_of(entry), []).append(_letter(entry))


def holds_comments(path: Path) -> bool:
    """Return whether a file may hold comments, after a look that costs little."""
    longest = max(map(len, MARKS))
    end_of_last = b""
    with open(path, "rb") as file:
        while chunk := file.read(xml_parts.CHUNK):
            window = end_of_last + chunk
            if any(mark in window for mark in MARKS):
                return True
            end_of_last = chunk[-longest:]
    return False


def is_comment(content: bytes) -> bool:
    return any(mark in content for mark in MARKS)


def is_post(content: bytes) -> bool:
    return any(mark in content for mark in POST_MARKS)


def post_id(content: bytes) -> str:
    """Return the id that an entry's bytes tell; "" for none."""
    match = POST_ID.search(content)
    if not match:
        return ""
    return match[1].decode("utf-8", "replace")


def tell_own(entry: FeedParserDict, content: bytes) -> None:
    """Set on an entry what Takeout says of it, which feedparser mixes with what its author is."""
    for name, content_of_tag in OWN.findall(content):
        entry.setdefault(f"own_{name.decode().lower()}", content_of_tag.decode("utf-8", "replace"))


def kind(entry: FeedParserDict) -> str:
    """Return what Blogger says that an entry is; "" where it says nothing."""
    for tag in entry.get("tags", []):
        if tag.get("scheme") == KIND and tag.term:
            return tag.term.rpartition("#")[2]
    return entry.get("own_type", "").lower()


def is_draft(entry: FeedParserDict) -> bool:
    return entry.get("app_draft") == "yes" or _status(entry) in WAITING


def post_of(entry: FeedParserDict) -> str:
    """Return the id of the post that a comment was written to; "" where it tells none."""
    reference = entry.get("thr_in-reply-to") or {}
    return entry.get("own_parent") or reference.get("ref") or ""


def reason(entry: FeedParserDict) -> str:
    """Return why a comment is no letter; "" where it is one."""
    if _status(entry) not in (*SHOWN, *WAITING):
        return _("indésirable ou supprimé à la source")
    if not _text(entry):
        return _("vide")
    return ""


def _status(entry: FeedParserDict) -> str:
    return entry.get("own_status", "").lower()


def _letter(entry: FeedParserDict) -> SourceLetter:
    state = LetterState.SHOWN
    if is_draft(entry):
        state = LetterState.WAITING
    author = entry.get("author_detail") or {}
    return SourceLetter(
        name=author.get("name") or "",
        text=_text(entry),
        state=state.value,
        written_at=_written_at(entry),
        source_id=entry.get("id") or "",
        parent=entry.get("own_inreplyto", ""),
    )


def _text(entry: FeedParserDict) -> str:
    contents = entry.get("content") or [{}]
    return text.plain(text.clean_html(contents[0].get("value") or ""))


def _written_at(entry: FeedParserDict) -> datetime | None:
    moment = entry.get("published_parsed")
    if moment is None:
        return None
    try:
        return datetime.fromtimestamp(timegm(moment), UTC)
    except (ValueError, OverflowError, OSError):
        return None
