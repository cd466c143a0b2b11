"""What each sign counts by which editorials answer words: the one place for it, for every engine.

The numbers were found on three judged French collections, with `bench/relevance.py` and
`bench/visitors.py`.
"""

from typing import NamedTuple


class Weight(NamedTuple):
    """A field's weight, and BM25's constants for it.

    `k1` says how soon repetition saturates, `b` how much length counts.
    """

    weight: float
    k1: float
    b: float


WEIGHTS = {  # of each of `typed_fields.FIELDS`
    "title": Weight(1.0, 2.0, 0.35),
    "standfirst": Weight(0.6, 1.0, 0.5),
    "text": Weight(1.0, 0.9, 0.35),
    "byline": Weight(1.0, 1.0, 0.3),
    "keywords": Weight(0.8, 1.0, 0.3),
    "magazine": Weight(0.3, 1.0, 0.3),
}
EXACT = 0.5  # of a field's weight, again, for the very form that was typed
DERIVED = 0.8  # of a count, for a word of the same stem (« recruter », « recrutement »)
FAMILY = 0.4  # of a count, for a word of the same family (« former », « formateur »)
READ_INTO = 0.5  # of a count, for what was read into a word
EARLY = 0.25  # of a word's idf, where it is among
EARLY_WORDS = 100  # the first words of the text
# Of the idf of the title's words that were typed, times the share of its words that they are.
TITLE_SHARE = 0.8
LEAST_TITLE = 1e-3  # of a title's weight: one of function words alone weighs nothing
NEIGHBOURS = 0.2  # of BM25 for two typed neighbours within
NEIGHBOUR_DISTANCE = 3  # words of each other
SHORTEST_QUERY, LONGEST_QUERY = 2, 5  # words of a query that are looked for together,
# A name that was typed whole is in the byline or among the tags.
TOGETHER_IN = {
    "title": 1.6,
    "standfirst": 1.0,
    "crosshead": 1.6,  # it is in the text too
    "text": 1.0,
    "byline": 2.0,
    "keywords": 1.0,
}
SENTENCE = 10  # words within which they are together, for
SENTENCE_SHARE = 0.2  # of their idf more,
ROW = 3  # words from each to the next where they stand in their order, for
ROW_SHARE = 0.4  # of their idf more
ALL_WORDS = 0.05  # of the score, for having all of them
DATED = 1.5  # of a word's idf, for being of the date or the issue that it is part of;
DATED_ALONE = 20.0  # where nothing else was typed: what is of it comes before what speaks of it
DATED_BESIDE = 1.0  # of the score, for being of it and having all the other words
ASKING = 0.4  # of a word's weight, where it only asks
REPRINT = 0.6  # of the score, for a text that another result has word for word
# Of the query's weight (idf) that an editorial must hold to be found, unless fewer than
TELLING = 0.2
ENOUGH = 50  # are found so
MOST_WORDS = 32  # that are ranked by; the first ones
MOST_FORMS = 30  # of a word that are told
# Of paragraphs, by which those that may reply to a question are found
PARAGRAPH_K1, PARAGRAPH_B = 1.2, 0.5  # of BM25: their lengths differ less than those of texts
IN_TITLE = 0.6  # of a word's idf, for being in the title above a paragraph,
ELSEWHERE = 0.25  # for being elsewhere in its text
