"""A batch that goes out as a table, is edited in a spreadsheet and comes back."""

import csv
import io

import pytest

from archive.models import Editorial, Operation, Publication, Tag

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
    return client.post(BACK, {"text": response.context["text"], "confirm": "1"})


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


def test_what_others_changed_meanwhile_stays(editor_client, table):
    number = int(table[0]["id"])
    table[0]["page"] = "7"
    form = editor_client.get(f"/desk/editorials/{number}/").context["form"].initial
    fields = {name: value for name, value in form.items() if value is not None}
    editor_client.post(f"/desk/editorials/{number}/", {**fields, "title": "Autre titre"})
    confirmed(editor_client, sent(editor_client, table))
    changed = Editorial.objects.get(pk=number)
    assert (changed.page, changed.title) == ("7", "Autre titre")


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
    ],
)
def test_a_row_that_cannot_be_is_left_with_the_reason(editor_client, table, odd):
    response = sent(editor_client, [table[0] | odd, table[1] | {"title": "Second"}])
    assert len(response.context["refusals"]) == 1 and response.context["count"] == 1
    confirmed(editor_client, response)
    assert [row.title for row in Editorial.objects.order_by("pk")] == ["=Un", "Second"]
    assert not Publication.objects.filter(name="Nulle part").exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"a;b\n1;2\n", b"\xff\xfe\x00", b'id;version\n"1;2', b"id", b"id;version\n\x81;1"],
)
def test_what_is_no_such_table_is_refused(editor_client, content):
    file = io.BytesIO(content)
    file.name = "table.csv"
    assert editor_client.post(BACK, {"file": file}).status_code == 422
