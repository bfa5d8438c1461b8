"""Which schools a rule is meant for: those it applies to, those with too small a sample."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from engine.ruleset.conditions import Comparison
from engine.ruleset.methods import SmallSample
from engine.ruleset.model import Indicator
from engine.scoring.conditions import evaluate
from engine.scoring.values import Mask, compare_constant
from engine.scoring.views import View


def subject_mask(indicator: Indicator, samples: Sequence[SmallSample], view: View) -> Mask | None:
    """Return the schools that are known to be subject to a record charge of an indicator.

    Shapes: (schools,); None: all of them.

    Args:
        indicator: The indicator; it has to apply.
        samples: The small samples that the charge is for; each has to be too small.
        view: The schools.
    """
    masks = [too_few_mask(small, view) for small in samples]
    if indicator.applies is not None:
        masks.append(evaluate(indicator.applies, view).true_mask)
    return np.logical_and.reduce(masks) if masks else None


def too_few_mask(small: SmallSample, view: View) -> Mask:
    """Return where the denominator is too small for a share to say anything.

    Of nothing at all there is no share, small or large: there the usual method says 不适用.

    Shapes: (rows,).
    """
    denominator = view.quantity(small.denominator)
    few = compare_constant(denominator, Comparison.LESS_THAN, Fraction(small.fewer_than))
    return np.asarray(few & (denominator.numerators > 0))
