"""Post-holders are assessed like schools, and their school by what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.assess import Assessment, assess_files
from engine.facts import Inputs
from engine.reports.folder import Run, write_folder

FRAME = (
    "年度: 2025\n考核窗口: {起: 2025-01-01, 止: 2025-12-31}\n"
    "满分: 10\n小数位: 1\n缺失时: 暂缓定等\n"
)
GRADES = "等次设置: [{等次: 合格, 不低于: 6}, {等次: 不合格}]\n"
POSTS = {
    "ruleset.yaml": "编号: posts\n名称: 岗位履责\n考核对象: 岗位\n"
    + FRAME
    + GRADES
    + "对象: {标识字段: [学校标识码, 岗位], 名称字段: [学校标识码, 姓名]}\n"
    "上级: {考核对象: 学校, 标识字段: 学校标识码}\n",
    "fields.yaml": "字段清单:\n  学校标识码: {类型: 文本, 必填: 是}\n"
    "  岗位: {类型: 单选, 选项: [书记, 校长], 必填: 是}\n  姓名: {类型: 文本, 必填: 是}\n"
    "  述职得分: {类型: 整数, 范围: [0, 10], 必填: 是}\n",
    "dimensions/a.yaml": "维度: {编号: A, 名称: 履责, 分值: 10}\n指标:\n"
    "  - {编号: A1, 名称: 述职, 分值: 10, 计分: {方法: 直接计分, 取值: 述职得分, 原满分: 10}}\n",
}
SCHOOLS = {
    "ruleset.yaml": "编号: schools\n名称: 学校\n" + FRAME + GRADES
    + "学校: {标识字段: 学校标识码, 名称字段: 学校标识码}\n"
    "下级: {考核对象: 岗位, 台账: 岗位结果, 选项: [合格, 不合格]}\n",
    "fields.yaml": "字段清单:\n  学校标识码: {类型: 文本, 必填: 是}\n"
    "派生值:\n  不合格岗位: {计数: {台账: 岗位结果, 条件: {取值: 等次, 等于: 不合格}}}\n",
    "dimensions/a.yaml": "维度: {编号: A, 名称: 班子, 分值: 10}\n指标:\n"
    "  - {编号: A1, 名称: 履责, 分值: 10, 计分: {方法: 逐次扣分, 计次: "
    "[{名称: 不合格, 取值: 不合格岗位, 每次: 5}]}}\n",
}  # fmt: skip


def written(folder: Path, texts: Mapping[str, str]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def posts(tmp_path: Path) -> Assessment:
    sheet = written(
        tmp_path / "p",
        {
            "岗位.csv": "学校标识码,岗位,姓名,述职得分\n"
            "01,书记,张三,9\n01,校长,李四,3\n02,书记,王五,8\n"
        },
    )
    return assess_files(written(tmp_path / "posts", POSTS), [sheet], engine="forward")


def test_posts_when_assessed_then_each_is_known_by_school_and_post(posts: Assessment) -> None:
    assert posts.facts.school_ids == ("01-书记", "01-校长", "02-书记")
    assert posts.facts.names == ("01 张三", "01 李四", "02 王五")
    assert posts.book.grade == ("合格", "不合格", "合格")


def test_schools_when_posts_are_below_then_a_part_of_their_id_names_the_school(
    posts: Assessment, tmp_path: Path
) -> None:
    write_folder(posts, tmp_path / "out", Run("0"))
    sheet = written(tmp_path / "s", {"学校.csv": "学校标识码\n01\n02\n"})
    found = assess_files(
        written(tmp_path / "schools", SCHOOLS),
        Inputs((sheet,), (tmp_path / "out",)),
        engine="forward",
    )
    assert found.book.grade == ("不合格", "合格")
    assert not [each for each in found.problems if each.code.startswith("F")]
