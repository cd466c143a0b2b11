"""What a text is about: the words in it that tell it from the others of the archive."""

from collections import defaultdict

import numpy as np
from whoosh import query

from archive.search.engines.whoosh.answers.matching import idf
from archive.search.engines.whoosh.answers.meaning import DEFAULT_LANGUAGE, LEXICON, language_key
from archive.search.engines.whoosh.haystack.syntax import Forms
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.words.analysis import is_function_word, positions

WORDS = 25  # by which texts are compared
SHORTEST = 3  # letters of such a word


def telling(snapshot: Snapshot, text: str, language: str) -> list[tuple[list[str], float]]:
    """[(forms of one word, weight)], the most telling first. The weight is (1 + ln of its count) · idf, the idf that of
    its most frequent form; a word that no other text has is left out."""
    key, words = language_key(language or DEFAULT_LANGUAGE), defaultdict(list)
    counts = {form: len(places) for form, places in positions(text)[0].items()}
    for form in counts:
        if len(form) >= SHORTEST and not form.isdigit() and not is_function_word(form, language or DEFAULT_LANGUAGE):
            words[key.of(form)].append(form)
    found = []
    for forms in words.values():
        documents = max(snapshot.spelled(LEXICON, snapshot.terms(LEXICON, forms)).values(), default=0)
        if documents > 1:
            weight = (1 + np.log(sum(counts[form] for form in forms))) * idf(snapshot, documents)
            found.append((forms, float(weight)))
    return sorted(found, key=lambda one: (-one[1], one[0]))[:WORDS]


def like(snapshot: Snapshot, text: str, language: str) -> query.Query:
    """A query for texts with the same telling words."""
    key = language_key(language or DEFAULT_LANGUAGE)
    parts = []
    for forms, weight in telling(snapshot, text, language):
        alike = snapshot.spelled(LEXICON, snapshot.alike(LEXICON, forms[0], key))
        parts.append(Forms(LEXICON, sorted({*forms, *alike}), weight))
    return query.Or(parts) if parts else query.NullQuery
