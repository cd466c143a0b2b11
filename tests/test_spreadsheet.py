import csv
import io

import pytest

from archive import spreadsheet


@pytest.fixture
def rows(client):
    def rows(**parameters):
        response = client.get("/search/results.csv", parameters)
        assert response.status_code == 200 and response["Content-Type"] == "text/csv; charset=utf-8"
        content = b"".join(response.streaming_content)
        assert content.startswith(b"\xef\xbb\xbf")
        return list(
            csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
        )

    return rows


def test_results_are_rows_in_the_order_asked_for(rows, make_editorial):
    make_editorial("Récent", "<p>La qualité.</p>", date="2004")
    fields = {
        "publication": "En-Contact",
        "authors": ["Anne Martin", "Ben Ali"],
        "tags": ["Appel", "Qualité"],
    }
    old = make_editorial(
        "L’accueil ; « enfin »", "<p>La qualité.</p>", date="2001~", source_id="ec-1", **fields
    )
    make_editorial("Autre", "<p>Rien.</p>")
    first, last = rows(q="qualité", sort="oldest", page=2, page_size=1)
    assert first == {
        "id": str(old.pk),
        "source_id": "ec-1",
        "title": "L’accueil ; « enfin »",
        "authors": "Anne Martin; Ben Ali",
        "date": "2001~",
        "publication": "En-Contact",
        "language": "fr",
        "tags": "Appel; Qualité",
        "url": f"http://testserver{old.get_absolute_url()}",
        "excerpt": "La qualité.",
        "why": "",
    }
    assert last["title"] == "Récent"


def test_nothing_found_is_a_line_of_headings(rows, client, db):
    assert rows(q="introuvable") == []
    [line] = client.get("/search/results.csv?q=introuvable").streaming_content
    assert line.decode().startswith("\ufeffid;source_id;title;")


@pytest.mark.parametrize("title", ["=1+1", "+33 1 23", "-20 %", "@SUM(A1)", "\t=1+1"])
def test_a_title_that_would_be_a_formula_is_text(rows, make_editorial, title):
    make_editorial(title, authors=["=cmd()"])
    [row] = rows()
    assert row["title"] == f"'{title}" and row["authors"] == "'=cmd()"


def test_there_is_a_limit_and_the_number_beyond_it_is_told(
    rows, client, make_editorial, monkeypatch
):
    monkeypatch.setattr(spreadsheet, "DEEPEST", 3)
    monkeypatch.setattr(spreadsheet, "BATCH", 2)
    for number in range(5):
        make_editorial(f"Titre {number}", date=f"200{number}")
    assert [row["date"] for row in rows(sort="oldest")] == ["2000", "2001", "2002"]
    assert client.get("/search/results.csv")["X-Total-Count"] == "5"


def test_the_file_is_named_for_the_search(client, db):
    response = client.get("/search/results.csv?q=qualité&from=2001&to=2004")
    assert (
        response["Content-Disposition"]
        == 'attachment; filename="articles-sur-qualite-2001-2004.csv"'
    )
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "parameters", [{"q": '\0";\r\n'}, {"sort": "best", "year": "x"}, {"q": "mot " * 9_000}]
)
def test_odd_parameters_are_no_error(rows, make_editorial, parameters):
    make_editorial()
    rows(**parameters)


def test_drafts_and_the_withdrawn_are_no_rows(rows, make_editorial):
    make_editorial(state="draft"), make_editorial(state="withdrawn")
    assert rows() == []


def test_rows_cost_queries_by_the_batch(client, make_editorial, django_assert_max_num_queries):
    for number in range(60):
        make_editorial(
            f"T{number}", publication=f"R{number}", tags=[f"M{number}"], authors=[f"P{number}"]
        )
    with django_assert_max_num_queries(18):
        assert len(list(client.get("/search/results.csv").streaming_content)) == 61


def test_a_parameter_that_no_search_has_is_told(client, db):
    for ending in ("csv", "bib", "epub"):
        response = client.get(f"/search/results.{ending}?yaer=2003&q=a&q=b")
        assert response.status_code == 400
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        told = response.content.decode()
        assert "yaer (year\u202f?)" in told and "q × 2" in told
