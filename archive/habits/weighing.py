"""What each sign weighs for a tag, by logistic regression, and from where on tags are sure."""

from collections.abc import Mapping, Sequence

import numpy as np

FIXED = "always"  # the sign that is always there, which little holds
HELD, BARELY = 10.0, 1.0  # how strongly what is known before holds a weight, in deviations
NARROWEST = 0.05  # deviation of a sign that is told from noise
STEPS = 40
NEARLY = 1e-6  # the longest step that is none
SURE = 0.9  # of those shown as sure that are right
DOUBT = 2  # tags that are reckoned wrong: of few nothing is sure
LEAST_SURE = 0.7  # likelihood, however well all others went
NEVER = 2.0  # a likelihood that nothing has

Signs = Mapping[str, float]


def weighed(rows: Sequence[Signs], right: Sequence[bool], before: Signs) -> dict[str, float]:
    """Return {sign: weight in log-odds}, by these rows of signs and whether their tag is right.

    `before`: the weights that hold where the rows teach nothing; of a sign that is not there, 0.
    """
    names = sorted({FIXED, *before, *(name for row in rows for name in row)})
    strengths = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    truth = np.array(right, float)
    spread = strengths.std(0)
    spread[spread == 0] = 1.0
    spread = np.maximum(spread, NARROWEST)
    scaled = strengths / spread
    start = np.array([before.get(name, 0.0) for name in names]) * spread
    held = np.array([BARELY if name == FIXED else HELD for name in names])
    weights = start.copy()
    for _step in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(scaled @ weights, -30, 30)))
        slope = scaled.T @ (truth - chance) - held * (weights - start)
        # Not by `@`, for which several threads wait for each other longer than they work.
        doubtful = scaled * (chance * (1 - chance))[:, None]
        bend = np.einsum("ri,rj->ij", doubtful, scaled) + np.diag(held)
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < NEARLY:
            break
    return dict(zip(names, (weights / spread).tolist(), strict=True))


def sure_from(shown: Sequence[tuple[float, bool]]) -> float:
    """Return the likelihood from which on nine in ten are right; NEVER where none is so sure.

    `shown`: how likely each suggestion was said to be, and whether it was right.
    """
    surely_right, threshold = 0, NEVER
    ranked = sorted(shown, reverse=True)
    lower = [likelihood for likelihood, _is_right in [*ranked, (0.0, False)]][1:]
    for count, ((likelihood, is_right), next_lower) in enumerate(
        zip(ranked, lower, strict=True), 1
    ):
        surely_right += is_right
        # Of equals either all are sure or none.
        if likelihood > next_lower and surely_right >= SURE * (count + DOUBT):
            threshold = max((likelihood + next_lower) / 2, LEAST_SURE)
    return threshold
