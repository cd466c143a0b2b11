"""What Zotero takes from an editorial's page, by its own translators « Embedded Metadata » and « unAPI ».

    git clone https://github.com/zotero/translators
    python bench/zotero.py translators

Without that folder nothing is asked, and this is said (exit status 0). The demonstration is served for them on this machine,
each of its pages opened in Chromium: translators read the tree of a page, which Node has none of. What they ask of Zotero besides is in `zotero.js`.
Each field is compared with the CSL-JSON of the same editorial. Exit status 1 where one that is known does not come, or comes otherwise.
"""

import json
import re
import shutil
import sys
from collections import Counter
from pathlib import Path
from urllib.request import urlopen

import archives
from look import CHROMIUM
from playwright.sync_api import Page, sync_playwright
from served import serving
from speed import row, table

PROGRAM = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
# What is run, and what these load.
TRANSLATORS = ("Embedded Metadata", "unAPI", "RDF", "RIS", "BibTeX")
RUN = TRANSLATORS[:2]
FIELDS = ("title", "authors", "magazine", "issue", "pages", "date", "language", "abstract")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) == 2 else None
    files = [folder / f"{label}.js" for label in TRANSLATORS] if folder else []
    if not files or not all(file.is_file() for file in files):
        print(
            f"Left out: it wants the folder of Zotero’s translators, with {', '.join(TRANSLATORS)}."
        )
        return
    sources = [file.read_text(encoding="utf-8") for file in files]
    data = archives.FOLDER / "zotero"
    shutil.rmtree(data, ignore_errors=True)
    with serving(data) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(bypass_csp=True).new_page()
        is_well = [compared(page, site, sources, label) for label in RUN]
        browser.close()
    sys.exit(not all(is_well))


def compared(page: Page, site: str, sources: list[str], label: str) -> bool:
    """Print how many editorials give each field, and return whether all do that have it."""
    has, gives = Counter(), Counter()
    differing = []
    numbers = [record["id"] for record in editorials(site)]
    for number in numbers:
        page.goto(f"{site}/editorials/{number}/")
        items = page.evaluate(
            f"([sources, label]) => ({PROGRAM})(sources, label)", [sources, label]
        )
        taken = of_zotero(items[0]) if len(items) == 1 else {}
        for field, value in of_archive(site, number).items():
            has[field] += 1
            if taken.get(field) == value:
                gives[field] += 1
            else:
                differing.append(f"{label}, {number}, {field}: {value!r}, not {taken.get(field)!r}")
    table(label, *FIELDS)
    row(f"of {len(numbers)}", *(f"{gives[field]}/{has[field]}" for field in FIELDS))
    print(*differing[:10], sep="\n")
    return not differing


def asked(address: str) -> dict | list:
    with urlopen(address) as response:
        return json.load(response)


def editorials(site: str) -> list[dict]:
    return asked(f"{site}/api/v1/editorials?page_size=100")["results"]


def of_archive(site: str, number: int) -> dict:
    """The fields that the archive knows of an editorial."""
    item = asked(f"{site}/editorials/{number}/citation.json")[0]
    names = []
    for name in item.get("author", []):
        names.append(name.get("literal") or f"{name['given']} {name['family']}")
    fields = {
        "title": plain(item["title"]),
        "authors": list(map(plain, names)),
        "magazine": plain(item.get("container-title", "")),
        "issue": plain(item.get("issue", "")),
        "pages": item.get("page"),
        "date": day(item.get("issued", {})),
        "language": item.get("language"),
        "abstract": plain(item.get("abstract", "")),
    }
    return {field: value for field, value in fields.items() if value}


def of_zotero(item: dict) -> dict:
    return {
        "title": plain(item.get("title", "")),
        "authors": list(map(plain, item["authors"])),
        "magazine": plain(item.get("publicationTitle", "")),
        "issue": plain(item.get("issue", "")),
        "pages": re.sub("^(.+)-\\1$", "\\1", item.get("pages", "")),
        "date": re.sub("[/-]+$", "", item.get("date", "")).replace("/", "-"),
        "language": item.get("language"),
        "abstract": plain(item.get("abstractNote", "")),
    }


def plain(text: str) -> str:
    """A text whose spaces are all of one kind."""
    return " ".join(text.split())


def day(issued: dict) -> str:
    """A date in ISO 8601; "" for one that is uncertain, a season or a span."""
    parts = issued.get("date-parts", [])
    if len(parts) != 1 or len(issued) != 1:
        return ""
    year, *within = parts[0]
    return "-".join([f"{year:04}", *(f"{part:02}" for part in within)])


if __name__ == "__main__":
    main()
