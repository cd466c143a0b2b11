"""Pages as they were sent to a visitor, kept to be sent to the next as long as nothing changed.

What a page shows is told by its address, the reader's choices, the day, and `models.shown`: the
state of all that pages show. A page of another state is never sent. Each process keeps its own
pages, compressed, up to ARCHIVE_KEEP megabytes; those that were not asked for longest go first.
"""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import wraps
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_http_date_safe

from archive import disk, visits
from archive.appearance import look
from archive.models import shown
from archive.models.stamps import State

LONGEST_ADDRESS = 300  # characters; nobody asks twice for longer ones but robots
MEGABYTE = 2**20
OF_PERSONS = ("messages", settings.SESSION_COOKIE_NAME)  # cookies of whom a page may greet
ACCEPTED = "gzip"

View = Callable[..., HttpResponse]
_is_whole: ContextVar[bool] = ContextVar("is_whole", default=True)


class Page(NamedTuple):
    """A page: its bytes, compressed, its headers, and a validator that no other page has.

    `told`: a number that the view told of it to who sends it.
    """

    content: bytes
    headers: dict[str, str]
    etag: str
    told: int

    def response(self, request: HttpRequest) -> HttpResponse:
        """Return the page, or 304 where the visitor has it already."""
        if ACCEPTED in request.headers.get("Accept-Encoding", ""):
            response = HttpResponse(self.content, headers=self.headers)
            response.headers["Content-Encoding"] = ACCEPTED
        else:
            response = HttpResponse(gzip.decompress(self.content), headers=self.headers)
        response.headers["ETag"] = self.etag
        patch_vary_headers(response, ["Accept-Encoding"])
        conditional = get_conditional_response(
            request,
            etag=self.etag,
            last_modified=parse_http_date_safe(response.headers.get("Last-Modified", "")),
            response=response,
        )
        return tell(conditional or response, self.told)


class Pages:
    """The pages that a process keeps, all of one state of the archive."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: State | None = None
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._size = 0  # bytes

    def page(self, key: Hashable, state: State) -> Page | None:
        """Return a page as it is in this state; None where it is not kept."""
        with self._lock:
            if self._state != state:
                self._empty(state)
            page = self._pages.get(key)
            if page:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, state: State, page: Page) -> None:
        """Keep a page that was made when the archive was in this state."""
        with self._lock:
            # Where another request has seen a later state, this page is of the past.
            if self._state != state or key in self._pages:
                return
            self._pages[key] = page
            self._size += len(page.content)
            while self._size > settings.KEEP * MEGABYTE:
                _key, oldest = self._pages.popitem(last=False)
                self._size -= len(oldest.content)

    def forget(self) -> None:
        """Keep nothing of what was made so far."""
        with self._lock:
            self._empty(None)

    def _empty(self, state: State | None) -> None:
        self._state, self._size = state, 0
        self._pages.clear()


_kept = Pages()


def kept(view: View) -> View:
    """Have what a view answers to visitors kept, and give it a validator."""

    @wraps(view)
    def answer(request: HttpRequest, *arguments, **names) -> HttpResponse:
        key = _key(request)
        if key is None:
            return view(request, *arguments, **names)
        state = shown.state()
        page = _kept.page(key, state)
        if page is None:
            is_whole = _is_whole.set(True)
            try:
                with shown.making_page(state):
                    response = view(request, *arguments, **names)
                if response.status_code != 200 or response.cookies or not _is_whole.get():
                    return response
            finally:
                _is_whole.reset(is_whole)
            page = _page(response)
            _kept.keep(key, state, page)
        return page.response(request)

    return answer


def tell(response: HttpResponse, told: int) -> HttpResponse:
    """Return the response, of which a number is told, the same each time that it is sent."""
    response.told = told  # type: ignore[attr-defined]
    return response


def told(response: HttpResponse) -> int:
    """Return the number that was told of a response, 0 where none was."""
    return getattr(response, "told", 0)


def forget() -> None:
    """Have all pages made anew."""
    _kept.forget()


def spoil() -> None:
    """Note that the page being made lacks something that it will have again: it is not kept."""
    _is_whole.set(False)


def _key(request: HttpRequest) -> Hashable | None:
    """Return what tells a visitor's page from any other; None where it is not to be kept."""
    path = request.get_full_path()
    if not settings.KEEP or request.method not in ("GET", "HEAD") or len(path) > LONGEST_ADDRESS:
        return None
    if any(name in request.COOKIES for name in OF_PERSONS):
        return None
    return (
        request.scheme,
        request.get_host(),
        path,
        request.LANGUAGE_CODE,
        request.COOKIES.get("theme", "")[:LONGEST_ADDRESS],
        visits.new_since(request),
        timezone.localdate(),
        disk.is_archive_read_only(),
        look.state(),
    )


def _page(response: HttpResponse) -> Page:
    content = response.content
    return Page(
        content=gzip.compress(content, compresslevel=6, mtime=0),
        headers=dict(response.headers),
        # Weak: the same page compressed and not.
        etag=f'W/"{sha256(content).hexdigest()[:32]}"',
        told=told(response),
    )
