"""References below a text: its own says of what issue it is, another's is a note."""

import pytest
from dumped import BODY, dump, record

from archive.text import plain

OTHERS = "Ada Nord, « Les ports de demain », Revue des mers, 37 | 2008, 5-7."
OWN = "Luc Morel, « Un métier », Revue des halls, 12 | 2004, 3-4."


def read(tmp_path, *below):
    return record(dump(tmp_path, "\n\n".join(["Un métier", "Luc Morel", BODY, *below])))


@pytest.mark.parametrize(
    "below",
    [
        (OTHERS,),
        (f"1. {OTHERS}",),
        (f"1 {OTHERS}",),
        ("Notes", OTHERS),
        ("Bibliographie", OTHERS, OWN),
        ("Notes", f"1. {OWN}"),
        (OWN, OWN.replace("12 | 2004", "13 | 2005")),
    ],
)
def test_the_reference_of_another_text_says_nothing_of_this_text(tmp_path, below):
    editorial = read(tmp_path, *below)
    assert (editorial.date, editorial.publication) == (None, "")
    assert (editorial.issue, editorial.page) == ("", "")


def test_notes_with_references_stay(tmp_path):
    assert "Les ports de demain" in plain(read(tmp_path, "Notes", f"1. {OTHERS}").html)


@pytest.mark.parametrize(
    "below",
    [
        (OWN,),
        ("Notes", OTHERS, "Haut de page", "Pour citer cet article", OWN),
        ("Référence papier", OWN.replace("Un métier", "Un métier et ses gens")),
    ],
)
def test_the_reference_of_a_text_says_of_what_issue_it_is(tmp_path, below):
    editorial = read(tmp_path, *below)
    assert (editorial.date, editorial.publication) == ("2004", "Revue des halls")
    assert (editorial.issue, editorial.page) == ("n° 12", "3-4")
