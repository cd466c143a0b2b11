"""Archives of a letter: several of its issues in one file, each below a drawn rule."""

from archive.ingest.dumps.dump_lines import DRAWN_RULE
from archive.ingest.printed import labels
from archive.ingest.printed.forwarded_mail import COVER
from archive.text import fold

LEAST_WORDS = 60  # of an issue


def parts(text: str) -> list[str]:
    """Return the issues of a letter in a text, in their order; [] for any other text.

    The first line of each, below a rule, names the same magazine, a number of its own and a day.
    """
    raw_lines = text.split("\n")
    starts: dict[tuple[str, str], int] = {}
    for index, line in enumerate(raw_lines):
        if DRAWN_RULE.fullmatch(line.strip()):
            issue = _issue_below(raw_lines, index)
            starts.setdefault(issue, index)
    starts.pop(("", ""), None)
    if len(starts) < 2 or len({magazine for magazine, _number in starts}) > 1:
        return []
    first, *others = starts.values()
    if len(" ".join(raw_lines[:first]).split()) > COVER:
        return []
    issues: list[str] = []
    for start, end in zip([first, *others], [*others, len(raw_lines)], strict=True):
        issues.append("\n".join(raw_lines[start + 1 : end]))
    if min(len(issue.split()) for issue in issues) < LEAST_WORDS:
        return []
    return issues


def _issue_below(raw_lines: list[str], index: int) -> tuple[str, str]:
    """Return the magazine and the number that the line below a rule names; "" for both else."""
    line = next(filter(str.strip, raw_lines[index + 1 : index + 4]), "")
    label_line = labels.read(" ".join(line.split()))
    if label_line and label_line.publication and label_line.issue and label_line.date:
        return fold(label_line.publication), label_line.issue
    return "", ""
