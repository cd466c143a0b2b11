"""By what address a request is counted."""

import pytest
from django.test import RequestFactory

from archive import callers


@pytest.mark.parametrize(
    "remote, counted",
    [
        ("192.0.2.9", "192.0.2.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::"),
        ("::ffff:192.0.2.9", "192.0.2.9"),
        ("fe80::1%eth0", "fe80::"),
        ("::1", "::1"),
        ("", callers.UNKNOWN),
        ("localhost", callers.UNKNOWN),
        ("nonsense", callers.UNKNOWN),
    ],
)
def test_a_subscriber_is_one(remote, counted):
    assert callers.address(RequestFactory().get("/", REMOTE_ADDR=remote)) == counted


@pytest.mark.parametrize(
    "remote, own", [("127.0.0.1", True), ("::1", True), ("", True), ("192.0.2.9", False)]
)
def test_the_machine_itself_is_known(remote, own):
    assert callers.is_this_machine(RequestFactory().get("/", REMOTE_ADDR=remote)) is own
