"""Lay out what merging found: what was merged, what is in conflict, who gave nothing."""

from __future__ import annotations

from engine.merging.merging import Merged
from engine.reports.page import Line, columns, line
from engine.reports.terminal import rule_line
from engine.ruleset.model import RuleSet

_LISTED = 5
_FILES = (
    ("合并表.xlsx", "一张表：每部分一页，{each}一行；台账各一页，可照样交回来考核"),
    ("冲突清单.csv", "两处填得不一致的事实：各填了什么、在哪一格、用了哪个、为什么"),
    ("问题清单.csv", "读这些表时的全部问题，和改法"),
    ("来源.csv", "哪个文件给了哪所学校的哪一部分；没有交的列在最后"),
)


def merged_page(ruleset: RuleSet, merged: Merged, out: str) -> list[Line]:
    """Return the page of one merging, to stand below its problems."""
    facts = merged.facts
    files = {each.file for each in merged.given}
    page = [rule_line("合并")]
    page.append(
        line(
            f"{len(files)} 个文件合成一张表，{facts.n_schools} {ruleset.subject.counted}。", "good"
        )
    )
    page += _difference_lines(merged)
    each = ruleset.subject.each
    rows = [[f"{out}/{name}", said.format(each=each)] for name, said in _FILES]
    page += columns(rows, indent=2, header=False)
    if merged.differing:
        return page
    text = f"看过冲突清单就可以考核：pingheng assess 方案 {out}/合并表.xlsx -o 结果"
    page.append(line(f"{text}（不要再给原来的表）", "dim", hang=2))
    return page


def _difference_lines(merged: Merged) -> list[Line]:
    """Say whether reading the merged table gives the same facts."""
    if not merged.differing:
        return [line("合并表已经读回核对：每个事实都与各处交来的相同。", "dim")]
    n_differing = len(merged.differing)
    page = [line(f"合并表读回来有 {n_differing} 处与各处交来的不同，请以各处的表为准：", "bad")]
    page += [line(each, indent=2) for each in merged.differing[:_LISTED]]
    return page
