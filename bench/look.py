"""How the pages for readers look, weigh and hold up, in Debian's Chromium.

    python bench/look.py check        axe-core and vnu on every kind of page, those of the desk too: 360 and 1280 pixels, light and dark, French
                                      and English; beside them what a first view weighs and how far its layout shifts
    python bench/look.py lighthouse   its four scores for the main kinds of pages
    python bench/look.py shots        the pictures in docs/pages/

The site is served as ./run serves it, on the demonstration archive; for `check` with what is hard to show beside it
(`served.py`). axe-core, vnu and Lighthouse are fetched by npm in these versions into BENCH_FOLDER. `check` and
`lighthouse` end with 1 where anything is wrong.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import product
from pathlib import Path
from urllib.parse import unquote

import archives
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from served import EDITOR, FIRST, PASSWORD, followed, served

CHROMIUM = "/usr/bin/chromium"
TOOLS = {"axe-core": "4.14.1", "vnu-jar": "26.9.27", "lighthouse": "13.5.0"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS, COLOURS, LANGUAGES = (360, 1280), ("light", "dark"), ("fr", "en")
MOST = 100.0  # kB of a first view; the text alone of UNBOUNDED is more
UNBOUNDED = "20,000 words"
SHIFT = 0.001  # of the screen

PAGES = {
    "home": "/",
    "decade": "/2000s/",
    "year": "/2001/",
    "month": "/2001/02/",
    "day": "/2001/02/12/",
    "calendar": "/calendar/",
    "day of the year": "/calendar/02/12/",
    "undated": "/undated/",
    "random": "/random/",
    "trust": "/trust/",
    "authors": "/authors/",
    "author": "/authors/luc-d-astree/",
    "magazines": "/publications/",
    "magazine": "/publications/decroche/",
    "issue": "/publications/decroche/36/",
    "tags": "/tags/",
    "tag": "/tags/relation-client/",
    "comparing": "/compare/",
    "two authors": "/compare/?author=claire-abgrall&author=luc-d-astree",
    "two magazines": "/compare/?publication=decroche&publication=ligne-ouverte",
    "two tags": "/compare/?tag=crm&tag=formation",
    "editorial": "/editorials/1/",
    "editorial found": "/editorials/1/clientele-nom-feminin/?q=client&hit=1",
    "long title": f"/editorials/{FIRST}/",
    "no title": f"/editorials/{FIRST + 1}/",
    "forty tags": f"/editorials/{FIRST + 2}/",
    "20,000 words": f"/editorials/{FIRST + 3}/",
    "three scripts": f"/editorials/{FIRST + 4}/",
    "right to left": f"/editorials/{FIRST + 5}/",
    "notes and lists": f"/editorials/{FIRST + 6}/",
    "letters": "/editorials/1/clientele-nom-feminin/letters/",
    "all letters": "/letters/",
    "letter sent": "/editorials/1/clientele-nom-feminin/letters/thanks/",
    "withdrawn": f"/editorials/{FIRST + 7}/",
    "about": "/about/",
    "contact": "/contact/",
    "legal notice": "/legal/",
    "personal data": "/privacy/",
    "accessibility": "/accessibility/",
    "selections": "/selections/",
    "selection": "/selections/choisis/",
    "series": "/selections/la-voix/",
    "citing": "/editorials/1/citation/",
    "shelf": "/shelf/",
    "shelf sent": f"/shelf/?ids=1,{FIRST},{FIRST + 6}.p-allo-on-ne-sait-pas",
    "search": "/search/",
    "results": "/search/?q=client",
    "narrowed": "/search/?q=client+accueil&publication=decroche&from=2005&to=2015&sort=newest",
    "loosened": "/search/?q=clientt+accueil+xyzzyx",
    "no result": "/search/?q=xyzzyx",
    "search help": "/search/help/",
    "words": "/words/",
    "people": "/people/",
    "people by letter": "/people/?kind=place&letter=C",
    "sheet": "/people/paris/",
    "words through time": "/words/?word=client&word=accueil",
    "lines": "/words/lines/?word=client",
    "changes of words": "/words/changes/?split=2010",
    "own words": "/words/own/?author=luc-d-astree",
    "sentences that return": "/words/returning/",
    "reused sentences": "/editorials/1/clientele-nom-feminin/reuse/",
    "cited by": "/editorials/1/clientele-nom-feminin/citing/",
    "follow": "/follow/?q=client",
    "follow the letter": "/follow/?what=letter",
    "follow the past": "/follow/?what=anniversaries",
    "follow asked": "/follow/asked/?q=client",
    "follow no more": "/follow/confirm/forged/",
    "login": "/login/",
    "no password": "/login/forgotten/",
    "not found": "/nowhere/",
}
CONFIRM, STOP = "follow confirm", "follow stop"  # whose links are signed anew each time
DESK = {
    "desk": "/desk/",
    "desk references": "/desk/references/",
    "desk letters": "/desk/letters/",
    "desk shown": "/desk/letters/?state=shown",
    "desk letter": "/desk/letters/1/",
    "desk selections": "/desk/selections/",
    "desk sheets": "/desk/people/?like=a",
    "desk sheet": "/desk/people/paris/",
    "desk selection": "/desk/selections/choisis/",
    "desk words": "/desk/selections/choisis/?describe=1",
    "desk into": "/desk/selection/into/?q=client",
    "desk together": "/desk/selection/?q=client",
    "desk newsletter": "/desk/newsletters/?selection=choisis",
    "desk worklist": "/desk/todo/doubts/",
    "desk tagging": f"/desk/tagging/{FIRST + 2}/",
    "desk doubts": "/desk/doubts/9/",
    "desk doubts together": "/desk/doubts/together/?kind=byline:initials",
    "desk correction": "/desk/editorials/1/",
    "desk provenance": "/desk/editorials/1/provenance/",
    "desk tags": "/desk/tags/",
    "desk tag": "/desk/tags/crm/",
    "desk magazines": "/desk/publications/",
    "desk magazine": "/desk/publications/decroche/",
    "desk magazines made one": "/desk/publications/decroche/merge/?into=Ligne+ouverte",
    "desk magazine parted": "/desk/publications/decroche/split/",
    "desk issues": "/desk/publications/decroche/issues/",
    "desk issue": "/desk/publications/decroche/issue/?number=36",
    "desk authors": "/desk/authors/",
    "desk operations": "/desk/operations/",
    "desk operation": "/desk/operations/1/",
    "desk writing": "/desk/editorials/new/",
    "desk writing again": f"/desk/editorials/{FIRST + 6}/write/",
    "desk imports": "/desk/imports/",
    "desk requests": "/desk/requests/",
    "desk search": "/desk/search/",
    "desk searches": "/desk/searches/",
    "desk account": "/desk/account/",
    "desk tokens": "/desk/account/tokens/",
    "desk accounts": "/desk/accounts/",
    "editorial logged in": "/editorials/1/",
    "results logged in": "/search/?q=client",
}
SHOWN = {
    "home": "/",
    "year": "/2001/",
    "editorial": "/editorials/1/",
    "search": "/search/?q=client",
}
MEASURED = {
    "home": "/",
    "year": "/2001/",
    "editorial": "/editorials/1/clientele-nom-feminin/",
    "search": "/search/",
    "results": "/search/?q=client",
    "tag": "/tags/relation-client/",
    "author": "/authors/luc-d-astree/",
    "issue": "/publications/decroche/36/",
    "follow": "/follow/?q=client",
    "letters": "/editorials/1/clientele-nom-feminin/letters/",
    "citing": "/editorials/1/citation/",
    "shelf": "/shelf/",
}

UNLISTED = {"results", "follow", "shelf"}  # search engines are asked to leave these out

WATCH = """window.shifted = 0; new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});"""


def tools() -> Path:
    """The folder where npm has put them."""
    folder = archives.FOLDER / "npm"
    folder.mkdir(parents=True, exist_ok=True)
    packages = [f"{name}@{version}" for name, version in TOOLS.items()]
    versions = folder / "versions.json"
    if not versions.exists() or json.loads(versions.read_text()) != TOOLS:
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", *packages],
            cwd=folder,
            check=True,
        )
        versions.write_text(json.dumps(TOOLS))
    return folder / "node_modules"


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield opened
        finally:
            opened.close()


def reader(opened: Browser, site: str, width: int, language: str, **options) -> BrowserContext:
    """A reader with a window of that width, 800 pixels high, nothing kept from before."""
    context = opened.new_context(
        viewport={"width": width, "height": 800}, color_scheme="light", **options
    )
    context.add_cookies([{"name": "django_language", "value": language, "url": site}])
    return context


def log_in(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(f"{site}/login/")
    page.locator("[name=username]").fill(EDITOR)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button").click()
    page.wait_for_url(lambda address: "/login/" not in address)
    page.close()


# Check


def check(site: str) -> bool:
    """Prints a row a page; False where anything is wrong."""
    installed = tools()
    written = archives.FOLDER / "look-html"
    shutil.rmtree(written, ignore_errors=True)
    written.mkdir()
    confirm, stop = archives.apart(followed)
    of_readers = PAGES | {CONFIRM: confirm, STOP: stop}
    with browser() as opened:
        rows = {}
        for name in (*of_readers, *DESK):
            rows[name] = Row(float("inf") if name == UNBOUNDED else MOST)
        for width, language in product(WIDTHS, LANGUAGES):
            with reader(opened, site, width, language, bypass_csp=True) as context:
                context.add_init_script(WATCH)
                context.add_init_script(path=installed / "axe-core" / "axe.min.js")
                for name, path in of_readers.items():
                    rows[name].look(context, site + path, written / f"{language} {name}.html")
                log_in(context, site)
                for name, path in DESK.items():
                    rows[name].look(context, site + path, written / f"{language} {name}.html")
    invalid = vnu(installed, written)
    print(f"{'page':20} {'kB':>6} {'shift':>7} {'wide':>5} {'axe':>5} {'vnu':>5}")
    for name, row in rows.items():
        row.vnu = sum(invalid.get(f"{language} {name}.html", 0) for language in LANGUAGES)
        print(
            f"{name:20} {row.kilobytes:6.1f} {row.shift:7.4f} {row.wide:5} {len(row.axe):5} {row.vnu:5}"
        )
    for name, row in rows.items():
        for violation in sorted(row.axe):
            print(f"{name}: {violation}")
    return all(row.is_well() for row in rows.values())


class Row:
    """The worst of a page among all ways to look at it."""

    def __init__(self, most: float):
        self.most = most
        self.kilobytes, self.shift, self.wide, self.vnu, self.axe = 0.0, 0.0, 0, 0, set()

    def look(self, context: BrowserContext, address: str, written: Path) -> None:
        page = context.new_page()
        weights: list[int] = []
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        network.on(
            "Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"])
        )
        response = page.goto(address, wait_until="load")
        written.write_text(response.text())
        width = page.viewport_size["width"]
        self.kilobytes = max(self.kilobytes, sum(weights) / 1000)
        self.shift = max(self.shift, page.evaluate("window.shifted"))
        self.wide += page.evaluate("document.documentElement.scrollWidth") > width
        for colour in COLOURS:
            page.emulate_media(color_scheme=colour)
            result = page.evaluate(
                "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
            )
            for violation in result["violations"]:
                self.axe.add(
                    f"{violation['id']}: {violation['help']} ({violation['nodes'][0]['html'][:120]})"
                )
        page.close()

    def is_well(self) -> bool:
        return (
            not (self.axe or self.vnu or self.wide)
            and self.kilobytes < self.most
            and self.shift < SHIFT
        )


def vnu(installed: Path, written: Path) -> dict[str, int]:
    """{name of a file: number of errors}; prints each kind of error once."""
    jar = installed / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--format", "json", "--errors-only", str(written)]
    messages = json.loads(subprocess.run(command, capture_output=True, text=True).stderr)[
        "messages"
    ]
    counts: dict[str, int] = {}
    for message in messages:
        counts[message["url"]] = counts.get(message["url"], 0) + 1
    for text in sorted(
        {
            f"vnu: {message['message']} ({message.get('extract', '')[:120]!r})"
            for message in messages
        }
    ):
        print(text)
    return {unquote(url).rpartition("/")[2]: count for url, count in counts.items()}


# Lighthouse


def lighthouse(site: str) -> bool:
    """Prints the scores, of 100; False where one is under 95."""
    well = True
    print(f"{'page':18} {'form':8} performance accessibility best-practices seo")
    for (name, path), form in product(MEASURED.items(), ("mobile", "desktop")):
        report = _report(site + path, ["--preset=desktop"] if form == "desktop" else [])
        kinds = ("performance", "accessibility", "best-practices", "seo")
        scores = [round(100 * report["categories"][kind]["score"]) for kind in kinds]
        print(
            f"{name:18} {form:8} {scores[0]:11} {scores[1]:13} {scores[2]:14} {scores[3]:3}",
            flush=True,
        )
        if name in UNLISTED:
            scores.pop()
        well = well and min(scores) >= 95
        for audit in report["audits"].values():
            if audit["scoreDisplayMode"] in ("binary", "numeric") and audit["score"] < 0.9:
                print(f"    {audit['id']}: {audit['title']} {audit.get('displayValue', '')}")
    return well


def _report(address: str, options: list[str], tries: int = 3) -> dict:
    """On a busy machine it happens that Lighthouse misses the beginning; it says so itself and asks to be run again."""
    command = [tools() / ".bin" / "lighthouse", address, "--quiet", "--output=json", *options]
    environment = os.environ | {"CHROME_PATH": CHROMIUM}
    command.append("--chrome-flags=--headless=new --no-sandbox")
    for _ in range(tries):
        run = subprocess.run(command, capture_output=True, text=True, env=environment)
        if not run.returncode:
            return json.loads(run.stdout)
    raise SystemExit(run.stderr)


# Pictures


def shots(site: str) -> bool:
    folder = archives.ROOT / "docs" / "pages"
    folder.mkdir(exist_ok=True)
    with browser() as opened:
        for (name, path), width in product(SHOWN.items(), WIDTHS):
            with reader(opened, site, width, "fr") as context:
                page = context.new_page()
                page.goto(site + path)
                with Image.open(BytesIO(page.screenshot())) as image:
                    target = folder / f"{name}-{width}.webp"
                    image.save(target, quality=80, method=6)
                    print(
                        f"{target.relative_to(archives.ROOT)}  {target.stat().st_size / 1000:.0f} kB"
                    )
    return True


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ways = {way.__name__: way for way in (check, lighthouse, shots)}
    parser.add_argument("way", choices=ways)
    options = parser.parse_args()
    with served(extremes=options.way == "check") as site:
        well = ways[options.way](site)
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
