"""The paragraphs, crossheads and lists of a body, each with the bytes that it is stored as."""

from archive import text, typesetting
from archive.text import BLOCKS

VOID = ("<br", "<hr", "<img")


def blocks(html: str) -> list[str]:
    """Return what stands beside each other in clean HTML: elements, and words that are in none."""
    parts: list[str] = []
    depth = 0
    opens_part = True
    for token in typesetting.TAG.split(html):
        is_block = _name(token) in BLOCKS
        if depth == 0 and is_block:
            opens_part = True
        if opens_part:
            parts.append("")
            opens_part = False
        parts[-1] += token
        if token.startswith("</"):
            depth = max(0, depth - 1)
        elif token.startswith("<") and not token.startswith(VOID):
            depth += 1
        if depth == 0 and is_block:
            opens_part = True
    return [part.strip() for part in parts if part.strip()]


def clean(html: str) -> str:
    """Return the HTML of a body, cleaned: one line a block, none of them empty or bare words."""
    wrapped = []
    for block in blocks(text.clean_html(html)):
        if _name(block) not in BLOCKS:
            block = f"<p>{block}</p>"
        if text.plain(block).strip() or block.startswith("<hr") or "<img" in block:
            wrapped.append(block)
    return "\n".join(wrapped)


def with_untouched(original: str, shown: list[str], written: str) -> str:
    """Return what was written, its untouched blocks with the bytes that they had.

    `shown`: how each block of `original` comes back where nobody touches it. Where all of them do,
    in their order, that is `original` itself.
    """
    former = blocks(original)
    fresh = blocks(written)
    keys = [_key(block) for block in shown]
    if [_key(block) for block in fresh] == keys:
        return original
    waiting: dict[str, list[str]] = {}
    if len(keys) == len(former):
        for key, block in zip(keys, former, strict=True):
            waiting.setdefault(key, []).append(block)
    kept = []
    for block in fresh:
        same = waiting.get(_key(block))
        if same:
            block = same.pop(0)
        kept.append(block)
    return "\n".join(kept)


def _key(block: str) -> str:
    """Return a block as it is compared: spaces that may be broken are all one."""
    return text.BREAKING_SPACES.sub(" ", block).strip()


def _name(token: str) -> str:
    """Return the name of the element that a tag opens or closes; "" for words."""
    if not token.startswith("<"):
        return ""
    return token.strip("</>").split(maxsplit=1)[0].rstrip("/>").partition(">")[0]
