"""Every result says by which profile it was worked out, who approved it, and what it changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import cli

TOP = Path(__file__).parents[2]
DATONG, FACTS = TOP / "rules" / "datong-2025", TOP / "examples" / "datong-2025"
NAME = "云川区2025"
APPROVAL = "云川区委教育工委 赵某 云教工〔2025〕3号（示例） 2025-03-01 批准"
HEAD = f"剪裁“云川区2025”：{APPROVAL}；理由：乡村学校多"


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("tailored") / "out"
    files = [str(FACTS / name) for name in ("云川区博桥小学.xlsx", "桑源县润原初级中学.xlsx")]
    command = ["assess", str(DATONG), *files, "--profile", NAME, "-o", str(out)]
    assert cli.run([*command, "--engine", "forward"]) == 1
    return out


def test_receipt_when_written_then_it_holds_the_profile_and_its_changes(result: Path) -> None:
    receipt = json.loads((result / "run.json").read_text(encoding="utf-8"))
    profile = receipt["ruleset"]["profile"]
    assert (profile["name"], profile["approver"], profile["approved_on"]) == (
        NAME, "赵某", "2025-03-01",
    )  # fmt: skip
    assert profile["applies"] == "“所在县区”为“云川区”"
    goal = next(each for each in profile["changes"] if each["what"] == "目标")
    assert (goal["item"], goal["before"], goal["after"]) == ("A205", "90%", "85%")
    assert goal["place"].endswith("profiles/yunchuan.yaml:14:24")


def test_explanation_when_read_then_head_and_indicator_say_so(
    result: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    school = "博桥小学"
    assert cli.run(["explain", str(result), school]) == 0
    told = capsys.readouterr().out
    assert HEAD in told
    assert "指标 A206 支部建在年级组：不考" in told
    assert cli.run(["explain", str(result), school, "--indicator", "A205"]) == 0
    told = capsys.readouterr().out
    assert "本指标按剪裁“云川区2025”改：分值 3 → 5（理由：由同级补足" in told
    assert "目标 90% → 85%（理由：支部少，多一个少一个就差几个百分点" in told


def test_school_when_the_profile_is_not_for_it_then_it_waits_and_is_an_error(
    result: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problems = (result / "problems.csv").read_text(encoding="utf-8-sig")
    assert "K002,错误" in problems
    assert "剪裁“云川区2025”只用于符合它适用条件的学校" in problems
    assert cli.run(["explain", str(result), "润原初级中学"]) == 0
    assert "剪裁“云川区2025”不能用于它，只用于“所在县区”为“云川区”的" in capsys.readouterr().out


def test_pages_when_printed_then_each_names_the_profile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules, file = str(DATONG), str(FACTS / "云川区博桥小学.xlsx")
    assert cli.run(["facts", "check", rules, file, "--profile", NAME]) in (0, 1)
    assert HEAD in capsys.readouterr().out
    assert cli.run(["check", rules, "--profile", NAME]) == 0
    told = capsys.readouterr().out
    assert HEAD in told
    assert "只用于“所在县区”为“云川区”的学校" in told
    assert "另有 11 项的分值由同级补足：A205、A301" in told
    book = tmp_path / "填报表.xlsx"
    assert cli.run(["template", rules, "--profile", "yunchuan", "-o", str(book)]) == 0
    from python_calamine import CalamineWorkbook

    guide = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    assert any(HEAD in str(cell) for row in guide for cell in row)


def test_summary_when_printed_then_switched_off_clauses_stand_out(tmp_path: Path) -> None:
    from engine.reports.check_page import profile_lines
    from engine.ruleset import load_ruleset

    folder = tmp_path / "rules"

    shutil.copytree(TOP / "tests" / "rulesets" / "small", folder)
    path = folder / "profiles" / "rural.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "不考: [B4]", "不考: [{项: AQ-1, 理由: 县里另有规定}]"
    )
    path.write_text(text, encoding="utf-8")
    page = profile_lines(load_ruleset(folder, profile="rural"))
    assert "    停用否决条款：否决条款 AQ-1 有人死亡（理由：县里另有规定）" in [
        each.text for each in page
    ]


def test_rulebook_when_read_back_then_a_profile_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = str(tmp_path / "规则手册.xlsx")
    assert cli.run(["rules", "import", book, str(DATONG), "--profile", NAME]) == 2
    assert "规则手册写的是整套方案，不能按剪裁“云川区2025”写回" in capsys.readouterr().err


def test_what_if_when_asked_by_a_profile_then_its_head_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    facts = str(FACTS / "云川区博桥小学.xlsx")
    command = ["whatif", str(DATONG), facts, "博桥小学", "--set", "设在教学单元支部数=9"]
    assert cli.run([*command, "--profile", NAME]) == 0
    assert HEAD in capsys.readouterr().out
