"""What editors decide of sheets, as operations that can be undone."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive import text
from archive.identifiers import VIAF, WIKIDATA
from archive.models.changes import Change
from archive.models.identified import identifier
from archive.models.names import LONGEST_NAME, Author, FormerAddress
from archive.models.operations import Operation, OperationKind
from archive.models.sheets import Sheet, SheetForm, SheetKind, sheet_key
from archive.models.slugs import unique_slug
from archive.models.stores import SHEETS

MOST_MERGES = 50  # of a sheet, the newest, that tell what a part of it was before


class Namesake(ValidationError):
    """Another sheet of the kind, `sheet`, has the name already."""

    def __init__(self, sheet: Sheet):
        message = _("Une autre fiche de cette sorte porte ce nom : « %(name)s ».")
        super().__init__(message % {"name": sheet})
        self.sheet = sheet


def edit(sheet: Sheet, fields: dict[str, Any], by=None) -> Operation:
    """Change the name, kind, identifiers or author of a sheet, or hide it.

    Raise ValidationError where a name is empty or an identifier is none, Namesake where another
    sheet has what would be its name.
    """
    fields = dict(fields)
    if "name" in fields:
        fields["name"] = sheet_name(fields["name"])
    if "kind" in fields and fields["kind"] not in SheetKind.values:
        raise ValidationError(_("Une fiche est d’une personne, d’une organisation ou d’un lieu."))
    if "wikidata" in fields:
        fields["wikidata"] = identifier(fields["wikidata"], WIKIDATA)
    if "viaf" in fields:
        fields["viaf"] = identifier(fields["viaf"], VIAF)
    is_renamed = fields.get("name", sheet.name) != sheet.name
    if is_renamed or fields.get("kind", sheet.kind) != sheet.kind:
        _refuse_namesake(sheet, fields)
    kind = OperationKind.RENAME if is_renamed else OperationKind.EDIT
    with (
        Operation.objects.recording(kind, by) as operation,
        operation.changing(sheet),
    ):
        row = Sheet.objects.get(pk=sheet.pk)
        before = {name: getattr(row, name) for name in fields}
        for name, column in fields.items():
            setattr(row, name, column)
        if before != fields:
            row.curated = True
            if is_renamed:
                row.slug = unique_slug(row, row.name)
            row.save()
    return operation


def _refuse_namesake(sheet: Sheet, fields: dict[str, Any]) -> None:
    key = sheet_key(fields.get("name", sheet.name))
    alike = Sheet.objects.filter(key=key, kind=fields.get("kind", sheet.kind))
    namesake = alike.exclude(pk=sheet.pk).first()
    if namesake:
        raise Namesake(namesake)


def merge(sheets: Collection[Sheet], into: Sheet, by=None, why: str = "") -> Operation:
    """Give the forms and addresses of sheets to one of them, and delete the others.

    Raise ValidationError where it is one of them, or where two have different identifiers.
    """
    sheets = list(sheets)
    if into in sheets:
        raise ValidationError(_("Une fiche ne peut pas être réunie avec elle-même."))
    _refuse_different([into, *sheets])
    with (
        Operation.objects.recording(OperationKind.MERGE, by, why) as operation,
        operation.changing([into, *sheets]),
    ):
        states = SHEETS.read([into.pk, *(sheet.pk for sheet in sheets)], ["forms"])
        forms: list[str] = []
        for state in states.values():
            forms += state["forms"]
        SHEETS.write_parts({into.pk: {"forms": forms}})
        row = Sheet.objects.get(pk=into.pk)
        row.curated = True
        for sheet in sheets:
            row.wikidata = row.wikidata or sheet.wikidata
            row.viaf = row.viaf or sheet.viaf
            row.author_id = row.author_id or sheet.author_id
            FormerAddress.objects.note(sheet, row)
            sheet.delete()
        row.save()
    return operation


def _refuse_different(sheets: Collection[Sheet]) -> None:
    """Raise ValidationError where sheets are of different things by what identifies them."""
    for column, where in (("wikidata", "Wikidata"), ("viaf", "VIAF")):
        identifiers = {getattr(sheet, column) for sheet in sheets} - {""}
        if len(identifiers) > 1:
            message = _(
                "Ces fiches ont des identifiants %(where)s différents (%(identifiers)s) : "
                "retirez d’abord celui qui est faux."
            )
            told = {"where": where, "identifiers": ", ".join(sorted(identifiers))}
            raise ValidationError(message % told)


def split(sheet: Sheet, forms: Collection[SheetForm], name: str, by=None) -> Operation:
    """Put some forms of a sheet on a new one of that name.

    Raise ValidationError where no form would move, or none would stay.
    """
    forms = [form for form in forms if form.sheet_id == sheet.pk]
    name = sheet_name(name)
    if not forms or len(forms) == sheet.forms.count():
        raise ValidationError(_("Choisissez des formes, mais pas toutes : la fiche en garde une."))
    with (
        Operation.objects.recording(OperationKind.SPLIT, by) as operation,
        operation.changing(sheet),
    ):
        part = Sheet.objects.create(name=name, kind=forms[0].kind, curated=True)
        moved = [f"{form.name} ({form.kind})" for form in forms]
        SHEETS.write_parts({part.pk: {"forms": moved}})
        Sheet.objects.filter(pk=sheet.pk).update(curated=True)
        _give_back(Sheet.objects.get(pk=sheet.pk), part, moved)
    return operation


def _give_back(sheet: Sheet, part: Sheet, moved: Collection[str]) -> None:
    """Give a part what identified the sheet that brought all its forms when it was merged in."""
    merges = Change.objects.of(sheet).filter(operation__kind=OperationKind.MERGE)
    for merge_of_sheet in merges[:MOST_MERGES]:
        brought = Change.objects.filter(
            operation=merge_of_sheet.operation_id, model=merge_of_sheet.model, after__isnull=True
        )
        for change in brought:
            former = change.before or {}
            if not former.get("forms") or not set(former["forms"]) <= set(moved):
                continue
            taken = merge_of_sheet.before or {}
            for column in ("wikidata", "viaf", "author"):
                _move(column, former.get(column), taken, sheet, part)
            for row in (sheet, part):
                row.save(update_fields=["wikidata", "viaf", "author"])
            return


def _move(column: str, owned: Any, before_merge: dict[str, Any], sheet: Sheet, part: Sheet) -> None:
    """Set a column of a part to what it owned; the sheet keeps it only if it had it before."""
    name = "author_id" if column == "author" else column
    if not owned:
        return
    setattr(part, name, owned)
    if column in before_merge and getattr(sheet, name) == owned:
        setattr(sheet, name, before_merge[column])


def sheet_name(typed: str) -> str:
    """Return the name of a sheet as it is kept. Raise ValidationError: empty, or too long."""
    name = text.seen_line(typed)
    if not name:
        raise ValidationError(_("Une fiche a un nom."))
    if len(name) > LONGEST_NAME:
        message = _("Ce nom est trop long : %(longest)s caractères au plus.")
        raise ValidationError(message % {"longest": LONGEST_NAME})
    return name


def author_named(typed: str) -> Author | None:
    """Return the author of a slug or a name; None for nothing typed. Raise ValidationError."""
    typed = typed.strip()
    if not typed:
        return None
    author = Author.objects.filter(slug=typed[:100]).first()
    author = author or Author.objects.filter(name__iexact=typed[:LONGEST_NAME]).first()
    if author is None:
        raise ValidationError(_("L’archive n’a pas d’auteur « %(name)s ».") % {"name": typed[:60]})
    return author
