"""How well saved pages are read: title, authors, day and text of annotated real pages, beside trafilatura and newspaper4k.

    python bench/pages.py [--newspaper /tmp/peers/bin/python] [--sample 4] [--kept-apart]

Each tool reads every page in a process of its own, without network. Figures are shares of the annotated pages: titles
alike in words, authors as a set of names (`people`: without offices and agencies, which the reader leaves out by design),
days equal, `wrong` a date given that is another one (`day sure` and `wrong sure`: of the pages whose annotated day stands
on them, and not as that of a change; one annotation in sixteen is doubtful so); F1 of the words of the text, its standfirst before it; segments that
must, or must not, be in it. `whole`: of the pages whose annotated text neither repeats itself nor breaks off while the
page goes on. A third of the sites, drawn by the hash of their names, is kept apart from tuning: --kept-apart
shows its pages alone, --tuned the others. `together` is our reader where the pages of a site come in one import, which
compares them. `either` counts a title as right that is the annotated one or the page's visible heading.

`--whole` measures the import command instead, with its start, operations, captures
and index. newspaper4k is none of the project's packages; where no Python has it, its column says so.
"""

import argparse
import hashlib
import json
import logging
import lzma
import os
import re
import resource
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from pathlib import Path

from annotations import is_whole, key, stands_as_published, visible_titles, words

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("ARCHIVE_SHARED", ROOT.parent / "shared")) / "data" / "pages"
FOLDER = (
    Path(os.environ.get("BENCH_FOLDER", Path(tempfile.gettempdir()) / "archive-bench")) / "pages"
)
GROUPS = ("fundus", "zyte-aeb", "newspaper4k-ds", "français")
# What is no person among the annotated authors.
OFFICE = re.compile(
    r"redaktion|redaction|rédaction|staff|reporter|editor|agentur|agency|press\b|ajans|news\b|institute|school|デジタル"
    r"|\b(?:afp|ap|dpa|tpn|mdr|le monde|landesspiegel|última hora|habertürk|dizindaba|attac france|manila|the citizen)\b"
    r"|t-online|\.(?:at|be|de|is|tr|com)\b",
    re.I,
)
MEASURES = (
    "title",
    "either",
    "authors",
    "people",
    "day",
    "wrong",
    "day sure",
    "wrong sure",
    "F1",
    "F1≥.9",
    "F1 whole",
    "≥.9 whole",
    "must have",
    "must not",
    "failed",
    "pages/s",
)


# One tool each: a page's bytes and address -> {"title", "authors", "date", "text"}


def our_reader():
    """Return what makes a page's bytes and address a record, or what is raised where it cannot."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    os.environ.setdefault("ARCHIVE_DATA_DIR", str(FOLDER / "var"))
    import django

    django.setup()
    from archive.ingest.pages import page
    from archive.ingest.records import Rejected

    def read(data: bytes, url: str):
        try:
            return page(data, "page.html", url)
        except Rejected as rejected:
            return rejected

    return read


def as_reading(record) -> dict:
    """Return a record as all tools tell what they read."""
    from archive.ingest.records import Rejected
    from archive.text import plain

    if isinstance(record, Rejected):
        return {}
    authors = [byline.name for byline in record.bylines]
    text = "\n\n".join(filter(None, [record.standfirst, plain(record.html)]))
    return {"title": record.title, "authors": authors, "date": record.date, "text": text}


def ours():
    read = our_reader()
    return lambda data, url: as_reading(read(data, url))


def together(pages: list[dict]) -> list[dict]:
    """Return what our reader makes of the pages where those of each site come in one import."""
    read = our_reader()
    from archive.ingest.pages.repeated import without_repeated

    by_site = sorted(range(len(pages)), key=lambda number: pages[number]["site"])
    contents = ((Path(pages[number]["path"]), pages[number]["url"] or "") for number in by_site)
    start = time.process_time()
    records = without_repeated(read(path.read_bytes(), url) for path, url in contents)
    readings = dict(zip(by_site, map(as_reading, records), strict=True))
    seconds = (time.process_time() - start) / len(pages)
    return [{**readings[number], "seconds": seconds} for number in range(len(pages))]


def trafilatura():
    from trafilatura import bare_extraction

    def read(data: bytes, url: str) -> dict:
        extracted = bare_extraction(
            data, url=url or None, with_metadata=True, include_comments=False
        )
        if extracted is None:
            return {}
        authors = [name.strip() for name in (extracted.author or "").split(";")]
        return {
            "title": extracted.title,
            "authors": authors,
            "date": extracted.date,
            "text": extracted.text,
        }

    return read


def newspaper4k():
    import newspaper

    def read(data: bytes, url: str) -> dict:
        article = newspaper.Article(url or "https://example.org/page")
        article.download(input_html=data.decode("utf-8", "replace"))
        article.parse()
        day = article.publish_date.isoformat()[:10] if article.publish_date else None
        return {
            "title": article.title,
            "authors": article.authors,
            "date": day,
            "text": article.text,
        }

    return read


TOOLS = {"ours": ours, "together": together, "trafilatura": trafilatura, "newspaper4k": newspaper4k}


def run_tool(name: str, pages: list[dict]) -> list[dict]:
    """What a tool makes of each page, with its seconds of processor time and whether it failed with a traceback."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    socket.socket.connect = _no_network
    socket.getaddrinfo = _no_network
    if name == "together":
        return together(pages)
    read = TOOLS[name]()
    readings = []
    for page in pages:
        data = Path(page["path"]).read_bytes()
        start = time.process_time()
        try:
            reading = read(data, page["url"] or "")
        except Exception as error:
            reading = {"failed": repr(error)[:200]}
        readings.append({**reading, "seconds": time.process_time() - start})
    return readings


def _no_network(*_args, **_kwargs):
    raise OSError("no network in a benchmark")


# The pages


def annotated(sample: int, part: str) -> list[dict]:
    """The annotated pages with the paths of their files, unpacked once."""
    if not (DATA / "pages.jsonl.xz").exists():
        raise SystemExit(f"The pages are not in {DATA}: set ARCHIVE_SHARED.")
    if not (FOLDER / "html").exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        with tarfile.open(DATA / "html.tar.xz") as archive:
            archive.extractall(FOLDER, filter="data")
    with lzma.open(DATA / "pages.jsonl.xz", "rt") as lines:
        pages = [json.loads(line) for line in lines]
    for page in pages:
        page["path"] = str(FOLDER / page["file"])
    return [page for page in pages if part in ("all", "kept apart" if is_apart(page) else "tuned")][
        ::sample
    ]


def is_apart(page: dict) -> bool:
    return int(hashlib.sha256(page["site"].encode()).hexdigest(), 16) % 3 == 0


# The measures


def expected_authors(printed: str) -> list[str]:
    printed = re.sub(r"^Par ", "", re.sub(r"[()]", ", ", printed))
    return [name.strip() for name in re.split(r",|\b(?:avec|et|and)\b", printed) if name.strip()]


def f1(expected: str, got: str | None) -> float:
    theirs, ours = Counter(words(expected)), Counter(words(got))
    common = sum((theirs & ours).values())
    return 2 * common / (sum(theirs.values()) + sum(ours.values())) if common else 0.0


def judged(page: dict, reading: dict) -> dict[str, list[float]]:
    """The measures that a page's annotations allow, each a list of 0 to 1."""
    scores: dict[str, list[float]] = {
        "failed": [float("failed" in reading)],
        "seconds": [reading["seconds"]],
    }
    text = " ".join((reading.get("text") or "").split())
    if page["title"]:
        title = key(reading.get("title"))
        scores["title"] = [float(key(page["title"]) == title)]
        scores["either"] = [float(title in {key(page["title"]), *visible_titles(page)})]
    if page["author"]:
        printed = expected_authors(page["author"])
        got = {key(name) for name in reading.get("authors") or [] if name}
        people = {key(name) for name in printed if not OFFICE.search(name)}
        scores["authors"] = [float({key(name) for name in printed} == got)]
        if people:
            scores["people"] = [
                float(
                    people
                    == {key(n) for n in reading.get("authors") or [] if n and not OFFICE.search(n)}
                )
            ]
    if page["date"]:
        day = reading.get("date") or ""
        scores["day"] = [float(day == page["date"][:10])]
        scores["wrong"] = [float(bool(day) and not page["date"].startswith(day))]
        if "path" in page and stands_as_published(page["path"], page["date"][:10]):
            scores["day sure"], scores["wrong sure"] = scores["day"], scores["wrong"]
    if page["text"]:
        scores["F1"] = [f1(page["text"], text)]
        scores["F1≥.9"] = [float(scores["F1"][0] >= 0.9)]
        if "path" in page and is_whole(page["path"], page["text"]):
            scores["F1 whole"], scores["≥.9 whole"] = scores["F1"], scores["F1≥.9"]
    scores["must have"] = [
        float(" ".join(part.split()) in text) for part in page["must_have"] or []
    ]
    scores["must not"] = [
        float(" ".join(part.split()) not in text) for part in page["must_not"] or []
    ]
    return scores


def groups(page: dict) -> set[str]:
    return {page["source"]} | ({"français"} if page["lang"] == "fr" else set())


def sums(pages: list[dict], answers: list[dict], group: str) -> dict[str, list[float]]:
    """Return all values of each measure over the pages of a group."""
    values: dict[str, list[float]] = defaultdict(list)
    for page, answer in zip(pages, answers, strict=True):
        if group in groups(page):
            for measure, shares in judged(page, answer).items():
                values[measure] += shares
    return values


def table(pages: list[dict], results: dict[str, list[dict]]) -> None:
    for group in GROUPS:
        count = sum(group in groups(page) for page in pages)
        if not count:
            print(f"\n{group}: no such pages here")
            continue
        print(f"\n{group}, {count} pages")
        print(f"{'':14}" + "".join(f"{measure:>11}" for measure in MEASURES))
        for tool, answers in results.items():
            values = sums(pages, answers, group)
            values["pages/s"] = [count / max(sum(values["seconds"]), 1e-9)]
            print(
                f"{tool:14}"
                + "".join(f"{_figure(measure, values[measure]):>11}" for measure in MEASURES)
            )


def _figure(measure: str, values: list[float]) -> str:
    if not values:
        return "–"
    return f"{values[0]:.1f}" if measure == "pages/s" else f"{sum(values) / len(values):.3f}"


def whole(pages: list[dict]) -> None:
    """Print how many pages a second of processor time the import command brings in, all told."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "pages")
        folder.mkdir()
        for page in pages:
            Path(folder, Path(page["path"]).name).symlink_to(page["path"])
        environment = os.environ | {"ARCHIVE_DATA_DIR": str(Path(name, "var")), "ARCHIVE_KEEP": "0"}
        for command in (["migrate", "-v0"], ["rebuild_index"], ["import_editorials", str(folder)]):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            line = [sys.executable, str(ROOT / "manage.py"), *command]
            subprocess.run(line, env=environment, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{len(pages)} pages through the whole command: {len(pages) / seconds:.1f} a CPU second")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--newspaper", default=sys.executable, help="a Python that has newspaper4k")
    parser.add_argument("--sample", type=int, default=1, help="every n-th page only")
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--tuned", dest="part", action="store_const", const="tuned", default="all")
    part.add_argument("--kept-apart", dest="part", action="store_const", const="kept apart")
    parser.add_argument("--whole", action="store_true", help="only the import command’s rate")
    parser.add_argument("--tool", choices=TOOLS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.tool:
        json.dump(run_tool(options.tool, json.load(sys.stdin)), sys.stdout)
        return
    pages = annotated(options.sample, options.part)
    if options.whole:
        whole(pages)
        return
    results = {}
    for tool in TOOLS:
        python = options.newspaper if tool == "newspaper4k" else sys.executable
        command = [python, __file__, "--tool", tool]
        done = subprocess.run(command, input=json.dumps(pages), capture_output=True, text=True)
        if done.returncode:
            print(f"{tool} did not run: {done.stderr.strip().splitlines()[-1][:150]}")
        else:
            results[tool] = json.loads(done.stdout)
    print(
        f"Pages: {options.part}. Seconds are the processor's; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."
    )
    table(pages, results)


if __name__ == "__main__":
    main()
