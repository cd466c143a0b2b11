"""Programs that write: with a token, as operations of its account."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from archive.models import AccessToken, Capture, Editorial, Operation, Right

pytestmark = pytest.mark.django_db
ALL = [right.value for right in Right]
TEXT = "Le client attend, et personne ne décroche avant la troisième sonnerie."


# Bringing in


def test_a_text_comes_in_as_by_an_import(send, client, editor):
    sent = {
        "title": "L’attente",
        "text": f"{TEXT}\n\nUn second paragraphe.",
        "authors": ["Anne Martin"],
        "date": "mai 2001",
        "publication": "En-Contact",
        "tags": ["Accueil"],
        "why": "reprise",
    }
    written = send("POST", "editorials", sent, status=201)
    assert written["outcome"] == "created" and written["state"] == "published"
    assert (written["title"], written["date"]) == ("L’attente", "2001-05")
    assert written["html"] == f"<p>{TEXT}</p><p>Un second paragraphe.</p>"
    assert (written["authors"], written["tags"]) == (["Anne Martin"], ["Accueil"])
    assert client.get(written["permalink"]).status_code == 200
    operation = Operation.objects.get(pk=written["operation"])
    assert (operation.by, operation.why) == (editor, "reprise (API, moissonneur)")
    capture = Capture.objects.get(editorial=written["id"])
    with capture.content.open() as stored:
        assert json.loads(stored.read()) == sent


def test_its_address_is_told(client, token):
    response = client.post(
        "/api/v1/editorials",
        {"title": "Un titre", "text": TEXT},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert client.get(response["Location"]).json()["title"] == "Un titre"


def test_an_undo_takes_it_away_again(send, editor):
    written = send("POST", "editorials", {"title": "Un titre", "text": TEXT}, status=201)
    Operation.objects.get(pk=written["operation"]).undo(by=editor)
    assert not Editorial.objects.exists()


def test_the_same_sent_again_is_no_second_editorial(send):
    sent = {"title": "Un titre", "text": TEXT, "source_id": "cms-12"}
    number = send("POST", "editorials", sent, status=201)["id"]
    again = send("POST", "editorials", sent)
    assert (again["id"], again["outcome"], again["operation"]) == (number, "unchanged", None)
    changed = send("POST", "editorials", sent | {"title": "Un autre titre"})
    assert (changed["id"], changed["outcome"]) == (number, "updated")


def test_without_a_key_the_same_bytes_are_the_same_editorial(send):
    sent = {"title": "Un titre", "text": TEXT}
    number = send("POST", "editorials", sent, status=201)["id"]
    assert send("POST", "editorials", sent)["id"] == number


def test_a_text_that_is_here_is_told_as_a_duplicate(send, make_editorial):
    make_editorial("Un titre", f"<p>{TEXT}</p>")
    problem = send("POST", "editorials", {"title": "Un titre", "text": TEXT, "id": 3}, status=409)
    assert "text" in problem["detail"]
    assert Editorial.objects.count() == 1


def test_a_draft_stays_one(send, client):
    sent = {"title": "Un titre", "text": TEXT, "state": "draft"}
    written = send("POST", "editorials", sent, status=201)
    assert written["state"] == "draft"
    assert client.get(f"/api/v1/editorials/{written['id']}").status_code == 404


def test_what_is_not_understood_stays_a_doubt(send):
    sent = {"title": "Un titre", "text": TEXT, "date": "à la rentrée"}
    written = send("POST", "editorials", sent, status=201)
    assert written["date"] is None
    assert any("à la rentrée" in doubt for doubt in written["doubts"])


def test_markup_is_cleaned(send):
    sent = {"title": "Un titre", "html": f"<p onclick='x()'>{TEXT}<script>x()</script></p>"}
    assert send("POST", "editorials", sent, status=201)["html"] == f"<p>{TEXT}</p>"


# Correcting


def test_a_correction_changes_what_it_names_and_nothing_else(send, make_editorial):
    editorial = make_editorial(
        "Un titre", authors=["Anne Martin"], publication="En-Contact", date="2001"
    )
    sent = {"title": "Un meilleur titre", "date": "12 février 2001", "why": "lu sur la page"}
    written = send("PATCH", f"editorials/{editorial.pk}", sent)
    assert (written["title"], written["date"]) == ("Un meilleur titre", "2001-02-12")
    assert written["authors"] == ["Anne Martin"] and written["publication"] == "En-Contact"
    assert written["outcome"] == "updated" and written["version"] > editorial.version


def test_a_text_that_goes_out_and_comes_back_keeps_its_pictures(send, client, make_editorial):
    body = f'<figure><img src="picture:{"a" * 64}" alt="Un standard"></figure><p>Un texte.</p>'
    editorial = make_editorial("Un", body)
    address = f"/api/v1/editorials/{editorial.pk}"
    html = client.get(address).json()["html"]
    assert f'src="http://testserver/editorials/{editorial.pk}/pictures/aaa' in html
    changed = html.replace("Un texte", "Un autre texte")
    send("PATCH", f"editorials/{editorial.pk}", {"html": changed})
    editorial.refresh_from_db()
    assert editorial.body == body.replace("Un texte", "Un autre texte")


def test_a_correction_of_nothing_leaves_no_operation(send, make_editorial):
    editorial = make_editorial("Un titre")
    written = send("PATCH", f"editorials/{editorial.pk}", {"title": "Un titre"})
    assert (written["outcome"], written["operation"]) == ("unchanged", None)


def test_bylines_are_set_and_who_signed_stays_the_same_person(send, make_editorial):
    editorial = make_editorial(authors=["Anne Martin"])
    person = editorial.bylines.get().author
    bylines = [{"name": "Anne Martin", "role": "directrice"}, {"name": "Ben Ali"}]
    written = send("PATCH", f"editorials/{editorial.pk}", {"bylines": bylines})
    assert written["authors"] == ["Anne Martin", "Ben Ali"]
    assert editorial.bylines.get(name="Anne Martin").author == person


def test_two_who_correct_the_same_field_lose_nothing(send, make_editorial):
    editorial = make_editorial("Un titre")
    seen = send("PATCH", f"editorials/{editorial.pk}", {"section": "Édito"})["version"]
    send("PATCH", f"editorials/{editorial.pk}", {"title": "De l’une", "version": seen})
    late = {"title": "De l’autre", "version": seen}
    assert "title" in send("PATCH", f"editorials/{editorial.pk}", late, status=409)["detail"]
    other = {"page": "5", "version": seen}
    written = send("PATCH", f"editorials/{editorial.pk}", other)
    assert (written["title"], written["page"]) == ("De l’une", "5")


def test_to_withdraw_wants_a_reason(send, client, make_editorial):
    editorial = make_editorial()
    sent = {"state": "withdrawn"}
    assert "why" in send("PATCH", f"editorials/{editorial.pk}", sent, status=400)["detail"]
    send("PATCH", f"editorials/{editorial.pk}", sent | {"why": "à la demande de l’auteur"})
    assert client.get(f"/api/v1/editorials/{editorial.pk}").status_code == 410


# Tagging


def test_tags_take_the_place_of_those_before(send, make_editorial):
    editorial = make_editorial(tags=["Accueil", "Formation"])
    address = f"editorials/{editorial.pk}/tags"
    written = send("PUT", address, {"tags": ["accueil", "Qualité"]})
    assert sorted(written["tags"]) == ["Accueil", "Qualité"]
    assert send("PUT", address, {"tags": ["Accueil", "Qualité"]})["outcome"] == "unchanged"
    assert send("PUT", address, {"tags": []})["tags"] == []


# Odd


@pytest.mark.parametrize(
    "sent, told",
    [
        ({"title": "Sans texte"}, "text"),
        ({"text": TEXT, "titel": "x"}, "titel"),
        ({"text": TEXT, "tags": "x"}, "tags"),
        ({"text": TEXT, "url": "javascript:x()"}, "address"),
        ({"text": TEXT, "title": "x" * 2000}, "title"),
        ({"text": TEXT, "state": "withdrawn"}, "state"),
        ("[1]", "sent"),
        ("{", "body"),
        (b'"\xff"', "body"),
    ],
)
def test_what_is_none_is_refused_and_changes_nothing(send, sent, told):
    assert told in send("POST", "editorials", sent, status=400)["detail"]
    assert not Editorial.objects.exists() and not Operation.objects.exists()


def test_a_picture_of_another_editorial_becomes_one_of_this(send, make_editorial):
    first, second = make_editorial("Un"), make_editorial("Deux")
    sha256 = "a" * 64
    first.captures.create(
        content="captures/a", sha256=sha256, media_type="image/png", size=1, origin="a.png"
    )
    html = f'<p>Un texte.</p><figure><img src="/editorials/{first.pk}/pictures/{sha256}-960.jpg"></figure>'
    address = f"editorials/{second.pk}"
    send("PATCH", address, {"html": html})
    assert second.captures.get().content == "captures/a"
    strange = {"html": html.replace(sha256, "b" * 64)}
    assert "b" * 64 in send("PATCH", address, strange, status=400)["detail"]


@pytest.mark.parametrize(
    "sent, told",
    [
        ({"date": "demain"}, "date"),
        ({"language": "français"}, "language"),
        ({"url": "ftp:x"}, "source_url"),
        ({"html": ""}, "text"),
        ({"title": "x" * 2000}, "title"),
        ({"publication": "x" * 2000}, "publication"),
        ({"bylines": [{"name": " "}]}, "bylines"),
        ({"state": None}, "state"),
        ({"id": 12}, "id"),
    ],
)
def test_a_correction_that_is_none_changes_nothing(send, make_editorial, sent, told):
    editorial = make_editorial("Un titre")
    address = f"editorials/{editorial.pk}"
    sent = {"section": "Édito"} | sent
    assert told in send("PATCH", address, sent, status=400)["detail"]
    editorial.refresh_from_db()
    assert editorial.section == "" and not Operation.objects.exists()


def test_half_characters_and_nul_are_stored_as_texts_can_be(send):
    sent = json.dumps({"title": "Un \ud800 titre\0", "text": TEXT})
    assert send("POST", "editorials", sent, status=201)["title"] == "Un \ufffd titre"


def test_a_correction_stores_no_signs_that_nobody_sees(send, client, make_editorial):
    address = f"editorials/{make_editorial().pk}"
    sent = {
        "title": "Un\0 ti\x1btre\ud800\u00a0?",
        "text": "Un\0 te\x1bxte.",
        "publication": "En-\u202eContact",
        "bylines": [{"name": "Anne\x07 Martin", "role": "direc\u200btrice"}],
        "why": "as\x1b sent",
    }
    written = send("PATCH", address, json.dumps(sent))
    assert written["title"] == "Un titre\ufffd\u00a0?" and written["text"] == "Un texte."
    assert written["publication"] == "En-Contact"
    [byline] = written["bylines"]
    assert (byline["name"], byline["role"]) == ("Anne Martin", "directrice")
    assert Operation.objects.get(pk=written["operation"]).why == "as sent (API, moissonneur)"
    tagged = send("PUT", f"{address}/tags", json.dumps({"tags": ["Ac\x1bcueil\ud800"]}))
    assert tagged["tags"] == ["Accueil\ufffd"]


def test_what_is_too_much_is_told(send, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert "1000" in send("POST", "editorials", {"text": TEXT * 100}, status=413)["detail"]


@pytest.mark.parametrize("method, address", [("PATCH", ""), ("PUT", "/tags")])
def test_an_editorial_that_is_none_is_not_found(send, method, address):
    sent = {"tags": []} if address else {}
    send(method, f"editorials/99{address}", sent, status=404)


# Forbidden


@pytest.mark.parametrize("bearer", ["", "edt_nothing", "é", "x" * 5000])
def test_without_a_token_nothing_is_written(send, client, bearer):
    send("POST", "editorials", {"text": TEXT}, status=401, bearer=bearer)
    response = client.post("/api/v1/editorials", {"text": TEXT}, content_type="application/json")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")


def test_a_session_is_no_token(editor_client):
    response = editor_client.post(
        "/api/v1/editorials", {"text": TEXT}, content_type="application/json"
    )
    assert response.status_code == 401


@pytest.mark.parametrize("column", ["revoked_at", "expires_at"])
def test_a_token_that_has_ended_is_worth_nothing(send, column):
    AccessToken.objects.update(**{column: timezone.now() - timedelta(seconds=1)})
    send("POST", "editorials", {"text": TEXT}, status=401)


def test_a_token_of_a_suspended_account_is_worth_nothing(send, editor):
    User.objects.filter(pk=editor.pk).update(is_active=False)
    send("POST", "editorials", {"text": TEXT}, status=401)


def test_a_token_may_what_it_was_made_for(send, editor, make_editorial):
    editorial = make_editorial()
    tagging = AccessToken.objects.make(editor, "tags", ["tag"], days=30, limit=1000)
    send("PUT", f"editorials/{editorial.pk}/tags", {"tags": ["x"]}, bearer=tagging)
    send("PATCH", f"editorials/{editorial.pk}", {"title": "x"}, status=403, bearer=tagging)
    send("POST", "editorials", {"text": TEXT}, status=403, bearer=tagging)


def test_a_token_may_no_more_than_its_account(send, editor):
    editor.groups.set([Group.objects.get(name="contributeur")])
    send("POST", "editorials", {"text": TEXT}, status=403)


def test_a_token_is_good_for_so_many_requests_an_hour(client, editor, make_editorial):
    editorial = make_editorial()
    few = AccessToken.objects.make(editor, "few", ALL, days=30, limit=2)
    statuses = []
    for _time in range(3):
        response = client.put(
            f"/api/v1/editorials/{editorial.pk}/tags",
            {"tags": []},
            content_type="application/json",
            headers={"Authorization": f"Bearer {few}"},
        )
        statuses.append(response.status_code)
    assert statuses == [200, 200, 429]
    assert 0 < int(response["Retry-After"]) <= 3600


def test_its_address_tells_what_may_be_asked_there(client, make_editorial):
    editorial = make_editorial()
    for address, allowed in (
        ("editorials", "GET, HEAD, POST"),
        (f"editorials/{editorial.pk}", "GET, HEAD, PATCH"),
        (f"editorials/{editorial.pk}/tags", "PUT"),
    ):
        response = client.delete(f"/api/v1/{address}")
        assert (response.status_code, response["Allow"]) == (405, allowed)
    assert client.get(f"/api/v1/editorials/{editorial.pk}/tags").status_code == 405


def test_the_document_tells_who_may_write(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    post = paths["/api/v1/editorials"]["post"]
    assert post["security"] == [{"Bearer": []}] and post["x-right"] == "enter"
    page = client.get("/api/v1/docs").content.decode()
    assert "POST /api/v1/editorials" in page and "PUT /api/v1/editorials/{number}/tags" in page


# Reading drafts


@pytest.fixture
def draft(make_editorial):
    return make_editorial("Un brouillon", f"<p>{TEXT}</p>", state="draft")


def test_a_draft_is_read_with_a_token_of_any_right(client, editor, draft):
    token = AccessToken.objects.make(editor, "lecteur", [Right.TAG.value], days=1, limit=2)
    address = f"/api/v1/editorials/{draft.pk}"
    anonymous = client.get(address)
    assert anonymous.status_code == 404 and "Authorization" in anonymous["Vary"]
    bearing = {"Authorization": f"Bearer {token}"}
    response = client.get(address, headers=bearing)
    assert response.status_code == 200 and response.json()["title"] == "Un brouillon"
    assert "private" in response["Cache-Control"] and "Authorization" in response["Vary"]
    assert client.head(address, headers=bearing).status_code == 200
    assert client.get(address, headers=bearing).status_code == 429


@pytest.mark.parametrize("given", ["Bearer rien", "Bearer", "Basic {}", "{}", "Bearer {} {}"])
def test_no_draft_is_read_without_a_token_in_force(client, token, draft, given):
    response = client.get(
        f"/api/v1/editorials/{draft.pk}", headers={"Authorization": given.format(token, token)}
    )
    assert response.status_code == 404 and "private" in response["Cache-Control"]


def test_an_account_that_lost_its_role_reads_no_draft(client, editor, token, draft):
    editor.groups.clear()
    address = f"/api/v1/editorials/{draft.pk}"
    assert client.get(address, headers={"Authorization": f"Bearer {token}"}).status_code == 404


def test_a_published_text_without_a_title_is_doubted_like_an_import(send, make_editorial):
    published = make_editorial("L’attente", f"<p>{TEXT}</p>")
    written = send("PATCH", f"editorials/{published.pk}", {"title": None})
    assert written["title"] is None
    assert len(written["doubts"]) == 1
    published.refresh_from_db()
    assert [(doubt["field"], doubt["code"]) for doubt in published.doubts] == [("title", "unknown")]
    send("PATCH", f"editorials/{published.pk}", {"title": "Retrouvé"})
    published.refresh_from_db()
    assert not published.doubts


def test_who_signs_may_be_said_to_be_an_office(send, make_editorial):
    editorial = make_editorial("Le fil", "<p>Un fil tendu.</p>")
    bylines = [{"name": "Les Amis du fil", "kind": "office"}, {"name": "Les Amis du son"}]
    written = send("PATCH", f"editorials/{editorial.pk}", {"bylines": bylines})
    assert [byline["kind"] for byline in written["bylines"]] == ["office", "person"]
    row = {"title": "Le son", "text": TEXT, "bylines": [{"name": "Club nord", "kind": "office"}]}
    assert send("POST", "editorials", row, 201)["bylines"][0]["kind"] == "office"
    row["bylines"][0]["kind"] = "licorne"
    send("POST", "editorials", row, 400)
