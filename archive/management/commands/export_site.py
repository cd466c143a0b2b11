from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.utils.translation import gettext as _
from tqdm import tqdm

from archive import figures, parameters
from archive.management.site_addresses import site_address
from archive.models import Editorial, Selection
from archive.portable import site
from archive.portable import zim as kiwix
from archive.portable.site import Choice
from archive.search import Question, ask_whole, documents
from archive.search.question import unknown_names
from archive.search.question.query import TAKEN
from archive.search.question.renaming import renamed


class Command(BaseCommand):
    help = (
        "Writes the archive, or a choice of it, into a folder DEST as static pages that open"
        " without a server, with search: for a USB stick, or as one file that Kiwix opens."
    )

    def add_arguments(self, parser):
        parser.add_argument("dest", metavar="DEST", help="a folder: new, empty, or of this command")
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--search", metavar="ADDRESS", help="what a search finds: 'q=…&tag=…'")
        choice.add_argument(
            "--selection", metavar="SLUG", help="a selection that editors published"
        )
        parser.add_argument("--zim", metavar="FILE", help="write it as one file for Kiwix, too")
        parser.add_argument("--address", default="", help="the site's own, to be told in citations")

    def handle(self, *, dest, search, selection, zim: str | None, address, verbosity, **options):
        if address:
            site_address(address)
        folder, file = Path(dest).absolute(), Path(zim).absolute() if zim else None
        try:
            self._export(folder, file, _choice(search, selection), address, verbosity)
        except site.Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _export(
        self, folder: Path, file: Path | None, choice: Choice, address: str, verbosity: int
    ) -> None:
        if file is not None:  # before hours of work
            kiwix.check(file)
        made = self._made(folder, choice, address, is_quiet=not verbosity)
        if not verbosity and file is None:
            return
        line = _("Copie portable : %(folder)s (%(editorials)s, %(files)s fichiers, %(size)s Mo).")
        self.stdout.write(
            line
            % {
                "folder": made.folder,
                "editorials": figures.editorials(made.editorials),
                "files": figures.number(made.files),
                "size": figures.number(round(made.size / 2**20)),
            }
        )
        if file is not None:
            kiwix.write(folder, file)
            size = figures.number(round(file.stat().st_size / 2**20))
            line = _("Pour Kiwix : %(file)s (%(size)s Mo), vérifié par zimcheck.")
            self.stdout.write(line % {"file": file, "size": size})

    def _made(self, folder: Path, choice: Choice, address: str, is_quiet: bool) -> site.Made:
        """Export, showing on a terminal how far it is: each editorial is read, then written."""
        is_disabled = True if is_quiet else None
        total = 2 * len(choice.ids)
        with tqdm(total=total, unit=" pages", disable=is_disabled, delay=1) as bar:
            return site.export(folder, choice, address, lambda _count: bar.update())


def _choice(search: str | None, selection: str | None) -> Choice:
    """Return what is to be exported. Raises CommandError where it names nothing."""
    if search:
        asked = QueryDict(search.lstrip("?"))
        problems = parameters.problems(asked, TAKEN) + unknown_names.problems(asked)
        if problems:
            words = _("Une recherche ne prend pas ces paramètres ainsi : %(problems)s.")
            raise CommandError(words % {"problems": ", ".join(problems)})
        question = renamed(Question.read(asked))
        _answer, hits = ask_whole(question, documents.number())
        return Choice(sorted(hit.id for hit in hits), _("la recherche « %s »") % search.lstrip("?"))
    if selection:
        chosen = Selection.objects.published().filter(slug=selection).first()
        if chosen is None:
            raise CommandError(_("Aucune sélection publiée ne s’appelle « %s ».") % selection)
        ids = Editorial.objects.published().filter(entries__selection=chosen)
        return Choice(
            sorted(ids.order_by().values_list("pk", flat=True)),
            _("la sélection « %s »") % chosen.name,
        )
    return Choice(documents.published())
