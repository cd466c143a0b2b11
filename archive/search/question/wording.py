"""What a search's values are called, and a whole search said in words: its title on pages, in feeds, in the API."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.text import Truncator
from django.utils.translation import get_language, get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from archive import dates
from archive.models import Author, Publication, Tag
from archive.search.question.parsing import Clause, Kind, Term
from archive.search.question.query import Question

NAMED = {"publication": Publication, "author": Author, "tag": Tag}
# In the order of the sentence, which ends with what is excluded: how that which is asked of a field is said, and that
# which is excluded from it.
PHRASES = {
    "author": (_("signés %(what)s"), _("non signés %(what)s")),
    "title": (_("titrés %(what)s"), _("non titrés %(what)s")),
    "text": (_("dont le texte dit %(what)s"), _("dont le texte ne dit pas %(what)s")),
    "": (_("sur %(what)s"), _("sans %(what)s")),
    "tag": (_("avec le mot-clé %(what)s"), _("sans le mot-clé %(what)s")),
    "publication": (_("dans %(what)s"), _("hors %(what)s")),
    "language": (_("en %(what)s"), _("pas en %(what)s")),
}
MOST_SAID = 3  # of a list of names; a title is not the place for fifty
LONGEST_SAID = 80  # characters of typed words


def labels(facet: str, values: Iterable[str]) -> dict[str, str]:
    """{value: what people read for it, in the active language}: the name behind a slug, « français » for `fr`,
    « années 1990 » for `199X`. One query at most; a value that the archive does not know stands for itself."""
    said = {value: value for value in values}
    if facet in NAMED and said:
        said |= dict(
            NAMED[facet].objects.order_by().filter(slug__in=list(said)).values_list("slug", "name")
        )
    if facet == "language":
        said = {code: language_name(code) for code in said}
    if facet == "year":
        said = {year: _year(year) for year in said}
    return said


def language_name(code: str) -> str:
    """« français » or “French” for `fr`; the code itself where Django has no name for it."""
    try:
        name = str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
    # Django's French catalogue writes them with a capital, French does not.
    return name.lower() if (get_language() or "").startswith("fr") else name


def in_words(question: Question) -> str:
    """« articles sur “qualité” dans En-Contact, 2001–2004 », in the active language; one query a facet at most.

    The order, the page and how many of the words have to be there are not said: they change no title.
    """
    asked, excluded = zip(*(_pieces(question, field) for field in PHRASES), strict=True)
    pieces, times = [piece for said in asked + excluded for piece in said], _times(question)
    if not pieces and not times:
        return gettext("tous les articles")
    return ", ".join([" ".join([gettext("articles"), *pieces]), *times])


def _pieces(question: Question, field: str) -> tuple[list[str], list[str]]:
    """What is asked of a field, and what is excluded."""
    names = labels(field, question.chosen(field) + question.excluded(field))
    typed = _listed(_quoted(_clauses(question, field)), gettext("et"))
    chosen = _listed([names[value] for value in question.chosen(field)], gettext("ou"))
    excluded = _quoted(_clauses(question, field, excluded=True)) + [
        names[value] for value in question.excluded(field)
    ]
    positive, negative = PHRASES[field]
    without = _listed(excluded, gettext("ou"))
    return [positive % {"what": what} for what in (typed, chosen) if what], [
        negative % {"what": without}
    ] * bool(excluded)


def _clauses(question: Question, field: str, excluded: bool = False) -> list[Clause]:
    return [
        clause
        for clause in question.typed.clauses
        if _field(clause) == field and clause.excluded is excluded
    ]


def _field(clause: Clause) -> str:
    """The field that all of a clause is asked of, "" where its words differ in that."""
    fields = {term.field for term in clause.terms}
    return fields.pop() if len(fields) == 1 else ""


def _quoted(clauses: Sequence[Clause]) -> list[str]:
    """Each clause in quotation marks, single words that follow each other in one pair, as they were typed."""
    said = []
    for are_words, group in groupby(clauses, _is_word):
        if are_words:
            said.append(_quote(" ".join(_bare(clause.terms[0]) for clause in group)))
        else:
            said += [_either(clause) for clause in group]
    return said


def _is_word(clause: Clause) -> bool:
    return len(clause.terms) == 1 and clause.terms[0].kind in (Kind.WORD, Kind.PREFIX)


def _either(clause: Clause) -> str:
    same_field = len({term.field for term in clause.terms}) == 1
    return _listed(
        [_quote(_bare(term) if same_field else str(term)) for term in clause.terms], gettext("ou")
    )


def _bare(term: Term) -> str:
    return term.text + ("*" if term.kind is Kind.PREFIX else "")


def _quote(words: str) -> str:
    return f"“{Truncator(words).chars(LONGEST_SAID)}”"


def _listed(items: Sequence[str], last: str) -> str:
    """« A, B ou C »; « A, B, C… » where there are more than can be said."""
    if len(items) > MOST_SAID:
        return ", ".join(items[:MOST_SAID]) + "…"
    return f" {last} ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


# Times


def _times(question: Question) -> list[str]:
    within = [_listed(_periods(clause), gettext("ou")) for clause in _clauses(question, "date")]
    within += [
        _between(question.since, question.until),
        _listed(_spans(question.chosen("year")), gettext("ou")),
    ]
    excluded = _spans(question.excluded("year"))
    excluded += [
        period
        for clause in _clauses(question, "date", excluded=True)
        for period in _periods(clause)
    ]
    without = (
        gettext("sauf %(what)s") % {"what": _listed(excluded, gettext("et"))} if excluded else ""
    )
    return [time for time in (*within, without) if time]


def _periods(clause: Clause) -> list[str]:
    return [_period(term) for term in clause.terms]


def _period(term: Term) -> str:
    since, dots, until = term.text.partition("..")
    return _between(since, until if dots else since)


def _between(since: str, until: str) -> str:
    """Two EDTF dates, either of them perhaps "": « 2001–2004 », « 2001 ou après », « mars 2001 – 2004 »."""
    if since == until:
        return dates.display(since) if since else ""
    if not (since and until):
        phrase = gettext("%(date)s ou après") if since else gettext("%(date)s ou avant")
        return phrase % {"date": dates.display(since or until)}
    ends = dates.display(since), dates.display(until)
    return ("–" if since.isdecimal() and until.isdecimal() else " – ").join(ends)


def _spans(years: Sequence[str]) -> list[str]:
    """Years that follow each other as one: 2001, 2002, 2003 and 199X -> « années 1990 », « 2001–2003 »."""
    spans: list[list[str]] = []
    for year in sorted(years):
        if (
            spans
            and year.isdecimal()
            and spans[-1][-1].isdecimal()
            and int(year) == int(spans[-1][-1]) + 1
        ):
            spans[-1].append(year)
        else:
            spans.append([year])
    return [_year(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans]


def _year(value: str) -> str:
    """A year is said as it is, a decade (`199X`) as « années 1990 »; what is neither stands for itself."""
    return (
        dates.display(value)
        if len(value) == 4 and value[:3].isdecimal() and value[3] == "X"
        else value
    )
