"""The comments of a WordPress post as letters, in the state that they had; and what is none of
them, with the reason. Addresses of mail, of the web and of networks are left where they were."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive import text
from archive.ingest.files.xml_parts import Element
from archive.ingest.posts import wordpress_text
from archive.ingest.posts.wordpress_text import line
from archive.ingest.records import Rejected, SourceLetter, refused_letter
from archive.models import LetterState

KINDS = ("", "comment")
LONGEST = 100_000  # characters
# What another site sent when it named the post.
OF_SITES = ("pingback", "trackback", "webmention")
STATES = {"1": LetterState.SHOWN, "approve": LetterState.SHOWN}
THROWN_AWAY = {
    "spam": gettext_lazy("indésirable à la source"),
    "trash": gettext_lazy("à la corbeille de la source"),
    "post-trashed": gettext_lazy("à la corbeille de la source, avec son article"),
}


def letters(post: Element, source_id: str) -> list[SourceLetter]:
    """Return the comments that readers could see, or that waited; `source_id` is the post's."""
    taken = []
    for comment in _comments(post):
        if not _reason(comment):
            taken.append(_letter(comment, source_id))
    return taken


def left_out(post: Element, source: str) -> Iterator[Rejected]:
    """Yield what of a post's comments is not taken, each with its reason; of sites' all at once."""
    of_sites = 0
    for comment in _comments(post):
        reason = _reason(comment)
        if comment.get("wp:comment_type") in OF_SITES:
            of_sites += 1
        elif reason:
            number = comment.get("wp:comment_id") or "?"
            yield refused_letter(reason, f"{source}#comment-{number}")
    if of_sites:
        reason = ngettext(
            "%(n)s rétrolien (pingback ou trackback) n’est pas repris.",
            "%(n)s rétroliens (pingbacks ou trackbacks) ne sont pas repris.",
            of_sites,
        )
        yield Rejected(reason % {"n": of_sites}, source=f"{source}#pings")


def _comments(post: Element) -> Iterator[Element]:
    for element in post.inside:
        if element.name == "wp:comment":
            yield element


def _reason(comment: Element) -> str:
    """Return why a comment is no letter; "" where it is one."""
    kind, state = comment.get("wp:comment_type"), comment.get("wp:comment_approved")
    if kind not in KINDS:
        return _("de type « %(type)s »") % {"type": kind}
    if state in THROWN_AWAY:
        return str(THROWN_AWAY[state])
    length = len(_text(comment))
    if not length:
        return _("vide")
    if length > LONGEST:
        return _("trop long : %(length)s caractères") % {"length": length}
    return ""


def _letter(comment: Element, source_id: str) -> SourceLetter:
    parent = comment.get("wp:comment_parent")
    return SourceLetter(
        name=line(comment.get("wp:comment_author")),
        text=_text(comment),
        state=STATES.get(comment.get("wp:comment_approved"), LetterState.WAITING).value,
        written_at=_written_at(comment),
        source_id=_key(source_id, _number(comment)),
        parent=_key(source_id, parent) if parent not in ("", "0") else "",
    )


def _number(comment: Element) -> str:
    """Return the number of a comment; what tells it from others where it has none."""
    return comment.get("wp:comment_id") or text.fingerprint(text.folded_words(_text(comment)))[:16]


def _key(source_id: str, number: str) -> str:
    return f"{source_id}#comment-{number}"


def _text(comment: Element) -> str:
    html, _left_out = wordpress_text.clean(comment.get("wp:comment_content"))
    return text.plain(html)


def _written_at(comment: Element) -> datetime | None:
    """Return when it was written; by the clock of this site where only the source's is told."""
    moment = _moment(comment.get("wp:comment_date_gmt"))
    if moment:
        return moment.replace(tzinfo=UTC)
    moment = _moment(comment.get("wp:comment_date"))
    if moment:
        return timezone.make_aware(moment)
    return None


def _moment(printed: str) -> datetime | None:
    try:
        return datetime.strptime(printed, "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None
