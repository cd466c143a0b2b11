"""The words of web pages that are not the text, and the lines that are made of them.

They are those of menus, buttons, labels, headings of boxes. Phrases are written folded (lower case,
no accents, plain apostrophes) and without punctuation at their end. Some are French, some English;
a new site's words are added here and nowhere else.
"""

import re

from archive.ingest.printed import imprints, notices
from archive.text import fold

# Menus, buttons, notices: a line made mostly of these is none of the text.
CHROME = """
accueil | home | menu | menu principal | navigation | navigation principale | toutes les rubriques
rubriques | sommaire | recherche | rechercher | recherche avancee | recherche rapide | search | ok
go | valider | envoyer | submit | aller au contenu | aller au contenu principal
aller a la navigation | aller a la recherche | passer au contenu | skip to content
skip to main content | skip to navigation | jump to navigation | toggle navigation | main menu
plan du site | sitemap | contact | contacts | contactez-nous | nous contacter | contact us
nous ecrire | ecrivez-nous | a propos | about | about us | qui sommes-nous | l'equipe | notre equipe
our team | publicite | annonceurs | advertisement | advertise | advertising | regie publicitaire
partenaires | nos partenaires | espace presse | faq | aide | help | mentions legales | legal notice
cgu | cgv | conditions generales | conditions generales de vente | terms of use
conditions generales d'utilisation | conditions d'utilisation | terms and conditions
terms of service | privacy policy | politique de confidentialite | donnees personnelles
cookie policy | gestion des cookies | gerer les cookies | privacy | charte de confidentialite
vie privee | informations legales | credits | credits photo | tous droits reserves
all rights reserved | powered by wordpress | propulse par wordpress
fierement propulse par wordpress | flux rss | rss | rss feed | fil rss | flux atom | entries rss
comments rss | wordpress.org | wordpress | connexion | log in | login | se connecter
connectez-vous | sign in | sign up | log out | deconnexion | se deconnecter | s'identifier
identifiez-vous | mon compte | my account | espace abonnes | espace client | inscription
s'inscrire | inscrivez-vous | register | creer un compte | mot de passe oublie | identifiant
mot de passe | password | username | deja abonne | deja inscrit | s'abonner | s'abonner au magazine
s'abonner a la newsletter | abonnez-vous | je m'abonne | abonnement | abonnements | m'abonner
s'abonner au flux | reabonnement | offres d'abonnement | subscribe | subscribe now | subscription
newsletter | newsletters | la newsletter | lettre d'information | nos newsletters | je m'inscris
inscription newsletter | inscription a la newsletter | recevoir la newsletter | votre email
votre e-mail | votre adresse email | adresse e-mail | adresse mail | email | e-mail | your email
email address | au magazine | a la newsletter | boutique | kiosque | shop | imprimer
imprimer cet article | imprimer la page | version imprimable | print | print this page
printer friendly | printer-friendly version | pdf | telecharger | telecharger le pdf | download
envoyer par mail | envoyer par e-mail | envoyer a un ami | envoyer cet article | envoyer par email
email this | email to a friend | email this article | partager | partager cet article | partager sur
partager cette page | partager l'article | partagez | partagez cet article | partage | share
share this | share this article | share on | sharing | tweet | tweeter | like | j'aime | facebook
twitter | linkedin | viadeo | google | google+ | pinterest | whatsapp | instagram | youtube
tumblr | reddit | flipboard | telegram | messenger | scoop.it | digg | delicious | mail
copier le lien | copy link
link copied | lien copie | partager par e-mail | share via email | share on facebook
share on twitter | share on linkedin | partager sur facebook | partager sur twitter
partager sur linkedin | partager par email | cliquez pour partager | click to share | suivez-nous
follow us | follow | nous suivre | suivez-nous sur | retrouvez-nous sur | ajouter aux favoris
ajouter a mes favoris | mes favoris | favoris | add to favorites | bookmark | sauvegarder | save
lire plus tard | reagir | reagissez | commenter | poster un commentaire | donner votre avis
taille du texte | reduire | agrandir | zoom | agrandir la police | police | taille de police
ecouter | ecouter l'article | lecture zen | retour | retour haut de page | retour en haut
retour en haut de page | haut de page | haut | back to top | top | retour a l'accueil
retour a la liste | retour au sommaire | retour a la une | back | suivant | precedent
article suivant | article precedent | next | previous | next post | previous post | next article
previous article | billet suivant | billet precedent | page suivante | page precedente
lire la suite | en savoir plus | read more | continue reading | voir plus | voir tout | see all
show more | load more | plus d'infos | plus | more | fermer | close | ouvrir | open | ok j'accepte
j'accepte | accepter | tout accepter | accept | accept all | refuser | tout refuser | reject all
personnaliser | parametrer | continue | information | informations | infos | actus | news | a la une
offres d'emploi | petites annonces | multimedia | slideshow | follow @ | abonne | abonnes
article reserve aux abonnes | reserve aux abonnes | contenu reserve aux abonnes | sponsorise
contenu sponsorise | sponsored | promoted | advertisement continue reading below
story continues below | article continues below | publicite continuer la lecture ci-dessous
la suite apres cette publicite | lire aussi | lecture | temps de lecture | reading time
min de lecture | lire | read | ecouter cet article | listen | listen to article | favori
notez cet article | noter cet article | votez | rate this | vote | votes | vues | views | lectures
hits | par | par la redaction web | auteur | author | tags | mots-cles | mots-clefs
current post is tagged | publie le | publie par | publie par le | date | le | by | posted by
posted on | posted in | filed under | categories | categorie | image | images | photo | legende
crop | x | × | iframe | button | inline | loading | chargement | javascript | partager : | j'aime ca
j'aime chargement | cliquez ici | lien permanent | permalien | permalink | details
this article is more than | days ago | hours ago | minutes ago | ajouter a vos selections
signaler une erreur | a month old | month old | months old | year old | years old | francais
english | deutsch | espanol | fr | en | version francaise | english version
about this capture
texte | corps | corps du texte | texte integral | citer ce document | cite this document
"""

# Words that may be a headline, but are more often an entry of a menu.
MENU_WORDS = """
actualites | actualite | dossiers | agenda | evenements | archives | emploi | annuaire | forum
forums | blogs | photos | videos | video | podcasts | podcast | webinars | livres blancs
communiques | services | galerie | diaporama | magazine | magazines | le magazine | france | monde
politique | economie | societe | culture | sport | sports | business | politics | world | tech
technology | health | science | sciences | entertainment | lifestyle | travel | international
sante | environnement | idees | medias | high-tech | auto | people | loisirs | voyages | regions
europe | livres | cinema | musique
"""

# What opens the part of a page that follows the text: comments, boxes of other articles, the foot.
COMMENTS = """
laisser un commentaire | laissez un commentaire | laisser une reponse
laisser un commentaire annuler la reponse | ajouter un commentaire | ecrire un commentaire
poster un commentaire | publier un commentaire | deposer un commentaire | commenter cet article
votre commentaire | vos commentaires | commentaires | commentaire | les commentaires
repondre a cet article | messages
reagissez a cet article | reagir a cet article | vos reactions | reactions | aucun commentaire
pas de commentaire | pas encore de commentaire | aucun commentaire pour le moment
soyez le premier a commenter | commentaires fermes | les commentaires sont fermes
les commentaires sont desactives | tous vos commentaires | tous les commentaires | leave a comment
leave a reply | leave a reply cancel reply | post a comment | add a comment | add comment | comments
comment | no comments | no comments yet | comments are closed | be the first to comment
join the conversation | view comments | show comments | write a comment | discussion | conversation
retroliens | trackbacks | pingbacks | a vous la parole | donnez votre avis
participez a la discussion | forum de l'article | comments off | reader comments | kommentare
kommentar schreiben | comentarios | commenti
"""
RELATED = """
a lire aussi | lire aussi | lire egalement | a lire egalement | a lire | a voir aussi | voir aussi
sur le meme sujet | sur le meme theme | dans la meme rubrique | dans la meme categorie
articles similaires | articles lies | articles associes | articles relatifs | articles connexes
article similaire | vous aimerez aussi | vous aimeriez aussi | ca peut vous interesser
vous pourriez aussi aimer | vous aimerez peut-etre | ces articles peuvent vous interesser
cela peut vous interesser | la redaction vous recommande | nous vous recommandons
recommande pour vous | nos recommandations | les plus lus | les articles les plus lus
articles les plus lus | les plus commentes | les plus partages | le plus lu | top articles
derniers articles | articles recents | dernieres actualites | dernieres publications
nos derniers articles | plus d'articles | autres articles | les autres articles | du meme auteur
dans ce numero | in this issue | au sommaire | dans le meme numero | a decouvrir | a ne pas manquer
a decouvrir aussi | pour aller plus loin | les dernieres actus | toute l'actualite
dans l'actualite | related articles | related posts | related stories | related | related content
related topics | you may also like | you might also like | more from | more stories | more on this
read next | recommended | recommended for you | trending | most read | most popular | popular posts
recent posts | latest news | latest articles | latest stories | latest posts | more articles
also read | see also | similar articles | similar posts | up next | editor's picks | don't miss
top stories | around the web | from the web | sponsored content | more news | what to read next
read also | keep reading | share this story | explore more | more in | more like this
contenus sponsorises | more from this author | mehr zum thema | das konnte sie auch interessieren
auch interessant | lesen sie auch | meistgelesen
"""
FOOT = """
mentions legales | tous droits reserves | all rights reserved | retour haut de page | back to top
haut de page | a propos de l'auteur | about the author | l'auteur
abonnez-vous pour recevoir nos meilleurs articles | inscrivez-vous a notre newsletter
recevez gratuitement notre newsletter | sign up for our newsletter | abonnez-vous a notre newsletter
recevez notre newsletter | subscribe to our newsletter | get our newsletter
bibliographie | reference bibliographique | references bibliographiques | pour citer cet article
ours | votre adresse de messagerie ne sera pas publiee | votre adresse e-mail ne sera pas publiee
navigation de l'article | navigation des articles | post navigation
partager sur les reseaux sociaux | visible links | hidden links | references
your email address will not be published
declaration d'interets | declaration de liens d'interets | liens d'interets | conflits d'interets
conflit d'interets | competing interests | conflicts of interest
"""

# What says that a line is a section's name and not a headline.
SECTIONS = """
edito | editos | editorial | editoriaux | l'edito | l'editorial | le mot de la redaction
le mot du president | avant-propos | le billet | billet | billet d'humeur | humeur | chronique
la chronique | tribune | tribunes | point de vue | opinion | opinions | analyse | entretien
interview | enquete | reportage | dossier | debat | libre propos | bloc-notes | le mot de
la lettre | breve | breves | portrait | decryptage | temoignage | etude | cas pratique | leader
comment | commentary | editorials | column | columns | essay | feature | review | blog | idees
carte blanche | actualite | a la une
"""

# « Photo : », « © AFP » and the like open a caption; agencies end one.
CAPTION = re.compile(
    r"(?:©|\(c\)|copyright(?= \d{4})|photos? ?[:/©(]|photo (?:by|de)|crédits?\b"
    r"|image(?: illustrative| d[’']illustration| de (?:une|couverture))? ?:"
    r"|(?:image |photo )?credits?(?: photos?)? ?[:.]|illustration ?:|source photo|bildrechte"
    r"|foto ?:)"
    r"|.*(?:getty images|/ ?(?:afp|ap|reuters|sipa|epa)|photo [^.]{3,30}\. afp|\(photo [^)]{3,60}\)"
    r"|\b(?:dr|d\.r)\.?)[.)]?$",
    re.I,
)
# What opens one reader's comment: « Paul dit : », « Jane says: ».
COMMENT_BY = re.compile(
    r"(?!(?:il|elle|on|je|tu|ce|cela|qui|le|la|les|un|une|he|she|it|they|the|l'|l’)\b)"
    r"[^\W\d_][\w.’'-]*(?: [\w.’'-]+){0,2}"
    r" (?:a dit|dit|a écrit|says|said|wrote|schrieb)(?: le .{5,40})?\s?:$",
    re.I,
)


def words(line: str) -> list[str]:
    """Return the folded words of a line, as phrases are compared.

    Those of « S'abonner ! » are "s", "abonner".
    """
    return re.findall(r"[^\W\d_]+|[+@×]|\d+", fold(line))


def _phrases(table: str) -> frozenset[tuple[str, ...]]:
    """Return the phrases of a table, each as its words."""
    phrases: set[tuple[str, ...]] = set()
    for phrase in re.split(r"[|\n]", table):
        if phrase.strip():
            phrases.add(tuple(words(phrase)))
    return frozenset(phrases)


PHRASES = {
    "comments": _phrases(COMMENTS),
    "related": _phrases(RELATED),
    "foot": _phrases(FOOT),
    "chrome": _phrases(CHROME),
    "menu": _phrases(MENU_WORDS),
    "section": _phrases(SECTIONS),
}
ALL = PHRASES["comments"] | PHRASES["related"] | PHRASES["foot"] | PHRASES["chrome"]
LONGEST = max(map(len, ALL))
FIRST_WORDS = frozenset(phrase[0] for phrase in ALL)
# Words that menus put between, before or behind phrases: counts, joints, signs.
FILLERS = frozenset(
    fold("et ou and or de des du la le les a au aux the of to + @ × sur on in en").split()
)


def is_section(line: str) -> bool:
    """Return True for a line that names a section: « Édito », « L'édito », « Point de vue »."""
    return tuple(words(line)) in PHRASES["section"]


def is_menu_word(line: str) -> bool:
    """Return True for a line that is more often an entry of a menu than a headline.

    « Dossiers » and « Économie » are such lines.
    """
    return tuple(words(line)) in PHRASES["menu"]


# Who is seen has made the picture: « Emma Roma, after the operation. Emma Roma ».
CREDITED = re.compile(r"([A-ZÀ-Þ]\S*(?: [A-ZÀ-Þ]\S*){1,3})\b.{20,}[.!?] \1")


def is_caption(line: str) -> bool:
    """Return True for what stands below a picture: « Photo : X », « © AFP »."""
    return len(line) < 250 and bool(CAPTION.match(line) or CREDITED.fullmatch(line))


# Buttons and notes of whoever made the page: « [ Retour ] [ Sommaire ] ».
IN_BRACKETS = re.compile(r"(?:\[(?! ?(?:…|\.{3}|ndlr)) ?[^\[\]]{1,150}\]\s*)+", re.I)
IN_BRACKET = re.compile(r"\[([^\[\]]+)\]")
PICTURE = re.compile(r" ?[\w%~-]+\.\w{2,4} ?")
# What leads the eye to a page's number or a key: « Sommaire.......... GUIDE ».
LEADERS = re.compile(
    r"(?:\.{5,}|(?:\. ){4,}\.|_{5,})"
    r"\s*(?:(?:p\. ?)?\d{1,4}|[A-ZÀ-Þ]{2,}(?: [A-ZÀ-Þ]+){0,2})$|_{5,}$"
)


# « Signaler ce document », « Citer cet article »
BUTTON = re.compile(
    r"[A-ZÀ-Þ][a-zà-ÿ]+(?:er|ir|re) (?:à |sur )?(?:(?:ce|cet|cette|le|la) |l['’])"
    r"(?:document|article|page|notice|éditorial|édito|billet|texte)(?: ?: ?https?://\S+)?"
)


PAGES = re.compile(r"\bp(?:p?\.|age) ?\d")  # « Dans ce numéro : Résultats, p. 2. Lettres, p. 3. »
# What the Wayback Machine prints above a page: « 17 captures », then from when to when.
CAPTURES = re.compile(r"\d[\d .,\u00a0\u202f]{0,6} captures?")


def kind(line: str) -> str:
    """Return what a line that is none of the text is; "" for what may be text.

    The kinds are "comments", "related", "foot" (headings of these parts of a page), "imprint" and
    "chrome".
    """
    if len(line) > 110:
        if len(PAGES.findall(line)) >= 2 and _opening(line) in PHRASES["related"]:
            return "related"
        if len(line) < 1500 and imprints.is_imprint(line):
            return "imprint"
        if len(line) < 700 and notices.is_notice(line):
            return "chrome"
        return ""
    if imprints.is_imprint(line):
        return "imprint"
    if (
        CAPTURES.fullmatch(line)
        or _is_in_brackets(line)
        or LEADERS.search(line)
        or BUTTON.fullmatch(line)
    ):
        return "chrome"
    line_words = words(line)
    letters = tuple(word for word in line_words if not word.isdigit())
    if not letters:
        return _kind_of_number(line_words)
    for name in ("comments", "related", "foot"):
        if letters in PHRASES[name]:
            return name
    # « Lire aussi dans ce numéro : » has its list below.
    if line.endswith(":") and any(letters[:end] in PHRASES["related"] for end in range(1, 8)):
        return "related"
    opening = _opening(line)
    if opening in PHRASES["comments"] or COMMENT_BY.match(line):
        return "comments"
    # « À lire aussi : … » names one other article; the text goes on below it.
    if opening in PHRASES["related"] or letters in PHRASES["chrome"] or _is_covered(letters):
        return "chrome"
    if len(line) > 20 and notices.is_notice(line):
        return "chrome"
    return ""


def _is_in_brackets(line: str) -> bool:
    """Return True for buttons in brackets; « [Il sort] » is what a play says of its persons."""
    return bool(IN_BRACKETS.fullmatch(line)) and any(map(_is_button, IN_BRACKET.findall(line)))


def _is_button(words: str) -> bool:
    return bool(PICTURE.fullmatch(words) or kind(words)) or is_caption(words)


def _kind_of_number(numbers: list[str]) -> str:
    """Return "" for a number that may be a headline (« 39 75 », « 6,55957 »), else "chrome".

    Counters are shorter.
    """
    if sum(map(len, numbers)) >= 4 and len(numbers) <= 2:
        return ""
    return "chrome"


def _opening(line: str) -> tuple[str, ...]:
    """Return the words before the first sign: of « Commentaires (3) », of « À lire aussi : … »."""
    head = re.match(r"[^:(|–—]{3,60}(?=\s?[:(|–—])", line)
    if not head:
        return ()
    return tuple(words(head.group()))


def _is_covered(letters: tuple[str, ...]) -> bool:
    """Return True where phrases make up nearly all of a short line.

    « S'abonner à la newsletter S'abonner au magazine » is such a line.
    """
    if len(letters) > 30:
        return False
    covered, fillers = 0, 0
    index = 0
    while index < len(letters):
        length = _phrase_at(letters, index)
        covered += length
        if not length and letters[index] in FILLERS:
            fillers += 1
        index += length or 1
    if not covered or covered < 0.5 * len(letters):
        return False
    return covered + fillers >= 0.75 * len(letters)


def _phrase_at(letters: tuple[str, ...], index: int) -> int:
    """Return the number of words of the longest phrase that starts there; 0 for none."""
    if letters[index] not in FIRST_WORDS:
        return 0
    for length in range(min(LONGEST, len(letters) - index), 0, -1):
        if letters[index : index + length] in ALL:
            return length
    return 0
