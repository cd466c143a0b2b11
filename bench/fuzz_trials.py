"""What `fuzz.py` tries: each kind gives inputs one after the other, and tells what one of them came to.

A trial answers with outcomes as words; anything that is raised, or logged with a traceback, is a failure of the archive.
"""

import random
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote_from_bytes

import archives
from fuzz_inputs import ODD, Samples, file_of

Attempt = Callable[[int, object, Callable[[], list[str]]], None]  # number, what is given, the trial
FORMATS = ("text", "html", "wxr", "feed", "csv", "jsonl", "markdown", "warc")


def chance_of(seed: int, kind: str, number: int) -> random.Random:
    return random.Random(f"{seed} {kind} {number}")


# What is typed: hypothesis draws it, a batch at a time

WORDS = ("accueil", "téléphone", "service", "l’été", "aujourd'hui", "C.R.M.", "œil", "RH", "2001", "12 février 2001", "depuis 1999", "années 90", "n° 36", "Claire Abgrall", "qualité de service", "ＡＢ", "ß", "İ", "ﬁn", "日本", "٣", "²")  # fmt: skip
SIGNS = ('"', "“", "«", "»", "(", ")", "-", "+", "*", "?", "~", "~9", "^", ":", "..", "/", "\\", "|", "&", "!", " AND ", " OR ", " SAUF ", " NOT ", " NEAR/3 ", " NEAR/99999999999 ", " ET ", " OU ", "tag:", "author:", "title:", "date:", "issue:", "page:", "auteur:", "titre:", "[1990 TO", "\0", "\ud800", "\u202e", "\u200b", "\u0301", "\n", "\t")  # fmt: skip
TIMES = ("12", "1er", "31", "février", "févr.", "mars-avril", "été", "printemps", "XXe siècle", "1999", "99", "200X", "2001-02", "2001-02-30", "/", "..", "~", "?", "%", "-", "début", "fin", "vers", "avant", "depuis", "entre", "et", "du", "au", "à", "T25:61", "{", "}", "[", "]", ",", "u", "y-1", "e9", "-0001", "0000", "99999", "Y17E7")  # fmt: skip


def _drawn(strategy, seed: int, first: int, count: int, attempt: Attempt, trial: Callable) -> None:
    """Have hypothesis draw a batch of inputs, the same ones for the same seed and place."""
    import hypothesis

    number = first - 1

    @hypothesis.seed(f"{seed} {first}")
    @hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
        verbosity=hypothesis.Verbosity.quiet,
    )
    @hypothesis.given(strategy)
    def each(given):
        nonlocal number
        number += 1
        attempt(number, given, lambda: trial(given))

    each()


def queries(seed: int, first: int, count: int, attempt: Attempt) -> None:
    """Addresses of the search page: read, cut, put into words, written again, and answered."""
    from hypothesis import strategies

    typed = strategies.one_of(
        strategies.text(max_size=60), strategies.sampled_from(WORDS), strategies.sampled_from(SIGNS)
    )
    query = strategies.builds(
        lambda parts, between: between.join(parts),
        strategies.lists(typed, max_size=14),
        strategies.sampled_from(("", " ")),
    )
    odd = strategies.one_of(strategies.text(max_size=12), strategies.sampled_from([*TIMES, *WORDS]))
    others = strategies.dictionaries(strategies.sampled_from(("from", "to", "year", "author", "tag", "issue", "publication", "language", "words", "sort", "page", "page_size", "literal", "fold", "cited")), odd, max_size=4)  # fmt: skip
    _drawn(strategies.tuples(query, others), seed, first, count, attempt, _asked)


def _asked(given: tuple[str, dict[str, str]]) -> list[str]:
    from django.http import QueryDict

    from archive.search import Question, ask, complete, forms, passages, phrases
    from archive.search.question import readings, wording

    query, others = given
    params = QueryDict(mutable=True)
    params["q"] = query
    params.update(others)
    question = Question.read(params)
    again = Question.read(QueryDict(question.address().removeprefix("?")))
    assert again == question, "its address asks something else"
    answer = ask(question)
    wording.in_words(question)
    readings.of_answer(question, answer)
    passages("Le téléphone sonne à l’accueil. " * 9, forms(question, answer), phrases(question, answer))  # fmt: skip
    complete(query[:80])
    assert answer.by == "index", "the index could not answer"
    return ["answered" if answer.count else "nearest" if answer.instead else "nothing"]


def times(seed: int, first: int, count: int, attempt: Attempt) -> None:
    """Dates as typed, printed and stored, issues beside them."""
    from hypothesis import strategies

    part = strategies.one_of(
        strategies.sampled_from(TIMES),
        strategies.text(max_size=6),
        strategies.integers(-(10**6), 10**6).map(str),
        strategies.dates().map(str),
    )
    typed = strategies.builds(
        lambda parts, between: between.join(parts),
        strategies.lists(part, max_size=8),
        strategies.sampled_from(("", " ", "-", "/")),
    )
    _drawn(typed, seed, first, count, attempt, _dated)


def _dated(given: str) -> list[str]:
    from archive import asked_dates, dates, issues, printed_dates

    for start, end, edtf in [*asked_dates.find(given), *printed_dates.find_french(given)]:
        assert 0 <= start <= end <= len(given), "a date stands outside of its text"
        dates.display(edtf)
        asked_dates.ends(edtf)
    issues.mentions(given)
    issues.keys(given)
    issues.page_keys(given)
    edtf = printed_dates.as_edtf(given)
    if not edtf:
        return ["no date"]
    assert dates.valid(edtf) == edtf, "a date read is not read again"
    earliest, latest = dates.bounds(edtf)
    assert not (earliest and latest) or earliest <= latest, "a date ends before it begins"
    dates.years(edtf)
    dates.display(edtf)
    return ["a date"]


# Files


def readers(pool: Samples, kind: str) -> Callable[[int, int, int, Attempt], None]:
    """Files of one format, read as what they are taken for, or as one that the operator names."""

    def each(seed: int, first: int, count: int, attempt: Attempt) -> None:
        with tempfile.TemporaryDirectory(prefix="fuzz-", dir=_memory()) as folder:
            path = Path(folder, "file")
            for number in range(first, first + count):
                chance = chance_of(seed, kind, number)
                path.write_bytes(file_of(chance, pool, kind))
                format = chance.choice(FORMATS) if chance.random() < 0.2 else "auto"
                attempt(number, path, lambda format=format: _read(path, format))

    return each


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _read(path: Path, format: str) -> list[str]:
    from archive import ingest

    outcomes = []
    for record in ingest.read(path, format):
        if isinstance(record, ingest.Rejected):
            assert record.reason, "rejected without a reason"
            outcomes.append("rejected")
        else:
            "".join((record.title, record.html, record.url, *record.tags)).encode()
            outcomes.append("record")
    assert outcomes, "a file went by in silence"
    return outcomes


SHOWN = ("/editorials/{}/", "/editorials/{}/card.png", "/editorials/{}/citation.bib", "/editorials/{}/citation.ris", "/api/v1/editorials/{}", "/desk/editorials/{}/", "/desk/tagging/{}/", "/desk/editorials/{}/history/", "/desk/editorials/{}/provenance/")  # fmt: skip


def imports(pool: Samples) -> Callable[[int, int, int, Attempt], None]:
    """Files brought into the archive; what came of them is indexed, and asked for by its pages."""

    def each(seed: int, first: int, count: int, attempt: Attempt) -> None:
        from archive.search.upkeep import freshness

        client = _client("rédacteur en chef")
        with tempfile.TemporaryDirectory(prefix="fuzz-", dir=_memory()) as folder:
            with freshness.deferred():
                for number in range(first, first + count):
                    chance = chance_of(seed, "import", number)
                    path = Path(folder, f"file-{number % 2}")
                    path.write_bytes(file_of(chance, pool, chance.choice([*pool, "archive"])))
                    pages = chance.sample(SHOWN, 2)
                    attempt(
                        number, path, lambda path=path, pages=pages: _imported(path, client, pages)
                    )
                    if chance.random() < 0.8:  # else it comes again, beside the next
                        path.unlink()
            attempt(-1, "what was imported, indexed", _indexed)

    return each


def _imported(path: Path, client, pages: list[str]) -> list[str]:
    from archive.ingest import running

    outcomes = []
    for outcome in running.run(running.begun([str(path.parent)])):
        outcomes.append(outcome.outcome)
        outcome.as_row()
        assert outcome.outcome != "rejected" or outcome.reason, "rejected without a reason"
        if outcome.outcome in ("created", "updated") and len(outcomes) <= 3:
            for page in pages:
                _page(client.get(page.format(outcome.editorial.pk), follow=True))
    return outcomes


def _indexed() -> list[str]:
    from archive.search.upkeep import comparing, freshness

    freshness.drain(patient=True)
    assert not any(comparing.differences()), "the index differs from the database"
    return []


def _page(response) -> str:
    assert response.status_code < 500, f"a page of {response.status_code}"
    for _part in response:  # what streams is made while it is sent
        pass
    return f"{response.status_code // 100}xx"


# Addresses

ROLES = ("nobody", "reader", "contributeur", "éditeur", "rédacteur en chef", "superuser")
OFTEN = ("nobody", *ROLES, "rédacteur en chef", "superuser", "superuser")  # who may do most
METHODS = (
    ("GET",) * 8 + ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW") + ("POST",) * 7
)
HEADERS = ("Host", "Accept", "Accept-Language", "Cookie", "If-None-Match", "If-Modified-Since", "Range", "Referer", "User-Agent", "X-Forwarded-For", "X-Forwarded-Proto", "Content-Type", "Origin", "Accept-Encoding", "Authorization", "X-Requested-With")  # fmt: skip
PLAIN = (b"1", b"0", b"12", b"3", b"accueil", b"formation", b"2001", b"2001-02", b"csv", b"rdf", b"bib", b"fr", b"en", b"claire-abgrall", b"untagged", b"preview", b"apply", b"relevance", b"title", b"delete", b"save", b"/desk/", b"decroche/36", b"1,2,3")  # fmt: skip
CONVERTERS = re.compile(r"<(?:(\w+):)?(\w+)>")


def role(name: str):
    """The account of a role; None for nobody."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    if name == "nobody":
        return None
    users = get_user_model().objects
    user, is_new = users.get_or_create(
        username=name,
        defaults={"is_superuser": name == "superuser", "is_staff": name == "superuser"},
    )
    if is_new and name not in ("reader", "superuser"):
        user.groups.add(Group.objects.get(name=name))
    return user


def _client(name: str):
    from django.test import Client

    client, user = Client(raise_request_exception=False, SERVER_NAME="localhost"), role(name)
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def routes() -> list[str]:
    """Every address of the site as `urls` has it, Django's admin and the API within."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(patterns, before: str) -> Iterator[str]:
        for pattern in patterns:
            whole = before + re.sub(
                r"[\^$\\]|\(\?P<(\w+)>[^)]*\)", r"<\1>", str(pattern.pattern)
            ).replace("<>", "")
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, whole)
            elif isinstance(pattern, URLPattern):
                yield whole

    return sorted(set(walk(get_resolver().url_patterns, "/")))


def parameters() -> list[str]:
    """Every name that a page, its template or a form asks an address or a form for."""
    doors = (
        "views/**/*.py",
        "forms.py",
        "schemas.py",
        "feeds.py",
        "middleware.py",
        "search/question/query.py",
    )
    names = {
        "action",
        "_selected_action",
        "_save",
        "_popup",
        "_to_field",
        "p",
        "o",
        "e",
    }  # the admin's
    for door in doors:
        for path in (archives.ROOT / "archive").glob(door):
            code = path.read_text()
            names |= set(re.findall(r"""(?:\.get|getlist|data)[(\[]"([a-z][\w-]{0,20})""", code))
            names |= set(re.findall(r"^    (\w{1,20})(?:: [^=]+)? = (?:forms\.|Field)", code, re.M))
            names |= set(re.findall(r"^    (\w{1,20}): (?:str|int|bool|list)", code, re.M))
    for path in (archives.ROOT / "templates").rglob("*.html"):
        names |= set(re.findall(r""" name="([\w-]+)\"""", path.read_text()))
    return sorted(names)


def addresses(pool: Samples) -> Callable[[int, int, int, Attempt], None]:
    """Every address of the site, by every role and method, with odd parameters, forms and headers."""

    def each(seed: int, first: int, count: int, attempt: Attempt) -> None:
        from archive import processes

        # What the site does beside its pages would outlive the archive that it is done to.
        processes.begin = lambda *_command, **_options: 0
        every, names = routes(), parameters()
        clients: dict = {}
        for number in range(first, first + count):
            chance = chance_of(seed, "address", number)
            request = _request(chance, every, names, pool)
            name = chance.choice(OFTEN)
            client = clients.get(name)
            if client is None or (name != "nobody" and "sessionid" not in client.cookies):
                client = clients[name] = _client(name)
            attempt(number, request, lambda client=client, request=request: [_page(client.generic(**request))])  # fmt: skip

    return each


def _value(chance: random.Random) -> bytes:
    ways = (
        lambda: chance.choice(PLAIN),
        lambda: chance.choice(PLAIN),
        lambda: chance.choice(ODD)[:3000],
        lambda: chance.choice(PLAIN) + chance.choice(ODD)[:20],
        lambda: str(chance.choice((-1, 2**31, 2**63, 2**64, 10**30, 1.5))).encode(),
        lambda: chance.randbytes(chance.randrange(12)),
        lambda: chance.choice((*WORDS, *SIGNS, *TIMES)).encode("utf-8", "surrogatepass"),
    )
    return chance.choice(ways)()


def _fields(chance: random.Random, names: list[str]) -> str:
    pairs = []
    for _field in range(chance.choice((0, 1, 2, 4, 9))):
        name = chance.choice(names) if chance.random() < 0.95 else quote_from_bytes(_value(chance))
        pairs.append(f"{name}={quote_from_bytes(_value(chance))}")
    return "&".join(pairs)


def _request(chance: random.Random, every: list[str], names: list[str], pool: Samples) -> dict:
    """What django.test's `Client.generic` takes."""
    section = chance.choice(("/desk/", "/desk/", "/admin/", "/api/", "/"))
    route = chance.choice([route for route in every if route.startswith(section)])

    def fill(match: re.Match) -> str:
        plain = {
            "int": b"%d" % chance.randrange(1, 40),
            "year": b"2001",
            "month": b"02",
            "day": b"12",
        }
        decent = plain.get(match[1] or "", chance.choice(PLAIN))
        return quote_from_bytes(decent if chance.random() < 0.7 else _value(chance), safe="/+")

    path = CONVERTERS.sub(fill, route)
    query = _fields(chance, names)
    request = {
        "method": chance.choice(METHODS),
        "path": path,
        "QUERY_STRING": query if chance.random() < 0.9 else query.replace("%", "", 1),
    }
    if request["method"] in ("POST", "PUT", "PATCH"):
        request["data"], request["content_type"] = _body(chance, names, pool)
    if chance.random() < 0.2:
        name = chance.choice(HEADERS)
        request["headers"] = {name: _value(chance)[:500].decode("latin-1").replace("\n", " ")}
        if name == "Content-Type":
            request["content_type"] = request.pop("headers")[name]
    return request


def _body(chance: random.Random, names: list[str], pool: Samples) -> tuple[bytes, str]:
    form = _fields(chance, names).encode()
    if chance.random() < 0.7:
        return form, "application/x-www-form-urlencoded"
    if chance.random() < 0.3:
        return chance.choice(ODD), chance.choice(
            ("application/json", "text/csv", "multipart/form-data")
        )
    file = file_of(chance, pool, chance.choice(list(pool)))
    name = chance.choice((b"files", b"file"))
    heads = (
        b'--fuzz\r\nContent-Disposition: form-data; name="' + name + b'"; filename="',
        _value(chance)[:200].replace(b"\n", b"") + b'"\r\n\r\n',
    )
    return b"".join((*heads, file, b"\r\n--fuzz--\r\n")), "multipart/form-data; boundary=fuzz"
