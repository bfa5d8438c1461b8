"""A small city over several years: its rules, its sheets, its results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engine.assess import Assessment, assess_files
from engine.city import City, survey_city
from engine.city.joining import CityValue
from engine.facts import Inputs
from engine.reports.folder import Run, write_folder

RULES = """\
编号: city-{year}
名称: 小城
年度: {year}
考核窗口: {{起: {year}-01-01, 止: {year}-12-31}}
满分: 10
小数位: 2
学校: {{标识字段: 学校标识码, 名称字段: 学校名称}}
缺失时: 计零
分组: {{按: [隶属]}}
等次设置: [{{等次: 优秀, 不低于: 9}}, {{等次: 合格, 不低于: 5}}, {{等次: 不合格}}]
"""
FIELDS = """\
字段清单:
  学校标识码: {类型: 文本, 必填: 是}
  学校名称: {类型: 文本, 必填: 是}
  隶属: {类型: 单选, 选项: [市直, 县区], 必填: 是}
  支部数: {类型: 整数, 范围: [0, 200], 单位: 个}
  单元支部数: {类型: 整数, 范围: [0, 200], 单位: 个}
  投入: {类型: 数值, 小数位: 2, 范围: [0, 1000], 单位: 万元, 适用: {取值: 隶属, 等于: 市直}}
  余额变动: {类型: 整数, 单位: 元}
  有资料室: {类型: 是否}
  结对学校: {类型: 文本}
台账清单:
  获奖:
    归属日期: 日期
    字段清单:
      项目: {类型: 文本}
      人次: {类型: 整数, 范围: [0, 500]}
      级别: {类型: 单选, 选项: [市级, 省级]}
      日期: {类型: 日期}
派生值:
  单元占比: {比率: {分子: 单元支部数, 分母: 支部数}}
"""
CITY = """\
全市数据:
  - {编号: 占比, 名称: 单元支部, 比率: {分子: 单元支部数, 分母: 支部数}, 单位: "%", 小数位: 1}
  - {编号: 支部, 名称: 市直支部, 求和: {取值: 支部数}, 适用: {取值: 隶属, 等于: 市直}, 单位: 个}
  - {编号: 投入, 名称: 投入, 求和: {取值: 投入}, 单位: 万元, 小数位: 1}
  - {编号: 变动, 名称: 余额变动, 求和: {取值: 余额变动}, 单位: 元}
  - {编号: 资料室, 名称: 有资料室的学校, 计数: {条件: 有资料室}, 单位: 所}
  - {编号: 结对, 名称: 结对的学校, 不同数: {取值: 结对学校}, 单位: 所}
  - {编号: 项目, 名称: 不同的项目, 不同数: {台账: 获奖, 列: 项目}}
  - {编号: 各校项目, 名称: 各校不同的项目, 不同数: {台账: 获奖, 列: 项目, 分别计: 是}}
  - {编号: 当年, 名称: 当年获奖, 求和: {台账: 获奖, 列: 人次}, 单位: 人次}
  - {编号: 历年, 名称: 历年获奖, 求和: {台账: 获奖, 列: 人次}, 时段: {起: 2023-01-01}, 单位: 人次}
  - {编号: 往年, 名称: 去年, 计数: {台账: 获奖}, 时段: {起: 2024-01-01, 止: 2024-12-31}, 单位: 项}
  - {编号: 累计, 名称: 历年支部, 求和: {取值: 支部数}, 时段: {起: 2024-01-01}, 各年: 累计, 单位: 个}
  - {编号: 年均, 名称: 年均资料室, 计数: {条件: 有资料室}, 各年: 年均, 单位: 所, 小数位: 1}
  - {编号: 外地, 名称: 外地学生, 原因: 由营地统计, 原文数: 400000}
"""
# The share of branches in teaching units gives 10 points at 100 %; see `zero_at` of `write_rules`.
DIMENSION = """\
维度: {编号: A, 名称: 组织, 分值: 10}
指标:
  - 编号: A1
    名称: 支部设置
    分值: 10
    计分: {方法: 线性, 取值: 单元占比, 零分值: %s, 满分值: 100%%}
"""
HEAD = "学校标识码,学校名称,隶属,支部数,单元支部数,投入,余额变动,有资料室,结对学校"
SCHOOLS = """\
001,一中,市直,10,10,12.5,5,是,101
002,二中,市直,2,1,0.25,-3,否,101
003,三中,县区,8,4,,0,是,102
"""
AWARDS = "学校标识码,项目,人次,级别,日期\n"
PRIZES = """\
001,合唱,10,省级,2025-03-01
001,合唱,20,省级,2023-06-01
001,航模,5,市级,2022-06-01
002,合唱,7,省级,2025-04-01
003,足球,3,市级,2024-09-01
"""


@dataclass
class Town:
    """Writes a year's rules and sheets, assesses them, and keeps the result."""

    folder: Path
    city_text: str = CITY
    rules: dict[int, Path] = field(default_factory=dict)

    def write_rules(self, year: int, *, zero_at: str = "0%", city: str = CITY) -> Path:
        to = self.folder / f"rules-{year}"
        (to / "dimensions").mkdir(parents=True, exist_ok=True)
        texts = {
            "ruleset.yaml": RULES.format(year=year),
            "fields.yaml": FIELDS,
            "city.yaml": city,
            "dimensions/a.yaml": DIMENSION % zero_at,
        }
        for name, text in texts.items():
            (to / name).write_text(text, encoding="utf-8")
        self.rules[year] = to
        return to

    def write_sheets(self, year: int, schools: str = SCHOOLS, prizes: str = PRIZES) -> Path:
        to = self.folder / f"facts-{year}"
        to.mkdir(exist_ok=True)
        (to / "学校.csv").write_text(f"{HEAD}\n{schools}", encoding="utf-8")
        (to / "获奖.csv").write_text(AWARDS + prizes, encoding="utf-8")
        return to

    def assess(
        self, year: int = 2025, schools: str = SCHOOLS, prizes: str = PRIZES, **given: object
    ) -> Assessment:
        rules = self.rules.get(year) or self.write_rules(year)
        sheets = self.write_sheets(year, schools, prizes)
        return assess_files(rules, Inputs((sheets,), **given), engine="forward")  # type: ignore[arg-type]

    def survey(self, year: int = 2025, schools: str = SCHOOLS, **more: object) -> City:
        return survey_city(self.assess(year, schools, **more))  # type: ignore[arg-type]

    def values(self, *args: object, **more: object) -> Mapping[str, CityValue]:
        found = self.survey(*args, **more)  # type: ignore[arg-type]
        return {each.figure.id: each for each in found.values}

    def result(self, year: int, schools: str = SCHOOLS, **given: object) -> Path:
        out = self.folder / f"out-{year}"
        write_folder(self.assess(year, schools, **given), out, Run("0"))  # type: ignore[arg-type]
        return out


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)
