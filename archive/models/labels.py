"""What people call the fields of the models whose objects operations note."""

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _

from archive.models.stores import STORES

LABELS = {
    "body": _("texte"),
    "bylines": _("signatures"),
    "tags": _("mots-clés"),
    "captures": _("captures"),
    "names": _("formes imprimées"),
    "aliases": _("autres noms"),
    "doubts": _("doutes"),
    "withheld": _("moteurs de recherche"),
    "periods": _("périodes"),
    "editorships": _("direction"),
    "editorials": _("éditoriaux"),
}


def label(model: str, field: str) -> str:
    """Return the field's name as people read it: « date », « mots-clés ».

    What is no field of the model is returned as it is.
    """
    if field in LABELS:
        return str(LABELS[field])
    try:
        return str(STORES[model].field(field).verbose_name)
    except FieldDoesNotExist:
        return field
