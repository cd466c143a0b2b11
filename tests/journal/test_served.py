"""What operators see of ./run, whose processes are several: lines of JSON, counts added up."""

import json
import os
import re
import shutil
import signal
import time
from pathlib import Path

import pytest
from queued import wait_until
from serving import get, needs_environment, running

pytestmark = needs_environment
TOKEN = "sesame-ouvre-toi-donc"
COUNTED = re.compile(r'archive_requests_total\{method="GET",status="200",view="tags"\} (\d+)')


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("log") / "lines"


@pytest.fixture(scope="module")
def site(tmp_path_factory, prepared, log):
    folder = Path(shutil.copytree(prepared[0], tmp_path_factory.mktemp("run") / "data"))
    with running(folder, log, METRICS_TOKEN=TOKEN) as address:
        yield address


def metrics(site) -> str:
    return get(f"{site}metrics", Authorization=f"Bearer {TOKEN}").read().decode()


def counted(site) -> int:
    match = COUNTED.search(metrics(site))
    return int(float(match[1])) if match else 0


def memory(site) -> dict[int, float]:
    lines = re.findall(r'archive_worker_resident_bytes\{pid="(\d+)"\} (\S+)', metrics(site))
    return {int(pid): float(count) for pid, count in lines}


def test_whichever_process_is_asked_tells_what_all_have_counted(site):
    before = counted(site)
    for _ in range(30):
        assert get(f"{site}tags/").status == 200
    assert {counted(site) for _ in range(10)} == {before + 30}


def test_the_memory_of_each_process_that_answers_is_told_and_of_no_other(site):
    wait_until(lambda: len(memory(site)) == 2)
    assert min(memory(site).values()) > 10_000_000


def test_what_a_worker_has_counted_outlives_it_and_its_memory_does_not(site):
    get(f"{site}tags/")
    before, ended = counted(site), min(memory(site))
    os.kill(ended, signal.SIGKILL)
    until = time.monotonic() + 20
    while ended in memory(site) and time.monotonic() < until:
        time.sleep(0.2)
    assert ended not in memory(site)
    assert counted(site) == before


def test_who_shows_no_token_is_refused(site):
    assert get(f"{site}metrics").status == 401


def test_each_line_is_json_and_tells_its_request(site, log: Path):
    answer = get(f"{site}search/?q=confidentiel")
    assert get(f"{site}login/link/nbBRnvqIzz3h2pGq/").status in (200, 404, 410)
    text = log.read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    told = [line for line in lines if line.get("request") == answer.headers["X-Request-ID"]]
    assert told[-1]["path"] == "/search/" and told[-1]["status"] == 200
    assert "confidentiel" not in text and "nbBRnvqIzz3h2pGq" not in text
