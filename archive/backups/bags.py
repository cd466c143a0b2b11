"""BagIt 1.0 (RFC 8493): a folder whose files are all listed with their SHA-256.

Knows nothing of what is in it.
"""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from archive.backups import Refused

DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
PAYLOAD = "data"
DECLARED = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
VERSION = re.compile(r"BagIt-Version: (\d+)\.(\d+)\s+Tag-File-Character-Encoding: UTF-8\s*", re.I)
READABLE = {"0.97", "1.0"}  # versions whose manifests are as ours
LINE = re.compile(r"([0-9a-fA-F]{64})[ \t]+\*?(\S.*)")
PIECE = 2**20  # bytes read at once
LARGEST_TAG_FILE = 2**29  # bytes of a manifest: a million files have a tenth of it

Progress = Callable[[str], object]  # told the path of each file that is done


def finish(folder: Path, hashes: dict[str, str], info: dict[str, str]) -> None:
    """Make a bag of a folder whose files stand in `data/`.

    `hashes` has the SHA-256 of each by its path in the bag (`data/…`). The declaration comes last:
    a folder without it is no bag.
    """
    lines = [f"{sha256}  {_encoded(path)}\n" for path, sha256 in sorted(hashes.items())]
    info_lines = [f"{label}: {fact}\n" for label, fact in info.items()]
    tags = {MANIFEST: "".join(lines), INFO: "".join(info_lines), DECLARATION: DECLARED}
    tag_lines = []
    for name, content in sorted(tags.items()):
        tag_lines.append(f"{hashlib.sha256(content.encode()).hexdigest()}  {name}\n")
    tags = {TAG_MANIFEST: "".join(tag_lines), **tags}
    for name, content in tags.items():
        with create(folder / name) as file:
            file.write(content.encode())


def create(path: Path):
    """Open a new file for its owner alone, to be written. Raises OSError where it is there."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def make_folder(path: Path) -> None:
    """Have a folder, and those that it is in, for their owner alone. Raises OSError."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(mode=0o700)


def is_bag(folder: Path) -> bool:
    """Return True for a folder that says it is a bag."""
    return (folder / DECLARATION).is_file()


def listed(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a bag by its path (`data/…`), as its manifest has them.

    Raises Refused where the folder is no bag, or one that is not to be trusted; the files
    themselves are not read.
    """
    _check_declaration(folder)
    if (folder / "fetch.txt").exists():
        raise Refused(_("%(bag)s n’est pas entier : des fichiers sont ailleurs.") % _in(folder))
    tags = _lines(folder, TAG_MANIFEST)
    for name in (DECLARATION, INFO, MANIFEST):
        if name not in tags:
            raise Refused(_("%(bag)s : %(name)s n’est pas scellé.") % _in(folder, name))
    for name, sha256 in tags.items():
        if name.startswith(f"{PAYLOAD}/"):
            raise _unsafe(folder, name)
        _compare(folder, name, sha256)
    hashes = _lines(folder, MANIFEST)
    for path in hashes:
        if not path.startswith(f"{PAYLOAD}/"):
            raise _unsafe(folder, path)
    return hashes


def check(folder: Path, progress: Progress = str) -> dict[str, str]:
    """Return what `listed` does, once every file is there, none besides, and each as listed.

    Raises Refused where that is not so, OSError where something cannot be read.
    """
    hashes = listed(folder)
    there = set(_files(folder))
    for path in sorted(hashes.keys() - there):
        raise Refused(_("%(bag)s : %(name)s manque.") % _in(folder, path))
    for path in sorted(there - hashes.keys()):
        raise Refused(_("%(bag)s : %(name)s n’est pas du sac.") % _in(folder, path))
    for path, sha256 in hashes.items():
        _compare(folder, path, sha256)
        progress(path)
    return hashes


def open_file(path: Path):
    """Open a plain file to be read; a link is not followed. Raises OSError."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal. Raises OSError; a link is not followed."""
    sha256 = hashlib.sha256()
    with open_file(path) as file:
        while piece := file.read(PIECE):
            sha256.update(piece)
    return sha256.hexdigest()


def _check_declaration(folder: Path) -> None:
    if not folder.is_dir():
        raise Refused(_("%(bag)s n’est pas un dossier.") % _in(folder))
    if not is_bag(folder):
        raise Refused(_("%(bag)s n’est pas un sac : bagit.txt n’y est pas.") % _in(folder))
    version = VERSION.fullmatch(_text(folder, DECLARATION))
    if not version or ".".join(version.groups()) not in READABLE:
        message = _("%(bag)s n’est pas un sac BagIt 1.0 en UTF-8.")
        raise Refused(message % _in(folder))


def _compare(folder: Path, path: str, sha256: str) -> None:
    """Raise Refused where a file of the bag is not there or has another hash."""
    try:
        is_same = digest(folder / path) == sha256
    except FileNotFoundError:
        raise Refused(_("%(bag)s : %(name)s manque.") % _in(folder, path)) from None
    if not is_same:
        raise Refused(_("%(bag)s : %(name)s a été modifié.") % _in(folder, path))


def _files(folder: Path) -> Iterator[str]:
    """Yield the path in the bag of each file of its payload; raise Refused for a link."""
    payload = folder / PAYLOAD
    if payload.is_symlink():
        raise Refused(_("%(bag)s : %(name)s est un lien.") % _in(folder, PAYLOAD))
    for parent, folders, files in os.walk(payload, onerror=_raise):
        for name in (*folders, *files):
            path = Path(parent, name)
            mode = path.lstat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                place = path.relative_to(folder).as_posix()
                raise Refused(_("%(bag)s : %(name)s est un lien.") % _in(folder, place))
        for name in files:
            yield Path(parent, name).relative_to(folder).as_posix()


def _raise(error: OSError) -> None:
    raise error


def _lines(folder: Path, name: str) -> dict[str, str]:
    """Return {path: SHA-256} of a manifest. Raises Refused."""
    hashes: dict[str, str] = {}
    for line in re.split(r"\r\n|\r|\n", _text(folder, name)):
        if not line.strip():
            continue
        entry = LINE.fullmatch(line)
        if not entry:
            raise Refused(_("%(bag)s : %(name)s est illisible.") % _in(folder, name))
        path = _decoded(entry[2])
        if path in hashes or not _is_inside(path):
            raise _unsafe(folder, path)
        hashes[path] = entry[1].lower()
    return hashes


def _text(folder: Path, name: str) -> str:
    """Return what a tag file says. Raises Refused."""
    try:
        with open_file(folder / name) as file:
            if os.fstat(file.fileno()).st_size <= LARGEST_TAG_FILE:
                return file.read().decode("utf-8-sig")
    except FileNotFoundError:
        raise Refused(_("%(bag)s : %(name)s manque.") % _in(folder, name)) from None
    except ValueError:
        pass
    raise Refused(_("%(bag)s : %(name)s est illisible.") % _in(folder, name))


def _is_inside(path: str) -> bool:
    """Return True for a plain path that leads nowhere but into the bag."""
    parts = PurePosixPath(path).parts
    is_plain = bool(parts) and "/".join(parts) == path and "\0" not in path
    return is_plain and not path.startswith("/") and ".." not in parts


def _unsafe(folder: Path, path: str) -> Refused:
    message = _("%(bag)s : le manifeste mène hors du sac ou se répète : %(name)s.")
    return Refused(message % _in(folder, path))


def _in(folder: Path, name: str = "") -> dict[str, str]:
    return {"bag": str(folder), "name": name.encode(errors="replace").decode()[:200]}


def _encoded(path: str) -> str:
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _decoded(path: str) -> str:
    for escape, sign in (("%0A", "\n"), ("%0a", "\n"), ("%0D", "\r"), ("%0d", "\r")):
        path = path.replace(escape, sign)
    return path.replace("%25", "%")
