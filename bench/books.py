"""Books of editorials (EPUB), judged by epubcheck, the W3C's own: no error, no warning.

    python bench/books.py --archive look --books 10

The archive is a folder in BENCH_FOLDER, of `look.py` (with what is hard to show) or `speed.py --keep`. Each book has as
many editorials as a shelf takes. epubcheck is fetched by Maven in this version into BENCH_FOLDER; it wants Java.
"""

import argparse
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import archives

VERSION = "5.2.1"
POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion>
<groupId>bench</groupId><artifactId>books</artifactId><version>1</version>
<dependencies><dependency>
<groupId>org.w3c</groupId><artifactId>epubcheck</artifactId><version>{VERSION}</version>
</dependency></dependencies>
</project>
"""
# What imports may leave in a body, besides what the archive has.
HARD = (
    "<ul>sans <li>puce</li><p>dedans</p></ul>",
    "<em><p>Un</p><p>Deux</p></em><h2>Titre</h2>",
    "<table><caption>Un</caption><tr><td colspan='0'>1</td><th scope='x'>2</th></tr></table>",
    "<figure><p>Légende</p><figcaption>a</figcaption></figure><figcaption>seule</figcaption>",
    "<p><a href='http://exemple.fr/à b?c={d}#e#f'>un</a> <a href='mailto:a@b.fr'>deux</a></p>",
    "<blockquote>Nu<br><p>et vêtu</p></blockquote><hr><p><q>cité</q> <abbr title='a'>b</abbr></p>",
    "<p>&nbsp;\u200b\u0007 &amp; &lt;</p><ol><li><ul><li>a</li></ul></li></ol>",
)


def epubcheck() -> list[str]:
    """The command, once Maven has fetched it."""
    folder = archives.FOLDER / f"epubcheck-{VERSION}"
    if not (folder / "lib").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "pom.xml").write_text(POM)
        goal = ["dependency:copy-dependencies", "-DoutputDirectory=lib"]
        subprocess.run(["mvn", "-q", "-B", *goal], cwd=folder, check=True)
    return ["java", "-cp", f"{folder / 'lib'}/*", "com.adobe.epubcheck.tool.Checker"]


def books(folder: Path, number: int) -> None:
    """Writes books of the archive that is open, and tells what each took."""
    from django.test import Client

    from archive.models import Editorial
    from archive.views.browse.shelf import MOST

    published = Editorial.objects.published().order_by("pk")
    for place, body in enumerate(HARD):
        title = f"Difficile {place}"
        if not published.filter(title=title).exists():
            Editorial.objects.create(title=title, body=body, language="fr")
    numbers = list(published.values_list("pk", flat=True))
    hard = numbers[-len(HARD) :]
    for place in range(number):
        chosen = [*hard, *numbers[place :: max(len(numbers) // MOST, 1)][: MOST - len(hard)]]
        begun = perf_counter()
        response = Client(SERVER_NAME="localhost").get(
            f"/shelf/shelf.epub?ids={','.join(map(str, chosen))}"
        )
        took = perf_counter() - begun
        assert response.status_code == 200
        (folder / f"{place}.epub").write_bytes(response.content)
        print(
            f"{place:3} {len(chosen):4} editorials {len(response.content) / 1000:8.1f} kB {took:6.2f} s"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--archive", default="look")
    options.add_argument("--books", type=int, default=5)
    asked = options.parse_args()
    archives.open_archive(asked.archive)
    folder = archives.FOLDER / "books"
    folder.mkdir(exist_ok=True)
    books(folder, asked.books)
    command = epubcheck()
    failed = 0
    for place in range(asked.books):
        judged = subprocess.run(
            [*command, str(folder / f"{place}.epub")], capture_output=True, text=True
        )
        told = judged.stdout + judged.stderr
        lines = [
            line for line in told.splitlines() if line.startswith(("ERROR", "FATAL", "WARNING"))
        ]
        failed += bool(lines or judged.returncode)
        print("\n".join([f"{place:3} {len(lines)} errors and warnings", *lines[:5]]))
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
