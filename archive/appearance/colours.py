"""The archive's accent, one colour on light and one on dark, both legible there. Pure functions."""

import re
import tomllib
from typing import NamedTuple

from django.utils.translation import gettext as _

from archive.appearance.files import Refused

LIGHT, DARK = "#fcfaf5", "#191613"  # the paper of static/css/archive.css
LEAST = 4.5  # of contrast between a text and its paper: WCAG 2.2, 1.4.3
LIGHTENED = 7.0  # contrast of a colour that is made for dark paper
STEPS = 50  # towards white
NAMES = {"accent", "accent_dark"}
HEX = re.compile("#[0-9a-f]{6}")


class Accent(NamedTuple):
    """The accent on light paper and on dark paper, each as « #9b1c1c »."""

    light: str
    dark: str

    @property
    def css(self) -> str:
        """The rule of a style sheet that sets it."""
        return f":root {{ --accent: light-dark({self.light}, {self.dark}); }}"


def read(written: str) -> Accent:
    """Return the accent that a file says: `accent`, and `accent_dark` or what is made of it.

    Raises Refused where it is no TOML, says something else, or would be hard to read.
    """
    try:
        fields = tomllib.loads(written)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Refused(_("ce n’est pas du TOML (%(why)s).") % {"why": error}) from None
    unknown = sorted(fields.keys() - NAMES)
    if unknown:
        message = _("« %(name)s » n’est pas un réglage : il y a accent et accent_dark.")
        raise Refused(message % {"name": unknown[0]})
    if "accent" not in fields:
        raise Refused(_('il n’y a pas d’accent : écrivez accent = "#9b1c1c".'))
    light = _colour(fields["accent"])
    dark = _colour(fields["accent_dark"]) if "accent_dark" in fields else lightened(light)
    _check(light, LIGHT)
    _check(dark, DARK)
    return Accent(light, dark)


def contrast(colour: str, paper: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2 has it."""
    lower, higher = sorted((_luminance(colour), _luminance(paper)))
    return (higher + 0.05) / (lower + 0.05)


def lightened(colour: str) -> str:
    """Return the colour, mixed with as much white as makes it easy to read on dark paper."""
    channels = _channels(colour)
    mixed = colour
    for step in range(STEPS + 1):
        share = step / STEPS
        lighter = [round(channel + (255 - channel) * share) for channel in channels]
        mixed = "#" + "".join(f"{channel:02x}" for channel in lighter)
        if contrast(mixed, DARK) >= LIGHTENED:
            break
    return mixed


def _colour(written: object) -> str:
    colour = str(written).strip().lower()
    if not HEX.fullmatch(colour):
        message = _("« %(colour)s » n’est pas une couleur : écrivez-la comme #9b1c1c.")
        raise Refused(message % {"colour": colour[:40]})
    return colour


def _check(colour: str, paper: str) -> None:
    ratio = contrast(colour, paper)
    if ratio >= LEAST:
        return
    message = _(
        "%(colour)s serait peu lisible sur %(paper)s : contraste de %(ratio)s, il en faut 4,5."
    )
    figure = f"{int(ratio * 100) / 100:.2f}".replace(".", ",")  # never rounded up to what passes
    raise Refused(message % {"colour": colour, "paper": paper, "ratio": figure})


def _channels(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(colour: str) -> float:
    red, green, blue = map(_linear, _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: int) -> float:
    share = channel / 255
    if share <= 0.04045:
        return share / 12.92
    return ((share + 0.055) / 1.055) ** 2.4
