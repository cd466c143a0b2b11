"""What the archive has that a reference may mean: asked once for all texts that are looked at."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from archive.models import Editorial, FormerAddress, Publication
from archive.models.chunks import chunks
from archive.text import slug

MOST = 40  # editorials that one reference is compared with: more are too many to mean one
MOST_ASKED = 2000  # answers of which any has up to MOST: texts beside each other ask alike
AROUND = timedelta(days=200)  # on either side of a time: how often the magazine appears
_ARTICLES = ("les-", "le-", "la-", "l-")
COLUMNS = ("pk", "publication_id", "issue_slug", "earliest", "latest", "page", "section", "slug")


class Held(NamedTuple):
    """An editorial as references tell it."""

    pk: int
    publication: int | None
    issue: str
    earliest: date | None
    latest: date | None
    page: str
    section: str
    slug: str


class Holdings:
    """The published editorials, by what references say of them."""

    def __init__(self) -> None:
        self._magazines: dict[str, int | None] | None = None
        self._asked: dict[Hashable, Any] = {}

    def magazine(self, printed: str) -> int | None:
        """Return the number of the magazine of this name, None where that is none, or several."""
        if self._magazines is None:
            self._magazines = _keyed_magazines()
        return self._magazines.get(magazine_key(printed))

    def of_issue(self, publication: int, issue: str) -> Sequence[Held]:
        """Return the editorials of an issue, by its slug."""
        rows = Editorial.objects.published().filter(publication=publication, issue_slug=issue)
        return self._once((publication, issue), lambda: _held(rows))

    def between(self, publication: int, first: date, last: date) -> Sequence[Held]:
        """Return the editorials of a magazine that may be of this time."""
        rows = Editorial.objects.published().filter(
            publication=publication, earliest__lte=last, latest__gte=first
        )
        return self._once((publication, first, last), lambda: _held(rows))

    def titled(self, key: str) -> Sequence[Held]:
        """Return the editorials of this title, by its slug."""
        return self._once(key, lambda: _held(Editorial.objects.published().filter(slug=key)))

    def appears_often(self, publication: int, first: date, last: date) -> bool:
        """Return True where a magazine has several days in one month, about that time."""
        return self._once(
            ("often", publication, first, last), lambda: _appears_often(publication, first, last)
        )

    def _once(self, key: Hashable, ask: Callable[[], Any]) -> Any:
        if key not in self._asked:
            if len(self._asked) >= MOST_ASKED:
                self._asked.clear()
            self._asked[key] = ask()
        return self._asked[key]


def magazine_key(printed: str) -> str:
    """Return the name of a magazine as it is compared: « Les Cahiers » is "cahiers"."""
    key = slug(printed)
    for article in _ARTICLES:
        if key.startswith(article):
            return key.removeprefix(article)
    return key


def _keyed_magazines() -> dict[str, int | None]:
    """Return {name for comparing: a magazine}, None for several; by what they were called, too."""
    keyed: dict[str, int | None] = {}
    numbers: dict[str, int] = {}
    for pk, name, address in Publication.objects.order_by().values_list("pk", "name", "slug"):
        key = magazine_key(name)
        keyed[key] = None if key in keyed else pk
        numbers[address] = pk
    model = str(Publication._meta.model_name)
    formerly: dict[str, int | None] = {}
    for chunk in chunks(FormerAddress.objects.filter(model=model).values_list("slug", flat=True)):
        for (_model, address), now in FormerAddress.objects.successors({model: chunk}).items():
            key, magazine = magazine_key(address), numbers.get(now)
            is_sure = formerly.get(key, magazine) == magazine
            formerly[key] = magazine if is_sure else None
    return formerly | keyed


def _held(rows) -> list[Held]:
    # In the order of their numbers, so that the same few are looked at each time.
    return [Held(*row) for row in rows.order_by("pk").values_list(*COLUMNS)[:MOST]]


def _appears_often(publication: int, first: date, last: date) -> bool:
    since = first - AROUND if first > date.min + AROUND else date.min
    until = last + AROUND if last < date.max - AROUND else date.max
    rows = Editorial.objects.published().filter(
        publication=publication, earliest__gte=since, earliest__lte=until
    )
    days = rows.order_by("earliest").values_list("earliest", "latest").distinct()[: 10 * MOST]
    months = set[tuple[int, int]]()
    for earliest, latest in days:
        if earliest and earliest == latest:
            month = (earliest.year, earliest.month)
            if month in months:
                return True
            months.add(month)
    return False
