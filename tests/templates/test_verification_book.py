"""The workbook for a team: blank it changes nothing; filled in, it is read as verification."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import cli
from engine.assess import assess
from engine.diagnostics import UsageProblem
from engine.facts import FactTable, read_facts
from engine.facts.cells.display import cell_text
from engine.facts.stages.revision import Outcome, Stage
from engine.ruleset import load_ruleset
from engine.templates.verification import make_verification_book

TESTS = Path(__file__).parent.parent
RULES, FACTS = TESTS / "rulesets" / "small", TESTS / "golden" / "facts"


@pytest.fixture(scope="module")
def ruleset():
    return load_ruleset(RULES)


@pytest.fixture(scope="module")
def facts(ruleset) -> FactTable:
    return read_facts(ruleset, [FACTS])


@pytest.fixture
def book(ruleset, facts, tmp_path: Path) -> Path:
    make_verification_book(ruleset, facts, tmp_path / "核查表.xlsx")
    return tmp_path / "核查表.xlsx"


def fill(path: Path, sheet: str, row_of: dict[str, str], **cells: object) -> None:
    """Fill in the row whose cells say so, by the titles of the third row."""
    opened = openpyxl.load_workbook(path)
    page = opened[sheet]
    at = {cell.value: cell.column for cell in page[3]}
    for row in range(4, page.max_row + 1):
        if all(str(page.cell(row, at[name]).value or "") == text for name, text in row_of.items()):
            for name, value in cells.items():
                page.cell(row, at[name]).value = value
            break
    else:
        raise AssertionError(row_of)
    opened.save(path)


def states(facts: FactTable) -> list[object]:
    columns = [*facts.columns.items()]
    for table_id, records in facts.records.items():
        columns += [(f"{table_id}.{name}", each) for name, each in records.columns.items()]
    return [
        (name, each.values.tolist(), each.states.tolist(), each.levels) for name, each in columns
    ] + [
        (name, each.states.tolist(), each.in_window.tolist())
        for name, each in facts.records.items()
    ]


def test_book_when_it_is_blank_then_reading_it_changes_nothing(ruleset, facts, book) -> None:
    again = read_facts(ruleset, [FACTS, book])
    assert states(again) == states(facts)
    assert again.revisions == ()
    assert [str(each) for each in again.problems] == [str(each) for each in facts.problems]


def test_book_when_a_value_is_filled_in_then_it_stands(ruleset, book) -> None:
    who = {"核查人": "张三", "核查日期": "2025-11-20", "核查理由": "没有方案"}
    fill(book, "核查记录", {"学校标识码": "001", "字段": "运动会次数"}, 核查值=0, **who)
    fill(book, "核查记录", {"学校标识码": "002", "字段": "监测覆盖率"}, 核查值="维持", **who)
    found = read_facts(ruleset, [FACTS, book])
    assert cell_text(found.columns["运动会次数"], 0) == "0"
    assert [each.outcome for each in found.revisions] == [Outcome.CHANGED, Outcome.CONFIRMED]
    assert not [each for each in found.problems if each.code in ("F073", "F074")]


def test_book_when_every_fact_is_confirmed_then_no_value_is_at_odds_with_what_was_handed_in(
    ruleset, facts, book
) -> None:
    opened = openpyxl.load_workbook(book)
    page = opened["核查记录"]
    at = {cell.value: cell.column for cell in page[3]}
    for row in range(4, page.max_row + 1):
        page.cell(row, at["核查值"]).value = "维持"
    opened.save(book)
    found = read_facts(ruleset, [FACTS, book])
    assert states(found) == states(facts)
    assert {each.outcome for each in found.revisions} == {Outcome.CONFIRMED}
    assert len(found.revisions) == page.max_row - 3
    assert not [each for each in found.problems if each.code == "F073"]


def test_book_when_a_record_is_refused_and_another_added_then_the_points_follow(
    ruleset, facts, book
) -> None:
    who = {"核查人": "张三", "核查日期": "2025-11-20", "核查理由": "没有证书"}
    page = openpyxl.load_workbook(book)["获奖"]
    first = {str(cell.value): str(page.cell(4, cell.column).value) for cell in page[3][:3]}
    fill(book, "获奖", first, 核查结论="不认可", **who)
    found = read_facts(ruleset, [FACTS, book])
    assert found.records["获奖"].in_window.sum() == facts.records["获奖"].in_window.sum() - 1
    result = assess(ruleset, found)
    assert result.inflation is not None
    bonus = next(
        each for each in result.inflation.sums if each.indicator and each.indicator.id == "BO1"
    )
    assert bonus.reported == sum(
        assess(ruleset, facts).book.points[
            :, [each.id for each in result.scores.indicators].index("BO1")
        ]
    )


def test_book_when_only_one_school_is_asked_for_then_it_has_no_other(
    ruleset, facts, tmp_path
) -> None:
    made = make_verification_book(ruleset, facts, tmp_path / "a.xlsx", schools=["002"])
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["核查记录"]
    assert {page.cell(row, 1).value for row in range(4, page.max_row + 1)} == {"002"}
    assert (made.n_schools, made.n_facts) == (1, page.max_row - 3)


def test_review_book_when_made_then_lists_what_was_verified_with_both_values(
    ruleset, book, tmp_path
) -> None:
    who = {"核查人": "张三", "核查日期": "2025-11-20", "核查理由": "没有方案"}
    fill(book, "核查记录", {"学校标识码": "001", "字段": "运动会次数"}, 核查值=0, **who)
    verified = read_facts(ruleset, [FACTS, book])
    out = tmp_path / "复核表.xlsx"
    made = make_verification_book(ruleset, verified, out, stage=Stage.REVIEWED)
    assert made.n_facts == 1
    fill(
        out,
        "复核记录",
        {"字段": "运动会次数"},
        复核值=1,
        复核人="李四",
        复核日期="2025-12-01",
        复核理由="补交",
    )
    found = read_facts(ruleset, [FACTS, book, out])
    assert [(each.stage.label, each.old, each.new) for each in found.revisions] == [
        ("核查", "1", "0"), ("复核", "0", "1"),
    ]  # fmt: skip
    assert cell_text(found.columns["运动会次数"], 0) == "1"


def test_review_book_when_nothing_was_verified_then_it_is_refused(ruleset, facts, tmp_path) -> None:
    with pytest.raises(UsageProblem, match="没有可以复核的事实"):
        make_verification_book(ruleset, facts, tmp_path / "a.xlsx", stage=Stage.REVIEWED)


def test_command_when_the_file_is_there_then_it_is_not_overwritten(book, capsys) -> None:
    code = cli.run(["facts", "verify", str(RULES), str(FACTS), "-o", str(book)])
    assert code == 2
    assert "没有覆盖" in capsys.readouterr().err


def test_command_when_run_then_says_what_it_made_and_what_to_do(tmp_path, capsys) -> None:
    out = tmp_path / "核查表.xlsx"
    assert cli.run(["facts", "verify", str(RULES), str(FACTS), "-o", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "3 所学校" in printed
    assert "空着的不作改动" in printed


def test_school_when_nobody_handed_in_its_facts_then_the_roster_is_not_blamed(
    ruleset, facts, tmp_path
) -> None:
    with pytest.raises(UsageProblem, match="交来的表里没有学校“9999”"):
        make_verification_book(ruleset, facts, tmp_path / "a.xlsx", schools=["9999"])


def test_rows_when_facts_come_from_long_names_then_all_can_be_read(book) -> None:
    page = openpyxl.load_workbook(book)["核查记录"]
    heights = {page.row_dimensions[row].height for row in range(4, page.max_row + 1)}
    assert None not in heights
    assert min(heights) >= 21
