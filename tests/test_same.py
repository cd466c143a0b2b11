"""`bench/same.py compare`, which says whether two checkouts answered equally."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "bench"


@pytest.fixture
def record(tmp_path):
    """Writes a kind of entries as `record` does; returns the recording's folder."""

    def write(recording: str, kind: str, **entries) -> Path:
        path = tmp_path / recording / f"{kind}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(entry) + "\n" for entry in entries.items()))
        return tmp_path / recording

    return write


def compared(before: Path, after: Path) -> tuple[int, list[str]]:
    """Returns the exit status of the command, and its lines with single spaces."""
    command = [sys.executable, BENCH / "same.py", "compare", before, after]
    process = subprocess.run(command, capture_output=True, text=True)
    return process.returncode, [" ".join(line.split()) for line in process.stdout.splitlines()]


def test_equal_recordings_are_said_to_be_equal(record):
    before, after = (record(name, "sheets/answers", appel={"count": 3}) for name in ("old", "new"))
    status, lines = compared(before, after)
    assert status == 0
    assert lines == [
        "kind entries equal in spaces differing",
        "sheets/answers 1 1 0 0",
        "0 differences, 0 in spaces beside tags alone",
    ]


def test_the_first_place_where_an_entry_differs_is_shown(record):
    record("old", "answers", appel={"hits": [[1, 0.5]]}, client={"hits": [[1, 0.5], [2, 0.25]]})
    before = record("old", "years", all={"2001": 1})
    record("new", "answers", appel={"hits": [[1, 0.5]]}, client={"hits": [[1, 0.5], [2, 0.75]]})
    after = record("new", "years", all={"2001": 1})
    status, lines = compared(before, after)
    assert status == 1
    assert lines[1:] == [
        "answers 2 1 0 1",
        "client",
        ".hits[1][1]",
        "- 0.25",
        "+ 0.75",
        "years 1 1 0 0",
        "1 differences, 0 in spaces beside tags alone",
    ]


def test_what_only_one_recording_has_is_a_difference(record):
    before, after = record("old", "reports", first=1, second=2), record("new", "reports", first=1)
    status, lines = compared(before, after)
    assert status == 1
    assert lines[2:4] == ["second", "only before"]
    assert compared(after, before)[1][2:4] == ["second", "only after"]


def test_spaces_beside_tags_are_counted_apart_and_still_differ(record):
    before = record("old", "pages", a={"lines": ["<a>A</a><a>B</a>"]}, b={"lines": ["<b>x</b>y"]})
    after = record("new", "pages", a={"lines": ["<a>A</a> <a>B</a>"]}, b={"lines": ["<b>x</b> z"]})
    status, lines = compared(before, after)
    assert status == 1
    assert lines[1:6] == ["pages 2 0 1 1", "b", ".lines[0]", "- <b>x</b>y", "+ <b>x</b>z"]
    assert lines[-1] == "1 differences, 1 in spaces beside tags alone"


def test_an_order_that_differs_is_a_difference(record):
    before = record("old", "facets", appel={"tag": 1, "year": 2})
    after = record("new", "facets", appel={"year": 2, "tag": 1})
    assert compared(before, after)[0] == 1


def test_nothing_recorded_is_not_taken_for_equal(tmp_path):
    status, lines = compared(tmp_path, tmp_path)
    assert (status, lines) == (1, [])


def test_spaces_between_blocks_are_folded_and_those_in_a_line_stay(monkeypatch):
    monkeypatch.syspath_prepend(BENCH)
    from same_pages import fold

    compact = '<ul class="a b"><li>Un <b>mot</b> de plus</li></ul><pre> a\n b</pre>'
    spaced = '<ul\n  class="a  b">\n  <li>\n    Un\n <b>mot</b> de  plus\n  </li>\n</ul>\n<pre> a\n b</pre>\n'
    assert fold(compact) == fold(spaced)
    assert fold("<p>Un<b>mot</b></p>") != fold("<p>Un <b>mot</b></p>")
    assert fold("<pre>a  b</pre>") != fold("<pre>a b</pre>")
    assert fold("<p>10\u202f000</p>") != fold("<p>10 000</p>")
