import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from django.utils import timezone

from archive.models import Datestamp, Editorial, FormerAddress, Tag
from archive.search.upkeep import freshness

NAMES = {"a": "http://www.w3.org/2005/Atom", "d": "http://purl.org/dc/terms/"}


@pytest.fixture
def feed(client):
    """The parsed feed at an address, after a check that it has all that RFC 4287 asks of one."""

    def feed(address, **parameters):
        response = client.get(address, parameters)
        assert response.status_code == 200 and response["Content-Type"].startswith(
            "application/atom+xml"
        )
        root = ElementTree.fromstring(response.content)
        assert root.tag == f"{{{NAMES['a']}}}feed"
        for element in [root, *root.iterfind("a:entry", NAMES)]:
            assert [
                len(element.findall(f"a:{name}", NAMES)) for name in ("id", "title", "updated")
            ] == [1, 1, 1]
            assert datetime.fromisoformat(element.findtext("a:updated", namespaces=NAMES)).tzinfo
        assert root.find("a:author/a:name", NAMES).text  # an unsigned editorial takes the feed's
        return root

    return feed


def texts(root, path) -> list[str]:
    return [element.text for element in root.iterfind(path, NAMES)]


@pytest.fixture
def entered(make_editorial):
    """Makes an editorial that entered the archive so many days ago."""

    def entered(days, title, body="<p>La qualité.</p>", **fields):
        editorial = make_editorial(title, body, **fields)
        Editorial.objects.filter(pk=editorial.pk).update(
            created_at=timezone.now() - timedelta(days=days)
        )
        return editorial

    return entered


def test_what_entered_last_comes_first_whatever_its_date(feed, entered):
    for days, title, date in ((3, "C", "2020"), (0, "A", "1962"), (1, "B", "")):
        entered(days, title, date=date)
    assert texts(feed("/feeds/"), "a:entry/a:title") == ["A", "B", "C"]


def test_an_entry_says_who_where_when_and_about_what(feed, entered):
    fields = {
        "publication": "En-Contact",
        "authors": ["Anne Martin", "Ben Ali"],
        "tags": ["Qualité"],
    }
    editorial = entered(0, "Accueillir", date="2001-02", **fields)
    entry = feed("/feeds/").find("a:entry", NAMES)
    assert (
        entry.find("a:link", NAMES).get("href")
        == f"http://testserver{editorial.get_absolute_url()}"
    )
    assert texts(entry, "a:author/a:name") == ["Anne Martin", "Ben Ali"]
    assert entry.find("a:category", NAMES).get("term") == "Qualité"
    assert texts(entry, "d:issued") == ["2001-02"]
    assert texts(entry, "a:summary") == ["<p>février 2001 · En-Contact</p><p>La qualité.</p>"]


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_a_date_that_readers_of_feeds_do_not_know_stands_in_a_citation(client, entered, form):
    entered(0, "Environ", date="2004~", publication="Dîner & Cie")
    entered(0, "De nulle part", date="199X")
    entered(0, "Sans date", publication="En-Contact")
    told = client.get(f"/feeds/?format={form}").content.decode()
    assert "<dcterms:issued>" not in told
    assert re.findall("<dcterms:bibliographicCitation>(.*?)</", told) == [
        "199X",
        "Dîner &amp; Cie, 2004~",
    ]
    items = client.get("/feeds/?format=json").json()["items"]
    assert [item.get("_original") for item in items] == [None, {"date": "199X"}, {"date": "2004~"}]


def test_an_entry_keeps_its_id_when_its_title_changes(feed, entered):
    editorial = entered(0, "Avant")
    before = texts(feed("/feeds/"), "a:entry/a:id")
    editorial.title = "Après"
    editorial.save()
    after = feed("/feeds/")
    assert texts(after, "a:entry/a:id") == before and texts(after, "a:entry/a:title") == ["Après"]


def test_a_search_has_a_feed_of_its_own(feed, entered):
    entered(0, "Oui", publication="En-Contact")
    entered(0, "Ailleurs")
    entered(0, "Non", "<p>Rien.</p>", publication="En-Contact")
    root = feed("/search/feed/", q="qualité", publication="en-contact", sort="oldest", page=2)
    assert texts(root, "a:entry/a:title") == ["Oui"]
    assert texts(root, "a:entry/a:summary") == [
        "<p>date inconnue · En-Contact</p><p>La <mark>qualité</mark>.</p>"
    ]
    assert root.findtext("a:title", namespaces=NAMES).startswith(
        "Articles sur « qualité » dans En-Contact — "
    )
    links = {link.get("rel"): link.get("href") for link in root.iterfind("a:link", NAMES)}
    parameters = "?q=qualit%C3%A9&publication=en-contact"
    assert links == {
        "alternate": f"http://testserver/search/{parameters}",
        "self": f"http://testserver/search/feed/{parameters}",
    }


def test_what_was_added_last_is_in_the_feed_of_a_search_with_many_results(feed, entered):
    for number in range(55):
        entered(9, f"Récent {number}", date="2020")
    entered(0, "Ancien mais nouveau", date="1950")
    titles = texts(feed("/search/feed/", q="qualité"), "a:entry/a:title")
    assert titles[0] == "Ancien mais nouveau" and len(titles) == 50


def test_the_newest_entry_is_there_though_more_answer_than_can_be_paged_to(
    feed, entered, monkeypatch
):
    for place in ("whoosh.answers.answering", "database"):
        monkeypatch.setattr(f"archive.search.engines.{place}.DEEPEST", 3)
    for number in range(5):
        entered(9, f"Récent {number}", date="2020")
    entered(0, "Ancien mais nouveau", date="1950")
    titles = texts(feed("/search/feed/", q="qualité"), "a:entry/a:title")
    assert titles[0] == "Ancien mais nouveau"


def test_what_was_withdrawn_since_the_index_was_written_is_in_no_feed(feed, entered):
    entered(0, "Reste")
    gone = entered(0, "Retiré")
    assert texts(feed("/search/feed/", q="qualité"), "a:entry/a:title") == ["Retiré", "Reste"]
    Editorial.objects.filter(pk=gone.pk).update(state=Editorial.State.WITHDRAWN)
    assert texts(feed("/search/feed/", q="qualité"), "a:entry/a:title") == ["Reste"]


def test_a_feed_without_entries_is_a_feed(feed, db):
    assert texts(feed("/search/feed/", q="introuvable"), "a:entry/a:title") == []
    assert texts(feed("/feeds/"), "a:entry/a:title") == []


@pytest.mark.parametrize(
    "parameters", [{"q": "\0<b>&\x0b"}, {"year": "x", "from": "2001-99"}, {"page": 10**9}]
)
def test_odd_parameters_still_make_a_feed(feed, entered, parameters):
    entered(0, "Un")
    feed("/search/feed/", **parameters)


def test_titles_that_xml_cannot_hold_are_made_fit(feed, entered):
    entered(0, "Avant\x0b <après> &\ufffe", "<p>Le &lt;texte&gt;.</p>", tags=["a\x1fb"])
    root = feed("/feeds/")
    assert texts(root, "a:entry/a:title") == ["Avant <après> &"]
    assert "Le &lt;texte&gt;." in texts(root, "a:entry/a:summary")[0]


def test_drafts_and_the_withdrawn_are_in_no_feed(feed, entered):
    entered(0, "Brouillon", state="draft")
    entered(0, "Retiré", state="withdrawn")
    assert (
        texts(feed("/feeds/"), "a:entry/a:title")
        == texts(feed("/search/feed/"), "a:entry/a:title")
        == []
    )


def test_a_feed_that_has_not_changed_is_not_sent_again(client, entered):
    entered(0, "Un")
    tag = client.get("/feeds/")["ETag"]
    assert client.get("/feeds/", headers={"If-None-Match": tag}).status_code == 304
    entered(0, "Deux")
    assert client.get("/feeds/", headers={"If-None-Match": tag}).status_code == 200


def test_only_feeds_of_searches_are_hidden_from_search_engines(client, db):
    assert client.get("/search/feed/?q=x")["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/feeds/")


def test_the_same_entries_are_told_in_each_format_as_another_program_reads_them(client, entered):
    body = "<p>La qualité &amp; « l’écoute ».</p>"
    fields = {
        "publication": "En-Contact",
        "authors": ["Anne Martin", "Ben Ali"],
        "tags": ["Qualité"],
    }
    editorial = entered(0, "Accueillir\x0b", body, date="2001-02", **fields)
    entered(1, "Ailleurs", "<p>Autre chose.</p>")
    page = f"http://testserver{editorial.get_absolute_url()}"
    for address, count in (
        ("/feeds/?", 2),
        ("/feeds/?tag=qualite&", 1),
        ("/search/feed/?q=écoute&", 1),
    ):
        for form in ("atom", "rss"):
            response = client.get(f"{address}format={form}&text=full")
            assert response.headers["Content-Type"].startswith(f"application/{form}+xml")
            read = feedparser.parse(response.content)
            assert not read.bozo and len(read.entries) == count
            entry = read.entries[0]
            assert entry.title == "Accueillir" and entry.link == page
            assert {author.name for author in entry.authors} >= {"Anne Martin"}
            assert entry.content[0].value == body
            assert b"<dcterms:issued>2001-02</dcterms:issued>" in response.content
            assert [tag.term for tag in entry.tags] == ["Qualité"]
            own = [link.href for link in read.feed.links if link.rel == "self"]
            assert client.get(own[0]).content == response.content
        told = client.get(f"{address}format=json").json()
        assert told["version"] == "https://jsonfeed.org/version/1.1" and len(told["items"]) == count
        item = told["items"][0]
        assert item["url"] == page and item["id"] == entry.id
        assert item["authors"] == [{"name": "Anne Martin"}, {"name": "Ben Ali"}]
        assert "l’écoute" in item["content_html"].replace("<mark>", "").replace("</mark>", "")
        assert client.get(told["feed_url"]).json() == told


@pytest.mark.parametrize(
    "address", ["/feeds/", "/search/feed/", "/search/results.csv", "/search/results.bib"]
)
def test_a_name_that_nothing_has_is_told(client, make_editorial, address):
    make_editorial(publication="En-Contact", tags=["Accueil"])
    for asked, told in (
        ("publication=en-contcat", "publication = en-contcat (en-contact\u202f?)"),
        ("tag=-nulle-part", "tag = nulle-part"),
        ("tag=-", "tag = -"),
    ):
        response = client.get(f"{address}?{asked}")
        assert (response.status_code, told in response.content.decode()) == (400, True), asked
    assert client.get(f"{address}?tag=-accueil&publication=en-contact").status_code == 200


@pytest.mark.parametrize("root", ["/feeds/", "/search/feed/"])
@pytest.mark.parametrize(
    "asked", ["publication=contact", "issue=contact/3", "cited=lyon-ancien", "tag=-inedit"]
)
def test_a_feed_that_is_followed_goes_on_by_the_names_of_today(client, entered, root, asked):
    entered(
        0,
        "Un titre",
        "<p>Il habite à Lyon, loin de Paris.</p>",
        publication="En-Contact",
        issue="3",
    )
    freshness.drain()
    for model, slug, now in (
        ("publication", "contact", "en-contact"),
        ("sheet", "lyon-ancien", "lyon"),
        ("tag", "inedit", Tag.objects.create(name="Rien encore").slug),
    ):
        FormerAddress.objects.create(model=model, slug=slug, now=now)
    response = client.get(f"{root}?{asked}", follow=True)
    assert response.status_code == 200 and len(response.redirect_chain) == 1
    assert len(ElementTree.fromstring(response.content).findall("a:entry", NAMES)) == 1


@pytest.mark.parametrize("mark", ["utm_source", "UTM_Campaign", "fbclid", "gclid", "mc_cid"])
def test_what_a_newsletter_appends_to_an_address_breaks_nothing(client, db, mark):
    for address in ("/feeds/?year=2001", "/search/feed/?q=x", "/search/results.csv?q=x"):
        assert client.get(f"{address}&{mark}=lettre").status_code == 200
    assert client.get(f"/search/?q=x&{mark}=lettre")["Location"] == "/search/?q=x"


def test_a_parameter_that_a_feed_does_not_know_is_told(client, db):
    for address in ("/feeds/?tags=x", "/search/feed/?q=x&utn=y", "/feeds/?format=pdf"):
        response = client.get(address)
        assert response.status_code == 400
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "tags (tag\u202f?)" in client.get("/feeds/?tags=x").content.decode()
    assert "zzz\u202f?" in client.get("/feeds/?zzz=x").content.decode()
    assert "sort × 2" in client.get("/feeds/?sort=title&sort=newest").content.decode()
    assert client.get("/feeds/?year=2001&year=2002&lang=en").status_code == 200
    assert "atom | rss | json" in client.get("/feeds/?format=pdf").content.decode()


def test_when_the_archive_changed_last_is_told_and_what_has_not_is_not_sent_again(client, entered):
    entered(0, "Un")
    Datestamp.objects.settle()
    Datestamp.objects.update(at=timezone.now() - timedelta(days=1))
    changed = client.get("/feeds/").headers["Last-Modified"]
    since = {"If-Modified-Since": changed}
    assert client.get("/feeds/", headers=since).status_code == 304
    Editorial.objects.get().delete()
    assert client.get("/feeds/", headers=since).status_code == 200


def test_nothing_is_posted_to_a_feed(client, db):
    assert client.post("/feeds/").status_code == client.post("/search/feed/").status_code == 405


def test_a_feed_costs_few_queries_however_many_its_entries(
    client, entered, django_assert_max_num_queries
):
    for number in range(60):
        entered(
            0,
            f"Titre {number}",
            publication=f"R{number}",
            tags=[f"M{number}"],
            authors=[f"P{number}"],
        )
    with django_assert_max_num_queries(7):
        client.get("/feeds/")
    with django_assert_max_num_queries(23):
        client.get("/search/feed/?q=qualité")
