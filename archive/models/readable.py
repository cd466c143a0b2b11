"""Changes and conflicts as people read them: labels and names instead of columns and ids."""

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from archive import dates
from archive.models.states import KINDS, State, items

LONGEST = 200  # characters of a value that a conflict shows
NAMED_BY = {"editorial": "title", "tag": "name", "author": "name", "publication": "name"}
LABELS = {
    "bylines": _("signatures"),
    "tags": _("mots-clés"),
    "captures": _("captures"),
    "names": _("formes imprimées"),
    "aliases": _("autres noms"),
    "doubts": _("doutes"),
}
CONFLICTS = {
    "edited": _(
        "« %(name)s », %(label)s : modifié depuis ; reste « %(found)s » au lieu de « %(wanted)s »."
    ),
    "changed": _("« %(name)s » reste : modifié depuis (%(found)s)."),
    "used": _("« %(name)s » reste : des éditoriaux le portent."),
    "gone": _("« %(name)s » n’existe plus."),
    "name-taken": _("« %(name)s » ne peut pas revenir : ce nom ou cette adresse est pris."),
    "missing": _("« %(name)s », %(label)s : « %(wanted)s » n’existe plus."),
}


class Names:
    """{model: {id: name}}: what states refer to by number."""

    def __init__(self, known: dict[str, dict[int, str]]):
        self.known = known

    def add(self, model: str, names: dict[int, str]) -> None:
        self.known[model] = self.known.get(model, {}) | names

    def of(self, model: str, pk) -> str:
        return self.known.get(model, {}).get(int(pk)) or _("n° %(id)s") % {"id": pk}


def referred(state: State) -> set[tuple[str, int]]:
    """(model, id) of whatever a state refers to."""
    found = {("tag", int(pk)) for name in ("tags", "broader") for pk in state.get(name) or ()}
    found |= {("author", author) for _name, _role, author in state.get("bylines") or () if author}
    return found | ({("publication", state["publication"])} if state.get("publication") else set())


def label(model: str, field: str) -> str:
    """The field's name as forms have it: « date », « mots-clés »."""
    if field in LABELS:
        return str(LABELS[field])
    return str(KINDS[model].model._meta.get_field(field).verbose_name)


def differences(
    model: str, before: State | None, after: State | None, names: Names
) -> list[tuple[str, str, str]]:
    kind, before, after = KINDS[model], before or {}, after or {}
    shown = [
        name for name in kind.fields if name in {**before, **after} and name not in kind.hidden
    ]
    pairs = [
        (name, *_pair(model, name, before.get(name), after.get(name), names)) for name in shown
    ]
    return [(label(model, name), old, new) for name, old, new in pairs if old != new]


def _pair(model: str, field: str, before, after, names: Names) -> tuple[str, str]:
    """Both values; of tags and other sets only what went and what came."""
    if field in KINDS[model].sets:
        old, new = items(before), items(after)
        before = [(key, old[key]) for key in old if key not in new]
        after = [(key, new[key]) for key in new if key not in old]
        return tuple(
            ", ".join(_element(model, field, *one, names) for one in part)
            for part in (before, after)
        )
    return value(model, field, before, names), value(model, field, after, names)


def value(model: str, field: str, value, names: Names) -> str:
    """A field's value as text; « » where it is empty."""
    if field in KINDS[model].sets:
        return ", ".join(
            _element(model, field, key, detail, names) for key, detail in items(value).items()
        )
    if field == "bylines":
        return ", ".join(_byline(*byline, names) for byline in value or ())
    if field == "publication":
        return names.of("publication", value) if value else ""
    if field == "date":
        return f"{dates.display(value)} ({value})" if value else ""
    if isinstance(value, bool):
        return str(_("oui") if value else _("non"))
    choices = dict(KINDS[model].model._meta.get_field(field).choices or ())
    return str(choices.get(value, "" if value is None else value))


def _byline(name: str, role: str, author: int | None, names: Names) -> str:
    """The printed name; the person behind the arrow where that is another name."""
    person = names.of("author", author) if author else ""
    shown = f"{name} → {person}" if person and person != name else name
    return f"{shown} ({role})" if role else shown


def _element(model: str, field: str, key: str, detail, names: Names) -> str:
    if field in ("tags", "broader"):
        return names.of("tag", key)
    if field == "captures":
        return detail["origin"]
    if field == "doubts":
        return " : ".join(
            part for part in (detail["field"], detail.get("value") or detail["code"]) if part
        )
    return str(detail)


def conflict(one: dict, names: Names) -> str:
    """A conflict of an undo as a sentence."""
    said = {"name": one["name"], "label": label(one["model"], one["field"]) if one["field"] else ""}
    for side in ("wanted", "found"):
        shown = (
            value(one["model"], one["field"], one[side], names) if one["field"] else one[side] or ""
        )
        said[side] = Truncator(shown).chars(LONGEST)
    return str(CONFLICTS[one["code"]]) % said
