"""Which editorials are related to one, and the reasons given."""

import datetime

import pytest
from haystack import connections

from archive.models import Editorial
from archive.search import freshness
from archive.search.related import related

PHONE = "Le standard téléphonique forme ses conseillers à l’écoute. La CNIL surveille chaque enregistrement."
OTHER_PHONE = "Un conseiller du standard parle. La CNIL lit chaque enregistrement téléphonique avec soin."
ROBOT = "L’automate vocal comprend mal. Le robot se trompe souvent, et la machine coûte."
FILLING = ["Le printemps revient sur la ville.", "La mer monte doucement.", "Une maison vide attend."]


@pytest.fixture
def find():
    """What is related to an editorial, from the index as it stands."""

    def found(editorial, **options):
        freshness.drain()
        return related(connections["default"].get_backend().snapshot(), editorial, **options)

    return found


@pytest.fixture
def make(make_editorial):
    for number, text in enumerate(FILLING):
        make_editorial(f"Divers {number}", f"<p>{text}</p>")

    def made(title, text="", **fields):
        return make_editorial(title, f"<p>{text}</p>", **fields)

    return made


def test_editorials_are_related_by_their_telling_words_and_say_which(make, find):
    one, other = make("Un", PHONE), make("Deux", OTHER_PHONE)
    make("Trois", ROBOT)
    (found,) = find(one)
    assert found.id == other.pk and found.score > 0
    assert {"standard", "téléphonique", "CNIL", "chaque", "enregistrement"} == set(found.words)
    assert not found.tags and not found.same_author and not found.is_copy


def test_the_words_are_those_of_the_editorial_that_is_read(make, find):
    one = make("Un", "Les abonnés du Standard.")
    make("Deux", "Un abonné, des standards.")
    make("Trois", "La fuite devant les abonnés, et rien qu’un standard.")
    assert [sorted(found.words) for found in find(one)] == [["Standard", "abonnés"]] * 2


def test_a_shared_tag_is_a_reason_and_the_rarer_the_better(make, find):
    one = make("Un", "Alpha.", tags=["Humeur", "Écoute"])
    rare = make("Deux", "Beta.", tags=["Écoute"])
    common = [make(f"N° {number}", "Gamma.", tags=["Humeur"]) for number in range(4)]
    found = find(one)
    assert [tag.name for tag in found[0].tags] == ["Écoute"] and found[0].id == rare.pk
    assert {each.id for each in found[1:]} <= {each.pk for each in common}


def test_an_author_in_common_is_told_and_counts_but_is_no_reason_alone(make, find):
    one = make("Un", PHONE, authors=["Jeanne Dupont"])
    make("Deux", OTHER_PHONE, authors=["Paul Martin"])
    same = make("Trois", "La CNIL parle du standard téléphonique.", authors=["Jeanne Dupont"])
    robot = make("Quatre", ROBOT, authors=["Jeanne Dupont"])
    assert {each.id: each.same_author for each in find(one)}[same.pk]
    assert robot.pk not in [each.id for each in find(one)] and len(find(one)) == 2


def test_of_equal_ones_the_nearest_in_time_comes_first(make, find):
    one = make("Un", PHONE, date="2004-05-01")
    far = make("Loin", "Le standard et la CNIL.", date="1990")
    near = make("Près", "La CNIL et le standard.", date="2004-06")
    found = find(one)
    assert [each.id for each in found] == [near.pk, far.pk]
    assert [each.near_in_time for each in found] == [True, False]


def test_an_editorial_is_never_related_to_itself(make, find):
    one = make("Un", PHONE)
    make("Deux", OTHER_PHONE)
    assert one.pk not in [each.id for each in find(one, most=50)]


def test_a_near_copy_is_said_to_be_one_and_comes_last(make, find):
    text = " ".join([PHONE, ROBOT, *FILLING])
    one = make("Un", text)
    copy = make("Un", text + " Suite.")
    make("Copie", text)
    other = make("Deux", OTHER_PHONE)
    found = find(one)
    assert found[0].id == other.pk
    assert [each.is_copy for each in found] == sorted(each.is_copy for each in found)
    assert sum(each.is_copy for each in found) == 1 and found[-1].id != other.pk
    assert copy.pk not in [each.id for each in found[:-1]]


def test_two_copies_of_another_are_one(make, find):
    one = make("Un", PHONE)
    make("Deux", OTHER_PHONE)
    make("Deux encore", OTHER_PHONE)
    assert len(find(one)) == 1


def test_no_more_are_given_than_are_asked_for(make, find):
    one = make("Un", PHONE)
    for number in range(8):
        make(f"N° {number}", f"{OTHER_PHONE} {' fin' * 20 * number}")
    assert len(find(one, most=3)) == 3


def test_drafts_and_deleted_editorials_are_not_related(make, find):
    one = make("Un", PHONE)
    make("Brouillon", OTHER_PHONE, state="draft")
    gone = make("Parti", OTHER_PHONE)
    freshness.drain()
    gone.delete()
    assert find(one) == []


def test_a_draft_that_the_index_does_not_have_is_compared_all_the_same(make, find):
    draft, other = make("Un", PHONE, state="draft"), make("Deux", OTHER_PHONE)
    make("Trois", ROBOT + OTHER_PHONE)
    assert find(draft)[0].id == other.pk


def test_the_index_is_followed_at_once(make, find):
    one = make("Un", PHONE)
    assert find(one) == []
    later = make("Deux", OTHER_PHONE)
    assert [each.id for each in find(one)] == [later.pk]


def test_four_queries_are_enough(make, find, django_assert_max_num_queries):
    one = make("Un", PHONE, tags=["Écoute"], authors=["Jeanne Dupont"])
    for number in range(9):
        make(f"N° {number}", OTHER_PHONE, tags=["Écoute"], authors=["Jeanne Dupont"])
    freshness.drain()
    snapshot = connections["default"].get_backend().snapshot()
    with django_assert_max_num_queries(4):
        assert related(snapshot, one)


@pytest.mark.parametrize("text", ["", "\x00", "…!?", "le la les", "mot " * 100_000, "é" * 300_000])
def test_odd_texts_are_related_to_nothing_in_bounded_time(make, find, text):
    make("Deux", OTHER_PHONE)
    odd = Editorial(pk=10**9, title="", text=text, earliest=datetime.date(2004, 1, 1))
    assert find(odd) == []
