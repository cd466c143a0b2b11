from django.core.management.base import BaseCommand

from archive import deadlines
from archive.management.versions import check_version


class Command(BaseCommand):
    help = (
        "Publishes and withdraws what is scheduled for now or before, and deletes what has been in"
        " the trash for thirty days. The site and its workers do it by themselves; run it by a"
        " clock where the moment matters and nobody may come by. Two at once do no harm."
    )

    def handle(self, **options):
        check_version()
        carried_out, gone = deadlines.meet()
        self.stdout.write(f"scheduled: {carried_out}")
        self.stdout.write(f"deleted from the trash: {gone}")
