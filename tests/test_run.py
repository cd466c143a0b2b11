"""./run itself, on a data folder of its own, asked as a browser asks."""

import os
import re
import subprocess
import urllib.parse

import pytest
from serving import ROOT, get, needs_environment, running

pytestmark = needs_environment


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with running(tmp_path_factory.mktemp("run")) as address:
        yield address


def test_the_first_page_shows_the_demonstration(site):
    page = get(site)
    assert page.status == 200
    assert "/editorials/" in page.read().decode()


def test_static_files_have_hashed_names_and_may_be_kept_forever(site):
    path = re.search(r"/static/css/archive\.[0-9a-f]{12}\.css", get(site).read().decode())[0]
    style = get(site.rstrip("/") + path)
    assert style.status == 200
    assert "immutable" in style.headers["Cache-Control"]


def test_an_error_page_tells_nothing_of_the_inside(site):
    page = get(site + "nowhere/")
    assert page.status == 404
    assert "DEBUG" not in page.read().decode()


def test_a_long_search_is_answered(site):
    values = "&".join(f"tag=tag-{number}" for number in range(500))
    assert get(f"{site}search/?q=client&{values}").status == 200
    pasted = urllib.parse.quote_plus(("déjà vu à côté de l’été, " * 80)[:2000])
    assert get(f"{site}search/?q={pasted}").status == 200


def test_a_name_that_is_not_the_sites_is_refused(site):
    assert get(site, Host="elsewhere.example").status == 400


def test_a_second_server_on_the_same_port_is_refused(site):
    port = site.rstrip("/").rpartition(":")[2]
    done = subprocess.run(
        [ROOT / "run"], env=os.environ | {"PORT": port}, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert f"Port {port} is in use" in done.stderr
