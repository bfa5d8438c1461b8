"""The score book says what the tables of the run say: every school and point."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

from engine.reports.csv_file import cell_text
from engine.scorebook.tables import AFTER, BESIDE_RANKS, BESIDE_VETOES

HEADS_OF_MATRIX = 4


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    heads = [cell.value.split("\n")[0] for cell in sheet[1]]
    return [
        dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)
    ]


def number(text: str) -> Fraction:
    whole, _, part = text.partition(" ")
    sign = -1 if text.startswith("-") else 1
    return sign * (abs(Fraction(whole)) + (Fraction(part) if part else 0))


def test_the_sheets_stand_in_order_and_none_is_empty(book):
    first = ["说明", "总表", "指标得分", "失分明细", "否决与追责", "整改提分", "班子责任"]
    assert book.sheetnames[:7] == first
    assert {"各组名次", "名额使用", "各组情况", "公示名单", "问题清单"} <= set(book.sheetnames)
    assert all(sheet.max_row > 1 for sheet in book.worksheets)


def test_the_totals_are_those_of_the_run_and_ids_stay_text(run, book):
    rows = rows_of(book["总表"])
    assert [row["学校标识码"] for row in rows] == [row["school_id"] for row in run.scores]
    assert any(row["学校标识码"].startswith("0") for row in rows)
    for row, scores in zip(rows, run.scores, strict=True):
        for title, key in (("基础分", "base"), ("加分", "bonus"), ("扣分", "deduction")):
            assert row[title] == pytest.approx(float(number(scores[key])))
        assert isinstance(row["总分"], (int, float))
        assert row["总分"] == pytest.approx(float(number(scores["total"])))
        assert (row["等次"] or "") == scores["grade"]
        assert row["同组名次"] == (int(scores["rank"]) if scores["rank"] else None)
        assert row["状态"] == scores["status"]


def test_the_matrix_holds_every_school_and_indicator_and_no_status_is_a_zero(run, book):
    sheet = book["指标得分"]
    ids = [each["id"] for each in run.catalogue["indicators"]]
    heads = [cell.value for cell in sheet[HEADS_OF_MATRIX - 1]][3:]
    assert [head.split("\n")[0] for head in heads] == ids
    cells = {
        row[0]: dict(zip(ids, row[3:], strict=True))
        for row in sheet.iter_rows(min_row=HEADS_OF_MATRIX + 1, values_only=True)
    }
    assert len(cells) == len(run.scores)
    seen = set()
    for row in run.table("indicators"):
        cell = cells[row["school_id"]][row["indicator"]]
        if row["status"] == "已计分":
            assert cell == pytest.approx(float(number(row["points"])))
        elif isinstance(cell, str):
            assert cell == row["status"]
            seen.add(cell)
        else:
            assert cell
            assert cell == pytest.approx(float(number(row["points"])))
    assert {"不适用", "缺失", "仅供参考"} <= seen


def test_the_heads_of_the_matrix_are_merged_over_dimensions_and_stay_in_sight(run, book):
    sheet = book["指标得分"]
    merged = {str(each) for each in sheet.merged_cells.ranges}
    by_dimension = [
        sum(
            each["path"][:1] == [f"{of['id']} {of['name']}"] for each in run.catalogue["indicators"]
        )
        for of in run.catalogue["dimensions"]
    ]
    first = get_column_letter(4)
    last = get_column_letter(3 + by_dimension[0])
    assert f"{first}1:{last}1" in merged
    assert sheet.freeze_panes == "D5"
    assert sheet.print_title_rows == "$1:$4"


def test_the_lost_points_are_the_negative_lines_of_the_ledger(run, book):
    rows = rows_of(book["失分明细"])
    lost = {"失分", "缺项", "扣分", "否决计零"}
    wanted = [
        (row["school_id"], cell_text(row["sentence"]), float(number(row["points"])))
        for row in run.table("ledger")
        if row["kind"] in lost and (row["points"].startswith("-") or row["kind"] == "缺项")
    ]
    found = [
        (row["学校标识码"], row["说明"], row["分数变动"]) for row in rows if row["类别"] in lost
    ]
    assert found == wanted
    assert all(row["填报处"] for row in rows if row["类别"] == "失分")


def test_the_links_of_a_school_lead_to_its_losses_and_its_score_sheet(written, book):
    totals, losses = book["总表"], book["失分明细"]
    heads = [cell.value for cell in totals[1]]
    to_losses, to_sheet = heads.index("失分明细"), heads.index("评分表")
    for row in totals.iter_rows(min_row=2):
        school, place = row[0].value, row[to_losses].hyperlink.location
        first = int(place.rpartition("!A")[2])
        assert losses.cell(first, 1).value == school
        assert losses.cell(first - 1, 1).value != school
        target = row[to_sheet].hyperlink.target.replace("\\", "/")
        assert (written / target).is_file()
        assert target.startswith(f"score-sheets/{school}_")


def test_ranks_go_down_in_each_cohort_and_say_whom_the_places_moved(run, book):
    rows = rows_of(book["各组名次"])
    assert sorted(row["学校标识码"] for row in rows) == sorted(
        row["school_id"] for row in run.scores
    )
    for before, row in pairwise(rows):
        if before["同组"] == row["同组"] and row["名次"]:
            assert before["名次"] <= row["名次"]
    moved = {row["学校标识码"] for row in rows if row["受名额影响"]}
    assert moved == {
        story["school_id"]
        for story in run.stories()
        if any(each["kind"] == "quota" for each in story["moves"])
    }


def test_the_list_to_publish_names_nobody(run, book):
    cells = {
        str(cell) for row in book["公示名单"].iter_rows(min_row=2, values_only=True) for cell in row
    }
    persons = {row["person"] for row in run.table("duties")}
    assert persons
    assert not any(person in cell for person in persons for cell in cells)
    assert {row["grade"] for row in run.scores if row["grade"]} <= cells


def test_vetoes_are_those_of_the_run_with_who_answers(run, book):
    rows = rows_of(book["否决与追责"])
    found = sorted((row["学校标识码"], row["条款"], row["状态"]) for row in rows)
    assert found == sorted(
        (row["school_id"], row["clause"], row["status"]) for row in run.table("vetoes")
    )
    in_force = [row for row in rows if row["状态"] == "生效"]
    assert all(row["触发"] and row["后果"] for row in in_force)
    assert any(
        "书记" in row["责任人"] and "校长" in row["责任人"] for row in in_force if row["责任人"]
    )


def test_gains_stand_beside_the_losses_and_the_way_to_the_next_grade_is_told(run, book):
    items = {
        (story["school_id"], each["id"]): each
        for story in run.stories()
        for each in story["gains"]["items"]
    }
    told = [row for row in rows_of(book["失分明细"]) if row["补齐后"]]
    assert len({(row["学校标识码"], row["编号"]) for row in told}) == len(items)
    for row in told:
        item = items[row["学校标识码"], row["编号"]]
        assert row["补齐后"].startswith(item["sentence"])
        if item["gain"] is not None:
            assert row["补齐后加分"] == pytest.approx(float(item["gain"]))
    ways = {row["学校标识码"]: row for row in rows_of(book["整改提分"])}
    for story in run.stories():
        plan = story["gains"]["next"]
        row = ways[story["school_id"]]
        assert row["说明"] == plan["sentence"]
        assert (row["上一等次"] or "") == plan["grade"]
        named = (row["最少补的项"] or "").split("；")
        assert [each.partition(" ")[0] for each in named] == (plan["items"] or [""])


def test_a_table_of_the_run_has_all_its_rows(run, book):
    shown = [each for each in (*BESIDE_VETOES, *BESIDE_RANKS, *AFTER) if each.sheet in book]
    assert {"persons", "posts", "offices", "quotas", "cohorts", "problems"} <= {
        each.file for each in shown
    }
    for each in shown:
        assert book[each.sheet].max_row == len(run.table(each.file)) + 1
