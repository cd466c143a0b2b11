"""By what typed words and words of a list are known to be the same: accents, case, number aside."""

import re
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from archive.search.words.analysis import (
    DEFAULT_LANGUAGE,
    FUNCTION_WORDS,
    is_function_word,
    single_tokens,
    tokenize,
)
from archive.search.words.forms import base_form, is_in_lexicon
from archive.text import fold

Key = tuple[str, ...]  # of the telling words of a phrase

SHORTEST_PLURAL = 4  # letters; « gps » and « bus » are no plurals
SHORTEST_FEMININE = 7  # letters; « mère » is no feminine of « mer »
LONGEST_ACRONYM = 8  # letters
MOST_SPELLINGS = 8  # of one phrase: with hyphens, joined
_FEMININES = (("trice", "teur"), ("euse", "eur"), ("ere", "er"), ("ee", "e"))
_BARE_ENDING = re.compile("tes?$")
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ]")
_SMALL_RUN = re.compile(r"[a-zà-öø-ÿ]{3}")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# French and English words of up to five letters that acronyms may look like: these are read as
# acronyms only where they are typed in capitals. Function words are known without being told here.
COMMON = _words(
    """
    ace age aide aile air alto ami an ange anse ape app arc are arme art as aube aval avis axe
    bac bal ban bar bas base bat beau bec bel bien bio bis bit bleu bloc bob bois bol bon bord bout
    bras bref bug bus but cage cale camp cap car carte cas cave cep cerf chat cher choc ciel cil
    clan cle clef clip clou club coin col com con coq cor cote cou coup cour cran cri croc cru cube
    cuir cure dame date de des dette deux dire dit dix don dos dot dru duc dur eau ecole elan elle
    elu en envie epi ere est etat ete eux fac face faim faire fait fan faux fax fee femme fer feu
    fier fil film fils fin foi foie fois fol fond for fort fou four frais franc fut gag gain gang
    gap gare gaz gel gens gite golf gout grand gras grec gris gros gui hier homme hors hot hotel
    ici idee if ile ils index ion iris ivre jeu jeux job joie jour juge juin juge jupe jus kit lac
    lame lard large las leger lent lever lien lieu lin lion lire lis lit livre loi loin long lot
    loup lourd lui luxe mai mail main mal mars mat mer mere mes mets meuble midi mie mine mise moi
    mois mont mot mou mur nage ne nef net neuf new nez nid noir nom nord note nu nue nul nuit ode
    oie on one or os ou oui our out pages pair pal pale pan pape par parc pari pas pays peau per
    pere peu peur phare pic pied pile pin pire pis place plan plat pli plus pneu poil point pont
    port pose post pot pour pre prix pro prof pub puce puis pur quai qui rang rap rat rate raz real
    rein rire riz robe roi role rot roue rue run sac sage sain sale salon sang sans saut sec seize
    sel semi sens sept ses set seul sein si site six ski soi soin soir sol son sort sot sou sud sur
    tact tag tas taux tel temps ter test tete the tic tir tire titre toi toit ton top tort tot tour
    tri tu tube type un une us user vain val van vase vent ver vers vert vie vif vin vis vite voie
    voir voix vol vrai vue yeux zone zoo
    all and are be big but can day did end far few get got had her him his how its let low man may
    men new not now off old one our out own pay per put ran red run say see set she sit the too top
    try two use was way who why you
    """
)


@lru_cache(maxsize=50_000)
def plain(form: str) -> str:
    """Return what the singular and the plural, the masculine and the feminine of a word share.

    It is less than a stem: « navigateur » and « navigation » share that, and are other words. What
    was typed without its accents, which the lexicon lacks, is known by its ending alone.
    """
    word = fold(form)
    if len(word) < SHORTEST_PLURAL or not word.isalpha():
        return word
    is_listed = is_in_lexicon(form, DEFAULT_LANGUAGE)
    # Unlisted, « qualite » is « qualité » without its accent, and no feminine of « qualit ».
    if is_listed or word != form or not _BARE_ENDING.search(word):
        word = fold(base_form(form, DEFAULT_LANGUAGE))
    if is_listed:
        return word
    if word.endswith("aux") and not word.endswith("eaux"):
        word = f"{word[:-3]}al"
    elif word.endswith(("s", "eaux", "eux", "oux")):  # « paix » is no plural of « PAI »
        word = word[:-1]
    if len(word) >= SHORTEST_FEMININE:
        for feminine, masculine in _FEMININES:
            if word.endswith(feminine):
                return word.removesuffix(feminine) + masculine
    return word


@lru_cache(maxsize=20_000)
def keys(phrase: str) -> frozenset[Key]:
    """Return the keys of all spellings of a phrase: « e-mail » is also « email » and « e mail ».

    There are none where it has function words alone.
    """
    spelt = set()
    for chosen in islice(product(*map(_spellings, phrase.split())), MOST_SPELLINGS):
        key = tuple(form for part in chosen for form in part)
        if key:
            spelt.add(key)
    return frozenset(spelt)


def first_words(phrase: str) -> set[str]:
    """Return the words that the keys of a phrase begin with: much cheaper than the keys."""
    firsts: set[str] = set()
    for written in phrase.split():
        spellings = _spellings(written)
        firsts.update(spelling[0] for spelling in spellings if spelling)
        if all(spellings):
            break
    return firsts


@lru_cache(maxsize=20_000)
def _spellings(written: str) -> list[Key]:
    """Return the keys of one written word: of its parts, and of its parts joined."""
    words = telling(written)
    spellings = [tuple(plain(word.form) for word in words)]
    joined = compound(written)
    if not joined:
        return spellings
    if len(words) < 2:  # « R&D »: of its parts one alone is left, and « r » is another word
        return [(plain(joined),)]
    return [*spellings, (plain(joined),)]


class Telling(NamedTuple):
    """A word that carries a subject, as it was typed; `form` is in small letters."""

    form: str
    in_capitals: bool


@lru_cache(maxsize=20_000)
def telling(typed: str) -> tuple[Telling, ...]:
    """Return the words of a text that carry a subject.

    In capitals « SA » and « IL » may be acronyms: they are among them.
    """
    words = []
    for token in single_tokens(typed):
        in_capitals = len(token.form) > 1 and typed[token.start : token.end].isupper()
        if in_capitals or not is_function_word(token.form, DEFAULT_LANGUAGE):
            words.append(Telling(token.form, in_capitals))
    return tuple(words)


def compound(typed: str) -> str:
    """Return what « télé-travail » is as one word; "" where a text is no compound."""
    if typed.isalnum():  # most are: to cut the expansions of all acronyms costs half of it
        return ""
    for token in tokenize(typed):
        if token.span > 1:
            return token.form
    return ""


def is_acronym(word: str) -> bool:
    """Return True for « SVI », « VoIP », « R&D », « C.R.M. »; not for « iPad » and « Wi-Fi »."""
    letters = word.strip().replace(".", "")
    if " " in letters or len(letters) > LONGEST_ACRONYM:
        return False
    return len(_CAPITAL.findall(letters)) >= 2 and not _SMALL_RUN.search(letters)


@lru_cache(maxsize=20_000)
def is_common(form: str) -> bool:
    """Return True if an acronym is also a common word, so that only capitals tell it."""
    letters = form.lower().replace(".", "")
    if fold(letters) in COMMON:
        return True
    if any(is_function_word(letters, language) for language in FUNCTION_WORDS):
        return True
    return is_in_lexicon(letters, DEFAULT_LANGUAGE)
