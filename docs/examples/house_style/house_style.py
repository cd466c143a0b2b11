"""A citation style of one's own: « Abgrall, « La voix », En ligne, 2001. »"""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.references import Reference


def cite(cited: Reference) -> SafeString:
    """Return the citation as HTML: `format_html` escapes what it is given."""
    family = cited.authors[0].family if cited.authors else "Anonyme"
    year = cited.year or "s. d."
    return format_html(
        "{}, « {} », <cite>{}</cite>, {}.", family, cited.title, cited.magazine, year
    )
