"""Running text as the index keeps it: cut into the words of `analysis`, each with its places."""

from array import array

import numpy as np
from whoosh import formats

from archive.search.engines.haystack.kinds import RunningText
from archive.search.words.analysis import PARAGRAPH, paragraph_places, positions


class Places(formats.Positions):
    """Whoosh's Positions, written as plain unsigned integers of 32 bits, little-endian."""

    def encode(self, poslist):
        return np.asarray(poslist, "<u4").tobytes()

    def decode_positions(self, valuestring):
        return np.frombuffer(valuestring, "<u4").tolist()

    def decode_frequency(self, valuestring):
        return len(valuestring) // 4


class Words(RunningText):
    """Running text: every form in it, as `analysis` cuts it, with its positions.

    Where its paragraphs begin stands under a term of its own.
    """

    def __init__(self, stored=False):
        super().__init__(stored, Places())

    def index(self, text, **kwargs):
        """Yield (form in UTF-8, count, count, positions) for each form of a text."""
        places_of, _length = positions(text, capitals=True)
        for form, places in places_of.items():
            yield form.encode(), len(places), len(places), array("I", places).tobytes()
        begun = paragraph_places(text)
        if begun:  # which counts nothing in the length of the text
            yield PARAGRAPH.encode(), 0, len(begun), array("I", begun).tobytes()
