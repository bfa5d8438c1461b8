"""A workbook that was made, filled in and handed in reads as it was filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.diagnostics import FactsUnusable, Severity
from engine.facts.cells.display import cell_text
from engine.facts.table import State

RULESETS = ("datong", "counties", "english")


@pytest.mark.parametrize("which", RULESETS)
def test_blank_workbook_when_filled_in_then_every_value_is_read(
    which: str, make: Any, clerk: Any, helpers: Any, request: pytest.FixtureRequest
) -> None:
    ruleset = request.getfixturevalue(which)
    desk = clerk(make(ruleset))
    values = helpers.school_values(ruleset, start=1)
    assert desk.fill(values) == set(values)
    facts = helpers.read(ruleset, [desk.save()])
    assert facts.n_schools == 1
    assert not list(helpers.differences(ruleset, facts, 0, values))


@pytest.mark.parametrize("which", RULESETS)
def test_record_tables_when_filled_in_then_every_record_is_read(
    which: str, make: Any, clerk: Any, helpers: Any, request: pytest.FixtureRequest
) -> None:
    ruleset = request.getfixturevalue(which)
    desk = clerk(make(ruleset))
    desk.fill(helpers.school_values(ruleset))
    below = ruleset.below.table if ruleset.below else ""
    tables = [
        table for table in ruleset.tables.values() if table.id != below and not table.from_last_year
    ]
    for table in tables:
        desk.add(table.id, helpers.record_values(table))
    facts = helpers.read(ruleset, [desk.save()])
    for table in tables:
        columns = facts.records[table.id].columns
        wanted = sorted(
            tuple(helpers.said(table.fields[name], value) for name, value in record.items())
            for record in helpers.record_values(table)
        )
        read = sorted(
            tuple(cell_text(columns[name], row) for name in table.fields)
            for row in range(facts.records[table.id].n_records)
        )
        assert read == wanted


def test_workbook_when_filled_in_then_there_is_nothing_to_say_about_it(
    make: Any, clerk: Any, helpers: Any, english: Any
) -> None:
    desk = clerk(make(english))
    desk.fill(helpers.school_values(english))
    for table in english.tables.values():
        desk.add(table.id, helpers.record_values(table)[:1])
    problems = helpers.read(english, [desk.save()]).problems
    assert not [each for each in problems if each.severity is not Severity.NOTE], problems
    assert {each.code for each in problems} <= {"F010"}  # 佐证目录, where nothing is read from it


def test_workbook_when_nothing_is_filled_in_then_it_names_no_school(
    make: Any, helpers: Any, english: Any
) -> None:
    with pytest.raises(FactsUnusable) as refused:
        helpers.read(english, [make(english)])
    assert {"F020", "F026"} <= {each.code for each in refused.value.diagnostics}


def test_same_wish_when_fulfilled_twice_then_the_bytes_are_the_same(
    make: Any, english: Any, tmp_path: Path
) -> None:
    first, second = make(english, "一.xlsx"), make(english, "二.xlsx")
    assert first.read_bytes() == second.read_bytes()
    assert tmp_path in first.parents


def test_record_tables_when_none_is_written_or_they_stay_empty_then_there_are_no_records(
    make: Any, clerk: Any, helpers: Any, english: Any
) -> None:
    """A zero report is asked of 师德案件; of 获奖 an empty sheet that was handed in is enough."""
    desk = clerk(make(english))
    desk.fill(helpers.school_values(english))
    desk.book["师德案件"]["A4"] = "无"
    facts = helpers.read(english, [desk.save()])
    for name in ("师德案件", "获奖"):
        assert facts.records[name].n_records == 0
        assert facts.records[name].states.tolist() == [State.PRESENT]


def test_form_when_a_value_beside_is_a_fields_name_then_it_is_no_line_of_its_own(
    make: Any, clerk: Any, helpers: Any, english: Any
) -> None:
    """Last year's value, a remark or an option may read like a field."""
    desk = clerk(make(english))
    desk.fill(helpers.school_values(english))
    sheet = desk.book["组织"]
    for row in (4, 5, 6):
        sheet.cell(row, 4).value = "支部数"
        sheet.cell(row, 5).value = "学段"
    facts = helpers.read(english, [desk.save()])
    values = helpers.school_values(english)
    assert not list(helpers.differences(english, facts, 0, values))
