"""Mails to followers: plain text and the same as simple HTML, in the follower's language.

Nothing in them is fetched, nothing tells whether they were read.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from archive.following import links
from archive.following.topics import Topic
from archive.models import Editorial, Follow, Rhythm, loading

MOST = 20  # editorials that a mail shows of what is new
OPENING = 40  # words
LONGEST_SUBJECT = 180  # characters
BLANK_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Entry:
    """An editorial as a mail shows it; `address` is whole."""

    heading: str
    about: str
    opening: str
    address: str
    language: str


@dataclass(frozen=True)
class News:
    """What a mail tells: its subject, what stands over it, the editorials that it shows.

    `count` is how many there are in all. `name` tells it from other news of the same follower: a
    mail that comes twice has the same id.
    """

    subject: str
    title: str
    introduction: str
    numbers: Sequence[int]
    count: int
    name: str


def message(follow: Follow, news: News) -> EmailMultiAlternatives:
    """Return the mail to a follower; call it in the follower's language.

    Raises sealing.Unreadable where the address was sealed under another key.
    """
    topic = Topic.of(follow)
    end = follow.site + links.end(follow)
    context = {
        "site": settings.SITE_NAME,
        "home": follow.site + reverse("home"),
        "language": follow.language,
        "title": news.title,
        "paragraphs": paragraphs(news.introduction),
        "entries": list(entries(news.numbers, follow.site)),
        "more": max(news.count - len(news.numbers), 0),
        "page": follow.site + topic.page,
        "topic": topic.title,
        "rhythm": Rhythm(follow.rhythm).label,
        "end": end,
    }
    mail = EmailMultiAlternatives(
        from_email=_sender(),
        subject=subject(news.subject),
        body=_text("follow/news.txt", context),
        to=[follow.plain_address()],
        headers={
            **_own_headers(f"{follow.nonce} {news.name}"),
            "List-Unsubscribe": f"<{end}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(render_to_string("follow/news.html", context), "text/html")
    return mail


def confirmation(follow: Follow, address: str, rhythm: str, language: str) -> EmailMessage:
    """Return the mail that asks an address whether it wants to follow what somebody asked for."""
    topic = Topic.of(follow)
    context = {
        "site": settings.SITE_NAME,
        "topic": topic.title_for_strangers,
        "rhythm": Rhythm(rhythm).label,
        "address": follow.site + links.confirmation(follow, rhythm, language),
    }
    return EmailMessage(
        from_email=_sender(),
        subject=subject(_("à confirmer, %(topic)s") % {"topic": topic.title_for_strangers}),
        body=_text("follow/confirmation.txt", context),
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _text(template: str, context: dict[str, Any]) -> str:
    return render_to_string(template, context).strip() + "\n"


def entries(numbers: Sequence[int], site: str) -> Iterable[Entry]:
    """Yield those of these editorials that are published, in this order."""
    published = loading.hits(numbers)
    signed = loading.byline_names(numbers)
    for number in numbers:
        editorial = published.get(number)
        if editorial:
            yield _entry(editorial, signed.get(number, []), site)


def _entry(editorial: Editorial, signed: Sequence[str], site: str) -> Entry:
    magazine = editorial.publication.name if editorial.publication else ""
    about = [editorial.date_display, magazine, ", ".join(signed)]
    opening = editorial.standfirst or editorial.text
    return Entry(
        heading=one_line(editorial.heading),
        about=" · ".join(filter(None, about)),
        opening=one_line(Truncator(opening).words(OPENING, truncate=" …")),
        address=site + editorial.get_absolute_url(),
        language=editorial.language,
    )


def one_line(text: str) -> str:
    """Return a text as a header of a mail can bear it."""
    return " ".join(text.split())


def subject(what: str) -> str:
    """Return the subject of a mail about something, the archive named first."""
    named = _("%(site)s : %(what)s") % {"site": settings.SITE_NAME, "what": what}
    return Truncator(one_line(named)).chars(LONGEST_SUBJECT)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a plain text, which blank lines part."""
    parts = []
    for part in BLANK_LINES.split(text.replace("\r\n", "\n")):
        if part.strip():
            parts.append(one_line(part))
    return parts


def _sender() -> str:
    """Return who mails are from, by the archive's name."""
    return formataddr((settings.SITE_NAME, settings.DEFAULT_FROM_EMAIL))


def _own_headers(name: str) -> dict[str, str]:
    """Return the headers of a mail that a program writes, with an id that its name gives."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    digest = hashlib.sha256(name.encode()).hexdigest()[:32]
    return {"Message-ID": f"<{digest}@{domain}>", "Auto-Submitted": "auto-generated"}
