"""In what ways the same letters and words may be written."""

LONGEST_PHRASE = 32  # words
# A letter without accent -> what may be printed for it.
VARIANTS = {
    "a": "aàâä",
    "c": "cç",
    "e": "eéèêë",
    "i": "iîï",
    "o": "oôö",
    "u": "uùûü",
    "y": "yÿ",
}
