"""Who wrote a text: what labels, lines beside the date, the signature and bare names say of it."""

import re

from archive.ingest.dumps.dump_lines import Line
from archive.ingest.dumps.judged_lines import JudgedLine, is_address
from archive.ingest.dumps.layout import Layout
from archive.ingest.dumps.mending import divided_words
from archive.ingest.dumps.signatures import Signature
from archive.ingest.printed import names
from archive.ingest.printed.label_line import LabelLine
from archive.ingest.records import Doubt, Printed
from archive.text import name_key

LETTER = re.compile(r"[^\W\d_]")
ARTICLE = re.compile(r"(?:l[ea]s?|une?|des?|du|aux?|nos|vos|notre|votre|the|an?) |[ld]['’]", re.I)
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def of(layout: Layout, signature: Signature) -> tuple[list[Printed], list[Doubt]]:
    """Return the bylines of a text, and what an editor should look at.

    They are those of a label, else of a line beside the date, of the signature, of a name alone
    between headline and text, of who put it online, of several capitalised names on a line above
    the text: the first of these that gives any.
    """
    label_lines = layout.above + layout.over
    dated = _beside_date(layout.between)
    signed, bare = signature.bylines, _bare_names(layout.between)
    is_bare_again = bool(_keys(bare) & _keys_of(layout.below + layout.foot))
    if _keys(signed) < _keys(bare) or is_bare_again:
        # One of several authors is presented below the text, or others' names stand there.
        signed = []
    several = _by_shape(layout.between)
    bylines = (
        _labelled(label_lines, poster=False)
        or dated
        or signed
        or bare
        or _bare_names(layout.just_over)
        or _labelled(label_lines, poster=True)
        or several
    )
    if not bylines:
        return [], [Doubt("byline", "unknown")]
    doubts: list[Doubt] = []
    is_in_place = bylines is dated or bylines is several
    by_place = is_in_place and names.certainty(bylines[0].name) < 2
    if by_place or (signature.unsure and bylines is signature.bylines):
        doubts.append(Doubt("byline", "guess", bylines[0].name))
    return _with_roles(_in_full(bylines), signature.bylines), doubts


def _keys(bylines: list[Printed]) -> set[str]:
    return {name_key(byline.name) for byline in bylines}


def _keys_of(lines: list[Line]) -> set[str]:
    return {name_key(line.text) for line in lines}


def _in_full(bylines: list[Printed]) -> list[Printed]:
    """Return the bylines without « M.-A. Leduc » where « Marc-Antoine Leduc » is there too."""
    full: list[Printed] = []
    for byline in bylines:
        others = [other for other in bylines if other is not byline]
        if not any(_shortens(byline.name, other.name) for other in others):
            full.append(byline)
    return full


def _shortens(short: str, name: str) -> bool:
    """Return True for a surname behind the initials of the same name in full."""
    initials, _space, surname = short.partition(" ")
    given, _space, full_surname = name.partition(" ")
    if not names.INITIALS.fullmatch(initials) or names.INITIALS.fullmatch(given):
        return False
    first_letters = [part[:1] for part in given.split("-")]
    return surname == full_surname and LETTER.findall(initials) == first_letters


def _labelled(label_lines: list[LabelLine], poster: bool) -> list[Printed]:
    """Return the bylines that labels give first, those of posters or those of authors."""
    for label_line in label_lines:
        if label_line.bylines and label_line.poster == poster:
            return label_line.bylines
    return []


def _with_roles(bylines: list[Printed], signed: list[Printed]) -> list[Printed]:
    """Return the bylines, those without a role as they are signed below the text."""
    signed_names = {name_key(byline.name): byline for byline in signed}
    completed: list[Printed] = []
    for byline in bylines:
        if not byline.role:
            byline = signed_names.get(name_key(byline.name), byline)
        completed.append(byline)
    return completed


def _beside_date(between: list[JudgedLine]) -> list[Printed]:
    """Return the names right above or below the day, or before it on its line; [] for none.

    There any capitalised words may be a name.
    """
    for index, judged_line in enumerate(between):
        label = judged_line.label
        if not label or not DAY.fullmatch(label.date or ""):
            continue
        if label.beside_day:
            return label.beside_day
        for neighbour in between[max(0, index - 1) : index + 2]:
            if not neighbour.kind and neighbour.weight < 8:
                bylines = names.printed(neighbour.text)
                if bylines:
                    return bylines
    return []


def _by_shape(between: list[JudgedLine]) -> list[Printed]:
    """Return what stands on a line of its own right above the text and may be names; [] for none.

    There capitalised words that no article opens may be a name whose given name nobody knows.
    """
    for judged_line in between[-1:]:
        is_apart = judged_line.line.gap_before and judged_line.line.gap_after
        bylines = names.printed(judged_line.text)
        if not is_apart or judged_line.kind or not bylines:
            continue
        name = bylines[0].name
        if len(bylines) > 1 or not (name.isupper() or _are_words(name)):
            return bylines
    return []


def _are_words(name: str) -> bool:
    """Return True for words of the lexicon: « Vie Associative », « Le Sable Vif »."""
    return bool(ARTICLE.match(name)) or all(map(divided_words.is_known, name.split()))


def _bare_names(between: list[JudgedLine]) -> list[Printed]:
    """Return names on lines of their own between headline and text, each with the role below it."""
    persons: list[Printed] = []
    for judged_line in between:
        if judged_line.kind or judged_line.weight > 0:
            continue
        bylines = names.printed(judged_line.text, least=2)
        if bylines:
            persons += bylines
        elif persons and not persons[-1].role and _may_be_role(judged_line):
            persons[-1] = Printed(persons[-1].name, judged_line.text)
    return persons


def _may_be_role(judged_line: JudgedLine) -> bool:
    """Return True for what may be a role because it stands right below a name."""
    text = judged_line.text
    if is_address(text):
        return False
    return names.is_role(text) or not (judged_line.line.gap_before or text[-1] in ".!?")
