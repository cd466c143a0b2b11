"""What contributors propose, what editors answer, and what is not suggested again."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from archive.models import (
    Author,
    Editorial,
    Operation,
    OperationKind,
    Proposal,
    Rejection,
    Tag,
    Tagging,
    vocabulary,
)
from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
TRAINING = "<p>Le standard forme ses conseillers ; chaque stagiaire répète les appels difficiles avec un tuteur.</p>"
ALSO = "<p>Un tuteur écoute le stagiaire, qui répète les appels difficiles avant le standard.</p>"


@pytest.fixture
def contributor(django_user_model):
    user = django_user_model.objects.create_user("claire")
    user.groups.add(Group.objects.get(name="contributeur"))
    return user


@pytest.fixture
def contributor_client(contributor):
    client = Client()
    client.force_login(contributor, backend=BACKEND)
    return client


def names(editorial) -> list[str]:
    return sorted(tag.name for tag in editorial.tags.all())


def propose(client, editorial, **said):
    return client.post(f"/desk/tagging/{editorial.pk}/", said, follow=True)


def correction(client, editorial, **changed):
    shown = client.get(f"/desk/editorials/{editorial.pk}/").context["form"].initial
    sent = {
        name: "" if value in (None, False) else value for name, value in shown.items()
    } | changed
    return client.post(f"/desk/editorials/{editorial.pk}/", sent, follow=True)


# Proposing


def test_a_contributors_tags_wait_for_an_editor(contributor_client, contributor, make_editorial):
    editorial = make_editorial(tags=["Accueil"])
    page = propose(contributor_client, editorial, add="Formation").content.decode()
    proposal = Proposal.objects.get()
    assert names(editorial) == ["Accueil"] and (proposal.by, proposal.add) == (
        contributor,
        ["Formation"],
    )
    assert (
        "Vous avez proposé" in page and not Operation.objects.exists() and Tag.objects.count() == 1
    )


def test_what_is_proposed_for_one_editorial_is_one_proposal(contributor_client, make_editorial):
    editorial = make_editorial(tags=["Accueil"])
    for said in (
        {"add": "Formation"},
        {"add": ["formation", "Écoute"]},
        {"remove": "accueil"},
        {"add": "accueil"},
    ):
        propose(contributor_client, editorial, **said)
    proposal = Proposal.objects.get()
    assert ({*proposal.add}, proposal.remove) == ({"formation", "Écoute"}, [Tag.objects.get().pk])


@pytest.mark.parametrize(
    "nothing", [{}, {"add": "  "}, {"remove": "nulle-part"}, {"add": "Accueil"}]
)
def test_nothing_proposed_is_no_proposal(contributor_client, make_editorial, nothing):
    propose(contributor_client, make_editorial(tags=["Accueil"]), **nothing)
    assert not Proposal.objects.exists()


def test_a_tag_too_long_is_not_proposed(contributor_client, make_editorial):
    response = propose(contributor_client, make_editorial(), add="é" * 300)
    assert response.status_code == 422 and not Proposal.objects.exists()


@pytest.mark.parametrize("odd", ['« Dupont, "fils" »', "☎️", "<b>gras</b>", "  à   part  "])
def test_odd_names_are_proposed_as_typed_and_shown_safely(
    contributor_client, editor_client, make_editorial, odd
):
    propose(contributor_client, make_editorial(), add=odd)
    page = editor_client.get(f"/desk/proposals/{Proposal.objects.get().pk}/").content.decode()
    assert Proposal.objects.get().add == [" ".join(odd.split())] and "<b>gras" not in page


def test_a_correction_is_proposed_with_its_reason(contributor_client, make_editorial):
    editorial = make_editorial("Le fil", date="2001-02")
    page = correction(
        contributor_client, editorial, title="Le long fil", date="mars 2001", why="Lu."
    ).content.decode()
    proposal = Proposal.objects.get()
    assert proposal.values == {"title": "Le long fil", "date": "2001-03"} and proposal.why == "Lu."
    assert "un éditeur y répondra" in page and Editorial.objects.get().title == "Le fil"


def test_who_only_proposes_is_told_so_and_is_not_asked_for_the_state(
    contributor_client, make_editorial
):
    editorial = make_editorial("Le fil")
    response = contributor_client.get(f"/desk/editorials/{editorial.pk}/")
    page = response.content.decode()
    assert "Proposer</button>" in page and "Enregistrer</button>" not in page
    assert "state" not in response.context["form"].fields and "pour retirer" not in page


def test_who_proposed_something_sees_it_beside_the_form(
    contributor_client, editor_client, make_editorial
):
    editorial = make_editorial("Le fil")
    page = correction(contributor_client, editorial, title="Le long fil").content.decode()
    assert "Vos propositions" in page and "<li>Titre</li>" in page
    others = editor_client.get(f"/desk/editorials/{editorial.pk}/").content.decode()
    assert "Vos propositions" not in others


def test_a_contributor_cannot_withdraw_by_a_proposal(contributor_client, make_editorial):
    correction(contributor_client, make_editorial(), state="withdrawn", why="Pour nuire.")
    assert not Proposal.objects.exists() and Editorial.objects.get().state == "published"


def test_a_proposed_byline_makes_nobody_until_it_is_accepted(
    contributor_client, editor_client, make_editorial
):
    editorial = make_editorial("Le fil", authors=["Claire Abgrall"])
    correction(contributor_client, editorial, bylines="Claire Abgrall\nJean Nouveau")
    assert [one.name for one in Author.objects.all()] == ["Claire Abgrall"]
    editor_client.post(f"/desk/proposals/{Proposal.objects.get().pk}/", {"answer": "accept"})
    assert [str(one.author) for one in editorial.bylines.all()] == [
        "Claire Abgrall",
        "Jean Nouveau",
    ]


def test_contributors_are_led_where_they_may_go(contributor_client, make_editorial):
    editorial = make_editorial(doubts=[{"field": "date", "code": "unknown"}])
    page = contributor_client.get("/desk/todo/doubts/").content.decode()
    assert (
        f'"/desk/editorials/{editorial.pk}/?list=doubts"' in page
        and f"/desk/doubts/{editorial.pk}/" not in page
    )
    assert (
        contributor_client.get(f"/desk/editorials/{editorial.pk}/?list=doubts").status_code == 200
    )


def test_contributors_see_what_became_of_their_proposals(
    contributor_client, make_editorial, admin_user
):
    propose(contributor_client, make_editorial("Le fil"), add="Formation")
    assert "à examiner" in contributor_client.get("/desk/proposals/").content.decode()
    Proposal.objects.get().refuse(admin_user)
    assert "refusée" in contributor_client.get("/desk/proposals/").content.decode()


# Answering


@pytest.fixture
def proposal(contributor, make_editorial):
    editorial = make_editorial("Le fil", tags=["Accueil"], date="2001")
    said = {
        "add": ["Formation"],
        "remove": [Tag.objects.get().pk],
        "values": {"title": "Le long fil"},
        "why": "Lu.",
    }
    return Proposal.objects.create(
        editorial=editorial, by=contributor, version=editorial.version, **said
    )


def test_editors_see_what_is_proposed_and_by_whom(editor_client, proposal):
    assert "Mots-clés : Formation" in editor_client.get(
        "/desk/proposals/"
    ).content.decode().replace("\xa0", " ")
    page = editor_client.get(f"/desk/proposals/{proposal.pk}/").content.decode()
    assert "claire" in page and "Formation" in page and "long" in page and 'data-key="1"' in page


def test_an_accepted_proposal_is_an_operation_of_the_editor(
    editor_client, admin_user, contributor, proposal
):
    response = editor_client.post(f"/desk/proposals/{proposal.pk}/", {"answer": "accept"})
    editorial, operation = Editorial.objects.get(), Operation.objects.get()
    assert response.url == "/desk/proposals/" and (editorial.title, names(editorial)) == (
        "Le long fil",
        ["Formation"],
    )
    assert (operation.by, operation.why) == (
        admin_user,
        "Proposé par claire : Lu.".replace(" :", " :"),
    )
    assert Tagging.objects.get().by == contributor and Proposal.objects.get().state == "accepted"


def test_an_accepted_proposal_can_be_undone(editor_client, proposal):
    proposal.accept(None)
    Operation.objects.get().undo()
    assert (Editorial.objects.get().title, names(Editorial.objects.get())) == (
        "Le fil",
        ["Accueil"],
    )


def test_refused_tags_are_not_suggested_again_and_nothing_changes(editor_client, proposal):
    Tag.objects.named("Formation")
    editor_client.post(f"/desk/proposals/{proposal.pk}/", {"answer": "refuse"})
    assert (
        Rejection.objects.get().tag.name == "Formation"
        and Editorial.objects.get().title == "Le fil"
    )
    assert Proposal.objects.get().state == "refused" and not Operation.objects.exists()


def test_the_next_one_is_opened(editor_client, proposal, make_editorial):
    other = Proposal.objects.create(editorial=make_editorial(), version=1, add=["x"])
    assert (
        editor_client.post(f"/desk/proposals/{other.pk}/", {"answer": "accept"}).url
        == f"/desk/proposals/{proposal.pk}/"
    )


def test_a_proposal_is_decided_once(editor_client, proposal):
    for answer in ("accept", "refuse"):
        page = editor_client.post(
            f"/desk/proposals/{proposal.pk}/", {"answer": answer}, follow=True
        ).content.decode()
    assert "déjà reçu une réponse" in page and Proposal.objects.get().state == "accepted"
    assert Operation.objects.count() == 1


def test_what_another_changed_since_is_not_overwritten(editor_client, proposal):
    editorial = Editorial.objects.get()
    with (
        Operation.objects.recording(OperationKind.EDIT) as operation,
        operation.changing(editorial),
    ):
        editorial.title = "Un autre fil"
        editorial.save()
    page = editor_client.post(
        f"/desk/proposals/{proposal.pk}/", {"answer": "accept"}, follow=True
    ).content.decode()
    assert "a changé depuis" in page and Proposal.objects.get().state == "open"
    assert (Editorial.objects.get().title, names(editorial)) == ("Un autre fil", ["Accueil"])


@pytest.mark.parametrize("odd", [{}, {"answer": ""}, {"answer": "both"}])
def test_no_answer_changes_nothing(editor_client, proposal, odd):
    assert (
        editor_client.post(f"/desk/proposals/{proposal.pk}/", odd).url
        == f"/desk/proposals/{proposal.pk}/"
    )
    assert Proposal.objects.get().state == "open"


def test_a_contributor_cannot_answer(contributor_client, proposal):
    assert (
        contributor_client.post(f"/desk/proposals/{proposal.pk}/", {"answer": "accept"}).status_code
        == 403
    )
    assert Proposal.objects.get().state == "open"


def test_a_forged_answer_is_refused(admin_user, proposal):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user, backend=BACKEND)
    assert client.post(f"/desk/proposals/{proposal.pk}/", {"answer": "accept"}).status_code == 403
    assert Proposal.objects.get().state == "open"


def test_the_list_costs_the_same_for_many(
    editor_client, make_editorial, django_assert_max_num_queries
):
    for number in range(25):
        Proposal.objects.create(
            editorial=make_editorial(publication=f"R {number}"), version=1, add=["x"]
        )
    with django_assert_max_num_queries(8):
        assert len(editor_client.get("/desk/proposals/").context["rows"]) == 25


# Rejecting suggestions


@pytest.fixture
def suggested(make_editorial):
    """An editorial for which « Formation » is suggested."""
    make_editorial("Un", TRAINING, tags=["Formation"])
    make_editorial("Deux", "<p>Rien à voir.</p>", tags=["Divers"])
    editorial = make_editorial("Trois", ALSO)
    freshness.drain()
    return editorial


def suggestions(client, editorial) -> list[str]:
    page = client.get(f"/desk/tagging/{editorial.pk}/")
    shown = page.context["suggestions"]
    return [suggestion.name for suggestion in shown if not suggestion.is_rejected]


def test_a_rejected_suggestion_is_remembered_and_can_return(editor_client, admin_user, suggested):
    assert "Formation" in suggestions(editor_client, suggested)
    propose(editor_client, suggested, reject="formation")
    assert Rejection.objects.get().by == admin_user and "Formation" not in suggestions(
        editor_client, suggested
    )
    propose(editor_client, suggested, restore="formation")
    assert "Formation" in suggestions(editor_client, suggested) and not Operation.objects.exists()


@pytest.mark.parametrize("typed", ["For\x00ma\x01tion", "\ufeffFormation\u200b"])
def test_signs_that_nobody_sees_are_no_part_of_a_tag(editor_client, make_editorial, typed):
    editorial = make_editorial()
    propose(editor_client, editorial, add=typed)
    assert names(editorial) == ["Formation"]


def test_a_contributor_neither_rejects_nor_restores(contributor_client, editor_client, suggested):
    assert (
        'name="reject"'
        not in contributor_client.get(f"/desk/tagging/{suggested.pk}/").content.decode()
    )
    propose(contributor_client, suggested, reject="formation")
    assert not Rejection.objects.exists()
    propose(editor_client, suggested, reject="formation")
    propose(contributor_client, suggested, restore="formation")
    assert Rejection.objects.exists()


def test_what_is_proposed_already_is_not_suggested(contributor_client, suggested):
    propose(contributor_client, suggested, add="Formation")
    assert "Formation" not in suggestions(contributor_client, suggested)


def test_an_alias_in_the_text_suggests_its_tag(editor_client, make_editorial):
    make_editorial("Un", "<p>La mer.</p>", tags=["Apprentissage"])
    vocabulary.edit(Tag.objects.get(), aliases=["Compagnonnage"])
    editorial = make_editorial("Deux", "<p>Le compagnonnage, toujours le compagnonnage.</p>")
    freshness.drain()
    page = editor_client.get(f"/desk/tagging/{editorial.pk}/").content.decode().replace("\xa0", " ")
    assert "Le texte dit « Compagnonnage »" in page


def test_an_alias_completes_to_its_tag(editor_client, make_editorial):
    make_editorial(tags=["Apprentissage"])
    vocabulary.edit(Tag.objects.get(), aliases=["Compagnonnage"])
    option = editor_client.get("/desk/tagging/complete?q=compa").json()["options"][0]
    assert (option["value"], option["label"]) == ("Apprentissage", "Compagnonnage")


# Answers and second thoughts


@pytest.mark.parametrize("answer, state", [("accept", "acceptée"), ("refuse", "refusée")])
def test_an_answer_has_a_reason_that_its_contributor_reads_and_is_mailed(
    editor_client,
    contributor_client,
    contributor,
    make_editorial,
    mailed,
    mailoutbox,
    answer,
    state,
):
    contributor.email = "claire@exemple.fr"
    contributor.save()
    propose(contributor_client, make_editorial("Un"), add="Formation")
    address = f"/desk/proposals/{Proposal.objects.get().pk}/"
    editor_client.post(address, {"answer": answer, "reason": "lu  sur\nla page"})
    assert Proposal.objects.get().answer == "lu sur la page"
    page = contributor_client.get("/desk/proposals/").text
    assert state in page and "lu sur la page" in page
    assert "lu sur la page" in editor_client.get(address).text
    [mail] = mailoutbox
    assert mail.to == ["claire@exemple.fr"] and state in mail.subject
    assert "lu sur la page" in mail.body and "Formation" in mail.body


def test_a_contributor_takes_back_what_nobody_has_answered(
    editor_client, contributor_client, make_editorial
):
    propose(contributor_client, make_editorial("Un"), add="Formation")
    proposal = Proposal.objects.get()
    page = contributor_client.post("/desk/proposals/", {"take_back": proposal.pk}, follow=True).text
    assert "Votre proposition est reprise." in page and not Proposal.objects.open().exists()
    editor_client.post(f"/desk/proposals/{proposal.pk}/", {"answer": "accept"})
    assert not Tag.objects.exists() and Proposal.objects.get().state == "taken-back"
    again = contributor_client.post("/desk/proposals/", {"take_back": proposal.pk}, follow=True)
    assert "déjà reçu une réponse" in again.text


def test_nobody_takes_back_the_proposal_of_another(
    editor_client, contributor_client, make_editorial
):
    propose(contributor_client, make_editorial("Un"), add="Formation")
    for number in (Proposal.objects.get().pk, "x", "99999999999999999999", ""):
        taken = editor_client.post("/desk/proposals/", {"take_back": number})
        assert taken.status_code == 404 and Proposal.objects.open().exists()
