"""Feeds: RSS, RDF, Atom, JSON Feed, and a blog's export by Blogger."""

import json
import tarfile
from datetime import date

import pytest
from django.core.management import call_command

from archive import ingest
from archive.ingest.files import xml_parts
from archive.ingest.records import Rejected

WORDS = (
    "Le standard a sonné toute la nuit et personne ne s’est levé pour répondre au téléphone. " * 12
)
LEAD = "Une histoire de téléphone que personne ne voulait entendre."
RSS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">'
    "<channel><title>La Revue du fil</title><link>https://fil.example/</link><language>fr-FR</language>"
)
ATOM = (
    '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"'
    ' xml:base="https://fil.example/2001/"><title>La Revue du fil</title><author><name>Ada Nord</name></author>'
)


@pytest.fixture
def read(tmp_path):
    """What comes of a feed of this content."""

    def read(content, format="feed"):
        (tmp_path / "fil.xml").write_bytes(
            content if isinstance(content, bytes) else content.encode()
        )
        return list(ingest.read(tmp_path / "fil.xml", format))

    return read


@pytest.fixture
def rss(read):
    """The record of an RSS item with these elements."""

    def rss(elements, content=f"<p>{WORDS}</p>", head=RSS):
        full = f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else ""
        [item] = read(f"{head}<item>{elements}{full}</item></channel></rss>")
        return item

    return rss


@pytest.fixture
def atom(read):
    def atom(
        elements, content=f'<content type="html">&lt;p&gt;{WORDS}&lt;/p&gt;</content>', head=ATOM
    ):
        [item] = read(f"{head}<entry>{elements}{content}</entry></feed>")
        return item

    return atom


def doubts(record, field):
    return [(doubt.code, doubt.value) for doubt in record.doubts if doubt.field == field]


def test_an_item_says_all_that_it_says(rss):
    record = rss(
        "<title>Le fil &amp; la toile</title><link>https://fil.example/le-fil</link><guid>tag:fil,2001:1</guid>"
        f"<dc:creator>Ada NORD</dc:creator><dc:creator>Luc SUD</dc:creator><category>Voix</category>"
        f"<category><![CDATA[Métier & voix]]></category><category>Non classé</category><slash:comments>3</slash:comments>"
        f"<pubDate>Mon, 12 Feb 2001 23:30:00 +0100</pubDate><description>{LEAD}</description>"
    )
    assert (record.title, record.url, record.source_id) == (
        "Le fil & la toile",
        "https://fil.example/le-fil",
        "tag:fil,2001:1",
    )
    assert [one.name for one in record.bylines] == ["Ada NORD", "Luc SUD"]
    assert (record.tags, record.comments) == (["Voix", "Métier & voix"], 3)
    assert (record.date, record.publication, record.language) == (
        "2001-02-12",
        "La Revue du fil",
        "fr",
    )
    assert (record.standfirst, record.html) == (LEAD, f"<p>{WORDS}</p>")
    assert record.doubts == [] and b"<guid>" in record.capture


def test_a_summary_that_opens_the_text_is_no_standfirst(rss):
    assert rss(f"<title>A</title><description>{WORDS[:200]} […]</description>").standfirst == ""


@pytest.mark.parametrize(
    "description, code",
    [
        (WORDS * 2, None),
        (WORDS[:300], "excerpt"),
        (f"{WORDS * 2} Lire la suite", "excerpt"),
        (f"{WORDS * 2} […]", "excerpt"),
    ],
)
def test_a_description_is_the_text_or_an_excerpt_to_check(rss, description, code):
    record = rss(f"<title>A</title><description>{description}</description>", content="")
    assert [found for found, _value in doubts(record, "text")] == ([code] if code else [])


def test_an_atom_summary_alone_is_an_excerpt(atom):
    record = atom("<title>A</title>", f"<summary>{WORDS}</summary>")
    assert doubts(record, "text") == [("excerpt", "")]


def test_a_plain_summary_shows_no_codes(atom):
    record = atom(
        "<title>A</title>",
        "<summary><![CDATA[Qui&nbsp;répond&nbsp;? Allô & Cie &lt;b&gt;]]></summary>"
        f"<content type='html'>&lt;p&gt;{WORDS}&lt;/p&gt;</content>",
    )
    assert record.standfirst.replace("\u00a0", " ") == "Qui répond ? Allô & Cie <b>"


def test_a_short_text_is_one_to_check(rss):
    assert doubts(rss("<title>A</title>", "<p>Un fil.</p>"), "text") == [("short", "")]


def test_links_are_made_absolute_by_their_base(atom, rss):
    links = '<p><a href="fil">A</a> et <a href="/b">B</a></p>'
    inside = f'<content type="xhtml" xml:base="mars/"><div xmlns="http://www.w3.org/1999/xhtml">{links}</div></content>'
    record = atom('<title>A</title><link href="le-fil"/>', inside)
    assert (
        'href="https://fil.example/2001/mars/fil"' in record.html
        and 'href="https://fil.example/b"' in record.html
    )
    assert record.url == "https://fil.example/2001/le-fil"
    record = rss("<title>A</title><link>https://fil.example/a/b</link>", '<p><a href="c">C</a></p>')
    assert 'href="https://fil.example/a/c"' in record.html


@pytest.mark.parametrize(
    "printed, edtf, code",
    [
        ("Sat, 31 Dec 2005 23:30:00 -0800", "2005-12-31", None),
        ("Sun, 01 Jan 2006 07:30:00 GMT", "2006-01-01", None),
        ("2005-12-31T23:30:00-08:00", "2005-12-31", None),
        ("12 février 2001", "2001-02-12", None),
        ("12.02.2001", "2001-02-12", None),
        ("Mon, 12 Feb 01 10:00:00 GMT", None, "guess"),
        ("Mon, 30 Feb 2001 10:00:00 GMT", None, "printed"),
        ("hier", None, "printed"),
        ("", None, "unknown"),
        (f"12 Feb {date.today().year + 2}", f"{date.today().year + 2}-02-12", "future"),
    ],
)
def test_the_day_is_the_one_printed_in_its_own_zone(rss, printed, edtf, code):
    record = rss(f"<title>A</title><pubDate>{printed}</pubDate>")
    assert record.date == edtf
    assert [found for found, _value in doubts(record, "date")] == ([code] if code else [])


def test_a_change_is_no_publication(atom):
    record = atom("<title>A</title><updated>2001-02-12T10:00:00Z</updated>")
    assert (record.date, doubts(record, "date")) == (None, [("updated", "2001-02-12")])
    record = atom(
        "<published>2001-02-11T10:00:00Z</published><updated>2001-02-12T10:00:00Z</updated>"
    )
    assert record.date == "2001-02-11"


@pytest.mark.parametrize(
    "said, persons, doubted",
    [
        ("<dc:creator>Ada Nord et Luc Sud</dc:creator>", ["Ada Nord", "Luc Sud"], False),
        ("<author>ada@fil.example (Ada Nord)</author>", ["Ada Nord"], False),
        ("<author>ada@fil.example</author>", [], True),
        ("<dc:creator>admin</dc:creator>", [], True),
        ("<dc:creator>La Rédaction</dc:creator>", ["La Rédaction"], False),
        ("<dc:creator>La Revue du fil</dc:creator>", [], True),
        ("", [], True),
    ],
)
def test_authors_are_persons(rss, said, persons, doubted):
    record = rss(f"<title>A</title>{said}")
    assert [one.name for one in record.bylines] == persons
    assert bool(doubts(record, "byline")) == doubted


def test_an_atom_feed_s_author_is_that_of_its_entries(atom):
    assert [one.name for one in atom("<title>A</title>").bylines] == ["Ada Nord"]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "urn:fil:1", "http://[", "/seul"])
def test_an_address_that_is_none_is_told_and_not_kept(rss, link):
    record = rss(
        f"<title>A</title><link>{link}</link>", head=RSS.replace("https://fil.example/", "")
    )
    assert record.url == "" and [code for code, _value in doubts(record, "url")] in (
        ["unknown"],
        [],
    )


def test_scripts_and_handlers_do_not_come_in(rss):
    text = f'<p onclick="alert(1)">{WORDS}</p><script>alert(2)</script><a href="javascript:alert(3)">x</a>'
    assert "alert" not in rss("<title>A</title>", text).html


def test_what_wordpress_sets_below_is_left_out(rss):
    below = '<p>L’article <a href="https://fil.example/a">A</a> est apparu en premier sur <a href="https://fil.example">Fil</a>.</p>'
    assert "apparu" not in rss("<title>A</title>", f"<p>{WORDS}</p>{below}").html


def test_text_without_markup_becomes_paragraphs(rss, read):
    record = rss(f"<title>A</title><description>{WORDS}\n\n{WORDS}</description>", content="")
    assert record.html.count("<p>") == 2
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"id": 1, "content_text": "Un <fil>.\n\nDeux."}],
    }
    assert read(json.dumps(feed))[0].html == "<p>Un &lt;fil&gt;.</p><p>Deux.</p>"


def test_a_json_feed_says_all_that_it_says(read):
    item = {
        "id": "a1",
        "url": "https://fil.example/a",
        "title": "Le fil",
        "content_html": f"<p>{WORDS}</p>",
        "tags": ["voix"],
    }
    item |= {
        "summary": LEAD,
        "date_published": "2001-02-12T23:30:00+01:00",
        "authors": [{"name": "Ada Nord"}],
    }
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "La Revue du fil",
        "items": [item, {"id": 2}, 3],
    }
    record, empty, none = read(json.dumps(feed), "auto")
    assert (record.title, record.date, record.tags, record.standfirst) == (
        "Le fil",
        "2001-02-12",
        ["voix"],
        LEAD,
    )
    assert [one.name for one in record.bylines] == [
        "Ada Nord"
    ] and record.publication == "La Revue du fil"
    assert "pas de texte" in empty.reason and "objet" in none.reason


@pytest.mark.parametrize(
    "encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "iso-8859-15", "koi8-r"]
)
def test_a_feed_in_any_encoding_that_it_declares(read, encoding):
    word = "été" if encoding != "koi8-r" else "лето"
    item = f"<item><title>{word}</title><description>{word}</description></item>"
    feed = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel>{item}</channel></rss>'
    [record] = read(feed.encode(encoding))
    assert record.title == word and "encoding" not in [
        code for code, _value in doubts(record, "text")
    ]


def test_one_item_in_another_encoding_is_read_with_a_doubt(read):
    items = [
        f"<item><title>{word}</title><description>{word}</description></item>"
        for word in ("Été", "Hiver glacé")
    ]
    first, second = read(
        RSS.encode() + items[0].encode() + items[1].encode("cp1252") + b"</channel></rss>"
    )
    assert (first.title, second.title) == ("Été", "Hiver glacé")
    assert ("encoding", "Windows-1252") in doubts(second, "text") and (
        "encoding",
        "Windows-1252",
    ) not in doubts(first, "text")


def test_a_broken_item_leaves_the_others_whole(read):
    item = f"<item><title>A</title><description>{WORDS * 2}</description></item>"
    first, broken, last = read(
        f"{RSS}{item}{item.replace('</title>', '</titre>')}{item}</channel></rss>"
    )
    assert first.doubts == last.doubts and [code for code, _value in doubts(broken, "text")] == [
        "repaired"
    ]


def test_a_feed_that_is_cut_gives_what_is_whole_and_doubts_the_last(read):
    item = f"<item><title>A</title><description>{WORDS * 2}</description></item>"
    first, last = read(f"{RSS}{item}{item[:-300]}")
    assert doubts(first, "text") == [] and ("cut", "") in doubts(last, "text")


BLOGGER = (
    '<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#{}"/>'
    '<category scheme="http://www.blogger.com/atom/ns#" term="Voix"/>'
)


def test_a_blogger_export_gives_its_posts_and_tells_the_rest(read):
    content = f'<content type="html">&lt;p&gt;{WORDS}&lt;/p&gt;</content>'
    kinds = ("post", "post", "page", "comment", "settings", "template")
    draft = '<app:control xmlns:app="http://purl.org/atom/app#"><app:draft>yes</app:draft></app:control>'
    entries = [f"<entry>{BLOGGER.format(kind)}<title>A</title>{content}</entry>" for kind in kinds]
    entries[1] = entries[1].replace("<title>", f"{draft}<title>")
    post, unfinished, *others = read(f"{ATOM}{''.join(entries)}</feed>", "auto")
    assert (post.state, unfinished.state, post.tags) == ("published", "draft", ["Voix"])
    assert [other.reason.split("\u00a0: ")[1].split(" (")[0] for other in others] == [
        *("page du site", "commentaire d’un lecteur", "réglage du site", "réglage du site")
    ]


THREAD = ' xmlns:thr="http://purl.org/syndication/thread/1.0"'
OF_BLOGGER = ATOM.replace(
    "<feed", f'<feed{THREAD} xmlns:blogger="http://schemas.google.com/blogger/2018"'
)
COMMENTED = f'<content type="html">&lt;p&gt;{WORDS}&lt;/p&gt;</content>'


def of_settings(number, kind, content=COMMENTED, more=""):
    author = "<author><name>Eva</name><email>eva@fil.example</email></author>"
    when = "<published>2010-11-29T12:35:44-08:00</published>"
    identity = f"<id>tag:blogger.com,1999:blog-1.post-{number}</id><title>Titre {number}</title>"
    return f"<entry>{identity}{BLOGGER.format(kind)}{when}{content}{author}{more}</entry>"


def test_the_comments_of_a_blogger_export_become_letters(read):
    said = '<content type="html">Bravo.&lt;br /&gt;&lt;br /&gt;Eva &amp;amp; Luc</content>'
    answer = '<thr:in-reply-to ref="tag:blogger.com,1999:blog-1.post-7"/>'
    entries = of_settings(8, "comment", said, answer) + of_settings(7, "post")
    [record] = read(f"{OF_BLOGGER}{entries}</feed>", "auto")
    [letter] = record.letters
    assert (letter.name, letter.text, letter.state) == ("Eva", "Bravo.\n\nEva & Luc", "shown")
    assert letter.written_at.isoformat() == "2010-11-29T20:35:44+00:00"
    assert letter.source_id == "tag:blogger.com,1999:blog-1.post-8"
    assert "Bravo" not in record.html and "eva@fil.example" not in repr(letter)


def test_a_comment_whose_post_is_not_there_is_told(read):
    answer = '<thr:in-reply-to ref="tag:blogger.com,1999:blog-1.post-9"/>'
    entries = of_settings(7, "post") + of_settings(8, "comment", more=answer)
    record, left_out = read(f"{OF_BLOGGER}{entries}</feed>", "auto")
    assert record.letters == [] and "commentaire d’un lecteur" in left_out.reason


def of_takeout(number, kind, status, content=COMMENTED, more=""):
    author = "<author><name>Eva</name><blogger:type>ANONYMOUS</blogger:type></author>"
    own = f"<blogger:type>{kind}</blogger:type><blogger:status>{status}</blogger:status>"
    identity = f"<id>tag:blogger.com,1999:blog-1.post-{number}</id>"
    when = "<published>2010-11-29T12:35:44Z</published>"
    return f"<entry>{identity}{more}{own}{author}<title>T {number}</title>{content}{when}</entry>"


def test_an_export_of_takeout_gives_posts_and_letters_in_their_states(read):
    parent = "<blogger:parent>tag:blogger.com,1999:blog-1.post-7</blogger:parent>"
    again = f"{parent}<blogger:inReplyTo>tag:blogger.com,1999:blog-1.post-8</blogger:inReplyTo>"
    entries = of_takeout(7, "POST", "LIVE") + of_takeout(6, "POST", "DRAFT")
    entries += of_takeout(5, "PAGE", "LIVE") + of_takeout(8, "COMMENT", "LIVE", more=parent)
    entries += of_takeout(9, "COMMENT", "PENDING", more=again)
    entries += of_takeout(10, "COMMENT", "SPAM", more=parent)
    post, draft, page, spam = read(f"{OF_BLOGGER}{entries}</feed>", "auto")
    assert (post.state, draft.state) == ("published", "draft")
    assert [letter.state for letter in post.letters] == ["shown", "waiting"]
    assert post.letters[1].parent == post.letters[0].source_id
    assert "page du site" in page.reason
    assert spam.reason == "Commentaire non repris\u00a0: indésirable ou supprimé à la source."


@pytest.mark.django_db
def test_a_feed_imported_twice_changes_nothing(tmp_path):
    (tmp_path / "fil.xml").write_text(
        f"{RSS}<item><title>A</title><description>{WORDS}</description></item></channel></rss>"
    )
    for outcome in ("created", "unchanged"):
        call_command(
            "import_editorials", str(tmp_path / "fil.xml"), report=str(tmp_path / "report")
        )
        assert json.loads((tmp_path / "report").read_text())["outcome"] == outcome


# Bad input


LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 12))
ITEM = "<rss><channel><item><title>&{};</title></item></channel></rss>"
BAD = {
    "a bomb of entities": f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>{ITEM.format("l11")}',
    "a bomb behind a comment": f'<!-- <rss> --><!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>{ITEM.format("l11")}',
    "a file's content": f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>{ITEM.format("x")}',
    "an outer entity": f'<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>{ITEM.format("amp")}',
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_unread(read, content, encoding):
    [rejected] = read(content.encode(encoding), "auto")
    assert "entités" in rejected.reason


def test_a_document_type_without_entities_is_no_danger(read):
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss-0.91.dtd">'
    item = f"<item><title>A</title><description>{WORDS}</description></item>"
    [record] = read(
        f'<?xml version="1.0"?>{doctype}<rss version="0.91"><channel>{item}</channel></rss>', "auto"
    )
    assert record.title == "A"


@pytest.mark.parametrize(
    "content, why",
    [
        (RSS + "</channel></rss>", "aucun article"),
        (RSS + "<item><title>A</title></item></channel></rss>", "pas de texte"),
        ("<opml><body/></opml>", "pas un flux"),
        ("<list><item><title>A</title></item></list>", "pas un flux"),
        ("Un fil tendu.", "pas un flux"),
        ("file:///etc/passwd", "pas un flux"),
        ("http://127.0.0.1:9/feed", "pas un flux"),
        ('{"version": "1"}', "JSON Feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": {}}', "aucun article"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [', "valide"),
        ("[" * 100_000, "valide"),
    ],
)
def test_what_is_no_feed_is_rejected_with_the_reason(read, content, why):
    [rejected] = read(content)
    assert why in rejected.reason


def test_xml_that_feedparser_stumbles_over_leaves_the_others_whole(read):
    item = f"<item><title>A</title><description>{WORDS}</description></item>"
    odd = item.replace("<title>", '<a b:c:d="x" xmlns:b="y z"/><title>')
    head = RSS.replace("<rss ", "<rss xmlns='a b' ")
    items = read(f"{head}{odd}{item}</channel></rss>")
    assert len(items) == 2 and "journal" not in "".join(getattr(one, "reason", "") for one in items)


def test_an_item_longer_than_any_is_left_out(read, monkeypatch):
    monkeypatch.setattr(xml_parts, "LARGEST", 2 << 20)
    item = f"<item><title>A</title><description>{WORDS}</description></item>"
    long, record = read(f"{RSS}<item><title>{'x' * (4 << 20)}</title></item>{item}</channel></rss>")
    assert "trop long" in long.reason and record.title == "A"


def test_feedparser_s_own_test_feeds_end_in_outcomes_with_a_reason(shared, tmp_path):
    """One in twelve of its 2,107; bench/readers.py reads them all."""
    with tarfile.open(shared / "data" / "imports" / "imports.tar.xz") as packed:
        members = [
            member for member in packed if "/feedparser/" in member.name and member.isfile()
        ][::12]
        packed.extractall(tmp_path, members, filter="data")
    assert len(members) > 150
    for member in members:
        items = list(ingest.read(tmp_path / member.name, "feed"))
        assert items and all(item.reason for item in items if isinstance(item, Rejected))


HALF_PAIRS = ["&#xD83D;", "&#55357;", "&#xdfff;"]


@pytest.mark.parametrize("half", HALF_PAIRS)
def test_half_a_character_in_an_entry_is_shown_as_lost_and_doubted(read, half):
    first = f"<item><title>Un {half} fil</title><description>{WORDS}{half}</description></item>"
    second = f"<item><title>Deux</title><description>{WORDS}</description></item>"
    records = read(f"{RSS}{first}\n{second}</channel></rss>")
    assert [record.title for record in records] == ["Un \ufffd fil", "Deux"]
    assert [doubt.code for doubt in records[0].doubts if doubt.code == "mojibake"]
    assert not [doubt.code for doubt in records[1].doubts if doubt.code == "mojibake"]


@pytest.mark.parametrize("half", HALF_PAIRS)
def test_half_a_character_in_the_head_of_a_feed_costs_no_entry(read, half):
    head = RSS.replace("La Revue", f"La {half} Revue")
    [record] = read(
        f"{head}<item><title>Un</title><description>{WORDS}</description></item></channel></rss>"
    )
    assert (record.title, record.publication) == ("Un", "La \ufffd Revue du fil")


def test_surrogates_as_bytes_are_the_characters_that_they_mean(read):
    item = f"<item><title>Un HALF fil PAIR</title><description>{WORDS}</description></item>"
    content = f"{RSS}{item}</channel></rss>".encode()
    content = content.replace(b"HALF", b"\xed\xa0\x81").replace(
        b"PAIR", b"\xed\xa0\xbd\xed\xb8\x80"
    )
    [record] = read(content)
    assert record.title == "Un \ufffd fil \U0001f600" and "s’est levé" in record.html


def test_half_a_character_anywhere_in_a_json_feed_costs_nothing_but_itself(read):
    entry = {
        "id": "1\ud83d",
        "title": "Un \ud83d fil",
        "content_text": f"{WORDS}\ud83d",
        "tags": ["voix\ud83d"],
        "authors": [{"name": "Ada \ud83d Nord"}],
        "url": "https://fil.example/\ud83d",
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Fil\ud83d", "items": [entry]}
    [record] = read(json.dumps(feed))
    assert record.title.startswith("Un ") and record.tags[0].startswith("voix")
    "".join([record.title, record.url, record.source_id, record.publication]).encode()
    "".join([*record.tags, *(byline.name for byline in record.bylines)]).encode()


@pytest.mark.parametrize(
    "unit, times",
    [("a", 2_000_000), ("<title", 200_000), ("<!--", 200_000), ("<![CDATA[", 200_000)],
)
def test_what_opens_without_end_before_the_first_entry_is_read_once(read, unit, times):
    [rejected] = read(f'<rss version="2.0"><channel><{unit * times}')
    assert rejected.reason


def test_a_million_empty_lines_before_a_feed_are_passed_over(read):
    [record] = read(
        f"{chr(10) * 1_000_000}{RSS}<item><description>{WORDS}</description></item></channel></rss>"
    )
    assert isinstance(record, ingest.Record) and record.publication == "La Revue du fil"


@pytest.mark.parametrize("number", ["99999999999", "x110000000", "9" * 400])
@pytest.mark.parametrize("end", [";", ""])
def test_a_number_beyond_all_characters_costs_an_entry_no_more_than_itself(rss, number, end):
    record = rss(f"<title>Un &#{number}{end} titre</title>")
    assert isinstance(record, ingest.Record) and "Le standard a sonné" in record.html
