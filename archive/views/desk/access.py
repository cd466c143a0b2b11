"""Who may sit at the desk, and do what there: the roles are in `archive.models.roles`, the matrix in docs/editing.md."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def needs(permission: str) -> Callable[[View], View]:
    """For views that need it (« archive.edit »): asks whoever is not logged in to do so; who is, but may not, is
    refused."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            must_have(request, permission)
            return view(request, *args, **kwargs)

        guarded.needs = permission
        return guarded

    return guard


def must_have(request: HttpRequest, permission: str) -> None:
    """Raises PermissionDenied where whoever asks has it not."""
    if not request.user.has_perm(permission):
        raise PermissionDenied
