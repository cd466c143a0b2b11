"""Work after the request's own: nobody waits for it, and time tells nothing of it."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.http import HttpRequest
from django.utils import translation

log = logging.getLogger("archive.workers")
# One at a time, whoever asks however often. Its thread begins with the first work.
_aside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="aside")
MOST_WAITING = 100  # each holds its request
_room = threading.BoundedSemaphore(MOST_WAITING)


def do(work: Callable[..., None], request: HttpRequest, *given: object) -> None:
    """Have `work(request, *given)` done after the request's own, in the request's language.

    Where too much waits already it is not done, and the log says so.
    """
    room = _room
    if not room.acquire(blocking=False):
        log.error("what was to be done aside cannot wait any more and is not done")
        return
    task = _aside.submit(_alone, work, request, translation.get_language(), given)
    task.add_done_callback(lambda _task: room.release())


def _alone(work: Callable[..., None], request: HttpRequest, language: str, given: tuple) -> None:
    try:
        with translation.override(language):
            work(request, *given)
    except Exception:  # nobody else would tell
        log.exception("what was to be done aside failed")
    finally:
        connection.close()
