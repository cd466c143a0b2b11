from xml.etree import ElementTree

import pytest

NAMES = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


@pytest.fixture
def description(client, db):
    response = client.get("/opensearch.xml")
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    return ElementTree.fromstring(response.content)


def test_a_browser_learns_where_to_search(description):
    addresses = {
        url.get("type"): url.get("template") for url in description.iterfind("o:Url", NAMES)
    }
    assert addresses == {
        "text/html": "http://testserver/search/?q={searchTerms}&page={startPage?}",
        "application/atom+xml": "http://testserver/search/feed/?q={searchTerms}",
        "application/json": "http://testserver/api/v1/search?q={searchTerms}&page={startPage?}",
    }


def test_it_has_what_the_standard_asks_for(description, settings):
    assert description.findtext("o:ShortName", namespaces=NAMES) == settings.SITE_NAME[:16]
    assert 0 < len(description.findtext("o:Description", namespaces=NAMES)) <= 1024


def test_its_addresses_answer(client, description):
    for url in description.iterfind("o:Url[@type!='text/html']", NAMES):
        address = url.get("template").replace("{searchTerms}", "a%26b").replace("{startPage?}", "")
        assert client.get(address.removeprefix("http://testserver")).status_code == 200
