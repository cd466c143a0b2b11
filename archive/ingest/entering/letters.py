"""A record's letters -> letters to its editorial. May be run twice: what a moderator has decided or
mended stays, and what was erased does not come back."""

from django.utils import timezone
from django.utils.translation import gettext as _

from archive import letter_texts
from archive.ingest.records import Record, SourceLetter
from archive.models import Editorial, Letter
from archive.models.letters import LONGEST_NAME
from archive.models.operations import changing

LONGEST_KEY = 300  # characters
Facts = dict[str, str]


def take(editorial: Editorial, record: Record) -> int:
    """Take in what readers wrote to a record; return how many letters came or changed."""
    if not record.letters:
        return 0
    stored = {row.source_id: row for row in editorial.letters.exclude(source_id="")}
    changed = []
    new = []
    for letter in record.letters:
        key = letter.source_id[-LONGEST_KEY:]
        row = stored.get(key)
        if row is None:
            stored[key] = _created(editorial, letter)
            new.append((stored[key], letter))
        elif not row.is_erased and row.imported != _facts(letter):
            changed.append((row, letter))
    if changed:
        with changing([row for row, _letter in changed]):
            for row, letter in changed:
                _merge(row, letter)
    _set_parents(new, stored)
    return len(new) + len(changed)


def _set_parents(new: list[tuple[Letter, SourceLetter]], stored: dict[str, Letter]) -> None:
    """Have the new letters lead to those that they answer, whichever came first."""
    for row, letter in new:
        parent = stored.get(letter.parent[-LONGEST_KEY:]) if letter.parent else None
        if parent and parent.pk != row.pk:
            row.parent = parent
            row.save(update_fields=["parent"])


def _facts(letter: SourceLetter) -> Facts:
    """Return what a source says of a letter as JSON: the base of the next merge."""
    written_at = letter.written_at.isoformat() if letter.written_at else ""
    return {
        "name": (letter.name or _("Anonyme"))[:LONGEST_NAME],
        "text": letter.text,
        "state": letter.state,
        "written_at": written_at,
    }


def _created(editorial: Editorial, letter: SourceLetter) -> Letter:
    facts = _facts(letter)
    row = Letter(
        editorial=editorial,
        name=facts["name"],
        text=letter.text,
        received=letter.text,
        state=letter.state,
        written_at=letter.written_at,
        source_id=letter.source_id[-LONGEST_KEY:],
        imported=facts,
        oddities=letter_texts.oddities(letter.text, letter.name),
    )
    if row.is_shown:
        row.shown_at = timezone.now()
    row.save()
    return row


def _merge(row: Letter, letter: SourceLetter) -> None:
    """Take over what the source changed since, but for what was changed here."""
    facts, earlier = _facts(letter), row.imported
    for name in ("name", "text", "state"):
        if getattr(row, name) == earlier[name]:
            setattr(row, name, facts[name])
    if facts["written_at"] != earlier["written_at"]:
        row.written_at = letter.written_at
    if facts["text"] != earlier["text"]:
        row.received = letter.text
        row.oddities = letter_texts.oddities(letter.text, letter.name)
    if row.is_shown and row.shown_at is None:
        row.shown_at = timezone.now()
    row.imported = facts
    row.save()
