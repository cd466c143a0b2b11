"""Signed links: one confirms, for three days, the other ends what is followed, for ever."""

from django.conf import settings
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.urls import reverse

from archive.models import Follow, Rhythm
from archive.models.following.follows import UNCONFIRMED

SEPARATOR = "."  # programs that find links in a text take « : » for their end
LANGUAGES = {code for code, _name in settings.LANGUAGES}


def _confirming() -> TimestampSigner:
    return TimestampSigner(sep=SEPARATOR, salt="archive.following.confirm")


def _ending() -> Signer:
    return Signer(sep=SEPARATOR, salt="archive.following.stop")


def confirmation(follow: Follow, rhythm: str, language: str) -> str:
    """Return the path of the page that asks whether to follow, as somebody has just wished it."""
    token = _confirming().sign(f"{_name(follow)}_{rhythm}_{language}")
    return reverse("follow_confirm", args=[token])


def end(follow: Follow) -> str:
    """Return the path of the page that ends it, which takes the POST of a mail program too."""
    return reverse("follow_stop", args=[_ending().sign(_name(follow))])


def to_confirm(token: str) -> tuple[Follow, Rhythm, str] | None:
    """Return what is to be confirmed, how often it is told, in which language.

    None for a link that is forged, too old, or of what was forgotten since.
    """
    try:
        signed = _confirming().unsign(token, max_age=UNCONFIRMED)
    except BadSignature:
        return None
    number, nonce, rhythm, language = signed.split("_")
    follow = _row(number, nonce)
    if follow is None or rhythm not in Rhythm or language not in LANGUAGES:
        return None
    return follow, Rhythm(rhythm), language


def to_end(token: str) -> Follow | None:
    """Return what is to end; None where it has ended already. Raises BadSignature if forged."""
    number, nonce = _ending().unsign(token).split("_")
    return _row(number, nonce)


def _name(follow: Follow) -> str:
    return f"{follow.pk}_{follow.nonce}"


def _row(number: str, nonce: str) -> Follow | None:
    return Follow.objects.filter(pk=int(number), nonce=nonce).first()
