"""Speak Chinese where click speaks English: help pages, lists of commands, what was wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from inspect import cleandoc
from typing import cast

import click

# What click says of arguments that no command takes.
_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)")
_HELP_WIDTH = 84
# Where a Chinese sentence goes on in the next line of a docstring, no space belongs.
_BREAK = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])")


class _ChineseHelp:
    """The help page in Chinese, set by display width; click has English and counts characters."""

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = cast(click.Command, self).collect_usage_pieces(context)
        said = " ".join(each for each in pieces if each)
        formatter.write_usage(context.command_path.rstrip(), said, prefix="用法：")

    def format_help_text(self, context: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write what the command does, paragraph by paragraph; those marked \\b line by line."""
        from engine.reports.page import line, wrapped

        text = (cast(click.Command, self).help or "").partition("\f")[0]
        for paragraph in cleandoc(text).split("\n\n"):
            if paragraph.startswith("\b\n"):
                lines = [f"  {each}" for each in paragraph.split("\n")[1:]]
            else:
                joined = _BREAK.sub("", paragraph).replace("\n", " ")
                lines = [each.text for each in wrapped([line(joined, indent=2)], _HELP_WIDTH)]
            formatter.write("\n" + "".join(f"{each}\n" for each in lines))

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


class Command(_ChineseHelp, click.Command):
    """One command. What is given empty, or twice where once is meant, is refused, not dropped."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments.

        Raises:
            UsageError: One is empty, or an option that holds one value stands there twice.
        """
        for number, each in enumerate(args):
            before = args[number - 1] if number and args[number - 1].startswith("-") else ""
            if not each.strip() or (each.startswith("--") and each.endswith("=")):
                name = each.rstrip("=").strip() or before
                raise click.UsageError(
                    f"{name} 后面是空的，请写上内容" if name else "有一个参数是空的，请写上路径",
                    ctx,
                )
        _, _, order = self.make_parser(ctx).parse_args([*args])
        once = [each for each in order if isinstance(each, click.Option) and not each.multiple]
        for option in once:
            if once.count(option) > 1 and not option.is_flag:
                raise click.UsageError(f"{option.opts[0]} 写了不止一次，只能写一个", ctx)
        return super().parse_args(ctx, args)


class Group(_ChineseHelp, click.Group):
    """The commands, listed in the order in which one works."""

    command_class = Command

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


def usage_text(problem: click.ClickException) -> str:
    """Say in Chinese what click found wrong with the arguments."""
    match problem:
        case click.NoSuchOption():
            near = f"，是不是 {'、'.join(problem.possibilities)}？" if problem.possibilities else ""
            return f"没有选项 {problem.option_name}{near}"
        case click.MissingParameter():
            name = problem.param.human_readable_name if problem.param is not None else "参数"
            option = problem.param.opts[0] if isinstance(problem.param, click.Option) else name
            option = option.removesuffix("...")
            return f"缺少 {option}"
        case click.BadParameter() if problem.param is not None:
            option, kind = problem.param.opts[0], problem.param.type
            if isinstance(kind, click.Choice):
                return f"{option} 只能是 {'、'.join(kind.choices)} 之一"
            if isinstance(kind, click.IntRange) and kind.max is not None:
                return f"{option} 应是 {kind.min} 至 {kind.max} 的整数"
            return f"{option} 应是不小于 1 的整数"
    text = problem.format_message()
    if extra := _EXTRA.fullmatch(text):
        return f"多写了“{extra[1]}”，不知道是什么。名称里有空格的，请加引号"
    return text
