"""Which tags an editorial may want, learned from those that editors have given."""

from random import Random

import pytest

from archive.models import Rejection, Tag, Tagging, vocabulary
from archive.search import Level, learn_tags, suggested_tags

from .conftest import needs

TRAINING = "Le standard forme ses conseillers ; chaque stagiaire répète les appels difficiles avec un tuteur."
ALSO_TRAINING = "Un tuteur écoute le stagiaire, qui répète les appels difficiles avant le standard."
ROBOT = "L’automate vocal comprend mal la voix, et la machine se trompe de service."


@pytest.fixture
def suggestions(engine):
    """An editorial -> the tags suggested for it, with all that was saved until now."""

    def suggest(editorial, names=None, without=()):
        engine.refresh()
        every = {tag.slug: [tag.name] for tag in Tag.objects.all()}
        return suggested_tags(editorial, every if names is None else names, without)

    return suggest


@pytest.fixture
def make(make_editorial):
    return lambda title, text, **fields: make_editorial(title, f"<p>{text}</p>", **fields)


def slugs(suggestions) -> list[str]:
    return [suggestion.slug for suggestion in suggestions]


@needs("tags")
def test_an_editorial_is_offered_the_tags_of_those_most_alike(make, suggestions):
    taught = make("Un", TRAINING, tags=["Formation"])
    make("Deux", ROBOT, tags=["Automates"])
    editorial = make("Trois", ALSO_TRAINING)
    assert slugs(suggestions(editorial)) == ["formation"]
    [best] = suggestions(editorial)
    assert best.neighbours == [taught.pk] and not best.named
    assert {"tuteur", "stagiaire"} <= set(best.words)


@needs("tags")
def test_the_passage_that_speaks_for_a_tag_is_shown(make, suggestions):
    make("Un", TRAINING, tags=["Formation"])
    make("Deux", ROBOT)
    passages = [
        suggestion.passage.html() for suggestion in suggestions(make("Trois", ALSO_TRAINING))
    ]
    assert len(passages) == 1 and "<mark>tuteur</mark>" in passages[0]


@needs("tags")
def test_what_one_alike_editorial_bears_and_no_word_says_is_not_likely(make, suggestions):
    make("Un", TRAINING, tags=["Formation"])
    for number in range(5):
        make(f"Deux {number}", ROBOT, tags=["Automates"])
    editorial = make("Trois", ALSO_TRAINING)
    assert slugs(suggestions(editorial)) == ["formation"]
    [alone] = suggestions(editorial)
    assert alone.score > 0.35 and alone.level == Level.POSSIBLE
    make("Quatre", TRAINING, tags=["Formation"])
    [both] = suggestions(editorial)
    assert both.level == Level.LIKELY


@needs("tags")
def test_what_little_speaks_for_is_shown_without_a_passage_or_not_at_all(make, suggestions):
    for number in range(12):
        make(f"Un {number}", TRAINING, tags=["Formation", f"Dossier {number}"])
        make(f"Deux {number}", ROBOT, tags=["Automates"])
    tags = {tag.slug: tag for tag in suggestions(make("Trois", ALSO_TRAINING))}
    assert "formation" in tags and tags["formation"].passage
    weak = [tag for tag in tags.values() if tag.score < 0.35]
    assert weak and all(tag.passage is None and tag.neighbours for tag in weak)
    assert "automates" not in tags


@needs("tags")
def test_a_tag_whose_name_stands_in_the_text_is_offered_whatever_its_number(make, suggestions):
    make("Un", ROBOT, tags=["Centre d’appels"])
    make("Deux", TRAINING)
    tags = suggestions(make("Trois", "Les centres d’appel de la région embauchent."))
    assert [(tag.slug, tag.named) for tag in tags] == [("centre-d-appels", "Centre d’appels")]
    assert "<mark>centres d’appel</mark>" in tags[0].passage.html()


@needs("tags")
def test_an_alias_in_the_text_speaks_for_its_tag(make, suggestions):
    make("Un", ROBOT, tags=["Télétravail"])
    names = {"teletravail": ["Télétravail", "travail à domicile"]}
    tags = suggestions(make("Deux", "Le travail à domicile divise."), names=names)
    assert [(tag.slug, tag.named) for tag in tags] == [("teletravail", "travail à domicile")]


@needs("tags")
def test_a_name_that_every_text_says_counts_little(make, suggestions):
    """« Client » stands everywhere in such magazines, and few editorials bear it as a tag."""
    for number in range(8):
        make(f"N° {number}", f"Le client appelle. {TRAINING}", tags=["Formation"])
    make("Un", "Le client attend.", tags=["Client"])
    assert slugs(suggestions(make("Deux", f"Le client appelle. {ALSO_TRAINING}")))[:1] == [
        "formation"
    ]


@needs("tags")
def test_no_tag_is_said_by_a_stem_that_its_name_shares(make, suggestions):
    make("Un", "Les luttes d’hier.", tags=["Queer"])
    make("Deux", TRAINING, tags=["Formation"])
    tags = suggestions(make("Trois", f"Que dire, et que faire ? {ALSO_TRAINING}"))
    assert [tag.named for tag in tags] == [""] and slugs(tags) == ["formation"]


@needs("tags")
def test_what_only_files_texts_and_what_all_bear_is_suggested_for_none(make, suggestions):
    for number in range(10):
        tags = ["article", "Annuaire", "Formation"] if number < 4 else ["article", "Annuaire"]
        make(f"N° {number}", f"{TRAINING} Un article d’annuaire.", tags=tags)
    Tagging.objects.filter(tag__name="article").update(origin="category")
    assert slugs(suggestions(make("Deux", f"{ALSO_TRAINING} Un article."))) == ["formation"]


@needs("tags")
def test_a_rejection_teaches_beyond_its_editorial(make, suggestions):
    make("Un", TRAINING, tags=["Formation"])
    make("Deux", ROBOT)
    rejecting, editorial = make("Trois", ALSO_TRAINING), make("Quatre", ALSO_TRAINING)
    before = suggestions(editorial)
    Rejection.objects.create(editorial=rejecting, tag=Tag.objects.get())
    after = suggestions(editorial)
    assert slugs(before) == slugs(after) == ["formation"] and after[0].score < before[0].score


@needs("tags")
def test_each_tag_has_a_passage_of_its_own(make, suggestions):
    make("Un", TRAINING, tags=["Formation", "Standard", "Appels"])
    make("Deux", ROBOT)
    text = f"{ALSO_TRAINING} Une formation longue. {ROBOT} Les appels pleuvent la nuit."
    tags = suggestions(make("Trois", text))
    shown = [tag.passage.text for tag in tags if tag.passage]
    assert len(tags) == 3 and len(shown) == len(set(shown)) >= 2


@needs("tags")
def test_how_far_a_suggestion_is_to_be_trusted_is_told(make, suggestions):
    for number in range(12):
        make(f"La formation {number}", f"La formation. {TRAINING}", tags=["Formation"])
        make(f"Le reste {number}", ROBOT, tags=["Automates"])
    sure = suggestions(make("Une formation", f"La formation paie. La formation. {ALSO_TRAINING}"))
    assert [tag.level for tag in sure[:1]] == [Level.SURE] and sure[0].slug == "formation"
    unsure = suggestions(make("La mer", "La mer monte doucement, et le service attend."))
    assert unsure and all(tag.level != Level.SURE for tag in unsure)


@needs("tags")
def test_what_was_rejected_or_is_borne_is_not_offered_again(make, suggestions):
    make("Un", TRAINING, tags=["Formation", "Écoute"])
    make("Deux", ROBOT)
    editorial = make("Trois", ALSO_TRAINING)
    assert set(slugs(suggestions(editorial))) == {"formation", "ecoute"}
    assert slugs(suggestions(editorial, without={"formation"})) == ["ecoute"]


@needs("tags")
def test_an_archive_teaches_by_its_own_tags_which_suggestions_are_sure(engine, make, suggestions):
    """None of these tags is said by any text."""
    for number in range(35):
        tutor = ["tuteur", "moniteur", "parrain"][number % 3]
        make(f"Un {number}", TRAINING.replace("tuteur", tutor), tags=["École", "Pédagogie", "RH"])
        make(f"Deux {number}", ROBOT, tags=["Informatique", "Progrès", "Outils"])
    editorial = make("Trois", ALSO_TRAINING)
    untaught = suggestions(editorial)
    assert learn_tags() == 70
    taught = suggestions(editorial)
    assert {"ecole", "pedagogie", "rh"} == {tag.slug for tag in taught if tag.level == Level.SURE}
    assert min(tag.score for tag in taught[:3]) > max(tag.score for tag in untaught)
    assert all(tag.level != Level.SURE for tag in suggestions(make("La mer", "La mer monte.")))


@needs("tags")
def test_a_tag_that_was_renamed_or_merged_is_as_likely_as_it_was_learned(make, suggestions):
    for number in range(35):
        tutor = ["tuteur", "moniteur", "parrain"][number % 3]
        tag = "École" if number % 2 else "Apprentissage"
        make(f"Un {number}", TRAINING.replace("tuteur", tutor), tags=[tag, "Pédagogie", "RH"])
        make(f"Deux {number}", ROBOT, tags=["Informatique", "Progrès", "Outils"])
    editorial = make("Trois", ALSO_TRAINING)
    suggestions(editorial)
    assert learn_tags() == 70
    before = {tag.slug: tag for tag in suggestions(editorial)}
    assert "rh" in before and before["rh"].level == Level.SURE
    vocabulary.rename(Tag.objects.get(name="RH"), "Ressources humaines")
    school, apprenticeship = Tag.objects.get(name="École"), Tag.objects.get(name="Apprentissage")
    vocabulary.merge([apprenticeship], school)
    after = {tag.slug: tag for tag in suggestions(editorial)}
    # What bears it now is what bears « Pédagogie », so its words say the same.
    as_before = pytest.approx(before["rh"].score, abs=1e-4)
    assert after["ressources-humaines"].score == as_before and after["ecole"].score == as_before
    assert before["ecole"].score < 0.7


@needs("tags")
def test_where_no_tag_can_be_told_nothing_is_sure(make, suggestions, engine):
    """Each text says all of these names, and bears two of them by chance."""
    names = ["Standard", "Tuteur", "Stagiaire", "Conseillers", "Appels", "Chaque stagiaire"]
    chance = Random(1)
    for number in range(100):
        text = TRAINING.replace("difficiles", chance.choice(["rudes", "longs", "brefs"]))
        make(f"N° {number}", text, tags=[*chance.sample(names, 2), f"Dossier {number // 2}"])
    engine.refresh()
    assert learn_tags() == 100
    tags = suggestions(make("Deux", TRAINING))
    assert tags and all(tag.level != Level.SURE for tag in tags)


def test_too_few_tags_teach_nothing(make, suggestions):
    make("Un", TRAINING, tags=["Formation"])
    make("Deux", ROBOT, tags=["Automates"])
    editorial = make("Trois", ALSO_TRAINING)
    before = suggestions(editorial)
    assert learn_tags() == 0 and suggestions(editorial) == before


def test_a_tag_that_is_no_more_is_not_offered(make, suggestions):
    make("Un", TRAINING, tags=["Formation"])
    make("Deux", ROBOT)
    assert suggestions(make("Trois", ALSO_TRAINING), names={}) == []


def test_an_archive_without_tags_offers_none(make, suggestions):
    make("Un", TRAINING)
    assert suggestions(make("Deux", ALSO_TRAINING)) == []


def test_a_text_without_words_is_offered_nothing(make, suggestions):
    make("Un", TRAINING, tags=["Formation"])
    assert suggestions(make("", "")) == []


def test_before_anything_is_indexed_nothing_is_offered(make):
    editorial = make("Un", TRAINING, tags=["Formation"])
    assert suggested_tags(editorial, {"formation": ["Formation"]}) == []
