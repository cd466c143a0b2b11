"""Paragraphs that reply to a question, whichever engine finds them."""

import pytest

from archive.search import replies

from .conftest import needs


@pytest.fixture
def found(engine):
    """A question -> (id, number of the paragraph) of what is found for it, best first."""

    def found(typed):
        engine.refresh()
        return [(reply.id, reply.paragraph) for reply in replies(typed).replies]

    return found


@pytest.fixture
def two(make_editorial):
    long = "<p>Un début.</p><p>Le standard sonne, le client attend.</p><p>La fin du standard.</p>"
    return make_editorial("Le long", long), make_editorial("Le court", "<p>Un client.</p>")


@needs("passages")
def test_the_paragraph_with_most_of_the_words_comes_first(two, found):
    assert found("Pourquoi les clients attendent-ils au standard ?")[:1] == [(two[0].pk, 1)]
    assert found("Quelle est la fin du standard ?")[:1] == [(two[0].pk, 2)]


@needs("passages")
def test_it_is_numbered_anew_when_the_text_changes_and_gone_with_it(two, found):
    asked = "Pourquoi le client attend-il au standard ?"
    assert found(asked)[:1] == [(two[0].pk, 1)]
    editorial = two[0]
    editorial.body = "<p>Le standard sonne, le client attend.</p><p>Un début.</p>"
    editorial.save()
    assert found(asked)[:1] == [(editorial.pk, 0)]
    editorial.state = "withdrawn"
    editorial.save()
    assert found(asked) == [(two[1].pk, 0)]


def test_a_word_of_no_text_finds_nothing(two, found):
    assert found("Qui a vu le spinnaker ?") == []
