"""What an editor says of a reference, as an operation that can be undone."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive.models.cross_references import CrossReference, Settlement, settlement_key
from archive.models.editorials import Editorial
from archive.models.operations import Operation, OperationKind
from archive.models.stores import SETTLEMENTS


def settle(reference: CrossReference, cited: Editorial | None, by=None) -> Operation:
    """Let a reference mean this editorial, or none at all; so of all that are printed alike.

    Raises ValidationError where it would lead to its own text, or to one that readers do not have.
    """
    if cited and cited.pk == reference.editorial_id:
        raise ValidationError(_("Un texte ne renvoie pas à lui-même."))
    if cited and not cited.is_published:
        raise ValidationError(_("Cet éditorial n’est pas publié : rien ne peut y mener."))
    number = cited.pk if cited else None
    key = settlement_key(reference.printed)
    row = Settlement.objects.filter(editorial=reference.editorial_id, key=key).first()
    why = _("Renvoi « %(printed)s »") % {"printed": reference.printed}
    with Operation.objects.recording(OperationKind.EDIT, by, why) as operation:
        if row is None:
            Settlement.objects.create(
                editorial=reference.editorial_id, printed=reference.printed, cited=number
            )
            return operation
        with operation.noting(SETTLEMENTS, [row.pk], ["cited"]):
            row.cited = number
            row.save()
    return operation
