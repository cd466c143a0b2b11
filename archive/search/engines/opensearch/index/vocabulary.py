"""The index of words: each form that an archive prints, with all by which it may be looked for.

It has an entry for each form and language: every form as one of the default language, and those of
a text in another as of that one, too. Entries are only added: how many editorials have a form is
counted where these are.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import islice

from archive.search.words.analysis import DEFAULT_LANGUAGE, Token, joint, tokenize
from archive.search.words.forms import ending_key, family_key, stem_key, word_key
from archive.search.words.slips import sound
from archive.text import fold

MAPPING = {
    "dynamic": "strict",
    "properties": {
        "language": {"type": "keyword"},
        "form": {"type": "keyword"},
        "folded": {"type": "keyword"},
        "key": {"type": "keyword"},  # `word_key` in the language
        # Of entries in the default language alone:
        "ending": {"type": "keyword"},
        "stem": {"type": "keyword"},
        "family": {"type": "keyword"},
        "sound": {"type": "keyword"},
        "printed": {"type": "keyword", "index": False, "doc_values": False},
    },
}


def entries(texts: Iterable[str], language: str) -> Iterator[tuple[str, dict]]:
    """Yield (id, entry) of each form of the texts of one editorial, each once."""
    forms: dict[str, str] = {}
    for text in texts:
        for form, printed in _printed(text):
            if forms.get(form, form) == form:
                forms[form] = printed
    languages = dict.fromkeys([DEFAULT_LANGUAGE, language or DEFAULT_LANGUAGE])
    for form, printed in forms.items():
        for code in languages:
            yield _entry(code, form, printed)


def _printed(text: str) -> Iterator[tuple[str, str]]:
    """Yield the forms of a text and how it prints each: « après-vente » for `aprèsvente`."""
    tokens = list(tokenize(text))
    for place, token in enumerate(tokens):
        if token.span == 1:
            yield token.form, token.form
        else:
            yield token.form, _compound(token, tokens[place - 1 :])


def _compound(whole: Token, tokens: Iterable[Token]) -> str:
    """Return a compound by its parts, the first of which stands before it."""
    singles = (token.form for token in tokens if token.span == 1)
    *parts, last = islice(singles, whole.span)
    return "".join(part + joint(part) for part in parts) + last


@lru_cache(maxsize=200_000)
def _entry(language: str, form: str, printed: str) -> tuple[str, dict]:
    folded = fold(form)
    entry = {
        "language": language,
        "form": form,
        "folded": folded,
        "key": word_key(form, language),
        "printed": printed,
    }
    if language == DEFAULT_LANGUAGE:
        entry["ending"] = ending_key(form)
        entry["stem"] = stem_key(form)
        entry["family"] = family_key(form)
        entry["sound"] = sound(folded)
    name = blake2b(f"{language}:{form}".encode(errors="replace"), digest_size=12).hexdigest()
    return name, entry
