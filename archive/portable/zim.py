"""A portable archive as one file that Kiwix opens, by programs of Debian's package zim-tools.

See https://wiki.openzim.org/wiki/Metadata for what such a file says of itself.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _
from PIL import Image

from archive.portable.places import HOME
from archive.portable.site import PART, READABLE, Refused

WRITER, CHECKER = "zimwriterfs", "zimcheck"
SIDE = 48  # pixels of the picture that readers show of a file
LANGUAGES = {"fr": "fra", "en": "eng"}  # ISO 639-3
LONGEST_TITLE, LONGEST_DESCRIPTION = 30, 80  # characters
PATIENCE = 4 * 3600  # seconds


def check(file: Path) -> None:
    """Raise Refused where the programs are not on the machine, the file's folder is none, or
    something is at its place that is none."""
    for program in (WRITER, CHECKER):
        if shutil.which(program) is None:
            message = _("%(program)s n’est pas sur cette machine : installez zim-tools.")
            raise Refused(message % {"program": program})
    if not file.parent.is_dir():
        raise Refused(_("%(folder)s n’est pas un dossier.") % {"folder": file.parent})
    if file.exists() and not (file.is_file() and file.suffix == ".zim"):
        raise Refused(_("%(file)s n’est pas un fichier .zim : rien n’est écrit.") % {"file": file})


def write(folder: Path, file: Path) -> None:
    """Write a portable archive as one file, proved by zimcheck. Raises Refused, OSError."""
    check(file)
    part = file.with_name(f".{file.stem}.{PART}.zim")
    part.unlink(missing_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".zim-") as scratch:
            copy = Path(scratch, "copy")
            shutil.copytree(folder, copy, copy_function=_linked)
            picture = copy / "style/illustration.png"
            with Image.open(_icon()) as icon:
                icon.convert("RGBA").resize((SIDE, SIDE)).save(picture)
            _run([WRITER, *_options(file.stem), str(copy), str(part)])
            _run([CHECKER, "--all", str(part)])
        part.chmod(READABLE)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _linked(source: str, copy: str) -> str:
    """Link a file instead of copying it, where the disk can."""
    try:
        Path(copy).hardlink_to(source)
    except OSError:
        shutil.copyfile(source, copy)
    return copy


def _icon() -> str:
    icon = finders.find("icon-192.png")
    assert icon, "it is one of the project's static files"
    return icon


def _options(name: str) -> list[str]:
    title = settings.SITE_NAME[:LONGEST_TITLE]
    description = _("Des éditoriaux à lire et à chercher, sans réseau")[:LONGEST_DESCRIPTION]
    language = LANGUAGES.get(settings.LANGUAGE_CODE[:2], "fra")
    return [
        f"--welcome={HOME}",
        "--illustration=style/illustration.png",
        f"--language={language}",
        f"--name={name}",
        f"--title={title}",
        f"--description={description}",
        f"--creator={title}",
        f"--publisher={title}",
        "--withoutFTIndex",
    ]


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, errors="replace", timeout=PATIENCE, check=False
    )
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-3:]
        message = _("%(program)s a échoué : %(lines)s")
        raise Refused(message % {"program": command[0], "lines": " / ".join(last)})
