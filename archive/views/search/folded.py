"""What is folded under a result: the other parts of its document, its reprints and near copies."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from archive import markup, parts, typesetting
from archive.models import Editorial
from archive.models.prepared import Columns, PreparedAmong
from archive.search.question.answers import Hit
from archive.search.question.query import Question
from archive.views.search import hits

MOST_LISTED = 20  # parts under one result; the link to the search without folding shows them all
_OF_DOCUMENT = Columns(
    Editorial,
    *("title", "title_supplied", "slug", "language", "state"),
    *("source_id", "address", "date", "publication"),
)
_documents = PreparedAmong(
    lambda numbers: (
        Editorial.objects.filter(pk__in=numbers).order_by().values_list(*_OF_DOCUMENT.of())
    )
)


class FoldedParts:
    """What is folded under the hits of one page, by one query where there is any."""

    def __init__(self, question: Question, page: Sequence[Hit]):
        self._question = question
        self._parameters = hits.parameters(question)
        self._rows: dict[int, Editorial] = {}
        ids: list[int] = []
        for hit in page:
            if hit.parts:
                ids += [hit.id, *hit.parts]
        if ids:
            for row in _OF_DOCUMENT.rows(_documents.rows(ids)):
                if row.is_published:
                    self._rows[row.pk] = row

    def under(self, hit: Hit, position: int) -> SafeString:
        """Return the list of what is folded under a hit; nothing where nothing is."""
        published = [self._rows[number] for number in hit.parts if number in self._rows]
        if not published or hit.id not in self._rows:
            return markup.NOTHING
        further = None
        if len(published) > MOST_LISTED:
            unfolded = self._question.folded(False).address()
            label = gettext("Tous les résultats, un par un")
            further = f"{reverse('search')}{unfolded}", label
        return markup.folded(
            self._label(self._rows[hit.id], published),
            self._listed(published[:MOST_LISTED], position),
            further,
        )

    def _listed(
        self, editorials: Sequence[Editorial], position: int
    ) -> Iterator[tuple[str, str, str]]:
        for editorial in editorials:
            address = f"{editorial.get_absolute_url()}{self._parameters}{position}"
            heading = typesetting.line(editorial.heading, editorial.language)
            yield address, editorial.language, heading

    def _label(self, best: Editorial, folded: Sequence[Editorial]) -> str:
        """Return « et 9 autres parties », « et une autre version », or both."""
        document = _document(best)
        number = 0
        if document:
            number = sum(_document(part) == document for part in folded)
        labels = []
        if number:
            label = ngettext("et %(n)s autre partie", "et %(n)s autres parties", number)
            labels.append(label % {"n": number})
        versions = len(folded) - number
        if versions:
            label = ngettext("et %(n)s autre version", "et %(n)s autres versions", versions)
            labels.append(label % {"n": versions})
        return ", ".join(labels)


def _document(editorial: Editorial) -> str:
    return parts.document(
        editorial.title,
        editorial.source_id,
        editorial.address,
        editorial.date,
        str(editorial.publication_id or ""),
    )
