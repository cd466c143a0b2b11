"""The HTML that Python builds for speed: marks, passages, hits, entries, facets, changes.

A template takes ten times as long for the hundred links of a page of results. Whatever text comes
in is escaped here; only what is HTML already, as its type SafeString says, goes in as it is. A link
to another search, or to an editorial with its search, tells robots to leave it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString

Span = tuple[int, int]
NOTHING = SafeString("")
TAG_OR_ENTITY = re.compile(r"(<[^>]*>|&[#\w]+;)")
OF_THIS_SITE = re.compile(r"/(?![/\\])")  # « //elsewhere » is another site's, with its own scripts


def as_html(text: str) -> str:
    """Return a text escaped; as it is where its type says that it is HTML."""
    if isinstance(text, SafeString):
        return text
    return escape(text)


def own_address(address: str) -> str:
    """Return an address of this site for an attribute; "" for any other, `javascript:` or not."""
    return escape(address) if OF_THIS_SITE.match(address) else ""


def joined(separator: str, parts: Iterable[str]) -> SafeString:
    """Return the parts, text or HTML, with the separator between them."""
    return SafeString(escape(separator).join(map(as_html, parts)))


def lang(code: str) -> SafeString:
    """Return the attribute that says a language, nothing where it is not known."""
    if not code:
        return NOTHING
    return SafeString(f' lang="{escape(code)}"')


def time(day: str, words: str) -> SafeString:
    """Return a date in words, in <time> where `day` tells it as YYYY-MM-DD."""
    if not day:
        return SafeString(as_html(words))
    return SafeString(f'<time datetime="{escape(day)}">{as_html(words)}</time>')


def addresses(canonical: str, alternates: Iterable[tuple[str, str]]) -> SafeString:
    """Return links to where a page is: its whole address, and (language, that of it there)."""
    links = [f'<link rel="canonical" href="{escape(canonical)}">']
    for code, address in alternates:
        links.append(f'<link rel="alternate" hreflang="{escape(code)}" href="{escape(address)}">')
    return SafeString("\n".join(links))


# What is marked in texts


def marked(text: str, spans: Iterable[Span]) -> SafeString:
    """Return a text with each (start, end) of it in <mark>; the spans are in order and apart."""
    return SafeString(_marked(text, spans, escape))


def marked_within(html: str, find: Callable[[str], Iterable[Span]]) -> SafeString:
    """Return clean HTML with the words marked that `find` tells of each text between its tags.

    Tags, their attributes and entities are left alone. The HTML must be clean already.
    """
    parts = TAG_OR_ENTITY.split(html)
    for index in range(0, len(parts), 2):  # every second part is a tag or an entity
        parts[index] = _marked(parts[index], find(parts[index]), str)
    return SafeString("".join(parts))


def _marked(text: str, spans: Iterable[Span], written: Callable[[str], str]) -> str:
    pieces, at = [], 0
    for start, end in spans:
        pieces.append(f"{written(text[at:start])}<mark>{written(text[start:end])}</mark>")
        at = end
    pieces.append(written(text[at:]))
    return "".join(pieces)


def with_first_mark_named(html: SafeString, name: str) -> SafeString:
    """Return HTML whose first <mark> has an id to be led to."""
    return SafeString(as_html(html).replace("<mark>", f'<mark id="{escape(name)}">', 1))


def passage(text: str, spans: Iterable[Span], before: bool, after: bool) -> SafeString:
    """Return a passage with its marks, and an ellipsis `before` and `after` where it was cut."""
    html = _marked(text, spans, escape)
    if before:
        html = f"… {html}"
    if after:
        html = f"{html} …"
    return SafeString(html)


# A hit in a list of results


def byline(names: Sequence[str]) -> SafeString:
    """Return the names of those who signed."""
    return SafeString(f'<span class="byline">{joined(", ", names)}</span>')


def chosen(words: str) -> SafeString:
    """Return the words that say that editors have put a hit there."""
    return SafeString(f'<strong class="chosen">{escape(words)}</strong>')


def new(words: str) -> SafeString:
    """Return the words that say that an editorial is new to the reader."""
    return SafeString(f'<strong class="new">{escape(words)}</strong>')


def passages(texts: Iterable[str]) -> SafeString:
    """Return each passage as a paragraph."""
    return SafeString("".join(f'<p class="passage">{as_html(text)}</p>' for text in texts))


def keywords(label: str, tags: Sequence[str], separator: str) -> SafeString:
    """Return a line of tags, nothing for none."""
    if not tags:
        return NOTHING
    return SafeString(
        f'<p class="quiet held"><span class="unseen">{escape(label)} </span>'
        f"{joined(separator, tags)}</p>\n"
    )


def reasons(label: str, words_by_heading: Iterable[tuple[str, Sequence[str]]]) -> SafeString:
    """Return the words that counted, each list of them behind its heading, to be unfolded.

    Return nothing for no reason.
    """
    rows = ""
    for heading, words in words_by_heading:
        rows += f"<li>{escape(heading)} {escape(', '.join(words))}</li>"
    if not rows:
        return NOTHING
    return SafeString(
        f'<details class="why quiet"><summary>{escape(label)}</summary><ul>{rows}</ul></details>\n'
    )


def folded(
    label: str, parts: Iterable[tuple[str, str, str]], further: tuple[str, str] | None
) -> SafeString:
    """Return what is folded under a hit, to be unfolded: of each (address, language, heading).

    `further` is (address, label) of a link to those that are not listed. Return nothing for none.
    """
    rows = ""
    for address, language, heading in parts:
        link = f'<a href="{own_address(address)}" rel="nofollow">{as_html(heading)}</a>'
        rows += f"<li{lang(language)}>{link}</li>"
    if further:
        address, words = further
        rows += f'<li><a href="{own_address(address)}" rel="nofollow">{escape(words)}</a></li>'
    if not rows:
        return NOTHING
    return SafeString(
        f'<details class="folded quiet"><summary>{escape(label)}</summary><ul>{rows}</ul>'
        "</details>\n"
    )


def hit(
    position: int,
    language: str,
    address: str,
    heading: str,
    about: str,
    passages: str,
    keywords: str,
    reasons: str,
    folded: str = "",
) -> SafeString:
    """Return a hit as a list item, made of what the functions above make.

    `language` is its code.
    """
    in_language = lang(language)
    return SafeString(
        f'<li id="hit{position:d}"><article>\n'
        f'<h2{in_language}><a href="{own_address(address)}" rel="nofollow">{as_html(heading)}</a>'
        "</h2>\n"
        f'<p class="quiet">{as_html(about)}</p>\n<div{in_language}>{as_html(passages)}</div>\n'
        f"{as_html(keywords)}{as_html(folded)}{as_html(reasons)}</article></li>\n"
    )


def withdrawn(words: str) -> SafeString:
    """Return the list item in the place of a hit that is no longer there."""
    return SafeString(f'<li class="quiet">{escape(words)}</li>')


# An editorial in a list


def link(address: str, words: str, is_reached: bool = True) -> SafeString:
    """Return a link to a page of this site; unless it `is_reached`, the keyboard leaves it out."""
    order = "" if is_reached else ' tabindex="-1"'
    return SafeString(f'<a href="{own_address(address)}"{order}>{as_html(words)}</a>')


def entry(
    level: int,
    language: str,
    address: str,
    heading: str,
    date: str,
    opening: str | None,
    signed: str,
    tags: Sequence[str],
) -> SafeString:
    """Return an editorial as a list item, its heading of a level from 1 to 6.

    `opening`: its first words where it leads the list, else None; `signed`: who signed it, for
    which magazine.
    """
    in_language = lang(language)
    lead, lines = "", ""
    if opening is not None:
        lead, lines = " lead", f"<p{in_language}>{as_html(opening)}</p>\n"
    if signed:
        lines += f'<p class="quiet">{as_html(signed)}</p>\n'
    if tags:
        lines += f'<p class="tags quiet">{joined(", ", tags)}</p>\n'
    return SafeString(
        f'<li><article class="entry{lead}">\n'
        f"<h{level:d}{in_language}>{link(address, heading)}</h{level:d}>\n"
        f'<p class="date">{as_html(date)}</p>\n{lines}</article></li>\n'
    )


def related_entry(
    language: str, address: str, heading: str, date: str, reasons: Sequence[str]
) -> SafeString:
    """Return an editorial that another leads to as a list item, with the reasons why."""
    return SafeString(
        f'<li><article class="entry">\n'
        f'<h3{lang(language)} dir="auto">{link(address, heading)}</h3>\n'
        f'<p class="date quiet">{as_html(date)}</p>\n'
        f'<p class="quiet">{joined(" · ", reasons)}</p></article></li>\n'
    )


# How a word was read


def word(
    typed: str, colon: str, figure: str, figures: Iterable[tuple[str, str]], end: str
) -> SafeString:
    """Return a typed word as a list item: how many editorials have it, and which of its forms.

    `figures` are (form, its number), closed by `end`.
    """
    rows = [
        f'{escape(form)} <span class="number">{escape(figure)}</span>' for form, figure in figures
    ]
    forms = f"({', '.join(rows)}{escape(end)}" if rows else ""
    return SafeString(
        f"<li><strong>{escape(typed)}</strong>{escape(colon)} {escape(figure)} {forms}</li>\n"
    )


# A facet's values


def choice(label: str, figure: str, address: str, without: str, without_address: str) -> SafeString:
    """Return a value of a facet as a list item that asks for it, or for what is `without` it."""
    name = escape(label)
    return SafeString(
        f'<li><a href="{own_address(address)}" rel="nofollow">{name}</a> '
        f'<span class="number">{escape(figure)}</span> '
        f'<a class="without" href="{own_address(without_address)}" rel="nofollow" '
        f'aria-label="{escape(without)} {name}">'
        "−</a></li>"
    )


def taken(label: str, address: str, off: str) -> SafeString:
    """Return a link that takes a value off; `off` says so to those who do not see the cross."""
    return SafeString(
        f'<a href="{own_address(address)}" rel="nofollow" aria-current="true">'
        f'<span class="unseen">{escape(off)} </span>{escape(label)} '
        '<span aria-hidden="true">×</span></a>'
    )


def taken_choice(link: SafeString, figure: str) -> SafeString:
    """Return a value of a facet that can be taken off as a list item."""
    return SafeString(f'<li>{as_html(link)} <span class="number">{escape(figure)}</span></li>')


def idle_choice(label: str, figure: str) -> SafeString:
    """Return a value of a facet that can be neither asked for nor taken off as a list item."""
    return SafeString(f'<li>{escape(label)} <span class="number">{escape(figure)}</span></li>')


# Forms and orders of a list


def order(label: str, address: str, is_chosen: bool) -> SafeString:
    """Return an order of a list as a list item that asks for it, unless it is in force."""
    name = escape(label)
    if is_chosen:
        return SafeString(f"<li><strong>{name}</strong></li>\n")
    return SafeString(f'<li><a href="{own_address(address)}" rel="nofollow">{name}</a></li>\n')


def hidden_field(name: str, value: str) -> SafeString:
    """Return a field that a form sends along unseen."""
    return SafeString(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">')


# Two versions of a text


def gone(words: str) -> SafeString:
    """Return words of the version before that are not in the one after."""
    return SafeString(f"<del>{escape(words)}</del>")


def come(words: str) -> SafeString:
    """Return words of the version after that were not in the one before."""
    return SafeString(f"<ins>{escape(words)}</ins>")
