"""What bench/load.py asks for and begins: the mix of a real site, and ./run's own line."""

import importlib.util
import sys
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def module(name, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    spec = importlib.util.spec_from_file_location(name, ROOT / "bench" / f"{name}.py")
    loaded = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, loaded)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture
def addresses(monkeypatch):
    return module("load_addresses", monkeypatch)


@pytest.fixture
def kinds(addresses):
    return {kind: [f"/{kind}/{number}/" for number in range(3000)] for kind in addresses.MIX}


@pytest.mark.parametrize("way", ["once", "by_zipf"])
def test_the_kinds_come_as_often_as_on_a_real_site(addresses, kinds, way):
    asked = islice(getattr(addresses, way)(kinds), 4000)
    shares = Counter(kind for kind, _path in asked)
    for kind, share in addresses.MIX.items():
        assert abs(shares[kind] / 40 - share) < 3


def test_no_address_comes_twice(addresses, kinds):
    asked = [path for _kind, path in islice(addresses.once(kinds), 4000)]
    assert len(set(asked)) == 4000


def test_by_zipf_the_first_comes_ten_times_as_often_as_the_tenth(addresses, kinds):
    asked = Counter(path for _kind, path in islice(addresses.by_zipf(kinds), 60_000))
    assert 6 < asked["/article/0/"] / asked["/article/9/"] < 16


def test_the_server_is_begun_as_run_begins_it(monkeypatch):
    site = module("load_site", monkeypatch)
    command = site.command(ROOT, "127.0.0.1:8123")
    assert command[0] == sys.executable and command[1:4] == ["-m", "gunicorn", "archive.wsgi"]
    for option, choice in (
        ("--bind", "127.0.0.1:8123"),
        ("--worker-class", "archive.server.Worker"),
        ("--workers", "2"),
        ("--threads", "2"),
    ):
        assert command[command.index(option) + 1] == choice
    assert "--preload" in command and not any("$" in word for word in command)
    assert command[-2] == "--worker-tmp-dir"  # and nothing of what stands behind the line


def test_what_run_sets_is_set_unless_it_is_set_already(monkeypatch):
    site = module("load_site", monkeypatch)
    monkeypatch.delenv("LOG_FORMAT", raising=False)
    monkeypatch.setenv("MALLOC_ARENA_MAX", "8")
    assert site.settings(ROOT) == {"LOG_FORMAT": "json"}
