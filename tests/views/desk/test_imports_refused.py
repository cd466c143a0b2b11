"""What an import by the web does not take, and uploads that are not theirs."""

import io
import zipfile

import pytest
from django.test import Client
from uploading import ask, left, refusal, seen, send, sent

from archive.ingest.entering import uploads
from archive.ingest.files import containers
from archive.models import Editorial, Import, Upload

pytestmark = pytest.mark.usefixtures("no_other_process")
BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_nothing_chosen_is_said(editor_client):
    response = editor_client.post("/desk/imports/", {"format": "auto"})
    assert (
        response.status_code == 422
        and "Choisissez au moins un fichier." in response.content.decode()
    )


def test_empty_files_are_said(editor_client):
    assert (
        "Ces fichiers sont vides." in send(editor_client, ("vide.txt", b"")).content.decode()
        and not left()
    )


def test_more_than_the_limit_is_refused_with_the_limit(editor_client, settings):
    settings.UPLOAD_LARGEST = 2**20
    response = send(editor_client, ("gros.txt", b"x" * (2**20 + 1)))
    assert response.status_code == 413 and "1 Mo au plus en un envoi" in refusal(response)
    assert not left() and not Upload.objects.exists()


def test_what_tells_a_size_far_beyond_the_limit_is_not_even_written(
    editor_client, settings, monkeypatch
):
    settings.UPLOAD_LARGEST = 2**10
    monkeypatch.setattr("builtins.open", lambda *args, **kwargs: pytest.fail("a file was opened"))
    response = send(editor_client, ("gros.txt", b"x" * (2**21)))
    monkeypatch.undo()
    assert response.status_code == 413 and "au plus en un envoi" in refusal(response) and not left()


def test_too_many_files_are_refused(editor_client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    response = send(editor_client, ("1.txt", "a"), ("2.txt", "a"), ("3.txt", "a"))
    assert "Trop de fichiers en un envoi" in response.content.decode() and not left()


def test_an_upload_that_is_cut_leaves_nothing(editor_client):
    body = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nune moiti'
    response = editor_client.generic(
        "POST", "/desk/imports/", body, content_type="multipart/form-data; boundary=x"
    )
    assert response.status_code in (413, 422) and not left() and not Upload.objects.exists()


def test_an_upload_from_another_site_is_refused(admin_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user, backend=BACKEND)
    assert send(client, ("a.txt", "Un texte.")).status_code == 403 and not left()


def test_a_format_that_is_not_is_refused(editor_client):
    assert send(editor_client, ("a.txt", "Un texte."), format="exe").status_code == 422
    assert not left() and not Upload.objects.exists()


@pytest.mark.parametrize(
    "name, kept",
    [
        ("../../etc/passwd", "passwd"),
        (".cachée.html", "cachée.html"),
        ("a\u202ecod.exe", "acod.exe"),
        ("x" * 400 + ".html", "x" * 195 + ".html"),
        ("…", "…"),
        ("2003-04-05-été.md", "2003-04-05-été.md"),
    ],
)
def test_no_name_leads_elsewhere_or_is_hidden(editor_client, name, kept):
    upload = sent(editor_client, (name, "Un texte."))
    assert [path.name for path in upload.folder.iterdir()] == [kept] == upload.names


def test_files_of_one_name_stand_beside_each_other(editor_client):
    upload = sent(
        editor_client,
        ("index.html", "<p>a</p>"),
        ("Index.html", "<p>b</p>"),
        ("index.html", "<p>c</p>"),
    )
    assert upload.names == ["index.html", "Index (2).html", "index (3).html"]


def test_what_is_no_text_is_refused_with_its_reason(editor_client):
    upload = seen(editor_client, ("a.pdf", b"%PDF-1.4 ..."), ("b.png", b"\x89PNG\r\n"))
    assert [one.outcome for one in upload.items.all()] == ["rejected", "rejected"]
    page = editor_client.get(f"/desk/imports/sent/{upload.pk}/").content.decode()
    assert "PDF abîmé ou coupé" in page and "C’est une image." in page
    assert "Retirer cet envoi" in page
    for offered in ("Pour tout ce qui est choisi", "Importer ce qui est choisi", "tout prendre"):
        assert offered not in page


def test_an_archive_that_would_burst_is_told(editor_client, monkeypatch):
    monkeypatch.setattr(containers, "FLOOR", 1000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bombe.txt", "0" * 2_000_000)
    upload = seen(editor_client, ("bombe.zip", packed.getvalue()))
    assert "trop grosse une fois décompressée" in upload.items.get().reason


def test_markup_in_what_is_seen_is_shown_and_never_run(editor_client):
    upload = seen(
        editor_client,
        ("<b>.jsonl", '{"title": "<script>alert(1)</script>", "text": "Un <i>texte</i>."}'),
    )
    page = editor_client.get(f"/desk/imports/sent/{upload.pk}/").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page


def test_an_upload_is_its_editor_s_alone(editor_client, client, django_user_model):
    upload = seen(editor_client)
    other = Client()
    other.force_login(
        django_user_model.objects.create_user("autre", is_staff=True), backend=BACKEND
    )
    assert other.get(f"/desk/imports/sent/{upload.pk}/").status_code == 403
    assert ask(other, upload, "confirm").status_code == 403 and not Import.objects.exists()
    assert f"/sent/{upload.pk}/" not in other.get("/desk/imports/").content.decode()


def test_who_may_not_undo_an_import_is_not_offered_it(editor_client, django_user_model):
    ask(editor_client, seen(editor_client), "confirm")
    uploads.work()
    here, other = f"/desk/imports/{Import.objects.get().pk}/", Client()
    other.force_login(
        django_user_model.objects.create_user("autre", is_staff=True), backend=BACKEND
    )
    assert "Annuler cet import" in editor_client.get(here).content.decode()
    assert "Annuler cet import" not in other.get(here).content.decode()


def test_an_upload_that_is_not_is_a_404_that_says_so(editor_client):
    response = editor_client.get("/desk/imports/sent/99/")
    assert response.status_code == 404 and "Cet envoi n’est plus là" in response.content.decode()
    assert editor_client.get("/desk/imports/99/").status_code == 404


def test_who_is_signed_out_meanwhile_signs_in_and_finds_the_upload(editor_client, admin_user):
    upload = seen(editor_client)
    editor_client.logout()
    address = f"/desk/imports/sent/{upload.pk}/"
    page = editor_client.post(address, {"do": "confirm"})
    assert "Rien n’est encore fait" in page.text and not Import.objects.exists()
    response = editor_client.get(address)
    assert response.url == f"/login/?next={address}"
    editor_client.force_login(admin_user, backend=BACKEND)
    assert editor_client.get(response.url.partition("next=")[2]).status_code == 200


def test_confirming_twice_imports_once(editor_client):
    upload = seen(editor_client)
    ask(editor_client, upload, "confirm")
    page = ask(editor_client, upload, "confirm").content.decode()
    uploads.work()
    assert (
        "déjà confirmé" in page and Import.objects.count() == 1 and Editorial.objects.count() == 2
    )
    assert "déjà confirmé" in ask(editor_client, upload, "confirm").content.decode()


def test_what_is_not_yet_read_cannot_be_confirmed(editor_client):
    upload = sent(editor_client)
    assert (
        "pas encore lu" in ask(editor_client, upload, "confirm").content.decode()
        and not Import.objects.exists()
    )


def test_an_upload_is_dropped_with_its_files_but_not_once_it_is_confirmed(editor_client):
    upload = seen(editor_client)
    ask(editor_client, upload, "drop")
    assert not left() and not Upload.objects.exists()
    upload = seen(editor_client)
    ask(editor_client, upload, "confirm")
    ask(editor_client, upload, "drop")
    assert left() and Upload.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_dropped_while_it_is_read_stops_the_work(editor_client, monkeypatch):
    upload = sent(editor_client)
    monkeypatch.setattr(uploads, "TURN", 0)
    monkeypatch.setattr(uploads, "_twin", lambda *args: Upload.objects.get().drop() and None)
    uploads.work()
    assert not Upload.objects.filter(pk=upload.pk).exists() and not left()


def test_an_editor_may_not_pile_up_uploads(editor_client, monkeypatch):
    monkeypatch.setattr("archive.views.desk.imports.MOST_OPEN", 1)
    assert ": 0, sur 1 au plus" in editor_client.get("/desk/imports/").content.decode()
    sent(editor_client)
    assert "le plus possible" in editor_client.get("/desk/imports/").content.decode()
    response = send(editor_client, ("b.txt", "Un texte."))
    assert "Trop d’envois attendent" in response.content.decode() and len(left()) == 1


@pytest.mark.parametrize("odd", ["?only=nothing", "?page=0", "?page=9"])
def test_odd_parameters_are_a_404(editor_client, odd):
    upload = seen(editor_client)
    assert editor_client.get(f"/desk/imports/sent/{upload.pk}/{odd}").status_code == 404
    ask(editor_client, upload, "confirm")
    assert editor_client.get(f"/desk/imports/{Import.objects.get().pk}/{odd}").status_code == 404


def test_odd_ticks_harm_nothing(editor_client):
    upload = seen(editor_client)
    ask(editor_client, upload, "", shown="1,,x,²,-3,99999999999999999999", keep=["1", "x"])
    assert upload.chosen.count() == 2


def test_a_list_of_imports_costs_the_same_whatever_its_length(
    editor_client, django_assert_max_num_queries
):
    for number in range(20):
        Import.objects.begin([f"/lot-{number}"]).finish()
    with django_assert_max_num_queries(14):
        editor_client.get("/desk/imports/")


def test_an_import_costs_the_same_whatever_its_length(editor_client, django_assert_max_num_queries):
    lines = "".join(
        f'{{"source_id": "{n}", "title": "N° {n}", "text": "Texte {n}."}}\n' for n in range(30)
    )
    upload = seen(editor_client, ("trente.jsonl", lines))
    with django_assert_max_num_queries(14):
        editor_client.get(f"/desk/imports/sent/{upload.pk}/")
    ask(editor_client, upload, "confirm")
    uploads.work()
    with django_assert_max_num_queries(14):
        editor_client.get(f"/desk/imports/{Import.objects.get().pk}/")
