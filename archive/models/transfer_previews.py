"""What making two magazines, or two authors, one would do: counts, and what they say otherwise."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from archive import text
from archive.models import readable
from archive.models.changes import resolved
from archive.models.editorial_rows import Byline
from archive.models.editorials import Editorial
from archive.models.issues import Issue
from archive.models.labels import label
from archive.models.names import Author
from archive.models.stores import PUBLICATIONS
from archive.models.transfers import TAKEN, Union

MOST_SHOWN = 12  # issues that are named


@dataclass(frozen=True)
class SharedIssue:
    """An issue of both magazines. `differing`: (field, what stays, what goes) where both say it."""

    name: str
    differing: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Comparison:
    """What a union comes to.

    `taken`: (field, what is taken from what goes); `differing`: (field, what stays, what goes).
    `issue_count`: issues of both, of which `issues` are shown, those first that differ.
    `both_count`: editorials that both sign.
    """

    count: int
    taken: list[tuple[str, str]]
    differing: list[tuple[str, str, str]]
    issue_count: int
    issues: list[SharedIssue]
    both_count: int

    @property
    def facts(self) -> tuple:
        """Return what tells it from the same preview after a change."""
        return self.count, self.taken, self.differing, self.issue_count, self.both_count


def comparison(union: Union, count: int) -> Comparison:
    """Return what uniting two would do; change nothing. `count`: editorials that go."""
    states = union.store.read([union.source, union.into])
    source, into = states[union.source], states[union.into]
    names = resolved([source, into])
    target = union.taken(source, into, union.has_texts())
    taken = []
    for field, old, new in readable.differences(
        union.model, {name: into[name] for name in target}, target, names
    ):
        is_set = field in [label(union.model, name) for name in union.store.sets]
        taken.append((field, new if is_set or not old else f"{old} → {new}"))
    differing = []
    for column in (*TAKEN[union.model], *({"letters"} & into.keys())):
        if source[column] and column not in target and source[column] != into[column]:
            stays = readable.value_text(union.model, column, into[column], names) or "—"
            goes = readable.value_text(union.model, column, source[column], names)
            differing.append((label(union.model, column), stays, goes))
    issue_count, both_count = 0, 0
    issues: list[SharedIssue] = []
    if union.store is PUBLICATIONS:
        issue_count, issues = _shared_issues(union)
    else:
        both_count = _signed_by_both(union)
    return Comparison(count, taken, differing, issue_count, issues, both_count)


def _signed_by_both(union: Union) -> int:
    signed = Byline.objects.filter(author=union.into, editorial=OuterRef("editorial"))
    of_source = Byline.objects.filter(Exists(signed.order_by()), author=union.source)
    return of_source.values("editorial").distinct().count()


def _shared_issues(union: Union) -> tuple[int, list[SharedIssue]]:
    """Return how many issues both have editorials of, and some of them."""
    borne = Editorial.objects.filter(
        publication=OuterRef("publication"), issue_slug=OuterRef("slug")
    )
    rows = Issue.objects.filter(Exists(borne.order_by()))
    twins = rows.filter(publication=union.into, slug=OuterRef("slug")).order_by()
    shared = rows.filter(Exists(twins), publication=union.source).order_by("numbering", "rank")
    told = [~Q(title=""), ~Q(date=""), Q(cover__isnull=False)]
    first = [*shared.filter(told[0] | told[1] | told[2])[:MOST_SHOWN], *shared[:MOST_SHOWN]]
    by_slug = {issue.slug: issue for issue in first}
    of_into = rows.filter(publication=union.into, slug__in=by_slug)
    pairs = []
    for twin in of_into:
        pairs.append(SharedIssue(twin.name, _differing(by_slug[twin.slug], twin)))
    pairs.sort(key=lambda pair: (not pair.differing, text.fold(pair.name)))
    return shared.count(), pairs[:MOST_SHOWN]


def _differing(source: Issue, into: Issue) -> list[tuple[str, str, str]]:
    differing = []
    for column in ("title", "date", "cover"):
        attribute = "cover_id" if column == "cover" else column
        stays, goes = getattr(into, attribute), getattr(source, attribute)
        if stays and goes and stays != goes:
            differing.append((label("issue", column), str(stays), str(goes)))
    return differing


def namesakes(name: str, kept_out: int) -> list[Author]:
    """Return the authors, but for one, who bear a name or have it as a printed form."""
    bearing = Q(key=text.fold(name)) | Q(names__key=text.name_key(name))
    return list(Author.objects.filter(bearing).exclude(pk=kept_out).distinct().order_by("pk")[:10])
