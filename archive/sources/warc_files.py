"""Pages that were fetched, kept in one file of web captures (WARC) that is added to.

https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

import fcntl
import io
import os
import re
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.sources.asking import USER_AGENT, Reply

ADDRESS = re.compile(rb"^WARC-Target-URI: (.*)$", re.I | re.M)
CHUNK, HEAD = 65_536, 8_192  # bytes that are read at once; bytes that tell what a record is of
# Headers that are of the way and not of the page: its pieces are put together here.
OF_THE_WAY = {"transfer-encoding", "connection", "keep-alive", "content-length"}


class WarcFile:
    """A file of captures, each a member of its own: what a killed run left half is cut off."""

    def __init__(self, path: Path):
        """Open a file, or begin it. Raises OSError, and ValueError where it is no such file."""
        self.addresses: set[str] = set()
        self._file = path.open("ab")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            whole = self._read(path) if path.stat().st_size else 0
        except BlockingIOError as error:
            self._file.close()
            raise ValueError(f"another run adds to {path}") from error
        except ValueError:
            self._file.close()
            raise
        self._file.truncate(whole)
        self._writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
        if not whole:
            about = {"software": USER_AGENT, "format": "WARC File Format 1.1"}
            self._writer.write_record(self._writer.create_warcinfo_record(path.name, about))

    def _read(self, path: Path) -> int:
        """Note the addresses that the file has; return up to which byte it is whole."""
        whole = 0
        with path.open("rb") as file:
            for end, head in _members(file):
                if not head.startswith(b"WARC/"):
                    break
                whole = end
                address = ADDRESS.search(head)
                if address:
                    self.addresses.add(address[1].decode("utf-8", "replace").strip())
        if not whole:
            raise ValueError(f"{path} is no file of web captures")
        return whole

    def add(self, address: str, reply: Reply, moment: datetime, origin: str = "") -> None:
        """Keep a reply as that of an address; `origin` is where it was asked for, if elsewhere."""
        headers = [(name, value) for name, value in reply.headers if name not in OF_THE_WAY]
        headers.append(("content-length", str(len(reply.body))))
        status = f"{reply.status} {reply.reason}".strip()
        head = StatusAndHeaders(status, _writable(headers), protocol="HTTP/1.1")
        about = {"WARC-Date": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}
        if origin:
            about["WARC-Source-URI"] = origin
        record = self._writer.create_warc_record(
            address, "response", io.BytesIO(reply.body), http_headers=head, warc_headers_dict=about
        )
        self._writer.write_record(record)
        self._file.flush()
        os.fsync(self._file.fileno())
        self.addresses.add(address)

    def close(self) -> None:
        self._file.close()


def _members(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield (the byte behind it, its first bytes) of each packed member that is whole."""
    end, packed = 0, b""
    while True:
        unpacking, head = zlib.decompressobj(31), b""
        while not unpacking.eof:
            packed = packed or file.read(CHUNK)
            if not packed:
                return
            try:
                unpacked = unpacking.decompress(packed, CHUNK)
            except zlib.error:
                return
            head = head or unpacked[:HEAD]
            packed = unpacking.unconsumed_tail
        packed = unpacking.unused_data
        end = file.tell() - len(packed)
        yield end, head


def _writable(headers: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return headers each on one line."""
    return [(name, " ".join(value.split())) for name, value in headers]
