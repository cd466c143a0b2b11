"""Nothing but public addresses is connected to, whatever an editorial names."""

import socket

import pytest

from archive.sources import asking, guarding
from archive.sources.guarding import Refused


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1"),
        *("::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "2001:0:7f00:1::"),
    ],
)
def test_an_address_inside_is_not_public(address):
    assert not guarding.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_an_address_outside_is(address):
    assert guarding.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://localhost/", "http://[::1]/", "https://127.0.0.1/"),
        *("http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://0/"),
        *("http://169.254.169.254/latest/meta-data/", "http://[::ffff:127.0.0.1]/"),
        *("http://user:secret@93.184.216.34/", "http://93.184.216.34:25/", "ftp://93.184.216.34/"),
        *(
            "file:///etc/passwd",
            "http://",
            "http://[::1",
            "http://a:b/",
            "http:///x",
            "javascript:1",
        ),
        *("http://" + "a" * 300 + "/", "http://é..fr/", "", "http://93.184.216.34:99999/"),
    ],
)
def test_what_leads_inside_or_nowhere_is_refused_before_anything_is_sent(url, monkeypatch):
    def connect(*_args):
        pytest.fail("something was connected to")

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises((Refused, asking.Silence)):
        asking.ask(url, "HEAD")


def test_a_name_that_is_public_and_private_at_once_is_refused(monkeypatch):
    both = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 80)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: both)
    with pytest.raises(Refused):
        guarding.connected("exemple.fr", 80, 1)
