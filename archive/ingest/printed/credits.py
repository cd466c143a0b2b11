"""Authors as a site's software names them: people, accounts and the whole house alike."""

from collections.abc import Iterable

from archive.ingest.printed import names
from archive.ingest.records import Doubt, Printed
from archive.text import fold


def credit(named: Iterable[str], unsure: Iterable[str] = ()) -> tuple[list[Printed], list[Doubt]]:
    """The people among those named, and what an editor should look at.

    An account (« admin »), a house (« La rédaction ») and an address are nobody's name: they are only told. Those in
    `unsure`, chosen by nobody to be shown, are told too where they do not look like a name.
    """
    bylines, doubts = [], []
    for name in dict.fromkeys(named):
        if names.is_account(name) or fold(name) in names.COLLECTIVE or "@" in name:
            doubts.append(Doubt("byline", "guess", name))
            continue
        bylines.append(Printed(name))
        if name in unsure and not names.certainty(name):
            doubts.append(Doubt("byline", "guess", name))
    return bylines, doubts if bylines or doubts else [Doubt("byline", "unknown")]
