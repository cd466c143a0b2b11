"""An editorial, or a paragraph of it, as readers cite it. Pure functions.

ISO 690:2021; APA's 7th edition (in French as the Université de Montréal has it); MLA's 9th;
Chicago's 17th, notes and bibliography. Each returns HTML, the magazine in italics, and says no more
of a date than is known.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from archive import dates, extensions, text
from archive.references import Name, Reference

QUOTATION = re.compile(r"«\s*([^«»]*?)\s*»")
ENDS = (".", "?", "!", "…")
MOST_IN_APA = 20  # authors that are named; of more, nineteen and the last
MOST_IN_MLA = 2  # of more, the first alone
MOST_IN_CHICAGO, NAMED_IN_CHICAGO = 10, 7  # of more than ten, seven


def iso690(cited: Reference) -> SafeString:
    """Return the editorial as ISO 690 has it cited, as HTML.

    « ABGRALL, Claire. La voix. *En ligne* [en ligne]. 12 février 2001 [consulté le …]. »
    """
    parts = [_ended(_iso_authors(cited)), *_iso_titles(cited)]
    place = ", ".join([dates.display(cited.date) if cited.date else _("[s. d.]"), *_place(cited)])
    parts.append(f"{place} [{', '.join([*_version(cited), _accessed(cited)])}].")
    if cited.issn:
        parts.append(f"ISSN {cited.issn}.")
    if cited.ark:
        parts.append(f"{cited.ark}.")
    parts.append(_("Disponible à l’adresse : %(address)s") % {"address": cited.address})
    return _joined(parts)


def _iso_authors(cited: Reference) -> str:
    names = []
    for author in cited.authors:
        family = author.family.upper() if author.given else author.family
        names.append(str(Name(family, author.given)))
    return text.enumeration(names, _(" et "))


def _iso_titles(cited: Reference) -> list[str]:
    """Return the title and the magazine; the medium stands behind the last of them."""
    medium = _("en ligne")
    if not cited.magazine:
        return [f"{cited.title} [{medium}]."]
    return [_ended(cited.title), format_html("<cite>{}</cite> [{}].", cited.magazine, medium)]


def _place(cited: Reference) -> list[str]:
    """Return where in its magazine it appeared: « vol. 3 », « n° 12 », « p. 3 », « paragr. 4 »."""
    return [*_number(cited), *_within(cited)]


def _number(cited: Reference) -> list[str]:
    parts = []
    if cited.volume:
        parts.append(_("vol. %(volume)s") % {"volume": cited.volume})
    if cited.issue[:1].isdigit():
        parts.append(_("n° %(issue)s") % {"issue": cited.issue})
    elif cited.issue:
        parts.append(cited.issue)
    return parts


def _within(cited: Reference) -> list[str]:
    parts = []
    if cited.pages:
        parts.append(_("p. %(pages)s") % {"pages": cited.pages})
    if cited.paragraph:
        parts.append(_("paragr. %(number)s") % {"number": cited.paragraph})
    return parts


def _version(cited: Reference) -> list[str]:
    """Return which version of the text it was read in, where that matters: of a paragraph."""
    if not cited.version:
        return []
    return [_("version %(number)s") % {"number": cited.version}]


def _accessed(cited: Reference) -> str:
    return _("consulté le %(date)s") % {"date": dates.display(cited.accessed.isoformat())}


def apa(cited: Reference) -> SafeString:
    """Return the editorial as the APA has it cited, as HTML.

    « Abgrall, C. (2001, 12 février). La voix [éditorial]. *En ligne*, (12), 3. https://… »
    """
    authors = _apa_authors(cited)
    when = f"({_year_first(cited)})."
    title = f"{cited.title} [{_('éditorial')}]."
    opening = [_ended(authors), when, title] if authors else [title, when]
    return _joined([*opening, _apa_magazine(cited), _apa_paragraph(cited), cited.address])


def _apa_authors(cited: Reference) -> str:
    names = [str(Name(author.family, _initials(author.given))) for author in cited.authors]
    if len(names) > MOST_IN_APA:
        return ", ".join([*names[: MOST_IN_APA - 1], f"… {names[-1]}"])
    return text.enumeration(names, pgettext("dernier auteur en APA", " et "))


def _apa_magazine(cited: Reference) -> str:
    if not cited.magazine:
        return ""
    place = ""
    if cited.volume:
        place += f", {cited.volume}({cited.issue})"
    elif cited.issue:
        place += f", ({cited.issue})"
    if cited.pages:
        place += f", {cited.pages}"
    return format_html("<cite>{}</cite>{}.", cited.magazine, place)


def _apa_paragraph(cited: Reference) -> str:
    if not cited.paragraph:
        return ""
    return f"({', '.join([*_within(replace(cited, pages='')), *_version(cited)])})."


def _initials(given: str) -> str:
    """Return the initials of given names: « J.-N. » of « Jean-Noël », « B. de » of « Bruno de ».

    What is not a given name stays.
    """
    words = []
    for word in given.split():
        if not word[:1].islower():
            parts = filter(None, word.split("-"))
            word = "-".join(f"{part[0]}." for part in parts)
        words.append(word)
    return " ".join(words)


def _year_first(cited: Reference) -> str:
    """Return the date with its year first: « 2001, 12 février ».

    It is as it is displayed where its year does not stand at its end.
    """
    if not cited.date:
        return _("s. d.")
    displayed = dates.display(cited.date)
    year = cited.date[:4]
    before_year = displayed.removesuffix(f" {year}")
    ends_with_year = before_year != displayed
    is_plain = cited.date[4:5] == "-" and cited.date[-1].isdigit()
    if ends_with_year and is_plain:
        return f"{year}, {before_year}"
    return displayed


def mla(cited: Reference) -> SafeString:
    """Return the editorial as the MLA has it cited, as HTML.

    « Abgrall, Claire, et Luc Roux. « La voix ». *En ligne*, n° 12, 12 février 2001, p. 3,
    https://… Consulté le 1er novembre 2026. »
    """
    when = [dates.display(cited.date)] if cited.date else []
    container = [*_magazine(cited), *_number(cited), *when, *_within(cited), *_version(cited)]
    accessed = _ended(_capitalized(_accessed(cited)))
    return _joined(
        [
            _ended(_mla_authors(cited)),
            _quoted(cited.title),
            format_html("{}.", _listed([*container, cited.address])),
            accessed,
        ]
    )


def _mla_authors(cited: Reference) -> str:
    if len(cited.authors) > MOST_IN_MLA:
        return f"{cited.authors[0]}, et al."
    return _first_inverted(cited.authors)


def chicago(cited: Reference) -> SafeString:
    """Return the editorial as Chicago has it in a bibliography, as HTML.

    « Abgrall, Claire, et Luc Roux. « La voix ». *En ligne*, n° 12, 12 février 2001, p. 3.
    https://… »
    """
    when = [dates.display(cited.date)] if cited.date else [_("s. d.")]
    place = _listed([*_magazine(cited), *_number(cited), *when, *_within(cited), *_version(cited)])
    authors = _ended(_chicago_authors(cited))
    if not place.endswith(ENDS):
        place = format_html("{}.", place)
    return _joined([authors, _quoted(cited.title), place, cited.address])


def _chicago_authors(cited: Reference) -> str:
    if len(cited.authors) > MOST_IN_CHICAGO:
        named = [str(cited.authors[0]), *map(_natural, cited.authors[1:NAMED_IN_CHICAGO])]
        return f"{', '.join(named)}, et al."
    return _first_inverted(cited.authors)


def _first_inverted(authors: Sequence[Name]) -> str:
    """Return « Abgrall, Claire, Anne Noël et Luc Roux »: only the first is filed by its family."""
    if not authors:
        return ""
    names = [str(authors[0]), *map(_natural, authors[1:])]
    if len(names) == 1:
        return names[0]
    return _("%(names)s, et %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _natural(author: Name) -> str:
    return f"{author.given} {author.family}".strip()


def _magazine(cited: Reference) -> list[SafeString]:
    if not cited.magazine:
        return []
    return [format_html("<cite>{}</cite>", cited.magazine)]


def _quoted(title: str) -> str:
    """Return a title as a sentence in quotation marks; English has its full stop within them.

    What stands in quotation marks within it has others.
    """
    title = QUOTATION.sub(lambda marks: _("“%(words)s”") % {"words": marks[1]}, title)
    if title.endswith(ENDS):
        return pgettext("titre qui finit par un point", "« %(title)s ».") % {"title": title}
    return _("« %(title)s ».") % {"title": title}


def _listed(parts: Sequence[str]) -> SafeString:
    """Return HTML of parts between commas."""
    return format_html_join(", ", "{}", [(part,) for part in parts])


def _capitalized(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _ended(sentence: str) -> str:
    if not sentence or sentence.endswith(ENDS):
        return sentence
    return f"{sentence}."


def _joined(parts: Sequence[str]) -> SafeString:
    spaced = [format_html("{} ", part) for part in parts[:-1] if part]
    return SafeString("".join([*spaced, format_html("{}", parts[-1])]))


STYLES: dict[str, tuple[str, Callable[[Reference], SafeString]]] = {
    "iso690": ("ISO 690", iso690),
    "apa": ("APA", apa),
    "mla": ("MLA", mla),
    "chicago": ("Chicago", chicago),
}
for _name, _write in extensions.added("citation_styles", STYLES).items():
    STYLES[_name] = (_name, _write)
