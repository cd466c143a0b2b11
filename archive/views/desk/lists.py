"""Lists that an editor brings as a file: a vocabulary, equivalents. First shown, then confirmed."""

import codecs

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive.views.desk.access import DeskRequest

LARGEST = 1_000_000  # bytes of a file


def sent_text(request: DeskRequest) -> str:
    """Return the file that was sent, or the text of the form that confirms it.

    Raises ValidationError where it is too large, or no text: neither UTF-8 nor what Excel writes.
    """
    file = request.FILES.get("file")
    if not file:
        return request.POST.get("text", "")
    if (file.size or 0) > LARGEST:
        raise ValidationError(_("Ce fichier est trop gros."))
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
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252")  # a CSV that Excel wrote
