"""/healthz and /readyz: whether the archive answers, for those who watch over it."""

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive import replicas
from archive.models import ProofKind, last_proofs
from archive.vitals import Vitals, waiting_tasks, waiting_uploads

DOWN = {"status": "down", "database": "failing"}


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 while visitors get answers, 503 and "down" only where the database fails.

    `status` is "ok", or "degraded" where the database has to answer searches, the index is behind
    or cannot be written, captures are lost, queued work waits for workers that are not there, or
    nothing can be written (then `read_only` says so);
    a balancer must not take such a site away.
    """
    try:
        vitals = Vitals.gathered()
    except DatabaseError:
        return JsonResponse(DOWN, status=503)
    read_only = {"read_only": True} if vitals.is_read_only else {}
    return JsonResponse(
        read_only
        | {
            "status": "degraded" if vitals.is_degraded else "ok",
            "database": "ok",
            "index": vitals.index.state,
            "rebuilding": vitals.index.rebuilding,
            "editorials": vitals.editorials,
            "indexed": vitals.index.editorials,
            "stale": vitals.stale,
            "lost_captures": vitals.lost_captures,
        }
    )


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer as `health` does, part by part: index, disk, captures, and the work that waits.

    Little room on the disk degrades as well, and a copy of the database for readers that is late.
    Only a database that fails is 503.
    """
    try:
        vitals, proofs, uploads = Vitals.gathered(), last_proofs(), waiting_uploads()
        tasks, replica = waiting_tasks(), _replica()
    except DatabaseError:
        return JsonResponse(DOWN, status=503)
    fixity = proofs.get(ProofKind.FIXITY)
    is_degraded = vitals.is_degraded or vitals.disk_state == "low"
    is_degraded = is_degraded or replica.get("state", "ok") != "ok"
    has_replica = {"replica": replica} if replica else {}
    return JsonResponse(
        has_replica
        | {
            "status": "degraded" if is_degraded else "ok",
            "database": "ok",
            "index": {
                "state": vitals.index.state,
                "rebuilding": vitals.index.rebuilding,
                "behind": vitals.is_behind,
                "editorials": vitals.editorials,
                "indexed": vitals.index.editorials,
            },
            "disk": {"state": vitals.disk_state, "free_bytes": vitals.free},
            "captures": {
                "state": vitals.captures_state,
                "lost": vitals.lost_captures,
                "proved": fixity.at.isoformat(timespec="seconds") if fixity else None,
            },
            "pending": {"stale": vitals.stale, "uploads": uploads, "tasks": tasks},
        }
    )


def _replica() -> dict[str, str | float]:
    """Return how the copy of the database for readers is; nothing where there is none."""
    if not settings.HAS_REPLICA:
        return {}
    seconds = replicas.behind()
    if seconds is None:
        return {"state": "away"}
    state = "late" if seconds > replicas.LATE else "ok"
    return {"state": state, "behind_seconds": round(seconds, 1)}
