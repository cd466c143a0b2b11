"""What is dearest to ask of a crowded archive, the first time and the second, and the memory it takes.

    python bench/hard.py [--sizes 36141]

The archive has up to 100,000 authors; nine in ten of its editorials are of one magazine and one in twenty of one day.
Milliseconds by the clock, then in brackets of the processor; the most memory that a process held of its own meanwhile.
"""

import argparse

import archives
from speed import page, question_of, row, table

COMMON = (
    "de la le les des et à en du l d un une par pour que dans au est ou sur ce a il qui être aux son"
    " avec sont ne pas"
)
HARD = {
    "a word of every document": "q=de",
    "32 of them": f"q={COMMON}",
    "a prefix of one letter": "q=c*",
    "32 prefixes of two letters": "q="
    + " ".join(f"{first}{last}*" for first in "acdefilmnoprstuv" for last in "ae"),
    "a phrase of stop words": 'q="de la"',
    "a longer one": 'q="de ce que dans le"',
    "near each other": 'q="de la le"~20',
    "all but a rare word": "q=-chlorhydrique",
    "everything, by title": "q=-chlorhydrique&sort=title",
    "nine in ten, of one magazine": "publication=la-revue",
    "a word of these": "q=travail&publication=la-revue",
    "one in twenty, of one day": "from=2001-05-03&to=2001-05-03",
    "a word of these, page 400": "q=travail&page=400",
}


def hard(size: int) -> list[tuple[str, archives.Use, archives.Use]]:
    """Of each hard question the first asking and the second."""
    name = f"crowded-{size}"
    archives.open_archive(name)
    archives.fill(lambda: archives.crowded(size))
    if archives.indexed() != size:
        archives.index()
    page(question_of("q=chlorhydrique"))
    rows = [("(nothing)", archives.used(lambda: None), archives.used(lambda: None))]
    for kind, address in HARD.items():
        question = question_of(address)
        first = archives.used(lambda question=question: page(question))
        rows.append((kind, first, archives.used(lambda question=question: page(question))))
    return rows


def hard_table(size: int) -> None:
    table(f"{size} documents, hard questions", "ms [CPU]", "again", "own MB")
    for kind, first, again in archives.apart(hard, size):
        times = [f"{use.wall * 1000:.0f} [{use.cpu * 1000:.0f}]" for use in (first, again)]
        row(kind, *times, f"{max(first.own, again.own):.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="36141")
    for size in parser.parse_args().sizes.split(","):
        hard_table(int(size))


if __name__ == "__main__":
    main()
