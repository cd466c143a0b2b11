"""Running text as the index keeps it: cut into the words of `analysis`, each with its places."""

from array import array
from collections.abc import Iterable

import numpy as np
from whoosh import fields, formats
from whoosh.analysis import Token as WhooshToken
from whoosh.analysis import Tokenizer

from archive.search.words.analysis import Token, positions, tokenize


class EditorialTokenizer(Tokenizer):
    """An analyzer for schema fields, without state, so that it pickles with the schema."""

    def __call__(self, text, positions=False, chars=False, start_pos=0, start_char=0, **kwargs):
        tokens: Iterable[Token] = [Token(text.lower(), 0, 0, len(text))]
        if kwargs.pop("tokenize", True):
            tokens = tokenize(text)
        shared = WhooshToken(positions, chars, **kwargs)
        for token in tokens:
            shared.text = shared.original = token.form
            shared.boost, shared.stopped = 1.0, False
            shared.pos = start_pos + token.position
            shared.startchar, shared.endchar = start_char + token.start, start_char + token.end
            yield shared


class Places(formats.Positions):
    """Whoosh's Positions, written as plain unsigned integers of 32 bits, little-endian."""

    def encode(self, poslist):
        return np.asarray(poslist, "<u4").tobytes()

    def decode_positions(self, valuestring):
        return np.frombuffer(valuestring, "<u4").tolist()

    def decode_frequency(self, valuestring):
        return len(valuestring) // 4


class Words(fields.FieldType):
    """Running text: every form in it, as `analysis` cuts it, with its positions."""

    def __init__(self, stored=False):
        super().__init__(Places(), EditorialTokenizer(), scorable=True, stored=stored)

    def index(self, text, **kwargs):
        """Yield (form in UTF-8, count, count, positions) for each form of a text."""
        places_of, _length = positions(text, capitals=True)
        for form, places in places_of.items():
            yield form.encode(), len(places), len(places), array("I", places).tobytes()
