"""Text typed as WordPress's editor takes it to whole HTML.

Its paragraphs are parted by blank lines, among HTML.
"""

import re

from archive.ingest.posts.embeds import TAG, tokens, without_empty

# What holds words itself, what holds paragraphs, and what holds only other blocks.
LEAVES = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd", "figcaption"),
    "caption",
}
HOLDERS = {
    *("blockquote", "div", "section", "article", "aside", "main", "header", "footer", "figure"),
    *("center", "form", "fieldset", "details", "summary", "address", "body", "html"),
}
FRAMES = {"ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr", "colgroup", "select"}
BLOCKS = LEAVES | HOLDERS | FRAMES | {"hr", "pre"}
# « <!-- wp:group {…} --> » opens a block of the editor's, « <!-- /wp:group --> » closes it;
# « /--> » is all of it.
EDITOR_BLOCK = re.compile(r"<!--\s*(/?)wp:\S.*?(/?)-->", re.DOTALL)
SPACES = re.compile(r"[ \t]*+\n\s*+|\s++")
BREAK = re.compile(r"\s?<br ?/?>\s?|\n")
BREAKS = re.compile(r"(?:<br>\s?){3,}")
EDGES = re.compile(r"^(?:\s|<br>)+|(?:\s|<br>)+$")
BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
DEEPEST = 100


class _Page:
    """The HTML written so far, the line that is open, and the blocks it stands in."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.line: list[str] = []
        self.open: list[str] = []
        self.editor_blocks = 0  # open ones; in these, line ends mean nothing

    def end_line(self) -> None:
        """Write the open line, as a paragraph where nothing else holds its words."""
        inner = "".join(self.line)
        self.line = []
        if self.open[-1:] == ["pre"]:
            self.pieces.append(inner.strip("\n").replace("\n", "<br>"))
            return
        inner = BREAK.sub("<br>", SPACES.sub(self._narrowed, inner))
        inner = EDGES.sub("", BREAKS.sub("<br><br>", inner))
        if not inner:
            return
        if self.open and self.open[-1] in LEAVES:
            self.pieces.append(inner)
        else:
            self.pieces.append(f"<p>{inner}</p>")

    def _narrowed(self, spaces: re.Match) -> str:
        """Return the one character that spaces stand for: a line's end, or a space."""
        if "\n" in spaces[0] and not self.editor_blocks:
            return "\n"
        return " "

    def tag(self, name: str, closes: bool, token: str) -> None:
        """Write the tag of a block, and remember whether it is open."""
        self.end_line()
        if closes and name in self.open:
            while self.open.pop() != name:
                pass
        elif not closes:
            if name in BLOCKS and self.open[-1:] == ["p"]:
                self.open.pop()  # a block ends the paragraph before it, closed or not
            if name != "hr" and len(self.open) < DEEPEST:
                self.open.append(name)
        self.pieces.append(token)

    def text(self, text: str) -> None:
        """Add a text to the open line; where it stands free, a blank line ends one."""
        if self.editor_blocks or (self.open and self.open[-1] not in HOLDERS):
            self.line.append(text)
            return
        first, *following = BLANK_LINE.split(text)
        self.line.append(first)
        for part in following:
            self.end_line()
            self.line.append(part)

    def comment(self, comment: str) -> None:
        """Take in a comment: an edge of an editor's block, or else a blank line."""
        block = EDITOR_BLOCK.match(comment)
        if not block:
            self.text("\n\n")  # « <!--more--> », « <!--nextpage--> »
            return
        closes, is_whole = block.groups()
        if is_whole:
            return
        self.end_line()
        if not closes:
            self.editor_blocks += 1
        elif self.editor_blocks:
            self.editor_blocks -= 1


def paragraphs(html: str) -> str:
    """Return the HTML with a <p> round what stands free and a <br> for a line's end.

    What is a block is left as it is.
    """
    page = _Page()
    for token in tokens(html.replace("\r\n", "\n").replace("\r", "\n")):
        if token.startswith("<!--"):
            page.comment(token)
            continue
        tag = TAG.match(token)
        if not tag:
            page.text(token)
            continue
        name, closes = tag[2].lower(), bool(tag[1])
        if name == "pre" and page.open[-1:] == ["pre"]:
            page.tag("pre", True, token)  # nothing opens inside: the next tag of it closes it
        elif name in BLOCKS and page.open[-1:] != ["pre"]:
            page.tag(name, closes, token)
        else:
            page.line.append(token)
    page.end_line()
    return without_empty("".join(page.pieces))
