"""A visitor of the site: what a page costs, through Django's test client."""

from typing import NamedTuple


class Cost(NamedTuple):
    """Of one page: its database queries, and its bytes of HTML before it is compressed."""

    queries: int
    bytes: int


def visitor():
    """Return a client of the archive that is open, whose static files need not be collected.

    What the archive has tallied is added up first, as each start of the site does.
    """
    from django.conf import settings
    from django.test import Client

    from archive.models import tallied

    tallied.fold()

    settings.STATIC_ROOT.mkdir(exist_ok=True)
    storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES["staticfiles"]["BACKEND"] = storage
    return Client(SERVER_NAME="localhost")


def editor():
    """Return a client of the same archive in which an editor is logged in, who is made for it."""
    from django.contrib.auth import get_user_model

    client = visitor()
    user = get_user_model().objects.create_superuser("editor")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def cost(client, address: str, status: int = 200) -> Cost:
    """Return what one request costs; leave the program where the answer is of another status."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    if response.status_code != status:
        raise SystemExit(f"{address}: {response.status_code}")
    return Cost(len(queries), len(response.content))
