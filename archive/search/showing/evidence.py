"""What of an editorial shows why it answers: passages, names that hold the words, the reasons.

Pages, feeds, the API and tables say it alike, from one list of what is marked.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import issues
from archive.markup import Span
from archive.models import Byline, Editorial, Tagging
from archive.search.question.answers import NAMES_OF, Answer, Hit
from archive.search.question.parsing import Kind
from archive.search.question.query import Question
from archive.search.question.readings import BESIDE
from archive.search.showing import as_asked, excerpts, finding, marks
from archive.search.showing.excerpts import Passage
from archive.search.words import analysis

# Field of the index -> how a reason that stands there begins.
FIELD_NAMES = {
    "title": _("dans le titre"),
    "standfirst": _("dans le chapô"),
    "text": _("dans le texte"),
    "byline": _("dans la signature"),
    "keywords": _("dans les mots-clés"),
    "magazine": _("dans le nom de la revue"),
    "date": _("par la date ou le numéro"),
    "issue": _("par le numéro"),
    "page": _("par la page"),
}
# Field of the index -> the rows of an editorial, where they have a name, and where its other names.
OTHER_NAMES = {
    "byline": (Byline, "name", "author__names__name"),
    "keywords": (Tagging, "tag__name", "tag__aliases__name"),
}
BETWEEN = "\n"  # names that are looked through at once
# Fields of the index that hold names; what is found in the last of them is told first.
NAMES = ("magazine", "byline", "keywords", "title")


class Content(NamedTuple):
    """What an editorial has that words may be found in; `names` are by field of the index.

    `issue` and `page` are as printed.
    """

    text: str
    standfirst: str
    names: Mapping[str, Sequence[str]]
    issue: str
    page: str


def content(editorial: Editorial) -> Content:
    """Return what an editorial has, its bylines, tags and magazine read already."""
    magazine = editorial.publication
    names = {
        "title": [editorial.heading],
        "byline": [byline.name for byline in editorial.bylines.all()],
        "keywords": [tag.name for tag in editorial.tags.all()],
        "magazine": [magazine.name] if magazine else [],
    }
    return Content(editorial.text, editorial.standfirst, names, editorial.issue, editorial.page)


class Evidence:
    """What is marked in the texts and names of an answer."""

    def __init__(self, question: Question, answer: Answer):
        question = answer.instead or question
        self._forms = marks.forms(question, answer)
        self._phrases = marks.phrases(question, answer)
        self._of_field = _of_fields(question, answer)
        self._issues = _issues(question, answer)
        self._said = as_asked.words(question, answer) | _read(answer)
        self._chosen = _chosen(answer)
        # What is asked as a phrase or of a field has no reason of its own in an answer.
        self._is_reasoned = not self._phrases and not self._of_field

    def spans(self, text: str) -> list[Span]:
        """Return [(start, end)] of what is marked in a text."""
        return finding.spans(text, self._forms, self._phrases)

    def lines(self, lines: Sequence[str]) -> list[Passage]:
        """Return lines with what is marked in each, looked through at once."""
        if self._phrases:  # which would go on from one line to the next
            return [Passage(line, self.spans(line)) for line in lines]
        return list(_parted(lines, self.spans(BETWEEN.join(lines))))

    def passages(self, text: str, standfirst: str) -> list[Passage]:
        """Return the best passages of a text; of its standfirst where only that has the words.

        Where neither has any, that is the text's beginning.
        """
        best = excerpts.passages(text or standfirst, self._forms, self._phrases)
        if standfirst and text and not _has_marks(best):
            above = excerpts.passages(standfirst, self._forms, self._phrases)
            if _has_marks(above):
                return above
        return best

    def places(self, issue: str, page: str, hit: Hit) -> list[Passage]:
        """Return the issue and the page as they are called, what was asked for marked.

        Both are given as printed.
        """
        places = []
        if issue:
            places.append(self._issue(issue, hit))
        if page:
            name = issues.page_name(page)
            places.append(_all_marked(name) if "page" in hit.why else Passage(name))
        return places

    def _issue(self, printed: str, hit: Hit) -> Passage:
        name = issues.name(printed)
        if "issue" in hit.why or not self._issues.isdisjoint(issues.keys(printed)):
            return _all_marked(name)
        if "date" in hit.why:
            return Passage(name, self.spans(name))
        return Passage(name)

    def reasons(self, hit: Hit) -> dict[str, list[str]]:
        """Return {field of the index: the words that counted there}, most telling field first.

        They are as typed; what was read for them is said to be: « intelligence artificielle (lu
        pour « ia ») ».
        """
        reasons = {}
        for field, words in hit.why.items():
            if field in FIELD_NAMES:
                reasons[field] = [self._said.get(word, word) for word in words]
        return reasons

    def names(
        self, hits: Sequence[Hit], field: str, names: Mapping[int, Sequence[str]]
    ) -> dict[int, list[Passage]]:
        """Return the names that editorials bear in a field of the index, the words marked.

        `names` is {id: what is shown of it}; those of which no name has any of the words are left
        out. Where the words are in another name of a tag or an author, that stands behind it:
        « intelligence artificielle (IA) ». Asks the database once where there are such, else not at
        all.
        """
        marked = {}
        unexplained = []
        for hit in hits:
            is_reasoned = bool(hit.why) and self._is_reasoned and field not in self._chosen
            if is_reasoned and field not in hit.why:
                continue
            passages = self._names(field, names.get(hit.id, ()))
            if _has_marks(passages):
                marked[hit.id] = passages
            elif field in hit.why:
                unexplained.append(hit.id)
        if unexplained and field in OTHER_NAMES:
            for number, pairs in _other_names(field, unexplained).items():
                behind = self._behind(field, pairs)
                if behind:
                    plain = [name for name in names.get(number, ()) if name not in behind]
                    marked[number] = [*behind.values(), *map(Passage, plain)]
        return marked

    def _names(self, field: str, names: Sequence[str]) -> list[Passage]:
        if not names:
            return []
        forms = self._forms
        if field in self._of_field:
            forms = forms | self._of_field[field]
        spans = finding.spans(BETWEEN.join(names), forms, self._phrases)
        chosen = self._chosen.get(field, set())
        if not spans and chosen.isdisjoint(names):
            return []
        passages = []
        for passage in _parted(names, spans):
            if passage.text in chosen:
                passage = _all_marked(passage.text)
            passages.append(passage)
        return passages

    def _behind(self, field: str, pairs: Sequence[tuple[str, str]]) -> dict[str, Passage]:
        """Return {name: it with that other name of it behind it which has the words}."""
        behind: dict[str, Passage] = {}
        passages = self._names(field, [alias for _name, alias in pairs])
        for (name, _alias), passage in zip(pairs, passages, strict=False):
            if passage.marks and name not in behind:
                behind[name] = _parenthesised(name, passage)
        return behind

    def excerpts(
        self, hits: Sequence[Hit], texts: Mapping[int, Content]
    ) -> dict[int, list[Passage]]:
        """Return {id: what stands for an editorial where nothing else of it is shown marked}.

        That is its passages; where no passage has any of the words, such names as have them come
        first, and the issue and the page that were asked for. Hits without `texts` are left out.
        """
        hits = [hit for hit in hits if hit.id in texts]
        excerpts_of = {}
        without = []
        for hit in hits:
            passages = self.passages(texts[hit.id].text, texts[hit.id].standfirst)
            excerpts_of[hit.id] = passages
            if not _has_marks(passages):
                without.append(hit)
        for field in NAMES:
            names = {hit.id: texts[hit.id].names[field] for hit in without}
            for number, marked in self.names(without, field, names).items():
                excerpts_of[number] = [*_before_text(marked), *excerpts_of[number]]
        for hit in without:
            places = self.places(texts[hit.id].issue, texts[hit.id].page, hit)
            excerpts_of[hit.id] = [*_before_text(places), *excerpts_of[hit.id]]
        return excerpts_of


def _of_fields(question: Question, answer: Answer) -> dict[str, set[str]]:
    """Return {field of the index: the forms of the words that are asked of it alone}."""
    forms: dict[str, set[str]] = {}
    for name, typed in marks.typed_of_names(question).items():
        for word in answer.words:
            if word.typed in typed:
                forms.setdefault(NAMES_OF[name], set()).update(word.matched)
    for term in question.typed.asked():
        if term.kind is Kind.WORD and term.field:
            field = NAMES_OF.get(term.field, term.field)
            forms.setdefault(field, set()).update(analysis.forms(term.text))
    return forms


def _issues(question: Question, answer: Answer) -> set[str]:
    """Return the issues that are asked for, or read in the words, as `issues.keys` has them."""
    addresses = question.chosen("issue")
    for choice in answer.intent:
        if choice.applied and choice.facet == "issue":
            addresses.append(choice.value)
    slugs = {issues.parted(address)[1] for address in addresses}
    for term in question.typed.asked():
        if term.field == "issue":
            slugs.add(issues.sought(term.field, term.text))
    return slugs


def _chosen(answer: Answer) -> dict[str, set[str]]:
    """Return {field of the index: names that were read in the words, as choices in force}."""
    names: dict[str, set[str]] = {}
    for choice in answer.intent:
        if choice.applied and choice.facet in NAMES_OF:
            names.setdefault(NAMES_OF[choice.facet], set()).add(choice.label)
    return names


def _read(answer: Answer) -> dict[str, str]:
    """Return {what was read beside typed words: how a reason says so}."""
    sentence = gettext("%(read)s (lu pour « %(typed)s »)")
    sayings: dict[str, str] = {}
    for reading in answer.reading:
        if reading.kind in BESIDE:
            for read in reading.read:
                sayings.setdefault(read, sentence % {"read": read, "typed": reading.typed})
    return sayings


def _all_marked(name: str) -> Passage:
    return Passage(name, [(0, len(name))])


def _has_marks(passages: Sequence[Passage]) -> bool:
    return any(passage.marks for passage in passages)


def _parted(names: Sequence[str], spans: Sequence[Span]) -> Iterator[Passage]:
    """Yield each of the joined names with what is marked within it."""
    start = 0
    for name in names:
        end = start + len(name)
        within = []
        for first, last in spans[bisect_left(spans, (start,)) :]:
            if last > end:
                break
            within.append((first - start, last - start))
        yield Passage(name, within)
        start = end + len(BETWEEN)


def marked_first(names: Sequence[Passage]) -> list[Passage]:
    """Return names in their order, those with marks before the others."""
    return sorted(names, key=lambda name: not name.marks)


def reasons_in_words(reasons: Mapping[str, Sequence[str]]) -> str:
    """Return « dans le titre : accueil ; dans le texte : accueil, client », "" for no reason."""
    colon, semicolon = gettext(" :"), gettext(" ; ")
    parts = []
    for field, words in reasons.items():
        parts.append(f"{FIELD_NAMES[field]}{colon} {', '.join(words)}")
    return semicolon.join(parts)


# Other names


def _other_names(field: str, ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Return {id of an editorial: [(a name that it bears, another name of that tag or author)]}."""
    model, name, alias = OTHER_NAMES[field]
    rows = model._default_manager.filter(editorial__in=ids).exclude(**{alias: None})
    pairs: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for number, printed, other_name in rows.values_list("editorial_id", name, alias):
        pairs[number].append((printed, other_name))
    return pairs


def _before_text(names: Iterable[Passage]) -> Iterator[Passage]:
    """Yield names that are marked, each with a dot behind it that parts it from what follows."""
    for name in names:
        if name.marks:
            yield Passage(f"{name.text} ·", name.marks)


def _parenthesised(name: str, alias: Passage) -> Passage:
    """Return a name with another in parentheses behind it, which keeps its marks."""
    start = len(name) + len(" (")
    marks = [(first + start, last + start) for first, last in alias.marks]
    return Passage(f"{name} ({alias.text})", marks)
