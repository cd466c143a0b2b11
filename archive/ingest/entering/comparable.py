"""What a record says and what an editorial holds, in one form: JSON, to be compared."""

from collections.abc import Iterable

from archive.ingest.records import Printed, Record
from archive.models import Byline, Editorial
from archive.models.states import digest, is_digest

# The key of `Editorial.imported` that tells where the record came from, which is no part of what it
# said.
SOURCE = "source"
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
    publication = editorial.publication
    facts = {name: getattr(editorial, name) for name in (*SAME_NAME, "body", "date", "source_url")}
    facts["publication"] = publication.name if publication else ""
    facts["bylines"] = _printed(editorial.bylines.all())
    return facts


def kept(facts: dict, editorial: Editorial) -> dict:
    """Return the facts as an editorial keeps them for the next import: without what is empty.

    Of a body that it holds itself there is but the digest. The magazine stands there in any case:
    with the source's key it tells whose document it is.
    """
    kept_facts = {"publication": facts["publication"]}
    for name, fact in facts.items():
        if fact not in ("", [], False):
            kept_facts[name] = fact
    if "body" in kept_facts and facts["body"] == editorial.body:
        kept_facts["body"] = digest(facts["body"])
    return kept_facts


def last_import(editorial: Editorial) -> dict:
    """Return what the last import of an editorial said, its body as a digest; see `kept`."""
    imported = {name: fact for name, fact in editorial.imported.items() if name != SOURCE}
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
