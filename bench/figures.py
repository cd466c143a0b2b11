"""The figures that `floors.py` holds, each measured by its own benchmark on as much as two minutes
allow.

A trial is what one process measures on one material. Where the material is too much, a part is
drawn from it by the hash of its ids, the same at each run: `Trial.part` says which, and stands in
`floors.json` too. Nothing here needs a tolerance: the same code on the same material gives the
same figures.
"""

import datetime
import hashlib
import io
import logging
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import archives

OTHERS = 2000  # unjudged documents of a collection: enough to be in the way, indexed in seconds
QUERIES = 1000  # of a collection
SHEETS = 500  # around what visitors look for: an import takes in fifty a second
# The first page tells of the day; of this one the demonstration has editorials.
MOMENT = datetime.datetime(2026, 2, 12, 12, tzinfo=datetime.UTC)
LEAST = "with the least SHA-256 of their id"


class Trial(NamedTuple):
    """`files` are patterns in `folder`; `part` tells in words what of them is measured."""

    measure: Callable[[], dict[str, float]]
    folder: Path
    files: tuple[str, ...]
    part: str


def digest(trial: Trial) -> str | None:
    """Return the SHA-256 of the files that a trial measures on; None where any is not there. `part`
    does not count: who draws another part does not escape the floors."""
    hashed = hashlib.sha256()
    for pattern in trial.files:
        paths = sorted(trial.folder.glob(pattern))
        if not paths:
            return None
        for path in paths:
            hashed.update(f"{path.relative_to(trial.folder)}\n".encode())
            hashed.update(hashlib.sha256(path.read_bytes()).digest())
    return hashed.hexdigest()


def measured(name: str) -> dict[str, float]:
    """Return the figures of one trial, whose names begin with the trial's. To be run in a process
    of its own, which is changed by it."""
    return {f"{name}.{figure}": value for figure, value in TRIALS[name].measure().items()}


def drawn(names: Iterable[str], most: int) -> set[str]:
    """Return so many of the names: those with the least SHA-256, whatever their order."""
    return set(sorted(names, key=lambda name: hashlib.sha256(name.encode()).digest())[:most])


def average(values: list[float]) -> float:
    return sum(values) / len(values)


# Trials


def ranking(name: str) -> dict[str, float]:
    """How well search ranks a judged collection."""
    import relevance

    archives.open_archive(name)
    archives.fill(lambda: _sample(name))
    archives.index()
    from archive.models import Editorial

    ids = dict(Editorial.objects.values_list("pk", "source_id"))
    relevant = relevance.judged(name, set(ids.values()))
    queries = relevance.judged_queries(name, "queries.jsonl", relevant)
    chosen = drawn((query["id"] for query in queries), QUERIES)
    queries = [query for query in queries if query["id"] in chosen]
    run = relevance.run(relevance.ours, queries, ids, relevant)
    return {"nDCG@10": run.averages().ndcg, "none": run.none}


def _sample(name: str) -> list[archives.Document]:
    """Return the judged documents of a collection, and OTHERS drawn from the rest."""
    import relevance

    documents = archives.collection(name)
    ids = {document.id for document in documents}
    judged = set().union(*relevance.judged(name, ids).values())
    chosen = judged | drawn(ids - judged, OTHERS)
    return [document for document in documents if document.id in chosen]


def saved_pages() -> dict[str, float]:
    import pages

    annotated = pages.annotated(1, "all")
    answers = pages.run_tool("ours", annotated)
    measures = ("title", "authors", "people", "day", "wrong", "F1", "must have", "must not")
    figures = {}
    for group in ("fundus", "newspaper4k-ds", "français"):
        values = pages.sums(annotated, answers, group)
        for measure in measures:
            if values[measure]:
                figures[f"{group}.{measure.replace(' ', '-')}"] = average(values[measure])
    return figures


def text_dumps() -> dict[str, float]:
    import dumps

    measured = dumps.measured()
    figures = {}
    for measure in dumps.MEASURES:
        figures[f"annotated.{measure.replace(' ', '-')}"] = average(measured.annotated[measure])
    for name, tally in (("hand", measured.by_hand), ("seeds", measured.seeds)):
        figures |= {f"{name}.right": tally.right, f"{name}.invented": tally.invented}
    return figures


def suggested_tags(name: str) -> dict[str, float]:
    import tagging

    split = tagging.split(name)
    _name, suggest = next(tagging.engines())
    score = tagging.score(suggest, split)
    return {"P@5": score.precision, "R@5": score.recall}


def visitors_searches() -> dict[str, float]:
    import visitors

    return visitors.floors(SHEETS)


def demonstration() -> dict[str, float]:
    """What the pages of the demonstration archive cost, as if at MOMENT."""
    from django.utils import timezone

    timezone.now = lambda: MOMENT  # before any model takes it for a default
    logging.disable(logging.CRITICAL)  # « Not Found » of the lost page
    archives.open_archive("demonstration")
    import visits
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=io.StringIO())
    archives.index()
    reader, editor = visits.visitor(), visits.editor()
    figures = {}
    for client, addresses in ((reader, _readers_pages()), (editor, _desk_pages())):
        for kind, address in addresses.items():
            client.get(address)  # once, so that what is kept between requests is there
            cost = visits.cost(client, address, status=404 if kind == "lost" else 200)
            figures |= {f"{kind}.queries": cost.queries, f"{kind}.kB": cost.bytes / 1000}
    return figures


def answers() -> dict[str, float]:
    """How many questions to the demonstration are answered, and how many of the answers are
    wrong."""
    import answers_demo

    archives.open_archive("answers")
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=io.StringIO())
    archives.index()
    return answers_demo.figures()


def _readers_pages() -> dict[str, str]:
    import browse

    named = browse.addresses().items()
    return {kind.replace(", ", "-").replace(" ", "-"): address for kind, address in named} | {
        "editorial": "/editorials/1/clientele-nom-feminin/",
        "editorial-found": "/editorials/1/clientele-nom-feminin/?q=client&hit=1",
        "search": "/search/",
        "results": "/search/?q=client",
        "results-narrowed": "/search/?q=client&tag=relation-client&from=2001&to=2010",
        "results-of-a-question": "/search/?q=pourquoi+le+client+attend",
        "no-result": "/search/?q=xyzzyx",
        "search-help": "/search/help/",
    }


def _desk_pages() -> dict[str, str]:
    return {
        "desk": "/desk/",
        "desk-undated": "/desk/todo/undated/",
        "desk-tagging": "/desk/tagging/1/",
        "desk-tags": "/desk/tags/",
        "desk-tag": "/desk/tags/relation-client/",
        "desk-editorial": "/desk/editorials/1/",
        "desk-doubts": "/desk/doubts/1/",
        "desk-history": "/desk/editorials/1/history/",
        "desk-selection": "/desk/selection/?tag=relation-client",
        "desk-operations": "/desk/operations/",
        "desk-imports": "/desk/imports/",
    }


def _collection(name: str, part: str) -> Trial:
    folder = archives.SHARED / "data/relevance" / name
    files = ("docs.jsonl.xz", "queries.jsonl", "qrels.tsv")
    return Trial(partial(ranking, name), folder, files, part)


def _tagged(name: str) -> Trial:
    part = "every tagged post of the export, the tags of one in five hidden"
    folder = archives.SHARED / "data/imports"
    return Trial(partial(suggested_tags, name), folder, ("imports.tar.xz",), part)


WORDINGS = f"{QUERIES} wordings of all topics {LEAST}"
# The longest first, so that two processes end together.
TRIALS = {
    "cdtn": _collection("cdtn", f"judged documents; {OTHERS} others and {WORDINGS}"),
    "pages": Trial(
        saved_pages,
        archives.SHARED / "data/pages",
        ("html.tar.xz", "pages.jsonl.xz"),
        "all",
    ),
    "visitors": Trial(
        visitors_searches,
        archives.SHARED,
        (
            "data/visitors/dev.jsonl",
            "data/visitors/forms-dev.jsonl",
            "data/imports/imports.tar.xz",
            "data/corpus/admin-fr.jsonl.xz",
            "seeds/*.txt",
        ),
        f"all searches and pairs of forms; of the sheets the first {SHEETS} and the judged ones",
    ),
    "piaf": _collection("piaf", f"all documents; {QUERIES} questions {LEAST}"),
    "tags.geotribu": _tagged("geotribu"),
    "demonstration": Trial(
        demonstration,
        archives.ROOT / "fixtures/demo",
        ("*.jsonl", "publications.json"),
        f"all, as if on {MOMENT:%F}",
    ),
    "answers": Trial(
        answers,
        archives.ROOT,
        ("fixtures/demo/*.jsonl", "bench/answers_demo.jsonl"),
        "all questions marked by hand on the demonstration",
    ),
    "tags.alienlebarge": _tagged("alienlebarge"),
    "dumps": Trial(
        text_dumps,
        archives.SHARED,
        ("data/dumps/*.*", "data/dumps/hand/*.txt", "seeds/*.txt", "seeds-expected.jsonl"),
        "all",
    ),
    "cnil": _collection("cnil", "all"),
}
