from django.core.management.base import BaseCommand, CommandError

from archive.curves import vocabulary
from archive.search.upkeep import derived


class Command(BaseCommand):
    help = (
        "Makes anew what the words through time, the references between texts, and people and"
        " places in the texts answer from; rebuild_index does it, too."
    )

    def handle(self, *, verbosity, **options):
        try:
            count = derived.build()
            vocabulary.prepare()
        except OSError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(f"{count} editorials bound.")
