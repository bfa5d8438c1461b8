"""A workbook of another edition is refused, and the refusal says what differs."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engine.diagnostics import Diagnostic, FactsUnusable
from engine.facts import FactTable, Inputs, read_facts
from engine.facts.books.edition import edition_of
from engine.ruleset import load_ruleset
from engine.ruleset.form import form_fingerprint
from engine.ruleset.model import RuleSet

Filled = Callable[[], Path]


@pytest.fixture
def filled(make: Any, clerk: Any, helpers: Any, english: RuleSet) -> Filled:
    """Return a function that makes a workbook for the small ruleset and fills it in."""

    def fill() -> Path:
        desk = clerk(make(english))
        desk.fill(helpers.school_values(english))
        saved: Path = desk.save()
        return saved

    return fill


def refused(ruleset: RuleSet, path: Path) -> Diagnostic:
    """Return why a workbook was not let in: the only thing there is to say about it."""
    with pytest.raises(FactsUnusable) as caught:
        read_facts(ruleset, [path])
    found = [each for each in caught.value.diagnostics if each.code != "F026"]
    assert len(found) == 1, found
    return found[0]


def changed(ruleset: RuleSet, name: str, **more: Any) -> RuleSet:
    fields = {**ruleset.fields, name: replace(ruleset.fields[name], **more)}
    return replace(ruleset, fields=fields)


def test_workbook_when_of_another_ruleset_then_it_is_refused_by_name(
    filled: Filled, english: RuleSet
) -> None:
    told = refused(replace(english, id="别的方案"), filled())
    assert (told.code, told.place and told.place.file.endswith("填报表.xlsx")) == ("F067", True)
    assert "“small”" in told.message
    assert "“别的方案”" in told.message
    assert "pingheng template" in told.hint


def test_workbook_when_of_another_year_then_both_years_are_told(
    filled: Filled, english: RuleSet
) -> None:
    told = refused(replace(english, year=2026), filled())
    assert told.code == "F068"
    assert "2025 年度" in told.message
    assert "2026 年度" in told.message


def test_workbook_when_a_range_was_changed_since_then_old_and_new_are_told(
    filled: Filled, english: RuleSet
) -> None:
    told = refused(changed(english, "支部数", high=Fraction(300)), filled())
    assert told.code == "F069"
    assert "“支部数”原为“整数；单位个；不小于0；不大于200”" in told.message
    assert "现为“整数；单位个；不小于0；不大于300”" in told.message
    assert f'接受的填报表: ["{form_fingerprint(english)}"]' in told.hint


def test_workbook_when_fields_came_and_went_since_then_they_are_told(
    filled: Filled, english: RuleSet
) -> None:
    fields = dict(english.fields)
    new = replace(fields.pop("支部数"), id="党支部个数", aliases=())
    told = refused(replace(english, fields={**fields, new.id: new}), filled())
    assert "新增“党支部个数”；删去“支部数”" in told.message


def test_workbook_when_its_form_is_accepted_then_it_is_read(
    filled: Filled, english: RuleSet
) -> None:
    new = changed(english, "支部数", high=Fraction(300))
    facts = read_facts(replace(new, accepted_forms=(form_fingerprint(english),)), [filled()])
    assert facts.n_schools == 1


def test_workbook_when_it_is_of_this_edition_then_the_sheet_of_lists_is_not_even_opened(
    filled: Filled, english: RuleSet
) -> None:
    path = filled()
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    last = max(
        (name for name in parts if name.startswith("xl/worksheets/sheet")),
        key=lambda name: int("".join(filter(str.isdigit, name))),
    )
    parts[last] = b"no sheet at all"
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    assert read_facts(english, [path]).n_schools == 1
    with pytest.raises(FactsUnusable) as caught:
        read_facts(replace(english, year=2026), [path])
    assert {"F003", "F068"} <= {each.code for each in caught.value.diagnostics}


def test_workbook_when_only_words_and_points_changed_then_it_is_read(
    filled: Filled, english: RuleSet
) -> None:
    new = changed(
        english, "支部数", note="改了说明", evidence="名册", filled_by="人事科", required=True
    )
    assert read_facts(replace(new, full_points=Fraction(50)), [filled()]).n_schools == 1


def test_fingerprint_when_keys_are_in_the_other_language_then_it_is_the_same(
    english: RuleSet,
) -> None:
    small = load_ruleset(Path(__file__).parents[1] / "rulesets" / "small")
    assert form_fingerprint(small) == form_fingerprint(english)


@pytest.mark.parametrize(
    ("lost", "is_read"), [("property", False), ("guide", False), ("property and guide", True)]
)
def test_mark_when_lost_then_the_other_one_still_tells(
    lost: str, is_read: bool, filled: Filled, english: RuleSet
) -> None:
    """Without both, nobody can tell where a workbook comes from: it is read like any other."""
    path = filled()
    book = openpyxl.load_workbook(path)
    if "property" in lost:
        for name in list(book.custom_doc_props.names):
            del book.custom_doc_props[name]
    if "guide" in lost:
        del book["说明"]
    book.save(path)
    if is_read:
        assert read_facts(replace(english, year=2026), [path]).n_schools == 1
    else:
        assert refused(replace(english, year=2026), path).code == "F068"


def test_batch_when_one_workbook_is_refused_then_the_others_are_read(
    filled: Filled, make: Any, clerk: Any, helpers: Any, english: RuleSet, tmp_path: Path
) -> None:
    folder = tmp_path / "交来的"
    folder.mkdir()
    shutil.copy(filled(), folder / "今年.xlsx")
    desk = clerk(make(replace(english, year=2024), "去年.xlsx"))
    desk.fill(helpers.school_values(english, start=9))
    shutil.copy(desk.save(), folder / "去年.xlsx")
    facts = read_facts(english, [folder])
    assert facts.n_schools == 1
    assert [each.code for each in facts.problems if each.code.startswith("F06")] == ["F068"]


def test_workbook_of_last_year_when_given_as_last_years_then_it_is_read(
    filled: Filled, make: Any, clerk: Any, helpers: Any, english: RuleSet
) -> None:
    desk = clerk(make(replace(english, id="small-2024", year=2024), "去年.xlsx"))
    desk.fill(helpers.school_values(english))
    facts: FactTable = read_facts(english, Inputs((filled(),), last_facts=(desk.save(),)))
    assert facts.last is not None
    assert facts.last.columns["支部数"].states[0] == 0


def test_mark_when_made_then_it_stands_on_the_guide_and_in_the_properties(
    make: Any, english: RuleSet
) -> None:
    book = openpyxl.load_workbook(make(english))
    mark = f"small|2025|{form_fingerprint(english)}"
    assert str(edition_of(english)) == mark
    assert book.custom_doc_props["评衡填报表"].value == mark
    assert any(mark in str(cell.value) for row in book["说明"].iter_rows(max_row=8) for cell in row)
