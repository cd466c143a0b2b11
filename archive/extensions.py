"""What other packages add without a fork, by the entry points of their distributions.

https://packaging.python.org/en/latest/specifications/entry-points/ ; docs/extending.md says what
each group takes.
"""

import logging
from functools import cache
from importlib.metadata import entry_points
from typing import Any

log = logging.getLogger(__name__)


@cache
def named(group: str) -> dict[str, Any]:
    """Return {name: what it names} of the group `editotheque.<group>`, by name.

    What cannot be loaded is told in the log, and left out: the archive goes on without it.
    """
    loaded = {}
    for point in sorted(entry_points(group=f"editotheque.{group}")):
        try:
            loaded[point.name] = point.load()
        except Exception:
            log.exception("the extension %s (%s) cannot be loaded", point.name, point.value)
    return loaded


def added(group: str, own: dict[str, Any]) -> dict[str, Any]:
    """Return what is named in a group, but for names that are the archive's own already."""
    others = {}
    for name, extension in named(group).items():
        if name in own:
            log.error("the extension %s has the name of one of the archive's own", name)
        else:
            others[name] = extension
    return others
