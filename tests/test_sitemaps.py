"""What search engines are told, through the front door."""

import re
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from archive.models import Editorial
from archive.sitemaps import SIZE

pytestmark = pytest.mark.django_db


def listed(response) -> list[str]:
    """The paths that a sitemap names, in order."""
    assert response.status_code == 200 and response.headers["Content-Type"] == "application/xml"
    tree = ElementTree.fromstring(response.content)
    return [
        urlsplit(one.text).path
        for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]


def every_page(client) -> list[str]:
    return [
        path for part in listed(client.get("/sitemap.xml")) for path in listed(client.get(part))
    ]


def test_each_page_is_named_once_and_answers(client, make_editorial):
    editorial = make_editorial(
        "La voix",
        date="2001-02-12",
        publication="En ligne",
        issue="n° 36",
        authors=["Claire Abgrall"],
        tags=["écoute"],
    )
    make_editorial(
        "Autre", date="2001-02", publication="En ligne", authors=["Claire Abgrall"], tags=["écoute"]
    )
    pages = every_page(client)
    expected = {
        "/",
        "/2001/",
        "/2000s/",
        "/authors/claire-abgrall/",
        "/tags/ecoute/",
        "/publications/en-ligne/",
        "/publications/en-ligne/36/",
    }
    assert expected | {editorial.get_absolute_url()} <= set(pages)
    assert len(pages) == len(set(pages))
    assert {client.get(page).status_code for page in pages} == {200}


def test_what_is_not_published_is_named_nowhere(client, make_editorial):
    make_editorial(
        "Secret",
        date="1999",
        publication="Ombre",
        authors=["Zoé Cachée"],
        tags=["cachette"],
        state="draft",
    )
    make_editorial("Retiré", date="1998", tags=["fini"], state="withdrawn")
    assert not re.search(
        "secret|retire|1999|1998|ombre|cachee|cachette|fini", " ".join(every_page(client))
    )


def test_an_empty_archive_has_a_sitemap_too(client):
    assert listed(client.get("/sitemap.xml")) == ["/sitemaps/periods-0.xml"]
    assert "/" in every_page(client)


def test_a_large_archive_is_told_in_parts_that_keep_their_addresses(
    client, make_editorial, monkeypatch
):
    monkeypatch.setattr("archive.sitemaps.SIZE", 3)
    numbers = [make_editorial(f"Texte {number}").pk for number in range(7)]
    parts = [path for path in listed(client.get("/sitemap.xml")) if "editorials" in path]
    assert parts == [
        f"/sitemaps/editorials-{part}.xml" for part in sorted({pk // 3 for pk in numbers})
    ]
    assert sum(len(listed(client.get(part))) for part in parts) == 7
    Editorial.objects.filter(pk=numbers[3]).delete()
    assert [path for path in listed(client.get("/sitemap.xml")) if "editorials" in path] == parts


def test_the_day_of_the_last_change_is_told_of_a_page(client, make_editorial):
    editorial = make_editorial()
    day = editorial.updated_at.date().isoformat()
    part = f"/sitemaps/editorials-{editorial.pk // SIZE}.xml"
    assert f"<lastmod>{day}</lastmod>" in client.get(part).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "editorials-777777",
        "editorials-99999999999999999999",
        "nothing-0",
        "periods-1",
        "editorials",
        "editorials--1",
    ],
)
def test_a_part_that_there_is_not_is_not_found(client, make_editorial, address):
    make_editorial()
    assert client.get(f"/sitemaps/{address}.xml").status_code == 404


@pytest.mark.parametrize(
    ("address", "most"),
    [("/sitemap.xml", 8), ("/sitemaps/editorials-{}.xml", 2), ("/sitemaps/periods-0.xml", 2)],
)
def test_a_sitemap_takes_few_queries(
    client, make_editorial, django_assert_max_num_queries, address, most
):
    for number in range(9):
        editorial = make_editorial(
            date=f"200{number}-02", tags=[f"sujet {number}"], authors=[f"Anne Numéro{number}"]
        )
    with django_assert_max_num_queries(most):
        response = client.get(address.format(editorial.pk // SIZE))
    assert response.status_code == 200


# robots.txt


@pytest.fixture
def robots(client) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(client.get("/robots.txt").content.decode().splitlines())
    return parser


@pytest.mark.parametrize(
    "path", ["/", "/2001/", "/editorials/12/la-voix/", "/tags/ecoute/", "/search/help/", "/feeds/"]
)
def test_engines_may_walk_what_there_is_to_read(robots, path):
    assert robots.can_fetch("*", path)


FOR_PROGRAMS = [
    "/api/v1/search?q=x",
    "/oai?verb=Identify",
    "/sru",
    "/sru?query=x",
    "/unapi",
]


@pytest.mark.parametrize(
    "path", ["/search/?q=client", "/admin/", "/desk/searches/", "/login/", *FOR_PROGRAMS]
)
def test_engines_are_asked_not_to_walk_what_has_no_end(robots, path):
    assert not robots.can_fetch("*", path)


@pytest.mark.parametrize("path", FOR_PROGRAMS)
def test_what_programs_are_told_is_listed_by_no_engine(client, path):
    assert client.get(path)["X-Robots-Tag"] == "noindex"


def test_filters_combined_tags_and_citations_are_not_to_be_walked(client):
    told = client.get("/robots.txt").content.decode()
    for pattern in ("/*?tag=", "/*&author=", "/*?hit=", "/tags/*+", "/editorials/*/citation."):
        assert f"Disallow: {pattern}\n" in told


def test_robots_are_led_to_the_sitemap(robots):
    assert robots.site_maps() == ["http://testserver/sitemap.xml"]


def test_the_icon_is_found_where_programs_ask_for_it(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302 and response["Location"].endswith("static/favicon.ico")
