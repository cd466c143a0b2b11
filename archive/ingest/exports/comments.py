"""Readers' comments of any publishing system as letters, in the state that they had; and what of
them is none. Addresses of mail, of the web and of networks are left where they were."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import text
from archive.ingest.posts.paragraphs import paragraphs
from archive.ingest.records import Rejected, SourceLetter, refused_letter
from archive.models import LetterState

LONGEST = 100_000  # characters
SHOWN, WAITING = LetterState.SHOWN.value, LetterState.WAITING.value
SPAM = gettext_lazy("indésirable à la source")
THROWN_AWAY = gettext_lazy("à la corbeille de la source")
REFUSED = gettext_lazy("refusé à la source")
PRIVATE = gettext_lazy("discussion privée de la rédaction")


@dataclass
class Comment:
    """A comment as its system holds it: `html` as stored, `parent` the number of the one that it
    answers. `refusal` says why it is none that is taken, "" where it is one."""

    number: str
    name: str = ""
    html: str = ""
    state: str = WAITING
    refusal: str | Promise = ""
    written_at: datetime | None = None
    parent: str = ""

    @property
    def text(self) -> str:
        return text.plain(text.clean_html(paragraphs(self.html)))


def letters(comments: Iterable[Comment], source_id: str) -> list[SourceLetter]:
    """Return those that readers could see, or that waited; `source_id` is their article's."""
    taken = []
    for comment in comments:
        if _refusal(comment):
            continue
        letter = SourceLetter(
            name=" ".join(text.plain(comment.name).split()),
            text=comment.text,
            state=comment.state,
            written_at=comment.written_at,
            source_id=_key(source_id, comment.number),
            parent=_key(source_id, comment.parent) if comment.parent.strip("0") else "",
        )
        taken.append(letter)
    return taken


def left_out(comments: Iterable[Comment], source: str) -> Iterator[Rejected]:
    """Yield what is not taken, each with its reason and place."""
    for comment in comments:
        reason = _refusal(comment)
        if reason:
            yield refused_letter(reason, f"{source}#comment-{comment.number}")


def _key(source_id: str, number: str) -> str:
    return f"{source_id}#comment-{number}"


def _refusal(comment: Comment) -> str:
    if comment.refusal:
        return str(comment.refusal)
    length = len(comment.text)
    if not length:
        return _("vide")
    if length > LONGEST:
        return _("trop long : %(length)s caractères") % {"length": length}
    return ""
