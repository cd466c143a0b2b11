"""Issues of magazines as JSON."""

from archive.models import Issue


def test_issues_are_told_in_their_order_with_what_the_archive_has_of_each(get, make_editorial):
    for printed in ("n° 10", "N° 9", "9", "hors-série 1"):
        make_editorial(publication="Décroché", issue=printed)
    make_editorial(publication="Ligne ouverte", issue="1")
    make_editorial(publication="Décroché", issue="11", state="draft")
    Issue.objects.filter(slug="9").update(title="Les dix ans", date="2004-05/2004-06")
    told = get("issues", publication="decroche")
    assert told["count"] == 3
    assert [issue["value"] for issue in told["results"]] == [
        "decroche/9",
        "decroche/10",
        "decroche/hors-serie-1",
    ]
    assert told["results"][0] == {
        "value": "decroche/9",
        "publication": "Décroché",
        "number": "N° 9",
        "name": "n°\u00a09",
        "title": "Les dix ans",
        "date": "2004-05/2004-06",
        "date_display": "mai-juin 2004",
        "editorials": 2,
        "url": "http://testserver/publications/decroche/9/",
    }
    assert told["results"][1]["date"] is None
    assert get("issues")["count"] == get("issues", publication="")["count"] == 4


def test_a_magazine_is_asked_for_by_its_former_address_too(get, make_editorial):
    magazine = make_editorial(publication="Décroché", issue="1").publication
    magazine.slug = "raccroche"
    magazine.save()
    told = get("issues", publication="decroche")
    assert [issue["value"] for issue in told["results"]] == ["raccroche/1"]


def test_issues_are_told_in_pages_and_bad_pages_refused(get, make_editorial):
    for number in range(3):
        make_editorial(publication="Décroché", issue=str(number + 1))
    first = get("issues", page_size=2)
    assert len(first["results"]) == 2 and "page=2" in first["next"]
    assert len(get("issues", page_size=2, page=2)["results"]) == 1
    assert get("issues", page_size=2, page=9)["results"] == []
    assert "page" in get("issues", status=400, page="x")["detail"]
