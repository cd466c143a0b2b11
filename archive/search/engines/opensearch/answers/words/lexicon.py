"""The forms that an archive prints, by how they are spelled and what word they are of."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from archive.search.engines.opensearch.answers.queries import Query, any_of, has_token
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.engines.opensearch.index.encoding import printed_token
from archive.search.question.typed_fields import FIELDS
from archive.search.words.analysis import DEFAULT_LANGUAGE, as_name
from archive.search.words.forms import ending_key, is_in_lexicon, readings, stem_key
from archive.text import fold

TEXT = "text"  # the field whose uses tell what a form is
# Kinds of keys that forms share, each a field of the index of words.
FOLDED, KEY, ENDING, STEM, FAMILY = "folded", "key", "ending", "stem", "family"
MOST = 5_000  # forms that one search of the index of words finds
MOST_LANGUAGES = 100
ENOUGH_USES = 3  # texts that have a form, so that they tell whether it is a name,
MOSTLY = 0.9  # of them never without its capital

Shared = tuple[str, str, str]  # kind, language, what forms share


class Lexicon:
    """What is asked of the words of an archive for one question, each thing once."""

    def __init__(self, reader: Reader):
        self.reader = reader
        self._sharing: dict[Shared, list[str]] = {}
        self._languages: list[str] | None = None

    @property
    def languages(self) -> list[str]:
        """The languages of the archive's editorials, the default one first."""
        if self._languages is None:
            values = self.reader.values("language", MOST_LANGUAGES)
            codes = {DEFAULT_LANGUAGE, *(value for value, _count in values)} - {""}
            self._languages = sorted(codes, key=lambda code: (code != DEFAULT_LANGUAGE, code))
        return self._languages

    # Forms

    def look_up(self, forms: Iterable[str]) -> None:
        """Ask at once for all that may be of the words of some forms."""
        wanted: list[Shared] = []
        for form in forms:
            wanted.append((FOLDED, DEFAULT_LANGUAGE, fold(form)))
            wanted.append((ENDING, DEFAULT_LANGUAGE, ending_key(form)))
            wanted.append((STEM, DEFAULT_LANGUAGE, stem_key(form)))
            for language in self.languages:
                for key in readings(form, language):
                    wanted.append((KEY, language, key))
                    wanted.append((FOLDED, DEFAULT_LANGUAGE, fold(key)))
        self._ask(wanted)

    def sharing(self, kind: str, shared: str, language: str = DEFAULT_LANGUAGE) -> list[str]:
        """Return the forms that share a key of this kind."""
        name = (kind, language, shared)
        self._ask([name])
        return self._sharing[name]

    def look_up_spelled(self, spellings: Iterable[str]) -> None:
        """Ask at once for the forms of some spellings without accents."""
        self._ask((FOLDED, DEFAULT_LANGUAGE, folded) for folded in spellings)

    def spelled(self, form: str) -> list[str]:
        """Return the forms that differ from one by accents alone, and itself where it is there."""
        return self.sharing(FOLDED, fold(form))

    def has(self, form: str) -> bool:
        """Return True if any text ever had this very form."""
        return form in self.spelled(form)

    def _ask(self, wanted: Iterable[Shared]) -> None:
        names = [name for name in dict.fromkeys(wanted) if name not in self._sharing]
        if not names:
            return
        for name in names:
            self._sharing[name] = []
        values: dict[tuple[str, str], list[str]] = {}
        for kind, language, shared in names:
            values.setdefault((kind, language), []).append(shared)
        kinds = []
        for (kind, language), keys in values.items():
            filters = [{"term": {"language": language}}, {"terms": {kind: keys}}]
            kinds.append({"bool": {"filter": filters}})
        fields = ["language", "form", *{kind for kind, _language in values}]
        for entry in self.reader.words(
            {"query": any_of(kinds), "size": MOST, "_source": fields, "sort": ["form"]}
        ):
            for kind, language in values:
                name = (kind, language, entry.get(kind, ""))
                if entry["language"] == language and name in names:
                    self._sharing[name].append(entry["form"])

    # Uses

    def uses(self, forms: Collection[str], fields: Sequence[str] = FIELDS) -> dict[str, int]:
        """Return {form: editorials}, counted in that one of the fields that has it most.

        Forms that no editorial has there are left out.
        """
        queries: list[Query] = []
        for form in forms:
            for field in fields:
                queries.append(has_token(field, [printed_token(form)]))
        counts = iter(self.reader.counts(queries))
        uses = {}
        for form in forms:
            most = max(next(counts) for _field in fields)
            if most:
                uses[form] = most
        return uses

    def uses_in_texts(self, form: str) -> int:
        """Return how many texts have a form."""
        return self.uses([form], [TEXT]).get(form, 0)

    def is_name(self, form: str) -> bool:
        """Return True for what the archive's texts write with a capital: « Paris », not « pari »."""
        uses = self.uses([form, as_name(form)], [TEXT])
        in_texts = uses.get(form, 0)
        if in_texts < ENOUGH_USES and is_in_lexicon(form, DEFAULT_LANGUAGE):
            return False
        return in_texts > 0 and uses.get(as_name(form), 0) >= MOSTLY * in_texts

    def editorials(self, forms: Collection[str]) -> dict[str, int]:
        """Return {form: how many editorials have it in any field}, without those that none has."""
        queries = [anywhere([printed_token(form)]) for form in forms]
        counts = dict(zip(forms, self.reader.counts(queries), strict=True))
        return {form: count for form, count in counts.items() if count}


def anywhere(tokens: Collection[str], fields: Sequence[str] = FIELDS) -> Query:
    """Return the query of the editorials that have one of these tokens in any field."""
    if not tokens:
        return has_token(TEXT, [])
    return any_of([has_token(field, tokens) for field in fields])


def spoken(language: str, languages: Mapping | Sequence[str]) -> Query:
    """Return the query of the editorials in a language; one of unknown language is in the default."""
    if language != DEFAULT_LANGUAGE:
        return {"term": {"language": language}}
    others = sorted(set(languages) - {"", DEFAULT_LANGUAGE})
    return {"bool": {"must_not": [{"terms": {"language": others}}]}}
