"""Importing by the web: sent, seen, chosen, confirmed, undone."""

import io
import json
import zipfile

import pytest
from saved_pages import PARAGRAPHS, html
from uploading import LINES, ask, left, seen, send

from archive.ingest.entering import likeness, uploads
from archive.models import Editorial, Import

pytestmark = pytest.mark.usefixtures("no_other_process")
NEARLY = (
    "Le client appelle, et l’on décroche : voilà toute l’affaire, il n’y en a pas d’autre ici. "
)
NEARLY += "Encore faut-il que quelqu’un soit là, qui sache, et à qui l’on ait laissé le temps. "
NEARLY += "Ce numéro raconte trois plateaux où cela s’est fait, et un quatrième où rien n’a tenu. "
OTHER = (
    "La machine à café du deuxième étage est en panne depuis trois semaines, et nul ne la répare. "
)
OTHER += "Un plaisantin a écrit sur la feuille qui l’annonce que les clients le sont aussi, hors service."
BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_the_page_of_imports_is_for_editors(client, db, django_user_model):
    assert client.get("/desk/imports/").url.startswith("/login/")
    assert send(client, ("a.txt", "a")).url.startswith("/login/")
    client.force_login(django_user_model.objects.create_user("lecteur"), backend=BACKEND)
    assert send(client, ("a.txt", "a")).status_code == 403 and not left()


def test_the_page_names_the_tables_that_may_be_sent(editor_client):
    page = editor_client.get("/desk/imports/").content.decode()
    for name in ("(.xlsx)", ".ods)", "CSV"):
        assert name in page


def test_one_of_a_kind_is_counted_in_the_singular(editor_client):
    event = Import.objects.begin(["/archives/2001"])
    event.note_all(0, [("/archives/2001", "rejected", "C’est une image.", None, [])])
    page = editor_client.get("/desk/imports/").content.decode()
    assert "1 refusé" in page and "1 refusés" not in page


def test_what_files_would_come_to_is_seen_and_nothing_is_changed(editor_client):
    upload = seen(editor_client)
    page = editor_client.get(f"/desk/imports/sent/{upload.pk}/").content.decode()
    assert "La voix du client" in page and "nouveaux (2)" in page and "refusés (1)" in page
    assert "Date inconnue." in page
    assert not Editorial.objects.exists() and not Import.objects.exists()


def test_a_text_that_the_archive_nearly_has_is_told_before_it_comes_in_as_a_new_one(
    editor_client, make_editorial
):
    there = make_editorial("Le client d’abord", f"<p>{NEARLY}</p>", publication="Décroché")
    likeness.note(there, is_first=True)
    lines = [
        json.dumps({"source_id": number, "title": f"Titre {number}", "text": words})
        for number, words in (("1", NEARLY.replace("toute", "presque toute")), ("2", OTHER))
    ]
    file = ("deux.jsonl", "\n".join(lines))
    address = f"/desk/imports/sent/{seen(editor_client, file).pk}/"
    link = f'<a href="{there.get_absolute_url()}">Le client d’abord</a>'
    page = _told(editor_client.get(address))
    assert page.count("presque le même texte : " + link) == 1 and "nouveaux (2)" in page
    assert link in _told(editor_client.get(f"{address}1/"))
    assert link not in _told(editor_client.get(f"{address}2/"))


def test_a_text_that_is_nearly_one_in_the_trash_is_told_of_as_any_other(
    editor_client, make_editorial
):
    there = make_editorial("Le client d’abord", f"<p>{NEARLY}</p>", state="trashed")
    likeness.note(there, is_first=True)
    line = json.dumps({"source_id": "1", "title": "Titre", "text": NEARLY.replace("toute", "tout")})
    upload = seen(editor_client, ("un.jsonl", line))
    page = _told(editor_client.get(f"/desk/imports/sent/{upload.pk}/"))
    assert "Titre" in page and "presque le même texte" not in page


def _told(response) -> str:
    return " ".join(response.content.decode().split())


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


def test_the_history_tells_of_which_files_an_import_was_and_leads_to_it(editor_client):
    ask(editor_client, seen(editor_client), "confirm")
    uploads.work()
    event = Import.objects.get()
    for address in ("/desk/operations/", f"/desk/operations/{event.operation_id}/", "/desk/"):
        page = editor_client.get(address).content.decode()
        assert f"/desk/imports/{event.pk}/" in page and event.paths[0] in page
    page = editor_client.get(f"/desk/operations/{event.operation_id}/").content.decode()
    assert "<title>Import n°" in page


def test_what_several_pages_of_a_site_have_is_told_before_they_come_in(editor_client):
    box = "<p>Chaque vendredi, la lettre de la revue réunit les entretiens et les chiffres de la semaine : elle part à neuf heures.</p>"
    pages = []
    for instrument in ("téléphone", "télécopieur", "minitel"):
        body = PARAGRAPHS.replace("téléphone", instrument) + box
        canonical = f'<link rel="canonical" href="https://revue.example/{instrument}">'
        pages.append((f"{instrument}.html", html(canonical, body)))
    upload = seen(editor_client, *pages)
    shown = editor_client.get(f"/desk/imports/sent/{upload.pk}/").content.decode()
    assert shown.count("parce que d’autres pages du site l’ont aussi : « Chaque vendredi, ") == 3
    assert not any("neuf heures" in item.text for item in upload.items.all())


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
