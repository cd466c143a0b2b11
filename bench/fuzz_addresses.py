"""What `fuzz.py` asks of the site's addresses: every one, by every role and method, oddly."""

import random
import re
from collections.abc import Callable, Iterator
from urllib.parse import quote_from_bytes

import archives
from fuzz_inputs import ODD, Samples, file_of
from fuzz_site import ROLES, came_to, client_of
from fuzz_trials import SIGNS, TIMES, WORDS, Attempt, chance_of

OFTEN = ("nobody", *ROLES, "rédacteur en chef", "superuser", "superuser")  # who may do most
METHODS = (
    ("GET",) * 8 + ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW") + ("POST",) * 7
)
HEADERS = ("Host", "Accept", "Accept-Language", "Cookie", "If-None-Match", "If-Modified-Since", "Range", "Referer", "User-Agent", "X-Forwarded-For", "X-Forwarded-Proto", "Content-Type", "Origin", "Accept-Encoding", "Authorization", "X-Requested-With")  # fmt: skip
PLAIN = (b"1", b"0", b"12", b"3", b"accueil", b"formation", b"2001", b"2001-02", b"csv", b"rdf", b"bib", b"fr", b"en", b"claire-abgrall", b"untagged", b"preview", b"apply", b"relevance", b"title", b"delete", b"save", b"/desk/", b"decroche/36", b"1,2,3")  # fmt: skip
CONVERTERS = re.compile(r"<(?:(\w+):)?(\w+)>")


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
                client = clients[name] = client_of(name)
            attempt(number, request, lambda client=client, request=request: [came_to(client.generic(**request))])  # fmt: skip

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
