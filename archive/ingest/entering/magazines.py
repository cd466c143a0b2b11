"""The magazine that a source names, under the fullest of the spellings that it came by."""

import unicodedata

from archive import text
from archive.models import Change, OperationKind, Publication
from archive.models.operations import changing

OF_IMPORTS = (OperationKind.IMPORT, OperationKind.UNDO)


def magazine(printed: str) -> Publication:
    """Return the magazine of a printed name, made if there is none.

    « Décroché » becomes the name of what came as « DECROCHE » before; what an editor called it
    stays. An undo of the import brings the former spelling back.
    """
    magazine = Publication.objects.named(printed)
    name = text.seen_line(printed)
    is_its_name = text.fold(name) == magazine.key
    if is_its_name and _fullness(name) > _fullness(magazine.name) and not _is_an_editors(magazine):
        with changing([magazine], ["name"]):
            magazine.name = name
            magazine.save(update_fields=["name"])  # editors may have changed others meanwhile
    return magazine


def _fullness(name: str) -> tuple[int, bool]:
    """Return how many accents a spelling has, and whether it has large and small letters."""
    signs = unicodedata.normalize("NFD", name)
    accents = sum(1 for sign in signs if unicodedata.combining(sign))
    return accents, not (name.isupper() or name.islower())


def _is_an_editors(magazine: Publication) -> bool:
    """Return True where anything but imports and their undoing gave a name."""
    named = Change.objects.of(magazine).filter(after__has_key="name")
    return named.exclude(operation__kind__in=OF_IMPORTS).exists()
