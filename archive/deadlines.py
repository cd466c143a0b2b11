"""What falls due by itself: schedules are carried out, what was long in the trash goes.

Workers look now and then; so does each process of the site before it answers, where nobody else may
have looked. What is due is done in the order of its moments, a few at a time, whoever looks.
"""

import logging
import threading
import time

from django.conf import settings
from django.utils import translation

from archive.models import Schedule, trash

log = logging.getLogger(__name__)
PAUSE = 30.0  # seconds between two looks of a process at the schedules
PAUSE_OF_TRASH = 3600.0  # seconds; nobody waits for what goes
AT_ONCE = 20  # that are done while a visitor waits
MOST = 1_000  # of one run of the command
_lock = threading.Lock()
# By time.monotonic: a fresh process answers first.
_looked = _emptied = time.monotonic()


def meet(most: int = MOST) -> tuple[int, int]:
    """Do what is due, so many of each at most; return how many schedules, how many went."""
    with translation.override(settings.LANGUAGE_CODE):  # what the history says is for all
        return Schedule.objects.carry_out(most), trash.empty(most)


def look() -> None:
    """Do some of what is due, unless this process has looked not long ago or is at it."""
    global _looked, _emptied
    now = time.monotonic()
    if now - _looked < PAUSE or not _lock.acquire(blocking=False):
        return
    earlier, _looked = _looked, now
    try:
        with translation.override(settings.LANGUAGE_CODE):
            if Schedule.objects.carry_out(AT_ONCE) == AT_ONCE:
                _looked = earlier  # more may be due: the next visitor looks
            if now - _emptied >= PAUSE_OF_TRASH:
                was_emptied, _emptied = _emptied, now
                if trash.empty(AT_ONCE) == AT_ONCE:
                    _emptied = was_emptied
    except Exception:
        # As where nothing can be written: pages are answered all the same.
        log.exception("What is due could not be done.")
    finally:
        _lock.release()


def looking(get_response):
    """Look before a request is answered: what is due at eight is there for who asks at eight."""

    def respond(request):
        look()
        return get_response(request)

    return respond
