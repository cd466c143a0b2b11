"""What can be followed: whatever a search finds, what is of this week years ago, the letter."""

import re
from dataclasses import dataclass, replace
from typing import Self

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.models import Follow, Rhythm, TopicKind
from archive.search.question.query import PAGE_SIZE, Question
from archive.search.question.renaming import renamed
from archive.search.question.wording import in_words

KIND = "what"  # the parameter of what is no search
LONGEST = 2_000  # characters of a search as its address states it
LONGEST_FOR_STRANGERS = 70  # characters of a title
# Seven figures without a letter between them are a number to call, whatever signs part them.
ADDRESS_OR_NUMBER = re.compile(r"@|/|\w\.\w|(?:\d[\W_]*){7}")


@dataclass(frozen=True)
class Topic:
    """One thing that can be followed; `question` is that of a search, empty for all there is."""

    kind: TopicKind
    question: Question

    @classmethod
    def read(cls, params: QueryDict) -> Self:
        """Return what an address asks to follow; whatever is odd in it is left out."""
        kind = params.get(KIND, "")
        if kind in (TopicKind.ANNIVERSARIES, TopicKind.LETTER):
            return cls(TopicKind(kind), Question())
        return cls(TopicKind.SEARCH, whole(renamed(Question.read(params))))

    @classmethod
    def of(cls, follow: Follow) -> Self:
        """Return what somebody follows, by the names of today."""
        topic = cls.read(QueryDict(follow.query))
        return replace(topic, kind=TopicKind(follow.kind))

    @property
    def query(self) -> str:
        """The search as its address states it, without « ? »."""
        return self.question.address().removeprefix("?")

    @property
    def is_too_long(self) -> bool:
        return len(self.query) > LONGEST

    @property
    def parameters(self) -> str:
        """What its own page is asked with: « ?tag=accueil », "" for the whole archive."""
        if self.kind != TopicKind.SEARCH:
            return f"?{KIND}={self.kind}"
        return self.question.address()

    @property
    def title(self) -> str:
        """What it is, in words: « articles sur « qualité » »."""
        if self.kind == TopicKind.ANNIVERSARIES:
            return _("il y a 10, 20 et 25 ans")
        if self.kind == TopicKind.LETTER:
            return _("la lettre des éditeurs")
        return in_words(self.question)

    @property
    def title_for_strangers(self) -> str:
        """The title as an address is asked about it, which may not have asked for anything.

        Whoever typed the search may have written a message into it: a long one, or one with an
        address or a number to call, is not repeated.
        """
        if len(self.title) > LONGEST_FOR_STRANGERS or ADDRESS_OR_NUMBER.search(self.title):
            return str(self.kind.label)
        return self.title

    @property
    def page(self) -> str:
        """The address of what there is of it."""
        if self.kind == TopicKind.ANNIVERSARIES:
            return reverse("calendar")
        if self.kind == TopicKind.LETTER or self.question.is_empty:
            return reverse("home")
        return reverse("search") + self.question.address()

    @property
    def feed(self) -> str:
        """The address of its feed, "" where it has none."""
        if self.kind != TopicKind.SEARCH:
            return ""
        if self.question.is_empty:
            return reverse("feeds")
        return reverse("search_feed") + self.question.address()

    @property
    def rhythms(self) -> list[Rhythm]:
        """How often it can be told; a letter comes when it is written."""
        if self.kind == TopicKind.LETTER:
            return [Rhythm.AT_ONCE]
        if self.kind == TopicKind.ANNIVERSARIES:
            return [Rhythm.WEEKLY, Rhythm.MONTHLY]
        return [Rhythm.AT_ONCE, Rhythm.WEEKLY, Rhythm.MONTHLY]


def whole(question: Question) -> Question:
    """Return what a search finds, whatever its order, its page and its folding."""
    return replace(question, sort="relevance", page=1, page_size=PAGE_SIZE, fold=None)
