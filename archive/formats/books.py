"""Works as a book for reading devices (EPUB 3), a chapter each. It is made whole."""

from collections.abc import Iterable, Iterator
from html import escape

from archive import epub, text, typesetting
from archive.formats.works import Collection, Work


def write(works: Iterable[Work], collection: Collection) -> Iterator[bytes]:
    """Yield a book, as one piece."""
    chapters = []
    changed = []
    for work in works:
        chapters.append(_chapter(work))
        changed.append(work.changed)
    yield epub.book(collection.title, collection.language, chapters, max(changed))


def _chapter(work: Work) -> epub.Chapter:
    return epub.Chapter(
        title=_set(work.heading, work.language),
        html=typesetting.typeset(work.html, work.language),
        language=work.language,
        where=" · ".join(filter(None, [work.magazine, work.date_display])),
        standfirst=_set(work.standfirst, work.language),
        signed=", ".join(signature.name for signature in work.signatures),
        address=work.address,
        rights=str(work.terms) if work.terms else "",
    )


def _set(plain: str, language: str) -> str:
    return text.plain(typesetting.typeset(escape(plain), language))
