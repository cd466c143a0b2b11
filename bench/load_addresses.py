"""What visitors of a site ask for: addresses of an archive by kind, each once at most, or by Zipf's law."""

import random
import sqlite3
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from urllib.parse import urlencode

# Of a hundred requests, as issue 14 has the mix of a real site.
MIX = {"article": 60, "browse": 20, "search": 15, "feeds": 5}
MOST = 40_000  # addresses of a kind
SEED = 14


def addresses(folder: Path) -> dict[str, list[str]]:
    """Return for each kind different addresses of an archive, in an order by chance."""
    with sqlite3.connect(f"file:{folder}/archive.sqlite3?mode=ro", uri=True) as database:
        kinds = {
            "article": _articles(database),
            "browse": _browsing(database),
            "search": _searches(database),
            "feeds": _feeds(database),
        }
    for paths in kinds.values():
        random.Random(SEED).shuffle(paths)
        del paths[MOST:]
    return kinds


def _column(database: sqlite3.Connection, query: str) -> list:
    return [row[0] for row in database.execute(query)]


def _articles(database: sqlite3.Connection) -> list[str]:
    rows = database.execute("SELECT id, slug FROM archive_editorial ORDER BY id")
    return [f"/editorials/{number}/{slug}/" for number, slug in rows]


def _browsing(database: sqlite3.Connection) -> list[str]:
    paths = ["/", "/authors/", "/publications/", "/tags/", "/undated/", "/calendar/"]
    query = "SELECT DISTINCT earliest FROM archive_editorial WHERE earliest > ''"
    days = _column(database, query)
    periods = set()
    for day in map(str, days):
        year, month, number = day.split("-")
        periods |= {f"/{year}/", f"/{year}/{month}/", f"/{year}/{month}/{number}/"}
        periods.add(f"/calendar/{month}/{number}/")
    paths += sorted(periods)
    for table, room in (("author", "authors"), ("publication", "publications"), ("tag", "tags")):
        slugs = _column(database, f"SELECT slug FROM archive_{table} ORDER BY id")
        paths += [f"/{room}/{slug}/" for slug in slugs]
    return paths


def _words(database: sqlite3.Connection) -> list[list[str]]:
    """Return of each title the words that tell something."""
    titles = []
    for title in _column(database, "SELECT title FROM archive_editorial ORDER BY id"):
        words = [word for word in title.split() if len(word) > 3 and word.isalpha()]
        if words:
            titles.append(words)
    return titles


def _searches(database: sqlite3.Connection) -> list[str]:
    """Return searches of one to three words of one title each, as visitors type them."""
    chance = random.Random(SEED)
    searches = set()
    for words in _words(database):
        number = min(len(words), chance.choice((1, 2, 2, 3)))
        searches.add(" ".join(chance.sample(words, number)))
    return [f"/search/?{urlencode({'q': words})}" for words in sorted(searches)]


def _feeds(database: sqlite3.Connection) -> list[str]:
    words = sorted({word.lower() for title in _words(database) for word in title})
    return ["/feeds/", *(f"/search/feed/?{urlencode({'q': word})}" for word in words)]


def once(kinds: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Yield (kind, address) by the mix; none comes twice before all of its kind have come."""
    places = dict.fromkeys(kinds, 0)
    for kind in _by_mix():
        paths = kinds[kind]
        yield kind, paths[places[kind] % len(paths)]
        places[kind] += 1


def by_zipf(kinds: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Yield (kind, address) by the mix; the address of rank r comes 1/r as often as the first."""
    chance = random.Random(SEED)
    sums = {}
    for kind, paths in kinds.items():
        sums[kind] = list(accumulate(1 / rank for rank in range(1, len(paths) + 1)))
    for kind in _by_mix():
        place = bisect(sums[kind], chance.random() * sums[kind][-1])
        yield kind, kinds[kind][min(place, len(kinds[kind]) - 1)]


def _by_mix() -> Iterator[str]:
    chance = random.Random(SEED)
    while True:
        yield from chance.choices(list(MIX), weights=list(MIX.values()), k=1000)
