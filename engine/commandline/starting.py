"""The command `pingheng rules new`: a ruleset that can be used at once, by questions or flags."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE
from engine.commandline.options import help_option

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
@click.option("--year", type=click.IntRange(2000, 2100), metavar="年度", help="考核年度，如 2026。")
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
    year: int | None,
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
    ask = _Questions(asks=not yes and is_terminal())
    _write(
        target,
        own_id,
        ask.text("方案的名称", name, f"{own_id} 考核办法"),
        ask.year(year),
        ask.text("各维度和分值", dimensions, DIMENSIONS),
        ask.text("等次和分数线（直接回车按满分的 90%、80%、60%）", grades, ""),
        ask.text("按哪些字段分组排名（不分写 无）", cohort, COHORT),
        ask.text("加分合计最多几分（没有写 0）", bonus_cap, "5"),
        ask.text("还要哪些部分（都不要写 无）", parts, PARTS),
    )
    return DONE


def is_terminal() -> bool:
    """Tell whether somebody sits there who can be asked."""
    return sys.stdin.isatty()


class _Questions:
    """Asks for what was not given; where nobody can be asked, takes the usual."""

    def __init__(self, *, asks: bool) -> None:
        self._asks = asks

    def text(self, question: str, given: str | None, usual: str) -> str:
        if given is not None or not self._asks:
            return usual if given is None else given
        answer: str = click.prompt(question, default=usual, show_default=bool(usual))
        return answer

    def year(self, given: int | None) -> int:
        usual = date.today().year
        if given is not None or not self._asks:
            return usual if given is None else given
        answer: int = click.prompt("考核年度", default=usual, type=click.IntRange(2000, 2100))
        return answer


def _write(
    target: Path,
    own_id: str,
    name: str,
    year: int,
    dimensions: str,
    grades: str,
    cohort: str,
    bonus_cap: str,
    parts: str,
) -> None:
    from engine.starting import start_rules
    from engine.starting.wish import make_wish

    wish = make_wish(own_id, name, year, dimensions, grades, cohort, bonus_cap, parts)
    files = start_rules(target, wish)
    shown = target.as_posix()
    click.echo(f"已写出方案 {shown}：{len(files)} 个文件，检查通过")
    click.echo("  各文件里的注释写明每一处怎样改；凡写着“示例”的请改成本地文件的规定。")
    _next_steps(shown, has_cases="案例" in wish.parts)


def _copy(
    target: Path, own_id: str, source: str, year: int | None, name: str | None, idle: list[str]
) -> int:
    from engine.diagnostics import UsageProblem
    from engine.starting import copy_rules

    if idle:
        raise UsageProblem(f"用了 --from，就不能再写 {'、'.join(idle)}：这些照去年的方案。")
    copied = copy_rules(source, target, own_id, year, name or "")
    shown = target.as_posix()
    click.echo(f"已按 {source} 写出 {shown}：{len(copied.files)} 个文件，检查通过")
    click.echo("  编号、年度、考核窗口、上年方案已改，案例里的日期已顺延；其余照旧，注释都在。")
    if copied.dates:
        more = f" 等 {len(copied.dates)} 处" if len(copied.dates) > _LISTED else ""
        click.echo("  规则里这些日期没有动，请看要不要改；改好以后案例才对得上：")
        for place in copied.dates[:_LISTED]:
            click.echo(f"    {place.file}:{place.line}")
        if more:
            click.echo(f"    ……{more.strip()}")
    click.echo(f"  看改了什么：pingheng rules diff {source} {shown}")
    _next_steps(shown, has_cases=(target / "cases").is_dir())
    return DONE


def _next_steps(shown: str, *, has_cases: bool) -> None:
    click.echo("  接着：")
    click.echo(f"    改完检查：pingheng check {shown}")
    if has_cases:
        click.echo(f"    核对案例：pingheng cases {shown}")
    click.echo(f"    填报表：  pingheng template {shown} -o 填报表.xlsx")
