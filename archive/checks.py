"""What `manage.py check` says of this site beside Django's own checks."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from archive.appearance import look, pages


@register
def appearance(app_configs: Any = None, **_options: Any) -> list[CheckMessage]:
    """Return a warning for each file of the house's own that cannot be shown."""
    lines = [*look.current().refusals, *pages.refusals()]
    return [Warning(line, id="archive.W001") for line in lines]
