"""What kind of thing would answer a question, and what in a sentence may be of that kind."""

import re
from enum import StrEnum
from functools import cache

from archive.printed_dates import FRENCH_MONTHS


class Kind(StrEnum):
    """What would answer a question."""

    PERSON = "person"
    NUMBER = "number"
    DATE = "date"
    PLACE = "place"
    REASON = "reason"
    DEFINITION = "definition"
    MANNER = "manner"
    THING = "thing"


def _asked_of(nouns: str) -> str:
    """Return the pattern of « quel … » with one of these nouns, folded, in the singular."""
    return rf"\bquell?e?s? (?:\w+ ){{0,3}}?(?:{'|'.join(nouns.split())})s?\b"


# Folded, with one kind of apostrophe. The first that is there tells.
_QUESTIONS = (
    (Kind.DEFINITION, r"qu'? ?est[- ]ce qu'? ?(?:un|une|le|la|l|les|du|des|en)\b|c'est quoi"),
    (Kind.DEFINITION, r"\bque (?:signifi\w+|designe\w*|veut dire)|definition d"),
    (Kind.REASON, r"\bpourquoi\b|\bquell?es? (?:est |etait |sont )?(?:la |les )?(?:raison|cause)"),
    (Kind.REASON, r"pour quelles? raisons?|a cause de quo?i|dans quels? buts?"),
    (Kind.DATE, r"\bquand\b|depuis combien|combien de temps"),
    (Kind.DATE, _asked_of("annee date siecle epoque jour mois decennie moment periode")),
    (Kind.NUMBER, r"\bcombien\b"),
    (
        Kind.NUMBER,
        _asked_of(
            "nombre pourcentage taux part proportion prix cout montant population superficie"
            " surface longueur hauteur taille poids vitesse distance age score somme altitude"
            " duree chiffre budget temperature"
        ),
    ),
    (Kind.PLACE, r"\bou\b(?! (?:bien|non)\b)"),
    (
        Kind.PLACE,
        _asked_of(
            "ville pays lieu lieux endroit region continent departement commune province"
            " quartier ile"
        ),
    ),
    (Kind.PERSON, r"\bqui\b"),
    (
        Kind.PERSON,
        _asked_of(
            "personne auteur roi reine president homme femme artiste acteur ecrivain peintre"
            " empereur ministre compositeur realisateur joueur personnage dirigeant fondateur"
        ),
    ),
    (Kind.MANNER, r"\bcomment\b|de quelle (?:maniere|facon)"),
)
_QUESTION_PATTERNS = [(kind, re.compile(pattern)) for kind, pattern in _QUESTIONS]


def kind_of(folded: str) -> Kind:
    """Return what would answer a question, which is folded (`archive.text.fold`)."""
    for kind, pattern in _QUESTION_PATTERNS:
        if pattern.search(folded):
            return kind
    return Kind.THING


# What sentences have, in small letters.

YEAR = re.compile(r"\b(?:1\d{3}|20\d\d)\b|\b[ivx]+e siècle|\bsiècle\b|\bavant j")
DAY = re.compile(
    rf"\b(?:{'|'.join(FRENCH_MONTHS)}"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b"
)
SOMETIME = re.compile(
    r"\b(?:ans|années?|mois|jours?|semaines?|heures?|lendemain|veille|époque|période|pendant"
    r"|durant|lors|dès|depuis|jusqu|après|avant|début|fin|été|hiver|automne|printemps|aujourd)\b"
)
REASON = re.compile(
    r"\b(?:car|parce qu\w*|puisqu\w*|afin|grâce|en raison|à cause|cause|raisons?|dûe?s? à|suite à"
    r"|faute de|permet\w*|pour (?:que|ne|se|en|le|la|l|les|un|une|\w+er|\w+ir|\w+re)|but|motif\w*"
    r"|ainsi|donc|provoqu\w+|entraîn\w+|expliqu\w+|empêch\w+|conséquences?|à la suite"
    r"|sous prétexte|en effet|étant|ayant|craign\w+|accus\w+|destinée?s? à)\b"
)
DEFINITION = re.compile(
    r"\b(?:est|sont|était|désigne\w*|signifie\w*|appelée?s?|nommée?s?|dite?s?|terme|consiste\w*"
    r"|définit?\w*|représente\w*|correspond\w*)\b"
)
MANNER = re.compile(
    r"\b(?:en \w+ant|par|grâce|avec|sous|au moyen|à l['’]aide|manière|façon|selon|appelée?s?"
    r"|nommée?s?|surnommée?s?|\w+ment|méthode|moyens?)\b"
)
# As printed
PLACED = re.compile(
    r"\b(?:[àÀ]|[Aa]ux?|[Ee]n|[Dd]ans|[Dd][eu]|[Dd]es|[Vv]ers|[Ss]ur|d['’]|l['’])[\s\u00a0]?"
    r"(?:l[ea]s? |l['’])?[A-ZÀ-Þ]\w+"
)
NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w’'-]+")


@cache
def signs_of(kind: Kind) -> tuple[str, ...]:
    """Return the names of the signs by which a sentence is judged where this kind is asked for."""
    return {
        Kind.PERSON: ("person named", "person not"),
        Kind.NUMBER: ("number there", "number not", "number near"),
        Kind.DATE: ("date there", "date sometime", "date not", "date near"),
        Kind.PLACE: ("place there", "place not"),
        Kind.REASON: ("reason there", "reason not"),
        Kind.DEFINITION: ("definition there", "definition first"),
        Kind.MANNER: ("manner there", "manner not"),
        Kind.THING: ("thing named", "thing figure"),
    }[kind]
