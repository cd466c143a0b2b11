"""The app, and its hold on the data folder: what is in use is not restored over."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

IN_USE = "in-use"  # the file in the data folder by whose lock processes know of each other


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = _("Archive")
    default_auto_field = "django.db.models.BigAutoField"
    hold: int | None = None  # the open file; its lock ends with the last process that has it open

    def ready(self) -> None:
        """Hold the data folder, with all others that use it; stop where it is being restored."""
        autodiscover_modules("checks")
        try:
            path = Path(settings.DATA_DIR, IN_USE)
            self.hold = os.open(path, os.O_RDONLY | os.O_CREAT, 0o600)
            fcntl.flock(self.hold, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(
                f"{settings.DATA_DIR} is being restored: try again when that is done."
            ) from None
        except OSError:  # a read-only disk, or one without locks: nothing is restored there
            self.hold = None

    def alone(self) -> bool:
        """Hold the data folder alone from now on; return False while others use it.

        Where there are no locks, nothing tells.
        """
        if self.hold is None:
            return True
        with suppress(BlockingIOError):
            fcntl.flock(self.hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        fcntl.flock(self.hold, fcntl.LOCK_SH)
        return False
