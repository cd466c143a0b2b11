"""Mentions kept equal to the texts: found anew for what changes, made whole, compared."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Count, Exists, F, OuterRef, Sum

from archive.mentions.readings import Readings
from archive.models import Author, Editorial, Mention, Sheet, SheetForm, Shown
from archive.models.chunks import CHUNK, chunks, portions
from archive.models.editorial_queries import EditorialQuerySet
from archive.models.names import LONGEST_NAME, FormerAddress
from archive.models.sheets import MOST_PLACES, rekeyed, sheet_key
from archive.models.slugs import unique_slugs
from archive.models.states import erase
from archive.naming.evidence import Evidence, Presence
from archive.naming.finding import Lexicon, names, reading
from archive.naming.kinds import Kind, Name
from archive.naming.people import is_given
from archive.search.words.forms import is_bare_word, is_in_lexicon

log = logging.getLogger(__name__)
READ = 500  # editorials read from the database at a time
MOST_TAUGHT = 50_000  # names of authors that are looked for by themselves
LONGEST = 400_000  # characters of a text that are looked at
FRENCH = "fr"
ENGLISH = "en"  # which French texts take words from
LANGUAGES = (FRENCH, "")  # the rules are French
SQUARED = 1_000_003  # beyond it a square is cut, so that the sum of all is a number still
ROUNDS = 5  # of making sheets while others make some of the same name
Form = tuple[str, str]  # a name and its kind


class Occurrences(NamedTuple):
    """How often an editorial has a name, whether it says what that is, and where it stands."""

    number: int
    tells: bool
    places: str


# {form: what an editorial has of it}
InText = dict[Form, Occurrences]


def lexicon() -> Lexicon:
    """Return the names that are known by themselves, as they were taught last.

    Each save of an editorial asks for them: they are read again only where their rows are others.
    """
    return _lexicon.current()


class _KeptLexicon:
    """What was taught, and what told its rows from any others: none is changed, all are counted."""

    def __init__(self) -> None:
        self._kept: tuple[tuple, Lexicon] | None = None

    def current(self) -> Lexicon:
        rows = SheetForm.objects.using(DEFAULT_DB_ALIAS).filter(taught=True).order_by("pk")
        numbers = rows.aggregate(
            Count("pk"), total=Sum("pk"), squares=Sum(F("pk") * F("pk") % SQUARED)
        )
        state = (*numbers.values(), rows.values_list("name", "kind").last())
        kept = self._kept
        if kept is None or kept[0] != state:
            kept = self._kept = state, lexicon_of(rows.values_list("name", "kind"))
        return kept[1]


_lexicon = _KeptLexicon()


def lexicon_of(forms: Iterable[Form]) -> Lexicon:
    """Return the lexicon of these names, which tells words of the languages in the texts."""
    kinds = {name: Kind(kind) for name, kind in forms}
    words = {name for name in kinds if " " not in name and is_in_lexicon(name.lower(), FRENCH)}
    return Lexicon(kinds, words, partial(is_bare_word, language=FRENCH), _is_any_word)


def _is_any_word(form: str) -> bool:
    return is_bare_word(form, FRENCH) or is_in_lexicon(form, ENGLISH)


def refresh(ids: Collection[int], taught: Lexicon | None = None) -> None:
    """Find anew what these editorials name; those that are not published name nothing."""
    taught = taught or lexicon()
    for batch in chunks(ids):
        _write(batch, _in_texts(batch, taught))


def build() -> None:
    """Find anew what all published editorials name, and count it.

    What is known by itself is taught first: what the texts say of names together is read before
    anything is written, so that until then all stays as it was. What nothing names any more goes,
    but for what editors have decided.
    """
    _gather()
    readings = _teach()
    taught = lexicon()
    readings.compare(taught)
    for batch in portions(_published(), READ):
        _write(batch, _in_texts(batch, taught, readings), with_counts=False)
    with transaction.atomic():
        erase(Mention.objects.filter(editorial__in=Editorial.objects.unpublished().values("pk")))
        unnamed = ~Exists(Mention.objects.filter(form=OuterRef("pk")))
        erase(SheetForm.objects.filter(unnamed, taught=False, sheet__curated=False))
        formless = ~Exists(SheetForm.objects.filter(sheet=OuterRef("pk")))
        erase(Sheet.objects.filter(formless, curated=False))
        Sheet.objects.using(DEFAULT_DB_ALIAS).recount()
        _head()
    Shown.leave()


def differences() -> list[int]:
    """Return the ids of the editorials whose mentions are others than their texts have."""
    taught = lexicon()
    differing = []
    for batch in portions(Editorial.objects.all(), READ):
        named = _in_texts(batch, taught)
        kept: dict[int, InText] = defaultdict(dict)
        for _pk, editorial, form, mention in _kept(batch):
            kept[editorial][form] = mention
        differing += [pk for pk in batch if kept.get(pk, {}) != named.get(pk, {})]
    return differing


# Finding


def _in_texts(
    ids: Collection[int], taught: Lexicon, readings: Readings | None = None
) -> dict[int, InText]:
    """Return what each of these that is published names, as the first database has its text.

    `readings` know it of many texts.
    """
    named = {}
    for pk, plain in _texts(ids):
        try:
            kept = readings.of(pk, plain) if readings else None
            named[pk] = in_text(plain, taught) if kept is None else kept
        except Exception:  # what nobody foresaw in one text must not keep the index from others
            log.exception("the names in editorial %s could not be read", pk)
    return named


def _texts(ids: Collection[int]) -> Iterator[tuple[int, str]]:
    """Yield the text of each of these that is published and in a language that is read."""
    rows = _published().filter(pk__in=ids).order_by()
    for pk, language, plain in rows.values_list("pk", "language", "text"):
        if (language or "").partition("-")[0] in LANGUAGES:
            yield pk, plain[:LONGEST]


def in_text(plain: str, taught: Lexicon) -> InText:
    """Return what a text names."""
    return _by_form(names(plain, taught))


def _by_form(of_text: Iterable[Name]) -> InText:
    places: dict[Form, list[str]] = {}
    telling = set()
    for name in of_text:
        form = (name.name[:LONGEST_NAME], str(name.kind))
        places.setdefault(form, []).append(f"{name.start}-{name.end}")
        if name.tells:
            telling.add(form)
    named = {}
    for form, spans in places.items():
        named[form] = Occurrences(len(spans), form in telling, " ".join(spans[:MOST_PLACES]))
    return named


def _published() -> EditorialQuerySet:
    return Editorial.objects.published().using(DEFAULT_DB_ALIAS)


# Writing


def _kept(ids: Collection[int]) -> Iterator[tuple[int, int, Form, Occurrences]]:
    """Yield (the mention's id, the editorial's, its form, what is kept of it)."""
    rows = Mention.objects.using(DEFAULT_DB_ALIAS).filter(editorial__in=ids).order_by()
    columns = ("pk", "editorial_id", "form__name", "form__kind", "number", "tells", "places")
    for pk, editorial, name, kind, *mention in rows.values_list(*columns):
        yield pk, editorial, (name, kind), Occurrences(*mention)


@transaction.atomic
def _write(ids: Collection[int], named: Mapping[int, InText], with_counts: bool = True) -> None:
    """Make the mentions of these editorials what was found; what is the same is left alone."""
    wanted = {pk: dict(mentions) for pk, mentions in named.items()}
    gone = []
    changed = set()
    for pk, editorial, form, mention in _kept(ids):
        if wanted.get(editorial, {}).get(form) == mention:
            del wanted[editorial][form]
        else:
            gone.append(pk)
            changed.add(form)
    for mentions in wanted.values():
        changed.update(mentions)
    if not changed:
        return
    for chunk in chunks(gone):
        erase(Mention.objects.filter(pk__in=chunk))
    forms = _forms(changed)
    rows = []
    for editorial, mentions in wanted.items():
        for form, mention in mentions.items():
            rows.append(Mention(editorial_id=editorial, form_id=forms[form], **mention._asdict()))
    Mention.objects.bulk_create(rows)
    if with_counts:
        _count({forms[form] for form in changed})


def _forms(wanted: Collection[Form]) -> dict[Form, int]:
    """Return {form: its id}; those that are new are made, each with a sheet where it has none."""
    forms = _stored_forms(wanted)
    missing = [form for form in wanted if form not in forms]
    missing.sort(key=lambda form: (form[0].isupper(), form))  # the first heads a new sheet
    if missing:
        sheets = _sheets(missing)
        rows = []
        for form in missing:
            rows.append(SheetForm(name=form[0], kind=form[1], sheet_id=sheets[form]))
        SheetForm.objects.bulk_create(rows, ignore_conflicts=True)
        forms |= _stored_forms(missing)
    return forms


def _stored_forms(wanted: Collection[Form]) -> dict[Form, int]:
    forms = {}
    for chunk in chunks({name for name, _kind in wanted}):
        rows = SheetForm.objects.using(DEFAULT_DB_ALIAS).filter(name__in=chunk)
        for pk, name, kind in rows.order_by().values_list("pk", "name", "kind"):
            forms[name, kind] = pk
    return forms


def _sheets(forms: Collection[Form]) -> dict[Form, int]:
    """Return {form: the id of its sheet}.

    That is one of the same name but for accents, capitals and hyphens, or a new one.
    """
    keys = {form: (sheet_key(form[0]), form[1]) for form in forms}
    by_key: dict[tuple[str, str], int] = {}
    for _round in range(ROUNDS):
        by_key |= _stored_sheets({key for key, _kind in keys.values()})
        unmade: dict[tuple[str, str], Form] = {}
        for form, key in keys.items():
            if key not in by_key:
                unmade.setdefault(key, form)
        if not unmade:
            break
        Sheet.objects.bulk_create(_new_sheets(unmade), ignore_conflicts=True)
    return {form: by_key[key] for form, key in keys.items()}


def _stored_sheets(keys: Collection[str]) -> dict[tuple[str, str], int]:
    """Return {(key, kind): id}, of several sheets of one name the first."""
    sheets: dict[tuple[str, str], int] = {}
    for chunk in chunks(keys):
        rows = Sheet.objects.using(DEFAULT_DB_ALIAS).filter(key__in=chunk).order_by("-pk")
        for pk, key, kind in rows.values_list("pk", "key", "kind"):
            sheets[key, kind] = pk
    return sheets


def _gather() -> None:
    """Put on one sheet those of one name that an older version of the rules kept apart.

    The address of one that goes leads to the one that stays. What editors decided stays. Of a
    million sheets no more than a portion is held or written at a time.
    """
    sheets = Sheet.objects.using(DEFAULT_DB_ALIAS)
    for batch in portions(sheets.all(), CHUNK):
        with transaction.atomic():
            outdated = rekeyed(sheets.filter(pk__in=batch).only("name", "key"))
            sheets.bulk_update(outdated, ["key"])
    same = sheets.order_by().values("key", "kind").annotate(sheets=Count("pk"))
    for keys in chunks(set(same.filter(sheets__gt=1).values_list("key", flat=True))):
        _join(keys)


@transaction.atomic
def _join(keys: Collection[str]) -> None:
    rows = Sheet.objects.using(DEFAULT_DB_ALIAS).filter(key__in=keys)
    heads: dict[tuple[str, str], Sheet] = {}
    for sheet in rows.order_by("-curated", "-named_in", "pk"):
        head = heads.setdefault((sheet.key, sheet.kind), sheet)
        if head is not sheet and not sheet.curated:
            SheetForm.objects.filter(sheet=sheet).update(sheet=head)
            FormerAddress.objects.note(sheet, head)
            sheet.delete()


def _new_sheets(forms: Mapping[tuple[str, str], Form]) -> list[Sheet]:
    rows = Sheet.objects.using(DEFAULT_DB_ALIAS)
    slugs = unique_slugs(rows, [name for name, _kind in forms.values()])
    sheets = []
    for ((key, _kind), (name, kind)), slug in zip(forms.items(), slugs, strict=True):
        sheet = Sheet(name=name, kind=kind, slug=slug, key=key)
        sheet.file()
        sheets.append(sheet)
    return sheets


def _count(forms: Collection[int]) -> None:
    """Count anew how many editorials name the sheets of these forms."""
    for chunk in chunks(forms):
        sheets = set(SheetForm.objects.filter(pk__in=chunk).values_list("sheet", flat=True))
        Sheet.objects.using(DEFAULT_DB_ALIAS).filter(pk__in=sheets).recount()


def _head() -> None:
    """Head each sheet by the form that most editorials have, but where an editor has chosen."""
    forms = SheetForm.objects.using(DEFAULT_DB_ALIAS).order_by()
    of_several = forms.filter(sheet__curated=False).values("sheet").annotate(forms=Count("pk"))
    several = of_several.filter(forms__gt=1).values("sheet")
    rows = forms.filter(sheet__in=several).annotate(named_in=Count("mentions"))
    heads: dict[int, str] = {}
    for pk, name in rows.order_by("sheet", "-named_in", "pk").values_list("sheet", "name"):
        heads.setdefault(pk, name)
    for chunk in chunks(heads):
        sheets = list(Sheet.objects.using(DEFAULT_DB_ALIAS).filter(pk__in=chunk))
        renamed = [sheet for sheet in sheets if sheet.name != heads[sheet.pk]]
        for sheet in renamed:
            sheet.name = heads[sheet.pk]
            sheet.file()
        Sheet.objects.bulk_update(renamed, ["name", "filing", "initial"], batch_size=CHUNK)


# Teaching


def _teach() -> Readings:
    """Let be known the authors, every form that an editor has put in its place, what texts say.

    Return how the texts were read for it.
    """
    authors = _of_authors()
    placed = SheetForm.objects.using(DEFAULT_DB_ALIAS).filter(sheet__curated=True).order_by("pk")
    by_themselves = lexicon_of([*authors, *placed.values_list("name", "kind")])
    readings = Readings(by_themselves)
    forms = authors | _learned(by_themselves, readings)
    with transaction.atomic():
        SheetForm.objects.filter(taught=True).exclude(sheet__curated=True).update(taught=False)
        SheetForm.objects.filter(sheet__curated=True).update(taught=True)
        for chunk in chunks(_forms(forms).values()):
            SheetForm.objects.filter(pk__in=chunk).update(taught=True)
    return readings


def _of_authors() -> set[Form]:
    authors = Author.objects.using(DEFAULT_DB_ALIAS).values_list("names__name", flat=True)
    forms = set()
    for name in authors.order_by("pk")[:MOST_TAUGHT]:
        if name and _is_person(name):
            forms.add((" ".join(name.replace("'", "’").split()), str(Kind.PERSON)))
    return forms


def _learned(taught: Lexicon, readings: Readings) -> set[Form]:
    """Return what the texts say of names together, each read with what is known by itself."""
    evidence = Evidence()
    for batch in portions(_published(), READ):
        named = {}
        for pk, plain in _texts(batch):
            try:
                sure, unsure = reading(plain, taught)
            except Exception:  # told once it is read to be written
                continue
            evidence.read(sure, unsure)
            named[pk] = (plain, _by_form(sure))
        readings.keep(named)
    presence = Presence(evidence.kinds())
    readings.expect(presence.texts)
    for batch in portions(_published(), READ):
        for pk, plain in _texts(batch):
            readings.note(pk, presence.read(plain))
    learned = evidence.learned(presence.texts).items()
    return {(name, str(kind)) for name, kind in learned if name not in taught.kinds}


def _is_person(name: str) -> bool:
    """Return True for the name of a person that no given name tells as one."""
    words = name.split()
    return len(words) == 2 and all(map(str.istitle, words)) and not is_given(words[0])
