"""Of an address and a browser, only what its owner knows again is kept."""

import pytest

from archive import origins


@pytest.mark.parametrize(
    "address, kept",
    [
        ("203.0.113.7", "203.0.113.0"),
        ("::ffff:203.0.113.7", "203.0.113.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("fe80::1%eth0", "fe80::"),
        ("", "?"),
        ("unix:", "?"),
        ("203.0.113.7, 10.0.0.1", "?"),
        ("9" * 500, "?"),
    ],
)
def test_an_address_loses_what_tells_a_device(address, kept):
    assert origins.truncated(address) == kept


@pytest.mark.parametrize(
    "agent, told",
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox · Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari · iPhone",
        ),
        ("curl/8.0", "?"),
        ("", "?"),
        ("<script>" * 999, "?"),
    ],
)
def test_a_browser_is_told_by_its_name_and_its_system_alone(agent, told):
    assert origins.browser(agent) == told
