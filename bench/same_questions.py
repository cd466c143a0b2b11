"""A thousand questions for `same.py`, as parameters of the search page: `bench/questions.py`, what
visitors typed and judges, and the same words turned into every other way to ask; always the same."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote_plus

QUESTIONS = 1000
TURNED = 320  # of them: the words of others, asked another way
WORD = re.compile(r"[\w’'-]+")

Turn = Callable[[list[str]], str]


def _typed(text: str, more: str = "") -> str:
    return f"q={quote_plus(text)}{more}"


def _around(before: str = "", after: str = "", more: str = "") -> Turn:
    return lambda words: _typed(f"{before}{' '.join(words)}{after}", more)


def _with_last(before: str, after: str = "") -> Turn:
    """The last word alone, with something around it, behind the others."""
    return lambda words: _typed(" ".join([*words[:-1], f"{before}{words[-1]}{after}"]))


def _either(words: list[str]) -> str:
    return _typed(" OU ".join(words[:3]))


def _begun(words: list[str]) -> str:
    return _typed(" ".join([*words[:-1], f"{words[-1][:5]}*"]))


def _first_phrase(words: list[str]) -> str:
    return _typed(f'"{" ".join(words[:2])}" {" ".join(words[2:])}')


def _slip(words: list[str]) -> str:
    """The longest word, two letters of it exchanged."""
    longest = max(words, key=len)
    slipped = longest[:2] + longest[3:4] + longest[2:3] + longest[4:]
    return _typed(" ".join(words).replace(longest, slipped))


TURNS: list[Turn] = [
    _first_phrase,
    _around('"', '"~5'),
    _with_last("-"),
    _begun,
    _either,
    _slip,
    _with_last("titre:"),
    _with_last("texte:"),
    _with_last("tag:"),
    _with_last("auteur:"),
    _with_last("revue:"),
    _around(after=" date:2001..2012"),
    _around(after=" date:2019-06"),
    _around(after=" printemps 2009"),
    _around(more="&sort=newest"),
    _around(more="&sort=oldest&page=2"),
    _around(more="&sort=title&page_size=100"),
    _around(more="&page=2"),
    _around(more="&page=3&page_size=5"),
    _around(more="&words=1"),
    _around(more="&words=2"),
    _around(more="&year=2016"),
    _around(more="&year=201X&year=2008"),
    _around(more="&year=-2016"),
    _around(more="&from=2008&to=2012-06"),
    _around(more="&from=2019-06-15"),
    _around(more="&to=2001~"),
    _around(more="&publication=decroche&publication=code-du-travail"),
    _around(more="&publication=-service-public-fr"),
    _around(more="&tag=relation-client&tag=-telephonie"),
    _around(more="&tag=-partie-legislative&sort=newest"),
    _around(more="&author=ministere-du-travail"),
    _around(more="&author=-luc-d-astree&language=fr"),
    _around(more="&literal=1"),
    _around(before="\u00ab ", after=" \u00bb"),
]
BROWSING = [
    "year=2016",
    "year=200X&sort=oldest",
    "tag=relation-client",
    "tag=formation&tag=-crm",
    "publication=decroche&sort=title",
    "author=luc-d-astree",
    "language=fr&page=2",
    "from=2001&to=2003&sort=newest",
    "q=" + quote_plus("auteur:abgrall"),
    "q=" + quote_plus("date:2007"),
    "q=" + quote_plus("tag:téléphonie -titre:client"),
    "q=" + quote_plus("\u202f!? \u2026"),
    "q=le+la+les",
    "q=C.R.M.",
    "q=xyzzyx",
]


def questions(shared: Path) -> list[str]:
    from questions import questions as mixed

    addresses = [address for _kind, address in mixed()] + BROWSING
    texts = list(_judged(shared, QUESTIONS - TURNED - len(addresses)))
    addresses += [_typed(text) for text in texts] + list(_turned(texts))
    return list(dict.fromkeys(addresses))[:QUESTIONS]


def _turned(texts: list[str]) -> Iterator[str]:
    words = [WORD.findall(text) for text in texts]
    several = [typed for typed in words if len(typed) > 1]
    for turn, typed in zip(cycle(TURNS), several, strict=False):
        yield turn(typed)


def _judged(shared: Path, most: int) -> Iterator[str]:
    """What visitors typed, then what was judged: of the largest collection so many as are missing."""
    data = shared / "data"
    texts = [
        *_texts(data / "visitors/dev.jsonl"),
        *_texts(data / "relevance/cnil/queries.jsonl"),
        *_texts(data / "relevance/cdtn/queries_one_per_topic.jsonl"),
    ]
    rest = _texts(data / "relevance/piaf/queries.jsonl")
    missing = max(most - len(texts), 1)
    texts += rest[:: len(rest) // missing]
    return islice(texts, most)


def _texts(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]


def beginnings(texts: list[str], most: int) -> list[str]:
    """What stands in the search box while these are typed: their first letters, from two on."""
    prefixes = {text[:length]: None for text in texts for length in (2, 3, 5, 8, 13, 21)}
    step = max(len(prefixes) // most, 1)
    return list(prefixes)[::step][:most]
