"""A school without a total reads why it has none: too few parts, no weight, or nothing scored."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.assess import assess_files
from engine.explain import Ledgers

RULESET = """\
编号: unrated
名称: 无分
年度: 2025
考核窗口: {起: 2025-01-01, 止: 2025-12-31}
满分: 100
合成: 加权平均
最少计分项: 2
学校: {标识字段: 标识码, 名称字段: 名称}
缺失时: 计零
等次设置: [{等次: 合格, 不低于: 60}, {等次: 不合格}]
"""
FIELDS = """\
字段清单:
  标识码: {类型: 文本, 必填: 是}
  名称: {类型: 文本, 必填: 是}
  人数: {类型: 整数, 范围: [0, 5000]}
  甲: {类型: 数值, 小数位: 1, 范围: [0, 100]}
  乙: {类型: 数值, 小数位: 1, 范围: [0, 100]}
"""
DIMENSION = """\
维度: {{编号: {id}, 名称: {name}, 分值: 50, 权重: {{取值: 人数}}}}
指标:
  - 编号: {id}1
    名称: {name}
    分值: 50
    缺失时: 剔除折算
    计分: {{方法: 直接计分, 取值: {name}, 原满分: 100}}
"""


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ("10,80,不适用", "基础分计分的只有1项，少于2项"),
        ("0,80,80", "计分的各项权重都是0"),
        ("10,,不适用", "没有一项指标计分（不适用，或缺失而剔除）"),
        ("10,不适用,不适用", "所有指标都不适用"),
    ],
)
def test_reason_when_there_is_no_total_then_it_is_the_one_that_holds(
    tmp_path: Path, facts: str, why: str
) -> None:
    rules = tmp_path / "rules"
    (rules / "dimensions").mkdir(parents=True)
    (rules / "ruleset.yaml").write_text(RULESET, encoding="utf-8")
    (rules / "fields.yaml").write_text(FIELDS, encoding="utf-8")
    for letter, name in (("A", "甲"), ("B", "乙")):
        text = DIMENSION.format(id=letter, name=name)
        (rules / "dimensions" / f"{letter.lower()}.yaml").write_text(text, encoding="utf-8")
    sheet = tmp_path / "学校.csv"
    sheet.write_text(f"标识码,名称,人数,甲,乙\n1,一校,{facts}\n", encoding="utf-8")
    found = assess_files(rules, [sheet])
    assert found.book.reasons[0] == (f"{why}，没有可计的分",)
    ledgers = Ledgers(found.ruleset, found.facts, found.scores, found.trace, found.book)
    sentences = [line.sentence for line in ledgers.of_school(0).lines]
    assert f"{why}，没有总分（空白，不是0分）" in sentences
