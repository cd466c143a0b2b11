import os
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from archive import figures
from archive.backups import bags, contents, drilling, restoring, verifying
from archive.management import passphrases
from archive.management.bag_progress import one_line
from archive.models import Proof, ProofKind


class Command(BaseCommand):
    requires_system_checks = []  # a database may not be there yet
    help = (
        "Puts a backup in the place of the data folder, once it is proved to be whole; what was"
        " there is kept beside it. Refused while the site runs; ./run makes the rest."
    )

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="SOURCE", help="a backup")
        parser.add_argument(
            "--drill",
            action="store_true",
            help="only try: restore into a folder that is thrown away, and compare",
        )
        passphrases.add_arguments(parser)

    def handle(self, *, source, drill, passphrase, passphrase_file, **options):
        words = passphrases.given(passphrase, passphrase_file)
        with one_line() as progress:
            bag = Path(source).absolute()
            verified = verifying.verify(bag, verifying.seal_of(bag, words), progress)
            if drill:
                self._drill(verified, progress)
            else:
                self._restore(verified, progress)

    def _drill(self, verified: verifying.Verified, progress: bags.Progress) -> None:
        done = drilling.drill(verified, progress)
        assert verified.contents is not None, "a bag that was not opened is refused"
        facts = {"bag": verified.bag.name, "made_at": verified.contents.made_at}
        Proof.objects.record(ProofKind.DRILL, facts | asdict(done))
        message = _("Exercice réussi : %(rows)s lignes et %(captures)s captures retrouvées.")
        numbers = {"rows": figures.number(done.rows), "captures": figures.number(done.captures)}
        self.stdout.write(message % numbers)

    def _restore(self, verified: verifying.Verified, progress: bags.Progress) -> None:
        restored = restoring.restore(verified, progress)
        assert verified.contents is not None, "a bag that was not opened is refused"
        self.stdout.write(_("Restauré dans %(folder)s.") % {"folder": restored.folder})
        if restored.aside:
            self.stdout.write(_("Ce qui y était : %(aside)s.") % {"aside": restored.aside})
        for name, then, now in contents.differing(verified.contents):
            message = _("Réglage %(name)s : %(then)s lors de la sauvegarde, %(now)s maintenant.")
            self.stdout.write(message % {"name": name, "then": then, "now": now})
        key = Path(settings.DATA_DIR, contents.KEY).read_text()
        if os.environ.get("SECRET_KEY", "").strip() not in ("", key):
            message = _(
                "SECRET_KEY n’est pas celle de la sauvegarde : ce qu’elle protège ne sera pas lu ;"
                " celle de la sauvegarde est dans %(path)s."
            )
            self.stderr.write(message % {"path": Path(settings.DATA_DIR, contents.KEY)})
