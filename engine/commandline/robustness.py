"""The command `pingheng robustness`: how far the differences of a run can be relied upon."""

from __future__ import annotations

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE, print_page
from engine.commandline.options import help_option


@click.command(
    "robustness",
    cls=Command,
    options_metavar="[选项]",
    short_help="看差别有多可靠：名次区间、指标区分度、评委宽严。",
)
@click.argument("out", metavar="结果文件夹")
@help_option
def robustness(out: str) -> int:
    """看一次考核的差别有多可靠：权重略变，谁的名次和等次会变；哪些指标分不出高低；
    事实相同的学校得分是否相同；评委宽严差多少。只是统计，不改变任何结果。

    \b
    例：pingheng robustness out
    """
    from engine.reports.robustness_page import robustness_page
    from engine.reports.run_folder import open_run

    print_page(robustness_page(open_run(out)))
    return DONE
