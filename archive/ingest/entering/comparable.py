"""What a record says and what an editorial holds, in one form: JSON, to be compared."""

import re
from collections.abc import Collection, Iterable

from archive import text
from archive.ingest import tables
from archive.ingest.pages import repeated
from archive.ingest.records import Printed, Record
from archive.models import Byline, Editorial
from archive.models.editorials import derived
from archive.models.states import digest, is_digest

# The key of `Editorial.imported` that tells where the record came from, which is no part of what it
# said.
SOURCE = "source"
# That of the blocks that the import took out of its text, which no other reading puts back.
TAKEN_OUT = "taken_out"
# What records did not say formerly, and editorials that were imported then were taken for.
FORMERLY = {"state": Editorial.State.PUBLISHED.value}

# What bears the same name in both; the others have a line each.
SAME_NAME = (
    "title",
    "title_supplied",
    "standfirst",
    "section",
    "issue",
    "page",
    "language",
    "source_id",
    "state",
)

ROW = re.compile(r":\d+$")  # at the end of a row's source

BLANK: dict = dict.fromkeys((*SAME_NAME, "body", "date", "source_url", "publication"), "")
BLANK |= {"title_supplied": False, "bylines": [], "tags": []}


def of_record(record: Record) -> dict:
    """Return the record's facts by the editorial's names of fields; `html` must be cleaned."""
    facts = {name: getattr(record, name) for name in SAME_NAME}
    return facts | {
        "body": record.html,
        "date": record.date or "",
        "source_url": record.url,
        "publication": record.publication,
        "bylines": _printed(record.bylines),
        "tags": sorted(set(record.tags)),
    }


def of_editorial(editorial: Editorial) -> dict:
    """Return the editorial's facts as it stands now, but for its tags, which editors add to."""
    facts = {name: getattr(editorial, name) for name in (*SAME_NAME, "body", "date", "source_url")}
    facts["publication"] = _magazine(editorial)
    facts["bylines"] = _printed(editorial.bylines.all())
    return facts


def _magazine(editorial: Editorial) -> str:
    """Return the name of an editorial's magazine, as its source spells it where that is it.

    Sources of one magazine spell it with accents and without: nobody mended that.
    """
    name = editorial.publication.name if editorial.publication else ""
    printed = editorial.imported.get("publication", "")
    return printed if text.fold(printed) == text.fold(name) else name


def imported(record: Record, facts: dict, editorial: Editorial) -> dict:
    """Return what an editorial keeps of a record for the next import: facts, if not empty.

    Where it came from and what was taken out stand beside them; what a row told first stays known
    by the row, see `unsaid`. Of a body that the editorial holds itself there is but the digest.
    The magazine stands there in any case: with the source's key it tells whose document it is.
    """
    kept_facts = {"publication": facts["publication"]}
    for name, fact in facts.items():
        if fact not in ("", [], False):
            kept_facts[name] = fact
    if "body" in kept_facts and facts["body"] == editorial.body:
        kept_facts["body"] = digest(facts["body"])
    kept_facts[SOURCE] = record.source
    if not record.file and _is_of_row(editorial):
        kept_facts[SOURCE] = editorial.imported[SOURCE]
    if record.taken_out:
        kept_facts[TAKEN_OUT] = record.taken_out
    return kept_facts


def unsaid(record: Record, editorial: Editorial) -> set[str]:
    """Return the names of the facts of which a record says nothing about its editorial.

    A row does not by an empty cell, nor by a column that its table lacks, and never of the state;
    but the magazine, none as well, is a part of what its id means (`keyed_rows`).
    Another source (a page) does not of what it lacks beside the row that told it. A program names
    them itself.
    """
    if record.unsaid is not None:
        return set(record.unsaid)
    if not record.file and not _is_of_row(editorial):
        return set()
    facts = of_record(record)
    names = {name for name, fact in facts.items() if fact in ("", [])}
    if "title" in names:
        names.add("title_supplied")
    if record.file:
        names.add("state")
    if record.file and record.source_id:
        names.discard("publication")
    if record.mending and "tags" in record.mending.own:
        names.discard("tags")  # an editor chose them for this item
    return names


def with_unsaid(facts: dict, editorial: Editorial, names: Collection[str]) -> dict:
    """Return a record's facts, of these names as the last import of the editorial had them."""
    earlier = BLANK | FORMERLY | editorial.imported
    return facts | {name: earlier[name] for name in names}


def _is_of_row(editorial: Editorial) -> bool:
    """Return True where the last import of an editorial, or what it completed, was a row's."""
    source = editorial.imported.get(SOURCE, "")
    if not ROW.search(source):
        return False
    return editorial.captures.filter(origin=source, media_type__in=tables.OF_ROWS).exists()


def without_taken_out(record: Record, editorial: Editorial) -> None:
    """Take out of a record's text what the import of the editorial took out of it.

    A page that is read alone tells nothing of what others of its site have.
    """
    keys = editorial.imported.get(TAKEN_OUT)
    for reading in (record, record.unmasked):
        if keys and reading:
            repeated.take_out(reading, keys)
            reading.html = derived(reading.html).html


def last_import(editorial: Editorial) -> dict:
    """Return what the last import of an editorial said, its body as a digest; see `imported`."""
    facts = editorial.imported.items()
    imported = {name: fact for name, fact in facts if name not in (SOURCE, TAKEN_OUT)}
    if not imported:
        return dict(FORMERLY)
    return told(BLANK | FORMERLY | imported)


def told(facts: dict) -> dict:
    """Return facts with a digest for the body, to be compared with those of `last_import`."""
    body = facts["body"]
    return facts | {"body": body if is_digest(body) else digest(body)}


def kinds(record: Record) -> dict[str, str]:
    """Return {name: AuthorKind} of who signs a record, as far as its source tells it."""
    return {byline.name: byline.kind for byline in record.bylines if byline.kind}


def _printed(bylines: Iterable[Printed | Byline]) -> list[list[str]]:
    """Return the bylines as [[name, role], …]."""
    return [[byline.name, byline.role] for byline in bylines]
