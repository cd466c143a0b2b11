"""A whole archive taken out and brought back: documents a second of processor time, most memory, bytes.

    BENCH_FOLDER=/var/tmp/bench python bench/taking_away.py [--size 36141] [--captures]

The archive is filled with the documents of the corpus. `--captures`: one in ten has its text as a capture, too.
Memory is beside that of a process which has done nothing but start. The formats of what was found follow.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import archives

MANAGE = archives.ROOT / "manage.py"


def fill(size: int, captures: bool) -> None:
    from archive.models import Capture, Editorial
    from archive.models.capture_files import keep

    archives.fill(lambda: archives.corpus(size))
    if not captures or Capture.objects.exists():
        return
    rows = []
    for editorial in list(Editorial.objects.filter(pk__in=range(1, size, 10))):
        content = editorial.body.encode()
        sha256 = hashlib.sha256(content).hexdigest()
        row = Capture(editorial=editorial, sha256=sha256, media_type="text/html")
        row.size, row.origin = len(content), f"{editorial.pk}.html"
        keep(row, content)
        rows.append(row)
    Capture.objects.bulk_create(rows)


def filled(name: str, size: int, captures: bool) -> Path:
    folder = archives.open_archive(name)
    fill(size, captures)
    return folder


def command(folder: Path, *arguments: object) -> tuple[float, float]:
    """Seconds of processor time that a command took, and the most memory that it held, in MB."""
    environment = os.environ | {"ARCHIVE_DATA_DIR": str(folder), "DATABASE_URL": ""}
    line = [sys.executable, str(MANAGE), *map(str, arguments)]
    process = subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{arguments[0]} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def formats(name: str) -> None:
    """Prints what each format takes for all that it holds."""
    archives.open_archive(name)
    from archive.formats import FORMATS, Collection, works
    from archive.models import Editorial

    numbers = list(Editorial.objects.published().order_by("pk").values_list("pk", flat=True))
    collection = Collection("Tout", "fr", "https://exemple.fr", "L’Éditothèque")
    print(f"{'format':12} {'editorials':>10} {'s':>7} {'a second':>9} {'MB':>6}")
    for form in FORMATS.values():
        start = time.process_time()
        chosen = numbers[: form.most]
        size = sum(map(len, form.write(works(chosen, collection.site), collection)))
        took = time.process_time() - start
        rate = len(chosen) / took
        print(f"{form.name:12} {len(chosen):10} {took:7.1f} {rate:9.0f} {size / 2**20:6.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=36_141)
    parser.add_argument("--captures", action="store_true")
    options = parser.parse_args()
    name = f"taking-away-{options.size}{'-captures' if options.captures else ''}"
    folder = archives.apart(filled, name, options.size, options.captures)
    bag, back = folder.with_name(f"{name}.bag"), folder.with_name(f"{name}.back")
    for left in (bag, back):
        shutil.rmtree(left, ignore_errors=True)
    idle, own = command(folder, "showmigrations", "axes")
    print(f"a command that does nothing: {idle:.1f} s, {own:.0f} MB")
    command(back, "migrate", "--verbosity", 0)
    for told, place, arguments in (
        ("export", folder, ["export_archive", bag]),
        ("import", back, ["import_archive", "--no-index", bag]),
    ):
        took, memory = command(place, *arguments)
        print(
            f"{told}: {took:.1f} s of processor time ({options.size / (took - idle):.0f} editorials"
            f" a second), {memory:.0f} MB at most"
        )
    print(f"the bag: {archives.size_on_disk(bag):.0f} MB")
    archives.apart(formats, name)


if __name__ == "__main__":
    main()
