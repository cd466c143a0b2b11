"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class BoundedArgon2(Argon2PasswordHasher):
    """Argon2id with what OWASP asks for: 19 MiB, twice, on one core.

    Django's own takes 100 MiB and eight threads a password: eight people who log in at once, or one
    who guesses, would fill a small machine.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
