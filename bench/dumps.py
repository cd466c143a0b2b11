"""How well text dumps are read: annotated ones, hand-written ones, and the five seeds.

    python bench/dumps.py

Annotated dumps count as saved pages do in `pages.py`. The hand-written ones and the seeds are
brought in as a trial; each is right where its title, authors, date and both ends of its text are,
as `data/dumps/score_hand.py` has it.
"""

import json
import lzma
import re
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import archives
import imports
import pages
import speed

MEASURES = ("title", "people", "day", "wrong", "F1", "must have", "must not")


class Tally(NamedTuple):
    """Documents that are right in all, of how many, and dates that no source says."""

    right: int
    documents: int
    invented: int


def values(folder: Path) -> dict[str, list[float]]:
    """Return all values of each of `pages.MEASURES` over the annotated dumps."""
    material = archives.SHARED / "data/dumps"
    with tarfile.open(material / "dumps.tar.xz") as packed:
        packed.extractall(folder, filter="data")
    with lzma.open(material / "dumps.jsonl.xz", "rt") as lines:
        annotated = [json.loads(line) for line in lines]
    shares: dict[str, list[float]] = {}
    for dump in annotated:
        answer = _answer(folder / "text" / dump["file"])
        for measure, figures in pages.judged(dump, answer).items():
            shares.setdefault(measure, []).extend(figures)
    return shares


def _answer(path: Path) -> dict:
    """Return what is made of one dump, as `pages.judged` takes it."""
    from archive import ingest, text

    start = time.process_time()
    record = next(ingest.read(path))
    seconds = time.process_time() - start
    if isinstance(record, ingest.Rejected):
        return {"seconds": seconds}
    authors = [byline.name for byline in record.bylines]
    body = text.plain(record.html)
    answer = {"title": record.title, "authors": authors, "date": record.date, "text": body}
    return answer | {"seconds": seconds}


def hand_written(folder: Path) -> Tally:
    material = archives.SHARED / "data/dumps"
    expected = (material / "hand-expected.jsonl").read_text().splitlines()
    return _tally(material / "hand", list(map(json.loads, expected)), folder)


def seeds(folder: Path) -> Tally:
    lines = (archives.SHARED / "seeds-expected.jsonl").read_text().splitlines()
    expected = list(map(json.loads, lines))
    for seed in expected:
        seed["body_ends"] = [seed["body_ends"], *seed["body_ends_alt"]]
        # « Information\n » is a menu's line; the scorer folds lines, and would see it in prose.
        forbidden = seed["must_not_contain"]
        seed["must_not_contain"] = [part for part in forbidden if not part.endswith("\n")]
    return _tally(archives.SHARED / "seeds", expected, folder)


def _tally(dumps: Path, expected: list[dict], folder: Path) -> Tally:
    rows = list(imports.reported([dumps], "auto", folder))
    for name, lines in (("report", rows), ("expected", expected)):
        text = "\n".join(json.dumps(line) for line in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    scorer = archives.SHARED / "data/dumps/score_hand.py"
    command = [sys.executable, scorer, folder / "report.jsonl", folder / "expected.jsonl"]
    printed = subprocess.run(command, capture_output=True, text=True).stdout
    last = re.search(r"(\d+) of (\d+) right, (\d+) invented dates\s*$", printed)
    if last is None:
        raise SystemExit(f"{scorer} gave no count of what is right.")
    return Tally(*map(int, last.groups()))


def measured() -> tuple[dict[str, list[float]], Tally, Tally]:
    """Return the values of the annotated dumps, then the hand-written ones and the seeds."""
    imports.scratch()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return values(folder), hand_written(folder), seeds(folder)


def main() -> None:
    shares, by_hand, sown = archives.apart(measured)
    speed.table("dumps", *MEASURES)
    averages = [sum(shares[measure]) / len(shares[measure]) for measure in MEASURES]
    speed.row("annotated", *(f"{average:.3f}" for average in averages))
    speed.table("dumps", "documents", "right", "invented dates")
    for name, tally in (("hand-written", by_hand), ("seeds", sown)):
        speed.row(name, tally.documents, tally.right, tally.invented)


if __name__ == "__main__":
    main()
