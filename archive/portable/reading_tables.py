"""What is read into a search, as tables: names of the archive, equivalents, the patterns of times.

A browser looks them up; they are made by the rules that the site reads by.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import ModuleType

from archive import asked_dates, issues, printed_dates
from archive.models import AuthorName, Publication, TagAlias
from archive.models.names import Author, FormerAddress, Tag
from archive.portable.vocabulary import french
from archive.search.mending import civilities, openings, repair
from archive.search.question import parsing, weights
from archive.search.question.typed_fields import FIELDS
from archive.search.reading import keys as keyed
from archive.search.reading import plan
from archive.search.reading.acronyms import Entries
from archive.search.reading.names import ARTICLES, spelt
from archive.search.reading.numbers import SMALLEST
from archive.search.reading.tables import latest
from archive.search.words import analysis, families, forms, leading, slips
from archive.search.words.numerals import in_words
from archive.text import LETTERS, fold

MODELS = {"publication": Publication, "author": Author, "tag": Tag}
BEGINNING = "^"  # before the first words of a magazine's name
FUNCTIONS = analysis.FUNCTION_WORDS[analysis.DEFAULT_LANGUAGE]
NUMBERS = range(SMALLEST, 101)  # that are told in words, too
LONGEST_ENDING = 3  # letters of such a word behind which its forms may differ
SHARED = 4  # first letters that a form of French shares with a word of which it is a form


# Names


def named(slugs: Mapping[str, Collection[str]]) -> dict[str, list[tuple[str, str]]]:
    """Return {facet: [(slug, name)]} of these slugs, in the order of their slugs."""
    rows = {}
    for facet, model in MODELS.items():
        of_facet = model._default_manager.order_by("slug").values_list("slug", "name")
        rows[facet] = [(slug, name) for slug, name in of_facet if slug in slugs[facet]]
    return rows


def names(rows: Mapping[str, list[tuple[str, str]]]) -> dict[str, str]:
    """Return {key of a name: what it may be}, as places in the lists of `named`: « p0 t12 ».

    The first words of a magazine's name stand behind BEGINNING.
    """
    place = {}
    for facet, of_facet in rows.items():
        for number, (slug, _name) in enumerate(of_facet):
            place[facet, slug] = f"{facet[0]}{number}"
    means: dict[str, dict[str, None]] = defaultdict(dict)
    for facet, slug, name in _spellings(rows):
        meant = place.get((facet, slug))
        if meant is None:
            continue
        wholes, beginnings = spelt(facet, name)
        for key in wholes:
            means[key][meant] = None
        for beginning in beginnings:
            means[BEGINNING + " ".join(beginning)][meant] = None
    return {key: " ".join(choices) for key, choices in means.items() if key}


def _spellings(rows: Mapping[str, list[tuple[str, str]]]) -> Iterator[tuple[str, str, str]]:
    """Yield (facet, slug, name) of all names that these have or had."""
    for slug, name in rows["publication"]:
        yield "publication", slug, name
        yield "publication", slug, slug
    former = FormerAddress.objects.filter(model=Publication._meta.model_name).order_by("pk")
    for slug, now in former.values_list("slug", "now"):
        yield "publication", now, slug
    of_authors = AuthorName.objects.order_by("pk").values_list("author__slug", "name")
    for slug, name in of_authors:
        yield "author", slug, name
    for slug, name in rows["tag"]:
        yield "tag", slug, name
    for slug, name in TagAlias.objects.order_by("pk").values_list("tag__slug", "name"):
        yield "tag", slug, name


# Equivalents


def equivalents(printed: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """Return {words of a typed phrase, as `keys.plain` has them: what counts as it}.

    Parts are parted by tabs: "1" where it is read in capitals only, else "0"; then the phrases.
    `printed` is what the texts say that acronyms stand for, with how many say so.
    """
    senses_of = {}
    for acronym in sorted(printed):
        senses_of[acronym] = sorted(printed[acronym].items(), key=lambda pair: (-pair[1], pair[0]))
    listed = latest()
    entries, spelled = Entries(listed, senses_of), set(listed.entries)
    for acronym, senses in senses_of.items():
        spelled |= keyed.keys(acronym)
        for words, _editorials in senses:
            spelled |= keyed.keys(words)
    table = {}
    for key in spelled:
        if key in entries:
            entry = entries[key]
            table[" ".join(key)] = "\t".join([str(int(entry.capitals)), *entry.read])
    return table


def plain_forms(equivalent: Iterable[str], forms: Iterable[str]) -> dict[str, str]:
    """Return {form: what it is in the keys of equivalents} where that is not the form without
    accents; of the archive's forms, and of French ones."""
    wanted = {word for key in equivalent for word in key.split()}
    openings = {word[:SHARED] for word in wanted}
    beginnings = {word[: max(SHARED, len(word) - LONGEST_ENDING)] for word in wanted}
    table = {}
    folded_forms = {form: fold(form) for form in forms}
    folded_forms.update((listed.form, listed.folded) for listed in french())
    alike = []
    for form, folded in folded_forms.items():
        if folded[:SHARED] not in openings:
            continue
        if any(folded[:length] in beginnings for length in range(SHARED, len(folded) + 1)):
            alike.append(form)
    for form in sorted(alike):
        folded = folded_forms[form]
        plain = keyed.plain(form)
        if plain in wanted and plain != folded:
            table[form] = plain
            table.setdefault(folded, plain)
    return table


# Rules as data


def in_javascript(pattern: str) -> str:
    """Return a regular expression of Python as JavaScript writes it."""
    return pattern.replace("(?P<", "(?<").replace("(?P=sep)", r"\k<sep>")


def rules() -> dict:
    """Return what the site reads and ranks by, as the scripts take it."""
    fields = [weights.WEIGHTS[name] for name in FIELDS]
    return {
        "fields": list(FIELDS),
        "weights": [list(weight) for weight in fields],
        "together": [weights.TOGETHER_IN.get(name, 0) for name in (*FIELDS, "crosshead")],
        "counts": _numbers(weights),
        "functions": sorted(FUNCTIONS.union(map(fold, FUNCTIONS))),
        "asking": sorted(analysis.ASKING_WORDS),
        "interrogatives": sorted(openings.INTERROGATIVES),
        "relatives": sorted(openings.RELATIVES),
        "englishInterrogatives": sorted(openings.ENGLISH_INTERROGATIVES),
        "englishFunctions": sorted(analysis.FUNCTION_WORDS["en"]),
        "elided": sorted(analysis.ELIDED),
        "inverted": sorted(analysis.INVERTED),
        "english": sorted(analysis.ENGLISH_ENDINGS),
        "leading": sorted(leading.LEADING),
        "letters": LETTERS,
        "articles": sorted(ARTICLES),
        "numbers": {str(number): in_words(number) for number in NUMBERS},
        "family": families.FAMILY_LETTERS,
        "sounds": [
            [pattern.pattern, sound.replace("\\1", "$1")] for pattern, sound in slips.SOUNDS
        ],
        "keyboard": {letter: list(place) for letter, place in slips.PLACES.items()},
        "alike": list(slips.PAIRS),
        "silent": slips.SILENT,
        "slips": _numbers(slips) | _numbers(repair) | _numbers(forms),
        "plurals": forms.PLURALS,
        "feminines": forms.FEMININES,
        "masculine": forms.IRREGULAR,
        "operators": {name: sign.name for name, sign in parsing.OPERATORS.items()},
        "named": dict(parsing.FIELDS),
        "times": _times(),
        "civilities": _civilities(),
    }


def _numbers(module: ModuleType) -> dict[str, float]:
    """Return the numbers that a module names, and those that it has from others."""
    numbers = {}
    for name, value in vars(module).items():
        if name.isupper() and isinstance(value, int | float):
            numbers[name] = value
    return numbers


def _civilities() -> dict[str, str]:
    """Return {name: pattern} of what `civilities` reads by."""
    patterns = {
        "civility": civilities.CIVILITY,
        "title": civilities.TITLE,
        "particle": civilities.PARTICLE,
        "name": civilities.NAME,
        "small": civilities.SMALL,
    }
    return {name: pattern.pattern for name, pattern in patterns.items()}


def _times() -> dict:
    opening = {
        "since": asked_dates.SINCE,
        "after": asked_dates.AFTER,
        "until": asked_dates.UNTIL,
        "before": asked_dates.BEFORE,
        "part": asked_dates.PART,
        "between": asked_dates.BETWEEN,
        "and": asked_dates.AND,
        "to": asked_dates.TO,
        "worded": asked_dates.WORDED,
        "date": printed_dates.DATE,
        "issue": issues.TYPED,
        "newest": plan.ORDERS["newest"],
        "oldest": plan.ORDERS["oldest"],
    }
    patterns = {name: in_javascript(pattern.pattern) for name, pattern in opening.items()}
    return {
        "patterns": patterns,
        "forms": list(printed_dates.FORMS),
        "months": printed_dates.MONTH_OF,
        "seasons": printed_dates.SEASON_OF,
        "decades": [*asked_dates.DECADES.values()],
        "english": asked_dates.ENGLISH,
        "parts": {"months": asked_dates.MONTHS, "years": asked_dates.YEARS},
    }
