"""Stores of what editorials bear: tags, authors, magazines, issues."""

from collections.abc import Iterable

from django.db.models import Q

from archive import issues, text
from archive.models.chunks import chunks
from archive.models.editorials import Editorial
from archive.models.issues import Issue
from archive.models.magazines import Publication
from archive.models.names import FormerAddress, NamedRow
from archive.models.states import State, existing
from archive.models.stores.state_store import SavedStore


class NamedStore(SavedStore[NamedRow]):
    """Tags, authors, magazines. `link`: from an editorial to them."""

    identity = ("name", "slug")

    def __init__(self, *args, link: str, has_unique_names: bool = True, **options):
        super().__init__(*args, **options)
        self.link = link
        self.has_unique_names = has_unique_names

    def is_taken(self, pk: int, state: State) -> bool:
        taken = Q(slug=state.get("slug", "")) & ~Q(slug="")
        if "name" in state and self.has_unique_names:
            taken |= Q(key=text.fold(state["name"]))
        return self.rows.filter(taken).exclude(pk=pk).exists()

    def write_columns(self, targets: dict[int, State]) -> None:
        """Set columns; an address that leads somewhere and is left leads there again."""
        renamed = [pk for pk, state in targets.items() if "slug" in state]
        left = self.rows.filter(pk__in=renamed).order_by().values("slug")
        leading = list(FormerAddress.objects.filter(model=self.name, slug__in=left))
        super().write_columns(targets)
        for address in leading:
            address.save()

    def bearers(self, ids: Iterable[int]) -> set[int]:
        """Return the ids of the editorials that bear any of them."""
        bearers: set[int] = set()
        for chunk in chunks(ids):
            editorials = Editorial.objects.filter(**{f"{self.link}__in": chunk}).order_by()
            bearers.update(editorials.values_list("pk", flat=True))
        return bearers


class IssueStore(SavedStore[Issue]):
    """Issues that editors have said something of; no two of a magazine have one slug."""

    identity = ("number", "publication")

    def is_taken(self, pk: int, state: State) -> bool:
        if not any(name in state for name in self.identity):
            return False
        whole = self.read([pk], self.identity).get(pk, {}) | state
        slug = issues.slug(whole["number"])
        twins = self.rows.filter(publication=whole["publication"], slug=slug)
        return twins.exclude(pk=pk).exists()

    def write_columns(self, targets: dict[int, State]) -> None:
        super().write_columns(self._of_magazines(targets))

    def make(self, states: dict[int, State]) -> None:
        """Make them again but those whose magazine is no more."""
        super().make(self._of_magazines(states))

    def _of_magazines(self, states: dict[int, State]) -> dict[int, State]:
        """Return the states that name no magazine, or one that there is."""
        magazines = existing(Publication, {state.get("publication") for state in states.values()})
        there = {}
        for pk, state in states.items():
            if "publication" not in state or state["publication"] in magazines:
                there[pk] = state
        return there

    def bearers(self, ids: Iterable[int]) -> set[int]:
        """Return the ids of the editorials that are of any of them."""
        bearers: set[int] = set()
        for issue in self.rows.filter(pk__in=ids):
            bearers.update(issue.editorials().order_by().values_list("pk", flat=True))
        return bearers
