"""The words of `analysis`, cut for Whoosh."""

from whoosh.analysis import Token as WhooshToken
from whoosh.analysis import Tokenizer

from archive.search.words.analysis import Token, tokenize


class EditorialTokenizer(Tokenizer):
    """An analyzer for schema fields, without state, so that it pickles with the schema."""

    def __call__(self, value, positions=False, chars=False, start_pos=0, start_char=0, **kwargs):
        tokens = tokenize(value) if kwargs.pop("tokenize", True) else [Token(value, 0, 0, len(value))]
        shared = WhooshToken(positions, chars, **kwargs)
        for token in tokens:
            shared.text = shared.original = token.form
            shared.boost, shared.stopped = 1.0, False
            shared.pos = start_pos + token.position
            shared.startchar, shared.endchar = start_char + token.start, start_char + token.end
            yield shared
