"""What stands on the command line twice or empty, and lists that would cover what was filled in."""

import errno
from pathlib import Path

import pytest

from cli import run

RULES = str(Path(__file__).parent / "rulesets" / "small")


@pytest.fixture
def school(tmp_path, monkeypatch):
    """Write the sheet of a school, and stand beside it."""
    monkeypatch.chdir(tmp_path)
    Path("表").mkdir()
    file = Path("表/二中.csv")
    file.write_text("学校标识码,学校名称\n0012,二中\n", encoding="utf-8")
    return file


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize("option", ["--roster", "--last-rules", "-o", "--annotate", "--as-of"])
def test_option_when_it_stands_twice_then_neither_is_dropped_in_silence(capsys, option):
    assert run(["facts", "check", RULES, "表", option, "a.csv", option, "b.csv"]) == 2
    assert f"{option} 写了不止一次" in capsys.readouterr().err.replace("--out", "-o")


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize("option", ["--roster", "--evidence", "--last", "--last-facts", "-o"])
def test_option_when_it_is_empty_then_nothing_else_is_taken_for_it(capsys, option):
    assert run(["facts", "check", RULES, "表", option, ""]) == 2
    assert f"{option} 后面是空的" in capsys.readouterr().err


@pytest.mark.usefixtures("school")
def test_facts_when_they_are_empty_then_the_present_folder_is_not_read(capsys):
    assert run(["facts", "check", RULES, ""]) == 2
    assert "有一个参数是空的" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["template"], ["facts", "evidence"], ["facts", "merge"]])
def test_help_when_it_is_asked_for_then_it_is_in_chinese(capsys, command):
    run([*command, "--help"])
    out = capsys.readouterr().out
    assert "用法：" in out
    assert "Options:" not in out


@pytest.mark.parametrize("facts", ["表", "表/二中.csv"])
@pytest.mark.parametrize("command", ["check", "evidence"])
def test_list_when_it_is_named_like_a_fact_sheet_then_the_sheet_stays(
    school, capsys, command, facts
):
    before = school.read_bytes()
    assert run(["facts", command, RULES, facts, "-o", "表/二中.csv"]) == 2
    assert school.read_bytes() == before
    assert "二中.csv" in capsys.readouterr().err


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize(("command", "name"), [("check", "单.xlsx"), ("check", "单.csv")])
def test_list_when_it_is_our_earlier_one_then_it_is_written_anew(command, name):
    assert run(["facts", command, RULES, "表", "-o", name]) in (0, 1)
    first = Path(name).read_bytes()
    assert run(["facts", command, RULES, "表", "-o", name]) in (0, 1)
    assert Path(name).read_bytes() == first
    assert sorted(each.name for each in Path().iterdir()) == sorted(["表", name])


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize("name", ["别的.xlsx", "别的.csv"])
def test_list_when_another_file_has_its_name_then_that_file_stays(capsys, name):
    Path(name).write_bytes(b"mine")
    assert run(["facts", "check", RULES, "表", "-o", name]) == 2
    assert Path(name).read_bytes() == b"mine"
    assert "没有覆盖" in capsys.readouterr().err


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize(
    ("number", "said"), [(errno.EACCES, "没有权限"), (errno.ENOSPC, "磁盘已满")]
)
def test_command_when_the_disk_refuses_then_it_is_no_fault_of_ours(
    monkeypatch, capsys, number, said
):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, "refused", "方案")

    monkeypatch.setattr("engine.ruleset.load_ruleset", refuse)
    assert run(["facts", "check", RULES, "表"]) == 2
    assert f"“方案”读不了或写不下：{said}" in capsys.readouterr().err
    assert [each.name for each in Path().iterdir()] == ["表"]


def test_argument_when_no_command_takes_it_then_that_is_said_in_chinese(capsys):
    assert run(["check", RULES, "多的", "又多的"]) == 2
    assert "多写了“多的 又多的”" in capsys.readouterr().err
