"""The archive for language models: the Model Context Protocol at /mcp, without sessions.

Each message is a POST and its answer JSON ("Streamable HTTP"); `manage.py mcp` speaks the same by
its standard input and output.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from archive.mcp import protocol

LONGEST = 100_000  # bytes of a message


# Nothing is changed, and who is logged in is not asked.
@csrf_exempt
@require_http_methods(["POST"])
def mcp(request: HttpRequest) -> HttpResponse:
    """Answer one message; 202 where it wants no answer."""
    if not _is_from_here(request):
        return _problem("Pages of other sites may not ask here.", 403)
    version = request.headers.get("MCP-Protocol-Version", protocol.VERSIONS[0])
    if version not in protocol.VERSIONS:
        return _problem(f"Versions spoken here: {', '.join(protocol.VERSIONS)}.", 400)
    if request.content_type != "application/json":
        return _problem("A message is application/json.", 415)
    if int(request.headers.get("Content-Length") or 0) > LONGEST:
        return _problem(f"A message has at most {LONGEST} bytes.", 413)
    answer = protocol.answer(request, request.body)
    if answer is None:
        return HttpResponse(status=202)
    status = 400 if "error" in answer and answer["id"] is None else 200
    response = JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _is_from_here(request: HttpRequest) -> bool:
    """Return False where a page of another site asks, in the browser of one who may see this one.

    https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning
    """
    origin = request.headers.get("Origin")
    if not origin:
        return True
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    return urlsplit(origin).netloc == request.get_host()


def _problem(detail: str, status: int) -> HttpResponse:
    return JsonResponse({"detail": detail}, status=status)
