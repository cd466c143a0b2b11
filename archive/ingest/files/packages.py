"""Documents that are a zip of parts (Word, OpenDocument, EPUB): their parts, within bounds.

Nothing of a package is believed: what is unpacked is counted as it comes, a part is found by its
name within the package and nowhere else, and XML is parsed without entities, without a document
type of its own and without the network.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterable
from functools import cached_property
from urllib.parse import unquote

from django.utils.translation import gettext as _
from lxml import etree

from archive.ingest.files import containers, xml_documents
from archive.ingest.records import Rejected

MOST_PARTS = 10_000
LARGEST_PART = 8 * 2**20  # bytes of XML: a book of a million words
LARGEST = 32 * 2**20  # bytes of all that is read of a package
ENCRYPTED = 0x1  # a bit of a member's flags


class Package:
    """The parts of a document. Raises Rejected, with the reason, where it is no sound zip."""

    def __init__(self, content: bytes, largest_part: int = LARGEST_PART, largest: int = LARGEST):
        if containers.directory_size(content[-containers.END :]) > containers.DIRECTORY // 16:
            raise xml_documents.too_large()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except containers.DAMAGED as error:
            raise _damaged() from error
        self._largest_part, self._left = largest_part, largest
        if len(self.names) > MOST_PARTS:
            raise xml_documents.too_large()

    @cached_property
    def names(self) -> list[str]:
        """The names of the parts, in the order of the package."""
        return self._zip.namelist()

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.names)

    def has(self, name: str) -> bool:
        return name in self._known

    def part(self, name: str) -> bytes:
        """Return the bytes of a part.

        Raises Rejected where it lacks, is too large, damaged or protected.
        """
        if name not in self._known:
            raise Rejected(_("Document abîmé : la partie « %(name)s » manque.") % {"name": name})
        info = self._zip.getinfo(name)
        if info.flag_bits & ENCRYPTED:
            raise protected()
        most = min(self._largest_part, self._left)
        try:
            with self._zip.open(info) as packed:
                content = packed.read(most + 1)
        except (*containers.DAMAGED, RuntimeError, OSError) as error:
            raise _damaged() from error
        if len(content) > most:
            raise xml_documents.too_large()
        self._left -= len(content)
        return content

    def xml(self, name: str) -> etree._Element:
        """Return the root of a part that is XML and declares nothing. Raises Rejected."""
        return xml_documents.root_of(self.part(name))

    def sound(self, endings: Iterable[str]) -> bytes:
        """Return a package of those parts alone whose names end so, as they were understood here.

        It is for libraries that open a package by themselves: whatever one part calls another,
        there is nothing else in it. Raises Rejected where a part is not to be read.
        """
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as copy:
            for name in dict.fromkeys(self.names):
                if name.lower().endswith(tuple(endings)):
                    copy.writestr(name, etree.tostring(self.xml(name), encoding="utf-8"))
        return packed.getvalue()


def inner(base: str, address: str) -> str:
    """Return the name of the part that an address in the part `base` means.

    "" for what is not in the package, and for what leads out of it.
    """
    path, _sign, _fragment = address.partition("#")
    if not path or ":" in path or path.startswith("/"):
        return ""
    name = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(path)))
    if name.startswith(".."):
        return ""
    return name


def protected() -> Rejected:
    """Return what to say of a document that asks for a password."""
    return Rejected(
        _("Ce document est protégé par un mot de passe : enregistrez-le sans mot de passe.")
    )


def _damaged() -> Rejected:
    return Rejected(_("Document abîmé ou coupé : il ne peut pas être ouvert."))
