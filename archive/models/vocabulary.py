"""Tags as a vocabulary: aliases, broader terms, former addresses; renamed, merged, split and deleted as operations."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from archive import text
from archive.models.names import FormerAddress, Tag, TagAlias, tag_name
from archive.models.operations import Operation
from archive.models.states import EDITORIALS, TAGS
from archive.thesaurus import Term


def rename(tag: Tag, name: str, by=None, why: str = "") -> Operation:
    """`edit` with nothing but another name."""
    return edit(tag, name, by=by, why=why)


def edit(
    tag: Tag, name=None, description=None, aliases=None, broader=None, by=None, why: str = ""
) -> Operation:
    """Sets a tag's name, its description, the names of its aliases, its broader tags; None leaves as it is. Of another
    name, the old one becomes an alias and the old address leads to the new one. Raises ValidationError where another tag
    has a name, as its own or as an alias, or a tag would be broader than itself by any way."""
    name = tag.name if name is None else tag_name(name)
    names = (
        None if aliases is None else {text.fold(alias): alias for alias in map(tag_name, aliases)}
    )
    _refuse_taken([name, *(names or {}).values()], tag)
    _refuse_circle(tag, broader or ())
    kind = Operation.Kind.EDIT if name == tag.name else Operation.Kind.RENAME
    with Operation.objects.recording(kind, by, why) as operation, operation.changing(tag):
        if names is not None:
            TAGS.write_parts(
                {
                    tag.pk: {
                        "aliases": [alias for key, alias in names.items() if key != text.fold(name)]
                    }
                }
            )
        if broader is not None:
            tag.broader.set(broader)
        if name != tag.name or description not in (None, tag.description):
            tag.description = tag.description if description is None else description
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
    """Moves the editorials, aliases, narrower tags and addresses of `tags` to one, and deletes them; their names become
    aliases of it. Raises ValidationError where it is one of them."""
    tags = list(tags)
    if into in tags:
        raise ValidationError(_("Un mot-clé ne peut pas être fusionné avec lui-même."))
    gone = {tag.pk for tag in tags}
    narrower = list(
        Tag.objects.filter(broader__in=gone).exclude(pk__in={into.pk, *gone}).distinct()
    )
    kind, touched = Operation.Kind.MERGE, [into, *tags, *narrower]
    with Operation.objects.recording(kind, by, why) as operation, operation.changing(touched):
        _retag(operation, gone, [into.pk])
        for child in narrower:
            if not into.is_narrower_than(child):
                child.broader.add(into)
        names = [alias.name for tag in tags for alias in tag.aliases.all()] + [
            tag.name for tag in tags
        ]
        for tag in tags:
            FormerAddress.objects.note(tag, into)
            tag.delete()
        for name in names:
            TagAlias.objects.create(tag=into, name=name)
    return operation


def split(tag: Tag, parts: dict[str, Iterable[int] | None], by=None, why: str = "") -> Operation:
    """Gives each part, {name: ids of editorials, or None for all that bear the tag}, in place of the tag; a tag that no
    editorial bears any more is deleted. Raises ValidationError where there are no parts or one is the tag itself."""
    named = {tag_name(name): ids for name, ids in parts.items()}
    if not named or any(text.fold(name) == tag.key for name in named):
        raise ValidationError(_("Nommez les mots-clés, autres que celui-ci, qui le remplacent."))
    bearing = TAGS.bearers([tag.pk])
    with (
        Operation.objects.recording(Operation.Kind.SPLIT, by, why) as operation,
        operation.changing(tag),
    ):
        for name, ids in named.items():
            part = Tag.objects.named(name)
            _retag(
                operation,
                {tag.pk},
                [part.pk],
                bearing if ids is None else bearing & set(ids),
                keep=True,
            )
        moved = set().union(*(bearing if ids is None else set(ids) for ids in named.values()))
        _retag(operation, {tag.pk}, [], bearing & moved)
        if not tag.taggings.exists():
            tag.delete()
    return operation


def delete(tags: Iterable[Tag], by=None, why: str = "") -> Operation:
    """Deletes tags; the operation tells which editorials bore them and gives them back when it is undone."""
    ids = [tag.pk for tag in tags]
    touched = [*tags, *Tag.objects.filter(broader__in=ids).exclude(pk__in=ids).distinct()]
    with (
        Operation.objects.recording(Operation.Kind.DELETE, by, why) as operation,
        operation.changing(touched),
    ):
        _retag(operation, set(ids), [])
        TAGS.delete(ids)
    return operation


def take(terms: Iterable[Term], by=None, why: str = "") -> Operation:
    """Brings in a vocabulary as one operation: makes what tags there are not, adds other names and broader tags, sets
    definitions; takes nothing away. Raises ValidationError, and changes nothing, where a name is another tag's already or
    a tag would be broader than itself."""
    terms = list(terms)
    with Operation.objects.recording(Operation.Kind.BULK, by, why) as operation:
        tags = [Tag.objects.named(tag_name(term.name)) for term in terms]
        with operation.changing(tags):
            for tag, term in zip(tags, terms, strict=True):
                _take(tag, term)
    return operation


def _take(tag: Tag, term: Term) -> None:
    aliases = {text.fold(alias): alias for alias in map(tag_name, term.aliases)}
    _refuse_taken(aliases.values(), tag)
    for key, alias in aliases.items():
        if key != tag.key:
            TagAlias.objects.get_or_create(key=key, defaults={"tag": tag, "name": alias})
    broader = [Tag.objects.named(tag_name(name)) for name in term.broader.values()]
    _refuse_circle(tag, broader)
    tag.broader.add(*broader)
    if term.description and term.description != tag.description:
        Tag.objects.filter(pk=tag.pk).update(description=term.description)


def _retag(
    operation: Operation,
    gone: set[int],
    come: list[int],
    ids: Iterable[int] | None = None,
    keep: bool = False,
):
    """Puts the tags of `come` in the place of those that go, with who set these and when; `keep` leaves them beside."""
    ids = TAGS.bearers(gone) if ids is None else ids
    with operation.noting(EDITORIALS, ids, ["tags"]) as before:
        targets = {}
        for pk, state in before.items():
            said = (
                [value for tag, value in state["tags"].items() if int(tag) in gone] if state else []
            )
            if said:
                kept = {
                    tag: value
                    for tag, value in state["tags"].items()
                    if keep or int(tag) not in gone
                }
                targets[pk] = {"tags": {str(tag): said[0] for tag in come} | kept}
        EDITORIALS.write(targets)


def _refuse_taken(names: Iterable[str], tag: Tag) -> None:
    keys = {text.fold(name): name for name in names}
    others = Tag.objects.exclude(pk=tag.pk)
    for other in others.filter(models.Q(key__in=keys) | models.Q(aliases__key__in=keys)).distinct()[
        :1
    ]:
        raise ValidationError(
            _("Ce nom est déjà celui du mot-clé « %(name)s ».") % {"name": other.name}
        )


def _refuse_circle(tag: Tag, broader: Iterable[Tag]) -> None:
    for one in broader:
        if one == tag or one.is_narrower_than(tag):
            message = _(
                "« %(one)s » ne peut pas être plus large que « %(tag)s » : il en dépend déjà."
            )
            raise ValidationError(message % {"one": one.name, "tag": tag.name})
