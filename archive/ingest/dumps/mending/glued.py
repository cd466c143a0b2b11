"""Words that a page showed apart and its dump ran into each other, parted where that is certain.

« bySauli Giliard », « By Sarah LazareTwitter », « par Anne Martin12 mai 2004 », a day that is there
twice.
"""

import re

from archive.printed_dates import FRENCH_MONTHS

MONTHS = (
    rf"(?:{'|'.join(FRENCH_MONTHS)}"
    r"|January|February|March|April|May|June|July|August|September|October|November|December)"
)
DAY = rf"(?:\d{{1,2}}(?:er)? {MONTHS} (?:19|20)\d\d|{MONTHS} \d{{1,2}}, (?:19|20)\d\d)"
BY_NAME = re.compile(r"^(by|par|Par|By)(?=[A-ZÀ-Þ][a-zà-ÿ’'-]+ [A-ZÀ-Þ])", re.M)
NETWORK = re.compile(
    r"^((?:By|Par) .{4,60}?[a-zà-ÿ])(?:Twitter|Facebook|Instagram|LinkedIn|E-?mail|Follow)+$", re.M
)
A_DAY = re.compile(DAY)
TWICE = re.compile(rf"({DAY})(?:\s?\1)+")
BEFORE_DAY = re.compile(rf"(?<=[a-zà-ÿ])(?={DAY})")
# Sites count comments and readers right behind the day: « May 12, 20040153 ».
COUNTED = re.compile(rf"({DAY})\d{{1,6}}$", re.M)
BEHIND_DAY = re.compile(rf"({DAY})(?=[^\W_])")


def parted(text: str) -> str:
    """Return the text of a dump with what was run together apart."""
    text = BY_NAME.sub(r"\1 ", text)
    text = NETWORK.sub(r"\1", text)
    if not A_DAY.search(text):
        return text
    text = COUNTED.sub(r"\1", TWICE.sub(r"\1", text))
    return BEHIND_DAY.sub(r"\1 ", BEFORE_DAY.sub(" ", text))
