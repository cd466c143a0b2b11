import os

from django.contrib.auth import password_validation
from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError


class Command(createsuperuser.Command):
    """Django's own, which looks at no password that the environment gives."""

    def handle(self, *args, **options):
        given = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
        if given and not options["interactive"]:
            self._check(given, options.get("username") or "")
        return super().handle(*args, **options)

    def _check(self, password: str, name: str) -> None:
        """Raise CommandError for a password that nobody could choose at the desk."""
        try:
            password_validation.validate_password(password, User(username=name))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
