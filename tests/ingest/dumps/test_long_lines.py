"""Long lines that hold nothing, or almost a pattern: they are read to their end."""

import pytest
from dumped import BODY, dump, record

from archive.text import plain

LINES = [
    "mot" + " " * 5_000 + "mot",
    "8<" + "-" * 60_000 + "x",
    "8<" + "- " * 30_000 + "x",
    "titre" + " " * 60_000,
    "mot" + " " * 60_000 + "\u2002" * 5_000 + "mot",
]


@pytest.mark.parametrize("line", LINES)
def test_a_long_line_comes_to_an_end(tmp_path, line):
    editorial = record(dump(tmp_path, f"Un métier\n\nPar Luc Morel\n\n{BODY}\n\n{line}\n\n{BODY}"))
    assert editorial.title == "Un métier"
    assert plain(editorial.html).count("Le métier change") == 10


def test_a_long_gap_in_a_document_of_europresse_comes_to_an_end(tmp_path):
    head = "Les Echos, no. 18765\nIdées, mercredi 23 octobre 2002"
    gap = "mot" + " " * 60_000 + "mot"
    number = "Numéro de document : news·20021023·EC·1"
    page = "\n\n".join([head, "Un métier", BODY, gap, number])
    assert record(dump(tmp_path, page)).title == "Un métier"
