"""The command as people run it: what it prints, its exit codes, and never a traceback."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cli

TESTS = Path(__file__).parent
RULES = TESTS / "rulesets" / "small"
FACTS = TESTS / "golden" / "facts"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in an empty folder; return exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("engine.reports.terminal.speak_utf8", lambda: None)

    def command(*arguments: object) -> tuple[int, str, str]:
        code = cli.run([str(each) for each in arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return code, printed.out, printed.err

    return command


def test_assess_when_schools_have_problems_then_exits_1_and_shows_them(run: Run) -> None:
    code, out, err = run("assess", RULES, FACTS, "-o", "out")
    assert (code, err) == (1, "")
    assert "3 所学校" in out
    assert "暂缓定等" in out
    assert "pingheng explain out 001" in out
    assert Path("out/run.json").is_file()


def test_assess_when_nothing_is_to_look_at_then_exits_0(run: Run) -> None:
    leaders = [
        {"姓名": "甲", "岗位": ["书记"], "分管领域": ["组织", "师德师风", "安全稳定"]}
        | {"上年追责次数": 0}
    ]
    school = {"学校标识码": "9", "学校名称": "好校", "学段": "小学", "办学性质": "公办"}
    school |= {"办学月数": 60, "有食堂": "否", "已实行校长负责制": "是", "支部数": 3}
    school |= {"教学单元支部数": 3, "封闭管理": "是", "硬质隔离": "是", "运动会次数": 2}
    school |= {"监测覆盖率": "100%", "劳动基地级别": "市", "外部考核得分": 100}
    school |= {"球类项目": ["足球", "篮球"], "上年曾被否决": "否", "当年调整为党委": "否"}
    tables: dict[str, list[object]] = {name: [] for name in ("师德案件", "安全事故", "获奖")}
    tables |= {"意识形态报告": [], "领导班子": leaders}
    tables["主题党日"] = [{"日期": f"2025-{n:02d}-01", "参加人数": 5} for n in range(1, 13)]
    Path("a.json").write_text(json.dumps({**school, "台账记录": tables}), encoding="utf-8")
    code, out, _ = run("assess", RULES, "a.json", "-o", "out")
    assert code == 0, out


def test_assess_when_run_again_then_replaces_its_own_folder(run: Run) -> None:
    run("assess", RULES, FACTS, "-o", "out")
    before = Path("out/scores.csv").read_bytes()
    assert run("assess", RULES, FACTS, "-o", "out")[0] == 1
    assert Path("out/scores.csv").read_bytes() == before


def test_assess_when_the_folder_holds_other_things_then_exits_2_before_any_work(
    run: Run,
) -> None:
    Path("out").mkdir()
    Path("out/论文.docx").write_text("", encoding="utf-8")
    code, _, err = run("assess", "no-rules", FACTS, "-o", "out")
    assert code == 2
    assert "论文.docx" in err


def test_assess_when_the_folder_is_among_the_facts_then_exits_2(run: Run) -> None:
    Path("facts").mkdir()
    code, _, err = run("assess", RULES, "facts", "-o", "facts/out")
    assert code == 2
    assert "在事实表文件夹" in err


def test_assess_when_the_rules_are_not_there_then_exits_3(run: Run) -> None:
    code, _, err = run("assess", "no-rules", FACTS, "-o", "out")
    assert code == 3
    assert "no-rules" in err
    assert not Path("out").exists()


def test_assess_when_the_rules_are_wrong_then_exits_3_with_their_lines(run: Run) -> None:
    Path("rules").mkdir()
    Path("rules/ruleset.yaml").write_text("编号: x\n年度: 二五\n", encoding="utf-8")
    code, _, err = run("assess", "rules", FACTS, "-o", "out")
    assert code == 3
    assert "rules/ruleset.yaml:2:" in err


def test_assess_when_the_facts_are_not_there_then_exits_4(run: Run) -> None:
    code, _, err = run("assess", RULES, "没有.xlsx", "-o", "out")
    assert code == 4
    assert "没有.xlsx" in err
    assert not Path("out").exists()


def test_assess_when_no_school_can_be_read_then_exits_4(run: Run) -> None:
    Path("a.xlsx").write_bytes(b"not a workbook")
    code, _, err = run("assess", RULES, "a.xlsx", "-o", "out")
    assert code == 4
    assert "a.xlsx" in err


def test_assess_when_the_shell_leaves_wildcards_then_they_are_expanded(run: Run) -> None:
    code, out, _ = run("assess", RULES, FACTS / "00[12].yaml", "-o", "out")
    assert code == 1
    assert "2 所学校" in out


def test_assess_when_an_option_is_wrong_then_exits_2_in_chinese(run: Run) -> None:
    for arguments, said in (
        (("assess", RULES, FACTS), "缺少 -o"),
        (("assess", RULES, "-o", "out"), "缺少 事实表"),
        (("assess", RULES, FACTS, "-o", "o", "--engine", "x"), "--engine 只能是 auto、durable"),
        (("assess", RULES, FACTS, "-o", "o", "--part-size", "0"), "--part-size 应是不小于 1"),
        (("assess", RULES, FACTS, "-o", "o", "--fast"), "没有选项 --fast"),
        (("asess",), "没有命令“asess”。可用的命令：template、facts、assess"),
    ):
        code, _, err = run(*arguments)
        assert code == 2
        assert said in err


def test_assess_when_our_own_fault_then_exits_70_with_a_report_and_no_folder(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("engine.assess.assess_files", fail)
    code, _, err = run("assess", RULES, FACTS, "-o", "out")
    assert code == 70
    assert "不是您操作的问题" in err
    report = next(Path().glob("pingheng-fault-*.txt")).read_text(encoding="utf-8")
    assert "Traceback" in report
    assert "ZeroDivisionError: secret detail" in report
    assert not Path("out").exists()


def test_assess_when_interrupted_then_exits_130_without_a_folder(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("engine.reports.folder.receipt_data", stop)
    code, _, err = run("assess", RULES, FACTS, "-o", "out")
    assert code == 130
    assert "已中断" in err
    assert list(Path().iterdir()) == []


def test_explain_when_a_school_is_named_then_tells_it_from_the_folder_alone(run: Run) -> None:
    run("assess", RULES, FACTS, "-o", "out")
    code, out, _ = run("explain", "out", "实验小学")
    assert code == 0
    assert "桃源县实验小学（002）" in out
    assert "└─" in out
    assert "\x1b[" not in out


def test_explain_when_one_indicator_is_asked_for_then_only_that_is_told(run: Run) -> None:
    run("assess", RULES, FACTS, "-o", "out")
    code, out, _ = run("explain", "out", "001", "--indicator", "a102")
    assert code == 0
    assert "支部占比 8÷9=约88.89%" in out
    assert "B2" not in out


def test_explain_when_json_is_asked_for_then_a_program_can_read_it(run: Run) -> None:
    run("assess", RULES, FACTS, "-o", "out")
    whole = json.loads(run("explain", "out", "001", "--json")[1])
    assert whole["school"]["total"] == "33.15"
    assert whole["rules"]["ruleset"] == "small"
    one = json.loads(run("explain", "out", "001", "--json", "--indicator", "A102")[1])
    assert (one["points"], one["status"]) == ("4.8", "已计分")
    assert len(one["ledger"]) == 1


def test_explain_when_school_indicator_or_folder_is_unknown_then_exits_2(run: Run) -> None:
    run("assess", RULES, FACTS, "-o", "out")
    assert run("explain", "out", "桃源县实验小学校")[0] == 2
    code, _, err = run("explain", "out", "001", "--indicator", "A12")
    assert code == 2
    assert "A102" in err
    assert run("explain", "nowhere", "001")[0] == 2


def test_check_when_rules_have_warnings_only_then_exits_1_and_can_be_used(run: Run) -> None:
    code, out, _ = run("check", RULES)
    assert code == 1
    assert "方案可以使用（警告" in out


def test_check_when_rules_have_errors_then_exits_3_with_file_line_column(run: Run) -> None:
    Path("rules").mkdir()
    Path("rules/ruleset.yaml").write_text("编号：x\n", encoding="utf-8")
    code, out, _ = run("check", "rules")
    assert code == 3
    assert "rules/ruleset.yaml:1:" in out
    assert "方案不能使用" in out


def test_cases_when_all_agree_then_exits_0(run: Run) -> None:
    code, out, _ = run("cases", RULES)
    assert code == 0
    assert "全部一致" in out


def test_cases_when_one_was_worked_out_otherwise_then_exits_1_and_says_where(run: Run) -> None:
    import shutil

    shutil.copytree(RULES, "rules")
    case = Path("rules/cases/full.yaml")
    text = case.read_text(encoding="utf-8").replace("总分: 40", "总分: 39")
    case.write_text(text, encoding="utf-8")
    code, out, _ = run("cases", "rules")
    assert code == 1
    assert re.search(r"001 +总分 +39 +40 +rules/cases/full.yaml:49:7", out)


def test_facts_check_when_run_then_every_problem_stands_with_its_place(run: Run) -> None:
    code, out, _ = run("facts", "check", RULES, FACTS)
    assert code == 1
    assert "001.yaml:26:67: 警告 F054" in out
    assert re.search(r"读了 \d+ 个文件，\d+ 所学校：", out)


def test_version_when_asked_then_printed(run: Run) -> None:
    code, out, _ = run("--version")
    assert code == 0
    assert out.startswith("pingheng ")


def test_command_when_none_is_given_then_exits_2_with_the_help(run: Run) -> None:
    code, _, err = run()
    assert code == 2
    assert err.startswith("用法：pingheng")


def test_help_when_asked_then_chinese_throughout(run: Run) -> None:
    for command in (
        (),
        ("assess",),
        ("explain",),
        ("check",),
        ("cases",),
        ("demo",),
        ("template",),
        ("facts",),
        ("facts", "check"),
        ("facts", "merge"),
    ):
        code, out, _ = run(*command, "--help")
        assert code == 0
        assert out.startswith("用法：pingheng")
        assert not any(word in out for word in ("Usage", "Options", "Commands", "Show this"))


def test_facts_commands_when_listed_then_stand_in_the_order_in_which_one_works(run: Run) -> None:
    _, out, _ = run("facts", "--help")
    names = [line.split()[0] for line in out.partition("命令：")[2].splitlines() if line.strip()]
    assert names == ["check", "merge", "evidence", "verify"]


def test_output_when_the_reader_stops_early_then_no_fault(tmp_path: Path) -> None:
    root = TESTS.parent
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = f'"{sys.executable}" "{root / "cli.py"}" check "{RULES}" | head -n 1'
    done = subprocess.run(
        command, shell=True, capture_output=True, cwd=tmp_path, env=environment, check=False
    )
    assert b"Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_output_when_the_console_is_not_utf8_then_chinese_still_gets_through(
    tmp_path: Path,
) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, str(TESTS.parent / "cli.py"), "check", str(RULES)],
        capture_output=True,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert done.returncode == 1
    assert "方案可以使用" in done.stdout.decode("utf-8")


def test_demo_when_run_anywhere_then_leaves_sheets_to_open_and_a_result(run: Run) -> None:
    code, out, _ = run("demo")
    assert code == 0
    assert Path("pingheng-demo/out/scores.csv").is_file()
    assert Path("pingheng-demo/rules/datong-2025/ruleset.yaml").is_file()
    assert Path("pingheng-demo/rules/rule-language.schema.json").is_file()
    assert list(Path("pingheng-demo/examples/datong-2025").glob("*.xlsx"))
    again = out.splitlines()[-1].split("：", 1)[1].split()
    assert again[0] == "pingheng"
    code, _, _ = run(*again[1:])
    assert code == 1  # the sheets hold problems on purpose


def test_demo_when_a_sheet_was_changed_then_the_change_stays(run: Run) -> None:
    target = Path("pingheng-demo/rules/datong-2025/ruleset.yaml")
    run("demo")
    changed = target.read_text(encoding="utf-8").replace("不低于: 90", "不低于: 91")
    target.write_text(changed, encoding="utf-8")
    run("demo")
    assert target.read_text(encoding="utf-8") == changed


def test_demo_when_the_place_is_a_file_then_exits_2_with_a_way_out(run: Run) -> None:
    Path("taken").write_text("", encoding="utf-8")
    code, _, err = run("demo", "-o", "taken")
    assert code == 2
    assert "-o" in err


def test_output_when_its_reader_has_seen_enough_then_all_is_well(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise BrokenPipeError(errno.EPIPE, "nobody reads")

    run("assess", RULES, FACTS, "-o", "out")
    monkeypatch.setattr("engine.reports.terminal.print_page", stop)
    assert run("robustness", "out")[0] == 0


@pytest.mark.parametrize(("package", "code"), [("docxtpl", 2), ("engine.letters", 70)])
def test_command_when_a_package_is_missing_then_says_which_one(
    run: Run, monkeypatch: pytest.MonkeyPatch, package: str, code: int
) -> None:
    def stop(*_: object) -> None:
        raise ModuleNotFoundError(f"No module named '{package}'", name=package)

    monkeypatch.setattr("engine.reports.run_folder.open_run", stop)
    ended, _, err = run("robustness", "out")
    assert ended == code
    assert ("缺少程序包“docxtpl”" in err) == (code == 2)
