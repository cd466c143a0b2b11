from django.core.management.base import BaseCommand, CommandError

from archive.search import learn_tags


class Command(BaseCommand):
    help = (
        "Learns from the tagged texts how likely a suggested tag is right, at once. The site does"
        " it by itself, off the requests, where a tenth of the tags has changed."
    )

    def handle(self, *, verbosity, **options):
        try:
            count = learn_tags()
        except OSError as error:
            raise CommandError(f"What was learned could not be kept: {error}") from error
        if verbosity:
            self.stdout.write(f"Learned from {count} tagged editorials.")
