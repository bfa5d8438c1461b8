"""A case is drafted from a fact sheet: it agrees at once, and does not count until confirmed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli import run
from engine.cases import read_cases, run_cases
from engine.diagnostics import Diagnostics
from engine.ruleset import load_ruleset

TESTS = Path(__file__).parent.parent
SMALL = TESTS / "rulesets" / "small"
FACTS = (SMALL / "cases" / "full.yaml").read_text(encoding="utf-8").partition("期望:")[0]
CASE = (
    "{教师: 王小明, 严重程度: S3, 决定日期: 2025-03-01, 学校责任: 有责, 自查发现: 否, 及时报告: 否}"
)


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand beside a copy of the small ruleset and the sheets of two schools."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SMALL, "方案")
    Path("表").mkdir()
    text = FACTS.partition("\n")[2]
    Path("表/甲.yaml").write_text(text, encoding="utf-8")
    other = text.replace('"001"', '"002"').replace("甲校", "乙校")
    other = other.replace("教学单元支部数: 9", "教学单元支部数: 7").replace("[]", f"[{CASE}]", 1)
    Path("表/乙.yaml").write_text(other, encoding="utf-8")
    return Path("方案")


def new(school: str, *options: str) -> int:
    return run(["cases", "new", "方案", "表", school, "-o", "方案/cases/新.yaml", *options])


@pytest.mark.parametrize(
    "options", [(), ("--keep-names",), ("--group",), ("--as-of", "2025-12-31")]
)
def test_draft_when_run_at_once_then_it_agrees_and_does_not_count(
    rules: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    assert new("乙校", *options) == 0
    capsys.readouterr()
    assert run(["cases", "方案"]) == 0
    out = capsys.readouterr().out
    assert "待确认·一致 " in out
    assert "小学·公办，由事实表写出（" in out
    assert "1 个案例，核对 10 处，全部一致。" in out
    assert "另有 1 个案例待确认" in out
    ruleset, diagnostics = load_ruleset(rules), Diagnostics()
    cases = read_cases(ruleset, rules, diagnostics)
    assert not list(diagnostics)
    for result in run_cases(ruleset, cases, engine="forward"):
        assert result.differences == ()


def test_draft_when_confirmed_then_it_counts_like_any_other(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new("甲校")
    path = rules / "cases" / "新.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("已核对: 否", "已核对: 是").replace("# 核对人", "核对人"), encoding="utf-8"
    )
    capsys.readouterr()
    assert run(["cases", "方案"]) == 0
    out = capsys.readouterr().out
    assert "2 个案例，" in out
    assert "待确认" not in out


def test_draft_when_confirmed_by_nobody_then_it_is_refused_at_its_place(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new("甲校")
    path = rules / "cases" / "新.yaml"
    text = path.read_text(encoding="utf-8").replace("已核对: 否", "已核对: 是")
    path.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert run(["cases", "方案"]) == 1
    assert (
        "方案/cases/新.yaml:4:6: 错误 R230 案例写着已核对，没有写核对人" in capsys.readouterr().out
    )


def test_draft_when_it_differs_while_it_waits_then_that_is_told_and_does_not_fail(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new("甲校")
    path = rules / "cases" / "新.yaml"
    text = path.read_text(encoding="utf-8").replace("总分: 40 ", "总分: 39 ")
    path.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert run(["cases", "方案"]) == 0
    assert "待确认·有出入" in capsys.readouterr().out


def test_draft_when_written_then_names_are_others_and_each_value_is_to_be_checked(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new("乙校")
    text = (rules / "cases" / "新.yaml").read_text(encoding="utf-8")
    assert "乙校" not in text
    assert "王小明" not in text
    assert '学校标识码: "9001"' in text
    assert "教师: 人员甲" in text
    expected = text.partition("期望:\n")[2].splitlines()
    values = [each for each in expected if each.split("#")[0].partition(":")[2].strip()]
    assert len(values) > 20
    assert all("# 请核对" in each for each in values)
    assert "SD-S3: 否决建议" in text
    capsys.readouterr()


def test_draft_when_names_are_kept_then_they_stand_there(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new("乙校", "--keep-names")
    text = (rules / "cases" / "新.yaml").read_text(encoding="utf-8")
    assert "学校名称: 乙校" in text
    assert "教师: 王小明" in text
    capsys.readouterr()


def test_draft_when_the_grade_hangs_on_others_then_it_is_told_and_left_out(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quota = (rules / "ruleset.yaml").read_text(encoding="utf-8")
    assert "名额" in quota
    for number in (3, 4):
        text = Path("表/甲.yaml").read_text(encoding="utf-8").replace('"001"', f'"00{number}"')
        Path(f"表/{number}.yaml").write_text(text.replace("甲校", f"校{number}"), encoding="utf-8")
    text = Path("表/甲.yaml").read_text(encoding="utf-8")
    Path("表/甲.yaml").write_text(text.replace("教学单元支部数: 9", "教学单元支部数: 8"), "utf-8")
    assert new("甲校") == 0
    out = capsys.readouterr().out
    assert "没有写进期望（取决于别的学校、去年，或读不出来的事实）：等次" in out
    assert "  等次:" not in (rules / "cases" / "新.yaml").read_text(encoding="utf-8")
    (rules / "cases" / "新.yaml").unlink()
    assert new("甲校", "--group") == 0
    assert "连同组的 3 所" in capsys.readouterr().out
    assert "  等次: 良好" in (rules / "cases" / "新.yaml").read_text(encoding="utf-8")


def test_draft_when_the_place_is_taken_or_wrong_then_nothing_is_written(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (rules / "cases" / "full.yaml").read_bytes()
    for out, told in (
        ("方案/cases/full.yaml", "没有覆盖"),
        ("cases/新.yaml", "案例放在方案的 cases 里：-o 方案/cases/新.yaml"),
        ("方案/cases/新.txt", "案例是 .yaml 文件"),
    ):
        assert run(["cases", "new", "方案", "表", "甲校", "-o", out]) == 2
        assert told in capsys.readouterr().err
    assert (rules / "cases" / "full.yaml").read_bytes() == before


def test_cases_when_a_folder_is_called_new_then_it_is_run_by_its_path(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules.rename("new")
    assert run(["cases", "./new"]) == 0
    assert run(["cases", "new"]) == 2
    assert "用法不对：缺少 方案文件夹" in capsys.readouterr().err


def test_help_when_asked_for_then_running_and_drafting_both_stand_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for command in (["cases", "--help"], ["cases", "方案", "--help"]):
        assert run(command) == 0
        out = capsys.readouterr().out
        assert out.startswith("用法：pingheng cases")
        assert "--require" in out
        assert "new" in out


def test_names_when_an_id_is_part_of_another_number_then_that_number_stays(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = CASE.replace("王小明", "乙校甲").replace(
        "严重程度: S3", "严重程度: S3, 认定文号: 乙校2002号·002"
    )
    for path in Path("表").iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace(CASE, other), encoding="utf-8")
    new("乙校")
    text = (rules / "cases" / "新.yaml").read_text(encoding="utf-8")
    assert "认定文号: 学校甲2002号·9001" in text
    capsys.readouterr()
