"""References to articles of journals: which of a page's says how its own text is to be cited."""

import re

from archive.ingest.dumps.dump_lines import Line
from archive.ingest.printed import citation_lines, names
from archive.ingest.printed.label_line import LabelLine
from archive.text import fold

# Below these, references are to other texts; below those, to this one.
OTHERS = re.compile(r"(?:notes?|bibliographie|references(?: bibliographiques)?)")
OWN = re.compile(r"reference (?:papier|electronique)")
TO_CITE = re.compile(r"(?:haut de page|pour citer .*)")
BY = re.compile(r"^par ")


def tell_own(lines: list[Line]) -> None:
    """Set on the lines of a page what the text's own reference says.

    It stands below « Référence papier », or has the author or the title that stands above as a
    line. Numbered ones are notes; where several say different things, none is the text's own.
    """
    own: list[tuple[Line, re.Match[str]]] = []
    above: set[str] = set()
    heading, are_others = "", False
    for line in lines:
        reference = citation_lines.OF_JOURNAL.search(line.text)
        if reference and not line.mark and not are_others:
            author, quoted = fold(reference["author"]), fold(reference["quoted"])
            if OWN.fullmatch(heading) or author in above or quoted in above:
                own.append((line, reference))
        heading = ""
        if len(line.text) <= citation_lines.LONGEST_QUOTED:
            heading = fold(line.text).rstrip(" :")
            above.add(BY.sub("", heading))
        if OTHERS.fullmatch(heading):
            are_others = True
        elif OWN.fullmatch(heading) or TO_CITE.fullmatch(heading):
            are_others = False
    if (
        len({(reference["title"], reference["issue"], reference["year"]) for _, reference in own})
        == 1
    ):
        for line, reference in own:
            line.own_reference = citation_lines.of_journal(reference)
        _tell_headline(lines, fold(own[0][1]["quoted"]))
        _tell_authors(lines, own[0][1]["author"])


def _tell_headline(lines: list[Line], quoted: str) -> None:
    """Mark the last line as the headline that the text's own reference quotes."""
    headlines = [line for line in lines if fold(line.text) == quoted]
    if headlines and not any(line.heading for line in headlines):
        headlines[-1].heading = 1


def _tell_authors(lines: list[Line], author: str) -> None:
    """Tell the last line that has the authors of the text's own reference and nothing else."""
    bylines = names.printed(author, is_announced=True)
    signed = [line for line in lines if BY.sub("", fold(line.text)) == fold(author)]
    if bylines and signed:
        signed[-1].own_reference = LabelLine(bylines=bylines)
