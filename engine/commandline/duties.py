"""The command `pingheng duties`: who answers for what, and the sheets that leaders sign."""

from __future__ import annotations

import json
from pathlib import Path

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE, print_page
from engine.commandline.options import help_option


@click.command(
    "duties",
    cls=Command,
    options_metavar="[选项]",
    short_help="责任落实到人：按岗位、科室汇总，班子成员的述职安全履职清单。",
)
@click.argument("out", metavar="结果文件夹")
@click.argument("name", metavar="[姓名或学校]", required=False)
@click.option("--school", metavar="学校", help="哪一所学校的：标识码或名称；几校有同名的人时用。")
@click.option("--word", is_flag=True, help="印成 Word，写到结果文件夹的 duties 里。")
@click.option("-o", "to", metavar="文件夹", help="印成 Word，写到别处。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供其他程序读取。")
@help_option
def duties(
    out: str, name: str | None, school: str | None, word: bool, to: str | None, as_json: bool
) -> int:
    """看责任怎样落实到人；清单含个人信息，是内部资料。

    不写姓名或学校的，列出各岗位、各科室的合计和承担失分最多的人；写姓名的，
    列出这个人的述职安全履职清单：领域、履职情况、事件、失分逐项、待整改。

    \b
    汇总：pingheng duties out
    一个人：pingheng duties out 孔思远（同名的加 --school 云泉小学）
    一所学校：pingheng duties out 云泉小学
    印成 Word：pingheng duties out --word（一校一份，一人一页起）
    """
    from engine.duty_sheets import (
        choose,
        person_page,
        roll_up_data,
        roll_up_page,
        school_page,
        sheet_data,
        write_sheets,
    )
    from engine.duty_sheets.written_page import written_page
    from engine.reports.duty_sheet import duty_sheets
    from engine.reports.progress import progress_bar
    from engine.reports.run_folder import open_run

    if as_json and (word or to):
        raise click.UsageError("--json 是给程序读的，不能与 --word、-o 同用")
    run = open_run(out)
    chosen = choose(run, (name or "").strip(), school) if name or school else None
    if word or to:
        with progress_bar() as stage:
            place = Path(to).expanduser() if to else None
            written = write_sheets(run, chosen, place, stage("写清单"))
        print_page(written_page(run, written))
        return DONE
    if chosen is None:
        if as_json:
            click.echo(json.dumps(roll_up_data(run), ensure_ascii=False, indent=1))
        else:
            print_page(roll_up_page(run, out))
        return DONE
    story = next(run.stories_at([run.story_places()[chosen.school]]))
    sheets = duty_sheets(run.catalogue, story)
    if chosen.person:
        sheets = [sheet for sheet in sheets if sheet.name == chosen.person]
    if as_json:
        data = sheet_data(run.catalogue, story, sheets)
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    elif chosen.person:
        print_page(person_page(run.catalogue, story, sheets[0]))
    else:
        print_page(school_page(run.catalogue, story, sheets, out))
    return DONE
