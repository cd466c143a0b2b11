from django.core.management.base import BaseCommand, CommandError

from archive.concordance import keeping
from archive.curves import vocabulary
from archive.mentions import keeping as mentions


class Command(BaseCommand):
    help = (
        "Makes anew what the words through time, and people and places in the texts, answer from;"
        " rebuild_index does it, too."
    )

    def handle(self, *, verbosity, **options):
        try:
            count = keeping.build()
            vocabulary.prepare()
            mentions.build()
        except OSError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(f"{count} editorials bound.")
