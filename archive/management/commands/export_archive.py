from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import figures
from archive.leaving import export
from archive.management.bag_progress import one_line


class Command(BaseCommand):
    help = (
        "Puts the whole archive into a new folder, DEST, as plain documented files (JSON lines, the"
        " captures as they came) with checksums: a BagIt bag that needs no program to be read and"
        " that import_archive brings back the same. The site may go on. Killed, it goes on when it"
        " is run again. Exits with status 1 where captures are lost."
    )

    def add_arguments(self, parser):
        parser.add_argument("dest", metavar="DEST", help="a folder that is not there yet")
        parser.add_argument(
            "--private",
            action="store_true",
            help="with accounts, followers, letters’ e-mail addresses and the secret key",
        )

    def handle(self, *, dest, private, **options):
        bag = Path(dest).absolute()
        try:
            with one_line(unit=" records") as progress:
                made = export.export(bag, private, progress)
        except CommandError as error:
            raise CommandError(f"{error}{_left(bag)}") from None
        self.stdout.write(
            _(
                "Export vérifié : %(bag)s (%(lines)s enregistrements, %(captures)s captures,"
                " %(size)s Mo)."
            )
            % {
                "bag": made.bag,
                "lines": figures.number(sum(made.contents.lines.values())),
                "captures": figures.number(made.contents.lines["captures"]),
                "size": figures.number(round(made.size / 2**20)),
            }
        )
        if made.resumed:
            resumed = ngettext(
                "Repris : %(n)s fichier de capture était déjà là.",
                "Repris : %(n)s fichiers de captures étaient déjà là.",
                made.resumed,
            )
            self.stdout.write(resumed % {"n": figures.number(made.resumed)})
        if private:
            self.stdout.write(_("Il contient des adresses et la clé : gardez-le bien."))
        for line in made.overlong:
            message = _("import_archive ne le reprendra pas avant que soit corrigé : %(line)s")
            self.stderr.write(message % {"line": line})
        if made.contents.lost:
            lost = ngettext(
                "%(n)s capture est perdue et n’est pas exportée : voyez check_captures.",
                "%(n)s captures sont perdues et ne sont pas exportées : voyez check_captures.",
                len(made.contents.lost),
            )
            self.stderr.write(lost % {"n": figures.number(len(made.contents.lost))})
        if made.contents.lost or made.overlong:
            raise SystemExit(1)


def _left(bag: Path) -> str:
    """Return what is to be done where an export could not be finished."""
    part = bag.with_name(f"{bag.name}.part")
    if not export.is_unfinished(part):
        return ""
    message = _(" Ce qui est fait reste dans %(part)s : relancez la commande, elle reprend.")
    return message % {"part": part}
