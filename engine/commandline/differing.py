"""The command `pingheng rules diff`: what changed between two rulesets, in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE, print_page
from engine.commandline.options import edition_options, help_option

if TYPE_CHECKING:
    from engine.commandline.given import EditionGiven


@click.command(
    "diff",
    cls=Command,
    options_metavar="[选项]",
    short_help="两版方案相比，改了什么，逐项用话说出来。",
)
@click.argument("before", metavar="改前")
@click.argument("after", metavar="改后")
@click.option("--as-of-after", metavar="日期", help="改后的基准日；默认同 --as-of。")
@click.option("--profile-after", metavar="剪裁", help="改后按哪份剪裁；默认同 --profile。")
@click.option("-o", "--out", metavar="文件", help="变动清单另存为 .md 或 .csv。")
@click.option("--lines", is_flag=True, help="另把两边的文本逐行对比。")
@edition_options
@help_option
def diff(
    before: str,
    after: str,
    as_of_after: str | None,
    profile_after: str | None,
    out: str | None,
    lines: bool,
    edition: EditionGiven,
) -> int:
    """比较两版方案：哪个指标、条款、字段改了什么，由什么改为什么，各在哪一行。

    \b
    两个文件夹：pingheng rules diff rules/datong-2024 rules/datong-2025
    同一方案的两个基准日（分期的值）：
        pingheng rules diff 方案 方案 --as-of 2024-12-31 --as-of-after 2025-12-31
    一份剪裁改了什么：pingheng rules diff 方案 方案 --profile-after 云川区2025
    只改了注释、排版的，不算变动。有没有变动，退出码都是 0。
    """
    from engine.differences import compare_rules
    from engine.reports.differences_file import check_differences_file, write_differences
    from engine.reports.differences_page import compared_page, texts_page
    from engine.reports.page import line

    listed = Path(out).expanduser() if out else None
    if listed is not None:
        check_differences_file(listed, (before, after))
    old = edition.ruleset(before)
    new = edition.other(as_of_after, profile_after).ruleset(after)
    changes = compare_rules(old, new)
    page = compared_page(old, new, changes)
    if lines:
        page += texts_page(_texts(Path(before).expanduser()), _texts(Path(after).expanduser()))
    if listed is not None:
        write_differences(listed, changes, old, new)
        page.append(line(f"变动清单：{listed.as_posix()}"))
    print_page(page)
    return DONE


def _texts(folder: Path) -> dict[str, str]:
    """Return the texts of a ruleset, cases too, by their names."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8-sig", errors="replace")
        for path in sorted(folder.rglob("*.yaml"))
    }
