"""The files of deploy/: right in form, no secret in them, nothing published but the proxy, each command of ours tried."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
import yaml
from serving import ROOT, free_port, get, needs_environment, wait_for

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
EXAMPLE = (DEPLOY / "env.example").read_text()
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<rest>[^}]*)\}")
SECRET = re.compile(r"PASSWORD|SECRET|KEY|TOKEN|_URL$")


def settings() -> list[tuple[str, str, str]]:
    """Every (service, name, value) of the environments."""
    rows = []
    for service, description in SERVICES.items():
        for name, value in description.get("environment", {}).items():
            rows.append((service, name, str(value)))
    return rows


def test_the_compose_file_keeps_to_its_specification():
    program = Path(sys.executable).with_name("check-jsonschema")
    line = [program, "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml"]
    done = subprocess.run(line, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_there_is_what_a_cluster_needs():
    assert set(SERVICES) >= {
        "database",
        "search1",
        "search2",
        "search3",
        "web1",
        "web2",
        "worker",
        "caddy",
    }


def test_secrets_come_from_the_environment_alone_and_have_no_default():
    secrets = [row for row in settings() if SECRET.search(row[1])]
    assert len(secrets) > 8
    for service, name, value in secrets:
        without = VARIABLE.sub("", value)
        assert not re.search(r"://[^@/]*:[^@/]+@", without), f"{service}: {name} holds a password"
        if "://" not in value:
            assert without == "", f"{service}: {name} is written out"
    for use in VARIABLE.finditer((DEPLOY / "compose.yaml").read_text()):
        is_secret = SECRET.search(use["name"]) and not use["name"].endswith("_URL")
        assert not is_secret or use["rest"].startswith(":?"), f"{use['name']} has a default"
        assert use["rest"] in (":-", ":?see env.example", ":-1g")


def test_the_example_names_each_variable_and_gives_no_value():
    named = dict(re.findall(r"^(\w+)=(.*)$", EXAMPLE, re.M))
    used = {use["name"] for use in VARIABLE.finditer((DEPLOY / "compose.yaml").read_text())}
    assert set(named) == used and not any(named.values())
    ignored = subprocess.run(["git", "check-ignore", "--quiet", "deploy/.env"], cwd=ROOT)
    assert ignored.returncode == 0, "deploy/.env could be committed"


def test_nothing_but_the_proxy_is_published_and_the_engines_reach_nowhere():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["caddy"]
    assert COMPOSE["networks"]["engines"]["internal"] is True
    for name in ("database", "search1", "search2", "search3"):
        assert SERVICES[name]["networks"] == ["engines"]
    assert "engines" not in SERVICES["caddy"]["networks"]


def test_the_sites_wait_for_the_database_and_for_no_node():
    for name, waits in SERVICES["prepare"]["depends_on"].items():
        is_node = name.startswith("search")
        assert is_node or waits["condition"] == "service_healthy"
        assert not is_node or waits == {"condition": "service_started", "required": False}


def test_the_caddyfile_is_valid_for_one_site_and_for_two():
    if not shutil.which("caddy"):
        pytest.skip("needs caddy")
    environment = os.environ | SERVICES["caddy"]["environment"] | {"SITE": "archive.test"}
    line = ["caddy", "adapt", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    done = subprocess.run(line, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    adapted = json.dumps(json.loads(done.stdout))
    assert '"web1:8000"' in adapted and '"web2:8000"' in adapted and "archive.test" in adapted


class Redirecting(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/healthz" else 302)
        self.send_header("Location", "/login/?next=/search/?q=secret")
        self.end_headers()

    def log_message(self, *_arguments):
        pass


@contextmanager
def caddy_before(upstream: str, folder: Path):
    """Caddy as it is configured, but without TLS; give its address and the file of its log."""
    configuration = folder / "Caddyfile"
    text = (DEPLOY / "Caddyfile").read_text()
    configuration.write_text(text.replace("{\n", "{\n\tadmin off\n", 1))
    address, log = f"http://localhost:{free_port()}", folder / "log"
    environment = os.environ | {"SITE": address, "UPSTREAMS": upstream, "HOME": str(folder)}
    line = ["caddy", "run", "--adapter", "caddyfile", "--config", str(configuration)]
    with log.open("w") as lines:
        process = subprocess.Popen(line, env=environment, stdout=lines, stderr=lines)
    try:
        yield address, log
    finally:
        process.terminate()
        process.wait(30)


def asked_of_caddy(address: str, path: str) -> None:
    headers = {"Referer": "https://elsewhere.test/secret", "Cookie": "secret=1"}
    request = Request(address + path, headers=headers)
    until = time.monotonic() + 60
    while True:
        try:
            build_opener(Unredirected).open(request, timeout=60).close()
        except HTTPError:
            return
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.1)


class Unredirected(HTTPRedirectHandler):
    def redirect_request(self, *_arguments):
        return None


def test_caddys_log_has_neither_what_is_asked_nor_the_token_of_an_invitation(tmp_path):
    if not shutil.which("caddy"):
        pytest.skip("needs caddy")
    upstream = HTTPServer(("127.0.0.1", 0), Redirecting)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    with caddy_before(f"127.0.0.1:{upstream.server_port}", tmp_path) as (address, log):
        asked_of_caddy(address, "/search/?q=secret")
        asked_of_caddy(address, "/login/link/secret/")
        upstream.shutdown()
        upstream.server_close()
        asked_of_caddy(address, "/search/?q=secret&page=2")  # which fails
    text = log.read_text()
    assert text.count('"uri":"/search/?"') >= 2 and '"uri":"/login/link/"' in text
    assert "connection refused" in text and "secret" not in text


@pytest.mark.parametrize("path", sorted((DEPLOY / "systemd").iterdir()), ids=lambda path: path.name)
def test_the_units_are_right(path, tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("needs systemd-analyze")
    for unit in (DEPLOY / "systemd").iterdir():  # as they are, but for where this tree is
        text = unit.read_text().replace("/srv/archive/", f"{ROOT}/")
        (tmp_path / unit.name.replace("@.", "@1.")).write_text(text)
    name = path.name.replace("@.", "@1.")
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / name], capture_output=True, text=True
    )
    told = [line for line in done.stderr.splitlines() if name in line and "Unknown" in line]
    assert not told and done.returncode == 0, done.stderr


@needs_environment
def test_each_of_our_commands_does_its_work_without_containers(tmp_path, prepared):
    """As compose begins them, on the database and the index of one machine."""
    shutil.copytree(prepared[0], tmp_path / "data")
    environment = os.environ | {
        "ARCHIVE_DATA_DIR": str(tmp_path / "data"),
        "ARCHIVE_WORK": SERVICES["web1"]["environment"]["ARCHIVE_WORK"],
        "HTTPS": "1",
        "ALLOWED_HOSTS": "archive.test,localhost",
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
        "SECRET_KEY": "une clé bien assez longue pour en être une",
    }
    prepared = subprocess.run(
        SERVICES["prepare"]["command"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert prepared.returncode == 0, prepared.stderr
    begun = []
    try:
        for name in ("web1", "worker"):
            line = SERVICES[name]["command"]
            begun.append(subprocess.Popen(line, cwd=ROOT, env=environment))
        web, worker = begun
        address = f"http://localhost:{environment['PORT']}/healthz"
        wait_for(address, web, seconds=240)
        assert json.loads(get(address).read())["status"] in ("ok", "degraded")
        probe = [*SERVICES["web1"]["healthcheck"]["test"][1:]]
        probe[-1] = probe[-1].replace(":8000", f":{environment['PORT']}")
        assert subprocess.run(probe, cwd=ROOT).returncode == 0
        assert worker.poll() is None
        for process in begun:
            process.terminate()
        assert [process.wait(timeout=120) for process in begun] == [0, 0]
    finally:
        for process in begun:
            if process.poll() is None:
                process.kill()
