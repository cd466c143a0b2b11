"""/desk/search/: what words count as, what comes first, what weighs more, and what was learned."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from archive.models import (
    Correction,
    Editorial,
    Equivalent,
    OpenedHit,
    Operation,
    Pin,
    SoughtQuery,
    Tag,
    Weight,
    steering,
)
from archive.search import ask
from archive.search.question.query import Question
from archive.search.upkeep import freshness
from archive.synonyms import Words

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/search/"
NAMES = ["equivalents", "proposals", "pins", "weights", "corrections", "opened"]


@pytest.fixture(autouse=True)
def no_starter_list(db):
    Equivalent.objects.all().delete()


def at(name: str) -> str:
    return f"{ADDRESS}?list={name}"


def page(client, address=ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


# Adding and removing


def test_an_equivalent_is_added_shown_and_undone(editor_client, admin_user):
    sent = {"add": "1", "words": "bogue\r\n bug \r\n", "why": "le mot du bureau"}
    response = editor_client.post(ADDRESS, sent, follow=True)
    assert response.redirect_chain == [(ADDRESS, 302)]
    operation = Operation.objects.get()
    told = response.content.decode()
    assert "bogue = bug" in told and "le mot du bureau" in told and operation.by == admin_user
    assert f"/desk/operations/{operation.pk}/" in told
    editor_client.post(f"/desk/operations/{operation.pk}/")
    assert "bogue = bug" not in page(editor_client)


def test_an_equivalent_of_one_way_says_so(editor_client):
    sent = {"add": "1", "words": "sous-traitance\noffshore", "one_way": "on"}
    editor_client.post(ADDRESS, sent)
    assert "sous-traitance → offshore" in page(editor_client)


@pytest.mark.parametrize(
    "words, told",
    [
        ("", "obligatoire"),
        ("bug", "deux mots différents"),
        ("bug\nBUG", "deux mots différents"),
        ("bug\nde la", "mots-outils"),
        ("bug\n!!!", "vide"),
        ("bug\n" + "x" * 100, "trop long"),
        ("\n".join(f"mot{number}" for number in range(1000)), "au plus"),
    ],
)
def test_odd_words_are_refused_with_the_reason_and_stay_in_the_form(editor_client, words, told):
    response = editor_client.post(ADDRESS, {"add": "1", "words": words})
    assert response.status_code == 422 and told in response.content.decode()
    assert not Equivalent.objects.exists()


def test_the_same_again_and_one_too_many_are_refused(editor_client):
    steering.take([Words(["bug", f"mot{number}"]) for number in range(20)])
    for words, told in (("mot1\nbug", "déjà équivalents"), ("bug\nautre", "trop d’équivalents")):
        response = editor_client.post(ADDRESS, {"add": "1", "words": words})
        assert response.status_code == 422 and told in response.content.decode()


def test_the_ticked_are_removed(editor_client):
    steering.take([Words(["bogue", "bug"]), Words(["toile", "web"]), Words(["puce", "chip"])])
    gone = Equivalent.objects.holding("bug") | Equivalent.objects.holding("web")
    editor_client.post(ADDRESS, {"remove": "1", "keep": [row.pk for row in gone]})
    assert [str(row) for row in Equivalent.objects.all()] == ["puce = chip"]
    assert Operation.objects.first().changes.count() == 2


def test_nothing_ticked_removes_nothing(editor_client):
    steering.add(["bogue", "bug"])
    sent = {"remove": "1", "keep": ["x", "-1", "9" * 30]}
    assert "Rien n’est coché" in editor_client.post(ADDRESS, sent, follow=True).content.decode()
    assert Equivalent.objects.exists()


def test_the_list_is_searched_accents_aside(editor_client):
    steering.take([Words(["synthèse vocale", "voix de synthèse"]), Words(["toile", "web"])])
    shown = page(editor_client, f"{ADDRESS}?like=SYNTHESE")
    assert "voix de synthèse" in shown and "toile" not in shown
    assert "ne contient « zzz »" in page(editor_client, f"{ADDRESS}?like=zzz")


def test_a_pin_is_made_from_numbers_and_addresses(editor_client, make_editorial):
    one, two = make_editorial("Le passage"), make_editorial("Le lendemain")
    sent = {
        "add": "1",
        "query": " An   2000 ",
        "editorials": f"{two.pk}\nhttps://archive.example{one.get_absolute_url()}?x=1",
        "until": "2031-01-31",
        "why": "anniversaire",
    }
    editor_client.post(at("pins"), sent)
    assert (Pin.objects.get().query, Pin.objects.get().editorials) == ("An 2000", [two.pk, one.pk])
    shown = page(editor_client, at("pins"))
    assert "<li>Le lendemain</li> <li>Le passage</li>" in shown and "31/01/2031" in shown


def test_a_pin_to_a_withdrawn_editorial_is_refused_and_one_withdrawn_later_is_told(
    editor_client, make_editorial
):
    gone, there = make_editorial("Le passage", state="withdrawn"), make_editorial("Le lendemain")
    sent = {"add": "1", "query": "an 2000", "editorials": str(gone.pk)}
    response = editor_client.post(at("pins"), sent)
    assert response.status_code == 422 and "pas publié (retiré)" in response.content.decode()
    editor_client.post(at("pins"), sent | {"editorials": str(there.pk)})
    there.state = "withdrawn"
    there.save()
    assert "Le lendemain (passé : non publié)" in page(editor_client, at("pins"))


@pytest.mark.parametrize(
    "fields",
    [
        {"query": "", "editorials": "1"},
        {"query": "***", "editorials": "1"},
        {"query": "bug", "editorials": "le passage"},
        {"query": "bug", "editorials": "/editorials/999999/x/"},
        {"query": "bug", "editorials": "9" * 18},
        {"query": "bug", "editorials": "1", "until": "demain"},
    ],
)
def test_an_odd_pin_is_refused(editor_client, fields):
    response = editor_client.post(at("pins"), fields | {"add": "1"})
    assert response.status_code == 422 and not Pin.objects.exists()


@pytest.mark.parametrize(
    "facet, name", [("publication", "DECROCHE"), ("section", "courrier"), ("tag", "accueil client")]
)
def test_a_weight_is_given_by_the_name(editor_client, make_editorial, facet, name):
    make_editorial(publication="Décroché", section="Courrier", tags=["Accueil client"])
    sent = {"add": "1", "facet": facet, "name": name, "factor": "0,5"}
    editor_client.post(at("weights"), sent)
    assert Weight.objects.get().factor == 0.5
    assert "× 0,5" in page(editor_client, at("weights"))


@pytest.mark.parametrize("factor", ["", "0", "5", "-1", "nan", "1e3", "deux", "9" * 9])
def test_an_odd_weight_is_refused(editor_client, make_editorial, factor):
    make_editorial(publication="Décroché")
    sent = {"add": "1", "facet": "publication", "name": "Décroché", "factor": factor}
    assert editor_client.post(at("weights"), sent).status_code == 422
    assert not Weight.objects.exists()


def test_a_correction_is_added(editor_client):
    sent = {"add": "1", "typed": "sevice", "read": "service", "instead": "on"}
    editor_client.post(at("corrections"), sent)
    assert Correction.objects.get().instead
    assert "sevice → service" in page(editor_client, at("corrections"))
    response = editor_client.post(at("corrections"), sent | {"read": "Sevice"})
    assert response.status_code == 422


# Proposals


def test_hundreds_of_proposals_are_accepted_or_refused_at_once(editor_client):
    steering.propose([Words([f"mot{number}", f"autre{number}"]) for number in range(300)])
    shown = page(editor_client, at("proposals"))
    assert shown.count('" checked>') == 300 + 1  # and the keyboard's own
    keep = list(Equivalent.objects.open().values_list("pk", flat=True))
    editor_client.post(at("proposals"), {"accept": "1", "keep": keep[:250]})
    editor_client.post(at("proposals"), {"refuse": "1", "keep": keep[250:]})
    assert Equivalent.objects.in_force().count() == 250
    assert not Equivalent.objects.open().exists()


def test_the_archive_proposes_what_tags_and_fruitless_searches_tell(editor_client):
    tag = Tag.objects.create(name="Serveur vocal interactif")
    tag.aliases.create(name="Automate d’accueil")
    sought = ["serveurs vocal interactif", "serveur interactif", "tout autre chose"]
    for text in (*sought, "-serveur", "-serveur OU -vocal"):
        SoughtQuery.objects.create(key=text, text=text, count=3, results=0, last_day="2026-01-01")
    editor_client.post(at("proposals"), {"look": "1"})
    assert sorted(str(row) for row in Equivalent.objects.open()) == [
        "Serveur vocal interactif = Automate d’accueil",
        "serveur interactif → Serveur vocal interactif",
        "serveurs vocal interactif → Serveur vocal interactif",
    ]
    assert "Cherché 3 fois" in page(editor_client, at("proposals"))
    editor_client.post(at("proposals"), {"look": "1"})
    assert Equivalent.objects.open().count() == 3


# As a file


def test_what_is_exported_is_imported_again_with_nothing_new(editor_client):
    steering.take([Words(["bogue", "bug"], why="le mot"), Words(["été, saison", "chaleur"], True)])
    file = editor_client.get("/desk/search/equivalents.csv")
    assert file["Content-Type"].startswith("text/csv")
    assert "both,bogue ; bug,le mot" in file.content.decode()
    sent = {"file": SimpleUploadedFile("e.csv", file.content)}
    shown = editor_client.post("/desk/search/import/", sent).content.decode()
    assert "0 équivalent" in shown
    Equivalent.objects.all().delete()
    sent = {"file": SimpleUploadedFile("e.csv", file.content)}
    shown = editor_client.post("/desk/search/import/", sent).content.decode()
    assert "2 équivalents seraient nouveaux" in shown and not Equivalent.objects.exists()
    sent = {"text": file.content.decode(), "confirm": "1"}
    assert editor_client.post("/desk/search/import/", sent).url == ADDRESS
    assert editor_client.get("/desk/search/equivalents.csv").content == file.content


@pytest.mark.parametrize(
    "content, told",
    [
        (b"\xff\xfe\x00", "pas du texte"),
        (b"", "est vide"),
        (b"name,aliases\na,b", "pas une liste"),
        (b"way,words\nboth,bug", "Ligne 1"),
        (b"way,words\nboth,a1 ; b1\nboth,bug ; de la", "mots-outils"),
        (b"way,words\n" + b"both,a1 ; b1\n" * 5001, "pas une liste"),
        (b"way,words\n" + b"".join(b"both,bug ; m%d\n" % n for n in range(1000)), "trop d’"),
        (b"x" * (2 * 2**20 + 1), "trop gros"),
    ],
)
def test_a_file_that_is_none_is_refused_with_the_reason(editor_client, content, told):
    sent = {"file": SimpleUploadedFile("e.csv", content)}
    response = editor_client.post("/desk/search/import/", sent)
    assert response.status_code == 422 and told in response.content.decode()
    assert not Equivalent.objects.exists()


# From what visitors seek


def test_each_search_without_result_leads_to_what_can_be_done_with_its_words_filled_in(
    editor_client,
):
    SoughtQuery.objects.create(
        key="a", text='"bogue" & co', count=2, results=0, last_day="2026-01-01"
    )
    shown = page(editor_client, "/desk/searches/")
    words = "%22bogue%22%20%26%20co"
    for address in (f"?words={words}", f"?list=pins&amp;query={words}", f"&amp;typed={words}"):
        assert address in shown
    filled = page(editor_client, f"{ADDRESS}?words={words}")
    assert "&quot;bogue&quot; &amp; co</textarea>" in filled


# What was learned


@pytest.fixture
def found(make_editorial):
    """Results of a search for « standard »."""
    for number in "123":
        make_editorial(f"Le standard {number}", body="<p>Un standard.</p>")
    freshness.drain()


def opened(client, editorial, position=1, came_from="http://testserver/search/?q=standard", **sent):
    address = f"{editorial.get_absolute_url()}?q=standard&hit={position}"
    headers = {"Referer": came_from, "User-Agent": "Mozilla/5.0"} | sent
    return client.get(address, headers=headers)


def test_which_place_was_opened_is_counted_and_shown(editor_client, found):
    places = hits_of(editor_client)
    for _time in range(3):
        opened(editor_client, places[0], 1)
    opened(editor_client, places[2], 3)
    rows = OpenedHit.objects.values_list("text", "position", "count")
    assert list(rows) == [("standard", 1, 3), ("standard", 3, 1)]
    assert "le premier dans 75 % des cas" in page(editor_client, at("opened"))


def hits_of(client):
    """What a search for « standard » finds, in order."""
    ids = [hit.id for hit in ask(Question(q="standard")).hits]
    rows = Editorial.objects.in_bulk(ids)
    return [rows[pk] for pk in ids]


@pytest.mark.parametrize(
    "position, sent",
    [
        (1, {"Referer": ""}),
        (1, {"Referer": "http://elsewhere.example/search/"}),
        (1, {"Referer": "http://testserver/editorials/1/x/"}),
        (1, {"User-Agent": "Googlebot/2.1"}),
        (1, {"Sec-Purpose": "prefetch;prerender"}),
        (2, {}),
    ],
)
def test_what_nobody_chose_is_not_counted(editor_client, found, position, sent):
    assert opened(editor_client, hits_of(editor_client)[0], position, **sent).status_code == 200
    assert not OpenedHit.objects.exists()


def test_nothing_is_counted_where_the_archive_is_not_to_learn(editor_client, found, settings):
    settings.LEARN = False
    opened(editor_client, hits_of(editor_client)[0])
    assert not OpenedHit.objects.exists()
    assert "ARCHIVE_LEARN=0" in page(editor_client, at("opened"))


def test_what_deserves_an_equivalent_is_told(editor_client):
    SoughtQuery.objects.create(key="a", text="bogue", count=9, results=0, last_day="2026-01-01")
    SoughtQuery.objects.create(key="b", text="une fois", count=1, results=0, last_day="2026-01-01")
    for text, position in (("loin", 12), ("près", 1), ("près", 12)):
        OpenedHit.objects.create(key=text, text=text, position=position, last_day="2026-01-01")
    shown = page(editor_client, at("opened")).partition('id="opened"')[0]
    assert "?words=bogue" in shown and "?words=loin" in shown
    assert "?words=une" not in shown and "?words=pr" not in shown


# Any address


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("odd", ["&page=0", "&page=x", "&like=%00%22<b>", "&like=" + "x" * 3000])
def test_odd_parameters_break_nothing(editor_client, name, odd):
    response = editor_client.get(at(name) + odd)
    assert response.status_code in (200, 404) and "<b>" not in response.content.decode()


def test_a_list_that_is_none_is_not_found(editor_client):
    assert editor_client.get(at("jamais")).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_an_odd_request_changes_nothing(editor_client, name):
    steering.add(["bogue", "bug"])
    for sent in ({}, {"add": "1"}, {"keep": "1"}, {"accept": "1", "keep": "x"}):
        assert editor_client.post(at(name), sent).status_code in (200, 302, 422)
    assert Equivalent.objects.in_force().count() == 1


def test_a_list_costs_the_same_for_many(
    editor_client, make_editorial, django_assert_max_num_queries
):
    editorial = make_editorial("Un", publication="Décroché", tags=["Accueil"])
    steering.take([Words([f"mot{number}", f"autre{number}"]) for number in range(150)])
    for number in range(30):
        steering.pin(f"recherche {number}", [editorial.pk])
        steering.correct_words(f"faux {number}", f"juste {number}")
    steering.weigh("publication", "decroche", 2)
    steering.weigh("tag", "accueil", 2)
    for name in NAMES:
        with django_assert_max_num_queries(16):
            editor_client.get(at(name))


def test_a_second_pin_of_a_search_tells_that_it_takes_the_place_of_the_first(
    editor_client, make_editorial
):
    sent = {"add": "1", "query": "Qualité", "editorials": str(make_editorial("Le passage").pk)}
    first = editor_client.post(at("pins"), sent, follow=True).content.decode()
    sent = {"add": "1", "query": "qualite", "editorials": str(make_editorial("Le lendemain").pk)}
    second = editor_client.post(at("pins"), sent, follow=True).content.decode()
    replaced = "Ce qui était réglé pour ces mots est remplacé."
    assert replaced not in first and replaced in second
