"""The parts of addresses that Django does not know: years, months, several names."""

from django.urls import register_converter


class Year:
    regex = "[0-9]{4}"
    to_python = staticmethod(int)
    to_url = staticmethod("{:04}".format)


class Month:
    regex = "0[1-9]|1[0-2]"
    to_python = staticmethod(int)
    to_url = staticmethod("{:02}".format)


class Decade:
    regex = "[0-9]{3}0s"
    to_python = staticmethod(lambda value: int(value[:4]))
    to_url = staticmethod("{:04}s".format)


class Day:
    regex = "0[1-9]|[12][0-9]|3[01]"
    to_python = staticmethod(int)
    to_url = staticmethod("{:02}".format)


class Slugs:
    """One name, or several combined."""

    regex = r"[-a-zA-Z0-9_]+(?:\+[-a-zA-Z0-9_]+)*"
    to_python = staticmethod(lambda value: value.split("+"))
    to_url = staticmethod(lambda value: value if isinstance(value, str) else "+".join(value))


def register() -> None:
    """Let addresses have these parts, by name."""
    register_converter(Year, "year")
    register_converter(Month, "month")
    register_converter(Decade, "decade")
    register_converter(Day, "day")
    register_converter(Slugs, "slugs")
