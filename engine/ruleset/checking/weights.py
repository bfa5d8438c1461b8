"""Check weights written with a percent sign: they are of one kind, and make 100 % together.

Only ratios of weights count, so nothing else would ever tell that a sign was forgotten.
"""

from __future__ import annotations

from fractions import Fraction

from engine.points import decimal_text
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.combining import WeightCase
from engine.ruleset.model import Group


def check_percents(group: Group, inspection: Inspection) -> None:
    """Warn of a percentage beside a plain number, and of percentages that do not make 100 %.

    Args:
        group: A level that is a weighted mean.
        inspection: Gets the warnings, at the weight that is unlike the first, or at the level.
    """
    cases = [case for part in group.counted() if part.weight for case in part.weight.cases]
    written = [case for case in cases if case.number]
    in_percent = [case for case in written if _is_percent(case, inspection)]
    plain = [case for case in written if case not in in_percent]
    if in_percent and plain:
        _report_two_kinds(group, in_percent[0], plain[0], inspection)
    elif in_percent and not any(case.value for case in cases):
        _check_sum(group, inspection)


def _is_percent(case: WeightCase, inspection: Inspection) -> bool:
    return inspection.is_percent(inspection.at(case.place, "weight") or case.place)


def _report_two_kinds(
    group: Group, percent: WeightCase, plain: WeightCase, inspection: Inspection
) -> None:
    first, later = sorted((percent, plain), key=lambda case: case.place)
    number, other = percent.number or Fraction(0), plain.number or Fraction(0)
    inspection.diagnostics.warning(
        "R090",
        f"“{group.id}”的权重有的写百分号、有的不写：{decimal_text(number * 100)}% 就是"
        f" {decimal_text(number)}，与 {decimal_text(other)} 放在一起算（另一处在 {first.place}）",
        later.place,
        decimal_text(later.number or Fraction(0)),
        "请都写百分号，或都不写",
    )


def _check_sum(group: Group, inspection: Inspection) -> None:
    weights = [part.weight.constant for part in group.counted() if part.weight is not None]
    total = sum((weight for weight in weights if weight is not None), Fraction(0))
    if None in weights or total == 1:
        return
    inspection.diagnostics.warning(
        "R090",
        f"“{group.id}”各项权重之和是 {decimal_text(total * 100)}%，不是 100%",
        group.place,
        decimal_text(total * 100),
        "请核对各项权重；有意如此的，请去掉百分号（权重只看相互的比）",
    )
