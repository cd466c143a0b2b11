"""What an editor decided in a preview, before an item came in; what its source said stays known.

So a later import of the same file leaves alone what was mended here, as it does what is mended
afterwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from archive import text
from archive.ingest.entering import people
from archive.ingest.records import Mending, Record, Rejected
from archive.models import (
    Editorial,
    ImportRule,
    Proposal,
    Publication,
    Tag,
    Tagging,
    Upload,
    UploadItem,
)
from archive.models.doubts import unanswered
from archive.models.import_rules import ruled
from archive.models.names import folded_tag_names
from archive.models.operations import changing
from archive.models.uploads import Keywords

OF_UPDATE = ("title", "date", "bylines")
MAY_CHANGE = (*OF_UPDATE, "tags")  # of an update, as the fields of `forms.MendingForm`


def with_rules(record: Record | Rejected, rules: Sequence[ImportRule]) -> Record | Rejected:
    """Return a record with what rules decide of it; itself where none is about it."""
    if not rules or isinstance(record, Rejected) or record.is_citation:
        return record
    told = ruled(rules, record)
    if not told:
        return record
    by = next((rule.by for rule in rules if rule.by_id == told["by"]), None)
    return _decided(record, Mending(told["decided"], by=by, ruled=told), told["keywords"])


def with_mending(upload: Upload, record: Record, item: UploadItem | None) -> Record:
    """Return a record with what was decided for all of its upload, and for it alone.

    What rules had decided when it was seen holds where nobody said otherwise. Its tags are those
    that are to come in as they are.
    """
    mended: dict[str, Any] = item.mended if item else {}
    told: dict[str, Any] = item.ruled if item else {}
    decided = told.get("decided", {}) | upload.mended | mended
    keywords = upload.keywords
    if keywords == Keywords.ALL and "tags" not in mended:
        keywords = told.get("keywords", "")
    return _decided(record, Mending(decided, frozenset(mended), by=upload.by, ruled=told), keywords)


def _decided(record: Record, mending: Mending, keywords: str) -> Record:
    """Return a record with what is decided, and those of its source's keywords that come in."""
    kept, proposed = list(record.tags), []
    if "tags" in mending.own:
        wanted = folded_tag_names(mending.decided["tags"])
        kept = [name for name in kept if text.fold(name) in wanted]
    elif keywords == Keywords.NONE:
        kept = []
    elif keywords == Keywords.KNOWN:
        tags = Tag.objects.known_as(kept)
        proposed = [name for name in kept if text.fold(name) not in tags]
        kept = [name for name in kept if text.fold(name) in tags]
    return replace(record, tags=kept, mending=replace(mending, proposed=tuple(proposed)))


def of_update(mending: Mending) -> Mending:
    """Return what is mended of an editorial that was here before: what was decided of it alone.

    What rules say, what all of an upload is to be, and what would go around a reason or an editor's
    tags, is for what is new.
    """
    decided = {name: mending.decided[name] for name in OF_UPDATE if name in mending.own}
    added = list(mending.decided.get("added_tags", ()))
    if "tags" in mending.own:
        added += mending.decided["tags"]
    return replace(mending, decided=decided | {"added_tags": added}, ruled={})


def apply(editorial: Editorial, mending: Mending) -> None:
    """Set on an editorial that has just come in what an editor decided, within its operation."""
    decided = mending.decided
    answered: set[str] = set()
    with changing([editorial]):
        for name in ("title", "date", "state"):
            if name in decided:
                setattr(editorial, name, decided[name])
                answered.add(name)
        if "title" in decided:
            editorial.title_supplied = False
        if "publication" in decided:
            name = decided["publication"]
            editorial.publication = Publication.objects.named(name) if name else None
            answered.add("publication")
        if "bylines" in decided:
            signed, _doubts = people.signatories(map(tuple, decided["bylines"]))
            editorial.set_bylines(signed)
            answered.add("bylines")
        editorial.doubts = unanswered(editorial.doubts, answered)
        editorial.save()
        _set_tags(editorial, mending)
    if mending.proposed:
        Proposal.objects.propose_tags(editorial, mending.proposed, (), mending.by)


def _set_tags(editorial: Editorial, mending: Mending) -> None:
    names = [*mending.decided.get("added_tags", ()), *mending.ruled.get("tags", ())]
    if "tags" in mending.decided:
        wanted = folded_tag_names(mending.decided["tags"])
        for tagging in editorial.taggings.select_related("tag"):
            if tagging.tag.key not in wanted and not _is_known_as(tagging.tag, wanted):
                tagging.delete()
        names = [*names, *wanted.values()]
    editorial.add_tags(names, origin=Tagging.Origin.EDITOR, by=mending.by)


def _is_known_as(tag: Tag, wanted: Iterable[str]) -> bool:
    return tag.aliases.filter(key__in=list(wanted)).exists()
