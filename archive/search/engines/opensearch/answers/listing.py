"""The editorials that answer, as a list shows them: a page of them, or all, a portion at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from archive.search.engines.opensearch.answers import facets
from archive.search.engines.opensearch.answers.asked import Asked
from archive.search.engines.opensearch.answers.order import page
from archive.search.engines.opensearch.answers.order.page import Entry, Fold, Sort
from archive.search.engines.opensearch.answers.queries import ALL, NOTHING, Query, all_of, having
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.engines.opensearch.answers.reasons import (
    Reason,
    Reasons,
    in_order,
    naming,
    reasons_of,
)
from archive.search.question.answers import Hit
from archive.search.question.query import DEEPEST, ENTERED, Question
from archive.search.question.weights import ENOUGH

TELLING_ENOUGH = "telling"  # beside the levels: those with enough of the query's weight


class Listing:
    """The page of a question, how many there are beside it, and what is counted of all of them."""

    def __init__(
        self, reader: Reader, question: Question, asked: Asked, reasons: Sequence[Reason] = ()
    ):
        self._reader, self._question, self._asked = reader, question, asked
        self._reasons = [reason for reason in reasons if reason.query != NOTHING]
        self._why: dict[int, Reasons] = {}
        self._start = (question.page - 1) * question.page_size
        self._end = min(self._start + question.page_size, DEEPEST)
        self.is_ranked = False
        answer = self._search(page.window(self._end), is_first=True)
        counted = answer["aggregations"]["levels"]["counts"]["buckets"]
        self.levels = {level: counted[str(level)]["doc_count"] for level in asked.levels}
        if asked.otherwise is not None and counted[TELLING_ENOUGH]["doc_count"] < ENOUGH:
            self._asked = asked = replace(asked, enough=asked.otherwise, otherwise=None)
            answer = self._search(page.window(self._end), is_first=True)
        self.count: int = answer["hits"]["total"]["value"]
        self.aggregations: Mapping[str, dict] = answer["aggregations"]
        looked_at = self._lowered(answer)
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

    def hits(self) -> list[Hit]:
        """Return the hits of the page."""
        missing = [entry.id for entry in self.entries if entry.id not in self._why]
        self._why |= zip(missing, reasons_of(self._reader, missing, self._reasons), strict=True)
        hits = []
        for entry in self.entries:
            hits.append(
                Hit(
                    entry.id,
                    round(entry.score, 4),
                    self._why[entry.id],
                    pinned=entry.id in self._asked.pinned,
                    parts=tuple(self.under.get(entry.id, ())),
                )
            )
        return hits

    def portions(self, at_once: int) -> Iterator[list[Hit]]:
        """Yield all hits in their order, so many at a time; nothing is folded.

        Reprints are lowered among those that come together. Raises as `walking.walk`.
        """
        for answer in self._reader.walk(self._body(at_once)):
            self._why = {}
            self._note_reasons(answer)
            self.entries = self._in_order(answer)
            yield self.hits()

    def _body(self, size: int, further: Query = ALL) -> dict:
        """What is asked of the editorials that answer: the first `size` of them, with reasons."""
        asked = self._asked
        return {
            "query": asked.query() if further == ALL else asked.query(further),
            "post_filter": naming(self._reasons, asked.chosen),
            "size": size,
            "sort": self._sort(),
            "track_scores": True,
            "_source": False,
            "docvalue_fields": page.KEPT,
        }

    def _search(self, size: int, is_first: bool = False, further: Query = ALL) -> dict:
        answer = self._reader.search(self._body_with_counts(size, is_first, further))
        if self._tells_why(size):
            self._note_reasons(answer)
        return answer

    def _tells_why(self, size: int) -> bool:
        return size <= page.window(self._end)

    def _body_with_counts(self, size: int, is_first: bool = False, further: Query = ALL) -> dict:
        """What is asked of a page, and of how many there are beside it."""
        asked = self._asked
        body = self._body(size if self._start < DEEPEST else 0, further)
        body["track_total_hits"] = True
        if not self._tells_why(size):
            body["post_filter"] = asked.chosen
        if is_first:
            body["sort"] = self._sort(is_first)
            body["aggs"] = facets.aggregations(asked.choices) | self._counted()
        return body

    def _note_reasons(self, answer: dict) -> None:
        for hit in answer["hits"]["hits"]:
            why = in_order(self._reasons, hit.get("matched_queries", ()))
            self._why[hit["fields"]["id"][0]] = why

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

    def _sort(self, is_first: bool = False) -> Sort:
        question, asked = self._question, self._asked
        if question.sort == "oldest":
            return page.oldest_first()
        if question.sort == "title":
            return page.by_title()
        if question.sort == ENTERED:
            return page.last_entered()
        sort = page.newest_first()
        if question.sort != "relevance":
            return sort
        if asked.scoring is not None and (is_first or self.is_ranked):
            sort = page.by_points()
        if asked.pinned:
            sort = [*page.first(asked.pinned), *sort]
        return sort

    def _in_order(self, answer: dict) -> list[Entry]:
        """The editorials of an answer as the list has them."""
        if self.is_ranked:
            return self._lowered(answer)
        return page.entries(answer)

    def _lowered(self, answer: dict) -> list[Entry]:
        """The editorials of an answer, reprints lowered where the best come first."""
        looked_at = page.entries(answer)
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
            is_all = len(looked_at) >= min(self.count, DEEPEST)
            if not is_all:
                self._expect_belonging(looked_at)
            fold = Fold(looked_at, page.too_many(self._reader, looked_at))
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

    def _expect_belonging(self, looked_at: Sequence[Entry]) -> None:
        """Have asked beside the sizes of groups what is needed where none is too large."""
        heads = Fold(looked_at).heads
        if len(heads) < self._end:
            return
        belonging = page.belonging(heads[self._start : self._end])
        self._reader.expect_search(self._body_with_counts(page.MOST_UNDER, further=belonging))
        again = self._printed_again()
        if again:
            self._reader.expect_search(self._of_twins(again))

    def _listed(self, fold: Fold) -> int:
        """How many the list has where not all were looked at, by the numbers that they share."""
        counted = self.aggregations["chosen"]
        shared = {field: counted[field]["buckets"] for field in page.SHARED}
        shared["twin"] = []
        again = self._printed_again()
        if again:
            answer = self._reader.search(self._of_twins(again))
            shared["twin"] = answer["aggregations"]["twin"]["buckets"]
        folded = 0
        for field, buckets in shared.items():
            for bucket in buckets:
                if field != "group" or bucket["doc_count"] <= page.MOST_PARTS:
                    folded += bucket["doc_count"] - 1
        return max(self.count - max(folded, fold.folded), len(fold.heads))

    def _printed_again(self) -> list[int]:
        """The numbers of the texts of which one of the chosen is printed again."""
        counted = self.aggregations["chosen"]["again"]["twin"]["buckets"]
        return [bucket["key"] for bucket in counted]

    def _of_twins(self, again: Sequence[int]) -> dict:
        """What is asked of how many of the chosen have each of these texts."""
        return {
            "query": all_of([self._asked.enough, self._asked.chosen, having("twin", again)]),
            "size": 0,
            "track_total_hits": False,
            "aggs": {"twin": page.shared("twin")},
        }
