"""A batch that goes out as a table, is edited in a spreadsheet and comes back."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from archive.models import Author, Editorial, Operation, Publication, Tag, returned_tables

pytestmark = pytest.mark.django_db
BACK = "/desk/selection/returned/"


@pytest.fixture
def table(editor_client, make_editorial, monkeypatch):
    """The rows of two editorials, as a spreadsheet shows them."""
    make_editorial("=Un", tags=["Accueil"], authors=["Anne Est"], date="2001-05-03")
    make_editorial("Deux", tags=["Accueil", "Voix"], publication="En-Contact")
    content = editor_client.get("/desk/selection.csv?tag=accueil").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    return sorted(rows, key=lambda row: int(row["id"]))


def sent(client, rows, delimiter=";", encoding="utf-8-sig", **more):
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0].keys(), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    file = io.BytesIO(written.getvalue().encode(encoding))
    file.name = "table.csv"
    return client.post(BACK, {"file": file, **more})


def confirmed(client, response):
    ticked = [name for name, _lines, _near, is_ticked in response.context["new_tags"] if is_ticked]
    fields = {"text": response.context["text"], "confirm": response.context["seal"]}
    return client.post(BACK, {**fields, "make": ticked})


def test_a_table_that_nobody_touched_changes_nothing(editor_client, table):
    response = sent(editor_client, table)
    assert response.context["count"] == 0 and not response.context["refusals"]


def test_what_a_form_makes_of_the_ends_of_lines_changes_nothing(editor_client, make_editorial):
    make_editorial("'=Un", tags=["Accueil"], standfirst="Un.\n\nDeux.")
    content = editor_client.get("/desk/selection.csv?tag=accueil").content.decode("utf-8-sig")
    assert '"Un.\n\nDeux."' in content and "''=Un" in content
    of_form = content.replace("\r\n", "\n").replace("\n", "\r\n")
    response = editor_client.post(BACK, {"text": of_form})
    assert response.context["count"] == 0 and not response.context["refusals"]


@pytest.mark.parametrize("delimiter, encoding", [(";", "cp1252"), (",", "utf-8"), ("\t", "utf-8")])
def test_only_the_cells_that_changed_change_something(editor_client, table, delimiter, encoding):
    table[0] |= {"title": "Premier été", "date": "04/05/2001", "tags": "Accueil; Nuit"}
    table[1] |= {"authors": "Luc Sud", "publication": ""}
    Editorial.objects.filter(title="Deux").update(section="Humeur")
    response = sent(editor_client, table, delimiter, encoding)
    assert response.context["count"] == 2 and not Tag.objects.filter(name="Nuit").exists()
    confirmed(editor_client, response)
    first, second = Editorial.objects.order_by("pk")
    assert (first.title, first.date) == ("Premier été", "2001-05-04")
    assert {tag.name for tag in first.tags.all()} == {"Accueil", "Nuit"}
    assert (first.bylines.get().name, second.bylines.get().name) == ("Anne Est", "Luc Sud")
    assert second.publication is None and second.section == ""
    Operation.objects.get().undo()
    assert Editorial.objects.get(pk=second.pk).publication.name == "En-Contact"


@pytest.fixture
def retitled(editor_client, table):
    """The second editorial, whose title somebody has changed since the table went out."""
    number = int(table[1]["id"])
    form = editor_client.get(f"/desk/editorials/{number}/").context["form"].initial
    fields = {name: value for name, value in form.items() if value is not None}
    editor_client.post(f"/desk/editorials/{number}/", {**fields, "title": "Autre titre"})
    return Editorial.objects.get(pk=number)


def test_what_others_changed_meanwhile_stays(editor_client, table, retitled):
    table[1]["page"] = "7"
    confirmed(editor_client, sent(editor_client, table))
    retitled.refresh_from_db()
    assert (retitled.page, retitled.title) == ("7", "Autre titre")


def test_a_cell_that_two_people_changed_is_told_and_left(editor_client, table, retitled):
    table[1] |= {"title": "Second", "page": "7"}
    response = sent(editor_client, table)
    (refusal,) = response.context["plan"].refusals
    assert (refusal.line, refusal.column) == (3, "title") and "Autre titre" in refusal.reason
    assert "C3 (title)" in response.content.decode()
    confirmed(editor_client, response)
    retitled.refresh_from_db()
    assert (retitled.page, retitled.title) == ("7", "Autre titre")


def test_what_both_made_the_same_is_no_conflict(editor_client, table, retitled):
    table[1]["title"] = "Autre titre"
    response = sent(editor_client, table)
    assert response.context["count"] == 0 and not response.context["refusals"]


def test_what_changes_between_preview_and_confirmation_is_seen_first(editor_client, table):
    table[0]["title"] = "Premier"
    response = sent(editor_client, table)
    Editorial.objects.filter(title="=Un").update(title="Uno")
    again = confirmed(editor_client, response)
    assert again.status_code == 200 and again.context["changes"][0][1][0].now == "Uno"
    assert not Editorial.objects.filter(title="Premier").exists()


def test_a_new_tag_is_told_with_its_cells_and_made_where_it_is_ticked(editor_client, table):
    table[0]["tags"] += "; Nuit; Acceuil"
    table[1]["tags"] += "; Nuit"
    response = sent(editor_client, table)
    told = [("Nuit", [2, 3], "", True), ("Acceuil", [2], "Accueil", False)]
    assert response.context["new_tags"] == told
    confirmed(editor_client, response)
    first, second = Editorial.objects.order_by("pk")
    assert {tag.name for tag in first.tags.all()} == {"Accueil", "Nuit"}
    assert {tag.name for tag in second.tags.all()} == {"Accueil", "Voix", "Nuit"}
    assert not Tag.objects.filter(name="Acceuil").exists()


def test_tags_that_others_gave_or_renamed_meanwhile_stay(editor_client, table):
    accueil, voix = Tag.objects.get(name="Accueil"), Tag.objects.get(name="Voix")
    editor_client.post(f"/desk/tagging/{table[1]['id']}/", {"add": "Jour"})
    accueil.aliases.create(name="Accueil")
    Tag.objects.filter(pk=accueil.pk).update(name="Réception", key="reception")
    table[1]["tags"] = "Accueil"
    confirmed(editor_client, sent(editor_client, table))
    borne = Editorial.objects.get(title="Deux").tags.all()
    assert {tag.name for tag in borne} == {"Réception", "Jour"} and voix not in borne


def test_of_a_table_that_is_refused_nothing_is_left(editor_client, table):
    table[0] |= {"tags": "Jamais", "authors": "Luc Nord", "id": table[1]["id"]}
    response = sent(editor_client, table)
    lines = [(refusal.line, refusal.column) for refusal in response.context["plan"].refusals]
    assert lines == [(2, "id"), (3, "id")] and response.context["count"] == 0
    confirmed(editor_client, response)
    assert not Tag.objects.filter(name="Jamais") and not Author.objects.filter(name="Luc Nord")


def test_columns_that_are_none_are_told_and_those_taken_out_are_left(editor_client, table):
    for row in table:
        row["Remarques"] = "à revoir"
        del row["tags"], row["title"]
    table[0]["section"] = "Humeur"
    response = sent(editor_client, table)
    assert "« remarques » (K)" in response.content.decode()
    confirmed(editor_client, response)
    first = Editorial.objects.order_by("pk")[0]
    assert (first.section, first.title) == ("Humeur", "=Un") and first.tags.count() == 1


def test_a_row_cut_short_clears_nothing_and_one_too_long_is_refused(editor_client, table):
    heading = "id;version;title;tags\n"
    one, two = (f"{row['id']};{row['version']}" for row in table)
    file = io.BytesIO(
        f"sep=;\n{heading}{one};Premier\n\n{two};Deux; ou trois;;a\n".encode("utf-16")
    )
    file.name = "table.csv"
    response = editor_client.post(BACK, {"file": file})
    assert [refusal.line for refusal in response.context["plan"].refusals] == [4]
    confirmed(editor_client, response)
    first, second = Editorial.objects.order_by("pk")
    assert (first.title, first.tags.count(), second.title) == ("Premier", 1, "Deux")


@pytest.mark.parametrize(
    "column, kept, rewritten",
    [
        ("date", "2001-02", "févr-01"),
        ("date", "1999-06", "Jun-99"),
        ("issue", "10-11", "10-nov"),
        ("page", "036", "36"),
        ("title", "Qui\u202f? Nous →", "Qui?? Nous ?"),
    ],
)
def test_what_a_spreadsheet_alone_rewrote_changes_nothing(
    editor_client, table, column, kept, rewritten
):
    Editorial.objects.filter(pk=table[0]["id"]).update(**{column: kept})
    table[0][column] = rewritten
    response = sent(editor_client, table)
    assert response.context["count"] == 0 and not response.context["refusals"]


@pytest.mark.parametrize(
    "odd",
    [
        {"date": "hier"},
        {"publication": "Nulle part"},
        {"id": "999999"},
        {"id": "x"},
        {"version": "99"},
        {"version": ""},
        {"title": "é" * 600},
        {"language": "klingon !"},
        {"tags": "é" * 300},
        {"authors": "é" * 201},
        {"authors": "; ".join(f"Nom {number}" for number in range(51))},
    ],
)
def test_what_cannot_be_is_left_with_the_reason(editor_client, table, odd):
    response = sent(editor_client, [table[0] | odd, table[1] | {"title": "Second"}])
    assert len(response.context["refusals"]) == 1 and response.context["count"] == 1
    confirmed(editor_client, response)
    assert [row.title for row in Editorial.objects.order_by("pk")] == ["=Un", "Second"]
    assert not Publication.objects.filter(name="Nulle part").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a;b\n1;2\n",
        b"\xff\xfe\x00",
        b'id;version\n"1;2',
        b"id",
        b"id;version\n\x81;1",
        b"id;version;tags;tags\n1;1;a;b",
    ],
)
def test_what_is_no_such_table_is_refused(editor_client, content):
    file = io.BytesIO(content)
    file.name = "table.csv"
    assert editor_client.post(BACK, {"file": file}).status_code == 422


@pytest.mark.parametrize("address", [BACK, "/desk/vocabulary/import/"])
def test_a_picture_is_refused_in_words(editor_client, address):
    picture = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n\x81\x8d")
    response = editor_client.post(address, {"file": picture})
    page = response.content.decode()
    assert response.status_code == 422 and "n’est pas du texte" in page and "codec" not in page


TABLES = [BACK, "/desk/vocabulary/import/", "/desk/search/import/"]
SMALL_PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\n\r"  # each byte a letter of Windows
)
ENGLISH = ("column", "field", "new-line", "limit", "token", "document type")


@pytest.mark.parametrize("address", TABLES)
@pytest.mark.parametrize(
    "content, told",
    [
        (SMALL_PICTURE, "n’est pas du texte"),
        (b"", "est vide"),
        (b'id;version;way;words;name\r\n\r1;"a', "CSV"),
        (b"<a>", ""),
        (b"<a/>", ""),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_french(editor_client, address, content, told):
    response = editor_client.post(address, {"file": SimpleUploadedFile("a.csv", content)})
    complaint = _complaint(response)
    assert response.status_code == 422 and told in complaint
    assert not [word for word in ENGLISH if word in complaint]


@pytest.mark.parametrize("address", TABLES)
def test_a_form_without_a_file_asks_for_one(editor_client, address):
    assert "Choisissez un fichier." in _complaint(editor_client.post(address, {"file": ""}))


@pytest.mark.parametrize("address", TABLES)
def test_of_a_file_that_is_too_large_the_size_and_the_most_are_told(editor_client, address):
    file = SimpleUploadedFile("a.csv", b"x" * 7_000_000)
    complaint = _complaint(editor_client.post(address, {"file": file}))
    assert "7 Mo, pour 2 Mo au plus" in complaint


def test_a_batch_of_more_rows_than_come_back_says_how_many_its_table_has(editor_client, db):
    pages = [Editorial(title=f"Titre {number}", state="draft") for number in range(2_001)]
    Editorial.objects.bulk_create(pages)
    page = editor_client.get("/desk/selection/?list=drafts").content.decode()
    assert "(les 2 000 premiers)" in page.replace("\xa0", " ").replace("\u202f", " ")
    assert returned_tables.MOST == 2_000
    table = editor_client.get("/desk/selection.csv?list=drafts").content.decode()
    assert len(table.splitlines()) == 1 + 2_000
    Editorial.objects.filter(title="Titre 0").delete()
    assert "premiers)" not in editor_client.get("/desk/selection/?list=drafts").content.decode()


def _complaint(response) -> str:
    """Return what the page of a refused file says of it."""
    page = response.content.decode().replace("\xa0", " ").replace("\u202f", " ")
    return page.partition("errorlist")[2].partition("</")[0]
