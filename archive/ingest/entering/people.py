"""From a name as printed to a person: who it is where it can be only one, a doubt where not.

« Manuel JACQUINET », « Jacquinet (Manuel) » and « Jacquinet, Manuel » are one name in three
dresses. « M. Jacquinet » is less: `M.` may be Monsieur or the initial of Manuel, so it means
whoever bears that surname, if that is one person.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from archive import text
from archive.ingest.printed.names import GIVEN, PARTICLES, certainty, in_order
from archive.models import Author, AuthorName, Editorial
from archive.models.doubts import Doubt
from archive.models.names import AuthorKind, kind_of
from archive.models.operations import changing

CIVILITY = re.compile(
    r"(?:mm?|messieurs|monsieur|mme|mmes|madame|mlle|mademoiselle|mr|mrs|ms|miss|dr|pr|me)\b\.?\s+",
    re.I,
)
# What stands before a whole name and is none of it; « M. » is no initial there.
COURTESY = re.compile(
    r"^(?:mm?\.|messieurs|monsieur|mmes?|madame|mlle|mademoiselle|mr|mrs)\b\.?\s+", re.I
)
INVERTED = re.compile(
    r"(?P<surname>[^(),]+?)\s*"
    r"(?:\(\s*(?P<bracketed>[^(),]+?)\s*\)|,\s*(?P<given>[^(),]+?))\s*"
)


Signatory = tuple[Author | None, str, str]  # the person, the name as printed, the role


@dataclass
class Attribution:
    """The person, None where it may be several; and what an editor should check."""

    author: Author | None
    doubt: Doubt | None = None


def find(printed: str, kind: str = "") -> Attribution:
    """Return the person of that printed name, created if there is none.

    The printed form is stored with the person, so that it is known next time. `kind` is the
    AuthorKind of who is created, "" for what the name tells.
    """
    natural = _natural(printed)
    bare = _without_courtesy(natural)
    for name in dict.fromkeys((printed, natural, bare)):
        forms = AuthorName.objects.filter(key=text.name_key(name)).select_related("author")
        rows = list(forms.order_by("author_id"))
        if rows:
            bearers = dict.fromkeys(row.author for row in rows)
            return _remembered(_unique(bearers, printed), printed, rows)
    if bare == natural and (CIVILITY.match(natural) or text.is_initialled(natural)):
        namesakes = _by_surname(natural)
        if namesakes:
            return _unique(namesakes, printed, is_guess=True)
    if natural != printed and not _opens_with_given_name(natural):
        # « Association des libraires, Paris »
        author = Author.objects.create(name=printed, kind=kind)
        return _remembered(Attribution(author, Doubt("byline", "guess", printed)), printed, ())
    name = bare
    if (kind or kind_of(bare)) == AuthorKind.PERSON:
        name = text.person_name(bare)
    author = Author.objects.create(name=name, kind=kind)
    return _remembered(Attribution(author), printed, ())


def signatories(
    bylines: Iterable[tuple[str, str]],
    kinds: Mapping[str, str] | None = None,
    sure: dict[str, Author] | None = None,
) -> tuple[list[Signatory], list[Doubt]]:
    """Return whoever signs by each printed (name, role), and what an editor should check.

    `kinds` are the AuthorKinds that a source tells, by name; `sure` remembers, for one transaction,
    who surely is known by a printed name.
    """
    signed: list[Signatory] = []
    doubts: list[Doubt] = []
    remembered = {} if sure is None else sure
    for name, role in bylines:
        person = Attribution(remembered.get(name))
        if person.author is None:
            person = find(name, (kinds or {}).get(name, ""))
        if person.doubt:
            doubts.append(person.doubt)
        elif person.author:
            remembered[name] = person.author
        signed.append((person.author, name, role))
    return signed, doubts


def number_of(name: str, kind: str = "") -> int | None:
    """Return the id of who is known by a name, made if nobody is; None where several are.

    `kind`: see `find`.
    """
    author = find(name, kind).author
    if author is None:
        return None
    return author.pk


def as_in_a_state(
    editorial: Editorial,
    bylines: Iterable[tuple[str, str]],
    whose: Callable[[str], int | None] = number_of,
) -> list[list]:
    """Return printed (name, role) as the bylines of a state of the editorial.

    The person stays who bore a name here; of other names it is whom `whose` knows by it, by id.
    """
    bearers = {byline.name: byline.author_id for byline in editorial.bylines.all()}
    signed = []
    for name, role in bylines:
        person = bearers.get(name)
        if name not in bearers:
            person = whose(name)
        signed.append([name, role, person])
    return signed


def _unique(people: Collection[Author], printed: str, is_guess: bool = False) -> Attribution:
    """Return the only one of these people, or nobody and a doubt."""
    names = " ; ".join(person.name for person in people)
    question = f"{printed} → {names}"
    if len(people) > 1:
        if not is_guess:
            question = printed
        return Attribution(None, Doubt("byline", "ambiguous", question))
    [person] = people
    if not is_guess:
        return Attribution(person)
    return Attribution(person, Doubt("byline", "initials", question))


def _remembered(attribution: Attribution, printed: str, rows: Iterable[AuthorName]) -> Attribution:
    """Store a form that surely is this person's; return the attribution as it is."""
    author = attribution.author
    if author and printed not in (author.name, *(row.name for row in rows)):
        with changing(author):
            AuthorName.objects.create(author=author, name=printed)
    return attribution


def _natural(printed: str) -> str:
    """Return « Manuel Jacquinet » for « Jacquinet (Manuel) » and « Jacquinet, Manuel ».

    « JACQUINET Manuel » is « Manuel JACQUINET ». What is no name of a person's stays as it is
    printed.
    """
    inverted = INVERTED.fullmatch(printed)
    if not inverted:
        return in_order(printed)
    given_name, surname = inverted["bracketed"] or inverted["given"], inverted["surname"]
    surname = COURTESY.sub("", surname)
    if len(given_name.split()) > 2 or len(surname.split()) > 3 or not given_name[:1].isupper():
        return printed
    if surname[:1].isupper() or _opens_with_given_name(given_name):
        return f"{given_name} {surname}"
    return printed


def _without_courtesy(name: str) -> str:
    """Return « Irène Vautrin » for « Mme Irène Vautrin »; « M. Le Goff » stays."""
    courtesy = COURTESY.match(name)
    bare = name[courtesy.end() :] if courtesy else name
    is_whole = certainty(bare) > 0 and not text.is_initialled(bare)
    if is_whole and text.fold(bare.split()[0]) not in PARTICLES:
        return bare
    return name


def _opens_with_given_name(name: str) -> bool:
    return text.fold(name.split()[0]).partition("-")[0] in GIVEN


def _by_surname(name: str) -> list[Author]:
    """Return the people that a civility or initials with a surname can mean.

    « C. Abgrall » is of these initials, « Mme Abgrall » of that surname; « M. Abgrall » can be
    either.
    """
    civility = CIVILITY.match(name)
    if civility:
        initials, surname = "", text.name_key(name[civility.end() :])
    else:
        initials, surname = text.initials(name)
    forms = AuthorName.objects.filter(key__endswith=f" {surname}").select_related("author")
    people: dict[Author, None] = {}
    for row in forms.order_by("author_id"):
        form_initials, form_surname = text.initials(row.name)
        if form_surname == surname and (civility or form_initials == initials):
            people[row.author] = None
    return list(people)
