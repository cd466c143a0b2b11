"""Tags as a vocabulary: aliases, broader terms, former addresses.

Renamed, merged, split and deleted as operations.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from archive import text
from archive.models.names import FormerAddress, Tag, TagAlias, folded_tag_names, tag_name
from archive.models.operations import Operation, OperationKind
from archive.models.spellings import alike
from archive.models.stores import EDITORIALS, TAGS
from archive.thesaurus import Concept


def near_tags(names: Iterable[str]) -> dict[str, str]:
    """Return {name: that of the tag that it nearly is} of the names that no tag bears."""
    names = list(names)
    known = Tag.objects.known_as(names)
    new = {-number: name for number, name in enumerate(names, 1) if text.fold(name) not in known}
    if not new:
        return {}
    spellings = new | dict(Tag.objects.values_list("pk", "name"))
    near = {}
    for first, second in alike(spellings):
        if first < 0 < second:
            near[spellings[first]] = spellings[second]
    return near


def rename(tag: Tag, name: str, by=None, why: str = "") -> Operation:
    """Do `edit` with nothing but another name."""
    return edit(tag, name, by=by, why=why)


def edit(
    tag: Tag,
    name: str | None = None,
    description: str | None = None,
    aliases: Iterable[str] | None = None,
    broader: Iterable[Tag] | None = None,
    by=None,
    why: str = "",
) -> Operation:
    """Set a tag's name, its description, the names of its aliases, its broader tags.

    None leaves as it is. Of another name, the old one becomes an alias and the old address leads to
    the new one. Raises ValidationError where another tag has a name, as its own or as an alias, or
    a tag would be broader than itself by any way.
    """
    name = tag.name if name is None else tag_name(name)
    folded_aliases = folded_tag_names(aliases or ())
    _refuse_taken([name, *folded_aliases.values()], tag)
    refuse_circle(tag, broader or ())
    kind = OperationKind.EDIT if name == tag.name else OperationKind.RENAME
    with Operation.objects.recording(kind, by, why) as operation, operation.changing(tag):
        if aliases is not None:
            folded_aliases.pop(text.fold(name), None)
            TAGS.write_parts({tag.pk: {"aliases": list(folded_aliases.values())}})
        if broader is not None:
            tag.broader.set(broader)
        if name != tag.name or description not in (None, tag.description):
            if description is not None:
                tag.description = description
            _rename(tag, name)
    return operation


def _rename(tag: Tag, name: str) -> None:
    tag.aliases.filter(key=text.fold(name)).delete()
    if tag.key != text.fold(name):
        TagAlias.objects.get_or_create(key=tag.key, defaults={"tag": tag, "name": tag.name})
        tag.slug = ""  # made from the name
    tag.name = name
    tag.save()


def merge(tags: Iterable[Tag], into: Tag, by=None, why: str = "") -> Operation:
    """Move the editorials, aliases, narrower tags and addresses of `tags` to one; delete them.

    Their names become aliases of it. Raises ValidationError where it is one of them.
    """
    tags = list(tags)
    if into in tags:
        raise ValidationError(_("Un mot-clé ne peut pas être fusionné avec lui-même."))
    merged = {tag.pk for tag in tags}
    children = Tag.objects.filter(broader__in=merged).exclude(pk__in={into.pk, *merged})
    narrower = list(children.distinct())
    touched = [into, *tags, *narrower]
    with (
        Operation.objects.recording(OperationKind.MERGE, by, why) as operation,
        operation.changing(touched),
    ):
        _retag(operation, merged, [into.pk])
        for child in narrower:
            if not into.is_narrower_than(child):
                child.broader.add(into)
        names = []
        for tag in tags:
            names += [alias.name for alias in tag.aliases.all()]
        names += [tag.name for tag in tags]
        for tag in tags:
            FormerAddress.objects.note(tag, into)
            tag.delete()
        for name in names:
            TagAlias.objects.create(tag=into, name=name)
    return operation


def split(tag: Tag, parts: dict[str, Iterable[int] | None], by=None, why: str = "") -> Operation:
    """Give each part in place of the tag; delete a tag that no editorial bears any more.

    `parts`: {name: ids of editorials, or None for all that bear the tag}. Raises ValidationError
    where there are no parts or one is the tag itself.
    """
    parts = {tag_name(name): ids for name, ids in parts.items()}
    if not parts or tag.key in map(text.fold, parts):
        raise ValidationError(_("Nommez les mots-clés, autres que celui-ci, qui le remplacent."))
    bearers = TAGS.bearers([tag.pk])
    moved: set[int] = set()
    with (
        Operation.objects.recording(OperationKind.SPLIT, by, why) as operation,
        operation.changing(tag),
    ):
        for name, ids in parts.items():
            part = Tag.objects.named(name)
            chosen = bearers if ids is None else bearers.intersection(ids)
            _retag(operation, {tag.pk}, [part.pk], chosen, keep=True)
            moved |= chosen
        _retag(operation, {tag.pk}, [], moved)
        if not tag.taggings.exists():
            tag.delete()
    return operation


def delete(tags: Iterable[Tag], by=None, why: str = "") -> Operation:
    """Delete tags.

    The operation tells which editorials bore them and gives them back when it is undone.
    """
    tags = list(tags)
    ids = [tag.pk for tag in tags]
    narrower = Tag.objects.filter(broader__in=ids).exclude(pk__in=ids).distinct()
    touched = [*tags, *narrower]
    with (
        Operation.objects.recording(OperationKind.DELETE, by, why) as operation,
        operation.changing(touched),
    ):
        _retag(operation, set(ids), [])
        TAGS.delete(ids)
    return operation


def take(terms: Iterable[Concept], by=None, why: str = "") -> Operation:
    """Bring in a vocabulary as one operation; take nothing away.

    Makes what tags there are not, adds other names and broader tags, sets definitions. Raise
    ValidationError, and change nothing, where a name is another tag's already or a tag would be
    broader than itself.
    """
    terms = list(terms)
    with Operation.objects.recording(OperationKind.BULK, by, why) as operation:
        tags = [Tag.objects.named(tag_name(term.name)) for term in terms]
        with operation.changing(tags):
            for tag, term in zip(tags, terms, strict=True):
                _take(tag, term)
    return operation


def _take(tag: Tag, term: Concept) -> None:
    aliases = folded_tag_names(term.aliases)
    _refuse_taken(aliases.values(), tag)
    for key, alias in aliases.items():
        if key != tag.key:
            TagAlias.objects.get_or_create(key=key, defaults={"tag": tag, "name": alias})
    broader = [Tag.objects.named(tag_name(name)) for name in term.broader.values()]
    refuse_circle(tag, broader)
    tag.broader.add(*broader)
    if term.description and term.description != tag.description:
        Tag.objects.filter(pk=tag.pk).update(description=term.description)


def _retag(
    operation: Operation,
    former: set[int],
    successors: list[int],
    ids: Iterable[int] | None = None,
    keep: bool = False,
) -> None:
    """Put tags in the place of the former ones, with who set these and when.

    In the editorials of these ids, or in all that bear any; `keep` leaves the former ones beside.
    """
    if ids is None:
        ids = TAGS.bearers(former)
    with operation.noting(EDITORIALS, ids, ["tags"]) as before:
        targets = {}
        for pk, state in before.items():
            if state is None:
                continue
            lost = []
            remaining = {}
            for tag, tagging in state["tags"].items():
                is_former = int(tag) in former
                if is_former:
                    lost.append(tagging)
                if keep or not is_former:
                    remaining[tag] = tagging
            if lost:
                gained = {str(tag): lost[0] for tag in successors}
                targets[pk] = {"tags": gained | remaining}
        EDITORIALS.write(targets)


def _refuse_taken(names: Iterable[str], tag: Tag) -> None:
    """Raises ValidationError where another tag has one of the names, as its own or as an alias."""
    keys = [text.fold(name) for name in names]
    has_name = models.Q(key__in=keys) | models.Q(aliases__key__in=keys)
    bearers = Tag.objects.exclude(pk=tag.pk).filter(has_name).distinct()
    for bearer in bearers[:1]:
        message = _("Ce nom est déjà celui du mot-clé « %(name)s ».")
        raise ValidationError(message % {"name": bearer.name})


def refuse_circle(tag: Tag, broader: Iterable[Tag]) -> None:
    """Raises ValidationError where one of the tags is the tag itself, or narrower than it."""
    for broad in broader:
        if broad == tag or broad.is_narrower_than(tag):
            message = _(
                "« %(one)s » ne peut pas être plus large que « %(tag)s » : il en dépend déjà."
            )
            raise ValidationError(message % {"one": broad.name, "tag": tag.name})
