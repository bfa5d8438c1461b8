"""The command `pingheng report`: the page and the book that people look at after a run."""

from __future__ import annotations

from pathlib import Path

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE, print_page
from engine.commandline.options import help_option

PAGE, BOOKS = "网页", "成绩册"
# What is written -> its kind, as users know it.
_KINDS = {PAGE: "网页报告", BOOKS: "成绩册"}


@click.command(
    "report",
    cls=Command,
    options_metavar="[选项]",
    short_help="把一次考核的结果写成网页报告和成绩册。",
)
@click.argument("result", metavar="结果文件夹")
@click.option("-o", "--out", metavar="文件夹", help="写到哪个文件夹；默认结果文件夹。")
@click.option(
    "--only",
    type=click.Choice([PAGE, BOOKS]),
    metavar="什么",
    help=f"只写{PAGE}，或只写{BOOKS}（和评分表）；默认都写。",
)
@click.option("--pages", is_flag=True, help="网页一校一页（超过 500 所时总是这样）。")
@help_option
def report(result: str, out: str | None, only: str | None, pages: bool) -> int:
    """把一次考核的结果写成看的报告：report.html 双击打开，不用联网，可以打印；
    成绩册 scorebook.xlsx，和每校一份可打印签字的评分表 score-sheets。

    \b
    例：pingheng report out
        pingheng report out -o 给委员会 --only 网页
    """
    from engine.reports.progress import progress_bar
    from engine.reports.report_place import check_place, report_place
    from engine.reports.run_folder import open_run
    from engine.scorebook import BOOK, SHEETS, write_scorebook
    from engine.website import REPORT, write_report
    from engine.website.glance import files_page, glance_page, next_page

    run = open_run(result)
    folder = run.path if out is None else Path(out).expanduser()
    page, files = glance_page(run), {}
    for wish, name in ((PAGE, REPORT), (BOOKS, BOOK)):
        if only in (None, wish):
            check_place(folder, _KINDS[wish], [name])  # both are written, or neither
    with progress_bar() as stage:
        if only != BOOKS:
            with report_place(folder, _KINDS[PAGE]) as place:
                made = write_report(run, place, stage("写各校说明"), pages=pages)
            page, files = glance_page(run, made.overview), dict(made.files)
        if only != PAGE:
            with report_place(folder, _KINDS[BOOKS]) as place:
                write_scorebook(run, place, stage("写成绩册和评分表"))
            files[BOOK] = "成绩册：总表、指标得分、失分明细、名次等"
            files[SHEETS] = "评分表，打印签字"
    print_page([*page, *files_page(folder.as_posix(), files), *next_page(result)])
    return DONE
