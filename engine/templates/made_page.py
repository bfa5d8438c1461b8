"""Lay out what was made, and what the roster lacks."""

from __future__ import annotations

from engine.facts.stages.revision import Stage
from engine.reports.page import Line, line
from engine.reports.terminal import diagnostic_lines
from engine.ruleset.model import RuleSet
from engine.templates.making import Made, Wish
from engine.templates.verification import MadeBook

_LISTED = 3
_NEXT = "发下去填。收上来放进一个文件夹，先核对：pingheng facts check 方案 收到的表 --annotate 退回"


def made_page(made: Made, wish: Wish) -> list[Line]:
    """Return the problems of the roster, then which files were written."""
    page = diagnostic_lines(made.problems)
    if page:
        page.append(line())
    place = made.out.as_posix()
    if not wish.makes_folder:
        page.append(line(f"写好填报表：{place}", "good"))
        return [*page, line(_NEXT, "dim", hang=2)]
    listed = "、".join(made.files[:_LISTED]) + ("等" if len(made.files) > _LISTED else "")
    page.append(line(f"写好 {len(made.files)} 本填报表，在文件夹 {place}：{listed}", "good"))
    return [*page, line(_NEXT, "dim", hang=2)]


def verification_page(made: MadeBook, ruleset: RuleSet, stage: Stage) -> list[Line]:
    """Return what a verification workbook asks for."""
    records = f"、{made.n_records} 条台账记录" if made.n_records else ""
    page = [
        line(
            f"写好{stage.label}表：{made.out.as_posix()}"
            f"（{made.n_schools} {ruleset.subject.counted}，{made.n_facts} 个事实{records}）",
            "good",
        )
    ]
    if made.left_out:
        page.append(
            line(
                f"有 {made.left_out} 条台账记录里有读不出的格子，没有列入："
                "请先用 pingheng facts check 查看并改正",
                "warn",
            )
        )
    page.append(line("填好后与事实表放在一起，再运行 pingheng assess；空着的不作改动。"))
    return page
