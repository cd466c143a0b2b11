"""Bad input made of good: real files of every format, and what may happen to a file on its way.

Whatever is made depends on a `random.Random` alone, so that the same number gives the same bytes again.
"""

import gzip
import io
import json
import lzma
import random
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import archives
from captures import page, write_capture
from readers import material

LARGEST = 40_000  # bytes of a sample: what breaks a reader is seldom far in, and most of the time would go there
LONG = 2_000  # times that something is said which a reader may go into one by one
Samples = dict[str, list[bytes]]

# What readers have stumbled over, anywhere.
ODD: list[bytes] = [
    *(b"\0", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\x1a", b"\x1b[31m", b"\t", b"\xa0"),
    *(b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf", b"\xe2\x80", b"\x9d"),
    *("\u202e\u2066".encode(), "\u2028".encode(), "\ufdd0\ufffe".encode(), "e\u0301".encode()),
    *(b"]]>", b"<!--", b"-->", b"<![CDATA[", b"<?xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;"),
    *(b"&#0;", b"&#xD800;", b"&#x110000;", b"&#99999999999;", b"&amp", b"&nbsp;", b"%00", b"%ED%A0%80"),
    *(b"<div>" * LONG, b"[" * LONG, b"(" * LONG, b'{"a":' * LONG, b"> " * LONG, b"*" * LONG),
    *(b"a" * 20_000, b"\n" * LONG, b"<td>" * LONG, b"9" * 400, b"-1", b"1e999", b"NaN", b"null", b"true"),
    *(b"<a:b:c>", b"<x y=z y=z>", b"<1>", b"</html>", b"<plaintext>", b"<template>", b"<svg><style>"),
    *(b"[caption", b"[gallery ids=", b"[[", b"[^1]: ", b"```", b"---\n", b"+++\n", b"!!python/object:a.b "),
    *(b"&a *a", b"<<: *a", b"content-length: 99999999999\r\n", b"WARC/1.0\r\n", b"\\ud800", b"\\u0000"),
    *(b"2001-02-30", b"99999-01-01", b"0000-00-00", b"Thu, 32 Foo 2001 25:61:61 +9999", b"-9223372036854775809"),
    *(b"https://[::1", b"http://a:99999/", b"javascript:alert(1)", b"data:text/html,x", b"//", b"<script>"),
    *(b'"', b"'", b";", b",", b"|", b"\\", b"../../a", b"\n\n", b"{{", b"{%", b"%s", b"${a}"),
]  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "latin-1", "mac-roman", "utf-7", "shift_jis")  # fmt: skip
NAMES = (
    "a.txt",
    "../a.html",
    "/etc/a",
    "a\\b.xml",
    "CON",
    "é.csv",
    "a" * 300,
    "",
    "a/",
    ".a",
    "a\nb",
)


# Samples


def samples() -> Samples:
    """Real files by what holds them; tables and lines are made of real documents."""
    folder = material()
    dumped = archives.SHARED / "data/dumps"
    found: Samples = {
        "html": _files(folder / "pages", ".html") + _files(folder / "medium", ".html"),
        "feed": _files(folder / "feeds", ".xml") + _files(folder / "blogger", ".xml"),
        "wxr": [part for path in _paths(folder / "wxr", ".xml") for part in _items(path)],
        "markdown": _files(folder / "markdown", ".md") + _files(folder / "markdown", ".markdown"),
        "warc": _files(folder / "warc", ""),
        "text": _files(archives.SHARED / "seeds", ".txt") + _files(dumped / "hand", ".txt"),
    }
    with tarfile.open(dumped / "dumps.tar.xz") as packed:
        members = [packed.extractfile(member) for member in packed if member.isfile()]
        found["text"] += [member.read()[:LARGEST] for member in members]
    found["warc"] += _captures(folder)
    found["jsonl"], found["csv"] = _tables()
    return found


def _paths(folder: Path, end: str) -> list[Path]:
    return [path for path in sorted(folder.rglob(f"*{end}")) if path.is_file()]


def _files(folder: Path, end: str) -> list[bytes]:
    return [path.read_bytes()[:LARGEST] for path in _paths(folder, end)]


def _items(path: Path) -> list[bytes]:
    """A large export as many small ones, a few of its entries in each."""
    content = path.read_bytes()
    head, *entries = content.split(b"<item>")
    if len(content) <= LARGEST or not entries:
        return [content[:LARGEST]]
    parts = []
    for start in range(0, min(len(entries), 90), 3):
        few = b"".join(b"<item>" + entry for entry in entries[start : start + 3])
        parts.append(head[:8000] + few[:LARGEST] + b"</channel></rss>")
    return parts


def _captures(folder: Path) -> list[bytes]:
    contents = []
    for name in ("fuzz.warc", "fuzz.warc.gz"):
        write_capture(folder / name, (page(number)[:6000] for number in range(4)))
        contents.append((folder / name).read_bytes())
        (folder / name).unlink()
    return contents


def _tables() -> tuple[list[bytes], list[bytes]]:
    lines, tables = [], []
    with lzma.open(archives.SHARED / "data/corpus/admin-fr.jsonl.xz", "rt") as corpus:
        documents = [json.loads(next(corpus)) for _number in range(200)]
    for start in range(0, len(documents), 4):
        few = documents[start : start + 4]
        lines.append(b"\n".join(json.dumps(document).encode() for document in few))
        rows = [f'{row["id"]};{row["title"]};{row["date"]};"{row["text"][:3000]}"' for row in few]
        tables.append("\n".join(["id;titre;date;texte", *rows]).encode())
    return lines, tables


# What happens to them


def mutated(chance: random.Random, content: bytes, other: bytes) -> bytes:
    """The content after one to five accidents; `other` is what may get into it."""
    for _accident in range(chance.choice((1, 1, 1, 2, 2, 3, 5))):
        content = chance.choice(ACCIDENTS)(chance, content, other)
    return content[: 4 * LARGEST]


def _span(chance: random.Random, content: bytes, longest: int = 400) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.randrange(longest))


def flipped(chance: random.Random, content: bytes, _other: bytes) -> bytes:
    changed = bytearray(content)
    for _byte in range(chance.choice((1, 3, 20)) if content else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def overwritten(chance: random.Random, content: bytes, _other: bytes) -> bytes:
    start, end = _span(chance, content, 40)
    return content[:start] + chance.randbytes(end - start) + content[end:]


def cut(chance: random.Random, content: bytes, _other: bytes) -> bytes:
    place = chance.randrange(len(content) + 1)
    return chance.choice((content[:place], content[place:]))


def shortened(chance: random.Random, content: bytes, _other: bytes) -> bytes:
    start, end = _span(chance, content)
    return content[:start] + content[end:]


def repeated(chance: random.Random, content: bytes, _other: bytes) -> bytes:
    start, end = _span(chance, content)
    return content[:end] + content[start:end] * chance.choice((1, 2, 30)) + content[end:]


def spliced(chance: random.Random, content: bytes, other: bytes) -> bytes:
    start, end = _span(chance, other, 4000)
    place = chance.randrange(len(content) + 1)
    return content[:place] + other[start:end] + content[chance.choice((place, place + 200)) :]


def with_odd(chance: random.Random, content: bytes, _other: bytes) -> bytes:
    """Something odd, often where a tag, a line or a word begins, as what is meant to do harm is."""
    place = chance.randrange(len(content) + 1)
    sign = chance.choice((b"<", b">", b"\n", b" ", b'"', b"", b""))
    place = max(content.find(sign, place), 0) if sign else place
    return content[:place] + chance.choice(ODD) + content[place + chance.choice((0, 0, 1, 8)) :]


def lines_moved(chance: random.Random, content: bytes, _other: bytes) -> bytes:
    lines = content.split(b"\n")
    line = lines.pop(chance.randrange(len(lines)))
    lines.insert(chance.randrange(len(lines) + 1), line)
    return b"\n".join(lines)


def encoded(chance: random.Random, content: bytes, _other: bytes) -> bytes:
    """In another encoding from some place on: all of it, or two encodings in one file."""
    place = chance.choice((0, 0, chance.randrange(len(content) + 1)))
    rest = content[place:].decode("utf-8", "replace")
    return content[:place] + rest.encode(chance.choice(ENCODINGS), "ignore")


def endless(chance: random.Random, content: bytes, _other: bytes) -> bytes:
    """A few bytes of it again and again: where a reader begins anew at each, it does not end."""
    start, end = _span(chance, content, 12)
    unit = chance.choice((content[start : end + 1], chance.choice(ODD)[:40]))
    many = unit * (chance.choice((LARGEST, 2 * LARGEST)) // max(len(unit), 1))
    return content[:end] + many + chance.choice((content[end:], b""))


def half_a_surrogate(chance: random.Random, content: bytes, _other: bytes) -> bytes:
    place = chance.randrange(len(content) + 1)
    half = chr(chance.randrange(0xD800, 0xE000)).encode("utf-8", "surrogatepass")
    return content[:place] + half + content[place:]


Accident = Callable[[random.Random, bytes, bytes], bytes]
ACCIDENTS: list[Accident] = [
    *(flipped, overwritten, cut, shortened, repeated, spliced, lines_moved, encoded),
    *(with_odd, with_odd, with_odd, half_a_surrogate, endless),
]  # fmt: skip


# Archives


def packed(chance: random.Random, members: list[bytes]) -> bytes:
    """An archive of these members, under odd names, one time in two with accidents of its own."""
    kind = chance.choice(("zip", "zip", "tar", "gz", "xz"))
    if kind == "zip":
        content = _zip(chance, members)
    elif kind == "tar":
        content = _tar(chance, members)
    else:
        content = {"gz": gzip.compress, "xz": lzma.compress}[kind](members[0])
    if chance.random() < 0.5:
        content = mutated(chance, content, members[0])
    return content


def _zip(chance: random.Random, members: list[bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(
        whole, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    ) as archive:
        for number, member in enumerate(members):
            entry = zipfile.ZipInfo(chance.choice((f"{number}.txt", *NAMES)) or "x")
            entry.external_attr = chance.choice((0o644, 0o120777, 0o40755)) << 16
            archive.writestr(entry, member)
    return whole.getvalue()


def _tar(chance: random.Random, members: list[bytes]) -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode=chance.choice(("w", "w:gz"))) as archive:
        for number, member in enumerate(members):
            entry = tarfile.TarInfo(chance.choice((f"{number}.txt", *NAMES)))
            entry.size = len(member)
            entry.type = chance.choice((tarfile.REGTYPE,) * 5 + (tarfile.SYMTYPE, tarfile.FIFOTYPE))
            entry.linkname = "/etc/passwd" if entry.type == tarfile.SYMTYPE else ""
            archive.addfile(entry, io.BytesIO(member) if entry.type == tarfile.REGTYPE else None)
    return whole.getvalue()


def file_of(chance: random.Random, pool: Samples, kind: str) -> bytes:
    """One bad file: of a kind of the samples, or an "archive" of several."""
    if kind == "archive":
        members = []
        for _member in range(chance.choice((1, 2, 4))):
            content = chance.choice(pool[chance.choice(list(pool))])
            members.append(
                mutated(chance, content[:8000], content)
                if chance.random() < 0.5
                else content[:8000]
            )
        return packed(chance, members)
    other = chance.choice(pool[chance.choice(list(pool))])
    return mutated(chance, chance.choice(pool[kind]), other)
