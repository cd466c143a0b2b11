"""Files as a browser sends them, written straight into the data folder and counted as they come."""

import re
import secrets
import shutil
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import IO, Any, NoReturn

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from archive.models import Upload, uploads_folder

LONGEST_NAME = 200  # bytes; file systems take 255
MEGABYTE = 2**20
UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')


class Refused(Exception):
    """Why files are not taken, for people."""


class Receiver(FileUploadHandler):
    """Takes the files of one request into a folder of their own.

    Past the limit it lets the rest go by, so that the browser comes to the end and shows the
    answer.
    """

    def __init__(self, request: HttpRequest):
        super().__init__(request)
        self.key = secrets.token_hex(16)
        self.folder = uploads_folder() / self.key
        self.names: list[str] = []
        self.size = 0  # bytes
        self.problem = ""
        self.upload: Upload | None = None
        self._file: IO[bytes] | None = None

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        # A megabyte for the form's own bytes beside those of the files.
        if content_length > settings.UPLOAD_LARGEST + MEGABYTE:
            self.problem = too_large()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.problem:
            raise SkipFile
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            self.names.append(safe_name(self.file_name or "", self.names))
            # Chunk after chunk comes from outside, so that no block can close it.
            self._file = open(self.folder / self.names[-1], "xb")  # noqa: SIM115
        except OSError as error:
            self._give_up(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size > settings.UPLOAD_LARGEST:
            self.problem = too_large()
            self._close()
            raise SkipFile
        try:
            if self._file:
                self._file.write(raw_data)
        except OSError as error:
            self._give_up(error)

    def file_complete(self, file_size: int) -> UploadedFile:
        self._close()
        return UploadedFile(BytesIO(), name=self.names[-1], size=file_size)  # nobody reads it here

    def upload_interrupted(self) -> None:
        self._close()
        self.problem = self.problem or _("L’envoi a été interrompu : recommencez-le.")

    def _give_up(self, error: OSError) -> NoReturn:
        message = _("Les fichiers ne peuvent pas être enregistrés (%(error)s).")
        self.problem = message % {"error": error.strerror}
        self._close()
        raise SkipFile

    def _close(self) -> None:
        if self._file:
            self._file.close()

    def keep(self, by: User, format: str, publication: str) -> Upload:
        """Return the upload, once all has come; raise Refused where nothing has."""
        if not self.names:
            raise Refused(_("Choisissez au moins un fichier."))
        if not self.size:
            raise Refused(_("Ces fichiers sont vides."))
        self.upload = Upload.objects.create(
            key=self.key,
            names=self.names,
            size=self.size,
            by=by,
            format=format,
            publication=publication,
        )
        return self.upload

    def discard(self) -> None:
        """Leave nothing of what came."""
        self._close()
        shutil.rmtree(self.folder, ignore_errors=True)


def too_large() -> str:
    """Return in words how much may be sent at once."""
    message = _("C’est trop gros : %(most)s Mo au plus en un envoi. Faites-en plusieurs.")
    return message % {"most": settings.UPLOAD_LARGEST // MEGABYTE}


def safe_name(name: str, taken: list[str]) -> str:
    """Return a file's name with nothing that leads elsewhere, is hidden or deceives the eye.

    It is numbered where it is among those `taken`, whatever their case.
    """
    cleaned = UNSAFE.sub("_", unicodedata.normalize("NFC", name)).lstrip(". ")
    # The end of a long name, where its format stands.
    ending = cleaned.encode("utf-8", "ignore")[-LONGEST_NAME:].decode("utf-8", "ignore")
    path = Path(ending.lstrip(". ") or "fichier")
    folded = set(map(str.casefold, taken))
    unique, number = path.name, 1
    while unique.casefold() in folded:
        number += 1
        unique = f"{path.stem} ({number}){path.suffix}"
    return unique
