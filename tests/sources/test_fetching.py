"""fetch_pages: pages of the web kept as captures, politely, and never from inside this network."""

import gzip
import io

import pytest
from django.core.management import CommandError, call_command
from warcio.archiveiterator import ArchiveIterator
from web_site import Page

from archive import ingest
from archive.ingest.records import Record
from archive.sources import asking, fetching, site_pages
from archive.sources.fetching import Wanted, wanted

SENTENCE = "Le standard de la mairie ne répond plus après midi, et personne ne sait pourquoi. "
HTML = {"Content-Type": "text/html; charset=utf-8"}


def text(title: str, links: str = "") -> Page:
    body = f"<article><h1>{title}</h1><p>{SENTENCE * 6}</p>{links}</article>"
    return Page(body=f"<html><body>{body}</body></html>".encode(), headers=HTML)


@pytest.fixture
def fetch(tmp_path, site):
    """Run fetch_pages; return what it tells, in the end also why it fails."""

    def run(*arguments: str) -> str:
        told = io.StringIO()
        try:
            call_command(
                "fetch_pages", *arguments, to=str(tmp_path / "a.warc.gz"), stdout=told, stderr=told
            )
        except CommandError as error:
            if "kept: 0" not in told.getvalue():
                raise
            told.write(f"failed: {error}\n")
        return told.getvalue()

    return run


def kept(tmp_path) -> list[str]:
    """The addresses that the file has."""
    with (tmp_path / "a.warc.gz").open("rb") as file:
        responses = [one.rec_headers for one in ArchiveIterator(file) if one.rec_type == "response"]
    return [headers.get_header("WARC-Target-URI") for headers in responses]


def test_what_is_fetched_is_what_an_import_reads(fetch, site, tmp_path):
    site.pages["/a"] = text("La voix au bout du fil")
    assert "kept: 1\n" in fetch(site.url("/a"))
    records = [one for one in ingest.read(tmp_path / "a.warc.gz") if isinstance(one, Record)]
    assert [(one.title, one.url) for one in records] == [("La voix au bout du fil", site.url("/a"))]


def test_where_no_page_came_at_all_the_command_fails_and_says_so(fetch, site):
    assert "failed: Aucune page n’a été gardée" in fetch(site.url("/a"), site.url("/b"))


def test_addresses_come_from_a_list_too(fetch, site, tmp_path):
    site.pages |= {"/a": text("La voix"), "/b": text("Le fil")}
    listed = tmp_path / "list.txt"
    listed.write_text(f"# deux pages\n{site.url('/a')}\n\n{site.url('/b')}\n")
    assert "kept: 2\n" in fetch(str(listed))


def test_run_again_it_asks_only_for_what_it_does_not_have(fetch, site, tmp_path):
    site.pages["/a"] = text("La voix")
    fetch(site.url("/a"), site.url("/b"))
    site.pages["/b"] = text("Le fil")
    assert "there before: 1\n" in fetch(site.url("/a"), site.url("/b"))
    assert site.asked("/a") == ["GET"] and kept(tmp_path) == [site.url("/a"), site.url("/b")]


def test_a_file_that_was_left_half_written_goes_on_behind_what_is_whole(fetch, site, tmp_path):
    site.pages |= {"/a": text("La voix"), "/b": text("Le fil")}
    fetch(site.url("/a"), site.url("/b"))
    file = tmp_path / "a.warc.gz"
    file.write_bytes(file.read_bytes()[:-40])
    assert "there before: 1\n" in fetch(site.url("/a"), site.url("/b"))
    assert kept(tmp_path) == [site.url("/a"), site.url("/b")]


def test_pages_of_a_site_are_found_by_links_and_maps(fetch, site, tmp_path):
    there = (
        '<a href="b.html">b</a> <a href="/ailleurs/c">c</a> <a href="http://autre.invalid/">d</a>'
    )
    site.pages |= {
        "/robots.txt": Page(body=f"Sitemap: {site.url('/map.xml')}".encode()),
        "/map.xml": Page(
            body=f"<urlset><url><loc>{site.url('/e/m')}</loc></url></urlset>".encode()
        ),
        **{"/e/": text("Un", there), "/e/b.html": text("Deux"), "/e/m": text("Trois")},
        "/ailleurs/c": text("Non"),
    }
    fetch(site.url("/e/"), "--site")
    assert sorted(kept(tmp_path)) == sorted(map(site.url, ("/e/", "/e/b.html", "/e/m")))


def test_the_name_of_a_site_may_be_typed_in_capitals(fetch, site, tmp_path):
    link = f'<a href="{site.url("/b", host="localhost")}">suite</a>'
    site.pages |= {"/a": text("La voix", link), "/b": text("Le fil")}
    assert "kept: 2\n" in fetch("--site", site.url("/a", host="Localhost"))


@pytest.mark.parametrize(
    "hostile",
    [
        "<loc>" + " " * 200_000,
        "<loc>" + " " * 200_000 + "x" + " " * 200_000 + "]",
        "<loc><![CDATA[" * 100_000,
        "<a " * 500_000 + "href" + " " * 500_000,
    ],
)
def test_a_hostile_map_or_page_does_not_hold_the_fetching_up(hostile):
    # Hours, where each sign is looked at anew for each before it.
    assert site_pages.in_site_map(hostile, "https://a.fr/") == ([], [])
    assert not list(site_pages.links(hostile, "https://a.fr/", "https://a.fr/"))


def test_addresses_in_maps_may_be_wrapped():
    told = "<loc> https://a.fr/1 </loc><LOC>\n<![CDATA[ https://a.fr/2?a=1&amp;b ]]>\n</LOC>"
    pages, maps = site_pages.in_site_map(told, "https://a.fr/")
    assert (pages, maps) == (["https://a.fr/1", "https://a.fr/2?a=1&b"], [])


def test_an_address_writes_no_lines_into_the_head_of_a_capture(fetch, site, tmp_path):
    told = f"<urlset><url><loc>{site.url('/b')}&#13;&#10;WARC-Type: x</loc></url></urlset>"
    site.pages |= {"/": text("Un"), "/sitemap.xml": Page(body=told.encode())}
    assert "control characters" in fetch(site.url("/"), "--site")
    assert kept(tmp_path) == [site.url("/")]


def test_no_more_is_kept_than_is_asked_for(fetch, site):
    site.pages |= {"/a": text("La voix"), "/b": text("Le fil")}
    assert "kept: 1\n" in fetch(site.url("/a"), site.url("/b"), "--most", "1")


def test_a_capture_is_preferred_and_kept_under_the_page_s_address(fetch, site, tmp_path):
    capture = f"/web/20050312101500id_/{site.url('/a')}"
    site.pages |= {
        f"/web/2005id_/{site.url('/a')}": Page(302, location=capture),
        **{capture: text("Ce qui fut"), "/a": text("Ce qui est"), "/b": text("Sans copie")},
    }
    arguments = ("--captures", site.url("/web/"), "--at", "2005")
    assert "kept: 2\n" in fetch(site.url("/a"), site.url("/b"), *arguments)
    with (tmp_path / "a.warc.gz").open("rb") as file:
        records = [
            (one.rec_headers.get_header("WARC-Date"), one.content_stream().read().decode())
            for one in ArchiveIterator(file)
            if one.rec_type == "response"
        ]
    assert records[0][0] == "2005-03-12T10:15:00Z" and "Ce qui fut" in records[0][1]
    assert "Sans copie" in records[1][1] and kept(tmp_path) == [site.url("/a"), site.url("/b")]


def test_the_address_of_a_capture_is_read_as_one():
    line = "https://web.archive.org/web/20050312/http://example.org/a?b=c"
    capture = "https://web.archive.org/web/20050312id_/http://example.org/a?b=c"
    assert wanted(line) == Wanted("http://example.org/a?b=c", capture)


def test_what_robots_are_not_to_see_is_not_asked_for(fetch, site):
    site.pages |= {"/robots.txt": Page(body=b"User-agent: *\nDisallow: /a"), "/a": text("La voix")}
    assert "robots.txt keeps programs out" in fetch(site.url("/a"))
    assert not site.asked("/a")


@pytest.mark.parametrize(
    "address",
    [
        *("http://10.0.0.1/", "http://169.254.169.254/latest/", "http://[::ffff:10.0.0.1]/"),
        *("http://a:b@example.org/", "http://127.0.0.1:22/", "http://0x7f.1/"),
    ],
)
def test_nobody_is_sent_inside(fetch, site, address, monkeypatch, tmp_path):
    site.pages["/a"] = Page(302, location=address)
    told = fetch(site.url("/a"), address)
    assert "kept: 0\n" in told and kept(tmp_path) == []


@pytest.mark.parametrize("line", ["file:///etc/passwd", "ftp://example.org/", "javascript:1", "x"])
def test_what_is_no_address_of_the_web_is_told(fetch, site, tmp_path, line):
    listed = tmp_path / "list.txt"
    listed.write_text(line)
    assert "no address of the web" in fetch(str(listed)) and not site.requests
    with pytest.raises(CommandError):
        fetch(line)


def test_a_page_without_end_is_let_go(fetch, site, monkeypatch):
    monkeypatch.setattr(asking, "LONGEST_WHOLE", 0.3)
    site.pages["/a"] = Page(body=b"x" * 1000, drip=0.05)
    assert "kept: 0\n" in fetch(site.url("/a"))


def test_a_page_whose_length_is_no_number_of_bytes_keeps_no_other_waiting(fetch, site):
    site.pages |= {"/a": text("La voix"), "/b": text("Le fil")}
    site.pages["/a"].headers = HTML | {"Content-Length": "9" * 5_000}
    assert "kept: 2\n" in fetch(site.url("/a"), site.url("/b"))


def test_a_page_that_is_too_large_is_not_kept(fetch, site, monkeypatch):
    monkeypatch.setattr(asking, "LARGEST", 1 << 20)
    site.pages["/a"] = Page(body=b"x" * (2 << 20))
    assert "more than 1 MB" in fetch(site.url("/a"))


def test_a_page_that_unpacks_without_end_is_kept_as_it_came_and_read_in_part(fetch, site, tmp_path):
    bomb = gzip.compress(b"<p>" + b" " * (60 << 20))
    site.pages["/a"] = Page(body=bomb, headers=HTML | {"Content-Encoding": "gzip"})
    assert "kept: 1\n" in fetch(site.url("/a"), "--site")
    assert (tmp_path / "a.warc.gz").stat().st_size < 1 << 20
    assert not any(isinstance(one, Record) for one in ingest.read(tmp_path / "a.warc.gz"))


def test_a_host_that_does_not_answer_is_left_alone(fetch, site):
    site.pages |= {path: Page(302, location=path) for path in ("/a", "/b", "/c", "/d")}
    told = fetch(*map(site.url, ("/a", "/b", "/c", "/d")))
    assert "not kept, its host does not answer: 1" in told and not site.asked("/d")
    assert fetching.MOST_SILENCES == 3


def test_a_busy_site_is_left_alone_at_once(fetch, site):
    site.pages |= {"/a": Page(429), "/b": text("La voix")}
    assert "kept: 0\n" in fetch(site.url("/a"), site.url("/b")) and not site.asked("/b")


def test_a_file_that_is_something_else_stays_as_it_is(fetch, site, tmp_path):
    file = tmp_path / "a.warc.gz"
    file.write_bytes(b"une lettre")
    with pytest.raises(CommandError):
        fetch(site.url("/a"))
    assert file.read_bytes() == b"une lettre" and not site.requests
