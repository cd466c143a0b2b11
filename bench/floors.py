"""What may not fall: each figure beside its floor in `floors.json`, in one table.

    python bench/floors.py                          measure and compare
    python bench/floors.py raise                    write what is better than its floor, or has none
    python bench/floors.py lower NAME --why "…"     write what has fallen, with the reason

It ends with 1 where a figure is under its floor. --only NAME, which may repeat, takes a figure
(`cnil.nDCG@10`) or all that begin so (`cnil`). `figures.py` says what is measured. Beside each
floor stands the SHA-256 of what it was measured on: on other material, or where there is none, a
figure is skipped by name, and `lower` is what takes up the other material. The demonstration is
part of the project, so that its floors hold always.
"""

import argparse
import json
import math
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import archives
import figures
import speed

FILE = Path(__file__).with_name("floors.json")
DEMONSTRATION = "demonstration"  # its material is part of the project: it is never skipped
HOLDS, FALLS, NONE = "yes", "NO", "no floor yet"
UNMEASURED, ABSENT, CHANGED = "NO: not measured", "skipped: not there", "skipped: other material"
FAILING = (FALLS, NONE, UNMEASURED)
# What the site would read from the environment beside ARCHIVE_…; the figures are those of its
# defaults, and no database of this machine is written to.
SETTINGS = {
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "DEBUG",
    "HTTPS",
    "SECRET_KEY",
    "TIME_ZONE",
}


class Scale(NamedTuple):
    """Whether a figure may not pass a floor or a ceiling, and the digits of it that count."""

    bound: str
    digits: int

    def rounded(self, figure: float) -> float:
        """Round to the bound's side. What 0.29 × 100 lacks to 29 is no reason for 0.28."""
        steps = round(figure * 10**self.digits, 6)
        steps = math.floor(steps) if self.bound == "floor" else math.ceil(steps)
        return steps / 10**self.digits

    def is_better(self, figure: float, bound: float) -> bool:
        return figure > bound if self.bound == "floor" else figure < bound

    def shown(self, figure: float | None) -> str:
        return "–" if figure is None else f"{figure:.{self.digits}f}"


SHARE = Scale("floor", 3)  # of all figures whose last part is not listed
SCALES = {
    "none": Scale("ceiling", 3),
    "none-judged": Scale("ceiling", 3),
    "wrong": Scale("ceiling", 3),
    "right": Scale("floor", 0),
    "invented": Scale("ceiling", 0),
    "queries": Scale("ceiling", 0),
    "kB": Scale("ceiling", 1),
}


class Row(NamedTuple):
    """A figure: what `floors.json` says of it, the digest of the material that is there (None:
    there is none), what was measured on it, and whether it holds."""

    name: str
    entry: dict
    digest: str | None
    measured: float | None
    verdict: str

    @property
    def scale(self) -> Scale:
        return SCALES.get(self.name.rpartition(".")[2], SHARE)

    @property
    def bound(self) -> float | None:
        return self.entry.get(self.scale.bound)

    def cells(self) -> list[str]:
        sign = "≥" if self.scale.bound == "floor" else "≤"
        bound = "–" if self.bound is None else f"{sign} {self.scale.shown(self.bound)}"
        return [self.name, bound, self.scale.shown(self.measured), self.verdict]


def is_within(name: str, chosen: list[str]) -> bool:
    """Return True if a name is chosen, or is part of a chosen one; any is where none is chosen."""
    return not chosen or any(f"{name}.".startswith(f"{choice}.") for choice in chosen)


def trial_of(name: str) -> str:
    """Return the trial that a figure is of; "" where there is no such trial."""
    return next((trial for trial in figures.TRIALS if name.startswith(f"{trial}.")), "")


def compared(entries: dict[str, dict], chosen: list[str], lowering: bool) -> list[Row]:
    """Measure the chosen figures and hold them against their entries; `lowering`: those on other
    material are measured too."""
    trials = [trial for trial in figures.TRIALS if _is_touched(trial, chosen)]
    digests = {trial: figures.digest(figures.TRIALS[trial]) for trial in trials}
    due = [trial for trial in trials if lowering or _is_comparable(trial, digests[trial], entries)]
    measured = _measured([trial for trial in due if digests[trial]])
    rows = []
    for name in [*entries, *(name for name in measured if name not in entries)]:
        if is_within(name, chosen):
            digest = digests.get(trial_of(name))
            rows.append(_row(name, entries.get(name, {}), digest, measured.get(name)))
    return rows


def _is_touched(trial: str, chosen: list[str]) -> bool:
    """Return True if any figure of a trial may be chosen."""
    return is_within(trial, chosen) or any(is_within(name, [trial]) for name in chosen)


def _is_comparable(trial: str, digest: str | None, entries: dict[str, dict]) -> bool:
    """Return True if a trial has a floor of the same material, or none at all yet."""
    recorded = {entry["data"] for name, entry in entries.items() if trial_of(name) == trial}
    return trial == DEMONSTRATION or not recorded or digest in recorded


def _measured(trials: list[str]) -> dict[str, float]:
    """Return all figures of some trials, each in a process of its own, two at a time since two
    cores are what is counted on."""
    with ThreadPoolExecutor(2) as threads:
        answers = threads.map(lambda trial: archives.apart(figures.measured, trial), trials)
        return {name: figure for answer in answers for name, figure in answer.items()}


def _row(name: str, entry: dict, digest: str | None, figure: float | None) -> Row:
    row = Row(name, entry, digest, None, "")
    if figure is not None:
        row = row._replace(measured=row.scale.rounded(figure))
    return row._replace(verdict=_verdict(row))


def _verdict(row: Row) -> str:
    trial = trial_of(row.name)
    if trial and row.digest is None:
        return ABSENT
    if row.entry and row.entry["data"] != row.digest and trial not in ("", DEMONSTRATION):
        return CHANGED
    if row.measured is None:
        return UNMEASURED
    if row.bound is None:
        return NONE
    return FALLS if row.scale.is_better(row.bound, row.measured) else HOLDS


# The file


def read(path: Path) -> dict[str, dict]:
    """Return {figure: its entry}: `floor` or `ceiling`, `data` (the digest), and `lowered`, each
    fall that was allowed: `from` which bound, and `why`."""
    return json.loads(path.read_text(encoding="utf-8"))["figures"]


def write(path: Path, entries: dict[str, dict]) -> None:
    """Write the entries, a line each, in the order of the trials, and what each trial measures."""
    order = [*figures.TRIALS, ""]
    ordered = sorted(entries, key=lambda name: order.index(trial_of(name)))
    trials = dict.fromkeys(filter(None, map(trial_of, ordered)))
    sections = {
        "material": {trial: figures.TRIALS[trial].part for trial in trials},
        "figures": {name: entries[name] for name in ordered},
    }
    blocks = []
    for section, members in sections.items():
        lines = [f"  {_line(name)}: {_line(member)}" for name, member in members.items()]
        blocks.append(f'"{section}": {{\n' + ",\n".join(lines) + "\n}")
    path.write_text("{\n" + ",\n".join(blocks) + "\n}\n", encoding="utf-8")


def _line(member) -> str:
    return json.dumps(member, ensure_ascii=False)


# Changes of floors


def changed(command: str, rows: list[Row], why: str) -> dict[str, dict]:
    """Return the entries that a command writes, by figure."""
    if command == "raise":
        return {row.name: raised(row) for row in rows if _may_rise(row)}
    if command == "lower":
        return {row.name: lowered(row, why) for row in rows if _may_fall(row)}
    return {}


def _may_rise(row: Row) -> bool:
    """Return True if a figure has no floor or is above it, or holds on a demonstration that has
    changed."""
    if row.verdict == HOLDS:
        is_better = row.scale.is_better(row.measured, row.bound)
        return is_better or row.entry["data"] != row.digest
    return row.verdict == NONE


def raised(row: Row) -> dict:
    """Return the entry with the figure as its floor; a fall that it makes good is forgotten."""
    falls = row.entry.get("lowered", [])
    lasting = [fall for fall in falls if row.scale.is_better(fall["from"], row.measured)]
    return _entry(row, lasting)


def _may_fall(row: Row) -> bool:
    return row.verdict in (FALLS, CHANGED) and row.measured is not None


def lowered(row: Row, why: str) -> dict:
    """Return the entry with the figure as its floor, and the reason beside those of before."""
    return _entry(row, [*row.entry.get("lowered", []), {"from": row.bound, "why": why}])


def _entry(row: Row, falls: list[dict]) -> dict:
    entry = {row.scale.bound: row.measured, "data": row.digest}
    return entry | ({"lowered": falls} if falls else {})


# The command


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    start = perf_counter()
    entries = read(options.file)
    with tempfile.TemporaryDirectory(prefix="floors-") as folder:
        _isolate(folder)
        rows = compared(entries, options.only, lowering=options.command == "lower")
    if not rows:
        print(f"No figure is called {', '.join(options.only)}.", file=sys.stderr)
        return 2
    speed.table("figure", "floor", "measured", "holds")
    for row in rows:
        speed.row(*row.cells())
    changes = changed(options.command, rows, options.why)
    if changes:
        write(options.file, entries | changes)
    failing = [row.name for row in rows if row.verdict in FAILING and row.name not in changes]
    _tell(rows, failing, changes)
    print(f"\n{len(rows)} figures in {perf_counter() - start:.0f} s.")
    if options.command == "lower" and not changes:
        print("Nothing was lowered: no figure of that name has fallen.", file=sys.stderr)
        return 1
    return int(bool(failing))


def _tell(rows: list[Row], failing: list[str], changes: dict[str, dict]) -> None:
    """Print what is skipped, what fails and what was written, by name."""
    for verdict in (ABSENT, CHANGED):
        skipped = [row.name for row in rows if row.verdict == verdict and row.name not in changes]
        if skipped:
            print(f"\n{verdict[:1].upper()}{verdict[1:]}: {', '.join(skipped)}")
    moved = [row.name for row in rows if row.verdict == HOLDS and row.entry["data"] != row.digest]
    if moved:
        print(f"\nHeld on a demonstration that has changed: {', '.join(moved)}")
    if failing:
        print(f"\nFailing: {', '.join(failing)}")
    if changes:
        print(f"\nWritten: {', '.join(changes)}")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=formatter)
    parser.add_argument("command", nargs="?", choices=("check", "raise", "lower"), default="check")
    parser.add_argument("name", nargs="?", help="of the figure, or figures, to lower")
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--why", default="", help="the reason for lowering, kept in the file")
    parser.add_argument("--file", type=Path, default=FILE)
    options = parser.parse_args(arguments)
    if options.command == "lower":
        if not options.name or not options.why.strip():
            parser.error('a floor is lowered by its NAME and with a reason: --why "…"')
        options.only = [options.name]
    elif options.name or options.why:
        parser.error("only `lower` takes a NAME and --why; others take --only NAME")
    return options


def _isolate(folder: str) -> None:
    """Let the processes that measure begin with no archive of before and no setting of the
    machine."""
    for name in list(os.environ):
        if name in SETTINGS or (name.startswith("ARCHIVE_") and name != "ARCHIVE_SHARED"):
            del os.environ[name]
    os.environ["BENCH_FOLDER"] = folder


if __name__ == "__main__":
    sys.exit(main())
