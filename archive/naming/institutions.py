"""Institutions whose names go on in small letters: « École nationale des chartes ».

They are told by what opens the name and says how far it reaches, or by the acronym behind it whose
letters the words begin with.
"""

import re
from collections.abc import Iterator, Sequence

from archive.naming.kinds import Kind, Name
from archive.naming.runs import APOSTROPHES, Run, is_head
from archive.naming.words import INSTITUTIONS, NATIONS, PARTICLES
from archive.text import fold

_OPENERS = """
Assemblée Autorité Bureau Caisse Centre Chambre Collège Comité Commissariat Commission Conférence
Confédération Conseil Conservatoire Cour Direction École Ecole Église Front Haute Haut Légion
Mouvement Musée Organisation Parti Police Service Secrétariat Théâtre Tribunal
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
    rf"{_NO_ADJECTIVE}[\w-]{{2,}}(?:ales?|aux|al|els?|elles?|iques?|aires?|eures?|ives?|ifs?"
    r"|aises?|ais|aines?|ain|iens?|iennes?|éens?|éennes?|ois|oises?|istes?|ées?|publiques?|publics?)\b"
)
# Behind « de », these go on with the sentence.
_NO_NOUN = (
    r"(?!(?:ce|cet|cette|ces|son|sa|ses|leurs?|nos|notre|plus|moins|nouveau|longue|abord|ailleurs"
    r"|même|deux|trois|ne|se|faire|être|avoir|la\b|le\b|les\b|l[’'])\b)"
)
_NOUN = r"[^\W\d_][\w-]*"
_OF = (
    rf" (?:de la |de l[’'] ?|du |des |(?:de |d[’']){_NO_NOUN}|et (?:des |de la |de l[’']|du )"
    rf"|pour (?:la |l[’']|le )(?!première|suite|fois|plus|moment))"
    rf"{_NOUN}(?: {_ADJECTIVE}){{0,2}}(?: et (?:{_ADJECTIVE}|[a-zß-ÿ-]{{3,}}s\b))?"
)
# « Commission nationale » alone is one of many.
_BARE = rf"(?:inter)?nationale?s?(?= {_ADJECTIVE}|{_OF})"
REACHING = re.compile(rf" (?:{_BARE}|(?:{_REACH})s?\b)(?: {_ADJECTIVE}){{0,2}}(?:{_OF}){{0,3}}")
BRACKETED = re.compile(r" \(([A-ZÀ-Ý]{3,8})\)")
NEAR = 150  # characters before an acronym that are looked at
_WORD = re.compile(r"[^\W\d_][\w-]*")
_CUT = re.compile(r"[.;:!?()\n«»]")
MOST_WORDS = 16  # of what an acronym stands for, the small ones too
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


def abbreviated(text: str) -> Iterator[Name]:
    """Yield the institutions whose acronym stands behind them, and these: « … (CNIL) »."""
    for acronym in BRACKETED.finditer(text) if " (" in text else ():
        near = max(0, acronym.start() - NEAR)
        for cut in _CUT.finditer(text, near, acronym.start()):
            near = cut.end()
        words = list(_WORD.finditer(text, near, acronym.start()))
        words = words[-MOST_WORDS:]
        first = _first(fold(acronym[1]).upper(), [word[0] for word in words])
        if first is None or words[first][0] not in OPENERS:
            continue
        if _opens(text, words[first].start()):
            continue
        whole = Run(text, words[first].start(), acronym.start())
        yield Name(whole.start, whole.end, whole.name, Kind.FIRM)
        yield Name(acronym.start(1), acronym.end(1), acronym[1], Kind.FIRM)


def _opens(text: str, start: int) -> bool:
    """Return True where a sentence begins at a place: behind « L’ » it began before."""
    return is_head(text, start) and text[max(0, start - 1) : start] not in APOSTROPHES


def _first(acronym: str, words: Sequence[str]) -> int | None:
    """Return which word is the first of those at the end whose initials an acronym has."""
    left = {len(acronym)}  # letters whose words are still to come, of each way to tell the others
    for place in range(len(words) - 1, -1, -1):
        initial = fold(words[place][0]).upper()
        begun = {letters - 1 for letters in left if acronym[letters - 1] == initial}
        if 0 in begun:
            return place
        left = begun | left if words[place].lower() in SMALL else begun
    return None
