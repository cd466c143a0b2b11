"""Tags that are suggested on a page: each keeps its place, and its key, until another page."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.models import Editorial
from archive.models.loading import TITLED
from archive.models.teaching import names_of_tags
from archive.search import Level, Suggested, suggested_tags

SUGGESTED = 5


@dataclass(frozen=True)
class Answered:
    """The slugs of the tags of an editorial about which there is nothing more to ask."""

    borne: set[str]
    rejected: set[str]
    proposed: set[str] = field(default_factory=set)

    def slugs(self) -> set[str]:
        return self.borne | self.rejected | self.proposed


@dataclass(frozen=True)
class Suggestion:
    """A suggested tag as it is shown: what became of it, and why it is suggested."""

    slug: str
    name: str
    why: Suggested | None
    alike: Sequence[Editorial] = ()
    is_borne: bool = False
    is_rejected: bool = False
    is_proposed: bool = False

    @property
    def is_answered(self) -> bool:
        return self.is_borne or self.is_rejected or self.is_proposed

    @property
    def is_sure(self) -> bool:
        return self.why is not None and self.why.level == Level.SURE


def suggested(editorial: Editorial, answered: Answered, shown: Sequence[str]) -> list[Suggestion]:
    """Return what is suggested for an editorial; those of `shown` alone, in their order, if any."""
    names = names_of_tags()
    kept = [slug for slug in dict.fromkeys(shown) if slug in names]
    if kept:
        asked = {slug: names[slug] for slug in kept}
        reasons = suggested_tags(editorial, asked, most=len(kept))
    else:
        reasons = suggested_tags(editorial, names, without=answered.slugs(), most=SUGGESTED)
    why = {reason.slug: reason for reason in reasons}
    alike = _alike(reasons)
    suggestions = []
    for slug in kept or why:
        reason = why.get(slug)
        suggestion = Suggestion(
            slug=slug,
            name=names[slug][0],
            why=reason,
            alike=[alike[pk] for pk in reason.neighbours if pk in alike] if reason else [],
            is_borne=slug in answered.borne,
            is_rejected=slug in answered.rejected,
            is_proposed=slug in answered.proposed,
        )
        suggestions.append(suggestion)
    return suggestions


def _alike(reasons: Sequence[Suggested]) -> dict[int, Editorial]:
    numbers: set[int] = set()
    for reason in reasons:
        numbers.update(reason.neighbours)
    return Editorial.objects.only(*TITLED).in_bulk(numbers)
