"""The lexicons as tries that the first process writes into the data folder."""

import pytest

from archive.search.words.lexicon import lexicon


@pytest.fixture
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    lexicon.cache_clear()
    yield tmp_path
    lexicon.cache_clear()


def written(folder):
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_a_form_has_its_lemma(data_folder):
    assert lexicon("fr").get("chevaux") == "cheval"
    assert lexicon("en").get("women") == "woman"
    assert lexicon("fr").get("zzqxzzq") is None


@pytest.mark.parametrize("language", ["xx", "", "../fr", "fr\0", "f" * 5000])
def test_a_language_that_nobody_wrote_a_lexicon_for_has_none(data_folder, language):
    assert not lexicon(language)
    assert not written(data_folder)


def test_it_is_written_once_and_read_from_then_on(data_folder):
    lexicon("fr")
    assert written(data_folder) == ["fr.dic"]
    (trie,) = data_folder.rglob("fr.dic")
    before = trie.stat().st_mtime_ns
    lexicon.cache_clear()
    assert lexicon("fr").get("yeux") == "œil"
    assert trie.stat().st_mtime_ns == before


def test_one_that_is_damaged_is_written_anew(data_folder):
    lexicon("fr")
    (trie,) = data_folder.rglob("fr.dic")
    trie.write_bytes(b"nothing of the kind")
    lexicon.cache_clear()
    assert lexicon("fr").get("yeux") == "œil"
    assert trie.stat().st_size > 1_000_000


def test_where_it_cannot_be_written_each_process_makes_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "file"
    settings.DATA_DIR.write_text("in the place of the folder")
    lexicon.cache_clear()
    try:
        assert lexicon("fr").get("yeux") == "œil"
    finally:
        lexicon.cache_clear()
