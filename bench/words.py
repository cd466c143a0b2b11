"""What words through time cost: making the concordance, its size, and each kind of page.

    ARCHIVE_DATA_DIR=… python bench/words.py

asks the archive in the data folder, of which it makes the concordance anew. Nothing is kept between two pages
(ARCHIVE_KEEP=0), words are different each time: the frequent and the rare ones of the texts in turn. Milliseconds are
of the processor; beside them the median by the clock.
"""

import os
import sys
import time
from collections import Counter
from itertools import cycle, islice, pairwise
from pathlib import Path
from statistics import median, quantiles

import django

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
os.environ["ARCHIVE_KEEP"] = "0"
os.environ.setdefault("ALLOWED_HOSTS", "testserver")
os.environ["DEBUG"] = "1"
django.setup()

from django.test import Client  # noqa: E402

from archive.concordance import keeping  # noqa: E402
from archive.concordance.pieces import is_word, pieces  # noqa: E402
from archive.models import Editorial  # noqa: E402

ASKED = 20  # pages of each kind
KINDS = {
    "curve of a word": "/words/?word={0}",
    "curves of three words": "/words/?word={0}&word={1}&word={2}",
    "by month, in 10,000 words": "/words/?word={0}&by=month&measure=per10000",
    "all forms": "/words/?word={0}&forms=1",
    "lines of a word": "/words/lines/?word={0}",
    "lines by what precedes": "/words/lines/?word={0}&sort=left",
    "words as JSON": "/api/v1/words?word={0}",
    "lines as JSON": "/api/v1/concordance?word={0}",
    "what comes and goes, first": "/words/changes/?split={3}",
}


def words() -> list[str]:
    """Words and phrases of the texts: every third of the 300 most frequent, and of those after."""
    counts: Counter[str] = Counter()
    for text in Editorial.objects.published().values_list("text", flat=True)[:2000]:
        cut = pieces(text)
        counts.update(filter(is_word, cut))
        counts.update(" ".join(pair) for pair in pairwise(cut) if all(map(is_word, pair)))
    ranked = [word for word, _count in counts.most_common(6000)]
    return ranked[:300:15] + ranked[300::97]


def main() -> None:
    start, by_clock = time.process_time(), time.perf_counter()
    count = keeping.build()
    seconds = time.process_time() - start
    size = sum(path.stat().st_size for path in keeping.folder().rglob("*") if path.is_file())
    print(f"{count} editorials bound in {seconds:.1f} s of the processor", end=" ")
    print(f"({time.perf_counter() - by_clock:.1f} by the clock), {size / 1e6:.0f} MB")
    client = Client()
    client.get("/words/?word=accueil&forms=1")
    chosen = cycle(words())
    print(f"{'page':30}{'median':>9}{'slowest twentieth':>20}{'clock':>9}")
    for kind, address in KINDS.items():
        taken, clock = [], []
        for place in range(ASKED):
            asked = address.format(*islice(chosen, 3), 1990 + place)
            began, began_clock = time.process_time(), time.perf_counter()
            response = client.get(asked)
            taken.append(1000 * (time.process_time() - began))
            clock.append(1000 * (time.perf_counter() - began_clock))
            assert response.status_code == 200, asked
        slowest = quantiles(taken, n=20)[-1]
        print(f"{kind:30}{median(taken):9.1f}{slowest:20.1f}{median(clock):9.1f}")


if __name__ == "__main__":
    main()
