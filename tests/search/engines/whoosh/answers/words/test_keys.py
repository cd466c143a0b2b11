"""What the forms of one word share, told of one form and of many at once."""

import pytest

from archive.search.engines.whoosh.answers.words.meaning import FOLDED, STEMS, language_key

FORMS = "appel appels élevé ÉLÈVE œil yeux 13e 13ème xixe télétravailler coeur l’été ﬁn ß İle"


@pytest.mark.parametrize("key", [FOLDED, STEMS, language_key("fr"), language_key("en")])
def test_keys_made_at_once_are_those_made_one_by_one(key):
    forms = [*FORMS.split(), "", "two\nlines"]
    assert key.at_once(forms) == [key.of(form) for form in forms]
