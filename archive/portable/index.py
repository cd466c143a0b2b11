"""The index of a portable archive: files that a browser searches by itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from archive.portable import reading_tables
from archive.portable.encoding import Scripts, number, numbers, signed
from archive.portable.gathering import Document, Gathering
from archive.portable.vocabulary import FRENCH, Vocabulary
from archive.search.question.typed_fields import FIELDS
from archive.search.words.telling import idf
from archive.text import fold

EDITION = 1  # of the files' form: the scripts beside them read this one
HUNDREDTHS = 100


def write(folder: Path, gathering: Gathering, shown: Iterable[str]) -> None:
    """Write the index of what was gathered; `shown` yields of each what a result shows, a line.

    The order is that of the gathering.
    """
    scripts = Scripts(folder)
    vocabulary = Vocabulary(gathering)
    facets = _facets(gathering.documents)
    rows = reading_tables.named(facets)
    equivalents = reading_tables.equivalents(gathering.acronyms)
    plain = reading_tables.plain_forms(equivalents, vocabulary.forms)
    words, openings = scripts.write_words("words", vocabulary.words())
    _numbers, foreign = scripts.write_words("french", vocabulary.foreign_words())
    issues = sorted(facets["issue"])
    places = {facet: _places(slug for slug, _name in rows[facet]) for facet in rows}
    places["issue"] = _places(issues)
    lines = _documents(gathering.documents, vocabulary, places)
    scripts.write(
        "start",
        {
            "edition": EDITION,
            "size": len(gathering.documents),
            "lengths": _average_lengths(gathering.documents),
            "words": words,
            "openings": list(map(fold, openings)),
            "french": list(map(fold, foreign)),
            "postings": scripts.write_lines("postings", map(gathering.postings, vocabulary.forms)),
            "documents": scripts.write_lines("documents", lines),
            "shown": scripts.write_lines("shown", shown),
            "names": _table(scripts, "names", reading_tables.names(rows)),
            "equivalents": _table(scripts, "equivalents", equivalents),
            "plain": _table(scripts, "plain", plain),
            "longest": max((len(key.split()) for key in equivalents), default=0),
            "facets": {
                facet: len(scripts.write_lines(f"{facet}s", _lines(rows[facet]))) for facet in rows
            },
            "issues": len(scripts.write_lines("issues", issues)),
            "rules": reading_tables.rules(),
        },
    )


def _table(scripts: Scripts, name: str, table: Mapping[str, str]) -> list[str]:
    """Write a table as lines in the order of its keys; return the first key of each file."""
    keys = sorted(table)
    firsts = scripts.write_lines(name, (f"{key}\t{table[key]}" for key in keys))
    return [keys[first] for first in firsts]


def _lines(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for slug, name in rows:
        yield f"{slug}\t{' '.join(name.split())}"


def _places(values: Iterable[str]) -> dict[str, int]:
    return {value: place for place, value in enumerate(values)}


def _facets(documents: Iterable[Document]) -> dict[str, set[str]]:
    facets: dict[str, set[str]] = {
        name: set() for name in ("publication", "author", "tag", "issue")
    }
    for document in documents:
        facets["publication"].add(document.publication)
        facets["issue"].add(document.issue)
        facets["author"].update(document.authors)
        facets["tag"].update(document.tags)
    facets["publication"].discard("")
    facets["issue"].discard("")
    return facets


def _average_lengths(documents: list[Document]) -> list[float]:
    averages = []
    for place in range(len(FIELDS)):
        total = sum(document.lengths[place] for document in documents)
        averages.append(max(round(total / max(len(documents), 1), 4), 1.0))
    return averages


def _documents(
    documents: list[Document], vocabulary: Vocabulary, places: Mapping[str, Mapping[str, int]]
) -> Iterator[str]:
    """Yield of each editorial, as numbers: its id (as far from the one before), its lengths, what
    the words of its title tell, its days, its twin, its magazine, issue, authors, tags."""
    telling = _telling(len(documents), vocabulary)
    twins = _twins(documents)
    before = 0
    for document in documents:
        title = sum(map(telling, document.title))
        parts = [
            signed(document.id - before),
            numbers(document.lengths),
            number(round(title * HUNDREDTHS)),
            numbers((document.earliest, document.latest)),
            number(twins.get(document.twin, 0)),
            number(places["publication"].get(document.publication, -1) + 1),
            number(places["issue"].get(document.issue, -1) + 1),
        ]
        for facet, slugs in (("author", document.authors), ("tag", document.tags)):
            parts.append(number(len(slugs)) + numbers(places[facet][slug] for slug in slugs))
        before = document.id
        yield b"".join(parts).decode()


def _telling(size: int, vocabulary: Vocabulary) -> Callable[[str], float]:
    """What a form of a title tells: the idf of its word, function words aside."""
    kept: dict[str, float] = {}

    def telling(form: str) -> float:
        if form not in kept:
            documents = min(vocabulary.documents_of_word(form), size)
            kept[form] = 0.0 if form in FRENCH else idf(size, documents)
        return kept[form]

    return telling


def _twins(documents: Iterable[Document]) -> dict[int | None, int]:
    """Numbers, from 1, of the texts that several editorials have."""
    met, twins = set[int](), dict[int | None, int]()
    for document in documents:
        if document.twin in met and document.twin not in twins:
            twins[document.twin] = len(twins) + 1
        if document.twin is not None:
            met.add(document.twin)
    return twins
