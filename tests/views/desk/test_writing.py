"""Entering and correcting an editorial on the page for writing, as it works without scripts."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.models import (
    Editorial,
    Likeness,
    Manuscript,
    Operation,
    Presence,
    SavedList,
    Tag,
    trash,
)
from archive.models.presences import LASTING

NEW = "/desk/editorials/new/"
LONG = (
    "Le client appelle, et l’on décroche : voilà toute l’affaire, et il n’y en a pas d’autre. " * 4
)
ENTERED = {
    "title": "La voix du client",
    "body": f"{LONG}[^1]\n\n## La suite\n\nUne phrase[^2].\n\n[^1]: Première.\n[^2]: Seconde.",
    "bylines": "Claire Abgrall ; rédactrice en chef",
    "date": "12 fév. 2001",
    "issue": "n° 36",
    "page": "3",
    "language": "fr",
    "tags": "Accueil\nFormation",
    "state": "draft",
    "version": "1",
    "format": "markdown",
}
BACKEND = "django.contrib.auth.backends.ModelBackend"


def page_of(editorial) -> str:
    return reverse("rewrite", args=[editorial.pk])


def form_of(client, address) -> dict:
    """What the page's form would send if nobody touched it."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


@pytest.fixture
def edith(client, django_user_model):
    """Another editor, logged in with a browser of her own."""
    other = Client()
    other.force_login(django_user_model.objects.create_superuser("Édith"), backend=BACKEND)
    return other


def test_an_editorial_is_entered_with_all_that_is_known_of_it_by_one_operation(
    editor_client, admin_user
):
    answer = editor_client.post(NEW, ENTERED)
    editorial = Editorial.objects.get()
    assert answer.url == page_of(editorial)
    assert (editorial.date, editorial.issue, editorial.is_draft) == (
        "2001-02-12",
        "n° 36",
        True,
    )
    [byline] = editorial.bylines.all()
    assert (byline.author.name, byline.role) == ("Claire Abgrall", "rédactrice en chef")
    assert [tag.name for tag in editorial.tags.all()] == ["Accueil", "Formation"]
    assert editorial.body.endswith(
        '<p class="note">1. Première.</p>\n<p class="note">2. Seconde.</p>'
    )
    operation = Operation.objects.get()
    assert (operation.by, operation.get_kind_display()) == (admin_user, "saisie")
    assert not Manuscript.objects.exists()


def test_a_text_pasted_as_word_gives_it_plain_takes_one_form_and_its_notes_work(editor_client):
    plain = f"La suite\r\n{LONG}[1]\r\n{LONG}[2]\r\n[1] Première.\r\n[2] Seconde."
    page = editor_client.post(NEW, ENTERED | {"body": plain}, follow=True)
    assert len(page.redirect_chain) == 1
    body = Editorial.objects.get().body
    assert body.count("<p>") == 3 and body.count('<p class="note">') == 2
    read = editor_client.get(Editorial.objects.get().get_absolute_url()).content.decode()
    assert 'href="#note-2"' in read and 'href="#call-2"' in read


def test_what_was_entered_is_undone_whole(editor_client, admin_user):
    editor_client.post(NEW, ENTERED)
    Operation.objects.get().undo(admin_user)
    assert not Editorial.objects.exists()


def test_a_draft_is_seen_by_editors_alone(editor_client, client):
    editor_client.post(NEW, ENTERED)
    address = Editorial.objects.get().get_absolute_url()
    assert editor_client.get(address).status_code == 200
    assert Client().get(address).status_code == 404


def test_the_date_is_shown_as_it_was_understood(editor_client):
    page = editor_client.post(NEW, ENTERED | {"do": "preview"}).content.decode()
    assert "12 février 2001 (2001-02-12)" in page


def test_a_preview_is_what_readers_will_see_and_saves_nothing(editor_client):
    page = editor_client.post(NEW, ENTERED | {"do": "preview"}).content.decode()
    assert 'href="#note-2"' in page and '<span class="role">, rédactrice en chef</span>' in page
    assert not Editorial.objects.exists()


def test_a_note_without_its_call_is_told_in_the_preview(editor_client):
    page = editor_client.post(NEW, ENTERED | {"do": "preview", "body": "Un mot.\n\n[^1]: Seule."})
    assert "Notes que rien n’appelle : 1." in page.content.decode()


def test_what_is_wrong_is_marked_and_kept(editor_client):
    answer = editor_client.post(NEW, ENTERED | {"date": "hier", "language": "français"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Rien n’est encore enregistré" in page
    assert Manuscript.objects.get().title == "La voix du client"
    assert not Editorial.objects.exists()


@pytest.mark.parametrize("body", ["\x00\x0b\x1f", "   ", "[^1]: "])
def test_nothing_is_no_editorial_and_control_characters_are_none(editor_client, body):
    answer = editor_client.post(NEW, {"body": body, "version": "1", "state": "draft"})
    if Editorial.objects.exists():
        assert Editorial.objects.get().text.isprintable()
    else:
        assert answer.status_code == 422


def test_a_text_longer_than_a_book_is_refused_in_words(editor_client):
    answer = editor_client.post(NEW, ENTERED | {"body": "mot " * 400_000})
    assert answer.status_code == 422 and "Ce texte est trop long" in answer.content.decode()


def test_tags_mean_those_that_the_archive_has(editor_client):
    tag = Tag.objects.named("Accueil téléphonique")
    tag.aliases.create(name="Accueil")
    editor_client.post(NEW, ENTERED)
    assert "Accueil téléphonique" in [tag.name for tag in Editorial.objects.get().tags.all()]


# Correcting


def test_a_body_that_came_as_html_is_not_rewritten_where_nobody_touched_it(
    editor_client, make_editorial
):
    body = '<p>Deux\nlignes&nbsp;!</p>\n\n<p>Un appel<sup>1</sup>.</p><table><tbody><tr><td>a</td></tr></tbody></table><p class="note"><sup>1</sup> La note.</p>'
    editorial = make_editorial("Un titer", body)
    stored = Editorial.objects.get().body
    sent = form_of(editor_client, page_of(editorial)) | {"title": "Un titre"}
    assert editor_client.post(page_of(editorial), sent).status_code == 302
    editorial = Editorial.objects.get()
    assert (editorial.title, editorial.body) == ("Un titre", stored)
    [change] = Operation.objects.get().changes.all()
    assert set(change.after) == {"title"}


def test_a_form_that_nobody_touched_changes_nothing(editor_client, make_editorial):
    editorial = make_editorial(
        "Un",
        "<p>Un <b>mot</b>.</p>",
        authors=["Ada"],
        tags=["Accueil"],
        date="2001",
        publication="X",
    )
    sent = form_of(editor_client, page_of(editorial))
    page = editor_client.post(page_of(editorial), sent, follow=True).content.decode()
    assert "Il n’y avait rien à changer." in page and not Operation.objects.exists()


def test_the_editor_of_a_browser_sends_html_and_touches_no_more(editor_client, make_editorial):
    editorial = make_editorial("Un", "<p>Un <b>mot</b>\nlà.</p><p>Deux.</p>")
    sent = form_of(editor_client, page_of(editorial)) | {
        "format": "html",
        "body": "<p>Un <b>mot</b> là.</p><div>Deux <i>et demi</i><script>x()</script>.</div>",
    }
    editor_client.post(page_of(editorial), sent)
    assert (
        Editorial.objects.get().body == "<p>Un <b>mot</b>\nlà.</p>\n<p>Deux <em>et demi</em>.</p>"
    )


def test_tags_that_stay_keep_who_gave_them(editor_client, make_editorial):
    editorial = make_editorial("Un", tags=["Accueil", "CRM"])
    sent = form_of(editor_client, page_of(editorial)) | {"tags": "Accueil\nVoix"}
    editor_client.post(page_of(editorial), sent)
    origins = editorial.taggings.values_list("tag__name", "origin")
    assert sorted(origins) == [("Accueil", "import"), ("Voix", "editor")]


def test_who_saves_second_sees_what_the_first_changed(editor_client, edith, make_editorial):
    editorial = make_editorial("Un", "<p>Un.</p>")
    hers, mine = form_of(edith, page_of(editorial)), form_of(editor_client, page_of(editorial))
    edith.post(page_of(editorial), hers | {"body": "Le sien."})
    answer = editor_client.post(page_of(editorial), mine | {"body": "Le mien."})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Édith" in page and "Le mien." in page
    sent = {"version": answer.context["form"]["version"].value(), "body": "Le mien."}
    editor_client.post(page_of(editorial), mine | sent)
    assert Editorial.objects.get().body == "<p>Le mien.</p>"


def test_who_left_the_text_alone_takes_over_what_another_wrote(
    editor_client, edith, make_editorial
):
    editorial = make_editorial("Un", "<p>Un\nmot.</p>")
    hers, mine = form_of(edith, page_of(editorial)), form_of(editor_client, page_of(editorial))
    edith.post(page_of(editorial), hers | {"body": "Le sien."})
    assert editor_client.post(page_of(editorial), mine | {"title": "Deux"}).status_code == 302
    editorial = Editorial.objects.get()
    assert (editorial.title, editorial.body) == ("Deux", "<p>Le sien.</p>")


def test_an_editorial_that_is_not_there_cannot_be_written(editor_client):
    assert editor_client.get("/desk/editorials/4711/write/").status_code == 404


# Manuscripts


def test_what_is_kept_is_there_again_on_any_machine(editor_client, admin_user):
    address = editor_client.post(NEW, ENTERED | {"do": "keep"}).url
    elsewhere = Client()
    elsewhere.force_login(admin_user, backend=BACKEND)
    assert "La voix du client" in elsewhere.get(NEW).content.decode()
    assert form_of(elsewhere, address)["body"] == ENTERED["body"]
    assert form_of(elsewhere, address)["tags"] == ENTERED["tags"]


def test_an_editorial_goes_on_where_its_editor_left_it_until_that_is_thrown_away(
    editor_client, make_editorial
):
    editorial = make_editorial("Un")
    sent = form_of(editor_client, page_of(editorial)) | {"title": "Deux"}
    told = editor_client.post(page_of(editorial), sent | {"do": "autosave"}).json()
    assert told["kept"].startswith("Gardé à") and told["address"] == page_of(editorial)
    assert form_of(editor_client, page_of(editorial))["title"] == "Deux"
    editor_client.post(page_of(editorial), {"do": "discard"})
    assert form_of(editor_client, page_of(editorial))["title"] == "Un"


def test_an_unfinished_text_is_its_editor_s_own(editor_client, edith):
    address = editor_client.post(NEW, ENTERED | {"do": "keep"}).url
    assert edith.get(address).status_code == 404
    assert edith.get(NEW).context["unfinished"] == []


@pytest.mark.parametrize("odd", ["x", "0", "9" * 40, "-1", "²", ""])
def test_odd_numbers_of_manuscripts_do_no_harm(editor_client, odd):
    assert editor_client.get(NEW, {"manuscript": odd}).status_code in (200, 404)
    assert editor_client.post(NEW, ENTERED | {"do": "keep", "manuscript": odd}).status_code == 302
    assert editor_client.post(NEW, {"do": "nothing that there is"}).status_code == 200


def test_a_new_text_that_is_sent_before_its_first_autosave_was_answered_leaves_nothing_behind(
    editor_client,
):
    editor_client.post(NEW, ENTERED | {"do": "autosave"})
    editor_client.post(NEW, ENTERED | {"do": "autosave", "title": "Un autre"})
    editor_client.post(NEW, ENTERED | {"sure": "1"})
    assert Editorial.objects.get().title == "La voix du client"
    assert Manuscript.objects.get().title == "Un autre"


def test_who_writes_the_same_text_is_told_and_can_compare(editor_client, edith, make_editorial):
    editorial = make_editorial("Un", "<p>Un.</p>")
    hers = form_of(edith, page_of(editorial))
    edith.post(page_of(editorial), hers | {"do": "autosave", "body": "Le sien."})
    page = editor_client.get(page_of(editorial)).content.decode()
    assert "Édith écrit aussi ce texte" in page and "Le sien." in page
    mine = form_of(editor_client, page_of(editorial)) | {"do": "autosave"}
    assert "Édith" in editor_client.post(page_of(editorial), mine).json()["others"]


def test_who_has_the_page_open_at_the_same_time_is_told_until_they_have_been_away(
    editor_client, edith, make_editorial
):
    editorial = make_editorial("Un", "<p>Un.</p>")
    edith.get(page_of(editorial))
    assert "Édith corrige ce texte." in editor_client.get(page_of(editorial)).text
    assert "corrige ce texte" not in editor_client.get(page_of(make_editorial("Deux"))).text
    Presence.objects.filter(by__username="Édith").update(seen_at=timezone.now() - LASTING)
    assert "corrige ce texte" not in editor_client.get(page_of(editorial)).text
    assert Presence.objects.filter(editorial=editorial).count() == 1
    edith.post(page_of(editorial), form_of(edith, page_of(editorial)) | {"do": "keep"})
    assert "Édith corrige ce texte." in editor_client.get(page_of(editorial)).text


def test_what_an_undo_deletes_is_still_there_for_whoever_was_writing_it(editor_client, admin_user):
    editor_client.post(NEW, ENTERED)
    editorial = Editorial.objects.get()
    sent = form_of(editor_client, page_of(editorial)) | {"do": "autosave", "body": "Repris."}
    editor_client.post(page_of(editorial), sent)
    Operation.objects.get().undo(admin_user)
    assert Manuscript.objects.get().fields["body"] == "Repris."


# The same text twice


def test_a_text_that_the_archive_nearly_has_is_told_before_it_is_saved(editor_client, edith):
    editor_client.post(NEW, ENTERED)
    again = ENTERED | {"title": "Reprise", "body": ENTERED["body"].replace("toute", "presque")}
    answer = edith.post(NEW, again)
    assert answer.status_code == 409 and "La voix du client" in answer.content.decode()
    assert Editorial.objects.count() == 1
    edith.post(NEW, again | {"sure": "1"})
    assert Editorial.objects.count() == 2 and Likeness.objects.count() == 1
    trash.put(Editorial.objects.values_list("pk", flat=True), None, "doubles")
    assert edith.post(NEW, again).status_code == 302


def test_two_who_enter_the_same_text_are_told_before_either_has_saved(editor_client, edith):
    edith.post(NEW, ENTERED | {"do": "autosave"})
    answer = editor_client.post(NEW, ENTERED)
    assert answer.status_code == 409
    assert "Édith est en train d’entrer « La voix du client »." in answer.content.decode()


# Spaces and quotation marks


def test_spaces_and_quotation_marks_of_print_are_shown_and_taken_over(editor_client):
    typed = ENTERED | {"body": 'Il dit "bonjour" : c\'est tout !\n\nRien ici.'}
    page = editor_client.post(NEW, typed | {"do": "offer"}).content.decode()
    assert "1 paragraphe changerait" in page and "«␣" in page
    answer = editor_client.post(NEW, typed | {"do": "take"})
    body = answer.context["form"]["body"].value()
    assert body == "Il dit «\u00a0bonjour\u00a0»\u00a0: c’est tout\u202f!\n\nRien ici."
    nothing = editor_client.post(NEW, typed | {"do": "offer", "body": body}).content.decode()
    assert "Rien ne changerait" in nothing


# A session that ends


def test_a_session_that_ends_loses_nothing_and_goes_on_after_the_login(admin_user):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(admin_user, backend=BACKEND)
    page = browser.get(NEW)
    token = {"csrfmiddlewaretoken": _token(page)}
    typed = ENTERED | {"account": re.search(r'name="account" value="(\d+)"', page.text)[1]}
    own = {"headers": {"Origin": "http://testserver"}}
    browser.logout()
    browser.get("/login/")
    given_back = browser.post(
        NEW, typed | {"csrfmiddlewaretoken": _token(browser.get("/login/"))}, **own
    )
    assert (
        given_back.status_code == 403
        and "Votre session est terminée" in given_back.content.decode()
    )
    assert (
        _fields(given_back)["body"] == ENTERED["body"]
        and _fields(given_back)["tags"] == ENTERED["tags"]
    )
    browser.force_login(admin_user, backend=BACKEND)
    stale = browser.post(NEW, _fields(given_back) | token | {"do": "save"}, **own)
    assert stale.status_code == 403 and "reconnecté" in stale.content.decode()
    for shown in (given_back, stale):  # by one press, of what was shown before the login as well
        page = browser.post(NEW, _fields(shown) | {"csrfmiddlewaretoken": _token(shown)}, **own)
        assert page.context["form"]["body"].value() == ENTERED["body"]
        assert "Voici ce que vous aviez tapé." in page.text and not page.context["was_received"]
    assert not Editorial.objects.exists(), "nothing is saved that was not seen again"
    assert not Manuscript.objects.exists(), "nor kept"


def test_what_another_typed_is_not_gone_on_with_at_once_and_overwrites_nothing(
    admin_user, edith, make_editorial
):
    address = page_of(make_editorial("Un"))
    hers = form_of(edith, address) | {"body": "Le sien.", "do": "autosave"}
    edith.post(address, hers)
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = edith.cookies
    own = {"headers": {"Origin": "http://testserver"}}
    for account in (admin_user.pk, "", "²"):
        for deed in ("go_on", "keep"):
            his = hers | {"body": "Le mien.", "account": account, "do": deed}
            answer = browser.post(address, his, **own)
            assert answer.status_code == 403 and "Le mien." in answer.text
    sent = _fields(answer) | {"csrfmiddlewaretoken": _token(answer)}
    assert browser.post(address, sent, **own).context["form"]["body"].value() == "Le mien."
    assert Manuscript.objects.get().fields["body"] == "Le sien."


def test_what_another_site_sends_as_given_back_is_not_taken(admin_user):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(admin_user, backend=BACKEND)
    for headers in ({"Origin": "https://elsewhere.example"}, {}):
        answer = browser.post(NEW, ENTERED | {"do": "keep"}, headers=headers)
        assert answer.status_code == 403 and not Manuscript.objects.exists()


def test_a_browser_forgets_its_copy_once_the_text_was_received_and_not_before(
    editor_client, make_editorial
):
    page = f"/desk/editorials/{make_editorial().pk}/write/"
    sent = form_of(editor_client, page) | {"title": "Un autre", "do": "save"}
    editor_client.post(
        "/desk/imports/rules/?rule=", {"do": "keep", "source": "lot", "drafts": "on"}
    )
    shown = editor_client.get(page)
    assert "retenue" in shown.content.decode() and not shown.context["was_received"]
    assert editor_client.post(page, sent, follow=True).context["was_received"]
    assert not editor_client.get(page).context["was_received"]
    kept = editor_client.post(NEW, ENTERED | {"do": "keep"}, follow=True)
    assert kept.context["was_received"]
    assert editor_client.post(NEW, ENTERED, follow=True).context["was_received"]


def test_another_site_s_form_is_not_given_back(admin_user):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(admin_user, backend=BACKEND)
    answer = browser.post(NEW, ENTERED, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403 and "La voix du client" not in answer.content.decode()


def test_any_deed_of_the_desk_is_asked_once_more_after_a_login_but_no_password(admin_user):
    browser = Client(enforce_csrf_checks=True)
    own = {"headers": {"Origin": "http://testserver"}}
    address, sent = "/desk/lists/?list=untagged", {"name": "À faire", "note": "Un « sens »."}
    token = {"csrfmiddlewaretoken": _token(browser.get("/login/"))}
    for typed in (sent, sent | token):  # the token of a form outlives the session
        signed_out = browser.post(address, typed, **own)
        assert signed_out.status_code == 403 and "Reconnectez-vous" in signed_out.text
        assert dict(signed_out.context["fields"]) == sent
    browser.force_login(admin_user, backend=BACKEND)
    given_back = browser.post(address, sent | {"csrfmiddlewaretoken": "x" * 32}, **own)
    page = given_back.content.decode()
    assert given_back.status_code == 403 and "Rien n’est encore fait" in page
    assert "Vous vous êtes reconnecté (admin)" in page, "in whose name it would be done"
    assert dict(given_back.context["fields"]) == sent and not SavedList.objects.exists()
    browser.post(address, sent | {"csrfmiddlewaretoken": _token(given_back)}, **own)
    assert SavedList.objects.get().note == "Un « sens »."
    for passing in ({}, {"csrfmiddlewaretoken": _token(browser.get("/desk/"))}):
        browser.cookies.pop("sessionid")
        secret = browser.post("/desk/account/password/", {"old": "un secret"} | passing, **own)
        assert secret.status_code in (302, 403) and "un secret" not in secret.content.decode()
        browser.force_login(admin_user, backend=BACKEND)
    elsewhere = browser.post(address, sent, headers={"Origin": "https://elsewhere.example"})
    assert elsewhere.status_code == 403 and "sens" not in elsewhere.content.decode()


def _token(page) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]


def _fields(page) -> dict:
    """What the button of what is given back sends."""
    return dict(page.context["fields"]) | {"do": page.context["deed"]}


def test_what_is_left_of_typed_markdown_is_told_on_saving_and_before(editor_client):
    typed = f"{LONG}<truc>\n\n![La salle](http://exemple.fr/a.jpg)\n\n<script>alert(1)</script>"
    told = "Laissé de côté\u00a0: ![La salle](http://exemple.fr/a.jpg), &lt;script&gt;"
    page = editor_client.post(NEW, ENTERED | {"body": typed, "do": "preview"})
    assert told in page.content.decode()
    saved = editor_client.post(NEW, ENTERED | {"body": typed}, follow=True)
    assert told in saved.content.decode()
    assert Editorial.objects.get().text.endswith("<truc>")


def test_a_new_tag_that_nearly_is_an_old_one_is_asked_about_before_it_is_made(
    editor_client, make_editorial
):
    make_editorial("Un", tags=["écoute", "Accueil"])
    typed = ENTERED | {"tags": "Ecoutes\naccueil\nCourrier"}
    response = editor_client.post(NEW, typed)
    page = response.content.decode().replace("\xa0", " ")
    assert response.status_code == 409 and "« Ecoutes » : presque « écoute », qui existe" in page
    assert "« accueil »" not in page and "« Courrier »" not in page
    assert Editorial.objects.count() == 1 and not Tag.objects.filter(name="Ecoutes").exists()
    editor_client.post(NEW, typed | {"sure": "1"})
    tags = Editorial.objects.get(title="La voix du client").tags
    assert set(tags.values_list("name", flat=True)) == {"Ecoutes", "Accueil", "Courrier"}


def test_of_a_text_that_is_there_only_a_new_tag_is_asked_about(editor_client, make_editorial):
    editorial = make_editorial("Un", tags=["écoute"])
    sent = form_of(editor_client, page_of(editorial))
    assert editor_client.post(page_of(editorial), sent | {"tags": "Ecoutes"}).status_code == 409
    assert editor_client.post(page_of(editorial), sent | {"tags": "ÉCOUTE"}).status_code == 302
    assert Tag.objects.get().name == "écoute"


def test_of_a_text_that_is_too_long_the_signs_are_told_in_groups_of_three(editor_client):
    response = editor_client.post(NEW, ENTERED | {"body": "Oui. " * 400_001})
    page = response.content.decode().replace("\xa0", " ").replace("\u202f", " ")
    assert response.status_code == 422 and "2 000 004 caractères, pour 1 500 000 au plus" in page
