"""A rude robot on the demonstration: the addresses that it is offered are finite, and few."""

import importlib.util
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from archive.models import Editorial
from archive.search.upkeep import freshness

BENCH = Path(__file__).parents[2] / "bench"
spec = importlib.util.spec_from_file_location("robot", BENCH / "robot.py")
robot = importlib.util.module_from_spec(spec)
sys.modules["robot"] = robot
spec.loader.exec_module(robot)


@pytest.fixture
def demonstration(db):
    call_command("load_demo", verbosity=0)
    freshness.drain()
    return Editorial.objects.published().count()


@pytest.mark.parametrize(
    "first",
    [
        "/",
        "/search/?q=serveur+vocal",
        "/search/?author=claire-abgrall&tag=centres-d-appels",
        "/2001/?author=claire-abgrall",
        "/tags/centres-d-appels+qualite-de-service/",
        "/editorials/1/?q=serveur+vocal&hit=1",
    ],
)
def test_from_wherever_it_begins_a_robot_that_heeds_nofollow_alone_comes_to_an_end(
    demonstration, first
):
    allowed = robot.AN_EDITORIAL * demonstration + robot.A_SITE
    # Each of them leads to all pages: the walk from the first page ends, the others are no wider.
    most = 0 if first == "/" else 25
    walked = robot.walk(Client().get, most=most, first=first)
    narrowed = 0
    for address in walked.offered:
        narrowing = robot.names(address) - {"lang", "page", "letter", "kind"}
        # Each page of a name says where its feed is, which leads to its search: there are as many
        # as there are names.
        narrowed += bool(narrowing) and narrowing not in ({"author"}, {"publication"}, {"tag"})
    assert narrowed <= 3  # itself, its first and next page or its feed, by what its head says
    assert len(walked.offered) <= allowed
    if not most:
        assert walked.read == len(walked.offered) > 5 * demonstration


def test_a_robot_follows_what_a_page_leads_to_and_heeds_nofollow_alone():
    page = """<link rel="alternate" href="/feeds/"><link rel="stylesheet" href="/a.css">
        <a rel="next nofollow" href="/2/">no</a> <a href='/3/?a=1&amp;b=2#c'>yes</a> <a href="?page=2">yes</a>
        <a href="https://elsewhere.example/">no</a> <svg><a href="/4/" tabindex="-1"></a></svg>"""
    assert robot.addresses(page, "/1/?page=1") == ["/feeds/", "/3/?a=1&b=2", "/1/?page=2", "/4/"]
