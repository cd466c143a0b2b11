"""A Question -> its Answer from the cluster.

It says which editorials, in what order, how many of each facet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from archive.search.engines.opensearch.answers import facets, narrowing
from archive.search.engines.opensearch.answers.order import page, ranking
from archive.search.engines.opensearch.answers.order.page import Entry, Fold, Sort
from archive.search.engines.opensearch.answers.order.ranking import Scored
from archive.search.engines.opensearch.answers.queries import (
    ALL,
    NOTHING,
    Query,
    all_of,
    any_of,
    at_least,
    constant,
    having,
    ids,
)
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.engines.opensearch.answers.reasons import (
    Reason,
    Reasons,
    in_order,
    naming,
    of_exact_fields,
    of_units,
    reasons,
)
from archive.search.engines.opensearch.answers.understanding import Understanding, understand
from archive.search.engines.opensearch.answers.words.corrections import correction
from archive.search.engines.opensearch.answers.words.lexicon import Lexicon
from archive.search.question.answers import Answer, Hit
from archive.search.question.query import DEEPEST, Question
from archive.search.question.weights import ENOUGH, MOST_WORDS, TELLING

MOST_YEARS = 10_000
TELLING_ENOUGH = "telling"  # beside the levels: those with enough of the query's weight
ROUNDING = 1e-5  # of a sum of idf, which the index keeps with less precision than we


@dataclass(frozen=True)
class Asked:
    """What the editorials that answer must meet.

    `enough` is the query of those that have enough of what was typed; where fewer than ENOUGH meet
    `telling`, it is `otherwise`. `choices` are by facet. `levels` are the queries of those of the
    answer, `level` is its own; `pinned` are the editorials that come first.
    """

    enough: Query
    telling: Query
    otherwise: Query | None
    choices: Mapping[str, Query]
    levels: Mapping[int, Query]
    level: int
    pinned: Sequence[int]
    scoring: Query | None
    weights: Sequence[tuple[str, str, float]]

    @property
    def chosen(self) -> Query:
        return all_of(list(self.choices.values()))

    def query(self, *further: Query) -> Query:
        """Return the query of what has enough, with its points."""
        asked: dict = {"filter": [self.enough, *further]}
        if self.scoring is not None:
            asked["should"] = [self.scoring]
        query: Query = {"bool": asked}
        if not self.weights:
            return query
        functions = []
        for facet, value, factor in self.weights:
            functions.append({"filter": having(facet, [value]), "weight": factor})
        return {
            "function_score": {
                "query": query,
                "functions": functions,
                "score_mode": "multiply",
                "boost_mode": "multiply",
            }
        }


def answer(reader: Reader, question: Question) -> Answer:
    """Return all that a result page tells, but for the texts."""
    lexicon = Lexicon(reader)
    understood = understand(lexicon, question.typed, mends=not question.literal)
    asked = _asked(lexicon, question, understood)
    told = [*of_units([*understood.units, *understood.conditions])]
    told += of_exact_fields(question.typed)
    listing = _Listing(reader, question, asked, told)
    counted = listing.aggregations
    values = facets.counted(counted)
    for facet in facets.unfinished(counted):
        values[facet] = facets.every_value(reader, facet, listing.counted_for(facet))
    return Answer(
        count=listing.count,
        hits=_hits(listing, asked.pinned),
        listed=listing.listed,
        is_ranked=listing.is_ranked,
        facets=values,
        years=facets.in_order(values["year"]),
        decades=facets.decades(counted),
        levels=listing.levels,
        level=asked.level,
        words=understood.words,
        phrases=understood.phrases,
        suggestion=_suggestion(lexicon, question, understood),
        cut=sum(clause.ranks for clause in question.typed.clauses) > MOST_WORDS,
    )


def years(reader: Reader) -> dict[int, int]:
    """Return {year: how many of all editorials may be of it}, in order."""
    counts = {int(year): count for year, count in reader.values("year", MOST_YEARS)}
    return dict(sorted(counts.items()))


def _suggestion(lexicon: Lexicon, question: Question, understood: Understanding) -> str:
    if any(unit.dated is not None for unit in understood.units):
        return ""
    return correction(lexicon, question.typed)


# What answers


def _asked(lexicon: Lexicon, question: Question, understood: Understanding) -> Asked:
    reader = lexicon.reader
    units = ranking.weighed(lexicon, understood.units)
    conditions = ranking.weighed(lexicon, understood.conditions)
    required = narrowing.required(lexicon, question)
    choices = narrowing.choices(question)
    having_units = [entry.unit.anywhere() for entry in units]
    everything = [*required, *choices.values()]
    levels = _levels(having_units, everything, understood.telling)
    telling = _telling(units)
    level = min(question.words or 0, len(levels))
    otherwise = None
    if level:
        enough = at_least(level, having_units) if level <= len(units) else NOTHING
    elif units:
        enough = telling
        any_word = any_of(having_units)
        if telling != any_word:
            # Too few have enough of the query's weight: any word of it is enough.
            otherwise = any_word
    else:
        # None was typed, or none that the archive knows.
        enough = NOTHING if understood.telling else ALL
    pinned = _present(reader, question.pinned)

    def answering(enough: Query) -> Query:
        met = all_of([*required, enough])
        return any_of([met, ids(pinned)]) if pinned else met

    return Asked(
        enough=answering(enough),
        telling=all_of([*required, telling]),
        otherwise=None if otherwise is None else answering(otherwise),
        choices=choices,
        levels=levels,
        level=level,
        pinned=pinned,
        scoring=ranking.scoring(lexicon, units, conditions),
        weights=question.weights,
    )


def _levels(units: Sequence[Query], everything: Sequence[Query], most: int) -> dict[int, Query]:
    """{level: the query of what has at least so many units}, from all down to one."""
    if not units:
        return {}
    queries = {}
    for level in range(most, 0, -1):
        queries[level] = NOTHING
        if level <= len(units):
            queries[level] = all_of([*everything, at_least(level, units)])
    return queries


def _telling(units: Sequence[Scored]) -> Query:
    """The query of the editorials with enough of the query's weight.

    Those that share one common word of many with it are left out.
    """
    least = TELLING * sum(entry.telling for entry in units)
    if all(entry.telling >= least for entry in units):
        return any_of([entry.unit.anywhere() for entry in units])
    weights = [constant(entry.unit.anywhere(), entry.telling) for entry in units]
    return {
        "function_score": {
            "query": {"bool": {"should": weights}},
            "min_score": max(least - ROUNDING, ROUNDING),
            "boost_mode": "replace",
            "functions": [{"script_score": {"script": {"source": "_score"}}}],
        }
    }


def _present(reader: Reader, numbers: Sequence[int]) -> list[int]:
    """Those of the editorials that the index holds, in their order."""
    if not numbers:
        return []
    counts = reader.counts(ids([number]) for number in numbers)
    return [number for number, count in zip(numbers, counts, strict=True) if count]


# The list


class _Listing:
    """The editorials that answer, as a list shows them: a page of them, and how many there are."""

    def __init__(
        self, reader: Reader, question: Question, asked: Asked, told: Sequence[Reason] = ()
    ):
        self._reader, self._question, self._asked = reader, question, asked
        self._told = [reason for reason in told if reason.query != NOTHING]
        self._met: dict[int, Reasons] = {}
        self._start = (question.page - 1) * question.page_size
        self._end = min(self._start + question.page_size, DEEPEST)
        self.is_ranked = False
        found = self._search(page.window(self._end), is_first=True)
        counted = found["aggregations"]["levels"]["counts"]["buckets"]
        self.levels = {level: counted[str(level)]["doc_count"] for level in asked.levels}
        if asked.otherwise is not None and counted[TELLING_ENOUGH]["doc_count"] < ENOUGH:
            self._asked = asked = replace(asked, enough=asked.otherwise, otherwise=None)
            found = self._search(page.window(self._end), is_first=True)
        self.count: int = found["hits"]["total"]["value"]
        self.aggregations: Mapping[str, dict] = found["aggregations"]
        looked_at = self._in_order(found)
        if question.sort == "relevance" and asked.scoring is not None:
            self.is_ranked = self._differ(looked_at)
            if not self.is_ranked and self.count > 1:
                # All answer alike: the newest come first.
                looked_at = page.entries(self._search(page.window(self._end)))
        elif asked.scoring is not None:
            self.is_ranked = self._differ(page.demoted(looked_at, again=False))
        self.entries: list[Entry]
        self.under: dict[int, list[int]] = {}
        self.listed = self.count
        if question.fold:
            self._fold(looked_at)
        else:
            self.entries = looked_at[self._start : self._end]

    def counted_for(self, facet: str) -> Query:
        """Return the query of the editorials among which a facet is counted."""
        return all_of([self._asked.enough, facets.others(facet, self._asked.choices)])

    def why(self) -> list[Reasons]:
        """Return why each of the entries answers."""
        missing = [entry.id for entry in self.entries if entry.id not in self._met]
        self._met |= zip(missing, reasons(self._reader, missing, self._told), strict=True)
        return [self._met[entry.id] for entry in self.entries]

    def _search(self, size: int, is_first: bool = False, further: Query = ALL) -> dict:
        asked = self._asked
        tells = size <= page.window(self._end)
        body = {
            "query": asked.query() if further == ALL else asked.query(further),
            "post_filter": asked.chosen,
            "size": size if self._start < DEEPEST else 0,
            "sort": self._sort(is_first),
            "track_total_hits": True,
            "track_scores": True,
            "_source": False,
            "docvalue_fields": page.KEPT,
        }
        if tells:
            body["post_filter"] = naming(self._told, asked.chosen)
        if is_first:
            body["aggs"] = facets.aggregations(asked.choices) | self._counted()
        found = self._reader.search(body)
        if tells:
            for hit in found["hits"]["hits"]:
                why = in_order(self._told, hit.get("matched_queries", ()))
                self._met[hit["fields"]["id"][0]] = why
        return found

    def _counted(self) -> dict:
        """What is counted beside facets: the points, the levels, what is to be folded."""
        asked = self._asked
        score = {"script": {"source": "_score"}}
        of_chosen: dict = {"best": {"max": score}, "least": {"min": score}}
        if self._question.fold:
            of_chosen |= page.sharing()
        queries = {str(level): query for level, query in asked.levels.items()}
        queries[TELLING_ENOUGH] = asked.telling
        levels = {"counts": {"filters": {"filters": queries}}}
        return {
            "chosen": {"filter": asked.chosen, "aggs": of_chosen},
            "levels": {"global": {}, "aggs": levels},
        }

    def _sort(self, is_first: bool) -> Sort:
        question, asked = self._question, self._asked
        if question.sort == "oldest":
            return page.oldest_first()
        if question.sort == "title":
            return page.by_title()
        sort = page.newest_first()
        if question.sort != "relevance":
            return sort
        if asked.scoring is not None and (is_first or self.is_ranked):
            sort = page.by_points()
        if asked.pinned:
            sort = [*page.first(asked.pinned), *sort]
        return sort

    def _in_order(self, found: dict) -> list[Entry]:
        """The editorials found, reprints lowered."""
        looked_at = page.entries(found)
        if self._question.sort != "relevance" or self._asked.scoring is None:
            return looked_at
        first = [entry for entry in looked_at if entry.id in self._asked.pinned]
        lowered = {entry.id: entry for entry in page.demoted(looked_at, again=True)}
        others = [entry for entry in lowered.values() if entry.id not in self._asked.pinned]
        return [*(lowered[entry.id] for entry in first), *others]

    def _differ(self, looked_at: Sequence[Entry]) -> bool:
        scores = self.aggregations["chosen"]
        best, least = scores["best"]["value"], scores["least"]["value"]
        if best is None:
            return False
        lowest = min((entry.score for entry in looked_at), default=best)
        return page.single(best) > page.single(min(least, lowest))

    def _fold(self, looked_at: list[Entry]) -> None:
        """Put what belongs together under the first of it; look further where that takes it."""
        size = page.window(self._end)
        while True:
            groups = page.too_many(self._reader, looked_at)
            fold = Fold(looked_at, groups)
            is_all = len(looked_at) >= min(self.count, DEEPEST)
            if is_all or not looked_at or len(fold.heads) >= self._end:
                break
            size = min(4 * size, DEEPEST)
            looked_at = self._in_order(self._search(size))
        heads = fold.heads[self._start : self._end]
        if not is_all and heads:
            belonging = self._search(page.MOST_UNDER, further=page.belonging(heads))
            for entry in self._in_order(belonging):
                if entry.id not in fold.under:
                    fold.add(entry)
        self.entries = heads
        self.under = fold.under
        self.listed = self.count - fold.folded if is_all else self._listed(fold)

    def _listed(self, fold: Fold) -> int:
        """How many the list has where not all were looked at, by the numbers that they share."""
        counted = self.aggregations["chosen"]
        shared = {field: counted[field]["buckets"] for field in page.SHARED}
        shared["twin"] = self._of_twins(counted["again"]["twin"]["buckets"])
        folded = 0
        for field, buckets in shared.items():
            for bucket in buckets:
                if field != "group" or bucket["doc_count"] <= page.MOST_PARTS:
                    folded += bucket["doc_count"] - 1
        return max(self.count - max(folded, fold.folded), len(fold.heads))

    def _of_twins(self, again: Sequence[dict]) -> Sequence[dict]:
        """How many of the chosen have each text of which one is printed again."""
        if not again:
            return []
        of_them = having("twin", [bucket["key"] for bucket in again])
        body = {
            "query": all_of([self._asked.enough, self._asked.chosen, of_them]),
            "size": 0,
            "track_total_hits": False,
            "aggs": {"twin": page.shared("twin")},
        }
        twins: Sequence[dict] = self._reader.search(body)["aggregations"]["twin"]["buckets"]
        return twins


def _hits(listing: _Listing, pinned: Sequence[int]) -> list[Hit]:
    hits = []
    for entry, why in zip(listing.entries, listing.why(), strict=True):
        hits.append(
            Hit(
                entry.id,
                round(entry.score, 4),
                why,
                pinned=entry.id in pinned,
                parts=tuple(listing.under.get(entry.id, ())),
            )
        )
    return hits
