"""How much of django-haystack's own test suite of its Whoosh backend passes: on the archive's engines, and on the one
that comes with haystack.

    python bench/haystack_suite.py [--only ENGINE] [--hosts HOST:PORT,…] [--show]

On OpenSearch where `--hosts` names nodes (tests/cluster/nodes.py starts some): there `haystack_stand_in` counts for the
suite what it asks of Whoosh's own index.

The suite is not a part of this project: pip brings haystack's source archive of the locked version into BENCH_FOLDER.
It is run as it is, in a process for each engine, with the engine of its connections replaced. Printed: what passes and
what does not, each with its reason's last line; `--show`: whole tracebacks.
"""

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import unittest
from importlib.metadata import version
from pathlib import Path
from urllib.request import Request, urlopen

import archives

ENGINES = {
    "archive": "archive.search.engines.whoosh.haystack.backend.HaystackEngine",
    "opensearch": "haystack_stand_in.Engine",
    "stock": "haystack.backends.whoosh_backend.WhooshEngine",
}
SUITE = "test_haystack.whoosh_tests"
# Why an engine of the archive does not pass a test: the line that asks for Whoosh's own ways, by the test's name.
OURS = {
    "test_round_trip": "result.pub_date == datetime(…): a day comes back as a date",
    "test_ram_storage": "result.pub_date == datetime(…): a day comes back as a date",
    "test_regression_space_query": "len(filter(content=' ')) == 0: nothing typed asks for nothing in particular",
    "test_slice": "results[1:3] are 1 and 2: Whoosh gives whole pages, so that the first comes again",
    "test_values_slicing": "results[1:11] begin with the first: the same pages",
    "test_various_searchquerysets": "len(filter(content='Index')) == 3: Whoosh’s English stemmer; here words are French",
    "test_highlight": "'<em>Indexed</em>!\\n1': Whoosh’s fragments keep the line’s end, passages are set as sentences",
    "test_order_by": "search(sort_by=['-pub_date', 'id']) raises: Whoosh sorts in one direction, we in several",
    "test_search": "search('a') == {…}: Whoosh drops words of one letter",
    "test__from_python": "backend._from_python(…): a private method of Whoosh’s back end",
    "test__to_python": "backend._to_python(…): a private method of Whoosh’s back end",
    "test_build_schema": "backend.build_schema(…): Whoosh’s fields, one by one",
    "test_build_query_boost": "'(hello) world^5': there a boosted word filters, here it ranks alone",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", choices=list(ENGINES))
    parser.add_argument("--hosts", default="", help="of OpenSearch: HOST:PORT,…")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--in-process", choices=list(ENGINES), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.in_process:
        print(json.dumps(run(options.in_process, options.hosts)))
        return
    source = suite()
    for name in ENGINES:
        if options.only not in (None, name):
            continue
        if name == "opensearch" and not options.hosts:
            print("opensearch: left out, --hosts names no nodes")
            continue
        tell(name, apart(name, source, options.hosts), options.show)


def suite() -> Path:
    """The folder of haystack's source, which pip brings once."""
    release = f"django_haystack-{version('django-haystack')}"
    folder = archives.FOLDER / "haystack"
    if not (folder / release / "test_haystack").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        wanted = f"django-haystack=={version('django-haystack')}"
        line = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        line += ["--no-build-isolation", "--no-binary", ":all:", "--dest", str(folder), wanted]
        subprocess.run(line, check=True)
        with tarfile.open(folder / f"{release}.tar.gz") as packed:
            packed.extractall(folder, filter="data")
    return folder / release


def apart(name: str, source: Path, hosts: str) -> list[dict]:
    """What became of each test, in a process of its own and a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="haystack-suite-") as folder:
        environment = os.environ | {
            "ARCHIVE_DATA_DIR": folder,
            "TMPDIR": folder,
            "PYTHONPATH": os.pathsep.join([str(archives.ROOT), str(source)]),
        }
        line = [sys.executable, __file__, "--in-process", name, "--hosts", hosts]
        done = subprocess.run(line, env=environment, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def configure(name: str, hosts: str) -> None:
    """The suite's settings, with this engine in its connections and the archive's app beside its own."""
    from django.conf import settings
    from test_haystack import settings as of_suite

    from archive import settings as of_archive

    chosen = {name: value for name, value in vars(of_archive).items() if name.isupper()}
    chosen |= {name: value for name, value in vars(of_suite).items() if name.isupper()}
    both = [*of_suite.INSTALLED_APPS, *of_archive.INSTALLED_APPS]
    chosen["INSTALLED_APPS"] = list(dict.fromkeys(both))
    chosen["HAYSTACK_SIGNAL_PROCESSOR"] = "haystack.signals.BaseSignalProcessor"
    chosen["DATABASES"]["default"]["NAME"] = ":memory:"
    chosen["MIGRATION_MODULES"] = {"archive": None}  # of its tables, none is looked at
    engine, connections = ENGINES[name], chosen["HAYSTACK_CONNECTIONS"]
    for alias in set(connections) - {"default", "simple", "whoosh", "filtered_whoosh"}:
        del connections[alias]  # servers that are not here
    for alias, connection in connections.items():
        is_whoosh = connection["ENGINE"] == ENGINES["stock"]
        if hosts and name == "opensearch":
            address = f"opensearch://{hosts}/{index_name()}-{alias.replace('_', '-')}"
            connection |= {**of_archive.search_engine(address), "ENGINE": connection["ENGINE"]}
        if is_whoosh:
            connection["ENGINE"] = engine
        connection.setdefault("EXCLUDED_INDEXES", []).append(
            "archive.search_indexes.EditorialIndex"
        )
    # The archive's own search wants one.
    whoosh = "archive.search.engines.whoosh.engine.WhooshEngine"
    connections["default"].setdefault("ENGINE_CLASS", whoosh)
    settings.configure(**chosen)


def index_name() -> str:
    return f"haystack-suite-{os.getpid()}"


def run(name: str, hosts: str) -> list[dict]:
    import django

    configure(name, hosts)
    django.setup()
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    tests = runner.build_suite([SUITE])
    databases = runner.setup_databases()
    told = Told()
    stdout, sys.stdout = sys.stdout, sys.stderr  # some of its tests print
    try:
        tests.run(told)
    finally:
        sys.stdout = stdout
        runner.teardown_databases(databases)
        if name == "opensearch":
            address = f"http://{hosts.split(',')[0]}/{index_name()}-*"
            urlopen(Request(address, method="DELETE"), timeout=60).close()
    return told.tests


class Told(unittest.TestResult):
    """Each test with its outcome and, where it failed, its traceback."""

    def __init__(self):
        super().__init__()
        self.tests: list[dict] = []

    def note(self, test, outcome: str, trace: str = "") -> None:
        self.tests.append({"name": test.id(), "outcome": outcome, "trace": trace})

    def addSuccess(self, test):
        self.note(test, "passed")

    def addExpectedFailure(self, test, err):
        self.note(test, "failed as expected")

    def addUnexpectedSuccess(self, test):
        self.note(test, "passed")

    def addSkip(self, test, reason):
        self.note(test, "skipped")

    def addFailure(self, test, err):
        self.note(test, "failed", self._exc_info_to_string(err, test))

    addError = addFailure


def tell(name: str, tests: list[dict], show: bool) -> None:
    outcomes = [test["outcome"] for test in tests]
    counts = {outcome: outcomes.count(outcome) for outcome in dict.fromkeys(outcomes)}
    print(f"{name}: {len(tests)} tests, {counts}")
    for test in tests:
        if test["outcome"] != "failed":
            continue
        lines = test["trace"].strip().splitlines()
        why = OURS.get(test["name"].rpartition(".")[2]) if name != "stock" else None
        print(f"  {test['name'].removeprefix(SUITE + '.')}\n    {why or lines[-1][:160]}")
        if show:
            print("\n".join(f"      {line}" for line in lines))


if __name__ == "__main__":
    main()
