"""Parameters that an address does not take: a slip is told, never passed over in silence."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import NamedTuple

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext

LONGEST_NAME = 40  # characters of a parameter that is told of
MOST_TOLD = 10  # parameters that are told of
EVERYWHERE = ("lang",)  # the reader's language: `middleware.language`
# What newsletters, networks and advertisers append to an address to tell where readers came from.
# It asks for nothing: pages pass it over, and so does whatever else refuses slips.
CAMPAIGN_MARKS = {"fbclid", "gclid", "dclid", "gbraid", "wbraid", "gad_source", "msclkid", "twclid"}
CAMPAIGN_MARKS |= {"ttclid", "yclid", "igshid", "li_fat_id", "mkt_tok", "_ga", "_gl", "xtor"}
CAMPAIGN_BEGINNINGS = ("utm_", "mtm_", "pk_", "mc_", "_hs", "at_")


class Taken(NamedTuple):
    """The names of the parameters that an address takes, and which of them may repeat."""

    names: Collection[str]
    repeatable: Collection[str] = ()


class Slip(NamedTuple):
    """A parameter that is none, with the name that it resembles ("" for none), or a repeated one.

    `is_repeated`: the address takes it, but once.
    """

    name: str
    nearest: str
    is_repeated: bool


def slips(sent: QueryDict, taken: Taken) -> list[Slip]:
    """Return what an address says that it does not take, in its order."""
    wrong = []
    names = sorted({*taken.names, *EVERYWHERE})
    for name, values in sent.lists():
        if name in EVERYWHERE or is_campaign_mark(name):
            continue
        if name not in taken.names:
            alike = get_close_matches(name[:LONGEST_NAME].lower(), names, n=1)
            wrong.append(Slip(name[:LONGEST_NAME], "".join(alike), False))
        elif len(values) > 1 and name not in taken.repeatable:
            wrong.append(Slip(name, "", True))
    return wrong[:MOST_TOLD]


def is_campaign_mark(name: str) -> bool:
    """Return True for what only tells where a reader came from: `utm_source`, `fbclid`."""
    folded = name.lower()
    return folded in CAMPAIGN_MARKS or folded.startswith(CAMPAIGN_BEGINNINGS)


def refused(problems: Collection[str]) -> HttpResponse | None:
    """Return what tells a program that reads text of its parameters; None where all are right."""
    if not problems:
        return None
    sentence = gettext("Paramètres que cette adresse ne prend pas ainsi :")
    lines = f"{sentence} {', '.join(problems)}\n"
    return HttpResponse(lines, status=400, content_type="text/plain; charset=utf-8")


def problems(sent: QueryDict, taken: Taken) -> list[str]:
    """Return what `refused` tells of each slip: « yaer (year ?) », « sort × 2 »."""
    lines = []
    for slip in slips(sent, taken):
        if slip.is_repeated:
            lines.append(f"{slip.name} × {len(sent.getlist(slip.name))}")
        elif slip.nearest:
            lines.append(f"{slip.name} ({slip.nearest}\N{NARROW NO-BREAK SPACE}?)")
        else:
            lines.append(f"{slip.name}\N{NARROW NO-BREAK SPACE}?")
    return lines
