"""A number over records that cannot be told points to the records that keep it open."""

from __future__ import annotations

from pathlib import Path

from engine.assess import assess_files
from engine.explain import Ledgers

TEXTS = {
    "ruleset.yaml": """\
编号: open
名称: 待定的记录
年度: 2025
考核窗口: {起: 2025-01-01, 止: 2025-12-31}
满分: 10
学校: {标识字段: 标识码, 名称字段: 名称}
缺失时: 计零
等次设置: [{等次: 合格, 不低于: 6}, {等次: 不合格}]
""",
    "fields.yaml": """\
字段清单:
  标识码: {类型: 文本, 必填: 是}
  名称: {类型: 文本, 必填: 是}
台账清单:
  问题:
    字段清单:
      事由: {类型: 文本}
      轻重: {类型: 单选, 选项: [轻, 重]}
派生值:
  重大问题数: {计数: {台账: 问题, 条件: {取值: 轻重, 等于: 重}}}
""",
    "dimensions/a.yaml": """\
维度: {编号: A, 名称: 甲, 分值: 10}
指标:
  - 编号: A1
    名称: 重大问题
    分值: 10
    计分: {方法: 全有全无, 条件: {取值: 重大问题数, 等于: 0}}
""",
}


def test_count_when_a_record_cannot_be_told_then_its_cell_is_cited(tmp_path: Path) -> None:
    rules, sheets = tmp_path / "rules", tmp_path / "sheets"
    (rules / "dimensions").mkdir(parents=True)
    sheets.mkdir()
    for name, text in TEXTS.items():
        (rules / name).write_text(text, encoding="utf-8")
    (sheets / "学校.csv").write_text("标识码,名称\n1,一校\n", encoding="utf-8")
    (sheets / "问题.csv").write_text("标识码,事由,轻重\n1,甲,轻\n1,乙,\n", encoding="utf-8")
    found = assess_files(rules, [sheets])
    ledgers = Ledgers(found.ruleset, found.facts, found.scores, found.trace, found.book)
    (line,) = [line for line in ledgers.of_school(0).lines if line.rule == "A1"]
    assert [(fact.name, fact.text, fact.place and fact.place.cell) for fact in line.facts] == [
        ("问题", "1条记录不能判定", "B3")
    ]
