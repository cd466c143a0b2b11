"""Who wrote a page's text: names of people, else of offices, out of its claims.

Offices and agencies sign as such; roles, dates and the site are left out.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from archive import offices, printed_dates
from archive.ingest.pages.claims import Claim
from archive.ingest.pages.weighing import Weighed, weigh
from archive.ingest.printed import names
from archive.ingest.records import Doubt, Printed
from archive.text import fold, name_key

WEIGHTS = {
    "json-ld": 3.0,
    "citation": 3.0,
    "microdata": 2.0,
    "label": 2.0,
    "meta": 1.6,
    "byline": 1.5,
    "rel": 1.4,
    "twitter": 1.2,
    "dublin-core": 1.0,
    "opengraph": 1.0,
    "signature": 1.2,
}
# Of the lines with an author's class, the first that names people counts: the next ones stand
# beside other texts.
FIRST_ONLY = ("byline", "rel", "label", "signature")
SHOWN = set(FIRST_ONLY)
MOST_AUTHORS = 12
ORGANIZATIONS = {"organization", "newsmediaorganization", "corporation"}
KINDS = (
    r"(?:articles?|texte|text|documentaire|reportage|tribune|chronique|billet|édito(?:rial)?|story"
    r"|words|analysis|interview)"
)
OPENING = re.compile(
    rf"^\W*(?:(?:(?:un |une |an? |l[’'])?{KINDS} )?(?:(?:proposé|écrit|rédigé|publié|posté|signé)"
    r"e?s? |written |posted |published |reported )?(?:par|by|von|por|door|av|af)\b\s*:?"
    rf"|(?:un |une |l[’'])?{KINDS} (?:de |d[’'])"
    r"|(?:auteure?s?|autrice|authors?|autore?n?|propos recueillis|recueilli|textes?|suivre"
    r"|follow)\b"
    r"(?: of the article)?(?: (?:par|by|von)\b)?\s*:?)\s*",
    re.I,
)
# Who did something else than write: « Photos : Luc Perrin », « traduit par … », to the line's end;
# and the name before « (photos) ».
OTHER_WORK = (
    r"(?:photos?|photographies?|photography|pictures|fotos?|illustrations?|illustrée?|dessins?|vidéos?"
    r"|infographies?|traduite?s?|traduction|translated|translation|übersetzt)"
)
NOT_WRITTEN = re.compile(rf"(?<![\w’']){OTHER_WORK}\b.*", re.I)
OF_OTHER_WORK = re.compile(rf"(?:^|[,;/&|]|\b(?:et|and|und)\b)[^,;/&|()]*\({OTHER_WORK}\)", re.I)
# « Photos : Luc Perrin. Texte : Anne Martin »
WRITTEN = re.compile(
    rf"\b{OTHER_WORK}\b.*\b(?:texte?s?|words)\b(?:\s*:|\s+(?:par|de|by))?\s*", re.I
)
# Where the names of a byline end: a date, a time, « Publié le », a newspaper behind a bar.
END = re.compile(
    r"\b(?:publiée?|posté|mise? (?:à|en)|modifié|créé|published|posted|updated|last updated|est\."
    r"|veröffentlicht|stand|contributions? (?:from|by|de)|avec la contribution d[e’'])"
    r"\b|\b\d|https?://|\bfollow\b|\bsuivre\b|\babonn",
    re.I,
)
# Blocks at the head of a text among which an emphasised name may stand.
HEAD = 4
# What stands before a date: « Anne Martin, le 12 mai ».
DANGLING = re.compile(r"(?<![\s,|])[\s,|]+(?:le|du|on|am|the|à|at)\s*$", re.I)
SPLIT = re.compile(
    r"\s*(?:[,;&|/•·\n]|(?<!\S)(?:et|and|und|y|e|avec|with|och|og)(?!\S)|\s[-–—]\s)\s*", re.I
)
# What a screen reader is told once more: « Anne MartinAnne Martin ».
TWICE = re.compile(r"^(\w\S* .{2,}?)\s*\1$")
JOINT = re.compile(r"^(?:et|and|und|y|avec|with)\s+", re.I)
PARENTHESES = re.compile(r"\((?:avec|with|and|et) ([^)]*)\)|[(\[][^)\]]*[)\]]", re.I)
INVERTED = re.compile(r"([^,;]+), ([^,;]+)")
# A page of authors: « /auteur/5631-alexandre-hervaud ».
AUTHOR_ADDRESS = re.compile(
    r"/(?:auteurs?|authors?|autor|profile|journaliste)/(?:\d+-)?([a-z-]{5,40})/?(?:[?#].*)?$"
)
DOMAIN = re.compile(
    r"\w\.(?:com|net|org|fr|be|ch|ca|de|at|eu|info|uk|it|es|nl|is|tr|lu|io|tv)\b", re.I
)
# Letters of writings without capitals: Arabic, Japanese, Chinese, Korean.
UNCASED = re.compile(r"[\u0600-\u06ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
LETTER = re.compile(r"[^\W\d_]")
ELISION = re.compile(r"^(?:[dlo]['’]|['’])", re.I)
IRISH = re.compile(r"O['’]\w")
# At the head of a real name all the same: « Le Goff », « La Fontaine ».
MIDDLE = {"la", "le", "les"}
# What a name may hold in small letters.
SMALL = names.PARTICLES | MIDDLE | {"bin", "ibn", "der", "ter", "ten", "zu", "dal"}
ROLES = names.ROLES | {"philosophe", "envoye", "envoyes", "envoyee", "special"}


def choose(claims: list[Claim], sites: Iterable[str]) -> tuple[list[Printed], list[Doubt]]:
    """Return who wrote the text, offices where no people are named, and what is doubtful.

    The names of each origin are weighed as one set. `sites` are names of the page's site.
    """
    site_names = list(sites)
    site_keys = _site_keys(site_names)
    people_of_origin: dict[str, list[Printed]] = {}
    for claim in claims:
        if claim.field != "author":
            continue
        if claim.origin in FIRST_ONLY and names_people(people_of_origin.get(claim.origin, ())):
            continue
        line = _without_site(claim.value, site_names)
        _add(people_of_origin, claim.origin, read(replace(claim, value=line), site_keys))
    surely_people = _surely_people(people_of_origin)
    sets = []
    for origin, people in people_of_origin.items():
        shortened = [_shortened(byline, surely_people) for byline in people]
        sets.append((tuple(shortened), origin))
    ranked = weigh(sets, WEIGHTS, _keys)
    if not ranked:
        return [], [Doubt("byline", "unknown")]
    ranked = [weighed for weighed in ranked if names_people(weighed.value)] or ranked
    best = _fullest(ranked)
    return list(best), _doubts(best, ranked)


def _without_site(line: str, sites: list[str]) -> str:
    """Return a line without the site's name, which may hold a sign that parts names."""
    for site in sites:
        if " " in site.strip():
            line = re.sub(rf"(?:\bthe )?{re.escape(site)}", " | ", line, flags=re.I)
    return line


def _surely_people(people_of_origin: dict[str, list[Printed]]) -> list[str]:
    """Return the names that surely are people's, the shortest first."""
    names_of_people = set()
    for people in people_of_origin.values():
        for byline in people:
            if names.certainty(byline.name) == 2:
                names_of_people.add(byline.name)
    return sorted(names_of_people, key=len)


def _shortened(byline: Printed, surely_people: list[str]) -> Printed:
    """Return a byline without the words of a role behind a name that another place has alone."""
    for name in surely_people:
        rest = byline.name.removeprefix(f"{name} ")
        if rest != byline.name and not names.PARTICLES.intersection(map(fold, rest.split()[:1])):
            return Printed(name, byline.role)
    return byline


def names_people(bylines: Iterable[Printed]) -> bool:
    """Return True where anybody of them is a person; False for offices alone, and for nobody."""
    return any(not offices.is_office(byline.name) for byline in bylines)


def _site_keys(sites: Iterable[str]) -> set[str]:
    """Return the keys of a site's names, each also without spaces."""
    keys = set()
    for site in sites:
        key = name_key(site)
        keys |= {key, key.replace(" ", "")}
    return keys - {""}


def _add(
    people_of_origin: dict[str, list[Printed]], origin: str, people: Iterable[Printed]
) -> None:
    """Add to an origin's people those that it has not named yet."""
    named = people_of_origin.get(origin, [])
    keys = _keys(named)
    unnamed = [byline for byline in people if name_key(byline.name) not in keys]
    if unnamed:
        people_of_origin[origin] = named + unnamed


def _keys(people: Iterable[Printed]) -> frozenset[str]:
    return frozenset(name_key(byline.name) for byline in people)


def _fullest(ranked: list[Weighed[tuple[Printed, ...]]]) -> tuple[Printed, ...]:
    """Return the heaviest set, or the next that names the same people and more, surely people.

    A visible byline is the better of the two: who only contributed may stand in data beside the
    authors, and microdata are of other texts, too.
    """
    best = ranked[0].value
    for weighed in ranked[1:]:
        people = weighed.value
        others = [byline for byline in people if name_key(byline.name) not in _keys(best)]
        is_fuller = _keys(best) < _keys(people) and len(people) <= MOST_AUTHORS
        are_people = all(names.certainty(byline.name) == 2 for byline in others)
        if is_fuller and are_people and _may_be_fuller(weighed.origins, ranked[0].origins):
            return people
    return best


def _may_be_fuller(origins: list[str], best_origins: list[str]) -> bool:
    """Return True for a set that readers see, and for any beside one that they do not see."""
    if origins == ["microdata"]:
        return False
    return not SHOWN.isdisjoint(origins) or SHOWN.isdisjoint(best_origins)


def _doubts(best: tuple[Printed, ...], ranked: list[Weighed[tuple[Printed, ...]]]) -> list[Doubt]:
    """Return a doubt with the heaviest set of entirely different people that weighs enough."""
    for weighed in ranked:
        if weighed.weight >= 1.5 and _keys(weighed.value).isdisjoint(_keys(best)):
            return [Doubt("byline", "other", ", ".join(byline.name for byline in weighed.value))]
    return []


def _are_surely_people(people: Iterable[Printed]) -> bool:
    for byline in people:
        if names.certainty(byline.name) < 2 and not offices.is_office(byline.name):
            return False
    return True


def signature(blocks: list[tuple[str, bool]]) -> tuple[list[Printed], bool]:
    """Return the people named on a line of their own at the head or foot of a text.

    The second value tells whether they are surely people. `blocks` are the text's, each with
    whether it is emphasised from end to end: a name so set may be any two words with capitals,
    another must have a known given name.
    """
    for number, (text, is_emphasised) in enumerate(blocks[:HEAD] + blocks[:-5:-1]):
        if len(text) >= 80 or (1 < number < HEAD and not is_emphasised):
            continue
        least = 2
        if is_emphasised:
            least = 1
        bylines = names.printed(text.replace("/", ", "), least=least)
        people = [byline for byline in bylines if is_person(byline.name, set())]
        if people:
            return people, _are_surely_people(people)
    return [], True


def read(claim: Claim, site_keys: set[str]) -> list[Printed]:
    """Return the people in one claim; [] where it names none.

    « Par A. Dupont et B. Martin, 12 mai 2004 » is two.
    """
    is_person_or_office = names.certainty(claim.value) == 2 or offices.is_office(claim.value)
    if claim.kinds & ORGANIZATIONS and not is_person_or_office:
        return []
    people = _people_of(claim, claim.value, site_keys)
    if not people and " | " in claim.value and claim.origin in ("byline", "rel"):
        people = _people_of(claim, claim.value.replace(" | ", " "), site_keys)
    return people


def _people_of(claim: Claim, line: str, site_keys: set[str]) -> list[Printed]:
    """Return the people in the line of a claim."""
    if re.match(r"https?://|www\.|/", line):
        if claim.origin == "opengraph":
            return _in_address(line)
        return []
    line = re.sub(r"(?<!\S)\S*@\S+", " ", line)
    line = OF_OTHER_WORK.sub(" ", WRITTEN.sub("", line))
    line = NOT_WRITTEN.sub("", line)
    line = PARENTHESES.sub(_without_parentheses, line)
    for _again in range(2):
        line = OPENING.sub("", line, count=1)
    end = END.search(line) or printed_dates.DATE.search(line.translate(printed_dates.FOLD))
    if end:
        line = DANGLING.sub("", line[: end.start()])
    if claim.origin in ("citation", "dublin-core"):
        line = _in_order(line)
    line = names.uninverted(line.strip(names.MARKS)) or line
    return _people(line, site_keys, is_alone=claim.kinds == {"person"})


def _without_parentheses(parentheses: re.Match) -> str:
    """Return what counts of text in parentheses: the names behind « avec »."""
    if parentheses[1]:
        return f", {parentheses[1]}"
    return " "


def _in_order(line: str) -> str:
    """Return « Martin, Anne » as « Anne Martin »; a role behind the name stays there."""
    inverted = INVERTED.fullmatch(line)
    if inverted and len(inverted[2].split()) < 3 and not names.is_role(inverted[2]):
        return f"{inverted[2]} {inverted[1]}"
    return line


def _people(line: str, site_keys: set[str], is_alone: bool) -> list[Printed]:
    """Return the names between signs; what follows one in lower case or as a role is its role.

    `is_alone` is as in `is_person`.
    """
    people: list[Printed] = []
    for part in SPLIT.split(line):
        part = OPENING.sub("", JOINT.sub("", part)).strip(names.MARKS)
        part = names.CIVILITY.sub("", part)
        if not part:
            continue
        name, role = _without_role(TWICE.sub(r"\1", part))
        name = names.in_order(name)
        if is_person(name, site_keys, is_alone):
            if all(byline.name != name for byline in people):
                people.append(Printed(name, role))
        elif _is_office(part, site_keys):
            people.append(Printed(part))
        elif people and not people[-1].role and names.is_role(part):
            people[-1] = Printed(people[-1].name, part)
    return people


def _without_role(part: str) -> tuple[str, str]:
    """Return (name, role), parted at the first word of a role.

    « Barbara Stiegler Philosophe, Professeur » has no sign between the two.
    """
    words = part.split()
    for cut in range(2, min(6, len(words))):
        name = " ".join(words[:cut])
        is_before_body = names.BODIES.intersection(map(fold, words[cut : cut + 3]))
        if is_before_body and names.certainty(name) == 2:
            return name, ""
        if fold(words[cut]).strip(".,:") in ROLES:
            return name, " ".join(words[cut:])
    return part, ""


def is_person(name: str, site_keys: set[str], is_alone: bool = False) -> bool:
    """Return True for a text that may be a person's name and is no site, office, agency or account.

    `is_alone` tells that its page gives it as a person's, and nothing else: one word may do then.
    """
    if not _may_name_anybody(name, site_keys):
        return False
    tokens = name.split()
    folded = [fold(token).strip(".,'’") for token in tokens]
    if names.BODIES.intersection(folded) or offices.is_office(name):
        return False
    if not LETTER.search(UNCASED.sub("", name)):
        return len(name) <= 20
    if len(tokens) == 1:
        is_abbreviation = name.isupper() and len(name) < 6
        return is_alone and name[0].isupper() and len(name) > 2 and not is_abbreviation
    if len(tokens) > 6 or not (_is_capitalised(tokens[0]) and _is_capitalised(tokens[-1])):
        is_small = len(tokens) <= 3 and name == name.lower()
        return is_alone and is_small and folded[0] in names.GIVEN
    if names.certainty(name) == 2:
        return True
    if names.NOT_NAMES.intersection(folded) - MIDDLE:
        return False
    return all(map(_may_stand_in_name, tokens, folded))


def _is_office(name: str, site_keys: set[str]) -> bool:
    """Return True for an office or agency that is not the site itself."""
    return _may_name_anybody(name, site_keys) and offices.is_office(name)


def _may_stand_in_name(token: str, folded: str) -> bool:
    """Return True for a word with a capital, and for a particle; `folded` is the word folded."""
    return _is_capitalised(token) or folded in SMALL


def _may_name_anybody(name: str, site_keys: set[str]) -> bool:
    """Return False for what is too long, empty, a number, the site or an account."""
    key = name_key(name)
    if not key or len(name) > 60 or any(char.isdigit() for char in name):
        return False
    if key in site_keys or key.replace(" ", "") in site_keys:
        return False
    return not names.is_account(name) and not DOMAIN.search(name)


def _is_capitalised(token: str) -> bool:
    if IRISH.match(token):
        return True
    initial = ELISION.sub("", token)[:1]
    return initial.isupper() or not re.match(r"[a-zà-ÿ]", initial)


def _in_address(url: str) -> list[Printed]:
    """Return the person in the address of a page of authors; only known given names count."""
    author = AUTHOR_ADDRESS.search(url)
    if not author:
        return []
    words = author[1].split("-")
    if 2 <= len(words) <= 3 and words[0] in names.GIVEN and not names.BODIES.intersection(words):
        return [Printed(" ".join(map(str.capitalize, words)))]
    return []
