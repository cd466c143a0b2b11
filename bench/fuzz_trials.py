"""What `fuzz.py` tries: each kind gives inputs one after the other, and tells what one of them came to.

A trial answers with outcomes as words; anything that is raised, or logged with a traceback, is a failure of the archive.
"""

import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from fuzz_inputs import Samples, file_of
from fuzz_site import came_to, client_of

Attempt = Callable[[int, object, Callable[[], list[str]]], None]  # number, what is given, the trial
FORMATS = ("text", "html", "wxr", "feed", "csv", "jsonl", "markdown", "warc")


def chance_of(seed: int, kind: str, number: int) -> random.Random:
    return random.Random(f"{seed} {kind} {number}")


# What is typed: hypothesis draws it, a batch at a time

WORDS = ("accueil", "téléphone", "service", "l’été", "aujourd'hui", "C.R.M.", "œil", "RH", "2001", "12 février 2001", "depuis 1999", "années 90", "n° 36", "Claire Abgrall", "qualité de service", "ＡＢ", "ß", "İ", "ﬁn", "日本", "٣", "²")  # fmt: skip
SIGNS = ('"', "“", "«", "»", "(", ")", "-", "+", "*", "?", "~", "~9", "^", ":", "..", "/", "\\", "|", "&", "!", " AND ", " OR ", " SAUF ", " NOT ", " NEAR/3 ", " NEAR/99999999999 ", " ET ", " OU ", "tag:", "author:", "title:", "date:", "issue:", "page:", "auteur:", "titre:", "[1990 TO", "\0", "\ud800", "\u202e", "\u200b", "\u0301", "\n", "\t")  # fmt: skip
TIMES = ("12", "1er", "31", "février", "févr.", "mars-avril", "été", "printemps", "XXe siècle", "1999", "99", "200X", "2001-02", "2001-02-30", "/", "..", "~", "?", "%", "-", "début", "fin", "vers", "avant", "depuis", "entre", "et", "du", "au", "à", "T25:61", "{", "}", "[", "]", ",", "u", "y-1", "e9", "-0001", "0000", "99999", "Y17E7")  # fmt: skip


def _drawn(strategy, seed: int, first: int, count: int, attempt: Attempt, trial: Callable) -> None:
    """Have hypothesis draw a batch of inputs, the same ones for the same seed and place."""
    import hypothesis

    number = first - 1

    @hypothesis.seed(f"{seed} {first}")
    @hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
        verbosity=hypothesis.Verbosity.quiet,
    )
    @hypothesis.given(strategy)
    def each(given):
        nonlocal number
        number += 1
        attempt(number, given, lambda: trial(given))

    each()


def queries(seed: int, first: int, count: int, attempt: Attempt) -> None:
    """Addresses of the search page: read, cut, put into words, written again, and answered."""
    from hypothesis import strategies

    typed = strategies.one_of(
        strategies.text(max_size=60), strategies.sampled_from(WORDS), strategies.sampled_from(SIGNS)
    )
    query = strategies.builds(
        lambda parts, between: between.join(parts),
        strategies.lists(typed, max_size=14),
        strategies.sampled_from(("", " ")),
    )
    odd = strategies.one_of(strategies.text(max_size=12), strategies.sampled_from([*TIMES, *WORDS]))
    others = strategies.dictionaries(strategies.sampled_from(("from", "to", "year", "author", "tag", "issue", "publication", "language", "words", "sort", "page", "page_size", "literal", "fold", "cited")), odd, max_size=4)  # fmt: skip
    _drawn(strategies.tuples(query, others), seed, first, count, attempt, _asked)


def _asked(given: tuple[str, dict[str, str]]) -> list[str]:
    from django.http import QueryDict

    from archive.search import Question, ask, complete, forms, passages, phrases
    from archive.search.question import readings, wording

    query, others = given
    params = QueryDict(mutable=True)
    params["q"] = query
    params.update(others)
    question = Question.read(params)
    again = Question.read(QueryDict(question.address().removeprefix("?")))
    assert again == question, "its address asks something else"
    answer = ask(question)
    wording.in_words(question)
    readings.of_answer(question, answer)
    passages("Le téléphone sonne à l’accueil. " * 9, forms(question, answer), phrases(question, answer))  # fmt: skip
    complete(query[:80])
    assert answer.by == "index", "the index could not answer"
    return ["answered" if answer.count else "nearest" if answer.instead else "nothing"]


def times(seed: int, first: int, count: int, attempt: Attempt) -> None:
    """Dates as typed, printed and stored, issues beside them."""
    from hypothesis import strategies

    part = strategies.one_of(
        strategies.sampled_from(TIMES),
        strategies.text(max_size=6),
        strategies.integers(-(10**6), 10**6).map(str),
        strategies.dates().map(str),
    )
    typed = strategies.builds(
        lambda parts, between: between.join(parts),
        strategies.lists(part, max_size=8),
        strategies.sampled_from(("", " ", "-", "/")),
    )
    _drawn(typed, seed, first, count, attempt, _dated)


def _dated(given: str) -> list[str]:
    from archive import asked_dates, dates, issues, printed_dates

    for start, end, edtf in [*asked_dates.find(given), *printed_dates.find_french(given)]:
        assert 0 <= start <= end <= len(given), "a date stands outside of its text"
        dates.display(edtf)
        asked_dates.ends(edtf)
    issues.mentions(given)
    issues.keys(given)
    issues.page_keys(given)
    issues.name(given), issues.page_name(given), issues.page_place(given)
    issues.place(issues.slug(given)), issues.covered([issues.slug(given)])
    edtf = printed_dates.as_edtf(given)
    if not edtf:
        return ["no date"]
    assert dates.valid(edtf) == edtf, "a date read is not read again"
    earliest, latest = dates.bounds(edtf)
    assert not (earliest and latest) or earliest <= latest, "a date ends before it begins"
    dates.years(edtf)
    dates.display(edtf)
    return ["a date"]


# Files


def readers(pool: Samples, kind: str) -> Callable[[int, int, int, Attempt], None]:
    """Files of one format, read as what they are taken for, or as one that the operator names."""

    def each(seed: int, first: int, count: int, attempt: Attempt) -> None:
        with tempfile.TemporaryDirectory(prefix="fuzz-", dir=_memory()) as folder:
            path = Path(folder, "file")
            for number in range(first, first + count):
                chance = chance_of(seed, kind, number)
                path.write_bytes(file_of(chance, pool, kind))
                format = chance.choice(FORMATS) if chance.random() < 0.2 else "auto"
                attempt(number, path, lambda format=format: _read(path, format))

    return each


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _read(path: Path, format: str) -> list[str]:
    from archive import ingest

    outcomes = []
    for record in ingest.read(path, format):
        if isinstance(record, ingest.Rejected):
            assert record.reason, "rejected without a reason"
            outcomes.append("rejected")
        else:
            "".join((record.title, record.html, record.url, *record.tags)).encode()
            outcomes.append("record")
    assert outcomes, "a file went by in silence"
    return outcomes


SHOWN = ("/editorials/{}/", "/editorials/{}/card.png", "/editorials/{}/citation.bib", "/editorials/{}/citation.ris", "/api/v1/editorials/{}", "/desk/editorials/{}/", "/desk/editorials/{}/write/", "/desk/tagging/{}/", "/desk/editorials/{}/history/", "/desk/editorials/{}/provenance/")  # fmt: skip


def imports(pool: Samples) -> Callable[[int, int, int, Attempt], None]:
    """Files brought into the archive; what came of them is indexed, and asked for by its pages."""

    def each(seed: int, first: int, count: int, attempt: Attempt) -> None:
        from archive.search.upkeep import freshness

        client = client_of("rédacteur en chef")
        with tempfile.TemporaryDirectory(prefix="fuzz-", dir=_memory()) as folder:
            with freshness.deferred():
                for number in range(first, first + count):
                    chance = chance_of(seed, "import", number)
                    path = Path(folder, f"file-{number % 2}")
                    path.write_bytes(file_of(chance, pool, chance.choice([*pool, "archive"])))
                    pages = chance.sample(SHOWN, 2)
                    attempt(
                        number, path, lambda path=path, pages=pages: _imported(path, client, pages)
                    )
                    if chance.random() < 0.8:  # else it comes again, beside the next
                        path.unlink()
            attempt(-1, "what was imported, indexed", _indexed)

    return each


def _imported(path: Path, client, pages: list[str]) -> list[str]:
    from archive.ingest import running

    outcomes = []
    for outcome in running.run(running.begun([str(path.parent)])):
        outcomes.append(outcome.outcome)
        outcome.as_row()
        assert outcome.outcome != "rejected" or outcome.reason, "rejected without a reason"
        if outcome.outcome in ("created", "updated") and len(outcomes) <= 3:
            for page in pages:
                came_to(client.get(page.format(outcome.editorial.pk), follow=True))
    return outcomes


def _indexed() -> list[str]:
    from archive.search.upkeep import comparing, freshness

    freshness.drain(patient=True)
    assert not any(comparing.differences()), "the index differs from the database"
    return []
