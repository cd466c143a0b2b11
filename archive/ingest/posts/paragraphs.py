"""Text typed as WordPress's editor takes it, paragraphs parted by blank lines among HTML, to whole HTML."""

import re

from archive.ingest.posts.embeds import TAG, tokens, without_empty

# What holds words itself, what holds paragraphs, and what holds only other blocks.
LEAVES = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "td",
    "th",
    "dt",
    "dd",
    "figcaption",
    "caption",
}
HOLDERS = {
    *(
        "blockquote",
        "div",
        "section",
        "article",
        "aside",
        "main",
        "header",
        "footer",
        "figure",
        "center",
        "form",
    ),
    *("fieldset", "details", "summary", "address", "body", "html"),
}
FRAMES = {"ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr", "colgroup", "select"}
BLOCKS = LEAVES | HOLDERS | FRAMES | {"hr", "pre"}
# « <!-- wp:group {…} --> » opens a block of the editor's, « <!-- /wp:group --> » closes it; « /--> » is all of it.
EDITOR_BLOCK = re.compile(r"<!--\s*(/?)wp:\S.*?(/?)-->", re.DOTALL)
SPACES = re.compile(r"[ \t]*+\n\s*+|\s++")
BREAK = re.compile(r"\s?<br ?/?>\s?|\n")
BREAKS = re.compile(r"(?:<br>\s?){3,}")
EDGES = re.compile(r"^(?:\s|<br>)+|(?:\s|<br>)+$")
DEEPEST = 100


class _Page:
    """The HTML written so far, the line that is open, and the blocks it stands in."""

    def __init__(self):
        self.out: list[str] = []
        self.line: list[str] = []
        self.open: list[str] = []
        self.blocks = 0  # of the editor's; in these, line ends mean nothing

    def end_line(self) -> None:
        inner = "".join(self.line)
        self.line = []
        if self.open[-1:] == ["pre"]:
            self.out.append(inner.strip("\n").replace("\n", "<br>"))
            return
        inner = SPACES.sub(
            lambda spaces: "\n" if "\n" in spaces[0] and not self.blocks else " ", inner
        )
        inner = EDGES.sub("", BREAKS.sub("<br><br>", BREAK.sub("<br>", inner)))
        holds_words = self.open and self.open[-1] in LEAVES
        if inner:
            self.out.append(inner if holds_words else f"<p>{inner}</p>")

    def tag(self, name: str, closes: bool, token: str) -> None:
        self.end_line()
        if closes and name in self.open:
            while self.open.pop() != name:
                pass
        elif not closes:
            if name in BLOCKS and self.open[-1:] == ["p"]:
                self.open.pop()  # a block ends the paragraph before it, closed or not
            if name != "hr" and len(self.open) < DEEPEST:
                self.open.append(name)
        self.out.append(token)

    def text(self, text: str) -> None:
        if self.blocks or (self.open and self.open[-1] not in HOLDERS):
            self.line.append(text)
            return
        first, *others = re.split(r"\n[ \t]*\n\s*", text)
        self.line.append(first)
        for part in others:
            self.end_line()
            self.line.append(part)


def paragraphs(html: str) -> str:
    """The HTML with a <p> round what stands free and a <br> for a line's end; what is a block is left as it is."""
    page = _Page()
    for token in tokens(html.replace("\r\n", "\n").replace("\r", "\n")):
        tag = TAG.match(token)
        if token.startswith("<!--"):
            block = EDITOR_BLOCK.match(token)
            if block and not block[2]:
                page.end_line()
                page.blocks = max(0, page.blocks + (-1 if block[1] else 1))
            elif not block:
                page.text("\n\n")  # « <!--more--> », « <!--nextpage--> »
        elif tag and tag[2].lower() in BLOCKS and page.open[-1:] != ["pre"]:
            page.tag(tag[2].lower(), bool(tag[1]), token)
        elif tag and tag[2].lower() == "pre":
            page.tag("pre", True, token)
        elif tag:
            page.line.append(token)
        else:
            page.text(token)
    page.end_line()
    return without_empty("".join(page.out))
