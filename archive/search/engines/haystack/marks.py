"""What a query asks for in running text, marked in the texts that were found."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from whoosh import query
from whoosh.fields import Schema
from whoosh.query.terms import PatternQuery

from archive.search.engines.haystack.kinds import is_text
from archive.search.engines.haystack.syntax import Forms, TypedWord, decoded
from archive.search.showing import excerpts
from archive.search.words.analysis import positions

LONGEST = 500  # characters of a highlighted text
Fits = Callable[[str], object]  # whether a form of a text is asked for


@dataclass
class Sought:
    """Forms, what else tells of a form that it is asked for, and phrases.

    A phrase is told by the forms that each place of it may have.
    """

    forms: set[str] = field(default_factory=set)
    fitting: list[Fits] = field(default_factory=list)
    phrases: list[list[set[str]]] = field(default_factory=list)

    def forms_of(self, text: str) -> set[str]:
        """Return the forms that are to be marked in a text."""
        if not self.fitting:
            return self.forms
        others, _width = positions(text)
        return self.forms.union(form for form in others if any(fit(form) for fit in self.fitting))


def sought(
    tree: query.Query, schema: Schema, is_of: Callable[[str, str], bool] | None = None
) -> Sought:
    """Return what a query asks for in running text.

    `is_of` tells of a typed word, and of a form, whether the form is of that word: for a tree whose
    typed words have not become forms.
    """
    asked = Sought()
    for leaf in _leaves(tree):
        if not is_text(schema, leaf.field()):
            continue
        if isinstance(leaf, query.Phrase) and len(leaf.words) > 1:
            asked.phrases.append([{word} for word in leaf.words])
        elif isinstance(leaf, query.Phrase):
            asked.forms.update(leaf.words)
        elif isinstance(leaf, Forms):
            asked.forms.update(map(decoded, leaf.forms))
        elif isinstance(leaf, query.Prefix):
            asked.fitting.append(_beginning(leaf.text))
        elif isinstance(leaf, PatternQuery):
            asked.fitting.append(re.compile(leaf._get_pattern()).match)
        elif isinstance(leaf, TypedWord) and is_of:
            asked.fitting.append(_of_word(leaf.text, is_of))
        elif isinstance(leaf, query.Term):
            asked.forms.add(decoded(leaf.text))
    return asked


def _beginning(prefix: str) -> Fits:
    return lambda form: form.startswith(prefix)


def _of_word(typed: str, is_of: Callable[[str, str], bool]) -> Fits:
    return lambda form: is_of(typed, form)


def _leaves(tree: query.Query) -> Iterator[query.Query]:
    """The parts of a query that ask for something, not those that leave it out."""
    if isinstance(tree, query.Not):
        return
    if isinstance(tree, query.AndNot):
        yield from _leaves(tree.a)
        return
    if tree.is_leaf():
        yield tree
        return
    for child in tree.children():
        yield from _leaves(child)


def highlighted(text: str, asked: Sought, highlight: bool | dict) -> str:
    """Return passages of a text, what is asked for between haystack's pre_tags and post_tags."""
    options = highlight if isinstance(highlight, dict) else {}
    before = options.get("pre_tags", ["<em>"])[0]
    after = options.get("post_tags", ["</em>"])[0]
    passages = excerpts.passages(text, asked.forms_of(text), asked.phrases, length=LONGEST)
    html = " ".join(passage.html() for passage in passages)
    return html.replace("<mark>", before).replace("</mark>", after)
