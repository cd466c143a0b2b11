"""What importers make of real exports: a WordPress site beside the Markdown of the same site, WordPress's own test files.

    python bench/imports.py [--folders] [--memory MB] [--rows N [--beside DIR]]

« right » is against the export itself, read here by ElementTree, and against the site's Markdown, which its author made
from the same database. The peer is feedparser, which reads an export as the feed that it also is. `--folders` imports
all of data/imports as a trial; `--memory` makes an export of that size, reads it and deletes it; `--rows` imports so many
rows of the corpus as JSON Lines, by this checkout and the one beside in turns.
"""

import argparse
import html
import json
import re
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import archives
import feedparser
import import_rates
import lxml.html
import yaml
from speed import row, table

WP = "{http://wordpress.org/export/1.2/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
NO_SUBJECT = {"non classe", "uncategorized"}
OUTCOMES = ("created", "updated", "unchanged", "duplicate", "rejected")


class Post(NamedTuple):
    title: str
    day: str
    authors: list[str]
    tags: set[str]
    words: list[str]


def imports() -> Path:
    """The material's folder, unpacked."""
    folder = archives.FOLDER / "imports-material"
    if not folder.is_dir():
        with tarfile.open(archives.SHARED / "data/imports/imports.tar.xz") as packed:
            packed.extractall(folder, filter="data")
    return folder


def scratch() -> Path:
    """The folder of an archive for trials."""
    folder = archives.open_archive("imports")
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return folder


def words(text: str) -> list[str]:
    from archive.text import fold

    return re.findall(r"\w+", fold(html.unescape(text)))


def post(title: str, day: str, authors: list[str], tags, text: str) -> Post:
    subjects = {" ".join(words(tag)) for tag in tags} - NO_SUBJECT
    return Post(
        " ".join(words(title)),
        day,
        [" ".join(words(name)) for name in authors],
        subjects,
        words(text),
    )


# The same posts, by four ways


def expected(export: Path) -> dict[str, Post]:
    """The published posts by address, as the export itself says."""
    channel = ElementTree.parse(export).getroot().find("channel")
    names = {
        element.findtext(f"{WP}author_login"): element.findtext(f"{WP}author_display_name")
        for element in channel.iter(f"{WP}author")
    }
    return {
        item.findtext("link"): post(
            item.findtext("title"),
            item.findtext(f"{WP}post_date")[:10],
            [names[item.findtext(CREATOR)]],
            [
                element.text
                for element in item.findall("category")
                if element.get("domain") in ("category", "post_tag")
            ],
            item.findtext(CONTENT) or "",
        )
        for item in channel.iter("item")
        if (item.findtext(f"{WP}post_type"), item.findtext(f"{WP}status")) == ("post", "publish")
    }


def reported(paths: list[Path], format: str, folder: Path) -> Iterator[dict]:
    """The rows of an import's report. Imported as by hand, through the command."""
    from django.core.management import call_command

    report, log = folder / "report.jsonl", folder / "log.txt"
    with open(log, "w") as output:
        call_command(
            "import_editorials",
            *map(str, paths),
            format=format,
            report=str(report),
            dry_run=True,
            stdout=output,
            stderr=output,
        )
    with open(report, encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def as_post(line: dict) -> Post:
    return post(
        line["title"] or "", line["date"] or "", line["authors"], line["tags"], line["text"]
    )


def by_archive(export: Path, folder: Path) -> dict[str, Post]:
    numbers = {
        item.findtext(f"{WP}post_id"): item.findtext("link")
        for item in ElementTree.parse(export).getroot().iter("item")
    }
    rows = [line for line in reported([export], "wxr", folder) if line["outcome"] == "created"]
    return {numbers[line["source"].rpartition("#")[2]]: as_post(line) for line in rows}


def by_feedparser(export: Path) -> dict[str, Post]:
    return {
        entry.get("link"): post(
            entry.get("title", ""),
            time.strftime("%Y-%m-%d", entry.published_parsed)
            if entry.get("published_parsed")
            else "",
            [entry.get("author", "")],
            [tag.term for tag in entry.get("tags", [])],
            stripped(entry.content[0].value if entry.get("content") else ""),
        )
        for entry in feedparser.parse(export.read_bytes()).entries
    }


def by_markdown_archive(files: dict[str, Path], folder: Path) -> dict[str, Post]:
    keys = {str(path): link for link, path in files.items()}
    return {
        keys[line["source"]]: as_post(line)
        for line in reported(list(files.values()), "markdown", folder)
    }


def by_markdown_file(path: Path) -> Post:
    """Front matter by PyYAML; of the text, tags taken out by lxml and shortcodes by what they look like."""
    _nothing, head, body = re.split(
        r"^---$", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE
    )
    fields = yaml.safe_load(head)
    tags = [*(fields.get("categories") or []), *(fields.get("tags") or [])]
    return post(str(fields["title"]), path.name[:10], [], map(str, tags), stripped(body))


def stripped(body: str) -> str:
    body = re.sub(r"\[/?[a-z_]+(?:[\s:=][^\]\n]*)?\]", " ", body)
    if not body.strip():
        return ""
    tree = lxml.html.fragment_fromstring(body, create_parent="div")
    lxml.etree.strip_elements(tree, "script", "style", lxml.etree.Comment, with_tail=False)
    return " ".join(tree.itertext())


def f1(ours: list[str], theirs: list[str]) -> float:
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs)) if ours or theirs else 1.0


# Tables


def site(_part: str) -> None:
    """The WordPress export of a French site and its Markdown."""
    folder = scratch()
    export = imports() / "wxr/real-fr/alienlebarge.wordpress.xml"
    truth = expected(export)
    posts = {path.stem: path for path in (imports() / "markdown/alienlebarge/_posts").iterdir()}
    files = {
        link: posts[stem]
        for link, post in truth.items()
        if (stem := f"{post.day}-{link.rstrip('/').rpartition('/')[2]}") in posts
    }
    plain = {link: by_markdown_file(path) for link, path in files.items()}
    ours, markdown = by_archive(export, folder), by_markdown_archive(files, folder)
    print(f"\n{len(truth)} published posts, {len(files)} of them found in the Markdown")
    table(
        "read by",
        "posts",
        "title",
        "day",
        "author",
        "tags",
        "words = Markdown by us",
        "F1 with the bare file",
        "≥ 0.98",
    )
    for name, read in (("archive", ours), ("feedparser", by_feedparser(export))):
        matched = {link: post for link, post in read.items() if link in truth}
        scores = [f1(matched[link].words, plain[link].words) for link in matched if link in plain]
        row(
            name,
            len(matched),
            *(sum(getattr(post, part) == getattr(truth[link], part) for link, post in matched.items()) for part in Post._fields[:4]),
            sum(link in markdown and post.words == markdown[link].words for link, post in matched.items()),
            f"{sum(scores) / len(scores):.4f}",
            f"{sum(score >= 0.98 for score in scores) / len(scores):.3f}",
        )  # fmt: skip
    fields = Post._fields[:2] + Post._fields[3:4]
    wrong = [
        (link, part)
        for link in files
        for part in fields
        if getattr(markdown[link], part) != getattr(plain[link], part)
    ]
    print(
        f"\nMarkdown by us against its front matter: {len(wrong)} fields of {3 * len(files)} differ: {wrong[:5]}"
    )
    _differences(ours, markdown, truth, plain)


def _differences(
    ours: dict[str, Post], markdown: dict[str, Post], truth: dict[str, Post], plain: dict[str, Post]
) -> None:
    table(
        "text differs",
        "only in the export",
        "only in the Markdown",
        "do the sources differ in this?",
    )
    for link, post in ours.items():
        if link not in markdown or post.words == markdown[link].words:
            continue
        left, right = Counter(post.words), Counter(markdown[link].words)
        raw = Counter(truth[link].words), Counter(plain[link].words)
        only = [" ".join((a - b).elements()) for a, b in ((left, right), (right, left))]
        same = all(raw[0][word] == raw[1][word] for word in (left - right) + (right - left))
        row(
            link.rstrip("/").rpartition("/")[2][:40],
            *(text[:70] for text in only),
            "no" if same else "yes",
        )


def fixtures(_part: str) -> None:
    """WordPress's own importer's test exports, each alone."""
    folder = scratch()
    table("export", *OUTCOMES, "traceback", "first reason")
    totals = Counter()
    for path in sorted((imports() / "wxr/importer-fixtures").glob("*.xml")):
        counts, reason = _outcomes([path], "wxr", folder)
        totals += counts + Counter(exports=1)
        row(path.stem, *(counts[name] for name in (*OUTCOMES, "traceback")), reason[:90])
    row(f"{totals['exports']} exports", *(totals[name] for name in (*OUTCOMES, "traceback")), "")


def folders(_part: str) -> None:
    """All of the material, told apart by its content."""
    folder = scratch()
    table("folder", "files", "without outcome", *OUTCOMES, "traceback", "commonest reasons")
    for kind in [
        *sorted(path for path in imports().glob("*/*") if path.is_dir()),
        imports() / "html",
    ]:
        files = [path for path in sorted(kind.rglob("*")) if path.is_file()]
        counts, reasons = _outcomes([kind], "auto", folder, files)
        row(
            kind.relative_to(imports()),
            len(files),
            *(counts[name] for name in ("without", *OUTCOMES, "traceback")),
            reasons[:160],
        )


def _outcomes(
    paths: list[Path], format: str, folder: Path, files: list[Path] = ()
) -> tuple[Counter, str]:
    """How many items ended how, and the commonest reasons; files that no line of the report names are « without »."""
    counts, reasons, named = Counter(), Counter(), set()
    try:
        for line in reported(paths, format, folder):
            counts[line["outcome"]] += 1
            named.add(line["source"])
            if line["reason"]:
                reasons[re.sub(r"«[^»]*»|\d+", "…", line["reason"])] += 1
    except SystemExit:
        counts["unreadable"] += 1
    except Exception as error:  # what this looks for
        counts["traceback"] += 1
        reasons[repr(error)] += 1
    counts["without"] = sum(
        not any(source.startswith(str(path)) for source in named) for path in files
    )
    return counts, "; ".join(f"{count} × {reason}" for reason, count in reasons.most_common(3))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--folders", action="store_true", help="all of data/imports as a trial import"
    )
    parser.add_argument(
        "--memory", type=int, metavar="MB", help="the size of an export to make and read"
    )
    parser.add_argument("--rows", type=int, metavar="N", help="rows of the corpus to import")
    parser.add_argument("--beside", metavar="DIR", help="another checkout, in turns")
    options = parser.parse_args()
    is_narrowed = options.folders or options.memory or options.rows
    parts: list[Callable] = [] if is_narrowed else [site, fixtures]
    for part in [*parts, *([folders] if options.folders else [])]:
        archives.apart(part, "")
    if options.rows:
        import_rates.rates(options.rows, options.beside)
    if options.memory:
        import_rates.exports(imports() / "wxr/real-fr/alienlebarge.wordpress.xml", options.memory)


if __name__ == "__main__":
    main()
