"""The commands of `pingheng rules`: a ruleset as something that is written and changed."""

from __future__ import annotations

import click

from engine.commandline.chinese import Group
from engine.commandline.differing import diff
from engine.commandline.importing import import_rulebook
from engine.commandline.options import help_option
from engine.commandline.render import render
from engine.commandline.rulebook import export
from engine.commandline.starting import new


@click.group(
    "rules",
    cls=Group,
    options_metavar="[选项]",
    subcommand_metavar="命令 ...",
    short_help="编写和修改方案。",
)
@help_option
def rules() -> None:
    """新建方案、改方案、看改了什么。"""


rules.add_command(new)
rules.add_command(export)
rules.add_command(import_rulebook)
rules.add_command(diff)
rules.add_command(render)
