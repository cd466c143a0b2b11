"""A record that a program sends again: what it says is taken over, what it leaves out stays."""

import pytest

from archive.models import Editorial, Operation, Publication, authorities

pytestmark = pytest.mark.django_db
TEXT = "Le client attend, et personne ne décroche avant la troisième sonnerie."
WHOLE = {
    "source_id": "cms-12",
    "title": "L’attente",
    "text": TEXT,
    "date": "2001-05-03",
    "bylines": [{"name": "Anne Martin", "role": "directrice"}],
    "publication": "En-Contact",
    "tags": ["Accueil"],
    "standfirst": "Trois sonneries.",
    "issue": "12",
    "page": "3",
    "section": "Édito",
    "language": "fr",
    "url": "https://magazine.example/attente",
    "state": "draft",
}
KEY = {"source_id": "cms-12"}
KEPT = (
    *("title", "date", "bylines", "publication", "tags", "standfirst", "issue", "page", "section"),
    *("language", "url", "state"),
)


def kept(written, *but):
    return {name: written[name] for name in KEPT if name not in but}


def test_what_is_left_out_stays_as_it_was(send):
    first = send("POST", "editorials", WHOLE, status=201)
    again = send("POST", "editorials", KEY | {"text": f"{TEXT}\n\nUn second paragraphe."})
    assert (again["id"], again["outcome"]) == (first["id"], "updated")
    assert again["text"] != first["text"]
    assert kept(again) == kept(first)
    assert again["doubts"] == first["doubts"]


def test_the_same_text_with_nothing_beside_it_changes_nothing(send):
    first = send("POST", "editorials", WHOLE, status=201)
    again = send("POST", "editorials", KEY | {"text": TEXT})
    assert (again["id"], again["outcome"]) == (first["id"], "unchanged")
    assert kept(again) == kept(first)


@pytest.mark.parametrize(
    ("sent", "name", "empty"),
    [
        ({"title": ""}, "title", None),
        ({"date": None}, "date", None),
        ({"bylines": []}, "bylines", []),
        ({"authors": []}, "bylines", []),
        ({"publication": None}, "publication", None),
        ({"tags": []}, "tags", []),
        ({"standfirst": ""}, "standfirst", None),
        ({"url": ""}, "url", None),
    ],
)
def test_what_is_sent_empty_is_emptied_and_nothing_else(send, sent, name, empty):
    first = send("POST", "editorials", WHOLE | {"publication": ""}, status=201)
    again = send("POST", "editorials", KEY | {"text": TEXT} | sent)
    assert (again["id"], again[name]) == (first["id"], empty)
    assert kept(again, name) == kept(first, name)


def test_what_was_emptied_is_doubted_and_an_undo_brings_it_back(send, editor):
    first = send("POST", "editorials", WHOLE, status=201)
    again = send("POST", "editorials", KEY | {"text": TEXT, "date": ""})
    assert again["doubts"] == ["date: Date inconnue."]
    Operation.objects.get(pk=again["operation"]).undo(by=editor)
    assert Editorial.objects.get(pk=first["id"]).date == WHOLE["date"]


def test_what_an_editor_mended_stays_though_it_is_left_out(send):
    number = send("POST", "editorials", WHOLE, status=201)["id"]
    send("PATCH", f"editorials/{number}", {"title": "L’attente, encore", "date": "2001-06"})
    again = send("POST", "editorials", KEY | {"text": f"{TEXT}\n\nUn second paragraphe."})
    assert (again["title"], again["date"]) == ("L’attente, encore", "2001-06")


def test_a_magazine_may_be_said_later(send):
    without = {name: WHOLE[name] for name in ("source_id", "title", "text")}
    first = send("POST", "editorials", without, status=201)
    again = send("POST", "editorials", without | {"publication": "En-Contact"})
    assert (again["id"], again["publication"]) == (first["id"], "En-Contact")


def test_a_key_of_two_magazines_wants_the_magazine(send):
    first = send("POST", "editorials", WHOLE, status=201)
    other = {"source_id": "cms-12", "title": "Un autre", "text": "Un autre texte, d’ailleurs."}
    second = send("POST", "editorials", other | {"publication": "Ailleurs"}, status=201)
    assert first["id"] != second["id"]
    problem = send("POST", "editorials", KEY | {"text": "Ni l’un ni l’autre."}, status=409)
    assert "publication" in problem["detail"]
    assert Editorial.objects.count() == 2
    named = send("POST", "editorials", KEY | {"text": TEXT, "publication": "En-Contact"})
    assert (named["id"], named["outcome"]) == (first["id"], "unchanged")


@pytest.mark.parametrize("sent", [{"publication": "EN-CONTACT"}, {}])
def test_a_magazine_that_is_spelled_otherwise_is_the_same(send, sent):
    first = send("POST", "editorials", WHOLE | {"publication": "En-contact"}, status=201)
    again = send("POST", "editorials", KEY | {"publication": "EN-CONTACT", "text": f"{TEXT} Puis."})
    assert (again["id"], again["outcome"]) == (first["id"], "updated")
    named = send("POST", "editorials", KEY | {"text": f"{TEXT} Puis encore."} | sent)
    assert named["id"] == first["id"] and Editorial.objects.count() == 1


def test_what_was_read_here_may_be_sent_back_though_an_editor_renamed_the_magazine(send):
    first = send("POST", "editorials", WHOLE, status=201)
    authorities.edit(Publication.objects.get(), {"name": "Contact Plus"})
    read = {"publication": "Contact Plus", "title": WHOLE["title"], "text": f"{TEXT} Puis."}
    again = send("POST", "editorials", KEY | read)
    assert (again["id"], again["publication"]) == (first["id"], "Contact Plus")
    assert kept(again, "publication") == kept(first, "publication")


def test_another_text_under_a_key_of_a_magazine_that_was_renamed_replaces_nothing(send):
    first = send("POST", "editorials", WHOLE, status=201)
    authorities.edit(Publication.objects.get(), {"name": "Contact Plus"})
    other = {"publication": "Contact Plus", "title": "Un autre", "text": "D’ailleurs, rien."}
    assert send("POST", "editorials", KEY | other, status=201)["id"] != first["id"]


def test_by_its_address_what_is_left_out_stays_too(send):
    sent = {name: WHOLE[name] for name in WHOLE if name != "source_id"}
    first = send("POST", "editorials", sent, status=201)
    again = send("POST", "editorials", {"url": WHOLE["url"], "text": f"{TEXT}\n\nUn second."})
    assert (again["id"], again["outcome"]) == (first["id"], "updated")
    assert kept(again) == kept(first)
