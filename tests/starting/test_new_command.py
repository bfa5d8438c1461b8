"""`pingheng rules new` asks what was not given, writes over nothing, and says what is next."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import pingheng, run
from engine.commandline import starting as command
from engine.ruleset import check_ruleset

SMALL = Path(__file__).parents[1] / "rulesets" / "small"
DATONG = Path(__file__).parents[2] / "rules" / "datong-2025"


def asked(*arguments: str, answers: str = "") -> Result:
    return CliRunner().invoke(pingheng, ["rules", "new", *arguments], input=answers)


def test_new_when_nobody_can_be_asked_then_the_usual_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "jinshan-2026"
    done = asked(str(folder), "--year", "2026", "--yes")
    assert done.exit_code == 0, done.output
    ruleset, found = check_ruleset(folder)
    assert ruleset is not None
    assert (ruleset.id, ruleset.year, list(found)) == ("jinshan-2026", 2026, [])
    assert f"改完检查：pingheng check {folder.as_posix()}" in done.output
    assert f"核对案例：pingheng cases {folder.as_posix()}" in done.output


def test_new_when_somebody_sits_there_then_what_was_not_given_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "is_terminal", lambda: True)
    folder = tmp_path / "q-2027"
    answers = "金山市办法\n今年\n2027\n党建=60,安全=40\n\n学段\n0\n否决\n"
    done = asked(str(folder), answers=answers)
    assert done.exit_code == 0, done.output
    assert "各维度和分值" in done.output
    assert "“今年”不是年度：请写四位数" in done.output
    ruleset, _ = check_ruleset(folder)
    assert ruleset is not None
    assert (ruleset.name, ruleset.year) == ("金山市办法", 2027)
    assert [each.name for each in ruleset.dimensions] == ["党建", "安全"]
    assert not (folder / "adjustments.yaml").exists()
    assert (folder / "vetoes.yaml").is_file()


def test_new_when_the_folder_is_there_then_it_is_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x-2026").mkdir()
    assert run(["rules", "new", str(tmp_path / "x-2026"), "--yes"]) == 2
    assert "已经有了，没有写" in capsys.readouterr().err
    assert list((tmp_path / "x-2026").iterdir()) == []


def test_new_when_from_last_year_then_only_what_names_the_year_moves_on(tmp_path: Path) -> None:
    last = shutil.copytree(SMALL, tmp_path / "small")
    text = (last / "ruleset.yaml").read_text(encoding="utf-8")
    noted = text.replace("年度: 2025\n", "年度: 2025   # 一年一改\n")
    (last / "ruleset.yaml").write_text(noted, encoding="utf-8")
    folder = tmp_path / "small-2026"
    done = asked(str(folder), "--from", str(last))
    assert done.exit_code == 0, done.output
    lines = (folder / "ruleset.yaml").read_text(encoding="utf-8").split("\n")
    assert lines[0] == "# yaml-language-server: $schema=rule-language.schema.json"
    changed = set(lines[1:]) - set(noted.split("\n"))
    assert changed == {
        "编号: small-2026",
        "年度: 2026   # 一年一改",
        "考核窗口: {起: 2026-01-01, 止: 2026-12-31}",
        "上年方案: [small]",
    }
    for path in (last / "dimensions").iterdir():
        copy = (folder / "dimensions" / path.name).read_text(encoding="utf-8")
        assert copy.partition("\n")[2] == path.read_text(encoding="utf-8")
    ruleset, _ = check_ruleset(folder)
    assert ruleset is not None
    assert ruleset.last_rulesets == ("small",)
    assert "2026-01-05" in (folder / "cases" / "full.yaml").read_text(encoding="utf-8")
    assert "年度（2026）" in done.output


def test_new_when_rules_name_dates_then_each_is_told_with_what_it_says(tmp_path: Path) -> None:
    done = asked(str(tmp_path / "datong-2026"), "--from", str(DATONG))
    assert done.exit_code == 0, done.output
    told = "{取值: 摘牌日期, 不早于: 2025-01-01, 不晚于: 2025-12-31}"
    lines = (DATONG / "adjustments.yaml").read_text(encoding="utf-8").splitlines()
    row = 1 + next(at for at, line in enumerate(lines) if told in line)
    assert f"adjustments.yaml:{row}  {told}" in done.output
    assert (
        f"在 Excel 里改：pingheng rules export {(tmp_path / 'datong-2026').as_posix()}"
        in done.output
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--year", "2025"], "就是 2025 年度的"),
        (["--dimensions", "甲=1"], "不能再写 --dimensions"),
        (["--year", "99"], "不是年度"),
    ],
)
def test_new_when_from_last_year_does_not_fit_then_it_is_refused(
    more: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "next"
    assert run(["rules", "new", str(folder), "--from", str(SMALL), *more]) == 2
    assert said in capsys.readouterr().err
    assert not folder.exists()
