"""A team's word stands over the school's: 核查 over 自评, 复核 over 核查, with who and why."""

from datetime import date

import pytest

from engine.facts.display import cell_text
from engine.facts.stages.revision import Outcome, Stage

HEAD = [
    "学校标识码",
    "学校名称",
    "支部数",
    "覆盖率",
    "有食堂",
    "学段",
    "修订日期",
    "备注栏",
    "球类项目",
]
TITLES = [
    "学校标识码",
    "学校名称",
    "字段",
    "自评值",
    "核查值",
    "核查人",
    "日期",
    "理由",
    "佐证编号",
]
STAMP = ["张三", date(2025, 11, 20), "缺换届批复", "A1-03"]


def school(school_id="0012", name="二中", **facts):
    return [school_id, name, *(facts.get(each) for each in HEAD[2:])]


def verify(*rows, titles=TITLES, name="核查记录"):
    return {name: [titles, *rows]}


def row(field, reported, value, school_id="0012", name="二中", stamp=STAMP):
    return [school_id, name, field, reported, value, *stamp]


@pytest.fixture
def read(folder):
    """Read one school's sheet and a verification sheet in another workbook."""

    def reading(facts, *rows, **more):
        folder.workbook(
            "a.xlsx", {"学校": [HEAD, *(facts if isinstance(facts[0], list) else [facts])]}
        )
        folder.workbook("核查.xlsx", verify(*rows, **more))
        return folder.read()

    return reading


def text(facts, field, at=0):
    return cell_text(facts.columns[field], at)


def test_verifying_when_one_fact_is_changed_then_it_stands_with_its_cell_and_its_trail(read, codes):
    facts = read(school(支部数=3), row("支部数", 3, 2))
    assert text(facts, "支部数") == "2"
    assert str(facts.columns["支部数"].places.place(0)).endswith("核查.xlsx「核查记录」!E2")
    assert cell_text(facts.reported["支部数"], 0) == "3"
    assert codes(facts) == []
    (found,) = facts.revisions
    assert (found.stage, found.outcome) == (Stage.VERIFIED, Outcome.CHANGED)
    assert (found.old, found.new) == ("3", "2")
    assert (found.who, found.when, found.why, found.evidence) == (
        "张三", "2025-11-20", "缺换届批复", "A1-03",
    )  # fmt: skip
    assert str(found.old_place).endswith("a.xlsx「学校」!C2")
