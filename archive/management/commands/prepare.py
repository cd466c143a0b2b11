"""Brings a fresh or an older archive to where it can be served; ./run calls it first."""

import hashlib
import shlex
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from archive import backups, disk, file_modes, fixity, upgrading
from archive.backups import before_migrating, restoring
from archive.capture_storage import StorageAway, StorageRefuses
from archive.management import console
from archive.management.versions import check_version, unusable
from archive.models import Editorial, Operation, capture_files, tallied, triggers
from archive.search.about import proposing
from archive.search.engine import UNREADABLE, Condition, IndexAway, RebuildRunning, current
from archive.search.upkeep import freshness, watching
from archive.search.words.analysis import EDITION


class Command(BaseCommand):
    help = "Makes what is missing: tables, the demonstration archive, the index, the static files."

    def handle(self, **options) -> None:
        if restoring.is_interrupted():
            raise CommandError(
                "A restore was killed half-way: the data folder and the database are of two"
                " archives. Run manage.py restore again, with the same backup."
            )
        check_version()
        if disk.is_archive_read_only():
            self._take_as_it_is()
            return
        self._close_files()
        try:
            self._migrate()
            if self._reaches_captures():
                self._load_demonstration()
            self._index_all()
        except DatabaseError as error:
            raise unusable(error) from error
        self._collect_static_files()
        self._tell_without_editor()

    def _take_as_it_is(self) -> None:
        """Tell that nothing can be written. Raises CommandError where the site would want it."""
        if upgrading.missing():
            raise CommandError(
                "The database is of an earlier version and cannot be written: make the data"
                " folder writable, and start again."
            )
        self.stdout.write("The data folder is read-only: the site serves what is there.")

    def _tell_without_editor(self) -> None:
        if get_user_model().objects.filter(is_staff=True, is_active=True).exists():
            return
        command = shlex.join(console.line("createsuperuser"))
        self.stdout.write(f"No editor has an account yet. To make the first one: {command}")

    def _close_files(self) -> None:
        """Take from others what an earlier version left open to them; a read-only disk stays."""
        databases = []
        if connection.vendor == "sqlite":
            databases.append(Path(connection.settings_dict["NAME"]))
        try:
            file_modes.close(Path(settings.DATA_DIR), databases)
        except OSError as error:
            self.stderr.write(f"The modes of the files cannot be changed: {error}")

    def _migrate(self) -> None:
        missing = upgrading.missing()
        if not missing:
            # Where all that a squashed migration replaces are applied, so is the squashed one.
            MigrationExecutor(connection).check_replacements()
            triggers.make_sure()  # a migration may have been killed behind its last table
            return
        if not upgrading.is_empty():
            self._keep_as_it_was()
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write(f"Database: {missing} migrations applied.")

    def _keep_as_it_was(self) -> None:
        """Copy the database before it is changed. Raises CommandError where that cannot be."""
        try:
            copy = before_migrating.keep()
        except (backups.Refused, OSError) as error:
            raise CommandError(
                "The database is to be brought to a later version, and cannot be copied before:"
                f" {error} Mend that; or make a backup of your own, and run manage.py migrate."
            ) from error
        self.stdout.write(f"Database: as it was, kept in {copy}.")

    def _load_demonstration(self) -> None:
        """Make the demonstration, its file among the captures, where there was no editorial yet."""
        if Editorial.objects.exists() or Operation.objects.exists():
            return
        self.stdout.write("Demonstration archive: ", ending="")
        # Cut short, it leaves nothing, and the next start brings all of it in.
        with transaction.atomic():
            call_command("load_demo", stdout=self.stdout)
        self._stamp().write_text(str(EDITION))

    def _index_all(self) -> None:
        """Make the index where it holds nothing, or was made by other rules of what a word is."""
        index = self._index()
        if index.state == "away":  # the site starts all the same, and the database answers
            return
        if Editorial.objects.published().exists():
            self._bring_up_to_date(index)
        tallied.fold(is_alone=True)
        freshness.drain(patient=True)  # what a crash left to be indexed
        proposing.propose()

    def _bring_up_to_date(self, index: Condition) -> None:
        """Make the index anew where that is needed: aside where it answers and can tell of it."""
        is_by_older_rules = index.is_outdated is None and not self._is_current()
        if index.is_outdated:
            self._begin_rebuilding()
        elif is_by_older_rules or not index.editorials:
            self._rebuild()

    def _begin_rebuilding(self) -> None:
        try:
            watching.begin_rebuilding()
        except UNREADABLE as error:  # each look tries again
            self.stderr.write(f"The index could not be made anew: {error}")
        else:
            self._stamp().write_text(str(EDITION))

    def _rebuild(self) -> None:
        """Make the index anew; where another is at it, the database answers until it is done."""
        try:
            call_command("rebuild_index", verbosity=0, interactive=False)
        except CommandError as error:
            if not isinstance(error.__cause__, RebuildRunning | IndexAway):
                raise
            self.stderr.write(f"The index was not made anew: {error}.")
            return
        self._stamp().write_text(str(EDITION))
        self.stdout.write(f"Index: {self._index().editorials} editorials.")

    def _reaches_captures(self) -> bool:
        """Note what is lost; stop where the storage of captures is not one, and nowhere else."""
        try:
            fixity.look()
            if capture_files.storage().is_shared:
                capture_files.storage().check()
        except StorageRefuses as error:
            raise CommandError(f"CAPTURES_URL is wrong: {error}.") from error
        except StorageAway as error:
            self.stderr.write(f"The captures cannot be reached now: {error}.")
            return False
        return True

    def _stamp(self) -> Path:
        return Path(settings.DATA_DIR, "indexed-by")

    def _is_current(self) -> bool:
        """Return True if the index was written by today's rules of what a word is."""
        return self._stamp().exists() and self._stamp().read_text() == str(EDITION)

    def _index(self) -> Condition:
        """Return how the index is, and print what is wrong with it; a damaged index holds none."""
        condition = current().condition()
        if condition.error and condition.state != "missing":
            self.stderr.write(str(condition.error))
        return condition

    def _collect_static_files(self) -> None:
        """Collect again only when a file is new, gone or changed.

        Hashing and compressing them all takes seconds.
        """
        stamp = Path(settings.STATIC_ROOT, "collected-from")
        digest = static_files_digest()
        if stamp.exists() and stamp.read_text() == digest:
            return
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(digest)
        self.stdout.write("Static files: collected.")


def static_files_digest() -> str:
    """Return the SHA-256, in hexadecimal, of every static file's path, size and time of change.

    The packages' files are included.
    """
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{storage.path(name)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
