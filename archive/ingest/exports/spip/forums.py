"""Messages of SPIP's forums as readers' comments, in the state that they had."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from archive import text
from archive.ingest.exports import comments as readers_comments
from archive.ingest.exports import moments
from archive.ingest.exports.comments import Comment
from archive.ingest.exports.spip import typography
from archive.ingest.exports.spip.site import SpipSite
from archive.ingest.exports.tables import Row
from archive.ingest.records import Rejected

SHOWN = {"publie": readers_comments.SHOWN, "prop": readers_comments.WAITING}
REFUSALS = {
    "off": readers_comments.REFUSED,
    "spam": readers_comments.SPAM,
    "poubelle": readers_comments.THROWN_AWAY,
}


def comments(site: SpipSite, article: str) -> list[Comment]:
    """Return what readers wrote to an article; what its editors said among themselves is none."""
    taken = []
    for row in site.messages(article):
        if not _is_private(row):
            taken.append(_comment(row, site))
    return taken


def private(site: SpipSite, article: str, source: str) -> Iterator[Rejected]:
    """Yield how many messages of the editors about an article are left, if any."""
    count = sum(map(_is_private, site.messages(article)))
    if count:
        reason = ngettext(
            "%(n)s message de la rédaction n’est pas repris.",
            "%(n)s messages de la rédaction ne sont pas repris.",
            count,
        )
        yield Rejected(reason % {"n": count}, source=f"{source}#forum")


def _is_private(row: Row) -> bool:
    return row.get("statut", "").startswith("priv")


def _is_given(title: str, site: SpipSite, row: Row) -> bool:
    """Return True for a title that SPIP proposed: that of the article, « > Le fil »."""
    number = row.get("id_article") or row.get("id_objet", "")
    return text.fold(title.lstrip("> ").removeprefix("&gt;").strip()) == text.fold(
        site.title(number)
    ) or title.startswith(("&gt;", ">"))


def _comment(row: Row, site: SpipSite) -> Comment:
    html, _left_out = typography.html(row.get("texte", ""), site.typing(""))
    title = typography.line(row.get("titre", ""), site.typing(""))
    if title and html and not _is_given(title, site, row):
        html = f"<p>{title}</p>{html}"
    state = row.get("statut", "")
    return Comment(
        number=row.get("id_forum", ""),
        name=row.get("auteur", ""),
        html=html,
        state=SHOWN.get(state, readers_comments.WAITING),
        refusal=REFUSALS.get(state, ""),
        written_at=moments.moment(row.get("date_heure", "")),
        parent=row.get("id_parent", ""),
    )
