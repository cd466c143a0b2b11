"""Whoosh's queries over arrays against Whoosh's own evaluation of the same queries on the same index."""

import random
from datetime import datetime
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields, query
from whoosh.filedb.filestore import FileStorage
from whoosh.query import spans
from whoosh.scoring import BM25F

from archive.search.engines.whoosh.answers.matching import bm25
from archive.search.engines.whoosh.haystack.evaluation import evaluate
from archive.search.engines.whoosh.index.folder.commits import Snapshots
from archive.search.engines.whoosh.index.running_text import Words
from archive.search.engines.whoosh.index.writing import ArrayWriter

FORMS = [
    "client",
    "clients",
    "clientèle",
    "centre",
    "appel",
    "appels",
    "coût",
    "cout",
    "relation",
    "de",
    "la",
]
TAGS = ["Coûts", "SI", "Relation client"]


@cache
def texts():
    chance = random.Random(3)
    return [
        {
            "title": chance.choices(FORMS, k=2),
            "body": chance.choices(FORMS, k=number % 15),
            "tag": chance.sample(TAGS, number % 3),
        }
        for number in range(100)
    ]


@pytest.fixture(
    scope="module", params=[(100,), (60, 90, 99, 100)], ids=["one segment", "four segments"]
)
def snapshot(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    schema = fields.Schema(
        id=fields.ID(),
        title=Words(),
        body=Words(),
        tag=fields.ID(),
        day=fields.NUMERIC(int, 32, shift_step=0),
        moment=fields.DATETIME(),
    )
    index = FileStorage(str(folder)).create_index(schema)
    start = 0
    for end in request.param:
        writer = ArrayWriter(index)
        for number in range(start, end):
            dates = (
                {"day": [number, -number], "moment": datetime(2001, 1 + number % 12, 1)}
                if number % 4
                else {}
            )
            document = texts()[number]
            words = {"title": " ".join(document["title"]), "body": " ".join(document["body"])}
            writer.add_document(id=str(number), tag=document["tag"], **words, **dates)
        writer.commit(merge=False)
        start = end
    with ArrayWriter(index) as writer:
        for number in range(0, 100, 11):
            writer.delete_by_term("id", str(number))
        writer.merge = False
    return Snapshots(folder).current()


def as_whoosh_weighs(snapshot, field, hits):
    """BM25 with Whoosh's own idf, so that scores can be compared."""
    if not snapshot.schema[field].scorable:
        return hits.counts.astype(np.float32)
    return bm25(snapshot, field, hits, np.log(snapshot.size / (len(hits.docs) + 1)) + 1)


def by_whoosh(snapshot, wanted):
    searcher = snapshot.searcher()
    searcher.weighting = BM25F(B=0.75, K1=1.2)
    hits = searcher.search(wanted, limit=None)
    # Its InverseMatcher lets deleted documents through.
    return {hit.docnum: hit.score for hit in hits if not searcher.reader().is_deleted(hit.docnum)}


def by_arrays(snapshot, wanted):
    mask, scores = evaluate(snapshot, wanted, as_whoosh_weighs)
    assert not np.any(scores[~mask])
    return {int(doc): float(scores[doc]) for doc in np.flatnonzero(mask)}


def body(text):
    return query.Term("body", text)


SCORED = [
    body("client"),
    query.Term("title", "appel", boost=2.5),
    query.Term("tag", "Coûts"),
    query.And([body("client"), query.Term("title", "appel")]),
    query.And([body("client"), query.Not(body("la"))]),
    query.Or([body("client"), query.Term("title", "appel"), query.Term("tag", "SI")], boost=3.0),
    query.AndMaybe(body("client"), body("appel")),
    query.Every(),
    query.Phrase("body", ["de", "la"], boost=2.0),
    query.ConstantScoreQuery(body("client"), 4.0),
]
FOUND = [
    body("absent"),
    body(""),
    query.Term("no_such_field", "client"),
    query.Term("day", 7),
    query.Term("day", "not a number"),
    query.Not(body("client")),
    query.And([query.Not(body("client")), query.Not(body("la"))]),
    query.Phrase("body", ["centre", "appels"], slop=3),
    query.Phrase("body", ["client"]),
    query.Phrase("body", ["centre", "absent"]),
    query.Prefix("body", "client"),
    query.Prefix("body", ""),
    query.Wildcard("body", "*l*"),
    query.Wildcard("body", "c??t"),
    query.Wildcard("body", "****"),
    query.Regex("body", "^(appel|co).*s?$"),
    query.FuzzyTerm("body", "coup"),
    query.Variations("body", "client"),
    query.TermRange("body", "appel", "client"),
    query.TermRange("body", "appel", "client", startexcl=True, endexcl=True),
    query.TermRange("body", None, "coût"),
    query.TermRange("body", "coût", None),
    query.NumericRange("day", -50, 3),
    query.NumericRange("day", 3, None, startexcl=True),
    query.NumericRange("day", None, None),
    query.DateRange("moment", datetime(2001, 3, 1), datetime(2001, 5, 1)),
    query.DateRange("moment", datetime(2001, 3, 1), None),
    query.Every("tag"),
    query.Every("day"),
    query.NullQuery,
    spans.SpanFirst(body("client"), limit=2),
    query.Ordered([body("centre"), body("appels")]),
]


@pytest.mark.parametrize("wanted", SCORED, ids=repr)
def test_documents_and_scores_are_those_of_whoosh(snapshot, wanted):
    assert by_arrays(snapshot, wanted) == pytest.approx(by_whoosh(snapshot, wanted), rel=1e-4)


@pytest.mark.parametrize("wanted", FOUND, ids=repr)
def test_documents_are_those_of_whoosh(snapshot, wanted):
    assert by_arrays(snapshot, wanted).keys() == by_whoosh(snapshot, wanted).keys()


# Whoosh itself is wrong with some of Require, AndNot and DisjunctionMax; so trees are held to what they say.
TREES = st.recursive(
    st.builds(query.Term, st.sampled_from(["title", "body"]), st.sampled_from(FORMS))
    | st.builds(query.Prefix, st.just("body"), st.sampled_from(["c", "client", "ap"]))
    | st.builds(query.Term, st.just("tag"), st.sampled_from(TAGS)),
    lambda parts: (
        st.builds(query.And, st.lists(parts, min_size=1, max_size=3))
        | st.builds(query.Or, st.lists(parts, min_size=1, max_size=3))
        | st.builds(query.DisjunctionMax, st.lists(parts, min_size=1, max_size=3))
        | st.builds(query.Not, parts)
        | st.builds(query.AndNot, parts, parts)
        | st.builds(query.AndMaybe, parts, parts)
        | st.builds(query.Require, parts, parts)
    ),
    max_leaves=8,
)


def plainly(wanted, document):
    """Whether one document, {field: its terms}, is found."""
    if isinstance(wanted, query.Prefix):
        return any(form.startswith(wanted.text) for form in document[wanted.fieldname])
    if isinstance(wanted, query.Term):
        return wanted.text in document[wanted.fieldname]
    if isinstance(wanted, query.Not):
        return not plainly(wanted.query, document)
    parts = [plainly(part, document) for part in wanted.subqueries]
    if isinstance(wanted, query.AndNot):
        return parts[0] and not parts[1]
    if isinstance(wanted, query.AndMaybe):
        return parts[0]
    return all(parts) if isinstance(wanted, query.And | query.Require) else any(parts)


@settings(max_examples=150, deadline=None)
@given(wanted=TREES)
def test_any_tree_of_queries_finds_just_what_it_says(snapshot, wanted):
    documents = texts()
    expected = {
        number for number in range(100) if number % 11 and plainly(wanted, documents[number])
    }
    assert by_arrays(snapshot, wanted).keys() == expected


def test_the_best_of_several_counts_and_a_part_of_the_rest(snapshot):
    one, two = body("client"), query.Term("title", "client")
    a, b = (evaluate(snapshot, part, as_whoosh_weighs).scores for part in (one, two))
    found = evaluate(snapshot, query.DisjunctionMax([one, two], tiebreak=0.1), as_whoosh_weighs)
    assert found.scores == pytest.approx(np.maximum(a, b) + 0.1 * np.minimum(a, b), rel=1e-5)


def test_what_only_whoosh_can_do_can_be_part_of_a_tree(snapshot):
    first = spans.SpanFirst(body("client"))
    expected = by_whoosh(snapshot, first).keys() & by_whoosh(snapshot, body("la")).keys()
    assert by_arrays(snapshot, query.And([first, body("la")])).keys() == expected


def test_nothing_is_found_in_an_empty_index(tmp_path):
    FileStorage(str(tmp_path)).create_index(fields.Schema(body=Words()))
    empty = Snapshots(tmp_path).current()
    for wanted in (
        body("mot"),
        query.Every(),
        query.Prefix("body", "m"),
        query.Not(body("mot")),
        query.Ordered([]),
    ):
        assert len(evaluate(empty, wanted).mask) == 0


def test_numbers_that_a_field_cannot_hold_find_nothing(snapshot):
    for wanted in (query.NumericRange("day", 0, 10**30), query.Term("day", 10**30)):
        assert not evaluate(snapshot, wanted).mask.any()
