"""Magazines and authors as authorities: what editors say of one, as operations."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from archive import text
from archive.models.changes import Change
from archive.models.magazines import Publication
from archive.models.names import LONGEST_NAME, Author
from archive.models.operations import Operation, OperationKind
from archive.models.states import State
from archive.models.stores import AUTHORS, PUBLICATIONS
from archive.models.stores.borne import NamedStore

Authority = Publication | Author
MODELS: dict[str, type[Publication] | type[Author]] = {
    PUBLICATIONS.name: Publication,
    AUTHORS.name: Author,
}
LINEAGE = ("periods", "predecessors", "successors")
MOST_FORMS = 100  # of a name


def store_of(authority: Authority) -> NamedStore:
    return PUBLICATIONS if isinstance(authority, Publication) else AUTHORS


def authority_name(typed: str) -> str:
    """Return a name as it is kept. Raises ValidationError where it is empty or too long."""
    name = text.seen_line(typed)
    if not name:
        raise ValidationError(_("Dites un nom."))
    if len(name) > LONGEST_NAME:
        message = _("Ce nom est trop long : %(longest)s caractères au plus.")
        raise ValidationError(message % {"longest": LONGEST_NAME})
    return name


def former_names(authority: Authority) -> set[str]:
    """Return the names that operations took from it, without case and accents."""
    names = set()
    for change in Change.objects.of(authority).filter(before__isnull=False):
        names.add(text.fold((change.before or {}).get("name", "")))
    return names - {"", authority.key}


def edit(authority: Authority, fields: dict[str, Any], by=None, why: str = "") -> Operation:
    """Set columns of a magazine or an author; of an author the printed forms, too, as `names`.

    Of a magazine `periods` as in its state, and the magazines that are its `predecessors` and
    `successors`. Of another name the address is another one, to which the old one leads. Raises
    ValidationError where a name is another magazine's, a column is none, or a magazine would come
    after itself.
    """
    fields = dict(fields)
    names = fields.pop("names", None)
    lineage = {name: fields.pop(name) for name in LINEAGE if name in fields}
    fields["name"] = authority_name(fields.get("name", authority.name))
    is_renamed = fields["name"] != authority.name
    kind = OperationKind.RENAME if is_renamed else OperationKind.EDIT
    with Operation.objects.recording(kind, by, why) as operation, operation.changing(authority):
        row = type(authority)._default_manager.get(pk=authority.pk)
        before = _columns(row, fields)
        for column, content in fields.items():
            setattr(row, column, content)
        row.clean()
        if is_renamed:
            _rename(row, before)
        if _columns(row, fields) != before:
            row.save()
        if names is not None and isinstance(row, Author):
            AUTHORS.write_parts({row.pk: {"names": _forms(row, names)}})
        if lineage and isinstance(row, Publication):
            _set_lineage(operation, row, lineage)
    return operation


def _set_lineage(operation: Operation, magazine: Publication, lineage: dict[str, Any]) -> None:
    """Set when a magazine appeared, what came after it and before it, as far as it is named."""
    state = PUBLICATIONS.read([magazine.pk], ["periods", "successors"])[magazine.pk]
    before = set(magazine.predecessors.all())
    wanted: State = {}
    if "periods" in lineage:
        wanted["periods"] = lineage["periods"]
    if "successors" in lineage:
        wanted["successors"] = sorted(other.pk for other in lineage["successors"])
    changed = {name: part for name, part in wanted.items() if part != state[name]}
    PUBLICATIONS.write_parts({magazine.pk: changed})
    if "predecessors" in lineage:
        after = set(lineage["predecessors"])
        with operation.changing(sorted(before ^ after, key=attrgetter("pk")), ["successors"]):
            for other in before - after:
                other.successors.remove(magazine)
            for other in after - before:
                other.successors.add(magazine)
    magazine.refuse_circle(magazine.successors.all())


def _columns(row: Model, fields: Iterable[str]) -> State:
    return {column: getattr(row, column) for column in fields}


def _rename(row: Authority, before: State) -> None:
    """Have the address and what follows from the name made of the new one."""
    if isinstance(row, Publication):
        namesakes = Publication.objects.filter(key=text.fold(row.name)).exclude(pk=row.pk)
        for namesake in namesakes:
            message = _("Une autre revue porte ce nom : « %(name)s ».")
            raise ValidationError({"name": message % {"name": namesake}})
    elif row.sort_name == Author(name=before["name"], kind=row.kind).filed:
        row.sort_name = ""
    if text.slug(row.name) != text.slug(before["name"]):
        row.slug = ""


def _forms(author: Author, typed: Iterable[str]) -> list[str]:
    """Return printed forms as they are kept; the author's name is one of them."""
    forms = dict.fromkeys([author.name, *map(authority_name, typed)])
    if len(forms) > MOST_FORMS:
        raise ValidationError({"names": _("Au plus %(most)s formes.") % {"most": MOST_FORMS}})
    return list(forms)
