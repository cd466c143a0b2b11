"""How nodes are asked: one after the other, with one end of patience for all of them."""

import time
from collections.abc import Collection, Mapping
from typing import Any

from opensearchpy import ConnectionError, Transport, TransportError
from urllib3 import Timeout

CONNECTING = 1.5  # seconds in which a node must take a connection; then the next is asked
NODE = 3.0  # seconds that one node has to answer; then the next is asked
TOGETHER = 4.5  # seconds that all of them have, less than a balancer waits for /healthz
# What says that the cluster is unwell, not the question: no manager, no shard, too much to do; 500
# where a node was lost in the middle of a search.
UNWELL = (429, 500, 502, 503, 504)
ONCE = "ask_once"  # the parameter of a request that must not be done twice: no node is asked again


class NodeByNode(Transport):
    """Asks another node where one does not answer, until one does or the time for all is over.

    `request_timeout` among the parameters of a request is that time for it, and what each node has.
    """

    def __init__(self, hosts: Any, **options: Any):
        # Which node is asked next is told here; there it is only left out for a while.
        super().__init__(
            hosts, max_retries=0, retry_on_timeout=True, retry_on_status=UNWELL, **options
        )
        self._tries = len(hosts) + 1  # one more: a connection that was kept open may be closed

    def perform_request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        timeout: float | None = None,
        ignore: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """See `Transport`. Raises the last TransportError."""
        asked = dict(params or {})
        tries = 1 if asked.pop(ONCE, False) else self._tries
        together = asked.pop("request_timeout", timeout) or TOGETHER
        of_one = together if together > TOGETHER else NODE
        until = time.monotonic() + together
        while True:
            left = max(until - time.monotonic(), 0.1)
            limit: Any = Timeout(connect=min(CONNECTING, left), read=min(of_one, left))
            try:
                return super().perform_request(
                    method, url, dict(asked), body, limit, ignore, headers
                )
            except TransportError as error:
                tries -= 1
                is_passing = isinstance(error, ConnectionError) or error.status_code in UNWELL
                if not (is_passing and tries and time.monotonic() < until):
                    raise
