"""Tags that a page prints one a line below their label."""

from dataclasses import replace

from archive.ingest.dumps.dump_lines import Line
from archive.ingest.dumps.judged_lines import CLOSED, LONG, NO_PROSE, JudgedLine, is_credit
from archive.ingest.printed import labels, names

# More lines under « Tags » are a cloud of the site's tags.
MOST_TAGS = 15


def on_one_line(judged: list[JudgedLine]) -> list[JudgedLine]:
    """Return the lines with « Tags » and the tags below it, one a line, as « Tags : a, b, c »."""
    joined: list[JudgedLine] = []
    index = 0
    while index < len(judged):
        judged_line, count = judged[index], 0
        label = judged_line.label
        if label and label.tags and "tags" in label.awaits:
            count = _count_tags(judged, index)
        if count:
            tags = [below.line for below in judged[index + 1 : index + 1 + count]]
            judged_line = _tag_line(judged_line.line, tags)
        joined.append(judged_line)
        index += count + 1
    return joined


def _tag_line(label_line: Line, tags: list[Line]) -> JudgedLine:
    """Return a label and the tags below it as one line."""
    listed = ", ".join(tag.text for tag in tags)
    text = f"{label_line.text.rstrip(' :')} : {listed}"
    line = replace(label_line, text=text, gap_after=tags[-1].gap_after)
    return JudgedLine(line, "meta", labels.read(text), NO_PROSE)


def _count_tags(judged: list[JudgedLine], index: int) -> int:
    """Return how many lines below the label at `index`, which has got the first of them, are tags.

    It is 1 where they are no list.
    """
    first, end = judged[index + 1].line, index + 2
    while end < len(judged) and _may_be_tag(judged[end], first):
        end += 1
    # « lecture » among tags is a tag; at the end of them « imprimer » is a button.
    while end > index + 2 and judged[end - 1].kind:
        end -= 1
    # Without a blank line, or right above the text, what has a capital may be the headline.
    if not judged[end - 1].line.gap_after or _is_right_above_text(judged, index, end):
        while end > index + 2 and not judged[end - 1].text[0].islower():
            end -= 1
    count = end - index - 1
    if count > MOST_TAGS:
        return 1
    return count


def _is_right_above_text(judged: list[JudgedLine], index: int, end: int) -> bool:
    """Return True for tags between a label and `end` that the text follows, undated above them."""
    if end >= len(judged) or judged[end].weight < LONG:
        return False
    return not any(is_credit(above.label) for above in judged[max(0, index - 4) : index])


def _may_be_tag(judged_line: JudgedLine, first: Line) -> bool:
    """Return True for a few words like the first tag.

    They stand under the same mark, without a blank line, in lower case as it is.
    """
    line = judged_line.line
    if judged_line.label or judged_line.kind not in ("", "chrome", "meta"):
        return False
    if CLOSED.search(line.text) or line.mark != first.mark:
        return False
    if line.text.count(" ") > 3 or names.certainty(line.text) == 2:
        return False
    if line.gap_before and not first.gap_before:
        return False
    if line.text[0].islower():
        return True
    if judged_line.kind or line.gap_before:
        return False
    return not (first.text[0].islower() and " " in line.text)
