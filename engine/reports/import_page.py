"""Lay out what a rulebook would change in a folder of rules, and what was done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from engine.diagnostics import Diagnostic
from engine.differences import compare_rules
from engine.editing.folder import EditedFolder
from engine.reports.differences_page import differences_page, texts_page
from engine.reports.page import Line, line, typed
from engine.reports.terminal import diagnostic_lines
from engine.ruleset.model import RuleSet

# So many files are named; more are counted.
_LISTED = 8


def proposed_page(before: RuleSet | None, after: RuleSet, folder: EditedFolder) -> list[Line]:
    """Return what changes in words, and which lines of which files.

    Args:
        before: The rules as they are; None where they cannot be used.
        after: The rules as they would be. folder: Their texts.
    """
    if before is None:
        page = [line("改前的方案不能使用，说不出规则改了什么，只列出文本的改动。", "warn")]
    elif changes := compare_rules(before, after):
        page = differences_page(changes)
    else:
        page = [line("规则的含义没有变化，改的只是写法。")]
    changed = set(folder.changed)
    old = {name: text for name, text in folder.before.items() if name in changed}
    new = {name: text for name, text in folder.after.items() if name in changed}
    return [*page, *texts_page(old, new, context=0), line()]


def refused_page(
    problems: Sequence[Diagnostic], others: Mapping[date, Sequence[Diagnostic]], rules: str
) -> list[Line]:
    """Return what is wrong in the rulebook, or in the rules as changed; nothing was written."""
    page = diagnostic_lines(problems)
    for day, found in others.items():
        page += [line(f"基准日 {day} 的方案不能使用：", "bad"), *diagnostic_lines(found)]
    said = f"没有导入，“{rules}”没有改动。请在规则手册里照上面的提示改好，存盘后再导入。"
    return [*page, line(), line(said, "bad")]


def no_changes_page(rules: str) -> list[Line]:
    """Return that there is nothing to write."""
    return [line(f"规则手册与“{rules}”一致，没有要写入的改动。", "good")]


def written_page(folder: EditedFolder, rules: str, *, is_new: bool) -> list[Line]:
    """Return which files were written, and what to do next."""
    names = sorted(folder.after) if is_new else folder.changed
    listed = "、".join(names[:_LISTED]) + ("……" if len(names) > _LISTED else "")
    return [
        line(f"已写入 {len(names)} 个文件：{listed}", "good"),
        line(f"  再检查一遍：pingheng check {typed(rules)}"),
        line(f"  核对手算案例：pingheng cases {typed(rules)}"),
        line("  要接着改的，请重新导出规则手册。", "dim"),
    ]
