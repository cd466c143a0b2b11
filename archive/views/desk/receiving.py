"""Files as a browser sends them, written straight into the data folder and counted as they come."""

import re
import secrets
import shutil
import unicodedata
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from archive.models import Upload, uploads_folder

LONGEST_NAME = 200  # bytes; file systems take 255
UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')


class Refused(Exception):
    """Why files are not taken, for people."""


class Receiver(FileUploadHandler):
    """Takes the files of one request into a folder of their own. Past the limit it lets the rest go by, so that the
    browser comes to the end and shows the answer."""

    def __init__(self, request: HttpRequest):
        super().__init__(request)
        self.key = secrets.token_hex(16)
        self.folder = uploads_folder() / self.key
        self.names, self.size, self.problem = [], 0, ""
        self._file, self.upload = None, None

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if (
            content_length > settings.UPLOAD_LARGEST + 2**20
        ):  # the form's own bytes beside those of the files
            self.problem = too_large()

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        if self.problem:
            raise SkipFile
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            self.names.append(safe_name(self.file_name, self.names))
            self._file = open(self.folder / self.names[-1], "xb")  # noqa: SIM115 — chunk after chunk comes from outside
        except OSError as error:
            self._give_up(error)

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        if self.size > settings.UPLOAD_LARGEST:
            self.problem = too_large()
            self._close()
            raise SkipFile
        try:
            self._file.write(raw_data)
        except OSError as error:
            self._give_up(error)

    def file_complete(self, file_size):
        self._close()
        return UploadedFile(BytesIO(), name=self.names[-1], size=file_size)  # nobody reads it here

    def upload_interrupted(self):
        self._close()
        self.problem = self.problem or _("L’envoi a été interrompu : recommencez-le.")

    def _give_up(self, error: OSError):
        self.problem = _("Les fichiers ne peuvent pas être enregistrés (%(error)s).") % {
            "error": error.strerror
        }
        self._close()
        raise SkipFile

    def _close(self) -> None:
        if self._file:
            self._file.close()

    def kept(self, **said) -> Upload:
        """The upload, once all has come; raises Refused."""
        if not self.names:
            raise Refused(_("Choisissez au moins un fichier."))
        if not self.size:
            raise Refused(_("Ces fichiers sont vides."))
        self.upload = Upload.objects.create(key=self.key, names=self.names, size=self.size, **said)
        return self.upload

    def discard(self) -> None:
        """Leaves nothing of what came."""
        self._close()
        shutil.rmtree(self.folder, ignore_errors=True)


def too_large() -> str:
    said = _("C’est trop gros : %(most)s Mo au plus en un envoi. Faites-en plusieurs.")
    return said % {"most": settings.UPLOAD_LARGEST // 2**20}


def safe_name(name: str, taken: list[str]) -> str:
    """A file's name with nothing that leads elsewhere, is hidden or deceives the eye; numbered where it is taken."""
    cleaned = UNSAFE.sub("_", unicodedata.normalize("NFC", name)).lstrip(". ")
    path = Path(
        cleaned.encode("utf-8", "ignore")[-LONGEST_NAME:].decode("utf-8", "ignore").lstrip(". ")
        or "fichier"
    )
    named, number, others = path.name, 1, {other.casefold() for other in taken}
    while named.casefold() in others:
        number += 1
        named = f"{path.stem} ({number}){path.suffix}"
    return named
