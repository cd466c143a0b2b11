"""Whole editorials as JSON."""

import json

import pytest

from archive.ingest.entering.saving import save
from archive.ingest.tables import read_jsonl
from archive.models import Author, Editorial


def test_a_record_is_whole(get, three):
    record = get(f"editorials/{three[0].pk}")
    assert (
        record["html"] == "<p>La qualité d’abord.</p>" and record["text"] == "La qualité d’abord."
    )
    assert record["bylines"] == [
        {"name": "Anne Martin", "role": None, "kind": "person", "author": "anne-martin"}
    ]
    assert (record["date"], record["language"], record["publication"]) == (
        "2001-02",
        "fr",
        "En-Contact",
    )
    assert record["permalink"] == f"http://testserver{three[0].get_absolute_url()}"
    assert record["url"] is None and record["title_supplied"] is False


def test_a_byline_keeps_what_was_printed(get, make_editorial):
    editorial = make_editorial("Signé")
    editorial.set_bylines(
        [(Author.objects.create(name="Anne Martin"), "A. MARTIN", "Rédactrice"), (None, "X.", "")]
    )
    record = get(f"editorials/{editorial.pk}")
    assert record["authors"] == ["Anne Martin", "X."]
    assert record["bylines"][0] == {
        "name": "A. MARTIN",
        "role": "Rédactrice",
        "kind": "person",
        "author": "anne-martin",
    }
    assert record["bylines"][1] == {"name": "X.", "role": None, "kind": "person", "author": None}


def test_what_the_api_gives_can_be_imported_again(get, tmp_path, db, settings):
    for path in sorted((settings.BASE_DIR / "fixtures" / "demo").glob("*.jsonl")):
        list(save(read_jsonl(path)))
    before = get("editorials", page_size=100)["results"]
    harvest = tmp_path / "harvest.jsonl"
    harvest.write_text("\n".join(map(json.dumps, before)), encoding="utf-8")
    Editorial.objects.all().delete()
    assert {one.outcome for one in save(read_jsonl(harvest))} == {"created"}
    after = {record["source_id"]: record for record in get("editorials", page_size=100)["results"]}
    same = (
        "title",
        "standfirst",
        "authors",
        "date",
        "publication",
        "issue",
        "language",
        "tags",
        "url",
        "html",
    )
    assert before and len(after) == len(before)
    for record in before:
        assert {key: record[key] for key in same} == {
            key: after[record["source_id"]][key] for key in same
        }


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30, "abc", "1/2"])
def test_a_record_that_is_not_there_is_a_404(get, db, number):
    assert get(f"editorials/{number}", status=404)["detail"]


def test_a_draft_is_not_there_and_a_withdrawn_editorial_is_gone(get, make_editorial):
    draft, withdrawn = make_editorial(state="draft"), make_editorial("Secret", state="withdrawn")
    get(f"editorials/{draft.pk}", status=404)
    assert get(f"editorials/{withdrawn.pk}", status=410) == {
        "detail": "This editorial was withdrawn."
    }
    assert get("editorials")["count"] == get("search")["count"] == 0


def test_what_is_gone_is_asked_for_again(client, make_editorial):
    withdrawn = make_editorial("Secret", state="withdrawn")
    for address in (f"editorials/{withdrawn.pk}", f"reuse?editorial={withdrawn.pk}"):
        response = client.get(f"/api/v1/{address}")
        assert response.status_code == 410
        assert response["Cache-Control"] == "no-cache"


def test_not_even_an_editor_is_given_a_draft(editor_client, make_editorial):
    assert (
        editor_client.get(f"/api/v1/editorials/{make_editorial(state='draft').pk}").status_code
        == 404
    )


def test_records_are_paged_in_the_order_of_their_entry(get, three):
    page = get("editorials", page_size=2)
    assert [row["id"] for row in page["results"]] == [three[0].pk, three[1].pk]
    assert page["next"].endswith("page=2") and page["count"] == 3
    assert get("editorials", page_size=2, page=2)["results"][0]["id"] == three[2].pk
    assert get("editorials", page=10**9)["results"] == []


def test_records_are_narrowed(get, three):
    assert get("editorials", publication="en-contact", tag="qualite")["count"] == 2
    assert get("editorials", author=["anne-martin", "ben-ali"])["count"] == 2
    assert get("editorials", year=[2004], author="anne-martin")["count"] == 0
    assert "year" in get("editorials", year="avant", status=400)["detail"]


def test_records_are_left_out_by_what_a_search_leaves_out(get, indexed):
    for asked in (
        {"tag": "-qualite"},
        {"publication": "-en-contact"},
        {"author": "-anne-martin"},
        {"author": ["anne-martin", "-ben-ali"]},
        {"tag": ["qualite", "-qualite"]},
        {"year": "-2001"},
        {"year": ["2001", "-2004"], "tag": "qualite"},
        {"tag": "", "publication": ""},
    ):
        sought = [hit["id"] for hit in get("search", **asked)["results"]]
        listed = [record["id"] for record in get("editorials", **asked)["results"]]
        assert sorted(listed) == sorted(sought), asked
    assert get("editorials", year="-2001")["count"] == 2
    assert "year" in get("editorials", year=0, status=400)["detail"]


def test_a_page_of_records_costs_five_queries(client, make_editorial, django_assert_num_queries):
    for number in range(30):
        make_editorial(
            f"Titre {number}",
            publication="Revue",
            tags=[f"Mot {number}"],
            authors=[f"Personne {number}"],
        )
    with django_assert_num_queries(5):
        assert len(client.get("/api/v1/editorials?page_size=30").json()["results"]) == 30
