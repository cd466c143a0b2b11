from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from archive import figures
from archive.backups import verifying
from archive.management import passphrases
from archive.management.bag_progress import one_line


class Command(BaseCommand):
    help = (
        "Proves that a backup is whole: every file by its hash, the database, all captures that it"
        " names. Says what is wrong and exits with status 1 where it is not."
    )

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="SOURCE", help="a backup")
        passphrases.add_arguments(parser)

    def handle(self, *, source, passphrase, passphrase_file, **options):
        words = passphrases.given(passphrase, passphrase_file)
        with one_line() as progress:
            bag = Path(source).absolute()
            verified = verifying.verify(bag, verifying.seal_of(bag, words), progress)
        if verified.contents is None:
            message = _(
                "Fichiers intacts : %(bag)s ; le contenu est chiffré et n’a pas été lu"
                " (--passphrase)."
            )
            self.stdout.write(message % {"bag": bag})
            return
        contents = verified.contents
        message = _(
            "Sauvegarde entière : %(bag)s (du %(at)s ; %(editorials)s éditoriaux, %(captures)s"
            " captures, dont %(lost)s déjà perdues alors)."
        )
        facts = {
            "bag": bag,
            "at": contents.made_at,
            "editorials": figures.number(contents.editorials),
            "captures": figures.number(contents.captures),
            "lost": figures.number(len(contents.lost)),
        }
        self.stdout.write(message % facts)
        if words and verified.seal is None:
            message = _("Elle n’est pas chiffrée : la phrase secrète n’a pas servi.")
            self.stderr.write(message)
