"""How one page is asked for: little, seldom, and only where its site lets programs in."""

import itertools
import time

import pytest
from web_site import Page

from archive.models import SourceState
from archive.sources import asking, visiting
from archive.sources.guarding import Refused
from archive.sources.visiting import Visitor


def state(site, path: str) -> str:
    return Visitor().visit(site.url(path)).state


def test_a_page_that_is_there_is_asked_for_by_its_head_alone(site):
    site.pages["/a"] = Page()
    assert state(site, "/a") == SourceState.THERE
    assert site.asked("/a") == ["HEAD"]


def test_a_page_that_is_gone_is_asked_for_twice_before_it_is_said(site):
    site.pages["/a"] = Page(410)
    assert state(site, "/a") == SourceState.GONE
    assert state(site, "/b") == SourceState.GONE
    assert site.asked("/a") == site.asked("/b") == ["HEAD", "GET"]


def test_a_site_that_knows_no_head_is_believed_by_its_page(site):
    site.pages["/a"] = Page(head=404)
    assert state(site, "/a") == SourceState.THERE


def test_no_more_than_a_little_of_a_page_is_asked_for(site):
    site.pages["/a"] = Page(head=405, body=b"x" * 10**7)
    assert state(site, "/a") == SourceState.THERE
    assert site.headers[-1]["Range"] == f"bytes=0-{asking.LITTLE - 1}"


@pytest.mark.parametrize(
    "status, expected",
    [
        *((401, SourceState.CLOSED), (403, SourceState.CLOSED), (429, SourceState.CLOSED)),
        *((451, SourceState.CLOSED), (500, SourceState.SILENT), (503, SourceState.SILENT)),
        *((400, SourceState.SILENT), (206, SourceState.THERE), (416, SourceState.THERE)),
        *((304, SourceState.SILENT), (999, SourceState.SILENT)),
    ],
)
def test_other_answers_are_not_taken_for_gone(site, status, expected):
    site.pages["/a"] = Page(status)
    assert state(site, "/a") == expected


def test_a_page_that_leads_elsewhere_has_moved(site):
    site.pages |= {"/a": Page(301, location="/b"), "/b": Page()}
    assert state(site, "/a") == SourceState.MOVED


def test_a_page_that_leads_to_another_form_of_its_address_is_there(site):
    site.pages |= {"/a": Page(302, location="/a/"), "/a/": Page()}
    assert state(site, "/a") == SourceState.THERE


def test_a_page_that_leads_to_one_that_is_gone_is_gone(site):
    site.pages["/a"] = Page(301, location="/b")
    assert state(site, "/a") == SourceState.GONE


def test_a_circle_of_redirects_is_silence_and_ends(site):
    site.pages |= {"/a": Page(301, location="/b"), "/b": Page(301, location="/a")}
    assert state(site, "/a") == SourceState.SILENT
    assert len(site.requests) < 10


@pytest.mark.parametrize("location", ["http://10.0.0.1/", "file:///etc/passwd", "http://a:b/"])
def test_a_page_that_leads_inside_is_not_followed(site, location):
    site.pages["/a"] = Page(302, location=location)
    with pytest.raises(Refused):
        state(site, "/a")


def test_a_page_that_leads_nowhere_is_silence(site):
    site.pages["/a"] = Page(302, location="http://[::1")
    assert state(site, "/a") == SourceState.SILENT


def test_nobody_there_is_silence(site):
    site.pages.clear()
    assert Visitor().visit("http://nulle-part.invalid/a").state == SourceState.SILENT


def test_a_page_that_never_ends_is_let_go(site, monkeypatch):
    monkeypatch.setattr(asking, "LONGEST", 0.3)
    site.pages["/a"] = Page(head=500, body=b"x" * 1000, drip=0.05)
    start = time.monotonic()
    assert state(site, "/a") in (SourceState.SILENT, SourceState.THERE)
    assert time.monotonic() - start < 5


def test_what_robots_are_not_to_see_is_not_asked_for(site):
    rules = b"User-agent: *\nDisallow: /prive/\nDisallow: /*?id="
    site.pages |= {"/robots.txt": Page(body=rules), "/prive/a": Page(), "/a?id=1": Page()}
    assert state(site, "/prive/a") == state(site, "/a?id=1") == SourceState.CLOSED
    assert not site.asked("/prive/a") and not site.asked("/a?id=1")


def test_rules_are_read_once_a_run(site):
    site.pages |= {"/robots.txt": Page(body=b""), "/a": Page(), "/b": Page()}
    visitor = Visitor()
    for path in ("/a", "/b"):
        visitor.visit(site.url(path))
    assert site.asked("/robots.txt") == ["GET"]


def test_where_rules_cannot_be_read_nothing_is_asked_for(site):
    site.pages |= {"/robots.txt": Page(500), "/a": Page()}
    assert state(site, "/a") == SourceState.SILENT
    assert not site.asked("/a")


@pytest.mark.parametrize("rules", [b"", b"\xff\xfe\x00", b"Disallow", b"<html>", b"a: b\n" * 9999])
def test_odd_rules_forbid_nothing(site, rules):
    site.pages |= {"/robots.txt": Page(body=rules), "/a": Page()}
    assert state(site, "/a") == SourceState.THERE


def test_a_host_is_asked_once_a_pause_and_said_who_asks(site, monkeypatch):
    monkeypatch.setattr(visiting, "PAUSE", 0.2)
    site.pages["/a"] = Page(410)
    assert state(site, "/a") == SourceState.GONE
    assert len(site.times) == 3  # robots.txt, HEAD, GET
    for before, after in itertools.pairwise(site.times):
        assert after - before >= 0.19
    assert all(headers["User-Agent"].startswith("Editotheque/") for headers in site.headers)


def test_the_pause_that_a_site_asks_for_is_kept(site, monkeypatch):
    monkeypatch.setattr(visiting.time, "sleep", lambda _seconds: None)
    site.pages |= {"/robots.txt": Page(body=b"User-agent: *\nCrawl-delay: 7"), "/a": Page()}
    visitor = Visitor()
    visitor.visit(site.url("/none"))
    assert 5 < visitor.pause(site.url("/a")) <= 7
