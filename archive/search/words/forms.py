"""Which forms are one word: « appel » and « appels », « répond » and « répondre », « œil » …

A lexicon gives forms their lemma (simplemma's: 57 languages, 250,000 French forms). It has one
lemma a form, and lacks many; so a form is read as its lemma and, where other forms have it for
theirs, as a lemma itself; and forms that differ by a regular French ending are one word too, unless
the lexicon knows both as different words. What it lacks is stemmed.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import repeat

import Stemmer

from archive.search.words.lexicon import lexicon
from archive.text import fold, folded

# Letters of a form that is stemmed where the lexicon lacks it: shorter ones are names and acronyms.
SHORTEST_STEMMED = 5
FAR_MORE = 20  # times as many texts have a form that is no inflection: it is another word
ENOUGH_USES = 3  # texts that have a form, so that they tell whether it is a name,
MOSTLY = 0.9  # of them never without its capital
STEMMED = "~"  # before the key of what was stemmed: no lemma begins so
# Letters before an ending that is taken off.
SHORTEST_BEFORE = 3

_ORDINAL = re.compile(r"(\d+)(?:er|ere|re|e|eme|ieme|nd|nde)s?")
_ROMAN_ORDINAL = re.compile(r"([ivx]+)(?:eme|ieme)s?")
# A regular ending -> that of the singular, then of the masculine; of each the first that fits.
PLURALS = (("eaux", "eau"), ("aux", "al"), ("eux", "eu"), ("s", ""))
FEMININES = (
    ("trice", "teur"),
    ("euse", "eur"),
    ("ère", "er"),
    ("elle", "el"),
    ("enne", "en"),
    ("onne", "on"),
    ("ette", "et"),
    ("ulle", "ul"),
    ("ève", "ef"),
    ("ive", "if"),
    ("ète", "et"),
    *((f"{letter}e", letter) for letter in "dlnrstiué"),
)
# Accents that French capitals often lack, and of which nouns have one or two.
ACCENTED = {"a": "â", "c": "ç", "e": "éèê", "i": "î", "o": "ô", "u": "û"}
MOST_ACCENTS = 2
LONGEST_BARE = 14  # letters of a word whose accents are looked for
_LAST_LETTERS = frozenset("sxe")  # of all these endings, and of all that is irregular
# Feminines that no ending tells, and common ones that the lexicon takes for words of their own.
IRREGULAR = {
    "avocate": "avocat",
    "basse": "bas",
    "blanche": "blanc",
    "blonde": "blond",
    "bourgeoise": "bourgeois",
    "brune": "brun",
    "brute": "brut",
    "brève": "bref",
    "bénigne": "bénin",
    "candidate": "candidat",
    "chaude": "chaud",
    "chère": "cher",
    "claire": "clair",
    "copine": "copain",
    "courte": "court",
    "cousine": "cousin",
    "douce": "doux",
    "dure": "dur",
    "fausse": "faux",
    "favorite": "favori",
    "fine": "fin",
    "folle": "fou",
    "franche": "franc",
    "fraîche": "frais",
    "froide": "froid",
    "gamine": "gamin",
    "grasse": "gras",
    "grecque": "grec",
    "grise": "gris",
    "grosse": "gros",
    "haute": "haut",
    "idiote": "idiot",
    "jalouse": "jaloux",
    "lourde": "lourd",
    "maligne": "malin",
    "marchande": "marchand",
    "molle": "mou",
    "morte": "mort",
    "muette": "muet",
    "neuve": "neuf",
    "nulle": "nul",
    "plate": "plat",
    "prête": "prêt",
    "publique": "public",
    "ronde": "rond",
    "rousse": "roux",
    "sainte": "saint",
    "seconde": "second",
    "secrète": "secret",
    "sotte": "sot",
    "sourde": "sourd",
    "suspecte": "suspect",
    "sèche": "sec",
    "turque": "turc",
    "verte": "vert",
    "veuve": "veuf",
    "vive": "vif",
    "voisine": "voisin",
    "égale": "égal",
    "étroite": "étroit",
}
# Of feminines that are no other words than their masculine, whatever the lexicon says: those of
# participles, of persons and of adjectives. « Retraite » and « pointe » end in none of them.
_OF_PARTICIPLES = re.compile("(?:ée|[^aeoqgu]ue|[^aeou]ie)$")
_OF_ADJECTIVES = re.compile("(?:trice|euse|ère|elle|ale|ive|ienne|ente|ante|eure)$")
_OF_VERBS = re.compile("(?:er|ir|re)$")
# Participles by the ends of their infinitives: « écrit » of « écrire », « mise » of « mettre ».
_PARTICIPLES = (
    ("it", "ire"),
    ("int", "indre"),
    ("ert", "rir"),
    ("is", "ettre"),
    ("is", "endre"),
    ("is", "érir"),
    ("is", "eoir"),
    ("us", "ure"),
    ("os", "ore"),
)
_IRREGULAR_MASCULINE = frozenset(IRREGULAR.values())
SHORTEST_PARTICIPLE = 5  # letters of a feminine that its ending alone tells, of a participle
SHORTEST_FEMININE = 6  # and of any other word


@lru_cache(maxsize=50_000)
def word_key(form: str, language: str) -> str:
    """Return what the forms of one word share in a language: their lemma, or their stem.

    « 13e » and « 13ème » are one word too, and so are « XIXe » and « XIXème ».
    """
    return _word_key(form, fold(form), language)


def word_keys(forms: Sequence[str], language: str) -> list[str]:
    """Return the `word_key` of each of many forms."""
    return list(map(_word_key, forms, folded(forms), repeat(language)))


def _word_key(form: str, bare: str, language: str) -> str:
    """The same of a form and what it is without accents."""
    if bare[:1].isdigit():
        ordinal = _ORDINAL.fullmatch(bare)
        return f"{ordinal[1]}e" if ordinal else bare
    if roman := _ROMAN_ORDINAL.fullmatch(bare):
        return f"{roman[1]}e"
    lemma = _lemma(form, language)
    if lemma:
        return _spelled(lemma)
    if len(bare) < SHORTEST_STEMMED:
        return bare
    stem = stemmed(form, language)
    if len(stem) < len(bare) and stem[-2:-1] == stem[-1:]:  # « télétravailler », « télétravail »
        stem = stem[:-1]
    return STEMMED + stem


def stemmed(form: str, language: str) -> str:
    """Return the stem of a form without accents: less than its word, the same for its family."""
    return fold(_stemmer(language)(_spelled(form)))


def stems(forms: Iterable[str], language: str) -> list[str]:
    """Return what is `stemmed` of each of many forms."""
    return folded(list(map(_stemmer(language), map(_spelled, forms))))


def is_stemmed(key: str) -> bool:
    """Return True for the key of a word that the lexicon lacks."""
    return key.startswith(STEMMED)


@lru_cache(maxsize=10_000)
def readings(form: str, language: str) -> frozenset[str]:
    """Return the keys of all the words that a form may be of.

    « salarié » is of « salarier », and a lemma itself, that of « salariés ».
    """
    keys = {word_key(form, language)}
    if _is_lemma(form, language):
        keys.add(_spelled(form))
    return frozenset(keys)


@lru_cache(maxsize=10_000)
def base_form(form: str, language: str) -> str:
    """Return the masculine singular of a form by its regular French ending.

    It is the form itself where that ending is no one's of another word: « cours » is none of
    « cour », « machine » none of « machin ».
    """
    base = form
    for shorten in (singular_of, _masculine):
        shorter = shorten(base)
        if shorter != base and not are_different(base, shorter, language):
            base = shorter
    return base


@lru_cache(maxsize=50_000)
def ending_key(form: str) -> str:
    """Return the masculine singular that a French form would have if its ending were regular.

    « téléconseillères » -> « téléconseiller », whatever the lexicon says.
    """
    if form[-1:] not in _LAST_LETTERS:  # of an index, most forms
        return _spelled(form)
    return _masculine(singular_of(form))


def are_apart(form: str, other: str, language: str) -> bool:
    """Return True if the lexicon knows both forms, as different words."""
    if not readings(form, language).isdisjoint(readings(other, language)):
        return False
    return is_in_lexicon(form, language) and is_in_lexicon(other, language)


@lru_cache(maxsize=10_000)
def are_different(form: str, other: str, language: str) -> bool:
    """Return True if two forms of one `ending_key` are different words: « cour » and « cours ».

    The lexicon tells it; but it takes many a feminine for a word of its own.
    """
    if not readings(form, language).isdisjoint(readings(other, language)):
        return False
    singular, other_singular = singular_of(form), singular_of(other)
    if singular == other_singular:
        return _is_own_lemma(form, language) and _is_own_lemma(other, language)
    masculine, feminine = form, singular
    if len(other_singular) > len(singular):
        feminine = other_singular
    else:
        masculine = other
    # « mise » is of « mis », but « servise » is no feminine of « servi ».
    is_regular = _without(feminine, FEMININES) in (masculine, singular_of(masculine))
    if not is_regular and feminine not in IRREGULAR:
        return True
    if _is_feminine(feminine, masculine, language):
        return False
    return len(feminine) < SHORTEST_FEMININE or are_apart(masculine, feminine, language)


def _is_feminine(feminine: str, masculine: str, language: str) -> bool:
    """Whether a form is sure to be the feminine of another that it may be of by its ending."""
    if feminine in IRREGULAR:
        return True
    if len(feminine) >= SHORTEST_PARTICIPLE and _OF_PARTICIPLES.search(feminine):
        return True
    lemma = _lemma(feminine, language)
    if len(feminine) >= SHORTEST_FEMININE and _OF_ADJECTIVES.search(feminine):
        # « appelle » is no feminine of « appel ».
        return not (feminine.endswith("elle") and _OF_VERBS.search(lemma))
    if _is_own_lemma(feminine, language):
        return False
    verbs = (lemma, _lemma(masculine, language))
    for ending, infinitive in _PARTICIPLES:
        if masculine.endswith(ending) and any(verb.endswith(infinitive) for verb in verbs):
            return True
    return False


def singular_of(form: str) -> str:
    """Return the singular that a form would have if its ending were regular."""
    form = _spelled(form)
    if form in _IRREGULAR_MASCULINE:
        return form
    return _without(form, PLURALS)


def _masculine(singular: str) -> str:
    if singular in IRREGULAR:
        return IRREGULAR[singular]
    if singular in _IRREGULAR_MASCULINE:
        return singular
    # « mise » is of « mis », whose « s » no one can tell from that of a plural.
    return _without(_without(singular, FEMININES), PLURALS)


def _without(form: str, endings: Iterable[tuple[str, str]]) -> str:
    for ending, regular in endings:
        if form.endswith(ending) and len(form) - len(ending) >= SHORTEST_BEFORE - len(regular):
            return form.removesuffix(ending) + regular
    return form


def _spelled(form: str) -> str:
    """Return a form as the keys spell it: « oeuvre » for « œuvre »."""
    return form.replace("œ", "oe").replace("æ", "ae")


# The lexicon


def _lemma(form: str, language: str) -> str:
    """Return the lemma of a form, "" where the lexicon lacks it."""
    dictionary = lexicon(language)
    for spelling in _spellings(form, language):
        lemma = dictionary.get(spelling)
        if lemma:
            return lemma.lower()
    return ""


def _spellings(form: str, language: str) -> list[str]:
    """Return how a lexicon may spell a form; German ones know nouns by their capital."""
    spellings = [form]
    if language == "de":  # « haus » is a house before it is a form of « hausen »
        spellings.insert(0, form.capitalize())
    for pair, letter in (("oe", "œ"), ("œ", "oe")):
        if pair in form:
            spellings.append(form.replace(pair, letter))
    return spellings


def _is_lemma(form: str, language: str) -> bool:
    """Return True where other forms have it for their lemma; asked of the plural alone."""
    return any(
        _spelled(_lemma(inflected, language)) == _spelled(form) for inflected in (form, f"{form}s")
    )


def _is_own_lemma(form: str, language: str) -> bool:
    return _spelled(_lemma(form, language)) == _spelled(form)


def is_in_lexicon(form: str, language: str) -> bool:
    """Return True for a form that the lexicon knows, or of which it knows the plural."""
    return bool(_lemma(form, language)) or _is_lemma(form, language)


@lru_cache(maxsize=10_000)
def is_bare_word(form: str, language: str) -> bool:
    """Return True for a form of the lexicon, be it without its accents: « edito » for « édito »."""
    spellings = {form}
    for _accent in range(MOST_ACCENTS if len(form) <= LONGEST_BARE else 0):
        for spelling in list(spellings):
            spellings |= _accented(spelling)
    return any(_lemma(spelling, language) for spelling in spellings)


def _accented(form: str) -> set[str]:
    """Return a form with an accent more on any one of its letters."""
    spellings = set()
    for place, letter in enumerate(form):
        for accented in ACCENTED.get(letter, ""):
            spellings.add(form[:place] + accented + form[place + 1 :])
    return spellings


@lru_cache(maxsize=64)
def _stemmer(language: str) -> Callable[[str], str]:
    """Return Snowball's stemmer where it knows the language, otherwise the word itself."""
    try:
        return Stemmer.Stemmer(language, 0).stemWord
    except (KeyError, UnicodeEncodeError):  # of letters that no name of a language has
        return str
