"""The editors' desk: what waits, what was done, and the way back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from archive.models import Editorial, Operation, OperationKind, Tagging

ADDRESSES = [
    "/desk/",
    "/desk/todo/untagged/",
    "/desk/tagging/",
    "/desk/operations/",
    "/desk/searches/",
]


def recorded(editorial, by=None, why="", **values) -> Operation:
    with (
        Operation.objects.recording(OperationKind.EDIT, by, why) as operation,
        operation.changing(editorial),
    ):
        for name, value in values.items():
            setattr(editorial, name, value)
        editorial.save()
    return operation


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_is_not_logged_in_is_asked_to(client, db, address):
    response = client.get(address)
    assert response.status_code == 302 and response.url.startswith("/login/?next=/desk/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_reader_with_an_account_is_refused(client, django_user_model, address):
    client.force_login(
        django_user_model.objects.create_user("lecteur"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    assert client.get(address).status_code == 403


# What waits


def test_the_desk_counts_what_waits(editor_client, make_editorial):
    make_editorial("Un", tags=["Accueil"], authors=["Claire Abgrall"], date="2001")
    make_editorial("Deux", doubts=[{"field": "date", "code": "unknown", "value": ""}])
    lists = {one.name: count for one, count in editor_client.get("/desk/").context["lists"]}
    assert lists == {
        "untagged": 1,
        "doubts": 1,
        "undated": 1,
        "unsigned": 1,
        "drafts": 0,
        "lost-captures": 0,
        "withdrawn": 0,
    }


def test_the_desk_of_an_empty_archive_says_so(editor_client):
    assert "L’archive est vide" in editor_client.get("/desk/").content.decode()


def test_what_was_withdrawn_waits_for_nobody(editor_client, make_editorial):
    make_editorial("Un", state="withdrawn")
    response = editor_client.get("/desk/todo/untagged/")
    assert response.context["page"].paginator.count == 0
    assert "Tous les éditoriaux portent un mot-clé." in response.content.decode()


def test_a_list_is_narrowed_by_magazine_and_year(editor_client, make_editorial):
    one = make_editorial("Un", publication="En-Contact", date="2001-02")
    make_editorial("Deux", publication="En-Contact", date="2003")
    make_editorial("Trois", publication="Autre", date="2001")
    response = editor_client.get("/desk/todo/untagged/?publication=en-contact&year=2001")
    assert [found.pk for found in response.context["page"]] == [one.pk]
    assert "?list=untagged&amp;publication=en-contact&amp;year=2001" in response.content.decode()


@pytest.mark.parametrize(
    "odd", ["nowhere/", "untagged/?publication=x", "untagged/?year=MM", "untagged/?page=0"]
)
def test_a_list_that_is_not_is_a_404(editor_client, odd):
    assert editor_client.get(f"/desk/todo/{odd}").status_code == 404


def test_a_list_costs_the_same_whatever_its_length(
    editor_client, make_editorial, django_assert_max_num_queries
):
    for number in range(40):
        make_editorial(f"N° {number}", publication="En-Contact", date="2001")
    with django_assert_max_num_queries(14):
        editor_client.get("/desk/todo/untagged/")


def test_an_empty_choice_is_one_dash(editor_client, make_editorial):
    editorial = make_editorial(authors=["Ada Nord"], publication="En ligne")
    places = ("editorials/{pk}/", "authors/ada-nord/", "lists/?list=untagged")
    for place in places:
        page = editor_client.get(f"/desk/{place.format(pk=editorial.pk)}").content.decode()
        assert ">–</option>" in page and "----" not in page


# What was done


def test_operations_tell_who_what_and_why(editor_client, admin_user, make_editorial):
    recorded(make_editorial("Un titer"), admin_user, "faute de frappe", title="Un titre")
    page = editor_client.get("/desk/operations/").content.decode()
    assert "faute de frappe" in page and "admin" in page and "1 objet changé" in page


def test_an_operation_shows_each_difference(editor_client, make_editorial):
    operation = recorded(make_editorial("Un titer"), title="Un titre")
    page = editor_client.get(f"/desk/operations/{operation.pk}/").content.decode()
    assert "<del>Un titer</del> <ins>Un titre</ins>" in page


def test_a_text_is_compared_as_it_is_read_and_markup_where_only_that_differs(
    editor_client, make_editorial
):
    editorial = make_editorial(body="<p>Un <em>texte</em> &amp; sa suite.</p>")
    mended = recorded(editorial, body="<p>Un <em>texte</em> &amp; sa fin.</p>")
    page = editor_client.get(f"/desk/operations/{mended.pk}/").content.decode()
    assert "<del>Un texte &amp; sa suite.</del> <ins>Un texte &amp; sa fin.</ins>" in page
    marked = recorded(editorial, body="<p>Un texte &amp; sa fin.</p>")
    page = editor_client.get(f"/desk/operations/{marked.pk}/").content.decode()
    assert "&lt;em&gt;" in page


def test_an_operation_is_undone_and_the_undo_undone(editor_client, admin_user, make_editorial):
    editorial = make_editorial("Un titer")
    operation = recorded(editorial, title="Un titre")
    undo = editor_client.post(
        f"/desk/operations/{operation.pk}/", {"why": "par erreur"}, follow=True
    ).context["operation"]
    assert (
        Editorial.objects.get().title == "Un titer"
        and undo.why == "par erreur"
        and undo.by == admin_user
    )
    editor_client.post(f"/desk/operations/{undo.pk}/")
    assert Editorial.objects.get().title == "Un titre"


def test_what_was_changed_since_stays_and_is_told(editor_client, make_editorial):
    editorial = make_editorial("Un")
    operation = recorded(editorial, title="Deux")
    recorded(editorial, title="Trois")
    page = editor_client.post(f"/desk/operations/{operation.pk}/", follow=True).content.decode()
    assert Editorial.objects.get().title == "Trois"
    assert "Resté tel quel" in page and "Elle n’est annulée qu’en partie." in page


def test_an_operation_is_not_undone_twice(editor_client, make_editorial):
    operation = recorded(make_editorial("Un"), title="Deux")
    editor_client.post(f"/desk/operations/{operation.pk}/")
    page = editor_client.post(f"/desk/operations/{operation.pk}/", follow=True).content.decode()
    assert "Cette opération est déjà annulée." in page and Operation.objects.count() == 2


def test_a_tag_given_by_a_key_is_told_with_its_text(editor_client, make_editorial):
    editorial = make_editorial("La voix")
    editor_client.post(f"/desk/tagging/{editorial.pk}/", {"add": "Formation"})
    page = editor_client.get("/desk/operations/").content.decode()
    assert "La voix" in page and "<ins>Formation</ins>" in page
    # The desk's first page is seen by contributors, who are not told of drafts.
    assert "<ins>Formation</ins>" not in editor_client.get("/desk/").content.decode()


def test_a_long_text_is_not_told_in_the_list(editor_client, make_editorial):
    recorded(make_editorial("La voix"), body="<p>Un mot de plus</p>" * 50)
    page = editor_client.get("/desk/operations/").content.decode()
    assert "La voix" in page and "Un mot de plus" not in page


def test_many_presses_are_looked_over_and_undone_together(
    editor_client, admin_user, member, make_editorial, django_assert_max_num_queries
):
    edith, _client = member("edith")
    editorials = [make_editorial(f"N° {number}") for number in range(12)]
    for editorial in editorials:
        editor_client.post(f"/desk/tagging/{editorial.pk}/", {"add": "Formation"})
    recorded(editorials[0], edith, title="Un autre")
    today = timezone.localdate().isoformat()
    address = f"/desk/operations/?kind=edit&person={admin_user.pk}&day={today}&ticked=1"
    with django_assert_max_num_queries(14):
        page = editor_client.get(address)
    listed = [operation.pk for operation in page.context["operations"]]
    assert len(listed) == 12 and page.content.decode().count('name="undo"') == 12
    assert page.context["are_ticked"]
    left = listed.pop()
    answer = editor_client.post(address, {"undo": listed}, follow=True)
    assert "11 opérations annulées." in answer.content.decode()
    assert "ticked" not in answer.redirect_chain[0][0]
    assert [tagging.editorial for tagging in Tagging.objects.all()] == editorials[:1]
    assert not Operation.objects.get(pk=left).undone


def test_what_depends_on_one_another_is_undone_from_the_newest(editor_client, make_editorial):
    editorial = make_editorial("Un")
    made = [recorded(editorial, title=title).pk for title in ("Deux", "Trois")]
    answer = editor_client.post("/desk/operations/", {"undo": made}, follow=True)
    assert "2 opérations annulées." in answer.content.decode()
    assert Editorial.objects.get().title == "Un"


def test_what_may_not_be_undone_with_others_stays_and_is_told(
    editor_client, admin_user, member, make_editorial
):
    _edith, client = member("edith")
    operation = recorded(make_editorial("Un"), admin_user, title="Deux")
    assert 'name="undo"' not in client.get("/desk/operations/").content.decode()
    answer = client.post("/desk/operations/", {"undo": operation.pk}, follow=True)
    assert "1 opération reste." in answer.content.decode()
    assert Editorial.objects.get().title == "Deux"
    answer = editor_client.post("/desk/operations/", {}, follow=True)
    assert "Rien n’est coché." in answer.content.decode()


@pytest.mark.parametrize(
    "odd", ["person=x", "person=²", "day=x", "day=2026-02-30", "day=0001-01-01"]
)
def test_odd_people_and_days_of_operations_are_told(editor_client, odd):
    assert editor_client.get(f"/desk/operations/?{odd}").status_code == 404


def test_operations_are_shown_by_kind(editor_client, make_editorial):
    recorded(make_editorial("Un"), title="Deux")
    assert len(editor_client.get("/desk/operations/?kind=edit").context["page"]) == 1
    assert len(editor_client.get("/desk/operations/?kind=merge").context["page"]) == 0
    assert editor_client.get("/desk/operations/?kind=magic").status_code == 404


def test_an_editorial_has_a_history(editor_client, make_editorial):
    editorial = make_editorial("Un")
    recorded(editorial, why="mieux", title="Deux")
    page = editor_client.get(reverse("editorial_history", args=[editorial.pk])).content.decode()
    assert "<del>Un</del> <ins>Deux</ins>" in page and "mieux" in page


def test_markup_in_a_title_is_shown_as_it_is_typed(editor_client, make_editorial):
    operation = recorded(make_editorial("Un"), title="<script>alert(1)</script>")
    for address in ("/desk/", "/desk/todo/untagged/", f"/desk/operations/{operation.pk}/"):
        assert "<script>alert" not in editor_client.get(address).content.decode()


def feed_of(client) -> str:
    return client.get("/desk/operations/").context["feed"]


def test_operations_are_followed_by_who_cannot_log_in(editor_client, client, make_editorial):
    recorded(make_editorial("Un"), why="faute <de> frappe", title="Deux")
    address = feed_of(editor_client)
    editor_client.logout()
    feed = client.get(address)
    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    assert "faute &lt;de&gt; frappe" in feed.content.decode()


def test_signs_that_xml_cannot_carry_break_no_feed(editor_client, make_editorial):
    recorded(make_editorial("Un"), why="faute\x01 de frappe", title="Deux")
    feed = editor_client.get(feed_of(editor_client))
    assert feed.status_code == 200 and "faute de frappe" in feed.content.decode()


def test_the_feed_ends_with_the_password_or_the_right(editor_client, client, admin_user):
    address = feed_of(editor_client)
    admin_user.is_superuser = admin_user.is_staff = False
    admin_user.save()
    assert client.get(address).status_code == 403
    admin_user.is_superuser = True
    admin_user.set_password("autre")
    admin_user.save()
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("key", ["", "x", "1:2:3", "\0"])
def test_a_forged_key_opens_no_feed(client, db, key):
    assert client.get("/feeds/operations/", {"key": key}).status_code == 403


# From the site to the desk


def test_an_editorial_leads_editors_to_their_work_on_it(editor_client, client, make_editorial):
    editorial = make_editorial("Un")
    page = editor_client.get(editorial.get_absolute_url()).content.decode()
    for name in ("tag_editorial", "correct", "editorial_history", "provenance"):
        assert reverse(name, args=[editorial.pk]) in page
    editor_client.logout()
    assert "/desk/" not in client.get(editorial.get_absolute_url()).content.decode()


def test_a_search_leads_editors_to_change_what_it_found(editor_client, client, make_editorial):
    make_editorial("Un", "<p>Le casque.</p>")
    assert (
        'href="/desk/selection/?q=casque"'
        in editor_client.get("/search/?q=casque").content.decode()
    )
    editor_client.logout()
    assert "/desk/" not in client.get("/search/?q=casque").content.decode()
