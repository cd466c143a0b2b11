"""Do two checkouts answer equally? Records what one says, and compares two recordings.

    cd CHECKOUT && PYTHON bench/same.py record FOLDER
    python bench/same.py compare FOLDER FOLDER

`record` writes what the checkout that it is run in says, wherever this script lies: the answers of
a thousand questions on two archives (a part of them without an index, too), years, completions,
related editorials, suggested tags; the reports of importing all real pages, dumps, exports and
seeds, and the records that come of it; every kind of page for visitors, machines and the desk, and
a day's work there. `same_parts.py` says what. A kind is a file of JSON lines: [key, what came].
The archive's clock stands at a fixed day, secrets are masked, spaces between blocks folded.

`compare` prints a row a kind with its first differences, and ends with 1 where there is any. Spaces
beside tags within a line, which a formatter of templates may add, are counted apart: some are seen.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import zip_longest
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).resolve()
LANES = [["demonstration", "database"], ["sheets", "sites", "texts"]]  # a processor each
SHOWN = 3  # differences of a kind
LONGEST = 150  # characters of each side
AROUND = 40  # of them before the place where the sides part
NOTHING = "—"
SETTINGS = ("ARCHIVE_", "DATABASE_", "SECRET_KEY", "HTTPS", "TIME_ZONE", "DEBUG", "PYTHONPATH")


# Recording


def record(folder: Path) -> int:
    """Writes all parts into a folder, in the place of an earlier recording; 1 where one failed."""
    shared = os.environ.get("ARCHIVE_SHARED") or Path.cwd().parent / "shared"
    with tempfile.TemporaryDirectory(prefix="same-") as work:
        material = Path(work, "material")
        material.mkdir()
        import same_parts

        same_parts.unpack(Path(shared), material)
        with ThreadPoolExecutor(len(LANES)) as lanes:
            lane = partial(_lane, folder=folder, work=Path(work), shared=Path(shared))
            return max(lanes.map(lane, LANES))


def _lane(names: list[str], folder: Path, work: Path, shared: Path) -> int:
    """Records one part after another; 1 where one failed, and those behind it are left out."""
    for name in names:
        start = perf_counter()
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
        log = work / f"{name}.log"
        command = [sys.executable, str(HERE), "part", name, str(folder / name), str(work)]
        with open(log, "w") as file:
            environment = _environment(name, work, shared)
            status = subprocess.run(command, env=environment, stdout=file, stderr=file).returncode
        print(f"{name}: {perf_counter() - start:.0f} s", flush=True)
        if status:
            print(log.read_text()[-3000:], file=sys.stderr)
            return 1
    return 0


def _environment(name: str, work: Path, shared: Path) -> dict[str, str]:
    """The same settings in every recording; for the database a search engine without an index."""
    archive = work / ("demonstration" if name == "database" else name)
    settings = {
        "ARCHIVE_DATA_DIR": str(archive),
        "ARCHIVE_SHARED": str(shared.resolve()),
        "DJANGO_SETTINGS_MODULE": "archive.settings",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "SECRET_KEY": "the-same-in-every-recording-and-no-secret",
    }
    if name == "database":
        settings["ARCHIVE_SEARCH_URL"] = f"whoosh:///{work}/no-index"
    others = {key: text for key, text in os.environ.items() if not key.startswith(SETTINGS)}
    return others | settings


def part(name: str, folder: Path, work: Path) -> int:
    """One part, in the process that `record` begins for it."""
    import same_archive
    import same_parts

    masks = {str(work): "WORK", os.environ["ARCHIVE_SHARED"]: "SHARED"}
    notes = same_archive.Notes(folder, masks)
    same_parts.PARTS[name](same_archive.Part(notes, work / "material"))
    return 0


# Comparing


def compare(before: Path, after: Path) -> int:
    """Prints the table; 1 where anything differs."""
    kinds = sorted({_kind(path, folder) for folder in (before, after) for path in _files(folder)})
    if not kinds:
        raise SystemExit(f"Nothing is recorded in {before} or {after}.")
    width = max(map(len, kinds))
    print(f"{'kind':{width}} {'entries':>8} {'equal':>8} {'in spaces':>9} {'differing':>9}")
    totals = Counter()
    for kind in kinds:
        pairs = _pairs(before / f"{kind}.jsonl", after / f"{kind}.jsonl")
        counts = Counter(entries=len(pairs))
        ways = {key: _way(*pair) for key, pair in pairs.items()}
        counts.update(ways.values())
        totals.update(counts)
        cells = (counts[name] for name in ("entries", "equal", "spaces", "differing"))
        print("{:{}} {:8} {:8} {:9} {:9}".format(kind, width, *cells))
        for way in ("differing", "spaces"):
            keys = [key for key in pairs if ways[key] == way]
            for key in keys[:SHOWN]:
                print(f"    {key[:LONGEST]}\n{_difference(*pairs[key])}")
    print(f"{totals['differing']} differences, {totals['spaces']} in spaces beside tags alone")
    return 1 if totals["differing"] or totals["spaces"] else 0


def _pairs(before: Path, after: Path) -> dict[str, tuple[str | None, str | None]]:
    """{key: what came before and after, None where nothing did}"""
    former, latter = _entries(before), _entries(after)
    return {key: (former.get(key), latter.get(key)) for key in [*former, *latter]}


def _way(former: str | None, latter: str | None) -> str:
    """Return "equal", "spaces" where only those beside tags differ, or "differing"."""
    if former == latter:
        return "equal"
    if former is None or latter is None:
        return "differing"
    return "spaces" if _without_spaces(former) == _without_spaces(latter) else "differing"


def _without_spaces(text: str) -> str:
    return re.sub(" ?(<[^>]*>) ?", r"\1", text)


def _files(folder: Path) -> Iterator[Path]:
    return folder.rglob("*.jsonl")


def _kind(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder).with_suffix(""))


def _entries(path: Path) -> dict[str, str]:
    """{key: what came, as the JSON that it was written as}; a key that came twice is numbered."""
    entries: dict[str, str] = {}
    if path.exists():
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                key, content = json.loads(line)
                while key in entries:
                    key += " (again)"
                entries[key] = json.dumps(content, ensure_ascii=False)
    return entries


def _difference(former: str | None, latter: str | None) -> str:
    """Return where two entries part first, and how."""
    if former is None or latter is None:
        return f"        only {'after' if former is None else 'before'}"
    if _without_spaces(former) != _without_spaces(latter):  # then they are not what matters
        former, latter = _without_spaces(former), _without_spaces(latter)
    place, *sides = _parting(json.loads(former), json.loads(latter))
    return "        {}\n        - {}\n        + {}".format(place or "all", *sides)


def _parting(former: object, latter: object, place: str = "") -> tuple[str, str, str]:
    """Return the path of the first part that differs, what it was and what it is."""
    if isinstance(former, dict) and isinstance(latter, dict) and list(former) == list(latter):
        parts = [(f"{place}.{name}", former[name], latter[name]) for name in former]
    elif isinstance(former, list) and isinstance(latter, list):
        pairs = zip_longest(former, latter, fillvalue=NOTHING)
        parts = [(f"{place}[{number}]", *pair) for number, pair in enumerate(pairs)]
    else:
        return place, *_around_parting(_text(former), _text(latter))
    for inner_place, *pair in parts:
        if _text(pair[0]) != _text(pair[1]):
            return _parting(*pair, inner_place)
    return place, _text(former), _text(latter)


def _text(content: object) -> str:
    return content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)


def _around_parting(former: str, latter: str) -> tuple[str, str]:
    """Return both from a little before their first differing character."""
    pairs = enumerate(zip(former, latter, strict=False))
    start = next((place for place, (left, right) in pairs if left != right), 0)
    first = max(start - AROUND, 0)
    return former[first : first + LONGEST], latter[first : first + LONGEST]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ways = parser.add_subparsers(required=True, metavar="{record,compare}")
    for way, names in (
        (record, ["folder"]),
        (compare, ["before", "after"]),
        (part, ["name", "folder", "work"]),
    ):
        arguments = ways.add_parser(way.__name__)
        for name in names:
            arguments.add_argument(name, type=str if name == "name" else Path)
        arguments.set_defaults(way=way)
    chosen = vars(parser.parse_args())
    sys.exit(chosen.pop("way")(**chosen))


if __name__ == "__main__":
    main()
