"""The pages of a scan or of a PDF, one at a time: seen as pictures, and read as text.

A PDF is opened by a process of its own, as `pdf` does. Text comes from the PDF's own layer, or from
the OCR program tesseract where this machine has it.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from archive.ingest.documents import hocr, page_process, pdf
from archive.ingest.files import packages
from archive.ingest.records import Doubt, Record, Rejected

PATIENCE = 4 * page_process.SECONDS  # by the clock
READING = 120  # seconds by the clock for the OCR program
LANGUAGES = {"fr": "fra", "en": "eng", "de": "deu", "es": "spa", "it": "ita", "nl": "nld"}


class PageImage(NamedTuple):
    """A page as a JPEG, and how many the document has."""

    content: bytes
    pages: int


class PageText(NamedTuple):
    """A page as HTML that is not clean, and what in it a person should check."""

    html: str
    doubts: list[Doubt]


def picture(path: Path, number: int) -> PageImage:
    """Return a page of a PDF. Raises Rejected, with the reason, where it cannot be shown."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "page.jpg")
        pages = _written("picture", path, number, target)
        return PageImage(target.read_bytes(), pages)


def text_layer(path: Path, number: int) -> PageText:
    """Return the text that a page of a PDF bears. Raises Rejected where it bears none."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "page.pdf")
        _written("alone", path, number, target)
        return _text(list(pdf.read(target)))


def can_recognise() -> bool:
    """Return True where this machine has the OCR program."""
    return shutil.which("tesseract") is not None


def recognised(content: bytes, language: str) -> PageText:
    """Return what the OCR program reads in a picture, with the words that it is unsure of.

    `language`: ISO 639. Raises Rejected where there is no such program, or it reads nothing.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise Rejected(_("Cette machine n’a pas de programme de reconnaissance (tesseract)."))
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "page.jpg"), Path(folder, "page")
        source.write_bytes(content)
        for chosen in _languages(program, language):
            line = [program, str(source), str(target), *chosen, "hocr"]
            try:
                done = subprocess.run(
                    line,
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    timeout=READING,
                    check=False,
                )
            except subprocess.TimeoutExpired as error:
                raise Rejected(
                    _("La reconnaissance de cette page a pris trop de temps.")
                ) from error
            if done.returncode == 0:
                return _text(list(hocr.read(target.with_suffix(".hocr"))))
    raise Rejected(_("Le programme de reconnaissance n’a pas pu lire cette page."))


def _languages(program: str, language: str) -> list[list[str]]:
    """Return the program's arguments to try: the language, where it has that one; else none."""
    listed = subprocess.run(
        [program, "--list-langs"], capture_output=True, timeout=READING, check=False, text=True
    )
    code = LANGUAGES.get(language.partition("-")[0], "")
    if code and code in listed.stdout.split():
        return [["-l", code]]
    return [[]]


def _text(records: list[Record | Rejected]) -> PageText:
    html, doubts = "", []
    for record in records:
        if isinstance(record, Rejected):
            raise record
        if record.title:
            html += f"<h2>{escape(record.title, quote=False)}</h2>"
        html += record.html
        doubts += [doubt for doubt in record.doubts if doubt.field == "text"]
    if not html.strip():
        raise Rejected(_("Rien ne se lit sur cette page."))
    return PageText(html, doubts)


def _written(kind: str, path: Path, number: int, target: Path) -> int:
    """Have the process write a page; return how many there are. Raises Rejected."""
    line = [sys.executable, "-I", page_process.__file__, kind, str(path.resolve())]
    try:
        process = subprocess.run(
            [*line, str(number), str(target)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        printed = json.loads(process.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise Rejected(_("Cette page demande trop de temps ou de mémoire.")) from error
    reason = printed.get("error", "")
    if reason == "password":
        raise packages.protected()
    if reason == "absent":
        raise Rejected(_("Ce document n’a que %(pages)s pages.") % {"pages": printed["pages"]})
    if reason:
        raise Rejected(_("PDF abîmé ou coupé : il ne peut pas être ouvert."))
    return int(printed["pages"])
