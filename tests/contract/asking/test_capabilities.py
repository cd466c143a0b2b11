"""What an engine cannot do is left out of its answers, and is no error."""

import pytest

from archive.models import Tag
from archive.search import complete, related, replies, suggested_tags, years

from .conftest import CAPABILITIES


@pytest.fixture
def editorial(make_editorial, engine):
    text = "<p>Un client attend la qualité du standard téléphonique.</p>"
    robot = "<p>Un carnet de messages oubliés (CMO).</p>"
    editorial = make_editorial("La qualité", text, date="2001-03", tags=["Téléphone"])
    alike = make_editorial("Le standard", text.replace("attend", "espère"), tags=["Écoute"])
    alike.tags.get().aliases.create(name="excellence")
    make_editorial("Divers", "<p>Le printemps revient sur la ville.</p>")
    make_editorial("Le robot", robot)
    for number in range(2):
        make_editorial(f"Bulletin : {number}", "<p>Un bulletin.</p>", source_id=f"b-{number}")
    engine.refresh()
    return editorial


@pytest.fixture
def lacks(editorial, answer, client):
    """{capability: a function that tells whether what it would bring is left out}"""
    names = {tag.slug: [tag.name] for tag in Tag.objects.all()}
    return {
        "ranking": lambda: not answer(q="qualité printemps", literal="1").hits,
        "forms": lambda: not answer(q="clients").hits,
        "dates": lambda: not answer(q="mars 2001").hits,
        "reasons": lambda: not answer(q="standard").hits[0].why,
        "words": lambda: not answer(q="standard").words,
        "acronyms": lambda: not answer(q="CMO").reading,
        "names": lambda: not answer(q="tag:excellence").hits,
        "spelling": lambda: not answer(q="standart").suggestion,
        "years": lambda: not years(),
        "completion": lambda: not complete("qual"),
        "related": lambda: not related(editorial),
        "tags": lambda: not suggested_tags(editorial, names),
        "passages": lambda: not replies("Pourquoi le client attend-il ?").replies,
        "folding": lambda: not any(hit.parts for hit in answer(q="bulletin", fold="1").hits),
        "keeping": lambda: client.get("/healthz").json()["index"] != "ok",
    }


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_what_an_engine_cannot_do_and_only_that_is_left_out(engine, lacks, capability):
    assert lacks[capability]() is (capability in engine.CANNOT)


def test_all_that_is_asked_is_there_whatever_the_engine(editorial, answer):
    hits = answer(q="standard").hits
    assert editorial.pk in [hit.id for hit in hits] and len(hits) == 2


def test_the_api_and_the_page_say_who_answers(editorial, client, engine):
    assert client.get("/api/v1/search?q=standard").json()["by"] == engine.by
    page = client.get("/search/?q=standard").content.decode()
    assert ("L’index ne répond pas pour le moment" in page) is (engine.by == "database")


def test_an_index_that_cannot_be_kept_is_told_and_nothing_is_lost(
    editorial, engine, check_index, answer
):
    status, printed = check_index(repair=True)
    assert ("could not be repaired" in printed) is ("keeping" in engine.CANNOT) is (status == 1)
    assert answer(q="standard").count == 2
