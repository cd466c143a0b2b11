"""An export brought back into a database fresh from `migrate`: the same, proved, or nothing.

Everything is checked before anything is written. Then come the files, which are named by their
hashes and disturb nobody where they stay behind, then all rows in one transaction. That ends only
once they have been written out again as an export would, and each file came out the same.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from archive import upgrading
from archive.backups import Refused, bags, room
from archive.backups.contents import CAPTURES, KEY, UPLOADS
from archive.capture_storage import StorageAway
from archive.leaving import contents, lines
from archive.leaving.contents import Contents
from archive.leaving.export import FOLDERS, PRIVATE_FOLDERS, README
from archive.leaving.nouns import Noun, nouns
from archive.models import Capture, Editorial, Stale, capture_files, raw_rows, tallied, triggers
from archive.models.steering_rows import Stamp

BYTES_AT_ONCE = 2**23  # of lines that are held as rows; 500 rows at most
MARKED_AT_ONCE = 10_000  # editorials
MOST_NAMED = 3  # nouns

Progress = Callable[[str], object]  # told of each file and row by the name of its noun


@dataclass
class Taken:
    """What was brought in. `has_other_key`: its secret key is not the site's."""

    contents: Contents
    has_other_key: bool


@dataclass
class _Bag:
    """An export that is whole. `hashes`: SHA-256 of each file by its path in the payload."""

    folder: Path
    contents: Contents
    hashes: dict[str, str]

    def path(self, name: str) -> Path:
        return self.folder / bags.PAYLOAD / name

    def files(self, *folders: str) -> list[str]:
        """Return the files in these folders of the payload."""
        return [name for name in self.hashes if name.partition("/")[0] in folders]


def take_in(folder: Path, progress: Progress = str) -> Taken:
    """Bring an export into the archive, which is to be empty.

    Raises Refused, OSError, DatabaseError; then the database is as it was. Run again, it goes on.
    """
    _check_database()
    bag = _checked(folder, progress)
    every = nouns(bag.contents.private)
    _check_empty(every)
    _check_house(bag)
    room.check(Path(settings.DATA_DIR), room.size(folder))
    _keep_files(bag, progress)
    try:
        with transaction.atomic():
            _write_all(bag, every, progress)
    except IntegrityError as error:
        message = _("%(bag)s ne tient pas ensemble : %(error)s.")
        reason = str(error).splitlines()[0]
        raise Refused(message % {"bag": folder, "error": reason}) from None
    ContentType.objects.clear_cache()
    return Taken(bag.contents, _has_other_key(bag))


# What is refused before anything is written


def _check_database() -> None:
    refusal = upgrading.refusal()
    if refusal:
        raise Refused(refusal)
    if upgrading.missing():
        raise Refused(_("La base n’est pas prête : lancez d’abord manage.py migrate."))


def _checked(folder: Path, progress: Progress) -> _Bag:
    """Return an export once all of its files are as they were. Raises Refused, OSError."""
    listed = bags.check(folder, progress)
    bag = _Bag(folder, contents.read(folder), _without_prefix(listed))
    needed = {README, contents.NAME}
    needed.update(noun.path for noun in nouns(bag.contents.private))
    allowed = {CAPTURES, UPLOADS, *FOLDERS}
    if bag.contents.private:
        needed.add(KEY)
        allowed.update(PRIVATE_FOLDERS)
    for name in sorted(needed - bag.hashes.keys()):
        raise Refused(_("%(bag)s : %(name)s manque.") % {"bag": folder, "name": name})
    for name in sorted(bag.hashes.keys() - needed - set(bag.files(*allowed))):
        message = _("%(bag)s : %(name)s n’est pas d’un export.")
        raise Refused(message % {"bag": folder, "name": name})
    return bag


def _without_prefix(listed: dict[str, str]) -> dict[str, str]:
    prefix = f"{bags.PAYLOAD}/"
    return {path.removeprefix(prefix): sha256 for path, sha256 in listed.items()}


def _check_empty(every: list[Noun]) -> None:
    """Raise Refused where anything would be mixed with what is there."""
    there = [noun.name for noun in every if not noun.is_filled and _has_rows(noun)]
    if there:
        message = _(
            "L’archive n’est pas vide (%(names)s) : il faut une base neuve, telle que manage.py"
            " migrate la fait."
        )
        raise Refused(message % {"names": ", ".join(there[:MOST_NAMED])})


def _has_rows(noun: Noun) -> bool:
    return noun.model._base_manager.exists()


def _check_house(bag: _Bag) -> None:
    """Raise Refused where a file of the data folder would be another."""
    for name in bag.files(*FOLDERS, *PRIVATE_FOLDERS, UPLOADS):
        path = Path(settings.MEDIA_ROOT, name)
        if path.exists() and bags.digest(path) != bag.hashes[name]:
            message = _("%(path)s est là déjà, et autre que dans %(bag)s : mettez-le de côté.")
            raise Refused(message % {"path": path, "bag": bag.folder})


# Files


def _keep_files(bag: _Bag, progress: Progress) -> None:
    for name in bag.files(CAPTURES):
        content = _content(bag, name)
        try:
            capture_files.write(name, content)
        except StorageAway as error:
            message = _("Les captures ne répondent pas : %(error)s.")
            raise Refused(message % {"error": error}) from error
        progress(CAPTURES)
    for name in bag.files(*FOLDERS, *PRIVATE_FOLDERS, UPLOADS):
        path = Path(settings.MEDIA_ROOT, name)
        content = _content(bag, name)
        if not path.exists():
            bags.make_folder(path.parent)
            with bags.create(path) as file:
                file.write(content)


def _content(bag: _Bag, name: str) -> bytes:
    with bags.open_file(bag.path(name)) as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != bag.hashes[name]:
        raise _changed(bag, name)
    return content


def _changed(bag: _Bag, name: str) -> Refused:
    return Refused(_("%(bag)s : %(name)s a été modifié.") % {"bag": bag.folder, "name": name})


def _has_other_key(bag: _Bag) -> bool:
    return bag.contents.private and _content(bag, KEY).decode() != settings.SECRET_KEY


# Rows


def _write_all(bag: _Bag, every: list[Noun], progress: Progress) -> None:
    triggers.remove(DEFAULT_DB_ALIAS)  # it is counted once all is there
    raw_rows.empty([noun.model for noun in every if noun.is_filled], DEFAULT_DB_ALIAS)
    expected = {noun.name: _write(bag, noun, progress) for noun in every}
    last_numbers = {}
    for noun in every:
        last_numbers[noun.model] = bag.contents.last_numbers.get(noun.name, 0)
    raw_rows.go_on_numbering(last_numbers, DEFAULT_DB_ALIAS)
    connection.check_constraints()
    for noun in every:
        _compare(bag, noun, expected[noun.name])
    triggers.install(DEFAULT_DB_ALIAS)
    tallied.recount(DEFAULT_DB_ALIAS)
    Stamp.leave()
    _mark()


def _write(bag: _Bag, noun: Noun, progress: Progress) -> str:
    """Write the rows of a noun; return the SHA-256 of its file as the database will tell it."""
    reading = lines.Reading(noun)
    there, told = hashlib.sha256(), hashlib.sha256()
    number = 0
    for batch in _batches(bag.path(noun.path)):
        rows = []
        for line in batch:
            number += 1
            there.update(line)
            told.update(reading.held(line))
            rows.append(_row(bag, noun, reading, line, number))
            progress(noun.name)
        _insert(bag, noun, rows)
    if there.hexdigest() != bag.hashes[noun.path]:
        raise _changed(bag, noun.path)
    if number != bag.contents.lines.get(noun.name):
        raise Refused(_("%(bag)s : %(name)s n’est pas entier.") % _in(bag, noun))
    return told.hexdigest()


def _batches(path: Path) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    with bags.open_file(path) as file:
        for line in file:
            batch.append(line)
            size += len(line)
            if size >= BYTES_AT_ONCE or len(batch) >= raw_rows.AT_ONCE:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def _row(bag: _Bag, noun: Noun, reading: lines.Reading, line: bytes, number: int) -> Model:
    try:
        row = reading.row(line)
    except lines.NotOurs:
        message = _("%(bag)s : %(name)s, ligne %(number)s : ce n’est pas ce qui y a sa place.")
        raise Refused(message % (_in(bag, noun) | {"number": number})) from None
    if isinstance(row, Capture):
        _check_capture(bag, row)
    return row


def _check_capture(bag: _Bag, capture: Capture) -> None:
    """Raise Refused where the bytes of a capture are not in the bag, nor told to be lost."""
    name = str(capture.content)
    is_there = bag.hashes.get(name) == capture.sha256
    is_lost = capture.sha256 in bag.contents.lost and ".." not in name
    if not name.startswith(f"{CAPTURES}/") or not (is_there or is_lost):
        message = _("%(bag)s : %(name)s manque.")
        raise Refused(message % {"bag": bag.folder, "name": name})


def _insert(bag: _Bag, noun: Noun, rows: list[Model]) -> None:
    try:
        raw_rows.insert(noun.model, rows, DEFAULT_DB_ALIAS)
    except raw_rows.TooLong as error:
        raise Refused(f"{bag.folder}: {error}") from None


def _compare(bag: _Bag, noun: Noun, expected: str) -> None:
    """Raise Refused unless the database tells the rows as they stand in the export."""
    sha256 = hashlib.sha256()
    for line in lines.of(noun):
        sha256.update(line)
    if sha256.hexdigest() != expected:
        message = _(
            "%(bag)s : %(name)s n’est pas revenu tel quel de la base ; rien n’a été importé."
        )
        raise Refused(message % _in(bag, noun))


def _in(bag: _Bag, noun: Noun) -> dict[str, object]:
    return {"bag": bag.folder, "name": noun.path}


def _mark() -> None:
    """Have the index take in every editorial, should nobody make it anew."""
    numbers: list[int] = []
    for number in Editorial.objects.order_by("pk").values_list("pk", flat=True).iterator():
        numbers.append(number)
        if len(numbers) >= MARKED_AT_ONCE:
            Stale.objects.mark(numbers)
            numbers = []
    Stale.objects.mark(numbers)
