from django.core.management.base import BaseCommand, CommandError

from archive.concordance import keeping
from archive.crossreferences import keeping as crossreferences
from archive.curves import vocabulary


class Command(BaseCommand):
    help = (
        "Makes anew what the words through time and the references between texts answer from;"
        " rebuild_index does it, too."
    )

    def handle(self, *, verbosity, **options):
        try:
            count = keeping.build()
            vocabulary.prepare()
            crossreferences.build()
        except OSError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(f"{count} editorials bound.")
