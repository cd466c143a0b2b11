"""Pictures that a text takes from another editorial: a capture of its own, and the same bytes."""

from archive import pictures
from archive.models.editorial_rows import Capture
from archive.models.editorials import Editorial
from archive.models.operations import Operation


def strangers(user, editorial: Editorial, html: str) -> set[str]:
    """Return the hashes of the pictures in a body that no editorial has, of those the user sees."""
    missing = set()
    for sha256 in _not_its_own(editorial, html):
        if _seen(user, sha256) is None:
            missing.add(sha256)
    return missing


def share(operation: Operation, editorial: Editorial) -> None:
    """Have a saved editorial hold all the pictures that its text shows, as captures of its own."""
    for sha256 in _not_its_own(editorial, editorial.body):
        capture = _seen(operation.by, sha256)
        if capture is None:
            continue
        with operation.changing([editorial], ["captures"]):
            editorial.captures.create(
                content=capture.content.name,
                sha256=sha256,
                media_type=capture.media_type,
                size=capture.size,
                origin=capture.origin,
                lost_at=capture.lost_at,
            )


def _not_its_own(editorial: Editorial, html: str) -> list[str]:
    shown = list(dict.fromkeys(pictures.named(html)))
    if not shown or not editorial.pk:
        return shown
    own = set(editorial.captures.filter(sha256__in=shown).values_list("sha256", flat=True))
    return [sha256 for sha256 in shown if sha256 not in own]


def _seen(user, sha256: str) -> Capture | None:
    """Return a capture of a picture of some editorial, as `views.pictures` shows them to a user."""
    captures = Capture.objects.filter(sha256=sha256, media_type__startswith="image/")
    if user is None or not user.has_perm("archive.edit"):
        shown = f"{pictures.SCHEME}{sha256}"
        published = Editorial.State.PUBLISHED
        captures = captures.filter(editorial__state=published, editorial__body__contains=shown)
    return captures.order_by("lost_at", "pk").first()
