"""Doubts: what a person should check of an editorial, what answers it, what comes in its place.

An editorial keeps them in `Editorial.doubts`, each as a dictionary of a Doubt's fields. Nothing
here touches the database.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass

from django.utils.translation import gettext_lazy as _

from archive.dates import display
from archive.models.labels import label

DIRECTIONS = _("Signes invisibles de sens d’écriture, retirés à l’import.")
# (field, code) -> what an editor is asked to check. « %(value)s » is what was read, where there is
# any.
DOUBTS = {
    ("title", "unknown"): _("Titre inconnu."),
    ("title", "supplied"): _("Titre tiré du texte : la page n’en donne pas."),
    ("title", "guess"): _("Titre à vérifier : « %(value)s »."),
    ("date", "unknown"): _("Date inconnue."),
    ("date", "guess"): _("Date inconnue ; le texte laisse supposer %(value)s."),
    ("date", "updated"): _(
        "Date inconnue ; la page dit seulement avoir été modifiée le %(value)s."
    ),
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
    ("text", "scanned"): _("Mots sans doute mal lus par un scanner : %(value)s."),
    ("text", "short"): _("Texte très court : vérifier qu’il est entier."),
    ("text", "excerpt"): _(
        "Le flux ne donne sans doute qu’un extrait : le texte entier est à son adresse d’origine."
    ),
    ("text", "cut"): _("La fin manque dans la source : vérifier que le texte est entier."),
    ("text", "met"): _(
        "Ligne sans identifiant, rapprochée de ce texte par sa revue, sa date ou son titre :"
        " vérifier que c’est bien lui."
    ),
    ("text", "moved"): _(
        "Ligne d’une autre revue qu’auparavant, rapprochée de ce texte par son identifiant"
        " « %(value)s » : vérifier que c’est bien lui."
    ),
    ("source_id", "shared"): _(
        "L’identifiant « %(value)s » est donné plus d’une fois dans cette revue :"
        " vérifier les textes qui le portent."
    ),
    ("url", "unknown"): _("Adresse d’origine non comprise : « %(value)s »."),
    ("text", "empty"): _("Aucun texte : l’article ne contient sans doute que des images."),
    ("text", "missing"): _("Non repris dans le texte : %(value)s."),
    ("text", "formula"): _("Formules sans résultat dans le classeur : %(value)s."),
    ("text", "repeated"): _(
        "Retiré du texte, parce que d’autres pages du site l’ont aussi : « %(value)s »."
    ),
    ("text", "others"): _(
        "Retiré du texte, parce que la page le dit d’autres textes : « %(value)s »."
    ),
    ("text", "note"): _(
        "Retiré du texte, parce que le courriel qui le transmet le dit : « %(value)s »."
    ),
    ("text", "readers"): _(
        "Retiré du texte, parce que cela s’adresse aux lecteurs du site : « %(value)s »."
    ),
    ("text", "posts"): _(
        "Retiré du texte, parce que c’est un message repris d’un réseau : « %(value)s »."
    ),
    ("text", "authors"): _(
        "Retiré de la fin du texte, parce que cela présente l’auteur : « %(value)s »."
    ),
    ("text", "repaired"): _("Source abîmée, réparée à la lecture (%(value)s) : vérifier le texte."),
    ("date", "properties"): _("Date inconnue ; d’après les propriétés du fichier : %(value)s."),
    ("byline", "properties"): _("Auteur inconnu ; d’après les propriétés du fichier : %(value)s."),
    ("issue", "cited"): _("Une notice donne un autre numéro : « %(value)s »."),
    ("page", "cited"): _("Une notice donne une autre page : « %(value)s »."),
    ("text", "article"): _("Article d’un numéro qui ne nomme pas d’éditorial : est-ce le sien ?"),
    ("date", "future"): _("Date à venir."),
    ("date", "ahead"): _("Date inconnue ; la page en donne une à venir : %(value)s."),
    ("date", "other"): _("La page donne aussi une autre date : %(value)s."),
    ("date", "address"): _("Date lue dans l’adresse de la page : %(value)s."),
    ("title", "other"): _("La page donne aussi un autre titre : « %(value)s »."),
    ("byline", "other"): _("La page nomme aussi d’autres auteurs : %(value)s."),
    ("text", "nested"): _("Page aux éléments trop emboîtés : vérifier que le texte est entier."),
    ("date", "differs"): _("Le nom du fichier donne une autre date : « %(value)s »."),
    ("title", "directions"): DIRECTIONS,
    ("standfirst", "directions"): DIRECTIONS,
    ("byline", "directions"): DIRECTIONS,
    ("publication", "directions"): DIRECTIONS,
    ("section", "directions"): DIRECTIONS,
    ("issue", "directions"): DIRECTIONS,
    ("page", "directions"): DIRECTIONS,
    ("state", "guess"): _("Tenu pour un brouillon ; la source dit : « %(value)s »."),
}
# Code of a doubt about a field that an editor mended and whose source has changed since. Its
# `field` is the editorial's own, its `value` what the source says.
SOURCE_DIFFERS = "source-differs"
# Characters of what the source says: enough to tell it, the text is elsewhere.
LONGEST_DIFFERENCE = 200
# Codes of doubts about dates whose value is EDTF, not a date as printed.
WITH_EDTF = ("guess", "updated", "ahead", "other", "address", "properties")
# {what doubts call a field: what the editorial calls it}, where these are not the same.
FIELDS = {"byline": "bylines", "text": "body", "url": "source_url"}


@dataclass(frozen=True)
class Doubt:
    """Something that a person should check.

    A key of DOUBTS and, where there is one, the value in doubt.
    """

    field: str
    code: str
    value: str = ""

    def message(self) -> str:
        """Return the doubt as a sentence in the active language; an unlisted code as it is."""
        if self.code == SOURCE_DIFFERS:
            return str(_("La source dit maintenant (%(field)s) : « %(value)s ».")) % {
                "field": label("editorial", FIELDS.get(self.field, self.field)),
                "value": self.value,
            }
        sentence = DOUBTS.get((self.field, self.code))
        if sentence is None:
            return " : ".join(filter(None, (self.field, self.code, self.value)))
        value = self.value
        if self.field == "date" and self.code in WITH_EDTF:
            value = display(value)
        return str(sentence) % {"value": value}


def as_line(stored: dict) -> str:
    """Return a stored doubt as programs and reports tell it: « date: … »."""
    return f"{stored['field']}: {Doubt(**stored).message()}"


def as_stored(doubts: Iterable[Doubt]) -> list[dict]:
    """Return the doubts as an editorial keeps them, each once."""
    return [asdict(doubt) for doubt in dict.fromkeys(doubts)]


def field_of(doubt: dict) -> str:
    """Return the editorial's field that a stored doubt is about."""
    return FIELDS.get(doubt["field"], doubt["field"])


def answering(doubt: dict) -> set[str]:
    """Return the editorial's fields that answer a stored doubt.

    Who changes such a field has looked at the doubt.
    """
    field = field_of(doubt)
    if field == "title" and doubt["code"] != SOURCE_DIFFERS:
        return {"title", "title_supplied"}
    return {field}


def unanswered(stored: Iterable[dict], fields: Collection[str]) -> list[dict]:
    """Return the stored doubts that a change of these fields of the editorial leaves open."""
    return [doubt for doubt in stored if answering(doubt).isdisjoint(fields)]


def replaced(stored: Iterable[dict], fresh: Iterable[Doubt], fields: Collection[str]) -> list[dict]:
    """Return the doubts of an editorial that takes these fields from a new version of its source.

    The stored ones about these fields go; of `fresh`, the doubts about that version, those about
    these fields come. Unlike a person, a source that says something new of a field has not looked
    at the doubts about another: `title_supplied` leaves those about the title as they are.
    """
    staying = [doubt for doubt in stored if field_of(doubt) not in fields]
    coming = [doubt for doubt in as_stored(fresh) if field_of(doubt) in fields]
    return staying + coming


def differing(stored: Iterable[dict], source: dict[str, object]) -> list[dict]:
    """Return the doubts of an editorial that keeps an editor's work where its source differs.

    `source` is {field: what the source says now}, which replaces what it said of that field before.
    """
    doubts = []
    for doubt in stored:
        is_replaced = doubt["code"] == SOURCE_DIFFERS and field_of(doubt) in source
        if not is_replaced:
            doubts.append(doubt)
    for field in sorted(source):
        value = str(source[field])[:LONGEST_DIFFERENCE]
        doubts.append(asdict(Doubt(field, SOURCE_DIFFERS, value)))
    return doubts
