"""Connections to public addresses alone: what an editorial names must not lead into this network.

A name is looked up once, and what it stands for is connected to: another answer of its name server
a moment later changes nothing.
"""

import http.client
import ipaddress
import socket
import ssl

PORTS = {80, 443, 8080, 8443}  # where pages are; a mail server is not to be talked to
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
TRUST = ssl.create_default_context()


class Refused(Exception):
    """An address that is not asked; the message says why."""


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public net, and what it wraps as well."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if not parsed.is_global or parsed.is_multicast or parsed.is_reserved:
        return False
    if parsed.version == 4:
        return True
    wrapped = [parsed.ipv4_mapped, parsed.sixtofour, *(parsed.teredo or ())]
    if parsed in NAT64:
        wrapped.append(ipaddress.IPv4Address(int(parsed) & 0xFFFF_FFFF))
    return all(address is None or is_public(str(address)) for address in wrapped)


def connected(host: str, port: int, seconds: float) -> socket.socket:
    """Return a socket to a host that has public addresses alone.

    Raises Refused, and OSError where the host has no address or does not answer.
    """
    if port not in PORTS:
        raise Refused(f"port {port}")
    addresses = []
    for family, kind, protocol, _name, target in socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    ):
        if not is_public(str(target[0])):
            raise Refused(f"{host} is {target[0]}, which is not of the public net")
        addresses.append((family, kind, protocol, target))
    error: OSError = ConnectionError(f"{host} has no address")
    for family, kind, protocol, target in addresses:
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(seconds)
        try:
            connection.connect(target)
        except OSError as failure:
            connection.close()
            error = failure
        else:
            return connection
    raise error


class Plain(http.client.HTTPConnection):
    """HTTP to a public address.

    `timeout`: seconds of any one wait; `live`: the socket, once there is one and for as long as a
    response is read from it.
    """

    live: socket.socket | None = None

    def connect(self) -> None:
        self.sock = self.live = connected(self.host, self.port, self.timeout or 0)


class Secure(http.client.HTTPSConnection):
    """The same over TLS; the certificate is checked by the name."""

    live: socket.socket | None = None

    def connect(self) -> None:
        plain = connected(self.host, self.port, self.timeout or 0)
        # The handshake comes after the socket can be cut.
        self.sock = self.live = TRUST.wrap_socket(
            plain, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock.do_handshake()
