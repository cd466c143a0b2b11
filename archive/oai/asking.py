"""What a harvester asks: the verb with its arguments, checked as the protocol says.

http://www.openarchives.org/OAI/openarchivesprotocol.html
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.core import signing
from django.http import QueryDict

from archive.models import Publication, Tag

SALT = "archive.oai"
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
# What each verb needs, and what it may have. A resumption token stands alone.
ARGUMENTS: Mapping[str, tuple[set[str], set[str]]] = {
    "Identify": (set(), set()),
    "ListMetadataFormats": (set(), {"identifier"}),
    "ListSets": (set(), set()),
    "ListIdentifiers": ({"metadataPrefix"}, {"from", "until", "set"}),
    "ListRecords": ({"metadataPrefix"}, {"from", "until", "set"}),
    "GetRecord": ({"identifier", "metadataPrefix"}, set()),
}
RESUMED = {"ListSets", "ListIdentifiers", "ListRecords"}
# Of what each argument is made, by the protocol's schema.
SIGNS = r"[A-Za-z0-9_.!~*'()-]+"
SYNTAX = {
    "metadataPrefix": re.compile(SIGNS),
    "set": re.compile(f"{SIGNS}(:{SIGNS})*"),
}
# A set is all that have a magazine or a tag, or those that have a certain one: « tag:formation ».
FACETS: Mapping[str, type[Publication] | type[Tag]] = {"publication": Publication, "tag": Tag}


class Refusal(Exception):
    """An error of the protocol: its code, and what is wrong in words."""

    def __init__(self, code: str, words: str):
        super().__init__(words)
        self.code = code


class Place(NamedTuple):
    """Where a list goes on: behind this row, after so many rows."""

    at: str  # ISO 8601 of a datestamp, the facet of a set
    number: int
    before: int


class Selective(NamedTuple):
    """Which records are asked for, and from where on."""

    prefix: str
    since: str  # ISO 8601, "" for no limit
    before: str
    facet: str
    slug: str
    place: Place | None


def read(asked: QueryDict) -> dict[str, str]:
    """Return the verb and its arguments. Raises Refusal where one is none of the protocol's."""
    verbs = asked.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in ARGUMENTS:
        raise Refusal("badVerb", "The verb is missing, repeated, or none of the protocol's six.")
    for name in asked:
        if len(asked.getlist(name)) > 1:
            raise Refusal("badArgument", f"The argument {_shown(name)} is repeated.")
    arguments = {name: str(asked[name]) for name in asked}
    _check(verbs[0], arguments.keys() - {"verb"})
    for name, syntax in SYNTAX.items():
        if name in arguments and not syntax.fullmatch(arguments[name]):
            raise Refusal("badArgument", f"{name} has signs that none has.")
    return arguments


def _check(verb: str, given: set[str]) -> None:
    needed, allowed = ARGUMENTS[verb]
    if verb in RESUMED and "resumptionToken" in given:
        if len(given) > 1:
            raise Refusal("badArgument", "A resumptionToken stands alone.")
        return
    if odd := given - needed - allowed:
        raise Refusal("badArgument", f"{verb} takes no argument {_shown(min(odd))}.")
    if missing := needed - given:
        raise Refusal("badArgument", f"{verb} needs the argument {min(missing)}.")


def _shown(name: str) -> str:
    return name[:40]


# Lists


def selective(arguments: Mapping[str, str]) -> Selective:
    """Return which records a list is asked for. Raises Refusal."""
    if "resumptionToken" in arguments:
        return _of_token(arguments["resumptionToken"])
    since, before = _times(arguments.get("from"), arguments.get("until"))
    facet, slug = _set(arguments.get("set"))
    return Selective(arguments["metadataPrefix"], since, before, facet, slug, None)


def token(asked: Selective, place: Place) -> str:
    """Return what a harvester shows to have the rest of a list."""
    return signing.dumps(asked._replace(place=place), salt=SALT, compress=True)


def place_of(arguments: Mapping[str, str]) -> Place | None:
    """Return where the list of sets goes on; None where it begins. Raises Refusal."""
    if "resumptionToken" not in arguments:
        return None
    place = _of_token(arguments["resumptionToken"]).place
    if place is None or place.at not in FACETS:
        raise Refusal("badResumptionToken", "The resumptionToken is of another list.")
    return place


def _of_token(token: str) -> Selective:
    try:
        prefix, since, before, facet, slug, place = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        words = "The resumptionToken was not given by this repository."
        raise Refusal("badResumptionToken", words) from None
    return Selective(prefix, since, before, facet, slug, Place(*place))


# Times


def _times(since: str | None, until: str | None) -> tuple[str, str]:
    """Return from when on and before when, in ISO 8601; "" for no limit."""
    if since and until and len(since) != len(until):
        raise Refusal("badArgument", "from and until are not of one granularity.")
    first = _time("from", since)
    last = _time("until", until)
    if first and last and first > last:
        raise Refusal("badArgument", "from is later than until.")
    if last and until:
        # The protocol counts the whole of it.
        length = DAY if len(until) == len("2001-02-12") else SECOND
        try:
            last += length
        except OverflowError:
            last = None
    return (first.isoformat() if first else "", last.isoformat() if last else "")


def _time(name: str, typed: str | None) -> datetime | None:
    if typed is None:
        return None
    words = f"{name} is no date as 2001-02-12 or 2001-02-12T08:30:00Z."
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?", typed):
        raise Refusal("badArgument", words)
    try:
        return datetime.fromisoformat(typed.removesuffix("Z")).replace(tzinfo=UTC)
    except ValueError:
        raise Refusal("badArgument", words) from None


# Sets


def _set(typed: str | None) -> tuple[str, str]:
    """Return the facet and the slug of a set; "" for all that have any, or for no set."""
    if typed is None:
        return "", ""
    facet, _colon, slug = typed.partition(":")
    if facet not in FACETS:
        raise Refusal("noRecordsMatch", "There is no such set.")
    if not slug:
        return facet, ""
    named = FACETS[facet].objects.at(slug[:100])
    if named is None:
        raise Refusal("noRecordsMatch", "There is no such set.")
    return facet, named.slug
