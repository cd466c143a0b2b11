"""What is saved is found, what is gone is not, whichever row it stands in."""

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import transaction

from archive.models import AuthorName, Editorial, Stale
from archive.search import Question, ask

from .conftest import needs


@pytest.fixture
def editorial(make_editorial, engine):
    editorial = make_editorial(
        "L’accueil",
        "<p>Un client attend.</p>",
        publication="Le Fil",
        authors=["Anne Roux"],
        tags=["Qualité"],
        date="2001",
    )
    engine.refresh()
    return editorial


@pytest.fixture
def neighbour(make_editorial, engine):
    """An editorial that bears nothing that is looked for."""
    editorial = make_editorial("La file", "<p>Rien.</p>", authors=["Paul Noir"], tags=["Attente"])
    engine.refresh()
    return editorial


def test_what_is_saved_is_found(editorial, titles):
    assert titles(q="client") == ["L’accueil"]


@pytest.mark.parametrize(
    "q", ["zébulonnade", "title:zébulonnade", '"zébulonnade première"', "zébul*"]
)
def test_one_without_a_text_is_found_by_its_title(editorial, make_editorial, engine, titles, q):
    make_editorial("Zébulonnade première", "")
    engine.refresh()
    assert titles(q=q) == ["Zébulonnade première"]


@needs("keeping")
def test_what_was_taken_in_waits_no_more(editorial, client):
    health = client.get("/healthz").json()
    assert (health["stale"], health["indexed"], health["editorials"]) == (0, 1, 1)


@pytest.mark.django_db(transaction=True)
@needs("keeping")
def test_it_is_not_found_before_its_transaction_is_committed(editorial, make_editorial):
    with transaction.atomic():
        make_editorial("Tout neuf")
        assert ask(Question(q="neuf")).count == 0


@pytest.mark.django_db(transaction=True)
def test_it_is_found_as_soon_as_its_transaction_is_committed(editorial, make_editorial, titles):
    with transaction.atomic():
        make_editorial("Tout neuf")
    assert titles(q="neuf") == ["Tout neuf"]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_found(editorial, make_editorial, titles):
    with transaction.atomic():
        make_editorial("Tout neuf")
        transaction.set_rollback(True)
    assert titles() == ["L’accueil"]


def test_a_change_replaces_what_was_found(editorial, titles):
    editorial.body = "<p>Un abonné patiente.</p>"
    editorial.save()
    assert titles(q="client") == [] and titles(q="abonné") == titles() == ["L’accueil"]


def test_what_nobody_has_signed_or_tagged_is_found_among_what_is(make_editorial, engine, answer):
    for number in range(8):
        make_editorial(f"L’accueil {number}", authors=["Anne Roux"], tags=["Qualité"])
    engine.refresh()
    make_editorial("Zorglub seul", "<p>Personne ne signe.</p>")
    alone = answer(q="zorglub")
    assert alone.count == 1 and alone.facets["author"] == alone.facets["tag"] == []
    assert answer().facets["author"] == [("anne-roux", 8)]


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_no_longer_published_is_not_found(editorial, neighbour, titles, state):
    editorial.state = state
    editorial.save()
    assert titles() == ["La file"]


def test_what_is_deleted_is_not_found(editorial, neighbour, titles):
    editorial.delete()
    assert titles() == ["La file"]


def test_what_is_deleted_is_counted_nowhere(editorial, neighbour, answer):
    editorial.delete()
    facets = answer().facets
    assert facets["tag"] == [("attente", 1)] and facets["author"] == [("paul-noir", 1)]
    assert facets["year"] == []


def test_a_tag_given_taken_or_renamed_is_seen(editorial, titles):
    editorial.add_tags(["Formation"], origin="editor")
    editorial.tags.get(name="Qualité").delete()
    assert titles(tag="formation") == ["L’accueil"] and titles(tag="qualite") == []
    tag = editorial.tags.get()
    tag.name = "Apprentissage"
    tag.save()
    assert titles(q="tag:apprentissage") == ["L’accueil"]


@needs("names")
def test_another_name_of_a_tag_finds_until_it_is_taken_away(editorial, neighbour, titles):
    alias = editorial.tags.get().aliases.create(name="excellence")
    assert titles(q="tag:excellence") == ["L’accueil"]
    alias.tag = neighbour.tags.get()
    alias.save()
    assert titles(q="tag:excellence") == ["La file"]
    alias.delete()
    assert titles(q="tag:excellence") == []


def test_a_person_renamed_or_deleted_is_seen(editorial, neighbour, titles):
    person = editorial.authors.get()
    person.name = "Anne Roux-Meyer"
    person.save()
    assert titles(q="auteur:meyer") == titles(author="anne-roux") == ["L’accueil"]
    person.delete()
    assert titles(q="auteur:meyer") == titles(author="anne-roux") == []


@needs("names")
def test_another_name_of_a_person_finds_until_the_person_is_deleted(editorial, neighbour, titles):
    person = editorial.authors.get()
    AuthorName.objects.create(author=person, name="A. Delorme")
    assert titles(q="auteur:delorme") == ["L’accueil"]
    person.delete()
    assert titles(q="auteur:delorme") == []


def test_a_byline_or_a_tag_that_is_moved_leaves_where_it_was(editorial, neighbour, titles):
    for row in (editorial.bylines.get(), editorial.taggings.get()):
        row.editorial = neighbour
        row.save()
    assert titles(q="auteur:Anne") == titles(q="tag:Qualité") == ["La file"]


@needs("names")
def test_a_name_that_is_given_to_another_person_leaves_the_first(
    editorial, neighbour, titles, engine
):
    name = AuthorName.objects.create(author=editorial.authors.get(), name="A. Leroux")
    engine.refresh()
    name.author = neighbour.authors.get()
    name.save()
    assert titles(q="auteur:Leroux") == ["La file"]


def test_a_magazine_renamed_is_seen(editorial, titles):
    editorial.publication.name = "La Ligne"
    editorial.publication.save()
    assert titles(q="revue:ligne") == ["L’accueil"]


def test_rows_loaded_from_a_dump_are_indexed(editorial, titles, engine):
    dump = serializers.serialize("json", [editorial])
    editorial.delete()
    engine.refresh()
    for row in serializers.deserialize("json", dump):
        row.save()
    assert titles(q="client") == ["L’accueil"]


@pytest.mark.django_db(transaction=True)
def test_the_demonstration_is_found_when_it_is_loaded(engine, capsys):
    call_command("load_demo")
    answer = ask(Question())
    assert answer.by == engine.by and answer.count == Editorial.objects.published().count() > 0
    assert Stale.objects.exists() is ("keeping" in engine.CANNOT)


@pytest.mark.django_db(transaction=True)
def test_what_is_imported_is_found_and_a_dry_run_leaves_nothing(tmp_path, titles, capsys):
    source = tmp_path / "two.jsonl"
    rows = [
        '{"id": "1", "title": "Un", "text": "premier"}',
        '{"id": "2", "title": "Deux", "text": "second"}',
    ]
    source.write_text("\n".join(rows))
    call_command("import_editorials", str(source), dry_run=True)
    assert ask(Question()).count == 0
    call_command("import_editorials", str(source))
    assert titles(q="premier") == ["Un"] and set(titles()) == {"Un", "Deux"}
