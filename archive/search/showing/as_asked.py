"""What was asked, as its words were typed: « Bihan », where the index knows `bihan`."""

from archive.search.question import wording
from archive.search.question.answers import Answer
from archive.search.question.clauses import Kind
from archive.search.question.query import Question
from archive.search.words import analysis
from archive.search.words.spelling import as_typed

PUNCTUATION = ".,;:!?()…«»\"'’"  # that stands at a word and is no part of it


def words(question: Question, answer: Answer) -> dict[str, str]:
    """Return {a word or a phrase as an answer names it: as pages say it}.

    That is as it was typed, a phrase in quotation marks; what was read for a slip has its capitals.
    """
    printed: dict[str, str] = {}
    for clause in question.typed.clauses:
        for term in clause.terms:
            if term.kind is Kind.PHRASE:
                printed.setdefault(str(term), wording.term(term))
            for piece in term.text.split():
                _add(printed, piece)
            for token in analysis.typed_tokens(term.text):  # « 30 000 », which is one word
                printed.setdefault(token.form, term.text[token.start : token.end])
    for word in answer.repairs:
        typed = printed.get(word.typed, word.typed)
        printed.setdefault(word.read_as, as_typed(typed, word.read_as))
    return printed


def _add(printed: dict[str, str], piece: str) -> None:
    """Add a piece as a whole, since « 2001-13-45 » is looked for as one, and each word of it."""
    tokens = list(analysis.tokenize(piece))
    whole = "".join(token.form for token in tokens if token.span == 1)
    word = piece if analysis.is_acronym(piece) else piece.strip(PUNCTUATION)
    printed.setdefault(whole, word)
    for token in tokens:
        printed.setdefault(token.form, piece[token.start : token.end])
