"""The text of a Markdown file to HTML: CommonMark with tables and notes, and what site generators
add to it."""

import re
from html import escape

from markdown_it import MarkdownIt

from archive.ingest.posts import embeds, shortcodes
from archive.text import on_a_line

# Code stays as it is.
FENCED = re.compile(
    r"^(?P<indent>[ \t]*)(?P<code>(`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*\3[`~]*[ \t]*$|\Z))",
    re.DOTALL | re.MULTILINE,
)
RAW = re.compile(r"\{%-?\s*raw\s*-?%\}((?:(?!\{%-?\s*raw\b).)*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
LISTING = re.compile(
    r"\{%-?\s*highlight\b[^{}]*+\}\n?((?:(?!\{%-?\s*highlight\b).)*?)\{%-?\s*endhighlight\s*-?%\}",
    re.DOTALL,
)
REMARK = re.compile(
    r"\{%-?\s*comment\s*-?%\}(?:(?!\{%-?\s*comment\b).)*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL
)
# « {% include x.html a="b" %} », « {{< youtube x >}} », « {{ site.url }} ».
CALL = re.compile(
    r"\{%-?\s*+(?P<liquid>/?[\w.-]++)(?P<arguments>[^{}]*+)\}"
    r"|\{\{[<%]\s*+(?P<hugo>/?\s*+[\w./-]++)(?P<values>[^{}]*+)\}\}"
    r"|\{\{[^{}]*+\}\}"
)
PAIRED = re.compile(r"\{\{[<%]\s*/\s*([\w./-]+)|\{%-?\s*end([\w-]+)")
CALL_END = re.compile(r"\s*/?\s*[-%>]+$")
# What steers a template and prints nothing itself, and what prints an address inside a link.
SILENT = re.compile(
    r"(?:end|/)\w*|if|else|elsif|elif|unless|for|case|when|assign|capture|cycle|set|block|macro"
    r"|extends|import|from|with|link|post_url|ref|relref|raw|comment|break|continue|more|toc|param"
    r"|details|notice|alert|blockquote|quote|notebox"
)
PAGES = {
    "tweet": "https://twitter.com/{}/status/{}",
    "x": "https://twitter.com/{}/status/{}",
    "gist": "https://gist.github.com/{}/{}",
}
PICTURES = ("figure", "image", "img", "gallery", "picture")
# Material for MkDocs and Python-Markdown: boxes and tabs, whose text is indented.
BOX = re.compile(
    r"^(?P<indent>[ \t]*)(?:!!!|\?\?\?\+?|===)[ \t]+"
    r"(?P<kind>[\w +-]*?)[ \t]*(?:\"(?P<title>[^\"\n]*)\")?[ \t]*\n"
    r"(?P<inner>(?:(?P=indent)(?: {4}|\t).*\n|[ \t]*\n)*)",
    re.MULTILINE,
)
CLASSES = re.compile(r"\{:[^{}\n]*\}|\{[ \t]*[.#][\w-][^{}\n]*\}")
DIRECTIVES = re.compile(
    r"^[ \t]*(?:\[TOC\]|\[\[toc\]\]|\*\[[^\]\n]+\]:.*|<!--.*?-->)[ \t]*(?:\n|\Z)",
    re.MULTILINE | re.IGNORECASE,
)
EMOJI = re.compile(r"(?<![\w:/]):[a-z][a-z0-9_+-]*:(?![\w:/])")
NOTE = re.compile(
    r"^\[\^([^\]\n]+)\]:[ \t]*((?:.*)(?:\n(?:[ \t]{2,}\S.*|[ \t]*(?=\n[ \t]{2,}\S)))*)",
    re.MULTILINE,
)
REFERENCE = re.compile(r"\[\^([^\]\n]+)\]")
LINES = re.compile(r"(?<=<pre><code>)[^<]*+|(?<=\">)[^<]*+(?=</code></pre>)")
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class _Aside:
    """Pieces of a text that are put aside while the rest of it is worked on."""

    MARK = re.compile("^([ \t]*)\x02(\\d+)\x03|\x02(\\d+)\x03", re.MULTILINE)

    def __init__(self):
        self.pieces: list[str] = []

    def put(self, piece: str) -> str:
        self.pieces.append(piece)
        return f"\x02{len(self.pieces) - 1}\x03"

    def back(self, text: str) -> str:
        """Return the text with each piece in its place, indented as its first line now is."""

        def piece(mark: re.Match) -> str:
            indent = mark[1] or ""
            return indent + self.pieces[int(mark[2] or mark[3])].replace("\n", f"\n{indent}")

        return self.MARK.sub(piece, text)


def html(text: str) -> tuple[str, list[str]]:
    """Return the HTML, not cleaned, and the calls of templates that print what the file lacks."""
    listings = _Aside()

    def listing(block: re.Match) -> str:
        indent = block["indent"]
        code = re.sub(rf"\n[ \t]{{0,{len(indent)}}}", "\n", block["code"])
        return indent + listings.put(code)

    text = LISTING.sub(_fenced, re.sub("[\x02\x03]", "", text))
    prose, left_out = called(FENCED.sub(listing, text))
    notes = dict(NOTE.findall(prose))
    numbers: dict[str, int] = {}

    def reference(mark: re.Match) -> str:
        if mark[1] not in notes:
            return mark[0]
        return f"<sup>{numbers.setdefault(mark[1], len(numbers) + 1)}</sup>"

    prose = REFERENCE.sub(reference, NOTE.sub("", _plain_markdown(prose)))
    body = LINES.sub(_with_breaks, MARKDOWN.render(listings.back(prose)))
    for key in sorted(notes, key=lambda key: numbers.get(key, len(notes))):
        number = f"{numbers[key]}. " if key in numbers else ""
        note = MARKDOWN.renderInline(on_a_line(listings.back(notes[key])))
        body += f'<p class="note">{number}{note}</p>\n'
    return body, left_out


def _fenced(listing: re.Match) -> str:
    return f"\n```\n{listing[1].rstrip()}\n```\n"


def _with_breaks(code: re.Match) -> str:
    return code[0].rstrip("\n").replace("\n", "<br>")


def called(text: str) -> tuple[str, list[str]]:
    """Return the text with what its templates' calls print, and the calls that are lost.

    Films become links, figures their captions.
    """
    left_out: list[str] = []
    raw: list[str] = []

    def put_aside(block: re.Match) -> str:
        raw.append(block[1])
        return f"\x04{len(raw) - 1}\x05"

    text = REMARK.sub("", RAW.sub(put_aside, re.sub("[\x04\x05]", "", text)))
    paired: set[str] = set()
    for names in PAIRED.findall(text):
        paired.update(names)

    def printed(call: re.Match) -> str:
        # An address or a variable alone prints nothing.
        written = call["liquid"] or call["hugo"] or "/"
        name = written.lstrip("/ ")
        if written.startswith("/") or SILENT.fullmatch(name) or name in paired:
            return ""
        arguments = call["arguments"] or call["values"] or ""
        output = _printed(name, CALL_END.sub("", arguments).strip())
        if output is None:
            left_out.append(call[0])
        return output or ""

    text = CALL.sub(printed, text)
    return re.sub("\x04(\\d+)\x05", lambda mark: raw[int(mark[1])], text), left_out


def _printed(name: str, arguments: str) -> str | None:
    """Return what a call prints that can be read; None where nothing tells."""
    named = shortcodes.attributes(arguments)
    if name.startswith("include"):  # « {% include youtube.html id="…" %} »
        name, _space, arguments = arguments.partition(" ")
        name = re.split(r"[./]", name.rpartition("/")[2])[0]
    bare = [word.strip("\"'") for word in arguments.split() if "=" not in word]
    address = _film(name, named, bare)
    if address is None:
        address = _page(name, named, bare)
    if address is not None:
        return f"\n\n{embeds.link(address)}\n\n"
    if caption := named.get("caption") or named.get("title") or named.get("text"):
        return f"\n\n<p>{escape(caption, quote=False)}</p>\n\n"
    if printed := shortcodes.ADDRESS.search(arguments):
        return f"\n\n{embeds.link(printed[0])}\n\n"
    return "" if name in PICTURES else None


def _film(name: str, named: dict[str, str], bare: list[str]) -> str | None:
    """Return the address of the film that a call shows, if it shows one."""
    number = named.get("id") or named.get("video") or "".join(bare[:1])
    if not re.fullmatch(r"[\w-]{5,}", number):
        return None
    for film, page in shortcodes.FILMS.items():
        if film in name.lower():
            return page.format(number)
    return None


def _page(name: str, named: dict[str, str], bare: list[str]) -> str | None:
    """Return the address of the message or the code that a call shows, if it shows one."""
    words = [named[key] for key in ("user", "id") if key in named] or bare
    if name not in PAGES or not words:
        return None
    if len(words) > 1:
        return PAGES[name].format(*words[:2])
    return words[0]


def _plain_markdown(text: str) -> str:
    """Return the text without what a single generator understands: classes, tables of contents,
    emoji by name, boxes."""
    for _depth in range(8):  # boxes stand in boxes
        text, changed = BOX.subn(_unboxed, text)
        if not changed:
            break
    return EMOJI.sub("", DIRECTIVES.sub("", CLASSES.sub("", text)))


def _unboxed(box: re.Match) -> str:
    inner = re.sub(
        rf"^{box['indent']}(?: {{4}}|\t)", box["indent"], box["inner"], flags=re.MULTILINE
    )
    title = f"{box['indent']}**{box['title']}**\n\n" if box["title"] else ""
    return f"\n{title}{inner}\n"
