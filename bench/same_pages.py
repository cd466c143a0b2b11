"""Pages for `same.py`: asked for through Django's test client, walked by their own links, written
down with their spaces folded."""

import hashlib
import json
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urljoin, urlsplit

HOST = "localhost"
INLINE = re.compile(
    "a|abbr|b|bdi|bdo|br|button|cite|code|data|del|dfn|em|i|img|input|ins|kbd|label|mark|meter|"
    "output|path|progress|q|s|samp|select|small|span|strong|sub|sup|svg|time|u|use|var|wbr"
)
AS_IT_IS = ("pre", "textarea")  # whose spaces are shown
TAG = re.compile(r"(<[^>]*>)")
NAME = re.compile(r"</?([\w:-]+)")
SPACE = re.compile(r"[ \t\r\n\f]+")  # of markup: narrow and unbreakable spaces are text
LINK = re.compile(r"""<(?:a|link)\s[^>]*?href="([^"]*)\"""")
MASKS = [
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*'), r"\1…"),
    (re.compile(r"((?:[?&]|&amp;)key=)[^\"&<\s]+"), r"\1…"),  # signed with the time
    # Of an empty feed, by the machine's clock: the archive's own has no microseconds.
    (re.compile(r"[\d-]{10}T[\d:]{8}\.\d{6}\+00:00"), "…"),
]
# Headers that tell of the moment, of spaces in the markup, or of nothing but the test client.
LEFT_OUT = {"ETag", "Content-Length", "Expires", "Date"}


def fold(markup: str) -> str:
    """Markup with a line for each block, and of the spaces those that are shown."""
    written, verbatim = [""], ""
    for part in TAG.split(markup):
        name = NAME.match(part)
        element = name[1].lower() if name else ""
        if verbatim:
            written.append(part.replace("\n", "↵"))
            if element == verbatim and part.startswith("</"):
                verbatim = ""
        elif not part.startswith("<"):
            written.append(SPACE.sub(" ", part))
        else:
            tag = SPACE.sub(" ", part).replace(" >", ">")
            written.append(tag if INLINE.fullmatch(element) else f"\n{tag}\n")
            verbatim = element if element in AS_IT_IS and not part.startswith("</") else ""
    lines = (line.strip(" ") for line in "".join(written).split("\n"))
    return "\n".join(line for line in lines if line)


def transcript(response) -> dict:
    """Return a response as it is written down."""
    headers = {name: text for name, text in response.headers.items() if name not in LEFT_OUT}
    cookies = sorted(response.cookies)
    return {"status": response.status_code} | headers | {"cookies": cookies} | _body(response)


def _body(response) -> dict:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    media = response.headers.get("Content-Type", "")
    if "json" in media:
        return {"json": json.loads(content)}
    if not ("xml" in media or media.startswith("text/")):
        return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    text = content.decode()
    if "html" in media or "xml" in media:
        text = fold(text)
    return {"lines": masked(text).split("\n")}


def masked(text: str) -> str:
    """Return a text without what another recording would have otherwise."""
    for pattern, mask in MASKS:
        text = pattern.sub(mask, text)
    return text


def kind(address: str) -> str:
    """The pattern of an address as a name: « editorials-int-slug » of /editorials/12/la-voix/."""
    from django.urls import Resolver404, resolve

    try:
        route = resolve(urlsplit(address).path).route
    except Resolver404:
        return "nowhere"
    named = re.sub(r"<(\w+):\w+>|<\w+>|\(\?P<.*", r"-\1-", route)
    return re.sub(r"[^a-z0-9]+", "-", named).strip("-") or "home"


def walk(
    client, starts: Iterable[str], most: Callable[[str], int]
) -> Iterator[tuple[str, str, dict]]:
    """(kind, address, what came) of all `starts`, and of what they lead to: `most(address)` of a
    kind."""
    waiting = deque((address, True) for address in starts)
    seen, counts = set(), Counter()
    while waiting:
        address, is_start = waiting.popleft()
        if masked(address) in seen:
            continue
        seen.add(masked(address))
        pattern = kind(address)
        if not is_start:
            if counts[pattern] >= most(address):
                continue
            counts[pattern] += 1
        response = client.get(address)
        yield pattern, masked(address), transcript(response)
        waiting.extend((link, False) for link in _links(response, address))


def _links(response, address: str) -> Iterator[str]:
    """The site's own addresses that a page leads to, in their order."""
    links = [response.headers["Location"]] if "Location" in response.headers else []
    if "html" in response.headers.get("Content-Type", ""):
        links += LINK.findall(response.content.decode())
    for link in dict.fromkeys(links):
        parts = urlsplit(urljoin(f"http://{HOST}{address}", link.replace("&amp;", "&")))
        is_ours = parts.hostname == HOST and not parts.path.startswith("/static/")
        if is_ours and "lang=" not in parts.query:  # the language of all that comes would change
            yield parts.path + (f"?{parts.query}" if parts.query else "")
