"""/metrics: counts and states in Prometheus' text form, for operators who show METRICS_TOKEN."""

from collections.abc import Iterator
from hmac import compare_digest

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from archive.journal import counts
from archive.models import Proof, last_proofs
from archive.vitals import Vitals, waiting_uploads


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with what all processes have counted.

    404 without METRICS_TOKEN, 401 for who does not show it.
    """
    if not settings.METRICS_TOKEN:
        raise Http404
    if not _is_shown(request.headers.get("Authorization", "")):
        response = HttpResponse("METRICS_TOKEN\n", "text/plain; charset=utf-8", status=401)
        response.headers["WWW-Authenticate"] = 'Bearer realm="metrics"'
        return response
    return HttpResponse(counts.text(States()), CONTENT_TYPE_PLAIN_0_0_4)


def _is_shown(header: str) -> bool:
    """Return whether a header shows the token; how long that takes tells nothing of it."""
    kind, _space, shown = header.partition(" ")
    is_right = compare_digest(shown.strip().encode(), settings.METRICS_TOKEN.encode())
    return is_right and kind.lower() == "bearer"


class States(Collector):
    """How the site is at the moment it is asked; `archive_up` alone where the database fails."""

    def collect(self) -> Iterator[Metric]:
        try:
            vitals, proofs, uploads = Vitals.gathered(), last_proofs(), waiting_uploads()
        except DatabaseError:
            yield _gauge("archive_up", "Whether the database answers.", 0)
            return
        yield _gauge("archive_up", "Whether the database answers.", 1)
        yield _gauge("archive_degraded", "As /healthz says it.", vitals.is_degraded)
        yield _gauge("archive_editorials", "Published editorials.", vitals.editorials)
        yield _gauge("archive_index_ok", "Whether the index answers.", vitals.index.state == "ok")
        yield _gauge("archive_index_editorials", "Editorials indexed.", vitals.index.editorials)
        yield _gauge("archive_index_rebuilding", "A rebuild runs.", vitals.index.rebuilding)
        yield _gauge("archive_stale", "Editorials that wait for the index.", vitals.stale)
        yield _gauge("archive_uploads_waiting", "Uploads to be read or imported.", uploads)
        yield _gauge("archive_captures_lost", "Captures that are lost.", vitals.lost_captures)
        yield _gauge("archive_read_only", "Nothing can be written.", vitals.is_read_only)
        if vitals.free is not None:
            yield _gauge("archive_disk_free_bytes", "Room for the data folder.", vitals.free)
        yield _last(proofs)


def _gauge(name: str, meaning: str, number: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=number)


def _last(proofs: dict[str, Proof]) -> Metric:
    family = GaugeMetricFamily(
        "archive_proof_timestamp_seconds",
        "When the last backup, restore, drill, check of captures was.",
        labels=["kind"],
    )
    for kind, proof in sorted(proofs.items()):
        family.add_metric([kind], proof.at.timestamp())
    return family
