"""Texts with the tags of typesetting: QuarkXPress's, « @Titre:La mer monte », « <I>mer<I> ».

XPress Tags open with the version (« <v1.70> »), define styles (« @Titre=[…] ») and name the one of
each paragraph, which goes on up to the next that is named.
"""

import re

from archive.text import fold

# The version with which a file opens.
VERSION = re.compile(r"\s*<v\d{1,2}\.\d{1,2}>(?:<e\d{1,2}>)?")
DEFINED = re.compile(r"^@[^\n:=]{1,60}=[^\n]*\n?", re.M)
STYLED = re.compile(r"^@(?P<style>[^\n:=@<>]{0,60}):(?=\S)", re.M)
LEAST_STYLES = 3  # that tell a text whose version is lost
TAG = re.compile(r"<(?!\\)[^<>\n]{1,300}>")
NEW_LINE = re.compile(r"<\\[nd]>")
SPECIAL = re.compile(r"<\\([^<>\n]{1,12})>")
SIGNS = {"@": "@", "<": "<", "\\": "\\", "m": "—", "+": "–", "-": "-", "s": " ", "!s": "\u00a0"}
# What a manuscript calls the parts that some styles are of.
LABELS = {"titre": "Titre : ", "title": "Titre : ", "chapo": "Chapô : ", "chapeau": "Chapô : "}
CAPTIONS = ("legende", "caption", "credit")


def plain(text: str) -> str:
    """Return a typeset text without its tags, its paragraphs apart; any other text as it is."""
    version = VERSION.match(text)
    styles = {fold(style) for style in STYLED.findall(text)}
    if not version and not (len(styles) >= LEAST_STYLES and styles & LABELS.keys()):
        return text
    text = DEFINED.sub("", text[version.end() :] if version else text)
    paragraphs = [_paragraph(line) for line in text.split("\n") if line.strip()]
    return "\n\n".join(paragraphs)


def _paragraph(line: str) -> str:
    """Return a paragraph by what its style calls it."""
    styled = STYLED.match(line)
    style = fold(styled["style"]) if styled else ""
    words = _untagged(line[styled.end() :] if styled else line)
    if style.startswith(CAPTIONS):
        return f"Photo : {words}"
    return LABELS.get(style, "") + words


def _untagged(text: str) -> str:
    text = TAG.sub("", NEW_LINE.sub("\n", text))
    return SPECIAL.sub(lambda special: SIGNS.get(special[1], ""), text)
