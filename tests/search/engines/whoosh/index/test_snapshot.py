"""The index as arrays after each commit: what it holds, how it follows and bears damage."""

import os
import pickle
import random
import threading
import weakref
from collections import Counter
from functools import partial

import numpy as np
import pytest
from whoosh import fields, query
from whoosh.filedb.filestore import FileStorage

from archive.search.engine import IndexDamaged
from archive.search.engines.whoosh.index.folder.commits import Snapshots
from archive.search.engines.whoosh.index.mapped_segment import NONE
from archive.search.engines.whoosh.index.running_text import Words
from archive.search.engines.whoosh.index.words.conflation import Key
from archive.search.engines.whoosh.index.writing import ArrayWriter

FIRST_LETTERS = Key("start", lambda form: form[:5])


@pytest.fixture
def index(tmp_path):
    schema = fields.Schema(
        pk=fields.NUMERIC(int, 64, unique=True, stored=True, sortable=True),
        title=Words(),
        body=Words(),
        author=fields.ID(),
        day=fields.NUMERIC(int, 32, sortable=True),
        moment=fields.DATETIME(sortable=True),
        heading=fields.ID(),
    )
    return FileStorage(str(tmp_path)).create_index(schema)


@pytest.fixture
def snapshots(index, tmp_path):
    return Snapshots(tmp_path)


def add(index, *documents, **commit):
    writer = ArrayWriter(index)
    for document in documents:
        writer.update_document(**document)
    writer.commit(**commit)


def delete(index, pk):
    with ArrayWriter(index) as writer:
        writer.delete_by_term("pk", pk)


def test_an_index_without_documents_is_an_empty_snapshot(index, snapshots):
    snapshot = snapshots.current()
    assert (snapshot.size, snapshot.count, snapshot.facet("author").values) == (0, 0, [])
    assert snapshot.spelled("body", snapshot.terms("body", ["mot"])) == {}


class Derived:
    """What is derived for a word; weak references tell whether the snapshot still keeps it."""

    def __init__(self, word):
        self.word = word


def test_of_what_is_derived_that_which_is_asked_for_is_kept(index, snapshots, monkeypatch):
    monkeypatch.setattr("archive.search.engines.whoosh.index.snapshot.MOST_KEPT", 10)
    snapshot, derivations, alive = snapshots.current(), [], weakref.WeakSet()

    def derive(word):
        derivations.append(word)
        derived = Derived(word)
        alive.add(derived)
        return derived

    for number in range(100):
        for word in ("often", number):
            snapshot.once(("word", word), partial(derive, word))
    assert derivations == ["often", *range(100)]
    assert 0 < len(alive) <= 10
    assert snapshot.once(("word", 99), lambda: "anew").word == 99
    assert snapshot.once(("word", 0), lambda: "anew") == "anew"


def test_a_commit_is_seen_at_once_and_adds_only_its_own_segment(index, snapshots):
    add(index, {"pk": 1, "body": "un mot"}, merge=False)
    before = snapshots.current()
    assert snapshots.current() is before
    add(index, {"pk": 2, "body": "un autre mot"}, merge=False)
    after = snapshots.current()
    assert after.segments[0] is before.segments[0]
    assert (before.count, after.count) == (1, 2)


def test_a_snapshot_taken_before_a_commit_stays_as_it_was(index, snapshots):
    add(index, {"pk": 1, "body": "un mot", "author": ["Anne"]})
    before = snapshots.current()
    delete(index, 1)
    add(index, {"pk": 2, "body": "un autre mot"}, optimize=True)
    assert before.stored(0) == {"pk": 1}
    assert before.facet("author").top(before.all()) == [("Anne", 1)]
    assert [hit["pk"] for hit in before.searcher().search(query.Term("body", "mot"))] == [1]
    assert [
        hit["pk"] for hit in snapshots.current().searcher().search(query.Term("body", "mot"))
    ] == [2]


def test_deleted_documents_are_in_no_mask(index, snapshots):
    add(index, *({"pk": pk, "author": ["Anne"]} for pk in range(5)), merge=False)
    add(index, {"pk": 9, "author": ["Anne", "Bruno"]}, merge=False)
    delete(index, 3)
    snapshot = snapshots.current()
    assert (snapshot.size, snapshot.count) == (6, 5)
    assert snapshot.all().tolist() == [True, True, True, False, True, True]
    assert snapshot.facet("author").top(snapshot.all()) == [("Anne", 5), ("Bruno", 1)]


def test_facets_keep_the_value_as_it_is_over_several_segments(index, snapshots):
    add(
        index,
        {"pk": 1, "author": ["Anne", "anne"]},
        {"pk": 2},
        {"pk": 3, "author": ["Zoé"]},
        merge=False,
    )
    add(index, {"pk": 4, "author": ["Bruno", "Anne"]}, merge=False)
    facet, everything = snapshots.current().facet("author"), snapshots.current().all()
    assert facet.top(everything) == [("Anne", 2), ("Bruno", 1), ("Zoé", 1), ("anne", 1)]
    assert facet.top(everything, 1) == [("Anne", 2)]
    assert facet.having(["Zoé", "Bruno", "nobody"]).tolist() == [False, False, True, True]
    assert facet.counts(facet.having(["Bruno"])).sum() == 2


@pytest.mark.parametrize("is_bare_first", [True, False])
@pytest.mark.parametrize("chosen", [[0], [2], [9], range(10)])
def test_a_segment_where_nobody_has_a_value_shifts_no_count(
    index, snapshots, is_bare_first, chosen
):
    authored = [{"pk": pk, "author": [name]} for pk, name in enumerate(["Anne", "Bruno"] * 4)]
    bare = [{"pk": 20}, {"pk": 21}]
    segments = [bare, authored] if is_bare_first else [authored, bare]
    for documents in segments:
        add(index, *documents, merge=False)
    snapshot = snapshots.current()
    mask = np.zeros(snapshot.size, bool)
    mask[list(chosen)] = True
    expected = Counter[str]()
    for doc in chosen:
        expected.update((segments[0] + segments[1])[doc].get("author", []))
    assert dict(snapshot.facet("author").top(mask)) == expected


@pytest.mark.parametrize("chosen", [[], [0], [7], [12], [0, 7, 12, 13], range(14), range(3, 14)])
def test_few_documents_and_many_have_their_values_counted_alike(index, snapshots, chosen):
    authors = [["Anne"], ["Bruno"], ["Anne", "Zoé"], [], ["Bruno", "Anne"], ["anne"]] * 2
    dated = [{"pk": pk, "author": names} for pk, names in enumerate(authors)]
    singly = [{"pk": 20, "author": ["Chloé"]}, {"pk": 21}]
    add(index, *dated, merge=False)
    add(index, *singly, merge=False)  # in a segment where nobody has several
    snapshot = snapshots.current()
    mask = np.zeros(snapshot.size, bool)
    mask[list(chosen)] = True
    expected = Counter[str]()
    for doc in chosen:
        expected.update([*authors, ["Chloé"], []][doc])
        assert snapshot.facet("author").of(doc) == sorted([*authors, ["Chloé"], []][doc])
    assert dict(snapshot.facet("author").top(mask)) == expected


def test_values_rank_in_their_order_and_documents_without_value_last(index, snapshots):
    add(index, {"pk": 1, "heading": "m"}, {"pk": 2}, {"pk": 3, "heading": "a"}, merge=False)
    add(index, {"pk": 4, "heading": "m"}, {"pk": 5, "heading": "b"}, merge=False)
    assert snapshots.current().facet("heading").order().tolist() == [2, 3, 0, 2, 1]


def test_numbers_may_be_negative_large_or_unknown(index, snapshots):
    add(index, {"pk": 2**62, "day": -5}, {"pk": 0}, {"pk": -(2**62), "day": 2**31 - 2}, merge=False)
    add(index, {"pk": 7}, merge=False)
    snapshot = snapshots.current()
    assert snapshot.numbers("pk").values.tolist() == [2**62, 0, -(2**62), 7]
    assert snapshot.numbers("day").values.tolist() == [-5, NONE, 2**31 - 2, NONE]
    assert snapshot.numbers("day").known.tolist() == [True, False, True, False]
    with pytest.raises(TypeError, match="body"):
        snapshot.numbers("body")


def test_lengths_and_their_average_count_every_word(index, snapshots):
    add(index, {"pk": 1, "body": "un deux trois"}, {"pk": 2}, merge=False)
    add(index, {"pk": 3, "body": "un " * 300}, merge=False)
    assert snapshots.current().lengths("body").tolist() == [3, 0, 300]
    assert snapshots.current().average_length("body") == 101


def test_one_look_up_serves_all_fields_of_running_text(index, snapshots):
    add(
        index,
        {"pk": 1, "title": "Appel", "body": "les appels appelés, un appel"},
        {"pk": 2, "body": "appels"},
        merge=False,
    )
    add(index, {"pk": 3, "body": "appelant"}, merge=False)
    snapshot = snapshots.current()
    alike = snapshot.alike("body", "appel", FIRST_LETTERS)
    assert snapshot.spelled("body", alike) == {"appel": 1, "appelant": 1, "appels": 2, "appelés": 1}
    assert snapshot.spelled("title", alike) == {"appel": 1}
    assert snapshot.spelled("body", snapshot.beginning("body", "appelé")) == {"appelés": 1}
    assert snapshot.spelled("body", snapshot.terms("body", ["appel", "\ud800", "x"])) == {
        "appel": 1
    }


def test_a_large_table_of_keys_is_kept_beside_its_segment_and_shared(
    index, snapshots, tmp_path, monkeypatch
):
    monkeypatch.setattr("archive.search.engines.whoosh.index.words.conflation.WORTH_KEEPING", 3)
    add(index, {"pk": 1, "body": "appel appels rappel rappels"})
    snapshots.current().alike("body", "appel", FIRST_LETTERS)
    (table,) = tmp_path.glob("*.start.key")
    keyed = []
    slow = Key("start", lambda form: keyed.append(form) or form[:5])
    other = Snapshots(tmp_path).current()
    assert other.spelled("body", other.alike("body", "appels", slow)) == {"appel": 1, "appels": 1}
    assert "rappel" not in keyed
    table.write_bytes(table.read_bytes()[:50])
    other = Snapshots(tmp_path).current()
    assert other.spelled("body", other.alike("body", "appels", slow)) == {"appel": 1, "appels": 1}


@pytest.mark.parametrize("is_kept", [True, False])
def test_words_of_one_checksum_are_told_apart(index, snapshots, tmp_path, monkeypatch, is_kept):
    if is_kept:
        large = "archive.search.engines.whoosh.index.words.conflation.WORTH_KEEPING"
        monkeypatch.setattr(large, 1)
    # Of one CRC-32 are the first two, and « codding » with « gnu », which is not there.
    add(index, {"pk": 1, "body": "plumless buckeroo codding appel"})
    whole = Key("whole", lambda form: form)
    for reader in (snapshots, Snapshots(tmp_path)):
        snapshot = reader.current()
        for form in ("plumless", "buckeroo", "codding", "appel"):
            assert snapshot.forms("body", snapshot.keyed("body", form, whole)) == [form]
        assert snapshot.forms("body", snapshot.keyed("body", "gnu", whole)) == []


@pytest.mark.parametrize("harm", ["missing", "cut", "foreign"])
@pytest.mark.parametrize("extension", [".arr", ".col", ".toc"])
def test_a_damaged_index_is_told_in_one_way(index, tmp_path, harm, extension, monkeypatch):
    monkeypatch.setattr("archive.search.engines.whoosh.index.folder.commits.PAUSES", (0, 0))
    add(index, {"pk": 1, "body": "un mot"})
    path = next(tmp_path.glob(f"*{extension}"))
    data = path.read_bytes()
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(data[: len(data) // 2] if harm == "cut" else b"%PDF" + data)
    with pytest.raises(IndexDamaged):
        Snapshots(tmp_path).current()


def test_no_folder_an_empty_folder_and_another_engine_s_index_are_told_in_the_same_way(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("archive.search.engines.whoosh.index.folder.commits.PAUSES", (0, 0))
    with pytest.raises(IndexDamaged, match="no index"):
        Snapshots(tmp_path / "nowhere").current()
    with pytest.raises(IndexDamaged):
        Snapshots(tmp_path).current()
    stock = FileStorage(str(tmp_path)).create_index(fields.Schema(body=fields.TEXT))
    with stock.writer() as writer:
        writer.add_document(body="un mot")
    with pytest.raises(IndexDamaged, match="another engine"):
        Snapshots(tmp_path).current()


def test_an_index_swapped_for_another_is_noticed(index, tmp_path, snapshots):
    add(index, {"pk": 1})
    assert snapshots.current().count == 1
    other = tmp_path / "aside"
    aside = FileStorage(str(other)).create().create_index(index.schema)
    add(aside, *({"pk": pk} for pk in range(3)))
    swapped = Snapshots(tmp_path / "link")
    os.symlink(tmp_path, swapped.folder)
    assert swapped.current().count == 1
    os.symlink(other, tmp_path / "next")
    os.replace(tmp_path / "next", swapped.folder)
    assert swapped.current().count == 3


def test_a_forked_process_reads_on(index, snapshots):
    add(index, *({"pk": pk, "body": f"mot {pk}"} for pk in range(50)))
    snapshot = snapshots.current()
    with snapshots._lock:  # as if another thread were opening a snapshot at this moment
        add(index, {"pk": 50})
        child = os.fork()
        if not child:
            ok = snapshots.current().count == 51 and [
                snapshot.stored(n)["pk"] for n in range(50)
            ] == list(range(50))
            os._exit(0 if ok else 1)
        assert [snapshot.stored(n)["pk"] for n in range(50)] == list(range(50))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_readers_never_fail_beside_a_writer(index, snapshots):
    add(index, *({"pk": pk, "body": "toujours"} for pk in range(20)))
    failures, counts, done = [], set(), threading.Event()

    def read():
        while not done.is_set():
            try:
                snapshot = snapshots.current()
                counts.add(
                    len(snapshot.searcher().search(query.Term("body", "toujours"), limit=None))
                )
                snapshot.stored(random.randrange(snapshot.size))
            except Exception as error:
                failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(30):
        add(index, {"pk": number % 20, "body": "toujours"}, optimize=number % 3 == 0)
    done.set()
    for reader in readers:
        reader.join()
    assert not failures
    assert counts == {20}


def test_segments_travel_between_processes(index):
    add(index, {"pk": 1})
    (segment,) = index._segments()
    assert pickle.loads(pickle.dumps(segment)).sizes == segment.sizes
