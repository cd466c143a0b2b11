"""Which tags an editorial may want, as this archive's editors have tagged.

Those of the most alike editorials are looked at, and those whose name its text says; what speaks
for each says how likely it is, by what the archive's own tagging teaches where there is enough of
it (`archive.habits`). What a source files its texts under is no subject and not suggested.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from archive.habits.keeping import current as current_habits
from archive.habits.wording import counts, forms_of
from archive.models import Editorial, FormerAddress, teaching
from archive.search.about.related import READ as BEGINNING
from archive.search.about.related import signs_of
from archive.search.about.tag_evidence import UNTAUGHT, Evidence, Measure, Said
from archive.search.about.tag_reasons import About, Reasons, Suggested
from archive.search.engine import Candidate, Engine, Resemblance, Saying, TagUse
from archive.search.words.analysis import DEFAULT_LANGUAGE, Token, tokenize
from archive.search.words.tag_names import Place, TagNames, name_of
from archive.search.words.telling import telling_of

NEIGHBOURS = 30  # tagged editorials that are asked, each by
SHARPNESS = 2  # this power of its likeness
LEAST_SHARE = 0.002  # of the say, for a tag whose name is not said
READ = 20_000  # characters, of which the first tell the editorials that are alike
LEAST = 0.02  # of a likelihood that is worth a look: less is hardly ever right

MOSTLY = 0.8  # of the texts that say a word write it as a name only: then it is one
ENOUGH = 4  # texts that tell it
FEW = 20  # tags whose names are not worth keeping

Names = Mapping[str, Sequence[str]]  # slug -> the tag's name and aliases


class Text(NamedTuple):
    """The text of an editorial, which begins with its title, and the tokens of it."""

    text: str
    tokens: Sequence[Token]

    def forms(self, most: int) -> Mapping[str, int]:
        """Return {form: how often it stands in so many characters}."""
        return Counter(token.form for token in self.tokens if token.end <= most)


def read(editorial: Editorial) -> Text:
    """Return what is read of an editorial, once for all that is asked of it."""
    text = "\n".join([editorial.title, editorial.standfirst, editorial.text])[:READ]
    return Text(text, list(tokenize(text)))


class Alike(NamedTuple):
    """The most alike tagged editorials, each with its share of the say; the shares add up to 1.

    `itself`: the tags that the index has of the editorial that they are like.
    """

    shares: list[tuple[Candidate, float]]
    itself: frozenset[str]

    def share(self, ids: Collection[int]) -> float:
        """Return the share that these editorials have."""
        return sum(share for neighbour, share in self.shares if neighbour.id in ids)

    def shares_of_tags(self) -> dict[str, float]:
        """Return {slug of a tag: the share that those have which bear it}."""
        shares: dict[str, float] = defaultdict(float)
        for neighbour, share in self.shares:
            for slug in neighbour.tags:
                shares[slug] += share
        return shares

    def bearing(self) -> dict[str, list[Candidate]]:
        """Return {slug of a tag: those that bear it, the most alike first}."""
        bearing: dict[str, list[Candidate]] = defaultdict(list)
        for neighbour, _share in self.shares:
            for slug in neighbour.tags:
                bearing[slug].append(neighbour)
        return bearing


def suggested(
    engine: Engine,
    editorial: Editorial,
    names: Names,
    without: Collection[str] = (),
    most: int = 5,
) -> list[Suggested]:
    """Return the tags that an editorial may want, the likeliest first, but those `without`."""
    habits = current_habits()
    text = read(editorial)
    words = counts(*text) if habits else {}
    wording, measure = None, UNTAUGHT
    learned_as: Mapping[str, Sequence[str]] = {}
    if habits:
        by_words = habits.wording.said(words)
        learned_as = _learned_as(by_words, names)
        wording = _said_of(by_words, learned_as)
        measure = Measure(habits.weights, habits.sure)
    wanted = {slug: names[slug] for slug in names if slug not in without}
    look = looked_at(engine, editorial, text, wanted, names, wording)
    likelihoods = {}
    for slug, of_tag in look.evidence.items():
        likelihood = of_tag.likelihood(measure)
        if likelihood >= LEAST and not of_tag.is_everywhere:
            likelihoods[slug] = likelihood
    likeliest = sorted(likelihoods, key=lambda slug: (-likelihoods[slug], slug))[:most]
    bearing = look.alike.bearing()
    reasons = Reasons(look.about, [neighbour for neighbour, _share in look.alike.shares], measure)
    suggestions = []
    for slug in likeliest:
        places, alike = look.places.get(slug, []), bearing.get(slug, [])
        worded: list[Sequence[str]] = []
        if habits and not places and not alike:
            forms = forms_of(text.tokens)
            speaking: list[str] = []
            for former in learned_as.get(slug, ()):
                speaking += habits.wording.speaking(words, former)
            worded = [forms[word] for word in speaking if word in forms]
        suggestions.append(reasons.of(slug, look.evidence[slug], places, alike, worded))
    return suggestions


def _learned_as(by_words: Mapping[str, float], names: Names) -> dict[str, list[str]]:
    """Return {slug that a tag has now: those under which it was learned}.

    Until habits are learned anew, one that was renamed since, or merged into another, stands in
    them under its former address.
    """
    unknown = [slug for slug in by_words if slug not in names]
    successors = FormerAddress.objects.successors({"tag": unknown}) if unknown else {}
    learned_as: dict[str, list[str]] = defaultdict(list)
    for slug in by_words:
        learned_as[successors.get(("tag", slug), slug)].append(slug)
    return learned_as


def _said_of(
    by_words: Mapping[str, float], learned_as: Mapping[str, Sequence[str]]
) -> dict[str, float]:
    """Return what words say for each tag of now.

    That is the sum for those that were merged, as a regression says of what is either; at most 1.
    """
    wording = {}
    for slug, former in learned_as.items():
        wording[slug] = min(sum(by_words[each] for each in former), 1.0)
    return wording


class Look(NamedTuple):
    """An editorial, what is like it, where it says names of tags, and what speaks for each."""

    about: About
    alike: Alike
    places: Mapping[str, Sequence[Place]]
    evidence: dict[str, Evidence]


def looked_at(
    engine: Engine,
    editorial: Editorial,
    text: Text,
    wanted: Names,
    names: Names,
    wording: Mapping[str, float] | None,
) -> Look:
    """Return what speaks for the wanted tags, as if the editorial bore none yet.

    `names`: of all tags. `wording`: what its words say for tags, None where nothing tells.
    """
    language = editorial.language or DEFAULT_LANGUAGE
    signs = signs_of(telling_of(text.forms(BEGINNING), language, engine.usage))
    about = About(text.text, language, signs, len(editorial.title))
    alike = _alike(engine, about, editorial.pk)
    places = _as_written(engine, text.text, _tag_names(names, language).places(*text))
    candidates = _candidates(wanted, alike, places, wording or {})
    evidence = _evidence(engine, editorial, about, alike, candidates, wording)
    return Look(about, alike, places, evidence)


_kept: dict[str, tuple[dict[str, Sequence[str]], TagNames]] = {}  # by language


def _tag_names(names: Names, language: str) -> TagNames:
    """Return the names as texts are looked through for them: those of last time where the same."""
    if language in _kept:
        kept_names, tag_names = _kept[language]
        if kept_names == names:
            return tag_names
    tag_names = TagNames(names, language)
    if len(names) > FEW:
        _kept[language] = (dict(names), tag_names)
    return tag_names


def _as_written(
    engine: Engine, text: str, places: Mapping[str, Sequence[Place]]
) -> dict[str, Sequence[Place]]:
    """Return the places without those in small letters of what this archive's texts never write so.

    « Orange » is met by its capital where it is a company's name, and « Mode » is not.
    """
    written = dict(places)
    doubtful = {}
    for slug, of_tag in places.items():
        name = of_tag[0].name
        if name.may_be_proper and any(text[place.start].islower() for place in of_tag):
            doubtful[slug] = name
    anyhow = engine.tag_uses([Saying(s, name.slots()) for s, name in doubtful.items()], "").uses
    as_name = [Saying(slug, name.slots_as_name()) for slug, name in doubtful.items()]
    for slug, use, as_name_use in zip(
        doubtful, anyhow, engine.tag_uses(as_name, "").uses, strict=True
    ):
        if as_name_use.saying >= max(MOSTLY * use.saying, ENOUGH):
            written[slug] = [place for place in places[slug] if text[place.start].isupper()]
    return {slug: of_tag for slug, of_tag in written.items() if of_tag}


class Tagged(NamedTuple):
    """A tag that may be suggested: a name of it, and where the text says it."""

    name: str
    places: Sequence[Place]


def _alike(engine: Engine, about: About, itself: int) -> Alike:
    resemblance = Resemblance(about.signs, about.language, itself=itself, tagged=True)
    neighbours, itself_indexed = engine.alike(resemblance, NEIGHBOURS)
    total = sum(neighbour.score**SHARPNESS for neighbour in neighbours)
    total = max(total, 1e-9)  # nothing is divided by nothing
    shares = [(neighbour, neighbour.score**SHARPNESS / total) for neighbour in neighbours]
    return Alike(shares, frozenset(itself_indexed.tags if itself_indexed else ()))


def _candidates(
    names: Names,
    alike: Alike,
    places: Mapping[str, Sequence[Place]],
    wording: Mapping[str, float],
) -> dict[str, Tagged]:
    """Return {slug: tag} of those that the text or its words say, and that alike ones bear."""
    candidates = {}
    for slug, of_tag in places.items():
        if slug in names:
            candidates[slug] = Tagged(of_tag[0].name.printed, of_tag)
    borne = [slug for slug, share in alike.shares_of_tags().items() if share >= LEAST_SHARE]
    for slug in [*borne, *wording]:
        if slug in names and slug not in candidates:
            candidates[slug] = Tagged(names[slug][0], ())
    return candidates


def _evidence(
    engine: Engine,
    editorial: Editorial,
    about: About,
    alike: Alike,
    candidates: Mapping[str, Tagged],
    wording: Mapping[str, float] | None,
) -> dict[str, Evidence]:
    """Return what speaks for each of the candidates that are subjects and that others bear."""
    magazine = ""
    if editorial.publication:
        magazine = editorial.publication.slug
    sayings = [_saying(slug, tag.name, about.language) for slug, tag in candidates.items()]
    of_magazine, uses = engine.tag_uses(sayings, magazine)
    lessons = teaching.lessons(list(candidates))
    shares, bearing = alike.shares_of_tags(), alike.bearing()
    evidence = {}
    for (slug, tag), of_all in zip(candidates.items(), uses, strict=True):
        use = _without_itself(of_all, slug in alike.itself, bool(tag.places))
        is_category = 2 * lessons.filed_under.get(slug, 0) > of_all.bearing
        if not use.bearing or is_category:
            continue
        rejected = lessons.rejections.get(slug, set())
        evidence[slug] = Evidence(
            share=shares.get(slug, 0.0),
            uses=use.bearing,
            own_uses=use.of_magazine,
            own_tagged=max(of_magazine - bool(alike.itself), 0),
            saying=use.saying_and_bearing,
            said=_said(tag.places, use, about, alike),
            rejections=len(rejected),
            rejected_share=alike.share(rejected) if rejected else 0.0,
            wording=None if wording is None else wording.get(slug, 0.0),
            alike=len(bearing.get(slug, ())),
        )
    return evidence


def _without_itself(use: TagUse, is_borne: bool, is_said: bool) -> TagUse:
    """Return how the other editorials use a tag."""
    if not is_borne:
        return use
    return TagUse(
        bearing=use.bearing - 1,
        of_magazine=max(use.of_magazine - 1, 0),
        saying=use.saying,
        saying_and_bearing=max(use.saying_and_bearing - is_said, 0),
    )


@lru_cache(maxsize=40_000)  # the same tags are asked about for each editorial
def _saying(slug: str, printed: str, language: str) -> Saying:
    name = name_of(slug, printed, language)
    if name is None:
        return Saying(slug)
    return Saying(slug, name.slots())


def _said(places: Sequence[Place], use: TagUse, about: About, alike: Alike) -> Said | None:
    """Return how the text says a name; None where it does not."""
    if not places:
        return None
    return Said(
        times=len(places),
        in_title=any(place.start < about.title_length for place in places),
        in_heading=any(_is_crosshead(place, about) for place in places),
        depth=min(place.depth for place in places),
        # Itself, tagged but not with this tag, says nothing against it.
        saying=max(use.saying - bool(alike.itself), use.saying_and_bearing),
        bearing=use.saying_and_bearing,
    )


def _is_crosshead(place: Place, about: About) -> bool:
    return place.in_heading and place.start >= about.title_length
