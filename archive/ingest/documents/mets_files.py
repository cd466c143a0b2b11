"""Where a METS document's pages are, and which METS document a page belongs to."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

LARGEST = 50 * 2**20  # bytes of a METS document
HEAD = 4096  # bytes
MOST = 20  # files of a folder that may be the issue's own
LEVELS = 2  # folders above a page


def place(mets: Path, address: str) -> Path | None:
    """Return the file that an address in a METS document names; None for what is not beside it.

    Nothing outside its folder is opened, whatever links say, and nothing is fetched.
    """
    try:
        parts = urlsplit(address.removeprefix("file://."))  # as docWorks writes them
    except ValueError:
        return None
    if parts.scheme not in ("", "file") or parts.netloc:
        return None
    folder = mets.parent.resolve()
    wanted = Path(os.path.normpath(folder / unquote(parts.path).lstrip("/")))
    if "\0" in str(wanted) or not wanted.is_file() or wanted.is_symlink():
        return None
    return wanted if wanted.resolve().is_relative_to(folder) else None


def naming(page: Path) -> Path | None:
    """Return the METS document beside a page, or a folder above, that names it; None for none."""
    folder = page.parent
    for _level in range(LEVELS):
        for beside in sorted(folder.glob("*[mM][eE][tT][sS]*.xml"))[:MOST]:
            if beside == page or not beside.is_file() or beside.stat().st_size > LARGEST:
                continue
            content = beside.read_bytes()
            if b"mets" in content[:HEAD] and page.name.encode() in content:
                return beside
        folder = folder.parent
    return None
