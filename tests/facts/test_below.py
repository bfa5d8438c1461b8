"""The finished results of schools are facts of their counties; nothing else is taken for them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from engine.assess import Assessment, assess_files
from engine.cases import read_cases, run_cases
from engine.diagnostics import Diagnostics, UsageProblem
from engine.facts import Inputs
from engine.facts.table import State
from engine.grading import GradingStatus
from engine.reports.folder import Run, receipt_data, write_folder
from engine.ruleset import load_ruleset
from engine.ruleset.below import STATUSES

COUNTY = Path(__file__).parents[2] / "examples" / "county-2025"
SCHOOLS, COUNTIES, FACTS = COUNTY / "schools", COUNTY / "counties", COUNTY / "facts"

Result = Callable[..., Path]


@pytest.fixture
def result(tmp_path: Path) -> Result:
    """Return a function that assesses schools and returns the folder of their results."""

    def write(
        name: str = "out", facts: str | None = None, rules: Path = SCHOOLS, kind: str = "schools"
    ) -> Path:
        sheet = FACTS / f"{kind}.csv"
        if facts is not None:
            sheet = tmp_path / f"{name}.csv"
            sheet.write_text(facts, encoding="utf-8")
        write_folder(
            assess_files(rules, [sheet], engine="forward"), tmp_path / name, Run("0", started="")
        )
        return tmp_path / name

    return write


def counties(*below: Path, facts: Path = FACTS / "counties.csv", **more: Any) -> Assessment:
    return assess_files(more.get("rules", COUNTIES), Inputs((facts,), below), engine="forward")


def letter_of(out: Path, title: str) -> str:
    """Return the letter of a column of scores.csv."""
    header = (out / "scores.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    return "ABCDEFGHIJKLMNOP"[header.split(",").index(title)]


def changed(folder: Path, name: str, old: str, new: str, to: Path) -> Path:
    """Return a copy of rules with one text changed."""
    shutil.copytree(folder, to)
    file = to / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return to


HEADER = "学校标识码,学校名称,所属县区,主题党日月数,师生满意度,整改完成\n"


def test_counties_when_their_schools_are_assessed_then_they_are_capped_by_them(
    result: Result,
) -> None:
    found = counties(result())
    book = dict(zip(found.facts.names, found.book.grade, strict=True))
    assert book == {"甲县": "优秀", "乙县": "良好", "丙县": "良好", "丁县": ""}
    assert found.book.grade_by_score[1] == "优秀"  # 乙县 has a school that failed
    assert found.book.status[3] is GradingStatus.SUSPENDED  # 丁县 has one without a grade yet


def test_record_when_read_from_results_then_its_cells_are_those_of_scores_csv(
    result: Result,
) -> None:
    out = result()
    table = counties(out).facts.records["学校结果"]
    grades = table.columns["等次"]
    assert grades.places is not None
    place = grades.places.place(5)
    assert place is not None
    assert str(place) == f"{out.as_posix()}/scores.csv!{letter_of(out, 'grade')}7"
    assert grades.levels[grades.values[5]] == "不合格"


def test_receipt_when_results_were_read_then_it_pins_their_folder(result: Result) -> None:
    out = result()
    receipt = receipt_data(counties(out), Run("0"), {}, 0)
    digest = sha256((out / "run.json").read_bytes()).hexdigest()
    assert receipt["below"] == {out.as_posix(): digest}
    assert f"{out.as_posix()}/scores.csv" in receipt["facts"]


def test_results_when_given_in_two_folders_then_order_does_not_matter(result: Result) -> None:
    rows = (FACTS / "schools.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    one, two = result("a", "".join(rows[:4])), result("b", rows[0] + "".join(rows[4:]))
    here, there = counties(one, two), counties(two, one)
    assert here.book.grade == there.book.grade == counties(result()).book.grade
    assert here.problems == there.problems


def test_results_when_a_folder_is_given_twice_then_it_is_read_once(result: Result) -> None:
    out = result()
    assert counties(out, out).facts.records["学校结果"].n_records == 12


@pytest.fixture
def wrong(result: Result, tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that makes a folder that may not be read."""

    def make(kind: str) -> Path:
        match kind:
            case "absent":
                return tmp_path / "nowhere"
            case "no receipt":
                out = result()
                (out / "run.json").unlink()
                return out
            case "broken receipt":
                out = result()
                (out / "run.json").write_text('{"product": ', encoding="utf-8")
                return out
            case "odd receipt":
                out = result()
                text = '{"product": "pingheng", "ruleset": null, "outputs": []}'
                (out / "run.json").write_text(text, encoding="utf-8")
                return out
            case "edited":
                out = result()
                text = (out / "scores.csv").read_text(encoding="utf-8-sig")
                (out / "scores.csv").write_text(text.replace("不合格", "合格"), encoding="utf-8")
                return out
            case "other units":
                rules = changed(
                    COUNTIES, "ruleset.yaml", "考核对象: 县区", "考核对象: 市", tmp_path / "r"
                )
                return result(rules=rules, kind="counties")
            case "other rules":
                rules = changed(SCHOOLS, "ruleset.yaml", "schools-2025", "x-2025", tmp_path / "r")
                return result(rules=rules)
            case "no parent":
                rules = changed(SCHOOLS, "ruleset.yaml", "上级: {", "# {", tmp_path / "r")
                return result(rules=rules)
        rules = changed(SCHOOLS, "ruleset.yaml", "考核对象: 县区", "考核对象: 镇", tmp_path / "r")
        return result(rules=rules)

    return make


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        ("absent", "F062", "没有这个文件夹"),
        ("no receipt", "F062", "缺 run.json"),
        ("broken receipt", "F062", "不是一次完整的评衡结果"),
        ("odd receipt", "F063", "所用方案是“None”"),
        ("edited", "F064", "与写出时不同"),
        ("other units", "F063", "是市的考核结果"),
        ("other rules", "F063", "所用方案是“x-2025”"),
        ("no parent", "F063", "没有写“上级”"),
        ("other parent", "F063", "上级是镇"),
    ],
)
def test_folder_when_it_is_not_the_right_one_then_it_is_told_and_counts_as_unreadable(
    wrong: Callable[[str], Path], kind: str, code: str, said: str
) -> None:
    out = wrong(kind)
    found = counties(out)
    told = [each for each in found.problems if each.code == code]
    assert len(told) == 1
    assert said in told[0].message
    assert told[0].place is not None
    assert told[0].place.file.startswith(out.as_posix())
    assert told[0].hint
    assert set(found.facts.records["学校结果"].states.tolist()) == {State.UNREADABLE}
    assert set(found.book.grade) == {""}


def test_school_when_it_names_no_county_then_it_is_told_where(result: Result) -> None:
    out = result("out", HEADER + "0101,甲一,01,12,98%,是\n0102,甲二,,12,98%,是\n")
    found = counties(out)
    (told,) = (each for each in found.problems if each.code == "F065")
    assert str(told.place) == f"{out.as_posix()}/scores.csv!{letter_of(out, 'parent')}3"
    assert "学校“0102”没有写属于哪个县区" in told.message
    assert "重新考核学校" in told.hint


def test_school_when_its_county_is_not_assessed_then_it_is_told(
    result: Result, tmp_path: Path
) -> None:
    only = tmp_path / "县.csv"
    only.write_text("县区代码,县区名称,专题研究次数\n01,甲县,4\n", encoding="utf-8")
    found = counties(result(), facts=only)
    told = [each for each in found.problems if each.code == "F050"]
    assert {each.value for each in told} == {"02", "03", "04"}
    assert any("县区“02”不在县区表里" in each.message for each in told)
    assert found.book.grade == ("优秀",)


def test_school_when_it_has_two_results_then_its_county_waits(result: Result) -> None:
    one = result("a")
    two = result("b", HEADER + "0101,甲县一小,01,1,60%,否\n")
    found = counties(one, two)
    (told,) = (each for each in found.problems if each.code == "F066")
    assert "学校“0101”" in told.message
    assert found.facts.records["学校结果"].states[0] == State.UNREADABLE
    assert found.book.grade[:3] == ("", "良好", "良好")


def test_school_when_it_has_results_by_two_rules_then_both_are_read_and_told_apart(
    result: Result, tmp_path: Path
) -> None:
    other = changed(SCHOOLS, "ruleset.yaml", "编号: schools-2025", "编号: other", tmp_path / "o")
    rules = changed(
        COUNTIES, "ruleset.yaml", "[schools-2025]", "[schools-2025, other]", tmp_path / "r"
    )
    second = result("b", HEADER + "0101,甲县一小,01,1,60%,否\n", rules=other)
    found = counties(result("a"), second, rules=rules)
    assert "F066" not in {each.code for each in found.problems}
    records = found.facts.records["学校结果"]
    ids, names = (
        [records.columns[name].levels[code] for code in records.columns[name].values]
        for name in ("标识码", "方案")
    )
    told_apart = [name for unit, name in zip(ids, names, strict=True) if unit == "0101"]
    assert sorted(told_apart) == ["other", "schools-2025"]


def test_county_when_no_school_of_it_was_given_then_the_table_is_missing(result: Result) -> None:
    found = counties(result("out", HEADER + "0101,甲一,01,12,98%,是\n"))
    assert found.facts.records["学校结果"].states.tolist() == [0, 2, 2, 2]
    (told,) = (each for each in found.problems if each.code == "F055")
    assert "--below" in told.hint


def test_results_when_of_another_year_then_it_is_told(result: Result, tmp_path: Path) -> None:
    rules = changed(SCHOOLS, "ruleset.yaml", "年度: 2025", "年度: 2024", tmp_path / "r")
    found = counties(result(rules=rules))
    assert [each.value for each in found.problems if each.code == "F061"] == ["2024"]


def test_school_when_it_is_not_graded_on_purpose_then_its_grade_does_not_apply(
    result: Result, tmp_path: Path
) -> None:
    rules = changed(
        SCHOOLS, "ruleset.yaml", "等次设置:",
        "不定等: [{条件: {取值: 主题党日月数, 等于: 12}, 原因: 例}]\n等次设置:", tmp_path / "r",
    )  # fmt: skip
    grades = counties(result(rules=rules)).facts.records["学校结果"].columns["等次"]
    assert grades.states.tolist()[:3] == [State.NOT_APPLICABLE, State.NOT_APPLICABLE, State.PRESENT]


def test_results_when_the_rules_do_not_ask_for_them_then_it_is_said(result: Result) -> None:
    with pytest.raises(UsageProblem, match="没有写“下级”"):
        assess_files(SCHOOLS, Inputs((FACTS / "schools.csv",), (result(),)))


def test_case_when_it_writes_the_results_out_then_they_are_an_ordinary_table(
    tmp_path: Path,
) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(COUNTIES, rules)
    (rules / "cases").mkdir()
    (rules / "cases" / "a.yaml").write_text(
        '名称: 有学校不合格\n事实: {县区代码: "01", 县区名称: 甲县, 专题研究次数: 4}\n'
        "台账记录: {学校结果: [{标识码: a, 总分: 100, 等次: 优秀}, {总分: 99.5, 等次: 不合格}]}\n"
        "期望: {总分: 99.8, 等次: 良好}\n",
        encoding="utf-8",
    )
    ruleset, diagnostics = load_ruleset(rules), Diagnostics()
    cases = read_cases(ruleset, rules, diagnostics)
    assert not list(diagnostics)
    (run,) = run_cases(ruleset, cases, engine="forward")
    assert not run.differences, [str(each) for each in run.differences]


def test_columns_when_below_is_written_in_english_then_they_are_english(tmp_path: Path) -> None:
    rules = changed(
        COUNTIES, "ruleset.yaml",
        "下级: {考核对象: 学校, 台账: 学校结果, 选项: [优秀, 良好, 合格, 不合格],",
        "below: {unit: 学校, table: 学校结果, choices: [优秀, 良好, 合格, 不合格],", tmp_path / "r",
    )  # fmt: skip
    fields = rules / "fields.yaml"
    text = fields.read_text(encoding="utf-8").replace("列: 总分", "列: total")
    fields.write_text(text.replace("取值: 等次", "取值: grade"), encoding="utf-8")
    assert set(load_ruleset(rules).tables["学校结果"].fields) >= {"id", "total", "grade", "status"}


def test_statuses_when_listed_for_rules_then_they_are_those_of_grading() -> None:
    assert tuple(each.label for each in GradingStatus) == STATUSES
