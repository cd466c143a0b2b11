"""Authors, magazines, tags, years and completions as JSON; and the page that describes the API."""

from archive.models import Editorial, Publication, Tag, TagAlias
from archive.search.upkeep import freshness

NOT_KNOWN = dict.fromkeys(("born", "died", "isni", "viaf", "wikidata"))


def test_names_are_told_with_how_many_editorials_bear_them_and_of_what_years(get, three):
    told = get("authors")
    assert told["count"] == 2 and told["next"] is None
    assert told["results"] == [
        {
            "value": "ben-ali",
            "name": "Ben Ali",
            "kind": "person",
            "sort_name": "Ali, Ben",
            **NOT_KNOWN,
            "editorials": 1,
            "first_year": 2004,
            "last_year": 2004,
            "url": "http://testserver/authors/ben-ali/",
        },
        {
            "value": "anne-martin",
            "name": "Anne Martin",
            "kind": "person",
            "sort_name": "Martin, Anne",
            **NOT_KNOWN,
            "editorials": 1,
            "first_year": 2001,
            "last_year": 2001,
            "url": "http://testserver/authors/anne-martin/",
        },
    ]
    Publication.objects.update(issn="1234-5679", publisher="Éditions A")
    [magazine] = get("publications")["results"]
    assert magazine["editorials"] == 2 and magazine["issn"] == "1234-5679"
    assert (magazine["first_year"], magazine["last_year"]) == (2001, 2004)
    tag = Tag.objects.get()
    TagAlias.objects.create(tag=tag, name="Excellence")
    tag.broader.add(Tag.objects.create(name="Service"))
    assert get("tags")["results"] == [
        {
            "value": "qualite",
            "name": "Qualité",
            "editorials": 2,
            "first_year": 2001,
            "last_year": 2004,
            "url": "http://testserver/tags/qualite/",
            "description": None,
            "aliases": ["Excellence"],
            "broader": ["service"],
        }
    ]


def test_names_are_told_in_pages_and_by_what_they_contain(get, make_editorial):
    for name in ("Élise Un", "Élodie Deux", "Paul Trois"):
        make_editorial(authors=[name])
    first = get("authors", page_size=2)
    assert first["count"] == 3 and "page=2" in first["next"] and len(first["results"]) == 2
    assert get("authors", page=9, page_size=2)["results"] == []
    assert [row["name"] for row in get("authors", like="ÉL")["results"]] == [
        "Élodie Deux",
        "Élise Un",
    ]
    assert get("authors", like="nobody")["count"] == 0
    for odd in ({"page": "x"}, {"page_size": 101}, {"like": "x" * 61}, {"like": "a\0"}):
        assert next(iter(odd)) in get("authors", status=400, **odd)["detail"]


def test_names_that_only_unpublished_editorials_bear_are_not_told(get, make_editorial):
    make_editorial(
        authors=["Une Autre"], tags=["secret"], publication="Tue", state=Editorial.State.DRAFT
    )
    for names in ("authors", "tags", "publications"):
        assert get(names)["results"] == []


def test_a_page_of_names_costs_a_few_queries(client, make_editorial, django_assert_max_num_queries):
    for number in range(12):
        make_editorial(
            authors=[f"Auteur {number}"], tags=[f"mot {number}"], publication=f"Revue {number}"
        )
    for names in ("authors", "tags", "publications"):
        with django_assert_max_num_queries(6):
            client.get(f"/api/v1/{names}")


def test_editorials_are_counted_by_year(get, three):
    assert get("years") == {
        "count": 3,
        "undated": 1,
        "results": [
            {"year": 2001, "editorials": 1, "perhaps": 0, "url": "http://testserver/2001/"},
            {"year": 2004, "editorials": 0, "perhaps": 1, "url": "http://testserver/2004/"},
        ],
    }


def test_what_is_being_typed_is_completed(get, indexed):
    told = get("complete", q="anne")["results"]
    assert {"kind": "author", "text": "Anne Martin", "value": "anne-martin", "count": 1} in told
    assert get("complete")["results"] == []


def test_the_page_for_people_names_each_address_with_an_example_that_answers(client, three):
    freshness.drain()
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    written = page.content.decode()
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path in paths:
        assert f"{path}</code>" in written
    for operation in page.context["operations"]:
        if operation.right:
            continue
        assert client.get(operation.example).status_code in (200, 503), operation.example
    assert client.post("/api/v1/docs").status_code == 405
