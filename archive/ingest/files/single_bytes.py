"""French texts of one byte a character: which of the encodings of their time they are in.

In each of them « é » is another byte, and it is the accented letter that French uses most. It
counts behind a small letter alone, where neither the « Ž » nor the « ‚ » that Windows-1252 has for
those bytes can stand: « premiŽre » was « première », « Žižek » is himself.
"""

import re

# Python's name of an encoding -> what an editor calls it.
OLD = {"mac_roman": "Macintosh", "cp850": "DOS (CP850)"}
LOOKED_AT = 200_000  # bytes
LEAST = 3  # « é » of a text that is surely French
# What part of the signs beyond ASCII French and its print use, at least.
SHARE = 0.9
FRENCH = set("éèêëàâäùûüçîïôöœæÉÈÊËÀÂÙÛÜÇÎÏÔŒÆ«»‹›“”„’‘…–—•·°€£§†©®™²³½¼¾×µªº\u00a0")
DRAWN = {chr(sign) for sign in range(0x2500, 0x25A0)}  # frames of DOS


def encoding_of(content: bytes) -> str:
    """Return "cp1252", or a key of OLD where a text reads as French in it alone."""
    head = content[:LOOKED_AT]
    if _reads_as_french(head, "cp1252"):
        return "cp1252"
    for encoding in OLD:
        if _reads_as_french(head, encoding):
            return encoding
    return "cp1252"


def _reads_as_french(content: bytes, encoding: str) -> bool:
    acute = re.escape("é".encode(encoding))
    if len(re.findall(rb"[a-z]" + acute, content)) < LEAST:
        return False
    signs = [sign for sign in content.decode(encoding, "replace") if sign > "\x7f"]
    french = sum(sign in FRENCH or sign in DRAWN for sign in signs)
    return french >= SHARE * len(signs)


def read_again(text: str) -> str:
    """Return a text of an old encoding that was read as Windows-1252 as it was; "" for any other.

    Each sign stands at the place of the one that it was read as.
    """
    head = _as_windows(text[:LOOKED_AT])
    encoding = encoding_of(head)
    if encoding == "cp1252":
        return ""
    return _as_windows(text).decode(encoding)


def _as_windows(text: str) -> bytes:
    """Return the bytes that were read as a text; b"" where it has a sign that no such byte is."""
    content = bytearray()
    for sign in text:
        byte = sign.encode("cp1252", "ignore") or sign.encode("latin-1", "ignore")
        if not byte:
            return b""
        content += byte
    return bytes(content)
