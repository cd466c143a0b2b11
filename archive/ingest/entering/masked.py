"""Records without the names that were masked at a person's request, wherever they come from."""

from dataclasses import replace

from archive.ingest.records import Mending, Record, Rejected
from archive.masking import Mask


def masked(record: Record | Rejected, mask: Mask | None) -> Record | Rejected:
    """Return a record in which the names are masked; itself where it has none of them.

    Its capture stays what it is: only editors see it.
    """
    if mask is None or isinstance(record, Rejected):
        return record
    bylines = []
    for byline in record.bylines:
        bylines.append(replace(byline, name=mask.text(byline.name), role=mask.text(byline.role)))
    changed = replace(
        record,
        title=mask.text(record.title),
        standfirst=mask.text(record.standfirst),
        html=mask.html(record.html),
        section=mask.text(record.section),
        bylines=bylines,
        tags=[name for name in record.tags if not mask.is_name(name)],
        doubts=[replace(doubt, value=mask.text(doubt.value)) for doubt in record.doubts],
        mending=_masked_mending(record.mending, mask),
    )
    if changed == record:
        return record
    return replace(changed, unmasked=record)


def _masked_mending(mending: Mending | None, mask: Mask) -> Mending | None:
    """Return what was decided, without the source's keywords that are a masked name."""
    if mending is None:
        return None
    proposed = tuple(name for name in mending.proposed if not mask.is_name(name))
    return replace(mending, proposed=proposed)
