"""Which words a reader would name a text by: no number, no verb, no adverb.

Words are told apart by the lexicon alone, which has no parts of speech: an infinitive is known by
its imperfect, a noun by its being a lemma.
"""

from functools import lru_cache

from archive.search.words.analysis import is_function_word
from archive.search.words.forms import base_form, is_stemmed, readings, word_key
from archive.search.words.numerals import in_words
from archive.text import fold

FRENCH = "fr"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Ends of infinitives -> those of their imperfects: « donner », « donnait ».
_IMPERFECTS = {
    "er": ("ait", "eait"),
    "cer": ("çait",),
    "ir": ("issait", "ait"),
    "oir": ("ait", "oyait"),
    "re": ("ait", "sait", "vait"),
    "dre": ("ait", "gnait"),
    "ndre": ("nait", "gnait"),
    "ttre": ("ttait",),
    "ître": ("issait",),
    "oire": ("uvait", "oyait"),
    "aître": ("aissait",),
}
_IRREGULAR = _words("être avoir faire aller dire falloir pleuvoir gésir")
# Words that stand for no subject in whatever text they stand; in small letters, without accents.
_COMMON = _words(
    """
    ainsi ailleurs alors ans annee annees apres assez aujourd'hui auparavant aussitot autant
    autre autres avance bas beaucoup bien bon bonne bonnes bons bout cas certain certaine
    certaines certains chaque chose choses combien contraire cote cotes debut demain dernier
    derniere dernieres derniers desormais dessous dessus devant different differente differentes
    differents dit divers diverses dois donc droite eux exemple facon faute fin fois fort
    general grand grande grandes grands gros haut hier hors ici importe jamais jour jours juste
    loin long longtemps longue lors maintenant maniere meilleur meilleure meme memes mis moins
    mois moitie moment moyen neanmoins nouveau nouveaux nouvel nouvelle nouvelles nombre parfois
    part partie partout passe petit petite petites petits peu plein pleine plupart plus
    plusieurs point pres premier premiere premieres premiers presque pris prochain proche propre
    puis quantite quarts quelconque quelque quelques quoi raison rapport reste rien seul seule
    seulement seuls simple soir sorte souvent suite suivant suivante suivants surtout tard tel
    telle telles tels temps tete tot toujours tour tous tout toute toutefois toutes travers trop
    type unique veille vers vite vrai vraie vraies vraiment vrais
    """
)

_COMMON_IN_ENGLISH = _words(
    """
    add added ask asked become began begin begun better big bring brought call called came case
    come day days did do does doing done end even ever every feel felt few find first found gave
    get gets getting give given gives go goes going gone good got great had has have having keep
    kept knew know known last leave left less let like little long look looked lot made make
    makes making many may mean might more most move much must need needed never new next old
    once part place point put quite rather real really right run said same saw say says second
    see seem seemed seen set show shown small sort still take taken takes taking tell thing
    things think third thought time times told took true try turn turned two three use used
    using want wanted way ways well went work year years yet one ten hundred thousand
    """
)


@lru_cache(maxsize=20_000)
def is_subject(form: str, language: str) -> bool:
    """Return whether a word, in small letters, may tell what a text is about.

    Of languages other than French and English it is any word that is no number.
    """
    if not form.replace("-", "").replace("'", "").isalpha():
        return False
    if (language or FRENCH) != FRENCH:
        is_common = language == "en" and form in _COMMON_IN_ENGLISH
        return not is_common and not is_function_word(form, language)
    plain = fold(form)
    if is_function_word(form, FRENCH) or plain in _COMMON or plain in _numerals():
        return False
    return not (_is_adverb(form) or _is_verb(form))


def _is_verb(form: str) -> bool:
    """Return whether the lexicon takes a form for one of a verb, and for no noun."""
    for base in (form, base_form(form, FRENCH), _singular(form)):
        if _spelled(base) in readings(base, FRENCH) and not _is_infinitive(base):
            return False
    key = word_key(form, FRENCH)
    return not is_stemmed(key) and _is_infinitive(key)


@lru_cache(maxsize=20_000)
def _is_infinitive(word: str) -> bool:
    """Return whether a word is that of an imperfect which it would have as a verb."""
    if word in _IRREGULAR:
        return True
    for ending, imperfects in _IMPERFECTS.items():
        if not word.endswith(ending):
            continue
        stem = word.removesuffix(ending)
        if any(word_key(stem + imperfect, FRENCH) == word for imperfect in imperfects):
            return True
    return False


def _is_adverb(form: str) -> bool:
    """Return whether a form is an adverb in « -ment »: other than « paiement » it has no plural."""
    return form.endswith("ment") and is_stemmed(word_key(f"{form}s", FRENCH))


@lru_cache(maxsize=1)
def _numerals() -> frozenset[str]:
    """Return all words that numbers are written with, and their plurals."""
    words = {"cent", "mille"}
    for number in range(100):
        written = fold(in_words(number))
        words.update(written.replace("-", " ").split())
        words.add(written.replace("-", ""))
    plurals = {f"{word}s" for word in words}
    return frozenset(words | plurals | _ORDINALS)


_ORDINALS = _words(
    """
    second seconde seconds secondes deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme
    neuvieme dixieme onzieme douzieme vingtieme trentieme centieme millieme quatrevingts
    dizaine dizaines douzaine douzaines vingtaine trentaine quarantaine cinquantaine centaine
    centaines millier milliers million millions milliard milliards tiers quart quarts demi demie
    double triple
    """
)


def _singular(form: str) -> str:
    return form.removesuffix("s").removesuffix("x")


def _spelled(form: str) -> str:
    return form.replace("œ", "oe").replace("æ", "ae")
