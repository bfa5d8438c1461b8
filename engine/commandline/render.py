"""The command `pingheng rules render`: the rules as an official score sheet, in sentences."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE
from engine.commandline.options import edition_options, help_option

if TYPE_CHECKING:
    from engine.commandline.given import EditionGiven

# As `engine.rendering.Part` has them (held by a test): help is shown without loading it.
PARTS = ("指标", "加分", "扣分", "否决", "等次", "责任", "全市", "口径", "附则")


@click.command(
    "render",
    cls=Command,
    options_metavar="[选项]",
    short_help="把规则写成话，印成评分表（Word 或 Markdown）。",
)
@click.argument("rules", metavar="方案文件夹")
@click.option("-o", "--out", metavar="文件", help="写成 .docx 或 .md 文件；不写则印在屏幕上。")
@click.option("--indicator", metavar="编号", help="只印一项指标、加分项或扣分项，如 A205。")
@click.option(
    "--part",
    "parts",
    type=click.Choice(PARTS),
    multiple=True,
    metavar="部分",
    help=f"只印这一部分，可写多个：{'、'.join(PARTS)}。",
)
@edition_options
@help_option
def render(
    rules: str,
    out: str | None,
    indicator: str | None,
    parts: tuple[str, ...],
    edition: EditionGiven,
) -> int:
    """把方案的每一条规则写成正式文件上的话，印成评分表。

    \b
    Word 文件：pingheng rules render rules/datong-2025 -o 评分表.docx
    看一项：pingheng rules render rules/datong-2025 --indicator A205
    看一部分：pingheng rules render rules/datong-2025 --part 否决
    """
    from engine.rendering import Part, indicator_sheet, score_sheet
    from engine.rendering.markdown import markdown
    from engine.rendering.writing import write_document

    ruleset = edition.ruleset(rules)
    if indicator is not None:
        document = indicator_sheet(ruleset, indicator)
    else:
        document = score_sheet(ruleset, [Part(each) for each in parts])
    if out is None:
        click.echo(markdown(document), nl=False)
        return DONE
    path = Path(out).expanduser()
    write_document(document, path, [rules])
    click.echo(f"已写出评分表 {path.as_posix()}")
    return DONE
