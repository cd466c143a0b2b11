"""What is taken from the page of an editorial: citations, descriptions, structured data, a picture."""

from io import BytesIO

import pytest
from pages import linked, meta, structured, text
from PIL import Image

pytestmark = pytest.mark.django_db


# Citing, sharing


def test_an_article_says_how_to_cite_it(shown, make_editorial):
    page = text(
        shown(
            make_editorial(
                "La voix", date="2001-02-12", publication="En ligne", authors=["Claire Abgrall"]
            )
        )
    )
    assert "ABGRALL, Claire. La voix. En ligne [en ligne]. 12 février 2001" in page
    assert "Abgrall, C. (2001, 12 février). La voix [éditorial]." in page


@pytest.mark.parametrize(
    "ending, media_type, begins",
    [
        ("bib", "application/x-bibtex", "@article{"),
        ("ris", "application/x-research-info-systems", "TY  - MGZN"),
    ],
)
def test_a_citation_is_a_file_for_reference_managers(
    client, make_editorial, ending, media_type, begins
):
    editorial = make_editorial("La voix")
    response = client.get(f"/editorials/{editorial.pk}/citation.{ending}")
    assert response.headers["Content-Type"] == f"{media_type}; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="la-voix.{ending}"'
    assert response.content.decode().startswith(begins)


def test_a_citation_in_csl_json_can_be_read(client, make_editorial):
    editorial = make_editorial("La voix", date="2001-02")
    [item] = client.get(f"/editorials/{editorial.pk}/citation.json").json()
    assert item["issued"] == {"date-parts": [[2001, 2]]}
    assert item["URL"] == f"http://testserver{editorial.get_absolute_url()}"


@pytest.mark.parametrize("ending", ["doc", "BIB", "bib-", "0"])
def test_an_unknown_kind_of_citation_is_not_found(client, make_editorial, ending):
    assert client.get(f"/editorials/{make_editorial().pk}/citation.{ending}").status_code == 404


GONE = {"draft": 404, "withdrawn": 410}


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_readers_do_not_see_is_not_cited_to_them(client, make_editorial, state):
    editorial = make_editorial("Secret", state=state)
    response = client.get(f"/editorials/{editorial.pk}/citation.bib")
    assert response.status_code == GONE[state] and "Secret" not in response.content.decode()


def test_an_editor_may_cite_a_draft(editor_client, make_editorial):
    assert (
        editor_client.get(
            f"/editorials/{make_editorial(state='draft').pk}/citation.ris"
        ).status_code
        == 200
    )


def test_an_article_is_sent_by_mail_with_its_title_and_address(shown, make_editorial):
    editorial = make_editorial("L’été & après", date="2001")
    [mail] = [link for link in linked(shown(editorial)) if link.startswith("mailto:")]
    assert mail.startswith("mailto:?subject=L%E2%80%99%C3%A9t%C3%A9%20%26%20apr%C3%A8s")
    assert f"http%3A//testserver{editorial.get_absolute_url()}" in mail


# What machines read


def test_a_page_says_where_it_is_and_where_in_each_language(shown, make_editorial):
    editorial = make_editorial()
    page, own = (
        shown(editorial).content.decode(),
        f"http://testserver{editorial.get_absolute_url()}",
    )
    assert f'<link rel="canonical" href="{own}">' in page
    assert f'<link rel="alternate" hreflang="en" href="{own}?lang=en">' in page
    assert f'<link rel="alternate" hreflang="x-default" href="{own}">' in page
    assert (
        f'<link rel="canonical" href="{own}?lang=en">'
        in shown(editorial, "?lang=en").content.decode()
    )


def test_who_comes_by_an_address_in_a_language_goes_on_in_it(client, shown, make_editorial):
    editorial = make_editorial()
    assert '<html lang="en"' in shown(editorial, "?lang=en").content.decode()
    assert '<html lang="en"' in client.get("/authors/").content.decode()
    assert '<html lang="fr"' in client.get("/authors/?lang=fr").content.decode()


@pytest.mark.parametrize("language", ["xx", "", "../fr", "%00"])
def test_an_address_in_an_unknown_language_changes_nothing(client, language):
    response = client.get(f"/authors/?lang={language}")
    assert '<html lang="fr"' in response.content.decode() and not response.cookies


def test_a_page_is_described_to_search_engines_and_other_sites(shown, make_editorial):
    editorial = make_editorial(
        "L’« été »",
        f"<p>{'mot ' * 99}</p>",
        date="2001-02-12",
        tags=["écoute"],
        authors=["Anne Roux"],
    )
    response = shown(editorial)
    [description] = meta(response, "description")
    assert description.startswith("mot mot") and len(description) <= 160
    assert meta(response, "og:title") == ["L’« été »"] and meta(response, "og:type") == ["article"]
    assert meta(response, "article:author") == ["Anne Roux"] and meta(response, "article:tag") == [
        "écoute"
    ]
    assert meta(response, "article:published_time") == ["2001-02-12"]


@pytest.mark.parametrize(
    "path",
    ["/", "/2001/", "/authors/claire-abgrall/", "/publications/en-ligne/", "/tags/", "/search/"],
)
def test_each_page_that_engines_may_keep_is_described(client, make_editorial, path):
    make_editorial(date="2001", publication="En ligne", authors=["Claire Abgrall"])
    response = client.get(path)
    assert len(meta(response, "description")) == 1 and len(meta(response, "description")[0]) > 30
    assert f'<link rel="canonical" href="http://testserver{path}">' in response.content.decode()


def test_a_page_of_a_list_is_where_its_number_says(client, make_editorial):
    for number in range(31):
        make_editorial(f"Texte {number}", date="2001")
    assert (
        '<link rel="canonical" href="http://testserver/2001/?page=2">'
        in client.get("/2001/?page=2").content.decode()
    )


def test_structured_data_tells_what_an_editorial_is(shown, make_editorial):
    editorial = make_editorial(
        "La voix",
        date="2001-02-12",
        publication="En ligne",
        issue="12",
        tags=["écoute"],
        authors=["Claire Abgrall"],
    )
    told, _trail = structured(shown(editorial))
    assert (
        told["@type"] == "OpinionNewsArticle"
        and told["headline"] == "La voix"
        and told["inLanguage"] == "fr"
    )
    assert told["url"] == f"http://testserver{editorial.get_absolute_url()}"
    assert [one["name"] for one in told["author"]] == ["Claire Abgrall"]
    assert (
        told["isPartOf"]["issueNumber"] == "12"
        and told["isPartOf"]["isPartOf"]["name"] == "En ligne"
    )


@pytest.mark.parametrize(
    "date, dated",
    [
        ("2001-02-12", {"datePublished": "2001-02-12"}),
        ("2001-02", {"datePublished": "2001-02"}),
        ("2001", {"datePublished": "2001"}),
        ("2004~", {"temporal": "2004~"}),
        ("2004-21", {"temporal": "2004-21"}),
        ("2003/2004", {"temporal": "2003/2004"}),
        ("", {}),
    ],
)
def test_structured_data_keeps_the_precision_of_dates(shown, make_editorial, date, dated):
    told, _trail = structured(shown(make_editorial(date=date)))
    assert {key: told[key] for key in ("datePublished", "temporal") if key in told} == dated


def test_breadcrumbs_lead_from_the_years_to_the_page(shown, make_editorial):
    editorial = make_editorial("La voix", date="2001-02-12")
    _told, trail = structured(shown(editorial))
    assert [(one["position"], one["name"]) for one in trail["itemListElement"]] == [
        (1, "Années"),
        (2, "2001"),
        (3, "février"),
        (4, "La voix"),
    ]


# The picture


def test_links_to_an_editorial_show_a_picture_of_it(client, shown, make_editorial):
    editorial = make_editorial(
        "La voix du client", date="2001-02-12", publication="En ligne", authors=["Claire Abgrall"]
    )
    [address] = meta(shown(editorial), "og:image")
    assert address == f"http://testserver/editorials/{editorial.pk}/card.png"
    response = client.get(f"/editorials/{editorial.pk}/card.png")
    assert (
        response.headers["Content-Type"] == "image/png"
        and response.headers["Cache-Control"] == "no-cache"  # one that is withdrawn goes at once
    )
    seen = {"If-None-Match": response.headers["ETag"]}
    assert client.get(f"/editorials/{editorial.pk}/card.png", headers=seen).status_code == 304
    with Image.open(BytesIO(response.content)) as image:
        assert image.size == (1200, 630)


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_readers_do_not_see_has_no_picture(editor_client, shown, make_editorial, state):
    editorial = make_editorial(state=state)
    assert editor_client.get(f"/editorials/{editorial.pk}/card.png").status_code == GONE[state]
    assert not meta(shown(editorial), "og:image")


@pytest.mark.parametrize("date", ["", "../1914"])
def test_breadcrumbs_of_what_has_no_year_lead_to_those_without(shown, make_editorial, date):
    _told, trail = structured(shown(make_editorial("La voix", date=date)))
    assert [one["name"] for one in trail["itemListElement"]] == ["Années", "Sans année", "La voix"]
