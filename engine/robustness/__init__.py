"""Is the difference real? Ranks under other weights, indicators, same facts, raters (稳健性).

Statistics about a finished assessment. They never change a score, a rank or a grade.
"""

from engine.robustness.examining import N_DRAWS, NOISE, Robustness, examine
from engine.robustness.telling import notes

__all__ = ["NOISE", "N_DRAWS", "Robustness", "examine", "notes"]
