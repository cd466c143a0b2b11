"""Works done by several processes at once, which end with the one that began them."""

import ctypes
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import active_children, get_context
from typing import TypeVar

END_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)

Result = TypeVar("Result")

# Inherited by processes that are forked, so that nothing large is sent to them.
_works: list[Callable] = []


def done_together(works: Sequence[Callable[[], Result]]) -> list[Result]:
    """Return what each of these gives, done by a forked process of its own.

    Where one fails or this process is told to stop, all are ended at once; where this process is
    killed, the system ends them (on Linux).
    """
    _works[:] = works
    others = set(active_children())
    pool = ProcessPoolExecutor(
        len(works), get_context("fork"), initializer=_end_with, initargs=(os.getpid(),)
    )
    try:
        tasks = [pool.submit(_done, number) for number in range(len(works))]
        results = [task.result() for task in tasks]
    except BaseException:
        for process in set(active_children()) - others:
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    finally:
        _works.clear()
    pool.shutdown()
    return results


def _end_with(parent: int) -> None:
    """Have this process end when the thread ends that forked it."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl:
        prctl(END_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it has ended meanwhile
        os.kill(os.getpid(), signal.SIGKILL)


def _done(number: int):
    return _works[number]()
