"""The editors' letters: what goes to those who follow « la lettre »."""

from collections.abc import Iterator
from datetime import datetime

from archive.following.composing import News
from archive.following.due import Due, one_by_one
from archive.models import Follow, Newsletter, TopicKind


def due(now: datetime) -> Iterator[Due]:
    """Yield each letter that was sent with those who have not had it, the older letters first."""
    last = Newsletter.objects.last_place()
    follows = Follow.objects.ready(now).of_kind(TopicKind.LETTER).filter(mark__lt=last)
    reached = follows.order_by("mark").values_list("mark", flat=True).first()
    if reached is None:
        return
    for letter in Newsletter.objects.filter(pk__gt=reached).order_by("pk"):
        news = news_of(letter)
        # Who missed the letter before this one waits for it: they come in order, and all of them.
        for follow in one_by_one(follows.filter(mark__gte=reached, mark__lt=letter.pk)):
            yield Due(follow, letter.pk, news, letter.pk)
        reached = letter.pk


def news_of(letter: Newsletter) -> News:
    """Return a letter as a mail tells it, be it sent or only looked at."""
    return News(
        subject=letter.title,
        title=letter.title,
        introduction=letter.introduction,
        numbers=letter.editorials,
        count=0,  # all of them are shown
        name=f"letter {letter.pk}",
    )
