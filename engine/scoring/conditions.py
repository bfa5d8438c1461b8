"""Evaluate conditions to three values, over all rows at once (Kleene's logic).

FALSE < UNKNOWN < TRUE, so that all = minimum, any = maximum, not = 2 - x.
"""

from __future__ import annotations
