"""Why a command could not go on: the database is held, the disk full, read-only or broken."""

from django.utils.translation import gettext as _

from archive import disk


def why(error: BaseException) -> str:
    """Return why nothing can be written now, for a person; "" for any other error."""
    reasons = {
        "read_only": _("l’archive est en lecture seule"),
        "full": _("le disque est plein"),
        "busy": _("la base de données est occupée"),
        "failing": _("le disque ne répond plus"),
    }
    return reasons.get(disk.reason(error), "")


def line(error: BaseException) -> str:
    """Return the one line with which any command ends that could not go on; "" for other errors."""
    reason = why(error)
    if not reason:
        return ""
    message = _("La commande s’est arrêtée : %(reason)s. Ce qui est enregistré le reste.")
    return message % {"reason": reason}
