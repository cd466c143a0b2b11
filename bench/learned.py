"""What the archive learns of the results that visitors open: does it name the searches that want
an equivalent?

    python bench/learned.py [--sheets 3000] [--keep]

The visitors' searches are asked of an archive without any equivalents, OFTEN times each; whoever
finds an editorial that is judged for the search opens the first of them. Named is what the desk's
page lists as worth an equivalent. Right are the searches that were written with other words than
the texts have (kinds `synonym` and `acronym`); all others are wrong. Beside it, as a baseline of
the same run, what co-occurrence alone would name: each search whose words no editorial has
together. Nothing here was tuned on these searches: the rules of the desk stand in
`archive/views/desk/opened.py`.
"""

import argparse
from collections.abc import Collection

import archives
import speed
import visitors_archive

DEPTH = 100  # results that a visitor looks through
WANTING = ("synonym", "acronym")  # kinds of searches that want an equivalent


def named(sheets: int, keep: bool) -> tuple[dict[str, str], set[str], set[str]]:
    """Return {search: kind}, and the searches that openings and that co-occurrence name."""
    visitors_archive.open_filled(sheets, keep)
    from archive.models import Equivalent, OpenedHit, SoughtQuery
    from archive.search import Question, ask
    from archive.search.question import sought
    from archive.views.desk.opened import OFTEN, opened

    for model in (Equivalent, OpenedHit, SoughtQuery):
        model.objects.all().delete()
    ids = visitors_archive.judged_ids()
    kinds, apart = {}, set()
    for search in visitors_archive.searches():
        question = Question(q=search["text"])
        kinds[question.q] = search["kind"]
        answer = ask(Question(q=question.q, fold=True, page_size=DEPTH))
        judged = set()
        for editorial in search["relevant"]:
            judged.add(ids.get((editorial["source"], editorial["key"])))
        places = [place for place, hit in enumerate(answer.hits, 1) if hit.id in judged]
        for _time in range(OFTEN):
            sought.record(question, answer)
            if places:
                sought.record_opened(question, places[0])
        levels = list(answer.levels.values())
        if not levels or not levels[0]:
            apart.add(question.q)
    return kinds, {row.text for row in opened()["wanting"]}, apart


def told(name: str, kinds: dict[str, str], searches: Collection[str]) -> None:
    """Print how many of the searches that want an equivalent are named, and how many others."""
    wanting = [text for text, kind in kinds.items() if kind in WANTING]
    right = sum(kinds.get(text) in WANTING for text in searches)
    share = f"{right / len(searches):.2f}" if searches else "–"
    speed.row(name, len(searches), f"{right} of {len(wanting)}", len(searches) - right, share)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sheets", type=int, default=visitors_archive.SHEETS)
    parser.add_argument("--keep", action="store_true", help="take what an earlier run has filled")
    options = parser.parse_args()
    kinds, learned, apart = archives.apart(named, options.sheets, options.keep)
    speed.table("named by", "searches named", "that want an equivalent", "wrong", "right")
    told("what is opened", kinds, learned)
    told("co-occurrence alone", kinds, apart)


if __name__ == "__main__":
    main()
