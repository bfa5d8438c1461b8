"""Which schools a rule is meant for: those it applies to, those with too small a sample."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from engine.ruleset.conditions import Comparison
from engine.ruleset.methods import SmallSample, Target
from engine.ruleset.model import Indicator
from engine.scoring.conditions import evaluate
from engine.scoring.values import Mask, compare_constant
from engine.scoring.views import View


def subject_mask(indicator: Indicator, view: View) -> Mask | None:
    """Return the schools that are known to be subject to an indicator's record charges.

    Shapes: (schools,); None: all of them.
    """
    mask = None
    if indicator.applies is not None:
        mask = evaluate(indicator.applies, view).true_mask
    method = indicator.method
    if isinstance(method, Target) and method.small is not None:  # its charges stand in there
        few = too_few_mask(method.small, view)
        mask = few if mask is None else mask & few
    return mask


def too_few_mask(small: SmallSample, view: View) -> Mask:
    """Return where the denominator is too small for a share to say anything.

    Of nothing at all there is no share, small or large: there the usual method says 不适用.
    """
    denominator = view.quantity(small.denominator)
    few = compare_constant(denominator, Comparison.LESS_THAN, Fraction(small.fewer_than))
    return np.asarray(few & (denominator.numerators > 0))
