"""What the columns of a table give, as an editor said it: remembered for tables of that heading."""

import hashlib
from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.utils import timezone

from archive import text


def heading_key(names: Sequence[str]) -> str:
    """Return what tables with the same heading have in common: SHA-256 of its folded names."""
    folded = "\x1f".join(map(text.fold, names))
    return hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()


class ColumnMappingQuerySet(models.QuerySet["ColumnMapping"]):
    def remember(self, names: Sequence[str], keys: Sequence[str], by=None) -> None:
        """Have tables with this heading read so from now on."""
        row = {"names": list(names), "keys": list(keys), "by": by, "at": timezone.now()}
        self.update_or_create(heading=heading_key(names), defaults=row)

    def by_heading(self) -> dict[str, list[str]]:
        """Return {heading's key: what each of its columns gives}."""
        return dict(self.values_list("heading", "keys"))


class ColumnMapping(models.Model):
    """`names`: the cells of the heading; `keys`: what each of these columns gives.

    That is a key of a record (`ingest.files.mappings.FIELDS`), "" for nothing.
    """

    heading = models.CharField(max_length=64, unique=True)  # see heading_key
    names = models.JSONField()
    keys = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    at = models.DateTimeField(default=timezone.now)

    objects = ColumnMappingQuerySet.as_manager()
