"""An editorial as OpenSearch is given it, from what haystack prepares, and the forms in it."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from haystack.constants import DJANGO_ID, ID

from archive.search.engines.opensearch.index.encoding import encoded
from archive.search.engines.opensearch.index.mapping import NUMBERS, TEXTS, VALUES
from archive.search.words.analysis import DEFAULT_LANGUAGE, FUNCTION_WORDS, MARK, joint, positions
from archive.search.words.forms import word_key
from archive.search.words.spelling import alphabetical

FUNCTIONS = frozenset().union(*FUNCTION_WORDS.values())
OWN = ("again", "title_weight")  # what only the whole archive tells of an editorial


class Source(NamedTuple):
    """An editorial as it is sent, but for OWN and `change`.

    `forms`: of each text field the forms in it; `lengths`: its words; `joined`: how texts print
    the compounds among the forms.
    """

    id: int
    body: dict
    forms: dict[str, frozenset[str]]
    lengths: dict[str, int]
    joined: dict[str, str]

    @property
    def title_keys(self) -> list[str]:
        """What the words of its title share with their other forms; function words have none."""
        return title_keys(self.forms["title"])


def source(prepared: Mapping) -> Source:
    """Return an editorial as it is sent, from what haystack prepared of it."""
    body: dict = {}
    forms, lengths, joined = {}, {}, dict[str, str]()
    printed = {}
    for field in TEXTS:
        text = str(prepared.get(field) or "")
        places, width = positions(text, capitals=True)
        forms[field], lengths[field] = frozenset(places), width
        if text:
            printed[field] = text
            body[field] = encoded(places, width)
            joined.update(_joined(places, width))
    for field in VALUES:
        values = _values(prepared.get(field))
        if values:
            body[field] = values
    body["decade"] = list(dict.fromkeys(f"{year[:-1]}X" for year in body.get("year", ())))
    for field in NUMBERS:
        if field != ID and prepared.get(field) is not None:
            body[field] = int(prepared[field])
    for field in ("earliest", "latest"):
        if prepared.get(field):
            body[field] = ordinal(prepared[field])
    body["id"] = int(prepared[DJANGO_ID])
    body["length"] = lengths["text"]
    body["title_order"] = alphabetical(printed.get("title", ""))
    body["printed"] = printed
    return Source(body["id"], body, forms, lengths, joined)


def ordinal(day: datetime.date | str) -> int:
    """Return the number of a day (`date.toordinal`)."""
    if isinstance(day, str):
        day = datetime.date.fromisoformat(day[:10])
    return day.toordinal()


def forms_of(printed: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return the forms of each text field from the texts as they were kept (`printed`)."""
    forms = {}
    for field in TEXTS:
        forms[field] = frozenset(positions(printed.get(field, ""), capitals=True)[0])
    return forms


def title_keys(forms: Iterable[str]) -> list[str]:
    """Return the key of each form of a title in the default language, but of function words."""
    return [word_key(form, DEFAULT_LANGUAGE) for form in forms if form not in FUNCTIONS]


def _values(content) -> list[str]:
    if content is None:
        return []
    if not isinstance(content, list | tuple | set):
        content = [content]
    return list(dict.fromkeys(filter(None, map(str, content))))


def _joined(places: Mapping[str, list[int]], width: int) -> Iterator[tuple[str, str]]:
    """Yield each compound of a text, and it as printed: « après-vente » for `aprèsvente`."""
    parts = [""] * width
    compounds = []
    for form, numbers in places.items():
        if form.startswith(MARK):
            continue
        for place in numbers:
            # The parts of a compound are shorter than it: what is alone at a place is a part.
            if parts[place]:
                longer, parts[place] = sorted([form, parts[place]], key=len, reverse=True)
                compounds.append((longer, place))
            else:
                parts[place] = form
    for compound, place in compounds:
        yield compound, _printed(compound, parts, place)


def _printed(compound: str, parts: list[str], place: int) -> str:
    text, length = parts[place], len(parts[place])
    while length < len(compound) and place + 1 < len(parts):
        place += 1
        text += joint(parts[place - 1]) + parts[place]
        length += len(parts[place])
    return text
