"""The house's own pages: who runs the archive, what it keeps of whom, how far it is accessible.

Each is a Markdown file in `pages/` of the data folder; until that is there, a first draft that
comes with the project, which says what only the operator knows as not said yet.
"""

import logging
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from archive import prose
from archive.appearance import files
from archive.appearance.files import State

log = logging.getLogger(__name__)

FOLDER = "pages"
DRAFTS = settings.BASE_DIR / "fixtures" / "pages"
LARGEST = 200_000  # bytes
TITLES = {
    "about": _("À propos"),
    "contact": _("Contact"),
    "legal": _("Mentions légales"),
    "privacy": _("Données personnelles"),
    "accessibility": _("Accessibilité"),
}
SITE = "{site}"  # in a page: the archive's name


class HousePage(NamedTuple):
    """A page to be shown. `refusal` says why its file is not, "" where it is."""

    title: str
    html: SafeString
    language: str
    is_draft: bool = False
    refusal: str = ""


def page(name: str, language: str) -> HousePage:
    """Return the page of that name: what the operator wrote, in that language if it is there.

    Else in the archive's own; else the first draft.
    """
    for code in dict.fromkeys((language, settings.LANGUAGE_CODE)):
        for file_name in file_names(name, code):
            written = _page_of(file_name, code)
            if written:
                return written
    return _draft(name, language, settings.SITE_NAME)


def file_names(name: str, language: str) -> list[str]:
    """Return how the file of a page may be called: « about.en.md »; without, in the archive's."""
    names = [f"{name}.{language}.md"]
    if language == settings.LANGUAGE_CODE:
        names.append(f"{name}.md")
    return names


def refusals() -> list[str]:
    """Return a line for each file that cannot be shown."""
    lines = []
    for name in TITLES:
        for code, _language in settings.LANGUAGES:
            for file_name in file_names(name, code):
                written = _page_of(file_name, code)
                if written and written.refusal:
                    lines.append(f"{FOLDER}/{file_name} : {written.refusal}")
    return lines


def _page_of(file_name: str, language: str) -> HousePage | None:
    file = files.state(FOLDER, file_name)
    if file is None:
        return None
    return _written(file, language, settings.SITE_NAME, str(settings.MEDIA_ROOT))


# By the state of the file: it is read again once that is another.
@lru_cache(maxsize=64)
def _written(file: State, language: str, site: str, _folder: str) -> HousePage:
    try:
        markdown = files.as_text(files.read(FOLDER, file, LARGEST))
    except files.Refused as refusal:
        log.warning("%s/%s : %s", FOLDER, file.name, refusal)
        return HousePage("", SafeString(""), language, refusal=str(refusal))
    return _shown(markdown, language, site)


@lru_cache(maxsize=64)
def _draft(name: str, language: str, site: str) -> HousePage:
    path = Path(DRAFTS, f"{name}.{language}.md")
    return _shown(path.read_text(), language, site)._replace(is_draft=True)


def _shown(markdown: str, language: str, site: str) -> HousePage:
    title, html = prose.titled(markdown, language)
    named = SafeString(html.replace(SITE, escape(site)))
    return HousePage(title.replace(SITE, site), named, language)
