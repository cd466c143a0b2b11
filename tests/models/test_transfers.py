"""Magazines and authors made one and parted, as operations that can be undone."""

import pytest
from django.core.exceptions import ValidationError

from archive.models import (
    Author,
    Byline,
    Correspondence,
    Editorial,
    Issue,
    MagazineDistinction,
    Operation,
    Publication,
    Sheet,
    authorities,
)
from archive.models.distinctions import tell_apart
from archive.models.stores import PUBLICATIONS, STORES
from archive.models.transfers import Parting, Union

pytestmark = pytest.mark.django_db


def union(source, into) -> Union:
    return Union(source._meta.model_name, source.pk, into.pk)


def unite(source, into) -> Operation:
    transfer = union(source, into)
    return transfer.apply(transfer.store.bearers([source.pk]))


def states() -> dict:
    """Return all that operations keep of magazines, authors and what bears them."""
    whole = {}
    for name in ("publication", "author", "editorial", "issue", "sheet"):
        store = STORES[name]
        whole[name] = store.read(store.rows.values_list("pk", flat=True))
        for state in whole[name].values():
            state.pop("version", None)
    return whole


@pytest.fixture
def magazines(make_editorial):
    """Two magazines, of which « Libération.fr » goes, with an issue in both and one of its own."""
    texts = [("Un", "Libération", "12"), ("Deux", "Libération.fr", "n° 12")]
    for title, magazine, issue in [*texts, ("Trois", "Libération.fr", "13")]:
        make_editorial(title, publication=magazine, issue=issue, date="2004-05")
    rows = {magazine.name: magazine for magazine in Publication.objects.all()}
    source, into = rows["Libération.fr"], rows["Libération"]
    source.issn = "0335-1793"
    source.save()
    source.periods.create(date="1998/2004", frequency="quotidien")
    elder = Publication.objects.create(name="La Cause du peuple")
    elder.successors.add(source)
    Issue.objects.filter(publication=source, slug="12").update(title="Mai", date="2004-05")
    Issue.objects.filter(publication=source, slug="13").update(title="Juin")
    Issue.objects.filter(publication=into, slug="12").update(date="2004-05-03")
    return source, into


def test_a_magazine_goes_into_another_with_all_that_it_has(magazines):
    source, into = magazines
    unite(source, into)
    assert set(Editorial.objects.values_list("publication", flat=True)) == {into.pk}
    into.refresh_from_db()
    assert into.issn == "0335-1793"
    assert into.periods.get().frequency == "quotidien"
    assert into.predecessors.get().name == "La Cause du peuple"
    told = dict(Issue.objects.filter(publication=into).values_list("slug", "title"))
    assert told == {"12": "Mai", "13": "Juin"}
    assert into.issues.get(slug="12").date == "2004-05-03", "what both tell stays"


def test_the_union_of_magazines_is_undone_as_one_operation(magazines):
    before = states()
    operation = unite(*magazines)
    undo = operation.undo()
    assert not undo.conflicts
    after = states()
    # A row that is made of what an editorial prints, and of which nothing is said, is nobody's.
    for whole in (before, after):
        for pk, issue in list(whole["issue"].items()):
            if not (issue["title"] or issue["date"]):
                del whole["issue"][pk]
    assert after == before


@pytest.mark.parametrize("hides", ["source", "into"])
def test_letters_stay_hidden_where_either_magazine_hides_them(magazines, hides):
    source, into = magazines
    Publication.objects.filter(pk=(source if hides == "source" else into).pk).update(letters="off")
    operation = unite(source, into)
    into.refresh_from_db()
    assert into.letters == Correspondence.OFF
    assert not operation.undo().conflicts
    into.refresh_from_db()
    assert (into.letters == Correspondence.OFF) == (hides == "into")


def test_letters_stay_hidden_in_a_magazine_that_is_parted_off(magazines):
    source, _into = magazines
    Publication.objects.filter(pk=source.pk).update(letters="off")
    Parting("publication", source.pk, None, "Raccroché").apply(PUBLICATIONS.bearers([source.pk]))
    assert Publication.objects.get(name="Raccroché").letters == Correspondence.OFF


def test_a_magazine_takes_no_licence_for_texts_of_its_own(magazines):
    source, into = magazines
    Publication.objects.filter(pk=source.pk).update(licence="CC-BY-4.0")
    unite(source, into)
    into.refresh_from_db()
    assert not into.licence
    source = Publication.objects.create(name="Sous licence", licence="CC-BY-4.0")
    Editorial.objects.update(publication=source)
    unite(source, into)
    into.refresh_from_db()
    assert into.licence == "CC-BY-4.0", "it had no text"


def test_who_was_told_apart_still_is_once_a_union_is_undone(magazines, admin_user):
    source, into = magazines
    third = Publication.objects.create(name="Libérations")
    tell_apart(source, third, admin_user)
    tell_apart(source, into, None)
    columns = ("first", "second", "by", "at")
    before = set(MagazineDistinction.objects.values_list(*columns))
    operation = unite(source, into)
    assert not MagazineDistinction.objects.exists()
    assert not operation.undo().conflicts
    assert set(MagazineDistinction.objects.values_list(*columns)) == before


def test_a_source_that_goes_on_with_the_old_name_means_the_magazine_that_stayed(magazines):
    source, into = magazines
    operation = unite(source, into)
    assert Publication.objects.named("Libération.FR") == into
    operation.undo()
    assert Publication.objects.named("Libération.fr") == source


def test_two_authors_become_one_whatever_they_have(make_editorial):
    make_editorial("Un", authors=["J. Dupont"])
    make_editorial("Deux", authors=["Jean Dupont", "J. Dupont"])
    initial, jean = Author.objects.get(name="J. Dupont"), Author.objects.get(name="Jean Dupont")
    Author.objects.filter(pk=initial.pk).update(viaf="113230702", note="Romancier.")
    magazine = Publication.objects.create(name="Décroché")
    magazine.editorships.create(name="J. Dupont", author=initial)
    sheet = Sheet.objects.create(name="J. Dupont", kind="person", author=initial)
    before = states()
    operation = unite(initial, jean)
    assert set(Byline.objects.values_list("author", flat=True)) == {jean.pk}
    assert set(Byline.objects.values_list("name", flat=True)) == {"J. Dupont", "Jean Dupont"}
    jean.refresh_from_db()
    sheet.refresh_from_db()
    assert (jean.viaf, jean.note, sheet.author) == ("113230702", "Romancier.", jean)
    assert set(jean.names.values_list("name", flat=True)) == {"J. Dupont", "Jean Dupont"}
    assert magazine.editorships.get().author == jean
    assert not operation.undo().conflicts
    assert states() == before


@pytest.mark.parametrize("scheme", ["isni", "viaf", "wikidata"])
def test_two_people_of_different_identifiers_are_not_made_one(scheme):
    source = Author.objects.create(name="Jean Dupont", **{scheme: "1"})
    into = Author.objects.create(name="Jean Dupont", **{scheme: "2"})
    with pytest.raises(ValidationError, match="ce sont deux personnes"):
        unite(source, into)
    assert not Operation.objects.exists()


def test_nothing_becomes_itself_nor_what_is_gone(magazines):
    source, into = magazines
    with pytest.raises(ValidationError, match="lui-même"):
        unite(into, into)
    transfer = union(source, into)
    unite(source, into)
    with pytest.raises(ValidationError, match="n’existe plus"):
        transfer.apply([])


def test_a_circle_of_successors_is_refused_and_two_that_follow_each_other_are_not():
    first, between, last = (Publication.objects.create(name=name) for name in "ABC")
    first.successors.add(between)
    between.successors.add(last)
    for source, into in ((first, last), (last, first)):
        with pytest.raises(ValidationError, match="a paru entre"):
            unite(source, into)
    unite(first, between)
    assert list(between.successors.all()) == [last]
    assert not between.predecessors.exists()


def test_a_period_of_a_magazine_goes_to_another_with_its_issues(make_editorial):
    for title, issue in (("Un", "1"), ("Deux", "2")):
        make_editorial(title, publication="Décroché", issue=issue)
    source = Publication.objects.get()
    Issue.objects.filter(slug="2").update(title="Deuxième", date="2002")
    before = states()
    moved = Editorial.objects.get(title="Deux")
    operation = Parting("publication", source.pk, None, "Raccroché").apply([moved.pk])
    part = Publication.objects.get(name="Raccroché")
    moved.refresh_from_db()
    assert moved.publication == part
    assert part.issues.get(slug="2").title == "Deuxième"
    assert not operation.undo().conflicts
    assert not Publication.objects.filter(name="Raccroché").exists()
    assert states()["publication"] == before["publication"]
    assert states()["editorial"] == before["editorial"]


def test_two_people_of_one_name_are_told_apart(make_editorial):
    texts = [make_editorial(title, authors=["Jean Dupont"]).pk for title in ("Un", "Deux")]
    source = Author.objects.get()
    operation = Parting("author", source.pk, None, "Jean Dupont").apply(texts[:1])
    namesake = Author.objects.exclude(pk=source.pk).get()
    assert (namesake.name, namesake.slug) == ("Jean Dupont", "jean-dupont-2")
    assert list(namesake.editorials.values_list("pk", flat=True)) == texts[:1]
    operation.undo()
    assert list(Author.objects.all()) == [source]


def test_a_printed_form_goes_with_the_texts_that_print_it(make_editorial):
    source = Author.objects.create(name="Jean Dupont")
    texts = {}
    for name in ("Jean Dupont", "J. Dupont"):
        editorial = make_editorial(name)
        editorial.set_bylines([(source, name, "")])
        texts[name] = editorial.pk
        source.names.get_or_create(name=name)
    Parting("author", source.pk, None, "Jules Dupont").apply([texts["J. Dupont"]])
    part = Author.objects.get(name="Jules Dupont")
    assert set(part.names.values_list("name", flat=True)) == {"J. Dupont", "Jules Dupont"}
    assert list(source.names.values_list("name", flat=True)) == ["Jean Dupont"]


def test_nothing_is_parted_from_itself():
    magazine = Publication.objects.create(name="Décroché")
    for part, name in ((magazine.pk, ""), (None, "DECROCHE")):
        with pytest.raises(ValidationError, match="y sont déjà"):
            Parting("publication", magazine.pk, part, name).apply([])


def test_another_name_makes_another_address_to_which_the_old_one_leads(make_editorial, client):
    make_editorial("Un", publication="Décroché", issue="12", authors=["J. Dupont"])
    magazine, author = Publication.objects.get(), Author.objects.get()
    authorities.edit(magazine, {"name": "Raccroché"})
    authorities.edit(author, {"name": "Jean Dupont"})
    for old, new in (
        ("/publications/decroche/", "/publications/raccroche/"),
        ("/publications/decroche/12/", "/publications/raccroche/12/"),
        ("/authors/j-dupont/", "/authors/jean-dupont/"),
    ):
        response = client.get(old)
        assert (response.status_code, response.url) == (301, new)
    author.refresh_from_db()
    assert author.sort_name == "Dupont, Jean"
    assert set(author.names.values_list("name", flat=True)) == {"J. Dupont", "Jean Dupont"}
    for operation in Operation.objects.all():
        assert not operation.undo().conflicts
    assert client.get("/publications/decroche/").status_code == 200


def test_the_name_of_another_magazine_is_refused(magazines):
    source, _into = magazines
    with pytest.raises(ValidationError, match="Une autre revue porte ce nom"):
        authorities.edit(source, {"name": "LIBERATION"})
    assert not Operation.objects.exists()


@pytest.mark.parametrize(
    "column, typed, kept",
    [
        ("isni", "0000 0001 2103 2683", "0000000121032683"),
        ("isni", "https://isni.org/isni/0000000121032683", "0000000121032683"),
        ("isni", "0000 0001 2103 2684", None),
        ("viaf", "https://viaf.org/viaf/113230702/", "113230702"),
        ("wikidata", "Q42", "Q42"),
        ("wikidata", "42", None),
        ("born", "mai 1935", "1935-05"),
        ("born", "jadis", None),
        ("died", "1900", None),
    ],
)
def test_dates_and_identifiers_of_authors_are_checked(column, typed, kept):
    author = Author.objects.create(name="Jean Dupont", born="1935")
    if kept is None:
        with pytest.raises(ValidationError):
            authorities.edit(author, {column: typed})
    else:
        authorities.edit(author, {column: typed})
        author.refresh_from_db()
        assert getattr(author, column) == kept


def test_an_undo_has_former_addresses_lead_where_they_led(make_editorial, client):
    for name in ("Aube", "Bise"):
        make_editorial(name, publication=name, authors=[f"{name} Petit"])
    for model, room in ((Publication, "publications"), (Author, "authors")):
        first, second = model.objects.order_by("key")
        names = [first.name, second.name]
        authorities.edit(first, {"name": "Ancre"})
        merged = unite(first, second)
        second.refresh_from_db()
        taking = authorities.edit(second, {"name": names[0]})
        for operation in (taking, merged):
            assert not operation.undo().conflicts
        old = names[0].lower().replace(" ", "-")
        assert client.get(f"/{room}/{old}/").url == f"/{room}/ancre/"
        assert client.get(f"/{room}/ancre/").status_code == 200


def test_no_page_of_operations_tells_of_former_addresses(magazines, admin_client):
    operation = authorities.edit(Publication.objects.get(name="Libération"), {"name": "Libé"})
    assert operation.changes.filter(model="formeraddress").exists()
    assert [change.model for change in operation.changes.listed()] == ["publication"]
    page = admin_client.get(f"/desk/operations/{operation.pk}/").content.decode()
    assert "1 objet changé" in page and "formeraddress" not in page
    assert "1 objet" in admin_client.get("/desk/operations/").content.decode()


def test_a_former_address_that_leads_elsewhere_by_now_is_no_conflict(magazines, client):
    magazine = Publication.objects.get(name="Libération")
    renaming = authorities.edit(magazine, {"name": "Libé"})
    other = Publication.objects.get(name="Libération.fr")
    authorities.edit(other, {"name": "Libération"})
    authorities.edit(other, {"name": "Ailleurs"})
    assert client.get("/publications/liberation/").url == "/publications/ailleurs/"
    assert not renaming.undo().conflicts
    assert client.get("/publications/liberation/").status_code == 200


@pytest.fixture
def chained(make_editorial):
    """« Premier », formerly « Origine », goes into « Deuxième », and that into « Troisième »."""

    def chain(model):
        role = "publication" if model is Publication else "authors"
        for name in ("Origine", "Deuxième", "Troisième"):
            make_editorial(name, **{role: name if role == "publication" else [name]})
        first, second, third = (
            model.objects.get(name=name) for name in ("Origine", "Deuxième", "Troisième")
        )
        authorities.edit(first, {"name": "Premier"})
        first.refresh_from_db()
        return unite(first, second), unite(second, third)

    return chain


@pytest.mark.parametrize("model, room", [(Publication, "publications"), (Author, "authors")])
def test_what_an_undo_cannot_bring_back_leaves_its_address_leading_to_its_texts(
    chained, client, model, room
):
    def leads(slug):
        return client.get(f"/{room}/{slug}/", follow=True).redirect_chain[-1][0]

    earlier, later = chained(model)
    undo = earlier.undo()
    assert "elsewhere" in {conflict["code"] for conflict in undo.conflicts}
    assert "ne revient pas" in " ".join(undo.conflict_messages())
    assert not model.objects.filter(name="Premier").exists()
    for slug in ("premier", "origine"):
        assert leads(slug) == f"/{room}/troisieme/"
    assert not later.undo().conflicts
    for slug in ("premier", "origine"):
        assert leads(slug) == f"/{room}/deuxieme/"
    assert not earlier.undo().conflicts
    assert client.get(f"/{room}/premier/").status_code == 200
    assert leads("origine") == f"/{room}/premier/"


def test_one_that_gets_back_some_of_its_texts_returns_to_its_address(magazines, client):
    source, into = magazines
    merged = unite(source, into)
    third = Publication.objects.create(name="Ailleurs")
    moved = Editorial.objects.get(title="Trois")
    Parting("publication", into.pk, third.pk, "").apply([moved.pk])
    assert merged.undo().conflicts
    assert client.get(f"/publications/{source.slug}/").status_code == 200


@pytest.mark.parametrize("model, room", [(Publication, "publications"), (Author, "authors")])
def test_renames_undone_in_another_order_leave_a_former_address_to_who_bore_it(
    make_editorial, client, model, room
):
    for name in ("Aube", "Bise"):
        make_editorial(name, publication=name, authors=[name])
    first, second = model.objects.filter(name__in=("Aube", "Bise")).order_by("key")
    leaving = authorities.edit(first, {"name": "Ancre"})
    taking = authorities.edit(second, {"name": "Aube"})
    leaving.undo()
    taking.undo()
    assert client.get(f"/{room}/aube/").url == f"/{room}/ancre/"
    assert client.get(f"/{room}/bise/").status_code == 200
    facet = model._meta.model_name
    assert f"{facet}=ancre" in client.get(f"/search/?{facet}=aube").url
    assert leaving.undo().conflicts == []
    assert client.get(f"/{room}/aube/").status_code == 200
