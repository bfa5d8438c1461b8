"""Say in the summary of an assessment how the city stands as a whole."""

from __future__ import annotations

from engine.city import City
from engine.city.year_lines import CITY, year_lines
from engine.reports.page import Line, line, typed
from engine.reports.terminal import rule_line
from engine.ruleset.model import RuleSet


def city_lines(city: City, ruleset: RuleSet, out: str) -> list[Line]:
    """Return how many figures there are, and how the mean total changed; nothing without either."""
    said = []
    if city.values:
        lacking = f"，其中 {city.n_incomplete} 项不全" if city.n_incomplete else ""
        said.append(f"{len(city.values)} 项全市数据{lacking}")
    if city.years is not None:
        whole = next(each for each in year_lines(city.years, ruleset) if each.level == CITY)
        if whole.change:
            parted = ""
            if whole.by_rules:
                parted = f"（方案变动 {whole.by_rules}，工作变动 {whole.by_performance}）"
            both = f"去年 {whole.last_total}，今年 {whole.total}，变化 {whole.change}{parted}"
            said.append(
                f"平均总分（两年都有总分的 {whole.n_schools} {ruleset.subject.measure}）{both}"
            )
        said += city.years.remarks
    said += [city.history.remark] if city.history.remark else []
    if not said:
        return []
    if city.values or city.years is not None:
        said.append(f"逐项看：pingheng city {typed(out)}")
    return [rule_line("全市"), *(line(each, indent=2) for each in said), line()]
