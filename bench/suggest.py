"""What the archive proposes: how often an unknown word is read rightly, and how long each proposal takes.

    python bench/suggest.py [--size 36141] [--asked 200]

Repairs: the words that people typed in 2,403 real queries (cdtn) and that its 19,001 documents do not have, judged by
hand (JUDGED): slips of words that they do have, and real words that they lack, which are best left alone. Then slips
made at random in the known words of the same queries. Peers: Whoosh's own corrector, and rapidfuzz over all forms (the
nearest within two letters, of these the most used). Times at --size documents, by the clock and [of the processor].
"""

import argparse
import json
import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from time import perf_counter

import archives
import speed

# Unknown words of the queries -> what they stand for, in any form that the documents have.
JUDGED = {
    "arcelement": "harcèlement",
    "colective": "collective collectif collectives",
    "concurence": "concurrence",
    "conventionelle": "conventionnelle conventionnel conventionnelles",
    "harcèelement": "harcèlement",
    "injustifé": "injustifié injustifiée",
    "interdicton": "interdiction",
    "licenciemenet": "licenciement licenciements",
    "suplementaire": "supplémentaire supplémentaires",
    "supp": "supplémentaire supplémentaires",
    "sécu": "sécurité",
    "voilent": "voile voiles",
}
SLIPS = 500  # made at random
SLOW = 20  # words that Whoosh's corrector is asked of each kind: a second or more each
SEED = 7
NEIGHBOURS = dict(zip("azertyuiopqsdfghjklmwxcvbn", "zertyuiopmsdfghjklmlxcvbnb", strict=True))
LARGE = 150_000  # forms


def slipped(word: str, chance: random.Random) -> str:
    """A word with one letter left out, typed twice, swapped with the next, or replaced by its neighbour's."""
    at = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    return chance.choice(
        [
            before + after,
            before + letter * 2 + after,
            before + after[0] + letter + after[1:],
            before + NEIGHBOURS.get(letter, "e") + after,
        ]
    )


# Peers


def whoosh_corrector(snapshot) -> Callable[[str], str]:
    corrector = snapshot.reader.corrector("text")
    return lambda form: next(iter(corrector.suggest(form, limit=1, maxdist=2)), "")


def nearest_form(snapshot) -> Callable[[str], str]:
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    uses: dict[str, int] = snapshot.spelled("text", snapshot.beginning("text", ""))
    forms = [form for form in uses if form.isalpha()]

    def nearest(form: str) -> str:
        near = extract(form, forms, scorer=OSA.distance, score_cutoff=2, limit=50)
        return min(near, key=lambda match: (match[1], -uses[match[0]]), default=("",))[0]

    return nearest


class Prefixes:
    """FTS5 as its manual has it for completion: titles and names, with an index of prefixes."""

    def __init__(self, rows: Iterator[tuple[str]]):
        self._db = sqlite3.connect(":memory:")
        self._db.execute(
            "create virtual table texts using fts5 (text, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2')"
        )
        self._db.executemany("insert into texts values (?)", rows)

    def complete(self, typed: str) -> list[tuple[str]]:
        words = "".join(char if char.isalnum() else " " for char in typed).split()
        match = " ".join(f'"{word}"*' for word in words)
        statement = "select text from texts where texts match ? order by rank limit 8"
        return self._db.execute(statement, (match,)).fetchall()


# Repairs of real and of made slips


def repairs() -> list[tuple]:
    """Rows: engine, then of the judged slips, of the words to be left alone and of the made slips: how many, and how
    many rightly; times."""
    archives.open_archive("cdtn")
    archives.fill(lambda: archives.collection("cdtn"))
    if not archives.indexed():
        archives.index()
    from haystack import connections

    from archive.search.engines.whoosh.answers.words.repairs import repair

    snapshot = connections["default"].get_backend().snapshot()
    unknown, mistyped = _typed(snapshot)
    few = [form for form in unknown if form in JUDGED] + [
        form for form in unknown if form not in JUDGED
    ][:SLOW]
    repair(snapshot, "préparé")
    return [
        _judged("this archive", lambda form: repair(snapshot, form), unknown, mistyped),
        _judged("rapidfuzz, nearest form", nearest_form(snapshot), unknown, mistyped),
        _judged("Whoosh's corrector", whoosh_corrector(snapshot), few, mistyped[:SLOW]),
    ]


def _typed(snapshot) -> tuple[list[str], list[tuple[str, str]]]:
    """The unknown words of the queries; (slip, word) for words that are known."""
    from archive.search.engines.whoosh.answers.words.meaning import meaning
    from archive.search.words.analysis import is_function_word, tokenize

    lines = (archives.SHARED / "data/relevance/cdtn/queries.jsonl").read_text().splitlines()
    queries = [json.loads(line)["text"] for line in lines]
    forms = dict.fromkeys(
        token.form for query in queries for token in tokenize(query) if token.span == 1
    )
    known = {form: meaning(snapshot, form).is_known(snapshot) for form in forms}
    chance = random.Random(SEED)
    words = [
        form
        for form in forms
        if known[form] and len(form) > 4 and form.isalpha() and not is_function_word(form, "fr")
    ]
    slips = ((slipped(word, chance), word) for word in chance.choices(words, k=2 * SLIPS))
    mistyped = [
        (slip, word) for slip, word in slips if not meaning(snapshot, slip).is_known(snapshot)
    ]
    return [form for form in forms if not known[form]], mistyped[:SLIPS]


def _judged(
    name: str,
    engine: Callable[[str], str],
    unknown: Sequence[str],
    mistyped: Sequence[tuple[str, str]],
) -> tuple:
    from archive.search.words.forms import word_key
    from archive.text import fold

    read, times = {}, []
    for form in [*unknown, *(slip for slip, _ in mistyped)]:
        times.append(speed.timed(lambda form=form: read.update({form: engine(form)})))
    slips = [form for form in unknown if form in JUDGED]
    others = [form for form in unknown if form not in JUDGED]
    right = sum(read[form] in JUDGED[form].split() for form in slips)
    same = sum(
        word_key(fold(read[slip]), "fr") == word_key(fold(word), "fr") for slip, word in mistyped
    )
    return (
        name,
        f"{len(slips)}: {right} right, {sum(bool(read[form]) for form in slips) - right} wrong",
        f"{len(others)}: {sum(not read[form] for form in others)} left alone",
        f"{len(mistyped)}: {same} right, {sum(bool(read[slip]) for slip, _ in mistyped) - same} wrong",
        *speed.spread(times),
    )


# Times


def times(size: int, count: int) -> list[tuple]:
    """Rows: what was asked, of whom, times."""
    speed.opened(size)
    if not archives.indexed():
        archives.index()
    from haystack import connections

    from archive.models import Author, Editorial, Publication, Tag
    from archive.search.about.completion import completions
    from archive.search.about.related import related
    from archive.search.engine import current
    from archive.search.engines.whoosh.answers import beginnings
    from archive.search.engines.whoosh.answers.words.corrections import correction
    from archive.search.engines.whoosh.answers.words.repairs import repair
    from archive.search.question.parsing import parse

    snapshot = connections["default"].get_backend().snapshot()
    start = perf_counter()
    beginnings.prepare(snapshot)
    rows = [
        ("made beside the index", "this archive", f"{perf_counter() - start:.1f} s", _kept(), "")
    ]
    chance = random.Random(SEED)
    titles = chance.sample(list(Editorial.objects.values_list("title", flat=True)), count)
    names = [list(model.objects.values_list("name")) for model in (Tag, Author, Publication)]
    prefixes = Prefixes(
        [*Editorial.objects.values_list("title"), *(row for rows in names for row in rows)]
    )
    words = [
        word
        for title in titles
        for word in title.lower().split()
        if word.isalpha() and len(word) > 4
    ][:count]
    slips = [slipped(word, chance) for word in words]
    queries = [
        parse(f"{slip} {' '.join(title.split()[:2])}")
        for slip, title in zip(slips, titles, strict=False)
    ]
    typed = [_begun(title, chance) for title in titles]
    as_shown = Editorial.objects.prefetch_related(
        "bylines__author", "tags"
    )  # as the article's page has it
    editorials = list(as_shown.filter(pk__in=chance.sample(range(1, size + 1), count)))
    nearest, corrector = nearest_form(snapshot), whoosh_corrector(snapshot)
    works = [
        ("repair", "this archive", lambda form: repair(snapshot, form), slips),
        ("repair", "rapidfuzz, nearest form", nearest, slips),
        ("repair", "Whoosh's corrector", corrector, slips[:SLOW]),
        ("correction", "this archive", lambda query: correction(snapshot, query), queries),
        ("completions", "this archive", lambda text: completions(current(), text), typed),
        ("completions", "FTS5, titles and names", prefixes.complete, typed),
        ("related", "this archive", lambda editorial: related(current(), editorial), editorials),
        ("suggested tags", "this archive", _tags_of(), editorials),
        ("related", "FTS5, any telling word", _fts5_related(), editorials),
    ]
    return rows + [(what, engine, *_spread(work, inputs)) for what, engine, work, inputs in works]


def _begun(title: str, chance: random.Random) -> str:
    """One or two words of a title, in any order, the last one begun."""
    words = [word for word in title.split() if len(word) > 3] or [title]
    typed = chance.sample(words, min(len(words), chance.choice((1, 1, 2))))
    return " ".join([*typed[:-1], typed[-1][: chance.choice((2, 3, 4))]])


def _tags_of() -> Callable:
    """What suggests tags for an editorial, as the desk asks for them."""
    from archive.models import Tag
    from archive.search import suggested_tags

    names = {
        tag.slug: [tag.name, *(alias.name for alias in tag.aliases.all())]
        for tag in Tag.objects.prefetch_related("aliases")
    }
    return lambda editorial: suggested_tags(
        editorial, names, {tag.slug for tag in editorial.tags.all()}
    )


def _fts5_related() -> Callable:
    from archive.models import Editorial
    from archive.search.engine import current
    from archive.search.words.telling import telling

    db = sqlite3.connect(":memory:")
    db.execute(
        "create virtual table texts using fts5 (title, text, tokenize = 'unicode61 remove_diacritics 2')"
    )
    db.executemany(
        "insert into texts (rowid, title, text) values (?, ?, ?)",
        Editorial.objects.values_list("pk", "title", "text"),
    )

    def found(editorial) -> list:
        words = telling(editorial.text[:8000], "fr", current().usage)
        forms = [form for word in words for form in word.forms]
        match = " OR ".join(f'"{form}"' for form in forms)
        return db.execute(
            "select rowid from texts where texts match ? order by rank limit 6", (match,)
        ).fetchall()

    return found


def _spread(work: Callable, inputs: Sequence) -> list[str]:
    work(inputs[0])
    return speed.spread([speed.timed(lambda example=example: work(example)) for example in inputs])


def _kept() -> str:
    from haystack import connections

    folder = connections["default"].get_backend().path
    files = [
        file
        for ending in ("words", "phrases")
        for file in archives.Path(folder).glob(f"*.{ending}")
    ]
    return f"{sum(file.stat().st_size for file in files) / 1e6:.1f} MB"


def large() -> str:
    """What the vocabulary of so many forms costs to make and to look in, made of real ones with letters changed."""
    archives.open_archive("cdtn")
    from haystack import connections

    from archive.search.engines.whoosh.index.words.wordlist import Spellings

    snapshot, chance = connections["default"].get_backend().snapshot(), random.Random(SEED)
    forms = {form.decode() for segment in snapshot.segments for form in segment.lexicon("text")}
    forms = {form for form in forms if form.isalpha() and len(form) > 3}
    real = sorted(forms)
    while len(forms) < LARGE:
        forms.add(slipped(slipped(chance.choice(real), chance), chance))
    lexicon = [form.encode() for form in sorted(forms)]
    start = perf_counter()
    arrays = Spellings.arrays(lexicon)
    took, spellings = perf_counter() - start, Spellings(arrays)
    found = [
        speed.timed(lambda form=form: spellings.near(slipped(form, chance), 3))
        for form in chance.sample(real, 200)
    ]
    size = sum(array.nbytes for array in arrays.values()) / 1e6
    p50, p95, worst = speed.spread(found)
    return f"{len(lexicon)} forms: made in {took:.1f} s, {size:.1f} MB; near spellings p50 {p50}, p95 {p95}, worst {worst} ms"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=36_141)
    parser.add_argument("--asked", type=int, default=200)
    options = parser.parse_args()
    speed.table(
        "repairs", "judged slips", "words not there", "made slips", "p50 ms [CPU]", "p95", "worst"
    )
    for row in archives.apart(repairs):
        speed.row(*row)
    speed.table(f"{options.size} documents", "engine", "p50 ms [CPU]", "p95", "worst")
    for row in archives.apart(times, options.size, options.asked):
        speed.row(*row)
    print(f"\n{archives.apart(large)}")


if __name__ == "__main__":
    main()
