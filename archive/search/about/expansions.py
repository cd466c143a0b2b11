"""What an acronym stands for where a title or a name has both: « système d’information (SI) »."""

import re
from collections.abc import Iterator, Sequence

from archive.search.words.analysis import DEFAULT_LANGUAGE, Token, is_function_word, single_tokens
from archive.text import fold


def expanded(acronym: str, text: str) -> Iterator[str]:
    """Yield the words before « (ACRONYM) » in a text that begin with its letters, as written.

    Words like « de » between them give no letter, or give one.
    """
    if f"({acronym.lower()}" not in text.lower().replace("( ", "("):
        return  # most texts: a pattern for each acronym is dear
    for match in re.finditer(rf"\s\(\s?{re.escape(acronym)}s?\s?\)", text, re.IGNORECASE):
        before = text[: match.start()]
        tokens = single_tokens(before)
        start = _start(fold(acronym), tokens)
        if start is not None:
            yield before[start:]


def _start(letters: str, tokens: Sequence[Token]) -> int | None:
    """Return where the words begin whose initials are the letters, the last one at the end."""
    left = letters
    for token in reversed(tokens):
        if fold(token.form).startswith(left[-1]):
            left = left[:-1]
            if not left:
                return token.start
        elif not is_function_word(token.form, DEFAULT_LANGUAGE):
            return None
    return None
