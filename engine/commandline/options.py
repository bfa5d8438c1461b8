"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

_HELP = ("-h", "--help")


def print_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Print the version and end."""
    if wanted and not context.resilient_parsing:
        from engine.version import engine_version

        click.echo(f"pingheng {engine_version()}")
        context.exit()


help_option: Callable[[Any], Any] = click.help_option(*_HELP, help="显示这段说明。")


def edition_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say which edition of the rules is meant.

    The command takes them together as `edition`, an `EditionGiven`.
    """

    @wraps(command)
    def wrapped(*args: Any, as_of: str | None, profile: str | None, **rest: Any) -> Any:
        from engine.commandline.given import edition_given

        return command(*args, edition=edition_given(as_of, profile), **rest)

    by_day = click.option(
        "--as-of",
        metavar="日期",
        help="基准日，如 2025-12-31：规则里分期的值按这一天取；默认考核窗口的止日。",
    )
    by_profile = click.option(
        "--profile",
        metavar="剪裁",
        help="按方案 profiles/ 里的这份剪裁（名称或编号）；默认不剪裁。",
    )
    return by_day(by_profile(wrapped))


def year_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option that says of which year the facts are."""
    return click.option(
        "--year",
        type=click.IntRange(1900, 2199),
        metavar="年度",
        help="事实是别的年度的，写哪一年，如 2025：考核窗口、规则里的日期都移到那一年算。",
    )(command)


def inputs_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the arguments and options by which facts are handed in."""
    facts = click.argument("facts", metavar="事实表...", nargs=-1, required=True)
    return facts(beside_facts_options(command))


def beside_facts_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options by which is handed in what belongs to facts."""
    for each in reversed(
        (
            click.option(
                "--below", multiple=True, metavar="结果", help="下级的结果文件夹，可写多个。"
            ),
            click.option(
                "--last", multiple=True, metavar="结果", help="去年的结果文件夹，可写多个。"
            ),
            click.option(
                "--last-facts",
                multiple=True,
                metavar="事实表",
                help="去年的事实表或装着它们的文件夹，可写多个。",
            ),
            click.option(
                "--last-rules",
                metavar="方案文件夹",
                help="去年的方案，去年的字段与今年不同时写；默认按今年的方案读去年的事实表。",
            ),
            click.option(
                "--roster",
                metavar="名册",
                help="学校名册：由名称认出标识码，列出没有交的学校。",
            ),
            click.option(
                "--evidence", metavar="文件夹", help="佐证文件夹：佐证目录里写的文件到这里找。"
            ),
            click.option(
                "--evidence-date",
                metavar="日期",
                help="佐证日：补交佐证的期限看到哪一天，如 2026-01-20；默认基准日。",
            ),
        )
    ):
        command = each(command)
    return command


def office_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options by which the issuing office says what only it knows.

    The command takes them together as `office`, an `Office`.
    """

    @wraps(command)
    def wrapped(
        *args: Any,
        office: str,
        number: str,
        date: str | None,
        contact: str,
        objection_to: str,
        **rest: Any,
    ) -> Any:
        from engine.commandline.given import date_given
        from engine.letters import Office

        told = Office(
            name=office.strip(),
            number=number.strip(),
            day=date_given(date),
            contact=contact.strip(),
            objection_to=objection_to.strip(),
        )
        return command(*args, office=told, **rest)

    blank = "不写的，留空手填。"
    for name, metavar, said in (
        ("--objection-to", "机关", "有异议向谁提；默认发文机关。"),
        ("--contact", "联系方式", f"联系人和电话；{blank}"),
        ("--date", "日期", f"落款日期，如 2026-01-20；{blank}"),
        ("--number", "文号", f"发文字号；{blank}"),
        ("--office", "机关", f"发文机关；{blank}"),
    ):
        default = None if name == "--date" else ""
        wrapped = click.option(name, default=default, metavar=metavar, help=said)(wrapped)
    return wrapped
