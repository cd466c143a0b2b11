"""Rows that others refer to, deleted while others are at work."""

from django.db import models, transaction


class DeletedAlone(models.Model):
    """A row that is held from before what refers to it is looked for until it is gone.

    Django looks for that first and begins a transaction then: what was added between the two, a
    tag by another person, would be left behind and the whole refused.
    """

    class Meta:
        abstract = True

    @transaction.atomic
    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        """Delete the row, whoever adds to it at this moment; return what `Model.delete` does."""
        rows = type(self)._base_manager.filter(pk=self.pk)
        # SQLite has one writer, who is this transaction from its beginning.
        rows.select_for_update().values_list("pk").first()
        return super().delete(*args, **kwargs)
