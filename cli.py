"""The command `pingheng` (评衡): read arguments, call the engine, print, return an exit code.

Exit codes: 0 done · 1 done, with problems to look at · 2 usage · 3 the rules cannot be used ·
4 the facts cannot be used · 70 our own fault · 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.commandline.cases import cases
from engine.commandline.check import check
from engine.commandline.chinese import Group, usage_text
from engine.commandline.city import city
from engine.commandline.duties import duties
from engine.commandline.ending import (
    DONE,
    DONE_WITH_PROBLEMS,
    FAULT,
    INTERRUPTED,
    USAGE,
    code_of,
    print_page,
)
from engine.commandline.facts import facts
from engine.commandline.gains import gains
from engine.commandline.letter import letter
from engine.commandline.options import (
    edition_options,
    help_option,
    inputs_options,
    print_version,
)
from engine.commandline.preview import preview
from engine.commandline.publication import publication
from engine.commandline.report import report
from engine.commandline.robustness import robustness
from engine.commandline.rules import rules
from engine.commandline.template import template
from engine.commandline.whatif import whatif

if TYPE_CHECKING:
    from engine.commandline.given import EditionGiven
    from engine.facts import Inputs


@click.group(cls=Group, options_metavar="[选项]", subcommand_metavar="命令 ...")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=print_version,
    help="显示版本号。",
)
@help_option
def pingheng() -> None:
    """评衡：按规则考核学校，给出可说明的分数、等次和否决链。

    \b
    先试一试：pingheng demo
    考核一批：pingheng assess rules/datong-2025 事实表文件夹 -o out
    查看一所：pingheng explain out 学校名称或标识码
    """


pingheng.add_command(template)
pingheng.add_command(facts)


@pingheng.command(options_metavar="[选项]", short_help="考核一批学校，写出结果文件夹。")
@click.argument("rules", metavar="方案文件夹")
@click.option("-o", "--out", required=True, metavar="文件夹", help="结果写到哪个文件夹。")
@click.option(
    "--engine",
    type=click.Choice(["auto", "durable", "forward"]),
    default="auto",
    metavar="名称",
    help="推理引擎：auto、durable 或 forward；默认 auto，两个引擎互相复核。",
)
@click.option(
    "--part-size",
    type=click.IntRange(min=1),
    metavar="校数",
    help="每批计算多少所学校；不影响结果。",
)
@edition_options
@inputs_options
@help_option
def assess(
    rules: str, out: str, engine: str, part_size: int | None, edition: EditionGiven, **given: Any
) -> int:
    """考核一批学校：读方案和事实表，计分、否决、定等，写出结果文件夹。

    \b
    事实表可以是 xlsx、csv、yaml、json 文件，也可以是装着它们的文件夹，可写多个。
    例：pingheng assess rules/datong-2025 市直.xlsx 各县区 -o out
    """
    from engine.commandline.given import inputs_given

    return _assess(Path(rules).expanduser(), inputs_given(**given), out, engine, part_size, edition)


def _assess(
    rules: Path,
    given: Inputs,
    out: str,
    engine: str = "auto",
    part_size: int | None = None,
    edition: EditionGiven | None = None,
) -> int:
    import time
    from datetime import datetime

    from engine.reports.staging import check_apart, check_replaceable

    folder = Path(out).expanduser()
    check_replaceable(folder.resolve())
    check_apart(folder.resolve(), [Path(each).resolve() for each in given.paths()])
    started, begun = datetime.now().astimezone(), time.perf_counter()

    from engine.assess import assess_files
    from engine.city import survey_city
    from engine.reports.folder import Run, write_folder
    from engine.reports.progress import progress_bar
    from engine.reports.summary_page import summary_page
    from engine.scoring import PART_SIZE
    from engine.version import engine_version

    with progress_bar() as stage:
        assessment = assess_files(
            rules,
            given,
            engine=engine,
            part_size=part_size or PART_SIZE,
            progress=stage("读取事实表"),
            as_of=edition.as_of if edition else None,
            profile=edition.profile if edition else None,
        )
        found = survey_city(assessment)
        seconds = {"assess": f"{time.perf_counter() - begun:.3f}"}
        run = Run(engine_version(), sys.argv[1:], started.isoformat(timespec="seconds"), seconds)
        assessment = write_folder(assessment, folder, run, progress=stage("写出结果"), city=found)
    seconds_said = f"{time.perf_counter() - begun:.1f}"
    print_page(summary_page(assessment, _shown(out), seconds_said, found))
    return code_of(assessment.problems)


def _shown(out: str) -> str:
    return Path(out).as_posix()


@pingheng.command(options_metavar="[选项]", short_help="说明一所学校的等次、每一处失分和否决链。")
@click.argument("out", metavar="结果文件夹")
@click.argument("school", metavar="学校")
@click.option("--indicator", metavar="编号", help="只看一项指标，如 A205。")
@click.option("--vetoes", is_flag=True, help="只看否决案卷：逐条条件、单元格、差一点的条款。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
@help_option
def explain(out: str, school: str, indicator: str | None, vetoes: bool, as_json: bool) -> int:
    """说明一所学校：等次怎样得出、每一分失在哪里、触发了什么否决。

    \b
    学校可写标识码或名称（名称可只写一部分，只要不会认错）。
    例：pingheng explain out 云川区第一小学 --indicator A205
    """
    from engine.reports.story_file import read_story
    from engine.reports.story_page import indicator_page, story_data, story_page
    from engine.reports.veto_page import case_file_page

    if vetoes and (indicator is not None or as_json):
        raise click.UsageError("--vetoes 不能与 --indicator、--json 同用。")
    told = read_story(Path(out).expanduser(), school)
    if as_json:
        import json

        data = story_data(told.catalogue, told.story, indicator)
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif vetoes:
        print_page(case_file_page(told.story))
    elif indicator is not None:
        print_page(indicator_page(told.catalogue, told.story, indicator))
    else:
        print_page(story_page(told.catalogue, told.story))
    return DONE


for command in (
    gains,
    report,
    duties,
    letter,
    publication,
    robustness,
    city,
    check,
    cases,
    whatif,
    rules,
    preview,
):
    pingheng.add_command(command)


@pingheng.command(options_metavar="[选项]", short_help="用随附的方案和 60 所示例学校演示一遍。")
@click.option(
    "-o",
    "--out",
    default="pingheng-demo",
    metavar="文件夹",
    help="示例和结果放到哪个文件夹，默认 pingheng-demo。",
)
@help_option
def demo(out: str) -> int:
    """用随附的示例方案和示例学校（均为虚构）演示一遍考核。

    方案和事实表先复制到文件夹里，可以打开看、改了再跑；已经在那里的文件不会被覆盖。
    """
    from engine.bundled import SCHEMA, bundled_example, bundled_ruleset, bundled_schema, unpack
    from engine.facts import Inputs

    folder = Path(out).expanduser()
    unpack(bundled_schema(), folder / "rules" / SCHEMA)
    rules = unpack(bundled_ruleset(), folder / "rules" / "datong-2025")
    facts = unpack(bundled_example(), folder / "examples" / "datong-2025")
    result = f"{_shown(out)}/out"
    # The example cohort has problems on purpose; seeing them reported is the demonstration.
    code = _assess(rules, Inputs((str(facts),)), result)
    click.echo("  改了方案或事实表再跑一遍：", nl=False)
    click.echo(f"pingheng assess {rules.as_posix()} {facts.as_posix()} -o {result}")
    return DONE if code == DONE_WITH_PROBLEMS else code


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code; no traceback ever reaches the screen."""
    from engine.diagnostics import InternalFault, PinghengError, is_of_the_system, reason_of
    from engine.reports.terminal import speak_utf8

    speak_utf8()
    try:
        code = pingheng.main([*arguments], prog_name="pingheng", standalone_mode=False)
        return code if isinstance(code, int) else DONE
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断，没有写出结果。", err=True)
        return INTERRUPTED
    except click.ClickException as problem:
        return _show_usage(problem)
    except SystemExit:
        # The reader of our output (such as `head`) has seen enough: click ends by itself then.
        return DONE
    except InternalFault as problem:
        return _show_fault(problem, arguments)
    except PinghengError as problem:
        return _show_problem(problem)
    except OSError as problem:
        if not is_of_the_system(problem):
            return _show_fault(problem, arguments)
        where = f"“{problem.filename}”" if problem.filename else "结果"
        click.echo(f"{where}读不了或写不下：{reason_of(problem)}。请检查后再运行。", err=True)
        return USAGE
    except ModuleNotFoundError as problem:
        if problem.name is None or problem.name.partition(".")[0] in ("engine", "cli"):
            return _show_fault(problem, arguments)
        click.echo(f"缺少程序包“{problem.name}”，评衡没有装全。请重新安装评衡。", err=True)
        return USAGE
    except Exception as problem:
        return _show_fault(problem, arguments)


def _show_usage(problem: click.ClickException) -> int:
    if isinstance(problem, click.exceptions.NoArgsIsHelpError):
        click.echo(problem.format_message(), err=True)
        return USAGE
    click.echo(f"用法不对：{usage_text(problem)}", err=True)
    context = getattr(problem, "ctx", None)
    # A command without a name leaves a gap there.
    path = " ".join(context.command_path.split()) if context is not None else "pingheng"
    click.echo(f"查看用法：{path} --help", err=True)
    return USAGE


def _show_problem(problem: Any) -> int:
    from engine.reports.page import line
    from engine.reports.terminal import diagnostic_lines, print_page

    page = diagnostic_lines(problem.diagnostics)
    page.append(line(str(problem), "bad"))
    print_page(page, sys.stderr)
    return int(problem.exit_code)


def _show_fault(problem: BaseException, arguments: Sequence[str]) -> int:
    from engine.reports.faults import fault_page, write_fault_report
    from engine.reports.terminal import print_page

    print_page(fault_page(problem, write_fault_report(problem, arguments)), sys.stderr)
    return FAULT


def main() -> None:
    """Enter from the shell."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
