"""Which tags an editorial may want, learned from those that editors have given."""

import pytest

from archive.models import Tag
from archive.search import freshness, suggested_tags

TRAINING = "Le standard forme ses conseillers ; chaque stagiaire répète les appels difficiles avec un tuteur."
ALSO_TRAINING = "Un tuteur écoute le stagiaire, qui répète les appels difficiles avant le standard."
ROBOT = "L’automate vocal comprend mal la voix, et la machine se trompe de service."


@pytest.fixture
def suggest(make_editorial):
    def suggested(editorial, **options):
        freshness.drain()
        names = {tag.slug: [tag.name] for tag in Tag.objects.all()}
        return suggested_tags(editorial, options.pop("names", names), **options)

    return suggested


@pytest.fixture
def make(make_editorial):
    return lambda title, text, **fields: make_editorial(title, f"<p>{text}</p>", **fields)


def test_an_editorial_is_offered_the_tags_of_those_most_alike(make, suggest):
    taught = make("Un", TRAINING, tags=["Formation"])
    make("Deux", ROBOT, tags=["Automates"])
    (best, *others) = suggest(make("Trois", ALSO_TRAINING))
    assert best.slug == "formation" and best.neighbours == [taught.pk] and not best.named
    assert {"tuteur", "stagiaire"} <= set(best.words)
    assert "automates" not in {other.slug for other in others}


def test_the_passage_that_speaks_for_a_tag_is_shown(make, suggest):
    make("Un", TRAINING, tags=["Formation"])
    make("Deux", ROBOT)
    (best,) = suggest(make("Trois", ALSO_TRAINING))
    assert "<mark>tuteur</mark>" in best.passage.html()


def test_a_tag_whose_name_stands_in_the_text_is_offered_whatever_its_number(make, suggest):
    make("Un", ROBOT, tags=["Centre d’appels"])
    make("Deux", TRAINING)
    found = suggest(make("Trois", "Les centres d’appel de la région embauchent."))
    assert [(one.slug, one.named) for one in found] == [("centre-d-appels", "Centre d’appels")]
    assert "<mark>centres d’appel</mark>" in found[0].passage.html()


def test_an_alias_in_the_text_speaks_for_its_tag(make, suggest):
    make("Un", ROBOT, tags=["Télétravail"])
    names = {"teletravail": ["Télétravail", "travail à domicile"]}
    (found,) = suggest(make("Deux", "Le travail à domicile divise."), names=names)
    assert (found.slug, found.named) == ("teletravail", "travail à domicile")


def test_a_name_that_every_text_says_counts_little(make, suggest):
    """« Client » stands everywhere in such magazines, and few editorials bear it as a tag."""
    for number in range(8):
        make(f"N° {number}", f"Le client appelle. {TRAINING}", tags=["Formation"])
    make("Un", "Le client attend.", tags=["Client"])
    (first, *_others) = suggest(make("Deux", f"Le client appelle. {ALSO_TRAINING}"))
    assert first.slug == "formation"


def test_what_was_rejected_or_is_borne_is_not_offered_again(make, suggest):
    make("Un", TRAINING, tags=["Formation", "Écoute"])
    make("Deux", ROBOT)
    editorial = make("Trois", ALSO_TRAINING)
    assert {one.slug for one in suggest(editorial)} == {"formation", "ecoute"}
    assert {one.slug for one in suggest(editorial, without={"formation"})} == {"ecoute"}


def test_a_tag_that_is_no_more_is_not_offered(make, suggest):
    make("Un", TRAINING, tags=["Formation"])
    make("Deux", ROBOT)
    assert suggest(make("Trois", ALSO_TRAINING), names={}) == []


def test_an_archive_without_tags_offers_none(make, suggest):
    make("Un", TRAINING)
    assert suggest(make("Deux", ALSO_TRAINING)) == []


def test_a_text_without_words_is_offered_nothing(make, suggest):
    make("Un", TRAINING, tags=["Formation"])
    assert suggest(make("", "")) == []


def test_without_an_index_nothing_is_offered(make):
    editorial = make("Un", TRAINING, tags=["Formation"])
    assert suggested_tags(editorial, {"formation": ["Formation"]}) == []
