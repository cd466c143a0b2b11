"""Whether a name that signs a text is an office's: « La rédaction », « AFP », « Service économie ».

Pure functions: what signs and is no office is a person.
"""

import re

from archive.text import fold

# Agencies, whose letters or names are their own.
AGENCIES = frozenset(
    """
    afp|reuters|dpa|apa|ap|ats|ats-sda|sda|keystone-ats|ansa|efe|upi|aap|pti|tass|ntb|tt|ritzau
    |belga|agi|lusa|xinhua|bloomberg|kyodo|jiji|anadolu|anp|afp-services|afp deutschland
    |associated press|the associated press|agence france-presse|agence france presse
    |deutsche presse-agentur|bloomberg news|reuters staff|press association|pa media
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
# What an office signs by itself, with nothing else around: no menu is called so.
ALONE = re.compile(
    r"(?:(?:la|notre) )?(?:redaction|redac)(?: (?:web|numerique|en chef|de \S+(?: \S+)?))?"
    r"|(?:les?|notre) (?:comite|conseil|collectif) (?:editorial|de (?:la )?redaction|de lecture)"
    r"|(?:le )?comite (?:editorial|de redaction)"
    r"|(?:la|notre) direction|l'equipe|notre equipe"
    r"|(?:l'|notre )?equipe (?:de (?:la )?redaction|editoriale|redactionnelle)"
    r"|le bureau|(?:le )?secretariat de redaction|les redacteurs"
    r"|the editors|(?:the )?editorial (?:board|staff|team)|(?:the )?newsroom|staff"
    r"|the (?:\w+ ){1,2}press|die redaktion|redaktion|la redazione|la redaccion"
)
# What else signs in the place of a person's name: it must be told that it signs.
HEAD = re.compile(
    r"(?:(?:le|la|les|notre|nos|the|our|die|la|el) |l')?"
    r"(?:redaction|comite|equipe|direction|bureau|service|services|secretariat|agence|desk|pole"
    r"|collectif|rubrique|conseil|association|asso|syndicat|federation|confederation|fondation"
    r"|ministere|institut|institute|universite|university|union|mouvement|groupe|societe|chambre"
    r"|redaktion|redaccion|redazione|redactie|agencia|agenzia|agentur|agency|ecole)\b(?: .+)?"
)
TAIL = re.compile(
    r"(?!.* (?:and|et|und|&) ).*(?:redaktion|\b(?:staff|newsroom|desk|editors|team|board"
    r"|agency|agentur|agence|news service|ajansi|redactie|redaction|news agency"
    r"|staff reporters?|staff writers?|school|institute|university|association|federation"
    r"|foundation|committee|department|council|media|news))"
)
# Nouns of somebody's role: « Directrice de la rédaction » is whoever holds it, and no office.
HOLDERS = frozenset(
    re.findall(
        r"\S+",
        """
    directeur directrice redacteur redactrice president presidente journaliste fondateur fondatrice
    cofondateur cofondatrice co-fondateur co-fondatrice editeur editrice editorialiste chroniqueur
    chroniqueuse consultant consultante responsable chef correspondant correspondante gerant gerante
    secretaire associe associee avocat avocate professeur professeure sociologue economiste
    philosophe historien historienne ecrivain ecrivaine auteur auteure autrice docteur delegue
    deleguee vice-president vice-presidente pdg dg ceo administrateur administratrice conseiller
    conseillere expert experte psychologue enseignant enseignante chercheur chercheuse maitre depute
    deputee senateur senatrice ministre maire coordinateur coordinatrice animateur animatrice
    manager pigiste stagiaire editor editor-in-chief publisher director chairman founder co-founder
    columnist journalist analyst professor charge chargee membre
    """,
    )
)
WORD = re.compile(r"\w+(?:-\w+)*")
ARTICLE = re.compile(r"(?:(?:La|Le|Les|The) |L['’])(?=\S)", re.I)
LONGEST = 80  # characters


def signs_alone(name: str) -> bool:
    """Return True for an office or agency that is one wherever its name stands by itself."""
    key = _key(name)
    return key in AGENCIES or bool(ALONE.fullmatch(key))


def is_office(name: str) -> bool:
    """Return True for the name of an office, an agency or a body, told that it signs a text."""
    key = _key(name)
    if not key or len(name) > LONGEST:
        return False
    if key in AGENCIES or ALONE.fullmatch(key):
        return True
    if HEAD.fullmatch(key):
        return True
    return bool(TAIL.fullmatch(key)) and HOLDERS.isdisjoint(WORD.findall(key))


def filed(name: str) -> str:
    """Return an office's name as catalogues file it: « Rédaction (La) »."""
    article = ARTICLE.match(name)
    if not article:
        return name
    rest = name[article.end() :]
    return f"{rest[:1].upper()}{rest[1:]} ({article[0].strip()})"


def _key(name: str) -> str:
    folded = fold(" ".join(name.split())).replace("’", "'")
    return folded.strip(" .,;:()[]")
