"""Lay out what was exported, and what comes next."""

from __future__ import annotations

from engine.reports.page import Line, line, typed
from engine.rulebook.exporting import Exported


def exported_page(exported: Exported, rules: str) -> list[Line]:
    """Return what was written, and how it is read back."""
    place, folder = exported.out.as_posix(), typed(rules)
    listed = "、".join(f"{name} {n_rows} 行" for name, n_rows in exported.sheets if n_rows)
    page = [line(f"写好规则手册：{place}", "good"), line(listed, "dim", hang=2)]
    if exported.problems:
        n_problems = len(exported.problems)
        page.append(line(f"方案自己有 {n_problems} 处提醒，请看：pingheng check {folder}", "warn"))
    return [
        *page,
        line(f"改好存盘后导入：pingheng rules import {typed(place)} {folder}", "dim", hang=2),
    ]
