"""What stands beside a text and is none of it, each beside what looks like it and stays."""

import json

import pytest
from page_sentences import SENTENCES

from archive.ingest.pages import page
from archive.text import plain

SIX = SENTENCES[:6]
PARAGRAPHS = [" ".join(SIX[start:] + SIX[:start]) for start in (0, 2, 4)]
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
TITLE = "La voix au bout du fil"


def read(body: str, description: str = "", author: str = ""):
    data = {"@type": "NewsArticle", "headline": TITLE}
    if author:
        data["author"] = {"@type": "Person", "name": author}
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    head += f'<meta property="og:description" content="{description}">'
    return page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "page.html")


def lines(inside: str, author: str = "") -> list[str]:
    """Return the blocks of the text that is read of an article."""
    record = read(f"<article><h1>{TITLE}</h1>{inside}</article>", author=author)
    return plain(record.html).split("\n\n")


# Standfirsts

STANDFIRST = "Personne ne décroche plus dans les mairies, et chacun s’en arrange fort bien."


@pytest.mark.parametrize(
    "around", ['<p class="teaser-text">{}</p>', '<ul class="footer"><li><h2>{}</h2></li></ul>']
)
def test_a_standfirst_that_the_page_describes_itself_with_stays_whatever_its_class(around):
    head = f"<header><h1>{TITLE}</h1>{around.format(STANDFIRST)}</header>"
    text = plain(read(f"<article>{head}<div>{TEXT}</div></article>", STANDFIRST).html)
    assert text.split("\n\n") == [STANDFIRST, *PARAGRAPHS]


def test_a_description_that_a_menu_or_a_foot_repeats_is_none():
    beside = f"<aside><p>{STANDFIRST}</p></aside>"
    body = f"{beside}<article><h1>{TITLE}</h1>{TEXT}</article>"
    assert STANDFIRST not in read(body, STANDFIRST).html


@pytest.mark.parametrize(
    "block",
    [
        '<div class="article-excerpt">{}</div>',
        '<p class="intro">{}</p>',
        "<h2>{}</h2>",
    ],
)
def test_a_standfirst_without_a_full_stop_stands_above_the_text(block):
    standfirst = STANDFIRST.rstrip(".")
    assert lines(f"{block.format(standfirst)}<div>{TEXT}</div>")[0] == standfirst


def test_what_a_gallery_says_of_its_picture_is_no_standfirst():
    caption = "Le standard de la mairie de Brest, un matin de grève, photographié du palier"
    picture = f'<div class="detail-img"><div class="detail-img__description">{caption}</div></div>'
    assert caption not in lines(f"{picture}<div>{TEXT}</div>")


# Other texts

CARD = '<div class="x"><h3><a href="/{0}">Le récit numéro {0} de la série</a></h3><p>{1}</p></div>'


def test_cards_of_other_texts_beside_each_other_go():
    cards = CARD.format(1, "Une journée passée au guichet.") + CARD.format(2, "Une nuit, aussi.")
    assert lines(f"{TEXT}<div>{cards}</div>") == PARAGRAPHS


def test_a_card_alone_and_parts_with_a_text_of_their_own_stay():
    card = CARD.format(1, "Il dit assez bien ce que nous avons vu ce jour-là, et le reste.")
    assert any("Il dit assez bien" in line for line in lines(f"{TEXT}{card}{TEXT[:200]}"))
    parts = "".join(CARD.format(number, paragraph) for number, paragraph in enumerate(PARAGRAPHS))
    assert all(paragraph in lines(f"{TEXT[:300]}</p>{parts}") for paragraph in PARAGRAPHS)


def test_a_part_that_complements_the_page_goes():
    part = f'<section role="complementary"><h2>Notre dossier</h2><p>{SENTENCES[0]} Encore.</p></section>'
    assert lines(TEXT + part) == PARAGRAPHS


def test_a_box_of_facts_between_two_paragraphs_stays_and_one_of_links_goes():
    facts = f'<div role="complementary"><p>{SENTENCES[0]} Encore.</p></div>'
    links = facts.replace("<p>", "<p><a href='/x'>").replace("</p>", "</a></p>")
    own = f"{SENTENCES[0]} Encore."
    first, *rest = (f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert own in lines(first + facts + "".join(rest))
    assert own not in lines(first + links + "".join(rest))


@pytest.mark.parametrize(
    "heading",
    ["Impression : rien ne change", "Diffusion, publicité : le modèle s’effondre", "[Il sort]"],
)
def test_a_heading_that_an_imprint_might_have_ends_no_text(heading):
    first, *rest = (f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert lines(f"{first}<h2>{heading}</h2>{''.join(rest)}") == [
        PARAGRAPHS[0],
        heading,
        *PARAGRAPHS[1:],
    ]


POST = "Encore une heure au téléphone avec la mairie, et toujours cette petite musique."
SHOWN = f'<blockquote class="twitter-tweet"><p>{POST}</p>— Anne (@anne) <a href="https://twitter.com/a/1">3 mai</a></blockquote>'


def test_a_post_among_the_paragraphs_is_a_quotation_with_its_source():
    record = read(f"<article><h1>{TITLE}</h1>{TEXT}{SHOWN}<p>{SENTENCES[1]}</p></article>")
    _above, _tag, quotation = record.html.partition("<blockquote>")
    assert POST in quotation and "— Anne (@anne)" in quotation
    assert 'href="https://twitter.com/a/1"' in quotation
    assert all(doubt.field != "text" for doubt in record.doubts)


def test_a_post_below_the_text_goes_with_a_doubt_and_a_quotation_stays():
    record = read(f"<article><h1>{TITLE}</h1>{TEXT}{SHOWN}</article>")
    assert POST not in record.html
    [doubt] = [doubt for doubt in record.doubts if doubt.field == "text"]
    assert doubt.code == "posts" and POST[:40] in doubt.value
    assert POST in lines(f"{TEXT}<blockquote><p>{POST}</p></blockquote>")


def test_a_list_of_topics_and_links_goes():
    links = "<li><strong>Santé :</strong> <a href='/a'>Mieux respirer, c’est possible !</a></li>"
    links += "<li><strong>Cuisine</strong> <a href='/b'>Dix recettes pour l’hiver</a></li>"
    assert lines(f"{TEXT}<ul>{links}</ul>") == PARAGRAPHS


def test_a_list_of_links_that_the_text_announces_stays():
    links = "<li>Institut de la statistique : <a href='/a'>Enquête, année 2004</a></li>"
    links += "<li>Cour des comptes et sa chambre : <a href='/b'>Rapport public</a></li>"
    text = "\n".join(
        lines(f"{TEXT}<p>Nous avons lu pour vous trois rapports :</p><ul>{links}</ul>")
    )
    assert "Enquête, année" in text and "Rapport public" in text


# Notices

NOTICES = [
    "<em>Inscrivez-vous à notre newsletter pour ne rien manquer de la semaine.</em>",
    "[Envie de nous lire ? Recevez notre lettre d’information chaque matin.]",
    "<b>Cet article vous a plu ? Alors, faites-le savoir autour de vous.</b>",
]


def test_a_link_that_offers_podcasts_goes():
    notice = "<a href='/n'><strong>Abonnez-vous à nos podcasts, où que vous soyez</strong></a>"
    assert lines(f"{TEXT}<p>{notice}</p>") == PARAGRAPHS


@pytest.mark.parametrize("notice", NOTICES)
def test_a_line_set_apart_that_offers_a_newsletter_goes_with_a_doubt(notice):
    record = read(f"<article><h1>{TITLE}</h1>{TEXT}<p>{notice}</p></article>")
    assert plain(record.html).split("\n\n") == PARAGRAPHS
    [doubt] = [doubt for doubt in record.doubts if doubt.field == "text"]
    assert doubt.code == "readers" and doubt.value[:40] == plain(f"<p>{notice}</p>")[:40]


def test_a_pointer_to_another_text_among_the_paragraphs_goes_with_a_doubt():
    pointer = "<p>À lire également : <a href='/x'>Éloge du bruit</a></p>"
    record = read(f"<article><h1>{TITLE}</h1>{TEXT}{pointer}<p>{SENTENCES[1]}</p></article>")
    assert "Éloge" not in record.html
    assert any(doubt.value == "À lire également : Éloge du bruit" for doubt in record.doubts)


@pytest.mark.parametrize(
    "prose",
    [
        "La mairie a ouvert une newsletter : il faut s’abonner pour savoir quand elle ouvre.",
        "<em>Abonnez-vous, faites abonner vos voisins, et nous tiendrons encore dix ans.</em>",
        "<em>« Inscrivez-vous à la newsletter », répond la machine, et elle raccroche.</em>",
        "<em>Inscrivez-vous à la newsletter, disait le directeur, et vous saurez tout.</em>",
        "Subscribe to our newsletter, they tell us: the readers of tomorrow will all stand.",
        "On nous dit : <b>abonnez-vous à la newsletter</b>, et vous saurez tout de la ville.",
    ],
)
def test_prose_about_a_newsletter_or_from_a_paper_to_its_readers_stays(prose):
    assert plain(f"<p>{prose}</p>") in lines(f"{TEXT}<p>{prose}</p>")


def test_what_a_theme_calls_boilerplate_goes():
    part = (
        f'<div class="post-boilerplate"><p>Notre mission est de tout dire. {SENTENCES[3]}</p></div>'
    )
    assert lines(part + TEXT) == PARAGRAPHS


# Credits around the text


@pytest.mark.parametrize(
    "credits",
    [
        "<ul><li>Publié le 13 mai 2006 à 15 h 44</li><li>3 minutes de lecture</li><li>Traduction :"
        " Anne Roy</li></ul>",
        "<p>-Mis à jour le</p>",
    ],
)
def test_credits_above_the_text_go(credits):
    assert lines(credits + TEXT) == PARAGRAPHS


def test_the_moment_below_a_standfirst_goes_and_a_day_of_a_diary_stays():
    long = f"{SENTENCES[6]} {SENTENCES[7]}"
    moment = "<p>Mercredi 13 août 2003 17:23</p>"
    assert lines(f"<p>{long}</p>{moment}{TEXT}") == [long, *PARAGRAPHS]
    assert "Mercredi 13 août 2003" in lines(f"<p>{long}</p><p>Mercredi 13 août 2003</p>{TEXT}")


def test_a_list_above_the_text_that_is_of_it_stays():
    items = "<ul><li>Deux standardistes</li><li>Une ligne ouverte</li><li>Un peu de temps</li></ul>"
    assert "Deux standardistes" in lines(items + TEXT)[0]


def test_the_visible_heading_goes_from_the_text_though_the_title_is_another():
    heading = "Téléphone : la voix qui manque aux mairies"
    body = f"<article><h1>{heading}</h1><div><h2>{heading}</h2>{TEXT}</div></article>"
    assert plain(read(body).html).split("\n\n") == PARAGRAPHS


# The foot


def test_all_goes_below_where_a_text_appeared_where_no_prose_follows():
    foot = "<p>Cet article est paru dans La Lettre</p><p>Du numéro de mai</p><p>Le vin et le climat</p>"
    assert lines(TEXT + foot) == PARAGRAPHS
    assert SENTENCES[2] in lines(
        f"{TEXT}<p>Cet article est paru dans La Lettre.</p><p>{SENTENCES[2]}</p>"
    )


def test_the_author_s_name_below_the_text_goes():
    assert lines(f"{TEXT}<p>Claire Abgrall</p>", "Claire Abgrall") == PARAGRAPHS
    assert lines(f"{TEXT}<p>Merci à Claire Abgrall</p>", "Claire Abgrall")[-1].startswith("Merci")


@pytest.mark.parametrize(
    "about",
    [
        "<p>• Claire Abgrall, ancienne élue de Brest, est présidente d’un fonds de soutien.</p>",
        "<p><em>Claire Abgrall est analyste pour La Lettre. Elle tient aussi une boutique.</em></p>",
    ],
)
def test_who_the_author_is_goes_from_a_line_set_apart(about):
    assert lines(TEXT + about, "Claire Abgrall") == PARAGRAPHS


def test_a_last_sentence_on_the_author_that_is_not_set_apart_stays():
    last = "Claire Abgrall est tombée en marchant vers ce guichet, et nul ne l’a relevée."
    assert lines(f"{TEXT}<p>{last}</p>", "Claire Abgrall")[-1] == last


# Days


def test_the_day_of_a_byline_is_that_of_the_text():
    byline = '<span class="article-byline">Par Anne Martin | 28 février 2003</span>'
    record = read(f"<article><h1>{TITLE}</h1>{byline}{TEXT}</article>")
    assert record.date == "2003-02-28" and [line.name for line in record.bylines] == ["Anne Martin"]


def test_the_day_of_a_byline_in_another_text_s_heading_is_not():
    other = '<h3>Le guichet <span class="byline">Par Anne Martin | 28 février 2003</span></h3>'
    assert read(f"<article><h1>{TITLE}</h1>{TEXT}</article>{other}").date is None
