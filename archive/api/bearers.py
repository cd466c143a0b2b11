"""Who asks the API: the token that a request brings, what it is good for, how often."""

import math
import time
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from ninja.errors import HttpError
from ninja.security import HttpBearer

from archive import limits
from archive.models import AccessToken, Right


class Unknown(Exception):
    """No token, or none that is in force."""


class Exhausted(Exception):
    """More than a token may ask in an hour; `seconds` until the next."""

    def __init__(self, limit: int, seconds: int):
        super().__init__(f"This token is good for {limit} requests an hour.")
        self.seconds = seconds


def reader(request: HttpRequest) -> AccessToken | None:
    """Return the token that a request brings to read, None where it has none that is good for
    anything.

    Raises Exhausted.
    """
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    row = AccessToken.objects.of(token.strip()) if scheme.lower() == "bearer" else None
    if row is None:
        return None
    rights = [right for right in Right if right.value in row.rights]
    if not any(row.user.has_perm(right.permission) for right in rights):
        return None
    _count(row)
    return row


def told_apart(run):
    """Keep what is answered to bearers from caches that others share."""

    @wraps(run)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = run(request, *args, **kwargs)
        patch_vary_headers(response, ["Authorization"])
        if "Authorization" in request.headers:
            response.headers["Cache-Control"] = "private, no-cache"
        return response

    return answer


def _count(row: AccessToken) -> None:
    """Count and note a use of a token. Raises Exhausted."""
    if limits.is_used_up(f"token {row.pk}", row.limit):
        raise Exhausted(row.limit, math.ceil(limits.HOUR - time.time() % limits.HOUR))
    row.note_use()


class Bearer(HttpBearer):
    """Lets pass who brings a token with a right; it is `request.auth` then.

    Raises Unknown, Exhausted, or HttpError 403 where token or account may not.
    """

    def __init__(self, right: Right):
        super().__init__()
        self.right = right

    def __call__(self, request: HttpRequest) -> Any:
        token = super().__call__(request)
        if token is None:
            raise Unknown
        return token

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken:
        row = AccessToken.objects.of(token)
        if row is None:
            raise Unknown
        if self.right not in row.rights:
            raise HttpError(403, f"This token has not the right “{self.right.value}”.")
        if not row.user.has_perm(self.right.permission):
            raise HttpError(403, "The account of this token may not do this any more.")
        _count(row)
        return row
