"""Whether the engine is away: what did not answer is not asked again for some seconds."""

import time

from archive.search.engine import IndexAway

AWAY = 5.0  # seconds in which an engine that did not answer is not asked again
_until = 0.0  # by time.monotonic
_reason: IndexAway | None = None


def begin(reason: IndexAway) -> None:
    """Note that the engine has not answered, and why."""
    global _until, _reason
    _until, _reason = time.monotonic() + AWAY, reason


def end() -> None:
    """Note that the engine has answered."""
    global _until, _reason
    _until, _reason = 0.0, None


def reason() -> IndexAway | None:
    """Return why the engine is away; None where it may be asked."""
    return _reason if time.monotonic() < _until else None


def is_away() -> bool:
    """Return True for some seconds after the engine did not answer: questions go elsewhere."""
    return reason() is not None
