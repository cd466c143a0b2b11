"""What reference managers, harvesters and search engines read of an editorial's page."""

import re
from html import unescape
from urllib.parse import parse_qs

import pytest
from pages import meta, structured

from archive.models import Editorial, Publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def editorial(make_editorial):
    magazine = Publication.objects.create(
        name="Décroché & co", issn="1234-5679", licence="CC-BY-4.0"
    )
    editorial = make_editorial(
        'La « voix » du <client> "cher"',
        date="2001-02-12",
        authors=["Claire Abgrall", "La rédaction"],
        tags=["écoute"],
    )
    editorial.publication, editorial.issue, editorial.page = magazine, "vol. 3, n° 36", "p. 3-5"
    editorial.standfirst = "Ce qu’il dit."
    editorial.save()
    return editorial


def test_a_page_names_what_scholars_cite(client, editorial):
    page = client.get(editorial.get_absolute_url())
    title = "La « voix » du &lt;client&gt; &quot;cher&quot;"
    expected = {
        "citation_title": [title],
        "citation_author": ["Abgrall, Claire", "La rédaction"],
        "citation_publication_date": ["2001/02/12"],
        "citation_journal_title": ["Décroché &amp; co"],
        "citation_issn": ["1234-5679"],
        "citation_volume": ["3"],
        "citation_issue": ["36"],
        "citation_firstpage": ["3"],
        "citation_lastpage": ["5"],
        "citation_language": ["fr"],
        "citation_abstract": ["Ce qu’il dit."],
        "citation_keywords": ["écoute"],
        "DC.title": [title],
        "DC.creator": ["Abgrall, Claire", "La rédaction"],
        "DC.date": ["2001-02-12"],
        "DC.identifier": [f"http://testserver{editorial.get_absolute_url()}"],
    }
    assert {name: meta(page, name) for name in expected} == expected
    [graph, *_others] = structured(page)
    assert graph["dateModified"] == editorial.updated_at.isoformat(timespec="seconds")


def test_a_page_holds_an_openurl_of_itself(client, editorial):
    written = client.get(editorial.get_absolute_url()).content.decode()
    [title] = re.findall(r'<span class="Z3988" title="([^"]*)"></span>', written)
    told = parse_qs(unescape(title))
    assert told["rft.atitle"] == ['La « voix » du <client> "cher"']
    assert told["rft.au"] == ["Abgrall, Claire", "La rédaction"]
    assert told["rft.jtitle"] == ["Décroché & co"] and told["rft.date"] == ["2001-02-12"]


def test_a_date_that_is_not_certain_is_told_in_edtf_alone(client, make_editorial):
    for date, expected in (("2004~", []), ("2004", ["2004"]), ("2004-22", []), ("", [])):
        page = client.get(make_editorial("La voix", date=date).get_absolute_url())
        assert meta(page, "citation_publication_date") == expected
        assert meta(page, "DC.date") == ([date] if date else [])


def test_the_header_leads_programs_on(client, editorial):
    links = client.get(editorial.get_absolute_url()).headers["Link"]
    page = f"http://testserver{editorial.get_absolute_url()}"
    site = "http://testserver"
    for link in (
        f'<{page}>; rel="cite-as"',
        '<https://schema.org/OpinionNewsArticle>; rel="type"',
        f'<{site}/authors/claire-abgrall/>; rel="author"',
        f'<{site}/editorials/{editorial.pk}/citation.bib>; rel="describedby";'
        ' type="application/x-bibtex"',
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license"',
    ):
        assert link in links
    assert client.get(editorial.get_absolute_url()).headers["Link"] == links


def test_a_draft_tells_programs_nothing(editor_client, make_editorial):
    draft = make_editorial("Brouillon", state=Editorial.State.DRAFT)
    page = editor_client.get(draft.get_absolute_url())
    assert page.status_code == 200 and "Link" not in page.headers
    assert meta(page, "citation_title") == [] and b"Z3988" not in page.content


def test_a_family_of_two_words_is_not_taken_for_two_people(client, make_editorial):
    page = client.get(make_editorial("Un", authors=["Bruno de La Fresnaye"]).get_absolute_url())
    assert meta(page, "citation_author") == ["La Fresnaye, Bruno\xa0de"]
