"""Django's admin, as editors use it."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from archive.models import (
    Author,
    Byline,
    Capture,
    Change,
    Editorial,
    Issue,
    Operation,
    Publication,
    Tag,
)

pytestmark = pytest.mark.django_db

NUMBERS = {
    f"{rows}-{count}_FORMS": "0"
    for rows in ("bylines", "taggings", "captures")
    for count in ("TOTAL", "INITIAL")
}


def test_the_first_page_is_in_the_readers_language(admin_client):
    page = admin_client.get("/admin/").content.decode()
    assert "Éditoriaux" in page
    assert "Import items" not in page and "Task" not in page
    assert admin_client.get("/admin/archive/importitem/").status_code == 200


def submitted(editorial, **mended) -> dict:
    """What a browser sends of an editorial's form: lines end with CR LF."""
    names = (
        "title",
        "standfirst",
        "body",
        "language",
        "state",
        "date",
        "section",
        "issue",
        "page",
        "source_id",
    )
    fields = {name: getattr(editorial, name).replace("\n", "\r\n") for name in names}
    return (
        fields
        | {"source_url": editorial.source_url, "publication": editorial.publication_id or ""}
        | NUMBERS
        | mended
    )


def change(editorial) -> str:
    return f"/admin/archive/editorial/{editorial.pk}/change/"


SEEN = ("capture", "operation", "import", "importitem")
ROWS = {
    f"{rows}-{count}_FORMS": "0"
    for rows in ("periods", "editorships")
    for count in ("TOTAL", "INITIAL")
}
NO_ALIASES = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
OURS = [model for model in admin.site._registry if model._meta.app_label == "archive"]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize(
    "end", ["", "add/", "?q=accueil", "?q=%00", "?p=99999999999999999999", f"{'9' * 20}/change/"]
)
def test_every_page_answers(editor_client, make_editorial, model, end):
    make_editorial(publication="En ligne", authors=["Ada Nord"], tags=["accueil"], date="2001")
    expected = 403 if model._meta.model_name in SEEN and end == "add/" else 200
    address = f"/admin/archive/{model._meta.model_name}/{end}"
    assert editor_client.get(address, follow=True).status_code == expected


@pytest.mark.parametrize("kind", ["tag", "publication"])
def test_a_name_that_differs_in_case_and_accents_only_is_refused_with_a_reason(
    editor_client, make_editorial, kind
):
    make_editorial(publication="Qualité", tags=["Qualité"])
    response = editor_client.post(
        f"/admin/archive/{kind}/add/", ROWS | NO_ALIASES | {"name": "QUALITE", "slug": ""}
    )
    assert "existe déjà" in response.content.decode()


def test_a_tag_may_change_the_case_of_its_own_name(editor_client, make_editorial):
    make_editorial(tags=["crm"])
    tag = Tag.objects.get()
    editor_client.post(
        f"/admin/archive/tag/{tag.pk}/change/", NO_ALIASES | {"name": "CRM", "slug": tag.slug}
    )
    assert Tag.objects.get().name == "CRM"


def test_an_author_may_be_added_with_the_name_among_the_printed_forms(editor_client):
    names = {
        "names-TOTAL_FORMS": "2",
        "names-INITIAL_FORMS": "0",
        "names-0-name": "Ada Nord",
        "names-1-name": "A. Nord",
    }
    fields = {"name": "Ada Nord", "slug": "", "sort_name": "", "note": ""}
    assert editor_client.post("/admin/archive/author/add/", fields | names).status_code == 302
    assert {printed.name for printed in Author.objects.get().names.all()} == {"Ada Nord", "A. Nord"}


def test_a_doubt_about_a_text_that_nobody_touched_stays(editor_client, make_editorial):
    doubt = {"field": "body", "code": "source-differs", "value": "Autre"}
    editorial = make_editorial(body="<p>Un.</p>\n<p>Deux.</p>", doubts=[doubt])
    assert (
        editor_client.post(change(editorial), submitted(editorial, title="Mieux")).status_code
        == 302
    )
    editorial.refresh_from_db()
    assert (editorial.title, editorial.doubts) == ("Mieux", [doubt])


def test_a_doubt_about_what_an_editor_mends_is_settled(editor_client, make_editorial):
    editorial = make_editorial(doubts=[{"field": "date", "code": "unknown", "value": ""}])
    editor_client.post(change(editorial), submitted(editorial, date="2001-02"))
    editorial.refresh_from_db()
    assert (editorial.date, editorial.doubts) == ("2001-02", [])


def test_a_mended_text_and_byline_answer_what_their_source_says(editor_client, make_editorial):
    doubted = {"text": "short", "byline": "unknown"} | dict.fromkeys(
        ("body", "bylines"), "source-differs"
    )
    doubts = [{"field": field, "code": code, "value": ""} for field, code in doubted.items()]
    editorial = make_editorial(doubts=doubts)
    byline = {"bylines-TOTAL_FORMS": "1", "bylines-0-name": "Ada Nord", "bylines-0-position": "0"}
    editor_client.post(change(editorial), submitted(editorial, body="<p>Mieux.</p>", **byline))
    editorial.refresh_from_db()
    assert (editorial.bylines.get().name, editorial.doubts) == ("Ada Nord", [])


def test_a_date_that_is_none_is_refused(editor_client, make_editorial):
    editorial = make_editorial()
    assert (
        editor_client.post(change(editorial), submitted(editorial, date="hier")).status_code == 200
    )
    assert Editorial.objects.get().date == ""


def test_who_is_no_editor_is_asked_to_log_in(client):
    assert client.get("/admin/archive/editorial/").status_code == 302


def test_an_editor_gets_the_bytes_that_came_and_nobody_else_does(
    client, admin_user, make_editorial
):
    editorial = make_editorial()
    capture = Capture(
        editorial=editorial,
        sha256="a" * 64,
        size=4,
        origin="/pages/page.txt",
        media_type="text/plain",
    )
    capture.content.save("a" * 64, ContentFile(b"\x00<b>"))
    address = reverse("capture", args=[capture.pk])
    assert client.get(address).status_code == 302
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(address)
    assert b"".join(response.streaming_content) == b"\x00<b>"
    assert response["Content-Disposition"] == 'attachment; filename="page.txt"'
    assert (
        address
        in client.get(
            reverse("admin:archive_editorial_change", args=[editorial.pk])
        ).content.decode()
    )
    assert (
        client.post(reverse("admin:archive_capture_delete", args=[capture.pk])).status_code == 403
    )


def test_a_date_may_be_typed_as_it_is_printed(make_editorial):
    editorial = make_editorial()
    editorial.date = "mai 2018"
    editorial.clean()
    assert editorial.date == "2018-05"
    editorial.date = "naguère"
    with pytest.raises(ValidationError, match="naguère"):
        editorial.clean()


# Every change is an operation


def test_a_form_that_is_saved_is_an_operation_of_the_editor(
    editor_client, admin_user, make_editorial
):
    editorial = make_editorial("Un")
    editor_client.post(change(editorial), submitted(editorial, title="Deux"))
    operation = Operation.objects.get()
    assert operation.by == admin_user and operation.changes.get().differences() == [
        ("titre", "Un", "Deux")
    ]
    operation.undo()
    assert Editorial.objects.get().title == "Un"


def test_a_tag_that_is_set_in_the_form_is_part_of_the_operation(editor_client, make_editorial):
    editorial, tag = make_editorial(), Tag.objects.named("voix")
    row = {
        "taggings-TOTAL_FORMS": "1",
        "taggings-0-tag": tag.pk,
        "taggings-0-editorial": editorial.pk,
    }
    editor_client.post(change(editorial), submitted(editorial, **row))
    assert Change.objects.get().differences() == [("mots-clés", "", "voix")]


def test_a_deletion_is_an_operation(editor_client, make_editorial):
    editorial = make_editorial("Un", tags=["voix"])
    editor_client.post(f"/admin/archive/editorial/{editorial.pk}/delete/", {"post": "yes"})
    assert not Editorial.objects.exists()
    Operation.objects.get(kind="delete").undo()
    assert [tag.name for tag in Editorial.objects.get(pk=editorial.pk).tags.all()] == ["voix"]


def test_what_is_deleted_from_a_list_is_an_operation(editor_client, make_editorial):
    make_editorial(tags=["voix"])
    picked = {
        "action": "delete_selected",
        "_selected_action": [Tag.objects.get().pk],
        "post": "yes",
    }
    editor_client.post("/admin/archive/tag/", picked)
    assert {row.model for row in Operation.objects.get().changes.all()} == {"tag", "editorial"}


@pytest.mark.parametrize(
    "action, field, value", [("publish", "state", "published"), ("settle", "doubts", [])]
)
def test_an_action_on_a_list_is_one_operation(editor_client, make_editorial, action, field, value):
    made = [
        make_editorial(state="draft", doubts=[{"field": "date", "code": "unknown", "value": ""}])
        for _number in range(3)
    ]
    picked = {"action": action, "_selected_action": [one.pk for one in made]}
    editor_client.post("/admin/archive/editorial/", picked)
    assert Operation.objects.get().changes.count() == 3
    assert all(getattr(one, field) == value for one in Editorial.objects.all())


def test_a_byline_that_moves_is_noted_with_both_editorials(editor_client, make_editorial):
    one, two = make_editorial(authors=["Ada Nord"]), make_editorial()
    byline = Byline.objects.get()
    fields = {
        "name": "A. Nord",
        "role": "",
        "position": 0,
        "editorial": two.pk,
        "author": byline.author_id,
    }
    editor_client.post(f"/admin/archive/byline/{byline.pk}/change/", fields)
    assert set(Operation.objects.get().changes.values_list("object_id", flat=True)) == {
        one.pk,
        two.pk,
    }


def test_an_operation_is_undone_from_the_list(editor_client, admin_user, make_editorial):
    editorial = make_editorial("Un")
    editor_client.post(change(editorial), submitted(editorial, title="Deux"))
    picked = {"action": "undo", "_selected_action": [Operation.objects.get().pk]}
    editor_client.post("/admin/archive/operation/", picked)
    assert (
        Editorial.objects.get().title == "Un"
        and Operation.objects.get(kind="undo").by == admin_user
    )
    said = editor_client.post("/admin/archive/operation/", picked, follow=True)
    assert "déjà annulée" in said.content.decode()


def test_who_may_not_undo_others_work_is_told(
    client, django_user_model, editor_client, make_editorial
):
    editorial = make_editorial("Un")
    editor_client.post(change(editorial), submitted(editorial, title="Deux"))
    other = django_user_model.objects.create_user("autre", is_staff=True)
    other.user_permissions.set(Permission.objects.filter(codename__in=["view_operation", "edit"]))
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    picked = {"action": "undo", "_selected_action": [Operation.objects.get().pk]}
    page = client.post("/admin/archive/operation/", picked, follow=True)
    assert "travail d’autrui" in page.content.decode() and Editorial.objects.get().title == "Deux"


@pytest.mark.parametrize("name", ["Voix", "ACCUEIL"])
def test_an_alias_that_is_another_tags_name_is_refused(editor_client, name):
    tag, _other = Tag.objects.named("accueil"), Tag.objects.named("voix")
    row = {
        "aliases-TOTAL_FORMS": "1",
        "aliases-INITIAL_FORMS": "0",
        "aliases-0-tag": tag.pk,
        "aliases-0-name": name,
    }
    address = f"/admin/archive/tag/{tag.pk}/change/"
    page = editor_client.post(address, row | {"name": "accueil", "slug": tag.slug})
    assert "déjà celui" in page.content.decode() and not tag.aliases.exists()


def test_a_tag_that_would_be_broader_than_itself_is_refused_and_another_is_an_operation(
    editor_client,
):
    one, two = Tag.objects.named("voix"), Tag.objects.named("accueil")
    fields = NO_ALIASES | {"name": "voix", "slug": one.slug, "broader": [two.pk]}
    editor_client.post(f"/admin/archive/tag/{one.pk}/change/", fields)
    assert one.broader.get() == two
    back = NO_ALIASES | {"name": "accueil", "slug": two.slug, "broader": [one.pk]}
    assert (
        "dépend déjà"
        in editor_client.post(f"/admin/archive/tag/{two.pk}/change/", back).content.decode()
    )
    Operation.objects.get().undo()
    assert not one.broader.exists()


# Magazines and their issues


def saved(client, magazine, **fields):
    address = f"/admin/archive/publication/{magazine.pk}/change/"
    whole = {"name": magazine.name, "slug": magazine.slug, "letters": magazine.letters}
    return client.post(address, ROWS | whole | fields)


def test_periods_that_overlap_are_saved_and_told(editor_client, make_editorial):
    make_editorial(publication="Décroché")
    magazine = Publication.objects.get()
    dates = {"periods-0-date": "1998/2004", "periods-1-date": "2003/.."}
    saved(editor_client, magazine, **{"periods-TOTAL_FORMS": "2"}, **dates)
    assert magazine.periods.count() == 2
    page = editor_client.get("/admin/archive/publication/").content.decode()
    assert "Des périodes se chevauchent" in page
    apart = {"periods-0-date": "1998/2003", "periods-1-date": "2004/.."}
    saved(editor_client, magazine, **rows_of(magazine.periods.all()), **apart)
    page = editor_client.get("/admin/archive/publication/").content.decode()
    assert "Des périodes se chevauchent" not in page


def rows_of(periods) -> dict[str, object]:
    """Return what the form says of rows that there are."""
    ids = {f"periods-{number}-id": period.pk for number, period in enumerate(periods)}
    return ids | {"periods-TOTAL_FORMS": len(ids), "periods-INITIAL_FORMS": len(ids)}


def test_what_an_editor_says_of_a_magazine_is_one_operation(editor_client, make_editorial):
    make_editorial(publication="Décroché")
    magazine, later = Publication.objects.get(), Publication.objects.named("Ligne ouverte")
    fields = {
        "issn": "12345679",
        "publisher": "Le Combiné",
        "subscription_url": "https://combine.example/abo",
        "successors": [later.pk],
        "periods-TOTAL_FORMS": "1",
        "periods-0-date": "1998/2004",
        "periods-0-frequency": "mensuel",
        "editorships-TOTAL_FORMS": "1",
        "editorships-0-name": "Claire Abgrall",
        "editorships-0-date": "mai 2001",
    }
    assert saved(editor_client, magazine, **fields).status_code == 302
    magazine.refresh_from_db()
    assert (magazine.issn, magazine.successors.get()) == ("1234-5679", later)
    assert magazine.editorships.get().date == "2001-05"
    assert Operation.objects.get().undo().conflicts == []
    magazine.refresh_from_db()
    assert magazine.issn == "" and not magazine.periods.exists()


@pytest.mark.parametrize(
    ("field", "typed", "complaint"),
    [
        ("issn", "1234-5678", "n’est pas un ISSN"),
        ("subscription_url", "javascript:alert(1)", "Saisissez une URL valide"),
        ("publisher_url", "ftp://exemple.fr/", "Saisissez une URL valide"),
    ],
)
def test_what_is_wrong_with_a_magazine_is_told(
    editor_client, make_editorial, field, typed, complaint
):
    make_editorial(publication="Décroché")
    page = saved(editor_client, Publication.objects.get(), **{field: typed}).content.decode()
    assert complaint in page and not Operation.objects.exists()


def test_a_magazine_that_would_succeed_itself_is_refused(editor_client):
    earlier, later = Publication.objects.named("Un"), Publication.objects.named("Deux")
    earlier.successors.add(later)
    page = saved(editor_client, later, successors=[earlier.pk]).content.decode()
    assert "ne peut pas succéder" in page and not later.successors.exists()


@pytest.fixture
def picture() -> bytes:
    written = BytesIO()
    Image.new("RGB", (90, 130), "#9b1c1c").save(written, "PNG")
    return written.getvalue()


def issue_fields(issue, **mended) -> dict:
    fields = {"publication": issue.publication_id, "number": issue.number, "cover": ""}
    return fields | {"title": issue.title, "date": issue.date} | mended


def test_an_issue_gets_a_title_a_date_and_a_cover(editor_client, make_editorial):
    editorial = make_editorial(publication="Décroché", issue="36")
    cover = Capture(editorial=editorial, sha256="0" * 64, size=1, media_type="image/png")
    cover.content.save("cover", ContentFile(b"."))
    cover.save()
    issue = Issue.objects.get()
    address = f"/admin/archive/issue/{issue.pk}/change/"
    fields = issue_fields(issue, title="Les dix ans", date="mai 2004", cover=cover.pk)
    assert editor_client.post(address, fields).status_code == 302
    issue.refresh_from_db()
    assert (issue.title, issue.date, issue.cover) == ("Les dix ans", "2004-05", cover)
    Operation.objects.get().undo()
    issue.refresh_from_db()
    assert (issue.title, issue.date, issue.cover) == ("", "", None)


def test_a_cover_is_sent_as_a_file_and_kept_among_the_captures(
    editor_client, make_editorial, picture
):
    make_editorial("Sans capture", publication="Décroché", issue="36")
    editorial = make_editorial("Captée", publication="Décroché", issue="36")
    editorial.captures.create(sha256="1" * 64, media_type="text/html", size=1, origin="page.html")
    issue = Issue.objects.get()
    address = f"/admin/archive/issue/{issue.pk}/change/"
    sent = SimpleUploadedFile("couverture.png", picture)
    assert editor_client.post(address, issue_fields(issue, file=sent)).status_code == 302
    issue.refresh_from_db()
    assert (issue.cover.editorial, issue.cover.media_type) == (editorial, "image/png")
    assert (issue.cover.origin, issue.cover.content.read()) == ("couverture.png", picture)
    Operation.objects.get().undo()
    issue.refresh_from_db()
    assert issue.cover is None and editorial.captures.get().origin == "page.html"


@pytest.mark.parametrize("content", [b"<p>Une page.</p>", b"GIF89a"])
def test_a_file_that_is_no_picture_is_no_cover(editor_client, make_editorial, content):
    make_editorial(publication="Décroché", issue="36")
    issue = Issue.objects.get()
    sent = SimpleUploadedFile("couverture.png", content)
    address = f"/admin/archive/issue/{issue.pk}/change/"
    page = editor_client.post(address, issue_fields(issue, file=sent)).content.decode()
    assert "pas une image" in page and not Capture.objects.exists()


def test_a_cover_is_not_taken_for_the_page_that_was_captured(client, make_editorial):
    editorial = make_editorial(publication="Décroché", issue="36")
    for day, media_type in ((1, "text/html"), (9, "image/png")):
        editorial.captures.create(
            sha256=str(day) * 64,
            media_type=media_type,
            size=1,
            origin=media_type,
            captured_at=datetime(2026, 3, day, tzinfo=UTC),
        )
    page = client.get(editorial.get_absolute_url()).content.decode()
    assert "1 mars 2026" in page and "9 mars 2026" not in page


def test_a_cover_of_something_else_is_refused(editor_client, make_editorial):
    make_editorial(publication="Décroché", issue="36")
    other = make_editorial(publication="Décroché", issue="37")
    issue = Issue.objects.get(slug="36")
    address = f"/admin/archive/issue/{issue.pk}/change/"
    for media_type, complaint in (("image/png", "aucun éditorial"), ("text/html", "une image")):
        capture = Capture(editorial=other, sha256="0" * 64, size=1, origin=media_type)
        capture.media_type = media_type
        capture.content.save("cover", ContentFile(b"."))
        capture.save()
        page = editor_client.post(address, issue_fields(issue, cover=capture.pk))
        assert complaint in page.content.decode()


def test_an_issue_is_deleted_only_when_nothing_is_of_it(editor_client, make_editorial):
    editorial = make_editorial(publication="Décroché", issue="36")
    issue = Issue.objects.get()
    address = f"/admin/archive/issue/{issue.pk}/delete/"
    editor_client.post(address, {"post": "yes"})
    assert Issue.objects.exists()
    editorial.delete()
    editor_client.post(address, {"post": "yes"})
    assert not Issue.objects.exists()


# Two editors at once


def test_two_editors_of_different_fields_both_keep_their_work(editor_client, make_editorial):
    editorial = make_editorial("Un", page="1")
    shown = editorial.version
    editor_client.post(change(editorial), submitted(editorial, page="2", shown_version=shown))
    editor_client.post(change(editorial), submitted(editorial, title="Deux", shown_version=shown))
    editorial.refresh_from_db()
    assert (editorial.title, editorial.page) == ("Deux", "2")


def test_the_later_editor_of_one_field_sees_what_changed_and_decides(
    editor_client, admin_user, make_editorial
):
    editorial = make_editorial("Un", page="1")
    shown = editorial.version
    editor_client.post(
        change(editorial), submitted(editorial, title="Deux", page="2", shown_version=shown)
    )
    later = submitted(editorial, title="Trois", shown_version=shown)
    page = editor_client.post(change(editorial), later).content.decode()
    assert f"{admin_user} a enregistré entre-temps" in page and "« Un » → « Deux »" in page
    assert 'value="Trois"' in page and Editorial.objects.get().title == "Deux"
    now = Editorial.objects.get()
    assert f'name="shown_version" value="{now.version}"' in page and 'name="page" value="2"' in page
    editor_client.post(change(now), submitted(now, title="Trois", shown_version=now.version))
    assert Editorial.objects.get().title == "Trois"


def test_an_editorial_that_was_deleted_meanwhile_is_not_made_again(editor_client, make_editorial):
    editorial = make_editorial()
    fields = submitted(editorial, shown_version=editorial.version)
    address = change(editorial)
    editorial.delete()
    assert editor_client.post(address, fields).status_code == 302
    assert not Editorial.objects.exists()


# What is said, and in which language


def in_words(response) -> str:
    return response.content.decode().replace("\xa0", " ")


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_pages_bear_the_name_of_what_they_show(admin_client, model):
    address = f"/admin/archive/{model._meta.model_name}/"
    for end in ("", "add/"):
        page = in_words(admin_client.get(address + end))
        for odd in ("Sélectionnez l’objet", "Ajout de", "Modification de", ">Editorial"):
            assert odd not in page
    plural = str(model._meta.verbose_name_plural)
    assert f"<h1>{plural[0].upper()}{plural[1:]}</h1>" in in_words(admin_client.get(address))


def test_before_a_deletion_it_is_said_what_goes_and_that_it_can_be_undone(
    editor_client, make_editorial
):
    editorial = make_editorial("Un", "<p>Un texte assez long.</p>" * 30, tags=["voix"], date="2001")
    page = in_words(editor_client.get(f"/admin/archive/editorial/{editorial.pk}/delete/"))
    picked = {"action": "delete_selected", "_selected_action": [editorial.pk]}
    listed = in_words(editor_client.post("/admin/archive/editorial/", picked))
    for told in (page, listed):
        assert "que l’historique permet d’annuler" in told
        assert "Indexation: " in told and "voix" in told
        for unnamed in ("Editorial year", "object (", "Shingle"):
            assert unnamed not in told
    assert Editorial.objects.exists()


def test_after_a_change_and_a_deletion_the_way_back_is_told(editor_client, make_editorial):
    editorial = make_editorial("Un", tags=["voix"])
    page = editor_client.post(change(editorial), submitted(editorial, title="Deux"), follow=True)
    assert f'<a href="/desk/operations/{Operation.objects.get().pk}/">Voir ou annuler' in in_words(
        page
    )
    address = f"/admin/archive/editorial/{editorial.pk}/delete/"
    page = editor_client.post(address, {"post": "yes"}, follow=True)
    deletion = Operation.objects.get(kind="delete")
    assert f'<a href="/desk/operations/{deletion.pk}/">Voir ou annuler' in in_words(page)


def test_a_form_that_changes_nothing_leads_to_no_operation(editor_client, make_editorial):
    editorial = make_editorial("Un")
    page = editor_client.post(change(editorial), submitted(editorial), follow=True)
    assert "Voir ou annuler" not in in_words(page)


@pytest.mark.parametrize("state", ["withdrawn", "trashed"])
def test_what_wants_a_reason_is_done_at_the_desk(editor_client, make_editorial, state):
    editorial = make_editorial("Un")
    page = in_words(editor_client.post(change(editorial), submitted(editorial, state=state)))
    assert "au bureau des éditeurs, où l’on dit pourquoi" in page
    assert Editorial.objects.get().state == "published" and not Operation.objects.exists()
    Editorial.objects.update(state=state)
    kept = Editorial.objects.get()
    editor_client.post(change(kept), submitted(kept, title="Deux"))
    assert (Editorial.objects.get().title, Editorial.objects.get().state) == ("Deux", state)


def test_permissions_are_named_in_french(admin_client, admin_user):
    for address in ("/admin/auth/group/add/", f"/admin/auth/user/{admin_user.pk}/change/"):
        page = in_words(admin_client.get(address))
        assert "Auteur : modifier" in page and "Can " not in page


def test_the_pages_of_failed_logins_are_the_desks(admin_client):
    assert "Tentatives" not in in_words(admin_client.get("/admin/"))
    assert admin_client.get("/admin/axes/accessattempt/").status_code == 404
