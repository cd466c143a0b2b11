"""Doubts by kind: narrowed, and settled together as one operation."""

import pytest
from django.core.management import call_command

from archive.models import Editorial, Operation, Publication
from archive.models.doubt_kinds import DoubtKind
from archive.models.settling import Settling
from archive.workers import changes

pytestmark = pytest.mark.django_db
TOGETHER = "/desk/doubts/together/?kind=date:guess"


def doubt(field, code, value=""):
    return {"field": field, "code": code, "value": value}


GUESSED = doubt("date", "guess", "2001-05")
UNSIGNED = doubt("byline", "unknown")


@pytest.fixture
def doubted(make_editorial):
    """Three editorials with a guessed date, the first unsigned too, and one that is only that."""
    guessed = [make_editorial(f"Guessed {number}", doubts=[GUESSED]) for number in (1, 2, 3)]
    Editorial.objects.filter(pk=guessed[0].pk).update(doubts=[UNSIGNED, GUESSED])
    return [*guessed, make_editorial("Signed by nobody", doubts=[UNSIGNED])]


def posted(client, address, deed, ticked=None, **more):
    page = client.get(address)
    fields = {"deed": deed, "seal": page.context["seal"]}
    if "rows" in page.context:
        numbers = [row.editorial.pk for row in page.context["rows"]]
        fields["shown"] = ",".join(map(str, numbers))
        fields["keep"] = numbers if ticked is None else ticked
    return client.post(address, fields | more, follow=True)


def left():
    return {row.title: [doubt["code"] for doubt in row.doubts] for row in Editorial.objects.all()}


def test_the_list_tells_the_kinds_and_is_narrowed_to_one(editor_client, doubted):
    page = editor_client.get("/desk/todo/doubts/")
    counted = [(kind.key, count) for kind, count, _address in page.context["kinds"]]
    assert counted == [("date:guess", 3), ("byline:unknown", 2)]
    narrowed = editor_client.get("/desk/todo/doubts/?kind=byline:unknown")
    assert narrowed.context["page"].paginator.count == 2
    assert "Auteur inconnu." in narrowed.content.decode()
    in_turn = editor_client.get("/desk/doubts/?list=doubts&kind=byline:unknown", follow=True)
    assert in_turn.context["following"].pk == doubted[3].pk


def test_those_ticked_are_settled_as_one_operation_that_can_be_undone(editor_client, doubted):
    response = posted(editor_client, TOGETHER, "take", [doubted[0].pk, doubted[1].pk])
    assert Operation.objects.count() == 1 and response.context["done"]
    assert list(Editorial.objects.order_by("pk").values_list("date", flat=True)[:3]) == [
        "2001-05",
        "2001-05",
        "",
    ]
    assert left()["Guessed 1"] == ["unknown"] and left()["Guessed 3"] == ["guess"]
    Operation.objects.get().undo()
    assert left()["Guessed 1"] == ["unknown", "guess"] and not Editorial.objects.exclude(date="")


def test_what_is_right_as_it_is_stays(editor_client, doubted):
    posted(editor_client, TOGETHER, "keep")
    assert not Editorial.objects.exclude(date="") and left()["Guessed 2"] == []
    page = editor_client.get(TOGETHER)
    assert "Plus aucun doute de ce genre." in page.content.decode()


def test_all_of_a_list_are_settled_once_confirmed(editor_client, doubted):
    magazine = Publication.objects.create(name="Décroché")
    Editorial.objects.filter(pk__in=[doubted[1].pk, doubted[3].pk]).update(publication=magazine)
    response = posted(editor_client, f"{TOGETHER}&publication=decroche&all=1", "take")
    assert response.redirect_chain[-1][0].startswith("/desk/operations/")
    assert [row.title for row in Editorial.objects.exclude(date="")] == ["Guessed 2"]


def test_nothing_is_settled_that_was_not_seen(editor_client, doubted):
    page = editor_client.get(TOGETHER)
    numbers = [row.editorial.pk for row in page.context["rows"]]
    Editorial.objects.filter(pk=numbers[1]).update(doubts=[doubt("date", "guess", "1999")])
    fields = {"deed": "take", "seal": page.context["seal"], "keep": numbers}
    fields["shown"] = ",".join(map(str, numbers))
    told = editor_client.post(TOGETHER, fields, follow=True)
    assert "voyez-les encore" in told.content.decode() and not Operation.objects.exists()
    confirmed = editor_client.get(f"{TOGETHER}&all=1").context["seal"]
    Editorial.objects.filter(pk=numbers[1]).update(doubts=[])
    editor_client.post(f"{TOGETHER}&all=1", {"deed": "take", "seal": confirmed})
    assert not Operation.objects.exists()


def test_nothing_ticked_changes_nothing(editor_client, doubted):
    told = posted(editor_client, TOGETHER, "keep", [])
    assert "Rien n’est coché" in told.content.decode() and not Operation.objects.exists()


def test_a_doubt_that_proposes_several_things_is_left(editor_client, make_editorial):
    make_editorial("One", doubts=[doubt("date", "printed", "03/04/2001")])
    make_editorial("Two", doubts=[doubt("date", "printed", "13/04/2001")])
    posted(editor_client, "/desk/doubts/together/?kind=date:printed", "take")
    assert left() == {"One": ["printed"], "Two": []}


@pytest.mark.parametrize(
    "odd", ["kind=nothing", "kind=date:guess&page=9", "kind=date:guess&import=99"]
)
def test_odd_addresses_lead_nowhere(editor_client, doubted, odd):
    assert editor_client.get(f"/desk/doubts/together/?{odd}").status_code == 404
    assert editor_client.get("/desk/doubts/together/").status_code == 302


def test_many_are_settled_by_a_worker_in_portions(doubted, settings, monkeypatch):
    monkeypatch.setattr(changes, "PORTION", 2)
    settling = Settling(DoubtKind("date", "guess"), take=True)
    ids = [editorial.pk for editorial in doubted]
    operation = Operation.objects.create(kind="bulk")
    changes.change_together.call(operation.pk, ids, settling.as_json())
    assert Editorial.objects.filter(date="2001-05").count() == 3
    assert operation.changes.count() == 3


def test_one_editorial_of_a_file_is_asked_about_its_encoding(editor_client, tmp_path):
    path = tmp_path / "table.csv"
    rows = [f"{number};Été n° {number};Le soleil du {number} août." for number in range(1, 6)]
    rows[0] = "1;Sans texte;"
    path.write_text("\n".join(["id;titre;texte", *rows]), "cp1252")
    call_command("import_editorials", str(path))
    doubtful = Editorial.objects.doubtful(DoubtKind("text", "encoding"))
    assert [editorial.title for editorial in doubtful] == ["Été n° 2"]
    page = editor_client.get(f"/desk/doubts/{doubtful[0].pk}/").content.decode()
    assert "<mark>août</mark>" in page


def test_a_doubt_is_asked_beside_the_capture(editor_client, tmp_path):
    path = tmp_path / "page.html"
    text = "<p>Le standard répond à qui appelle, et chacun attend son tour sans se plaindre.</p>"
    path.write_text(
        f"<html><head><title>La voix</title></head><body><article><h1>La voix</h1>{text * 6}</article>"
        "<footer>Imprimé à Vierzon</footer></body></html>"
    )
    call_command("import_editorials", str(path))
    editorial = Editorial.objects.get()
    printed = doubt("date", "printed", "Vierzon")
    Editorial.objects.update(doubts=[printed])
    page = editor_client.get(f"/desk/doubts/{editorial.pk}/")
    assert "La source, telle qu’elle est venue" in page.content.decode()
    (question,) = page.context["questions"]
    assert question.is_of_source and "Vierzon" in question.evidence.text


def test_addresses_without_their_beginning_are_completed_together(editor_client, make_editorial):
    meant = make_editorial("Meant", doubts=[doubt("url", "unknown", "www.exemple.fr/a")])
    make_editorial("Unclear", doubts=[doubt("url", "unknown", "voir la page 3")])
    posted(editor_client, "/desk/doubts/together/?kind=url:unknown", "take")
    meant.refresh_from_db()
    assert meant.source_url == "https://www.exemple.fr/a" and meant.address == "exemple.fr/a"
    assert left() == {"Meant": [], "Unclear": ["unknown"]}
