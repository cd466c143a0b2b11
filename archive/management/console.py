"""The command `editotheque` of an installed package: an archive in a folder, served or kept.

    editotheque run FOLDER                    the archive of a folder, made where there is none
    editotheque manage FOLDER COMMAND …       what manage.py does, of that archive

HOST and PORT choose where it is served; all other settings are those of docs/running.md.
"""

import os
import runpy
import sys
from pathlib import Path
from typing import NoReturn

from django.conf import settings

# What makes an archive in a folder that holds none.
MAKING = {"migrate", "prepare", "restore"}
HELP = {"-h", "--help"}
SERVING = '. ./serve.sh; check_address; "$python" -m archive.settings; prepare_archive; serve'


def main() -> None:
    """Do what the arguments ask for; with others, tell how it is used and exit with 2.

    An option (`--help`) is no folder: `run` would make an archive of that name.
    """
    match sys.argv[1:]:
        case ["run", folder] if not folder.startswith("-"):
            _of(folder)
            _serve()
        case ["manage", folder, *arguments] if arguments and not folder.startswith("-"):
            if arguments[0] not in MAKING and not Path(folder).expanduser().is_dir():
                sys.exit(f"Il n’y a pas d’archive ici : {folder}. « editotheque run » en fait une.")
            _of(folder)
            _manage(arguments)
        case arguments if not HELP.isdisjoint(arguments):
            print(__doc__.strip())
        case _:
            print(__doc__.strip(), file=sys.stderr)
            sys.exit(2)


def line(command: str) -> list[str]:
    """Return the line by which somebody gives one of the commands to this archive."""
    if settings.IS_INSTALLED:
        return ["editotheque", "manage", str(settings.DATA_DIR), command]
    return [sys.executable, str(_home() / "manage.py"), command]


def _of(folder: str) -> None:
    os.environ["ARCHIVE_DATA_DIR"] = str(Path(folder).expanduser().resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")


def _serve() -> NoReturn:
    os.chdir(_home())
    os.environ |= {
        "python": sys.executable,
        "host": os.environ.get("HOST", "127.0.0.1"),
        "port": os.environ.get("PORT", "8000"),
    }
    os.execvp("sh", ["sh", "-eu", "-c", SERVING])


def _manage(arguments: list[str]) -> None:
    program = _home() / "manage.py"
    sys.argv = [str(program), *arguments]
    runpy.run_path(str(program), run_name="__main__")


def _home() -> Path:
    """Return the folder of manage.py."""
    return Path(settings.BASE_DIR)
