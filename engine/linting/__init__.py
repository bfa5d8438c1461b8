"""Rules that can be used, and are worth a second look: each finding with place, why, way out.

`lint_rules` looks at the rules alone, `lint_cohort` at the marks that they gave; `sift` puts
aside what the ruleset says is not to be told again.
"""

from __future__ import annotations

from engine.linting.finding import Finding
from engine.linting.linting import lint_rules
from engine.linting.sifting import Sifted, Silenced, sift

__all__ = ["Finding", "Sifted", "Silenced", "lint_rules", "sift"]
