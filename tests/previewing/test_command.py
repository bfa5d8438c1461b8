"""The command: exit codes, what it prints, two dates of one ruleset."""

from __future__ import annotations

import shutil

import pytest

from cli import run

from .conftest import DATONG, SHEETS

SHEET = str(SHEETS / "桑源县明林高级中学.xlsx")


def test_the_same_rules_end_with_0_and_say_so(tmp_path, capsys):
    out = tmp_path / "out"
    assert run(["preview", str(DATONG), str(DATONG), SHEET, "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert "总分、等次、名次都没有变动" in said
    assert "两套方案的规则没有差别" in said
    assert "事实读一遍" in said


def test_a_field_that_no_sheet_has_is_told_apart(edited, tmp_path, capsys):
    after = edited(
        {
            "dimensions/a-organization.yaml": (
                (
                    "        计分: {方法: 全有全无, 条件: 已实行校长负责制}\n",
                    "        计分: {方法: 全有全无, 条件: 已建议事清单}\n",
                ),
            ),
            "coverage.yaml": (("事实: [已实行校长负责制]", "事实: [已建议事清单]"),),
        }
    )
    (after / "fields" / "99-new.yaml").write_text(
        "字段清单:\n  已建议事清单: {类型: 是否, 工作表: 组织建设}\n", encoding="utf-8"
    )
    out = tmp_path / "out"
    code = run(["preview", str(DATONG), str(after), SHEET, "-o", str(out)])
    said = capsys.readouterr().out
    assert code == 1, said
    assert "新方案要填的字段“已建议事清单”，交来的表里都没有（A101要读它）" in said
    assert "两套方案读事实的办法不同，各读一遍" in said
    assert "A101“实行党组织领导的校长负责制”有 1 所学校缺事实" in said


def test_one_ruleset_on_two_dates(tmp_path, capsys):
    rules = tmp_path / "rules"
    shutil.copytree(DATONG, rules)
    path = rules / "ruleset.yaml"
    text = path.read_text(encoding="utf-8")
    cut = "{分期: [{止: 2025-06-30, 值: 80}, {起: 2025-07-01, 值: 86}]}"
    path.write_text(
        text.replace("{等次: 良好, 不低于: 80}", f"{{等次: 良好, 不低于: {cut}}}"), "utf-8"
    )
    dates = ["--as-of", "2025-06-30", "--as-of-after", "2025-12-31"]
    out = tmp_path / "out"
    assert run(["preview", str(rules), str(rules), str(SHEETS), "-o", str(out), *dates]) == 0
    said = capsys.readouterr().out
    assert "基准日 2025-06-30" in said
    assert "基准日 2025-12-31" in said
    assert "降等 6" in said
    assert "事实读一遍" in said


def test_what_a_profile_would_do(tmp_path, capsys):
    out = tmp_path / "out"
    arguments = [str(DATONG), str(DATONG), SHEET, "--profile-after", "yunchuan"]
    code = run(["preview", *arguments, "-o", str(out)])
    said = capsys.readouterr().out
    assert code in (0, 1), said
    assert said.count("剪裁“") >= 1
    assert "事实读一遍" in said
    assert "剪裁“" in (out / "preview.html").read_text(encoding="utf-8")
    assert '"profile"' in (out / ".pingheng-preview.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("place", ["rules", "sheet"])
def test_what_is_read_is_never_written_over(tmp_path, capsys, place):
    rules = tmp_path / "rules"
    shutil.copytree(DATONG, rules)
    out = rules if place == "rules" else tmp_path
    assert run(["preview", str(rules), str(rules), SHEET, "-o", str(out)]) == 2
    assert "-o" in capsys.readouterr().err
    assert (rules / "ruleset.yaml").is_file()


def test_rules_that_cannot_be_used_end_with_3(tmp_path):
    rules = tmp_path / "empty"
    rules.mkdir()
    assert run(["preview", str(DATONG), str(rules), SHEET, "-o", str(tmp_path / "out")]) == 3
    assert not (tmp_path / "out").exists()
