"""How well the archive answers its visitors, beside SQLite FTS5: judged searches, and which forms
count for what is typed.

    python bench/visitors.py [--part 0|1] [--worst 10] [--sheets 3000] [--keep]

Of each search the first result is one that was most wanted (success@1), or one of the first five is
(success@5); nDCG@10; the share without any result, and of those with none of the judged editorials
among the first hundred. A form counts where the answer tells it of the typed word, or marks it in a
sentence; FTS5 has none but case and accents. Last: for how many short queries an editorial that has
all the words together stands behind one that has only some of them in its title. --part takes
every other search of a kind, so that rules can be tuned on one part and tried on the other.
"""

import argparse
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from statistics import mean
from typing import NamedTuple
from urllib.parse import urlencode

import archives
import relevance
import speed
import visitors_archive

OURS, FTS5 = "this archive", "FTS5"
DEPTH = 100  # results asked for
SHORT = range(2, 6)  # telling words of a short query
SHORT_KINDS = ("topic", "title", "question", "remembered")
# What a pair of forms is called by: whether it must count, and what it was drawn from.
PAIRS = {
    (True, "reading"): "must",
    (False, "reading"): "must not, drawn from reading",
    (False, "engine"): "must not, drawn from the engine",
}
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


class Search(NamedTuple):
    """What was typed, and by the id of each editorial that is judged for it 2 (wanted) or 1."""

    text: str
    kind: str
    grades: dict[int, int]

    def wanted(self) -> list[int]:
        """Return the ids of the editorials that are judged best."""
        best = max(self.grades.values())
        return [number for number, grade in self.grades.items() if grade == best]


class Outcome(NamedTuple):
    """The ids that an engine gave for a search, best first."""

    search: Search
    ranking: list[int]

    def success(self, most: int) -> float:
        """Return 1 if one of so many first results is among the best judged, else 0."""
        return float(not set(self.search.wanted()).isdisjoint(self.ranking[:most]))

    def ndcg(self) -> float:
        return relevance.measures(self.ranking, self.search.grades).ndcg

    def is_without_judged(self) -> float:
        return float(self.search.grades.keys().isdisjoint(self.ranking))


MEASURES: dict[str, Callable[[Outcome], float]] = {
    "success@1": lambda outcome: outcome.success(1),
    "success@5": lambda outcome: outcome.success(5),
    "nDCG@10": Outcome.ndcg,
    "none": lambda outcome: float(not outcome.ranking),
    "none judged": Outcome.is_without_judged,
}


class Pair(NamedTuple):
    """A typed word, a form, and which engines are right on whether the form counts for it."""

    typed: str
    form: str
    name: str
    right: dict[str, bool]


class Standing(NamedTuple):
    """How the results of a short query stand that are of both sorts.

    The first that has all the words together, and the first that has only some of them, in its
    title; each as its rank (from 1) and its title. `last_together`: the rank of the last of the
    former.
    """

    text: str
    together: tuple[int, str]
    partly: tuple[int, str]
    last_together: int

    @property
    def is_behind(self) -> bool:
        """True where none that has the words together comes first of the two sorts."""
        return self.partly[0] < self.together[0]

    @property
    def is_mixed(self) -> bool:
        """True where any that has the words together is behind one of the other sort."""
        return self.partly[0] < self.last_together


class Figures(NamedTuple):
    """What was measured: outcomes and standings by engine, and how many short queries there are;
    the pairs; every title by its editorial's id; the judged editorials that this archive lacks."""

    outcomes: dict[str, list[Outcome]]
    standings: dict[str, list[Standing]]
    short: int
    pairs: list[Pair]
    titles: dict[int, str]
    lacking: list[tuple[str, str]]


def measured(sheets: int, keep: bool, part: int | None = None, peer: bool = True) -> Figures:
    """Fill and ask the archive. To be run in a process of its own, which is changed by it."""
    folder = visitors_archive.open_filled(sheets, keep)
    from peers import Fts5

    from archive.models import Editorial

    engines = {OURS: relevance.ours}
    fts5 = None
    if peer:
        fts5 = Fts5(folder)
        if not fts5.is_built():
            fts5.build()
        engines[FTS5] = fts5.ids
    searches, lacking = _judged(_parted(visitors_archive.searches(), part, ("kind",)))
    outcomes = {name: _outcomes(searches, ids) for name, ids in engines.items()}
    short = _short(searches)
    standings = {name: _standings(some, short) for name, some in outcomes.items()}
    drawn = _parted(visitors_archive.pairs(), part, ("must", "drawn"))
    pairs = [_pair(pair, fts5) for pair in drawn]
    titles = dict(Editorial.objects.values_list("pk", "title"))
    return Figures(outcomes, standings, len(short), pairs, titles, lacking)


def floors(sheets: int) -> dict[str, float]:
    """Return the figures of this archive that may not fall."""
    figures = measured(sheets, keep=False, peer=False)
    values = {name: average(figures.outcomes[OURS], name) for name in MEASURES}
    values["none-judged"] = values.pop("none judged")
    for (must, drawn), name in PAIRS.items():
        figure = "must" if must else f"must-not-{drawn}"
        values[f"forms.{figure}"] = share_right(figures.pairs, name, OURS)
    return values


def average(outcomes: list[Outcome], measure: str) -> float:
    return mean(MEASURES[measure](outcome) for outcome in outcomes)


def share_right(pairs: list[Pair], name: str, engine: str) -> float:
    return mean(pair.right[engine] for pair in pairs if pair.name == name)


def _parted(rows: list[dict], part: int | None, by: tuple[str, ...]) -> list[dict]:
    """Return every other row, counted within the rows that have the same values; all by default."""
    if part is None:
        return rows
    chosen: list[dict] = []
    counts: dict[Hashable, int] = defaultdict(int)
    for row in rows:
        values = tuple(row[name] for name in by)
        if counts[values] % 2 == part:
            chosen.append(row)
        counts[values] += 1
    return chosen


def _judged(rows: list[dict]) -> tuple[list[Search], list[tuple[str, str]]]:
    """Return the searches that this archive has a judged editorial for, and what it lacks."""
    ids = visitors_archive.judged_ids()
    searches, lacking = [], set()
    for row in rows:
        grades: dict[int, int] = {}
        for editorial in row["relevant"]:
            key = editorial["source"], editorial["key"]
            if key in ids:
                grades[ids[key]] = max(editorial["grade"], grades.get(ids[key], 0))
            else:
                lacking.add(key)
        if grades:
            searches.append(Search(row["text"], row["kind"], grades))
    return searches, sorted(lacking)


def question(text: str):
    """Return what the search page would ask for a typed text."""
    from django.http import QueryDict

    from archive.search import Question

    return Question.read(QueryDict(urlencode({"q": text, "page_size": DEPTH})))


def _outcomes(searches: list[Search], ids: Callable) -> list[Outcome]:
    return [Outcome(search, ids(question(search.text))) for search in searches]


# Forms


def _pair(row: dict, fts5) -> Pair:
    from archive.search import ask

    typed, form = question(row["typed"]), row["form"]
    sentence = f"Ici se lit : {form} ; rien de plus."
    answer = ask(typed)
    matched = set().union(*(word.matched for word in answer.words))
    is_told = _bare(form) in map(_bare, matched)
    counts = {OURS: is_told or _is_marked(form, sentence, typed, answer)}
    if fts5:
        counts[FTS5] = fts5.matches(typed, sentence)
    right = {engine: counted == row["must"] for engine, counted in counts.items()}
    return Pair(row["typed"], form, PAIRS[row["must"], row["drawn"]], right)


def _is_marked(form: str, sentence: str, typed, answer) -> bool:
    from archive.search import forms, passages, phrases

    for passage in passages(sentence, forms(typed, answer), phrases(typed, answer)):
        start = passage.text.find(form)
        end = start + len(form)
        if start >= 0 and any(first < end and start < last for first, last in passage.marks):
            return True
    return False


def _bare(form: str) -> str:
    """Return a form without case, accents, hyphens and dots."""
    from archive.text import fold

    return re.sub(r"[\W_]", "", fold(form))


# All of it, side by side


def _short(searches: list[Search]) -> dict[str, list[set[str]]]:
    """Return by the text of each short search the forms that count for each telling word."""
    from archive.search import ask
    from archive.search.words.analysis import ASKING_WORDS, is_function_word
    from archive.text import fold

    short = {}
    for search in searches:
        if search.kind not in SHORT_KINDS:
            continue
        words = []
        for word in ask(question(search.text)).words:
            typed = fold(word.typed)
            if typed not in ASKING_WORDS and not is_function_word(word.typed.lower(), "fr"):
                words.append({typed, *map(fold, word.matched)})
        if len(words) in SHORT:
            short[search.text] = words
    return short


def _standings(outcomes: list[Outcome], short: dict[str, list[set[str]]]) -> list[Standing]:
    rows = []
    for outcome in outcomes:
        words = short.get(outcome.search.text)
        standing = words and _standing(outcome, words)
        if standing:
            rows.append(standing)
    return rows


def _standing(outcome: Outcome, words: list[set[str]]) -> Standing | None:
    """Return how the two sorts stand; None where the results are not of both."""
    from archive.models import Editorial

    editorials = Editorial.objects.in_bulk(outcome.ranking)
    together, partly = [], []
    for rank, number in enumerate(outcome.ranking, 1):
        editorial = editorials[number]
        places = [editorial.title, editorial.standfirst, *_SENTENCE_END.split(editorial.text)]
        if any(_number_of(words, place) == len(words) for place in places):
            together.append((rank, editorial.title))
        elif _number_of(words, editorial.title):
            partly.append((rank, editorial.title))
    if together and partly:
        return Standing(outcome.search.text, together[0], partly[0], together[-1][0])
    return None


def _number_of(words: list[set[str]], text: str) -> int:
    """Return how many of the words a text has in any of their forms."""
    from archive.search.words.analysis import tokenize
    from archive.text import fold

    tokens = {fold(token.form) for token in tokenize(text)}
    return sum(not forms.isdisjoint(tokens) for forms in words)


# What is printed


def print_searches(outcomes: dict[str, list[Outcome]]) -> None:
    kinds = sorted({outcome.search.kind for outcome in outcomes[OURS]})
    columns = [name for measure in MEASURES for name in (measure, *[FTS5] * (FTS5 in outcomes))]
    speed.table("kind", "searches", *columns)
    for kind in (*kinds, "all"):
        some = {engine: _of_kind(rows, kind) for engine, rows in outcomes.items()}
        cells = []
        for measure in MEASURES:
            cells += [f"{average(rows, measure):.3f}" for rows in some.values()]
        speed.row(kind, len(some[OURS]), *cells)


def _of_kind(outcomes: list[Outcome], kind: str) -> list[Outcome]:
    return [outcome for outcome in outcomes if kind in (outcome.search.kind, "all")]


def print_pairs(pairs: list[Pair]) -> None:
    speed.table("forms", "pairs", "right", FTS5)
    for name in PAIRS.values():
        number = sum(pair.name == name for pair in pairs)
        if number:
            shares = [f"{share_right(pairs, name, engine):.3f}" for engine in (OURS, FTS5)]
            speed.row(name, number, *shares)


def print_standings(figures: Figures) -> None:
    names = ("engine", "short queries", "results of both sorts", "first is partly", "any behind")
    speed.table(*names)
    for engine, standings in figures.standings.items():
        behind = sum(standing.is_behind for standing in standings)
        mixed = sum(standing.is_mixed for standing in standings)
        speed.row(engine, figures.short, len(standings), behind, mixed)


def print_worst(figures: Figures, most: int) -> None:
    outcomes = sorted(figures.outcomes[OURS], key=lambda outcome: outcome.ndcg())
    for outcome in outcomes[:most]:
        wanted = outcome.search.wanted()
        print(f"\n{outcome.ndcg():.2f} [{outcome.search.kind}] {outcome.search.text}")
        print("  came:", _titled(outcome.ranking[:3], figures.titles) or "nothing")
        print("  wanted:", _titled(wanted[:3], figures.titles))
    for name in PAIRS.values():
        wrong = [pair for pair in figures.pairs if pair.name == name and not pair.right[OURS]]
        listed = ", ".join(f"{pair.typed}/{pair.form}" for pair in wrong[:most])
        print(f"\n{name}, {len(wrong)} wrong: {listed}")
    behind = [standing for standing in figures.standings[OURS] if standing.is_mixed]
    behind.sort(key=lambda standing: not standing.is_behind)
    for standing in behind[:most]:
        print(f"\n{standing.text}: the last that has all together is {standing.last_together}.")
        print("  all together: {}. {}".format(*standing.together))
        print("  in part: {}. {}".format(*standing.partly))


def _titled(numbers: Iterable[int], titles: dict[int, str]) -> str:
    return "; ".join(titles[number][:60] for number in numbers)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", type=int, choices=(0, 1), help="of the searches; all by default")
    parser.add_argument("--worst", type=int, default=0, help="so many examples of what is wrong")
    parser.add_argument("--sheets", type=int, default=visitors_archive.SHEETS)
    parser.add_argument("--keep", action="store_true", help="the archive of an earlier run")
    return parser.parse_args()


def main() -> None:
    options = _options()
    figures = archives.apart(measured, options.sheets, options.keep, options.part)
    print_searches(figures.outcomes)
    print_pairs(figures.pairs)
    print_standings(figures)
    if figures.lacking:
        print(f"\nJudged, but not in this archive: {figures.lacking}")
    if options.worst:
        print_worst(figures, options.worst)


if __name__ == "__main__":
    main()
