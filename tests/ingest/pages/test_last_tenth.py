"""What pages say in odd places: text in JSON alone, headings against metadata, signatures, cuts."""

import json

import pytest

from archive.ingest.pages import page
from archive.text import plain

SENTENCE = "Le standard de la mairie ne répond plus après midi, et personne ne sait pourquoi. "
PARAGRAPH = f"<p>{SENTENCE * 4}</p>"
OTHERS = [f"Paragraphe {number} : {SENTENCE * 3}" for number in range(6)]


def read(body: str, head: str = ""):
    content = f"<html><head>{head}</head><body>{body}</body></html>"
    return page(content.encode(), "page.html")


def article(inside: str, title: str = "La voix au bout du fil") -> str:
    return f"<article><h1>{title}</h1>{inside}</article>"


def doubts(record) -> set[tuple[str, str]]:
    return {(doubt.field, doubt.code) for doubt in record.doubts}


def data(kind: str, content: object) -> str:
    return f'<script type="application/{kind}">{json.dumps(content)}</script>'


# Titles


def test_the_heading_wins_over_what_one_system_repeats():
    other = "Téléphone : les mairies au silence"
    meta = "".join(
        f'<meta property="{name}" content="{other}">' for name in ("og:title", "twitter:title")
    )
    head = f"<title>{other} | La Lettre</title>{meta}"
    head += data("ld+json", {"@type": "NewsArticle", "headline": other})
    record = read(article(PARAGRAPH * 3), head)
    assert record.title == "La voix au bout du fil" and ("title", "other") in doubts(record)


def test_the_site_s_name_over_the_page_is_no_heading():
    head = (
        '<title>La voix des mairies</title><meta property="og:title" content="La voix des mairies">'
    )
    record = read(f'<h1><a href="/">Le journal des voix</a></h1><div>{PARAGRAPH * 3}</div>', head)
    assert record.title == "La voix des mairies"


@pytest.mark.parametrize("title", ["La voix au loin | Édito", "Édito – La voix au loin"])
def test_the_name_of_a_section_goes_from_either_end(title):
    assert read(f"<div>{PARAGRAPH * 3}</div>", f"<title>{title}</title>").title == "La voix au loin"


def test_a_kicker_in_an_element_of_its_own_is_no_part_of_the_title():
    heading = "<span>Téléphonie</span> <span>La voix au bout du fil</span>"
    head = '<meta property="og:title" content="La voix au bout du fil">'
    assert read(article(PARAGRAPH * 3, heading), head).title == "La voix au bout du fil"


# Days


def json_ld(**fields) -> str:
    return data("ld+json", {"@type": "NewsArticle", "headline": "La voix au bout du fil"} | fields)


def test_the_printed_day_is_that_of_a_moment_in_universal_time():
    line = '<p class="publish-date">26 décembre 2023, 9 h 03</p>'
    head = json_ld(datePublished="2023-12-25T22:03:00Z")
    assert read(article(line + PARAGRAPH * 3), head).date == "2023-12-26"


@pytest.mark.parametrize(
    ("printed", "changed"),
    [
        ("23 décembre 2023", "2023-12-23T05:39:00Z"),  # the day of the change is printed
        ("21 décembre 2023", ""),  # nowhere was it the day before, at four in the afternoon
        ("24 décembre 2023", ""),
    ],
)
def test_another_day_that_is_printed_is_not_that_of_the_moment(printed, changed):
    head = json_ld(datePublished="2023-12-22T16:22:00Z", dateModified=changed)
    assert (
        read(article(f'<p class="date">{printed}</p>' + PARAGRAPH * 3), head).date == "2023-12-22"
    )


def test_the_eve_in_honolulu_is_a_doubt_of_a_french_page_and_the_day_of_another():
    body = article('<p class="date">21 décembre 2023</p>' + PARAGRAPH * 3)
    data_of_page = json_ld(datePublished="2023-12-22T09:59Z")
    french = read(body, data_of_page)
    [told] = [doubt for doubt in french.doubts if doubt.field == "date"]
    assert (french.date, told.code, told.value) == ("2023-12-22", "other", "2023-12-21")
    other = read(body, data_of_page + '<meta property="og:locale" content="en_US">')
    assert other.date == "2023-12-21" and ("date", "other") not in doubts(other)


def test_thousands_of_moments_at_the_ends_of_time_are_read():
    clocks = "".join(
        f'<time datetime="{year}T0{n % 10}:30:00{zone}"></time>'
        for n in range(500)
        for year, zone in (("0001-01-01", "+05:00"), ("9999-12-31", "-09:00"), ("2023-12-22", "Z"))
    )
    meta = '<meta property="article:published_time" content="2023-12-22T02:04:59Z">'
    head = meta + json_ld(datePublished="2023-12-21T21:05-05:00")
    assert read(article(clocks + PARAGRAPH * 3), head).date == "2023-12-21"


def test_the_first_day_of_computers_beside_a_moment_is_passed_over():
    nought = '<p class="date"><time datetime="0001-01-01T00:00:00Z">–</time></p>'
    head = json_ld(datePublished="2023-12-22T16:22:00Z")
    assert read(article(nought + PARAGRAPH * 3), head).date == "2023-12-22"


def test_a_moment_that_is_told_twice_is_of_the_day_in_its_own_zone():
    meta = '<meta property="article:published_time" content="2023-12-22T02:04:30.753Z">'
    head = meta + json_ld(datePublished="2023-12-21T21:04:30.753-05:00")
    assert read(article(PARAGRAPH * 3), head).date == "2023-12-21"


def test_a_date_in_the_heading_or_link_of_another_text_is_not_its_own():
    other = '<h2>La file d’attente <span class="date">24.04.2023</span></h2>'
    link = '<a href="/b"><h3>Le répondeur</h3><span class="date">26.04.2023</span></a>'
    own = "<ul><li><strong>Date</strong> 28.04.2023</li></ul>"
    assert (
        read(f"<h1>La voix</h1><div>{PARAGRAPH * 3}</div>{other}{link}{own}").date == "2023-04-28"
    )


def test_months_of_the_story_are_no_date_of_the_text():
    lines = "<div>Novembre 2011</div><div>Décembre 2011</div>"
    record = read(article(lines + PARAGRAPH * 3))
    assert record.date is None and ("date", "guess") in doubts(record)


def test_a_day_that_the_address_alone_has_is_doubted():
    content = f"<html><body>{article(PARAGRAPH * 3)}</body></html>".encode()
    record = page(content, "page.html", "https://revue.example/2011/05/23/voix.html")
    assert record.date == "2011-05-23" and ("date", "address") in doubts(record)


# Texts


def test_what_is_said_of_other_texts_among_the_paragraphs_is_none_of_them():
    other = f"<p>Ailleurs : {SENTENCE}</p>"
    teaser = f'<a href="/autre"><h3>Le répondeur</h3>{other}</a>'
    part = f'<div class="related-links"><p>Voyez plus loin. {SENTENCE}</p></div>'
    inside = "".join(f"<p>{paragraph}</p>" for paragraph in OTHERS)
    record = read(article(inside + teaser + part + PARAGRAPH))
    html = record.html
    assert "Ailleurs" not in html and "Voyez plus loin" not in html and OTHERS[5].strip() in html
    [told] = [doubt.value for doubt in record.doubts if doubt.code == "others"]
    assert "Ailleurs" in told


@pytest.mark.parametrize(
    "box",
    [
        '<div class="most-read"><h4>La voix</h4><p>{text}</p></div>',
        '<div class="related"><ul><li>{text}</li></ul></div>',
        '<a href="/la-voix"><h3>La voix</h3><p>{text}</p></a>',
    ],
)
def test_a_paragraph_of_the_page_that_a_box_repeats_stays(box):
    inside = "".join(f"<p>{paragraph}</p>" for paragraph in OTHERS)
    record = read(article(inside) + box.format(text=OTHERS[0]))
    assert OTHERS[0].strip() in record.html and ("text", "others") not in doubts(record)


def test_a_text_in_a_part_that_is_called_related_stays():
    inside = "".join(f"<p>{paragraph}</p>" for paragraph in OTHERS)
    assert read(f'<h1>La voix</h1><div class="related">{inside}</div>').html.count("<p>") == 6


def test_what_is_there_for_screen_readers_is_not_said_twice():
    line = f'<p>Au fil<span class="sr-only"> (ouvre une fenêtre)</span> des jours. {SENTENCE}</p>'
    assert "fenêtre" not in read(article(line + PARAGRAPH * 3)).html


# Authors


def names(record) -> list[str]:
    return [byline.name for byline in record.bylines]


def test_what_a_card_for_twitter_says_of_the_author_counts():
    head = '<meta name="twitter:label1" content="Écrit par"><meta name="twitter:data1" content="Anne Martin">'
    assert names(read(article(PARAGRAPH * 3), head)) == ["Anne Martin"]


def test_the_photographer_of_a_caption_has_not_written_the_text():
    figure = '<figure><img src="a.jpg"><span itemprop="author">Paul Durand</span></figure>'
    line = '<p class="byline">Par Anne Martin</p>'
    assert names(read(article(figure + line + PARAGRAPH * 3))) == ["Anne Martin"]


def test_a_page_of_2003_is_signed_behind_its_last_line():
    text = f"<div>{PARAGRAPH * 3}<p>{SENTENCE}<br><em><font>Anne Martin</font></em></p></div>"
    assert names(read(text)) == ["Anne Martin"]


def test_the_site_s_name_is_nobody_s():
    head = '<meta property="og:site_name" content="Lettre &amp; Gazette">'
    line = '<p class="byline">Anne Martin Lettre &amp; Gazette</p>'
    assert names(read(article(line + PARAGRAPH * 3), head)) == ["Anne Martin"]


def test_people_sign_before_offices():
    line = '<p class="byline">AFP</p><p>Par Anne Martin</p>'
    assert names(read(article(line + PARAGRAPH * 3))) == ["Anne Martin"]


# The text


def test_a_text_that_stands_in_json_ld_alone_is_taken():
    copy = {"@type": "NewsArticle", "headline": "La voix au bout du fil"}
    copy["articleBody"] = "\n\n".join(OTHERS)
    record = read(article("<p>Chargement…</p>"), data("ld+json", copy))
    assert plain(record.html).split("\n\n") == [text.strip() for text in OTHERS]


@pytest.mark.parametrize(
    "content",
    [
        {"props": {"body": "".join(f"<p>{text}</p>" for text in OTHERS)}},
        {"props": {"blocks": [{"type": "p", "text": text} for text in OTHERS]}},
    ],
)
def test_a_text_that_a_script_is_to_draw_is_taken(content):
    record = read(article("<p>Chargement…</p>") + data("json", content))
    assert plain(record.html).split("\n\n") == [text.strip() for text in OTHERS]


@pytest.mark.parametrize("broken", ["{", "[" * 5000, '"x"', "null", "[1, {}, []]"])
def test_odd_data_leave_a_page_as_it_is(broken):
    script = f'<script type="application/json">{broken}</script>'
    assert plain(read(article(PARAGRAPH * 3) + script).html).startswith("Le standard")


def test_the_page_s_own_paragraphs_are_taken_where_it_has_them_in_two_boxes():
    boxes = "".join(f'<div class="box"><p>{text}</p></div>' for text in OTHERS)
    copy = {"@type": "NewsArticle", "headline": "La voix", "articleBody": " ".join(OTHERS)}
    record = read(article(boxes), data("ld+json", copy))
    assert all(text.strip() in plain(record.html) for text in OTHERS)


# Cuts


@pytest.mark.parametrize(
    "end",
    [
        "<p>Il vous reste 82 % de cet article à lire.</p>",
        "<p>La suite est réservée aux abonnés.</p>",
        "<div>Cet article est réservé à nos abonnés</div>",
        "<p>Les mairies se taisent […] Lire la suite</p>",
        "<p>Subscribe to continue reading</p>",
    ],
)
def test_a_text_that_breaks_off_is_a_doubt(end):
    assert ("text", "cut") in doubts(read(article(PARAGRAPH * 3 + end)))


@pytest.mark.parametrize(
    "end",
    [
        "<p>Il reste à lire entre les lignes.</p>",
        "<aside><p>Article réservé aux abonnés</p></aside>",
    ],
)
def test_a_whole_text_is_none(end):
    assert ("text", "cut") not in doubts(read(article(PARAGRAPH * 3 + end)))


# What stands around the text


def test_a_box_that_asks_readers_to_subscribe_goes_whole():
    box = "<div><h4>Un métier vous parle ?</h4><p>Recevez notre lettre chaque lundi.</p>"
    box += "<p>Merci, votre inscription est notée !</p><form><input></form></div>"
    text = plain(read(article(PARAGRAPH * 3 + box + f"<p>{OTHERS[0]}</p>")).html)
    assert "Recevez" not in text and "vous parle" not in text and OTHERS[0].strip() in text


def test_links_at_the_foot_go_and_those_of_a_roundup_stay():
    headings = [
        f'<h3><a href="/{number}">Un autre article, le numéro {number}</a></h3>'
        for number in range(6)
    ]
    paragraphs = [f"<p>{other}</p>" for other in OTHERS]
    below = plain(read(article("".join(paragraphs + headings))).html)
    assert "autre article" not in below and below.endswith(OTHERS[5].strip())
    items = [heading + paragraph for heading, paragraph in zip(headings, paragraphs, strict=True)]
    roundup = plain(read(article(PARAGRAPH + "".join(items))).html)
    assert all(f"le numéro {number}" in roundup for number in range(6))


def test_a_crosshead_and_a_standfirst_without_a_class_are_the_text_s():
    standfirst = "Personne ne décroche plus, et tout le monde trouve cela fort bien."
    inside = f"<p>{standfirst}</p><div><p>{OTHERS[0]}</p><h3><a href='#b'>Le silence</a></h3>"
    inside += "".join(f"<p>{other}</p>" for other in OTHERS[1:]) + "</div>"
    text = plain(read(article(inside)).html)
    assert text.startswith(standfirst) and "Le silence" in text


def test_what_is_told_of_the_author_below_the_text_goes():
    head = data("ld+json", {"@type": "NewsArticle", "author": "Claire Abgrall"})
    foot = "<p>Claire Abgrall est journaliste et enseigne à Rennes.</p><p>© La Lettre, 2004</p>"
    record = read(article("".join(f"<p>{other}</p>" for other in OTHERS) + foot), head)
    assert plain(record.html).endswith(OTHERS[5].strip())
    [told] = [doubt.value for doubt in record.doubts if doubt.code == "authors"]
    assert told == "Claire Abgrall est journaliste et enseigne à Rennes."


def test_a_link_to_a_page_of_authors_names_the_author():
    link = '<p><a href="/auteur/claire-abgrall">Claire Abgrall</a></p>'
    record = read(article(link + PARAGRAPH * 3))
    assert [byline.name for byline in record.bylines] == ["Claire Abgrall"]


# Signatures of several lines, and the day below a text

SIGNED = "<p style='text-align:right'>Bernard Touzé<br>Conservateur général<br>16 janvier 2019</p>"
IN_THREE = "<p>Bernard Touzé</p><p>Conservateur général</p><p>16 janvier 2019</p>"
MOMENT = '<meta property="article:published_time" content="{}">'


@pytest.mark.parametrize("signature", [SIGNED, IN_THREE])
def test_name_role_and_day_below_a_text_are_the_byline_and_leave_it(signature):
    record = read(article(PARAGRAPH * 2 + signature), '<meta name="author" content="admin">')
    [byline] = record.bylines
    assert (byline.name, byline.role) == ("Bernard Touzé", "Conservateur général")
    assert record.date == "2019-01-16" and "Touzé" not in record.html
    assert {field for field, _code in doubts(record)} == {"publication"}


def test_a_role_below_a_name_needs_no_day():
    record = read(article(PARAGRAPH * 2 + "<p>Bernard Touzé<br>Conservateur général</p>"))
    assert record.bylines[0].role == "Conservateur général" and "Touzé" not in record.html


@pytest.mark.parametrize(
    "end",
    [
        "<p>Marguerite Duras<br>L’Amant</p>",
        "<p>Marie Nord<br>12 rue de la Paix</p>",
        "<p>Tout cela finira bien.<br>16 janvier 2019</p>",
        "<p>Marie Nord</p><p>Lumière au guichet</p>",
    ],
)
def test_a_name_at_the_end_above_something_else_stays(end):
    author = data("ld+json", {"@type": "NewsArticle", "author": {"name": "Anne Martin"}})
    shown = plain(read(article(PARAGRAPH * 2 + end), author).html)
    assert all(line in shown.splitlines() for line in plain(end).splitlines() if line)


def test_a_signature_of_somebody_else_than_the_author_stays_in_the_text():
    author = data(
        "ld+json",
        {"@type": "NewsArticle", "author": {"@type": "Person", "name": "Anne Martin"}},
    )
    record = read(article(PARAGRAPH * 2 + SIGNED), author)
    assert [byline.name for byline in record.bylines] == ["Anne Martin"]
    assert "Bernard Touzé" in record.html


@pytest.mark.parametrize("signature", [SIGNED, IN_THREE])
def test_a_moment_in_universal_time_is_the_day_below_the_text(signature):
    record = read(article(PARAGRAPH * 2 + signature), MOMENT.format("2019-01-15T23:30:00Z"))
    assert record.date == "2019-01-16"
    assert ("date", "other") not in doubts(record)


def test_a_moment_in_universal_time_is_the_day_of_the_byline():
    byline = "<p>Par Bernard Touzé, le 16 janvier 2019</p>"
    record = read(article(byline + PARAGRAPH * 2), MOMENT.format("2019-01-15T23:30:00Z"))
    assert record.date == "2019-01-16"


@pytest.mark.parametrize("moment", ["2019-01-15T20:30:00+01:00", "2019-01-20T10:00:00Z"])
def test_another_day_below_the_text_is_a_doubt(moment):
    record = read(article(PARAGRAPH * 2 + SIGNED), MOMENT.format(moment))
    assert record.date == moment[:10]
    assert any((doubt.code, doubt.value) == ("other", "2019-01-16") for doubt in record.doubts)


@pytest.mark.parametrize(
    "language, printed, doubted",
    [
        ("en", "03/04/2012", True),
        ("en-US", "03/04/2012", True),
        ("en", "13/04/2012", False),
        ("fr", "03/04/2012", False),
    ],
)
def test_a_day_in_figures_on_a_page_in_english_is_doubted(language, printed, doubted):
    body = article(f"<p class='byline'>By Tom Birch · Published {printed}</p>{PARAGRAPH * 2}")
    record = page(f'<html lang="{language}"><body>{body}</body></html>'.encode(), "page.html")
    assert record.date and record.date.startswith("2012-04")
    assert (("date", "ambiguous") in doubts(record)) == doubted


def test_a_day_in_figures_that_the_page_says_otherwise_too_is_sure():
    head = MOMENT.format("2012-04-03T10:00:00+01:00")
    body = article(f"<p>By Tom Birch · Published 03/04/2012</p>{PARAGRAPH * 2}")
    content = f'<html lang="en"><head>{head}</head><body>{body}</body></html>'
    assert ("date", "ambiguous") not in doubts(page(content.encode(), "page.html"))
