"""What is pasted from Word, from Google Docs, from the web, from a spreadsheet, as plain text."""

import pytest

from archive import typesetting
from archive.writing.notes import oddities
from archive.writing.pasting import of_html, of_text

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0cm}</style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head><body lang=FR><!--StartFragment-->
<p class=MsoNormal><b><span style='font-size:14.0pt'>La voix du client<o:p></o:p></span></b></p>
<p class=MsoNormal>Un texte <i>en italique</i> et <span style='font-weight:bold'>en gras</span><a
 style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span
 style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference>[1]</span>
 <![endif]></span></span></a>.</p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>
·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>un</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>deux</p>
<p class=MsoQuote>Une citation.</p>
<p class=MsoNormal>La suite<a href="#_ftn2" name="_ftnref2"><span class=MsoFootnoteReference>[2]</span></a>.</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1"><span
 class=MsoFootnoteReference>[1]</span></a> Première note.</p></div>
<div style='mso-element:footnote' id=ftn2><p class=MsoFootnoteText><a href="#_ftnref2" name="_ftn2"><span
 class=MsoFootnoteReference>[2]</span></a> Seconde, <i>ibid.</i></p></div></div><!--EndFragment--></body></html>"""
GOOGLE = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span
style="font-weight:400;font-style:italic">Couché</span><span> puis droit</span><sup><a href="#ftnt1"
id="ftnt_ref1">[1]</a></sup></p><br /><h2><span style="font-weight:400">Intertitre</span></h2></b><hr><div><p><a
href="#ftnt_ref1" id="ftnt1">[1]</a><span> La note.</span></p></div>"""
WRITER = """<p>Texte<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>.</p>
<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>
La note.</p></div>"""
WEB = """<p>Texte<sup id="fnref1"><a href="https://a.fr/page#fn1">1</a></sup> et <a href="https://b.fr/">un lien</a>.</p>
<p><img src="https://a.fr/x.png" alt="">Après<script>alert(1)</script><iframe src="https://c.fr"></iframe></p>
<section class="footnotes"><ol><li id="fn1"><p>La note. <a href="https://a.fr/page#fnref1">↩</a></p></li></ol></section>"""


def test_a_text_of_word_is_paragraphs_crossheads_lists_quotations_and_working_notes():
    pasted = of_html(WORD)
    assert pasted.html.split("\n") == [
        "<h2>La voix du client</h2>",
        "<p>Un texte <em>en italique</em> et <strong>en gras</strong><sup>1</sup>.</p>",
        "<ul><li>un</li><li>deux</li></ul>",
        "<blockquote><p>Une citation.</p></blockquote>",
        "<p>La suite<sup>2</sup>.</p>",
        '<p class="note">1. Première note.</p>',
        '<p class="note">2. Seconde, <em>ibid.</em></p>',
    ]
    assert pasted.told == ["2 notes rattachées à leurs appels."]
    assert typesetting.with_notes(pasted.html).count('href="#call-') == 2


@pytest.mark.parametrize("source", [GOOGLE, WRITER, WEB])
def test_notes_of_other_programs_work_as_well(source):
    pasted = of_html(source)
    assert pasted.html.endswith('<p class="note">1. La note.</p>') and "<sup>1</sup>" in pasted.html
    assert not oddities(pasted.html) and typesetting.with_notes(pasted.html).count("#call-1") == 1


def test_italics_that_are_a_style_stay_and_bold_that_a_style_takes_back_goes():
    assert of_html(GOOGLE).html.startswith(
        "<p><em>Couché</em> puis droit<sup>1</sup></p>\n<h2>Intertitre</h2>"
    )


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("1. Premier", "<ol><li>Premier</li></ol>"),
        ("(ii)\u00a0Second", "<ol><li>Second</li></ol>"),
        ("b) Troisième", "<ol><li>Troisième</li></ol>"),
        ("•\u00a0Point", "<ul><li>Point</li></ul>"),
        ("Oui. Mais encore ?", "<p>Oui. Mais encore ?</p>"),
        ("M. Dupont dirige la revue.", "<p>M. Dupont dirige la revue.</p>"),
        ("1998. Une année de crise.", "<p>1998. Une année de crise.</p>"),
        ("O temps, suspends ton vol !", "<p>O temps, suspends ton vol !</p>"),
    ],
)
def test_of_a_paragraph_that_word_indents_only_the_sign_of_an_item_goes(item, words):
    assert of_html(f'<p class="MsoListParagraph">{item}</p>').html == words


def test_what_is_left_is_told():
    told = of_html(WEB).told
    assert (
        "1 image laissée : ajoutez-la depuis cette page." in told
        and "1 film ou cadre laissé." in told
    )
    assert "alert" not in of_html(WEB).html


def test_a_note_whose_call_was_not_copied_stays_and_so_does_a_call_whose_note_was_not():
    above, below = WORD.split("<div style='mso-element:footnote-list'>")
    without_notes, without_calls = of_html(above), of_html(below)
    assert "gras</strong><sup>1</sup>" in without_notes.html and any(
        "absentes" in line for line in without_notes.told
    )
    assert "Première note." in without_calls.html and any(
        "rien n’appelle" in line for line in without_calls.told
    )


def test_a_spreadsheet_is_a_table_and_a_table_of_one_cell_is_none():
    pasted = of_html("<table><colgroup><col></colgroup><tr><td>2001</td><td>12</td></tr></table>")
    assert "<td>2001</td><td>12</td>" in pasted.html and pasted.told == [
        "1 tableau, gardé comme tel."
    ]
    assert of_html("<table><tr><td><p>Tout.</p></td></tr></table>").html == "<p>Tout.</p>"
    assert of_html("<table><tr><th>Tout.</th></tr></table>").html == "<p>Tout.</p>"
    headed = of_html("<table><tr><th>Prix</th><td>10 €</td></tr></table>")
    assert "<th>Prix</th><td>10 €</td>" in headed.html


def test_plain_text_is_paragraphs_and_its_bracketed_notes_work():
    pasted = of_text(
        "Un paragraphe[1] <b>.\r\n\r\nUn autre\r\nsur deux lignes.\r\n\r\n[1] La note."
    )
    assert pasted.html.split("\n") == [
        "<p>Un paragraphe<sup>1</sup> &lt;b&gt;.</p>",
        "<p>Un autre sur deux lignes.</p>",
        '<p class="note">1. La note.</p>',
    ]


def test_two_megabytes_of_word_and_three_hundred_notes_are_taken():
    body = "".join(
        f'<p class=MsoNormal style="margin:0cm">{"mot " * 400}<a href="#_ftn{n}" name="_ftnref{n}">[{n}]</a>.</p>'
        for n in range(1, 301)
    )
    below = "".join(
        f'<div id=ftn{n}><p class=MsoFootnoteText><a href="#_ftnref{n}" name="_ftn{n}">[{n}]</a> Note {n}.</p></div>'
        for n in range(1, 301)
    )
    pasted = of_html(f"<style>{'p {margin:0} ' * 120_000}</style>{body}<div>{below}</div>")
    assert pasted.told == ["300 notes rattachées à leurs appels."] and not oddities(pasted.html)


@pytest.mark.parametrize(
    "hostile",
    [
        "<!--" * 300_000,
        "<![a" * 300_000,
        "<?a" * 300_000,
        "<a:" * 300_000,
        f"<p><span style='{'a' * 500_000}'>x</span></p>",
        f"<p style='{'mso-list:' * 50_000}'>x</p>",
        "<p>" + "\u00a0" * 60 + "x</p>",
        f"<p title='{'<p' * 200_000}'>x</p>",
    ],
    ids=["comments", "conditions", "programs", "names", "style", "lists", "spaces", "paragraphs"],
)
def test_hostile_pastes_take_no_longer_than_others(hostile):
    # Minutes, where each sign is looked at anew for each before it.
    of_html(hostile)


def test_a_comment_that_ends_goes_and_what_is_declared_is_read():
    assert of_html("<!-- a --><p>Un<!----> mot<!--b--></p>").html == "<p>Un mot</p>"
    style = "COLOR:red; font-style : italic ;;font-weight:bold"
    assert of_html(f"<p>Un <span style='{style}'>mot</span>.</p>").html == (
        "<p>Un <strong><em>mot</em></strong>.</p>"
    )


@pytest.mark.parametrize(
    "odd", ["", "<", "\x00", "<p>" * 3000, "<div>" * 3000, "<a href='#a' id='a'>1</a>", "<!--"]
)
def test_odd_pastes_do_no_harm(odd):
    of_html(odd)
    of_text(odd)
