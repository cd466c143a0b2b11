"""Templates are calm enough to be reviewed: djade keeps their tags (see .ci/run), this their sizes."""

from pathlib import Path

TEMPLATES = Path(__file__).parents[1] / "templates"
LONGEST_LINE = 140  # characters
MOST_LINES = 120  # of one template


def templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


def test_no_line_of_a_template_is_too_long_to_be_reviewed():
    too_long = []
    for path in templates():
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if len(line) > LONGEST_LINE:
                too_long.append(
                    f"{path.relative_to(TEMPLATES)}, line {number}: {len(line)} characters"
                )
    assert too_long == []


def test_no_template_is_too_long_to_be_reviewed():
    sizes = {path: len(path.read_text().splitlines()) for path in templates()}
    assert sizes
    assert max(sizes.values()) <= MOST_LINES, max(sizes, key=sizes.get)


def test_no_comment_is_shown_to_readers():
    """Django takes « {# » for a comment only where it ends in the same line."""
    open_comments = []
    for path in templates():
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line.count("{#") != line.count("#}"):
                open_comments.append(f"{path.relative_to(TEMPLATES)}, line {number}")
    assert open_comments == []
