"""Whose accounts somebody may look after, and what is done to them; each leaves an event."""

from django.contrib.auth.models import AnonymousUser, Group, User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from archive.models.accounts import factors
from archive.models.accounts.events import AccountEvent, AccountEventKind
from archive.models.accounts.links import AccountLink, LinkKind
from archive.models.accounts.sessions import OpenSession

PERMISSION = "archive.manage_accounts"


def may_keep(keeper: User | AnonymousUser, user: User) -> bool:
    """Return True if a chief may look after this account.

    Nobody looks after one that may do more than they do themselves: a link to choose its password
    would be a way to become it. One's own account has pages of its own.
    """
    if keeper.pk == user.pk or not keeper.has_perm(PERMISSION):
        return False
    if keeper.is_superuser:
        return True
    if user.is_superuser:
        return False
    return _granted(user) <= keeper.get_all_permissions()


def _granted(user: User) -> set[str]:
    """Return what a user is granted, also where the account is suspended for now."""
    granted = set()
    for group in user.groups.prefetch_related("permissions__content_type"):
        granted |= _permissions(group)
    for permission in user.user_permissions.select_related("content_type"):
        granted.add(f"{permission.content_type.app_label}.{permission.codename}")
    return granted | user.get_all_permissions()


def _permissions(group: Group) -> set[str]:
    names = set()
    for permission in group.permissions.all():
        names.add(f"{permission.content_type.app_label}.{permission.codename}")
    return names


def offered_groups(keeper: User) -> QuerySet[Group]:
    """Return the groups that a chief may give: those that may no more than they do themselves."""
    groups = Group.objects.prefetch_related("permissions__content_type").order_by("pk")
    if keeper.is_superuser:
        return groups
    held = keeper.get_all_permissions()
    offered = [group.pk for group in groups if _permissions(group) <= held]
    return groups.filter(pk__in=offered)


@transaction.atomic
def invite(request: HttpRequest | None, by: User | None, user: User, group: Group | None) -> str:
    """Make an account without a password, in a group; return the token of its invitation."""
    user.set_unusable_password()
    user.save()
    detail = ""
    if group:
        user.groups.set([group])
        detail = group.name
    AccountEvent.objects.record(AccountEventKind.INVITED, request, user, by=by, detail=detail)
    return AccountLink.objects.make(user, LinkKind.INVITATION, by)


@transaction.atomic
def link(request: HttpRequest, by: User, user: User) -> str:
    """Return the token of a link by which a user chooses a password.

    It is an invitation where there has never been one.
    """
    kind = LinkKind.BY_CHIEF if user.has_usable_password() else LinkKind.INVITATION
    AccountEvent.objects.record(AccountEventKind.LINK, request, user, by=by)
    return AccountLink.objects.make(user, kind, by)


@transaction.atomic
def set_password(user: User, password: str, but: str | None = None) -> None:
    """Give a user another password; sessions (but the one of a key) and links end with the old."""
    user.set_password(password)
    user.save(update_fields=["password"])
    AccountLink.objects.filter(user=user).delete()
    OpenSession.objects.filter(user=user).end(but)


@transaction.atomic
def set_group(request: HttpRequest, by: User, user: User, group: Group | None) -> None:
    """Give a user another role in the place of those before; None: no role."""
    user.groups.set([group] if group else [])
    detail = group.name if group else ""
    AccountEvent.objects.record(AccountEventKind.ROLE, request, user, by=by, detail=detail)


@transaction.atomic
def close(request: HttpRequest, by: User, user: User) -> None:
    """Suspend an account: it cannot log in, and what it was doing ends."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    AccountLink.objects.filter(user=user).delete()
    OpenSession.objects.filter(user=user).end()
    AccountEvent.objects.record(AccountEventKind.CLOSED, request, user, by=by)


@transaction.atomic
def reopen(request: HttpRequest, by: User, user: User) -> None:
    """Let a suspended account log in again."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    AccountEvent.objects.record(AccountEventKind.REOPENED, request, user, by=by)


@transaction.atomic
def take_factor_away(request: HttpRequest | None, by: User | None, user: User) -> None:
    """Take away the second factor of somebody who has lost it, and end their sessions."""
    factors.forget(user)
    OpenSession.objects.filter(user=user).end()
    AccountEvent.objects.record(AccountEventKind.FACTOR_OFF, request, user, by=by)
