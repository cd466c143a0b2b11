import tarfile

import pytest

from archive.ingest import markdown
from archive.ingest.markdown import front_matter, markdown_text
from archive.ingest.records import Rejected
from archive.text import plain

TEXT = "Le standard a *sonné* toute la nuit, et personne ne s’est levé pour répondre.\n"


@pytest.fixture
def read(tmp_path):
    """The record of a file of this name and content; None where there is none."""

    def read(content, name="2005-03-04-le-fil.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return next(markdown.read(path))

    return read


def doubts(record):
    return {(doubt.field, doubt.code) for doubt in record.doubts}


def named(record):
    return [one.name for one in record.bylines]


JEKYLL = f"""---
layout: post
title: "Le fil : une voix"
date: 2005-03-04 23:30:00 -0500
author: Ada Nord et Luc Sud
categories: [Édito]
tags:
- voix
- relation client
lang: fr
canonical_url: https://fil.example/le-fil/
description: Où l’on attend.
---
{TEXT}"""
HUGO = f"""+++
title = 'Le fil : une voix'
date = 2005-03-04T23:30:00-05:00
authors = ["Ada Nord", "Luc Sud"]
tags = ["voix", "relation client"]
categories = ["Édito"]
language = "fr"
url = "https://fil.example/le-fil/"
[params]
summary = "Où l’on attend."
+++
{TEXT}"""
HUGO_JSON = f"""{{"title": "Le fil : une voix", "date": "2005-03-04", "authors": [{{"name": "Ada Nord"}}, {{"name": "Luc Sud"}}],
"tags": ["Édito", "voix", "relation client"], "url": "https://fil.example/le-fil/", "summary": "Où l’on attend."}}
{TEXT}"""
PELICAN = f"""Title: Le fil : une voix
Date: 2005-03-04 23:30
Authors: Ada Nord, Luc Sud
Category: Édito
Tags: voix, relation client
Url: https://fil.example/le-fil/
Summary: Où l’on
    attend.

{TEXT}"""


@pytest.mark.parametrize(
    "content", [JEKYLL, HUGO, HUGO_JSON, PELICAN, JEKYLL.replace("\n", "\r\n"), "\ufeff" + JEKYLL]
)
def test_front_matter_of_each_kind_says_the_same(read, content):
    record = read(content, name="le-fil.md")
    assert (record.title, record.date, record.language) == ("Le fil : une voix", "2005-03-04", "fr")
    assert named(record) == ["Ada Nord", "Luc Sud"]
    assert sorted(record.tags) == ["relation client", "voix", "Édito"]
    assert (record.url, record.standfirst) == ("https://fil.example/le-fil/", "Où l’on attend.")
    assert record.html.startswith("<p>Le standard a <em>sonné</em>")
    assert record.state == "published" and not record.doubts
    assert record.media_type == "text/markdown" and TEXT.encode().strip() in record.capture.replace(
        b"\r", b""
    )


@pytest.mark.parametrize(
    "printed, date",
    [
        ("2005-03-04", "2005-03-04"),
        ("'2005-03-04T00:30:00+02:00'", "2005-03-04"),
        ("2005-3-4 10:00", "2005-03-04"),
        ("4 mars 2005", "2005-03-04"),
        ("March 4, 2005", "2005-03-04"),
        ("04/03/2005", "2005-03-04"),
        ("mars 2005", "2005-03"),
        ("printemps 2005", "2005-21"),
        ("2005", "2005"),
        ("vers 2005", "2005~"),
    ],
)
def test_dates_are_read_as_they_are_written(read, printed, date):
    assert read(f"---\ntitle: Le fil\ndate: {printed}\n---\n{TEXT}", name="a.md").date == date


def test_the_file_s_name_dates_a_post_that_does_not_say(read):
    record = read(f"---\ntitle: Le fil\n---\n{TEXT}")
    assert record.date == "2005-03-04" and ("date", "unknown") not in doubts(record)


def test_a_name_that_says_another_day_is_a_doubt_and_the_front_matter_counts(read):
    record = read(f"---\ntitle: Le fil\ndate: 2005-03-14\n---\n{TEXT}")
    assert record.date == "2005-03-14" and ("date", "differs") in doubts(record)


@pytest.mark.parametrize("printed", ["bientôt", "2005-13-45", "0000-00-00"])
def test_a_date_that_is_none_is_told_and_none_invented(read, printed):
    record = read(f"---\ntitle: Le fil\ndate: {printed}\n---\n{TEXT}", name="a.md")
    assert record.date is None and ("date", "printed") in doubts(record)


def test_the_day_of_a_change_is_not_that_of_publication(read):
    record = read(f"---\ntitle: Le fil\nlastmod: 2009-01-01\n---\n{TEXT}", name="a.md")
    assert record.date is None and ("date", "updated") in doubts(record)


@pytest.mark.parametrize("title", ["1984", "1.10", "on", "2005-03-04", "'null et non avenu'"])
def test_a_title_stays_as_it_is_written(read, title):
    assert read(f"---\ntitle: {title}\n---\n{TEXT}").title == title.strip("'")


def test_the_first_heading_is_the_title_where_none_is_given_and_not_said_twice(read):
    without, same = (
        read(f"# Le *fil*\n\n{TEXT}"),
        read(f"---\ntitle: Le fil\n---\n# Le fil\n\n{TEXT}"),
    )
    assert without.title == same.title == "Le fil"
    assert without.html == same.html and "<h2>" not in same.html


def test_the_file_s_name_is_a_title_to_be_checked(read):
    record = read(TEXT)
    assert record.title == "Le fil" and ("title", "guess") in doubts(record)


@pytest.mark.parametrize(
    "authors, names, doubted",
    [
        ("author: {name: Ada Nord, email: ada@fil.example}", ["Ada Nord"], False),
        ("authors:\n- name: Ada Nord\n- Luc Sud", ["Ada Nord", "Luc Sud"], False),
        ("author: Ada Nord, rédactrice en chef", ["Ada Nord"], False),
        ("author: admin", [], True),
        ("author: La rédaction", ["La rédaction"], False),
        ("author: anord", ["anord"], True),
        ("author:", [], True),
    ],
)
def test_authors_are_people(read, authors, names, doubted):
    record = read(f"---\ntitle: Le fil\n{authors}\n---\n{TEXT}")
    assert named(record) == names
    assert bool(doubts(record)) == doubted


@pytest.mark.parametrize(
    "said, name, state",
    [
        ("draft: true", "a.md", "draft"),
        ("draft: false", "a.md", "published"),
        ("published: false", "a.md", "draft"),
        ("status: hidden", "a.md", "draft"),
        ("layout: post", "_drafts/a.md", "draft"),
    ],
)
def test_drafts_stay_drafts(read, said, name, state):
    assert read(f"---\ntitle: Le fil\n{said}\n---\n{TEXT}", name=name).state == state


def test_html_with_front_matter_is_read_as_wordpress_left_it(read):
    record = read(
        "---\ntitle: Le fil\ntype: post\nstatus: publish\n---\nUn.\n\n[youtube abcdef]\nDeux.",
        "2005-03-04-a.html",
    )
    assert plain(record.html) == "Un.\n\nyoutube.com\n\nDeux."
    assert record.media_type == "text/html"


# What cannot be read

BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: Le fil"


@pytest.mark.parametrize(
    "content, reason",
    [
        ("---\ntitle: a: b: c\n---\n", "YAML illisible, à la ligne 2"),
        ("---\ntitle: [a\n---\n", "YAML illisible"),
        ("---\ntitle: a\n\tb: c\n---\n", "YAML illisible"),
        ("---\n- a\n- b\n---\n", "suite de champs"),
        (f"---\n{BOMB}\n---\n", "alias"),
        ("---\na: " + "[" * 5000 + "\n---\n", "YAML illisible"),
        ("---\ntitle: a\n\nPas de fin.", "pas fermé"),
        ("---\na: " + "x" * 300_000 + "\n---\n", "trop long"),
        ("+++\ntitle = a\n+++\n", "TOML illisible"),
        ('{"title": "a"\n', "JSON illisible"),
        ("---\nlayout: home\n---\n", "Aucun texte"),
        (b"\x00\x01\x02", "pas du texte"),
        ("", "vide"),
    ],
)
def test_what_cannot_be_read_says_why(read, content, reason):
    with pytest.raises(Rejected, match=reason):
        read(content, name="a.md")


def test_an_alias_of_a_date_is_read_as_ruby_writes_it():
    assert (
        front_matter.split("---\ndate: &id001 2005-03-04\nmodified: *id001\n---\n")[0]["modified"]
        == "2005-03-04"
    )


@pytest.mark.parametrize(
    "value",
    ["!!python/object/apply:os.system ['true']", "!ruby/object:Gem {a: b}", "!!binary aGVsbG8="],
)
def test_yaml_makes_no_objects(value):
    fields, _body = front_matter.split(f"---\ntitle: {value}\n---\n")
    assert isinstance(fields["title"], str | list | dict)


def test_a_rule_is_no_front_matter():
    assert front_matter.split("---\n\nUn texte.\n\n---\n\nUn autre.") == (
        {},
        "---\n\nUn texte.\n\n---\n\nUn autre.",
    )


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "![a](",
        "*a ",
        "<",
        "`",
        "{% raw %}",
        "{{< a ",
        "{{",
        "[^a]: ",
        "!!! a\n",
        "> ",
        "- ",
        "|a",
    ],
)
def test_what_is_never_closed_costs_no_more_than_its_length(read, piece):
    read(f"---\ntitle: Le fil\n---\nUn texte. {piece * 10_000}\n\n{(piece + chr(10)) * 3000}")


# The text


@pytest.mark.parametrize(
    "markdown, text",
    [
        ("Un[^1] et deux[^b].\n\n[^b]: *Seconde*\n    suite\n[^1]: Première", "Un1 et deux2.\n\n1. Première\n\n2. Seconde suite"),
        ("| a | b |\n|---|---|\n| c | d |", "a b\nc d"),
        ("Un {% include video.html youtube='x' caption='Le fil' %} deux", "Un\n\nLe fil\n\ndeux"),
        ("{% youtube abcdef %}", "youtube.com"),
        ('{{< youtube id="abcdef" >}}', "youtube.com"),
        ('{{< figure src="a.jpg" caption="Le fil & la voix" >}}', "Le fil & la voix"),
        ("{{% notice info %}}Un *texte*.{{% /notice %}}", "Un texte."),
        ("[le fil]({% post_url 2005-03-04-le-fil %}) {{ site.title }}", "le fil"),
        ("{% raw %}{{ tel quel }}{% endraw %}", "{{ tel quel }}"),
        ("{% highlight c %}\nint *a;\n{% endhighlight %}", "int *a;"),
        ("{% comment %}caché{% endcomment %}vu", "vu"),
        ('!!! info "À savoir"\n    Un.\n\n    Deux.\n\nTrois.', "À savoir\n\nUn.\n\nDeux.\n\nTrois."),
        ("Un mot{: .grand } :calendar: à 10:30:15", "Un mot à 10:30:15"),
        ("[TOC]\n\nUn.\n<!-- more -->\nDeux.", "Un. Deux."),
        ("```\n{{ code }} [^1] :a:\n```", "{{ code }} [^1] :a:"),
        ('!!! info\n    Un :a:\n\n    ```py\n    a\n      b :c:\n    ```\n\nDeux.', "Un\n\na\nb :c:\n\nDeux."),
        ("{% comment %}\n```\na\n```\n{% endcomment %}\n\nvu {{ a\n```\nb\n```\n}}", "vu"),
        ("![une image](a.jpg 'titre')", ""),
        ("~~Un~~ <u>deux</u><br>trois", "Un deux\ntrois"),
        ("<div>Un *mot*\n\n**deux**</div>", "Un *mot*\n\ndeux"),
    ],
)  # fmt: skip
def test_the_text_is_what_a_reader_sees(read, markdown, text):
    record = read(f"---\ntitle: Le fil\ndate: 2005-03-04\n---\n{markdown}")
    assert plain(record.html) == text


def test_templates_that_print_what_is_not_here_are_named(read):
    record = read(f"---\ntitle: Le fil\nauthor: Ada Nord\n---\n{TEXT}\n{{% include pied.html %}}")
    [doubt] = record.doubts
    assert (doubt.code, doubt.value) == ("missing", "{% include pied.html %}")


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "<a href='java&#115;cript:a()'>a</a>",
    ],
)
def test_nothing_that_runs_gets_through(read, markdown):
    html = read(f"---\ntitle: Le fil\n---\nTexte {markdown}\n\n{markdown}").html
    assert not any(mark in html for mark in ("<script", "onerror=", "href"))


def test_notes_keep_their_place(read):
    html, _left_out = markdown_text.html("Un[^x].\n\n[^x]: Note.")
    assert html == '<p>Un<sup>1</sup>.</p>\n<p class="note">1. Note.</p>\n'


# Real files


def test_real_files_of_three_sites_come_with_title_and_date(shared, tmp_path):
    packed = shared / "data" / "imports" / "imports.tar.xz"
    if not packed.is_file():
        pytest.skip(f"needs the real files in {packed}")
    with tarfile.open(packed) as archive:
        found = [
            member
            for member in archive
            if "/_posts/2010-1" in member.name or "/posts-complets/2024-1" in member.name
        ]
        archive.extractall(tmp_path, found, filter="data")
    records = [record for path in tmp_path.rglob("20*") for record in markdown.read(path)]
    assert len(records) == len(found) > 20
    assert all(record.title and record.date and record.date in record.source for record in records)


def test_what_a_site_files_its_texts_under_is_told_from_keywords(read):
    record = read(f"---\ncategories: [article, QGIS]\ntags: [QGIS, cartes]\n---\n{TEXT}")
    assert record.tags == ["article", "QGIS", "cartes"] and record.categories == ["article"]
