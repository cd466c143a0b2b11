"""A cell that went out to a spreadsheet and came back: whether somebody has touched it.

Spreadsheets rewrite what nobody asked them to: « 2001-02 » comes back as « févr-01 », « 036 » as
« 36 », and what the older Windows encoding lacks as « ? ». Pure functions.
"""

import re

from archive import text

# What spreadsheets would run: an apostrophe stands before it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
WINDOWS = "cp1252"  # what Excel writes, unless it is asked for « CSV UTF-8 »
# How the names of months begin, in French and in English, accents and case aside.
MONTHS = {
    **{"jan": 1, "fev": 2, "feb": 2, "mar": 3, "avr": 4, "apr": 4, "mai": 5, "may": 5},
    **{"jun": 6, "juin": 6, "jui": 7, "jul": 7, "aou": 8, "aug": 8, "sep": 9, "oct": 10},
    **{"nov": 11, "dec": 12},
}
DAY_OF_MONTH = re.compile(r"(\d{1,2})-([a-z]+)\.?")  # « 10-nov. »
MONTH_OF_YEAR = re.compile(r"([a-z]+)\.?-(\d{2})")  # « févr-01 », folded
TWO_NUMBERS = re.compile(r"(\d{1,4})[-/](\d{1,2})")


def harmless(cell: str) -> str:
    """Return a cell that a spreadsheet takes for text: with an apostrophe before a formula."""
    cell = cell.replace("\0", "")
    if _is_formula(cell):
        return f"'{cell}"
    return cell


def _is_formula(cell: str) -> bool:
    """Return True for what a spreadsheet would run, be there apostrophes before it or not."""
    return cell.lstrip("'").startswith(FORMULA)


def typed(cell: str) -> str:
    """Return what somebody typed into a cell, or what stood there before `harmless`."""
    # A form sends other ends of lines than the file had.
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    if cell.startswith("'") and _is_formula(cell):
        return cell[1:]
    return cell.strip()


def is_untouched(shown: str, cell: str) -> bool:
    """Return True where a cell is what it showed, or what a spreadsheet alone makes of that."""
    shown = typed(harmless(shown))
    return cell == shown or _has_lost_signs(shown, cell) or _is_rewritten(shown, cell)


def _has_lost_signs(shown: str, cell: str) -> bool:
    """Return True where « ? » stands for signs that Windows' encoding lacks, and all else is."""
    encoded = shown.encode(WINDOWS, "replace")
    return encoded.decode(WINDOWS).strip() == cell


def _is_rewritten(shown: str, cell: str) -> bool:
    """Return True where a number lost its zeros, or two numbers were taken for a date."""
    if shown.isascii() and shown.isdigit():
        return shown.lstrip("0") == cell
    numbers = TWO_NUMBERS.fullmatch(shown)
    if not numbers:
        return False
    first, second = int(numbers[1]), int(numbers[2])
    folded = text.fold(cell)
    of_month = DAY_OF_MONTH.fullmatch(folded)
    if of_month:
        return {int(of_month[1]), _month(of_month[2])} == {first, second}
    of_year = MONTH_OF_YEAR.fullmatch(folded)
    if of_year:
        return (first % 100, second) == (int(of_year[2]), _month(of_year[1]))
    return False


def _month(name: str) -> int | None:
    for length in (4, 3):
        month = MONTHS.get(name[:length])
        if month:
            return month
    return None


def letter(place: int) -> str:
    """Return what spreadsheets call a column: A for 0, AA for 26."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
