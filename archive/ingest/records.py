"""What every reader of outside material hands over: one Record a document, with what was unsure about it.

Nothing here touches the database.
"""

import logging
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from archive.dates import display

log = logging.getLogger(__name__)
# (field, code) -> what an editor is asked to check. « %(value)s » is what was read, where there is any.
DOUBTS = {
    ("title", "unknown"): _("Titre inconnu."),
    ("title", "supplied"): _("Titre tiré du texte : la page n’en donne pas."),
    ("title", "guess"): _("Titre à vérifier : « %(value)s »."),
    ("date", "unknown"): _("Date inconnue."),
    ("date", "guess"): _("Date inconnue ; le texte laisse supposer %(value)s."),
    ("date", "updated"): _("Date inconnue ; la page dit seulement avoir été modifiée le %(value)s."),
    ("date", "printed"): _("Date imprimée non comprise : « %(value)s »."),
    ("date", "ambiguous"): _("Jour et mois à vérifier : « %(value)s »."),
    ("date", "two-digits"): _("Année écrite sur deux chiffres : « %(value)s »."),
    ("byline", "unknown"): _("Auteur inconnu."),
    ("byline", "guess"): _("Auteur à vérifier : « %(value)s »."),
    ("publication", "unknown"): _("Publication inconnue."),
    ("publication", "menu"): _("Publication lue dans un menu ou un bandeau : « %(value)s »."),
    ("publication", "copyright"): _("Publication lue dans la ligne de copyright : « %(value)s »."),
    ("publication", "guess"): _("Publication à vérifier : « %(value)s »."),
    ("byline", "initials"): _("Auteur reconnu à ses initiales : %(value)s."),
    ("byline", "ambiguous"): _("Plusieurs auteurs portent ce nom : « %(value)s »."),
    ("language", "unknown"): _("Langue inconnue."),
    ("text", "encoding"): _("Fichier lu en %(value)s faute d’UTF-8 : vérifier les accents."),
    ("text", "mojibake"): _("Caractères sans doute mal décodés : « %(value)s »."),
    ("text", "short"): _("Texte très court : vérifier qu’il est entier."),
    ("text", "excerpt"): _("Le flux ne donne sans doute qu’un extrait : le texte entier est à son adresse d’origine."),
    ("text", "cut"): _("La fin manque dans la source : vérifier que le texte est entier."),
    ("url", "unknown"): _("Adresse d’origine non comprise : « %(value)s »."),
    ("text", "empty"): _("Aucun texte : l’article ne contient sans doute que des images."),
    ("text", "missing"): _("Non repris dans le texte : %(value)s."),
    ("text", "repaired"): _("Source abîmée, réparée à la lecture (%(value)s) : vérifier le texte."),
    ("date", "future"): _("Date à venir."),
    ("date", "ahead"): _("Date inconnue ; la page en donne une à venir : %(value)s."),
    ("date", "other"): _("La page donne aussi une autre date : %(value)s."),
    ("date", "address"): _("Date lue dans l’adresse de la page : %(value)s."),
    ("title", "other"): _("La page donne aussi un autre titre : « %(value)s »."),
    ("byline", "other"): _("La page nomme aussi d’autres auteurs : %(value)s."),
    ("text", "nested"): _("Page aux éléments trop emboîtés : vérifier que le texte est entier."),
    ("date", "differs"): _("Le nom du fichier donne une autre date : « %(value)s »."),
    ("state", "guess"): _("Tenu pour un brouillon ; la source dit : « %(value)s »."),
}


@dataclass(frozen=True)
class Doubt:
    """Something that a person should check: a key of DOUBTS and, where there is one, the value in doubt."""

    field: str
    code: str
    value: str = ""

    def message(self) -> str:
        """The doubt as a sentence in the active language; an unlisted code is shown as it is."""
        if self.code == "source-differs":
            return str(_("La source dit maintenant (%(field)s) : « %(value)s ».")) % {
                "field": self.field,
                "value": self.value,
            }
        sentence = DOUBTS.get((self.field, self.code))
        if sentence is None:
            return " : ".join(part for part in (self.field, self.code, self.value) if part)
        edtf = self.field == "date" and self.code in ("guess", "updated", "ahead", "other", "address")
        return str(sentence) % {"value": display(self.value) if edtf else self.value}


@dataclass(frozen=True)
class Printed:
    """A byline as printed: the name with its own capitals, the role beside it (« Rédacteur en chef »)."""

    name: str
    role: str = ""


@dataclass
class Record:
    """One document as a reader found it. Empty means that the source does not say; `date` is EDTF or None.

    `source` tells a person where it came from (a file's path, and an item's number where it holds several),
    `source_id` is the source's own lasting key, `html` is cleaned, `capture` holds the original bytes. `state` is "published"
    or "draft", as in `Editorial.State`; `comments` counts those that the source shows below the text.
    """

    source: str
    title: str = ""
    title_supplied: bool = False
    standfirst: str = ""
    html: str = ""
    bylines: list[Printed] = field(default_factory=list)
    date: str | None = None
    publication: str = ""
    section: str = ""
    issue: str = ""
    page: str = ""
    language: str = ""
    tags: list[str] = field(default_factory=list)
    url: str = ""
    source_id: str = ""
    state: str = "published"
    comments: int = 0
    doubts: list[Doubt] = field(default_factory=list)
    capture: bytes = b""
    media_type: str = ""


class Rejected(Exception):
    """A document that cannot be taken in, with the reason in the user's terms and language.

    A reader raises it for a whole file, or yields it for one item and goes on. `unreadable` marks what
    could not even be opened.
    """

    def __init__(self, reason: str, source: str = "", unreadable: bool = False):
        super().__init__(reason)
        self.reason, self.source, self.unreadable = str(reason), source, unreadable


def unforeseen(source: str) -> Rejected:
    """What to say of a document over which a reader stumbled; the log keeps the error that is being handled."""
    log.exception("%s could not be read", source)
    return Rejected(_("Ce document n’a pas pu être lu ; le journal dit pourquoi."), source=source)
