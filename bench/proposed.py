"""What is proposed for right queries, which is wrong, and for the same queries with one slip in them.

    python bench/proposed.py [--asked 500] [--visitors FOLDER]

Right queries are those of the judged collections (cdtn holds some slips of its own, `JUDGED` of suggest.py) and with
--visitors, an archive that data/visitors/build.py has filled, the visitors'. A slip is made at random in one telling
word; « into another word » are slips that the archive has as a word, which only their company gives away.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import archives
import speed
from suggest import JUDGED, SEED, slipped

COLLECTIONS = ("cnil", "cdtn")


def queries_of(name: str) -> list[str]:
    path = archives.SHARED / f"data/relevance/{name}/queries.jsonl"
    return [json.loads(line)["text"] for line in path.read_text().splitlines()]


def visitors_queries() -> list[str]:
    path = archives.SHARED / "data/visitors/dev.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return [row["text"] for row in rows if row["kind"] != "slip"]


def collection(name: str, asked: int) -> tuple:
    archives.open_archive(name)
    archives.fill(lambda: archives.collection(name))
    if not archives.indexed():
        archives.index()
    return measured(name, queries_of(name), asked)


def visitors(folder: str, asked: int) -> tuple:
    archives.FOLDER = Path(folder).parent
    archives.open_archive(Path(folder).name)
    return measured("visitors", visitors_queries(), asked)


def measured(name: str, queries: Sequence[str], asked: int) -> tuple:
    """A row: how many right queries get another one proposed or a word read otherwise; of slips how many are mended."""
    chance = random.Random(SEED)
    queries = list(dict.fromkeys(queries))
    queries = chance.sample(queries, min(asked, len(queries)))
    right = [query for query in queries if not set(query.lower().split()) & set(JUDGED)]
    outcomes, alarms, times = Counter(), [], []
    for query in right:
        words = _proposed(query, times)
        if words:
            alarms.append(f"{query} -> {words}")
    for query in right:
        kind = _mended(query, chance)
        if kind:
            outcomes[kind] += 1
    print(f"\n{name}: {len(alarms)} of {len(right)} right queries\n  " + "\n  ".join(alarms))
    told = []
    for known in (False, True):
        counts = [outcomes[known, kind] for kind in ("right", "wrong", "none")]
        told.append(f"{sum(counts)}: {counts[0]} right, {counts[1]} wrong")
    return name, f"{len(alarms)} of {len(right)}", *told, *speed.spread(times)


def _proposed(query: str, times: list) -> str:
    """What is proposed in the place of a query, or read in that of one of its words."""
    from archive.search import Question, ask

    answer = None

    def asked():
        nonlocal answer
        answer = ask(Question(q=str(Question(q=query).typed)), loosen=False)

    times.append(speed.timed(asked))
    return answer.suggestion or " ".join(word.read_as for word in answer.repairs)


def _mended(query: str, chance: random.Random) -> tuple[bool, str] | None:
    """Whether a slip in a query is a word of the archive, and what comes of it; None where the query has no long word."""
    from archive.search import Question, ask
    from archive.search.words.analysis import is_function_word
    from archive.search.words.forms import word_key
    from archive.text import fold

    words = [
        word
        for word in query.lower().split()
        if len(word) > 4 and word.isalpha() and not is_function_word(word, "fr")
    ]
    if not words:
        return None
    word = chance.choice(words)
    slip = slipped(word, chance)
    if fold(slip) == fold(word):
        return None
    answer = ask(Question(q=query.lower().replace(word, slip)), loosen=False)
    told = {told.typed: told for told in answer.words}
    is_known = slip in told and told[slip].count > 0 and not told[slip].read_as
    read = answer.suggestion or " ".join(told.read_as for told in answer.repairs)
    stems = {word_key(fold(part), "fr") for part in read.lower().replace("’", " ").split()}
    if not read:
        return is_known, "none"
    return is_known, "right" if word_key(fold(word), "fr") in stems else "wrong"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--asked", type=int, default=500)
    parser.add_argument("--visitors", help="the data folder of an archive that build.py has filled")
    options = parser.parse_args()
    rows = [archives.apart(collection, name, options.asked) for name in COLLECTIONS]
    if options.visitors:
        rows.append(archives.apart(visitors, options.visitors, options.asked))
    speed.table(
        "queries",
        "right ones changed",
        "slips unknown",
        "slips into another word",
        "p50 ms [CPU]",
        "p95",
        "worst",
    )
    for row in rows:
        speed.row(*row)


if __name__ == "__main__":
    main()
