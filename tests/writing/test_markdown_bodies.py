"""A body typed in Markdown, with notes; and a body that came as HTML, shown as Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import text, typesetting
from archive.writing import blocks, markdown_bodies
from archive.writing.notes import oddities

CAME_AS_HTML = (
    "<p>Un texte &amp; des <em>mots</em>,\nsur deux lignes.</p>\n\n<h2>Un intertitre</h2>"
    "<ul><li>un</li>\n<li>deux</li></ul><blockquote><p>Une citation.</p></blockquote>"
    '<p>Le XX<sup>e</sup> siècle, 10 m<sup>2</sup>, un appel<sup>1</sup> et <a href="https://a.fr/x" '
    'rel="noopener noreferrer">un lien</a>.</p><hr>'
    "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    '<p class="note">1. La note, <cite>en italique</cite>.</p>'
)


def written(original: str, markdown: str) -> str:
    return blocks.with_untouched(
        original, markdown_bodies.shown(original), markdown_bodies.html(markdown)
    )


def test_all_that_an_editorial_is_made_of_has_its_sign():
    body = markdown_bodies.html(
        "Un *texte* et des **mots**.\n\n## Intertitre\n\n- un\n- deux\n\n> cité\n\n[lien](https://a.fr)"
    )
    assert body.split("\n")[:2] == [
        "<p>Un <em>texte</em> et des <strong>mots</strong>.</p>",
        "<h2>Intertitre</h2>",
    ]
    assert "<li>deux</li>" in body and "<blockquote>\n<p>cité</p>" in body
    assert '<a href="https://a.fr" rel="noopener noreferrer">lien</a>' in body


def test_notes_lead_there_and_back():
    body = markdown_bodies.html("Un appel[^a] et un autre[^b].\n\n[^b]: Deux.\n[^a]: Un.")
    assert body.split("\n") == [
        "<p>Un appel<sup>1</sup> et un autre<sup>2</sup>.</p>",
        '<p class="note">1. Un.</p>',
        '<p class="note">2. Deux.</p>',
    ]
    page = typesetting.with_notes(body)
    assert 'href="#note-2"' in page and 'href="#call-2"' in page


def test_a_note_put_before_another_takes_its_number():
    body = markdown_bodies.html("Avant[^3], puis[^1].\n\n[^1]: Ancienne.\n\n[^3]: Nouvelle.")
    assert "Avant<sup>1</sup>, puis<sup>2</sup>" in body
    assert body.endswith('<p class="note">1. Nouvelle.</p>\n<p class="note">2. Ancienne.</p>')


def test_three_hundred_notes_are_three_hundred_notes():
    numbers = range(1, 301)
    typed = " ".join(f"mot[^{n}]" for n in numbers) + "\n\n"
    typed += "\n".join(f"[^{n}]: Note {n}." for n in numbers)
    body = markdown_bodies.html(typed)
    assert not oddities(body) and typesetting.with_notes(body).count('href="#call-') == 300


def test_a_note_without_its_call_and_a_call_without_its_note_are_told_and_stay():
    body = markdown_bodies.html("Un appel[^4], dans 10 m<sup>2</sup>.\n\n[^7]: Oubliée.")
    assert "appel<sup>" in body and "Oubliée." in body
    assert len(oddities(body)) == 2 and not oddities("<p>10 m<sup>2</sup></p>")


def test_paragraphs_given_as_one_line_each_stay_apart_and_broken_lines_join():
    long = "Une phrase qui ne finit pas. " * 6
    body = markdown_bodies.html(f"Titre court\n{long}\n{long}\n\nune ligne\net sa suite")
    assert body.count("<p>") == 4 and "une ligne\net sa suite" in body


def test_notes_in_square_brackets_as_programs_give_them_as_plain_text_work():
    body = markdown_bodies.html("Il dit[1] et redit[2].\n[1] D’abord.\n[2] Ensuite.")
    assert not oddities(body) and body.endswith('<p class="note">2. Ensuite.</p>')


def test_a_body_that_nobody_touched_is_not_rewritten():
    assert written(CAME_AS_HTML, markdown_bodies.markdown(CAME_AS_HTML)) == CAME_AS_HTML


def test_a_paragraph_that_nobody_touched_keeps_its_bytes():
    typed = markdown_bodies.markdown(CAME_AS_HTML).replace("Un intertitre", "Un autre")
    body = written(CAME_AS_HTML, typed)
    assert "<p>Un texte &amp; des <em>mots</em>,\nsur deux lignes.</p>" in body
    assert "<h2>Un autre</h2>" in body and "<ul><li>un</li>\n<li>deux</li></ul>" in body


def test_what_markdown_has_no_sign_for_stays_html_and_is_readable_beside():
    typed = markdown_bodies.markdown(CAME_AS_HTML)
    assert "appel[^1]" in typed and "m<sup>2</sup>" in typed and "<table>" in typed
    assert "[^1]: La note, <cite>en italique</cite>." in typed


@pytest.mark.parametrize(
    "odd", ["", "\x00\x0b", "* * *", "[^", "[^x]: ", "<div>" * 500, "> " * 300]
)
def test_odd_texts_do_no_harm(odd):
    markdown_bodies.html(odd)


@given(st.text("ab *_[]<>&#-1.)\\`\n|=+!~'\"é", max_size=60))
def test_words_come_back_from_markdown_whatever_signs_they_hold(words):
    body = blocks.clean(f"<p>{text.writable(words).replace('&', '&amp;').replace('<', '&lt;')}</p>")
    back = markdown_bodies.html(markdown_bodies.markdown(body))
    assert text.plain(back).split() == text.plain(body).split()


@pytest.mark.parametrize(
    "typed, told",
    [
        ("Un.\n\n<script>alert(1)</script>\n\nDeux.", "<script>"),
        ("Un ![une photo](http://exemple.fr/a.jpg) deux.", "![une photo](http://exemple.fr/a.jpg)"),
        ("Un [lien](/ailleurs).", "/ailleurs"),
        ("Un <!-- à revoir --> deux.", "<!-- à revoir -->"),
        ("Un <iframe src='https://a.fr'></iframe> deux.", "<iframe>"),
        ("<script>a</script>\n\n![](http://a.fr)", "<script>, ![](http://a.fr)"),
    ],
)
def test_what_no_body_can_hold_is_named(typed, told):
    assert markdown_bodies.left_out(typed) == [f"Laissé de côté\u00a0: {told}"]


@pytest.mark.parametrize(
    "typed, shown",
    [
        ("Un <truc> & 2 < 3, a<b.", "Un <truc> & 2 < 3, a<b."),
        ("<Prénom Nom> au début", "<Prénom Nom> au début"),
        ("Écrire à </truc>, <3, \\<em>.", "Écrire à </truc>, <3, <em>."),
    ],
)
def test_what_only_looks_like_html_is_text(typed, shown):
    body = markdown_bodies.html(typed)
    assert text.plain(body) == shown and markdown_bodies.left_out(typed) == []
    assert markdown_bodies.html(markdown_bodies.markdown(body)) == body


def test_nothing_is_left_out_of_what_a_body_holds():
    picture = f'<figure><img src="picture:{"a" * 64}" alt="Une photo"></figure>'
    for body in (CAME_AS_HTML, picture, "<p><https://a.fr></p>"):
        assert markdown_bodies.left_out(markdown_bodies.markdown(body)) == []
    assert "https://a.fr</a>" in markdown_bodies.html("Voir <https://a.fr>.")
