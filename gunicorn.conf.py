"""What gunicorn reads by itself where it is started in this folder; the rest stands in ./run."""

import contextlib
import gc
import os
import shutil
import tempfile

COUNTS, COUNTED_BY = "PROMETHEUS_MULTIPROC_DIR", "ARCHIVE_COUNTED_BY"
# In memory where that is to be had: each request writes a few numbers, and none outlives a restart.
MEMORY = "/dev/shm"

# Of this server alone, and the same when it reads this file again (SIGHUP) with workers at work.
if os.environ.get(COUNTED_BY) != str(os.getpid()):
    place = MEMORY if os.access(MEMORY, os.W_OK) else None
    os.environ[COUNTS] = tempfile.mkdtemp(prefix="archive-counts-", dir=place)
    os.environ[COUNTED_BY] = str(os.getpid())

if os.environ.get("LOG_FORMAT") == "json":
    logconfig_dict = {
        "root": {"level": "WARNING", "handlers": []},  # Django gives it its own
        "loggers": {
            name: {"level": "WARNING", "handlers": ["error_console"], "propagate": False}
            for name in ("gunicorn.error", "gunicorn.access")
        },
        "formatters": {"generic": {"()": "archive.journal.lines.JsonLine"}},
    }


def on_starting(server) -> None:
    """Serve nothing where a later version has had the database. Raises SystemExit."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()
    from django.db import DatabaseError, connections

    from archive import upgrading

    with contextlib.suppress(DatabaseError):  # of which the pages tell
        refusal = upgrading.refusal()
        connections.close_all()  # no worker shall have it from this process
        if refusal:
            raise SystemExit(refusal)


def when_ready(server) -> None:
    """Read what workers share, which their collectors leave alone; tell where the archive is."""
    if server.cfg.preload_app:
        # Not before: gunicorn reads this file before Django is set up.
        from archive import warming

        warming.share(server.app.wsgi())
    if "ARCHIVE_AT" in os.environ:
        print(f"The archive is at {os.environ['ARCHIVE_AT']} (Ctrl-C stops it).", flush=True)
    _forget_memory_of(os.getpid())  # noted when the site was loaded; this process answers nobody
    _spare_collector()


def post_worker_init(worker) -> None:
    """Make a worker warm, whenever it begins, before it takes visitors."""
    # Not before: gunicorn reads this file before Django is set up.
    from archive import warming
    from archive.journal import counts

    warming.warm(worker.wsgi, worker.notify)
    _spare_collector()
    counts.note_memory()


def child_exit(server, worker) -> None:
    """Forget the memory of a worker that has ended; what it has counted stays counted."""
    _forget_memory_of(worker.pid)


def _spare_collector() -> None:
    """Leave what is loaded to no collector: looking there takes long, and copies what is shared."""
    gc.collect()
    gc.freeze()


def _forget_memory_of(pid: int) -> None:
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(pid)


def on_exit(server) -> None:
    """Leave nothing behind."""
    shutil.rmtree(os.environ[COUNTS], ignore_errors=True)
