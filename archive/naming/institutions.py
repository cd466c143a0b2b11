"""Institutions whose names go on in small letters: « École nationale des chartes ».

They are told by what opens the name and says how far it reaches, or by the acronym beside it whose
letters the words begin with. An acronym that stands for small words is none: « certificat
provisoire d’immatriculation (CPI) ».
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.naming.kinds import Kind, Name
from archive.naming.runs import APOSTROPHES, Run, is_head, unified
from archive.naming.words import INSTITUTIONS, NATIONS, PARTICLES
from archive.text import fold

_OPENERS = """
Assemblée Autorité Bureau Caisse Centre Chambre Collège Comité Commissariat Commission Conférence
Confédération Conseil Conservatoire Cour Direction École Ecole Église Front Haute Haut Légion
Mouvement Musée Organisation Parti Police Service Secrétariat Théâtre Tribunal Tramways Transports
"""
OPENERS = INSTITUTIONS | frozenset(_OPENERS.split())
# How far it reaches, and what parties hold: endings would take in adverbs and verbs.
_REACHES = """
mondial mondiale européen européenne fédéral fédérale supérieur supérieure unifié
unifiée chrétien chrétienne républicain républicaine démocrate socialiste communiste centriste
écologiste nationaliste travailliste trotskiste marxiste maoïste indépendantiste souverainiste
royaliste monarchiste fasciste anarchiste pacifiste féministe progressiste réformiste régionaliste
autonomiste péroniste syndicaliste romain romaine africain africaine nord-américain
nord-américaine sud-américain sud-américaine luxembourgeois luxembourgeoise congolais congolaise
camerounais camerounaise gabonais gabonaise malien malienne nigérien nigérienne nigérian nigériane
béninois béninoise togolais togolaise rwandais rwandaise mauricien mauricienne haïtien haïtienne
éthiopien éthiopienne angolais angolaise libyen libyenne irakienne jordanien jordanienne vietnamien
vietnamienne thaïlandais thaïlandaise philippin philippine pakistanais pakistanaise islandais
islandaise estonien estonienne lituanien lituanienne croate serbe bosnien slovène
alsacien alsacienne lorrain lorraine toulousain toulousaine marseillais marseillaise bordelais
bordelaise lillois lilloise nantais nantaise rennais rennaise niçois niçoise dijonnais dijonnaise
lausannois lausannoise bernois bernoise bâlois bâloise zurichois zurichoise fribourgeois
fribourgeoise neuchâtelois neuchâteloise vaudois vaudoise jurassien jurassienne tessinois tessinoise
bruxelloise liégeois liégeoise ontarien ontarienne acadien
acadienne basque catalan catalane flamand flamande
"""
_REACH = "|".join(sorted(NATIONS | frozenset(_REACHES.split()), key=len, reverse=True))
# Words that end as adjectives do, and go on with the sentence.
_NO_ADJECTIVE = (
    r"(?!(?:(?:prochain|certain|ancien)(?:n?es?|s)?|jamais|désormais|lendemain|demain|soudain"
    r"|parfois|toutefois|autrefois|quelquefois|trois|combien|(?:le|la|au|aux|des)?quel(?:le)?s?"
    r"|(?:r?app|rév)elle|étais|avais|arrive|indique|explique|applique|critique|implique|revendique"
    r"|communique|signale|demeure|insiste|assiste|persiste|existe|consiste|résiste)\b)"
)
_ADJECTIVE = (
    rf"{_NO_ADJECTIVE}(?:(?:étrang|hospitali|routi|foresti|fonci|financi|ouvri)(?:ers?|ères?)"
    r"|agricoles?|maritimes?|sauvages?|civile?s?"
    r"|[\w-]{2,}(?:ales?|aux|al|els?|elles?|iques?|aires?|eures?|ives?|ifs?"
    r"|aises?|ais|aines?|ain|iens?|iennes?|éens?|éennes?|ois|oises?|istes?|ées?|publiques?|publics?"
    r"))\b"
)
# Behind « de », these go on with the sentence.
_NO_NOUN = (
    r"(?!(?:ce|cet|cette|ces|son|sa|ses|leurs?|nos|notre|plus|moins|nouveau|longue|abord|ailleurs"
    r"|même|deux|trois|ne|se|faire|être|avoir|nombreu(?:x|ses)|tout|tous|toutes?|chaque|plusieurs"
    r"|lui|celles?|celui|ceux|la\b|le\b|les\b|l[’'])\b)"
)
# Before its noun: « l’Office national des anciens combattants ».
_EARLY = (
    "(?:(?:anciens?|anciennes?|hautes?|hauts?|grands?|grandes?|petites?|petits?|moyennes?|jeunes?"
    "|nouvelles?|libres?) )?"
)
# « d’assurance maladie ».
_RISK = r"(?: (?:maladie|vieillesse|chômage|retraite|invalidité)\b)?"
# Atomic: what was read once is not read another way, else a long list takes time without end.
_NOUN = rf"(?>{_EARLY}[^\W\d_][\w-]*{_RISK}(?: {_ADJECTIVE}){{0,2}})"
# Behind « et », words that end in s and are no noun.
_NO_PLURAL = (
    r"(?!(?:après|puis|dans|sous|sans|vers|alors|plus|moins|très|dès|lors|depuis|toujours|jamais"
    r"|ailleurs|parfois|ses|des|les|ils|elles|nous|vous|tous|mais|pas|ces|mes|nos|vos|leurs"
    r"|certaine?s|plusieurs|toutes|autres|deux)\b)"
)
_PLURAL = rf"{_NO_PLURAL}[a-zß-ÿ]{{3,}}[sx](?:-[\w-]+)?\b"
# Behind « et » or a comma, these are others that the sentence speaks of.
_NO_TASK = (
    r"(?!(?:commissions?|agents?|services?|personnes|organismes?|caisses?|représentants?|membres?"
    r"|préfets?|maires?|communes?|régions?|départements?|ministres?|conseils?|présidents?"
    r"|directeurs?|collectivités?|syndicats?|associations?|entreprises?)\b)"
)
_ARTICLE = "(?:de la |de l[’'] ?|du |des )"
_TASK = rf"(?:{_ARTICLE}|(?:de |d[’']){_NO_NOUN}){_NO_TASK}(?=[a-zß-ÿ]){_NOUN}"
_OF = (
    rf" (?:{_ARTICLE}(?!(?:code|montant|présent|même|nombre|fait)s?\b){_NOUN}"
    rf"|(?:de |d[’']){_NO_NOUN}{_NOUN}|et {_TASK}"
    r"|pour (?:la |l[’']|les? )(?!première|suite|fois|plus|moment)"
    rf"{_NOUN}|(?<=lutte )contre (?:la |l[’']|les? ){_NOUN}|à (?:l[’']étranger|domicile)\b"
    rf"|en matière (?:de |d[’']){_NOUN}(?: et d(?:e |[’']){_NOUN})?)"
    rf"(?: (?:et|ou) (?:{_ADJECTIVE}|{_PLURAL}))?"
)
# « …, de l’environnement et du travail » behind what else it is for.
_TASKS = rf"(?:(?:, {_TASK})++ et {_TASK})?"
# « Commission nationale » alone is one of many.
_BARE = rf"(?:inter)?nationale?s?(?= {_ADJECTIVE}|{_OF})"
REACHING = re.compile(
    rf" (?:{_BARE}|(?:{_REACH})s?\b)(?: {_ADJECTIVE}){{0,2}}(?:(?:{_OF}){{1,5}}{_TASKS})?"
)
BRACKET = " ("
ACRONYM = re.compile(r"([A-ZÀ-Ý][A-Za-zÀ-ÖØ-öø-ÿ]{2,9})\)")
SHORT = re.compile(r"[A-ZÀ-Ý]{2,8}")
NEAR = 150  # characters before an acronym that are looked at
_WORD = re.compile(r"[^\W\d_][\w-]*")
_CUT = re.compile(r"[.;:!?()\n«»]")
ADJECTIVE = re.compile(_ADJECTIVE)
MOST_WORDS = 16  # of what an acronym stands for, the small ones too
# In small letters before an acronym, these still say that it is an institution's; others are one
# of several: « le comité social et économique (CSE) ».
_SEVERAL = frozenset(("Comité", "Commission", "Centre", "Service", "Bureau", "Groupe", "Cabinet"))
_SEVERAL |= {"Conseil", "Crédit"}
_HOUSES = (OPENERS | {"Mutualité", "Maison", "Régie", "Entreprise", "Organisme"}) - _SEVERAL
# Words that give an acronym a letter or none.
_SMALL = """
et pour à en sur les l d aux au the of and
"""
SMALL = PARTICLES | frozenset(_SMALL.split())


def institution(run: Run) -> Name | None:
    """Return the institution that opens in a run and goes on in small letters."""
    rest = run
    if run.is_head:
        # A capital that opens a sentence tells nothing; one behind an article does.
        if len(run.words) > 1:
            rest = run.part(1)
        elif _opens(run.text, run.start):
            return None
    if rest.words[0] not in OPENERS:
        return None
    tail = REACHING.match(rest.text, rest.start + len(rest.words[0]))
    if tail is None or tail.end() <= rest.end:
        return None
    whole = Run(rest.text, rest.start, tail.end())
    return Name(whole.start, whole.end, whole.name, Kind.FIRM)


class Abbreviation(NamedTuple):
    """An acronym, at `start`, and the words beside it that it stands for, from where to where."""

    text: str
    acronym: str
    start: int
    words: tuple[int, int]

    @property
    def is_institution(self) -> bool:
        """True where the words are the name of one, by the first, and open no sentence."""
        first = self._first
        return first in OPENERS and not _opens(self.text, self.words[0])

    @property
    def is_common(self) -> bool:
        """True where they are small and say nothing of an institution."""
        begins, ends = self.words
        first = self._first.rstrip("sx").capitalize()
        if self._first[0].islower():
            return first not in _HOUSES
        # « Chèque-emploi associatif (CEA) », at the head of a line or of a cell.
        return first not in OPENERS | _HOUSES and self.text[begins + 1 : ends].islower()

    @property
    def _first(self) -> str:
        first = _WORD.match(self.text, self.words[0])
        return first[0] if first else self.text[self.words[0]]

    def names(self) -> Iterator[Name]:
        """Yield the name of the institution and its acronym."""
        whole = Run(self.text, *self.words)
        yield Name(whole.start, whole.end, whole.name, Kind.FIRM)
        yield Name(self.start, self.start + len(self.acronym), self.acronym, Kind.FIRM)


def abbreviations(text: str) -> Iterator[Abbreviation]:
    """Yield the acronyms of a text that stand behind their words in brackets, or before them."""
    opening = text.find(BRACKET)
    while opening >= 0:
        inside = opening + len(BRACKET)
        if text[inside : inside + 1].isupper():
            yield from _bracketed(text, opening, inside)
        if text[opening - 1 : opening].isupper():
            yield from _explained(text, opening, inside)
        opening = text.find(BRACKET, inside)


def _bracketed(text: str, opening: int, inside: int) -> Iterator[Abbreviation]:
    """Yield the acronym in a bracket whose words stand before it."""
    acronym = ACRONYM.match(text, inside)
    if acronym is None:
        return
    near = max(0, opening - NEAR)
    last = unified(text[near:opening]).replace("’", " ").rpartition(" ")[2]
    if not last or not _may_end(acronym[1], last):
        return
    for cut in _CUT.finditer(text, near, opening):
        near = cut.end()
    words = list(_WORD.finditer(text, near, opening))[-MOST_WORDS:]
    first = _first(acronym[1], [word[0] for word in words])
    if first is not None:
        yield Abbreviation(text, acronym[1], inside, (words[first].start(), opening))


def _explained(text: str, opening: int, inside: int) -> Iterator[Abbreviation]:
    """Yield the acronym before a bracket that holds its words."""
    start = text.rfind(" ", 0, opening) + 1
    start = max(start, text.rfind("\n", start, opening) + 1, text.rfind("’", start, opening) + 1)
    start = max(start, text.rfind("'", start, opening) + 1)
    closing = text.find(")", inside, inside + NEAR)
    acronym = text[start:opening]
    if closing < 0 or not SHORT.fullmatch(acronym) or _CUT.search(text, inside, closing):
        return
    words = list(_WORD.finditer(text, inside, closing))[:MOST_WORDS]
    if words and _first(acronym, [word[0] for word in words]) == 0:
        yield Abbreviation(text, acronym, start, (words[0].start(), closing))


def _may_end(acronym: str, word: str) -> bool:
    """Return True where the last word before an acronym gives it its last letter, or may be left.

    It is soon seen, and true of few brackets.
    """
    return fold(word[0]) == fold(acronym[-1]) or bool(ADJECTIVE.fullmatch(word.lower()))


def _opens(text: str, start: int) -> bool:
    """Return True where a sentence begins at a place: behind « L’ » it began before."""
    return is_head(text, start) and text[max(0, start - 1) : start] not in APOSTROPHES


def _first(acronym: str, words: Sequence[str]) -> int | None:
    """Return which word is the first of those at the end whose initials an acronym has.

    Small words and adjectives may give it a letter or none.
    """
    acronym = fold(acronym).upper()
    left = {len(acronym)}  # letters whose words are still to come, of each way to tell the others
    for place in range(len(words) - 1, -1, -1):
        initial = fold(words[place][0]).upper()
        begun = {letters - 1 for letters in left if acronym[letters - 1] == initial}
        if 0 in begun:
            return place
        word = words[place].lower()
        is_left_out = word in SMALL or ADJECTIVE.fullmatch(word)
        left = begun | left if is_left_out else begun
        if not left:
            return None
    return None
