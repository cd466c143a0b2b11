"""A small archive with captures, and what tests of its backups ask of it."""

from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from archive import ingest
from archive.backups import making, restoring, verifying
from archive.ingest.entering import saving
from archive.models import Editorial

PAGE = """<html lang="fr"><head><title>{title}</title><meta name="author" content="Claire Abgrall">
<meta property="article:published_time" content="2001-02-12"></head><body><article><h1>{title}</h1>
<p>Écouter le client, on le dit depuis trente ans ; le faire est une autre affaire, et peu s’y risquent.</p>
<p>{title} : il faut du temps, des oreilles, et des chefs qui acceptent d’entendre ce qu’ils savaient.</p>
</article></body></html>"""
TITLES = ["La voix du client", "Le retour des standards", "Les horaires de nuit"]


@contextmanager
def database_at(path: Path):
    """Make the SQLite file at `path` the site's database, for as long as the block lasts."""
    usual = connections["default"]
    connection = usual.copy()
    connection.settings_dict["NAME"] = str(path)
    options = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF"  # nothing waits for the disk
    connection.settings_dict["OPTIONS"]["init_command"] = options
    connections["default"] = connection
    try:
        yield connection
    finally:
        connection.close()
        connections["default"] = usual


def bring_in(folder: Path, *titles: str) -> list[str]:
    """Import a page of each title; return what became of it."""
    folder.mkdir(exist_ok=True)
    outcomes = []
    for title in titles:
        path = folder / f"{title}.html"
        path.write_text(PAGE.format(title=title))
        outcomes += [outcome.outcome for outcome in saving.save(ingest.read(path))]
    return outcomes


def titles() -> list[str]:
    return sorted(Editorial.objects.values_list("title", flat=True))


def files(folder: Path) -> dict[str, bytes]:
    """What is in a folder, but for what SQLite keeps beside its file while that is open."""
    held = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.endswith(("-wal", "-shm")):
            held[path.relative_to(folder).as_posix()] = path.read_bytes()
    return held


def backup(folder: Path, name: str = "sac", passphrase: str | None = None) -> making.Made:
    folder.mkdir(exist_ok=True)
    return making.make(folder / name, passphrase)


def verified(bag: Path, passphrase: str | None = None) -> verifying.Verified:
    return verifying.verify(bag, verifying.seal_of(bag, passphrase))


def restored(bag: Path, passphrase: str | None = None) -> restoring.Restored:
    return restoring.restore(verified(bag, passphrase))
