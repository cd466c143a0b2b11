"""Parameters that the API does not take."""

import pytest

from archive.api import ROOTS
from archive.models import FormerAddress, Tag
from archive.search.question.query import TAKEN
from archive.search.upkeep import freshness


@pytest.mark.parametrize(
    ("address", "slip", "nearest"),
    [
        ("editorials?yaer=2003", "yaer", "do you mean year?"),
        ("editorials?authors=abgrall", "authors", "do you mean author?"),
        ("search?q=voix&Tag=accueil", "Tag", "do you mean tag?"),
        ("search?q=voix&issues=a/1", "issues", "do you mean issue?"),
        ("words?words=client&word=client", "words", "do you mean word?"),
        ("tags?q=acc", "q", "it takes page, page_size, like, lang."),
        ("years?year=2003", "year", "it takes lang."),
        ("editorials/1?full=1", "full", "it takes lang."),
        ("?q=voix", "q", "it takes lang."),
        ("search?q=voix&Lang=en", "Lang", "do you mean lang?"),
    ],
)
def test_a_parameter_that_is_none_is_refused_with_the_one_that_it_resembles(
    get, three, address, slip, nearest
):
    detail = get(address, status=400)["detail"]
    assert detail.startswith(f"{slip}: there is no such parameter here") and nearest in detail


def test_every_address_refuses_what_it_does_not_take(client, three):
    for root in ROOTS:
        for method in (client.get, client.head):
            assert method(f"/api/v1/{root}?zzz=1").status_code == 400, root
    assert client.get("/api/v1/people/anne?zzz=1").status_code == 400


def test_what_is_written_takes_no_parameters(client, three):
    response = client.patch(f"/api/v1/editorials/{three[0].pk}?state=draft")
    assert response.status_code == 400 and response.json()["detail"].startswith("state:")


def test_every_parameter_of_the_description_is_taken(client, indexed):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path, operations in paths.items():
        for parameter in operations.get("get", {}).get("parameters", []):
            if parameter["in"] == "query":
                address = path.format(number=indexed[0].pk, slug="anne")
                response = client.get(address, {parameter["name"]: "x"})
                assert "no such parameter" not in response.content.decode(), (path, parameter)


def test_the_search_takes_what_every_door_of_a_search_takes(client, indexed):
    for name in TAKEN.names:
        response = client.get("/api/v1/search", {name: "1"})
        assert "no such parameter" not in response.content.decode(), name


def test_what_is_taken_once_may_not_be_said_twice(get, indexed):
    assert get("search?q=a&q=b", status=400)["detail"] == "q: it is taken once."
    assert get("search?tag=qualite&tag=accueil&page=1&page=2", status=400)["detail"] == (
        "page: it is taken once."
    )
    assert get("search?tag=qualite&tag=qualite")["count"] == 2


def test_every_address_takes_the_language_of_who_asks(get, three):
    assert get("editorials?lang=en")["results"][2]["date_display"] == "date unknown"


def test_what_a_newsletter_appends_to_an_address_is_passed_over(get, indexed):
    assert (
        get("search?q=qualité&utm_source=lettre&fbclid=x")["count"]
        == get("search?q=qualité")["count"]
    )


def test_several_slips_are_told_together_and_not_at_any_length(get, three):
    many = "&".join(f"{'z' * 500}{number}=1" for number in range(50))
    assert len(get(f"search?{many}", status=400)["detail"]) < 5000
    detail = get("search?yaer=2003&sotr=newest", status=400)["detail"]
    assert "year" in detail and "sort" in detail


@pytest.mark.parametrize(
    "asked", ["words?word=client&tag=-qualite", "concordance?word=client&author=-anne-martin"]
)
def test_what_cannot_be_left_out_is_refused_and_not_taken_for_a_name(get, three, asked):
    assert "nothing can be left out here" in get(asked, status=400)["detail"]
    assert "left out" in get("issues?publication=-en-contact", status=400)["detail"]


def test_as_many_names_as_are_taken_count(get, indexed):
    names = []
    for number in range(49):
        names.append(f"tag={Tag.objects.create(name=f'Personne {number}').slug}")
    asked = "&".join(["words?word=qualité", *names, "tag=qualite"])
    assert (
        get(asked)["words"][0]["total"]
        == get("words?word=qualité&tag=qualite")["words"][0]["total"]
    )
    assert "tag" in get(f"{asked}&tag=un-de-trop", status=400)["detail"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("search?q=qualité&publication=en-contcat", "publication: nothing has the slug en-contcat"),
        ("search?tag=qualite&tag=nulle-part", "tag: nothing has the slug nulle-part."),
        ("search?tag=-nulle-part", "tag: nothing has the slug nulle-part."),
        ("search?author=anne-martni", "do you mean anne-martin?"),
        ("search?cited=nulle-part", "cited: nothing has the slug nulle-part."),
        ("search?issue=nulle-part/3", "issue: nothing has the slug nulle-part/3."),
        ("search?issue=-en-contcat/3", "slug en-contcat/3; do you mean en-contact/3?"),
        ("search?issue=/3", "issue: nothing has the slug /3."),
        ("search?publication=En+Contact", "slug En Contact; do you mean en-contact?"),
        ("search?language=nonsense", "language: an ISO 639 code"),
        ("editorials?publication=en-contcat", "do you mean en-contact?"),
        ("editorials?cited=nulle-part", "cited: nothing has the slug nulle-part."),
        ("words?word=qualité&tag=nulle-part", "tag: nothing has the slug nulle-part."),
        ("concordance?word=qualité&author=nulle-part", "author: nothing has the slug nulle-part."),
        ("issues?publication=nulle-part", "publication: nothing has the slug nulle-part."),
    ],
)
def test_a_name_that_nothing_has_is_told_and_not_answered_by_nothing(get, indexed, asked, told):
    assert told in get(asked, status=400)["detail"]


@pytest.mark.parametrize("root", ["search", "editorials"])
@pytest.mark.parametrize("sent", ["-", "--", " - "])
def test_a_sign_with_nothing_to_leave_out_is_refused_and_not_taken_for_all(
    get, indexed, root, sent
):
    assert get(root, status=400, tag=sent)["detail"].startswith("tag: a - leaves out")
    assert get(root, tag="")["count"] == 3


@pytest.mark.parametrize(
    "asked", ["search?{}", "editorials?{}", "issues?{}", "words?word=qualité&{}"]
)
def test_a_name_that_moved_is_known_by_its_former_address(get, indexed, asked):
    FormerAddress.objects.create(model="publication", slug="contact", now="en-contact")
    former = get(asked.format("publication=contact"))
    now = get(asked.format("publication=en-contact"))
    for answer in (former, now):
        answer.pop("url", None)
    assert former == now


def test_an_issue_is_known_by_the_former_address_of_its_magazine(get, make_editorial):
    make_editorial(publication="En-Contact", issue="3")
    freshness.drain()
    FormerAddress.objects.create(model="publication", slug="contact", now="en-contact")
    assert get("search", issue="contact/3")["count"] == 1
    assert get("search", issue="-contact/3")["count"] == 0


def test_a_name_that_none_but_a_draft_bears_yet_is_no_slip(get, make_editorial):
    make_editorial("Bientôt", "<p>À venir.</p>", tags=["Inédit"], state="draft")
    assert get("editorials?tag=inedit")["count"] == 0
