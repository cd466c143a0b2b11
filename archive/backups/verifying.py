"""Whether a bag is whole: every file as it was, the database sound, all that it names there."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from archive.backups import Refused, bags, packing
from archive.backups.contents import KEY as SECRET_KEY
from archive.backups.contents import Contents, read
from archive.backups.database_copies import NAMES, captures_of
from archive.backups.sealing import KEY, SUFFIX, Broken, Seal, is_sealed


@dataclass
class Verified:
    """A bag that is whole. `contents`: None where it is sealed and was not opened."""

    bag: Path
    seal: Seal | None
    contents: Contents | None


def seal_of(bag: Path, passphrase: str | None) -> Seal | None:
    """Return the seal of a bag; None where it has none, or no passphrase was given.

    Raises Refused where the passphrase is not the bag's.
    """
    if not is_sealed(bag) or passphrase is None:
        return None
    return Seal.opened(bag, passphrase)


def verify(bag: Path, seal: Seal | None, progress: bags.Progress = str) -> Verified:
    """Return what is in a bag, once all of it is proved.

    A sealed bag without its seal is proved as far as that goes: its files are as they were listed.
    Raises Refused where it is not whole, OSError where it cannot be read.
    """
    hashes = bags.check(bag, progress)
    if is_sealed(bag) and seal is None:
        return Verified(bag, None, None)
    contents = read(bag, seal)
    _check_files(bag, seal, contents, hashes)
    with tempfile.TemporaryDirectory(prefix="archive-verify-") as scratch:
        if seal:
            _open_all(bag, seal, contents, Path(scratch))
            folder = Path(scratch)
        else:
            folder = bag / bags.PAYLOAD
        _check_database(bag, contents, folder)
    return Verified(bag, seal, contents)


def _check_files(bag: Path, seal: Seal | None, contents: Contents, hashes: dict[str, str]) -> None:
    """Raise Refused where the bag holds other files than it tells."""
    suffix = SUFFIX if seal else ""
    expected = {f"{bags.PAYLOAD}/{path}{suffix}" for path in contents.files}
    if seal:
        expected.add(f"{bags.PAYLOAD}/{KEY}")
    expected.add(f"{bags.PAYLOAD}/archive.json{suffix}")
    if SECRET_KEY not in contents.files:
        raise Refused(_("%(bag)s : %(name)s manque.") % {"bag": bag, "name": SECRET_KEY})
    for path in sorted(expected.symmetric_difference(hashes)):
        raise Refused(_("%(bag)s : %(name)s n’est pas à sa place.") % {"bag": bag, "name": path})
    if not seal:
        for path, sha256 in contents.files.items():
            if hashes[f"{bags.PAYLOAD}/{path}"] != sha256:
                raise changed(bag, path)


def _open_all(bag: Path, seal: Seal, contents: Contents, scratch: Path) -> None:
    """Open every file of a sealed bag; the database is left in `scratch`. Raises Refused."""
    for path, sha256 in contents.files.items():
        if path == NAMES[contents.database]:
            packing.unpack(bag, seal, contents.files, path, scratch / path)
            continue
        source = bag / bags.PAYLOAD / (path + SUFFIX)
        with bags.open_file(source) as file, open(os.devnull, "wb") as nowhere:
            passing = packing.Hashing(nowhere)
            try:
                packing.opened(seal, file, passing)
            except Broken:
                raise changed(bag, path) from None
        if passing.digest() != sha256:
            raise changed(bag, path)


def changed(bag: Path, path: str) -> Refused:
    return Refused(_("%(bag)s : %(name)s a été modifié.") % {"bag": bag, "name": path})


def _check_database(bag: Path, contents: Contents, folder: Path) -> None:
    """Raise Refused where the database is not sound, or a capture that it names is not there."""
    path = folder / NAMES[contents.database]
    if path.name not in contents.files:
        raise Refused(_("%(bag)s : %(name)s manque.") % {"bag": bag, "name": path.name})
    lost = set(contents.lost)
    for name, sha256 in captures_of(path):
        if contents.files.get(name) != sha256 and sha256 not in lost:
            raise Refused(_("%(bag)s : %(name)s manque.") % {"bag": bag, "name": name})
