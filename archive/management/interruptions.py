"""Why a command could not go on: the database is held or away, the disk full or broken."""

from django.utils.translation import gettext as _

from archive import disk

UNDEFINED_TABLE = "42P01"  # https://www.postgresql.org/docs/15/errcodes-appendix.html


def why(error: BaseException) -> str:
    """Return why nothing can be written now, for a person; "" for any other error."""
    reasons = {
        "read_only": _("l’archive est en lecture seule"),
        "full": _("le disque est plein"),
        "busy": _("la base de données est occupée"),
        "failing": _("le disque ne répond plus"),
        "away": _("les captures ne répondent pas"),
        "unreachable": _("la base de données ne répond pas"),
    }
    reason = reasons.get(disk.reason(error), "")
    if _lacks_tables(error):
        reason = _("la base de données n’est pas prête, voyez ./run ou manage.py prepare")
    return reason


def _lacks_tables(error: BaseException) -> bool:
    state = getattr(error.__cause__, "sqlstate", None)
    return state == UNDEFINED_TABLE or str(error).startswith("no such table")


def line(error: BaseException) -> str:
    """Return the one line with which any command ends that could not go on; "" for other errors."""
    reason = why(error)
    if not reason:
        return ""
    if disk.reason(error) == "unreachable":  # a wrong password, too
        reason += f" ({str(error).splitlines()[0]})"
    message = _("La commande s’est arrêtée : %(reason)s. Ce qui est enregistré le reste.")
    return message % {"reason": reason}
