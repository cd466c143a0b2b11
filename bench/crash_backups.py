"""Backups and restores that `crashes.py` kills, and what is lost or there by half of them, as sentences."""

import os
import shutil
from pathlib import Path

from crash_evidence import state

BAG = "sac"  # made of the archive as it was before CHANGED
CHANGED = "changed.state"  # what the archive is that a restore finds


def back_up(note, folder: str) -> None:
    from archive.backups import making

    making.make(Path(folder, f"bag-{os.getpid()}"))
    note(["done", "backup"])


def restore(note, folder: str) -> None:
    from archive.backups import restoring, verifying

    restoring.restore(verifying.verify(Path(folder, BAG), None))
    note(["done", "restore"])


def keep_bag(note, folder: str) -> None:
    """Make the bag that is restored."""
    from archive.backups import making

    Path(folder).mkdir()
    making.make(Path(folder, BAG))
    note(["done", "bag"])


def note_changed(_note, folder: str) -> None:
    """Note what the archive is that a restore finds."""
    Path(folder, CHANGED).write_text(state())


def of_backup(acknowledged: list, folder: Path, before: str) -> list[str]:
    from archive.backups import Refused, making, verifying

    complaints = [] if state() == before else ["the archive is not what it was"]
    bags = [bag for bag in folder.iterdir() if bag.is_dir() and bag.name.startswith("bag-")]
    if acknowledged and not bags:
        complaints.append("the backup was acknowledged and is not there")
    making.make(folder / "bag-next")  # it clears away what was left
    left = [path.name for path in folder.glob(".*")]
    if left:
        complaints.append(f"{left} are left")
    for bag in [*bags, folder / "bag-next"]:
        try:
            verifying.verify(bag, None)
        except (Refused, OSError) as refusal:
            complaints.append(str(refusal))
        shutil.rmtree(bag)
    return complaints


def of_restore(acknowledged: list, folder: Path, before: str) -> list[str]:
    from archive import fixity
    from archive.backups import restoring
    from archive.models import Capture

    complaints = []
    is_told = restoring.is_interrupted()
    if is_told:  # as ./run tells, which then does not serve
        restore(lambda _noted: None, str(folder))
    found = state()
    if found not in (before, (folder / CHANGED).read_text()):
        complaints.append("the archive is neither the old one nor the new one")
    if (acknowledged or is_told) and found != before:
        complaints.append("the restore was acknowledged and is not there")
    if missing := fixity.missing(Capture.objects.values_list("content", flat=True)):
        complaints.append(f"{len(missing)} captures are missing")
    return complaints


JUDGES = {"backup": of_backup, "restore": of_restore}
