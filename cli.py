"""The command `pingheng` (评衡): read arguments, call the engine, print, return an exit code.

Exit codes: 0 done · 1 done, with problems to look at · 2 usage · 3 the rules cannot be used ·
4 the facts cannot be used · 70 our own fault · 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.diagnostics import Diagnostic
    from engine.reports.page import Line

DONE, DONE_WITH_PROBLEMS, USAGE, RULES, FAULT, INTERRUPTED = 0, 1, 2, 3, 70, 130

_HELP = ("-h", "--help")


class _ChineseHelp:
    """The help page in Chinese, set by display width; click has English and counts characters."""

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = cast(click.Command, self).collect_usage_pieces(context)
        formatter.write_usage(context.command_path, " ".join(pieces), prefix="用法：")

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands of a group."""
        command = cast(click.Command, self)
        options = [each for each in command.get_params(context) if isinstance(each, click.Option)]
        _write_list(formatter, "选项", [(_option_names(each), each.help or "") for each in options])
        if isinstance(command, click.Group):
            entries = [(name, each.short_help or "") for name, each in command.commands.items()]
            _write_list(formatter, "命令", entries)


def _option_names(option: click.Option) -> str:
    if option.is_flag:
        return ", ".join(option.opts)
    return f"{', '.join(option.opts)} {option.metavar}"


def _write_list(
    formatter: click.HelpFormatter, title: str, entries: Sequence[tuple[str, str]]
) -> None:
    from engine.reports.page import columns

    lines = columns(entries, indent=2, header=False)
    formatter.write(f"\n{title}：\n" + "".join(f"{each.text}\n" for each in lines))


class _Command(_ChineseHelp, click.Command):
    """One command."""


class _Group(_ChineseHelp, click.Group):
    """The commands, listed in the order in which one works."""

    command_class = _Command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Keep the order in which the commands are defined."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which ones there are."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            names = "、".join(self.commands)
            raise click.UsageError(f"没有命令“{args[0]}”。可用的命令：{names}", ctx)
        return super().resolve_command(ctx, args)


def _print_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from engine.version import engine_version

        click.echo(f"pingheng {engine_version()}")
        context.exit()


_help_option: Callable[[Any], Any] = click.help_option(*_HELP, help="显示这段说明。")


_as_of_option: Callable[[Any], Any] = click.option(
    "--as-of",
    metavar="日期",
    help="基准日，如 2025-12-31：规则里分期的值按这一天取；默认考核窗口的止日。",
)


@click.group(cls=_Group, options_metavar="[选项]", subcommand_metavar="命令 ...")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="显示版本号。",
)
@_help_option
def pingheng() -> None:
    """评衡：按规则考核学校，给出可说明的分数、等次和否决链。

    \b
    先试一试：pingheng demo
    考核一批：pingheng assess rules/datong-2025 事实表文件夹 -o out
    查看一所：pingheng explain out 学校名称或标识码
    """


@pingheng.command(options_metavar="[选项]", short_help="考核一批学校，写出结果文件夹。")
@click.argument("rules", metavar="方案文件夹")
@click.argument("facts", metavar="事实表...", nargs=-1, required=True)
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
@_as_of_option
@click.option("--below", multiple=True, metavar="结果", help="下级的结果文件夹，可写多个。")
@_help_option
def assess(
    rules: str,
    facts: tuple[str, ...],
    out: str,
    engine: str,
    part_size: int | None,
    as_of: str | None,
    below: tuple[str, ...],
) -> int:
    """考核一批学校：读方案和事实表，计分、否决、定等，写出结果文件夹。

    \b
    事实表可以是 xlsx、csv、yaml、json 文件，也可以是装着它们的文件夹，可写多个。
    例：pingheng assess rules/datong-2025 市直.xlsx 各县区 -o out
    """
    return _assess(Path(rules).expanduser(), facts, out, engine, part_size, as_of, below)


def _assess(
    rules: Path,
    facts: Sequence[str],
    out: str,
    engine: str = "auto",
    part_size: int | None = None,
    as_of: str | None = None,
    below: Sequence[str] = (),
) -> int:
    import time
    from datetime import datetime

    from engine.arguments import date_given, expand_wildcards
    from engine.reports.staging import check_apart, check_replaceable

    day, facts, below = date_given(as_of), expand_wildcards(facts), expand_wildcards(below)
    folder = Path(out).expanduser()
    check_replaceable(folder.resolve())
    resolved = ([Path(each).resolve() for each in paths] for paths in (facts, below))
    check_apart(folder.resolve(), *resolved)
    started, begun = datetime.now().astimezone(), time.perf_counter()

    from engine.assess import assess_files
    from engine.reports.folder import Run, write_folder
    from engine.reports.progress import progress_bar
    from engine.reports.summary_page import summary_page
    from engine.scoring import PART_SIZE
    from engine.version import engine_version

    with progress_bar() as stage:
        assessment = assess_files(
            rules,
            [*facts],
            engine=engine,
            part_size=part_size or PART_SIZE,
            progress=stage("读取事实表"),
            as_of=day,
            below=below,
        )
        seconds = {"assess": f"{time.perf_counter() - begun:.3f}"}
        run = Run(engine_version(), sys.argv[1:], started.isoformat(timespec="seconds"), seconds)
        write_folder(assessment, folder, run, progress=stage("写出结果"))
    _print(summary_page(assessment, _shown(out), f"{time.perf_counter() - begun:.1f}"))
    return _code_of(assessment.problems)


def _shown(out: str) -> str:
    return Path(out).as_posix()


@pingheng.command(options_metavar="[选项]", short_help="说明一所学校的等次、每一处失分和否决链。")
@click.argument("out", metavar="结果文件夹")
@click.argument("school", metavar="学校")
@click.option("--indicator", metavar="编号", help="只看一项指标，如 A205。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
@_help_option
def explain(out: str, school: str, indicator: str | None, as_json: bool) -> int:
    """说明一所学校：等次怎样得出、每一分失在哪里、触发了什么否决。

    \b
    学校可写标识码或名称（名称可只写一部分，只要不会认错）。
    例：pingheng explain out 云川区第一小学 --indicator A205
    """
    from engine.reports.story_file import read_story
    from engine.reports.story_page import indicator_page, story_data, story_page

    told = read_story(Path(out).expanduser(), school)
    if as_json:
        import json

        data = story_data(told.catalogue, told.story, indicator)
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif indicator is not None:
        _print(indicator_page(told.catalogue, told.story, indicator))
    else:
        _print(story_page(told.catalogue, told.story))
    return DONE


@pingheng.command(options_metavar="[选项]", short_help="检查方案：每个错误给出文件、行、列和改法。")
@click.argument("rules", metavar="方案文件夹")
@_as_of_option
@_help_option
def check(rules: str, as_of: str | None) -> int:
    """检查方案，一次列出全部错误（文件:行:列）和改法；有错误时退出码为 3。

    规则里有分期的值而没有写基准日的，其他各期也一并检查。
    """
    from engine.arguments import date_given
    from engine.reports.check_page import check_page, other_editions_page
    from engine.ruleset import check_other_editions, check_ruleset

    folder = Path(rules).expanduser()
    ruleset, problems = check_ruleset(folder, as_of=date_given(as_of))
    _print(check_page(ruleset, problems))
    if ruleset is None:
        return RULES
    others = check_other_editions(folder, ruleset, problems) if as_of is None else {}
    _print(other_editions_page(others))
    return DONE_WITH_PROBLEMS if others else _code_of(problems)


@pingheng.command(options_metavar="[选项]", short_help="运行方案中的手算案例，逐项核对。")
@click.argument("rules", metavar="方案文件夹")
@_as_of_option
@_help_option
def cases(rules: str, as_of: str | None) -> int:
    """运行方案 cases/ 中的手算案例：算出的与手算的逐项核对；有出入时退出码为 1。"""
    from engine.arguments import date_given
    from engine.reports.cases_page import cases_page, run_all_cases

    results = run_all_cases(Path(rules).expanduser(), date_given(as_of))
    _print(cases_page(results))
    return DONE if results.passed else DONE_WITH_PROBLEMS


@pingheng.command(options_metavar="[选项]", short_help="用随附的方案和 60 所示例学校演示一遍。")
@click.option(
    "-o",
    "--out",
    default="pingheng-demo",
    metavar="文件夹",
    help="示例和结果放到哪个文件夹，默认 pingheng-demo。",
)
@_help_option
def demo(out: str) -> int:
    """用随附的示例方案和示例学校（均为虚构）演示一遍考核。

    方案和事实表先复制到文件夹里，可以打开看、改了再跑；已经在那里的文件不会被覆盖。
    """
    from engine.bundled import bundled_example, bundled_ruleset, unpack

    folder = Path(out).expanduser()
    rules = unpack(bundled_ruleset(), folder / "rules" / "datong-2025")
    facts = unpack(bundled_example(), folder / "examples" / "datong-2025")
    result = f"{_shown(out)}/out"
    # The example cohort has problems on purpose; seeing them reported is the demonstration.
    code = _assess(rules, [str(facts)], result)
    click.echo("  改了方案或事实表再跑一遍：", nl=False)
    click.echo(f"pingheng assess {rules.as_posix()} {facts.as_posix()} -o {result}")
    return DONE if code == DONE_WITH_PROBLEMS else code


def _print(page: Iterable[Line]) -> None:
    from engine.reports.terminal import print_page

    print_page(page)


def _code_of(problems: Iterable[Diagnostic]) -> int:
    """Return 1 where something wants a look (errors and warnings), else 0."""
    from engine.diagnostics import Severity

    wanting = any(each.severity is not Severity.NOTE for each in problems)
    return DONE_WITH_PROBLEMS if wanting else DONE


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code; no traceback ever reaches the screen."""
    from engine.diagnostics import InternalFault, PinghengError
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
    except BrokenPipeError:
        # The reader of our output (such as `head`) has seen enough.
        sys.stderr.close()
        return DONE
    except InternalFault as problem:
        return _show_fault(problem, arguments)
    except PinghengError as problem:
        return _show_problem(problem)
    except Exception as problem:
        return _show_fault(problem, arguments)


def _show_usage(problem: click.ClickException) -> int:
    if isinstance(problem, click.exceptions.NoArgsIsHelpError):
        click.echo(problem.format_message(), err=True)
        return USAGE
    click.echo(f"用法不对：{usage_text(problem)}", err=True)
    context = getattr(problem, "ctx", None)
    path = context.command_path if context is not None else "pingheng"
    click.echo(f"查看用法：{path} --help", err=True)
    return USAGE


def usage_text(problem: click.ClickException) -> str:
    """Say in Chinese what click found wrong with the arguments."""
    match problem:
        case click.NoSuchOption():
            near = f"，是不是 {'、'.join(problem.possibilities)}？" if problem.possibilities else ""
            return f"没有选项 {problem.option_name}{near}"
        case click.MissingParameter():
            name = problem.param.human_readable_name if problem.param is not None else "参数"
            option = problem.param.opts[0] if isinstance(problem.param, click.Option) else name
            return f"缺少 {option}"
        case click.BadParameter() if problem.param is not None:
            option, kind = problem.param.opts[0], problem.param.type
            if isinstance(kind, click.Choice):
                return f"{option} 只能是 {'、'.join(kind.choices)} 之一"
            return f"{option} 应是不小于 1 的整数"
    return problem.format_message()


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
