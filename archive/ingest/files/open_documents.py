"""What texts and workbooks of OpenDocument share: their content's place, what is refused."""

import re

from django.utils.translation import gettext as _
from lxml import etree

from archive.ingest.files.packages import Package, protected
from archive.ingest.files.xml_documents import local
from archive.ingest.records import Rejected

CONTENT, STYLES = "content.xml", "styles.xml"
MANIFEST = "META-INF/manifest.xml"
MACROS = re.compile(r"^(?:Basic|Scripts)/.+")


def refuse(package: Package) -> None:
    """Raise Rejected for what holds macros or asks for a password."""
    if package.has(MANIFEST):
        for element in package.xml(MANIFEST).iter(etree.Element):
            if local(element) == "encryption-data":
                raise protected()
    if any(map(MACROS.match, package.names)):
        raise Rejected(_("Ce document contient des macros : enregistrez-le sans elles."))
