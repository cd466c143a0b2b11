"""Numbers and lists as printable text, in few characters, and files that a page takes as scripts.

A page opened from a folder may fetch nothing; but it may load scripts, and each of ours calls
`Portable.put(name, content)`.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

# All that is printed in ASCII, but for what a JavaScript string escapes or a reader may trip over.
ALPHABET = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "\"'\\<")
BASE = len(ALPHABET) // 2  # the first half ends a number, the second half goes on
KEPT = 1 << 13  # numbers whose text is made once
LONGEST = 120_000  # characters of a file of an index


def _written(number: int) -> bytes:
    digits = []
    while number >= BASE:
        number, low = divmod(number, BASE)
        digits.append(ALPHABET[BASE + low])
    digits.append(ALPHABET[number])
    return "".join(digits).encode()


_KEPT = tuple(map(_written, range(KEPT)))


def number(value: int) -> bytes:
    """Return a number, 0 or more, as text: low digits first, to the base of BASE."""
    return _KEPT[value] if value < KEPT else _written(value)


def signed(value: int) -> bytes:
    """Return a number that may be below 0 as text: 0, -1, 1, -2 … are 0, 1, 2, 3 …"""
    return number(-2 * value - 1 if value < 0 else 2 * value)


def numbers(values: Iterable[int]) -> bytes:
    """Return numbers, one behind the other."""
    return b"".join(map(number, values))


def ascending(values: Sequence[int]) -> bytes:
    """Return how many numbers there are, then each as its distance from the one before."""
    parts, last = [number(len(values))], 0
    for value in values:
        parts.append(number(value - last))
        last = value
    return b"".join(parts)


def near(values: Sequence[int], middle: int) -> bytes:
    """Return how many numbers there are, then each as its distance from the one before.

    The first one's is that from `middle`, on either side of which they are.
    """
    parts = [number(len(values))]
    for value in values:
        parts.append(signed(value - middle))
        middle = value
    return b"".join(parts)


def script(name: str, content: object) -> str:
    """Return a script that gives a page some content by its name."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    # What ends a line in JavaScript and none in JSON, as engines before 2019 have it.
    written = written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'Portable.put("{name}",{written});\n'


class Scripts:
    """The files of an index, in a folder; what they hold is asked for by name."""

    def __init__(self, folder: Path):
        self._folder = folder

    def write(self, name: str, content: object) -> None:
        """Write one file: `words/3` is `words/3.js`."""
        path = self._folder / f"{name}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script(name, content), encoding="utf-8", newline="\n")

    def write_lines(self, name: str, lines: Iterable[str]) -> list[int]:
        """Write lines in as many files as they need; return the number of each one's first line.

        A line longer than LONGEST has a file of its own.
        """
        firsts: list[int] = []
        gathered: list[str] = []
        length = count = 0
        for line in lines:
            if gathered and length + len(line) > LONGEST:
                self._write_part(name, firsts, gathered, count)
                gathered, length = [], 0
            gathered.append(line)
            length += len(line) + 1
            count += 1
        if gathered:
            self._write_part(name, firsts, gathered, count)
        return firsts

    def _write_part(self, name: str, firsts: list[int], lines: list[str], count: int) -> None:
        self.write(f"{name}/{len(firsts)}", "\n".join(lines))
        firsts.append(count - len(lines))

    def write_words(
        self, name: str, words: Iterable[tuple[str, str]]
    ) -> tuple[list[int], list[str]]:
        """Write forms in their order, each with what is told of it, as lines.

        A line has as one number how many letters the form shares with the one before in its file,
        then the others. Return of each file the number of its first form, and that form.
        """
        openings: list[str] = []
        length, before = LONGEST, ""

        def lines() -> Iterator[str]:
            nonlocal length, before
            for form, told in words:
                line = f"{_behind(form, before)} {told}"
                if length + len(line) > LONGEST:  # the first of a file stands whole
                    line, length = f"{_behind(form, '')} {told}", 0
                    openings.append(form)
                length += len(line) + 1
                before = form
                yield line

        return self.write_lines(name, lines()), openings


def shared(form: str, other: str) -> int:
    """Return how many letters two forms both begin with, at most BASE - 1."""
    count = 0
    for letter, other_letter in zip(form[: BASE - 1], other, strict=False):
        if letter != other_letter:
            break
        count += 1
    return count


def _behind(form: str, before: str) -> str:
    count = shared(form, before)
    return ALPHABET[count] + form[count:]
