"""What is deleted is gone as a whole, whoever works on it at that moment."""

import pytest
from django.db import connection

from archive.models import Author, Editorial, Publication, Tag


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [Editorial, Author, Publication, Tag])
def test_nothing_can_be_added_between_the_look_at_what_refers_to_it_and_its_end(
    make_editorial, model
):
    editorial = make_editorial(publication="Le Fil", authors=["Anne Roux"], tags=["voix"])
    if model is Publication:  # is protected as long as an editorial has it
        Editorial.objects.update(publication=None)
    row = editorial if model is Editorial else model.objects.get()
    before = []  # whether what was asked until the row was gone was asked within a transaction

    def noting(execute, sql, params, many, context):
        if not any(sql.startswith("DELETE") for sql, _ in before):
            before.append((sql, connection.in_atomic_block))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noting):
        row.delete()
    assert not model.objects.exists()
    outside = [sql for sql, is_within in before if not is_within]
    assert [sql for sql in outside if not sql.startswith("BEGIN")] == []
