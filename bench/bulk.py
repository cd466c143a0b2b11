"""A selection tagged in one operation, undone, and the undo undone, each with the update of the index.

    python bench/bulk.py [--size 12000] [--selected 10000]

The peer is what an editorial's own methods do, one after the other, on a tenth of the selection: no operation is kept,
nothing can be undone. The archive is made anew at each run.
"""

import argparse
import shutil
from collections.abc import Callable

import archives


def run(size: int, selected: int) -> list[tuple[str, int, archives.Use]]:
    """(what was done, to how many, what it used), in order."""
    shutil.rmtree(archives.FOLDER / "bulk", ignore_errors=True)
    archives.open_archive("bulk")
    archives.fill(lambda: archives.corpus(size))
    archives.index()
    from archive.models import Bulk, Editorial, Operation
    from archive.search.upkeep import freshness

    ids = list(Editorial.objects.order_by("pk").values_list("pk", flat=True)[:selected])
    rows, few = [], ids[: selected // 10]

    def measured(name: str, count: int, work: Callable[[], None]) -> None:
        rows.append((name, count, archives.used(work)))

    def deferred(work: Callable) -> Callable[[], None]:
        def whole():
            with freshness.deferred():
                work()

        return whole

    def one_by_one():
        for editorial in Editorial.objects.filter(pk__in=few).iterator():
            editorial.add_tags(["un par un"], origin="editor")

    change = Bulk(add=["relation client", "accueil"])
    measured("preview", selected, lambda: change.preview(ids))
    measured("tagged, not indexed", selected, lambda: _not_indexed(lambda: change.apply(ids)))
    measured("index updated", selected, lambda: freshness.drain(patient=True))
    first = Operation.objects.get(kind="bulk")
    measured("undone, indexed", selected, deferred(first.undo))
    measured("undo undone, indexed", selected, deferred(Operation.objects.get(undoes=first).undo))
    measured("one by one, indexed", len(few), deferred(one_by_one))
    return rows


def _not_indexed(work: Callable) -> None:
    from archive.search.upkeep import freshness

    drain, freshness.drain = freshness.drain, lambda **_: 0
    try:
        with freshness.deferred():
            work()
    finally:
        freshness.drain = drain


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=12_000)
    parser.add_argument("--selected", type=int, default=10_000)
    options = parser.parse_args()
    print(f"{'':24}{'editorials':>12}{'s':>8}{'s of cpu':>10}{'per second':>12}{'MB':>7}")
    for name, count, use in archives.apart(run, options.size, options.selected):
        print(
            f"{name:24}{count:12,}{use.wall:8.2f}{use.cpu:10.2f}{count / use.wall:12,.0f}{use.own:7.0f}"
        )


if __name__ == "__main__":
    main()
