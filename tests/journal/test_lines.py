"""How the log's lines are written."""

import json
import logging
import subprocess
import sys

import pytest

from archive.journal.lines import Facts, JsonLine, Line, request_id

TOKEN = "nbBRnvqIzz3h2pGq-eF_7x"


def record(message, *args, exc_info=None):
    return logging.LogRecord("archive.x", logging.INFO, "x.py", 1, message, args, exc_info)


def told(message, *args, **more):
    line = JsonLine().format(record(message, *args, **more))
    assert "\n" not in line
    return json.loads(line)


def test_a_line_is_one_object_with_its_time_level_and_place():
    line = told("Trop de %d", 3)
    assert line.pop("at").endswith("+00:00") and line.pop("process")
    assert line == {"level": "INFO", "logger": "archive.x", "message": "Trop de 3"}


def test_facts_stand_by_their_names_and_hide_nothing_of_the_line():
    line = told("account %s", Facts(event="login", user="Zoé", level="none"))
    assert (line["message"], line["event"], line["user"]) == ("account", "login", "Zoé")
    assert line["level"] == "INFO"


def test_at_a_terminal_facts_are_read_after_the_message():
    line = Line().format(record("account %s", Facts(user="Zoé")))
    assert line == 'INFO archive.x: account {"user": "Zoé"}'


def test_what_a_request_has_written_into_its_path_makes_no_second_line():
    assert told("Not Found: %s", "/a\nERROR archive: faked")["message"].count("\n") == 1


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[31m", "\x85", "\u2028", "\0"])
def test_nor_at_a_terminal_which_it_does_not_steer(sign):
    line = Line().format(record("%s was refused", f"/é{sign}ERROR archive: faked"))
    assert sign not in line and line.startswith("INFO archive.x: /é\\")


def test_the_trace_of_a_fault_has_its_lines_at_a_terminal():
    try:
        raise ValueError("x\ny")
    except ValueError:
        lines = Line().format(record("Fault", exc_info=sys.exc_info())).splitlines()
    assert lines[0] == "INFO archive.x: Fault" and "Traceback" in lines[1] and len(lines) > 3


def test_the_id_of_the_request_stands_in_all_that_is_told_meanwhile():
    number = request_id.set("abc-12345678")
    try:
        assert told("x")["request"] == "abc-12345678"
    finally:
        request_id.reset(number)
    assert "request" not in told("x")


@pytest.mark.parametrize("formatter", [Line(), JsonLine()])
def test_a_link_that_was_typed_in_capitals_is_masked_as_well(formatter):
    assert TOKEN not in formatter.format(record("Not Found: %s", f"/LOGIN/Link/{TOKEN}/"))


@pytest.mark.parametrize("formatter", [Line(), JsonLine()])
@pytest.mark.parametrize(
    "message, args",
    [
        ("Not Found: %s", (f"/login/link/{TOKEN}/",)),
        ("request %s", (Facts(path=f"/login/link/{TOKEN}"),)),
        (f"Invalid: /login/link/{TOKEN}?a=b", ()),
        ("Gone: %s", (f"/login/link/ {TOKEN}/",)),
        ("Gone: %s", (f"/login/link/\\x00{TOKEN}./",)),
        ("Gone: %s", (f'/login/link/"<{TOKEN}>/',)),
    ],
)
def test_a_link_that_opens_an_account_is_never_told(formatter, message, args):
    line = formatter.format(record(message, *args))
    assert TOKEN not in line and "/login/link/…" in line


@pytest.mark.parametrize("formatter", [Line(), JsonLine()])
def test_nor_in_the_trace_of_a_fault(formatter):
    try:
        raise ValueError(f"/login/link/{TOKEN}/")
    except ValueError:
        line = formatter.format(record("Fault", exc_info=sys.exc_info()))
    assert TOKEN not in line and "ValueError" in line


def test_gunicorn_writes_its_lines_so_without_any_package():
    command = [sys.executable, "-S", "-c", "import archive.journal.lines"]
    assert subprocess.run(command, check=False).returncode == 0
