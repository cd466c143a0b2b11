"""Articles of Drupal: from a dump of its database (5 to 11), from JSON (JSON:API, core's own REST,
the module Node export), and from Node export's XML."""

from archive.ingest.exports.drupal.database import TABLES, is_site, records
from archive.ingest.exports.drupal.documents import read_json, read_xml

__all__ = ["TABLES", "is_site", "read_json", "read_xml", "records"]
