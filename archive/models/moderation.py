"""What editors do with letters: each deed is an operation that can be undone, but for erasing."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import letter_texts
from archive.models.changes import Change
from archive.models.letters import LONGEST_REASON, Letter, LetterQuerySet, LetterState
from archive.models.operations import Operation, OperationKind
from archive.models.stores import LETTERS

# What can be decided; erasing is no decision that can be taken back.
DECISIONS = (LetterState.SHOWN, LetterState.REFUSED, LetterState.SPAM, LetterState.WAITING)


def decide(rows: LetterQuerySet, state: str, by=None, reason: str = "") -> Operation:
    """Give letters a state of DECISIONS, as one operation. `reason`: why they are refused."""
    reason = reason.strip()[:LONGEST_REASON]
    if state != LetterState.REFUSED:
        reason = ""
    undecided = rows.exclude(state=LetterState.ERASED).exclude(state=state, reason=reason)
    letters = list(undecided.select_related("editorial"))
    kind = OperationKind.EDIT if len(letters) == 1 else OperationKind.BULK
    why = _reason_of_deciding(state, len(letters), reason)
    with (
        Operation.objects.recording(kind, by, why) as operation,
        operation.changing(letters or Letter.objects.none()),
    ):
        for letter in letters:
            _decide(letter, state, reason, by)
    return operation


def _decide(letter: Letter, state: str, reason: str, by) -> None:
    letter.state, letter.reason = state, reason
    letter.decided_by, letter.decided_at = by, timezone.now()
    if letter.is_shown and letter.shown_at is None:
        letter.shown_at = letter.decided_at
    letter.save()


def _reason_of_deciding(state: str, count: int, reason: str) -> str:
    sentences = {
        LetterState.SHOWN: ngettext("Lettre publiée", "Lettres publiées", count),
        LetterState.REFUSED: ngettext("Lettre refusée", "Lettres refusées", count),
        LetterState.SPAM: ngettext("Lettre indésirable", "Lettres indésirables", count),
        LetterState.WAITING: ngettext("Lettre à relire", "Lettres à relire", count),
    }
    sentence = sentences[LetterState(state)]
    if reason:
        return f"{sentence} : {reason}"
    return sentence


def reply(letter: Letter, text: str, by=None) -> Operation:
    """Set what the editors answer, or take it away, as an operation."""
    text = letter_texts.paragraphs_of(text)
    with (
        Operation.objects.recording(OperationKind.EDIT, by, _("Réponse à une lettre")) as operation,
        operation.changing(letter),
    ):
        if text != letter.reply:
            letter.reply = text
            letter.replied_at = timezone.now() if text else None
            letter.save()
    return operation


def mend(letter: Letter, name: str, text: str, by=None, why: str = "") -> Operation:
    """Set name and text as the editors would print them, as an operation.

    What came is kept beside it (`Letter.received`), and the letter says that it was mended.
    """
    name, text = letter_texts.line_of(name), letter_texts.paragraphs_of(text)
    with (
        Operation.objects.recording(OperationKind.EDIT, by, why) as operation,
        operation.changing(letter),
    ):
        if (name, text) != (letter.name, letter.text):
            letter.mended_at = timezone.now() if text != letter.received else None
            letter.name, letter.text = name, text
            letter.save()
    return operation


def forget_addresses(rows: LetterQuerySet) -> int:
    """Delete the addresses of mail of letters for good; return of how many."""
    return rows.exclude(email_key="").update(sealed_email="", email_key="")


@transaction.atomic
def erase(rows: LetterQuerySet, by=None) -> int:
    """Erase letters for good: who wrote them and what, here and in the history; return how many.

    What is left of each keeps its source from bringing it again, and tells who erased it.
    """
    ids = list(rows.exclude(state=LetterState.ERASED).values_list("pk", flat=True))
    _forget_changes(ids)
    Letter.objects.filter(pk__in=ids).update(
        state=LetterState.ERASED,
        **dict.fromkeys(("name", "text", "received", "reason", "reply"), ""),
        **dict.fromkeys(("sealed_email", "email_key"), ""),
        **dict.fromkeys(("replied_at", "mended_at", "written_at", "shown_at"), None),
        oddities=[],
        imported={},
        decided_by=by,
        decided_at=timezone.now(),
    )
    return len(ids)


def _forget_changes(ids: Iterable[int]) -> None:
    """Delete what operations know of letters: an undo would bring back what was erased."""
    Change.objects.filter(model=LETTERS.name, object_id__in=list(ids)).delete()
