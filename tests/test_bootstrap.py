"""./run and ./test before there is an environment: what they say where the machine is not fit."""

import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHELL_FILES = ["bootstrap.sh", "serve.sh", "run", "test"]
NEEDED = ["cat", "cmp", "cp", "dirname", "readlink", "rm", "sh"]


@pytest.fixture
def bare(tmp_path):
    """A folder with ./run and ./test, no environment, and a space and an accent in its name."""
    folder = tmp_path / "l’été indien"
    folder.mkdir()
    for name in [
        *SHELL_FILES,
        "requirements.txt",
        "requirements-build.txt",
        "requirements-dev.txt",
    ]:
        shutil.copy(ROOT / name, folder)
    (folder / "archive").mkdir()
    for name in ["__init__.py", "databases.py", "environment.py", "settings.py"]:
        shutil.copy(ROOT / "archive" / name, folder / "archive")
    return folder


@pytest.fixture
def machine(tmp_path):
    """A machine's only programs, in one folder: the shell's, and a Python that first runs the lines given."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in NEEDED:
        (programs / name).symlink_to(shutil.which(name))

    def with_python(lines="pass", name="python3"):
        python = sys.executable
        (programs / name).write_text(
            f"""#!{programs}/sh
            [ "$1" = -c ] && exec {python} -c "{lines}\n$2"
            exec {python} "$@"
            """
        )
        (programs / name).chmod(0o755)

    with_python.path = programs
    return with_python


@pytest.fixture
def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def start(script, machine, **environment):
    environment = {"PATH": str(machine.path), **environment}
    return subprocess.run(
        [str(script)], env=environment, cwd="/", capture_output=True, text=True, timeout=60
    )


def refusal(done):
    """The one line that says why nothing was started."""
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr


OLD = "import sys; sys.version_info = (3, 9, 2)"
WITHOUT_VENV = "import sys; sys.modules['ensurepip'] = None"


@pytest.mark.parametrize("name", SHELL_FILES)
def test_a_plain_shell_can_read_the_scripts(name):
    subprocess.run(["sh", "-n", ROOT / name], check=True)


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="needs shellcheck")
def test_shellcheck_finds_nothing():
    done = subprocess.run(["shellcheck", *SHELL_FILES], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == ""


@pytest.mark.parametrize("script", ["run", "test"])
def test_an_old_python_gets_one_line(bare, machine, script):
    machine(OLD)
    assert "Python 3.11 or newer is needed, and only 3.9.2" in refusal(
        start(bare / script, machine)
    )


@pytest.mark.parametrize("script", ["run", "test"])
def test_no_python_at_all_gets_one_line(bare, machine, script):
    assert "Python 3.11 or newer is needed, and none was found" in refusal(
        start(bare / script, machine)
    )


@pytest.mark.parametrize("script", ["run", "test"])
def test_a_python_without_venv_gets_one_line_with_the_package_to_install(bare, machine, script):
    machine(WITHOUT_VENV)
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert f"apt install {package}" in refusal(start(bare / script, machine))


def test_a_fit_python_is_preferred_to_an_old_one_before_it(bare, machine):
    machine(OLD)
    machine(name="python3.12")
    assert "PORT=none" in refusal(start(bare / "run", machine, PORT="none"))


@pytest.mark.parametrize("port", ["http", "0", "65536", "80 80", "-1", "８０"])
def test_a_wrong_port_gets_one_line(bare, machine, port):
    machine()
    assert f"PORT={port} is not a port" in refusal(start(bare / "run", machine, PORT=port))


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("ARCHIVE_SEARCH_URL", "elasticsearch://localhost/archive", "begins with whoosh:"),
        ("DATABASE_URL", "mysql://localhost/archive", "expected sqlite:////folder/file"),
        ("SECRET_KEY", "court", "at least 32 characters"),
        ("ARCHIVE_UPLOAD_MB", "beaucoup", "a whole number"),
    ],
)
def test_a_wrong_setting_stops_before_installing(bare, machine, free_port, name, value, words):
    machine()
    assert words in refusal(start(bare / "run", machine, PORT=free_port, **{name: value}))
    assert not (bare / ".venv").exists()


@pytest.mark.parametrize(
    "host", ["256.1.2.3", "203.0.113.7", "no such host", "é" * 70, "..", "::zz"]
)
def test_an_address_that_is_not_ours_gets_one_line(bare, machine, host):
    machine()
    assert f"HOST={host} is not an address of this machine" in refusal(
        start(bare / "run", machine, HOST=host)
    )


def test_a_port_in_use_gets_one_line(bare, machine):
    machine()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"Port {port} is in use" in refusal(start(bare / "run", machine, PORT=port))


def test_run_is_found_through_a_symlink(bare, machine, tmp_path):
    machine(OLD)
    link = tmp_path / "archive"
    link.symlink_to(bare / "run")
    assert "Python 3.11" in refusal(start(link, machine))


def test_an_argument_to_run_gets_the_usage(bare):
    done = subprocess.run([bare / "run", "--reload"], capture_output=True, text=True)
    assert "Usage:" in refusal(done)


@pytest.mark.parametrize(("told", "begun"), [({}, "2"), ({"WEB_CONCURRENCY": "4"}, "4")])
def test_the_site_is_served_by_as_many_processes_as_are_asked_for(bare, told, begun):
    serve = ". ./serve.sh; python=echo; host=127.0.0.1; port=8000; serve"
    environment = {name: value for name, value in os.environ.items() if name != "WEB_CONCURRENCY"}
    command = subprocess.run(
        ["sh", "-c", serve], cwd=bare, env=environment | told, capture_output=True, text=True
    ).stdout
    assert f" --workers {begun} " in command


def test_a_second_start_waits_for_the_first(bare, machine):
    machine(WITHOUT_VENV)
    hold = f". ./bootstrap.sh; python={sys.executable}; take_turn; echo mine; read _"
    with subprocess.Popen(
        ["sh", "-c", hold], cwd=bare, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout.readline() == "mine\n"
        second = subprocess.Popen(
            ["sh", "-c", hold], cwd=bare, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert "waiting" in second.stdout.readline()
        first.communicate("\n")
        assert second.communicate("\n")[0] == "mine\n"


def test_an_environment_cut_short_is_not_taken_for_whole(bare):
    (bare / ".venv").mkdir()
    check = ". ./bootstrap.sh; python=.venv/bin/python; holds $1"

    def holds(lock):
        return subprocess.run(["sh", "-c", check, "sh", lock], cwd=bare).returncode == 0

    shutil.copy(bare / "requirements-dev.txt", bare / ".venv")
    assert not holds("requirements-dev.txt")
    shutil.copy(bare / "requirements.txt", bare / ".venv")
    assert holds("requirements-dev.txt")


@pytest.fixture
def with_a_driver(bare):
    """The folder with an environment, and a lock of PostgreSQL's driver that holds a wheel made here."""
    wheel = bare / "wheels" / "driver_of_tests-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    described = "driver_of_tests-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as files:
        files.writestr("driver_of_tests.py", "")
        files.writestr(
            f"{described}/METADATA", "Metadata-Version: 2.1\nName: driver-of-tests\nVersion: 1.0\n"
        )
        files.writestr(
            f"{described}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\nRoot-Is-Purelib: true\n"
        )
        files.writestr(f"{described}/RECORD", "")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock = f"--no-index\n--find-links wheels\ndriver-of-tests==1.0 --hash=sha256:{digest}\n"
    (bare / "requirements-postgres.txt").write_text(lock)
    subprocess.run([sys.executable, "-m", "venv", bare / ".venv"], check=True)
    return bare


def additions(folder, url=""):
    """What `additions` prints where DATABASE_URL is `url`."""
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": url}
    adding = ". ./bootstrap.sh; python=.venv/bin/python; additions"
    done = subprocess.run(
        ["sh", "-euc", adding], env=environment, cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def has_driver(folder):
    asking = [folder / ".venv/bin/python", "-c", "import driver_of_tests"]
    return subprocess.run(asking, capture_output=True).returncode == 0


def test_the_driver_of_postgresql_is_installed_where_the_database_asks_for_it_and_once(
    with_a_driver,
):
    assert additions(with_a_driver, "sqlite:////folder/file") == ""
    assert not has_driver(with_a_driver)
    assert "requirements-postgres.txt" in additions(with_a_driver, "postgres://localhost/archive")
    assert has_driver(with_a_driver)
    assert additions(with_a_driver, "postgresql://localhost/archive") == ""


def test_no_two_locks_have_different_versions_of_a_package():
    pins = re.compile(r"^(\S+)==(\S+)", re.MULTILINE)
    versions = {}
    for lock in ROOT.glob("requirements*.txt"):
        for name, version in pins.findall(lock.read_text()):
            versions.setdefault(name, set()).add(version)
    assert "psycopg" in versions
    assert {name: told for name, told in versions.items() if len(told) > 1} == {}


def test_the_development_lock_includes_the_sites_own():
    pins = re.compile(r"^(?:\S+==\S+|    --hash=\S+)", re.MULTILINE)
    site, development = (
        set(pins.findall((ROOT / name).read_text()))
        for name in ("requirements.txt", "requirements-dev.txt")
    )
    assert site
    assert site <= development


def test_every_package_of_the_locks_has_a_hash():
    for lock in ROOT.glob("requirements*.txt"):
        packages = re.findall(r"^\S+==\S+ \\\n    --hash=sha256:", lock.read_text(), re.MULTILINE)
        assert len(packages) == lock.read_text().count("==")
