"""Lets whoever runs the site back in: a link to choose a password, once, within the hour."""

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from archive.models import AccountEvent, AccountEventKind, AccountLink, LinkKind
from archive.models.accounts import keeping


class Command(BaseCommand):
    help = "Prints a link by which the password of an account is chosen, once, within the hour."

    def add_arguments(self, parser) -> None:
        parser.add_argument("name", help="the name that the account logs in with")
        parser.add_argument(
            "--without-second-factor",
            action="store_true",
            help="also takes the account's second factor away, and ends its sessions",
        )

    def handle(self, *, name: str, without_second_factor: bool, **options) -> None:
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account named {name!r}.")
        if not user.is_active:
            raise CommandError(f"The account {name!r} is suspended: a chief can let it in again.")
        if without_second_factor:
            keeping.take_factor_away(None, None, user)
        AccountEvent.objects.record(AccountEventKind.LINK, user=user)
        token = AccountLink.objects.make(user, LinkKind.BY_OPERATOR)
        self.stdout.write(f"Open this on the site: {reverse('login_link', args=[token])}")
