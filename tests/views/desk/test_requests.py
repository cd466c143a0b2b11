"""What persons in the texts may ask for: no search engines, a name masked; listed, undone."""

import html
import io
import json
import zipfile

import pytest
from django.test import Client
from django.utils import timezone

from archive.models import Editorial, Operation, PersonRequest, Tag, letters

pytestmark = pytest.mark.django_db
REQUESTS = "/desk/requests/"
FORMS = "Jean Dupré\nM. Dupré"
MASK = "[nom masqué]"
# All that programs read of an editorial; {} is its number.
FOR_PROGRAMS = [
    "/",
    "/2001/",
    "/search/?q=dupre",
    "/search/?q=standard",
    "/search/complete?q=dupr",
    "/search/results.csv?q=standard",
    "/search/feed/?q=standard",
    "/feeds/?format=atom",
    "/feeds/?format=rss",
    "/feeds/?format=json",
    "/editorials/{}/citation.bib",
    "/editorials/{}/citation.ris",
    "/editorials/{}/citation.json",
    "/editorials/{}/letters/feed/",
    "/letters/feed/",
    "/shelf/shelf.epub?ids={}",
    "/api/v1/editorials",
    "/api/v1/editorials/{}",
    "/api/v1/search?q=standard",
    "/api/v1/answers?q=qui+tient+le+standard",
    "/api/v1/authors",
    "/api/v1/tags",
    "/authors/",
    "/tags/",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
    "/vocabulary.ttl",
    "/vocabulary.rdf",
    "/sitemaps/editorials-0.xml",
    "/sitemaps/authors-0.xml",
]


@pytest.fixture
def named(make_editorial):
    """An editorial that names somebody wherever a name can stand, and one that does not."""
    editorial = make_editorial(
        "Jean Dupré tient le standard",
        '<p>Hier, <b>JEAN</b> Dupre a répondu. <a href="https://x.fr/jean-dupre">Lui.</a></p>',
        standfirst="M. Dupré répond au standard.",
        date="2001",
        authors=["Jean Dupré", "Anne Est"],
        tags=["Jean Dupré", "Accueil"],
    )
    letters.receive(editorial, "Jean Dupré", "jean@exemple.fr", "Jean Dupré, c’est moi, merci.")
    editorial.letters.update(state="shown", shown_at=timezone.now())
    make_editorial("Le fil", "<p>Le standard de Jean Dupréau.</p>", date="2001", tags=["Accueil"])
    return editorial


def masked(client, **more):
    fields = {"forms": FORMS, "why": "Demande du 3 mai", **more}
    preview = client.post(REQUESTS, fields)
    return client.post(REQUESTS, {**fields, "seal": preview.context["seal"]}, follow=True)


def all_states():
    rows = Editorial.objects.order_by("pk").prefetch_related("tags", "bylines")
    return [
        (
            *(row.title, row.standfirst, row.body, {tag.name for tag in row.tags.all()}),
            [(byline.name, byline.author and byline.author.slug) for byline in row.bylines.all()],
        )
        for row in rows
    ]


def test_programs_read_a_masked_name_nowhere(editor_client, named):
    masked(editor_client)
    named.refresh_from_db()
    visitor = Client()
    page = visitor.get(named.get_absolute_url())
    pages = {address.format(named.pk): None for address in FOR_PROGRAMS}
    for address in pages:
        response = visitor.get(address, follow=True)
        assert response.status_code == 200, address
        content = b"".join(response) if response.streaming else response.content
        if ".epub" in address:
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                content = b"".join(map(book.read, book.namelist()))
            assert MASK.encode() in content
        written = html.unescape(content.decode("utf-8", "replace"))
        pages[address] = written.replace("\\u00e9", "é")  # as JSON escapes it
    pages["the page"] = page.content.decode()
    for address, content in pages.items():
        folded = content.lower().replace("dupréau", "")
        typed = "q=dupre" in address
        assert "dupré" not in folded and ("dupre" not in folded or typed), address
    assert MASK in pages["the page"] and MASK in pages[f"/api/v1/editorials/{named.pk}"]
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    call["params"] = {"name": "read", "arguments": {"id": named.pk}}
    answer = visitor.post("/mcp", json.dumps(call), "application/json")
    assert "Dupré" not in answer.content.decode()


def test_it_is_one_operation_that_is_listed_with_its_reason_and_undone(editor_client, named):
    before = all_states()
    masked(editor_client)
    operation = Operation.objects.get()
    assert operation.kind == "request" and "Demande du 3 mai" in operation.why
    assert not Tag.objects.filter(name="Jean Dupré").exists()
    assert before != all_states()
    listed = editor_client.get(REQUESTS).content.decode()
    assert "Demande du 3 mai" in listed and "M. Dupré" in listed
    editor_client.post(f"/desk/operations/{operation.pk}/", {"why": ""})
    assert all_states() == before and "annulée" in editor_client.get(REQUESTS).content.decode()
    assert named.letters.get().name == "Jean Dupré"


def test_the_page_alone_may_go_on_showing_the_name(editor_client, named):
    masked(editor_client, is_shown="1")
    named.refresh_from_db()
    visitor = Client()
    page = visitor.get(named.get_absolute_url())
    head, _main, main = page.content.decode().partition("<article")
    shown, _end, _rest = main.partition("</article>")
    assert "JEAN" in shown and "Jean Dupré tient" in shown and "Dupré" not in head
    assert page.headers["X-Robots-Tag"] == "noindex" and '<meta name="robots"' in head
    assert "Dupré" not in visitor.get(f"/api/v1/editorials/{named.pk}").content.decode()
    masked(editor_client)  # asked for again, without the page this time: nothing else holds it
    named.refresh_from_db()
    assert "Jean Dupré" not in visitor.get(named.get_absolute_url()).content.decode()


def test_an_editorial_is_withdrawn_from_search_engines(editor_client, named):
    address = named.get_absolute_url()
    assert "X-Robots-Tag" not in Client().get(address).headers
    told = editor_client.post(
        REQUESTS, {"editorial": f"https://archive.fr{address}", "why": "Demande"}, follow=True
    )
    assert "1 éditorial changé" in told.content.decode()
    page = Client().get(address)
    assert page.headers["X-Robots-Tag"] == "noindex" and b'content="noindex"' in page.content
    letters = Client().get(f"{address}letters/")
    assert b'<meta name="robots" content="noindex">' in letters.content
    sitemap = Client().get("/sitemaps/editorials-0.xml").content.decode()
    assert address not in sitemap and sitemap.count("<loc>") == 1
    again = editor_client.post(REQUESTS, {"editorial": str(named.pk), "why": "Encore"})
    assert again.status_code == 422 and Operation.objects.count() == 1
    Operation.objects.get().undo()
    assert address in Client().get("/sitemaps/editorials-0.xml").content.decode()


def test_a_name_that_came_back_is_found_again(editor_client, named, make_editorial):
    masked(editor_client)
    make_editorial("Retour", "<p>Jean Dupré revient.</p>")
    masked(editor_client)
    assert PersonRequest.objects.count() == 2
    assert Editorial.objects.get(title="Retour").text == f"{MASK} revient."


def test_nothing_is_masked_that_was_not_seen(editor_client, named, make_editorial):
    fields = {"forms": FORMS, "why": "Demande"}
    preview = editor_client.post(REQUESTS, fields)
    make_editorial("Retour", "<p>Jean Dupré revient.</p>")
    again = editor_client.post(REQUESTS, {**fields, "seal": preview.context["seal"]})
    assert len(again.context["planned"].editorials) == 2 and not Operation.objects.exists()


def test_what_is_in_most_of_the_archive_is_asked_about_twice(editor_client, named):
    fields = {"forms": "Standard", "why": "Demande"}
    preview = editor_client.post(REQUESTS, fields)
    fields["seal"] = preview.context["seal"]
    asked = editor_client.post(REQUESTS, fields)
    assert "plus de la moitié" in asked.content.decode() and not Operation.objects.exists()
    editor_client.post(REQUESTS, {**fields, "all": "1"})
    assert Operation.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"forms": FORMS},
        {"forms": "", "why": "x"},
        {"forms": "Lô", "why": "x"},
        {"forms": "…!", "why": "x"},
        {"forms": "\n".join(f"Nom {number}" for number in range(30)), "why": "x"},
        {"editorial": "", "why": "x"},
        {"editorial": "99999", "why": "x"},
        {"editorial": "9" * 40, "why": "x"},
        {"editorial": "1", "why": "  "},
    ],
)
def test_odd_requests_change_nothing_and_are_told(editor_client, named, odd):
    response = editor_client.post(REQUESTS, odd)
    assert response.status_code == 422 and 'role="alert"' in response.content.decode()
    assert not Operation.objects.exists()


def test_a_name_that_is_nowhere_is_told(editor_client, named):
    response = editor_client.post(REQUESTS, {"forms": "Luc Sudre", "why": "x"})
    assert "Ce nom est nulle part" in response.content.decode().replace("n’est", "est")
