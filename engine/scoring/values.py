"""Exact columns of numbers, and the views from which rules read facts by name.

A `Quantity` is a column of exact fractions: whole numerators over a common scale (a fixed-point
field) or over a column of denominators (a ratio). Comparing one with a constant multiplies
across; nothing is divided, so 89.99 % never becomes 90 %.
"""

from __future__ import annotations
