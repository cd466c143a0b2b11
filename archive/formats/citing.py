"""Works as bibliographies: an entry of each, one after another."""

import json
from collections.abc import Callable, Iterable, Iterator

from archive import citations, text
from archive.formats.works import Collection, Work


def entries(
    form: citations.Format, separator: str
) -> Callable[[Iterable[Work], Collection], Iterator[bytes]]:
    """Return what writes the entries of this form, a separator between them."""

    def write(works: Iterable[Work], _collection: Collection) -> Iterator[bytes]:
        before = ""
        for work in works:
            yield text.writable(before + form.write(work.reference)).encode()
            before = separator

    return write


def csl(works: Iterable[Work], _collection: Collection) -> Iterator[bytes]:
    """Yield one list of CSL-JSON."""
    before = "[\n"
    for work in works:
        yield (before + json.dumps(citations.csl(work.reference), ensure_ascii=False)).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"
