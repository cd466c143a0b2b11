"""What the commands on backups share: a bar in a terminal, refusals in one line."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from tqdm import tqdm

from archive.backups import Refused
from archive.backups.bags import Progress


@contextmanager
def one_line(unit: str = " files") -> Iterator[Progress]:
    """Yield what is to be told each file that is done; whatever goes wrong becomes one line.

    Raises CommandError.
    """
    try:
        with tqdm(unit=unit, disable=None, delay=1) as bar:
            yield lambda _path: bar.update()
    except Refused as error:
        raise CommandError(" ".join(str(error).split("\n"))) from None
    except DatabaseError as error:
        message = _("La base de données ne peut pas être lue : %s.")
        raise CommandError(message % str(error).splitlines()[0]) from None
    except OSError as error:
        place = f"{error.filename} : " if error.filename else ""
        raise CommandError(f"{place}{error.strerror or error}.") from None
