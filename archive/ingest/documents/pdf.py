"""PDFs with a text layer: columns read one after another, an issue's editorials apart."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from archive.ingest.documents import articles, columns, pdf_process, typeset
from archive.ingest.documents.columns import Run, TextLine
from archive.ingest.documents.properties import Properties, day_of
from archive.ingest.files import packages
from archive.ingest.files.decoding import load
from archive.ingest.records import Doubt, Record, Rejected

LARGEST = 200 * 2**20  # bytes: an issue with its pictures
MEDIA_TYPE = "application/pdf"
OPENING = b"%PDF-"
# Seconds by the clock; the process has a limit of its own for the processor's.
PATIENCE = 4 * pdf_process.SECONDS
LEAST = 20  # characters a page, on the whole: less is a picture with a stamp


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the text of a PDF, or the editorials of an issue.

    Raises Rejected, with the reason, where it holds no text to be read.
    """
    path = Path(path)
    content = load(path, LARGEST)
    if OPENING not in content[:1024]:
        raise Rejected(_("Ce n’est pas un PDF."))
    document = _document(path)
    pages = [_lines(page["runs"], number) for number, page in enumerate(document["pages"], 1)]
    characters = sum(len(line.text) for page in pages for line in page)
    if characters < LEAST * max(1, document["pictures"]):
        raise Rejected(_without_text(document))
    markup = typeset.markup(pages)
    facts = _properties(document["properties"])
    for record in articles.records(str(path), markup, facts, content, MEDIA_TYPE):
        if isinstance(record, Record):
            record.doubts += _doubts(document)
        yield record


def _document(path: Path) -> dict:
    """Return what stands on the pages, as pdf_process tells it. Raises Rejected where it fails."""
    line = [sys.executable, "-I", pdf_process.__file__, str(path.resolve())]
    try:
        process = subprocess.run(
            line, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long() from error
    if process.returncode < 0:
        raise _too_long()
    try:
        document = json.loads(process.stdout)
    except ValueError as error:
        raise _too_long() from error
    reason = document.get("error", "")
    if reason == "password":
        raise packages.protected()
    if reason == "pages":
        raise Rejected(
            _("Trop de pages : %(count)s, pour %(most)s au plus.")
            % {"count": document["count"], "most": pdf_process.MOST_PAGES}
        )
    if reason == "long":
        raise _too_long()
    if reason:
        raise Rejected(_("PDF abîmé ou coupé : il ne peut pas être ouvert."))
    return document


def _too_long() -> Rejected:
    return Rejected(_("Ce PDF demande trop de temps ou de mémoire : il n’est pas lu."))


def _without_text(document: dict) -> str:
    if document["pictures"]:
        return _(
            "Ce PDF n’a pas de couche de texte : ce sont des images de pages. Passez-le d’abord à"
            " la reconnaissance de caractères (OCR)."
        )
    return _("Ce PDF ne contient aucun texte : ses pages sont vides.")


def _lines(runs: list[list], page: int) -> list[TextLine]:
    shown = [Run(*run) for run in runs]
    # Characters may be set in no size at all.
    lines = list(columns.lines([run for run in shown if run.height > 0]))
    for line in lines:
        line.page = page
    return lines


def _properties(metadata: dict[str, str]) -> Properties:
    return Properties(
        title=metadata["Title"],
        authors=[metadata["Author"]] if metadata["Author"] else [],
        day=day_of(metadata["CreationDate"]),
    )


def _doubts(document: dict) -> list[Doubt]:
    doubts: list[Doubt] = []
    if document["damaged"]:
        doubts.append(Doubt("text", "missing", _("des pages abîmées")))
    if document["pictures"]:
        doubts.append(Doubt("text", "missing", _("des pages qui ne sont que des images")))
    return doubts
