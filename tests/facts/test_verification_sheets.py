"""Verification is read wherever a team writes it: its own sheet, a form, or beside the facts."""

from dataclasses import replace
from datetime import date

import pytest

from engine.facts.cells.display import cell_text
from engine.facts.stages.revision import Outcome

HEAD = ["学校标识码", "学校名称", "支部数", "覆盖率", "有食堂"]
SCHOOLS = [HEAD, ["0012", "二中", 3, "95%", "是"], ["0013", "三中", 5, "80%", "否"]]
FORM = ["字段", "填报值", "单位", "核查值", "核查人", "核查日期", "核查理由", "复核值", "复核人"]


def text(facts, field, at=0):
    return cell_text(facts.columns[field], at)


def form(*lines, head=FORM):
    return [["单位填报表"], head, ["学校标识码", "0012"], ["学校名称", "二中"], *lines]


def test_form_when_it_has_columns_of_verification_then_they_stand_over_its_values(folder, codes):
    folder.workbook(
        "0012.xlsx",
        {
            "填报": form(
                ["支部数", 3, "个", 2, "张三", date(2025, 11, 20), "缺批复", 3, "李四"],
                ["覆盖率", "95%", None, "维持", "张三", "2025-11-20", None, None, None],
                ["有食堂", "是", None, None, None, None, None, None, None],
            )
        },
    )
    facts = folder.read()
    assert [text(facts, each) for each in HEAD[2:]] == ["3", "95%", "是"]
    assert [(each.old, each.new, each.who) for each in facts.revisions] == [
        ("3", "2", "张三"), ("2", "3", "李四"), ("95%", "95%", "张三"),
    ]  # fmt: skip
    assert str(facts.columns["支部数"].places.place(0)).endswith("「填报」!H5")
    assert codes(facts) == ["F074"]  # the review tells neither when nor why


def test_form_when_its_value_column_is_called_self_reported_then_it_is_the_value(folder):
    folder.workbook(
        "0012.xlsx", {"组织": form(["支部数", 3, 2], head=["字段", "自评值", "核查值"])}
    )
    facts = folder.read()
    assert text(facts, "支部数") == "2"
    assert cell_text(facts.reported["支部数"], 0) == "3"


def test_form_when_two_stand_side_by_side_then_its_verification_is_not_guessed(folder, only):
    head = ["字段", "填报值", "字段", "填报值", "核查值"]
    lines = [["学校标识码", "0012", "支部数", 3, 2], ["有食堂", "是", "覆盖率", "95%", None]]
    folder.workbook("0012.xlsx", {"填报": [head, *lines]})
    facts = folder.read()
    assert "左右并排" in only(facts, "F077").message
    assert text(facts, "支部数") == "3"


def test_sheet_when_a_field_has_a_column_of_verified_values_then_it_stands(folder, codes):
    head = [*HEAD, "支部数（核查值）", "覆盖率核查值", "核查人", "核查日期", "核查理由"]
    stamp = ["张三", "2025-11-20", "现场清点"]
    folder.workbook(
        "a.xlsx",
        {"学校": [head, [*SCHOOLS[1], 2, "95%", *stamp], [*SCHOOLS[2], None, "70%", *stamp]]},
    )
    facts = folder.read()
    assert [text(facts, "支部数", at) for at in (0, 1)] == ["2", "5"]
    assert [text(facts, "覆盖率", at) for at in (0, 1)] == ["95%", "70%"]
    assert [each.outcome for each in facts.revisions] == [
        Outcome.CHANGED, Outcome.CONFIRMED, Outcome.CHANGED,
    ]  # fmt: skip
    assert {each.why for each in facts.revisions} == {"现场清点"}
    assert codes(facts) == []


@pytest.mark.parametrize("name", ["核查", "附表2-核查结果", "2025年核查记录表", "市级核查"])
def test_wide_sheet_when_its_name_says_verification_then_its_cells_are_verified_values(
    folder, codes, name
):
    folder.workbook("a.xlsx", {"学校": SCHOOLS})
    wide = [
        ["序号", "学校名称", "有食堂", "支部数", "核查人", "核查日期", "理由"],
        [1, "三中", None, 4, "张三", "2025-11-20", "一个支部已撤"],
        [2, "二中", "维持", None, "张三", "2025-11-20", None],
        ["合计", None, None, 4, None, None, None],
    ]
    folder.workbook("b.xlsx", {name: wide})
    facts = folder.read()
    assert facts.school_ids == ("0012", "0013")
    assert [text(facts, "支部数", at) for at in (0, 1)] == ["3", "4"]
    assert [(each.school, each.field, each.outcome.label) for each in facts.revisions] == [
        (0, "有食堂", "维持"), (1, "支部数", "改动"),
    ]  # fmt: skip
    assert sorted(codes(facts)) == ["F017", "F092"]


def test_wide_sheet_when_a_school_is_not_known_then_it_makes_no_school(folder, only):
    folder.workbook("a.xlsx", {"学校": SCHOOLS})
    folder.workbook("b.xlsx", {"核查": [HEAD, ["0099", "九中", 1, None, None]]})
    facts = folder.read()
    assert facts.school_ids == ("0012", "0013")
    assert "没有交事实表" in only(facts, "F070").message


def test_wide_sheet_when_it_has_a_misspelt_column_then_a_warning_guesses(folder, only):
    folder.workbook("a.xlsx", {"学校": SCHOOLS})
    head = ["学校标识码", "支部数量", "有食堂"]
    folder.workbook("b.xlsx", {"核查": [head, ["0012", 1, "否"]]})
    facts = folder.read()
    assert "支部数" in only(facts, "F012").hint
    assert text(facts, "有食堂") == "否"


def test_sheet_when_its_name_says_verification_but_nothing_is_recognised_then_an_error_says_how(
    folder, only
):
    folder.workbook("a.xlsx", {"学校": SCHOOLS, "核查记录": [["走访情况"], ["校园整洁"]]})
    error = only(folder.read(), "F077")
    assert error.severity == "error"
    assert "核查值" in error.hint


def test_sheet_when_it_is_in_the_schools_own_workbook_then_it_needs_no_school(folder, codes):
    long = [["字段", "自评值", "核查值", "核查人", "日期", "理由"]]
    long.append(["支部数", 3, 2, "张三", "2025-11-20", "缺批复"])
    folder.workbook("a.xlsx", {"学校": SCHOOLS[:2], "核查": long})
    facts = folder.read()
    assert (text(facts, "支部数"), codes(facts)) == ("2", [])


def test_sheet_when_it_gives_its_school_among_the_facts_then_that_is_the_school(folder, codes):
    folder.workbook("a.xlsx", {"学校": SCHOOLS})
    long = [["字段", "填报值", "核查值", "核查人", "核查日期", "核查理由"]]
    long += [["学校标识码", "0013"], ["学校名称", "三中"]]
    long.append(["支部数", 5, 4, "张三", "2025-11-20", "缺批复"])
    folder.workbook("b.xlsx", {"核查表": long})
    facts = folder.read()
    assert [text(facts, "支部数", at) for at in (0, 1)] == ["3", "4"]
    assert codes(facts) == []


def test_csv_when_its_titles_say_verification_then_its_name_does_not_matter(folder, codes):
    folder.workbook("a.xlsx", {"学校": SCHOOLS})
    titles = "学校代码,字段,自评值,核查值,核查人,核查日期,核查理由"
    row = "0012,党支部数,3,2,张三,2025/11/20,缺批复"
    folder.text("11月20日.csv", f"{titles}\n{row}\n", "gb18030")
    facts = folder.read()
    assert (text(facts, "支部数"), codes(facts)) == ("2", [])
    assert facts.revisions[0].when == "2025-11-20"


def test_sheet_when_it_has_a_unit_column_then_the_value_is_converted(folder, codes):
    folder.workbook("a.xlsx", {"学校": [["学校标识码", "经费"], ["0012", 120000]]})
    titles = ["学校标识码", "字段", "单位", "自评值", "核查值", "核查人", "日期", "理由"]
    row = ["0012", "经费", "万元", 12, 11.5, "张三", "2025-11-20", "有一笔不算"]
    folder.workbook("b.xlsx", {"核查": [titles, row]})
    facts = folder.read()
    assert text(facts, "经费") == "115000"
    assert "F073" not in codes(facts)


def test_facts_when_a_sheet_is_only_named_like_a_part_with_verification_then_it_stays_a_part(
    folder, ruleset
):
    fields = dict(ruleset.fields)
    fields["支部数"] = replace(fields["支部数"], sheet="核查")
    folder.ruleset = replace(ruleset, fields=fields)
    folder.workbook("a.xlsx", {"核查": SCHOOLS})
    facts = folder.read()
    assert text(facts, "支部数") == "3"
    assert facts.revisions == ()


def test_row_when_its_name_is_nobodys_then_it_is_read_by_its_id_and_said(folder, only):
    folder.workbook("a.xlsx", {"学校": SCHOOLS})
    folder.workbook("b.xlsx", {"核查": [HEAD, ["0012", "九中", 5, None, None]]})
    facts = folder.read()
    assert text(facts, "支部数", 0) == "5"
    found = only(facts, "F070")
    assert "名称“九中”与学校标识码“0012”的名称“二中”不同" in found.message
    assert str(found.place).endswith("b.xlsx「核查」!C2")
