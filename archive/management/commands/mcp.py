import io
import json
import sys

from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.http import HttpRequest

from archive.management.site_addresses import site_address
from archive.mcp import protocol


class Command(BaseCommand):
    help = (
        "Answers a language model's program over standard input and output, by the Model Context"
        " Protocol: tools to search, read, cite and count by year."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--address",
            default="http://127.0.0.1:8000",
            help="where the site is: what is cited leads there (default: %(default)s)",
        )

    def handle(self, *, address, **options):
        request = asked_at(address)
        for line in sys.stdin:
            if not line.strip():
                continue
            close_old_connections()
            answer = protocol.answer(request, line)
            if answer is not None:
                self.stdout.write(json.dumps(answer, ensure_ascii=False))
                self.stdout.flush()


def asked_at(address: str) -> HttpRequest:
    """Return a request as a visitor of this machine would send it to the site."""
    site = site_address(address)
    request: HttpRequest = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/mcp",
            "HTTP_HOST": site.netloc,
            "SERVER_NAME": site.hostname,
            "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": io.BytesIO(),
        }
    )
    try:
        request.get_host()
    except DisallowedHost as error:
        raise CommandError(f"{site.hostname} is not among ALLOWED_HOSTS.") from error
    return request
