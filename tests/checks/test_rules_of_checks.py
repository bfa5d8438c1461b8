"""Checks of the ruleset: part and whole, conditions, dates of the year; three-valued."""

from __future__ import annotations

from collections.abc import Callable

from engine.checks import CheckBook
from engine.diagnostics import Severity
from engine.facts.table import State

Check = Callable[..., CheckBook]

PART = "  - {编号: 核1, 部分: 教学单元支部数, 不超过: 支部数, 程度: 错误, 说明: 没有的填0}"


def test_part_when_more_than_whole_then_both_cells_values_limit_and_way_out_are_told(
    check: Check,
) -> None:
    book = check(PART, ({"支部数": 8, "教学单元支部数": 9}, {}))
    (told,) = book.problems
    assert (told.code, told.severity, told.value) == ("K001", Severity.ERROR, "9")
    assert str(told.place) == "001.yaml:5:12"
    assert told.message == (
        "学校“001”的“教学单元支部数”是 9个，“支部数”是 8个（001.yaml:4:8），"
        "“教学单元支部数”不应多于“支部数”（核对 核1）"
    )
    assert told.hint == "请核对这 2 处，改正填错的；没有的填0"
    assert book.failed_in("001") == ("核1",)


def test_part_when_at_most_whole_then_it_passes(check: Check) -> None:
    schools = [({"支部数": 9, "教学单元支部数": n}, {}) for n in (0, 9)]
    book = check(PART, *schools)
    assert not book.problems
    assert [(t.n_passed, t.n_failed, t.n_open) for t in book.tallies] == [(2, 0, 0)]


def test_check_when_a_fact_is_missing_then_it_neither_fails_nor_passes_and_is_told_once(
    check: Check,
) -> None:
    schools = [({"支部数": 8}, {}), ({"教学单元支部数": 9}, {}), ({}, {})]
    book = check(PART, *schools)
    (told,) = book.problems
    assert (told.code, told.severity) == ("K009", Severity.NOTE)
    assert "核1（3 所）" in told.message
    assert [(t.n_passed, t.n_failed, t.n_open) for t in book.tallies] == [(0, 0, 3)]


def test_check_when_what_is_compared_does_not_apply_then_it_is_not_asked(check: Check) -> None:
    text = "  - {编号: 核1, 条件: 食堂管理制度}"
    schools = [({"有食堂": "否"}, {}), ({"有食堂": "是", "食堂管理制度": "否"}, {})]
    book = check(text, *schools)
    assert [(t.n_passed, t.n_failed, t.n_open) for t in book.tallies] == [(0, 1, 0)]
    assert book.failed_in("002") == ("核1",)


def test_condition_when_it_fails_then_it_is_said_in_words(check: Check) -> None:
    text = """  - 编号: 核1
    名称: 有食堂的有制度
    条件: {任一: [食堂管理制度, {取值: 运动会次数, 不少于: 2}, {非: {取值: 学段, 等于: 高中}}]}
    当: 有食堂"""
    facts = {"有食堂": "是", "食堂管理制度": "否", "运动会次数": 1, "学段": "高中"}
    (told,) = check(text, (facts, {})).problems
    assert (told.code, told.severity) == ("K002", Severity.WARNING)
    assert "“食堂管理制度”是“否”" in told.message
    assert "要求：“食堂管理制度”为“是”，或“运动会次数”不少于2次，或“学段”不为“高中”" in told.message
    assert "（核对 核1 有食堂的有制度）" in told.message


def test_check_when_where_it_is_asked_is_not_known_then_only_a_failure_would_matter(
    check: Check,
) -> None:
    text = "  - {编号: 核1, 条件: {取值: 运动会次数, 不少于: 2}, 当: 有食堂}"
    book = check(text, ({"运动会次数": 1}, {}), ({"运动会次数": 2}, {}))
    assert [(t.n_passed, t.n_failed, t.n_open) for t in book.tallies] == [(0, 0, 1)]


def test_derived_value_when_it_is_more_than_the_whole_then_the_cells_behind_it_are_named(
    check: Check,
) -> None:
    text = "  - {编号: 核1, 部分: 死亡总人数, 不超过: 教职工总数}"
    facts = {"教师人数": 1, "职员人数": 1}
    records = {"安全事故": [{"发生日期": "2025-05-01", "死亡人数": 3}]}
    (told,) = check(text, (facts, records)).problems
    assert "“死亡总人数”是 3（算自 台账“安全事故”（001.yaml:8:5 起））" in told.message
    assert "“教职工总数”是 2人（算自 “教师人数”是 1人（001.yaml:4:9）、“职员人数”" in told.message
    assert str(told.place) == "001.yaml:8:5"


def test_date_when_outside_the_window_then_the_window_is_told_and_a_blank_is_none_of_it(
    check: Check,
) -> None:
    text = "  - {编号: 核1, 台账: 意识形态报告, 窗口内: [应交日期, 报送日期]}"
    reports = [
        {"应交日期": "2025-01-31", "报送日期": "2024-12-31"},
        {"应交日期": "2025-12-31", "报送日期": "2025-01-01"},
        {"应交日期": "2025-12-31"},
    ]
    book = check(text, ({}, {"意识形态报告": reports}))
    (told,) = book.problems
    assert told.code == "K003"
    assert told.message == (
        "学校“001”的台账“意识形态报告”（应交日期 2025-01-31），“报送日期”是 2024-12-31，"
        "不在考核窗口（2025-01-01 至 2025-12-31）内（核对 核1）"
    )
    assert [(t.n_passed, t.n_failed, t.n_open) for t in book.tallies] == [(2, 1, 0)]


def test_record_when_it_reads_its_school_too_then_each_row_is_checked(check: Check) -> None:
    text = "  - {编号: 核1, 台账: 主题党日, 部分: 参加人数, 不超过: 教师人数}"
    days = [{"日期": f"2025-0{n}-01", "参加人数": n} for n in (1, 2, 3)]
    book = check(text, ({"教师人数": 2}, {"主题党日": days}), ({}, {"主题党日": days[:1]}))
    assert [(t.table, t.n_passed, t.n_failed, t.n_open) for t in book.tallies] == [
        ("主题党日", 2, 1, 1)
    ]
    told = next(each for each in book.problems if each.code == "K001")
    assert "（日期 2025-03-01），“参加人数”是 3，“教师人数”是 2人（" in told.message


def test_record_when_of_another_year_then_it_is_not_checked(check: Check) -> None:
    text = "  - {编号: 核1, 台账: 主题党日, 部分: 参加人数, 不超过: 教师人数}"
    days = [{"日期": "2024-01-01", "参加人数": 9}]
    book = check(text, ({"教师人数": 2}, {"主题党日": days}))
    assert [(t.n_passed, t.n_failed, t.n_open) for t in book.tallies] == [(0, 0, 0)]


def test_fact_when_a_check_does_not_let_it_stand_then_it_is_unreadable_for_that_school_only(
    check: Check,
) -> None:
    text = "  - {编号: 核1, 部分: 教学单元支部数, 不超过: 支部数, 当: 有食堂, 不采用: 是}"
    schools = [({"支部数": 8, "教学单元支部数": n, "有食堂": "是"}, {}) for n in (9, 8)]
    book = check(text, *schools)
    (told,) = book.problems
    assert told.severity is Severity.ERROR
    assert "这些事实不采用，这所学校暂缓定等" in told.message
    for name in ("教学单元支部数", "支部数"):
        assert book.facts.columns[name].states.tolist() == [State.UNREADABLE, State.PRESENT]
    assert book.facts.columns["有食堂"].states.tolist() == [State.PRESENT] * 2
    assert book.view is None


def test_record_when_a_check_does_not_let_it_stand_then_only_its_cells_are_unreadable(
    check: Check,
) -> None:
    text = """  - 编号: 核1
    台账: 意识形态报告
    条件: {取值: 应交日期, 不早于: {另一取值: 报送日期}}
    不采用: 是"""
    rows = [{"应交日期": "2025-01-31", "报送日期": f"2025-0{n}-01"} for n in (1, 3)]
    columns = check(text, ({}, {"意识形态报告": rows})).facts.records["意识形态报告"].columns
    assert columns["报送日期"].states.tolist() == [State.PRESENT, State.UNREADABLE]
    assert columns["种类"].states.tolist() == [State.MISSING] * 2


def test_derived_value_when_it_is_not_let_stand_then_what_it_is_made_of_is_unknown(
    check: Check,
) -> None:
    text = "  - {编号: 核1, 部分: 死亡总人数, 不超过: 教职工总数, 不采用: 是}"
    records = {"安全事故": [{"发生日期": "2025-05-01", "死亡人数": 3}]}
    facts = check(text, ({"教师人数": 1, "职员人数": 1}, records)).facts
    assert facts.records["安全事故"].states.tolist() == [State.UNREADABLE]
    assert facts.columns["职员人数"].states.tolist() == [State.UNREADABLE]
