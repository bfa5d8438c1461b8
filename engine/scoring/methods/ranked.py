"""排名赋分: by proportion to the best, by place, or by percentile, among peers.

说明：与别的学校比着得分：按占最好值的比例，按名次（有档次的按档，没有的从第一名满分到
最后一名 0 分），或按百分位分档。取值没有数的、指标不适用的学校不参加排名。
"""

from __future__ import annotations

from engine.points import divide_half_up, multiply
from engine.ruleset.methods import Ranked
from engine.scoring.methods.bands import points_by_band
from engine.scoring.rows import Scored, ScoringRows


def score(method: Ranked, full: int, rows: ScoringRows) -> Scored:
    """Give points for how a school stands among its peers.

    How each school stands was worked out over the whole batch (`engine.scoring.contests`): the
    share of full points that it is worth, or the place or percentile that bands give points for.

    Shapes: (schools,). Units: points. Source: docs/rule-language.md section 5.
    """
    standing = rows.standings[method.place]
    if method.bands:
        return points_by_band(method.bands, standing, rows)
    whole = multiply(1 if standing.denominators is None else standing.denominators, standing.scale)
    points = divide_half_up(multiply(standing.numerators, full), whole)
    return Scored(points, standing.states)
