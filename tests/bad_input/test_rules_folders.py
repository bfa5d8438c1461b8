"""Folders and files that cannot be rules: each is told what it lacks, and the rest is read."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from engine.diagnostics import Diagnostic, Diagnostics, RulesUnusable, Severity
from engine.ruleset import check_ruleset, load_ruleset
from engine.ruleset.nodes import MappingNode
from engine.ruleset.reading import parse_yaml, read_yaml


def errors(found: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return [
        (item.code, str(item.place).removeprefix("rules/"))
        for item in found
        if item.severity is Severity.ERROR
    ]


def test_folder_when_missing_then_it_is_told_with_an_example(tmp_path: Path) -> None:
    ruleset, found = check_ruleset(tmp_path / "none", "none")
    assert ruleset is None
    assert errors(found) == [("R001", "none")]
    assert "rules/datong-2025" in found[0].hint


def test_folder_when_it_is_a_file_then_it_is_told(rules: Path) -> None:
    _, found = check_ruleset(rules / "ruleset.yaml")
    assert [item.code for item in found] == ["R001"]
    assert "是文件，不是规则文件夹" in found[0].message


def test_folder_when_it_holds_the_rules_one_level_down_then_they_are_offered(rules: Path) -> None:
    _, found = check_ruleset(rules.parent, "up")
    assert [item.code for item in found] == ["R001"]
    assert "up/small" in found[0].hint


@pytest.mark.parametrize(
    ("removed", "told"),
    [("fields.yaml", "没有 fields.yaml"), ("dimensions/a.yaml", "各维度分值之和")],
)
def test_folder_when_a_file_is_removed_then_the_lack_is_told(
    rules: Path, removed: str, told: str
) -> None:
    (rules / removed).unlink()
    _, found = check_ruleset(rules, "rules")
    assert any(told in item.message for item in found)


@pytest.mark.parametrize("gone", ["dimensions", "fields.yaml"])
def test_folder_when_a_required_part_is_gone_then_only_that_is_told(rules: Path, gone: str) -> None:
    for path in [*rules.glob(f"{gone}/*"), *rules.glob(gone)]:
        if path.is_file():
            path.unlink()
    assert errors(check_ruleset(rules, "rules")[1]) == [("R001", "rules")]


@pytest.mark.parametrize(
    ("name", "way_out"),
    [
        ("veto.yaml", "vetoes.yaml"),
        ("vetoes.yml", "vetoes.yaml"),
        ("dimension/c.yaml", "dimensions/c.yaml"),
        ("dimensions/deep/c.yaml", "dimensions/c.yaml"),
    ],
)
def test_file_when_nothing_would_read_it_then_its_name_is_an_error(
    rules: Path, name: str, way_out: str
) -> None:
    (rules / name).parent.mkdir(parents=True, exist_ok=True)
    (rules / name).write_text("编号: x\n", encoding="utf-8")
    _, found = check_ruleset(rules, "rules")
    told = [item for item in found if item.code == "R016"]
    assert [str(item.place) for item in told] == [f"rules/{name}"]
    assert way_out in told[0].hint


@pytest.mark.parametrize(
    ("name", "text", "way_out"),
    [
        ("b2.yaml", "维度: {编号: C}\n", "dimensions/b2.yaml"),
        ("veto/ethics.yaml", "否决条款: []\n", "vetoes.yaml"),
        ("bonus.yaml", "加分: {}\n", "adjustments.yaml"),
        ("dictionary.yaml", "派生值: {}\n", "fields/dictionary.yaml"),
        ("who.yaml", "duties: {}\n", "duties.yaml"),
        ("d01.yaml", "期望: {}\n", "cases/d01.yaml"),
    ],
)
def test_file_when_it_lies_elsewhere_then_its_text_says_where_it_belongs(
    rules: Path, name: str, text: str, way_out: str
) -> None:
    (rules / name).parent.mkdir(exist_ok=True)
    (rules / name).write_text(text, encoding="utf-8")
    found = check_ruleset(rules, "rules")[1]
    assert errors(found) == [("R016", name)]
    told = [item for item in found if item.code == "R016"]
    assert told[0].hint == f"看内容应当放在 {way_out}，请移动或改名"


@pytest.mark.parametrize(
    ("copy", "told_at", "named"),
    [("b2.yaml", "b2.yaml", "b.yaml"), ("a - 副本.yaml", "a - 副本.yaml", "a.yaml")],
)
def test_file_when_it_is_a_copy_of_another_then_that_is_told_once_at_the_copy(
    rules: Path, copy: str, told_at: str, named: str
) -> None:
    text = (rules / "dimensions" / named).read_text(encoding="utf-8")
    (rules / "dimensions" / copy).write_text(text, encoding="utf-8")
    found = check_ruleset(rules, "rules")[1]
    assert errors(found) == [("R020", f"dimensions/{told_at}:1:10")]
    told = next(item for item in found if item.code == "R020")
    assert f"dimensions/{named} 有" in told.message
    assert "副本" in told.hint


def test_ids_when_two_of_a_file_stand_elsewhere_too_then_each_is_told(rules: Path) -> None:
    path = rules / "dimensions" / "b.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("编号: B2\n", "编号: A101\n").replace("编号: B3\n", "编号: A102\n")
    path.write_text(text, encoding="utf-8")
    found = errors(check_ruleset(rules, "rules")[1])
    assert found == [("R020", "dimensions/b.yaml:14:9"), ("R020", "dimensions/b.yaml:24:9")]


def test_files_when_hidden_or_not_yaml_then_they_are_left_alone(rules: Path) -> None:
    (rules / ".~lock.yaml").write_text("x", encoding="utf-8")
    (rules / "说明.md").write_text("x", encoding="utf-8")
    assert load_ruleset(rules).id == "small"


def test_field_when_two_files_have_it_then_both_places_are_named(rules: Path) -> None:
    (rules / "fields").mkdir()
    (rules / "fields" / "more.yaml").write_text(
        "字段清单:\n  学段: {类型: 文本}\n", encoding="utf-8"
    )
    _, found = check_ruleset(rules, "rules")
    assert errors(found) == [("R020", "fields/more.yaml:2:3")]
    assert "rules/fields.yaml:4:3" in found[0].message


def test_fields_when_split_over_files_then_they_are_merged(rules: Path) -> None:
    (rules / "fields").mkdir()
    text = (rules / "fields.yaml").read_text(encoding="utf-8")
    head, middle, tail = text.partition("派生值:\n")
    (rules / "fields.yaml").write_text(head, encoding="utf-8")
    (rules / "fields" / "derived.yaml").write_text(middle + tail, encoding="utf-8")
    assert "支部占比" in load_ruleset(rules).derived


@pytest.mark.parametrize(
    ("encoding", "named"), [("gb18030", "GB18030"), ("utf-16", "UTF-16"), ("utf-16-be", "未知")]
)
def test_file_when_not_utf8_then_the_encoding_and_the_way_out_are_told(
    rules: Path, encoding: str, named: str
) -> None:
    path = rules / "duties.yaml"
    text = "责任: \ufffd\ud7ff" if encoding == "utf-16-be" else path.read_text(encoding="utf-8")
    path.write_bytes(text.encode(encoding))
    _, found = check_ruleset(rules, "rules")
    told = [item for item in found if item.code == "Y002"]
    assert [str(item.place) for item in told] == ["rules/duties.yaml"]
    assert named in told[0].message
    assert "UTF-8" in told[0].hint


def test_file_when_it_has_a_byte_order_mark_then_it_is_read(rules: Path) -> None:
    path = rules / "ruleset.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    ruleset = load_ruleset(rules, "rules")
    assert str(ruleset.places[("id",)][1]) == "rules/ruleset.yaml:1:5"


def test_file_when_it_cannot_be_opened_then_it_is_told(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    assert read_yaml(tmp_path / "none.yaml", diagnostics, "none.yaml") is None
    assert [(item.code, str(item.place)) for item in diagnostics] == [("Y001", "none.yaml")]


@pytest.mark.parametrize("text", ["", "# 只有注释\n", "---\n", "~\n"])
def test_file_when_empty_then_it_is_told(text: str) -> None:
    diagnostics = Diagnostics()
    assert parse_yaml(text.encode(), "a.yaml", diagnostics) is None
    assert [item.code for item in diagnostics] == ["Y012"]


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("? [a]\n: 1\n", "Y013", "a.yaml:1:3"),
        ("[" * 70 + "]" * 70, "Y014", "a.yaml:1:62"),
        ("甲: “乙”\n", "Y007", "a.yaml:1:4"),
        ("甲: {乙: ［1, 2]}\n", "Y007", "a.yaml:1:8"),
        ("甲: 1\n　乙: {丙: 1\n", "Y007", "a.yaml:2:1"),
        ("甲: {等次: 优秀，不低于：90}\n", "Y006", "a.yaml:1:9"),
        ("甲: {等次: 优秀，不低于: 90}\n", "Y006", "a.yaml:1:11"),
        ("甲: {等次：优秀}\n", "Y005", "a.yaml:1:5"),
        ("甲: *乙\n", "Y009", "a.yaml:1:4"),
        ("甲: &乙 1\n", "Y009", "a.yaml:1:4"),
        ("甲: 1\n<<: 2\n", "Y009", "a.yaml:2:1"),
        ('甲: "乙\n', "Y003", "a.yaml:1:4"),
        ("甲: 乙: 丙\n", "Y003", "a.yaml:1:5"),
        ("甲: 1\n  乙: 2\n", "Y003", "a.yaml:2:3"),
        ("甲: @乙\n", "Y003", "a.yaml:1:4"),
        ("甲: \x07\n", "Y003", "a.yaml:1:4"),
    ],
)
def test_text_when_not_plain_yaml_then_the_slip_is_told_where_it_stands(
    text: str, code: str, at: str
) -> None:
    diagnostics = Diagnostics()
    parse_yaml(text.encode(), "a.yaml", diagnostics)
    assert [(item.code, str(item.place)) for item in diagnostics] == [(code, at)]
    assert next(iter(diagnostics)).hint


def test_text_when_key_stands_twice_then_the_first_is_kept() -> None:
    node = parse_yaml(b"a: 1\na: 2\n", "a.yaml", Diagnostics())
    assert isinstance(node, MappingNode)
    assert [entry.key for entry in node] == ["a"]


def test_rules_when_several_files_are_wrong_then_all_is_told_in_one_pass(rules: Path) -> None:
    for name, old, new in (
        ("ruleset.yaml", "满分: 40", "满分: 40分"),
        ("fields.yaml", "周期: 月", "周期: 周"),
        ("dimensions/a.yaml", "条件: 已实行校长负责制", "条件: 已实行负责制"),
        ("dimensions/b.yaml", "{等于: 1, 得: 1.2}", "{不少于: 1, 得: 1.2}"),
        ("vetoes.yaml", "等次上限: 良好", "等次上限: 良"),
        ("duties.yaml", "{责任领域: 安全稳定, ", "{领域: 安全稳定, "),
    ):
        text = (rules / name).read_text(encoding="utf-8")
        (rules / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    ruleset, found = check_ruleset(rules, "rules")
    assert ruleset is None
    assert errors(found) == [
        ("R022", "dimensions/a.yaml:16:28"),
        ("R053", "dimensions/b.yaml:22:11"),
        ("R004", "duties.yaml:17:8"),
        ("R007", "fields.yaml:76:39"),
        ("R008", "ruleset.yaml:5:5"),
        ("R025", "vetoes.yaml:25:16"),
    ]


def test_rules_when_one_file_is_no_yaml_then_the_others_are_still_checked(rules: Path) -> None:
    (rules / "vetoes.yaml").write_text('否决条款: "没有收尾\n', encoding="utf-8")
    text = (rules / "ruleset.yaml").read_text(encoding="utf-8")
    (rules / "ruleset.yaml").write_text(text.replace("满分: 40", "满分: 四十"), encoding="utf-8")
    assert errors(check_ruleset(rules, "rules")[1]) == [
        ("R008", "ruleset.yaml:5:5"),
        ("Y003", "vetoes.yaml:1:7"),
    ]


def test_load_when_rules_are_wrong_then_the_exception_carries_all_and_pickles(rules: Path) -> None:
    (rules / "duties.yaml").write_text("责任：{}\n", encoding="utf-8")
    with pytest.raises(RulesUnusable) as raised:
        load_ruleset(rules)
    again = pickle.loads(pickle.dumps(raised.value))
    assert again.exit_code == 3
    assert again.diagnostics == raised.value.diagnostics
    assert "1 处错误" in str(again)


def test_coverage_when_a_row_is_wrong_then_it_is_told(rules: Path) -> None:
    (rules / "coverage.yaml").write_text(
        "覆盖:\n"
        "  - {清单行: A101, 规则: [A101, SD-S3]}\n"
        "  - {清单行: A102, 规则: [A999]}\n"
        "  - {清单行: A103}\n"
        "  - {清单行: A104, 原因: 全市数}\n"
        "  - {清单行: , 原因: 全市数}\n"
        "  - {清单行: A105, 规则: [A101], 事实: [支部数, 严重程度, 支部术]}\n"
        "  - {清单行: A106, 用途: [未编], 说明: 只是全市数}\n"
        "  - {清单行: A107, 用途: [未编]}\n"
        "  - {清单行: A108, 用途: [记分], 规则: [A101]}\n"
        "  - {清单行: A101, 规则: [A102]}\n",
        encoding="utf-8",
    )
    assert errors(check_ruleset(rules, "rules")[1]) == [
        ("R034", "coverage.yaml:3:22"),
        ("R035", "coverage.yaml:4:5"),
        ("R011", "coverage.yaml:6:11"),
        ("R034", "coverage.yaml:7:45"),
        ("R035", "coverage.yaml:9:5"),
        ("R007", "coverage.yaml:10:22"),
        ("R020", "coverage.yaml:11:5"),
    ]


def test_reliefs_when_they_lead_round_then_the_circle_is_told(rules: Path) -> None:
    path = rules / "vetoes.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "责任领域: 师德师风, 后果: [{否优: 是}]}",
        "责任领域: 师德师风, 后果: [{否优: 是}], "
        "减轻免除: [{名称: 返回, 条件: {取值: 办学月数, 大于: 1}, 降为: SD-S3}]}",
    )
    path.write_text(text, encoding="utf-8")
    _, found = check_ruleset(rules, "rules")
    told = [item for item in found if item.code == "R061"]
    assert [item.message for item in told] == ["减轻循环：SD-S3 → SD-S3J → SD-S3"]


def test_field_when_no_rule_uses_it_then_it_is_only_warned_of(rules: Path) -> None:
    path = rules / "fields.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("字段清单:\n", "字段清单:\n  闲置: {类型: 文本}\n", 1), encoding="utf-8"
    )
    ruleset, found = check_ruleset(rules, "rules")
    assert ruleset is not None
    assert ("R070", "闲置") in {(item.code, item.value) for item in found}
