"""What is marked in the texts of an answer, on pages, in feeds and in the API alike."""

from archive.search.question.answers import Answer
from archive.search.question.parsing import Kind, Term
from archive.search.question.query import Question
from archive.search.words.analysis import tokenize
from archive.search.words.variants import LONGEST_PHRASE


def forms(question: Question, answer: Answer) -> set[str]:
    """The forms that were matched; the very words typed where the database answered, which knows no forms."""
    return answer.forms or {
        token.form for term in _asked(question, Kind.WORD) for token in tokenize(term.text)
    }


def phrases(question: Question) -> list[list[set[str]]]:
    """Each phrase as `excerpts.find` takes it: for each of its words the forms that stand for it."""
    typed = [tokenize(term.text) for term in _asked(question, Kind.PHRASE)]
    return [
        [{token.form} for token in tokens if token.span == 1][:LONGEST_PHRASE] for tokens in typed
    ]


def _asked(question: Question, kind: Kind) -> list[Term]:
    clauses = [clause for clause in question.typed.clauses if not clause.excluded]
    return [term for clause in clauses for term in clause.terms if term.kind is kind]
