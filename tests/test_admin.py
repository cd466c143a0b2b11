"""Django's admin, as editors use it."""

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse

from archive.models import Author, Capture, Editorial, Tag

pytestmark = pytest.mark.django_db

NUMBERS = {
    f"{rows}-{count}_FORMS": "0" for rows in ("bylines", "taggings", "captures") for count in ("TOTAL", "INITIAL")
}


def submitted(editorial, **mended) -> dict:
    """What a browser sends of an editorial's form: lines end with CR LF."""
    names = ("title", "standfirst", "body", "language", "state", "date", "section", "issue", "page", "source_id")
    fields = {name: getattr(editorial, name).replace("\n", "\r\n") for name in names}
    return (
        fields | {"source_url": editorial.source_url, "publication": editorial.publication_id or ""} | NUMBERS | mended
    )


def change(editorial) -> str:
    return f"/admin/archive/editorial/{editorial.pk}/change/"


OURS = [model for model in admin.site._registry if model._meta.app_label == "archive"]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize("end", ["", "add/", "?q=accueil", "?q=%00", "?p=99999999999999999999", f"{'9' * 20}/change/"])
def test_every_page_answers(editor_client, make_editorial, model, end):
    make_editorial(publication="En ligne", authors=["Ada Nord"], tags=["accueil"], date="2001")
    expected = 403 if (model._meta.model_name, end) == ("capture", "add/") else 200
    address = f"/admin/archive/{model._meta.model_name}/{end}"
    assert editor_client.get(address, follow=True).status_code == expected


@pytest.mark.parametrize("kind", ["tag", "publication"])
def test_a_name_that_differs_in_case_and_accents_only_is_refused_with_a_reason(editor_client, make_editorial, kind):
    make_editorial(publication="Qualité", tags=["Qualité"])
    response = editor_client.post(f"/admin/archive/{kind}/add/", {"name": "QUALITE", "slug": ""})
    assert "existe déjà" in response.content.decode()


def test_a_tag_may_change_the_case_of_its_own_name(editor_client, make_editorial):
    make_editorial(tags=["crm"])
    tag = Tag.objects.get()
    editor_client.post(f"/admin/archive/tag/{tag.pk}/change/", {"name": "CRM", "slug": tag.slug})
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
    assert editor_client.post(change(editorial), submitted(editorial, title="Mieux")).status_code == 302
    editorial.refresh_from_db()
    assert (editorial.title, editorial.doubts) == ("Mieux", [doubt])


def test_a_doubt_about_what_an_editor_mends_is_settled(editor_client, make_editorial):
    editorial = make_editorial(doubts=[{"field": "date", "code": "unknown", "value": ""}])
    editor_client.post(change(editorial), submitted(editorial, date="2001-02"))
    editorial.refresh_from_db()
    assert (editorial.date, editorial.doubts) == ("2001-02", [])


def test_a_date_that_is_none_is_refused(editor_client, make_editorial):
    editorial = make_editorial()
    assert editor_client.post(change(editorial), submitted(editorial, date="hier")).status_code == 200
    assert Editorial.objects.get().date == ""


def test_who_is_no_editor_is_asked_to_log_in(client):
    assert client.get("/admin/archive/editorial/").status_code == 302


def test_an_editor_gets_the_bytes_that_came_and_nobody_else_does(client, admin_user, make_editorial):
    editorial = make_editorial()
    capture = Capture(editorial=editorial, sha256="a" * 64, size=4, origin="/pages/page.txt", media_type="text/plain")
    capture.content.save("a" * 64, ContentFile(b"\x00<b>"))
    address = reverse("capture", args=[capture.pk])
    assert client.get(address).status_code == 302
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(address)
    assert b"".join(response.streaming_content) == b"\x00<b>"
    assert response["Content-Disposition"] == 'attachment; filename="page.txt"'
    assert address in client.get(reverse("admin:archive_editorial_change", args=[editorial.pk])).content.decode()
    assert client.post(reverse("admin:archive_capture_delete", args=[capture.pk])).status_code == 403


def test_a_date_may_be_typed_as_it_is_printed(make_editorial):
    editorial = make_editorial()
    editorial.date = "mai 2018"
    editorial.clean()
    assert editorial.date == "2018-05"
    editorial.date = "naguère"
    with pytest.raises(ValidationError, match="naguère"):
        editorial.clean()
