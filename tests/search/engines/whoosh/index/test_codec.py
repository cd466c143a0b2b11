"""The array codec against Whoosh's own: the same index, the same answers."""

import os
import random

import pytest
from whoosh import fields, query
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.formats import Characters
from whoosh.reading import TermNotFound

from archive.search.engine import IndexDamaged
from archive.search.engines.haystack.kinds import EditorialTokenizer
from archive.search.engines.whoosh.index.codec import ArrayCodec
from archive.search.engines.whoosh.index.folder.commits import Snapshots
from archive.search.engines.whoosh.index.gathering import ArrayPool
from archive.search.engines.whoosh.index.running_text import Words
from archive.search.engines.whoosh.index.writing import (
    TOGETHER,
    ArrayWriter,
    write_contributions,
    write_segments,
)

WORDS = [
    "appel",
    "appels",
    "centre",
    "client",
    "clients",
    "l’accueil",
    "relation",
    "télé-usine",
    "de",
    "la",
    "39 75",
]
QUERIES = [
    query.Term("body", "client"),
    query.Term("tag", "Après-vente"),
    query.Phrase("body", ["de", "la", "relation"]),
    query.Phrase("body", ["centre", "appels"], slop=4),
    query.Prefix("body", "client"),
    query.Wildcard("body", "r*l*"),
    query.And([query.Term("title", "client"), query.Term("body", "relation")]),
    query.Or([query.Term("title", "75"), query.Term("body", "télé")]) - query.Term("body", "la"),
    query.NumericRange("day", 20, 60),
    query.FuzzyTerm("body", "cliant"),
    query.Every(),
]


def schema(words=Words):
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        title=words(),
        body=words(),
        tag=fields.ID(),
        note=fields.KEYWORD(scorable=True),
        day=fields.NUMERIC(int, 32, sortable=True),
    )


def stock_text():
    return fields.TEXT(analyzer=EditorialTokenizer())


def document(number):
    chance = random.Random(number)
    return {
        "id": str(number),
        "title": " ".join(chance.choices(WORDS, k=4)),
        "body": " ".join(chance.choices(WORDS, k=chance.randint(0, 40))),
        "tag": chance.sample(["Coûts", "Après-vente", "SI", "coûts"], 2),
        "note": "vu lu vu",
        "day": number,
    }


def write(index, numbers, **commit):
    writer = ArrayWriter(index)
    for number in numbers:
        writer.update_document(**document(number))
    writer.commit(**commit)


def scores(index, sought):
    with index.searcher() as searcher:
        return {hit["id"]: hit.score for hit in searcher.search(sought, limit=None)}


@pytest.fixture
def index(tmp_path):
    return FileStorage(str(tmp_path)).create_index(schema())


@pytest.fixture(scope="module")
def stock_index():
    index = RamStorage().create_index(schema(stock_text))
    with index.writer() as writer:
        for number in range(90):
            writer.add_document(**document(number))
    return index


@pytest.mark.parametrize("sought", QUERIES, ids=str)
def test_whoosh_finds_the_same_documents_as_with_its_own_codec(index, stock_index, sought):
    write(index, range(90))
    assert scores(index, sought) == pytest.approx(scores(stock_index, sought), rel=0.05)


def test_documents_added_deleted_and_merged_over_many_commits_are_found_alike(index, stock_index):
    write(index, range(120))
    for start in range(0, 90, 5):
        write(index, range(start, start + 5))
    with ArrayWriter(index) as writer:
        for number in range(90, 120):
            writer.delete_by_term("id", str(number))
    for sought in QUERIES:
        assert scores(index, sought).keys() == scores(stock_index, sought).keys()
    write(index, [], optimize=True)
    for sought in QUERIES:
        assert scores(index, sought) == pytest.approx(scores(stock_index, sought), rel=0.05)


def test_whoosh_s_own_writer_can_use_the_codec(tmp_path, stock_index):
    index = FileStorage(str(tmp_path)).create_index(schema(stock_text))
    for numbers in (range(50), range(50, 90)):
        with index.writer(codec=ArrayCodec()) as writer:
            for number in numbers:
                writer.add_document(**document(number))
    index.optimize(codec=ArrayCodec())
    for sought in QUERIES:
        assert scores(index, sought) == pytest.approx(scores(stock_index, sought), rel=0.05)


def test_the_index_can_live_in_memory(stock_index):
    index = RamStorage().create_index(schema())
    write(index, range(90))
    assert scores(index, QUERIES[2]) == pytest.approx(scores(stock_index, QUERIES[2]), rel=0.05)


def test_terms_and_their_figures_are_those_of_whoosh(index, stock_index):
    write(index, range(90))
    with index.reader() as ours, stock_index.reader() as theirs:
        assert list(ours.all_terms()) == list(theirs.all_terms())
        assert list(ours.terms_from("tag", "C")) == list(theirs.terms_from("tag", "C"))
        for term in theirs.all_terms():
            our_info, their_info = ours.term_info(*term), theirs.term_info(*term)
            for figure in ("weight", "doc_frequency", "min_id", "max_id", "max_weight"):
                assert getattr(our_info, figure)() == getattr(their_info, figure)()
            assert ours.frequency(*term) == theirs.frequency(*term)


def test_a_merge_drops_the_terms_that_no_document_has_any_more(index):
    write(index, range(3))
    with ArrayWriter(index) as writer:
        writer.add_document(id="rare", body="ornithorynque", tag=["Zoologie"])
    with ArrayWriter(index) as writer:
        writer.delete_by_term("id", "rare")
    write(index, [], optimize=True)
    with index.reader() as reader:
        assert "Zoologie" not in reader.field_terms("tag")
        with pytest.raises(TermNotFound):
            reader.term_info("body", "ornithorynque")


def stored_by_id(index) -> dict[str, dict]:
    """Return all that is stored of each document, with its lengths."""
    rows = {}
    with index.reader() as reader:
        for number in reader.all_doc_ids():
            stored = reader.stored_fields(number)
            lengths = [reader.doc_field_length(number, name) for name in ("title", "body")]
            rows[stored["id"]] = stored | {"lengths": lengths}
    return rows


def test_a_merge_keeps_what_is_stored_of_each_document(index):
    for start in range(0, 90, 30):
        writer = ArrayWriter(index)
        for number in range(start, start + 30):
            writer.add_document(**document(number), _stored_note={"n°": number, "vu": None})
        writer.commit(merge=False)
    with ArrayWriter(index) as writer:
        for number in range(0, 90, 7):
            writer.delete_by_term("id", str(number))
    before = stored_by_id(index)
    write(index, [], optimize=True)
    assert len(index._segments()) == 1 and len(before) == 77
    assert stored_by_id(index) == before


def test_lengths_of_long_texts_are_exact(index):
    with ArrayWriter(index) as writer:
        writer.add_document(id="long", body="mot " * 100_001)
    with index.reader() as reader:
        assert reader.doc_field_length(0, "body") == reader.max_field_length("body") == 100_001
        assert reader.postings("body", "mot").value_as("positions")[-1] == 100_000


def test_many_postings_are_put_aside_in_files_and_none_is_lost(index, stock_index):
    writer = ArrayWriter(index)
    writer.pool = ArrayPool(writer.schema, writer.temp_storage(), limit=100)
    for number in range(90):
        writer.add_document(**document(number))
    writer.commit()
    for sought in QUERIES:
        assert scores(index, sought) == pytest.approx(scores(stock_index, sought), rel=0.05)


def test_small_segments_are_merged_and_their_number_stays_small(index):
    for number in range(60):
        write(index, [number])
    assert len(index._segments()) < 2 * TOGETHER
    assert index.doc_count() == 60


def test_processes_write_segments_that_one_commit_joins(index, stock_index):
    shares = [
        lambda: map(document, range(45)),
        lambda: map(document, range(45, 90)),
        lambda: iter(()),
    ]
    writer = ArrayWriter(index)
    writer.adopt(write_segments(index, shares))
    writer.commit(merge=False)
    assert len(index._segments()) == 2
    for sought in QUERIES:
        assert scores(index, sought).keys() == scores(stock_index, sought).keys()


def test_processes_contribute_to_one_segment_all_but_what_could_not_be_indexed(index, stock_index):
    broken = document(90) | {"day": "jamais"}
    shares = [
        lambda: map(document, range(45)),
        lambda: iter(()),
        lambda: iter([broken, *map(document, range(45, 90))]),
    ]
    writer = ArrayWriter(index)
    for contribution in write_contributions(index, shares):
        writer.take_in(contribution)
    writer.commit(merge=False)
    (segment,) = index._segments()
    assert (segment.doc_count_all(), segment.deleted_count()) == (90, 0)
    for sought in QUERIES:
        assert scores(index, sought).keys() == scores(stock_index, sought).keys()


def test_a_process_that_dies_while_writing_is_reported(index):
    writer = ArrayWriter(index)
    with pytest.raises(OSError, match="ended before its time"):
        write_segments(index, [lambda: map(document, range(5)), lambda: os._exit(9)])
    writer.cancel()


def test_a_commit_that_fails_leaves_the_index_as_it_was_and_the_lock_free(index, monkeypatch):
    write(index, range(5))
    writer = ArrayWriter(index)
    writer.add_document(**document(7))
    monkeypatch.setattr("archive.search.engines.whoosh.index.gathering.merge", full_disk)
    with pytest.raises(OSError, match="No space left"):
        writer.commit()
    monkeypatch.undo()
    assert index.doc_count() == 5
    write(index, [7])
    assert index.doc_count() == 6


def full_disk(*_):
    raise OSError(28, "No space left on device")


def test_boosts_of_documents_are_refused_rather_than_lost(index):
    writer = ArrayWriter(index)
    with pytest.raises(ValueError, match="boosts"):
        writer.add_document(id="1", body="deux mots", _boost=2.0)
    writer.cancel()


def test_formats_that_arrays_cannot_hold_are_refused(tmp_path):
    odd = fields.Schema(body=fields.FieldType(Characters(), EditorialTokenizer()))
    writer = ArrayWriter(FileStorage(str(tmp_path)).create_index(odd))
    with pytest.raises(TypeError, match="Characters"):
        writer.add_document(body="deux mots")
    writer.cancel()


@pytest.mark.parametrize("extension", [".arr", ".day.col"])
@pytest.mark.parametrize("harm", ["cut", "empty", "longer"])
def test_a_file_of_another_size_is_noticed(index, tmp_path, extension, harm):
    write(index, range(5))
    (path,) = tmp_path.glob(f"*{extension}")
    data = path.read_bytes()
    path.write_bytes({"cut": data[:-1], "empty": b"", "longer": data + b"\0"}[harm])
    with pytest.raises(IndexDamaged, match=path.name):
        index.reader()


def test_a_directory_of_arrays_that_was_altered_is_noticed(index, tmp_path):
    write(index, range(5))
    (path,) = tmp_path.glob("*.arr")
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexDamaged, match="altered"):
        index.reader()


def test_a_check_reads_every_byte(index, tmp_path):
    write(index, range(5))
    Snapshots(tmp_path).current().verify()
    (path,) = tmp_path.glob("*.arr")
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexDamaged, match="altered"):
        Snapshots(tmp_path).current().verify()
