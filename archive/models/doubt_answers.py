"""What may be done about a doubt: the answers that it leaves to choose from."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from archive import addresses, dates, printed_dates, text
from archive.models.doubts import SOURCE_DIFFERS
from archive.models.editorials import Editorial
from archive.models.magazines import Publication
from archive.models.name_places import TEXTS
from archive.models.names import Author
from archive.models.requests import granted_mask

MOST_PEOPLE = 5  # of one name that are offered
LONGEST_TITLE = 500  # characters: what the column holds
# Fields that an answer may take as the source says them.
TAKEN = (
    "title",
    "standfirst",
    "date",
    "language",
    "section",
    "issue",
    "page",
    "source_url",
    "body",
)
# An address whose beginning was left out: « www.exemple.fr/edito ».
HOST_AND_PATH = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]\S*)?", re.I)
KEEP = "keep"  # the answer that leaves all as it is: somebody has looked


@dataclass(frozen=True)
class DoubtAnswer:
    """What may be done about a doubt.

    `value` is what its button sends; `sets` are the columns that it makes others, `person` is whom
    the byline in doubt stands for.
    """

    value: str
    label: str
    sets: dict[str, Any] = field(default_factory=dict)
    person: Author | None = None


def choices(editorial: Editorial, doubt: dict[str, str]) -> list[DoubtAnswer]:
    """Return the answers to a doubt; the last leaves all as it is."""
    name, code = doubt["field"], doubt["code"]
    if code == SOURCE_DIFFERS:
        return _of_source(editorial, name)
    keep = DoubtAnswer(KEEP, _("C’est juste ainsi"))
    if code in ("unknown", "updated"):
        keep = DoubtAnswer(KEEP, _("Laisser inconnu"))
    offered = {
        "date": _dates,
        "byline": _people,
        "publication": _magazines,
        "title": _titles,
        "url": _addresses,
    }
    if name not in offered:
        return [keep]
    return [*offered[name](editorial, doubt), keep]


def proposal(editorial: Editorial, doubt: dict[str, str]) -> DoubtAnswer | None:
    """Return the one answer that changes something; None where there is none, or are several."""
    *changing, _keep = choices(editorial, doubt)
    if len(changing) != 1:
        return None
    return changing[0]


def printed(doubt: dict[str, str]) -> str:
    """Return « C. Abgrall » of « C. Abgrall → Claire Abgrall »."""
    return doubt.get("value", "").partition(" → ")[0]


def _of_source(editorial: Editorial, name: str) -> list[DoubtAnswer]:
    keep = DoubtAnswer(KEEP, _("Garder la nôtre"))
    content = editorial.imported.get(name)
    if name not in TAKEN or not content:
        return [keep]
    mask = granted_mask()
    if mask and name in TEXTS:
        content = mask.html(content) if name == "body" else mask.text(content)
    return [DoubtAnswer("source", _("Prendre celle de la source"), {name: content}), keep]


def _dates(editorial: Editorial, doubt: dict[str, str]) -> list[DoubtAnswer]:
    choices = []
    for edtf in dict.fromkeys(_readings(doubt.get("value", ""))):
        if edtf != editorial.date:
            label = _("Dater : %(date)s") % {"date": dates.display(edtf)}
            choices.append(DoubtAnswer(edtf, label, {"date": edtf}))
    return choices


def _readings(printed: str) -> list[str]:
    """Return the dates that a printed one may be: « 03/04/2001 » is of April or of March."""
    edtf = dates.valid_or_empty(printed)
    if edtf:
        return [edtf]
    readings = [printed_dates.parse_french(printed)]
    if printed.count("/") == 2:
        day, month, year = printed.split("/")
        readings.append(printed_dates.parse_french(f"{month}/{day}/{year}"))
    return [edtf for edtf in readings if edtf]


def _people(editorial: Editorial, doubt: dict[str, str]) -> list[DoubtAnswer]:
    """Return the people of a name, where it is the name of one of the editorial's bylines."""
    if doubt["code"] != "ambiguous":
        return []
    name = printed(doubt)
    if name not in {byline.name for byline in editorial.bylines.all()}:
        return []
    people = Author.objects.filter(names__key=text.name_key(name)).distinct()
    choices = []
    for person in people.order_by("sort_name", "pk")[:MOST_PEOPLE]:
        label = f"{person.name} ({person.slug})"
        choices.append(DoubtAnswer(f"author-{person.pk}", label, person=person))
    return choices


def _magazines(editorial: Editorial, doubt: dict[str, str]) -> list[DoubtAnswer]:
    magazines = Publication.objects.filter(key=text.fold(doubt.get("value", "")))
    if editorial.publication_id:
        magazines = magazines.exclude(pk=editorial.publication_id)
    magazine = magazines.first()
    if not magazine:
        return []
    return [DoubtAnswer(f"publication-{magazine.pk}", magazine.name, {"publication": magazine})]


def _titles(editorial: Editorial, doubt: dict[str, str]) -> list[DoubtAnswer]:
    title = doubt.get("value", "")
    if doubt["code"] == "supplied":
        return [DoubtAnswer("printed", _("C’est le vrai titre"), {"title_supplied": False})]
    if doubt["code"] == "other" and title and title != editorial.title:
        label = _("Prendre « %(title)s »") % {"title": title}
        return [DoubtAnswer("title", label, {"title": title[:LONGEST_TITLE]})]
    return []


def _addresses(editorial: Editorial, doubt: dict[str, str]) -> list[DoubtAnswer]:
    """Return the address that was meant by one without « https:// », where there is none by now."""
    typed = doubt.get("value", "")
    address = f"https://{typed}"
    if editorial.source_url or not HOST_AND_PATH.fullmatch(typed):
        return []
    if not addresses.canonical(address):
        return []
    label = _("Prendre « %(address)s »") % {"address": address}
    return [DoubtAnswer("address", label, {"source_url": address})]
