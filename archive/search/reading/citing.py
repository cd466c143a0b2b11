"""Which editorials cite what is asked for: looked up, since no index knows what texts name."""

from dataclasses import replace

from archive.models import Editorial
from archive.search.question.query import CITED, Question


def within(question: Question) -> Question:
    """Return the question with the ids of the editorials among which it is answered.

    It is itself where it asks for nothing cited.
    """
    slugs = question.chosen(CITED)
    if not slugs:
        return question
    citing = Editorial.objects.published().citing(slugs).order_by()
    return replace(question, among=frozenset(citing.values_list("pk", flat=True)))
