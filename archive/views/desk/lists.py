"""Lists that an editor brings as a file: a vocabulary, equivalents. First shown, then confirmed."""

import codecs

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive.views.desk.access import DeskRequest

# Bytes of a file: a form that confirms it may hold as many, and a returned table has fewer.
LARGEST = 2 * 2**20


def sent_text(request: DeskRequest) -> str:
    """Return the file that was sent, or the text of the form that confirms it.

    Raises ValidationError where it is missing, empty, too large, or no text: neither UTF-8 nor what
    Excel writes.
    """
    file = request.FILES.get("file")
    text = request.POST.get("text", "")
    if not file and not text:
        raise ValidationError(_("Choisissez un fichier."))
    if not file:
        return text
    size = file.size or 0
    if not size:
        raise ValidationError(_("Ce fichier est vide."))
    if size > LARGEST:
        message = _("Fichier trop gros : %(size)s Mo, pour %(largest)s Mo au plus.")
        sizes = {"size": -(-size >> 20), "largest": LARGEST >> 20}
        raise ValidationError(message % sizes)
    content = file.read()
    try:
        return _decoded(content)
    except UnicodeDecodeError:
        message = _("Ce fichier n’est pas du texte : enregistrez le tableau en CSV.")
        raise ValidationError(message) from None


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")  # « Texte Unicode » of Excel
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode("cp1252")  # a CSV that Excel wrote
    if "\0" in text:
        raise UnicodeDecodeError("utf-8", content, 0, 1, "a picture, a workbook or a program")
    return text
