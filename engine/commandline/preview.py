"""The command `pingheng preview`: the same facts under two rulesets, before one is adopted."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE, DONE_WITH_PROBLEMS, print_page
from engine.commandline.options import edition_options, help_option, inputs_options

if TYPE_CHECKING:
    from engine.commandline.given import EditionGiven


@click.command(
    "preview",
    cls=Command,
    options_metavar="[选项]",
    short_help="采用之前先看影响：同样的事实，两套方案各算一遍，谁会变。",
)
@click.argument("before", metavar="原方案")
@click.argument("after", metavar="新方案")
@click.option("-o", "--out", required=True, metavar="文件夹", help="结果写到哪个文件夹。")
@click.option(
    "--as-of-after",
    metavar="日期",
    help="新方案的基准日，与原方案的不同时写；默认同 --as-of。",
)
@click.option("--profile-after", metavar="剪裁", help="新方案按哪份剪裁；默认同 --profile。")
@click.option(
    "--year",
    type=click.IntRange(1900, 2199),
    metavar="年度",
    help="事实是哪一年的，如 2025；默认原方案的年度。另一套方案也按这一年算。",
)
@edition_options
@inputs_options
@help_option
def preview(
    before: str,
    after: str,
    out: str,
    as_of_after: str | None,
    profile_after: str | None,
    year: int | None,
    edition: EditionGiven,
    **given: Any,
) -> int:
    """同样的事实用两套方案各算一遍：谁升谁降、差多少、差在哪一项，名额和否决怎样变。

    只是预演，不改任何文件。两套方案写成同一个、基准日或剪裁不同，就是看一套方案在两个日子、
    两份剪裁下的差别。

    拿今年的事实看明年的方案：两套方案的考核窗口只差整年的，都按事实的年度算（--year），
    今年的记录不会因为不在明年的窗口里而全不计。

    \b
    例：pingheng preview rules/datong-2025 rules/datong-2026 各县区 -o 预演
        pingheng preview rules/a rules/a 各县区 --as-of 2024-12-31 --as-of-after 2025-12-31 -o 预演
    """
    import time

    from engine.commandline.given import inputs_given
    from engine.previewing import check_previewable, preview_rules, write_preview
    from engine.previewing.terminal_page import preview_page
    from engine.reports.progress import progress_bar

    begun = time.perf_counter()
    inputs, folder = inputs_given(**given), Path(out).expanduser()
    other = edition.other(as_of_after, profile_after)
    check_previewable(folder, [str(each) for each in inputs.paths()], (before, after))
    with progress_bar() as stage:
        found = preview_rules(
            partial(edition.ruleset, before),
            partial(other.ruleset, after),
            inputs,
            progress=stage("读取事实表"),
            year=year,
        )
        write_preview(found, folder)
    seconds = f"{time.perf_counter() - begun:.1f}"
    print_page(preview_page(found, Path(out).as_posix(), seconds))
    return DONE_WITH_PROBLEMS if found.remarks else DONE
