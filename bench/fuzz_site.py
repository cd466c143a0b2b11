"""The site as a trial of `fuzz.py` asks it: its accounts, and what a page came to."""

ROLES = ("nobody", "reader", "contributeur", "éditeur", "rédacteur en chef", "superuser")


def role(name: str):
    """The account of a role; None for nobody."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    if name == "nobody":
        return None
    users = get_user_model().objects
    user, is_new = users.get_or_create(
        username=name,
        defaults={"is_superuser": name == "superuser", "is_staff": name == "superuser"},
    )
    if is_new and name not in ("reader", "superuser"):
        user.groups.add(Group.objects.get(name=name))
    return user


def client_of(name: str):
    from django.test import Client

    client, user = Client(raise_request_exception=False, SERVER_NAME="localhost"), role(name)
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def came_to(response) -> str:
    assert response.status_code < 500, f"a page of {response.status_code}"
    for _part in response:  # what streams is made while it is sent
        pass
    return f"{response.status_code // 100}xx"
