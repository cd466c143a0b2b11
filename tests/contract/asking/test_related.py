"""Which editorials are related to one, and the reasons given."""

import datetime

import pytest

from archive.models import Editorial
from archive.search import related

from .conftest import assert_ranked, needs

PHONE = "Le standard téléphonique forme ses conseillers à l’écoute. La CNIL surveille chaque enregistrement."
OTHER_PHONE = (
    "Un conseiller du standard parle. La CNIL lit chaque enregistrement téléphonique avec soin."
)
ROBOT = "L’automate vocal comprend mal. Le robot se trompe souvent, et la machine coûte."
FILLING = [
    "Le printemps revient sur la ville.",
    "La mer monte doucement.",
    "Une maison vide attend.",
]


@pytest.fixture
def relations(engine):
    """An editorial -> what is related to it, with all that was saved until now."""

    def relate(editorial):
        engine.refresh()
        return related(editorial)

    return relate


@pytest.fixture
def make(make_editorial):
    for number, text in enumerate(FILLING):
        make_editorial(f"Divers {number}", f"<p>{text}</p>")

    def make_of_text(title, text="", **fields):
        return make_editorial(title, f"<p>{text}</p>", **fields)

    return make_of_text


def ids(relations) -> list[int]:
    return [relation.id for relation in relations]


@needs("related")
def test_editorials_are_related_by_their_telling_words_and_say_which(make, relations):
    phone, other_phone = make("Un", PHONE), make("Deux", OTHER_PHONE)
    make("Trois", ROBOT)
    assert ids(relations(phone)) == [other_phone.pk]
    [relation] = relations(phone)
    assert relation.score > 0
    assert set(relation.words) == {"standard", "téléphonique", "CNIL", "enregistrement"}
    assert not relation.tags and not relation.same_author and not relation.is_copy


@needs("related")
def test_no_number_and_no_common_verb_is_a_reason(make, relations):
    editorial = make("Un", "Il faut dix lettres. On doit répondre à la réclamation.")
    make("Deux", "Qui répond à dix lettres doit une réclamation ; il le faut.")
    words = [sorted(relation.words) for relation in relations(editorial)]
    assert words == [["lettres", "réclamation"]]


@needs("related")
def test_the_words_are_those_of_the_editorial_that_is_read(make, relations):
    editorial = make("Un", "Les abonnés du Standard.")
    make("Deux", "Un abonné, des standards.")
    make("Trois", "La fuite devant les abonnés, et rien qu’un standard.")
    words = [sorted(relation.words) for relation in relations(editorial)]
    assert words == [["Standard", "abonnés"]] * 2


@needs("related")
def test_a_shared_tag_is_a_reason_and_the_rarer_the_better(make, relations):
    editorial = make("Un", "Alpha.", tags=["Humeur", "Écoute"])
    rare = make("Deux", "Beta.", tags=["Écoute"])
    common = [make(f"N° {number}", "Gamma.", tags=["Humeur"]) for number in range(4)]
    assert ids(relations(editorial))[:1] == [rare.pk]
    first, *others = relations(editorial)
    assert [tag.name for tag in first.tags] == ["Écoute"]
    assert set(ids(others)) <= {each.pk for each in common}


@needs("related")
def test_an_author_in_common_is_told_and_counts_but_is_no_reason_alone(make, relations):
    editorial = make("Un", PHONE, authors=["Jeanne Dupont"])
    by_another = make("Deux", OTHER_PHONE, authors=["Paul Martin"])
    by_her = make("Trois", "La CNIL parle du standard téléphonique.", authors=["Jeanne Dupont"])
    make("Quatre", ROBOT, authors=["Jeanne Dupont"])
    by_author = {relation.id: relation.same_author for relation in relations(editorial)}
    assert by_author == {by_another.pk: False, by_her.pk: True}
    by_her_too = next(each for each in relations(editorial) if each.id == by_her.pk)
    assert [author.name for author in by_her_too.authors] == ["Jeanne Dupont"]


@needs("related")
def test_of_equal_ones_the_nearest_in_time_comes_first(make, relations):
    editorial = make("Un", PHONE, date="2004-05-01")
    far = make("Loin", "Le standard et la CNIL.", date="1990")
    near = make("Près", "La CNIL et le standard.", date="2004-06")
    assert_ranked(relations(editorial), [near, far])
    by_time = {relation.id: relation.near_in_time for relation in relations(editorial)}
    assert by_time == {near.pk: True, far.pk: False}


@needs("related")
def test_no_more_than_five_are_given_and_never_the_editorial_itself(make, relations):
    editorial = make("Un", PHONE)
    for number in range(8):
        make(f"N° {number}", f"{OTHER_PHONE} {' fin' * 20 * number}")
    assert len(relations(editorial)) == 5 and editorial.pk not in ids(relations(editorial))


@needs("related")
def test_a_near_copy_is_said_to_be_one_and_comes_last(make, relations):
    text = " ".join([PHONE, ROBOT, *FILLING])
    editorial = make("Un", text)
    copies = [make("Deux", text + " Suite."), make("Copie", text)]
    alike = make("Deux", OTHER_PHONE)
    assert ids(relations(editorial))[:1] == [alike.pk]
    *others, last = relations(editorial)
    assert last.is_copy and last.id in [copy.pk for copy in copies]
    assert not any(relation.is_copy for relation in others)


@needs("related")
def test_two_copies_of_another_are_one(make, relations):
    editorial = make("Un", PHONE)
    make("Deux", OTHER_PHONE)
    make("Deux encore", OTHER_PHONE)
    assert len(relations(editorial)) == 1


def test_drafts_and_deleted_editorials_are_not_related(make, relations, engine):
    editorial = make("Un", PHONE)
    make("Brouillon", OTHER_PHONE, state="draft")
    deleted = make("Parti", OTHER_PHONE)
    engine.refresh()
    deleted.delete()
    assert relations(editorial) == []


@needs("related")
def test_a_draft_that_the_index_does_not_have_is_compared_all_the_same(make, relations):
    draft, alike = make("Un", PHONE, state="draft"), make("Deux", OTHER_PHONE)
    make("Trois", ROBOT + OTHER_PHONE)
    assert ids(relations(draft))[:1] == [alike.pk]


@needs("related")
def test_what_is_saved_is_related_at_once(make, relations):
    editorial = make("Un", PHONE)
    assert relations(editorial) == []
    later = make("Deux", OTHER_PHONE)
    assert ids(relations(editorial)) == [later.pk]


@needs("related")
def test_four_queries_are_enough(make, relations, django_assert_max_num_queries):
    make("Un", PHONE, tags=["Écoute"], authors=["Jeanne Dupont"])
    for number in range(9):
        make(f"N° {number}", OTHER_PHONE, tags=["Écoute"], authors=["Jeanne Dupont"])
    assert relations(Editorial.objects.get(title="Un"))
    editorial = Editorial.objects.get(title="Un")
    with django_assert_max_num_queries(4):
        related(editorial)


@pytest.mark.parametrize("text", ["", "\x00", "…!?", "le la les", "mot " * 100_000, "é" * 300_000])
def test_odd_texts_are_related_to_nothing_in_bounded_time(make, relations, text):
    make("Deux", OTHER_PHONE)
    odd = Editorial(pk=10**9, title="", text=text, earliest=datetime.date(2004, 1, 1))
    assert relations(odd) == []
