"""不适用 fits the school: what is filled in applies, and what applies is not called 不适用."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from engine.checks import CheckBook, check_facts, codes
from engine.diagnostics import Severity
from engine.facts.table import State
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.model import FieldType

Check = Callable[..., CheckBook]
NONE = "  - {编号: 核1, 条件: 封闭管理}"


def told(book: CheckBook, code: str) -> list[str]:
    return [f"{each.place} {each.message}" for each in book.problems if each.code == code]


def test_value_when_its_field_does_not_apply_then_both_cells_are_told_and_it_is_not_used(
    check: Check,
) -> None:
    book = check(NONE, ({"有食堂": "否", "食堂管理制度": "是"}, {}))
    assert told(book, "K010") == [
        "001.yaml:5:11 学校“001”的“食堂管理制度”填了“是”，可它只在“有食堂”为“是”时适用，"
        "这所学校“有食堂”是“否”（001.yaml:4:8）；按不适用，填的不采用"
    ]
    assert book.view is not None
    assert book.view.columns["食堂管理制度"].states.tolist() == [State.NOT_APPLICABLE]


def test_value_when_it_says_nothing_then_it_is_only_counted(check: Check) -> None:
    schools = [({"有食堂": "否", "食堂管理制度": "否"}, {})] * 2
    book = check(NONE, *schools)
    (noted,) = [each for each in book.problems if each.code == "K012"]
    assert noted.severity is Severity.NOTE
    assert "共 2 格，按不适用读：“食堂管理制度”" in noted.message
    assert not told(book, "K010")


def test_not_applicable_when_the_field_applies_then_it_is_told(check: Check) -> None:
    book = check(NONE, ({"有食堂": "是", "食堂管理制度": "不适用"}, {}))
    assert told(book, "K011") == [
        "001.yaml:5:11 学校“001”的“食堂管理制度”填了“不适用”，可它是适用的：它只在“有食堂”为"
        "“是”时适用，这所学校“有食堂”是“是”（001.yaml:4:8）；仍按不适用读"
    ]


def test_value_when_it_is_not_known_whether_it_applies_then_nothing_is_said(check: Check) -> None:
    book = check(NONE, ({"食堂管理制度": "是"}, {}), ({"食堂管理制度": "不适用"}, {}))
    assert not told(book, "K010")
    assert not told(book, "K011")


def test_blank_when_its_field_does_not_apply_then_nothing_is_said(check: Check) -> None:
    book = check(NONE, ({"有食堂": "否"}, {}), ({"有食堂": "否", "食堂管理制度": "不适用"}, {}))
    assert {each.code for each in book.problems} <= {"K009"}


def test_required_field_when_it_applies_and_is_blank_then_it_is_told_with_the_reason(
    world: SimpleNamespace,
) -> None:
    asked = Compare("有食堂", Comparison.EQUALS, (True,), world.HERE)
    fields = {
        "有食堂": world.field("有食堂", FieldType.BOOLEAN),
        "餐数": world.field("餐数", FieldType.INTEGER, required=True, applies=asked),
    }
    columns = {
        "有食堂": world.column(fields["有食堂"], [True, False, State.MISSING, True]),
        "餐数": world.column(fields["餐数"], [State.MISSING] * 3 + [3]),
    }
    book = check_facts(world.ruleset([], fields=fields), world.facts(columns))
    (lacking,) = book.problems
    assert (lacking.code, lacking.severity) == ("K013", Severity.WARNING)
    assert lacking.message.startswith("学校“000”没有填必填字段“餐数”：它只在“有食堂”为“是”时适用")


def test_codes_when_reported_then_each_has_its_meaning_and_is_used() -> None:
    folder = Path(codes.__file__).parent
    used = {
        code
        for path in folder.glob("*.py")
        if path.name != "codes.py"
        for code in re.findall(r'"(K\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert used == set(codes.CODES)
    assert set(codes.OF_A_SCHOOL) < used
