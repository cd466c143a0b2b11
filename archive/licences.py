"""Under what terms the texts of a magazine may be used again: licences by their SPDX names."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RESERVED, DOMAIN, OTHER = "reserved", "public-domain", "other"
CREATIVE_COMMONS = "https://creativecommons.org/licenses"


class Licence(NamedTuple):
    """Terms: what people call them, and the address of their text, "" where there is none."""

    name: str | Promise
    address: str = ""

    def __str__(self):
        return " — ".join(filter(None, [str(self.name), self.address]))


LICENCES = {
    "CC-BY-4.0": Licence("CC BY 4.0", f"{CREATIVE_COMMONS}/by/4.0/"),
    "CC-BY-SA-4.0": Licence("CC BY-SA 4.0", f"{CREATIVE_COMMONS}/by-sa/4.0/"),
    "CC-BY-ND-4.0": Licence("CC BY-ND 4.0", f"{CREATIVE_COMMONS}/by-nd/4.0/"),
    "CC-BY-NC-4.0": Licence("CC BY-NC 4.0", f"{CREATIVE_COMMONS}/by-nc/4.0/"),
    "CC-BY-NC-SA-4.0": Licence("CC BY-NC-SA 4.0", f"{CREATIVE_COMMONS}/by-nc-sa/4.0/"),
    "CC-BY-NC-ND-4.0": Licence("CC BY-NC-ND 4.0", f"{CREATIVE_COMMONS}/by-nc-nd/4.0/"),
    "CC0-1.0": Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "etalab-2.0": Licence(_("Licence Ouverte 2.0"), "https://spdx.org/licenses/etalab-2.0.html"),
    DOMAIN: Licence(_("domaine public"), "https://creativecommons.org/publicdomain/mark/1.0/"),
    RESERVED: Licence(_("tous droits réservés")),
    OTHER: Licence(_("autres conditions")),
}
CHOICES = [(code, licence.name) for code, licence in LICENCES.items()]


def terms(code: str, address: str) -> Licence | None:
    """Return a magazine's terms; the address that it gives stands in the place of the usual one.

    None where nothing is said. A code that is not listed is shown as it is.
    """
    if not code:
        return None
    licence = LICENCES.get(code, Licence(code))
    return licence._replace(address=address or licence.address)
