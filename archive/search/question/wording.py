"""What a search's values are called, and a whole search in words.

The words are its title on pages, in feeds, in the API.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain, count, groupby, islice

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils.text import Truncator
from django.utils.translation import get_language, get_language_info, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from archive import issues, text
from archive.figures import number
from archive.models import Author, Byline, Editorial, Issue, Publication, Sheet, Tag, Tagging
from archive.models.kept_rows import KeptRows
from archive.models.prepared import Blank, Prepared, padded
from archive.search.question import periods
from archive.search.question.parsing import EXACT, Clause, Kind, Term
from archive.search.question.query import CITED, FILTERS, NAMED, Question

MODELS = {"publication": Publication, "author": Author, "tag": Tag, CITED: Sheet}
BORNE_BY: dict[str, type[Byline | Tagging]] = {"author": Byline, "tag": Tagging}
# In the order of the sentence, which ends with what is excluded: how that which is asked of a field
# is said, and that which is excluded from it.
PHRASES = {
    "author": (_("signés %(what)s"), _("non signés %(what)s")),
    "title": (_("titrés %(what)s"), _("non titrés %(what)s")),
    "text": (_("dont le texte dit %(what)s"), _("dont le texte ne dit pas %(what)s")),
    "": (_("sur %(what)s"), _("sans %(what)s")),
    "tag": (_("avec le mot-clé %(what)s"), _("sans le mot-clé %(what)s")),
    CITED: (_("qui citent %(what)s"), _("qui ne citent pas %(what)s")),
    "publication": (_("dans %(what)s"), _("hors %(what)s")),
    "issue": (_("du numéro %(what)s"), _("hors du numéro %(what)s")),
    "page": (_("à la page %(what)s"), _("hors de la page %(what)s")),
    "language": (_("en %(what)s"), _("pas en %(what)s")),
}
# How a value of a facet is said where that differs: an issue bears its magazine's name.
CHOSEN = {"issue": (_("dans %(what)s"), _("hors %(what)s"))}
# Of a field, what is asked of it and what (True) is excluded from it.
ByField = dict[tuple[str, bool], list[Clause]]
MOST_LISTED = 3  # of a list of names; a title is not the place for fifty
LONGEST_QUOTED = 80  # characters of typed words
_BEFORE_SIGN = re.compile(r" (?=[?!;:](?!\S))")
MOST_PREPARED = 128  # queries for names: one for each number of magazines, authors and tags
MOST_KEPT = 5_000  # names of a process, a megabyte
_kept_names: KeptRows[tuple[str, str], str | None] = KeptRows(MOST_KEPT)


def labels(facet: str, codes: Iterable[str], with_drafts: bool = False) -> dict[str, str]:
    """Return {a facet's value: what people read for it, in the active language}.

    It is the name behind a slug, by one query at most, « français » for `fr`, « années 1990 » for
    `199X`. A value that the archive does not know stands for itself, and so
    does one that only drafts bear, unless they are told as well. Issues ask once more.
    """
    return labels_of({facet: codes}, with_drafts)[facet]


def labels_of(
    codes_of: Mapping[str, Iterable[str]], with_drafts: bool = False
) -> dict[str, dict[str, str]]:
    """Return {facet: its `labels`} of several facets, by as few queries for all of them."""
    codes_of = {facet: list(codes) for facet, codes in codes_of.items()}
    slugs = {facet: set(codes_of.get(facet, ())) for facet in (*NAMED, CITED, "issue")}
    for address in codes_of.get("issue", ()):
        magazine, _issue = issues.parted(address)
        slugs["publication"].add(magazine)
    names = _names(slugs, with_drafts)
    labels: dict[str, dict[str, str]] = {}
    for facet, codes in codes_of.items():
        labels[facet] = {code: _label(facet, code, names) for code in codes}
    return labels


def _label(facet: str, code: str, names: Mapping[tuple[str, str], str]) -> str:
    """Return what people read for a value, by the names of magazines, authors and tags."""
    if facet == "language":
        return language_name(code)
    if facet == "year":
        return periods.year(code)
    if facet == "issue":
        magazine, issue = issues.parted(code)
        named = names.get((facet, code))
        name = issues.name(named) if named else issues.name_of(issue)
        return f"{names.get(('publication', magazine), magazine)} {name}"
    return names.get((facet, code), code)


def _names(slugs: Mapping[str, Collection[str]], with_drafts: bool) -> dict[tuple[str, str], str]:
    """Return {(facet, slug): name} of magazines, authors and tags; of issues, as printed."""
    if with_drafts:
        return _read(slugs, with_drafts)
    asked = [(facet, slug) for facet, values in slugs.items() for slug in values]
    names = _kept_names.of(asked, _told)
    return {key: name for key, name in names.items() if name is not None}


def _told(asked: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str | None]:
    """Return {(facet, slug): name}, None for what readers are not told."""
    slugs: dict[str, list[str]] = defaultdict(list)
    for facet, slug in asked:
        slugs[facet].append(slug)
    return dict.fromkeys(asked) | _read(slugs, with_drafts=False)


def _read(slugs: Mapping[str, Collection[str]], with_drafts: bool) -> dict[tuple[str, str], str]:
    wanted = {facet: padded(list(values)) for facet, values in slugs.items() if values}
    issue_names = _printed_issues(wanted.pop("issue", ()), with_drafts)
    if not wanted:
        return issue_names
    sizes = tuple((facet, len(values)) for facet, values in wanted.items())
    rows = _named(sizes, with_drafts).rows(*chain(*wanted.values()))
    return issue_names | {(facet, slug): name for facet, slug, name in rows}


def _printed_issues(addresses: Iterable[str], with_drafts: bool) -> dict[tuple[str, str], str]:
    """Return {("issue", address): the issue as it is printed} of those that the archive knows.

    Those of drafts alone are told only where these are.
    """
    wanted = set(addresses)
    if not wanted:
        return {}
    magazines, slugs = zip(*map(issues.parted, wanted), strict=True)
    known = Issue.objects.filter(publication__slug__in=set(magazines), slug__in=set(slugs))
    if not with_drafts:
        known = known.borne_by(Editorial.objects.published())
    rows = known.order_by().values_list("publication__slug", "slug", "number")
    printed = {}
    for magazine, slug, as_printed in rows:
        address = f"{magazine}/{slug}"
        if address in wanted:
            printed["issue", address] = as_printed
    return printed


@lru_cache(maxsize=MOST_PREPARED)
def _named(sizes: tuple[tuple[str, int], ...], with_drafts: bool) -> Prepared:
    """Return the query for so many names of each facet."""
    return Prepared(partial(_union, sizes, with_drafts))


def _union(sizes: tuple[tuple[str, int], ...], with_drafts: bool) -> QuerySet:
    selects = []
    places = count()
    for facet, size in sizes:
        slugs = [Blank(place) for place in islice(places, size)]
        rows = MODELS[facet].objects.order_by().filter(slug__in=slugs)
        if not with_drafts:
            rows = rows.filter(is_told(facet))
        selects.append(rows.values_list(Value(facet), "slug", "name"))
    first, *others = selects
    return first.union(*others, all=True) if others else first


def is_told(facet: str) -> Exists | Q:
    """Return the condition that a published editorial bears an author, a tag or a magazine.

    Of what texts name, that readers may see its sheet.

    Readers are not told the names that only drafts bear.
    """
    if facet == CITED:
        return Q(hidden=False, named_in__gt=0)
    if facet == "publication":
        return Exists(Editorial.objects.published().filter(publication=OuterRef("pk")))
    # The few that are not published are left out: to look up all that are takes twenty times as
    # long.
    borne = BORNE_BY[facet].objects.filter(**{facet: OuterRef("pk")})
    return Exists(borne.exclude(editorial__in=Editorial.objects.unpublished().values("pk")))


def language_name(code: str) -> str:
    """Return « français » or “French” for `fr`; the code where Django has no name for it."""
    try:
        name = str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
    # Django's French catalogue writes them with a capital, French does not.
    return name.lower() if (get_language() or "").startswith("fr") else name


def order_name(sort: str) -> str:
    """Return what an order that words ask for is called: « les plus récents d’abord »."""
    if sort == "oldest":
        return gettext("les plus anciens d’abord")
    return gettext("les plus récents d’abord")


def in_words(question: Question, names: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Return « articles sur « qualité » dans En-Contact, 2001–2004 », in the active language.

    The order, the page and how many of the words have to be there are left out: they change no
    title. `names` are the `labels_of` its filters; without them one query at most finds them.
    """
    positive: list[str] = []
    negative: list[str] = []
    if names is None:
        names = labels_of(filter_values(question))
    clauses = _by_field(question)
    for field in PHRASES:
        asking, excluding = _pieces(question, field, clauses, names.get(field, {}))
        positive += asking
        negative += excluding
    times = _times(question, clauses)
    if not positive and not negative and not times:
        return gettext("tous les articles")
    sentence = " ".join([gettext("articles"), *positive, *negative])
    return ", ".join([sentence, *times])


def filter_values(question: Question) -> dict[str, list[str]]:
    """Return {facet: the values that are chosen of it, then those that are excluded}."""
    return {facet: question.chosen(facet) + question.excluded(facet) for facet in FILTERS}


def expression(question: Question) -> str:
    """Return what was typed in quotation marks, a phrase alone in those instead of its own."""
    clauses = question.typed.clauses
    if len(clauses) == 1 and _is_phrase(clauses[0]):
        return _quote(clauses[0].terms[0].text)
    return _quote(question.q)


def _is_phrase(clause: Clause) -> bool:
    """Return True for a phrase and nothing beside it."""
    return str(clause) == f'"{clause.terms[0].text}"' if clause.terms else False


def _pieces(
    question: Question, field: str, clauses: ByField, names: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """Say what is asked of a field, and what is excluded; `names` are the `labels` of both."""
    chosen, excluded = question.chosen(field), question.excluded(field)
    typed, left_out = _quoted(clauses[field, False]), _quoted(clauses[field, True])
    if not field and typed and question.typed.is_words:
        typed = [_quote(_BEFORE_SIGN.sub("\u00a0", question.q))]
    if not field and _is_expression(question):
        typed = [_quote(str(question.typed))]
    asking, excluding = PHRASES[field]
    choosing, leaving = CHOSEN.get(field, PHRASES[field])
    positive = []
    if typed:
        positive.append(asking % {"what": _listed(typed, gettext("et"))})
    if chosen:
        positive.append(
            choosing % {"what": _listed([names[code] for code in chosen], gettext("ou"))}
        )
    without = [names[code] for code in excluded]
    if field not in CHOSEN:
        left_out, without = left_out + without, []
    negative = []
    if left_out:
        negative.append(excluding % {"what": _listed(left_out, gettext("ou"))})
    if without:
        negative.append(leaving % {"what": _listed(without, gettext("ou"))})
    return positive, negative


def _by_field(question: Question) -> ByField:
    """Return the clauses by field; none where they are said as the one expression they are."""
    clauses: ByField = defaultdict(list)
    if not _is_expression(question):
        for clause in question.typed.clauses:
            clauses[_field(clause), _leaves_out(clause)].append(clause)
    return clauses


def _is_expression(question: Question) -> bool:
    """Return True where no sentence says what is asked, but the expression itself.

    It is so with a choice among what operators ask for, and with a time that may be lacking.
    """
    for clause in question.typed.clauses:
        if clause.required and len(_terms(clause)) > 1:
            return True
        if any(term.kind is Kind.DATE for term in clause.lacking):
            return True
    return False


def _leaves_out(clause: Clause) -> bool:
    return clause.excluded or not clause.terms


def _terms(clause: Clause) -> tuple[Term, ...]:
    return clause.terms + clause.lacking


def _field(clause: Clause) -> str:
    """Return the field that all of a clause is asked of, "" where its words differ in that."""
    return _terms(clause)[0].field if _has_one_field(clause) else ""


def _has_one_field(clause: Clause) -> bool:
    return len({term.field for term in _terms(clause)}) == 1


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
    if len(clause.terms) != 1 or clause.lacking or clause.required:
        return False
    (term,) = clause.terms
    is_single = term.kind in (Kind.WORD, Kind.PREFIX, Kind.PATTERN)
    return is_single and not term.literal and term.field not in EXACT


def _either(clause: Clause) -> str:
    is_named = _has_one_field(clause)  # the sentence names it already
    names = [_name(term, is_named) for term in clause.terms]
    lacking = [_name(term, is_named) for term in clause.lacking]
    if not names:
        return gettext("%(what)s à la fois") % {"what": _listed(lacking, gettext("et"))}
    names += [gettext("sans %(what)s") % {"what": name} for name in lacking]
    return _listed(names, gettext("ou"))


def term(term: Term) -> str:
    """Return a term in quotation marks, without its field: « A B » à 2 mots près."""
    return _name(term, is_field_named=True)


def _name(term: Term, is_field_named: bool) -> str:
    if not is_field_named:
        return _quote(str(term))
    if term.field in EXACT:  # a number is said without quotation marks
        return _bare(term)
    quoted = _quote(_bare(term))
    if term.slop:
        near = ngettext("%(what)s à %(n)s mot près", "%(what)s à %(n)s mots près", term.slop)
        quoted = near % {"what": quoted, "n": number(term.slop)}
    return gettext("%(what)s à la lettre") % {"what": quoted} if term.literal else quoted


def _bare(term: Term) -> str:
    """Return a term as it was typed but for its field and its quotation marks."""
    return f"{term.text}*" if term.kind is Kind.PREFIX else term.text


def quoted(words: str) -> str:
    """Return words in the quotation marks of the active language."""
    return gettext("« %(words)s »") % {"words": words}


def _quote(words: str) -> str:
    return quoted(Truncator(words).chars(LONGEST_QUOTED))


def _listed(names: Sequence[str], last: str) -> str:
    """Return « A, B ou C »; « A, B, C… » where there are more than can be said."""
    if len(names) > MOST_LISTED:
        return ", ".join(names[:MOST_LISTED]) + "…"
    return text.enumeration(names, f" {last} ")


# Times


def _times(question: Question, clauses: ByField) -> list[str]:
    times = []
    for clause in clauses["date", False]:
        times.append(_listed(_periods(clause), gettext("ou")))
    times.append(periods.between(question.since, question.until))
    years = periods.runs(question.chosen("year"))
    if years:
        times.append(_listed(years, gettext("ou")))
    excluded = periods.runs(question.excluded("year"))
    for clause in clauses["date", True]:
        excluded += _periods(clause)
    if excluded:
        times.append(gettext("sauf %(what)s") % {"what": _listed(excluded, gettext("et"))})
    return list(filter(None, times))


def _periods(clause: Clause) -> list[str]:
    return [periods.between(*term.ends) for term in clause.terms]
