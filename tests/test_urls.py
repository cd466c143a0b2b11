"""Every address of the site, by methods that it does not offer, and the admin by those who may not go there."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from archive import urls
from archive.models.roles import ROLES

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
VALUES = {
    "year": "2001",
    "decade": "2000s",
    "month": "02",
    "day": "12",
    "slug": "accueil",
    "slugs": "accueil",
    "int": "1",
    "str": "x",
    "path": "1",
}
CAPTURED = re.compile(r"\(\?P<\w+>[^)]*\)")  # of a pattern as a regular expression
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
# What those do who have no account: they choose a language, log in, ask for a link.
DOORS = ("/login/", "/logout/", "/language/", "/theme/", "/admin/")


def walked(patterns, before="/"):
    """Yield every address below these patterns, with something in the place of what may differ."""
    for pattern in patterns:
        part = re.sub(r"[\^$\\]", "", CAPTURED.sub("<path:name>", str(pattern.pattern)))
        whole = before + re.sub(r"<(?:(\w+):)?\w+>", lambda match: VALUES[match[1] or "path"], part)
        if isinstance(pattern, URLResolver):
            yield from walked(pattern.url_patterns, whole)
        elif isinstance(pattern, URLPattern):
            yield whole


def public():
    return [
        address
        for address in walked([*urls.browsing, *urls.machines])
        if not address.startswith(DOORS)
    ]


def rows() -> dict[str, int]:
    """{table: its rows}, but for what is only counted of visitors."""
    with connection.cursor() as cursor:
        names = [
            name for name in connection.introspection.table_names(cursor) if "sought" not in name
        ]
        counts = {}
        for name in names:
            cursor.execute(f'SELECT COUNT(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
    return counts


def test_the_walk_reaches_pages_programs_and_the_admin():
    every = list(walked(get_resolver().url_patterns))
    assert {"/", "/2001/02/12/", "/api/v1/search", "/desk/", "/admin/archive/tag/"} <= set(every)
    assert len(public()) > 30


def test_no_page_for_readers_writes_anything_by_any_method(make_editorial, client):
    make_editorial("Un", tags=["Accueil"], date="2001-02-12")
    before = rows()
    for address in public():
        for method in UNSAFE:
            response = client.generic(method, address, '{"title": "Volé"}', "application/json")
            assert response.status_code < 500, f"{method} {address}"
    assert rows() == before


def test_the_interface_for_programs_refuses_who_brings_no_token(client, make_editorial):
    number = make_editorial("Un").pk
    before = rows()
    for address in ("search", "editorials", f"editorials/{number}", f"editorials/{number}/tags"):
        for method in UNSAFE:
            response = client.generic(method, f"/api/v1/{address}", "{}", "application/json")
            assert response.status_code in (401, 405), f"{method} {address}"
    assert rows() == before


@pytest.mark.parametrize("role", ["signed out", "lectrice", *ROLES])
def test_the_admin_is_shut_to_who_is_not_of_the_team(role, django_user_model, make_editorial):
    make_editorial("Un", tags=["Accueil"])
    client = Client()
    if role != "signed out":
        user = django_user_model.objects.create_user(role)
        user.groups.set(Group.objects.filter(name=role))
        client.force_login(user, backend=BACKEND)
    before = rows()
    inside = [address for address in walked(urls.editing) if address.startswith("/admin/")]
    assert len(inside) > 50
    for address in inside:
        for method in ("GET", "HEAD", *UNSAFE):
            response = client.generic(method, address, "post=yes&_save=1")
            is_shut = response.status_code in (403, 404, 405) or response.status_code in (301, 302)
            assert is_shut, f"{method} {address}: {response.status_code}"
            if response.status_code in (301, 302):
                assert not response.headers["Location"].startswith("/admin/archive/"), address
    assert rows() == before
