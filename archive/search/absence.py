"""Whether the engine is away: what did not answer is not asked again for some seconds."""

import logging
import time

from archive.search.engine import IndexAway

log = logging.getLogger(__name__)
AWAY = 5.0  # seconds in which an engine that did not answer is not asked again
_until = 0.0  # by time.monotonic
_reason: IndexAway | None = None  # until the engine has answered


def begin(reason: IndexAway) -> None:
    """Note that the engine has not answered, and why; the log is told once."""
    global _until, _reason
    if str(reason) != str(_reason):
        log.error("Search is answered by the database: %s", reason)
    _until, _reason = time.monotonic() + AWAY, reason


def end() -> bool:
    """Note that the engine has answered; return whether it had not the last time."""
    global _until, _reason
    was_away = _reason is not None
    _until, _reason = 0.0, None
    return was_away


def reason() -> IndexAway | None:
    """Return why the engine is away; None where it may be asked."""
    return _reason if time.monotonic() < _until else None


def is_away() -> bool:
    """Return True for some seconds after the engine did not answer: questions go elsewhere."""
    return reason() is not None
