"""The trust page as JSON, by the schemas of the API: what was never done is null."""

from collections.abc import Callable

from archive.models import Proof, SourceState
from archive.trust.holdings import Extent, Magazine
from archive.trust.statements import Statement

Absolute = Callable[[str], str]  # makes an address of the site absolute


def trust(statement: Statement, absolute: Absolute) -> dict[str, object]:
    """Return all that a statement says, and nothing of where backups are."""
    holdings = statement.holdings
    return {
        "counted_at": holdings.counted_at,
        "holds": _extent(holdings.whole),
        "authors": holdings.authors,
        "captures": holdings.captures,
        "without_capture": holdings.uncaptured,
        "publications": [_magazine(magazine) for magazine in holdings.magazines],
        "backup": _done(statement.proof("backup"), "captures", "lost"),
        "restore": _done(statement.proof("restore"), "captures", "lost"),
        "drill": _done(statement.proof("drill"), "rows", "captures"),
        "fixity": _fixity(statement),
        "index": _index(statement),
        "sources": _sources(statement, absolute),
    }


def _extent(extent: Extent) -> dict[str, object]:
    return {
        "editorials": extent.editorials,
        "first_year": extent.first,
        "last_year": extent.last,
        "missing_years": [list(gap) for gap in extent.gaps],
        "undated": extent.undated,
        "uncertain_dates": extent.uncertain,
        "unknown_authors": extent.unsigned,
        "uncertain_share": _share(extent.vague, extent.editorials),
        "unknown_authors_share": _share(extent.unsigned, extent.editorials),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _magazine(magazine: Magazine) -> dict[str, object]:
    publication = magazine.publication
    name: dict[str, object] = {"slug": None, "name": None}
    if publication:
        name = {"slug": publication.slug, "name": publication.name}
    return name | _extent(magazine.extent)


def _done(proof: Proof | None, *names: str) -> dict[str, object] | None:
    """Return when it was, and the facts of these names: 0 where an older version left one out."""
    if proof is None:
        return None
    facts: dict[str, object] = {name: proof.facts.get(name, 0) for name in names}
    return facts | {"at": proof.at}


def _fixity(statement: Statement) -> dict[str, object]:
    proof = statement.proof("fixity")
    return {
        "at": proof.at if proof else None,
        "captures": proof.facts.get("captures") if proof else None,
        "lost": statement.lost,
    }


def _index(statement: Statement) -> dict[str, object]:
    index, proof = statement.index, statement.proof("index")
    return {
        "state": index.state,
        "equal": index.is_equal,
        "indexed": index.indexed,
        "editorials": index.editorials,
        "waiting": index.is_waiting,
        "compared_at": proof.at if proof else None,
        "differences": proof.facts.get("differences") if proof else None,
    }


def _sources(statement: Statement, absolute: Absolute) -> dict[str, object]:
    proof = statement.proof("sources")
    sources: dict[str, object] = {"at": proof.at if proof else None}
    for name in [*(state.value for state in SourceState), "unasked"]:
        sources[name] = proof.facts.get(name, 0) if proof else 0
    latest_gone = []
    for gone in statement.gone:
        address = absolute(gone.editorial.get_absolute_url())
        since = gone.source.since
        latest_gone.append({"address": gone.source.address, "since": since, "editorial": address})
    return sources | {"latest_gone": latest_gone}
