"""`pingheng duties` as people run it: sums, one leader, one school, and Word files."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import docx
import pytest

import cli
from engine.assess import assess_files
from engine.duty_sheets import choose, write_sheets
from engine.reports.folder import Run, write_folder
from engine.reports.page import display_width
from engine.reports.run_folder import RunFolder, open_run

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command; return exit code, output and errors."""
    monkeypatch.setattr("engine.reports.terminal.speak_utf8", lambda: None)

    def run_command(*arguments: object) -> tuple[int, str, str]:
        code = cli.run([str(each) for each in arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return code, printed.out, printed.err

    return run_command


def test_duties_when_nobody_is_named_then_posts_offices_and_who_carries_most_are_shown(
    run: RunFolder, command: Command
) -> None:
    code, out, _ = command("duties", run.path)
    assert code == 0
    for text in ("按岗位", "承担失分最多的", "按科室", "孙七", "（没有写明）", "内部资料"):
        assert text in out


def test_columns_when_names_are_wide_then_numbers_stand_below_each_other(
    run: RunFolder, command: Command
) -> None:
    _, out, _ = command("duties", run.path)
    lines = out.splitlines()
    head = next(each for each in lines if "承担失分" in each and "人数" in each)
    end = display_width(head[: head.index("承担失分") + 4])
    posts = [each for each in lines if each.strip().startswith(("书记  ", "校长  ", "工会主席"))]
    ends = [display_width(each[: each.rindex(n) + len(n)]) for each, n in zip(
        posts[:2], ("6.5", "6.15"), strict=False
    )]  # fmt: skip
    assert ends == [end, end]


def test_duties_when_a_leader_is_named_then_the_sheet_is_shown(
    run: RunFolder, command: Command
) -> None:
    code, out, _ = command("duties", run.path, "王 五")
    assert code == 0
    # the kind by its name, not by its sign in the matrix
    assert re.search("同领域还有[^；]*（(第一责任人|党政同责|分管领导|直接责任|一岗双责)）", out)
    for text in ("王 五 · 述职安全履职清单", "内部资料", "失2 × 0.8 = 1.6", "V1 责任事故〔生效〕"):
        assert text in out


def test_duties_when_several_have_the_name_then_the_schools_are_named(
    run: RunFolder, command: Command
) -> None:
    code, _, err = command("duties", run.path, "张三")
    assert code == 2
    assert "甲校（001）张三、丁校（004）张三" in err
    assert "--school" in err
    code, out, _ = command("duties", run.path, "张三", "--school", "丁校")
    assert (code, "失1 × 1 = 1" in out) == (0, True)


def test_duties_when_a_school_is_named_then_its_leaders_and_what_nobody_bears_are_shown(
    run: RunFolder, command: Command
) -> None:
    _, out, _ = command("duties", run.path, "甲校")
    for text in ("班子责任一览", "赵六", "没有写明责任领域"):
        assert text in out
    _, out, _ = command("duties", run.path, "丙校")
    assert "台账未交，也没有零报告" in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(("钱八",), "没有"), (("钱八", "--school", "甲校"), "班子成员：张三、李四、王 五、赵六")],
)
def test_duties_when_nobody_has_the_name_then_it_says_who_there_is(
    run: RunFolder, command: Command, arguments: tuple[str, ...], told: str
) -> None:
    code, _, err = command("duties", run.path, *arguments)
    assert (code, told in err) == (2, True)


def test_json_when_asked_for_then_it_holds_the_same(
    run: RunFolder, command: Command, city: SimpleNamespace
) -> None:
    _, out, _ = command("duties", run.path, "--json")
    data = json.loads(out)
    assert {row["person"] for row in data["persons"]} >= {"孙七", city.HOSTILE}
    _, out, _ = command("duties", run.path, "李四", "--json")
    (leader,) = json.loads(out)["leaders"]
    assert (leader["carried"], leader["areas"][0]["items"][0]["carried"]) == ("2.15", "2")


def test_word_when_written_then_each_school_has_a_file_that_opens(
    run: RunFolder, tmp_path: Path
) -> None:
    written = write_sheets(run, None, tmp_path / "印")
    assert (written.n_schools, written.n_leaders) == (4, 7)
    names = sorted(each.name for each in (tmp_path / "印").glob("*.docx"))
    assert names[0] == "001_甲校_述职安全履职清单.docx"
    word = docx.Document(str(tmp_path / "印" / names[0]))
    titles = [each.text for each in word.paragraphs if each.style and each.style.name == "Title"]
    assert titles == ["班子责任一览", *["班子成员述职安全履职清单"] * 4]
    header = word.sections[0].header.paragraphs[0].text
    assert "内部资料" in header
    assert sum("签字" in each.text for each in word.paragraphs) == 8
    cells = [cell.text for row in word.tables[1].rows for cell in row.cells]
    assert cells[5:] == ["张三", "书记", "", "2.5", "2.5"]


def test_word_when_names_are_hostile_then_they_are_text(
    run: RunFolder, tmp_path: Path, city: SimpleNamespace
) -> None:
    name = city.HOSTILE
    write_sheets(run, choose(run, name), tmp_path / "印")
    (path,) = (tmp_path / "印").glob("*.docx")
    assert not {'"', "<", ">", "\u202e"} & set(path.name)
    with zipfile.ZipFile(BytesIO(path.read_bytes())) as package:
        root = ElementTree.fromstring(package.read("word/document.xml"))
    assert name in "".join(root.itertext())


def test_word_when_written_twice_then_the_bytes_are_the_same(
    run: RunFolder, tmp_path: Path
) -> None:
    for folder in ("一", "二"):
        write_sheets(run, choose(run, "", "甲校"), tmp_path / folder)
    one, two = (next((tmp_path / each).glob("*.docx")).read_bytes() for each in ("一", "二"))
    assert one == two


def test_duties_when_the_rules_have_none_then_it_says_so(
    tmp_path: Path, command: Command, city: SimpleNamespace
) -> None:
    schools = [{**each, "台账": {"检查": [], "事故": "无"}} for each in city.cohort()]
    rules = city.write_rules(tmp_path / "rules", duties="")
    facts = city.write_facts(tmp_path / "facts", schools)
    out = tmp_path / "out"
    write_folder(assess_files(rules, [facts], engine="forward"), out, Run("9.9", [], "", {}))
    assert open_run(out).table("posts") == []
    code, shown, _ = command("duties", out)
    assert (code, "方案没有写“责任”" in shown, "安全科" in shown) == (0, True, True)
    code, shown, _ = command("duties", out, "--word")
    assert (code, "方案没有写“责任”" in shown) == (0, True)
    assert len(list((out / "duties").glob("*.docx"))) == 4


def test_duties_when_nobody_bears_the_name_then_both_persons_and_schools_were_sought(
    run: RunFolder, command: Command
) -> None:
    code, _, err = command("duties", run.path, "没有此人")
    assert code == 2
    assert "班子里没有叫“没有此人”的人；结果中没有学校" in err


def test_duties_when_asked_for_two_forms_at_once_then_one_is_to_be_chosen(
    run: RunFolder, command: Command
) -> None:
    code, _, err = command("duties", run.path, "--json", "--word")
    assert code == 2
    assert "--json 是给程序读的" in err
