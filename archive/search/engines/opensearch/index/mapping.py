"""How an archive is kept in OpenSearch: two indices, one of its editorials and one of its words.

`editorials`: running text as `encoding` has it, scored by BM25 without idf (who asks sends the idf
as a boost, so that no score depends on shards, replicas or deletions); facets, exact values and
numbers as doc values. `_source` has no encoded text: it has `printed`, the running texts as they
are, for haystack's stored fields and for telling what a change takes away from the counts of words.

`words`: a document for each form (its id) of the running texts, with what forms of one word share
and in how many editorials each field has it; and one for each frequent phrase.
"""

import hashlib
import json
from collections.abc import Mapping

from archive.search.question.weights import WEIGHTS
from archive.search.words.analysis import EDITION

FORMAT = 1  # of what is kept; it rises with each change: an index of a lower one is made anew
# Running text. The first six are where a word asked of no field in particular may stand.
TEXTS = ("title", "standfirst", "text", "byline", "keywords", "magazine", "crosshead")
CROSSHEADS = (1.0, 0.3)  # Words of each on average, where an archive has none yet.
LENGTHS = {
    "title": 8.0,
    "standfirst": 25.0,
    "text": 250.0,
    "byline": 2.0,
    "keywords": 6.0,
    "magazine": 2.0,
    "crosshead": 8.0,
}
# Single values, counted, filtered and sorted by.
VALUES = (
    "author",
    "tag",
    "publication",
    "language",
    "section",
    "year",
    "decade",
    "issue",
    "issue_key",
    "page_key",
    "acronym",
)
# `change`: the highest `Stale` row that it was taken in for. `length`: words of its text.
NUMBERS = ("id", "version", "change", "twin", "group", "original")
COUNTS = ("earliest", "latest", "length")
OF_EVERY_ONE = ("title", "text")
TERMS_A_WORD = 2.1  # that `encoding` gives on average
HUNDREDTH = 200.0  # see `similarity`
LONGEST_POSITION = 2048  # characters of all terms at one position
WINDOW = 10_000  # hits that can be paged to, ids that are streamed at a time

ANALYSIS = {
    "tokenizer": {"positions": {"type": "whitespace", "max_token_length": LONGEST_POSITION}},
    "filter": {
        "beside": {
            "type": "pattern_capture",
            "preserve_original": False,
            "patterns": ["([^|]+)"],
        }
    },
    "analyzer": {
        "encoded": {"type": "custom", "tokenizer": "positions", "filter": ["beside"]},
    },
}


def similarity(field: str, length: float) -> dict:
    """Return BM25 of a field without idf; `length`: the words that it has on average.

    What each occurrence counts may be less than one: each hundredth that lacks makes a clause's
    boost larger by HUNDREDTH, which no boost reaches by itself. The length of what every editorial
    has is that of the day, as an archive may grow without being indexed anew.
    """
    k1, b = CROSSHEADS
    if field in WEIGHTS:
        _weight, k1, b = WEIGHTS[field]
    average = f"{max(length, 1):.4f}"
    if field in OF_EVERY_ONE:
        average = f"field.sumTotalTermFreq / {TERMS_A_WORD} / field.docCount"
    source = (
        f"double average = {average};"
        f"double lacking = Math.floor(query.boost / {HUNDREDTH});"
        f" double boost = query.boost - lacking * {HUNDREDTH};"
        " double count = doc.freq * (1 - lacking / 100);"
        f" return boost * {k1 + 1:.4f} * count"
        f" / (count + {k1:.4f} * ({1 - b:.4f} + {b:.4f} * doc.length / average));"
    )
    return {"type": "scripted", "script": {"source": source}}


def editorials(lengths: Mapping[str, float], about: Mapping, shards: int) -> dict:
    """Return what an index of editorials is made with.

    `lengths`: words of each of TEXTS on average; `about`: see `Meta`.
    """
    similarities = {}
    properties: dict[str, dict] = {}
    for field in TEXTS:
        similarities[field] = similarity(field, lengths[field])
        properties[field] = {"type": "text", "analyzer": "encoded", "similarity": field}
    for field in VALUES:
        properties[field] = {"type": "keyword"}
    for field in NUMBERS:
        properties[field] = {"type": "long"}
    for field in COUNTS:
        properties[field] = {"type": "integer"}
    properties["again"] = {"type": "boolean"}  # another with its title and text was entered before
    properties["title_weight"] = {"type": "float"}  # the sum of the idf of its title's words
    properties["title_order"] = {"type": "keyword", "index": False}
    properties["printed"] = {"type": "object", "enabled": False}
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": 0,
            "refresh_interval": "-1",
            "codec": "best_compression",
            "max_result_window": WINDOW,
            "gc_deletes": "10m",  # an older state that comes late must not bring back what went
            "analysis": ANALYSIS,
            "similarity": similarities,
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": dict(about),
            "_source": {"excludes": [*TEXTS]},
            "properties": properties,
        },
    }


# Of each form: `key` has `LANGUAGE/key` (`forms.word_key`) of each language of the archive, `stem`
# and `family` what `families` gives, `ending` `forms.ending_key`, `sound` that of `slips`.
# `spelling` is `folded` where that is a word that completes or is repaired (`is_word`).
WORD_KEYS = ("folded", "spelling", "key", "stem", "family", "ending", "sound")
# How many editorials have it in each field; `uses`: in the title or in the text, where it is more.
WORD_USES = (*TEXTS, "uses")


def words(about: Mapping, shards: int) -> dict:
    """Return what an index of words is made with."""
    properties: dict[str, dict] = {"form": {"type": "keyword"}}
    for field in WORD_KEYS:
        properties[field] = {"type": "keyword"}
    for field in WORD_USES:
        properties[field] = {"type": "integer"}
    properties["printed"] = {"type": "keyword", "index": False, "doc_values": False}
    # A frequent phrase, as it is shown; its words without accents; the editorials that have it.
    properties["phrase"] = {"type": "keyword"}
    properties["words"] = {"type": "keyword"}
    properties["editorials"] = {"type": "integer"}
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": 0,
            "refresh_interval": "-1",
            "max_result_window": WINDOW,
        },
        "mappings": {"dynamic": "strict", "_meta": dict(about), "properties": properties},
    }


def generation() -> list[int]:
    """Return a number (of several parts) that rises with each change of what is kept."""
    return [FORMAT, EDITION]


def edition() -> str:
    """Return what tells whether an index is kept as this version of the archive keeps it."""
    kinds = [editorials(LENGTHS, {}, 1), words({}, 1)]
    content = json.dumps([FORMAT, EDITION, kinds], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]
