"""Changes and conflicts as people read them: labels and names instead of columns and ids."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from archive import dates, text
from archive.models.doubts import Doubt
from archive.models.labels import label
from archive.models.states import State, elements, is_digest
from archive.models.stores import STORES

LONGEST = 200  # characters of a value that a conflict shows
NAMED_BY = {
    "editorial": "title",
    "tag": "name",
    "author": "name",
    "publication": "name",
    "issue": "number",
    "equivalent": "text",
    "pin": "query",
    "weight": "value",
    "correction": "typed",
    "letter": "name",
    "selection": "name",
    "settlement": "printed",
    "sheet": "name",
    "formeraddress": "slug",
}
# Fields that refer to an object -> its model.
REFERRING = {
    "publication": "publication",
    "editorial": "editorial",
    "parent": "letter",
    "cited": "editorial",
    "author": "author",
}
MOST_NAMED = 20  # of many editorials that came into a selection, or went
CONFLICTS = {
    "edited": _(
        "« %(name)s », %(label)s : modifié depuis ; reste « %(found)s » au lieu de « %(wanted)s »."
    ),
    "changed": _("« %(name)s » reste : modifié depuis (%(found)s)."),
    "used": _("« %(name)s » reste : des éditoriaux le portent."),
    "answered": _("« %(name)s » reste : des lecteurs y ont répondu."),
    "gone": _("« %(name)s » n’existe plus."),
    "name-taken": _("« %(name)s » ne peut pas revenir : ce nom ou cette adresse est pris."),
    "elsewhere": _("« %(name)s » ne revient pas : ses textes sont ailleurs depuis."),
    "missing": _("« %(name)s », %(label)s : « %(wanted)s » n’existe plus."),
}


class Names:
    """{model: {id: name}}: what states refer to by number."""

    def __init__(self, by_model: dict[str, dict[int, str]]):
        self.by_model = by_model

    def add(self, model: str, names: dict[int, str]) -> None:
        self.by_model[model] = self.by_model.get(model, {}) | names

    def of(self, model: str, pk: int | str) -> str:
        name = self.by_model.get(model, {}).get(int(pk))
        return name or _("n° %(id)s") % {"id": pk}


def referred(state: State) -> set[tuple[str, int]]:
    """Return (model, id) of whatever a state refers to."""
    references: set[tuple[str, int]] = set()
    for field in ("tags", "broader"):
        references.update(("tag", int(pk)) for pk in state.get(field) or ())
    for *_printed, author in (*(state.get("bylines") or ()), *(state.get("editorships") or ())):
        if author:
            references.add(("author", author))
    references.update(("publication", pk) for pk in state.get("successors") or ())
    for field in ("editorials", "contents"):
        references.update(("editorial", pk) for pk in state.get(field) or ())
    if state.get("editorial"):
        references.add(("editorial", state["editorial"]))
    if state.get("cited"):
        references.add(("editorial", state["cited"]))
    if state.get("author"):
        references.add(("author", state["author"]))
    if state.get("parent"):
        references.add(("letter", state["parent"]))
    if state.get("publication"):
        references.add(("publication", state["publication"]))
    return references


def differences(
    model: str, before: State | None, after: State | None, names: Names
) -> list[tuple[str, str, str]]:
    """Return [(label, text before, text after), …] of the fields whose texts differ."""
    store = STORES[model]
    before, after = before or {}, after or {}
    changed = before.keys() | after.keys()
    texts = []
    for field in store.fields:
        if field in store.hidden or field not in changed or is_digest(after.get(field)):
            continue
        old, new = _pair(model, field, before.get(field), after.get(field), names)
        if old != new:
            texts.append((label(model, field), old, new))
    return texts


def _pair(model: str, field: str, before: Any, after: Any, names: Names) -> tuple[str, str]:
    """Return both values as text; of tags and other sets only what went and what came."""
    if (model, field) == ("editorial", "body"):
        return _body_texts(before or "", after or "")
    if field == "contents" or (model, field) == ("selection", "editorials"):
        return _order_texts(before or [], after or [], names)
    if field not in STORES[model].sets:
        return value_text(model, field, before, names), value_text(model, field, after, names)
    old, new = elements(before), elements(after)
    went = {key: old[key] for key in old if key not in new}
    came = {key: new[key] for key in new if key not in old}
    return _set_text(field, went, names), _set_text(field, came, names)


def _body_texts(before: str, after: str) -> tuple[str, str]:
    """Return two bodies as they are read; as HTML where only that differs."""
    old, new = text.plain(before), text.plain(after)
    if old == new:
        return before, after
    return old, new


def _order_texts(before: list[int], after: list[int], names: Names) -> tuple[str, str]:
    """Return what went out of a selection and what came; that the order is another, if not."""
    old, new = set(before), set(after)
    went = [pk for pk in before if pk not in new]
    came = [pk for pk in after if pk not in old]
    if went or came or before == after:
        return _titles(went, names), _titles(came, names)
    return "", str(_("dans un autre ordre"))


def _titles(numbers: list[int], names: Names) -> str:
    titles = [names.of("editorial", pk) for pk in numbers[:MOST_NAMED]]
    if len(numbers) > MOST_NAMED:
        titles.append(_("et %(n)s autres") % {"n": len(numbers) - MOST_NAMED})
    return ", ".join(titles)


def value_text(model: str, field: str, value: Any, names: Names) -> str:
    """Return a field's value as text; "" where it is empty."""
    if field in STORES[model].sets:
        return _set_text(field, elements(value), names)
    if field == "bylines":
        return ", ".join(_byline_text(byline, names) for byline in value or ())
    if field in ("editorials", "contents"):
        return ", ".join(names.of("editorial", pk) for pk in value or ())
    if field == "periods":
        return ", ".join(_dated_text(*period) for period in value or ())
    if field == "editorships":
        return ", ".join(_editorship_text(editorship, names) for editorship in value or ())
    if field == "withheld":
        return _withheld_text(value)
    if isinstance(value, bool):
        return str(_("oui") if value else _("non"))
    if value and field in REFERRING:
        return names.of(REFERRING[field], value)
    if value and field == "date":
        return f"{dates.display(value)} ({value})"
    choices: dict[Any, Any] = dict(STORES[model].field(field).choices or ())
    if value in choices:
        return str(choices[value])
    return "" if value is None else str(value)


def _withheld_text(withheld: dict | None) -> str:
    if not withheld:
        return ""
    if withheld["original"]:
        return str(_("exclus ; la page montre le nom"))
    return str(_("exclus"))


def _byline_text(byline: Iterable, names: Names) -> str:
    """Return the printed name; behind the arrow the person where that is another name."""
    name, role, author = byline
    signature = name
    if author:
        person = names.of("author", author)
        if person != name:
            signature = f"{name} → {person}"
    if role:
        signature = f"{signature} ({role})"
    return signature


def _dated_text(date: str, words: str) -> str:
    """Return what was so for some time: « mensuel (1998 – 2004) »."""
    when = dates.during(date)
    return f"{words} ({when})" if words and when else words or when


def _editorship_text(editorship: Iterable, names: Names) -> str:
    name, role, date, author = editorship
    return _dated_text(date, _byline_text((name, role, author), names))


def _set_text(field: str, keyed: dict[str, Any], names: Names) -> str:
    texts = [_element_text(field, key, detail, names) for key, detail in keyed.items()]
    # Doubts are sentences.
    return (" " if field == "doubts" else ", ").join(texts)


def _element_text(field: str, key: str, detail: Any, names: Names) -> str:
    if field in ("tags", "broader"):
        return names.of("tag", key)
    if field == "successors":
        return names.of("publication", key)
    if field == "captures":
        return detail["origin"]
    if field == "doubts":
        return Doubt(**detail).message()
    return str(detail)


def conflict_text(conflict: dict, names: Names) -> str:
    """Return a conflict of an undo as a sentence."""
    parameters = {"name": conflict["name"], "label": ""}
    if conflict["field"]:
        parameters["label"] = label(conflict["model"], conflict["field"])
    for side in ("wanted", "found"):
        parameters[side] = Truncator(_side_text(conflict, side, names)).chars(LONGEST)
    return str(CONFLICTS[conflict["code"]]) % parameters


def _side_text(conflict: dict, side: str, names: Names) -> str:
    if conflict["field"]:
        return value_text(conflict["model"], conflict["field"], conflict[side], names)
    return conflict[side] or ""
