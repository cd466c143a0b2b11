"""How well text dumps are read: annotated ones, hand-written ones, and the five seeds.

    python bench/dumps.py [--wrong]

Annotated dumps count as saved pages do in `pages.py`. The hand-written ones and the seeds are
brought in as a trial; each is right where its title, authors, date and both ends of its text are,
as `data/dumps/score_hand.py` has it. Its magazine, where the expectation names one, counts apart.
So are the dumps of `tests/data/dumps`, which were written before the rules were looked at; half of
the first ones, drawn by the hashes of their names, is kept apart from tuning. --wrong says what is wrong in the tuned half.
"""

import argparse
import importlib.util
import json
import lzma
import tarfile
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import archives
import imports
import pages
import speed

MEASURES = ("title", "people", "day", "wrong", "F1", "must have", "must not")


WRITTEN = archives.ROOT / "tests/data/dumps"
# What a document is judged by, and how the scorer's words for its faults begin.
FIELDS = {
    "title": "title=",
    "authors": "authors=",
    "date": "date=",
    "begins": "starts ",
    "ends": "ends ",
    "must have": "lacks ",
    "must not": "holds ",
    "magazine": "magazine=",
}


class Tally(NamedTuple):
    """What documents are right in all, of how many; dates that no source says; and the faults."""

    right: int
    documents: int
    invented: int
    faults: dict[str, list[str]]

    def rightly(self, field: str) -> int:
        """Return how many documents have no fault of one of FIELDS."""
        beginning = FIELDS[field]
        return self.documents - sum(
            any(fault.startswith(beginning) or fault == "missing" for fault in faults)
            for faults in self.faults.values()
        )


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
    from archive import ingest

    start = time.process_time()
    record = next(ingest.read(path))
    return pages.as_reading(record) | {"seconds": time.process_time() - start}


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


def written(folder: Path) -> tuple[Tally, Tally]:
    """Return the tallies of the tuned half of the written dumps, and of the half kept apart."""
    expected = [json.loads(line) for line in (WRITTEN / "expected.jsonl").open(encoding="utf-8")]
    tuned = [dump for dump in expected if not dump["kept_apart"]]
    kept = [dump for dump in expected if dump["kept_apart"]]
    return _tally(WRITTEN, tuned, folder), _tally(WRITTEN, kept, folder)


def _tally(dumps: Path, expected: list[dict], folder: Path) -> Tally:
    scorer = _scorer()
    documents: dict[str, list[dict]] = {dump["file"]: [] for dump in expected}
    for row in imports.reported([dumps / name for name in documents], "auto", folder):
        if row["outcome"] != "rejected":
            documents[Path(row["source"].partition("#")[0]).name].append(row)
    invented = 0
    faults: dict[str, list[str]] = {}
    of_file: Counter[str] = Counter()
    for dump in expected:
        place = of_file[dump["file"]]
        of_file[dump["file"]] += 1
        name = f"{dump['file']} {place + 1}"
        if place >= len(documents[dump["file"]]):
            faults[name] = ["missing"]
            continue
        row = documents[dump["file"]][place]
        faults[name], is_invented = scorer.faults(dump, row)
        invented += is_invented
        magazine = dump.get("publication")
        if magazine and scorer.norm(row["publication"]) != scorer.norm(magazine):
            faults[name].append(f"magazine={row['publication']!r}")
    for file, rows in documents.items():
        if len(rows) > of_file[file]:
            faults[f"{file} {of_file[file]}"].append(f"{len(rows)} documents")
    right = sum(all(map(_is_of_magazine, its_faults)) for its_faults in faults.values())
    return Tally(right, len(expected), invented, faults)


def _is_of_magazine(fault: str) -> bool:
    return fault.startswith(FIELDS["magazine"])


def _scorer() -> ModuleType:
    path = archives.SHARED / "data/dumps/score_hand.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Measured(NamedTuple):
    """The values of the annotated dumps, and the tallies of the others."""

    annotated: dict[str, list[float]]
    by_hand: Tally
    seeds: Tally
    tuned: Tally
    kept_apart: Tally


def measured() -> Measured:
    imports.scratch()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return Measured(values(folder), hand_written(folder), seeds(folder), *written(folder))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wrong", action="store_true", help="say what is wrong in the tuned half")
    options = parser.parse_args()
    shares, *tallies = archives.apart(measured)
    speed.table("dumps", *MEASURES)
    averages = [sum(shares[measure]) / len(shares[measure]) for measure in MEASURES]
    speed.row("annotated", *(f"{average:.3f}" for average in averages))
    speed.table("dumps", "documents", "right", "invented dates", *FIELDS)
    names = ("hand-written", "seeds", "written, tuned", "written, kept apart")
    for name, tally in zip(names, tallies, strict=True):
        fields = map(tally.rightly, FIELDS)
        speed.row(name, tally.documents, tally.right, tally.invented, *fields)
    if options.wrong:
        print()
        for name, faults in tallies[2].faults.items():
            print(name, "; ".join(faults) or "right")


if __name__ == "__main__":
    main()
