"""Sentences that were stored as the archive's own language says them, told in the reader's.

A reason is stored as a sentence with its values in it. Which message it was made of is found by the
catalogue of that language, so that what was stored long ago is told as well.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation.trans_real import translation
from django.views.i18n import JavaScriptCatalog

PLACE = re.compile(r"%\((\w+)\)s")  # of a value in a message, a text
BEGINNING = 6  # characters by which messages are looked up
TELLING = 12  # characters of a message's own that tell it
LONGEST = 1_000  # characters of a sentence that is looked for
MOST = 2_000  # sentences whose message is remembered


class Template(NamedTuple):
    """A message with values: what it looks like once they are in it."""

    message: str
    pattern: re.Pattern[str]
    weight: int  # characters of its own


def retold(sentence: str) -> str:
    """Return a stored sentence in the active language; as it is where no message says so.

    A reason within a reason is retold as well.
    """
    if get_language() == settings.LANGUAGE_CODE or not sentence:
        return sentence
    message, values = _read(sentence)
    if not values:
        return gettext(message)
    return gettext(message) % {name: retold(value) for name, value in values.items()}


@lru_cache(maxsize=MOST)
def _read(sentence: str) -> tuple[str, dict[str, str]]:
    """Return the message that a sentence was made of and its values; itself where there is none."""
    whole, by_beginning = _messages()
    if sentence in whole:
        return whole[sentence], {}
    if len(sentence) > LONGEST:
        return sentence, {}
    candidates = by_beginning.get(sentence[:BEGINNING], []) + by_beginning.get("", [])
    for template in sorted(candidates, key=lambda template: -template.weight):
        match = template.pattern.fullmatch(sentence)
        if match:
            return template.message, match.groupdict()
    return sentence, {}


@lru_cache(maxsize=1)
def _messages() -> tuple[dict[str, str], dict[str, list[Template]]]:
    """Return {sentence: message} of those without values, {beginning: templates} of the others."""
    view = JavaScriptCatalog()  # which alone tells a whole catalogue
    view.translation = translation(settings.LANGUAGE_CODE)
    whole: dict[str, str] = {}
    by_beginning: dict[str, list[Template]] = {}
    for message, sentence in view.get_catalog().items():
        if not isinstance(sentence, str) or not sentence:  # plurals are lists
            continue
        if "%" not in message:
            whole.setdefault(sentence, message)
            continue
        template = _template(message, sentence)
        if template:
            own = sentence[: sentence.index("%(")]
            beginning = own[:BEGINNING] if len(own) >= BEGINNING else ""
            by_beginning.setdefault(beginning, []).append(template)
    return whole, by_beginning


def _template(message: str, sentence: str) -> Template | None:
    """Return None for what has no named value, or too little of its own to be told by."""
    pattern = ""
    names: set[str] = set()
    if "%(" in PLACE.sub("", sentence):  # a number, which a text cannot stand for
        return None
    own, end = 0, 0
    for place in PLACE.finditer(sentence):
        before, name = sentence[end : place.start()], place[1]
        pattern += re.escape(before.replace("%%", "%"))
        pattern += f"(?P={name})" if name in names else f"(?P<{name}>.*?)"
        names.add(name)
        own, end = own + len(before), place.end()
    rest = sentence[end:]
    pattern += re.escape(rest.replace("%%", "%"))
    own += len(rest)
    if not names or own < TELLING:
        return None
    return Template(message, re.compile(pattern, re.S), own)
