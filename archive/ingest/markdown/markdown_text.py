"""The text of a Markdown file to HTML: CommonMark with tables and notes, and what site generators add to it."""

import re
from html import escape

from markdown_it import MarkdownIt

from archive.ingest.posts import embeds, shortcodes

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
    r"\{%-?\s*+(?P<liquid>/?[\w.-]++)(?P<given>[^{}]*+)\}"
    r"|\{\{[<%]\s*+(?P<hugo>/?\s*+[\w./-]++)(?P<values>[^{}]*+)\}\}"
    r"|\{\{[^{}]*+\}\}"
)
PAIRED = re.compile(r"\{\{[<%]\s*/\s*([\w./-]+)|\{%-?\s*end([\w-]+)")
CALL_END = re.compile(r"\s*/?\s*[-%>]+$")
# What steers a template and prints nothing itself, and what prints an address inside a link.
SILENT = re.compile(
    r"(?:end|/)\w*|if|else|elsif|elif|unless|for|case|when|assign|capture|cycle|set|block|macro|extends|import|from|with"
    r"|link|post_url|ref|relref|raw|comment|break|continue|more|toc|param|details|notice|alert|blockquote|quote|notebox"
)
PAGES = {"tweet": "https://twitter.com/{}/status/{}", "x": "https://twitter.com/{}/status/{}"}
PAGES |= {"gist": "https://gist.github.com/{}/{}"}
# Material for MkDocs and Python-Markdown: boxes and tabs, whose text is indented.
BOX = re.compile(
    r"^(?P<indent>[ \t]*)(?:!!!|\?\?\?\+?|===)[ \t]+(?P<kind>[\w +-]*?)[ \t]*(?:\"(?P<title>[^\"\n]*)\")?[ \t]*\n"
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
        """With each piece in its place, indented as its first line now is."""

        def piece(found: re.Match) -> str:
            indent = found[1] or ""
            return indent + self.pieces[int(found[2] or found[3])].replace("\n", f"\n{indent}")

        return self.MARK.sub(piece, text)


def html(text: str) -> tuple[str, list[str]]:
    """The HTML, not cleaned, and the calls of templates that print what is not here."""
    listings = _Aside()

    def listing(found: re.Match) -> str:
        return found["indent"] + listings.put(
            re.sub(rf"\n[ \t]{{0,{len(found['indent'])}}}", "\n", found["code"])
        )

    text = LISTING.sub(
        lambda found: f"\n```\n{found[1].rstrip()}\n```\n", re.sub("[\x02\x03]", "", text)
    )
    prose, left_out = called(FENCED.sub(listing, text))
    notes = dict(NOTE.findall(prose))
    numbers: dict[str, int] = {}

    def reference(found: re.Match) -> str:
        return (
            f"<sup>{numbers.setdefault(found[1], len(numbers) + 1)}</sup>"
            if found[1] in notes
            else found[0]
        )

    prose = REFERENCE.sub(reference, NOTE.sub("", _plain_markdown(prose)))
    body = LINES.sub(
        lambda found: found[0].rstrip("\n").replace("\n", "<br>"),
        MARKDOWN.render(listings.back(prose)),
    )
    for key in sorted(notes, key=lambda key: numbers.get(key, len(notes))):
        number = f"{numbers[key]}. " if key in numbers else ""
        body += f'<p class="note">{number}{MARKDOWN.renderInline(" ".join(listings.back(notes[key]).split()))}</p>\n'
    return body, left_out


def called(text: str) -> tuple[str, list[str]]:
    """The text with what its templates' calls say: films become links, figures their captions; and the calls lost."""
    left_out: list[str] = []
    raw: list[str] = []

    def keep(found: re.Match) -> str:
        raw.append(found[1])
        return f"\x04{len(raw) - 1}\x05"

    text = REMARK.sub("", RAW.sub(keep, re.sub("[\x04\x05]", "", text)))
    paired = {name for names in PAIRED.findall(text) for name in names}

    def said(found: re.Match) -> str:
        written = (
            found["liquid"] or found["hugo"] or "/"
        )  # an address or a value alone says nothing
        name = written.lstrip("/ ")
        if written.startswith("/") or SILENT.fullmatch(name) or name in paired:
            return ""
        shown = _shown(name, CALL_END.sub("", found["given"] or found["values"] or "").strip())
        if shown is None:
            left_out.append(found[0])
        return shown or ""

    text = CALL.sub(said, text)
    return re.sub("\x04(\\d+)\x05", lambda found: raw[int(found[1])], text), left_out


def _shown(name: str, given: str) -> str | None:
    """What a call shows that can be read; None where nothing tells."""
    said = shortcodes.attributes(given)
    if name.startswith("include"):  # « {% include youtube.html id="…" %} »
        name, _space, given = given.partition(" ")
        name = re.split(r"[./]", name.rpartition("/")[2])[0]
    bare = [word.strip("\"'") for word in given.split() if "=" not in word]
    for film, page in shortcodes.FILMS.items():
        number = said.get("id") or said.get("video") or (bare[0] if bare else "")
        if film in name.lower() and re.fullmatch(r"[\w-]{5,}", number):
            return f"\n\n{embeds.link(page.format(number))}\n\n"
    if name in PAGES and (words := [said[key] for key in ("user", "id") if key in said] or bare):
        return (
            f"\n\n{embeds.link(PAGES[name].format(*words[:2]) if len(words) > 1 else words[0])}\n\n"
        )
    if caption := said.get("caption") or said.get("title") or said.get("text"):
        return f"\n\n<p>{escape(caption, quote=False)}</p>\n\n"
    if address := shortcodes.ADDRESS.search(given):
        return f"\n\n{embeds.link(address[0])}\n\n"
    return "" if name in ("figure", "image", "img", "gallery", "picture") else None


def _plain_markdown(text: str) -> str:
    """Without what only one generator understands: classes, tables of contents, emoji by name, boxes."""
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
