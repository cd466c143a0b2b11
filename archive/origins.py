"""From where and with what somebody came, as little of it as is needed to know oneself again."""

import ipaddress

# Of an address: what a provider gives to a street, or to a household's line, not a device.
BITS = {4: 24, 6: 48}
LONGEST_ORIGIN = 45  # characters of an IPv6 address
UNKNOWN = "?"

# What a User-Agent holds, in this order: an Edge says that it is Chrome as well, and Chrome that
# it is Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def truncated(address: str) -> str:
    """Return « 203.0.113.0 » for « 203.0.113.7 »; of IPv6 the first 48 bits; "?" for no address."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0].strip())
    except ValueError:
        return UNKNOWN
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    network = ipaddress.ip_network((int(parsed), BITS[parsed.version]), strict=False)
    return str(network.network_address)


def browser(user_agent: str) -> str:
    """Return « Firefox · Linux »; "?" where neither is told."""
    names = []
    for signs in (BROWSERS, SYSTEMS):
        name = next((name for sign, name in signs if sign in user_agent), "")
        names.append(name)
    return " · ".join(filter(None, names)) or UNKNOWN
