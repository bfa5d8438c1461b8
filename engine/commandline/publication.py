"""The command `pingheng publication`: the list of grades that is put up for objections (公示)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE, DONE_WITH_PROBLEMS, print_page
from engine.commandline.options import help_option, office_options

if TYPE_CHECKING:
    from engine.letters import Office


@click.command(
    "publication",
    cls=Command,
    options_metavar="[选项]",
    short_help="做公示名单：只有名称、组别、等次，去掉个人信息。",
)
@click.argument("out", metavar="结果文件夹")
@click.option("--with-totals", is_flag=True, help="也公布总分；默认不公布。")
@click.option("--with-clauses", is_flag=True, help="也公布限制了等次的否决条款名称；默认不公布。")
@click.option(
    "--days", type=click.IntRange(1), default=5, metavar="天数", help="公示几个工作日，默认 5。"
)
@click.option("--from", "begins", metavar="日期", help="公示从哪一天起；不写的，留空手填。")
@click.option("--template", metavar="模板", help="用单位自己的 Word 模板：文件夹，或其中一份。")
@office_options
@click.option("-o", "to", metavar="文件夹", help="写到别处；默认结果文件夹的 letters 里。")
@help_option
def publication(
    out: str,
    with_totals: bool,
    with_clauses: bool,
    days: int,
    begins: str | None,
    template: str | None,
    office: Office,
    to: str | None,
) -> int:
    """做公示名单（Word 和 CSV）：一组一段，组内按等次排列；没有定等的照实写明。

    台账、事由、人名一概不读；名称里像电话、身份证号、联系人的内容会去掉，并提醒核对。

    \b
    例：pingheng publication out --office 市委教育工委 --from 2026-01-20 --contact 0352-0000000
    """
    from engine.commandline.given import date_given
    from engine.letters import PublicationWish, write_publication
    from engine.letters.written_page import published_page
    from engine.reports.run_folder import open_run

    wish = PublicationWish(
        replace(office, publication_days=days, publication_from=date_given(begins)),
        with_totals,
        with_clauses,
        Path(template).expanduser() if template else None,
        Path(to).expanduser() if to else None,
    )
    published = write_publication(open_run(out), wish)
    print_page(published_page(published, wish))
    return DONE_WITH_PROBLEMS if published.doubts else DONE
