"""Persons' names and roles as they stand in bylines and signatures."""

import re

from archive import offices
from archive.ingest.records import Printed
from archive.text import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Given names met in French and English bylines. At its head, such a name makes a line of
# capitalised words a name; without it, the line must stand where a signature stands.
GIVEN = _words(
    """
    adam adele adeline adrien agathe agnes ahmed aicha alain alan alban albert alex alexandra
    alexandre alexis alfred ali alice alicia aline alison amandine amelie amina amy anais andre
    andrea andrew andy angela angelique ann anna annabelle anne annick annie anthony antoine antonio
    arielle armand arnaud arthur astrid aude audrey augustin aurelia aurelie aurelien axel baptiste
    barbara bastien beatrice ben benedicte benjamin benoit bernadette bernard bertrand blaise
    blandine boris brian brice brigitte bruce bruno camille carine carl carlos carole caroline
    catherine cathy cecile cedric celia celine chantal charles charlotte cheikh chloe chris christel
    christelle christian christiane christina christine christophe christopher claire clara clarisse
    claude claudia claudine clement clementine clotilde colette colin coralie corinne cyril cyrille
    damien dan daniel daniele danielle danny dave david deborah delphine denis denise derek diane
    didier diego dimitri dominique donald dorothee douglas driss ed eddy edith edouard edward elena
    eleonore eliane elisa elisabeth elise elizabeth ella elodie elsa emeline emeric emilie emily
    emma emmanuel emmanuelle eric erica erika ernest erwan estelle esther etienne eugene eva evan
    evelyne fabien fabienne fabrice fanny farid fatima felix fernand fernando flavie fleur florence
    florent florian francesca francesco francine francis francisco franck francois francoise frank
    fred frederic frederique gabriel gabrielle gael gaelle gary gaspard gautier genevieve george
    georges gerald geraldine gerard germain ghislain ghislaine gilbert gilles gisele giuseppe
    gontran grace gregoire gregory guillaume gustave guy gwenaelle hakim hamid hannah harry hassan
    heather hector helen helena helene henri henriette henry herve hortense hubert hugo hugues ian
    ibrahim igor ines ingrid irene isabel isabelle ivan jack jackie jacqueline jacques jamal james
    jamie jan jane janet jasmine jason jean jeanne jeff jeffrey jennifer jenny jeremie jeremy jerome
    jessica jill jim joan joanna jocelyne joe joel joelle johanna john jonathan jordan jorge jose
    joseph josephine josette joshua josiane juan judith jules julia julian julie julien juliette
    justin justine karen karim karin karine kate katherine kathy katia keith kelly ken kenneth kevin
    khaled kim kristin laetitia lara larry laura laure laurence laurent laurie lea leila leo leon
    leonard leonie leslie lila liliane linda line lionel lisa lise loic lola lorenzo lou louis
    louise luc luca lucas lucette lucie lucien lucienne lucile ludovic luis luke lydia lydie lynn
    madeleine magali maite malik manon manuel marc marcel marcelle marco margaret margaux margot
    marguerite maria mariam marianne marie marielle marilyn marina marine mario marion mark marlene
    martha martial martin martine mary mateo mathias mathieu mathilde matt matthew matthias matthieu
    maud maurice max maxence maxime maya megan mehdi melanie melissa michael michel michele
    micheline michelle miguel mike mireille mohamed mohammed monica monique morgan morgane mounir
    mourad muriel myriam nadege nadia nadine nancy natacha natalie natasha nathalie nathan neil
    nicholas nick nicolas nicole nina noel noelle noemie nora norbert oceane odette odile olga
    oliver olivia olivier omar oscar pablo pamela paola pascal pascale patrice patricia patrick paul
    paula paulette pauline pedro perrine peter philip philippe pierre pierrette priscilla quentin
    rachel rachid ralph raoul raphael raphaelle raymond raymonde rebecca regine regis remi remy
    renaud rene renee ricardo richard rita robert roberto robin roger roland romain roman romane
    ronald rosa rosalie rose roxane roy ruth ryan sabine sabrina said salim sally salma salome sam
    samia samir samuel samy sandra sandrine sandy sara sarah saskia scott sean sebastien selim serge
    severine sharon sheila simon simone sofia solange solene sonia sophie stan stanislas stefan
    stella stephane stephanie stephen steve steven stuart sue susan suzanne sven sybille sylvain
    sylvaine sylvia sylvie tanguy tania tara tatiana teresa terry thibault thibaut thierry thomas
    tim timothee timothy tina todd tom tony tristan ugo ulrich ursula valentin valentine valerie
    vanessa vera veronique vianney victor victoria vincent violaine violette virginia virginie
    vivian viviane walter wendy wilfried will william xavier yael yann yannick yasmina yasmine
    yolande youssef yves yvette yvon yvonne zoe
    """
)
# Capitalised words that names do not hold: magazines, menus, firms.
NOT_NAMES = _words(
    """
    magazine relation client clients contact contacts centre centres appel appels revue journal
    presse groupe edition editions editorial edito editos service services marketing management
    formation actualite actualites dossier dossiers emploi emplois agenda annuaire france paris
    europe europeen europeenne news media medias newsletter site web blog page accueil espace mon
    mes nos notre votre vos qui que quoi une des les el privacy policy terms cookies contactez
    mentions legales conditions generales politique economie societe culture sport sports
    international monde tous toute toutes tout plus voir lire suite articles article photo photos
    video videos image images copyright droits reserves wordpress janvier fevrier mars avril mai
    juin juillet aout septembre octobre novembre decembre january february march april june july
    august september october november december lundi mardi mercredi jeudi vendredi samedi dimanche
    monday tuesday wednesday thursday friday saturday sunday publie posted published share print
    email editor staff about us our your the and this that with from new york times post daily
    guardian business world health home best top latest download association institut institute
    university universite ministere republique union chambre commerce industrie conseil support
    today all newsletters most popular breaking headlines alerts podcasts headline immagine bild
    foto salon semaine trophees prix awards congres forum conference qualite performance digital
    numerique telecom telecoms
    """
)
PARTICLES = _words(
    """
    de du des d la le les von van der den ben al el di da del della dos y e
    """
)
ROLES = offices.HOLDERS | _words(
    """
    redaction presidence journalistes directeurs redacteurs editors reporter correspondent writer
    contributor staff senior contributing managing executive head chief associate deputy
    """
)
# A firm, an office, an agency, a paper: what bylines of pages hold and a person's name does not.
BODIES = _words(
    """
    redaction redaktion redazione redaccion redaktionen redactie nachrichtenredaktion
    onlineredaktion newsroom news staff team teams equipe equipes editors editor editorial desk
    bureau agence agency agencies agencia agenzia agentur presse-agentur presseagentur press presse
    afp reuters dpa apa ats sda ansa efe upi bloomberg xinhua tass ntb tt ritzau belga keystone-ats
    media medias tv radio magazine journal gazette times group groupe gmbh inc ltd llc sa sarl sas
    ag kg association asso collectif comite committee institut institute university universite
    school college centre center ministere ministry federation fondation foundation syndicat union
    network online web website com www contributor contributors guest guests correspondent
    correspondents reporter reporters journalist journalists admin administrator administrateur
    webmaster webmestre writer writers author authors auteur auteurs unknown anonyme anonymous
    anonym partner partners sponsored sponsor communique communiques company corporation limited
    society societe club office service services department dept council board post today daily
    weekly internet digital ajansi haber gazetesi wire associated stringer internews insider the our
    notre votre nos deutsche welle twitter facebook linkedin instagram whatsapp share follow
    executive content nachrichten actualites
    """
)
# Posters that are no authors.
ACCOUNTS = _words(
    "admin administrateur administrator webmaster root user editeur invite guest anonyme anonymous"
)

# An initial (« J.-N. », « JM »), or a word with a capital: « Jean-Noël », « D’Astrée »,
# « McDonald », « JACQUINET ».
TOKEN = re.compile(r"(?:[^\W\d_]\.(?:-?[^\W\d_]\.)*|[^\W\d_][^\W\d_’'‑-]*(?:[’'‑-][^\W\d_]+)*\.?)")
INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+")
CIVILITY = re.compile(
    r"^(?:(?:M|MM|Dr|Pr|Me)\.?|Mme|Mlle|Monsieur|Madame|Mademoiselle|Maître"
    r"|(?:le |la )?(?:docteure?|professeure?))\s(?=\S+\s\S)",
    re.I,
)
ADDRESS = re.compile(r"[(<]?\S+@\S+[)>]?")
JOINT = re.compile(
    r"\s*(?:[,;&|/•·]|(?<!\S)(?:et|and|und|y|og|och|avec|with)\s|\s[-–—]\s|\s{2,})\s*", re.I
)
# « Ada Nord1, Yves Le Goff2 * »
NOTE_CALL = re.compile(
    r"(?<=[^\W\d_]{3})\d{1,2}(?:,\d{1,2})*(?![\w.-])|(?<=\w) ?\*{1,3}(?=[,;]|\s|$)"
)
# « Luc Nord, o.m.i., aumônier »: initials of an order behind the name
RELIGIOUS = re.compile(r",? (?:[a-z]\. ?){2,4}(?=,|$)")
# « Pour le bureau, Ada Nord »
ON_BEHALF = re.compile(r"^(?:Pour|Au nom d[eu]) (?:[^\W\d_]+[ ’'-]){1,5}?[^\W\d_]+, (?=[A-ZÀ-Þ])")
MARKS = ' \t\u00a0\u202f-–—―*_•·:;,|/()[]«»"“”'


def certainty(text: str) -> int:
    """Return how surely a text is a person's name.

    0 is not, 1 by its shape, 2 by its given name or a surname in capitals.
    """
    if not 3 < len(text) <= 60 or any(map(str.isdigit, text)):
        return 0
    tokens = text.split()
    if not 2 <= len(tokens) <= 6 or not all(map(TOKEN.fullmatch, tokens)):
        return 0
    folded = [fold(token).strip(".") for token in tokens]
    if NOT_NAMES.intersection(folded) or not _are_capitalised(tokens, folded):
        return 0
    if tokens[-1].endswith(".") and len(tokens[-1]) > 3:
        return 0
    # « M. LE BIHAN NE RÉPONDRA PAS » is a headline.
    if text.isupper() and len(tokens) > 4:
        return 0
    if folded[0] in ("m", "mme", "mr") and len(tokens) > 3:
        return 0
    if _is_given(tokens[0]) or INITIALS.fullmatch(tokens[0]):
        return 2
    if len(tokens[-1]) > 3 and tokens[-1].isupper() and not tokens[0].isupper():
        return 2
    if len(tokens[0]) > 2 and tokens[0].isupper() and _is_given(tokens[-1]):
        return 2  # « LEMONNIER Agathe »
    return 1


def _is_given(token: str) -> bool:
    """Return True for a given name: « Agathe », « Jean-Noël »."""
    return re.split(r"[-‑.]", fold(token))[0] in GIVEN


def _are_capitalised(tokens: list[str], folded: list[str]) -> bool:
    """Return True where the first word, the last and all between but particles have a capital."""
    if not (_is_capital(tokens[0]) and _is_capital(tokens[-1])):
        return False
    small_words: set[str] = set()
    for token, word in zip(tokens, folded, strict=True):
        if not _is_capital(token):
            small_words.add(word)
    return small_words <= PARTICLES


def _is_capital(token: str) -> bool:
    return token[0].isupper() or (token[:2].lower() in ("d'", "d’") and token[2:3].isupper())


def in_order(name: str) -> str:
    """Return « Solange KERMADEC » for « KERMADEC Solange »; any other name as it is.

    The words in capitals are the surname where all behind them is a given name.
    """
    words = name.split()
    cut = 0
    while cut < len(words) and len(words[cut]) > 1 and words[cut].isupper():
        cut += 1
    given = words[cut:]
    is_turned = cut and given and all(map(_is_given_in_small, given))
    if not is_turned or any("." in word for word in words):
        return name
    return " ".join(given + words[:cut])


def _is_given_in_small(word: str) -> bool:
    return _is_given(word) and word[0].isupper() and not word.isupper()


def is_role(text: str) -> bool:
    """Return True for what somebody is: « Directeur de la rédaction », « editor-in-chief »."""
    words = fold(text.strip(MARKS)).replace("’", "'").split()
    if not 1 <= len(words) <= 14 or (text.rstrip()[-1:] in ".?!…" and len(words) > 6):
        return False
    return any(word.strip(",.()") in ROLES for word in words[:3])


def printed(text: str, least: int = 1, is_announced: bool = False) -> list[Printed]:
    """Return the bylines in a text that holds nothing else; else [].

    Such texts are « X et Y », « X, directeur de Z », « La rédaction ». `least` is the certainty
    that the first name must have; behind « Par » (`is_announced`) any office is one, elsewhere only
    those that no menu names.
    """
    is_office = offices.is_office if is_announced else offices.signs_alone
    if len(text) > 200:
        return []
    text = RELIGIOUS.sub("", ADDRESS.sub("", text))
    # Who has an affiliation below is an author, whatever the given name.
    if len(NOTE_CALL.findall(text)) > 1:
        least = 1
    text = NOTE_CALL.sub("", text)
    text = CIVILITY.sub("", ON_BEHALF.sub("", text.strip(MARKS)))
    if name := uninverted(text):
        return [Printed(name)]
    pieces = JOINT.split(text)
    # « Ada Nord, directrice de la rédaction » is nobody's office.
    if is_office(text) and (len(pieces) < 2 or certainty(pieces[0]) < 2):
        return [Printed(text)]
    bylines: list[Printed] = []
    for piece in pieces:
        part = CIVILITY.sub("", piece.strip(MARKS))
        name, role = _name_and_role(part)
        if role and not (bylines and is_role(part)):
            bylines.append(Printed(name, role))
        elif bylines and is_office(part):
            bylines.append(Printed(part))
        elif bylines and part and (is_role(part) or _continues_role(bylines[-1], part)):
            role = ", ".join(filter(None, (bylines[-1].role, part)))
            bylines[-1] = Printed(bylines[-1].name, role)
        elif bylines and part and _is_place(part, pieces, bylines):
            bylines[-1] = Printed(bylines[-1].name, part)
        elif is_office(part) or certainty(part) >= _least(bylines, least):
            bylines.append(Printed(part))
        elif part:
            return []
    return bylines


def _is_place(part: str, pieces: list[str], bylines: list[Printed]) -> bool:
    """Return True for the place from where somebody writes: « Ada Nord, Morges »."""
    is_word = " " not in part and part[0].isupper() and TOKEN.fullmatch(part) is not None
    return is_word and len(pieces) == 2 and certainty(bylines[0].name) == 2


def uninverted(text: str) -> str:
    """Return « Solange Kermadec » for « Kermadec, Solange »; "" for any other text.

    « Martin, Simon » may be two surnames.
    """
    surname, _comma, given = text.partition(", ")
    if "," in given or " " in given or not given or not _is_given(given):
        return ""
    words = surname.split()
    if not 1 <= len(words) <= 3 or not surname[0].isupper() or _is_given(words[0]):
        return ""
    name = f"{given} {surname}"
    return name if certainty(name) == 2 else ""


def _least(bylines: list[Printed], first: int) -> int:
    """Return the certainty that the next name must have; behind a byline its shape is enough."""
    if bylines:
        return 1
    return first


def _continues_role(byline: Printed, part: str) -> bool:
    """Return True for more of a role (« de Ligne ouverte »), or for one that ROLES lacks.

    The latter is a few words in lower case (« juriste »).
    """
    if byline.role:
        return certainty(part) < 2
    is_address = ":" in part or any(map(str.isdigit, part))
    return part[0].islower() and part.count(" ") < 6 and not (is_address or part.endswith("."))


def _name_and_role(text: str) -> tuple[str, str]:
    """Return name and role of « François Rouffiac rédacteur en chef », no sign between them.

    Two empty texts where it is none.
    """
    words = text.split()
    for cut in range(2, min(5, len(words))):
        name, role = " ".join(words[:cut]), " ".join(words[cut:])
        if fold(words[cut]) in ROLES and certainty(name) == 2 and len(words) < 14:
            return name, role
    return "", ""


def is_account(text: str) -> bool:
    """Return True for a poster that is no author: « admin »."""
    return fold(text.strip(MARKS)) in ACCOUNTS
