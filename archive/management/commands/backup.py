from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import figures
from archive.backups import making
from archive.management import passphrases
from archive.management.bag_progress import one_line
from archive.models import Proof, ProofKind


class Command(BaseCommand):
    help = (
        "Puts all of the archive that cannot be made anew into a new folder, DEST, while the site"
        " is in use: a BagIt bag with the database, the captures, the key. What another backup"
        " beside it has already is linked, not copied. Exits with status 1 where captures are lost."
    )

    def add_arguments(self, parser):
        parser.add_argument("dest", metavar="DEST", help="a folder that is not there yet")
        passphrases.add_arguments(parser)

    def handle(self, *, dest, passphrase, passphrase_file, **options):
        words = passphrases.given(passphrase, passphrase_file, new=True)
        with one_line() as progress:
            made = making.make(Path(dest).absolute(), words, progress)
        self._record(made)
        contents = made.contents
        self.stdout.write(
            _(
                "Sauvegarde vérifiée : %(bag)s (%(editorials)s éditoriaux, %(captures)s captures,"
                " %(size)s Mo)."
            )
            % {
                "bag": made.bag,
                "editorials": figures.number(contents.editorials),
                "captures": figures.number(contents.captures - len(contents.lost)),
                "size": figures.number(round(made.size / 2**20)),
            }
        )
        if made.linked:
            linked = ngettext(
                "%(n)s fichier est celui d’une sauvegarde voisine, lié et non copié.",
                "%(n)s fichiers sont ceux d’une sauvegarde voisine, liés et non copiés.",
                made.linked,
            )
            self.stdout.write(linked % {"n": figures.number(made.linked)})
        if contents.lost:
            lost = ngettext(
                "%(n)s capture est perdue et n’est pas sauvegardée : voyez check_captures.",
                "%(n)s captures sont perdues et ne sont pas sauvegardées : voyez check_captures.",
                len(contents.lost),
            )
            self.stderr.write(lost % {"n": figures.number(len(contents.lost))})
            raise SystemExit(1)

    def _record(self, made: making.Made) -> None:
        """Note when this was; the backup is whole even where that cannot be written."""
        contents = made.contents
        try:
            Proof.objects.record(
                ProofKind.BACKUP,
                {
                    "bag": made.bag.name,
                    "captures": contents.captures,
                    "lost": len(contents.lost),
                    "bytes": made.size,
                },
            )
        except DatabaseError as error:
            message = _("La date de la sauvegarde n’a pas pu être notée : %s.")
            self.stderr.write(message % str(error).splitlines()[0])
