"""Correcting an editorial, answering doubts about it, and two who do so at once."""

import pytest
from django.urls import reverse

from archive.models import Author, Editorial, Manuscript, Operation

AUTOSAVE = {"do": "autosave_correction", "format": "html"}  # what typed.js adds to the form


def page_of(editorial) -> str:
    return reverse("correct", args=[editorial.pk])


def form_of(client, editorial) -> dict:
    """What the page's form would send if nobody touched it."""
    form = client.get(page_of(editorial)).context["form"]
    said = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in said.items() if value not in (None, False)}


def doubt(field, code, value="") -> dict:
    return {"field": field, "code": code, "value": value}


def answers(client, editorial) -> dict[str, str]:
    """{label of an answer: what its button sends}"""
    asked = client.get(reverse("doubts", args=[editorial.pk])).context["questions"]
    return {
        choice.label: f"{question.key}:{choice.value}"
        for question in asked
        for choice in question.choices
    }


def give(client, editorial, said):
    return client.post(reverse("doubts", args=[editorial.pk]), {"answer": said}, follow=True)


# Corrections


def test_a_correction_is_kept_with_its_reason(editor_client, admin_user, make_editorial):
    editorial = make_editorial("Un titer", authors=["Claire Abgrall"])
    sent = form_of(editor_client, editorial) | {"title": "Un titre", "why": "faute de frappe"}
    assert editor_client.post(page_of(editorial), sent).status_code == 302
    operation = Operation.objects.get()
    assert Editorial.objects.get().title == "Un titre" and (operation.by, operation.why) == (
        admin_user,
        "faute de frappe",
    )


def test_a_correction_that_is_kept_goes_on_at_the_page_for_writing_until_it_is_saved(
    editor_client, make_editorial
):
    editorial = make_editorial("Un titer", "<p>Deux <em>lignes</em>.</p>")
    writing = reverse("rewrite", args=[editorial.pk])
    sent = form_of(editor_client, editorial) | {"title": "Un titre", "format": "html"}
    kept = editor_client.post(writing, sent | AUTOSAVE).json()
    page = editor_client.get(page_of(editorial))
    assert page.context["manuscript"].title == "Un titre"
    assert "data-keep" not in page.content.decode(), "what is there is not written over"
    begun = editor_client.get(writing).context["form"]
    assert begun["title"].value() == "Un titre" and "<em>lignes</em>" in begun.html_body
    editor_client.post(page_of(editorial), sent | {"title": "Autre titre"})
    assert Manuscript.objects.exists(), "it may hold more than this form"
    sent = form_of(editor_client, editorial) | {
        "title": "Le titre",
        "manuscript": kept["manuscript"],
    }
    editor_client.post(page_of(editorial), sent)
    assert not Manuscript.objects.exists() and Editorial.objects.get().title == "Le titre"
    assert "data-keep" in editor_client.get(page_of(editorial)).content.decode()


@pytest.mark.parametrize("has_number", [True, False])
def test_a_correction_is_kept_over_nothing_that_the_page_for_writing_has_kept(
    editor_client, make_editorial, has_number
):
    editorial = make_editorial("Un titer")
    writing = reverse("rewrite", args=[editorial.pk])
    correction = form_of(editor_client, editorial) | {"title": "Un titre"}
    written = correction | {"title": "Écrit", "tags": "Accueil", "do": "autosave"}
    number = editor_client.post(writing, written).json()["manuscript"]
    if has_number:  # of a correction that was gone on with on the page for writing
        correction["manuscript"] = number
    answer = editor_client.post(writing, correction | AUTOSAVE)
    assert answer.status_code == 409 and "ailleurs" in answer.json()["kept"]
    assert editor_client.post(page_of(editorial), correction).status_code == 302
    kept = Manuscript.objects.get().fields
    assert (kept["title"], kept["tags"]) == ("Écrit", "Accueil")


def test_a_correction_is_kept_over_no_other_that_was_begun_in_another_window(
    editor_client, make_editorial
):
    editorial = make_editorial("Un titer")
    writing = reverse("rewrite", args=[editorial.pk])
    sent = form_of(editor_client, editorial) | {"title": "Un titre"} | AUTOSAVE
    number = editor_client.post(writing, sent).json()["manuscript"]
    assert editor_client.post(writing, sent | {"title": "Deux"}).status_code == 409
    again = editor_client.post(writing, sent | {"title": "Trois", "manuscript": number})
    assert again.json()["manuscript"] == number and Manuscript.objects.get().title == "Trois"


def test_a_correction_that_was_sent_before_its_first_autosave_was_answered_leaves_nothing_behind(
    editor_client, make_editorial
):
    editorial = make_editorial("Un titer")
    sent = form_of(editor_client, editorial) | {"title": "Un titre"}
    editor_client.post(reverse("rewrite", args=[editorial.pk]), sent | AUTOSAVE)
    refused = editor_client.post(page_of(editorial), sent | {"state": "withdrawn"})
    assert refused.context["manuscript"], "what is posted is other than what was kept"
    editor_client.post(page_of(editorial), sent)
    assert not Manuscript.objects.exists() and Editorial.objects.get().title == "Un titre"


@pytest.mark.parametrize("odd", ["x", "-1", "²", "9" * 40, ""])
def test_odd_numbers_of_manuscripts_keep_nothing_from_being_saved(
    editor_client, make_editorial, odd
):
    editorial = make_editorial("Un titer")
    sent = form_of(editor_client, editorial) | {"title": "Un titre", "manuscript": odd}
    assert editor_client.post(page_of(editorial), sent).status_code == 302


def test_a_form_that_nobody_touched_changes_nothing(editor_client, make_editorial):
    editorial = make_editorial(
        "Un",
        "<p>Deux\nlignes.</p>",
        authors=["Claire Abgrall"],
        date="2001",
        publication="En-Contact",
    )
    sent = {
        name: str(value).replace("\n", "\r\n")
        for name, value in form_of(editor_client, editorial).items()
    }
    page = editor_client.post(page_of(editorial), sent, follow=True).content.decode()
    assert "Il n’y avait rien à changer." in page and not Operation.objects.exists()


def test_a_date_is_typed_as_it_is_printed(editor_client, make_editorial):
    editorial = make_editorial("Un")
    editor_client.post(
        page_of(editorial), form_of(editor_client, editorial) | {"date": "12 fév. 2001"}
    )
    assert Editorial.objects.get().date == "2001-02-12"


@pytest.mark.parametrize(
    "typed, edtf",
    [("12 fév 2001", "2001-02-12"), ("printemps 2004", "2004-21"), ("hier", ""), ("", "")],
)
def test_a_date_is_checked_as_it_is_typed(editor_client, typed, edtf):
    assert editor_client.get("/desk/date", {"q": typed}).json()["edtf"] == edtf


def test_bylines_keep_their_people_and_find_known_ones(editor_client, make_editorial):
    known = Author.objects.create(name="Claire Abgrall")
    editorial = make_editorial("Un", authors=["Manuel Jacquinet"])
    lines = "Manuel Jacquinet ; directeur\r\nClaire ABGRALL"
    editor_client.post(page_of(editorial), form_of(editor_client, editorial) | {"bylines": lines})
    assert [(b.name, b.role, b.author) for b in editorial.bylines.all()] == [
        ("Manuel Jacquinet", "directeur", Author.objects.get(name="Manuel Jacquinet")),
        ("Claire ABGRALL", "", known),
    ]


def test_a_corrected_field_answers_the_doubts_about_it(editor_client, make_editorial):
    editorial = make_editorial(
        "Un", doubts=[doubt("title", "guess", "Un"), doubt("date", "unknown")]
    )
    editor_client.post(page_of(editorial), form_of(editor_client, editorial) | {"title": "Deux"})
    assert Editorial.objects.get().doubts == [doubt("date", "unknown")]


def test_who_withdraws_says_why_and_the_address_answers_410(editor_client, client, make_editorial):
    editorial = make_editorial("Un")
    sent = form_of(editor_client, editorial) | {"state": "withdrawn"}
    assert editor_client.post(page_of(editorial), sent).status_code == 422
    editor_client.post(page_of(editorial), sent | {"why": "droits"})
    editor_client.logout()
    gone = client.get(editorial.get_absolute_url())
    assert gone.status_code == 410 and gone.headers["Cache-Control"] == "no-cache"


def test_what_is_refused_is_not_shown_as_done(editor_client, make_editorial):
    editorial = make_editorial("Un")
    sent = form_of(editor_client, editorial) | {"title": "Deux", "state": "withdrawn"}
    page = editor_client.post(page_of(editorial), sent).content.decode()
    assert '<h1 lang="fr">Un</h1>' in page and "· retiré" not in page
    assert 'value="Deux"' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": "hier"},
        {"language": "french"},
        {"language": '"><b>'},
        {"title": "x" * 501},
        {"source_url": "javascript:alert(1)"},
        {"version": "x"},
        {"state": "x"},
    ],
)
def test_what_cannot_be_is_refused_and_the_rest_stays_typed(editor_client, make_editorial, wrong):
    editorial = make_editorial("Un")
    sent = form_of(editor_client, editorial) | {"section": "Humeur"} | wrong
    response = editor_client.post(page_of(editorial), sent)
    assert response.status_code == 422 and "Humeur" in response.content.decode()
    assert not Operation.objects.exists()


def test_a_correction_typed_while_the_session_ended_comes_back(
    editor_client, admin_user, make_editorial
):
    editorial = make_editorial("Un", "<p>Avant.</p>")
    sent = form_of(editor_client, editorial) | {"body": "<p>Longuement corrigé.</p>"}
    editor_client.logout()
    given_back = editor_client.post(page_of(editorial), sent)
    assert given_back.status_code == 403
    assert "Longuement corrigé" in given_back.content.decode()
    editor_client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    fields = dict(given_back.context["fields"]) | {"do": given_back.context["deed"]}
    again = editor_client.post(page_of(editorial), fields)
    assert again.status_code == 200 and "Voici ce que vous aviez tapé" in again.content.decode()
    assert again.context["form"]["body"].value() == sent["body"]
    assert not Operation.objects.exists()


def test_scripts_in_a_text_are_cleaned(editor_client, make_editorial):
    editorial = make_editorial("Un")
    body = '<p onclick="x()">Bon<script>alert(1)</script> <a href="javascript:x">lien</a></p>'
    editor_client.post(page_of(editorial), form_of(editor_client, editorial) | {"body": body})
    kept = Editorial.objects.get().body
    assert "script" not in kept and "onclick" not in kept and "Bon" in kept


# Two at once


def test_two_who_change_different_fields_both_keep_their_work(editor_client, make_editorial):
    editorial = make_editorial("Un")
    first, second = form_of(editor_client, editorial), form_of(editor_client, editorial)
    editor_client.post(page_of(editorial), first | {"title": "Deux"})
    editor_client.post(page_of(editorial), second | {"section": "Humeur"})
    saved = Editorial.objects.get()
    assert (saved.title, saved.section) == ("Deux", "Humeur")


def test_who_saves_the_same_field_second_sees_what_the_first_did(editor_client, make_editorial):
    editorial = make_editorial("Un")
    first, second = form_of(editor_client, editorial), form_of(editor_client, editorial)
    editor_client.post(page_of(editorial), first | {"title": "Deux"})
    response = editor_client.post(page_of(editorial), second | {"title": "Trois"})
    page = response.content.decode()
    assert (
        response.status_code == 409
        and "Quelqu’un a enregistré entre-temps" in page
        and "Trois" in page
    )
    assert Editorial.objects.get().title == "Deux"


def test_once_seen_the_second_may_have_the_last_word(editor_client, make_editorial):
    editorial = make_editorial("Un")
    first, second = form_of(editor_client, editorial), form_of(editor_client, editorial)
    editor_client.post(page_of(editorial), first | {"title": "Deux"})
    shown = editor_client.post(page_of(editorial), second | {"title": "Trois"}).context["form"]
    editor_client.post(
        page_of(editorial), second | {"title": "Trois", "version": shown["version"].value()}
    )
    assert Editorial.objects.get().title == "Trois"


# Doubts


def test_a_doubt_is_a_question_with_its_evidence(editor_client, make_editorial):
    editorial = make_editorial(
        "Un",
        "<p>Écrit au printemps 2004 à Lyon.</p>",
        doubts=[doubt("date", "printed", "printemps 2004")],
    )
    page = editor_client.get(reverse("doubts", args=[editorial.pk])).content.decode()
    assert "<mark>printemps 2004</mark>" in page and 'data-key="1"' in page


def test_a_guessed_date_is_taken_with_one_answer(editor_client, make_editorial):
    editorial = make_editorial("Un", doubts=[doubt("date", "guess", "2004~")])
    give(editor_client, editorial, answers(editor_client, editorial)["Dater : vers 2004"])
    saved = Editorial.objects.get()
    assert (saved.date, saved.doubts) == ("2004~", []) and Operation.objects.count() == 1


def test_a_day_that_may_be_a_month_is_offered_both_ways(editor_client, make_editorial):
    editorial = make_editorial("Un", doubts=[doubt("date", "ambiguous", "03/04/2001")])
    assert {"Dater : 3 avril 2001", "Dater : 4 mars 2001"} <= answers(
        editor_client, editorial
    ).keys()


def test_of_two_who_bear_a_name_one_is_chosen(editor_client, make_editorial):
    people = [Author.objects.create(name="Jean Martin") for _ in range(2)]
    editorial = make_editorial("Un", doubts=[doubt("byline", "ambiguous", "Jean Martin")])
    editorial.set_bylines([(None, "Jean Martin", "")])
    give(editor_client, editorial, answers(editor_client, editorial)["Jean Martin (jean-martin-2)"])
    assert editorial.bylines.get().author == people[1] and Editorial.objects.get().doubts == []


def test_what_the_source_says_now_is_taken_or_left(editor_client, make_editorial):
    editorial = make_editorial(
        "Le nôtre",
        imported={"title": "Le leur"},
        doubts=[doubt("title", "source-differs", "Le leur")],
    )
    offered = answers(editor_client, editorial)
    assert "Garder la nôtre" in offered
    give(editor_client, editorial, offered["Prendre celle de la source"])
    assert Editorial.objects.get().title == "Le leur"


def test_what_is_unknown_may_stay_so(editor_client, make_editorial):
    editorial = make_editorial("Un", doubts=[doubt("byline", "unknown")])
    give(editor_client, editorial, answers(editor_client, editorial)["Laisser inconnu"])
    assert Editorial.objects.get().doubts == []


@pytest.mark.parametrize("said", ["", ":", "x:keep", "keep", "\0:\0"])
def test_an_answer_to_no_question_changes_nothing_and_says_so(editor_client, make_editorial, said):
    editorial = make_editorial("Un", doubts=[doubt("byline", "unknown")])
    page = give(editor_client, editorial, said).content.decode()
    assert "n’attend plus cette réponse" in page and Editorial.objects.get().doubts


def test_an_unlisted_doubt_may_be_settled_too(editor_client, make_editorial):
    editorial = make_editorial("Un", doubts=[doubt("moon", "full", "<b>")])
    assert (
        give(
            editor_client, editorial, answers(editor_client, editorial)["C’est juste ainsi"]
        ).status_code
        == 200
    )
    assert Editorial.objects.get().doubts == []


def test_the_next_doubtful_one_is_offered(editor_client, make_editorial):
    first, second = (
        make_editorial(f"N° {n}", doubts=[doubt("byline", "unknown")]) for n in range(2)
    )
    assert editor_client.get("/desk/doubts/").url == f"/desk/doubts/{first.pk}/?list=doubts"
    assert editor_client.get(reverse("doubts", args=[first.pk])).context["following"] == second


def test_without_a_doubt_there_is_the_empty_list(editor_client, make_editorial):
    make_editorial("Un")
    page = editor_client.get("/desk/doubts/", follow=True)
    assert page.redirect_chain == [("/desk/todo/doubts/", 302)]
    assert "Aucun doute n’attend de réponse." in page.content.decode()


def test_a_withdrawn_editorial_leads_nowhere_that_it_is_not(editor_client, make_editorial):
    editorial = make_editorial("Un", state="withdrawn")
    assert (
        reverse("tag_editorial", args=[editorial.pk])
        not in editor_client.get(page_of(editorial)).content.decode()
    )
