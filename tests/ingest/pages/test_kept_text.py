"""What looks like something around a text and is of it: nothing of these editorials may go."""

import json

import pytest
from page_sentences import SENTENCES

from archive.ingest.pages import page
from archive.text import plain

TEXT = "".join(f"<p>{' '.join(SENTENCES[start:] + SENTENCES[:start])}</p>" for start in (0, 3, 6))
SHORT = [f"<p>{sentence}</p>" for sentence in SENTENCES]


def read(inside: str, *authors: str, kind: str = "Person"):
    data = {"@type": "NewsArticle", "headline": "La voix au bout du fil"}
    data["author"] = [{"@type": kind, "name": author} for author in authors]
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    body = f"<article><h1>La voix au bout du fil</h1>{inside}</article>"
    return page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "page.html")


def whole(inside: str, *authors: str, kind: str = "Person") -> str:
    """Return the text that is read, its blocks one a line."""
    return plain(read(inside, *authors, kind=kind).html).replace("\n\n", "\n")


def lines(*blocks: str) -> list[str]:
    return [plain(block) for block in blocks]


# What asks something of readers

ASKS = [
    "Depuis lundi, les candidats peuvent <a href='/x'>s’inscrire à la session de printemps</a>."
    " Le rectorat n’a rien dit de ceux qui n’ont pas de quoi payer le voyage.",
    "Je le dis sans détour : <strong>je m’inscris en faux contre cette idée</strong>, parce que"
    " rien ne la prouve et que personne ne l’a mesurée.",
    "Le slogan de la campagne, <em>Soutenez notre école</em>, a fait le tour de la vallée ; il a"
    " fait rire ceux qui ont vu fermer deux classes.",
    "On nous écrit : <a href='/y'>abonnez-vous à la newsletter</a> de la mairie. Nous l’avons fait,"
    " et nous avons lu que tout allait bien.",
]


@pytest.mark.parametrize("paragraph", ASKS)
@pytest.mark.parametrize("around", ["{}", "<section>{}</section>", "<div>{}</div>"])
def test_a_paragraph_with_a_link_or_an_emphasis_that_asks_stays(paragraph, around):
    inside = TEXT + around.format(f"<p>{paragraph}</p>{SHORT[2]}") + SHORT[3] + TEXT[:300]
    assert plain(f"<p>{paragraph}</p>") in whole(inside)


@pytest.mark.parametrize(
    "part",
    [
        "<section><h2>Une saison en enfer</h2><p>Cinq mille bacheliers n’ont pas pu s’inscrire à"
        " l’université.</p><p>Le ministre y voit un progrès, et nous une honte.</p></section>",
        "<blockquote><p>Recevez tous nos vœux, et un peu de courage.</p><p>Nous en aurons besoin"
        " dans la ville que voilà, disait le vieux maire.</p></blockquote>",
        "<div><p>Notre journal vit de ses lecteurs et d’eux seuls, depuis vingt ans.</p><p>"
        "Abonnez-vous, faites abonner vos voisins, et nous tiendrons encore dix ans.</p></div>",
        "<div><p>Notre journal vit de ses lecteurs et d’eux seuls, depuis vingt ans.</p><p>"
        "Abonnez-vous, et nous tiendrons.</p><p>C’est tout ce que nous demandons pour la nouvelle"
        " année.</p><form><input></form></div>",
        "<section><h2>Un mot à nos lecteurs</h2><p>Soutenez-nous : un journal sans lecteurs se"
        " tait.</p><p>Merci de votre confiance.</p></section>",
        "<div><p>Recevez cette lettre comme un adieu, chers amis.</p><p>La rédaction</p></div>",
    ],
)
def test_a_part_of_an_editorial_that_asks_something_itself_stays(part):
    text = whole(f"<div>{TEXT}</div>{part}<div>{''.join(SHORT[:3])}</div>")
    assert all(line in text for line in plain(part).split("\n\n"))


# Links


def test_short_paragraphs_between_pointers_stay():
    first = '<p>À lire : <a href="/a">Notre enquête sur le standard de la ville de Rennes</a></p>'
    second = '<p>À lire : <a href="/b">Le récit d’une journée passée au guichet de Brest</a></p>'
    text = whole("".join([TEXT, first, *SHORT[:2], second, *SHORT[4:6]]))
    assert all(line in text for line in lines(*SHORT[:2], *SHORT[4:6]))


def test_crossheads_that_lead_to_a_glossary_keep_what_stands_below_them():
    crosshead = '<h3><a href="/lexique/{0}">De {0} et de ses métiers anciens</a></h3>'
    parts = [crosshead.format("l’accueil"), SHORT[3], crosshead.format("la machine"), *SHORT[4:6]]
    text = whole(TEXT + "".join(parts))
    assert all(line in text for line in lines(*parts))


@pytest.mark.parametrize("heading", ["Nos sources", "Sources", "Références", "Notes"])
def test_sources_below_an_editorial_stay_with_their_heading(heading):
    sources = "".join(
        f'<p><a href="/rapport-{year}">Rapport de la Cour sur l’accueil, année {year}</a></p>'
        for year in (2001, 2002, 2003)
    )
    text = whole(f"{TEXT}<h3>{heading}</h3>{sources}")
    assert heading in text and all(f"année {year}" in text for year in (2001, 2002, 2003))


# What authors say


def test_the_last_answers_of_an_interview_stay():
    questions = ("Pourquoi ?", "Et après ?", "Comment ?", "Qui paie ?")
    inside = "".join(
        f"<p><strong>{question}</strong></p><p>Claire Abgrall : {answer}</p>"
        for question, answer in zip(questions, SENTENCES, strict=False)
    )
    text = whole(TEXT + inside, "Claire Abgrall")
    assert all(line in text for line in (*questions, *SENTENCES[:4]))


@pytest.mark.parametrize("between", [" : ", " — ", ", "])
def test_a_dialogue_of_two_authors_keeps_all_its_replies(between):
    replies = []
    for number, sentence in enumerate(SENTENCES):
        speaker = ("Claire Abgrall", "Yves Bihan")[number % 2]
        replies.append(f"<p>{speaker}{between}{sentence}</p>")
    text = whole(TEXT + "".join(replies), "Claire Abgrall", "Yves Bihan")
    assert all(line in text for line in lines(*replies))


@pytest.mark.parametrize(
    ("author", "last"),
    [
        ("La Rédaction", "La rédaction vous souhaite de belles fêtes et revient le 12 janvier."),
        ("Attac", "Attac appelle donc à manifester samedi devant la mairie, et à y revenir."),
        ("Claire Abgrall", "Claire Abgrall, votre servante, a donc rappelé. Nul n’a décroché."),
        ("Claire Abgrall", "Claire Abgrall, journaliste, a donc rappelé, et nul n’a décroché."),
        ("Claire Abgrall", "Claire Abgrall est partie hier, sans bruit, comme elle a vécu."),
        ("Claire Abgrall", "Claire Abgrall espère que vous rappellerez."),
        ("", "Pour nous joindre : courrier@lettre.example. Nous lisons tout, et nous répondons."),
    ],
)
def test_a_last_sentence_with_a_name_or_an_address_stays(author, last):
    kind = "Person" if author == "Claire Abgrall" else "Organization"
    assert whole(f"{TEXT}<p>{last}</p>", *filter(None, [author]), kind=kind).endswith(last)


# Credits, captions, buttons

SAYINGS = [
    "Suivez le guide, et ne dites rien : la visite dure encore dix ans.",
    "Suivez la flèche, disait le panneau.",
    "Suivez-nous sur ce chemin, et vous verrez.",
    "L’article paru dans notre dernier numéro nous a valu cent lettres ; nous y répondrons.",
    "L’article paru en mai fit scandale.",
    "Sources : l’enquête que nous publions page 12 dit le contraire, et nous y croyons.",
    "Copyright ou droit d’auteur ? La loi ne tranche pas.",
    "Photo de classe, 1962 : nous étions quarante, et le maître savait nos noms.",
    "Photo de famille, donc, et tout le monde sourit.",
    "Il vous reste six mois pour changer d’avis, Monsieur le maire.",
    "Vous avez lu, dans notre dernier numéro, le récit de cette journée.",
    "Abonnez-vous, faites abonner vos voisins, et nous tiendrons encore dix ans.",
    "Voir : c’est déjà comprendre, disait le vieux maître, et nous n’avons rien vu.",
    "Yves Bihan a écrit :",
    "Discussion : le maire n’entend rien",
    "Pour lire la suite, il faudra attendre le mois prochain.",
    "Déjà abonné à deux journaux, le maire n’en lit aucun.",
    "La mairie a répondu : « Nous utilisons des cookies. » C’est tout ce qu’elle a dit.",
    "Cette loi interdit toute reproduction, et jusqu’au souvenir.",
    "Au suivant.",
]


@pytest.mark.parametrize("saying", SAYINGS)
def test_a_sentence_that_begins_as_a_credit_or_a_button_does_stays(saying):
    text = whole(f"{TEXT}<p>{saying}</p>{''.join(SHORT[:2])}")
    assert saying in text and SENTENCES[1] in text
    if not saying.endswith(":"):
        assert whole(f"{TEXT}<p>{saying}</p>").endswith(saying)


@pytest.mark.parametrize("crosshead", ["Photo de famille", "Comment ?", "Copyright ou droit ?"])
def test_a_crosshead_that_is_called_so_stays(crosshead):
    text = whole(f"{TEXT}<h3>{crosshead}</h3>{''.join(SHORT)}")
    assert crosshead in text and SENTENCES[7] in text


@pytest.mark.parametrize(
    "crosshead",
    ["Réactions", "Discussion", "Commentaire", "L’auteur", "À lire", "Pour aller plus loin"],
)
def test_a_crosshead_of_prose_that_many_feet_have_cuts_nothing_off(crosshead):
    below = "Voilà ce que disait, un soir d’hiver, le plus vieux de nos maires à sa fenêtre."
    assert whole(f"{TEXT}<h3>{crosshead}</h3><p>{below}</p>").endswith(f"{crosshead}\n{below}")


@pytest.mark.parametrize(
    "heading", ["Commentaires (3)", "Laisser un commentaire", "Mentions légales"]
)
def test_a_foot_goes_with_all_that_stands_below_its_heading(heading):
    below = "Voilà ce que disait, un soir d’hiver, le plus vieux de nos maires à sa fenêtre."
    assert whole(f"{TEXT}<h3>{heading}</h3><p>{below}</p>") == whole(TEXT)


@pytest.mark.parametrize(
    "credit",
    [
        "© La Lettre, tous droits réservés, et toute reproduction de ce texte est interdite.",
        "Sources : Insee, Dares.",
        "Suivez-nous sur Facebook",
        "Cet article est paru dans La Lettre.",
        "Photo : Yves Bihan",
    ],
)
def test_credits_at_the_end_go(credit):
    assert whole(f"{TEXT}<p>{credit}</p>") == whole(TEXT)


# The shapes of texts


def test_the_ends_of_letters_stay():
    end = [
        "<p>Recevez, chers lecteurs, tous nos vœux pour l’année qui vient.</p>",
        "<p>Vive la République et vive le téléphone !</p>",
        "<p>À bientôt,</p>",
    ]
    text = whole("<p>Chers lecteurs,</p>" + TEXT + "".join(end), "Claire Abgrall")
    assert text.startswith("Chers lecteurs,") and all(line in text for line in lines(*end))


def test_the_refrain_of_a_poem_returns():
    refrain = "Et la voix ne répond plus, au bout du fil."
    verses = "".join(f"{short}<p>{refrain}</p>" for short in SHORT[:4])
    assert whole(TEXT + verses).count(refrain) == 4


def test_a_recipe_keeps_its_parts_and_steps():
    recipe = (
        "<h3>Ingrédients</h3><ul><li>Deux standardistes</li><li>Une ligne ouverte</li></ul>"
        "<h3>Préparation</h3><ol><li>Décrochez.</li><li>Écoutez sans couper la parole.</li></ol>"
    )
    text = whole(f"{TEXT}{recipe}{SHORT[0]}")
    assert all(line.lstrip("- ") in text for line in plain(recipe).split("\n") if line)


def test_a_closing_cry_that_is_set_as_a_heading_stays():
    assert whole(f"{TEXT}<h3>Décrochez, Monsieur le maire !</h3>").endswith("Monsieur le maire !")


@pytest.mark.parametrize(
    "opening",
    [
        "21 avril 2002, vingt heures.",
        "Le 11 septembre 2001.",
        "Moi, Claire Abgrall, j’accuse.",
    ],
)
def test_an_opening_with_a_day_or_the_author_s_name_stays(opening):
    assert whole(f"<p>{opening}</p>{TEXT}", "Claire Abgrall").startswith(opening)


def test_short_paragraphs_alone_stay_whole():
    assert whole("".join(SHORT)).split("\n") == lines(*SHORT)


# Who signs


@pytest.mark.parametrize(
    "inside",
    [
        '<p>On relit <a href="/auteurs/victor-hugo">Victor Hugo</a>, et l’on comprend.</p>{}',
        '{}<p>On relit, ce soir, un peu de <a href="/auteurs/victor-hugo">Victor Hugo</a>.</p>',
        '{}<p>Voir <a href="/auteurs/victor-hugo">Victor Hugo</a> et Émile Zola</p>',
    ],
)
def test_an_author_that_a_text_speaks_of_has_not_signed_it(inside):
    assert read(inside.format(TEXT)).bylines == []


@pytest.mark.parametrize(
    "inside",
    [
        '<p>Par <a href="/auteurs/claire-abgrall">Claire Abgrall</a>, journaliste</p>{}',
        "<p>" + SENTENCES[0] + " " + SENTENCES[1] + "</p>"
        '<p><a href="/auteurs/claire-abgrall">Claire Abgrall</a></p>{}',
        '{}<div class="author-box"><a href="/auteurs/claire-abgrall">Claire Abgrall</a></div>',
    ],
)
def test_a_link_to_the_author_above_the_text_or_in_a_byline_signs_it(inside):
    assert [byline.name for byline in read(inside.format(TEXT)).bylines] == ["Claire Abgrall"]


def test_who_signs_another_text_that_a_page_shows_has_not_signed_what_an_office_has():
    byline = '<p class="author">AFP</p>'
    other = (
        '<div class="thumbnail thumbnail--opinion"><a href="/la-culture">La culture, dit-il</a>'
        '<span class="text--author">Par Victor Hugo</span></div>'
    )
    page = read(byline + TEXT + other)
    assert [byline.name for byline in page.bylines] == ["AFP"]
