"""The picture that other sites show beside a link to an editorial (OpenGraph)."""

from collections.abc import Sequence
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

# Source Serif 4 (SIL Open Font License, beside it): Latin, Greek and Cyrillic, cut for titles.
FONT = Path(settings.BASE_DIR) / "static" / "fonts" / "SourceSerif4-title.woff2"
SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 84
PAPER, INK, SOFT, ACCENT = "#fcfaf5", "#1f1b16", "#665d52", "#9b1c1c"
TITLES = (84, 72, 62, 54, 46)  # pixels, the largest that fits is taken
LEADING = 1.14
SMALL = 34
TALLEST = 330  # pixels, of the title


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)


def card(title: str, lines: Sequence[str]) -> bytes:
    """Return a PNG of 1200 by 630 pixels: title, and `lines` under it (author, date, magazine).

    Each line is cut to the width; for a title in letters that the font has not, the name of the
    archive stands.
    """
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((MARGIN, 62), _cut(draw, settings.SITE_NAME, _font(SMALL)), INK, _font(SMALL))
    for offset in (0, 6):
        draw.line([(MARGIN, 118 + offset), (WIDTH - MARGIN, 118 + offset)], ACCENT, 2)
    size, set_lines = _fitted(draw, title if title and _has(title) else settings.SITE_NAME)
    for number, line in enumerate(set_lines):
        draw.text((MARGIN, 158 + number * size * LEADING), line, INK, _font(size))
    foot = [line for line in lines if line and _has(line)]
    for number, line in enumerate(foot):
        below = HEIGHT - 56 - (len(foot) - number) * SMALL * 1.35
        draw.text(
            (MARGIN, below),
            _cut(draw, line, _font(SMALL)),
            INK if number == 0 else SOFT,
            _font(SMALL),
        )
    written = BytesIO()
    image.quantize(64).save(written, "PNG", optimize=True)
    return written.getvalue()


def _has(text: str) -> bool:
    """Whether the font has every letter; it draws the same box for all that it has not."""
    return all(letter.isspace() or _drawn(letter) != _drawn("\U0010ffff") for letter in {*text})


@lru_cache(maxsize=1_000)
def _drawn(letter: str) -> bytes:
    return bytes(_font(SMALL).getmask(letter))


def _fitted(draw: ImageDraw.ImageDraw, title: str) -> tuple[int, list[str]]:
    """The size, and the lines; what does not fit at the smallest ends in « … »."""
    for size in TITLES:
        lines = _wrapped(draw, title, _font(size))
        most = int(TALLEST / (size * LEADING))
        if len(lines) <= most:
            return size, lines
    return size, [
        *lines[: most - 1],
        _cut(draw, " ".join(lines[most - 1 :]), _font(size), always=True),
    ]


def _wrapped(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font) <= WIDTH - 2 * MARGIN:
            lines[-1] = longer
        else:
            lines.append(_cut(draw, word, font))
    return lines


def _cut(
    draw: ImageDraw.ImageDraw, line: str, font: ImageFont.FreeTypeFont, always: bool = False
) -> str:
    """The line, or as much of it as fits with « … »."""
    if not always and draw.textlength(line, font) <= WIDTH - 2 * MARGIN:
        return line
    end = len(line)
    while end and draw.textlength(f"{line[:end].rstrip()}…", font) > WIDTH - 2 * MARGIN:
        end -= 1 + end // 40
    return f"{line[:end].rstrip()}…"
