"""Where the bytes of captures are: a folder, or a bucket of an S3-compatible store.

Both tell a file that is not there (FileNotFoundError) from a storage that cannot be asked
(StorageAway): a disk that is not mounted or a store that does not answer has lost nothing.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

FOLDER = "captures"  # within the storage


def as_file(content: bytes | IO[bytes]) -> File:
    """Return bytes, or a file that is open, as a storage takes them."""
    return ContentFile(content) if isinstance(content, bytes) else File(content)


class StorageAway(OSError):
    """The captures cannot be asked for now; nothing is known of any by that."""


class StorageRefuses(StorageAway):
    """The storage answers that it is none, or that the key may not use it."""


class CapturesFolder(FileSystemStorage):
    """A folder of this machine, beside the database: what is not there is lost."""

    is_shared = False

    def check(self) -> None:
        """Raise StorageAway where the storage cannot be asked: this one always can."""

    def replace(self, name: str, content: bytes | IO[bytes]) -> None:
        """Have a file of this name with these bytes, whatever it held. Raises OSError.

        Whoever reads or writes it meanwhile, and whenever the machine stops, it is whole.
        """
        draft = f"{name}.{uuid4().hex}"  # beside it: a name is changed within one disk alone
        try:
            self.save(draft, as_file(content))
            with self.open(draft) as file:
                os.fsync(file.fileno())
            os.replace(self.path(draft), self.path(name))
        except OSError:
            self.delete(draft)
            raise

    def missing(self, names: Iterable[str]) -> list[str]:
        """Return those of the names that no file has. Raises StorageAway."""
        absent = [name for name in names if not self.exists(name)]
        if absent:
            self.check()
        return absent

    def _open(self, name: str, mode: str = "rb") -> File:
        try:
            return super()._open(name, mode)  # type: ignore[misc]  # of FileSystemStorage
        except FileNotFoundError:
            self.check()
            raise


class SharedFolder(CapturesFolder):
    """A folder that CAPTURES_URL names, which several machines have mounted."""

    is_shared = True

    def check(self) -> None:
        folder = Path(self.location, FOLDER)
        if not folder.is_dir():
            raise StorageAway(f"there is no folder {folder}: a disk that is not mounted?")
