"""check_sources: what is due, what is noted, what a stopped run leaves."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from web_site import Page

from archive.models import Source, SourceState, last_proofs
from archive.sources import checking
from archive.sources.visiting import Visitor


@pytest.fixture
def from_page(site, make_editorial):
    """Make an editorial that came from a page of the site."""

    def make(path: str, **fields):
        return make_editorial(title=path, source_url=site.url(path), **fields)

    return make


def check_sources(*arguments: str) -> str:
    told = StringIO()
    call_command("check_sources", *arguments, stdout=told)
    return told.getvalue()


def states() -> dict[str, str]:
    """{path: state} of what was noted."""
    rows = Source.objects.values_list("address", "state")
    return {address.partition("/")[2]: state for address, state in rows}


def test_each_page_is_noted_with_its_state_and_the_run_as_a_proof(site, from_page):
    site.pages |= {"/a": Page(), "/c": Page(403)}
    for path in ("/a", "/b", "/c"):
        from_page(path)
    told = check_sources()
    assert states() == {"a": "there", "b": "gone", "c": "closed"}
    assert "there: 1\n" in told and "gone: 1\n" in told and "left: 0\n" in told
    facts = last_proofs()["sources"].facts
    assert facts == {"there": 1, "moved": 0, "gone": 1, "closed": 1, "silent": 0, "unasked": 0}


def test_an_archive_without_addresses_asks_nobody(site, make_editorial):
    make_editorial()
    assert "left: 0" in check_sources() and site.requests == []


def test_drafts_are_not_told_to_the_web(site, from_page):
    from_page("/a", state="draft")
    check_sources()
    assert site.requests == [] and states() == {}


def test_a_run_goes_on_where_the_last_one_stopped(site, from_page):
    for path in ("/a", "/b", "/c"):
        site.pages[path] = Page()
        from_page(path)
    assert "left: 2\n" in check_sources("--most", "1")
    assert last_proofs()["sources"].facts["unasked"] == 2
    assert "left: 0\n" in check_sources()
    assert len(states()) == 3
    assert sum(site.asked(path) == ["HEAD"] for path in ("/a", "/b", "/c")) == 3


def test_a_run_that_is_interrupted_keeps_what_it_has_and_says_so(
    site, from_page, monkeypatch, capsys
):
    for path in ("/a", "/b", "/c"):
        site.pages[path] = Page()
        from_page(path)
    visit, visits = Visitor.visit, []

    def interrupted(visitor, url):
        visits.append(url)
        if len(visits) == 3:
            raise KeyboardInterrupt
        return visit(visitor, url)

    monkeypatch.setattr(Visitor, "visit", interrupted)
    assert "left: 1\n" in check_sources()
    assert "run it again" in capsys.readouterr().err
    assert len(states()) == 2
    assert last_proofs()["sources"].facts["unasked"] == 1


def test_what_was_asked_for_lately_is_left_and_the_oldest_comes_first(site, from_page):
    for path in ("/a", "/b", "/c"):
        site.pages[path] = Page()
        from_page(path)
    check_sources()
    site.requests.clear()
    long_ago = timezone.now() - timedelta(days=40)
    Source.objects.filter(address__endswith="/b").update(checked_at=long_ago)
    check_sources()
    assert site.asked("/b") == ["HEAD"] and not site.asked("/a")
    check_sources("--older", "0", "--most", "1")
    assert len(states()) == 3


def test_when_a_page_went_is_kept_until_it_is_back(site, from_page):
    from_page("/a")
    check_sources()
    first = Source.objects.get().since
    check_sources("--older", "0")
    assert Source.objects.get().since == first
    site.pages["/a"] = Page()
    check_sources("--older", "0")
    source = Source.objects.get()
    assert source.state == SourceState.THERE and source.since > first


def test_a_page_of_several_editorials_is_asked_for_once(site, from_page):
    site.pages["/a"] = Page()
    from_page("/a")
    from_page("/a?utm_source=x")
    check_sources()
    assert site.asked("/a") == ["HEAD"] and Source.objects.count() == 1


def test_what_no_editorial_names_any_more_is_forgotten(site, from_page):
    editorial = from_page("/a")
    check_sources()
    editorial.source_url = ""
    editorial.save()
    check_sources()
    assert states() == {}


def test_a_host_that_stays_silent_is_left_for_this_time(site, make_editorial):
    for number in range(9):
        make_editorial(source_url=f"http://nulle-part.invalid/{number}")
    told = check_sources()
    assert f"silent: {checking.MOST_SILENCES}\n" in told


def test_a_host_that_is_busy_is_left_for_this_time(site, from_page):
    for path in ("/a", "/b", "/c"):
        site.pages[path] = Page(429)
        from_page(path)
    check_sources()
    assert len(states()) == 1


def test_what_leads_inside_is_told_and_not_asked_for(site, make_editorial):
    make_editorial(source_url="http://10.0.0.1/a")
    told = check_sources()
    assert "not asked, 10.0.0.1 is 10.0.0.1" in told and states() == {}


def test_two_runs_do_not_go_on_at_once(site, from_page):
    from_page("/a")
    with checking.alone(), pytest.raises(CommandError, match="running"):
        check_sources()
    assert site.requests == []


@pytest.mark.parametrize("option", ["--most=0", "--most=x", "--minutes=-1", "--older=-1"])
def test_odd_limits_are_refused(db, option):
    with pytest.raises(CommandError):
        check_sources(option)
