"""The text of posts as WordPress stores it, made HTML."""

import re

import pytest

from archive.ingest.posts import wordpress_text
from archive.text import plain

QUOTE_BLOCK = (
    "<!-- wp:quote {} -->\n<blockquote><p>Un.</p><cite>Ada</cite></blockquote>\n<!-- /wp:quote -->"
)
DETAILS_BLOCK = "<!-- wp:details -->\n<details><summary>Un</summary><p>Deux.</p></details>\n<!-- /wp:details -->"


@pytest.mark.parametrize(
    "content, html",
    [
        ("Un.\n\nDeux.\nTrois.", "<p>Un.</p><p>Deux.<br>Trois.</p>"),
        ("Un.\r\n\r\nDeux.", "<p>Un.</p><p>Deux.</p>"),
        ("<strong>Un\n\nDeux</strong>", "<p><strong>Un</strong></p><p><strong>Deux</strong></p>"),
        ("Un.\n<blockquote>Deux.\n\nTrois.</blockquote>", "<p>Un.</p><blockquote><p>Deux.</p><p>Trois.</p></blockquote>"),
        ("<ul>\n<li>un</li>\n\n<li>deux</li>\n</ul>", "<ul><li>un</li><li>deux</li></ul>"),
        ("<p>Un\ndeux.</p>\n\n<h2>Trois</h2>\nQuatre.", "<p>Un<br>deux.</p><h2>Trois</h2><p>Quatre.</p>"),
        ("Un.<!--more-->Deux.", "<p>Un.</p><p>Deux.</p>"),
        ("Un <br />\ndeux.", "<p>Un<br>deux.</p>"),
        ("Un < deux et 3 > 2.", "<p>Un &lt; deux et 3 &gt; 2.</p>"),
        ("<!-- wp:paragraph -->\n<p>Un\ndeux.</p>\n<!-- /wp:paragraph -->", "<p>Un deux.</p>"),
        (QUOTE_BLOCK, "<blockquote><p>Un.</p><p><cite>Ada</cite></p></blockquote>"),
        (DETAILS_BLOCK, "<p>Un</p><p>Deux.</p>"),
        ("<pre>un\n\ndeux</pre>", "<p>un<br><br>deux</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_paragraphs_are_those_that_the_site_shows(content, html):
    assert wordpress_text.clean(content) == (html, [])


@pytest.mark.parametrize(
    "content, text",
    [
        ('[caption id="a" width="9" caption="Le fil &amp; la voix"]<img src="a.jpg" />[/caption]', "Le fil & la voix"),
        ('[caption id="a"]<a href="/a"><img src="a.jpg" /></a> Le <em>fil</em>[/caption]', "Le fil"),
        ("[youtube MENdMl-UAn8]", "youtube.com"),
        ("[embed width=1]https://fil.example/film[/embed]", "https://fil.example/film"),
        ('[vc_row][vc_column width="1/2"]Un texte.[/vc_column][/vc_row]', "Un texte."),
        ("[code]a[0] = 1\n\nb = 2[/code]", "a[0] = 1\n\nb = 2"),
        ("[java]a = <title>Mon site</title>[/java]", "a = <title>Mon site</title>"),
        ("« Tout va bien [sic] », dit-elle [NDLR : hier], […] [1]", "« Tout va bien [sic] », dit-elle [NDLR : hier], […] [1]"),
        ("Écrire [[gallery]] montre tout.", "Écrire [gallery] montre tout."),
        ("[gallery]Fin.", "Fin."),
    ],
)  # fmt: skip
def test_shortcodes_leave_what_can_be_read(content, text):
    html, left_out = wordpress_text.clean(content)
    assert (plain(html), left_out) == (text, [])


@pytest.mark.parametrize(
    "content, href",
    [
        ('<iframe src="//www.youtube.com/embed/abcde?rel=0"></iframe>', "https://www.youtube.com/watch?v=abcde"),
        ('<object><param name="movie" value="f.swf"><embed src="https://fil.example/f.swf"></object>', "https://fil.example/f.swf"),
        ('<video><source src="/a.mp4">Votre navigateur…</video>', "https://fil.example/a.mp4"),
        ("[youtube MENdMl-UAn8]", "https://www.youtube.com/watch?v=MENdMl-UAn8"),
        ("[youtube=http://www.youtube.com/watch?v=abc&amp;w=1]", "http://www.youtube.com/watch?v=abc&amp;w=1"),
        ("[embed]https://fil.example/film[/embed]", "https://fil.example/film"),
        ('[audio mp3="https://fil.example/a.mp3"][/audio]', "https://fil.example/a.mp3"),
        ("[lecteur:https://fil.example/a.mp3]", "https://fil.example/a.mp3"),
        ("https://vimeo.com/1", "https://vimeo.com/1"),
        ('<!-- wp:embed {"url":"https://vimeo.com/1","type":"video"} /-->', "https://vimeo.com/1"),
        ('<a href="../2003/">avant</a>', "https://fil.example/2003/"),
    ],
)  # fmt: skip
def test_players_become_links_and_addresses_whole(content, href):
    html, _left_out = wordpress_text.clean(content, "https://fil.example/2004/le-fil")
    assert re.findall(r'href="([^"]*)"', html) == [href]
    assert "navigateur" not in html


@pytest.mark.parametrize(
    "content",
    [
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">clic</a>',
        '<p onclick="alert(1)">clic</p>',
        '<iframe src="javascript:alert(1)"></iframe>',
        "[embed]javascript:alert(1)[/embed]",
        '[caption caption="<script>alert(1)</script>"]<img onerror="alert(1)">[/caption]',
        "<svg/onload=alert(1)>",
    ],
)
def test_nothing_that_runs_gets_through(content):
    html, _left_out = wordpress_text.clean(content)
    assert not re.search(r"<script|\son\w+=|href=.javascript", html)


@pytest.mark.parametrize(
    "piece",
    ["<", "[a ", '<a href="', "<!-- wp:a ", "[/a]", "[a][/a", "[caption]", "[code]", "[a b=c", " b=c", "\n\t", "<div>", "<br>"],
)  # fmt: skip
def test_what_is_never_closed_costs_no_more_than_its_length(piece):
    wordpress_text.clean(piece * 20_000)
    wordpress_text.clean(f"[a {piece * 20_000}")
