"""How good are suggested tags? The tags of a fifth of the documents are hidden, then suggested from the others'.

    python bench/tagging.py [geotribu] [alienlebarge] [codes]

Each collection is filled into an archive of its own. Precision at 5 is the share of five places that hold a hidden tag
(an empty place is a miss), recall at 5 the share of the hidden tags that are among the five. `possible` is what a
perfect suggestion of five would get: many documents have fewer tags, or tags that nothing else bears.
"""

import argparse
import random
import re
import tarfile
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import archives
import speed

HIDDEN = 5  # one in so many
PLACES = 5
SEED = 20260101
EVERY = 5  # of the articles of codes
EXPORTS = {"geotribu": "./markdown/geotribu/", "alienlebarge": "./wxr/real-fr/"}
COLLECTIONS = ("geotribu", "alienlebarge", "codes")


def documents(name: str) -> list[archives.Document]:
    """The tagged documents of a collection, in an order of chance."""
    material = list(_codes() if name == "codes" else _exported(name))
    tagged = [document for document in material if document.tags]
    random.Random(SEED).shuffle(tagged)
    return tagged


def _codes() -> Iterator[archives.Document]:
    tagged = [document for document in archives.corpus(36_141) if document.tags]
    yield from tagged[::EVERY]


def _exported(name: str) -> Iterator[archives.Document]:
    """The posts of an export in `data/imports`, read by the archive's own readers."""
    from archive import ingest, text

    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archives.SHARED / "data/imports/imports.tar.xz") as packed:
            members = [
                member for member in packed.getmembers() if member.name.startswith(EXPORTS[name])
            ]
            packed.extractall(folder, members, filter="data")
        for path in ingest.walk([folder]):
            for member in ingest.read(path):
                if isinstance(member, ingest.Record):
                    date = member.date or ""
                    yield archives.Document(
                        member.source,
                        member.title,
                        text.plain(member.html),
                        None,
                        date,
                        "",
                        member.tags,
                    )


# Suggesting


class Split(NamedTuple):
    """The hidden tags, folded, of each editorial that they are suggested for, and the slug of each tag that others
    bear."""

    hidden: dict[int, set[str]]
    editorials: dict[int, Any]
    slugs: dict[str, str]


class Score(NamedTuple):
    precision: float
    recall: float
    times: list[speed.Time]


def split(name: str) -> Split:
    """Fill the archive of a collection without the hidden tags, and index it."""
    archives.open_archive(f"tagging-{name}")
    numbered = list(enumerate(documents(name), 1))
    bare = [replace(document, tags=()) if n % HIDDEN == 0 else document for n, document in numbered]
    archives.fill(lambda: bare)
    if not archives.indexed():
        archives.index()
    from archive.models import Editorial, Tag
    from archive.text import fold

    hidden = {
        n: {fold(tag) for tag in document.tags} for n, document in numbered if n % HIDDEN == 0
    }
    slugs = {tag.key: tag.slug for tag in Tag.objects.all()}
    return Split(hidden, Editorial.objects.in_bulk(hidden), slugs)


def score(suggest: Callable, split: Split) -> Score:
    """Return how many of the hidden tags an engine suggests, averaged over the editorials."""
    times, precision, recall = [], 0.0, 0.0
    for number, tags in split.hidden.items():
        suggestions: list[str] = []
        times.append(speed.timed(partial(_into, suggestions, suggest, split.editorials[number])))
        right = len({split.slugs.get(tag) for tag in tags} & set(suggestions[:PLACES]))
        precision, recall = precision + right / PLACES, recall + right / len(tags)
    return Score(precision / len(split.hidden), recall / len(split.hidden), times)


def measured(name: str) -> list[tuple]:
    """Rows: who suggested, precision and recall at 5, milliseconds of one suggestion."""
    tagged = split(name)
    count, rows = len(tagged.hidden), []
    for engine, suggest in engines():
        got = score(suggest, tagged)
        rows.append((engine, count, f"{got.precision:.3f}", f"{got.recall:.3f}", got.times))
    shares = [(len(tags & tagged.slugs.keys()), len(tags)) for tags in tagged.hidden.values()]
    places = [min(present, PLACES) for present, _ in shares]
    best = sum(places) / count / PLACES
    reach = sum(place / all for place, (_, all) in zip(places, shares, strict=True)) / count
    return [*rows, ("possible", count, f"{best:.3f}", f"{reach:.3f}", [])]


def _into(suggestions: list[str], suggest: Callable, editorial) -> None:
    suggestions.extend(suggest(editorial))


def engines() -> Iterator[tuple[str, Callable]]:
    """Yield who suggests: this archive first, then its peers."""
    from archive.models import Tag
    from archive.search import suggested_tags

    names = {tag.slug: [tag.name] for tag in Tag.objects.all()}
    uses = Counter(dict(Tag.objects.with_counts().values_list("slug", "editorial_count")))
    frequent = [slug for slug, _ in uses.most_common(PLACES)]
    yield (
        "this archive",
        lambda editorial: [
            suggestion.slug for suggestion in suggested_tags(editorial, names, most=PLACES)
        ],
    )
    yield "the most frequent tags", lambda editorial: frequent
    yield "tag names in the text", _NamesInText(names, uses)


class _NamesInText:
    """The tags whose name stands in the text to the letter, case aside: those most often there first, then by use."""

    def __init__(self, names: dict[str, list[str]], uses: Counter):
        self._uses = uses
        self._names = {
            slug: re.compile(rf"(?<!\w){re.escape(name[0].lower())}(?!\w)")
            for slug, name in names.items()
        }

    def __call__(self, editorial) -> list[str]:
        text = f"{editorial.title}\n{editorial.text}".lower()
        counts = {slug: len(name.findall(text)) for slug, name in self._names.items()}
        return sorted(
            filter(counts.get, counts), key=lambda slug: (-counts[slug], -self._uses[slug])
        )[:PLACES]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("collections", nargs="*", default=COLLECTIONS)
    for name in parser.parse_args().collections:
        print(f"\n{name}")
        speed.table("engine", "documents", "P@5", "R@5", "p50 ms", "p95 ms", "worst ms")
        for *cells, times in archives.apart(measured, name):
            speed.row(*cells, *(speed.spread(times) if times else [""] * 3))


if __name__ == "__main__":
    main()
