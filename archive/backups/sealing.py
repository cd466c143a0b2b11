"""Bags that only a passphrase opens: files of `age` (age-encryption.org), which it opens as well.

The passphrase seals one key; the key seals every file. So a passphrase is stretched once a bag, not
once a file.
"""

import io
from pathlib import Path
from typing import BinaryIO

import pyrage
from django.utils.translation import gettext as _

from archive.backups import Refused, bags

SUFFIX = ".age"
KEY = f"key{SUFFIX}"  # in the payload: the key, sealed by the passphrase


class Broken(Exception):
    """What was sealed has been changed or cut since."""


class Seal:
    """One bag's key."""

    def __init__(self, identity: pyrage.x25519.Identity, key_file: bytes):
        self._identity = identity
        self._recipient = identity.to_public()
        self.key_file = key_file  # what stands in the bag

    @classmethod
    def new(cls, passphrase: str) -> "Seal":
        identity = pyrage.x25519.Identity.generate()
        return cls(identity, pyrage.passphrase.encrypt(f"{identity}\n".encode(), passphrase))

    @classmethod
    def opened(cls, bag: Path, passphrase: str) -> "Seal":
        """Return the seal of a bag. Raises Refused where the passphrase is another one's."""
        with bags.open_file(bag / bags.PAYLOAD / KEY) as file:
            key_file = file.read(2**16)
        try:
            key = pyrage.passphrase.decrypt(key_file, passphrase).decode().strip()
            return cls(pyrage.x25519.Identity.from_str(key), key_file)
        except (pyrage.DecryptError, pyrage.IdentityError, OSError, ValueError):
            message = _("La phrase secrète n’est pas celle de %(bag)s.")
            raise Refused(message % {"bag": bag}) from None

    def close(self, source: BinaryIO, target: BinaryIO) -> None:
        """Write what `source` holds into `target`, sealed. Raises OSError."""
        pyrage.encrypt_io(source, target, [self._recipient])

    def open(self, source: BinaryIO, target: BinaryIO) -> None:
        """Write what is sealed in `source` into `target`. Raises OSError.

        Raises Broken where it is not as it was sealed; what was written until then is true.
        """
        try:
            pyrage.decrypt_io(source, target, [self._identity])
        except pyrage.DecryptError:
            raise Broken from None
        except OSError as error:
            if error.errno is None:  # no disk's: it is how age tells a change
                raise Broken from None
            raise


def is_sealed(bag: Path) -> bool:
    """Return True for a bag that only a passphrase opens."""
    return (bag / bags.PAYLOAD / KEY).is_file()


def opened_bytes(seal: "Seal | None", path: Path) -> bytes:
    """Return a small file of a bag as it was before it was sealed. Raises OSError, Broken."""
    with bags.open_file(path) as file:
        if seal is None:
            return file.read()
        target = io.BytesIO()
        seal.open(file, target)
        return target.getvalue()
