"""The models whose objects operations note, each with its store: what of it is kept as a state."""

from django.db import models

from archive.models.cross_references import Settlement, settlement_key
from archive.models.editorials import Editorial
from archive.models.issues import Issue
from archive.models.letters import Letter
from archive.models.magazines import Publication
from archive.models.names import Author, FormerAddress, Tag
from archive.models.selections import Selection
from archive.models.sheets import Sheet
from archive.models.state_parts import (
    Aliases,
    Broader,
    Bylines,
    Captures,
    Chosen,
    Distinctions,
    Editorships,
    Periods,
    PrintedNames,
    SheetForms,
    Successors,
    Taggings,
    Withheld,
)
from archive.models.steering_rows import (
    SAME,
    Correction,
    Equivalent,
    Pin,
    Weight,
    equivalent_key,
    query_key,
    word_key,
)
from archive.models.stores.borne import IssueStore, NamedStore
from archive.models.stores.editorials import EditorialStore
from archive.models.stores.former_addresses import FormerAddressStore
from archive.models.stores.letters import LetterStore
from archive.models.stores.sheets import SheetStore
from archive.models.stores.state_store import KeyedStore, SavedStore, StateStore

EDITORIALS = EditorialStore(
    Editorial,
    "title title_supplied standfirst body language date publication section issue page source_url"
    " source_id state doubts imported created_at",
    {
        "bylines": Bylines(),
        "tags": Taggings(),
        "captures": Captures(),
        "withheld": Withheld(),
    },
    sets={"doubts", "tags", "captures"},
    hidden={"imported", "created_at"},
)
PUBLICATIONS: NamedStore[Publication] = NamedStore(
    Publication,
    "name slug description issn publisher publisher_url subscription_url letters"
    " licence licence_address",
    {
        "successors": Successors(),
        "periods": Periods(),
        "editorships": Editorships(),
        "distinctions": Distinctions(Publication),
    },
    sets={"successors", "distinctions"},
    hidden={"distinctions"},
    link="publication",
)
ISSUES = IssueStore(Issue, "publication number title date cover contents")
AUTHORS: NamedStore[Author] = NamedStore(
    Author,
    "name slug kind sort_name note born died isni viaf wikidata",
    {"names": PrintedNames(), "distinctions": Distinctions(Author)},
    sets={"names", "distinctions"},
    hidden={"distinctions"},
    link="bylines__author",
    has_unique_names=False,
)
TAGS: NamedStore[Tag] = NamedStore(
    Tag,
    "name slug description",
    {"aliases": Aliases(), "broader": Broader(), "distinctions": Distinctions(Tag)},
    sets={"aliases", "broader", "distinctions"},
    hidden={"distinctions"},
    link="taggings__tag",
)
EQUIVALENTS: KeyedStore[Equivalent] = KeyedStore(
    Equivalent,
    "text one_way origin state why",
    identity="text one_way",
    key_of=lambda state: {"key": equivalent_key(state["text"].split(SAME), state["one_way"])},
    hidden={"origin"},
)
PINS: KeyedStore[Pin] = KeyedStore(
    Pin,
    "query editorials why until",
    identity="query",
    key_of=lambda state: {"key": query_key(state["query"])},
)
WEIGHTS: KeyedStore[Weight] = KeyedStore(
    Weight,
    "facet value factor why",
    identity="facet value",
    key_of=lambda state: {"facet": state["facet"], "value": state["value"]},
)
CORRECTIONS: KeyedStore[Correction] = KeyedStore(
    Correction,
    "typed read instead why",
    identity="typed",
    key_of=lambda state: {"key": word_key(state["typed"])},
)
LETTERS = LetterStore(
    Letter,
    "editorial parent name text state reason reply replied_at mended_at received written_at"
    " arrived_at shown_at oddities source_id imported",
    hidden={
        *("replied_at", "mended_at", "received", "arrived_at", "shown_at"),
        *("oddities", "source_id", "imported"),
    },
)
SELECTIONS: KeyedStore[Selection] = KeyedStore(
    Selection,
    "name slug kind introduction state published_at",
    {"editorials": Chosen()},
    identity="slug",
    key_of=lambda state: {"slug": state["slug"]},
    hidden={"published_at"},
)
SETTLEMENTS: KeyedStore[Settlement] = KeyedStore(
    Settlement,
    "editorial printed cited",
    identity="editorial printed",
    key_of=lambda state: {
        "editorial": state["editorial"],
        "key": settlement_key(state["printed"]),
    },
)
SHEETS = SheetStore(
    Sheet,
    "name slug kind hidden wikidata viaf author curated",
    {"forms": SheetForms()},
    sets={"forms"},
    hidden={"curated"},
    identity="slug",
    key_of=lambda state: {"slug": state["slug"]},
)
FORMER_ADDRESSES = FormerAddressStore(
    FormerAddress,
    "model slug now",
    hidden={"model", "slug", "now"},
    identity="model slug",
    key_of=lambda state: {"model": state["model"], "slug": state["slug"]},
)
NAMED_STORES = (PUBLICATIONS, AUTHORS, TAGS)
SAVED_STORES: tuple[SavedStore, ...] = (
    *NAMED_STORES,
    ISSUES,
    EQUIVALENTS,
    PINS,
    WEIGHTS,
    CORRECTIONS,
    SELECTIONS,
    SETTLEMENTS,
    SHEETS,
    FORMER_ADDRESSES,  # after what bears addresses, and notes the one that it leaves
)
STORES: dict[str, StateStore] = {
    store.name: store for store in (*SAVED_STORES, LETTERS, EDITORIALS)
}


def store_of(model: type[models.Model]) -> StateStore:
    """Return the store of a model's objects; raise KeyError where operations do not note them."""
    return STORES[str(model._meta.model_name)]
