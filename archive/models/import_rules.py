"""Rules for imports: of which magazine, with what tags, is what comes from a source or section."""

import re
from collections.abc import Iterable
from typing import Any, Protocol, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import text
from archive.models.editorials import Editorial
from archive.models.names import LONGEST_NAME
from archive.models.uploads import Keywords

# What a rule may make of what comes in: to withdraw it or throw it away would want a reason.
STATES = [
    (state.value, state.label) for state in (Editorial.State.DRAFT, Editorial.State.PUBLISHED)
]
SHORTEST = 3  # letters and figures of a source that tells one from others


class Ruled(Protocol):
    """What rules ask of a `records.Record`; `file`: None for what is no row of a table."""

    source: str
    url: str
    section: str
    publication: str

    @property
    def file(self) -> object: ...


class ImportRule(models.Model):
    """What is decided of all that comes from a source or is of a section, in every import.

    `source` is a part of an item's file name or address, `section` the section as printed; an empty
    one is asked of nothing. Of what is decided an empty field decides nothing.
    """

    source = models.CharField(gettext_lazy("provenance"), max_length=300, blank=True)
    section = models.CharField(gettext_lazy("rubrique"), max_length=LONGEST_NAME, blank=True)
    publication = models.CharField(gettext_lazy("revue"), max_length=LONGEST_NAME, blank=True)
    added_tags = models.JSONField(gettext_lazy("mots-clés"), default=list, blank=True)
    keywords = models.CharField(
        gettext_lazy("mots-clés de la source"), max_length=5, choices=Keywords, blank=True
    )
    state = models.CharField(gettext_lazy("état"), max_length=10, choices=STATES, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = gettext_lazy("règle d’import")
        verbose_name_plural = gettext_lazy("règles d’import")

    def __str__(self):
        return self.in_words()

    def in_words(self, of_magazine: bool = True) -> str:
        """Return what it asks and decides; "" where without the magazine it decides nothing."""
        decision = self._decision(of_magazine)
        return f"{self.condition} → {decision}" if decision else ""

    @property
    def condition(self) -> str:
        """What it asks of an item, in words."""
        asked = []
        if self.source:
            asked.append(_("provenance « %s »") % self.source)
        if self.section:
            asked.append(_("rubrique « %s »") % self.section)
        return ", ".join(asked) or _("tout")

    @property
    def decision(self) -> str:
        """What it decides, in words."""
        return self._decision(of_magazine=True)

    def _decision(self, of_magazine: bool) -> str:
        decided = []
        if self.publication and of_magazine:
            decided.append(_("revue « %s »") % self.publication)
        if self.added_tags:
            decided.append(_("mots-clés : %s") % ", ".join(self.added_tags))
        if self.keywords:
            decided.append(_("mots-clés de la source : %s") % self.get_keywords_display())
        if self.state:
            decided.append(str(self.get_state_display()))
        return " ; ".join(decided)

    @property
    def decides_nothing(self) -> bool:
        return not (self.publication or self.added_tags or self.keywords or self.state)

    def says_as(self, other: "ImportRule") -> bool:
        """Return True where another asks and decides the same."""
        return self._terms == other._terms

    @property
    def _terms(self) -> tuple:
        asked = text.fold(self.source), text.fold(self.section)
        tags = frozenset(map(text.fold, self.added_tags))
        return *asked, text.fold(self.publication), tags, self.keywords, self.state

    @property
    def is_of_everything(self) -> bool:
        """True where it is about whatever is imported, or its source is a sign or two."""
        letters = re.sub(r"[\W_]", "", self.source)
        return not self.section and len(letters) < SHORTEST

    def is_about(self, source: str, address: str, section: str) -> bool:
        """Return True for an item from that file, at that address of origin, of that section."""
        if self.section and text.fold(self.section) != text.fold(section):
            return False
        return text.fold(self.source) in text.fold(f"{source} {address}")

    @classmethod
    def all_in_order(cls) -> list[Self]:
        return list(cls.objects.select_related("by").order_by("pk"))


def ruled(rules: Iterable[ImportRule], record: Ruled) -> dict[str, Any]:
    """Return what rules decide of a `records.Record`, as JSON; {} where none decides anything.

    `decided`: fields of the editorial; `tags`: those to add; `keywords`: one of Keywords or "";
    `rules`: the rules in words; `by`: who made the last of them. A later rule has the last word,
    but the magazine that a row of a table names has it before all of them, and one that anything
    else names before rules about everything.
    """
    told: dict[str, Any] = {}
    is_row = record.file is not None
    for rule in rules:
        if not rule.is_about(record.source, record.url, record.section):
            continue
        yields = record.publication and (is_row or rule.is_of_everything)
        words = rule.in_words(of_magazine=not yields)
        if not words:
            continue
        told = told or {"decided": {}, "tags": [], "keywords": "", "rules": [], "by": None}
        if rule.publication and not yields:
            told["decided"]["publication"] = rule.publication
        if rule.state:
            told["decided"]["state"] = rule.state
        told["tags"] += [name for name in rule.added_tags if name not in told["tags"]]
        told["keywords"] = rule.keywords or told["keywords"]
        told["rules"].append(words)
        told["by"] = rule.by_id
    return told
