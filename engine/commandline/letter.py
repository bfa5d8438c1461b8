"""The command `pingheng letter`: what was found and what has to be mended, school by school."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE, print_page
from engine.commandline.options import help_option, office_options

if TYPE_CHECKING:
    from engine.letters import Office

# As `engine.letters.Paper` begins (held by a test): help is shown without loading it.
PAPERS = {"反馈": "反馈意见书", "整改": "整改清单"}


@click.command(
    "letter",
    cls=Command,
    options_metavar="[选项]",
    short_help="给学校写反馈意见书和整改清单（Word 或 PDF）。",
)
@click.argument("out", metavar="结果文件夹", required=False)
@click.argument("schools", metavar="学校...", nargs=-1)
@click.option(
    "--only",
    type=click.Choice(list(PAPERS)),
    metavar="哪一种",
    help="只写一种：反馈（反馈意见书）或 整改（整改清单）；默认都写。",
)
@click.option("--template", metavar="模板", help="用单位自己的 Word 模板：文件夹，或其中一份。")
@click.option("--new-template", metavar="文件夹", help="写出模板和标签说明，改好样式再用。")
@click.option("--pdf", is_flag=True, help="写成 PDF（不写 Word）；需先装 pingheng[pdf]。")
@office_options
@click.option("--mend-by", metavar="日期", help="整改期限，如 2026-03-31；不写的，留空手填。")
@click.option(
    "--objection-days",
    type=click.IntRange(1),
    default=10,
    metavar="天数",
    help="收到后几日内可以申辩，默认 10。",
)
@click.option(
    "--review-days",
    type=click.IntRange(1),
    default=15,
    metavar="天数",
    help="收到申辩后几日内复核答复，默认 15。",
)
@click.option("-o", "to", metavar="文件夹", help="写到别处；默认结果文件夹的 letters 里。")
@help_option
def letter(
    out: str | None,
    schools: tuple[str, ...],
    only: str | None,
    template: str | None,
    new_template: str | None,
    pdf: bool,
    office: Office,
    mend_by: str | None,
    objection_days: int,
    review_days: int,
    to: str | None,
) -> int:
    """给每所学校写反馈意见书和整改清单；写明学校的，只写这几所。

    期限和机关是发文机关的事，评衡不替它定：没有给出的，信里留空手填；天数可以改。

    \b
    全部学校：pingheng letter out --office 市委教育工委 --date 2026-01-20
    只写一所：pingheng letter out 云泉小学 --only 整改
    自己的样式：pingheng letter --new-template 模板，在 Word 或 WPS 里改好，
                pingheng letter out --template 模板
    """
    from engine.commandline.given import date_given
    from engine.letters import Paper, Wish, templates_in, write_letters
    from engine.letters.written_page import new_template_page, written_page
    from engine.reports.progress import progress_bar
    from engine.reports.run_folder import open_run

    if new_template is not None:
        from engine.letters.new_template import write_new_templates

        print_page(new_template_page(write_new_templates(Path(new_template).expanduser())))
        return DONE
    if out is None:
        raise click.UsageError("缺少 结果文件夹")
    if pdf and template is not None:
        raise click.UsageError(
            "--template 是 Word 模板，不能与 --pdf 一起写；要把自己的样式做成 PDF，"
            "请先写出 Word，再在 Word 或 WPS 里另存为 PDF"
        )
    wish = Wish(
        papers=(Paper(PAPERS[only]),) if only else tuple(Paper),
        office=replace(
            office,
            objection_days=objection_days,
            review_days=review_days,
            mend_by=date_given(mend_by),
        ),
        schools=schools,
        templates=templates_in(Path(template).expanduser() if template else None),
        out=Path(to).expanduser() if to else None,
        is_pdf=pdf,
    )
    with progress_bar() as stage:
        written = write_letters(open_run(out), wish, stage("写信"))
    print_page(written_page(written, wish))
    return DONE
