"""/healthz: whether the archive answers, for those who watch over it."""

from datetime import timedelta

from django.db import DatabaseError
from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive import disk, fixity
from archive.models import Capture, Editorial, Stale
from archive.search.upkeep import watching

MOST = 10_000  # stale rows that are counted
LATE = timedelta(minutes=2)  # after which a change should have been indexed


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 while visitors get answers, 503 and "down" only where the database fails.

    `status` is "ok", or "degraded" where the database has to answer searches, the index is behind
    or cannot be written, captures are lost, or nothing can be written (then `read_only` says so);
    a balancer must not take such a site away.
    """
    stale = Stale.objects.all()
    try:
        editorials = Editorial.objects.published().count()
        waiting = stale[:MOST].count()
        is_late = stale.filter(Q(at__lt=timezone.now() - LATE) | Q(refused=True)).exists()
        lost = Capture.objects.lost().count()
    except DatabaseError:
        return JsonResponse({"status": "down", "database": "failing"}, status=503)
    index = watching.condition()
    fixity.aside()
    is_behind = is_late or (index.editorials != editorials and not waiting)
    status = "ok"
    if index.state != "ok" or is_behind or lost:
        status = "degraded"
    read_only = {"read_only": True} if disk.is_archive_read_only() else {}
    if read_only:
        status = "degraded"
    return JsonResponse(
        read_only
        | {
            "status": status,
            "database": "ok",
            "index": index.state,
            "rebuilding": index.rebuilding,
            "editorials": editorials,
            "indexed": index.editorials,
            "stale": waiting,
            "lost_captures": lost,
        }
    )
