"""A stream that is read so far and no further: what a damaged or hostile file claims must not fill
the memory."""

import gzip
import zlib
from io import BufferedIOBase

from django.utils.translation import gettext as _

from archive.ingest.records import Rejected

HEADERS = 4 * 2**20  # bytes that may stand between what is read knowingly: headers, names


class Bounded:
    """A binary file for libraries that read on until they find what they look for; Rejected beyond
    what `allow` allows.

    Compressed data that stop before their end are a plain end, which `cut` tells. `tail` is the
    last four bytes read.
    """

    def __init__(self, file: BufferedIOBase):
        self.file = file
        self.position = 0
        self.end = HEADERS
        self.cut = False
        self.tail = b""

    def allow(self, size: int) -> None:
        """Let `size` bytes more be read, and the headers behind them."""
        self.end = self.position + size + HEADERS

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes. Raises Rejected beyond what is allowed."""
        try:
            chunk = self.file.read1(size)  # what there is: `read` would lose it at a break
        except (EOFError, zlib.error, gzip.BadGzipFile):
            self.cut = True
            chunk = b""
        self.position += len(chunk)
        self.tail = (self.tail + chunk[-4:])[-4:]
        if self.position > self.end:
            raise Rejected(_("Fichier abîmé : un en-tête y est démesuré. La suite n’est pas lue."))
        return chunk

    def tell(self) -> int:
        return self.position

    def close(self) -> None:
        self.file.close()
