"""What any version of Drupal says of a node, as an article."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from archive.ingest.exports import article as articles
from archive.ingest.exports.article import Article
from archive.ingest.records import Rejected

NO_ARTICLE = {
    "page": gettext_lazy("page du site"),
    "webform": gettext_lazy("formulaire"),
    "panel": gettext_lazy("page du site"),
    "landing_page": gettext_lazy("page du site"),
    "image": gettext_lazy("fichier joint"),
    "media": gettext_lazy("fichier joint"),
    "simplenews": gettext_lazy("lettre d’information"),
}
# Code that a node may hold: it is never run.
CODE = re.compile(r"<\?(?:php)?.*?(?:\?>|\Z)", re.S | re.I)
# What filters put in at that place: « [[nid:12]] », « [[{"type":"media",…}]] », « [img_assist|…] ».
TOKEN = re.compile(
    r"\[\[\s*(?:\{(?:[^\[]|\[(?!\[))*?\}|\w+:[^\]]{0,1000})\s*\]\]"
    r"|\[(?:img_assist|inline|node|view):?\|?[^\]]{0,1000}\]",
    re.S,
)
EMBEDDED = re.compile(r"<drupal-(?:media|entity)\b[^<>]*>(?:\s*</drupal-(?:media|entity)>)?", re.I)
NO_LANGUAGE = ("und", "zxx", "")
# Fields that sites make beside the body, by the last words of their names.
AUTHOR_FIELDS = ("auteur", "auteurs", "author", "authors", "signature", "byline")
STANDFIRST_FIELDS = (
    *("chapo", "chapeau", "intro", "introduction", "accroche", "soustitre", "sous_titre"),
    *("subtitle", "standfirst"),
)


def refuse(kind: str, title: str) -> None:
    """Raises Rejected, with the reason, for what is no article."""
    if kind in NO_ARTICLE:
        name = f"« {articles.line(title)} »"
        raise Rejected(
            _("Pas un article : %(what)s (%(title)s).") % {"what": NO_ARTICLE[kind], "title": name}
        )


def set_body(article: Article, body: str) -> None:
    """Set a node's text, without what only Drupal could show."""
    article.left_out = list(_lost(body))
    article.html = EMBEDDED.sub("", TOKEN.sub("", CODE.sub("", body)))


def _lost(body: str) -> Iterator[str]:
    for pattern in (CODE, TOKEN, EMBEDDED):
        for place in pattern.finditer(body):
            yield " ".join(place[0].split())[:100]


def set_state(article: Article, status: str) -> None:
    article.is_draft = status != "1"
    if article.is_draft:
        article.withheld = pgettext("article", "non publié")


def source_id(number: str) -> str:
    """Return the lasting key of a node; "" where it has no number."""
    return f"drupal:node/{number}" if number else ""


def language(code: str) -> str:
    return "" if code in NO_LANGUAGE else code[:2]
