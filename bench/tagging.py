"""How good are suggested tags? The tags of a fifth of the documents are hidden, then suggested from the others'.

    python bench/tagging.py [mixed] [geotribu] [alienlebarge] [codes] [--read 200 | --calibration | --reach]

Each collection is filled into an archive of its own; `mixed` is one of all that an archive may hold: the demonstration, the
seeds and three real sites. Of it the figures are told apart as well by where the documents came from: what suggests
was tuned on the others, never on those of KEPT_APART. Categories that a site files its texts under are entered as
such, and are neither hidden nor asked for.

Precision at 5 is the share of five places that hold a hidden tag (an empty place is a miss), recall at 5 the share of
the hidden tags that are among the five. `possible` is what a perfect suggestion of five would get: many documents have
fewer tags, or tags that nothing else bears. « sure » is the precision of the tags that are shown as sure, and how many
of all hidden tags these cover. With `--calibration` it tells instead, of all tags that may be suggested, how likely
they are said to be beside how many are right; with `--reach` which of the hidden tags anything speaks for.
"""

import argparse
import random
import re
import tarfile
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import archives
import speed

HIDDEN = 5  # one in so many
PLACES = 5
MOST = 1000  # suggestions, where all are asked for
SEED = 20260101
EVERY = 5  # of the articles of codes
EXPORTS = {
    "geotribu": "./markdown/geotribu/",
    "alienlebarge": "./wxr/real-fr/",
    "saaspasse": "./markdown/saaspasse-editoriaux/",
}
COLLECTIONS = ("mixed", "geotribu", "alienlebarge", "codes")
KEPT_APART = "alienlebarge"


def documents(name: str) -> list[archives.Document]:
    """The tagged documents of a collection, in an order of chance; of the mixed one those without tags, too."""
    if name == "mixed":
        material = [*_demonstration(), *_seeds()]
        for site in EXPORTS:
            material += _exported(site)
    elif name == "codes":
        material = [document for document in _codes() if document.tags]
    else:
        material = [document for document in _exported(name) if document.tags]
    random.Random(SEED).shuffle(material)
    return material


def _codes() -> Iterator[archives.Document]:
    tagged = [document for document in archives.corpus(36_141) if document.tags]
    yield from tagged[::EVERY]


def _exported(name: str) -> Iterator[archives.Document]:
    """The posts of an export in `data/imports`, read by the archive's own readers."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archives.SHARED / "data/imports/imports.tar.xz") as packed:
            members = [
                member for member in packed.getmembers() if member.name.startswith(EXPORTS[name])
            ]
            packed.extractall(folder, members, filter="data")
        yield from _read(folder, name)


def _demonstration() -> Iterator[archives.Document]:
    return _read(archives.ROOT / "fixtures/demo", "démonstration")


def _seeds() -> Iterator[archives.Document]:
    return _read(archives.SHARED / "seeds", "semences")


def _read(folder, source: str) -> Iterator[archives.Document]:
    from archive import ingest, text

    for path in ingest.walk([str(folder)]):
        for record in ingest.read(path):
            if isinstance(record, ingest.Record):
                yield archives.Document(
                    record.source,
                    record.title,
                    text.plain(record.html),
                    None,
                    record.date or "",
                    source,
                    record.tags,
                    record.categories,
                )


# Suggesting


class Split(NamedTuple):
    """The hidden tags, folded, of each editorial that they are suggested for, where it came from, and the slug of each
    tag that others bear."""

    hidden: dict[int, set[str]]
    sources: dict[int, str]
    editorials: dict[int, Any]
    slugs: dict[str, str]


class Suggestion(NamedTuple):
    """A suggested tag; whether it is shown as sure, and how likely it is said to be."""

    slug: str
    is_sure: bool = False
    likelihood: float = 0.0


Suggest = Callable[[Any], list[Suggestion]]


class Tally(NamedTuple):
    """Of one editorial: its hidden tags, how many of five suggestions are among them, how many were said to be sure,
    and how many of these are."""

    hidden: int
    right: int
    sure: int
    surely_right: int


class Score(NamedTuple):
    """Averages over editorials; of the sure ones over all tags."""

    precision: float
    recall: float
    sure_precision: float
    sure_recall: float
    times: list[speed.Time]


def split(name: str) -> Split:
    """Fill the archive of a collection without the hidden tags, and index it."""
    archives.open_archive(f"tagging-{name}")
    numbered = list(enumerate(documents(name), 1))
    bare = [
        replace(document, tags=(), categories=()) if n % HIDDEN == 0 else document
        for n, document in numbered
    ]
    archives.fill(lambda: bare)
    if not archives.indexed():
        archives.index()
    from archive.models import Editorial, Tag
    from archive.search import learn_tags
    from archive.text import fold

    learn_tags()
    hidden, sources = {}, {}
    for number, document in numbered:
        tags = {fold(tag) for tag in document.tags} - {fold(tag) for tag in document.categories}
        if number % HIDDEN == 0 and tags:
            hidden[number], sources[number] = tags, document.source
    slugs = {tag.key: tag.slug for tag in Tag.objects.all()}
    return Split(hidden, sources, Editorial.objects.in_bulk(hidden), slugs)


def tallies(suggest: Suggest, split: Split) -> tuple[dict[int, Tally], dict[int, speed.Time]]:
    """Return what an engine suggests for each editorial, judged, and how long it takes."""
    judged, times = {}, {}
    for number, tags in split.hidden.items():
        suggestions: list[Suggestion] = []
        times[number] = speed.timed(partial(_into, suggestions, suggest, split.editorials[number]))
        right = {split.slugs.get(tag) for tag in tags}
        shown = {suggestion.slug for suggestion in suggestions[:PLACES]}
        sure = {suggestion.slug for suggestion in suggestions[:PLACES] if suggestion.is_sure}
        judged[number] = Tally(len(tags), len(shown & right), len(sure), len(sure & right))
    return judged, times


def score(suggest: Suggest, split: Split) -> Score:
    """Return how many of the hidden tags an engine suggests, averaged over the editorials."""
    judged, times = tallies(suggest, split)
    return summed(list(judged.values()), list(times.values()))


def summed(judged: Collection[Tally], times: list[speed.Time]) -> Score:
    count, tags = len(judged), sum(tally.hidden for tally in judged)
    surely_right = sum(tally.surely_right for tally in judged)
    return Score(
        sum(tally.right for tally in judged) / PLACES / count,
        sum(tally.right / tally.hidden for tally in judged) / count,
        surely_right / max(sum(tally.sure for tally in judged), 1),
        surely_right / tags,
        times,
    )


def measured(name: str) -> list[tuple]:
    """Rows: who suggested, where the editorials came from, how many, precision and recall at 5, those of what is sure,
    milliseconds of one suggestion."""
    tagged = split(name)
    rows: list[tuple] = []
    for engine, suggest in engines():
        judged, times = tallies(suggest, tagged)
        for part, numbers in _parts(tagged).items():
            of_part = summed([judged[n] for n in numbers], [times[n] for n in numbers])
            cells = [f"{value:.3f}" for value in of_part[:4]]
            rows.append((engine, part, len(numbers), *cells, of_part.times))
    for part, numbers in _parts(tagged).items():
        rows.append(("possible", part, len(numbers), *_possible(tagged, numbers), "", "", []))
    return rows


def _parts(tagged: Split) -> dict[str, list[int]]:
    """The editorials: all, then those that suggesting was tuned on and those kept apart, where there are both."""
    apart = [n for n, source in tagged.sources.items() if source == KEPT_APART]
    tuned = [n for n, source in tagged.sources.items() if source != KEPT_APART]
    parts = {"all": list(tagged.hidden)}
    if apart and tuned:
        parts |= {"tuned on": tuned, "kept apart": apart}
    return parts


def _possible(tagged: Split, numbers: list[int]) -> tuple[str, str]:
    precision = recall = 0.0
    for number in numbers:
        tags = tagged.hidden[number]
        places = min(len(tags & tagged.slugs.keys()), PLACES)
        precision += places / PLACES
        recall += places / len(tags)
    return f"{precision / len(numbers):.3f}", f"{recall / len(numbers):.3f}"


def _into(suggestions: list[Suggestion], suggest: Suggest, editorial) -> None:
    suggestions.extend(suggest(editorial))


def engines(most: int = PLACES) -> Iterator[tuple[str, Suggest]]:
    """Yield who suggests: this archive first, so many tags, then its peers."""
    from archive.models import Tag
    from archive.models.teaching import names_of_tags
    from archive.search import suggested_tags
    from archive.search.about.tag_evidence import Level

    names = {tag.slug: [tag.name] for tag in Tag.objects.all()}
    uses = Counter(dict(Tag.objects.with_counts().values_list("slug", "editorial_count")))
    frequent = [Suggestion(slug) for slug, _ in uses.most_common(PLACES)]

    def suggest(editorial) -> list[Suggestion]:
        return [
            Suggestion(suggested.slug, suggested.level == Level.SURE, suggested.score)
            for suggested in suggested_tags(editorial, names_of_tags(), most=most)
        ]

    yield "this archive", suggest
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

    def __call__(self, editorial) -> list[Suggestion]:
        text = f"{editorial.title}\n{editorial.text}".lower()
        counts = {slug: len(name.findall(text)) for slug, name in self._names.items()}
        ranked = sorted(
            filter(counts.get, counts), key=lambda slug: (-counts[slug], -self._uses[slug])
        )
        return [Suggestion(slug) for slug in ranked[:PLACES]]


def calibration(name: str) -> list[tuple]:
    """Rows: where the editorials came from, a tenth of likelihood, the suggestions in it, their mean likelihood, the
    share that is right."""
    tagged = split(name)
    _engine, suggest = next(engines(MOST))
    judged: dict[int, list[tuple[float, bool]]] = {}
    for number, editorial in tagged.editorials.items():
        right = {tagged.slugs.get(tag) for tag in tagged.hidden[number]}
        judged[number] = [(tag.likelihood, tag.slug in right) for tag in suggest(editorial)]
    rows: list[tuple] = []
    for part, numbers in _parts(tagged).items():
        bins: dict[int, list[tuple[float, bool]]] = {tenth: [] for tenth in range(10)}
        for number in numbers:
            for likelihood, is_right in judged[number]:
                bins[min(int(likelihood * 10), 9)].append((likelihood, is_right))
        for tenth, pairs in bins.items():
            count = max(len(pairs), 1)
            predicted = sum(likelihood for likelihood, _ in pairs) / count
            share = sum(is_right for _, is_right in pairs) / count
            rows.append((part, f"{tenth / 10:.1f}", len(pairs), f"{predicted:.3f}", f"{share:.3f}"))
    return rows


def reach(name: str) -> list[tuple]:
    """Rows: where the editorials came from, their hidden tags; of these the shares that others bear, that the text says,
    that alike editorials bear, that are suggested at all, in whatever place."""
    tagged = split(name)
    from archive.models.teaching import names_of_tags
    from archive.search import suggested_tags

    reached: dict[int, list[tuple[bool, bool, bool, bool]]] = {}
    for number, editorial in tagged.editorials.items():
        why = {tag.slug: tag for tag in suggested_tags(editorial, names_of_tags(), most=MOST)}
        reached[number] = []
        for slug in map(tagged.slugs.get, tagged.hidden[number]):
            tag = why.get(slug)
            reasons = (bool(tag and tag.named), bool(tag and tag.neighbours), tag is not None)
            reached[number].append((slug is not None, *reasons))
    rows: list[tuple] = []
    for part, numbers in _parts(tagged).items():
        tags = [reasons for number in numbers for reasons in reached[number]]
        shares = [sum(column) / len(tags) for column in zip(*tags, strict=True)]
        rows.append((part, len(tags), *(f"{share:.3f}" for share in shares)))
    return rows


def said(name: str, count: int) -> list[str]:
    """So many of the tags that are shown with « le texte le dit », each with the passage, to be read by a person."""
    tagged = split(name)
    from archive.models.teaching import names_of_tags
    from archive.search import suggested_tags

    lines = []
    for number, editorial in tagged.editorials.items():
        right = {tagged.slugs.get(tag) for tag in tagged.hidden[number]}
        for suggested in suggested_tags(editorial, names_of_tags(), most=PLACES):
            if suggested.named:
                mark = "+" if suggested.slug in right else "-"
                passage = suggested.passage.plain() if suggested.passage else ""
                lines.append(f"{mark} {suggested.named} [{suggested.level}] | {passage}")
    random.Random(SEED).shuffle(lines)
    return lines[:count]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("collections", nargs="*", default=COLLECTIONS)
    parser.add_argument("--read", type=int, help="print so many of « le texte le dit » instead")
    parser.add_argument("--calibration", action="store_true")
    parser.add_argument("--reach", action="store_true")
    options = parser.parse_args()
    for name in options.collections:
        print(f"\n{name}")
        if options.read:
            print("\n".join(archives.apart(said, name, options.read)))
        elif options.calibration:
            speed.table("of", "likelihood from", "suggestions", "said", "right")
            _rows(calibration, name)
        elif options.reach:
            speed.table("of", "hidden tags", "by others", "said", "by alike", "suggested")
            _rows(reach, name)
        else:
            _scores(name)


def _rows(of: Callable[[str], list[tuple]], name: str) -> None:
    for row in archives.apart(of, name):
        speed.row(*row)


def _scores(name: str) -> None:
    speed.table(
        *("engine", "of", "documents", "P@5", "R@5", "sure P", "sure R"),
        *("p50 ms", "p95 ms", "worst ms"),
    )
    for *cells, times in archives.apart(measured, name):
        speed.row(*cells, *(speed.spread(times) if times else [""] * 3))


if __name__ == "__main__":
    main()
