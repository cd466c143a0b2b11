"""Issues as editorials print them: two columns make one choice of a facet."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from archive import issues


def in_issues(addresses: Iterable[str]) -> Q:
    """Return the condition that an editorial is in one of these, as `issues.address` has them."""
    slugs: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        magazine, issue = issues.parted(address)
        if magazine and issue:
            slugs[magazine].append(issue)
    condition = Q(pk__in=[])
    for magazine, of_magazine in slugs.items():
        condition |= Q(publication__slug=magazine, issue_slug__in=of_magazine)
    return condition
