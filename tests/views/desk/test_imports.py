"""Importing by the web: sent, seen, chosen, confirmed, followed, undone; and what cannot be taken."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from archive.ingest.entering import uploads
from archive.ingest.files import containers
from archive.models import Editorial, Import, Upload, UploadState, uploads_folder

BACKEND = "django.contrib.auth.backends.ModelBackend"
LINES = (
    '{"source_id": "1", "title": "La voix du client", "date": "2001-02-12", "authors": "Claire Abgrall", '
    '"text": "Un texte qui parle de la voix."}\n'
    '{"source_id": "2", "title": "Sans date", "text": "Un autre texte, sur les centres d’appels."}\n'
    '{"source_id": "3", "title": ""}\n'
)


@pytest.fixture(autouse=True)
def no_other_process(monkeypatch):
    """What it would do, the tests do at the moment that they choose, by `uploads.work`."""
    monkeypatch.setattr(uploads, "begin", lambda: False)


def send(client, *files, **said):
    named = [
        SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
        for name, content in files
    ]
    return client.post("/desk/imports/", {"files": named, "format": "auto"} | said)


def sent(client, *files, **said) -> Upload:
    response = send(client, *(files or [("trois.jsonl", LINES)]), **said)
    assert response.status_code == 302, response.context["form"].errors
    return Upload.objects.latest("pk")


def seen(client, *files, **said) -> Upload:
    upload = sent(client, *files, **said)
    uploads.work()
    upload.refresh_from_db()
    return upload


def said(response) -> str:
    """Why files were not taken."""
    return response.context["form"].non_field_errors().as_text()


def ask(client, upload, do, **said):
    return client.post(f"/desk/imports/sent/{upload.pk}/", {"do": do} | said, follow=True)


def left() -> list[str]:
    """The names of what lies in the folder of uploads."""
    return sorted(path.name for path in uploads_folder().iterdir() if path.name != "worker.lock")


# From the files to the archive


def test_the_page_of_imports_is_for_editors(client, db, django_user_model):
    assert client.get("/desk/imports/").url.startswith("/login/")
    assert send(client, ("a.txt", "a")).url.startswith("/login/")
    client.force_login(django_user_model.objects.create_user("lecteur"), backend=BACKEND)
    assert send(client, ("a.txt", "a")).status_code == 403 and not left()


def test_one_of_a_kind_is_counted_in_the_singular(editor_client):
    event = Import.objects.begin(["/archives/2001"])
    event.note(1, "/archives/2001", "rejected", "C’est une image.", None)
    page = editor_client.get("/desk/imports/").content.decode()
    assert "1 refusé" in page and "1 refusés" not in page


def test_what_files_would_come_to_is_seen_and_nothing_is_changed(editor_client):
    upload = seen(editor_client)
    page = editor_client.get(f"/desk/imports/sent/{upload.pk}/").content.decode()
    assert "La voix du client" in page and "nouveaux (2)" in page and "refusés (1)" in page
    assert "Date inconnue." in page
    assert not Editorial.objects.exists() and not Import.objects.exists()


def test_what_is_confirmed_comes_in_and_the_files_go(editor_client, admin_user):
    upload = seen(editor_client)
    ask(editor_client, upload, "confirm")
    uploads.work()
    event = Import.objects.get()
    assert (
        (not event.is_running)
        and event.by == admin_user
        and event.counts() == {"created": 2, "rejected": 1}
    )
    assert not left() and not upload.items.exists()


def test_what_is_left_out_does_not_come_in(editor_client):
    upload = seen(editor_client)
    ask(editor_client, upload, "confirm", shown="1,2,3", keep="2")
    uploads.work()
    assert [one.title for one in Editorial.objects.all()] == ["Sans date"]
    page = editor_client.get(f"/desk/imports/{Import.objects.get().pk}/").content.decode()
    assert "Écarté à l’aperçu." in page


def test_ticks_of_one_page_stay_while_another_is_seen(editor_client):
    upload = seen(editor_client)
    page = ask(editor_client, upload, "", shown="1,2", keep="1", narrow="created").content.decode()
    assert "1 choisi" in page and 'value="2" checked' not in page and 'value="1" checked' in page


def test_all_of_a_list_is_left_out_at_once(editor_client):
    upload = seen(editor_client)
    ask(editor_client, upload, "none", only="doubts")
    assert [preview.row["title"] for preview in upload.chosen] == ["La voix du client"]
    ask(editor_client, upload, "all", only="")
    assert upload.chosen.count() == 2


def test_an_import_without_anything_chosen_is_not_begun(editor_client):
    upload = seen(editor_client)
    assert (
        "Rien n’est choisi" in ask(editor_client, upload, "confirm", shown="1,2").content.decode()
    )
    assert not Import.objects.exists()


def test_an_import_is_undone(editor_client):
    ask(editor_client, seen(editor_client), "confirm")
    uploads.work()
    event = Import.objects.get()
    editor_client.post(f"/desk/operations/{event.operation.pk}/")
    page = editor_client.get(f"/desk/imports/{event.pk}/").content.decode()
    assert not Editorial.objects.exists() and "annulé" in page and "supprimé depuis" in page


def test_the_doubts_of_one_import_are_a_list(editor_client, make_editorial):
    make_editorial("Un autre", doubts=[{"field": "date", "code": "unknown", "value": ""}])
    ask(editor_client, seen(editor_client), "confirm")
    uploads.work()
    event = Import.objects.get()
    response = editor_client.get(f"/desk/todo/doubts/?import={event.pk}")
    assert {one.title for one in response.context["page"]} == {"Sans date"}
    assert f"import={event.pk}" in response.content.decode()


@pytest.mark.parametrize("odd", ["0", "99", "x", "-1", "²", "9" * 40])
def test_the_doubts_of_an_import_that_is_not_are_a_404(editor_client, odd):
    assert editor_client.get("/desk/todo/doubts/", {"import": odd}).status_code == 404


def test_an_archive_is_looked_through_file_by_file(editor_client):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("pages/un.jsonl", LINES)
        archive.writestr("../ailleurs.txt", "Un texte.")
    upload = seen(editor_client, ("lot.zip", packed.getvalue()))
    assert upload.items.get(number=1).source == "lot.zip/pages/un.jsonl:1"
    assert "Nom dangereux" in upload.items.last().reason


def test_the_same_again_is_known(editor_client):
    for _time in range(2):
        upload = seen(editor_client)
        ask(editor_client, upload, "confirm")
        uploads.work()
    assert Editorial.objects.count() == 2 and Import.objects.first().counts() == {
        "unchanged": 2,
        "rejected": 1,
    }


def test_a_text_twice_in_one_upload_is_told_as_the_import_will(editor_client):
    twice = '{"title": "Un titre", "text": "Le même texte."}\n' * 2
    upload = seen(editor_client, ("deux.jsonl", twice))
    assert [one.outcome for one in upload.items.all()] == ["created", "duplicate"]
    ask(editor_client, upload, "confirm")
    uploads.work()
    assert Editorial.objects.count() == 1


def test_a_text_twice_is_told_where_only_one_of_them_bears_a_title(editor_client):
    rows = '{"text": "Le même texte."}\n{"title": "Un titre", "text": "Le même texte."}\n'
    upload = seen(editor_client, ("deux.jsonl", rows))
    assert [preview.outcome for preview in upload.items.all()] == ["created", "duplicate"]
    ask(editor_client, upload, "confirm")
    uploads.work()
    assert Editorial.objects.count() == 1


def test_the_magazine_of_the_form_serves_where_none_is_named(editor_client):
    ask(editor_client, seen(editor_client, publication=" En-Contact "), "confirm")
    uploads.work()
    assert {one.publication.name for one in Editorial.objects.all()} == {"En-Contact"}


# Stopped, killed, gone on with


def stopped_after(steps: int, monkeypatch) -> None:
    """As if the process were killed once so many items are done."""
    real, done = uploads.saving.save, []

    def save(*args, **kwargs):
        for outcome in real(*args, **kwargs):
            done.append(outcome)
            if len(done) > steps:
                raise KeyboardInterrupt
            yield outcome

    with monkeypatch.context() as patched:
        patched.setattr(uploads.saving, "save", save)
        with pytest.raises(KeyboardInterrupt):
            uploads.work()


def test_a_preview_goes_on_where_it_was_stopped(editor_client, monkeypatch):
    upload = sent(editor_client)
    stopped_after(1, monkeypatch)
    assert upload.items.count() == 1
    assert "1 élément lu." in editor_client.get(f"/desk/imports/sent/{upload.pk}/").content.decode()
    uploads.work()
    assert [one.number for one in upload.items.all()] == [1, 2, 3]


def test_an_import_goes_on_where_it_was_stopped(editor_client, monkeypatch):
    ask(editor_client, seen(editor_client), "confirm")
    stopped_after(1, monkeypatch)
    event = Import.objects.get()
    assert "éléments sur 3" in editor_client.get(f"/desk/imports/{event.pk}/").content.decode()
    uploads.work()
    assert (
        Import.objects.get().counts() == {"created": 2, "rejected": 1}
        and Editorial.objects.count() == 2
    )


def test_what_stops_the_process_each_time_is_given_up_and_said(editor_client, monkeypatch):
    upload = sent(editor_client)
    for _time in range(Upload.MOST_TRIES):
        stopped_after(0, monkeypatch)
    uploads.work()
    assert (
        "s’est arrêtée plusieurs fois"
        in editor_client.get(f"/desk/imports/sent/{upload.pk}/").content.decode()
    )
    ask(editor_client, upload, "resume")
    uploads.work()
    assert Upload.objects.get().state == UploadState.READY


def test_an_import_is_stopped_by_its_editor_and_what_is_done_stays(editor_client, monkeypatch):
    upload = seen(editor_client)
    ask(editor_client, upload, "confirm")
    stopped_after(0, monkeypatch)
    ask(editor_client, upload, "stop")
    uploads.work()
    assert not Import.objects.get().is_running and Editorial.objects.count() == 1 and not left()


def test_files_that_changed_since_they_were_seen_are_not_taken(editor_client):
    upload = seen(editor_client)
    upload.items.filter(number=1).update(left_out=True)
    (upload.folder / "trois.jsonl").rename(upload.folder / "autre.jsonl")
    ask(editor_client, upload, "confirm")
    uploads.work()
    assert "ne se lisent plus" in Upload.objects.get().problem and not Editorial.objects.exists()


def test_only_one_process_works(editor_client):
    upload = sent(editor_client)
    with uploads.alone() as held:
        assert held
        uploads.work()
    assert not upload.items.exists()


def test_small_uploads_have_their_turn_beside_large_ones(editor_client, monkeypatch):
    monkeypatch.setattr(uploads, "TURN", 0)
    large = sent(editor_client, ("large.jsonl", LINES * 5))
    small = sent(editor_client, ("small.jsonl", LINES))
    monkeypatch.setattr(Upload, "remove_files", lambda self: None)
    order = []
    real = uploads._note
    monkeypatch.setattr(
        uploads, "_note", lambda upload, *rest: (order.append(upload.pk), real(upload, *rest))
    )
    uploads.work()
    assert order[:4] == [large.pk, small.pk, large.pk, small.pk] and len(order) == 18


# What cannot be taken, and what is not theirs


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
    assert response.status_code == 413 and "1 Mo au plus en un envoi" in said(response)
    assert not left() and not Upload.objects.exists()


def test_what_tells_a_size_far_beyond_the_limit_is_not_even_written(
    editor_client, settings, monkeypatch
):
    settings.UPLOAD_LARGEST = 2**10
    monkeypatch.setattr("builtins.open", lambda *args, **kwargs: pytest.fail("a file was opened"))
    response = send(editor_client, ("gros.txt", b"x" * (2**21)))
    monkeypatch.undo()
    assert response.status_code == 413 and "au plus en un envoi" in said(response) and not left()


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
    assert "C’est un PDF" in page and "C’est une image." in page


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
    response = editor_client.post(f"/desk/imports/sent/{upload.pk}/", {"do": "confirm"})
    assert (
        response.url == f"/login/?next=/desk/imports/sent/{upload.pk}/"
        and not Import.objects.exists()
    )
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
    sent(editor_client)
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
