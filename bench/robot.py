"""How many addresses a site offers a rude robot: one that heeds `rel="nofollow"` on links and nothing else.

    python bench/robot.py                 # the archive in ARCHIVE_DATA_DIR (the demonstration, where `prepare` has made it)
    python bench/robot.py --size 500      # an archive of 500 real documents, made once
    python bench/robot.py --most 20000    # give up after so many pages

It reads every page to its end, heads, feeds and maps included, and counts each address of this site that it is led to,
read or not. It heeds neither robots.txt nor `<meta name="robots">`, sends no form and runs no script.
"""

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

ROOT = Path(__file__).resolve().parent.parent
SITE = "http://testserver"
AN_EDITORIAL, A_SITE = 20, 400  # addresses that it may offer at most
LEADING = re.compile(r"<(?:a|link|area|atom:link)\b[^>]*>", re.I)
LOCATION = re.compile(r"<loc>([^<]*)</loc>")
ATTRIBUTE = re.compile(r"""\b(href|rel)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
DRESS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}  # what a page is drawn with


@dataclass
class Walk:
    """What a walk came upon: each address, and the page that first led there."""

    offered: dict[str, str] = field(default_factory=dict)
    read: int = 0

    @property
    def kinds(self) -> Counter:
        return Counter(kind(address) for address in self.offered)


def addresses(page: str, at: str) -> list[str]:
    """The addresses of this site to which a page leads."""
    leading = []
    for tag in LEADING.findall(page):
        attributes = {}
        for name, text, other in ATTRIBUTE.findall(tag):
            attributes.setdefault(name.lower(), unescape(text or other))
        rel = set(attributes.get("rel", "").lower().split())
        if "href" in attributes and "nofollow" not in rel and not rel & DRESS:
            leading.append(attributes["href"])
    leading += map(unescape, LOCATION.findall(page))
    ours = []
    for address in leading:
        whole = urldefrag(urljoin(SITE + at, address))[0]
        if whole.startswith(f"{SITE}/") and not whole.startswith(f"{SITE}/static/"):
            ours.append(whole.removeprefix(SITE))
    return ours


def walk(get: Callable, most: int = 0, first: str = "/") -> Walk:
    """Follow everything from the first page on; `most` pages where it is given.

    `get` takes an address and gives Django's response.
    """
    walked = Walk({first: ""})
    waiting = [first]
    for at in waiting:
        if most and walked.read >= most:
            break
        response = get(at)
        walked.read += 1
        led = []
        if "Location" in response.headers:
            led = [
                urldefrag(urljoin(SITE + at, response.headers["Location"]))[0].removeprefix(SITE)
            ]
        elif re.search("html|xml", response.headers.get("Content-Type", "")):
            led = addresses(b"".join(response).decode(), at)
        for address in led:
            if address.startswith("/") and address not in walked.offered:
                walked.offered[address] = at
                waiting.append(address)
    return walked


def kind(address: str) -> str:
    """An address without what tells it from others of its kind: /2001/?author=x -> /N/?author"""
    parts = urlsplit(address)
    path = re.sub(r"(?<=/)\d+(?:s)?(?=[/.-]|$)", "N", parts.path)
    path = re.sub(r"^/(authors|tags|publications)/[^/]+/", r"/\1/…/", path)
    path = re.sub(r"^(/editorials/N)/[^/.]+/", r"\1/…/", path)
    parameters = "&".join(sorted(names(address)))
    return f"{path}?{parameters}" if parameters else path


def names(address: str) -> set[str]:
    """The names of an address's parameters."""
    return set(re.findall(r"(?:^|&)([^=&]+)", urlsplit(address).query))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--size", type=int, default=0)
    options.add_argument("--most", type=int, default=0)
    chosen = options.parse_args()
    if chosen.size:
        import archives

        archives.open_archive(f"robot-{chosen.size}")
        archives.fill(lambda: archives.corpus(chosen.size))
        archives.index()
    else:
        sys.path.insert(0, str(ROOT))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
        import django

        django.setup()
    from django.conf import settings
    from django.test import Client

    from archive.models import Editorial

    settings.ALLOWED_HOSTS = ["testserver"]
    plain = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }  # need no collecting
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    walked = walk(Client().get, chosen.most)
    editorials = Editorial.objects.published().count()
    allowed = AN_EDITORIAL * editorials + A_SITE
    for name, count in walked.kinds.most_common():
        example = next(address for address in walked.offered if kind(address) == name)
        print(f"{count:7,}  {name}   {example[:90]} from {walked.offered[example][:60]}")
    print(
        f"{editorials:,} editorials offer {len(walked.offered):,} addresses; {walked.read:,} pages read, "
        f"{len(walked.offered) - walked.read:,} waiting; {allowed:,} are allowed"
    )
    sys.exit(len(walked.offered) > allowed)


if __name__ == "__main__":
    main()
