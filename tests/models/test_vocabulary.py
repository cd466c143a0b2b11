"""Tags as a vocabulary: renamed, merged, split, deleted, and all of it undone."""

import pytest
from django.core.exceptions import ValidationError

from archive.models import (
    Distinction,
    Editorial,
    FormerAddress,
    Operation,
    Stale,
    Tag,
    TagAlias,
    vocabulary,
)
from archive.models.distinctions import tell_apart

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(make_editorial):
    """Editorials by title."""
    borne = {
        "Un": ["Centre d'appel"],
        "Deux": ["Centre d'appel", "Call center"],
        "Trois": ["Call center", "Qualité"],
    }
    return {title: make_editorial(title, tags=names) for title, names in borne.items()}


def tag(name) -> Tag:
    return Tag.objects.get(name=name)


def tags() -> dict[str, list[str]]:
    return {
        one.title: sorted(one.tags.values_list("name", flat=True))
        for one in Editorial.objects.all()
    }


def everything():
    """All that an undo has to bring back."""
    told = [
        (
            one.name,
            one.slug,
            one.description,
            sorted(map(str, one.aliases.all())),
            sorted(map(str, one.broader.all())),
        )
        for one in Tag.objects.order_by("pk")
    ]
    return told, tags()


# Names and aliases


def test_an_alias_means_its_tag(make_editorial, three):
    vocabulary.edit(tag("Call center"), aliases=["Téléphonie"])
    editorial = make_editorial("Quatre", tags=["telephonie", "Call Center"])
    assert [str(one) for one in editorial.tags.all()] == ["Call center"]


def test_a_name_goes_before_another_tags_alias(three):
    TagAlias.objects.create(tag=tag("Qualité"), name="Call center")
    assert Tag.objects.named("call CENTER") == tag("Call center")


@pytest.mark.parametrize("taken", ["qualite", "QUALITÉ", "Bien faire"])
def test_an_alias_that_another_tag_has_is_refused_and_nothing_changes(three, taken):
    vocabulary.edit(tag("Qualité"), aliases=["Bien faire"])
    with pytest.raises(ValidationError, match="Qualité"):
        vocabulary.edit(tag("Call center"), aliases=["Téléphonie", taken])
    assert not tag("Call center").aliases.exists()


def test_a_tag_is_no_alias_of_itself_and_two_spellings_are_one(three):
    vocabulary.edit(tag("Qualité"), aliases=["qualite", "Bien faire", "BIEN FAIRE"])
    assert [str(one) for one in tag("Qualité").aliases.all()] == ["BIEN FAIRE"]


@pytest.mark.parametrize("odd", ["é" * 201, "", "   "])
def test_a_name_too_long_or_empty_is_refused(three, odd):
    for change in (
        lambda: vocabulary.rename(tag("Qualité"), odd),
        lambda: vocabulary.edit(tag("Qualité"), aliases=[odd]),
        lambda: vocabulary.split(tag("Qualité"), {odd: None}),
    ):
        with pytest.raises(ValidationError):
            change()
    assert not Operation.objects.exists()


# Broader


def test_a_circle_is_refused_however_long(three):
    one, two, three = tag("Centre d'appel"), tag("Call center"), tag("Qualité")
    vocabulary.edit(one, broader=[two])
    vocabulary.edit(two, broader=[three])
    for broader in (one, three):
        with pytest.raises(ValidationError, match="ne peut pas être plus large"):
            vocabulary.edit(three, broader=[broader])


# Renaming


def test_a_renamed_tag_keeps_its_old_name_as_an_alias_and_its_old_address_redirects(client, three):
    vocabulary.rename(tag("Call center"), "Centre de contacts")
    assert [str(one) for one in tag("Centre de contacts").aliases.all()] == ["Call center"]
    response = client.get("/tags/call-center/")
    assert (response.status_code, response.url) == (301, "/tags/centre-de-contacts/")


def test_a_change_of_case_alone_keeps_the_address(three):
    vocabulary.rename(tag("Call center"), "Call Center")
    assert tag("Call Center").slug == "call-center" and not FormerAddress.objects.exists()


def test_addresses_are_followed_over_several_steps_and_after_an_undo(client, three):
    vocabulary.rename(tag("Call center"), "Deuxième")
    renamed = vocabulary.rename(tag("Deuxième"), "Troisième")
    assert client.get("/tags/call-center/").url == "/tags/troisieme/"
    renamed.undo()
    assert (
        client.get("/tags/troisieme/").url
        == client.get("/tags/call-center/").url
        == "/tags/deuxieme/"
    )


def test_a_combination_with_an_old_address_redirects_to_the_new_one(client, three):
    vocabulary.rename(tag("Call center"), "Zèle")
    assert client.get("/tags/call-center+qualite/").url == "/tags/qualite+zele/"


def test_an_address_that_never_was_is_not_found(client, three):
    assert client.get("/tags/jamais/").status_code == 404


def test_a_name_that_another_has_is_refused(three):
    with pytest.raises(ValidationError, match="Qualité"):
        vocabulary.rename(tag("Call center"), "qualite")


# Merging


def test_a_merge_moves_editorials_names_and_address(client, three):
    vocabulary.edit(tag("Centre d'appel"), aliases=["Plateau"])
    vocabulary.merge([tag("Centre d'appel")], into=tag("Call center"))
    assert tags() == {
        "Un": ["Call center"],
        "Deux": ["Call center"],
        "Trois": ["Call center", "Qualité"],
    }
    assert sorted(map(str, tag("Call center").aliases.all())) == ["Centre d'appel", "Plateau"]
    assert client.get("/tags/centre-d-appel/").url == "/tags/call-center/"


def test_a_merge_tells_the_index_which_editorials_changed(three):
    Stale.objects.all().delete()
    vocabulary.merge([tag("Centre d'appel")], into=tag("Call center"))
    stale = set(Stale.objects.values_list("editorial_id", flat=True))
    assert {three["Un"].pk, three["Deux"].pk} <= stale


def test_narrower_tags_follow_a_merge_without_a_circle(three):
    vocabulary.edit(tag("Qualité"), broader=[tag("Centre d'appel")])
    vocabulary.edit(tag("Call center"), broader=[tag("Centre d'appel")])
    vocabulary.merge([tag("Centre d'appel")], into=tag("Call center"))
    assert [str(one) for one in tag("Qualité").broader.all()] == ["Call center"]
    assert not tag("Call center").broader.exists()


def test_a_merge_into_itself_is_refused(three):
    with pytest.raises(ValidationError, match="lui-même"):
        vocabulary.merge([tag("Qualité")], into=tag("Qualité"))
    assert tag("Qualité") and not Operation.objects.exists()


# Splitting and deleting


def test_a_split_gives_the_chosen_editorials_another_tag(three):
    vocabulary.split(tag("Call center"), {"Plateau externe": [three["Deux"].pk]})
    assert tags()["Deux"] == ["Centre d'appel", "Plateau externe"] and tags()["Trois"] == [
        "Call center",
        "Qualité",
    ]


def test_a_split_of_editorials_that_do_not_bear_the_tag_leaves_them(three):
    vocabulary.split(tag("Qualité"), {"Autre": [three["Un"].pk, three["Trois"].pk]})
    assert tags()["Un"] == ["Centre d'appel"] and tags()["Trois"] == ["Autre", "Call center"]


def test_a_split_into_itself_is_refused(three):
    with pytest.raises(ValidationError):
        vocabulary.split(tag("Qualité"), {"QUALITE": None})


def test_a_deleted_tag_leaves_its_editorials(three):
    vocabulary.delete([tag("Call center")])
    assert tags() == {"Un": ["Centre d'appel"], "Deux": ["Centre d'appel"], "Trois": ["Qualité"]}


# Undoing


@pytest.mark.parametrize(
    "change",
    [
        lambda: vocabulary.rename(tag("Call center"), "Autre"),
        lambda: vocabulary.edit(
            tag("Call center"), description="Un lieu.", aliases=["A", "B"], broader=[tag("Qualité")]
        ),
        lambda: vocabulary.merge([tag("Centre d'appel")], into=tag("Call center")),
        lambda: vocabulary.merge([tag("Call center"), tag("Qualité")], into=tag("Centre d'appel")),
        lambda: vocabulary.split(tag("Call center"), {"Neuf": None}),
        lambda: vocabulary.delete([tag("Call center"), tag("Qualité")]),
    ],
    ids=["rename", "edit", "merge", "merge-two", "split", "delete"],
)
def test_each_change_is_one_operation_that_is_undone_and_done_again(three, change):
    vocabulary.edit(tag("Centre d'appel"), aliases=["Plateau"], broader=[tag("Call center")])
    before = everything()
    operation = change()
    after = everything()
    assert after != before and Operation.objects.count() == 2
    undo = operation.undo()
    assert undo.conflict_messages() == [] and everything() == before
    assert undo.undo().conflict_messages() == [] and everything() == after


def test_tags_that_were_told_apart_still_are_once_a_merge_is_undone(three, admin_user):
    tell_apart(tag("Call center"), tag("Qualité"), admin_user)
    tell_apart(tag("Call center"), tag("Centre d'appel"), None)
    columns = ("first", "second", "by", "at")
    before = set(Distinction.objects.values_list(*columns))
    operation = vocabulary.merge([tag("Call center")], into=tag("Centre d'appel"))
    assert not Distinction.objects.exists()
    tell_apart(tag("Centre d'appel"), tag("Qualité"), None)
    undo = operation.undo()
    assert not undo.conflicts
    assert set(Distinction.objects.values_list(*columns)) > before
    assert Distinction.objects.count() == 3, "what was told since stays"
    assert not undo.undo().conflicts and Distinction.objects.count() == 1


def test_an_undone_merge_leaves_what_was_tagged_since(make_editorial, three):
    merged = vocabulary.merge([tag("Centre d'appel")], into=tag("Call center"))
    make_editorial("Quatre", tags=["Centre d'appel"])
    merged.undo()
    assert tags()["Quatre"] == ["Call center"] and tags()["Un"] == ["Centre d'appel"]


def test_a_change_says_in_words_what_became_other(three):
    operation = vocabulary.edit(
        tag("Call center"), description="Un lieu.", aliases=["Plateau"], broader=[tag("Qualité")]
    )
    assert operation.changes.get().differences() == [
        ("définition", "", "Un lieu."),
        ("autres noms", "", "Plateau"),
        ("mots-clés plus larges", "", "Qualité"),
    ]


def test_merging_takes_the_same_queries_for_many(make_editorial, django_assert_max_num_queries):
    for number in range(40):
        make_editorial(f"N° {number}", tags=["Ancien", "Autre"] if number % 2 else ["Ancien"])
    with django_assert_max_num_queries(85):
        vocabulary.merge([tag("Ancien")], into=Tag.objects.named("Nouveau"))
