"""Equivalents that the archive proposes by itself, for an editor to accept or refuse."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from archive.models import SoughtQuery, Tag, TagAlias, steering
from archive.models.spellings import alike
from archive.models.steering_rows import LONGEST_WORDS, MOST_WORDS
from archive.search.question.parsing import Kind, parse
from archive.search.words.analysis import DEFAULT_LANGUAGE, folded_words, is_function_word
from archive.synonyms import Words
from archive.text import fold

OFTEN = 2  # times that something is sought in vain before it is looked at
MOST_SOUGHT = 500  # such searches
FEWEST_WORDS = 2  # that tell, of a query whose words are part of a tag's name


def propose() -> int:
    """Propose what tags and fruitless searches tell; return how many proposals are new."""
    names = _names()
    return steering.propose([*_from_aliases(names), *_from_searches(names)])


def _names() -> dict[str, list[str]]:
    """Return {name of a tag: its other names}."""
    names: dict[str, list[str]] = {name: [] for name in Tag.objects.values_list("name", flat=True)}
    for name, alias in TagAlias.objects.order_by("pk").values_list("tag__name", "name"):
        names[name].append(alias)
    return names


def _from_aliases(names: dict[str, list[str]]) -> Iterator[Words]:
    """Yield each tag with its other names."""
    for name, aliases in names.items():
        words = [word for word in (name, *aliases) if len(word) <= LONGEST_WORDS]
        if aliases and len(words) > 1:
            why = _("Autres noms du mot-clé « %(name)s »") % {"name": name}
            yield Words(words[:MOST_WORDS], why=why)


def _from_searches(names: dict[str, list[str]]) -> Iterator[Words]:
    """Yield each fruitless search with the names of tags that it nearly is, or is a part of."""
    rows = SoughtQuery.objects.filter(results=0, count__gte=OFTEN)[:MOST_SOUGHT]
    sought = {}
    for row in rows:
        if _is_of_words(row.text):
            sought[row.text] = row.count
    near = _nearly(names, list(sought))
    for query, longer in _within(names, list(sought)).items():
        near[query] = [*near.get(query, ()), *longer]
    for query, alternatives in near.items():
        words = [query, *dict.fromkeys(alternatives)]
        why = _("Cherché %(count)s fois sans résultat, et proche d’un mot-clé") % {
            "count": sought[query]
        }
        yield Words(words[:MOST_WORDS], one_way=True, why=why)


def _is_of_words(query: str) -> bool:
    """Return True for words alone: no field, no exclusion, no phrase."""
    clauses = parse(query).clauses
    if not clauses or len(query) > LONGEST_WORDS:
        return False
    for clause in clauses:
        if clause.excluded or clause.lacking or len(clause.terms) != 1:
            return False
        if clause.terms[0].kind is not Kind.WORD or clause.terms[0].field:
            return False
    return True


def _nearly(names: dict[str, list[str]], queries: list[str]) -> dict[str, list[str]]:
    """Return {query: names that differ from it in a letter, a sign or the number}."""
    written = [*queries]
    for name, aliases in names.items():
        written += [name, *aliases]
    near: dict[str, list[str]] = defaultdict(list)
    for pair in alike(dict(enumerate(written))):
        first, second = sorted(pair)
        query, name = written[first], written[second]
        if first < len(queries) <= second and fold(query) != fold(name):
            near[query].append(name)
    return near


def _within(names: dict[str, list[str]], queries: list[str]) -> dict[str, list[str]]:
    """Return {query: names that have all its telling words, and another}."""
    holders: dict[str, list[tuple[str, set[str]]]] = defaultdict(list)
    for name, aliases in names.items():
        for written in (name, *aliases):
            words = _telling(written)
            for word in words:
                holders[word].append((written, words))
    near: dict[str, list[str]] = {}
    for query in queries:
        words = _telling(query)
        if len(words) < FEWEST_WORDS:
            continue
        holding = holders.get(min(words, key=lambda word: len(holders.get(word, ()))), ())
        longer = [written for written, of_name in holding if words < of_name]
        if longer:
            near[query] = longer
    return near


def _telling(text: str) -> set[str]:
    words = folded_words(text)
    return {word for word in words if not is_function_word(word, DEFAULT_LANGUAGE)}
