from django.core.management.commands import migrate

from archive.management.whole_migrations import WholeExecutor

# The name by which Django's command makes its executor; it has no other way to be given one.
setattr(migrate, "MigrationExecutor", WholeExecutor)  # noqa: B010


class Command(migrate.Command):
    help = f"{migrate.Command.help} Killed at any moment, it goes on when it is run again."
