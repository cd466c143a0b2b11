"""What was written, saved as one operation; and told before: that the archive has it already."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import pictures, text
from archive.ingest.entering import likeness, people
from archive.models import (
    Editorial,
    Manuscript,
    Operation,
    OperationKind,
    Tag,
    Tagging,
    as_shown,
    picture_sharing,
    vocabulary,
)
from archive.models import correct as correction
from archive.models.doubts import Doubt, as_stored
from archive.models.editorials import derived
from archive.models.states import State
from archive.views.desk.corrections import posted_state
from archive.views.desk.writing_form import WritingForm

MOST_ALIKE = 5
MOST_MANUSCRIPTS = 30  # of others that a new text is compared with


@dataclass
class Alike:
    """What the archive nearly has already: editorials of nearly the same text, tags.

    `manuscripts`: new texts that others are writing; `tags`: {name of a new tag: of an old one}.
    """

    editorials: list[Editorial] = field(default_factory=list)
    manuscripts: list[Manuscript] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.editorials or self.manuscripts or self.tags)


class Outcome(NamedTuple):
    """The editorial that was saved, and what is told of it."""

    editorial: Editorial
    message: str


def alike(user, editorial: Editorial, form: WritingForm) -> Alike:
    """Return what nearly is a text that is new to the archive, or a tag that is."""
    tags = vocabulary.near_tags(form.cleaned_data["tags"])
    if editorial.pk:
        return Alike(tags=tags)
    body = derived(form.html_body)
    language = form.cleaned_data["language"]
    near = likeness.near(body.plain, language)
    there = Editorial.objects.except_trashed()
    if body.fingerprint:
        near += there.filter(fingerprint=body.fingerprint).order_by("pk")[:MOST_ALIKE]
    numbers = list(dict.fromkeys(candidate.pk for candidate in near))[:MOST_ALIKE]
    editorials = list(there.filter(pk__in=numbers).select_related("publication"))
    sketch = likeness.shingles(body.words.split(), language)
    manuscripts = []
    for manuscript in Manuscript.objects.unsaved_of_others(user)[:MOST_MANUSCRIPTS]:
        words = likeness.words(text.plain(str(manuscript.fields.get("body", ""))))
        if len(sketch & likeness.shingles(words, language)) >= likeness.SHARED:
            manuscripts.append(manuscript)
    return Alike(editorials, manuscripts, tags)


def save(user, editorial: Editorial, form: WritingForm) -> Outcome:
    """Save as one operation. Raises Newer, changing nothing, where others changed a field too."""
    why = form.cleaned_data["why"]
    left = _without_strangers(user, editorial, form)
    with Operation.objects.recording(OperationKind.WRITING, user, why) as operation:
        if editorial.pk is None:
            saved = _made(user, form)
        else:
            saved = _corrected(user, editorial, form, operation)
        picture_sharing.share(operation, saved)
    message = _("C’est enregistré.")
    if operation.pk is None:
        message = _("Il n’y avait rien à changer.")
    return Outcome(saved, " ".join(filter(None, (message, left))))


def _without_strangers(user, editorial: Editorial, form: WritingForm) -> str:
    """Take pictures out of the text that the archive does not have; return what is told of it."""
    strange = picture_sharing.strangers(user, editorial, form.cleaned_data["body"])
    if not strange:
        return ""
    body = form.cleaned_data["body"]
    body = pictures.among(body, set(pictures.named(body)) - strange)
    form.cleaned_data["body"] = form.instance.body = body
    told = ngettext(
        "%(n)s image laissée : l’archive ne l’a pas.",
        "%(n)s images laissées : l’archive ne les a pas.",
        len(strange),
    )
    return told % {"n": len(strange)}


def _made(user, form: WritingForm) -> Editorial:
    editorial = form.instance
    signed, doubts = people.signatories(form.cleaned_data["bylines"])
    editorial.doubts = as_stored(doubts)
    editorial.save()
    editorial.set_bylines(signed)
    editorial.add_tags(form.cleaned_data["tags"], origin=Tagging.Origin.EDITOR, by=user)
    likeness.note(editorial, is_first=True)
    return editorial


def _corrected(user, editorial: Editorial, form: WritingForm, operation: Operation) -> Editorial:
    version = form.cleaned_data["version"]
    posted = posted_state(form, people.number_of)
    posted["tags"] = _tags(user, editorial, version, form.cleaned_data["tags"])
    correction(operation, editorial, version, posted)
    saved = Editorial.objects.get(pk=editorial.pk)
    doubts = form.read_doubts_of()
    if doubts:
        with operation.changing([saved], ["doubts"]):
            kept = [Doubt(**doubt) for doubt in saved.doubts]
            saved.doubts = as_stored([*kept, *doubts])
            saved.save(update_fields=["doubts"])
    if saved.text != editorial.text:
        likeness.note(saved)
    return saved


def _tags(user, editorial: Editorial, version: int, names: list[str]) -> State:
    """Return the tags of these names as a state has them; those that were there as they were."""
    borne = as_shown(editorial, version, ["tags"])["tags"]
    posted = {}
    for name in names:
        tag = Tag.objects.named(name)
        fresh = [user.pk, timezone.now().isoformat(), Tagging.Origin.EDITOR.value]
        posted[str(tag.pk)] = borne.get(str(tag.pk), fresh)
    return posted


def differences(form: WritingForm, other: Manuscript) -> list[tuple[str, str, str]]:
    """Return (label, as it is here, as another has it) of what they write otherwise."""
    theirs = WritingForm(None, form.editorial, other)
    pairs = []
    for name in ("title", "standfirst", "bylines", "date", "issue", "page", "tags"):
        here = "\n".join(str(form[name].value() or "").split("\r\n"))
        there = "\n".join(str(theirs[name].value() or "").split("\r\n"))
        if here.split() != there.split():
            pairs.append((str(form[name].label), here, there))
    if form.html_body != theirs.html_body:
        pairs.append(
            (str(form["body"].label), text.plain(form.html_body), text.plain(theirs.html_body))
        )
    return pairs
