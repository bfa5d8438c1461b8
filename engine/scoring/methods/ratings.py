"""评议: the average of the marks that raters give, one record a rater.

说明：几个人打分或评等级，取平均、去极值平均或中位数，按原满分折算；评等级的，先把每人的等级换成分。
折算成的比率四舍五入一次。少于最少人数的、有人的评分空着的，按缺失处理；填“不适用”的（回避、弃权）
不算在人数里。只有票数的写“票数”：每种票占的比例乘以它的系数，合起来就是得分率。
"""

from __future__ import annotations

from engine.ruleset.methods import Ratings
from engine.scoring.rows import Scored, ScoringRows


def score(method: Ratings, full: int, rows: ScoringRows) -> Scored:  # noqa: ARG001
    """Take over the average of each school's raters (see `engine.scoring.raters`).

    Shapes: (schools,). Units: points. Source: design.md section 5; domain.md M20.
    """
    return Scored(*rows.ratings[method.place])
