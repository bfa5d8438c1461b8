"""The command `pingheng gains`: what mending each lost point would bring one school."""

from __future__ import annotations

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE, print_page
from engine.commandline.options import help_option


@click.command(
    "gains",
    cls=Command,
    options_metavar="[选项]",
    short_help="一所学校补哪几项能提多少分，到下一等最少补哪几项。",
)
@click.argument("out", metavar="结果文件夹")
@click.argument("school", metavar="学校")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
@help_option
def gains(out: str, school: str, as_json: bool) -> int:
    """一所学校补哪几项能提多少分：每一处失分补齐后总分、等次怎样，到下一等最少补哪几项。

    \b
    学校可写标识码或名称（名称可只写一部分，只要不会认错）。全部学校的在结果文件夹的 gains.csv。
    例：pingheng gains out 云川区第一小学
    """
    from pathlib import Path

    from engine.reports.gains_page import gains_data, gains_page
    from engine.reports.run_folder import open_run

    told = open_run(Path(out).expanduser()).told(school)
    if as_json:
        import json

        click.echo(json.dumps(gains_data(told.story), ensure_ascii=False, indent=2))
    else:
        print_page(gains_page(told.catalogue, told.story))
    return DONE
