"""Whether the columns of an editorial take what a record says."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from archive import text
from archive.ingest.entering import comparable
from archive.ingest.records import Record
from archive.models import Editorial
from archive.models.names import LONGEST_NAME


def _longest(field: str) -> int | None:
    """Return the characters that a column takes; None where any number."""
    return getattr(Editorial._meta.get_field(field), "max_length", None)


LONGEST_ADDRESS = _longest("source_url")


def unfit(record: Record) -> str:
    """Return why a record cannot be stored, "" if it can.

    Its address may be none of the web's, or a field longer than its column.
    """
    if record.url and not record.url.lower().startswith(("http://", "https://")):
        return _("L’adresse d’origine n’est pas une adresse du web : « %(url)s ».") % {
            "url": record.url[:100]
        }
    for field, printed, longest in _limited(record):
        if reason := too_long(field, printed, longest):
            return reason
    return ""


def too_long(field: str, printed: str, longest: int | None) -> str:
    """Return why a column does not take a text, "" if it does; None is no limit (characters)."""
    if not longest or len(printed) <= longest:
        return ""
    reason = _(
        "Le champ « %(key)s » est trop long : %(length)s caractères, pour %(longest)s au plus."
    )
    return reason % {"key": field, "length": len(printed), "longest": longest}


def _limited(record: Record) -> Iterator[tuple[str, str, int | None]]:
    """Yield (field, what the record says there, the characters that its column takes)."""
    for name in comparable.SAME_NAME:
        longest = _longest(name)
        if longest:
            yield name, getattr(record, name), longest
    yield "url", record.url, LONGEST_ADDRESS
    yield "publication", _compared(record.publication), LONGEST_NAME
    for tag in record.tags:
        yield "tags", _compared(tag), LONGEST_NAME
    for byline in record.bylines:
        yield "authors", _compared(byline.name), LONGEST_NAME
        yield "authors", byline.role, LONGEST_NAME


def _compared(name: str) -> str:
    """Return a name or, where that is longer, its key: « œ » is two letters there."""
    return max(name, text.fold(name), key=len)
