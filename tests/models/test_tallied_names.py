"""How many editorials a tag, an author and two tags have is kept by the database, whatever is
done to taggings, bylines and the editorials themselves."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.models import (
    Author,
    Bulk,
    Byline,
    Editorial,
    Operation,
    Publication,
    Tag,
    Tagging,
    TalliedAuthor,
    TalliedPair,
    TalliedTag,
    tallied,
    triggers,
    vocabulary,
)

pytestmark = pytest.mark.django_db
PUBLISHED = [Editorial.State.PUBLISHED]


def of_tag(name: str, states=PUBLISHED) -> int:
    tag = Tag.objects.get(name=name)
    return sum(span.count for span in TalliedTag.objects.spans(states, tag_id=tag.pk))


def of_author(name: str, states=PUBLISHED) -> int:
    person = Author.objects.get(name=name)
    return sum(span.count for span in TalliedAuthor.objects.spans(states, author_id=person.pk))


def beside(name: str) -> dict[str, int]:
    """Return {name of a tag: how many published editorials bear it beside this one}."""
    pairs = TalliedPair.objects.filter(tag_id=Tag.objects.get(name=name).pk)
    numbers = dict(pairs.values_list("beside_id").annotate(n=Sum("number")).filter(n__gt=0))
    return {Tag.objects.get(pk=pk).name: number for pk, number in numbers.items()}


def test_what_comes_with_tags_and_authors_is_counted_for_each(make_editorial):
    make_editorial(date="2001", tags=["accueil", "poste"], authors=["Jeanne Martin"])
    make_editorial(date="2003~", tags=["accueil"], state="draft")
    assert of_tag("accueil") == of_tag("poste") == of_author("Jeanne Martin") == 1
    assert of_tag("accueil", Editorial.State) == 2
    assert beside("accueil") == {"poste": 1} and beside("poste") == {"accueil": 1}
    assert tallied.differences() == 0


def test_an_author_named_twice_has_the_editorial_once(make_editorial):
    editorial = make_editorial(authors=["Jeanne Martin", "Jeanne Martin"])
    assert of_author("Jeanne Martin") == 1
    editorial.bylines.first().delete()
    assert of_author("Jeanne Martin") == 1
    editorial.bylines.all().delete()
    assert of_author("Jeanne Martin") == 0 and tallied.differences() == 0


def test_a_withdrawn_editorial_is_counted_as_such_and_pairs_no_tags(make_editorial):
    editorial = make_editorial(tags=["accueil", "poste"], authors=["Jeanne Martin"])
    Editorial.objects.filter(pk=editorial.pk).update(state="withdrawn")
    assert of_tag("accueil") == of_author("Jeanne Martin") == 0 and beside("accueil") == {}
    assert of_tag("accueil", ["withdrawn"]) == 1
    Editorial.objects.filter(pk=editorial.pk).update(state="published")
    assert of_tag("accueil") == 1 and beside("accueil") == {"poste": 1}


def test_another_date_or_magazine_moves_the_numbers(make_editorial):
    editorial = make_editorial(date="2001", tags=["accueil"], authors=["Jeanne Martin"])
    editorial.date = "1998?"
    editorial.publication = Publication.objects.named("Écho")
    editorial.save()
    [span] = TalliedTag.objects.spans(PUBLISHED)
    assert (span.first, span.doubtful, span.of) == ("1998", True, editorial.publication.pk)
    [span] = TalliedAuthor.objects.spans(PUBLISHED)
    assert span.first == "1998"


def test_tags_renamed_merged_and_deleted_stay_counted_and_so_do_their_undone_changes(
    make_editorial,
):
    make_editorial(tags=["accueil", "poste"])
    make_editorial(tags=["réception"])
    vocabulary.rename(Tag.objects.get(name="accueil"), "bienvenue")
    assert of_tag("bienvenue") == 1
    bienvenue, other = Tag.objects.get(name="bienvenue"), Tag.objects.get(name="réception")
    merging = vocabulary.merge([other], bienvenue)
    assert of_tag("bienvenue") == 2 and tallied.differences() == 0
    merging.undo()
    assert of_tag("bienvenue") == of_tag("réception") == 1 and tallied.differences() == 0
    deleting = vocabulary.delete([Tag.objects.get(name="poste")])
    assert beside("bienvenue") == {} and tallied.differences() == 0
    deleting.undo()
    assert beside("bienvenue") == {"poste": 1} and tallied.differences() == 0


def test_many_at_once_and_undone_stay_counted(make_editorial):
    ids = [make_editorial(tags=["accueil"], date="2001").pk for _number in range(5)]
    Bulk(add=["poste", "relation"], values={"date": "2004"}).apply(ids)
    assert of_tag("poste") == 5 and beside("poste") == {"accueil": 5, "relation": 5}
    assert {span.first for span in TalliedTag.objects.spans(PUBLISHED)} == {"2004"}
    Operation.objects.get(kind="bulk").undo()
    assert tallied.differences() == 0 and beside("accueil") == {}


def test_an_author_who_goes_leaves_no_number(make_editorial):
    make_editorial(authors=["Jeanne Martin", "Paul Roux"])
    Author.objects.get(name="Jeanne Martin").delete()
    assert of_author("Paul Roux") == 1 and tallied.differences() == 0


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("make", "tag", "untag", "retag", "sign", "unsign", "sign otherwise", "forget"),
                *(
                    "date",
                    "state",
                    "move",
                    "lift",
                    "delete",
                    "drop a tag",
                    "drop an author",
                    "fold",
                ),
            ]
        ),
        st.integers(0, 3),
        st.lists(st.integers(0, 2), max_size=3),
        st.sampled_from(["", "2001-02-12", "2003/2005", "1998~", "../1950"]),
        st.sampled_from(list(Editorial.State)),
    ),
    max_size=14,
)


def apply(kind: str, rows, names: list[int], date: str, state: str) -> None:
    tags = [Tag.objects.named(f"tag {number}") for number in names]
    people = [Author.objects.named(f"author {number}") for number in names]
    taggings = Tagging.objects.filter(editorial__in=rows)
    bylines = Byline.objects.filter(editorial__in=rows)
    if kind == "make":
        Editorial.objects.create(title="x", date=date, state=state)
    elif kind == "tag":
        made = [Tagging(tag=tag, editorial=row) for row in rows for tag in set(tags)]
        Tagging.objects.bulk_create(made, ignore_conflicts=True)
    elif kind == "untag":
        taggings.filter(tag__in=tags).delete()
    elif kind == "retag" and tags:
        free = taggings.exclude(editorial__taggings__tag=tags[0])
        first = {tagging.editorial_id: tagging.pk for tagging in free}
        Tagging.objects.filter(pk__in=first.values()).update(tag=tags[0])
    elif kind == "sign":
        made = [Byline(author=who, editorial=row, name="x") for row in rows for who in people]
        Byline.objects.bulk_create(made)
    elif kind == "unsign":
        bylines.filter(author__in=people).delete()
    elif kind == "sign otherwise" and people:
        bylines.update(author=people[0])
    elif kind == "forget":
        bylines.update(author=None)
    elif kind == "date":
        for row in rows:
            row.date = date
            row.save()
    elif kind == "state":
        Editorial.objects.filter(pk__in=[row.pk for row in rows]).update(state=state)
    elif kind == "move" and rows:
        bylines.update(editorial=rows[0])
    elif kind == "lift" and rows:
        bare = taggings.exclude(tag__taggings__editorial=rows[0])
        first = {tagging.tag_id: tagging.pk for tagging in bare}
        Tagging.objects.filter(pk__in=first.values()).update(editorial=rows[0])
    elif kind == "delete":
        Editorial.objects.filter(pk__in=[row.pk for row in rows]).delete()
    elif kind == "drop a tag":
        Tag.objects.filter(pk__in=[tag.pk for tag in tags]).delete()
    elif kind == "drop an author":
        Author.objects.filter(pk__in=[who.pk for who in people]).delete()
    elif kind == "fold":
        tallied.fold()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(CHANGES)
def test_whatever_is_done_in_whatever_order_the_numbers_are_those_of_a_count(
    monkeypatch, db, changes
):
    monkeypatch.setattr(tallied, "MANY", 1)
    monkeypatch.setattr(tallied, "AT_ONCE", 4)
    monkeypatch.setattr(tallied, "_few", {})
    with transaction.atomic():
        for kind, place, names, date, state in changes:
            rows = list(Editorial.objects.order_by("pk"))[place:]
            apply(kind, rows, names, date, state)
            assert tallied.differences() == 0, kind
        transaction.set_rollback(True)


def test_numbers_that_are_wrong_are_told_and_mended(make_editorial):
    make_editorial(tags=["accueil", "poste"], authors=["Jeanne Martin"])
    call_command("rebuild_index", interactive=False, verbosity=0)
    TalliedTag.objects.filter(tag_id=Tag.objects.get(name="poste").pk).update(number=4)
    TalliedAuthor.objects.all().delete()
    TalliedPair.objects.update(number=2)
    printed = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_index", stdout=printed)
    assert "counted otherwise than kept: 6" in printed.getvalue()
    call_command("check_index", repair=True, stdout=printed)
    assert of_tag("poste") == of_author("Jeanne Martin") == 1


def test_triggers_that_a_killed_migration_left_out_come_back_with_the_next_start(
    make_editorial, settings
):
    triggers.remove()
    make_editorial(tags=["accueil"])
    call_command("prepare", stdout=StringIO())
    assert of_tag("accueil") == 1


of_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"
)


@of_postgresql
@pytest.mark.django_db(transaction=True)
def test_who_withdraws_an_editorial_waits_for_who_is_tagging_it(make_editorial):
    editorial = make_editorial(date="2001")
    tag = Tag.objects.named("accueil")
    other = connection.copy()
    with transaction.atomic():
        Tagging.objects.create(tag=tag, editorial=editorial)
        with other.cursor() as cursor:
            cursor.execute("SET statement_timeout = 500")
            with pytest.raises(Exception, match="statement timeout"):
                cursor.execute("UPDATE archive_editorial SET state = 'withdrawn'")
    with other.cursor() as cursor:
        cursor.execute("UPDATE archive_editorial SET state = 'withdrawn'")
    other.close()
    assert of_tag("accueil") == 0 and tallied.differences() == 0
