"""kill -9 at every moment of a backup and of a restore: before each time that a file is opened, made, renamed, removed.

A child works, and kills itself at the moment that it is given.
"""

import math
import os
import signal
import sqlite3
import sys
import traceback
from contextlib import closing
from pathlib import Path

import pytest
from backed_up import TITLES, backup, bring_in, database_at, files, restored, titles, verified
from django.apps import apps
from django.db import connection, connections

from archive import fixity
from archive.backups import Refused
from archive.models import Capture

# What Python tells before it does something to files or to the database (docs.python.org, audit events).
MOMENTS = (
    "open",
    "os.mkdir",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.link",
    "os.chmod",
    "fcntl.flock",
)
MOMENTS += ("sqlite3.connect", "ctypes.dlopen", "ctypes.dlsym", "shutil.rmtree")
MORE = "Une page de plus"


def killed_at(moment: float, work) -> int | None:
    """Have a child do the work and kill itself at that moment; return how many there were where it came to its end."""
    database = Path(connection.settings_dict["NAME"])
    connections.close_all()
    read_end, write_end = os.pipe()
    child = os.fork()
    if not child:
        _work(moment, work, write_end, database)
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        told = pipe.read()
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the work failed"
    return int(told) if told else None


def _work(moment: float, work, write_end: int, database: Path) -> None:
    count, failed = 0, 1

    def kill(event: str, _arguments) -> None:
        nonlocal count
        if event in MOMENTS:
            if count >= moment:
                os.kill(os.getpid(), signal.SIGKILL)
            count += 1

    try:
        config = apps.get_app_config("archive")
        config.ready()  # as a process of its own does
        sys.addaudithook(kill)
        # Beside a loop of asyncio, as browsers leave one, Django keeps other connections in a child.
        with database_at(database):
            work()
        os.write(write_end, str(count).encode())
        failed = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(failed)


def killed(work, step: int):
    """Yield after each time that the work was killed: at every so many moments, at last at each, and once at none."""
    count = killed_at(math.inf, work)
    assert count > 60, "there are many moments"
    yield count
    moment, ended = 0, None
    while ended is None:
        ended = killed_at(moment, work)
        yield moment
        # What was left by those that were killed makes more of them: so it goes on past the count.
        moment += step if moment < count - 10 else 1


def is_sound(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_killed_backup_leaves_a_whole_bag_or_none_and_the_archive_as_it_was(data, bags):
    connections.close_all()
    before = files(data)
    dest = bags / "sac"
    for moment in killed(lambda: backup(bags), step=2):
        assert files(data) == before
        if dest.exists():
            assert verified(dest).contents.captures == 3
            os.rename(dest, bags.parent / f"made-{moment}")
        with pytest.raises(Refused):
            verified(dest)
        left = [path for path in bags.iterdir() if not path.name.startswith(".sac.unfinished-")]
        assert left == []
    backup(bags)
    assert [path.name for path in bags.iterdir()] == ["sac"], "and nothing of them is left"


def test_a_killed_restore_leaves_the_old_archive_or_the_new_one(data, bag, tmp_path):
    config = apps.get_app_config("archive")
    os.close(config.hold)  # the children use the archive; this process only looks at it
    assert bring_in(tmp_path / "pages", MORE) == ["created"]
    seen = []
    for _moment in killed(lambda: restored(bag), step=2):
        now = titles()
        assert now in (TITLES, sorted([*TITLES, MORE]))
        assert is_sound(data / "archive.sqlite3")
        assert fixity.missing(Capture.objects.values_list("content", flat=True)) == []
        assert (data / "secret-key").exists()
        seen.append(now)
        if now == TITLES:  # the new one: begin from the old one again
            assert bring_in(tmp_path / "pages", MORE) == ["created"]
    assert seen[0] == seen[-1] == TITLES and seen.count(TITLES) < len(seen) / 2, "both were seen"
    connections.close_all()
    config.ready()
    restored(bag)
    assert not list(data.parent.glob(".*.restoring-*")), (
        "and nothing of them is left but old archives"
    )
    for aside in data.parent.glob(f"{data.name}.before-*"):
        assert is_sound(aside / "archive.sqlite3")
