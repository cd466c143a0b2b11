"""Which searches are dear."""

import pytest
from django.http import QueryDict

from archive.search.question.dearness import is_dear
from archive.search.question.query import Question

PASTED = "le client attend au téléphone et la voix du serveur vocal lui répond encore une fois "


@pytest.mark.parametrize(
    "asked",
    [
        "q=accueil",
        "q=formation+des+téléconseillers",
        "q=form*",
        "q=t*phone",
        "q=*phone",
        "q=accueil&page=50",
        "q=accueil&year=2001&tag=a&tag=b&author=c&publication=d",
        f"q={PASTED}",
        "q=" + "x" * 2000,
        "",
    ],
)
def test_what_people_ask_is_not(asked):
    assert not is_dear(Question.read(QueryDict(asked)))


@pytest.mark.parametrize(
    "asked",
    [
        "q=a*",
        "q=accueil+-c*",
        "q=*e*r",
        "q=titre:(ab* OU casque)",
        "q=accueil&page=51",
        "q=accueil&page=999999999",
        "page_size=100&page=11&q=accueil",
        "q=accueil&" + "&".join(f"tag=-t{number}" for number in range(9)),
        "q=" + "+".join(f"mot{number}" for number in range(25)),
    ],
)
def test_deep_pages_short_beginnings_many_filters_and_pasted_pages_are(asked):
    assert is_dear(Question.read(QueryDict(asked)))
