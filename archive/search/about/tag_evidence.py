"""What speaks for a tag, and how likely it makes the tag. Pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log
from typing import NamedTuple

# What each sign adds to the log-odds of a tag where an archive's own tagging does not tell. By
# logistic regression over the tagged editorials of `bench/tagging.py mixed`, each as if it bore no
# tag yet; without those whose tags the measure hides, and those of the site that it keeps apart.
WEIGHTS = {
    "always": 2.86,
    "said": 1.22,
    "often": 0.29,
    "once": -0.87,
    "in_title": 1.67,
    "in_heading": 1.03,
    "late": -0.79,
    "trust": 0.78,
    "said_and_alike": 0.40,
    "unsaid_though_usual": -0.37,
    "unsaid_but_alike": 1.69,
    "alike": 1.39,
    "frequent": -0.65,
    "usual_there": 0.54,
}
REJECTED = 2.0  # what the log of the share of rejections among rejections and uses adds
REJECTED_NEAR = 3.0  # what the share of alike editorials that want it not takes away
# From which likelihood on. Of the sure ones nine in ten are right where the regression, over four
# fifths of those editorials, is asked about the others.
SURE, LIKELY = 0.86, 0.35
MOST_ODDS = 50.0  # their log, which no sign makes more of
TEACHING = 3  # editorials that bear a tag: fewer make nothing sure
EVERYWHERE = 0.6  # of a magazine's editorials: what so many bear tells nothing of one
ENOUGH = 10  # editorials of a magazine of which that can be told


@dataclass(frozen=True)
class Measure:
    """What each sign weighs, and from which likelihood on a tag is sure."""

    weights: Mapping[str, float]
    sure: float


UNTAUGHT = Measure(WEIGHTS, SURE)


class Level(StrEnum):
    """How far a suggestion is to be trusted."""

    SURE = "sure"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True)
class Said:
    """How a text says the name of a tag.

    `depth`: after which share of its words for the first time. `saying`: how many other tagged
    editorials say it, `bearing`: how many of these bear the tag.
    """

    times: int
    in_title: bool
    in_heading: bool
    depth: float
    saying: int
    bearing: int


class Evidence(NamedTuple):
    """What speaks for a tag of an editorial.

    `share`: of the say of the most alike editorials, that of those that bear it, which are `alike`
    many. `uses`: editorials that bear it, `own_uses`: those of them that are of the same magazine,
    which has `own_tagged` editorials with tags; `saying`: how many that bear it say its name.
    `rejections`: editorials for which editors rejected it, `rejected_share`: the share of the say
    that such alike ones have.
    `wording`: what its words say for the tag, about 0 to 1; None where no habits tell.
    """

    share: float
    uses: int
    own_uses: int
    own_tagged: int
    saying: int
    said: Said | None = None
    rejections: int = 0
    rejected_share: float = 0.0
    wording: float | None = None
    alike: int = 0

    @property
    def is_everywhere(self) -> bool:
        """Return whether nearly all of its magazine bears it, which tells nothing of a text."""
        return self.own_tagged >= ENOUGH and self.own_uses >= EVERYWHERE * self.own_tagged

    def likelihood(self, measure: Measure = UNTAUGHT) -> float:
        """Return how likely the tag is right, 0 to 1."""
        weights = measure.weights
        odds = sum(weights.get(sign, 0.0) * strength for sign, strength in self.signs().items())
        refused = self.rejections / (self.rejections + self.uses + 1)
        odds += REJECTED * log(1 - refused) - REJECTED_NEAR * self.rejected_share
        return 1 / (1 + exp(-min(max(odds, -MOST_ODDS), MOST_ODDS)))

    def level(self, measure: Measure = UNTAUGHT) -> Level:
        """Return how far it is to be trusted.

        What few editorials teach is never sure; what one alike bears and no word says, not likely.
        """
        likelihood = self.likelihood(measure)
        if likelihood >= measure.sure and self.uses >= TEACHING:
            return Level.SURE
        if likelihood >= LIKELY and (self.said or self.alike > 1):
            return Level.LIKELY
        return Level.POSSIBLE

    def signs(self) -> dict[str, float]:
        """Return how strong each sign of WEIGHTS is."""
        share = log(self.share + 0.01)
        signs = {
            "always": 1.0,
            "alike": self.share,
            "frequent": log(self.uses),
            "usual_there": log((self.own_uses + 0.05) / (self.own_tagged + 1)),
        }
        if self.wording is not None:
            wording = log(max(self.wording, 0.0) + 0.02)
            signs["worded"] = self.wording
            signs["unsaid_but_worded" if self.said is None else "said_and_worded"] = wording
        if self.said is None:
            usual = (self.saying + 0.5) / (self.uses + 1)
            signs["unsaid_though_usual"] = _log_odds(min(max(usual, 0.02), 0.98))
            signs["unsaid_but_alike"] = share
            return signs
        trust = (self.said.bearing + 0.6) / (self.said.saying + 2)
        return signs | {
            "said": 1.0,
            "often": log(self.said.times),
            "once": float(self.said.times == 1),
            "in_title": float(self.said.in_title),
            "in_heading": float(self.said.in_heading),
            "late": self.said.depth,
            "trust": _log_odds(trust),
            "said_and_alike": share,
        }


def _log_odds(share: float) -> float:
    return log(share / (1 - share))
