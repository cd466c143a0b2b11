from datetime import date
from threading import Thread

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import QueryDict
from pages import linked

from archive.models import SoughtQuery
from archive.search.question import sought
from archive.search.question.query import Question
from archive.search.upkeep import freshness


def search(
    parameters: str, count: int = 0, agent: str = "Mozilla/5.0 (X11; Linux) Firefox/140.0"
) -> None:
    sought.record(Question.read(QueryDict(parameters)), count, agent)


def kept() -> list[tuple[str, int, int]]:
    return list(SoughtQuery.objects.values_list("text", "count", "results"))


# Counting


def test_a_search_is_counted_with_what_it_found_last(db):
    search("q=qualité", count=3)
    search("q=qualité", count=4)
    assert kept() == [("qualité", 2, 4)]


def test_spellings_count_as_one(db):
    for typed in ("Qualité", "qualite", "  QUALITÉ  "):
        search(f"q={typed}")
    assert kept() == [("QUALITÉ", 3, 0)]


def test_nothing_is_kept_but_the_words_and_the_day(db):
    search("q=qualité")
    fields = {field.name for field in SoughtQuery._meta.get_fields()}
    assert fields == {"id", "key", "text", "count", "results", "last_day"}
    assert type(SoughtQuery.objects.get().last_day) is date


@pytest.mark.parametrize(
    "parameters",
    [
        "",
        "q=",
        "tag=x",
        "q=mot&page=2",
        "q=mot&sort=oldest",
        "q=mot&tag=x",
        "q=mot&from=2001",
        "q=mot&words=1",
    ],
)
def test_going_on_with_a_search_is_not_a_new_one(db, parameters):
    search(parameters)
    assert kept() == []


@pytest.mark.parametrize(
    "q",
    [
        "jean.dupont@example.org",
        "06 12 34 56 78",
        "né le 12/02/1985",
        "FR76 3000 6000 0112",
        " ".join(f"mot{a}" for a in "abcdefghijklmnopqrstuv"),
        "x" * 101,
    ],
)
def test_what_may_be_private_is_not_kept(db, q):
    search(f"q={q}")
    assert kept() == []


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "curl/8.5",
        "python-requests/2",
    ],
)
def test_robots_are_not_counted(db, agent):
    search("q=qualité", agent=agent)
    assert kept() == []


def test_years_are_no_secret(db):
    search("q=qualité 2001")
    assert kept() == [("qualité 2001", 1, 0)]


def test_the_rarest_and_oldest_are_forgotten_at_the_limit(db, monkeypatch):
    monkeypatch.setattr(sought, "MOST", 20)
    search("q=souvent"), search("q=souvent")
    for number in range(30):
        search(f"q=mot{number}")
    texts = [text for text, _count, _results in kept()]
    assert len(texts) <= 20 and {"souvent", "mot29"} <= set(texts) and "mot0" not in texts


def test_a_known_search_costs_one_query_and_a_new_one_three(db, django_assert_max_num_queries):
    patience, savepoint = 3, 2
    with django_assert_max_num_queries(patience + savepoint + 3 + 2):
        search("q=nouveau")
    with django_assert_max_num_queries(patience + savepoint + 1):
        search("q=nouveau")


def test_a_search_survives_a_log_that_is_broken(db, caplog):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE archive_soughtquery")
    search("q=qualité")
    assert "not counted" in caplog.text and "qualité" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_search_does_not_wait_for_an_import(caplog):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has a single writer")
    with connection.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        other = Thread(target=_search_and_close)
        other.start()
        other.join(timeout=10)  # saving an editorial would wait for twenty seconds
        waiting = other.is_alive()
        cursor.execute("ROLLBACK")
    other.join()
    assert not waiting


def _search_and_close() -> None:
    search("q=qualité")
    connection.close()


# The page for editors


def test_editors_see_first_what_was_not_found(editor_client):
    for _time in range(3):
        search("q=trouvé", count=7)
    search("q=perdu"), search("q=égaré"), search("q=égaré")
    page = editor_client.get("/desk/searches/").content.decode()
    assert page.index("égaré") < page.index("perdu") < page.index("trouvé")
    assert 'href="/search/?q=perdu"' in page


def test_what_is_sought_in_vain_becomes_another_name_of_a_tag_and_is_then_found(
    editor_client, make_editorial
):
    editorial = make_editorial(tags=["Hameçonnage"])
    freshness.drain()
    editor_client.get("/search/?q=picorage"), editor_client.get("/search/?q=picorage")
    [row] = SoughtQuery.objects.all()
    [link] = [one for one in linked(editor_client.get("/desk/searches/")) if "tagalias" in one]
    page = editor_client.get(link)
    assert row.results == 0 and 'value="picorage"' in page.content.decode()
    editor_client.post(link, {"name": "picorage", "tag": editorial.tags.get().pk})
    freshness.drain()
    assert editorial.get_absolute_url() in " ".join(
        linked(editor_client.get("/search/?q=picorage"))
    )


def test_the_page_is_calm_when_nothing_was_sought(editor_client):
    page = editor_client.get("/desk/searches/")
    assert page.status_code == 200 and "<table" not in page.content.decode()


def test_what_was_typed_is_escaped(editor_client):
    search("q=<script>alert(1)</script>")
    assert "<script>alert" not in editor_client.get("/desk/searches/").content.decode()


def test_a_visitor_is_asked_to_log_in(client, db):
    response = client.get("/desk/searches/")
    assert response.status_code == 302 and response["Location"] == "/login/?next=/desk/searches/"


def test_who_is_no_editor_is_refused(client, db):
    reader = get_user_model().objects.create_user("lectrice")
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/desk/searches/").status_code == 403


def test_the_page_costs_the_same_queries_for_any_number_of_searches(
    editor_client, django_assert_max_num_queries
):
    SoughtQuery.objects.bulk_create(
        SoughtQuery(key=f"k{n}", text=f"t{n}", results=n % 2, last_day=date(2026, 1, 1))
        for n in range(1000)
    )
    with django_assert_max_num_queries(8):
        page = editor_client.get("/desk/searches/").content.decode()
    assert page.count('<td><a href="/search/') == 400 and "Les 200 plus fréquentes" in page
