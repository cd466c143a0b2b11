"""./run itself, on a data folder of its own, asked as a browser asks."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(
    not Path(sys.executable).is_relative_to(ROOT / ".venv"),
    reason="needs the environment that ./test makes",
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of a running site; it must stop when asked to."""
    port, data = free_port(), tmp_path_factory.mktemp("run")
    environment = os.environ | {"PORT": str(port), "ARCHIVE_DATA_DIR": str(data)}
    with subprocess.Popen(
        [ROOT / "run"], env=environment, cwd="/", stdout=subprocess.PIPE, text=True
    ) as process:
        address = next(
            found[0] for line in process.stdout if (found := re.search(r"http://\S+", line))
        )
        wait_for(address, process)
        yield address
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0


def wait_for(address, process, seconds=20):
    for _ in range(seconds * 20):
        assert process.poll() is None, "the server has stopped"
        try:
            return get(address)
        except urllib.error.URLError:
            time.sleep(0.05)
    pytest.fail(f"nothing answers at {address}")


def get(address):
    try:
        return urllib.request.urlopen(address, timeout=20)
    except urllib.error.HTTPError as error:
        return error


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
    request = urllib.request.Request(site, headers={"Host": "elsewhere.example"})
    assert get(request).status == 400


def test_a_second_server_on_the_same_port_is_refused(site):
    port = site.rstrip("/").rpartition(":")[2]
    done = subprocess.run(
        [ROOT / "run"], env=os.environ | {"PORT": port}, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert f"Port {port} is in use" in done.stderr
