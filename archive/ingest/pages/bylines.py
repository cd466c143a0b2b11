"""Who wrote a page's text: names of people out of what it claims, without editorial offices, agencies, roles and dates."""

import re
from collections.abc import Iterable

from archive import dates
from archive.ingest.pages.claims import Claim
from archive.ingest.pages.weighing import weigh
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
    "dublin-core": 1.0,
    "opengraph": 1.0,
    "signature": 1.2,
}
KINDS = r"(?:articles?|texte|text|documentaire|reportage|tribune|chronique|billet|édito(?:rial)?|story|words|analysis|interview)"
OPENING = re.compile(
    rf"^\W*(?:(?:(?:un |une |an? |l[’'])?{KINDS} )?(?:(?:proposé|écrit|rédigé|publié|posté|signé)e?s? |written |posted "
    r"|published |reported )?(?:par|by|von|por|door|av|af)\b\s*:?"
    rf"|(?:un |une |l[’'])?{KINDS} (?:de |d[’'])"
    r"|(?:auteure?s?|autrice|authors?|autore?n?|propos recueillis|recueilli|textes?)\b(?: of the article)?"
    r"(?: (?:par|by|von)\b)?\s*:?)\s*",
    re.I,
)
# Where the names of a byline end: a date, a time, « Publié le », a newspaper behind a bar.
END = re.compile(
    r"\b(?:publiée?|posté|mise? (?:à|en)|modifié|créé|published|posted|updated|last updated|est\.|veröffentlicht|stand)\b"
    r"|\b\d|https?://|\bfollow\b|\bsuivre\b|\babonn",
    re.I,
)
# What stands before a date: « Anne Martin, le 12 mai ».
DANGLING = re.compile(r"[\s,|]+(?:le|du|on|am|the|à|at)\s*$", re.I)
SPLIT = re.compile(
    r"\s*(?:[,;&|/•·\n]|(?<!\S)(?:et|and|und|y|e|avec|with|och|og)(?!\S)|\s[-–—]\s)\s*", re.I
)
# What a screen reader is told once more: « Anne MartinAnne Martin ».
TWICE = re.compile(r"^(\w\S* .{2,}?)\s*\1$")
JOINT = re.compile(r"^(?:et|and|und|y|avec|with)\s+", re.I)
PARENTHESES = re.compile(r"\((?:avec|with|and|et) ([^)]*)\)|[(\[][^)\]]*[)\]]", re.I)
# At the head of a real name all the same: « Le Goff », « La Fontaine ».
MIDDLE = {"la", "le", "les"}
DOMAIN = re.compile(
    r"\w\.(?:com|net|org|fr|be|ch|ca|de|at|eu|info|uk|it|es|nl|is|tr|lu|io|tv)\b", re.I
)


def choose(claims: list[Claim], sites: Iterable[str]) -> tuple[list[Printed], list[Doubt]]:
    """The people that wrote the text, and what is doubtful; the names of each origin are weighed as one set."""
    known = {
        key for site in sites for key in (name_key(site), name_key(site).replace(" ", "")) if key
    }
    sets: dict[str, list[Printed]] = {}
    unread = ""
    for claim in claims:
        if claim.field != "author" or (
            claim.origin in ("byline", "rel", "label", "signature") and _is_filled(sets, claim)
        ):
            continue
        people = read(claim, known)
        unread = unread or (
            claim.value if not people and claim.origin in ("byline", "label") else ""
        )
        _add(sets, claim.origin, people)
    ranked = weigh(((tuple(people), origin) for origin, people in sets.items()), WEIGHTS, _keys)
    if not ranked:
        return [], [Doubt("byline", "unknown")]
    best = _fullest(ranked[0].value, [one.value for one in ranked[1:]])
    others = [
        one for one in ranked if _keys(one.value).isdisjoint(_keys(best)) and one.weight >= 1.5
    ]
    return list(best), [
        Doubt("byline", "other", ", ".join(one.name for one in others[0].value))
    ] if others else []


def _is_filled(sets: dict[str, list[Printed]], claim: Claim) -> bool:
    """Of the lines with an author's class, the first that names people counts: others stand beside other texts."""
    return bool(sets.get(claim.origin))


def _add(sets: dict[str, list[Printed]], origin: str, people: list[Printed]) -> None:
    have = sets.setdefault(origin, [])
    keys = _keys(have)
    have += [one for one in people if name_key(one.name) not in keys]
    if not have:
        del sets[origin]


def _keys(people: Iterable[Printed]) -> frozenset[str]:
    return frozenset(name_key(one.name) for one in people)


def _fullest(best: tuple[Printed, ...], others: list[tuple[Printed, ...]]) -> tuple[Printed, ...]:
    """A visible byline that names the same people and more is the better of the two; roles are taken from either."""
    for other in others:
        if (
            _keys(best) < _keys(other)
            and len(other) <= 12
            and all(names.certainty(one.name) == 2 for one in other)
        ):
            return other
    return best


def signature(blocks: list[tuple[str, bool]]) -> tuple[list[Printed], bool]:
    """The people named on a line of their own at the head or foot of a text, and whether they are surely people.

    `blocks` are the text's, each with whether it is emphasised from end to end: a name so set may be any two words
    with capitals, another must have a known given name.
    """
    for text, emphasised in blocks[:2] + blocks[:-4:-1]:
        people = (
            names.printed(text.replace("/", ", "), least=1 if emphasised else 2)
            if len(text) < 80
            else []
        )
        people = [one for one in people if is_person(one.name, set())]
        if people:
            return people, all(names.certainty(one.name) == 2 for one in people)
    return [], True


def read(claim: Claim, sites: set[str]) -> list[Printed]:
    """The people in one claim: « Par A. Dupont et B. Martin, 12 mai 2004 » is two; [] where it names none."""
    if (
        claim.kinds & {"organization", "newsmediaorganization", "corporation"}
        and names.certainty(claim.value) < 2
    ):
        return []
    bars = " | " in claim.value and claim.origin in ("byline", "rel")
    return _named(claim, claim.value, sites) or (
        _named(claim, claim.value.replace(" | ", " "), sites) if bars else []
    )


def _named(claim: Claim, value: str, sites: set[str]) -> list[Printed]:
    if re.match(r"https?://|www\.|/", value):
        return _in_address(value) if claim.origin == "opengraph" else []
    value = re.sub(r"\S+@\S+", " ", value)
    value = PARENTHESES.sub(lambda inner: f", {inner[1]}" if inner[1] else " ", value)
    for _again in range(2):
        value = OPENING.sub("", value, count=1)
    end = END.search(value) or (dates.DATE.search(value.translate(dates.FOLD)))
    value = DANGLING.sub("", value[: end.start()]) if end else value
    if claim.origin in ("citation", "dublin-core") and (
        inverted := re.fullmatch(r"([^,;]+), ([^,;]+)", value)
    ):
        value = (
            f"{inverted[2]} {inverted[1]}"
            if len(inverted[2].split()) < 3 and not names.is_role(inverted[2])
            else value
        )
    return _people(value, sites, alone=claim.kinds == {"person"})


def _people(value: str, sites: set[str], alone: bool) -> list[Printed]:
    """Names between signs; what follows one in lower case or as a role is its role. `alone`: one word may be a name."""
    found: list[Printed] = []
    for part in SPLIT.split(value):
        part = OPENING.sub("", JOINT.sub("", part)).strip(names.MARKS)
        if not part:
            continue
        name, role = _without_role(TWICE.sub(r"\1", part))
        if is_person(name, sites, alone):
            found += [] if name in (one.name for one in found) else [Printed(name, role)]
        elif found and not found[-1].role and names.is_role(part):
            found[-1] = Printed(found[-1].name, part)
    return found


def _without_role(part: str) -> tuple[str, str]:
    """« Barbara Stiegler Philosophe, Professeur » without a sign between: cut at the first word of a role."""
    words = part.split()
    for cut in range(2, min(6, len(words))):
        if (
            names.BODIES.intersection(map(fold, words[cut : cut + 3]))
            and names.certainty(" ".join(words[:cut])) == 2
        ):
            return " ".join(words[:cut]), ""
        if fold(words[cut]).strip(".,:") in names.ROLES | {
            "philosophe",
            "envoye",
            "envoyes",
            "envoyee",
            "special",
        }:
            return " ".join(words[:cut]), " ".join(words[cut:])
    return part, ""


def is_person(name: str, sites: set[str], alone: bool = False) -> bool:
    """True for a text that may be a person's name and is no site, office, agency or account."""
    key = name_key(name)
    words = key.split()
    if (
        not words
        or len(name) > 60
        or any(char.isdigit() for char in name)
        or key in sites
        or key.replace(" ", "") in sites
    ):
        return False
    if fold(name) in names.COLLECTIVE or names.is_account(name) or DOMAIN.search(name):
        return False
    tokens = name.split()
    folded = [fold(token).strip(".,'’") for token in tokens]
    if names.BODIES.intersection(folded):
        return False
    uncased = not re.search(
        r"[^\W\d_]", re.sub(r"[\u0600-\u06ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]", "", name)
    )
    if uncased:
        return len(name) <= 20
    if len(tokens) == 1:
        return (
            alone and name[0].isupper() and len(name) > 2 and not (name.isupper() and len(name) < 6)
        )
    if len(tokens) > 6 or not (_capital(tokens[0]) and _capital(tokens[-1])):
        return alone and len(tokens) <= 3 and name == name.lower() and folded[0] in names.GIVEN
    if names.certainty(name) == 2:
        return True
    return not names.NOT_NAMES.intersection(folded) - MIDDLE and all(
        _capital(token)
        or word in names.PARTICLES | MIDDLE | {"bin", "ibn", "der", "ter", "ten", "zu", "dal"}
        for token, word in zip(tokens, folded, strict=True)
    )


def _capital(token: str) -> bool:
    token = re.sub(r"^(?:[dlo]['’]|['’])", "", token, flags=re.I)
    return token[:1].isupper() or not re.match(r"[a-zà-ÿ]", token[:1])


def _in_address(url: str) -> list[Printed]:
    """A person in the address of a page of authors: « /auteur/5631-alexandre-hervaud »; only known given names."""
    if not (
        found := re.search(
            r"/(?:auteurs?|authors?|autor|profile|journaliste)/(?:\d+-)?([a-z-]{5,40})/?(?:[?#].*)?$",
            url,
        )
    ):
        return []
    words = found[1].split("-")
    if 2 <= len(words) <= 3 and words[0] in names.GIVEN and not names.BODIES.intersection(words):
        return [Printed(" ".join(word.capitalize() for word in words))]
    return []
