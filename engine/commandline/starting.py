"""The command `pingheng rules new`: a ruleset that can be used at once, by questions or flags."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE
from engine.commandline.options import help_option

if TYPE_CHECKING:
    from engine.starting import Wish

Answer = TypeVar("Answer")

# As `engine.starting.wish` has them (held by a test): help is shown without loading it.
DIMENSIONS = "党的建设=40,队伍建设=30,安全稳定=30"
COHORT = "学段,隶属"
PARTS = "否决,责任,核对,案例"
_LISTED = 10


@click.command(
    "new",
    cls=Command,
    options_metavar="[选项]",
    short_help="新建一套方案，建好就能通过检查；或按去年的建今年的。",
)
@click.argument("folder", metavar="方案文件夹")
@click.option("--from", "source", metavar="去年的方案", help="按这套方案建下一年的，注释照留。")
@click.option("--name", metavar="名称", help="方案的名称，如 金山市学校年度考核办法。")
@click.option("--year", metavar="年度", help="考核年度，如 2026。")
@click.option("--dimensions", metavar="维度=分值,…", help=f"维度和分值，如 {DIMENSIONS}。")
@click.option(
    "--grades",
    metavar="等次=分数线,…",
    help="由高到低，最低一等不写线，如 优秀=90,良好=80,不合格。",
)
@click.option("--cohort", metavar="字段,…", help=f"按哪些字段分组排名，如 {COHORT}；不分写 无。")
@click.option("--bonus-cap", metavar="分", help="加分合计最多几分；没有加分写 0。")
@click.option("--with", "parts", metavar="部分,…", help=f"还要哪些：{PARTS}；都不要写 无。")
@click.option("--yes", is_flag=True, help="不提问，没有写的都用默认。")
@help_option
def new(
    folder: str,
    source: str | None,
    name: str | None,
    year: str | None,
    dimensions: str | None,
    grades: str | None,
    cohort: str | None,
    bonus_cap: str | None,
    parts: str | None,
    yes: bool,
) -> int:
    """新建一套方案：文件里写好了字段、指标、等次和案例，处处有注释，改成本地的就能用。

    \b
    逐项提问：pingheng rules new rules/jinshan-2026
    一次写全：pingheng rules new rules/jinshan-2026 --name 金山市考核办法 --year 2026 --yes
    按去年的：pingheng rules new rules/jinshan-2027 --from rules/jinshan-2026
    """
    from engine.starting.starting import proper_id, refuse_taken

    target = Path(folder).expanduser()
    own_id = proper_id(target)
    refuse_taken(target)
    if source is not None:
        given = {
            "--dimensions": dimensions, "--grades": grades, "--cohort": cohort,
            "--bonus-cap": bonus_cap, "--with": parts,
        }  # fmt: skip
        return _copy(target, own_id, source, year, name, [key for key in given if given[key]])
    _write(target, wish_of(own_id, name, year, dimensions, grades, cohort, bonus_cap, parts, yes))
    return DONE


def wish_of(
    own_id: str,
    name: str | None,
    year: str | None,
    dimensions: str | None,
    grades: str | None,
    cohort: str | None,
    bonus_cap: str | None,
    parts: str | None,
    yes: bool,
) -> Wish:
    """Return what is wished for: as given, as answered, or else the usual."""
    from engine.starting import wish

    ask = _Questions(asks=not yes and is_terminal())
    own_name = ask("方案的名称", name, f"{own_id} 考核办法", wish.read_name)
    own_year = ask("考核年度", year, str(date.today().year), wish.read_year)
    shares = ask("各维度和分值", dimensions, DIMENSIONS, wish.read_dimensions)
    full = sum((points for _, points in shares), Fraction(0))
    return wish.Wish(
        own_id,
        own_name,
        own_year,
        shares,
        ask(
            "等次和分数线（直接回车按满分的 90%、80%、60%）", grades, "",
            lambda text: wish.read_grades(text, full),
        ),
        ask("按哪些字段分组排名（不分写 无）", cohort, COHORT, wish.read_cohort),
        ask("加分合计最多几分（没有写 0）", bonus_cap, "5", wish.read_bonus_cap),
        ask("还要哪些部分（都不要写 无）", parts, PARTS, wish.read_parts),
    )  # fmt: skip


def is_terminal() -> bool:
    """Tell whether somebody sits there who can be asked."""
    return sys.stdin.isatty()


class _Questions:
    """Asks for what was not given, again until it can be read; asks nobody who is not there."""

    def __init__(self, *, asks: bool) -> None:
        self._asks = asks

    def __call__(
        self, question: str, given: str | None, usual: str, read: Callable[[str], Answer]
    ) -> Answer:
        from engine.diagnostics import UsageProblem

        if given is not None or not self._asks:
            return read(usual if given is None else given)
        while True:
            answer: str = click.prompt(question, default=usual, show_default=bool(usual))
            try:
                return read(answer)
            except UsageProblem as problem:
                click.echo(f"  {problem}")


def _write(target: Path, wish: Wish) -> None:
    from engine.starting import start_rules

    files = start_rules(target, wish)
    shown = target.as_posix()
    click.echo(f"已写出方案 {shown}：{len(files)} 个文件，检查通过")
    click.echo("  各文件里的注释写明每一处怎样改；凡写着“示例”的请改成本地文件的规定。")
    _next_steps(shown, has_cases="案例" in wish.parts)


def _copy(
    target: Path, own_id: str, source: str, year: str | None, name: str | None, idle: list[str]
) -> int:
    from engine.diagnostics import UsageProblem
    from engine.starting import copy_rules
    from engine.starting.wish import read_name, read_year

    if idle:
        raise UsageProblem(f"用了 --from，就不能再写 {'、'.join(idle)}：这些照去年的方案。")
    own_year = None if year is None else read_year(year)
    copied = copy_rules(source, target, own_id, own_year, read_name(name) if name else "")
    shown = target.as_posix()
    click.echo(f"已按 {source} 写出 {shown}：{len(copied.files)} 个文件，检查通过")
    click.echo(
        f"  编号、年度（{copied.year}）、考核窗口、上年方案已改，"
        "案例里的日期已顺延；其余照旧，注释都在。"
    )
    if copied.dates:
        more = f" 等 {len(copied.dates)} 处" if len(copied.dates) > _LISTED else ""
        click.echo("  规则里这些日期没有动，请看要不要改；改好以后案例才对得上：")
        for place, said in copied.dates[:_LISTED]:
            click.echo(f"    {place.file}:{place.line}  {said}")
        if more:
            click.echo(f"    ……{more.strip()}")
    from engine.reports.page import typed

    click.echo(f"  看改了什么：pingheng rules diff {typed(source)} {typed(shown)}")
    _next_steps(shown, has_cases=(target / "cases").is_dir())
    return DONE


def _next_steps(folder: str, *, has_cases: bool) -> None:
    from engine.reports.page import typed

    shown = typed(folder)
    click.echo("  接着：")
    click.echo(f"    在 Excel 里改：pingheng rules export {shown} -o 规则手册.xlsx")
    click.echo(f"    改完检查：pingheng check {shown}")
    if has_cases:
        click.echo(f"    核对案例：pingheng cases {shown}")
    click.echo(f"    填报表：  pingheng template {shown} -o 填报表.xlsx")
