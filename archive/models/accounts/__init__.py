"""Who may log in, how, and what became of it. The accounts themselves are Django's users."""

from archive.models.accounts import signals
from archive.models.accounts.events import AccountEvent, AccountEventKind
from archive.models.accounts.factors import RecoveryCode, SecondFactor
from archive.models.accounts.links import AccountLink, LinkKind
from archive.models.accounts.sessions import OpenSession
from archive.models.accounts.tokens import AccessToken, Right

__all__ = [
    "AccessToken",
    "AccountEvent",
    "AccountEventKind",
    "AccountLink",
    "LinkKind",
    "OpenSession",
    "RecoveryCode",
    "Right",
    "SecondFactor",
    "signals",
]
