"""The store of editorials: by the thousand, with all that is derived of them."""

import json
from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.db.models import F
from django.utils import timezone

from archive import dates, issues
from archive.models.chunks import chunks
from archive.models.cross_references import Candidate
from archive.models.editorial_rows import EditorialYear
from archive.models.editorials import Editorial, editorials_changed, make
from archive.models.issues import Issue
from archive.models.states import State, erase
from archive.models.stores.state_store import StateStore
from archive.models.withholding import drop_outdated


class EditorialStore(StateStore[Editorial]):
    """Editorials by the thousand: no model's signal is sent; `editorials_changed` is, once."""

    always = ("version",)
    # Columns of which something is derived that is each editorial's own.
    DERIVING = frozenset({"title", "body", "source_url"})

    def raise_versions(self, ids: Iterable[int]) -> None:
        for chunk in chunks(ids):
            Editorial.objects.filter(pk__in=chunk).update(version=F("version") + 1)

    def write(self, targets: dict[int, State]) -> None:
        super().write(targets)
        editorials_changed.send(Editorial, ids=list(targets))

    def write_columns(self, targets: dict[int, State]) -> None:
        """Set columns, in one query for all that get the same.

        A bulk change sets one value everywhere, an import's undo many.
        """
        alike = defaultdict(list)  # columns as JSON -> ids
        for pk, state in targets.items():
            columns = {name: state[name] for name in state if name in self.columns}
            if self.DERIVING.isdisjoint(columns):
                alike[json.dumps(columns, sort_keys=True)].append(pk)
            else:
                self._save_derived(pk, columns)
        for shared, ids in alike.items():
            self._set(json.loads(shared), ids)

    def _set(self, columns: State, ids: list[int]) -> None:
        attributes = self.attributes(columns)
        attributes |= {"updated_at": timezone.now(), "version": F("version") + 1}
        if "date" in columns:
            attributes["earliest"], attributes["latest"] = dates.bounds(columns["date"])
        if "issue" in columns:
            attributes["issue_slug"] = issues.slug(columns["issue"])
        for chunk in chunks(ids):
            if "standfirst" in columns:
                drop_outdated(chunk, columns)
            Editorial.objects.filter(pk__in=chunk).update(**attributes)
            if "date" in columns:
                self._set_years(columns["date"], chunk)
            if not {"issue", "publication"}.isdisjoint(columns):
                rows = Editorial.objects.filter(pk__in=chunk, issue_slug__gt="").order_by()
                Issue.objects.make_sure(rows.values_list("publication_id", "issue").distinct())

    def _set_years(self, date: str, ids: list[int]) -> None:
        erase(EditorialYear.objects.filter(editorial__in=ids))
        years = dates.years(date)
        rows = [EditorialYear(editorial_id=pk, year=year) for pk in ids for year in years]
        EditorialYear.objects.bulk_create(rows)

    def _save_derived(self, pk: int, columns: State) -> None:
        editorial = Editorial.objects.filter(pk=pk).first()
        if editorial is None:
            return
        for attribute, column in self.attributes(columns).items():
            setattr(editorial, attribute, column)
        editorial.save()

    def make(self, states: dict[int, State]) -> None:
        """Make editorials under the ids that they had.

        Their versions are higher than those of the forms still open on them.
        """
        editorials = []
        for pk, state in states.items():
            editorial = Editorial(pk=pk, **self.attributes(state), version=state["version"] + 1)
            editorial.derive()
            editorials.append(editorial)
        make(editorials)

    def delete(self, ids: Iterable[int]) -> None:
        """Delete editorials with all rows that go with them.

        Of these rows, references alone have rows of their own that go with them.
        """
        ids = list(ids)
        for chunk in chunks(ids):
            erase(Candidate.objects.filter(reference__editorial__in=chunk))
            for relation in Editorial._meta.related_objects:
                if relation.on_delete is models.CASCADE:
                    rows = relation.related_model._default_manager
                    erase(rows.filter(**{f"{relation.field.name}__in": chunk}))
            erase(Editorial.objects.filter(pk__in=chunk))
        editorials_changed.send(Editorial, ids=ids)
