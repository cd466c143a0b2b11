import json
import tarfile

import pytest
from django.core.management import call_command

from archive.ingest import wordpress
from archive.ingest.files import xml_parts
from archive.ingest.records import Rejected
from archive.text import plain

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>La Revue du fil</title><link>https://fil.example</link><language>en-US</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://fil.example</wp:base_blog_url>
<wp:author><wp:author_login>anord</wp:author_login><wp:author_display_name><![CDATA[Ada Nord]]></wp:author_display_name>
</wp:author>
<wp:author><wp:author_login>lsud</wp:author_login><wp:author_display_name></wp:author_display_name>
<wp:author_first_name>Luc</wp:author_first_name><wp:author_last_name>Sud</wp:author_last_name></wp:author>
"""
TAIL = "</channel></rss>"
TEXT = "Le standard a sonné toute la nuit.\n\nPersonne ne s’est levé pour répondre."


def post(number=7, content=TEXT, more="", **fields):
    said = {
        "title": "Le fil",
        "link": f"https://fil.example/le-fil-{number}/",
        "guid": f"https://fil.example/?p={number}",
        "dc:creator": "anord",
        "wp:post_id": number,
        "wp:post_date": "2004-03-31 23:30:00",
        "wp:post_date_gmt": "2004-03-31 21:30:00",
        "wp:status": "publish",
        "wp:post_type": "post",
    } | {name.replace("__", ":"): value for name, value in fields.items()}
    elements = "".join(
        f"<{name}>{value}</{name}>\n" for name, value in said.items() if value is not None
    )
    return (
        f"<item>\n{elements}<content:encoded><![CDATA[{content}]]></content:encoded>{more}</item>\n"
    )


@pytest.fixture
def export(tmp_path):
    """Writes an export of these items."""

    def export(*items, head=HEAD, tail=TAIL, encoding="utf-8"):
        path = tmp_path / "export.xml"
        path.write_bytes((head + "".join(items) + tail).encode(encoding))
        return path

    return export


@pytest.fixture
def read(export):
    """The records and rejections of an export of these items."""
    return lambda *items, **options: list(wordpress.read(export(*items, **options)))


def doubts(record):
    return {(doubt.field, doubt.code) for doubt in record.doubts}


def test_a_post_arrives_whole(read):
    category = '<category domain="category" nicename="edito"><![CDATA[Édito]]></category>'
    [record] = read(
        post(
            more=category
            + '<category domain="post_tag" nicename="nuit"><![CDATA[nuit]]></category>'
        )
    )
    assert (record.title, record.date, record.language) == ("Le fil", "2004-03-31", "fr")
    assert [one.name for one in record.bylines] == ["Ada Nord"]
    assert record.tags == ["Édito", "nuit"]
    assert record.publication == "La Revue du fil"
    assert record.url == "https://fil.example/le-fil-7/"
    assert record.source_id == "https://fil.example/?p=7"
    assert (
        record.html
        == "<p>Le standard a sonné toute la nuit.</p><p>Personne ne s’est levé pour répondre.</p>"
    )
    assert record.state == "published" and not record.doubts


def test_the_day_is_the_site_s_own_and_not_greenwich_s(read):
    [record] = read(
        post(wp__post_date="2004-04-01 00:30:00", wp__post_date_gmt="2004-03-31 22:30:00")
    )
    assert record.date == "2004-04-01"


@pytest.mark.parametrize("moment", ["0000-00-00 00:00:00", "2004-02-31 10:00:00", "", "hier"])
def test_a_date_that_is_none_stays_unknown(read, moment):
    [record] = read(post(wp__post_date=moment))
    assert record.date is None and ("date", "unknown") in doubts(record)


def test_the_feed_s_date_serves_where_the_post_has_none(read):
    [record] = read(post(wp__post_date=None, pubDate="Wed, 31 Mar 2004 21:30:00 +0000"))
    assert record.date == "2004-03-31"


def test_a_date_to_come_is_a_doubt(read):
    [record] = read(post(wp__post_date="2999-01-01 00:00:00"))
    assert ("date", "future") in doubts(record)


@pytest.mark.parametrize(
    "login, names, doubt",
    [
        ("lsud", ["Luc Sud"], set()),
        ("gouest", ["gouest"], {("byline", "guess")}),
        ("admin", [], {("byline", "guess")}),
        ("Guy Ouest", ["Guy Ouest"], set()),
        (None, [], {("byline", "unknown")}),
    ],
)
def test_a_login_becomes_the_name_that_the_site_shows(read, login, names, doubt):
    [record] = read(post(dc__creator=login))
    assert [one.name for one in record.bylines] == names
    assert doubts(record) == doubt


def test_several_authors_come_before_the_account_that_posted(read):
    several = '<category domain="author" nicename="cap-lsud">lsud</category>'
    several += '<category domain="author" nicename="cap-eva-est"><![CDATA[Eva Est]]></category>'
    [record] = read(post(more=several))
    assert [one.name for one in record.bylines] == ["Luc Sud", "Eva Est"]
    assert record.tags == []


def test_version_1_0_gives_each_category_twice_and_one_is_kept(read):
    twice = "<category><![CDATA[Voix &amp; fil]]></category>"
    twice += '<category domain="category" nicename="voix-fil"><![CDATA[Voix &amp; fil]]></category>'
    none = '<category domain="category" nicename="non-classe"><![CDATA[Non classé]]></category>'
    [record] = read(post(more=twice + none).replace("1.2", "1.0"))
    assert record.tags == ["Voix & fil"]


def comment(number=1, approved="1", kind="", content="Bravo.", parent=0, author="Eva", **dates):
    when = {"date": "2004-04-01 09:00:00", "date_gmt": "2004-04-01 07:00:00"} | dates
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        f"<wp:comment_author><![CDATA[{author}]]></wp:comment_author>"
        "<wp:comment_author_email>eva@fil.example</wp:comment_author_email>"
        "<wp:comment_author_url>http://eva.example</wp:comment_author_url>"
        "<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>"
        f"<wp:comment_date>{when['date']}</wp:comment_date>"
        f"<wp:comment_date_gmt>{when['date_gmt']}</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{content}]]></wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_type>{kind}</wp:comment_type>"
        f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    )


def test_readers_comments_are_counted_and_their_addresses_not_kept(read):
    kinds = [("1", ""), ("1", "comment"), ("1", "pingback"), ("0", ""), ("spam", "")]
    comments = [comment(number, *kind) for number, kind in enumerate(kinds, 1)]
    record, *_left_out = read(post(more="".join(comments)))
    assert record.comments == 2
    assert b"eva@fil.example" not in record.capture and b"sonn\xc3\xa9" in record.capture
    for secret in ("eva@fil.example", "eva.example", "192.0.2.7"):
        assert secret not in repr(record)


def test_comments_become_letters_in_the_state_that_they_had(read):
    html = "Bravo <b>Ada</b> !\n\nVoyez <a href='http://x.example'>là</a>.<script>alert(1)</script>"
    more = comment(3, "1", content=html, author="Eva &amp; Luc") + comment(4, "0", parent=3)
    [record] = read(post(more=more))
    first, second = record.letters
    assert (first.name, first.text) == ("Eva & Luc", "Bravo Ada !\n\nVoyez là.")
    assert (first.state, second.state) == ("shown", "waiting")
    assert first.written_at.isoformat() == "2004-04-01T07:00:00+00:00"
    assert (first.source_id, first.parent) == ("https://fil.example/?p=7#comment-3", "")
    assert second.parent == first.source_id
    assert "Bravo" not in record.html


@pytest.mark.parametrize(
    "dates, written_at",
    [
        ({"date_gmt": "0000-00-00 00:00:00"}, "2004-04-01T09:00:00+02:00"),
        ({"date": "", "date_gmt": "demain"}, None),
        ({"date": "2004-02-31 09:00:00", "date_gmt": ""}, None),
    ],
)
def test_a_letter_is_of_the_day_that_its_source_tells(read, dates, written_at):
    [record] = read(post(more=comment(**dates)))
    told = record.letters[0].written_at
    assert (told and told.isoformat()) == written_at


def test_what_of_the_comments_is_not_taken_is_told_with_its_reason(read):
    more = comment(1, "spam") + comment(2, "trash") + comment(3, content="<br>")
    more += comment(4, kind="pingback") + comment(5, kind="trackback") + comment(6)
    more += comment(7, kind="order_note") + comment(8, content="x" * 100_001)
    record, *left_out = read(post(more=more))
    assert [letter.source_id.partition("#")[2] for letter in record.letters] == ["comment-6"]
    assert [(item.source.partition("#")[2], item.reason) for item in left_out] == [
        ("7#comment-1", "Commentaire non repris\u00a0: indésirable à la source."),
        ("7#comment-2", "Commentaire non repris\u00a0: à la corbeille de la source."),
        ("7#comment-3", "Commentaire non repris\u00a0: vide."),
        ("7#comment-7", "Commentaire non repris\u00a0: de type «\u00a0order_note\u00a0»."),
        ("7#comment-8", "Commentaire non repris\u00a0: trop long\u00a0: 100001 caractères."),
        ("7#pings", "2 rétroliens (pingbacks ou trackbacks) ne sont pas repris."),
    ]


def test_the_comments_of_a_real_blog_become_letters(shared, tmp_path):
    packed = shared / "data" / "imports" / "imports.tar.xz"
    if not packed.is_file():
        pytest.skip(f"needs the real exports in {packed}")
    with tarfile.open(packed) as archive:
        archive.extract("./wxr/real-fr/alienlebarge.wordpress.xml", tmp_path, filter="data")
    [path] = tmp_path.rglob("*.xml")
    records, left_out = [], []
    for record in wordpress.read(path):
        (left_out if isinstance(record, Rejected) else records).append(record)
    letters = [letter for record in records for letter in record.letters]
    told = [item for item in left_out if "#comment" in item.source or "#pings" in item.source]
    pings = sum(int(item.reason.split()[0]) for item in told if "#pings" in item.source)
    others = sum("#comment" in item.source for item in told)
    assert len(letters) + pings + others == path.read_text(encoding="utf-8").count("<wp:comment>")
    assert len({letter.source_id for letter in letters}) == len(letters) > 300
    assert all(letter.name and letter.text and letter.written_at for letter in letters)
    assert not [letter for letter in letters if "example.org" in letter.name]


@pytest.mark.parametrize(
    "fields, state, doubted",
    [
        ({"wp__status": "draft"}, "draft", False),
        ({"wp__status": "pending"}, "draft", True),
        ({"wp__status": "private"}, "draft", True),
        ({"wp__status": None}, "draft", True),
        ({"wp__post_password": "sésame"}, "draft", True),
        ({"wp__post_type": "edito"}, "draft", True),
        ({"wp__post_type": None}, "published", False),
    ],
)
def test_what_not_everybody_could_read_is_a_draft(read, fields, state, doubted):
    [record] = read(post(**fields))
    assert record.state == state
    assert (("state", "guess") in doubts(record)) == doubted


def test_a_draft_without_a_day_set_has_none_invented(read):
    [record] = read(post(wp__status="draft", wp__post_date_gmt="0000-00-00 00:00:00"))
    assert record.date is None and ("date", "updated") in doubts(record)


@pytest.mark.parametrize(
    "kind",
    ["page", "attachment", "revision", "nav_menu_item", "wp_block", "wp_navigation", "custom_css"],
)
def test_what_is_no_article_is_told_with_its_kind_and_title(read, kind):
    kept, other = read(post(1), post(2, wp__post_type=kind, title="Mentions"))
    assert kept.title == "Le fil"
    assert (
        isinstance(other, Rejected) and "Mentions" in other.reason and other.source.endswith("#2")
    )


def test_what_was_thrown_away_stays_out(read):
    [other] = read(post(wp__status="trash"))
    assert isinstance(other, Rejected) and "corbeille" in other.reason


def test_a_post_of_pictures_only_arrives_without_text_and_is_told(read):
    [record] = read(post(content='<img src="a.jpg" alt="un fil">'))
    assert (record.title, record.html) == ("Le fil", "") and ("text", "empty") in doubts(record)


def test_a_guid_that_serves_twice_does_not_make_two_posts_one(read):
    first, second = read(
        post(1, guid="https://fil.example/?p=1"), post(2, guid="https://fil.example/?p=1")
    )
    assert (
        first.source_id == "https://fil.example/?p=1"
        and second.source_id == "https://fil.example/?p=2"
    )


def test_a_handwritten_excerpt_is_the_standfirst_and_a_cut_beginning_is_not(read):
    excerpt = "<excerpt:encoded><![CDATA[%s]]></excerpt:encoded>"
    own, cut = read(
        post(1, more=excerpt % "Où l’on attend."), post(2, more=excerpt % "Le standard a sonné […]")
    )
    assert (own.standfirst, cut.standfirst) == ("Où l’on attend.", "")


def test_notes_that_stand_beside_the_text_are_put_below_it(read):
    notes = json.dumps([{"content": "Selon <em>nous</em>.", "id": "a"}])
    meta = "<wp:postmeta><wp:meta_key>footnotes</wp:meta_key><wp:meta_value><![CDATA[%s]]></wp:meta_value></wp:postmeta>"
    [record] = read(post(more=meta % notes))
    assert record.html.endswith('<p class="note">1. Selon <em>nous</em>.</p>')


def test_a_gallery_shows_its_captions_wherever_they_stand(read):
    caption = "<excerpt:encoded><![CDATA[Le standard en 1987]]></excerpt:encoded>"
    picture = post(9, wp__post_type="attachment", wp__post_parent=7, content="", more=caption)
    by_number, _picture = read(post(content='Avant.\n\n[gallery ids="8,9"]\n\nAprès.'), picture)
    by_post, _picture = read(post(content="Avant.\n\n[gallery]\n\nAprès."), picture)
    assert plain(by_number.html) == plain(by_post.html) == "Avant.\n\nLe standard en 1987\n\nAprès."


# What is broken


def test_one_broken_item_leaves_the_others_whole(read):
    first, broken, last = read(post(1), post(2).replace("</title>", ""), post(3))
    assert first.title == last.title == "Le fil"
    assert (
        isinstance(broken, Rejected)
        and "illisible" in broken.reason
        and broken.source.endswith("#2")
    )


def test_a_file_that_is_cut_gives_what_is_whole_and_says_where_it_ends(read):
    whole, cut = read(post(1), post(2)[:200], tail="")
    assert whole.title == "Le fil"
    assert isinstance(cut, Rejected) and "coupé" in cut.reason


def test_a_file_that_ends_between_two_items_says_so(read):
    _whole, end = read(post(1), tail="")
    assert isinstance(end, Rejected) and "avant sa fin" in end.reason


def test_an_item_that_never_ends_is_told_and_the_next_is_whole(read):
    cut, whole = read(post(1).replace("</item>", ""), post(2))
    assert isinstance(cut, Rejected) and whole.source_id.endswith("2")


def test_tags_of_items_inside_a_text_cut_nothing(read):
    [record] = read(
        post(
            content="Écrire &lt;item&gt; ou <!-- --> ]] > <code>&lt;/item></code> puis </item><item> ?"
        )
    )
    assert "puis" in plain(record.html)


@pytest.mark.parametrize(
    "title, content, expected",
    [
        ("Voix & fil", TEXT, "Le standard"),
        ("Le fil", "Avant <![CDATA[ pendant ]]> après", "après"),
        ("L&eacute;ger &hellip; &bidon;", TEXT, "Le standard"),
    ],
)
def test_what_is_usually_broken_is_mended(read, title, content, expected):
    [record] = read(post(title=title, content=content))
    assert expected in plain(record.html)


def test_what_was_mended_is_told(read):
    [record] = read(post(title="Voix & fil"))
    assert record.title == "Voix & fil" and ("text", "repaired") in doubts(record)


def test_characters_that_xml_forbids_are_left_out(read):
    [record] = read(post(title="Le\x08 fil&#8;&#xB;"))
    assert record.title == "Le fil"


@pytest.mark.parametrize(
    "declared, written", [("UTF-8", "cp1252"), ("ISO-8859-1", "cp1252"), ("UTF-16", "utf-16")]
)
def test_encodings_are_read_whatever_is_declared(read, declared, written):
    [record] = read(post(), head=HEAD.replace("UTF-8", declared), encoding=written)
    assert "sonné" in record.html and "s’est" in record.html
    assert (("text", "encoding") in doubts(record)) == (declared == "UTF-8")


@pytest.mark.parametrize("declaration", ["<!DOCTYPE rss>", '<!doctype rss [<!ENTITY a "aaaa">]>'])
def test_a_document_type_is_refused_and_nothing_expanded(export, declaration):
    path = export(post(), head=HEAD.replace("<rss", f"{declaration}\n<rss", 1))
    with pytest.raises(Rejected, match="DTD"):
        list(wordpress.read(path))


@pytest.mark.parametrize(
    "content, reason",
    [
        (
            "<rss><channel><title>Un flux</title><item><title>A</title></item></channel></rss>",
            "pas un export",
        ),
        (HEAD + TAIL, "aucun article"),
        ("", "pas un export"),
        ("<html><body>" + "<p>texte</p>" * 10, "pas un export"),
    ],
)
def test_what_is_no_export_is_told(tmp_path, content, reason):
    path = tmp_path / "a.xml"
    path.write_text(content)
    with pytest.raises(Rejected, match=reason):
        list(wordpress.read(path))


def test_an_item_too_long_to_be_one_is_passed_over(read, monkeypatch):
    monkeypatch.setattr(xml_parts, "CHUNK", 1000)
    monkeypatch.setattr(xml_parts, "LARGEST", 5000)
    first, long, last = read(post(1), post(2, content="a " * 10_000), post(3))
    assert isinstance(long, Rejected) and "trop long" in long.reason
    assert [first.source_id[-1], last.source_id[-1]] == ["1", "3"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_parts_are_the_same_however_the_file_is_read(export, monkeypatch, size):
    path = export(post(1), "<!-- <item> -->", post(2, content="</item>"))
    whole = list(xml_parts.parts(path))
    monkeypatch.setattr(xml_parts, "CHUNK", size)
    assert list(xml_parts.parts(path)) == whole
    assert [part.kind for part in whole] == ["between", "item", "between", "item", "between"]
    assert b"".join(part.content for part in whole) == path.read_bytes()


# The text


def test_what_cannot_be_read_is_named(read):
    [record] = read(post(content='Avant.\n\n[formulaire id="3"]\n\n<!-- wp:block {"ref":12} /-->'))
    assert plain(record.html) == "Avant."
    [doubt] = record.doubts
    assert "[formulaire" in doubt.value and '"ref":12' in doubt.value


# Real exports


@pytest.fixture
def fixtures(shared, tmp_path):
    """WordPress's own importer's 38 test exports, unpacked."""
    packed = shared / "data" / "imports" / "imports.tar.xz"
    if not packed.is_file():
        pytest.skip(f"needs the real exports in {packed}")
    with tarfile.open(packed) as archive:
        wanted = [member for member in archive if "wxr/importer-fixtures/" in member.name]
        archive.extractall(tmp_path / "imports", wanted, filter="data")
    return sorted((tmp_path / "imports").rglob("*.xml"))


@pytest.mark.django_db
def test_each_export_of_wordpress_s_own_tests_ends_in_outcomes_with_reasons(fixtures, tmp_path):
    report = tmp_path / "report.jsonl"
    small = [str(path) for path in fixtures if path.stat().st_size < 100_000]
    call_command("import_editorials", *small, format="wxr", report=str(report), dry_run=True)
    rows = [json.loads(line) for line in report.read_text().strip().split("\n")]
    assert len(fixtures) == 38
    assert {row["source"].partition("#")[0] for row in rows} >= {
        path for path in small if "wxr-" in path
    }
    assert all(row["reason"] for row in rows if row["outcome"] in ("rejected", "duplicate"))
    assert sum(row["outcome"] == "created" for row in rows) > 25


def test_characters_of_all_kinds_come_through(fixtures):
    [path] = [path for path in fixtures if "utf-8-challenges" in path.name]
    [record] = wordpress.read(path)
    assert "🚀🌟💫" in record.html and "السلام" in record.html
