"""Years and spans of time in words, as the title of a search says them."""

from collections.abc import Sequence

from django.utils.translation import gettext

from archive import dates


def between(since: str, until: str) -> str:
    """Return two EDTF dates, either of them perhaps "", as « 2001–2004 », « 2001 ou après ».

    Where one is no plain year there is room around the dash: « mars 2001 – 2004 ».
    """
    if not since and not until:
        return ""
    if since == until:
        return dates.display(since)
    if not until:
        return gettext("%(date)s ou après") % {"date": dates.display(since)}
    if not since:
        return gettext("%(date)s ou avant") % {"date": dates.display(until)}
    dash = "–" if since.isdecimal() and until.isdecimal() else " – "
    return dash.join([dates.display(since), dates.display(until)])


def runs(years: Sequence[str]) -> list[str]:
    """Say years that follow each other as one.

    2001, 2002, 2003 and 199X -> « années 1990 », « 2001–2003 ».
    """
    parts: list[list[str]] = []
    for code in sorted(years):
        if parts and _follows(code, parts[-1][-1]):
            parts[-1].append(code)
        else:
            parts.append([code])
    return list(map(_run, parts))


def _run(years: Sequence[str]) -> str:
    if len(years) == 1:
        return year(years[0])
    return f"{years[0]}–{years[-1]}"


def _follows(code: str, last: str) -> bool:
    return code.isdecimal() and last.isdecimal() and int(code) == int(last) + 1


def year(code: str) -> str:
    """Return a year as it is, a decade (`199X`) as « années 1990 ».

    What is neither stands for itself.
    """
    if len(code) == 4 and code[:3].isdecimal() and code[3] == "X":
        return dates.display(code)
    return code
