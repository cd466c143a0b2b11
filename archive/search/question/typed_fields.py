"""The fields of the index that a typed word is looked for in."""

from archive.search.question.answers import NAMES_OF

# Where a word asked of no field in particular may stand.
FIELDS = ("title", "standfirst", "text", "byline", "keywords", "magazine")
# What `parsing.Term.field` says, or a facet -> the field of exact values.
EXACT_OF = {"issue": "issue_key", "page": "page_key"}
# What `parsing.Term.field` says -> where such a word is looked for.
FIELDS_OF = {
    "": FIELDS,
    "title": ("title",),
    "text": ("text", "standfirst"),
    "tag": (NAMES_OF["tag"],),
    "author": (NAMES_OF["author"],),
    "publication": (NAMES_OF["publication"],),
}
