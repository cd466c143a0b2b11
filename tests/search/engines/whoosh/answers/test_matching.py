"""Words, phrases, ranges and ranks over arrays, against the plainest way to find the same."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields, query
from whoosh.filedb.filestore import FileStorage
from whoosh.scoring import BM25F

from archive.search.engines.whoosh.answers.adjacency import near, phrase, places
from archive.search.engines.whoosh.answers.matching import (
    aligned,
    between,
    bm25,
    idf,
    least_of_highest,
    newest_first,
    oldest_first,
    postings,
    top,
)
from archive.search.engines.whoosh.index.folder.commits import Snapshots
from archive.search.engines.whoosh.index.running_text import Words
from archive.search.engines.whoosh.index.writing import ArrayWriter

VOCABULARY = ["a", "b", "c", "d", "e"]


@pytest.fixture(scope="module")
def texts():
    chance = random.Random(7)
    return [
        " ".join(chance.choices(VOCABULARY, weights=[60, 20, 10, 6, 4], k=chance.randint(0, 30)))
        for _ in range(200)
    ]


@pytest.fixture(scope="module")
def folder(texts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    schema = fields.Schema(
        pk=fields.NUMERIC(sortable=True), body=Words(), day=fields.NUMERIC(sortable=True)
    )
    index = FileStorage(str(folder)).create_index(schema)
    for start, end in ((0, 150), (150, 199), (199, 200)):
        writer = ArrayWriter(index)
        for number in range(start, end):
            writer.add_document(
                pk=number, body=texts[number], day=number // 3 if number % 7 else None
            )
        writer.commit(merge=False)
    return folder


@pytest.fixture(scope="module")
def snapshot(folder):
    return Snapshots(folder).current()


@pytest.fixture(params=[1, 1 << 20], ids=["spread", "sorted"])
def either_way(request, monkeypatch):
    monkeypatch.setattr("archive.search.engines.whoosh.answers.matching.SPARSE", request.param)


def as_dict(hits):
    assert np.all(np.diff(hits.docs.astype(int)) > 0)
    return dict(zip(hits.docs.tolist(), hits.counts.tolist(), strict=True))


@pytest.mark.parametrize("forms", [["c"], ["b", "e"], ["a", "b", "c"], ["nowhere"], []])
def test_postings_count_all_forms_together(snapshot, texts, forms, either_way):
    counts = {number: sum(map(text.split().count, forms)) for number, text in enumerate(texts)}
    assert as_dict(postings(snapshot, "body", snapshot.terms("body", forms))) == {
        n: c for n, c in counts.items() if c
    }


def test_counts_can_be_asked_for_at_other_documents(snapshot, texts):
    docs = np.flatnonzero(["b" in text for text in texts])
    expected = [texts[doc].split().count("e") for doc in docs]
    assert (
        aligned(postings(snapshot, "body", snapshot.terms("body", ["e"])), docs).tolist()
        == expected
    )


def matches(words, slots, slops, start=None):
    """The places at which a phrase ends, the plain way."""
    reached = {place for place, word in enumerate(words) if word in slots[0]}
    for slot, slop in zip(slots[1:], slops, strict=True):
        reached = {
            place
            for place, word in enumerate(words)
            if word in slot and any(0 < place - before <= slop for before in reached)
        }
    return reached


SLOT = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3, unique=True)


@settings(max_examples=150, deadline=None)
@given(
    slots=st.lists(SLOT, min_size=1, max_size=5),
    slop=st.integers(1, 4),
    block=st.sampled_from([50, 1 << 16]),
)
def test_phrases_are_found_wherever_they_stand(snapshot, texts, slots, slop, block):
    slops = [slop] * (len(slots) - 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archive.search.engines.whoosh.answers.adjacency.BLOCK", block)
        found = as_dict(
            phrase(snapshot, "body", [snapshot.terms("body", slot) for slot in slots], slop)
        )
    expected = {
        number: len(matches(text.split(), slots, slops)) for number, text in enumerate(texts)
    }
    assert found == {number: count for number, count in expected.items() if count}


def test_each_gap_of_a_phrase_can_have_its_own_width(snapshot, texts):
    slots, slops = [["e"], ["b"], ["d"]], [1, 6]
    found = phrase(snapshot, "body", [snapshot.terms("body", slot) for slot in slots], slops)
    assert set(as_dict(found)) == {
        n for n, text in enumerate(texts) if matches(text.split(), slots, slops)
    }


@settings(max_examples=50, deadline=None)
@given(slots=st.lists(SLOT, min_size=1, max_size=3), distance=st.integers(1, 4))
def test_near_words_stand_around_the_first_in_any_order(snapshot, texts, slots, distance):
    everywhere = np.ones(snapshot.size, bool)
    standing = []
    for slot in slots:
        standing.append(places(snapshot, "body", snapshot.terms("body", slot), everywhere))
    found = as_dict(near(standing, distance))
    first, *others = map(set, slots)
    for number, text in enumerate(texts):
        words = text.split()
        firsts = [place for place, word in enumerate(words) if word in first]
        around = [set(words[max(0, place - distance) : place + distance + 1]) for place in firsts]
        assert found.get(number, 0) == sum(
            all(other & window for other in others) for window in around
        )


def test_a_phrase_with_an_unknown_word_or_without_words_is_nowhere(snapshot):
    known, unknown = snapshot.terms("body", ["a"]), snapshot.terms("body", ["nowhere"])
    for slots in ([known, unknown], [unknown], []):
        assert len(phrase(snapshot, "body", slots).docs) == 0


def test_a_phrase_may_be_longer_than_any_text(snapshot):
    assert len(phrase(snapshot, "body", [snapshot.terms("body", ["a"])] * 600).docs) == 0


def test_compounds_stand_at_the_place_of_their_first_part(tmp_path):
    index = FileStorage(str(tmp_path)).create_index(fields.Schema(body=Words()))
    with ArrayWriter(index) as writer:
        writer.add_document(body="la télé-usine moderne")
    snapshot = Snapshots(tmp_path).current()

    def found(*words, slop=1):
        return len(
            phrase(snapshot, "body", [snapshot.terms("body", [word]) for word in words], slop).docs
        )

    assert found("la", "télé", "usine", "moderne") == found("la", "téléusine") == 1
    assert found("téléusine", "moderne") == 0
    assert found("la", "téléusine", "moderne", slop=[1, 2]) == 1


def test_scores_are_those_of_whoosh_s_bm25f(snapshot):
    hits = postings(snapshot, "body", snapshot.terms("body", ["d"]))
    with snapshot.searcher() as searcher:
        searcher.weighting = BM25F(B=0.75, K1=1.2)
        expected = {
            hit.docnum: hit.score for hit in searcher.search(query.Term("body", "d"), limit=None)
        }
        weight = searcher.idf("body", b"d")
    scores = dict(
        zip(hits.docs.tolist(), bm25(snapshot, "body", hits, weight).tolist(), strict=True)
    )
    assert scores == pytest.approx(expected, rel=1e-5)
    assert idf(snapshot, len(hits.docs)) == pytest.approx(
        np.log(1 + (200 - len(hits.docs) + 0.5) / (len(hits.docs) + 0.5))
    )


def test_ranges_include_their_bounds_and_leave_out_what_is_unknown(snapshot):
    days = [number // 3 if number % 7 else None for number in range(200)]
    expected = [day is not None and 10 <= day <= 20 for day in days]
    assert between(snapshot, "day", 10, 20).tolist() == expected
    assert between(snapshot, "day").sum() == sum(day is not None for day in days)


@pytest.mark.parametrize("most", [0, 1, 5, 50, 10**9])
def test_ties_go_to_the_later_day_then_to_the_later_entered(snapshot, most):
    scores = np.array([number % 4 for number in range(200)], np.float32)
    found = top(snapshot.all(), [scores, *newest_first(snapshot, "day", "pk")], most)
    days = [number // 3 if number % 7 else -1 for number in range(200)]
    assert found.tolist() == sorted(range(200), key=lambda n: (-(n % 4), -days[n], -n))[:most]


def test_the_oldest_come_first_and_those_without_date_last(snapshot):
    days = [number // 3 if number % 7 else 10**9 for number in range(200)]
    found = top(snapshot.all(), oldest_first(snapshot, "day", "pk"), 200)
    assert found.tolist() == sorted(range(200), key=lambda n: (days[n], n))


@given(st.lists(st.integers(0, 9) | st.just(0), min_size=1, max_size=400), st.integers(1, 400))
def test_the_least_of_the_highest_ranks_is_that_of_all_in_order(ranks, most):
    most = min(most, len(ranks))
    assert least_of_highest(np.array(ranks, np.float32), most) == sorted(ranks)[-most]
