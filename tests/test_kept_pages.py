"""Pages are kept for the next visitor, and never one that says what is so no longer."""

import gzip

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from archive import kept_pages, models
from archive.models import Author, Editorial, Operation, Publication, Tag, shown
from archive.models.stores import STORES

pytestmark = pytest.mark.django_db
QUERY_OF_A_KEPT_PAGE = 1  # whether anything changed


@pytest.fixture
def editorial(make_editorial):
    return make_editorial(
        title="La voix du client",
        date="2001-02-12",
        publication="En ligne",
        authors=["Anne Le Goff"],
        tags=["accueil"],
    )


PAGES = [
    "/",
    "/2000s/",
    "/2001/",
    "/2001/?tag=accueil",
    "/2001/02/",
    "/2001/02/12/",
    "/calendar/",
    "/calendar/02/12/",
    "/undated/",
    "/authors/",
    "/authors/anne-le-goff/",
    "/publications/",
    "/publications/en-ligne/",
    "/tags/",
    "/tags/accueil/",
    "/feeds/",
    "/sitemap.xml",
    "/sitemaps/periods-0.xml",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_the_same_when_it_is_asked_for_again_and_costs_one_query(
    client, editorial, django_assert_num_queries, address
):
    first = client.get(address)
    with django_assert_num_queries(QUERY_OF_A_KEPT_PAGE):
        second = client.get(address)
    assert first.status_code == 200
    assert second.content == first.content
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.headers["Content-Type"] == first.headers["Content-Type"]


@pytest.fixture
def indexed(editorial):
    call_command("rebuild_index", interactive=False, verbosity=0)
    return editorial


SEARCHES = ["/search/?q=client", "/search/?q=rien+de+tel", "/search/feed/?q=client"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", SEARCHES)
def test_what_a_search_shows_is_kept_and_asked_anew_after_each_change(
    client, indexed, monkeypatch, address
):
    first = client.get(address)
    with monkeypatch.context() as patched:
        patched.setattr("archive.views.search.search.ask", None)
        patched.setattr("archive.feeds.ask", None)
        second = client.get(address)
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert second.content == first.content and second["ETag"] == first["ETag"]
    another = Editorial.objects.create(title="Le client, rien de tel", date="2001")
    changed = client.get(address).content
    assert another.get_absolute_url().encode() in changed
    kept_pages.forget()
    assert client.get(address).content == changed


def test_a_search_is_counted_each_time_with_how_many_results_it_has(client, indexed):
    browser = {"User-Agent": "Mozilla/5.0 Firefox/128.0"}
    etag = client.get("/search/?q=client", headers=browser)["ETag"]
    client.get("/search/?q=client", headers=browser)
    client.get("/search/?q=client", headers=browser | {"If-None-Match": etag})
    assert models.SoughtQuery.objects.values_list("count", "results").get() == (3, 1)


def test_an_answer_of_the_database_is_not_kept(client, indexed, monkeypatch):
    monkeypatch.setattr("archive.search.absence.is_away", lambda: True)
    away = client.get("/search/?q=client")
    assert "ETag" not in client.get("/search/?q=client").headers
    monkeypatch.undo()
    assert client.get("/search/?q=client").content != away.content


def test_an_editorial_is_kept_too(client, editorial, django_assert_num_queries):
    call_command("rebuild_index", interactive=False, verbosity=0)
    address = editorial.get_absolute_url()
    first = client.get(address)
    with django_assert_num_queries(QUERY_OF_A_KEPT_PAGE):
        assert client.get(address).content == first.content


@pytest.mark.parametrize("address", ["/2001/02/", "/feeds/"])
def test_who_has_a_page_already_is_told_so(client, editorial, address):
    etag = client.get(address).headers["ETag"]
    answer = client.get(address, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert client.get(address, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_a_page_is_sent_as_the_browser_takes_it(client, editorial):
    plain = client.get("/2001/02/")
    small = client.get("/2001/02/", headers={"Accept-Encoding": "br, gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert small.headers["ETag"] == plain.headers["ETag"]


# Whatever changes, the next page says so

CHANGES = {
    "a title is mended": lambda row: row.__class__.objects.filter(pk=row.pk).update(title="Mendé"),
    "a text is saved": lambda row: (setattr(row, "title", "Autre titre"), row.save()),
    "it is withdrawn": lambda row: (setattr(row, "state", "withdrawn"), row.save()),
    "it is deleted": lambda row: row.delete(),
    "a tag is added": lambda row: row.add_tags(["écoute"], origin="import"),
    "a tag is named otherwise": lambda row: Tag.objects.update(name="Réception"),
    "an author is named otherwise": lambda row: Author.objects.update(name="Anne Legoff"),
    "a magazine is described": lambda row: Publication.objects.update(description="Mensuel."),
    "another comes in": lambda row: Editorial.objects.create(title="Autre", date="2001-02-12"),
    "by the database's own words": lambda row: connection.cursor().execute(
        "UPDATE archive_editorial SET title = 'Mendé'"
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_page_is_made_anew_after_a_change(client, editorial, change):
    addresses = ["/2001/02/", "/authors/anne-le-goff/", "/publications/en-ligne/"]
    before = shown.state()
    kept = [client.get(address).content for address in addresses]
    change(editorial)
    now = [client.get(address).content for address in addresses]
    kept_pages.forget()
    assert now == [client.get(address).content for address in addresses]
    assert shown.state() != before
    assert now != kept or change is CHANGES["a tag is named otherwise"]


def test_an_undone_operation_is_seen(client, editorial):
    recording = Operation.objects.recording("edit")
    with recording as operation, operation.noting(STORES["editorial"], [editorial.pk]):
        Editorial.objects.update(title="Mendé")
    assert "Mendé" in client.get("/2001/02/").content.decode()
    operation.undo()
    assert "Mendé" not in client.get("/2001/02/").content.decode()


def test_what_was_rolled_back_to_a_savepoint_does_not_hide_what_comes_after(client, editorial):
    before = client.get("/2001/02/").content
    with transaction.atomic():
        Editorial.objects.update(title="Repris")
        transaction.set_rollback(True)
    assert client.get("/2001/02/").content == before
    Editorial.objects.update(title="Mendé")
    assert "Mendé" in client.get("/2001/02/").content.decode()


def test_a_new_index_is_a_change(client, editorial):
    before = shown.state()
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert shown.state() != before


# What pages show nothing of


def test_a_search_changes_no_page(client, editorial):
    call_command("rebuild_index", interactive=False, verbosity=0)
    before = shown.state()
    client.get("/search/?q=client")
    assert models.SoughtQuery.objects.exists()
    assert shown.state() == before


def test_a_login_changes_no_page(client, editorial, admin_user):
    before = shown.state()
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/desk/")
    assert shown.state() == before


# Who is sent a page of his own


def test_an_editor_is_sent_his_own_page_and_leaves_none(client, editor_client, editorial):
    mine = editor_client.get("/2001/02/").content.decode()
    editor_client.logout()
    theirs = client.get("/2001/02/").content.decode()
    assert "Bureau des éditeurs" in mine
    assert "Bureau des éditeurs" not in theirs


def test_each_language_and_each_colour_has_its_page(client, editorial):
    french = client.get("/2001/02/").content
    client.cookies["theme"] = "dark"
    dark = client.get("/2001/02/").content
    client.cookies["django_language"] = "en"
    english = client.get("/2001/02/").content
    assert len({french, dark, english}) == 3
    assert b'data-theme="dark"' in dark
    assert b'lang="en"' in english


def test_a_page_that_sets_a_cookie_sets_it_each_time(client, editorial):
    for _time in range(2):
        client.cookies.clear()
        assert client.get("/2001/02/?lang=en").cookies["django_language"].value == "en"


def test_the_next_day_has_its_own_first_page(client, editorial, monkeypatch):
    first = client.get("/").content
    tomorrow = models.editorials.dates.date(2040, 2, 12)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: tomorrow)
    assert client.get("/").content != first


# What is not kept


def test_nothing_is_kept_where_the_operator_says_so(client, editorial, settings):
    settings.KEEP = 0
    client.get("/2001/02/")
    assert "ETag" not in client.get("/2001/02/").headers


def test_a_result_that_is_opened_is_counted_each_time(client, editorial, settings):
    call_command("rebuild_index", interactive=False, verbosity=0)
    address = f"{editorial.get_absolute_url()}?q=client&hit=1"
    results = "http://testserver/search/?q=client"
    for _time in range(2):
        client.get(address, headers={"Referer": results, "User-Agent": "Mozilla/5.0 Firefox/128.0"})
    assert models.OpenedHit.objects.get().count == 2


def test_a_page_without_related_editorials_is_not_kept_while_the_index_cannot_tell(
    client, editorial, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("archive.search.absence.is_away", lambda: True)
    address = editorial.get_absolute_url()
    assert client.get(address).status_code == 200
    assert "ETag" not in client.get(address).headers


def test_the_pages_that_were_not_asked_for_longest_go_first(client, editorial, monkeypatch):
    client.get("/2001/")
    size = len(client.get("/2001/", headers={"Accept-Encoding": "gzip"}).content)
    monkeypatch.setattr("archive.kept_pages.MEGABYTE", size // 8)  # 16 of these: two pages
    client.get("/2001/02/")
    client.get("/2001/02/12/")
    assert kept_pages._kept._size <= size * 2
    assert len(kept_pages._kept._pages) < 3


@pytest.mark.parametrize("address", ["/2001/?" + "x" * 400, "/2001/?page=999999", "/1066/"])
def test_odd_addresses_leave_nothing_behind(client, editorial, address):
    client.get(address)
    assert not kept_pages._kept._pages
