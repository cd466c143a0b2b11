"""The lexicons: what lemma a form has, in simplemma's 57 languages.

As simplemma brings them they take a quarter of a second to load and 26 MB, the French one; as tries
that were written once they are there in a millisecond, take 1.3 MB and are as quick to ask.
"""

import os
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import simplemma
from django.conf import settings
from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES
from simplemma.strategies.dictionaries.trie_dictionary_factory import TrieDictionaryFactory


@lru_cache(maxsize=64)
def lexicon(language: str) -> Mapping[str, str]:
    """Return {form: lemma} of a language; empty where nobody has written its lexicon.

    The first process that asks for a language writes its trie into the data folder: half a second
    for French, two and a half for German. Where it cannot be written each process makes its own.
    """
    if language not in SUPPORTED_LANGUAGES:
        return {}
    folder = Path(settings.DATA_DIR, "lexicons", simplemma.__version__)
    try:
        if not _written(folder, language).exists():
            _write(folder, language)
        return TrieDictionaryFactory(disk_cache_dir=str(folder)).get_dictionary(language)
    except OSError:
        return TrieDictionaryFactory(use_disk_cache=False).get_dictionary(language)


def _written(folder: Path, language: str) -> Path:
    return folder / f"{language}.dic"


def _write(folder: Path, language: str) -> None:
    """Write a trie aside and put it in its place: no process may read half of one.

    Raises OSError where it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        TrieDictionaryFactory(disk_cache_dir=aside).get_dictionary(language)
        os.replace(_written(Path(aside), language), _written(folder, language))
