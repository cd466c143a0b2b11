from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from archive.models import AlreadyUndone, Import
from archive.search.upkeep import freshness


class Command(BaseCommand):
    help = "Undoes a whole import; what others have worked on since stays, and is told."

    def add_arguments(self, parser):
        parser.add_argument("id", type=int, help="the number that the import told at its end")
        parser.add_argument("--why", default="")

    def handle(self, *, id, why, **options):
        event = Import.objects.select_related("operation").filter(pk=id).first()
        if event is None:
            raise CommandError(_("Il n’y a pas d’import n° %s.") % id)
        if event.operation is None:
            raise CommandError(_("Cet import n’a rien changé."))
        try:
            with freshness.deferred():
                undo = event.operation.undo(why=why)
        except AlreadyUndone as error:
            raise CommandError(str(error)) from None
        for message in undo.conflict_messages():
            self.stderr.write(message)
        undone = undo.changes.listed().count() if undo.pk else 0
        self.stdout.write(f"{undone} undone, {len(undo.conflicts)} left")
