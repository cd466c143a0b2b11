"""Long lines that hold nothing, or almost a pattern: they are read to their end."""

import pytest
from dumped import BODY, dump, record

from archive.text import plain

LINES = ["mot" + " " * 5_000 + "mot"]


@pytest.mark.parametrize("line", LINES)
def test_a_long_line_comes_to_an_end(tmp_path, line):
    editorial = record(dump(tmp_path, f"Un métier\n\nPar Luc Morel\n\n{BODY}\n\n{line}\n\n{BODY}"))
    assert editorial.title == "Un métier"
    assert plain(editorial.html).count("Le métier change") == 10
