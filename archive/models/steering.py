"""The editors' say in the search, as operations: equivalents, pins, weights, corrections.

Their rows are in `models.steering_rows`.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from archive import text
from archive.models.editorials import Editorial
from archive.models.magazines import Publication
from archive.models.names import Tag
from archive.models.operations import Operation, OperationKind
from archive.models.steering_rows import (
    GREATEST_FACTOR,
    LEAST_FACTOR,
    LONGEST_QUERY,
    LONGEST_REASON,
    LONGEST_WORDS,
    MOST_WORDS,
    SAME,
    Correction,
    Equivalent,
    EquivalentState,
    Origin,
    Pin,
    Weight,
    WeightFacet,
    equivalent_key,
    query_key,
    word_key,
)
from archive.models.stores import EQUIVALENTS, store_of
from archive.synonyms import Words

MOST_EQUIVALENTS = 20  # of one word, in all rows that hold it
MOST_PINNED = 10  # editorials of one query: half a page of results
MOST_OPEN = 2000  # proposals that wait: more than anybody will go through
# What words may not begin with: spreadsheets would run it, queries would read it as a sign.
SIGNS = " \t\"'=+-@<>|;,:!?()[]{}«»“”*~"


# Equivalents


def add(words: Iterable[str], one_way: bool = False, by=None, why: str = "") -> Operation:
    """Let words count as each other from now on; with `one_way`, for the first alone.

    What was proposed or refused is in force then. Raise ValidationError where it is so already, or
    where the words are too few, too many or too long.
    """
    row = Words(cleaned(words, one_way), one_way, why)
    key = equivalent_key(row.words, one_way)
    if Equivalent.objects.in_force().filter(key=key).exists():
        raise ValidationError(_("Ces mots sont déjà équivalents."))
    with Operation.objects.recording(OperationKind.EDIT, by, why) as operation:
        _take(operation, [row])
    return operation


def take(rows: Iterable[Words], by=None, why: str = "") -> Operation:
    """Bring in equivalents as one operation; take nothing away, leave those that are in force.

    Raise ValidationError, which says the number of the row, and change nothing.
    """
    cleaned_rows = []
    for number, row in enumerate(rows, 1):
        try:
            words = cleaned(row.words, row.one_way)
        except ValidationError as error:
            message = _("Ligne %(number)s : %(why)s")
            parameters = {"number": number, "why": error.messages[0]}
            raise ValidationError(message % parameters) from error
        cleaned_rows.append(row._replace(words=words))
    with Operation.objects.recording(OperationKind.BULK, by, why) as operation:
        _take(operation, cleaned_rows)
    return operation


def decide(equivalents: Iterable[Equivalent], accepted: bool, by=None) -> Operation:
    """Accept or refuse proposals, hundreds at a time; what has an answer already is left.

    Raise ValidationError, and change nothing, where a word would have too many equivalents.
    """
    numbers = [row.pk for row in equivalents]
    with (
        Operation.objects.recording(OperationKind.BULK, by) as operation,
        operation.noting(EQUIVALENTS, numbers, ["state"]) as before,
    ):
        rows = list(Equivalent.objects.open().in_bulk(list(before)).values())
        if accepted:
            _refuse_too_many([Words(row.words, row.one_way) for row in rows])
        for row in rows:
            row.state = EquivalentState.ACCEPTED if accepted else EquivalentState.REFUSED
            row.save()
    return operation


@transaction.atomic
def propose(rows: Iterable[Words]) -> int:
    """Note what the archive has found for an editor to accept; return how many are new.

    What has ever been proposed, refused or in force is left as it is.
    """
    room = MOST_OPEN - Equivalent.objects.open().count()
    keys = set(Equivalent.objects.values_list("key", flat=True))
    count = 0
    for row in rows:
        if count >= room:
            break
        try:
            words = cleaned(row.words, row.one_way)
        except ValidationError:
            continue
        key = equivalent_key(words, row.one_way)
        if key in keys or equivalent_key(words, False) in keys:
            continue
        keys.add(key)
        Equivalent.objects.create(
            text=SAME.join(words),
            one_way=row.one_way,
            origin=Origin.PROPOSAL,
            state=EquivalentState.OPEN,
            why=row.why[:LONGEST_REASON],
        )
        count += 1
    return count


def cleaned(words: Iterable[str], one_way: bool = False) -> list[str]:
    """Return words as they are kept: single spaces, each once, the first first.

    Raise ValidationError where there are fewer than two, too many, or one is empty or too long.
    """
    by_key: dict[str, str] = {}
    for word in words:
        word = phrase(word)
        by_key.setdefault(word_key(word), word)
    if len(by_key) < 2:
        raise ValidationError(
            _("Il faut deux mots différents : aucun n’est son propre équivalent.")
        )
    if len(by_key) > MOST_WORDS:
        message = _("Au plus %(most)s mots dans un équivalent.")
        raise ValidationError(message % {"most": MOST_WORDS})
    return list(by_key.values())


def phrase(typed: str) -> str:
    """Return a word or phrase as it is kept. Raise ValidationError for an empty or too long one."""
    word = text.seen_line(typed.replace("=", " ")).strip(SIGNS)
    if not any(map(str.isalnum, word)):
        raise ValidationError(_("Un équivalent ne peut pas être vide."))
    if len(word) > LONGEST_WORDS:
        message = _("« %(word)s… » est trop long : au plus %(longest)s caractères.")
        raise ValidationError(message % {"word": word[:20], "longest": LONGEST_WORDS})
    return word


def _take(operation: Operation, rows: Sequence[Words]) -> None:
    """Put these in force, those that are not."""
    stored = {row.key: row for row in Equivalent.objects.all()}
    added: dict[str, Words] = {}
    for row in rows:
        key = equivalent_key(row.words, row.one_way)
        if key not in stored or stored[key].state != EquivalentState.ACCEPTED:
            added.setdefault(key, row)
    _refuse_too_many(added.values())
    again = [stored[key].pk for key in added if key in stored]
    with operation.noting(EQUIVALENTS, again):
        for key, row in added.items():
            equivalent = stored.get(key) or Equivalent(text=SAME.join(row.words))
            equivalent.one_way = row.one_way
            equivalent.state = EquivalentState.ACCEPTED
            equivalent.why = row.why[:LONGEST_REASON] or equivalent.why
            equivalent.save()


def _refuse_too_many(rows: Iterable[Words]) -> None:
    """Raise ValidationError where a word would have more than MOST_EQUIVALENTS with these rows."""
    rows = list(rows)
    company: dict[str, set[str]] = defaultdict(set)
    present = Equivalent.objects.in_force().values_list("text", "one_way")
    for row in [*rows, *(Words(joined.split(SAME), one_way) for joined, one_way in present)]:
        keys = list(map(word_key, row.words))
        for key in keys[:1] if row.one_way else keys:
            company[key].update(keys)
    for row in rows:
        for word in row.words:
            if len(company[word_key(word)]) - 1 > MOST_EQUIVALENTS:
                message = _("« %(word)s » aurait trop d’équivalents : %(most)s au plus.")
                raise ValidationError(message % {"word": word, "most": MOST_EQUIVALENTS})


# Pins, weights, corrections


def pin(
    query: str, editorials: Sequence[int], until: date | None = None, by=None, why: str = ""
) -> Operation:
    """Let editorials (ids) come first where `query` is asked, in this order, to the day `until`.

    They take the place of those that were pinned to it. Raise ValidationError where one is not
    published, or there are none or too many.
    """
    if not query.strip() or len(query) > LONGEST_QUERY:
        raise ValidationError(_("Dites pour quelle recherche, en moins de 200 signes."))
    numbers = list(dict.fromkeys(editorials))
    if not 0 < len(numbers) <= MOST_PINNED:
        message = _("Épinglez un éditorial au moins, %(most)s au plus.")
        raise ValidationError(message % {"most": MOST_PINNED})
    _refuse_unpublished(numbers)
    row = Pin.objects.filter(key=query_key(query)).first() or Pin(query=query)
    changed = {"query": query, "editorials": numbers, "until": until, "why": why}
    return _saved(row, changed, by)


def _refuse_unpublished(numbers: Sequence[int]) -> None:
    rows = Editorial.objects.only("title", "state", "date").in_bulk(numbers)
    for number in numbers:
        if number not in rows:
            message = _("Il n’y a pas d’éditorial n° %(number)s.")
            raise ValidationError(message % {"number": number})
        if not rows[number].is_published:
            message = _("« %(title)s » n’est pas publié (%(state)s) : il ne peut pas être épinglé.")
            parameters = {"title": rows[number].title, "state": rows[number].get_state_display()}
            raise ValidationError(message % parameters)


def weigh(facet: str, value: str, factor: float, by=None, why: str = "") -> Operation:
    """Let the editorials of a magazine (slug), a section (name) or a tag (slug) count for more.

    Or for less: `factor` times as much. Raise ValidationError where there is nothing of that name,
    or the factor is not from LEAST_FACTOR to GREATEST_FACTOR.
    """
    # Not « factor < … »: what is no number is in no order.
    if not LEAST_FACTOR <= factor <= GREATEST_FACTOR or math.isnan(factor):
        raise ValidationError(_("Le poids va d’un quart (0,25) à 4."))
    named: models.QuerySet
    if facet == WeightFacet.PUBLICATION:
        named = Publication.objects.filter(slug=value)
    elif facet == WeightFacet.TAG:
        named = Tag.objects.filter(slug=value)
    elif facet == WeightFacet.SECTION and value:
        named = Editorial.objects.filter(section=value)
    else:
        named = Editorial.objects.none()
    if not named.exists():
        raise ValidationError(_("L’archive n’a rien de ce nom : « %(name)s ».") % {"name": value})
    row = Weight.objects.filter(facet=facet, value=value).first() or Weight()
    return _saved(row, {"facet": facet, "value": value, "factor": factor, "why": why}, by)


def correct_words(
    typed: str, read: str, instead: bool = False, by=None, why: str = ""
) -> Operation:
    """Let `read` be suggested to whoever types `typed`; with `instead`, read in its place.

    Raise ValidationError where both are the same, or one is empty or too long.
    """
    typed, read = cleaned([typed, read])
    row = Correction.objects.filter(key=word_key(typed)).first() or Correction()
    return _saved(row, {"typed": typed, "read": read, "instead": instead, "why": why}, by)


def _saved(row: models.Model, fields: dict, by) -> Operation:
    """Save a row with these fields, as an operation."""
    why = fields["why"] = fields["why"][:LONGEST_REASON]
    with (
        Operation.objects.recording(OperationKind.EDIT, by, why) as operation,
        operation.changing(row),
    ):
        for name, column in fields.items():
            setattr(row, name, column)
        row.save()
    return operation


# All of them


def remove(rows: models.QuerySet, by=None, why: str = "") -> Operation:
    """Delete rows of one of the four models, as an operation that can be undone."""
    with Operation.objects.recording(OperationKind.DELETE, by, why) as operation:
        store_of(rows.model).delete(rows.values_list("pk", flat=True))
    return operation
