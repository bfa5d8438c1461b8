"""The command `pingheng city`: the figures of the whole city, and this year against last."""

from __future__ import annotations

from pathlib import Path

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE, print_page
from engine.commandline.options import help_option


@click.command(
    "city",
    cls=Command,
    options_metavar="[选项]",
    short_help="看全市数据：由各校事实汇总的数、历年、今年与去年比。",
)
@click.argument("out", metavar="结果文件夹")
@click.option("--figure", metavar="编号", help="只看一项：由哪些学校、哪些格子凑成，历年怎样。")
@help_option
def city(out: str, figure: str | None) -> int:
    """看全市数据：每项是多少、几所有数几所缺、管什么时段；考核时给了去年的，再看今年与去年的差。

    \b
    例：pingheng city out
        pingheng city out --figure QS-B102
    """
    from engine.reports.city_page import city_page, figure_page
    from engine.reports.run_folder import open_run

    run = open_run(Path(out).expanduser())
    shown = Path(out).as_posix()
    print_page(city_page(run, shown) if figure is None else figure_page(run, figure))
    return DONE
