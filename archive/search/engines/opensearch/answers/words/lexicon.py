"""The forms that an archive prints, by how they are spelled and what word they are of."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from archive.search.engines.opensearch.answers.queries import Query, any_of, has_token
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.engines.typed_words import SHORTEST_PART
from archive.search.question.typed_fields import FIELDS
from archive.search.words.analysis import (
    DEFAULT_LANGUAGE,
    as_name,
    in_capitals,
    is_function_word,
)
from archive.search.words.families import stem_key
from archive.search.words.forms import (
    ENOUGH_USES,
    MOSTLY,
    ending_key,
    is_in_lexicon,
    readings,
)
from archive.search.words.spelling import LONGEST
from archive.text import fold

TEXT = "text"  # the field whose uses tell what a form is
# What forms may share, each a field of the index of words.
FOLDED, KEY, ENDING, STEM = "folded", "key", "ending", "stem"
FORM, PRINTED = "form", "printed"
MOST = 10_000  # forms that one search of the index of words finds

Uses = dict[str, int]  # field -> editorials that have a form there


class Shared(NamedTuple):
    """What some forms share: a kind, and the key."""

    kind: str
    key: str


class Coming(NamedTuple):
    """A search of the index of words that is to be asked, and what it is to tell."""

    body: dict
    wanted: Sequence[Shared]


class Lexicon:
    """What is asked of the words of an archive for one question, each thing once."""

    def __init__(self, reader: Reader):
        self.reader = reader
        self._sharing: dict[Shared, list[str]] = {}
        self._uses: dict[str, Uses] = {}
        self._printed: dict[str, str] = {}
        self._coming: dict[str, Coming] = {}

    @property
    def languages(self) -> list[str]:
        """The languages of the archive's editorials, the default one first."""
        return self.reader.languages

    # Forms

    def look_up_row(self, forms: Iterable[str]) -> None:
        """Ask at once for what `look_up` does, and for what two that are side by side may be."""
        forms = list(dict.fromkeys(forms))
        telling = [form for form in forms if not is_function_word(form, DEFAULT_LANGUAGE)]
        joined = [fold(left + right) for left, right in pairwise(telling)]
        self._ask([*(Shared(FOLDED, folded) for folded in joined), *self._of_words(forms)])

    def look_up(self, forms: Iterable[str]) -> None:
        """Ask at once for all that may be of the words of some forms."""
        self._ask(self._of_words(forms))

    def _of_words(self, forms: Iterable[str]) -> list[Shared]:
        wanted: list[Shared] = []
        for form in dict.fromkeys(forms):
            wanted.append(Shared(FOLDED, fold(form)))
            for written in (form, as_name(form), in_capitals(form)):
                wanted.append(Shared(FORM, written))
            wanted.append(Shared(ENDING, ending_key(form)))
            wanted.append(Shared(STEM, stem_key(form)))
            for pair in halves(form):
                wanted += [Shared(FOLDED, fold(half)) for half in pair]
            for language in self.languages:
                for key in readings(form, language):
                    wanted.append(Shared(KEY, f"{language}/{key}"))
                    wanted.append(Shared(FORM, key))
        return wanted

    def expect(self, forms: Iterable[str]) -> None:
        """Have asked with the next request what `look_up` asks."""
        self._expect(self._of_words(forms))

    def expect_spelled(self, spellings: Iterable[str]) -> None:
        """Have asked with the next request what `look_up_spelled` asks."""
        self._expect(Shared(FOLDED, folded) for folded in spellings)

    def look_up_spelled(self, spellings: Iterable[str]) -> None:
        """Ask at once for the forms of some spellings without accents."""
        self._ask(Shared(FOLDED, folded) for folded in spellings)

    def of_word(self, key: str, language: str) -> list[str]:
        """Return the forms of a word of a language by its `word_key`."""
        return self._forms(Shared(KEY, f"{language}/{key}"))

    def of_ending(self, key: str) -> list[str]:
        """Return the forms that share an `ending_key`."""
        return self._forms(Shared(ENDING, key))

    def of_stem(self, form: str) -> list[str]:
        """Return the forms that share the stem of a form."""
        return self._forms(Shared(STEM, stem_key(form)))

    def spelled(self, form: str) -> list[str]:
        """Return the forms that differ from one by accents alone, and itself where it is there."""
        return self._forms(Shared(FOLDED, fold(form)))

    def has(self, form: str) -> bool:
        """Return True if an editorial has this very form."""
        return bool(self._uses_of([form])[form])

    def _forms(self, shared: Shared) -> list[str]:
        self._ask([shared])
        return self._sharing[shared]

    def _ask(self, wanted: Iterable[Shared]) -> None:
        wanted = list(wanted)
        self._expect(wanted)
        if any(shared not in self._sharing for shared in wanted):
            for lookup in list(self._coming.values()):
                self.reader.words(lookup.body)
            self._take_in()

    def _expect(self, wanted: Iterable[Shared]) -> None:
        self._take_in()
        coming: set[Shared] = set()
        for lookup in self._coming.values():
            coming.update(lookup.wanted)
        unknown = []
        for shared in dict.fromkeys(wanted):
            if shared not in self._sharing and shared not in coming:
                unknown.append(shared)
        if not unknown:
            return
        keys: dict[str, list[str]] = {}
        for shared in unknown:
            keys.setdefault(shared.kind, []).append(shared.key)
        kinds: list[Query] = [{"terms": {kind: of_kind}} for kind, of_kind in keys.items()]
        body = {"query": any_of(kinds), "size": MOST, "_source": [FORM, PRINTED, *keys, *FIELDS]}
        self._coming[self.reader.expect_words(body)] = Coming(body, unknown)

    def _take_in(self) -> None:
        """Take in what was asked for and is there."""
        for lookup in filter(self.reader.is_answered, list(self._coming)):
            body, wanted = self._coming.pop(lookup)
            for shared in wanted:
                self._sharing.setdefault(shared, [])
                if shared.kind == FORM:
                    self._uses.setdefault(shared.key, {})
            kinds = dict.fromkeys(shared.kind for shared in wanted)
            for entry in self.reader.words(body):
                if self.keep(entry):
                    self._share(entry, kinds)

    def keep(self, entry: dict) -> bool:
        """Keep how much a form is used; return False for one that is used no longer."""
        uses = {field: entry.get(field, 0) for field in FIELDS if entry.get(field, 0) > 0}
        self._uses[entry[FORM]] = uses
        self._printed[entry[FORM]] = entry.get(PRINTED, entry[FORM])
        return bool(uses)

    def printed(self, form: str) -> str:
        """Return a form as texts print it: « après-vente » for `aprèsvente`."""
        self._uses_of([form])
        return self._printed.get(form, form)

    def _share(self, entry: dict, kinds: Iterable[str]) -> None:
        for kind in kinds:
            keys = entry.get(kind, ())
            for key in [keys] if isinstance(keys, str) else keys:
                sharing = self._sharing.get(Shared(kind, key))
                if sharing is not None and entry[FORM] not in sharing:
                    sharing.append(entry[FORM])

    # Uses

    def uses(self, forms: Collection[str], fields: Sequence[str] = FIELDS) -> dict[str, int]:
        """Return {form: editorials}, counted in that one of the fields that has it most.

        Forms that no editorial has there are left out.
        """
        uses = {}
        for form, of_form in self._uses_of(forms).items():
            most = max(of_form.get(field, 0) for field in fields)
            if most:
                uses[form] = most
        return uses

    def _uses_of(self, forms: Collection[str]) -> dict[str, Uses]:
        self._ask(Shared(FORM, form) for form in forms if form not in self._uses)
        return {form: self._uses[form] for form in forms}

    def used(self, forms: Iterable[str], field: str) -> list[str]:
        """Return those of the forms that some editorial has in a field."""
        uses = self._uses_of(list(forms))
        return [form for form, of_form in uses.items() if of_form.get(field)]

    def uses_in_texts(self, form: str) -> int:
        """Return how many texts have a form."""
        return self.uses([form], [TEXT]).get(form, 0)

    def is_name(self, form: str) -> bool:
        """Return True for what the texts write with a capital: « Paris », not « pari »."""
        uses = self.uses([form, as_name(form)], [TEXT])
        in_texts = uses.get(form, 0)
        if in_texts < ENOUGH_USES and is_in_lexicon(form, DEFAULT_LANGUAGE):
            return False
        return in_texts > 0 and uses.get(as_name(form), 0) >= MOSTLY * in_texts

    def is_printed_small(self, form: str) -> bool:
        """Return True for what a text prints without a capital: a word, or a word as well."""
        uses = self.uses([form, as_name(form)], [TEXT])
        return uses.get(form, 0) > uses.get(as_name(form), 0)

    def spoken_in(self, forms: Collection[str], language: str) -> set[str]:
        """Return those of the forms that a text in a language has: others are of no word of it."""
        ordered = sorted(forms)
        of_language = spoken(language, self.languages)
        queries = []
        for form in ordered:
            queries.append({"bool": {"filter": [of_language, has_token(TEXT, [form])]}})
        counts = self.reader.counts(queries)
        return {form for form, count in zip(ordered, counts, strict=True) if count}


def halves(form: str) -> Iterator[tuple[str, str]]:
    """Yield the two words that a form may be written as, neither a function word."""
    for cut in range(SHORTEST_PART, min(len(form), LONGEST) - SHORTEST_PART + 1):
        left, right = form[:cut], form[cut:]
        if not any(is_function_word(half, DEFAULT_LANGUAGE) for half in (left, right)):
            yield left, right


def anywhere(tokens: Collection[str], fields: Sequence[str] = FIELDS) -> Query:
    """Return the query of the editorials that have one of these tokens in any field."""
    return any_of([has_token(field, tokens) for field in fields])


def spoken(language: str, languages: Sequence[str]) -> Query:
    """Return the query of the editorials in a language.

    Those of unknown language are taken to be in the default one.
    """
    if language != DEFAULT_LANGUAGE:
        return {"term": {"language": language}}
    others = sorted(set(languages) - {"", DEFAULT_LANGUAGE})
    return {"bool": {"must_not": [{"terms": {"language": others}}]}}
