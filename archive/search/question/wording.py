"""What a search's values are called, and a whole search in words.

The words are its title on pages, in feeds, in the API.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.text import Truncator
from django.utils.translation import get_language, get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from archive import dates, text
from archive.models import Author, Publication, Tag
from archive.search.question.parsing import Clause, Kind, Term
from archive.search.question.query import Question

NAMED = {"publication": Publication, "author": Author, "tag": Tag}
# In the order of the sentence, which ends with what is excluded: how that which is asked of a field
# is said, and that which is excluded from it.
PHRASES = {
    "author": (_("signés %(what)s"), _("non signés %(what)s")),
    "title": (_("titrés %(what)s"), _("non titrés %(what)s")),
    "text": (_("dont le texte dit %(what)s"), _("dont le texte ne dit pas %(what)s")),
    "": (_("sur %(what)s"), _("sans %(what)s")),
    "tag": (_("avec le mot-clé %(what)s"), _("sans le mot-clé %(what)s")),
    "publication": (_("dans %(what)s"), _("hors %(what)s")),
    "language": (_("en %(what)s"), _("pas en %(what)s")),
}
MOST_LISTED = 3  # of a list of names; a title is not the place for fifty
LONGEST_QUOTED = 80  # characters of typed words


def labels(facet: str, codes: Iterable[str]) -> dict[str, str]:
    """Return {a facet's value: what people read for it, in the active language}.

    It is the name behind a slug, by one query at most, « français » for `fr`, « années 1990 » for
    `199X`. A value that the archive does not know stands for itself.
    """
    if facet == "language":
        return {code: language_name(code) for code in codes}
    if facet == "year":
        return {year: _year(year) for year in codes}
    names = {slug: slug for slug in codes}
    if facet in NAMED and names:
        rows = NAMED[facet].objects.order_by().filter(slug__in=list(names))
        names |= dict(rows.values_list("slug", "name"))
    return names


def language_name(code: str) -> str:
    """Return « français » or “French” for `fr`; the code where Django has no name for it."""
    try:
        name = str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
    # Django's French catalogue writes them with a capital, French does not.
    return name.lower() if (get_language() or "").startswith("fr") else name


def in_words(question: Question) -> str:
    """Return « articles sur “qualité” dans En-Contact, 2001–2004 », in the active language.

    The order, the page and how many of the words have to be there are left out: they change no
    title. One query a facet at most.
    """
    positive: list[str] = []
    negative: list[str] = []
    for field in PHRASES:
        asking, excluding = _pieces(question, field)
        positive += asking
        negative += excluding
    times = _times(question)
    if not positive and not negative and not times:
        return gettext("tous les articles")
    sentence = " ".join([gettext("articles"), *positive, *negative])
    return ", ".join([sentence, *times])


def _pieces(question: Question, field: str) -> tuple[list[str], list[str]]:
    """Say what is asked of a field, and what is excluded."""
    chosen, excluded = question.chosen(field), question.excluded(field)
    names = labels(field, chosen + excluded)
    asking, excluding = PHRASES[field]
    typed = _listed(_quoted(_clauses(question, field)), gettext("et"))
    filters = _listed([names[code] for code in chosen], gettext("ou"))
    positive = [asking % {"what": part} for part in (typed, filters) if part]
    left_out = _quoted(_clauses(question, field, excluded=True))
    left_out += [names[code] for code in excluded]
    if not left_out:
        return positive, []
    return positive, [excluding % {"what": _listed(left_out, gettext("ou"))}]


def _clauses(question: Question, field: str, excluded: bool = False) -> list[Clause]:
    clauses = []
    for clause in question.typed.clauses:
        if clause.excluded is excluded and _field(clause) == field:
            clauses.append(clause)
    return clauses


def _field(clause: Clause) -> str:
    """Return the field that all of a clause is asked of, "" where its words differ in that."""
    return clause.terms[0].field if _has_one_field(clause) else ""


def _has_one_field(clause: Clause) -> bool:
    return len({term.field for term in clause.terms}) == 1


def _quoted(clauses: Sequence[Clause]) -> list[str]:
    """Put each clause in quotation marks, single words that follow each other in one pair."""
    quoted = []
    for are_words, group in groupby(clauses, _is_word):
        if are_words:
            words = [_bare(clause.terms[0]) for clause in group]
            quoted.append(_quote(" ".join(words)))
        else:
            quoted += map(_either, group)
    return quoted


def _is_word(clause: Clause) -> bool:
    return len(clause.terms) == 1 and clause.terms[0].kind in (Kind.WORD, Kind.PREFIX)


def _either(clause: Clause) -> str:
    terms = map(str, clause.terms)
    if _has_one_field(clause):  # which the sentence names already
        terms = map(_bare, clause.terms)
    return _listed(list(map(_quote, terms)), gettext("ou"))


def _bare(term: Term) -> str:
    """Return a term as it was typed but for its field and its quotation marks."""
    return f"{term.text}*" if term.kind is Kind.PREFIX else term.text


def _quote(words: str) -> str:
    return f"“{Truncator(words).chars(LONGEST_QUOTED)}”"


def _listed(names: Sequence[str], last: str) -> str:
    """Return « A, B ou C »; « A, B, C… » where there are more than can be said."""
    if len(names) > MOST_LISTED:
        return ", ".join(names[:MOST_LISTED]) + "…"
    return text.enumeration(names, f" {last} ")


# Times


def _times(question: Question) -> list[str]:
    times = []
    for clause in _clauses(question, "date"):
        times.append(_listed(_periods(clause), gettext("ou")))
    times.append(_between(question.since, question.until))
    times.append(_listed(_runs(question.chosen("year")), gettext("ou")))
    excluded = _runs(question.excluded("year"))
    for clause in _clauses(question, "date", excluded=True):
        excluded += _periods(clause)
    if excluded:
        times.append(gettext("sauf %(what)s") % {"what": _listed(excluded, gettext("et"))})
    return list(filter(None, times))


def _periods(clause: Clause) -> list[str]:
    return [_between(*term.ends) for term in clause.terms]


def _between(since: str, until: str) -> str:
    """Return two EDTF dates, either of them perhaps "", as « 2001–2004 », « 2001 ou après ».

    Where one is no plain year there is room around the dash: « mars 2001 – 2004 ».
    """
    if not since and not until:
        return ""
    if since == until:
        return dates.display(since)
    if not until:
        return gettext("%(date)s ou après") % {"date": dates.display(since)}
    if not since:
        return gettext("%(date)s ou avant") % {"date": dates.display(until)}
    dash = "–" if since.isdecimal() and until.isdecimal() else " – "
    return dash.join([dates.display(since), dates.display(until)])


def _runs(years: Sequence[str]) -> list[str]:
    """Say years that follow each other as one.

    2001, 2002, 2003 and 199X -> « années 1990 », « 2001–2003 ».
    """
    runs: list[list[str]] = []
    for year in sorted(years):
        if runs and _follows(year, runs[-1][-1]):
            runs[-1].append(year)
        else:
            runs.append([year])
    return list(map(_run, runs))


def _run(years: Sequence[str]) -> str:
    if len(years) == 1:
        return _year(years[0])
    return f"{years[0]}–{years[-1]}"


def _follows(year: str, last: str) -> bool:
    return year.isdecimal() and last.isdecimal() and int(year) == int(last) + 1


def _year(year: str) -> str:
    """Return a year as it is, a decade (`199X`) as « années 1990 ».

    What is neither stands for itself.
    """
    if len(year) == 4 and year[:3].isdecimal() and year[3] == "X":
        return dates.display(year)
    return year
