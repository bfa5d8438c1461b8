"""A new ruleset can be used at once: no finding, cases that agree, forms that can be filled in."""

from __future__ import annotations

import re
import sys
from fractions import Fraction
from itertools import product
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.assess import assess
from engine.bundled import SCHEMA
from engine.cases import read_cases, run_cases
from engine.commandline import starting as command
from engine.diagnostics import Diagnostics, UsageProblem
from engine.facts import read_facts
from engine.linting import lint_rules
from engine.points import decimal_text
from engine.ruleset import check_ruleset
from engine.starting import start_rules, wish
from engine.starting.sharing import share_points
from engine.starting.starting import proper_id
from engine.templates import Wish as TemplateWish
from engine.templates import make_templates

sys.path.insert(0, str(Path(__file__).parents[1] / "ruleset"))

from editor_eyes import seen

DIMENSIONS = (
    wish.DIMENSIONS,
    "甲=33.33,乙=33.33,丙=33.34",
    "安全隐患=10.5,目录管理=1",
    "甲=7,乙=13,丙=17,丁=19,戊=23,己=1,庚=20",
)
PARTS = ("否决,责任,核对,案例", "责任,案例", "否决,案例", "案例")
WISHES = [
    (dimensions, grades, cohort, cap, parts)
    for (dimensions, (cohort, cap)), (parts, grades) in zip(
        product(DIMENSIONS, (("学段,隶属", "5"), ("无", "0"), ("片区", "0.05"))),
        [*zip(PARTS, ("", "好={0},差", "", "一档={0},二档=4,三档=3,四档=2,五档"), strict=True)] * 3,
        strict=True,
    )
]


def made(folder: Path, dimensions: str, grades: str, *asked: str) -> Path:
    if "{0}" in grades:  # a line that suits the points
        full = sum(points for _, points in wish.read_dimensions(dimensions))
        grades = grades.format(decimal_text(full * 4 / 5))
    name = "某市：“考核” #1 '办法'"
    asked_for = (folder.name, name, "2026", dimensions, grades, *asked)
    start_rules(folder, command.wish_of(*asked_for, yes=True))
    return folder


@pytest.mark.parametrize("asked", WISHES, ids=map(str, range(len(WISHES))))
def test_rules_when_started_then_nothing_is_to_be_said_of_them(
    asked: tuple[str, ...], tmp_path: Path
) -> None:
    folder = made(tmp_path / "new-2026", *asked)
    ruleset, found = check_ruleset(folder)
    assert ruleset is not None
    assert list(found) == []
    assert list(lint_rules(ruleset)) == []
    told = Diagnostics()
    results = run_cases(ruleset, read_cases(ruleset, folder, told), engine="forward")
    assert list(told) == [each for result in results for each in result.differences] == []
    assert sum(result.compared for result in results) >= 8
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert seen(text) == [], path
        leads = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
        assert leads, path
        assert (path.parent / leads[1]).resolve() == (folder / SCHEMA).resolve()


@given(st.integers(100, 20_000), st.integers(1, 7))
def test_points_when_shared_then_they_add_up_and_each_is_some(whole: int, count: int) -> None:
    points = Fraction(whole, 100)
    parts = share_points(points, count)
    assert sum(parts) == points
    assert min(parts) > 0
    assert max(parts) - min(parts) <= 5


def test_form_when_made_and_filled_in_then_the_school_is_graded(tmp_path: Path) -> None:
    folder = made(tmp_path / "new-2026", wish.DIMENSIONS, "", wish.COHORT, "5", "否决,核对,案例")
    ruleset, _ = check_ruleset(folder)
    assert ruleset is not None
    case = (folder / "cases" / "full.yaml").read_text(encoding="utf-8")
    facts = dict(re.findall(r"^  (\S+): ([^\[\n{]+)$", case.split("台账记录")[0], re.MULTILINE))
    path = tmp_path / "填报表.xlsx"
    make_templates(ruleset, TemplateWish(), path)
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        if sheet["B3"].value == "填报值":
            for name, value in sheet.iter_rows(min_row=4, max_col=2):
                value.value = facts[str(name.value).removesuffix(" *")].strip('"')
        elif sheet.title in ruleset.tables:
            sheet["A4"].value = "无"
    book.save(path)
    found = assess(ruleset, read_facts(ruleset, [path]), engine="forward")
    assert [str(each) for each in found.facts.problems] == []
    assert [str(each) for each in found.problems] == []
    assert found.book.grade == ("优秀",)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("党建=四十", "", "无", "0", "无"), "不是数"),
        (("党建", "", "无", "0", "无"), "没有写分值"),
        (("党建=40,党建=60", "", "无", "0", "无"), "写了两次"),
        (("党:建=40", "", "无", "0", "无"), "不能作名称"),
        (("否=40", "", "无", "0", "无"), "以文字开头"),
        (("党建=0.5", "", "无", "0", "无"), "至少 1 分"),
        (("", "", "无", "0", "无"), "1 到 26 个维度"),
        (("党建=100", "优秀=80,良好=90", "无", "0", "无"), "由高到低"),
        (("党建=100", "优秀,良好=90", "无", "0", "无"), "除最低的一等外"),
        (("党建=100", "优秀=120,差", "无", "0", "无"), "不高于各维度分值之和 100"),
        (("党建=100", "优秀=40,差", "无", "0", "无"), "不到满分 100 的一半"),
        (("党建=100", "", "家长满意度", "0", "无"), "已经是别的字段"),
        (("党建=100", "", "无", "五", "无"), "--bonus-cap 的“五”不是数"),
        (("党建=100", "", "无", "0", "奖励"), "--with 里没有“奖励”"),
    ],
)
def test_wish_when_it_cannot_be_then_it_is_refused_and_nothing_is_written(
    asked: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageProblem, match=re.escape(said)):
        made(tmp_path / "new-2026", *asked)
    assert not (tmp_path / "new-2026").exists()


@pytest.mark.parametrize("name", ["con", "NUL.2026", "a b", "a:b", "2026", ".x", "x.", "-x", "a,b"])
def test_folder_when_no_system_or_no_rule_takes_its_name_then_it_is_refused(name: str) -> None:
    with pytest.raises(UsageProblem, match="不能作方案文件夹的名称"):
        proper_id(Path("rules") / name)


def test_command_when_it_offers_usual_answers_then_they_are_those_of_the_rules() -> None:
    assert command.DIMENSIONS == wish.DIMENSIONS
    assert command.COHORT == wish.COHORT
    assert command.PARTS.split(",") == list(wish.PARTS)
