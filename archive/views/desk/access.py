"""Who may sit at the desk, and do what there.

The roles are in `archive.models.roles`, the matrix in docs/editing.md.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from archive.views.desk.writing_lapsed import deed_given_back

View = Callable[..., HttpResponseBase]


class DeskRequest(HttpRequest):
    """A request that `needs` has let pass: somebody is logged in."""

    user: User


def needs(permission: str) -> Callable[[View], View]:
    """Guard a view that needs a permission (« archive.edit »).

    Whoever is not logged in is asked to log in, and given back what they sent; raises
    PermissionDenied for whoever is, but may not.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_login(request)
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def _to_login(request: HttpRequest) -> HttpResponse:
    # Where the token of a form is looked at later, it may be anybody's, and of any size: not read.
    is_own = getattr(request, "csrf_processing_done", False)
    given_back = deed_given_back(request) if is_own else None
    return given_back or redirect_to_login(request.get_full_path())


def logged_in(view: View) -> View:
    """Guard a view of one's own account, which every account has, whatever its role."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded
