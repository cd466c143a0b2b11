"""What sentences that return and references between texts cost, in a filled archive.

    ARCHIVE_DATA_DIR=… python bench/reuse.py

makes the concordance and the references of the archive in the data folder anew, then asks pages. Nothing is kept
between two of them (ARCHIVE_KEEP=0). Seconds and milliseconds are of the processor.
"""

import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median, quantiles

import django

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
os.environ["ARCHIVE_KEEP"] = "0"
os.environ.setdefault("ALLOWED_HOSTS", "testserver")
os.environ["DEBUG"] = "1"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from archive.concordance import keeping  # noqa: E402
from archive.crossreferences import keeping as crossreferences  # noqa: E402
from archive.models import Editorial, Publication  # noqa: E402

ASKED = 60  # editorials


def seconds(work: Callable[[], object]) -> tuple[float, object]:
    start = time.process_time()
    answer = work()
    return time.process_time() - start, answer


def asked(kind: str, addresses: Iterable[str]) -> None:
    client, taken = Client(), []
    for address in addresses:
        spent, response = seconds(lambda address=address: client.get(address))
        assert response.status_code == 200, address
        taken.append(1000 * spent)
    print(f"{kind:34}{median(taken):9.1f}{quantiles(taken, n=20)[-1]:20.1f}")


def main() -> None:
    call_command("migrate", verbosity=0)
    spent, count = seconds(keeping.build)
    print(f"{count} editorials bound, with their sentences, in {spent:.1f} s")
    for again in ("read", "read again"):
        spent, count = seconds(crossreferences.build)
        print(f"{count} references {again} in {spent:.2f} s")
    rows = Editorial.objects.published().order_by("pk").values_list("pk", "slug")
    rows = rows[:: max(1, rows.count() // ASKED)]
    magazines = Publication.objects.order_by("pk").values_list("slug", flat=True)[:ASKED]
    Client().get("/words/returning/")
    print(f"{'page':34}{'median':>9}{'slowest twentieth':>20}")
    asked("an editorial", [f"/editorials/{pk}/{slug}/" for pk, slug in rows])
    asked("its reused sentences", [f"/editorials/{pk}/{slug}/reuse/" for pk, slug in rows])
    asked("sentences that return", [f"/words/returning/?page={page}" for page in range(1, 21)])
    asked("of a magazine, first", [f"/words/returning/?publication={slug}" for slug in magazines])
    asked("reused sentences as JSON", [f"/api/v1/reuse?editorial={pk}" for pk, _slug in rows])


if __name__ == "__main__":
    main()
