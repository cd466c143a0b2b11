"""Issues as the editorials of a magazine print them: two columns make one choice of a facet."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from archive import issues
from archive.models.names import Publication


def printed_issues(editorials: QuerySet) -> QuerySet:
    """Return (magazine's id, its slug, issue as printed) of all issues of these editorials."""
    rows = editorials.filter(publication__isnull=False, issue__gt="").order_by()
    return rows.values_list("publication", "publication__slug", "issue").distinct()


def in_issues(addresses: Iterable[str]) -> Q:
    """Return the condition that an editorial is in one of these issues, as `issues.address` has it.

    One query finds how they are printed.
    """
    addresses = set(addresses)
    slugs = {issues.parted(address)[0] for address in addresses}
    magazines = Publication.objects.filter(slug__in=slugs, editorials__issue__gt="").order_by()
    rows = magazines.values_list("pk", "slug", "editorials__issue").distinct()
    printed: dict[int, list[str]] = defaultdict(list)
    for publication, slug, issue in rows:
        if issues.address(slug, issue) in addresses:
            printed[publication].append(issue)
    condition = Q(pk__in=[])
    for publication, names in printed.items():
        condition |= Q(publication=publication, issue__in=names)
    return condition
