"""A Whoosh codec whose postings are flat arrays.

NumPy can work on them as well as Whoosh's own queries. A segment is one file `.arr` (see `arrays`,
`postings`) beside Whoosh's own column files. Lengths of fields are exact.
"""

from whoosh.codec.whoosh3 import W3Codec

from archive.search.engines.whoosh.index.gathering import ArrayFieldWriter
from archive.search.engines.whoosh.index.segment import (
    ArrayPerDocReader,
    ArrayPerDocWriter,
    ArraySegment,
)
from archive.search.engines.whoosh.index.terms_reader import ArrayTermsReader


class ArrayCodec(W3Codec):
    """The codec to give to Whoosh's writers: `index.writer(codec=ArrayCodec())`.

    `writing.ArrayWriter` writes with it by itself.
    """

    length_stats = False  # the lengths are not repeated in the postings

    def per_document_writer(self, storage, segment):
        return ArrayPerDocWriter(self, storage, segment)

    def field_writer(self, storage, segment):
        return ArrayFieldWriter(storage, segment)

    def per_document_reader(self, storage, segment):
        return ArrayPerDocReader(storage, segment)

    def terms_reader(self, storage, segment):
        segment.check(storage)
        return ArrayTermsReader(segment.inverted(storage), ArrayPerDocReader(storage, segment))

    def new_segment(self, storage, indexname):
        return ArraySegment(self, indexname)
