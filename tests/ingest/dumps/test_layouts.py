"""Dumps as other programs give them: text browsers, forwarded mails, the pages of a PDF."""

import textwrap

import pytest
from dumped import dump, record

from archive.text import plain

FIRST = (
    "Depuis vingt ans, les standards des mairies ferment l’un après l’autre, et personne ne sait"
    " plus à qui l’on parle quand on compose le numéro imprimé sur la facture d’eau."
)
SECOND = (
    "On nous dit que la machine répond plus vite. Elle répond surtout à des questions que nul ne"
    " pose, et renvoie les autres à une page qui les renvoie au téléphone."
)
THIRD = (
    "Nous avons donc appelé, un matin de mai, cent mairies de France. Soixante-deux n’ont pas"
    " répondu ; onze nous ont rappelés, dont une pour nous demander qui nous étions."
)
TITLE = "Qui répond encore au téléphone ?"
PARAGRAPHS = (FIRST, SECOND, THIRD)


def wrapped(text: str, width: int, indent: int) -> str:
    margin = " " * indent
    return textwrap.fill(text, width, initial_indent=margin, subsequent_indent=margin)


def lynx() -> str:
    text = "\n\n".join(wrapped(paragraph, 76, 3) for paragraph in PARAGRAPHS)
    return f"""\
   #[1]Accueil [2]Flux RSS

   [3]La Voix des communes

     * [4]Accueil
     * [5]Numéros
     * [6]Dossiers
     * [7]Nous écrire

                        {TITLE}

   Par [8]Anne Martin, mercredi 12 mai 2004

{text}

   [9]Imprimer [10]Envoyer à un ami

References

   1. http://voix.example/
   2. http://voix.example/rss
   3. http://voix.example/
   4. http://voix.example/
   5. http://voix.example/numeros
"""


def links() -> str:
    text = "\n\n".join(wrapped(paragraph, 72, 2) for paragraph in PARAGRAPHS)
    return f"""\
                                            La Voix des communes (p1 of 2)
   Link: [1]alternate

   +-------------------------------------------------------------+
   | Accueil | Numéros | Dossiers | Nous écrire                  |
   +-------------------------------------------------------------+

                       {TITLE}

   mercredi 12 mai 2004, par Anne Martin

{text}

   Imprimer | Envoyer à un ami
"""


def w3m() -> str:
    text = "\n\n".join(textwrap.fill(paragraph, 80) for paragraph in PARAGRAPHS)
    return f"""\
[logo.gif]
• Accueil
• Numéros
• Dossiers
• Nous écrire

{TITLE}

Anne Martin
12 mai 2004

{text}

[Imprimer] [Envoyer à un ami]
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
© La Voix des communes
"""


def forwarded() -> str:
    text = "\n\n".join(textwrap.fill(paragraph, 72) for paragraph in PARAGRAPHS)
    return f"""\
Bonjour Luc,

Voilà l’édito dont je te parlais.

Bien à toi,
Paul

-------- Message transféré --------
Sujet : [lettre] La Voix des communes n° 36
Date : Wed, 19 May 2004 10:12:00 +0200
De : Abonnements <lettre@voix.example>
Pour : paul@poste.example

{TITLE}

Par Anne Martin
12 mai 2004

{text}

--\x20
La Voix des communes - http://voix.example
"""


def pages_of_pdf() -> str:
    """A text over two pages: drop capital, ligatures, soft hyphens, a sentence over the break."""
    first = "D\n" + FIRST[1:].replace("standards", "stan\u00addards")
    cut = SECOND.index("Elle répond surtout") + len("Elle répond surtout")
    head, rest = SECOND[:cut], SECOND[cut + 1 :]
    return f"""\
LA VOIX DES COMMUNES - N° 36 - MAI 2004

{TITLE}

Anne Martin

{first}

{head}

3
LA VOIX DES COMMUNES - N° 36 - MAI 2004\f
{rest}

{THIRD.replace("dont une", "dont ﬁnalement une")}
"""


LAYOUTS = {made.__name__: made for made in (lynx, links, w3m, forwarded, pages_of_pdf)}


@pytest.mark.parametrize("name", LAYOUTS)
def test_title_author_and_text_are_read_in_every_layout(tmp_path, name):
    editorial = record(dump(tmp_path, LAYOUTS[name]()))
    assert editorial.title == TITLE
    assert [byline.name for byline in editorial.bylines] == ["Anne Martin"]
    text = plain(editorial.html).replace("ﬁ", "fi").replace(" finalement", "")
    assert text.split("\n\n") == list(PARAGRAPHS)


@pytest.mark.parametrize("name", ["lynx", "links", "w3m", "forwarded"])
def test_the_day_is_the_text_s_and_never_the_mail_s(tmp_path, name):
    assert record(dump(tmp_path, LAYOUTS[name]())).date == "2004-05-12"


def test_the_head_of_pages_tells_issue_and_month(tmp_path):
    editorial = record(dump(tmp_path, pages_of_pdf()))
    assert (editorial.issue.lower(), editorial.date) == ("n° 36", "2004-05")


def test_a_mail_without_a_day_in_its_text_has_none(tmp_path):
    text = forwarded().replace("12 mai 2004\n", "")
    assert record(dump(tmp_path, text)).date is None


@pytest.mark.parametrize(
    "printed, day",
    [
        ("byAnne Martin\nApril 24, 2019", "2019-04-24"),
        ("Par Anne MartinTwitter\n12 mai 200412 mai 2004", "2004-05-12"),
        ("JUNE 26, 2023 5 AM PT\nBy Anne Martin", "2023-06-26"),
    ],
)
def test_what_a_page_showed_apart_is_parted(tmp_path, printed, day):
    editorial = record(dump(tmp_path, f"{TITLE}\n{printed}\n\n" + "\n\n".join(PARAGRAPHS)))
    assert [byline.name for byline in editorial.bylines] == ["Anne Martin"]
    assert (editorial.title, editorial.date) == (TITLE, day)


def test_a_button_in_capitals_below_a_text_is_nobody_s_name(tmp_path):
    page = f"{TITLE}\n\n" + "\n\n".join(PARAGRAPHS) + "\n\nFIND OUT MORE\n"
    assert record(dump(tmp_path, page)).bylines == []


def test_an_agency_behind_the_names_is_an_office_of_its_own(tmp_path):
    line = "By Samya Kullab and Vasilisa Stepanenko The Canadian Press"
    editorial = record(dump(tmp_path, f"{TITLE}\n{line}\n\n" + "\n\n".join(PARAGRAPHS)))
    names = ["Samya Kullab", "Vasilisa Stepanenko", "The Canadian Press"]
    assert [byline.name for byline in editorial.bylines] == names
