"""What a clerk changes in a rulebook is what changes in the rules, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from engine.editing import (
    Change,
    MoveItem,
    PutEntry,
    PutItem,
    Remove,
    RenameKey,
    SetValue,
    edit_text,
)
from engine.rulebook import Proposal
from engine.rulebook.sources import parse_source, same_tree
from engine.ruleset import check_ruleset
from tests.rulebook.conftest import DATONG, TOP, Book

A, B, C = "dimensions/a.yaml", "dimensions/b.yaml", "dimensions/c.yaml"
HALF: dict[str, Any] = {
    "编号": "A103",
    "指标": "新",
    "方法": "全有全无",
    "方法参数": "条件: 有食堂",
}
HALF_SOURCE = "{编号: A103, 名称: 新, 分值: 1, 计分: {方法: 全有全无, 条件: 有食堂}}"

# section, title and value that name a row, head, what is typed; what of which file it changes
SCALARS: list[tuple[str, str, str, str, Any, str, tuple[Any, ...], str]] = [
    ("indicators", "编号", "A101", "分值", 2.25, A, ("指标", 0, "指标", 0, "分值"), "2.25"),
    ("indicators", "编号", "B3", "分值", "１１/３ ", B, ("指标", 2, "分值"), "11/3"),
    ("indicators", "编号", "A101", "责任科室", " 组织科\n", A,
     ("指标", 0, "指标", 0, "责任科室"), "组织科"),
    ("indicators", "编号", "A203", "事项", "师德师风，组织", A,
     ("指标", 1, "指标", 2, "事项"), "[师德师风, 组织]"),
    ("indicators", "编号", "A101", "评分标准", "得分: 一半", A,
     ("指标", 0, "指标", 0, "评分标准"), '"得分: 一半"'),
    ("indicators", "编号", "A101", "佐证", "第一行\r\n第二行_x000D_\n", A,
     ("指标", 0, "指标", 0, "佐证"), '"第一行\\n第二行"'),
    ("indicators", "编号", "A201", "方法参数", "取值：主题党日月数\n零分值：0\n满分值：10", A,
     ("指标", 1, "指标", 0, "计分", "满分值"), "10"),
    ("indicators", "编号", "C1", "方法", "取高 ", "", (), ""),
    ("ruleset", "项目", "考核窗口 / 起", "值", "2024.9.1", "ruleset.yaml",
     ("考核窗口", "起"), "2024-09-01"),
    ("ruleset", "项目", "考核窗口 / 止", "值", date(2026, 1, 31), "ruleset.yaml",
     ("考核窗口", "止"), "2026-01-31"),
    ("ruleset", "项目", "满分", "值", 51, "ruleset.yaml", ("满分",), "51"),
    ("ruleset", "项目", "缺失时", "值", "暂缓定等", "ruleset.yaml", ("缺失时",), "暂缓定等"),
    ("quotas", "等次", "优秀", "比例", 0.355, "ruleset.yaml", ("名额", 0, "比例"), "35.5%"),
    ("quotas", "等次", "良好", "数量", "41", "ruleset.yaml", ("名额", 1, "数量"), "41"),
    ("grades", "等次", "良好", "不低于", 43.5, "ruleset.yaml", ("等次设置", 1, "不低于"), "43.5"),
    ("scales", "名称", "次数档", "档次", "[{不少于: 2, 得: 3}, {等于: 1, 得: 2}, {小于: 1, 得: 0}]",
     "ruleset.yaml", ("分档表", "次数档"),
     "[{不少于: 2, 得: 3}, {等于: 1, 得: 2}, {小于: 1, 得: 0}]"),
    ("fields", "名称", "支部数", "范围", "[0, 300]", "fields.yaml",
     ("字段清单", "支部数", "范围"), "[0, 300]"),
    ("fields", "名称", "学段", "必填", False, "fields.yaml",
     ("字段清单", "学段", "必填"), "否"),
    ("tables", "列", "教师", "必填", "×", "fields.yaml",
     ("台账清单", "师德案件", "字段清单", "教师", "必填"), "否"),
    ("derived", "名称", "支部占比", "怎么算", "比率: {分子: 支部数, 分母: 支部数}", "fields.yaml",
     ("派生值", "支部占比", "比率"), "{分子: 支部数, 分母: 支部数}"),
    ("checks", "编号", "核1", "程度", "警告", "checks.yaml", ("核对", 0, "程度"), "警告"),
    ("vetoes", "编号", "AQ-1", "轻重", 21.0, "vetoes.yaml", ("否决条款", 2, "轻重"), "21"),
    ("vetoes", "编号", "AQ-1", "后果", "- {否优: 是}", "vetoes.yaml",
     ("否决条款", 2, "后果"), "[{否优: 是}]"),
    ("kinds", "代号", "监", "系数", 0.4, "duties.yaml", ("责任", "责任类型", "监", "系数"), "0.4"),
    ("matrix", "责任领域", "组织", "校长", "主", "duties.yaml",
     ("责任", "责任矩阵", 0, "责任", "校长"), "主"),
    ("duties", "项目", "失责追责", "值", "评先评优、晋级", "duties.yaml",
     ("责任", "失责追责"), "[评先评优, 晋级]"),
    ("city", "编号", "QS2", "单位", "所", "city.yaml", ("全市数据", 1, "单位"), "所"),
    ("coverage", "清单行", "C106", "说明", "另说", "coverage.yaml", ("覆盖", 2, "说明"), "另说"),
    ("adjustments", "编号", "BO2", "分值", 0.6, "adjustments.yaml",
     ("加分", "项目", 1, "分值"), "0.6"),
    ("adjustments", "类别", "扣分", "封顶", 7, "adjustments.yaml", ("扣分", "封顶"), "7"),
]  # fmt: skip


def told(proposal: Proposal) -> list[str]:
    return [str(each) for each in proposal.diagnostics]


def changes_of(proposal: Proposal) -> list[tuple[str, Change]]:
    return [(file, each) for file, changes in proposal.changes.items() for each in changes]


def says(change: Change, source: str) -> bool:
    """Tell whether a change asks for a value."""
    wanted, meant = parse_source(getattr(change, "text", "")), parse_source(source)
    return wanted is not None and meant is not None and same_tree(wanted, meant)


def find(changes: list[tuple[str, Change]], kind: type, file: str, path: tuple[Any, ...]) -> Any:
    """Return the one change of a kind at a path; it is taken from the list."""
    found = [each for each in changes if each[0] == file and each[1].path == path]
    found = [each for each in found if isinstance(each[1], kind)]
    assert len(found) == 1, (file, path, found)
    changes.remove(found[0])
    return found[0][1]


def test_cells_when_changed_then_just_those_values_change(sample: Book) -> None:
    for section, title, value, head, typed, *_ in SCALARS:
        sample.put(section, title, value, **{head: typed})
    proposal = sample.read()
    assert told(proposal) == []
    changes = changes_of(proposal)
    for *_, file, path, source in SCALARS:
        if file:
            assert says(find(changes, SetValue, file, path), source), path
    assert changes == []


def test_cause_when_a_cell_is_changed_then_it_names_the_cell(sample: Book) -> None:
    row = sample.put("grades", "等次", "优秀", 不低于=46)
    ((_, change),) = changes_of(sample.read())
    assert change.cause is not None
    assert str(change.cause) == f"{sample.path.as_posix()}「等次与名额」!D{row}"


def test_band_when_one_is_added_then_the_bands_are_told(sample: Book) -> None:
    sample.replace(
        "indicators", "编号", "C3", "方法参数",
        "{不少于: 95%, 分值: 0}", "{不少于：99％, 分值：0}, {不少于: 95%, 小于: 99%, 分值: 0.1}",
    )  # fmt: skip
    ((file, change),) = changes_of(sample.read())
    assert (file, change.path) == (C, ("指标", 2, "计分", "另扣"))
    assert "{不少于: 99%, 分值: 0}, {不少于: 95%, 小于: 99%, 分值: 0.1}" in getattr(
        change, "text", ""
    )


def test_keys_when_they_come_and_go_then_where_their_siblings_have_them(sample: Book) -> None:
    sample.put("indicators", "编号", "A202", 适用="有食堂", 说明="暂定")
    sample.put("indicators", "编号", "A101", 依据文件=None, 依据条款=" ")
    sample.put("vetoes", "编号", "SD-S3", 依据条款=None)
    sample.put("matrix", "责任领域", "组织", 副书记="协", 校长=None)
    sample.put("ruleset", "项目", "上级 / 单位", 值="县区")
    sample.put("ruleset", "项目", "上级 / 标识字段", 值="隶属")
    sample.put("indicators", "编号", "A2", 其他设置="小数位: 1")
    proposal = sample.read()
    assert told(proposal) == []
    changes = changes_of(proposal)
    group, month = ("指标", 1), ("指标", 1, "指标", 1)
    applies, note = (each for _, each in changes[:] if each.path == month)
    assert applies == PutEntry(month, "适用", "有食堂", "计分", applies.cause)
    assert note == PutEntry(month, "说明", "暂定", None, note.cause)
    find(changes, Remove, A, ("指标", 0, "指标", 0, "依据"))
    find(changes, Remove, "vetoes.yaml", ("否决条款", 0, "依据", "条款"))
    duties = ("责任", "责任矩阵", 0, "责任")
    find(changes, Remove, "duties.yaml", (*duties, "校长"))
    assert find(changes, PutEntry, "duties.yaml", duties).key == "副书记"
    parent = find(changes, PutEntry, "ruleset.yaml", ())
    assert (parent.key, parent.text) == ("上级", "{考核对象: 县区, 标识字段: 隶属}")
    assert find(changes, PutEntry, A, group).key == "小数位"
    assert [each for _, each in changes] == [applies, note]


def test_post_when_a_column_is_added_to_the_matrix_then_it_has_a_duty(sample: Book) -> None:
    sheet, head, columns = sample.heads("matrix")
    sheet.cell(head, max(columns.values()) + 1).value = "年级组长"
    sample.put("matrix", "责任领域", "组织", 年级组长="协")
    proposal = sample.read()
    assert told(proposal) == []
    ((_, change),) = changes_of(proposal)
    where = ("责任", "责任矩阵", 0, "责任")
    assert change == PutEntry(where, "年级组长", "协", None, change.cause)


def test_rows_when_they_are_added_then_where_they_belong(sample: Book) -> None:
    sample.insert("indicators", sample.row("indicators", "编号", "A101") + 1, 分值=1, **HALF)
    last = sample.row("indicators", "编号", "C5")
    sample.insert("indicators", last + 1, 二级指标="A2", 分值=1, **{**HALF, "编号": "A209"})
    row = sample.row("vetoes", "编号", "AQ-1")
    sample.copy("vetoes", row)
    sample.cell("vetoes", row, "编号").value = "AQ-2"  # the upper of the two
    row = sample.row("fields", "名称", "支部数")
    sample.insert("fields", row + 1, 名称="新字段", 类型="整数", 范围="[0, 9]", 必填=True)
    row = sample.row("tables", "列", "教师")
    sample.insert("tables", row, 列="工号", 类型="文本")
    sample.insert("adjustments", sample.row("adjustments", "编号", "DE1"), 编号="DE0", 项目="新",
                  分值=1, 方法="全有全无", 方法参数="条件: 有食堂")  # fmt: skip
    proposal = sample.read()
    assert told(proposal) == []
    changes = changes_of(proposal)
    inner = find(changes, PutItem, A, ("指标", 0, "指标"))
    assert inner.position == 1
    assert says(inner, HALF_SOURCE)
    outer = find(changes, PutItem, A, ("指标", 1, "指标"))
    assert outer.position == 5
    veto = find(changes, PutItem, "vetoes.yaml", ("否决条款",))
    assert veto.position in (2, 3)
    assert veto.text.startswith("编号: AQ-2\n名称: 有人死亡\n轻重: 20\n")
    field = find(changes, PutEntry, "fields.yaml", ("字段清单",))
    assert (field.key, field.before) == ("新字段", "教学单元支部数")
    assert says(field, "{类型: 整数, 范围: [0, 9], 必填: 是}")
    column = find(changes, PutEntry, "fields.yaml", ("台账清单", "师德案件", "字段清单"))
    assert (column.key, column.before, column.text) == ("工号", "教师", "类型: 文本")
    assert find(changes, PutItem, "adjustments.yaml", ("扣分", "项目")).position == 0
    assert changes == []


def test_group_and_dimension_when_new_then_they_come_with_what_is_below(sample: Book) -> None:
    row = sample.row("indicators", "编号", "A2")
    sample.insert("indicators", row, 二级指标="新组", 编号="A9", 分值=1)
    sample.insert("indicators", row + 1, 二级指标="新组", 分值=1, **HALF)
    row = sample.row("indicators", "编号", "C5")
    sample.insert("indicators", row + 1, 一级指标="新维度", 编号="F", 分值=1)
    sample.insert("indicators", row + 2, 一级指标="新维度", 分值=1, **{**HALF, "编号": "F1"})
    proposal = sample.read()
    assert told(proposal) == []
    ((file, change),) = changes_of(proposal)
    assert isinstance(change, PutItem)
    assert (file, change.path, change.position) == (A, ("指标",), 1)
    assert says(change, f"{{编号: A9, 名称: 新组, 分值: 1, 指标: [{HALF_SOURCE}]}}")
    assert list(proposal.new_files) == ["dimensions/f.yaml"]
    assert proposal.new_files["dimensions/f.yaml"].startswith(
        "维度:\n  编号: F\n  名称: 新维度\n  分值: 1\n指标:\n  - 编号: F1\n    名称: 新\n"
    )


def test_rows_when_deleted_renamed_or_moved_then_so_are_the_rules(sample: Book) -> None:
    sample.delete("indicators", "编号", "A205")
    sample.put("indicators", "编号", "A201", 序=3.5)
    sample.put("fields", "名称", "支部数", 名称="支部个数")
    sample.delete("tables", "列", "专家")
    for head in ("等次", "比例", "取整", "同分", "比较次序"):  # emptied, and left standing
        sample.put("quotas", "序", "1", **{head: None})
    for value in ("扣分", "DE1", "DE2"):
        title = "编号" if value.startswith("DE") else "类别"
        sample.delete("adjustments", title, value)
    proposal = sample.read()
    assert told(proposal) == []
    changes = changes_of(proposal)
    scored = ("指标", 1, "指标")
    find(changes, Remove, A, (*scored, 4))
    move = find(changes, MoveItem, A, scored)
    assert (move.position, move.to) == (0, 3)
    rename = find(changes, RenameKey, "fields.yaml", ("字段清单", "支部数"))
    assert rename.key == "支部个数"
    find(changes, Remove, "fields.yaml", ("台账清单", "专家评议", "字段清单", "专家"))
    find(changes, Remove, "ruleset.yaml", ("名额", 0))
    find(changes, Remove, "adjustments.yaml", ("扣分",))
    assert changes == []


def test_rows_when_sorted_then_nothing_changes(sample: Book) -> None:
    for section in ("indicators", "fields", "vetoes", "checks"):
        sheet, head, _ = sample.heads(section)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=head + 1)]
        rows = [row for row in rows if row[0] and "#" in str(row[0])]
        for at, cells in enumerate(reversed(rows), head + 1):
            for column, content in enumerate(cells, 1):
                sheet.cell(at, column).value = content
    proposal = sample.read()
    assert (proposal.is_empty, told(proposal)) == (True, [])


def test_list_when_there_was_none_then_it_is_put_under_its_key(
    book_of: Callable[[Path], Book],
) -> None:
    book = book_of(TOP / "tests" / "rulesets" / "evidence")
    _, head, _ = book.heads("exclusions")
    book.cell("exclusions", head + 1, "原因").value = "新开办"
    book.cell("exclusions", head + 1, "条件").value = "食堂"
    _, head, _ = book.heads("vetoes")
    for title, content in {"编号": "V1", "名称": "甲", "轻重": 1, "责任领域": "乙",
                           "后果": "- {否优: 是}"}.items():  # fmt: skip
        book.cell("vetoes", head + 1, title).value = content
    proposal = book.read()
    assert told(proposal) == []
    ((file, change),) = changes_of(proposal)
    assert isinstance(change, PutEntry)
    assert (file, change.path, change.key) == ("ruleset.yaml", (), "不定等")
    assert says(change, "[{条件: 食堂, 原因: 新开办}]")
    assert proposal.new_files == {
        "vetoes.yaml": "否决条款:\n  - 编号: V1\n    名称: 甲\n    轻重: 1\n    责任领域: 乙\n"
        "    后果:\n      - {否优: 是}\n"
    }


def test_public_rules_when_edited_then_in_their_own_words(
    book_of: Callable[[Path], Book],
) -> None:
    book = book_of(TOP / "tests" / "rulesets" / "small-english")
    sheet, head, columns = book.heads("fields")
    sheet.cell(head + 1, columns["必填"]).value = "否"
    sheet.cell(head + 2, columns["说明"]).value = "see the manual"
    changes = [change for _, change in changes_of(book.read())]
    assert [getattr(each, "key", getattr(each, "text", "")) for each in changes] == [
        "false",
        "note",
    ]


def test_rules_of_a_city_when_edited_then_they_load_with_what_was_changed(
    book_of: Callable[[Path], Book],
) -> None:
    book = book_of(DATONG)
    book.put("grades", "等次", "优秀", 不低于=92)
    book.replace("indicators", "编号", "B106", "方法参数", "80%", "85%")
    book.replace("vetoes", "编号", "SD-S4", "后果", "延续年数: 1", "延续年数: 2")
    book.put("matrix", "责任领域", "安全总责", 副书记="监督")
    book.copy("sources", book.row("sources", "编号", "党章"))
    book.put("sources", "编号", "党章", 编号="新文件")
    proposal = book.read()
    assert told(proposal) == []
    for file, changes in proposal.changes.items():
        path = book.folder / file
        before = path.read_text(encoding="utf-8")
        after = edit_text(before, file, changes)
        assert sum(line not in after for line in before.splitlines()) <= 3
        path.write_text(after, encoding="utf-8")
    ruleset, problems = check_ruleset(book.folder)
    assert ruleset is not None, [str(each) for each in problems]
    assert ruleset.grades[0].at_least == 92
    assert "新文件" in ruleset.sources
