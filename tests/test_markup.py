"""Hostile text goes through every function that builds HTML, and comes out as text."""

import inspect
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.utils.safestring import SafeString
from hypothesis import example, given
from hypothesis import strategies as st

import archive
from archive import markup
from archive.markup import drawings

ARCHIVE = Path(archive.__file__).parent
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "a & b &lt;b&gt; &amp;",
    "</mark></p></li></svg><b>",
    "<!-- -->]]>",
    "javascript:alert(1)",
]
ELSEWHERE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>",
    "//elsewhere.example/",
    "/\\elsewhere.example/",
    "https://elsewhere.example/",
    '"><script>alert(1)</script>',
]
HTML = SafeString("<b>a</b>")
# Each function with a text in every place where it takes one, and an address where it takes that.
CALLS = {
    "as_html": lambda text, _address: markup.as_html(text),
    "own_address": lambda text, address: (
        f'<a href="{markup.own_address(address)}">{markup.as_html(text)}</a>'
    ),
    "joined": lambda text, _address: markup.joined(text, [text, HTML, text]),
    "lang": lambda text, _address: f"<p{markup.lang(text)}></p>",
    "time": lambda text, _address: markup.time(text, text) + markup.time("", text),
    "marked": lambda text, _address: markup.marked(text + text, [(1, 3), (4, 6)]),
    "passage": lambda text, _address: markup.passage(text, [(0, 2)], True, True),
    "byline": lambda text, _address: markup.byline([text, text]),
    "chosen": lambda text, _address: markup.chosen(text),
    "new": lambda text, _address: markup.new(text),
    "passages": lambda text, _address: markup.passages([text, HTML]),
    "keywords": lambda text, _address: markup.keywords(text, [text, text], text),
    "reasons": lambda text, _address: markup.reasons(text, [(text, [text, text])]),
    "folded": lambda text, address: markup.folded(text, [(address, text, text)], (address, text)),
    "hit": lambda text, address: markup.hit(1, text, address, text, text, text, text, text, text),
    "addresses": lambda text, _address: markup.addresses(text, [(text, text)]),
    "link": lambda text, address: markup.link(address, text, is_reached=False),
    "entry": lambda text, address: markup.entry(
        3, text, address, text, text, text, text, [text, text]
    ),
    "related_entry": lambda text, address: markup.related_entry(
        text, address, text, text, [text, text]
    ),
    "withdrawn": lambda text, _address: markup.withdrawn(text),
    "choice": lambda text, address: markup.choice(text, text, address, text, address),
    "taken": lambda text, address: markup.taken(text, address, text),
    "taken_choice": lambda text, _address: markup.taken_choice(text, text),
    "idle_choice": lambda text, address: markup.idle_choice(text, text),
    "idle_bar": lambda text, address: drawings.idle_bar(text, 0, 0, 0),
    "span": lambda text, address: drawings.span(text, address, 0, 100),
    "bar": lambda text, address: drawings.bar(text, address, True, 10, 40, 60),
    "day": lambda text, address: drawings.day(text, address, text, 1, True),
    "empty_day": lambda text, _address: drawings.empty_day(text),
    "part": lambda text, address: drawings.part(address, False, text, text),
    "idle_part": lambda text, _address: drawings.idle_part(text),
    "part_bar": lambda text, _address: drawings.part_bar(text, 40, 60),
    "part_figure": lambda text, _address: drawings.part_figure(text, 40),
    "part_label": lambda text, _address: drawings.part_label(text, text, text, text),
    "column": lambda text, address: drawings.column(text, address, False, 2, [text]),
    "rectangle": lambda text, _address: drawings.rectangle(text, 1.5, 6, 99, 1),
    "chart_row": lambda text, _address: drawings.chart_row(text, 100, text, text),
    "table_row": lambda text, address: drawings.table_row(text, address, True, [text, text]),
    "year_row": lambda text, address: drawings.year_row(text, address, [text], text, address),
    "plain_year_row": lambda text, _address: drawings.plain_year_row(text, [text]),
    "word": lambda text, _address: markup.word(text, text, text, [(text, text)], text),
    "order": lambda text, address: markup.order(text, address, False),
    "hidden_field": lambda text, _address: markup.hidden_field(text, text),
    "gone": lambda text, _address: markup.gone(text),
    "come": lambda text, _address: markup.come(text),
    "with_first_mark_named": lambda text, _address: (
        markup.with_first_mark_named(SafeString("<mark>a</mark>"), text)
        + markup.with_first_mark_named(text, "a")
    ),
}
# What is given as HTML has to be clean: it is not escaped but left as it is.
OF_CLEAN_HTML = {"marked_within"}
# Where else text is declared to be HTML, each by what escapes it.
DECLARED_ELSEWHERE = {
    "citation_styles.py": "format_html",
    "structured_data.py": "ESCAPES",
    "appearance/pages.py": "prose of the house, cleaned",
    "prose.py": "what is cleaned",
    "templatetags/letters.py": "paragraphs of what is escaped",
    "typesetting.py": "spaces in what is escaped",
    "views/article.py": "typesetting of what is escaped",
    "views/desk/writing_form.py": "typesetting of what is cleaned",
    "portable/pages.py": "typesetting of what is cleaned",
    "templatetags/archive.py": "a picture's address in what is cleaned",
}


class Tags(HTMLParser):
    """The tags of some HTML with the names of their attributes, and what these and the text say."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[tuple[str, list[str]]] = []
        self.texts: list[str] = []
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, [name for name, _text in attrs]))
        self.texts += [text for _name, text in attrs]
        self.links += [text for name, text in attrs if name == "href"]

    def handle_endtag(self, tag):
        self.tags.append((f"/{tag}", []))

    def handle_data(self, data):
        self.texts.append(data)

    def handle_comment(self, data):
        self.tags.append(("!--", []))


def test_every_function_is_tried_here():
    public = set()
    for module in (markup, drawings):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                public.add(name)
    assert public == {*CALLS, *OF_CLEAN_HTML}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", CALLS)
def test_hostile_text_makes_no_tag_and_no_attribute(name, text):
    harmless = Tags(CALLS[name]("abc d", "/a/"))
    hostile = Tags(CALLS[name](text, "/a/"))
    assert hostile.tags == harmless.tags


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", CALLS)
def test_hostile_text_is_read_as_it_was_written(name, text):
    assert text in "".join(Tags(CALLS[name](text, "/a/")).texts)


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.parametrize(
    "name",
    [
        "hit",
        "choice",
        "taken",
        "bar",
        "link",
        "entry",
        "related_entry",
        "column",
        "table_row",
        "day",
    ],
)
def test_no_link_leads_elsewhere(name, address):
    harmless = Tags(CALLS[name]("abc d", "/a/"))
    hostile = Tags(CALLS[name]("abc d", address))
    assert hostile.tags == harmless.tags
    assert set(harmless.links) == {"/a/"} and set(hostile.links) == {""}


@pytest.mark.parametrize(
    "name",
    ["hit", "choice", "taken", "bar", "link", "entry", "related_entry", "column", "table_row"],
)
def test_an_address_of_the_site_is_led_to(name):
    address = "/search/?q=a+%22b%22&tag=<b>'\""
    assert set(Tags(CALLS[name]("abc d", address)).links) == {address}


@given(st.text(max_size=40), st.text(max_size=40))
@example('"', "<")
@pytest.mark.parametrize("name", CALLS)
def test_any_text_makes_as_many_tags_as_plain_text(name, text, address):
    text = text.replace("\0", "") + "abc d"  # the parser of the test reads NUL as another sign
    assert Tags(CALLS[name](text, address)).tags == Tags(CALLS[name]("abc d", "/a/")).tags


@pytest.mark.parametrize("numbers", [('1"', 0, 0), (0, '1"', 0), (0, 0, '1"')])
def test_what_is_no_number_is_refused(numbers):
    with pytest.raises(ValueError, match="format code"):
        drawings.bar("a", "/a/", False, *numbers)
    with pytest.raises(ValueError, match="format code"):
        markup.hit('1"', "fr", "/a/", "a", "a", "a", "a", "a")


# Clean HTML with marks


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        '<a href="/a/?b=mot">',
        "</a>",
        "&amp;",
        "&lt;",
        "&#x27;",
        "mot",
        " ",
        "é",
        "un",
    ]
)


def words(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer("mot|p|amp|lt|x27|a", text)]


@given(st.lists(PIECES).map("".join))
def test_marks_leave_html_as_it_was(html):
    marked = markup.marked_within(html, words)
    assert re.sub("</?mark>", "", marked) == html


@given(st.lists(PIECES).map("".join))
def test_marks_stand_in_no_tag_and_no_entity(html):
    marked = markup.marked_within(html, words)
    assert not re.search(r"<[^<>]*<mark>|&[^;]*<mark>[^&]*;", marked)


def test_what_is_found_between_tags_is_marked():
    html = '<p><a href="/mot/">mot</a> &amp; mot</p>'
    assert markup.marked_within(html, words) == (
        '<p><a href="/mot/"><mark>mot</mark></a> &amp; <mark>mot</mark></p>'
    )


# Nothing for nothing


def test_what_is_not_there_leaves_no_trace():
    assert markup.lang("") == markup.keywords("a", [], ", ") == markup.reasons("a", []) == ""
    assert markup.time("", "vers 2004") == "vers 2004"


def test_what_is_html_goes_in_as_it_is_and_comes_out_as_html():
    assert markup.joined(" & ", [HTML, "<i>"]) == "<b>a</b> &amp; &lt;i&gt;"
    assert all(isinstance(call("abc d", "/a/"), str) for call in CALLS.values())
    assert isinstance(markup.joined("", [HTML]), SafeString)


def test_text_is_declared_to_be_html_in_few_places():
    declaring = set()
    for path in ARCHIVE.rglob("*.py"):
        if re.search(r"mark_safe\(|SafeString\(|SafeText\(", path.read_text()):
            declaring.add(path.relative_to(ARCHIVE).as_posix())
    assert declaring == {"markup/__init__.py", "markup/drawings.py", *DECLARED_ELSEWHERE}
