"""What an editorial was at each point of its history, and the way back to one."""

from collections.abc import Iterable
from typing import NamedTuple, Self

from archive import text
from archive.models.changes import Change
from archive.models.concurrency import differing_fields, state_before
from archive.models.editorials import Editorial
from archive.models.names import Author, FormerAddress
from archive.models.operations import Operation, OperationKind
from archive.models.requests import Outdated, granted_mask
from archive.models.states import State
from archive.models.stores import AUTHORS, EDITORIALS, PUBLICATIONS, TAGS
from archive.models.stores.borne import NamedStore

# What comes back: whether it is published, what is in doubt, what a person asked for and what it
# was read from are matters of today.
RETURNED = (
    *("title", "title_supplied", "standfirst", "body", "language", "date", "publication"),
    *("section", "issue", "page", "source_url", "bylines", "tags"),
)
SHOWN = (*RETURNED, "state", "doubts")
FIRST = 0  # the number of what an editorial was before all that is known of it


class Version(NamedTuple):
    """What a change has made of an editorial: the change's operation is its `number`.

    `change` is None of what there was before the first change.
    """

    number: int
    change: Change | None


class History(NamedTuple):
    """The versions of an editorial, newest first; `now` is its state."""

    now: State
    changes: list[Change]

    @classmethod
    def of(cls, editorial: Editorial) -> Self:
        """Return the history of an editorial, by two queries and those of a state."""
        changes = Change.objects.of(editorial).defer("after").select_related("operation__by")
        return cls(EDITORIALS.read([editorial.pk], SHOWN)[editorial.pk], list(changes))

    @property
    def versions(self) -> list[Version]:
        versions = [Version(change.operation_id, change) for change in self.changes]
        if self.changes and self.changes[-1].before is not None:
            versions.append(Version(FIRST, None))
        return versions

    def place(self, number: int | None) -> int | None:
        """Return at which place of `versions` a version is; None where there is none such."""
        for place, version in enumerate(self.versions):
            if version.number == number:
                return place
        return None

    def state(self, place: int) -> State:
        """Return what the editorial was in the version of a place."""
        return state_before(self.now, self.changes[:place])


class Return(NamedTuple):
    """An operation that went back to a version; whether something of that is there no more."""

    operation: Operation
    is_whole: bool


def return_to(editorial: Editorial, seen: int, version: State, by, why: str) -> Return:
    """Make an editorial again what it was in a version, as an operation.

    `seen`: the number of times that it had been saved as that was asked; raise Outdated, changing
    nothing, where somebody has saved it since. Names that were masked meanwhile stay masked.
    """
    with (
        Operation.objects.recording(OperationKind.EDIT, by, why) as operation,
        operation.noting(EDITORIALS, [editorial.pk], RETURNED) as before,
    ):
        now = before[editorial.pk]
        if now is None or now["version"] != seen:
            raise Outdated
        wanted = _taken_over({name: version[name] for name in RETURNED})
        target = _with_what_exists(_masked(wanted), now)
        is_whole = target == wanted
        EDITORIALS.write({editorial.pk: differing_fields(target, now)})
    return Return(operation, is_whole)


def _masked(state: State) -> State:
    mask = granted_mask()
    if mask is None:
        return state
    masked = dict(state)
    for name in ("title", "standfirst", "section"):
        masked[name] = mask.text(state[name])
    masked["body"] = mask.html(state["body"])
    bylines = []
    for name, role, author in state["bylines"]:
        bylines.append([mask.text(name), mask.text(role), author])
    masked["bylines"] = bylines
    return masked


def _taken_over(state: State) -> State:
    """Return a state with what took their place for the magazine, authors and tags merged since."""
    target = dict(state)
    magazines = successors(PUBLICATIONS, [state["publication"]])
    target["publication"] = magazines.get(state["publication"], state["publication"])
    authors = successors(AUTHORS, [author for _name, _role, author in state["bylines"]])
    bylines = []
    for name, role, author in state["bylines"]:
        bylines.append([name, role, authors.get(author, author)])
    target["bylines"] = bylines
    tags = successors(TAGS, map(int, state["tags"]))
    target["tags"] = {}
    for pk, tagging in state["tags"].items():
        target["tags"].setdefault(str(tags.get(int(pk), pk)), tagging)
    return target


def successors(store: NamedStore, ids: Iterable[int | None]) -> dict[int, int]:
    """Return {id of what is no more: that of the row to which its address leads}.

    Those that lead nowhere are left out.
    """
    numbers = {pk for pk in ids if pk is not None}
    gone = numbers - store.existing(numbers)
    if not gone:
        return {}
    deletions = Change.objects.filter(model=store.name, object_id__in=gone, after__isnull=True)
    slugs = {}
    for deletion in deletions.order_by("pk"):
        slugs[deletion.object_id] = (deletion.before or {})["slug"]
    leads = FormerAddress.objects.successors({store.name: slugs.values()})
    rows = dict(store.rows.filter(slug__in=leads.values()).order_by().values_list("slug", "pk"))
    arrived = {}
    for pk, slug in slugs.items():
        now = leads.get((store.name, slug))
        if now in rows:
            arrived[pk] = rows[now]
    return arrived


def _with_what_exists(state: State, now: State) -> State:
    """Return a state without the tags and the links to authors that are no more.

    Where its magazine is no more, the present one stays; a name in a byline leads to the only
    author who signs so, or to whom it leads now.
    """
    target = dict(state)
    tags = TAGS.existing(map(int, state["tags"]))
    target["tags"] = {pk: tagging for pk, tagging in state["tags"].items() if int(pk) in tags}
    authors = AUTHORS.existing([author for _name, _role, author in state["bylines"]])
    bylines = []
    for name, role, author in state["bylines"]:
        if author is not None and author not in authors:
            author = _only_signer(name) or _linked(name, now)
        bylines.append([name, role, author])
    target["bylines"] = bylines
    magazine = state["publication"]
    if magazine is not None and not PUBLICATIONS.existing([magazine]):
        target["publication"] = now["publication"]
    return target


def _only_signer(name: str) -> int | None:
    """Return the author whose name is printed so; None where there are several, or none."""
    signers = Author.objects.filter(names__key=text.name_key(name)).order_by("pk")
    numbers = list(signers.values_list("pk", flat=True).distinct()[:2])
    return numbers[0] if len(numbers) == 1 else None


def _linked(name: str, now: State) -> int | None:
    """Return to which author a name in the present bylines leads; None where to several."""
    numbers = {author for printed, _role, author in now["bylines"] if printed == name}
    return numbers.pop() if len(numbers) == 1 else None
