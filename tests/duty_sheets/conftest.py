"""A city of four small schools whose duties can be worked out by hand, assessed once.

Full marks 12: 安全 6, 组织 4, and 2 of no area. 001 lost 2, 0.5 and 1; 002 lost 3 in 组织;
003 handed in no leaders; 004 lost 1 in 安全.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine.assess import Assessment, assess_files
from engine.reports.folder import Run, write_folder
from engine.reports.run_folder import RunFolder, open_run

RULESET = """
编号: duties
名称: 责任试行方案
年度: 2025
考核窗口: {起: 2025-01-01, 止: 2025-12-31}
满分: 12
小数位: 2
学校: {标识字段: 学校标识码, 名称字段: 学校名称}
缺失时: 计零
不适用时: 剔除折算
否决建议: 先行适用
等次设置: [{等次: 合格, 不低于: 6}, {等次: 不合格}]
"""
FIELDS = """
字段清单:
  学校标识码: {类型: 文本, 必填: 是}
  学校名称: {类型: 文本, 必填: 是}
  安全得分: {类型: 数值, 小数位: 2, 范围: [0, 6]}
  组织得分: {类型: 数值, 小数位: 2, 范围: [0, 4]}
  其他得分: {类型: 数值, 小数位: 2, 范围: [0, 2]}
  会议次数: {类型: 整数, 范围: [0, 50], 单位: 次}
  安全制度: {类型: 是否}
台账清单:
  班子:
    零报告: 是
    字段清单:
      姓名: {类型: 文本, 必填: 是}
      岗位: {类型: 多选, 选项: [书记, 校长, 副书记, 工会主席]}
      分管: {类型: 多选, 选项: [安全, 组织]}
      追责: {类型: 整数, 范围: [0, 9]}
  检查:
    字段清单:
      检查人: {类型: 文本}
      合格: {类型: 是否}
  事故:
    零报告: 是
    事件编号: 编号
    字段清单:
      名称: {类型: 文本}
      责任: {类型: 单选, 选项: [有责, 无责]}
      编号: {类型: 文本}
"""
DIMENSION = """
维度: {编号: A, 名称: 全部, 分值: 12}
指标:
  - 编号: A1
    名称: 校园安全
    分值: 6
    责任领域: 安全
    责任科室: 安全科
    计分: {方法: 直接计分, 取值: 安全得分, 原满分: 6}
  - 编号: A2
    名称: 组织建设
    分值: 4
    责任领域: 组织
    责任科室: 组织科
    计分: {方法: 直接计分, 取值: 组织得分, 原满分: 4}
  - {编号: A3, 名称: 其他, 分值: 2, 计分: {方法: 直接计分, 取值: 其他得分, 原满分: 2}}
"""
VETOES = """
否决条款:
  - 编号: V1
    名称: 责任事故
    轻重: 1
    责任领域: 安全
    台账: 事故
    触发: {取值: 责任, 等于: 有责}
    后果: [{岗位禁评: [书记]}]
"""
DUTIES = """
责任:
  台账: 班子
  人员字段: 姓名
  岗位字段: 岗位
  领域字段: 分管
  追责次数字段: 追责
  失责追责: [评先评优]
  一岗双责: 属
  责任类型:
    主: {名称: 第一责任人, 系数: 1}
    同: {名称: 党政同责, 系数: 1}
    属: {名称: 一岗双责, 系数: 0.8}
    监: {名称: 监督责任, 系数: 0.5}
    协: {名称: 协助, 系数: 0.3}
  责任矩阵:
    - {责任领域: 安全, 责任: {书记: 主, 校长: 同, 副书记: 监}}
    - {责任领域: 组织, 责任: {书记: 主, 校长: 协}}
    - {责任领域: 师德, 责任: {副书记: 监}}
  履职事项:
    - {名称: 研究安全, 责任领域: 安全, 取值: 会议次数, 不少于: 2, 岗位: [书记]}
    - {名称: 安全制度, 责任领域: 安全, 取值: 安全制度}
    - 名称: 到校检查
      责任领域: 安全
      台账: 检查
      条件: {取值: 合格, 等于: 是}
      人员字段: 检查人
      不少于: 1
    - {名称: 检查台账, 责任领域: 组织, 台账: 检查}
"""
HOSTILE = '=HYPERLINK("http://x","点")<b>&\u202e'


def school(number: str, name: str, safety: object, party: object, **more: object) -> Any:
    facts = {"学校标识码": number, "学校名称": name, "安全得分": safety, "组织得分": party}
    return {**facts, "其他得分": 2, "会议次数": 2, "安全制度": "是", **more}


def leader(name: str, *posts: str, owns: tuple[str, ...] = (), earlier: int = 0) -> Any:
    return {"姓名": name, "岗位": list(posts), "分管": list(owns), "追责": earlier}


def cohort() -> list[dict[str, Any]]:
    """Return the facts of the four schools."""
    return [
        {
            "事实": school("001", "甲校", 4, "3.5", 其他得分=1, 会议次数=1),
            "台账": {
                "班子": [
                    leader("张三", "书记", earlier=1),
                    leader("李四", "校长"),
                    leader("王 五", "副书记", owns=("安全",)),
                    leader("赵六", "工会主席"),
                ],
                "检查": [
                    {"检查人": "张三", "合格": "是"},
                    {"检查人": "张三", "合格": "是"},
                    {"检查人": "李四"},
                ],
                "事故": [{"名称": "踩踏", "责任": "有责", "编号": "E1"}],
            },
        },
        {
            "事实": school("002", "乙校", 6, 1, 安全制度=None),
            "台账": {
                "班子": [leader("孙七", "书记"), leader("孙七", "校长", owns=("组织",))],
                "检查": [],
                "事故": [{"名称": "滑倒", "责任": "无责", "编号": "E2"}],
            },
        },
        {"事实": school("003", "丙校", 6, 4), "台账": {"检查": [], "事故": "无"}},
        {
            "事实": school("004", "丁校", 5, 4),
            "台账": {
                "班子": [leader("张三", "书记"), leader(HOSTILE, "校长")],
                "检查": [],
                "事故": "无",
            },
        },
    ]


def write_rules(folder: Path, duties: str = DUTIES) -> Path:
    """Write the ruleset; without duties where they are empty."""
    (folder / "dimensions").mkdir(parents=True)
    texts = {"ruleset": RULESET, "fields": FIELDS, "dimensions/a": DIMENSION, "vetoes": VETOES}
    for name, text in {**texts, "duties": duties}.items():
        if text:
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def write_facts(folder: Path, schools: list[dict[str, Any]]) -> Path:
    """Write a file of facts a school."""
    folder.mkdir()
    for each in schools:
        path = folder / f"{each['事实']['学校标识码']}.json"
        path.write_text(json.dumps(each, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def city() -> SimpleNamespace:
    """What the city is made of, for those who make another one like it."""
    return SimpleNamespace(
        HOSTILE=HOSTILE.rstrip("\u202e"),  # what cannot be seen is taken off when facts are read
        cohort=cohort,
        write_rules=write_rules,
        write_facts=write_facts,
    )


@pytest.fixture(scope="session")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    folder = tmp_path_factory.mktemp("duties")
    rules = write_rules(folder / "rules")
    return assess_files(rules, [write_facts(folder / "facts", cohort())], engine="forward")


@pytest.fixture(scope="session")
def run(assessed: Assessment, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """The folder of that run: to be read, never written in."""
    out = tmp_path_factory.mktemp("run") / "out"
    write_folder(assessed, out, Run("9.9", ["assess"], "2026-01-20T08:00:00+08:00", {}))
    return open_run(out)
