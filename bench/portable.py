"""The portable archive: its size, the time to write it, how quickly its own scripts search it in
Node, and for how many searches its first result is the site's.

    python bench/portable.py                      600, 10,000 and 36,141 editorials, then agreement
    python bench/portable.py --sizes 600          others; none: --sizes 0
    python bench/portable.py --keep               archives and copies of an earlier run that are there

Agreement is on the visitors' searches (bench/visitors_archive.py), which were looked at while the
scripts were written; and on questions and wordings of the judged collections, asked of the same
archive, whatever they find: those of this seed were not looked at.
"""

import argparse
import json
import random
import subprocess
from collections import defaultdict
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

import archives
import visitors_archive

SIZES = (600, 10_000, 36_141)
FOREIGN = 400  # searches of the judged collections
SEED = 11
SCRIPT = Path(__file__).with_name("portable_search.js")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    options.add_argument("--keep", action="store_true")
    options.add_argument("--wrong", action="store_true", help="list the searches that differ")
    given = options.parse_args()
    print(f"{'editorials':>10} {'files':>7} {'MB':>6} {'index MB':>9} {'largest kB':>11} {'CPU s':>6}"
          f" {'own MB':>7} {'first ms':>9} {'median ms':>10} {'p95 ms':>7}")  # fmt: skip
    for size in filter(None, given.sizes):
        print(archives.apart(measured, size, given.keep), flush=True)
    for line in archives.apart(agreement, given.keep, given.wrong):
        print(line)


def measured(size: int, keep: bool) -> str:
    """Return a line on an archive of so many administrative sheets."""
    archives.open_archive(f"portable-{size}")
    archives.fill(partial(archives.corpus, size))
    folder = archives.FOLDER / f"portable-copy-{size}"
    use = archives.Use()
    if not (keep and folder.exists()):
        use = archives.used(partial(_export, folder))
    texts = [search["text"] for search in visitors_archive.searches()]
    times = [answer["ms"] for answer in asked(folder, texts)]
    index = [file.stat().st_size for file in (folder / "index").rglob("*.js")]
    files = sum(1 for file in folder.rglob("*") if file.is_file())
    return (
        f"{size:>10,} {files:>7,} {archives.size_on_disk(folder):>6.0f} {sum(index) / 1e6:>9.1f}"
        f" {max(index) / 1e3:>11.0f} {use.cpu:>6.0f} {use.own:>7.0f} {times[0]:>9.0f}"
        f" {median(times[1:]):>10.1f} {quantiles(times[1:], n=20)[-1]:>7.0f}"
    )


def _export(folder: Path) -> None:
    from django.core.management import call_command

    call_command("export_site", str(folder), verbosity=0)


def asked(folder: Path, texts: list[str]) -> list[dict]:
    """Return what the copy's own scripts answer to each text: {ids, ms}."""
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run(
        ["node", str(SCRIPT), str(folder)], input=lines, capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


# Agreement


def agreement(keep: bool, lists_wrong: bool) -> list[str]:
    """Return lines on how many searches have the site's first result first, by part and kind."""
    visitors_archive.open_filled(visitors_archive.SHEETS, keep)
    folder = archives.FOLDER / "portable-copy-visitors"
    _export(folder)
    parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for search in visitors_archive.searches():
        parts["visitors"].append((search["kind"], search["text"]))
    parts["judged collections"] = _foreign()
    lines = []
    for part, searches in parts.items():
        answers = asked(folder, [text for _kind, text in searches])
        agreeing: dict[str, list[bool]] = defaultdict(list)
        for (kind, text), answer in zip(searches, answers, strict=True):
            first = _first_on_site(text)
            agreeing[kind].append(first == answer["ids"][:1])
            if lists_wrong and not agreeing[kind][-1]:
                lines.append(f"  {kind}: {text} — site {first}, copy {answer['ids'][:3]}")
        whole = [is_same for kind in agreeing.values() for is_same in kind]
        lines.append(f"{part:<22} {sum(whole) / len(whole):.3f} of {len(whole)}")
        less = {kind: some for kind, some in agreeing.items() if not all(some)}
        for kind, some in sorted(less.items()):
            lines.append(f"  {kind:<20} {sum(some)} of {len(some)}")
    return lines


def _first_on_site(text: str) -> list[int]:
    from django.http import QueryDict

    from archive.search import Question, ask

    question = Question.read(QueryDict(urlencode({"q": text, "page_size": 1})))
    return [hit.id for hit in ask(question).hits]


def _foreign() -> list[tuple[str, str]]:
    """Return (collection, text) of searches that nobody wrote for this archive."""
    searches = []
    for name in ("cdtn", "piaf", "cnil"):
        path = archives.SHARED / "data/relevance" / name / "queries.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines():
            searches.append((name, json.loads(line)["text"]))
    random.Random(SEED).shuffle(searches)
    return searches[:FOREIGN]


if __name__ == "__main__":
    main()
