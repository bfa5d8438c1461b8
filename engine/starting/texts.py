"""Write the texts of a new ruleset from the templates."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from engine.bundled import SCHEMA
from engine.diagnostics import UsageProblem
from engine.facts.layout.names import EXPLAINING
from engine.points import decimal_text, round_fraction
from engine.starting.indicators import MAKERS, Pairs, StartingIndicator, judged
from engine.starting.sharing import share_points
from engine.starting.wish import Wish

if TYPE_CHECKING:
    from jinja2 import Environment

# The choices of fields by which schools are usually grouped.
CHOICES = {
    "学段": ("幼儿园", "小学", "初中", "高中"),
    "隶属": ("市直", "县区"),
    "办学性质": ("公办", "民办"),
    "城乡": ("城区", "乡镇", "村"),
}
_ANY = ("甲类", "乙类")
# Names of sheets that are read otherwise than as a sheet of fields.
_OTHER_SHEETS = ("安全隐患", "获奖", "师德案件", "领导班子", "基本信息", *EXPLAINING)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class StartingDimension:
    """One dimension of a new ruleset, with all that its indicators bring along."""

    id: str
    name: str
    points: Fraction
    sheet: str
    indicators: tuple[StartingIndicator, ...]

    @property
    def fields(self) -> Pairs:
        return tuple(pair for each in self.indicators for pair in each.fields)

    @property
    def best(self) -> Pairs:
        return tuple(pair for each in self.indicators for pair in each.best)

    @property
    def worse(self) -> Pairs:
        return tuple(pair for each in self.indicators for pair in each.worse)


def texts_of(wish: Wish) -> dict[str, str]:
    """Return file name -> text of every file of a new ruleset.

    Raises:
        UsageProblem: A field by which schools are to be grouped has the name of another one.
    """
    dimensions = _dimensions(wish)
    _refuse_taken(wish, dimensions)
    known = {
        "wish": wish,
        "dimensions": dimensions,
        "areas": ("师德师风", "安全稳定") if "否决" in wish.parts else ("安全稳定",),
        "known": CHOICES,
        "cap": wish.bonus_cap,
        "worse_total": _worse_total(dimensions),
    }
    made = {"ruleset.yaml": _text("ruleset", known), "fields.yaml": _text("fields", known)}
    for each in dimensions:
        made[f"dimensions/{each.id.lower()}.yaml"] = _text(
            "dimension", {**known, "dimension": each}
        )
    if wish.bonus_cap:
        made["adjustments.yaml"] = _text("adjustments", known)
    for part, name in (("否决", "vetoes"), ("责任", "duties"), ("核对", "checks")):
        if part in wish.parts:
            made[f"{name}.yaml"] = _text(name, known)
    if "案例" in wish.parts:
        made["cases/full.yaml"] = _text("full", known)
        made["cases/losing.yaml"] = _text("losing", known)
    return {name: modeline(name) + text for name, text in made.items()}


def _refuse_taken(wish: Wish, dimensions: list[StartingDimension]) -> None:
    """Refuse a field to group by that has the name of another field, or of a record table."""
    taken = {field for dimension in dimensions for field, _ in dimension.fields}
    for name in wish.cohort:
        if name in taken | {"学校标识码", "学校名称", "教师培训率", *_OTHER_SHEETS}:
            raise UsageProblem(f"--cohort 的“{name}”已经是别的字段或台账的名称，请换一个。")


def modeline(name: str) -> str:
    """Return the first line of a rule file, which leads an editor to the schema at the top."""
    return f"# yaml-language-server: $schema={'../' * name.count('/')}{SCHEMA}\n"


def _dimensions(wish: Wish) -> list[StartingDimension]:
    """Deal the examples out to the dimensions in turn; those left over are judged by an office."""
    made = []
    count = min(len(wish.dimensions), len(MAKERS))
    for number, (name, points) in enumerate(wish.dimensions):
        letter = _LETTERS[number]
        makers = MAKERS[number::count] if number < count else ()
        parts = share_points(points, len(makers) or 1)
        indicators = tuple(
            make(f"{letter}{at}", part)
            for at, (make, part) in enumerate(zip(makers, parts, strict=False), 1)
        ) or (judged(f"{letter}1", points, name),)
        sheet = f"维度{letter}" if any(each in name for each in _OTHER_SHEETS) else name
        made.append(StartingDimension(letter, name, points, sheet, indicators))
    return made


def _worse_total(dimensions: list[StartingDimension]) -> Fraction:
    total = sum(
        (each.worse_points for dimension in dimensions for each in dimension.indicators),
        Fraction(0),
    )
    return round_fraction(total, Fraction(1, 100))


def _text(name: str, known: dict[str, object]) -> str:
    return _environment().get_template(f"{name}.yaml.j2").render(known)


@cache
def _environment() -> Environment:
    # Imported when the first ruleset is started: `pingheng --help` may not load it.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("engine.starting", "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # it is YAML that is written, and every name was looked at
    )
    made.globals |= {
        "number": decimal_text,
        "choices": lambda field: CHOICES.get(field, _ANY),
        "quoted": _quoted,
    }
    return made


def _quoted(text: str) -> str:
    """Return a text as YAML that is a text whatever stands in it."""
    return "'" + text.replace("'", "''") + "'"
