"""Texts that the database holds unreadable: encrypted with a key made from the site's own.

A copy of the database alone gives nothing of them away; nor can they be read again once the
secret key is lost.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES = 32  # what Fernet takes


class Unreadable(ValueError):
    """What was sealed under another secret key, for another purpose, or was changed since."""


def seal(text: str, purpose: str) -> str:
    """Return a text encrypted, as ASCII; each time another. `purpose` is part of the key."""
    return _cipher(purpose).encrypt(text.encode()).decode("ascii")


def unsealed(sealed: str, purpose: str) -> str:
    """Return the text that was sealed for this purpose. Raises Unreadable."""
    try:
        return _cipher(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable(purpose) from None


def _cipher(purpose: str) -> Fernet:
    """Return the cipher of one purpose, so that no seal can be used in the place of another."""
    derivation = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"archive {purpose}".encode())
    key = derivation.derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
