"""Who asks, as far as limits can tell people apart: by where the request comes from."""

import ipaddress

from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # over a socket of the machine, where no proxy says who asks
# An IPv6 subscriber is given 2**64 addresses at least, and may take another for each request.
OF_ONE_SUBSCRIBER = 64


def address(request: HttpRequest) -> str:
    """Return the address that a request is counted by: of IPv6 that of the subscriber's network.

    `archive.middleware.proxies` has seen to it that REMOTE_ADDR is the client's.
    """
    try:
        client = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "").partition("%")[0])
    except ValueError:
        return UNKNOWN
    if client.version == 6:
        if client.ipv4_mapped:
            return str(client.ipv4_mapped)
        if client.is_loopback:
            return str(client)
        return str(ipaddress.ip_network((client, OF_ONE_SUBSCRIBER), strict=False)[0])
    return str(client)


def is_this_machine(request: HttpRequest) -> bool:
    """Return whether a request comes from this machine, where a proxy may stand undeclared."""
    counted = address(request)
    return counted == UNKNOWN or ipaddress.ip_address(counted).is_loopback
