"""The command `pingheng rules export`: the rules as a workbook that can be edited."""

from __future__ import annotations

from pathlib import Path

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE, print_page
from engine.commandline.options import help_option


@click.command(
    "export",
    cls=Command,
    options_metavar="[选项]",
    short_help="导出规则手册（Excel），改完再导入。",
)
@click.argument("rules", metavar="方案文件夹")
@click.option(
    "-o", "--out", required=True, metavar="文件", help="写到哪个 .xlsx 文件，如 规则手册.xlsx。"
)
@help_option
def export(rules: str, out: str) -> int:
    """把方案导出成一本规则手册：指标表、字段、否决、责任、等次与名额……，可以打印，可以改。

    改完用 pingheng rules import 导入：先逐条列出改了什么，问过才写回方案。
    """
    from engine.rulebook import export_rulebook
    from engine.rulebook.exported_page import exported_page

    exported = export_rulebook(Path(rules).expanduser(), Path(out).expanduser())
    print_page(exported_page(exported, rules))
    return DONE
