"""Tables whose columns nobody knows: an editor says what each gives, and tables like it are known from then on."""

import io
import zipfile
from pathlib import Path

import pytest
from uploading import ask, seen, workbook

from archive.ingest.entering import uploads
from archive.models import Capture, ColumnMapping, Editorial, Upload

pytestmark = pytest.mark.usefixtures("no_other_process")
TABLE = (
    "Intitulé;Prose;Plume;Jour de sortie;Prix\n"
    "Le téléphone pleure;Un texte sur la voix des clients, et sur ce que les centres en font jour après jour.;"
    "Ada Nord;2001-02-12;3 €\n"
    "La file d’attente;Un autre texte, sur une file qui n’en finit pas de ne pas finir.;Luc Sud;12 mars 2001;4 €\n"
)
SAID = ["title", "text", "authors", "date", ""]


def send_table(client, content=TABLE, name="billets.csv") -> Upload:
    return seen(client, (name, content), format="csv")


def say(client, upload, keys, **more):
    posted = {f"column-{place}": key for place, key in enumerate(keys)}
    return client.post(f"/desk/imports/sent/{upload.pk}/columns/", posted | more)


def read_again(client, upload, keys) -> Upload:
    assert say(client, upload, keys).status_code == 302
    uploads.work()
    upload.refresh_from_db()
    return upload


def test_a_table_of_unknown_columns_comes_to_a_page_with_cells_and_a_guess(editor_client):
    upload = send_table(editor_client)
    page = editor_client.get(f"/desk/imports/sent/{upload.pk}/", follow=True)
    assert page.redirect_chain[-1][0].endswith("/columns/")
    columns = page.context["columns"]
    assert [column.name for column in columns][:2] == ["Intitulé", "Prose"]
    assert columns[2].samples == ["Ada Nord", "Luc Sud"]
    assert [column.key for column in columns] == ["title", "text", "doubt", "date", "doubt"]


def test_a_shelf_mark_that_identifies_texts_is_told_in_the_preview_and_a_shared_one_too(
    editor_client,
):
    table = "Cote;Titre;Texte\nR 1;A;Un fil.\n{};B;Un pas.\n"
    upload = send_table(editor_client, table.format("R 2"), "cotes.csv")
    page = editor_client.get(f"/desk/imports/sent/{upload.pk}/", follow=True).content.decode()
    assert "Tenu pour l’identifiant de chaque texte\xa0: Cote." in page
    upload = send_table(editor_client, table.format("R 1"), "partagees.csv")
    page = editor_client.get(f"/desk/imports/sent/{upload.pk}/", follow=True).content.decode()
    assert "Colonne non reconnue\xa0: Cote." in page
    columns = editor_client.get(f"/desk/imports/sent/{upload.pk}/columns/").context["columns"]
    assert columns[0].key == "doubt"


def test_what_is_said_of_columns_is_read_so_and_remembered(editor_client, admin_user):
    upload = read_again(editor_client, send_table(editor_client), SAID)
    rows = [item.row for item in upload.items.all()]
    assert [(row["title"], row["date"], row["authors"]) for row in rows] == [
        ("Le téléphone pleure", "2001-02-12", ["Ada Nord"]),
        ("La file d’attente", "2001-03-12", ["Luc Sud"]),
    ]
    assert not any(row["doubts"] for row in rows)
    assert ColumnMapping.objects.get().by == admin_user
    like_it = send_table(editor_client, TABLE.replace("Intitulé", "INTITULE"), "autres.csv")
    assert like_it.items.filter(outcome="created").count() == 2


def test_a_table_comes_in_as_its_preview_showed_it(editor_client):
    upload = read_again(editor_client, send_table(editor_client), SAID)
    ColumnMapping.objects.update(keys=["text", "title", "", "", ""])
    ask(editor_client, upload, "confirm")
    uploads.work()
    assert Editorial.objects.filter(title="La file d’attente", date="2001-03-12").exists()


@pytest.mark.parametrize(
    "keys, reason",
    [
        (["title", "title", "text", "", ""], "« Intitulé » et « Prose »"),
        (["title", "", "", "", ""], "Aucune colonne ne donne le texte"),
        (["", "text", "", "day", ""], "sans année"),
        (["", "text", "", "colour", ""], "n’est pas un champ"),
    ],
)
def test_an_odd_mapping_is_refused_and_nothing_is_remembered(editor_client, keys, reason):
    upload = send_table(editor_client)
    answer = say(editor_client, upload, keys)
    page = answer.content.decode().replace("\xa0", " ")
    assert answer.status_code == 422 and reason in page
    assert not ColumnMapping.objects.exists() and upload.items.exists()


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_unknown_columns_are_told_apart_whatever_stands_between_them(editor_client, delimiter):
    upload = send_table(editor_client, TABLE.replace(",", " ").replace(";", delimiter))
    page = editor_client.get(f"/desk/imports/sent/{upload.pk}/columns/")
    assert len(page.context["columns"]) == 5


def test_several_columns_may_give_signatures_and_tags(editor_client):
    table = "Auteur A;Auteur B;Thème;Contenu\nAda Nord;Luc Sud;voix;Un texte qui parle.\n"
    keys = ["authors", "authors", "tags", "text"]
    upload = read_again(editor_client, send_table(editor_client, table), keys)
    row = upload.items.get().row
    assert row["authors"] == ["Ada Nord", "Luc Sud"] and row["tags"] == ["voix"]


def test_the_columns_of_a_known_table_can_be_said_otherwise(editor_client):
    upload = send_table(editor_client, "Titre;Texte;Surtitre\nUn;Un texte qui parle.;Avant\n")
    page = editor_client.get(f"/desk/imports/sent/{upload.pk}/").content.decode()
    assert "Surtitre" in page and f"/desk/imports/sent/{upload.pk}/columns/" in page
    upload = read_again(editor_client, upload, ["title", "text", "standfirst"])
    assert upload.items.get().fields["standfirst"] == "Avant"


def test_each_table_of_an_archive_is_asked_about(editor_client):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("un.csv", TABLE)
        archive.writestr("deux.csv", "Machin;Chose\nUn;Un texte qui parle, et parle.\n")
    upload = seen(editor_client, ("lot.zip", packed.getvalue()), format="csv")
    page = editor_client.get(f"/desk/imports/sent/{upload.pk}/columns/")
    [(heading, _other)] = page.context["others"]
    other = editor_client.get(f"/desk/imports/sent/{upload.pk}/columns/", {"table": heading})
    assert {len(page.context["columns"]), len(other.context["columns"])} == {5, 2}


GLOSSARY = [("Mot", "Sens"), ("Chapô", "Ce qui ouvre un texte"), ("Ours", "Qui fait la revue")]
REAL = [("Titre", "Prose"), ("La voix", "Un texte sur la voix des clients. " * 5)]


def test_of_a_workbook_the_table_of_texts_is_asked_about_first_and_each_sheet_is_named(
    editor_client,
):
    upload = seen(editor_client, ("fonds.ods", workbook(Lexique=GLOSSARY, Textes=REAL)))
    answer = editor_client.get(f"/desk/imports/sent/{upload.pk}/", follow=True)
    page = answer.content.decode()
    assert [column.key for column in answer.context["columns"]] == ["title", "text"]
    assert "Feuille «\xa0Textes\xa0»" in page and "Lexique\xa0: Mot, Sens" in page
    [(heading, _other)] = answer.context["others"]
    other = editor_client.get(f"/desk/imports/sent/{upload.pk}/columns/", {"table": heading})
    assert "Feuille «\xa0Lexique\xa0»" in other.content.decode()
    assert "text" not in [column.key for column in other.context["columns"]]


def test_a_table_that_is_known_is_shown_before_one_that_has_no_texts(editor_client):
    known = [("Titre", "Texte"), REAL[1]]
    upload = seen(editor_client, ("fonds.ods", workbook(Lexique=GLOSSARY, Textes=known)))
    page = editor_client.get(f"/desk/imports/sent/{upload.pk}/columns/")
    assert [column.name for column in page.context["columns"]] == ["Titre", "Texte"]


def test_sheets_of_one_heading_are_named_together(editor_client):
    upload = seen(editor_client, ("fonds.ods", workbook(A2001=REAL, A2002=REAL)))
    page = editor_client.get(f"/desk/imports/sent/{upload.pk}/columns/").content.decode()
    assert "Feuille «\xa0A2001, A2002\xa0»" in page


@pytest.mark.parametrize("odd", ["x", "0", "²", "9" * 40])
def test_a_table_that_is_not_there_is_a_404(editor_client, odd):
    upload = send_table(editor_client)
    address = f"/desk/imports/sent/{upload.pk}/columns/"
    assert editor_client.get(address, {"table": odd}).status_code == 404
    assert editor_client.get("/desk/imports/sent/999/columns/").status_code == 404


def test_columns_are_said_by_who_sent_the_table(editor_client, client, django_user_model):
    upload = send_table(editor_client)
    address = f"/desk/imports/sent/{upload.pk}/columns/"
    assert client.__class__().get(address).url.startswith("/login/")
    other = django_user_model.objects.create_user("autre", is_staff=True)
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(address).status_code == 403


def test_an_upload_without_tables_has_no_columns(editor_client):
    upload = seen(editor_client)
    assert editor_client.get(f"/desk/imports/sent/{upload.pk}/columns/").status_code == 404


def test_the_file_is_kept_once_for_all_its_rows(editor_client, own_data_folder):
    upload = read_again(editor_client, send_table(editor_client), SAID)
    ask(editor_client, upload, "confirm")
    uploads.work()
    captures = Capture.objects.order_by("origin")
    assert [capture.origin for capture in captures] == ["billets.csv:2", "billets.csv:3"]
    assert {str(capture.content) for capture in captures} == {str(captures[0].content)}
    assert captures[0].content.read().decode() == TABLE
    editorial = captures[1].editorial
    page = editor_client.get(f"/desk/editorials/{editorial.pk}/provenance/").content.decode()
    assert "une seule fois pour toutes ses lignes" in page
    assert "Luc Sud" in page and "Ada Nord" not in page
    again = editor_client.get(f"/desk/editorials/{editorial.pk}/provenance/?again=1")
    assert again.context["rereading"] == [] and again.context["record"].title == editorial.title


def test_a_row_of_an_archive_keeps_the_table_and_not_the_archive(editor_client):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("un.csv", "Titre;Texte\nUn;Un texte qui parle.\nDeux;Un autre texte.\n")
    upload = seen(editor_client, ("lot.zip", packed.getvalue()))
    ask(editor_client, upload, "confirm")
    uploads.work()
    capture = Capture.objects.order_by("origin").first()
    assert capture.origin == "lot.zip/un.csv:2" and capture.content.read().startswith(b"Titre;")


def test_a_mended_row_without_a_key_is_met_in_the_preview_with_a_doubt(editor_client):
    table = "title;date;publication;text\nLa voix;2001-02;La Revue;{}\n"
    text = "Un texte assez long pour que l’on voie qu’il est presque le même que celui d’avant."
    first = seen(editor_client, ("lot.csv", table.format(text)))
    ask(editor_client, first, "confirm")
    uploads.work()
    again = seen(editor_client, ("lot bis.csv", table.format(f"{text} Et une fin.")))
    item = again.items.get()
    assert item.outcome == "updated" and item.doubtful
    page = editor_client.get(f"/desk/imports/sent/{again.pk}/").content.decode()
    assert "Ligne sans identifiant" in page
    ask(editor_client, again, "confirm")
    uploads.work()
    assert Editorial.objects.get().text.endswith("Et une fin.")


@pytest.mark.parametrize("name", ["openpyxl.xlsx", "odfpy.ods"])
def test_a_workbook_comes_in_and_its_rows_are_seen_and_read_again(editor_client, name):
    sample = Path(__file__).parents[2] / "data" / "workbooks" / name
    upload = seen(editor_client, (name, sample.read_bytes()))
    assert upload.items.filter(outcome="created").count() == 3
    ask(editor_client, upload, "confirm")
    uploads.work()
    editorial = Editorial.objects.get(title="En deux mille deux")
    address = f"/desk/editorials/{editorial.pk}/provenance/"
    page = editor_client.get(address)
    assert ("Titre :", None) in page.context["lines"][0] and page.context["percent_held"] == 100
    assert editor_client.get(f"{address}?again=1").context["rereading"] == []
