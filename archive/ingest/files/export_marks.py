"""By what the exports of publishing systems, databases and mail are known: how each opens."""

import re

# The root elements of exports as XML -> their format.
ROOTS = {"spip": "spip", "j2xml": "joomla", "node_export": "drupal", "mediawiki": "mediawiki"}
# What stands in exports as JSON, in this order.
IN_JSON = (
    ("ghost", re.compile(r'\{\s*"db"\s*:\s*\[|"exported_on"\s*:')),
    ("joomla", re.compile(r'"type"\s*:\s*"articles"|\\?/index\.php\\?/v\d\\?/content\\?/articles')),
    (
        "drupal",
        re.compile(
            r'"type"\s*:\s*"node--\w+"|^[\[{\s]*"nid"\s*:|"nid"\s*:\s*(?:"\d+"|\[\s*\{\s*"value")'
        ),
    ),
)
SQL = re.compile(
    r"^\s*(?:CREATE TABLE|INSERT (?:IGNORE )?INTO|DROP TABLE|LOCK TABLES|COPY [\w.\"]+ \("
    r"|PRAGMA foreign_keys|SET (?:NAMES|SQL_MODE|time_zone|statement_timeout))\b",
    re.I | re.M,
)
SQL_OPENING = re.compile(
    r"\s*(?:--|#|/\*|SET\b|CREATE\b|DROP\b|INSERT\b|BEGIN\b|PRAGMA\b|USE\b|START\b)", re.I
)
SQLITE = b"SQLite format 3\0"
ENVELOPE = re.compile(rb"From (?:\S.{0,200}?\d\d:\d\d|-\s*\r?\n|\S+@\S+)")
HEADER = re.compile(
    rb"(?:\d{1,10}[ \t]*\r?\n)?((?:[!-9;-~]{1,70}:[^\n]*\n(?:[ \t]+[^\n]*\n)*)+)\r?\n?"
)
# Headers that no text has that only looks like mail (« De : … », « Date : … »).
OF_MAIL = re.compile(
    rb"^(?:MIME-Version|Message-ID|Received|Return-Path|Delivered-To|X-Mozilla-Status|DKIM-Signature"
    rb"|Content-Transfer-Encoding|Content-Type)[ \t]*:",
    re.I | re.M,
)
# A post to newsgroups is kept for the text that it passes on, and read as one.
OF_NEWS = re.compile(rb"^Newsgroups[ \t]*:", re.I | re.M)
LARGE_HEADER = 65_000  # bytes: the header goes beyond what is looked at


def of_json(text: str) -> str:
    """Return the format of an export as JSON; "" for any other JSON."""
    for name, mark in IN_JSON:
        if mark.search(text):
            return name
    return ""


def is_sql(text: str) -> bool:
    """Return True for a dump of a database as SQL."""
    return bool(SQL_OPENING.match(text) and SQL.search(text))


def is_mail(head: bytes) -> bool:
    """Return True for a message, or a mailbox that begins with one."""
    opening = head.lstrip(b"\xef\xbb\xbf\r\n")
    if ENVELOPE.match(opening):
        opening = opening.partition(b"\n")[2]
    header = HEADER.match(opening)
    if not header or OF_NEWS.search(header[1]):
        return False
    return bool(OF_MAIL.search(header[1]))
