"""Texts as they are set for reading."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import markup, text
from archive.typesetting import passage, set_html, typeset, with_anchors, with_notes


@pytest.mark.parametrize(
    "stored, shown",
    [
        ("Qui appelle?", "Qui appelle\u202f?"),
        ("Qui appelle ?", "Qui appelle\u202f?"),
        ("Moi\u00a0! Oui ; non", "Moi\u202f! Oui\u202f; non"),
        ("Ah ?!", "Ah\u202f?!"),
        ("(?) [!] …", "(?) [!] …"),
        (
            "Note: ceci ; http://x.fr/?a=1;b à 10:30",
            "Note\u00a0: ceci\u202f; http://x.fr/?a=1;b à 10:30",
        ),
        ("«Oui» dit-il", "«\u00a0Oui\u00a0» dit-il"),
        ('Il dit "oui", puis "non".', "Il dit «\u00a0oui\u00a0», puis «\u00a0non\u00a0»."),
        ('« Il dit "non" »', "«\u00a0Il dit “non”\u00a0»"),
        ('Un écran de 17" et "un mot"', 'Un écran de 17" et "un mot"'),
        ("l'idée d'Édith, aujourd'hui...", "l’idée d’Édith, aujourd’hui…"),
        (
            "10 000 francs, 12 % de M. Roux, n° 7",
            "10\u00a0000 francs, 12\u00a0% de M.\u00a0Roux, n°\u00a07",
        ),
        ("un mot - entre autres -- ainsi", "un mot – entre autres – ainsi"),
        ("R&amp;D ; a &lt; b", "R&amp;D\u202f; a &lt; b"),
        ("Ἦ ποῦ; שלום!", "Ἦ ποῦ\u202f; שלום\u202f!"),
    ],
)
def test_french_is_set_with_its_own_signs_and_spaces(stored, shown):
    assert typeset(f"<p>{stored}</p>", "fr-CA") == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    "stored, shown",
    [
        ("l'<em>idée</em> ?", "l’<em>idée</em>\u202f?"),
        ('Il dit "<em>oui</em>".', "Il dit «\u00a0<em>oui</em>\u00a0»."),
        ("le <mark>client</mark> !", "le <mark>client</mark>\u202f!"),
        ("<a href=\"http://x.fr/?a=l'un;b\">l'un</a>", '<a href="http://x.fr/?a=l\'un;b">l’un</a>'),
        ('Ouvre "ici</p><p>ferme" là', 'Ouvre "ici</p><p>ferme" là'),
        ('<abbr title="a > b ?">a ?</abbr>', '<abbr title="a > b ?">a\u202f?</abbr>'),
    ],
)
def test_a_sentence_goes_on_through_tags_and_ends_with_its_paragraph(stored, shown):
    assert typeset(f"<p>{stored}</p>", "fr") == f"<p>{shown}</p>"


@given(
    st.text(alphabet="lé 'mot\u00a0«»\"?:;!-.<&n°12\ue000"),
    st.lists(st.integers(0, 12), max_size=6),
    st.sampled_from(["fr", "en", "de"]),
)
def test_a_marked_passage_is_set_as_its_html_would_be(plain, ends, language):
    ends = sorted(min(end, len(plain)) for end in ends[: len(ends) // 2 * 2])
    spans = list(zip(ends[::2], ends[1::2], strict=True))
    html = markup.passage(plain, spans, before=True, after=False)
    assert passage(plain, spans, True, False, language) == set_html(html, language)


def test_english_keeps_its_spaces_and_has_its_own_quotation_marks():
    assert typeset('<p>"Don\'t!" she said; why?</p>', "en") == "<p>“Don’t!” she said; why?</p>"


@pytest.mark.parametrize("language", ["", "de", "ar"])
def test_what_is_in_another_language_is_left_as_it_is(language):
    assert typeset("<p>«Ja», 'nein' ?</p>", language) == "<p>«Ja», 'nein' ?</p>"


@pytest.mark.parametrize("empty", ['""', '" "', '"<em></em>"'])
def test_quotation_marks_around_nothing_are_left_as_they_are(empty):
    assert typeset(f"<p>Rien : {empty}.</p>", "fr") == f"<p>Rien\u00a0: {empty}.</p>"


def test_a_colon_alone_in_quotation_marks_has_one_space_before_it():
    once = typeset('<p>Le signe ":" manque.</p>', "fr")
    assert once == "<p>Le signe «\u00a0:\u00a0» manque.</p>"
    assert typeset(once, "fr") == once


@given(st.text(st.sampled_from("ab «»\"'?!;:.-1%<>&\u00a0\ue000é"), max_size=40))
def test_setting_changes_signs_and_spaces_and_never_a_word(written):
    stored = text.clean_html(f"<p>a {written}</p>")
    shown = typeset(stored, "fr")
    assert re.findall(r"[\wé]+", text.plain(shown)) == re.findall(
        r"[\wé]+", text.plain(stored.replace("\ue000", ""))
    )
    assert typeset(shown, "fr") == shown


# Anchors and notes


def anchors(html: str) -> list[str]:
    return re.findall(r'<p id="([^"]*)"', with_anchors(html))


def test_a_paragraph_is_led_to_by_its_first_words():
    assert anchors("<p>L’œuvre <em>d’Édith</em> !</p><p>La suite</p>") == [
        "p-l-oeuvre-d-edith",
        "p-la-suite",
    ]
    assert 'href="#p-la-suite" aria-label="Lien vers le paragraphe 1"' in with_anchors(
        "<p>La suite</p>"
    )


def test_an_anchor_stays_where_a_paragraph_is_put_in_before_it_or_marked():
    assert anchors("<p>Nouveau</p><p>La <mark>suite</mark></p>")[1:] == anchors("<p>La suite</p>")


def test_an_anchor_stays_however_the_text_is_set():
    stored = "<p>Qui appelle? Moi, dit-il</p>"
    assert anchors(typeset(stored, "fr")) == anchors(stored)


def test_paragraphs_that_begin_alike_have_anchors_of_their_own():
    assert anchors("<p>Ὦ</p><p>Ὦ</p><p>שלום</p>") == [
        "p-sans-titre",
        "p-sans-titre-2",
        "p-sans-titre-3",
    ]


@pytest.mark.parametrize(
    "call, opens", [("1", "1. "), ("(2)", "(2) "), ("*", "* "), ("3", "<sup>3</sup> ")]
)
def test_a_note_and_its_call_lead_to_each_other(call, opens):
    html = with_notes(f'<p>Allô<sup>{call}</sup>.</p><p class="note">{opens}Oui.</p>')
    assert '<sup id="call-1"><a href="#note-1">' in html
    assert '<p class="note" id="note-1">' in html and 'href="#call-1"' in html


@pytest.mark.parametrize(
    "html",
    [
        "<p>m<sup>2</sup></p>",
        '<p>m<sup>2</sup>, n<sup>2</sup></p><p class="note">2. Oui.</p>',
        '<p>Allô</p><p class="note">1. Oui.</p>',
        '<p>Allô<sup>1</sup></p><p class="note">12. Oui.</p>',
    ],
)
def test_where_it_is_not_plain_whose_a_note_is_nothing_is_linked(html):
    assert with_notes(html) == html
