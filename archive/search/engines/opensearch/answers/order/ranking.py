"""How well editorials answer typed words, as one query that gives the points.

Its clauses are the signs of `question.weights`. BM25 is the index's own similarity, without idf:
how telling a word is goes with each clause as its boost, so that it is the same on every shard.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from archive.search.engines.opensearch.answers.order.units import Unit
from archive.search.engines.opensearch.answers.queries import (
    ALL,
    NOTHING,
    Query,
    all_of,
    around,
    boosted,
    constant,
    early,
    has_token,
    in_row,
    merged,
    multiplied,
    synonyms,
    tokens_of,
)
from archive.search.engines.opensearch.answers.words.lexicon import TEXT, Lexicon
from archive.search.engines.opensearch.answers.words.meaning import Meaning
from archive.search.engines.opensearch.index.encoding import family_term, stem_term
from archive.search.question.weights import (
    ALL_WORDS,
    DATED,
    DATED_ALONE,
    DATED_BESIDE,
    DERIVED,
    EARLY,
    EARLY_WORDS,
    EXACT,
    FAMILY,
    LEAST_TITLE,
    LONGEST_QUERY,
    NEIGHBOUR_DISTANCE,
    NEIGHBOURS,
    READ_INTO,
    ROW,
    ROW_SHARE,
    SENTENCE,
    SENTENCE_SHARE,
    SHORTEST_QUERY,
    TITLE_SHARE,
    TOGETHER_IN,
    WEIGHTS,
)
from archive.search.words.telling import idf

# A word's own forms bear its stem and its family, too: where all three are counted, one of its own
# counts thrice, another of its stem twice and one of its family once.
THREEFOLD = 1 / 3
RARE_FORM = 0.5  # of the points of a form once, for one that is not among the most used
ABOVE_ALL = 10_000.0  # points: no sum of all other signs reaches it
# The share of a title that its words make, as `whoosh.answers.order.ranking` has it.
SHARE_OF_TITLE = f"""
    double weight = {LEAST_TITLE};
    if (doc['title_weight'].size() > 0) {{
      weight = Math.max(doc['title_weight'].value, {LEAST_TITLE});
    }}
    return {TITLE_SHARE} * _score * Math.min(1.0, _score / weight);
"""


@dataclass
class Scored:
    """A unit, how many editorials have it, and how telling it is.

    `exact` is the idf of each meaning to the letter, by its place and the field.
    """

    unit: Unit
    editorials: int
    telling: float
    exact: dict[tuple[int, str], float] = field(default_factory=dict)

    def related(self, term_of: Callable[[str], str]) -> list[str]:
        """Return the terms of what its words share with others."""
        terms = [term_of(meaning.form) for meaning in self.unit.meanings]
        return list(filter(None, terms))


def counted_of(units: Sequence[Unit]) -> list[Query]:
    """Return the queries of what is counted of units: of each, then of its words to the letter."""
    queries = [ALL, *(unit.anywhere() for unit in units)]
    for unit in units:
        for meaning in unit.meanings:
            queries += [has_token(name, meaning.exact) for name in unit.fields]
    return queries


def weighed(lexicon: Lexicon, units: Sequence[Unit]) -> list[Scored]:
    """Return the units with what the archive says of them, all counted at once."""
    size, *counts = lexicon.reader.counts(counted_of(units))
    to_the_letter = iter(counts[len(units) :])
    scored = []
    for unit, editorials in zip(units, counts, strict=False):
        entry = Scored(unit, editorials, idf(size, editorials) * unit.asking)
        for place, _meaning in enumerate(unit.meanings):
            for name in unit.fields:
                count = next(to_the_letter)
                entry.exact[place, name] = idf(size, count) if count else 0.0
        scored.append(entry)
    return scored


def scoring(
    lexicon: Lexicon, units: Sequence[Scored], conditions: Sequence[Scored]
) -> Query | None:
    """Return the query that gives the points; None where nothing ranks."""
    signs: list[Query] = []
    titles: list[Query] = []
    dated = DATED
    if all(entry.unit.dated is not None or entry.unit.is_leading for entry in units):
        dated = DATED_ALONE
    for entry in units:
        signs += _of_words(lexicon, entry, dated)
        titles += _in_title(entry)
    for entry in conditions:
        signs += _of_condition(lexicon, entry)
        titles += _in_title(entry)
    signs += _neighbours(units)
    signs += _together([entry for entry in units if entry.unit.asking == 1.0])
    if titles:
        share = {"source": SHARE_OF_TITLE}
        signs.append({"script_score": {"query": _sum(titles), "script": share}})
    if not signs:
        return None
    query = _sum(signs)
    if len(units) > 1:
        query = _raised(query, units)
    above = [entry.unit.printed for entry in conditions if entry.unit.printed is not None]
    return _sum([query, *(constant(printed, ABOVE_ALL) for printed in above)])


def _sum(queries: Sequence[Query]) -> Query:
    """Return the query whose points are those of all of these that are met."""
    distinct = merged(queries)
    if len(distinct) == 1:
        return distinct[0]
    return {"bool": {"should": distinct}}


def _best(queries: Sequence[Query]) -> Query:
    """Return the query whose points are those of the best that is met."""
    if len(queries) == 1:
        return queries[0]
    return {"dis_max": {"queries": list(queries)}}


def _raised(query: Query, units: Sequence[Scored]) -> Query:
    """Return the query with more points for what has all units, and more yet if it is of a date."""
    has_all = all_of([entry.unit.anywhere() for entry in units])
    factors = [(has_all, 1 + ALL_WORDS)]
    dates = [entry.unit.dated for entry in units if entry.unit.dated is not None]
    if dates and len(dates) < len(units):
        is_dated = {"bool": {"should": dates, "minimum_should_match": 1}}
        factors.append((all_of([has_all, is_dated]), 1 + DATED_BESIDE))
    return multiplied(query, factors)


# Words


def _of_words(lexicon: Lexicon, scored: Scored, dated: float) -> Iterator[Query]:
    unit, telling = scored.unit, scored.telling
    if unit.dated is not None:
        yield constant(unit.dated, dated * telling)
    for name in unit.fields:
        boost = telling * WEIGHTS[name].weight
        ways = list(_ways(lexicon, scored, name, boost))
        if ways:
            yield _best(ways)
        yield from _to_the_letter(scored, name)
    if TEXT in unit.fields:
        for meaning in unit.meanings:
            places = early(TEXT, next(iter(meaning.by_language.values())), EARLY_WORDS)
            if places != NOTHING:
                yield constant(places, EARLY * telling)


def _ways(lexicon: Lexicon, scored: Scored, name: str, boost: float) -> Iterator[Query]:
    """Yield the ways in which a field may have a unit, with how much each occurrence counts."""
    for meaning in scored.unit.meanings:
        yield from _own(lexicon, meaning, name, boost)
        for row in meaning.rows(name):
            yield from _places(lexicon, name, row, boost)
        for slots in meaning.also:
            yield from _places(lexicon, name, in_row(name, slots), boost, READ_INTO)
    if not _has_relatives(lexicon, scored, name):
        return
    stems, families = scored.related(stem_term), scored.related(family_term)
    if stems and families:
        forms = lexicon.used(scored.unit.in_any_language(), name)
        yield synonyms(name, [*forms, *stems, *families], boost, THREEFOLD)
    elif stems:
        yield synonyms(name, stems, boost, DERIVED)
    elif families:
        yield synonyms(name, families, boost, FAMILY)


def _has_relatives(lexicon: Lexicon, scored: Scored, name: str) -> bool:
    """Whether a field may have words of the family of a unit: most names have none."""
    if name in ("title", TEXT):
        return True
    for meaning in scored.unit.meanings:
        if lexicon.used(lexicon.of_stem(meaning.form), name):
            return True
    return False


def _own(lexicon: Lexicon, meaning: Meaning, name: str, boost: float) -> Iterator[Query]:
    for condition, forms in meaning.own():
        used = lexicon.used(forms, name)
        if not used:
            continue
        query = synonyms(name, used, boost)
        if condition is not None:
            query = {"bool": {"must": [query], "filter": [condition]}}
        yield query


def _places(
    lexicon: Lexicon, name: str, places: Query, boost: float, share: float = 1.0
) -> Iterator[Query]:
    """Yield a query of places that scores as a word does which stands as often.

    The index adds up the points of all terms of such a query that the field has anywhere.
    """
    if places == NOTHING:
        return
    terms = lexicon.used(set(tokens_of(places)), name)
    if terms:
        yield boosted(places, boost / len(terms), share)


def _to_the_letter(scored: Scored, name: str) -> Iterator[Query]:
    for place, meaning in enumerate(scored.unit.meanings):
        boost = EXACT * scored.unit.asking * scored.exact[place, name] * WEIGHTS[name].weight
        if boost:
            yield synonyms(name, meaning.exact, boost)


def _in_title(scored: Scored) -> Iterator[Query]:
    """Yield what a title has of a unit, by how telling it is."""
    names = scored.unit.fields if scored.unit.meanings else scored.unit.queries
    if "title" not in names:
        return
    ways = []
    own = scored.unit.within("title")
    if own != NOTHING:
        ways.append(constant(own, scored.telling))
    derived = has_token("title", scored.related(stem_term))
    if derived != NOTHING:
        ways.append(constant(derived, DERIVED * scored.telling))
    if ways:
        yield _best(ways)


def _of_condition(lexicon: Lexicon, scored: Scored) -> Iterator[Query]:
    if scored.unit.meanings:
        yield from _of_words(lexicon, scored, DATED)
        return
    for name, query in scored.unit.queries.items():
        if query == NOTHING:
            continue
        boost = scored.telling * WEIGHTS[name].weight
        if scored.unit.is_row:
            yield from _places(lexicon, name, query, boost)
            continue
        ways = [constant(query, RARE_FORM * boost)]
        if scored.unit.forms:
            ways.append(synonyms(name, scored.unit.forms, boost))
        yield _best(ways)


# Words beside each other


def _neighbours(units: Sequence[Scored]) -> Iterator[Query]:
    for left, right in pairwise(units):
        slots = [left.unit.in_any_language(), right.unit.in_any_language()]
        telling = (left.telling / left.unit.asking) + (right.telling / right.unit.asking)
        for name in ("title", TEXT):
            near = around(name, slots, NEIGHBOUR_DISTANCE)
            if near != NOTHING:  # how near they stand is no matter, and how often tells little
                yield constant(near, NEIGHBOURS * telling * WEIGHTS[name].weight)


def _together(words: Sequence[Scored]) -> Iterator[Query]:
    """Yield what raises what has all words of a short query together, by its best field."""
    if not SHORTEST_QUERY <= len(words) <= LONGEST_QUERY:
        return
    slots = [entry.unit.in_any_language() for entry in words]
    if not all(slots):
        return
    telling = sum(entry.telling for entry in words)
    ways = []
    for name, weight in TOGETHER_IN.items():
        pairs = [around(name, [slots[0], slot], SENTENCE) for slot in slots[1:]]
        ways.append(constant(all_of(pairs), weight * SENTENCE_SHARE * telling))
        row = in_row(name, slots, ROW)
        ways.append(constant(row, weight * (SENTENCE_SHARE + ROW_SHARE) * telling))
    yield _best(ways)
