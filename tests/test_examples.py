"""Hold what examples/datong-2025/README.md says of the cohort, and that formats agree."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from engine.assess import assess_files
from engine.bundled import bundled_example, bundled_ruleset
from engine.facts import Inputs
from engine.reports.folder import Run, write_folder
from engine.ruleset import load_ruleset

TOP = Path(__file__).parent.parent
RULES = bundled_ruleset()
FORMATS = TOP / "examples" / "datong-2025-formats"
ALSO_AS_TEXT = ("文桥高级中学", "桑源县明林高级中学")
Rows = list[dict[str, str]]


class Result:
    """The output folder of one assessment, read back as a person would open it."""

    def __init__(self, facts: list[Path], out: Path) -> None:
        write_folder(assess_files(RULES, facts), out, Run(version="test"))
        self.scores = {row["name"]: row for row in self._rows(out / "scores.csv")}
        self.ledger = self._rows(out / "ledger.csv")
        self.indicators = self._rows(out / "indicators.csv")
        self.vetoes = self._rows(out / "vetoes.csv")
        self.duties = self._rows(out / "duties.csv")
        self.problems = self._rows(out / "problems.csv")
        self.scores_text = (out / "scores.csv").read_text(encoding="utf-8-sig")

    @staticmethod
    def _rows(path: Path) -> Rows:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def of(self, rows: Rows, school: str) -> Rows:
        """Return the rows of one school."""
        school_id = self.scores[school]["school_id"]
        return [row for row in rows if row["school_id"] == school_id]

    def indicator(self, school: str, indicator: str) -> dict[str, str]:
        """Return the row of one indicator of one school."""
        rows = self.of(self.indicators, school)
        return next(row for row in rows if row["indicator"] == indicator)

    def clauses(self, school: str) -> dict[str, str]:
        """Return the clauses that a school met, and how each stands."""
        return {row["clause"]: row["status"] for row in self.of(self.vetoes, school)}


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Result:
    sheets = sorted(bundled_example().glob("*.xlsx"))
    return Result(sheets, tmp_path_factory.mktemp("cohort") / "out")


@pytest.fixture(scope="module")
def maker() -> Iterator[ModuleType]:
    sys.path.insert(0, str(TOP / "examples"))
    import make_cohort

    yield make_cohort
    sys.path.remove(str(TOP / "examples"))


def without(rows: Rows, *columns: str) -> Rows:
    return [{key: text for key, text in row.items() if key not in columns} for row in rows]


@pytest.mark.parametrize("school", ALSO_AS_TEXT)
@pytest.mark.parametrize("kind", ["csv", "yaml", "json"])
def test_school_when_handed_in_as_text_then_scores_as_from_excel(
    cohort: Result, school: str, kind: str, tmp_path: Path
) -> None:
    place = FORMATS / kind
    text = Result([place / school if kind == "csv" else place / f"{school}.{kind}"], tmp_path / "o")
    assert without(text.ledger, "fact_places") == without(
        cohort.of(cohort.ledger, school), "fact_places"
    )
    assert text.indicators == cohort.of(cohort.indicators, school)
    assert text.clauses(school) == cohort.clauses(school)
    for column in ("base", "bonus", "deduction", "total", "grade_by_score"):
        assert text.scores[school][column] == cohort.scores[school][column]


def test_cohort_when_made_twice_then_has_the_same_bytes(maker: ModuleType, tmp_path: Path) -> None:
    ruleset = load_ruleset(RULES)
    once = maker.make_cohort(ruleset, tmp_path / "once", n_schools=7, seed=3)
    again = maker.make_cohort(ruleset, tmp_path / "again", n_schools=7, seed=3)
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in again]


def test_cohort_when_larger_than_its_names_then_every_school_is_its_own(maker: ModuleType) -> None:
    schools = maker.invent_schools(1000, 2025)
    assert len({school.id for school in schools}) == 1000
    assert len({school.name for school in schools}) == 1000


def test_cohort_when_assessed_then_spreads_over_groups_grades_and_totals(cohort: Result) -> None:
    rows = list(cohort.scores.values())
    assert len(rows) == 60
    assert len({row["cohort"] for row in rows}) == 11
    assert {row["grade"] for row in rows} == {"优秀", "良好", "合格", "不合格", ""}
    assert {row["status"] for row in rows} == {"已定等", "暂缓定等", "不定等"}
    usual = [row for row in rows if 80 <= float(row["base"]) <= 97]
    assert len(usual) > 40


def test_cohort_when_read_then_reports_its_honest_mistakes(cohort: Result) -> None:
    errors = {row["code"] for row in cohort.problems if row["severity"] == "错误"}
    assert errors == {"F023", "F031", "F040", "F050", "K001"}


def test_cohort_when_checked_then_only_what_was_meant_contradicts(cohort: Result) -> None:
    told = [(row["code"], row["message"]) for row in cohort.problems if row["code"][0] == "K"]
    failed = [(code, text) for code, text in told if code not in ("K009", "K031")]
    assert [code for code, _ in failed] == ["K011", "K040", "K001", "K022", "K003"]
    for (_, text), said in zip(
        failed,
        (
            "“刷脸支付”填了“不适用”",  # 16: one of four ways to say nothing
            "全部相同，像是照抄的",  # 14: two schools equal in everything
            "已签安全责任书数”是 69份",
            "与学校“0220031”的一行",  # 14 again
            "劳动教育周开始日期”是 2024-10-14",
        ),
        strict=True,
    ):
        assert said in text


@pytest.mark.parametrize(
    ("school", "indicator", "status"),
    [
        ("明湖初级中学", "B103", "不适用"),  # 1: no new leaders
        ("明湖初级中学", "B304a", "不适用"),  # 1: no novices
        ("和塘高级中学", "A101", "不适用"),  # 7: a private school
        ("云川区景辰幼儿园", "C211", "不适用"),  # 7: a kindergarten
        ("桑源县映湖小学", "E307", "不适用"),  # 7: fewer than 100 pupils
        ("桑源县映湖小学", "E302", "不适用"),  # 7: nobody eats at school
        ("桑源县云湖小学", "D204c", "无法识读"),  # 16: out of range
        ("桑源县澄禾初级中学", "A306b", "待评"),
        ("云川区槐洲学校", "C211", "已计分"),
    ],
)
def test_indicator_when_school_is_special_then_has_that_status(
    cohort: Result, school: str, indicator: str, status: str
) -> None:
    assert cohort.indicator(school, indicator)["status"] == status


@pytest.mark.parametrize(
    ("school", "points"),
    [
        ("槐园初级中学", "3"),  # 1 of 1: too few for a share, one is enough
        ("槐光初级中学", "3"),  # 1 of 2: the same
        ("和台初级中学", "3"),  # 9 of 10: 90 % to the dot
        ("润园初级中学", "2.8"),  # 8 of 9: 88.9 %, two started steps
    ],
)
def test_branch_share_when_near_ninety_percent_then_is_exact(
    cohort: Result, school: str, points: str
) -> None:
    assert cohort.indicator(school, "A205")["points"] == points


def test_long_breaks_when_thirty_minutes_exactly_then_earn_all_and_less_earns_less(
    cohort: Result,
) -> None:
    schools = ("柏池小学", "启林小学", "翠阳小学", "润溪小学")  # 30/30, 29.9/30, 30/20, 60/0
    rows = [cohort.indicator(school, "C212") for school in schools]
    assert rows[0]["points"] == rows[0]["full"]
    assert all(float(row["points"]) < float(row["full"]) for row in rows[1:])


def test_theme_days_when_all_in_december_then_count_as_one_month(cohort: Result) -> None:
    row = cohort.indicator("泽园小学", "A301")
    assert float(row["points"]) == pytest.approx(float(row["full"]) / 12, abs=0.0001)


@pytest.mark.parametrize(
    ("school", "clauses"),
    [
        ("文桥高级中学", {"SD-S3": "生效", "AQ-1": "生效"}),
        ("柏台小学", {"SD-S3": "已减轻", "SD-S3J": "生效"}),
        ("云泉小学", {"SD-S3": "生效"}),
        ("泽桥初级中学", {"SD-Z": "生效"}),
        ("润湖高级中学", {"SD-S2": "生效"}),
        ("柏林职业技术学校", {"SD-S3": "已并入", "SD-X1": "生效"}),
        ("兰池职业技术学校", {"SD-X2": "生效"}),
        ("翠溪职业技术学校", {"LZ-3": "生效"}),
        ("云川区明阳初级中学", {}),
        ("云川区映洲初级中学", {}),
        ("云川区汇荫初级中学", {"AQ-1": "待核实"}),
        ("云川区翠园幼儿园", {"AQ-MY": "待核实"}),
        ("桑源县汇桥初级中学", {"SD-S3": "否决建议"}),
        ("桑源县启辰高级中学", {"LZ-Z": "生效"}),
        ("桑源县博林高级中学", {"SD-S2": "已并入", "AQ-1": "生效"}),
    ],
)
def test_veto_when_school_has_a_story_then_stands_as_told(
    cohort: Result, school: str, clauses: dict[str, str]
) -> None:
    assert cohort.clauses(school) == clauses


def test_table_when_not_handed_in_then_its_vetoes_wait_and_grading_too(cohort: Result) -> None:
    school = "桑源县育岭小学"
    assert set(cohort.clauses(school).values()) == {"待核实"}
    assert cohort.scores[school]["status"] == "暂缓定等"


def test_head_of_two_posts_when_a_case_falls_on_her_then_answers_once(cohort: Result) -> None:
    rows = cohort.of(cohort.duties, "桑源县汇园小学")
    ethics = [row for row in rows if row["area"] == "师德师风"]
    assert len({row["person"] for row in ethics}) == len(ethics)
    head = next(row for row in ethics if row["posts"] == "书记、校长")
    assert (head["coefficient"], head["repeated"]) == ("1", "失责追责")


def test_bonuses_when_above_their_cap_then_stop_at_it_and_the_total_passes_100(
    cohort: Result,
) -> None:
    row = cohort.scores["和川高级中学"]
    assert row["bonus"] == "5"
    assert float(row["base"]) < 100 < float(row["total"])


def test_deductions_when_above_their_cap_then_stop_at_it(cohort: Result) -> None:
    assert cohort.scores["桑源县泽泉高级中学"]["deduction"] == "10"


def test_quota_when_tied_at_its_edge_then_parts_equals_from_none(cohort: Result) -> None:
    tied = [cohort.scores[name] for name in ("云川区景阳小学", "云川区松川小学")]
    assert tied[0]["total"] == tied[1]["total"]
    assert [row["grade_by_score"] for row in tied] == ["优秀", "优秀"]
    assert [row["grade"] for row in tied] == ["良好", "良好"]
    ranks = {row["rank"] for row in tied}
    assert ranks == {"3"}


def test_cohort_of_two_when_graded_then_has_no_quota(cohort: Result) -> None:
    assert [cohort.scores[name]["grade"] for name in ("和塘高级中学", "望辰高级中学")] == [
        "优秀"
    ] * 2


def test_cohort_when_every_school_is_vetoed_then_nobody_is_best(cohort: Result) -> None:
    grades = {row["grade"] for row in cohort.scores.values() if row["cohort"].startswith("中职")}
    assert grades == {"合格", "不合格"}


def test_cohort_when_all_reach_ninety_then_the_quota_still_holds(cohort: Result) -> None:
    rows = [r for r in cohort.scores.values() if r["cohort"] == "幼儿园·公办·市直"]
    assert {row["grade_by_score"] for row in rows} == {"优秀"}
    assert sorted(row["grade"] for row in rows) == ["优秀", "良好", "良好", "良好"]


def test_new_school_when_open_four_months_then_is_scored_but_not_graded(cohort: Result) -> None:
    row = cohort.scores["云川区育桥小学"]
    assert row["status"] == "不定等"
    assert float(row["total"]) > 0


def test_names_of_pupils_when_in_the_evidence_then_stay_out_of_the_list(cohort: Result) -> None:
    facts = " ".join(row["facts"] for row in cohort.ledger)
    assert "李小满" not in cohort.scores_text
    assert "李小满" not in facts


def test_quota_when_an_appeal_lifts_a_veto_then_is_settled_anew(
    cohort: Result, maker: ModuleType, tmp_path: Path
) -> None:
    appealing, next_in_line = "桑源县青禾初级中学", "云川区映洲初级中学"
    assert cohort.scores[appealing]["grade"] == "合格"
    assert cohort.scores[next_in_line]["grade"] == "优秀"
    paths = maker.make_cohort(load_ruleset(RULES), tmp_path / "in", lifted=(appealing,))
    after = Result(paths, tmp_path / "out")
    assert after.scores[appealing]["grade"] == "优秀"
    assert after.scores[next_in_line]["grade"] == "良好"


def test_sheets_when_compared_with_the_dictionary_then_have_every_field_and_no_other() -> None:
    """Fails when the ruleset got a field that examples/make_cohort.py has not been run for."""
    ruleset = load_ruleset(RULES)
    folder = FORMATS / "csv" / ALSO_AS_TEXT[1]
    heads = {
        path.stem: set(path.read_text(encoding="utf-8-sig").splitlines()[0].split(","))
        for path in folder.glob("*.csv")
    }
    own = {ruleset.id_field, ruleset.name_field}
    for table in (each for each in ruleset.tables.values() if not each.from_last_year):
        assert heads.pop(table.id) == own | set(table.fields)
    assert set().union(*heads.values()) == set(ruleset.fields)


LAST = TOP / "examples" / "datong-2025-last"


def test_last_year_when_given_then_its_veto_reaches_this_year_as_its_readme_says() -> None:
    given = Inputs(
        (FORMATS / "yaml",), last=(LAST / "去年结果",), last_facts=(LAST / "去年事实表",)
    )
    found = assess_files(RULES, given, engine="forward")
    told = {each.value for each in found.problems if each.code == "F107"}
    assert {"否", "优秀"} <= told
    (trace,) = found.trace.by_school.values()
    assert {each.clause for each in trace.cases if each.status.value == "in_force"} == {
        "SD-S3",
        "AQ-1",
        "YX-1",
    }
    assert found.book.grade[0] == "不合格"
    without = assess_files(RULES, [FORMATS / "yaml"], engine="forward")
    assert without.book.grade[0] == "合格"
    assert "F107" not in {each.code for each in without.problems}


def test_last_year_when_made_again_then_has_the_same_facts_and_scores(tmp_path: Path) -> None:
    shutil.copytree(TOP / "examples", tmp_path / "examples")
    run = [sys.executable, str(tmp_path / "examples" / "make_last_year.py")]
    subprocess.run(run, check=True, env={**os.environ, "PYTHONPATH": str(TOP)}, cwd=TOP)
    again = tmp_path / "examples" / LAST.name
    held = {path.relative_to(LAST) for path in LAST.rglob("*.*")}
    assert {path.relative_to(again) for path in again.rglob("*.*")} == held
    # The other files name lines of the rules, which move with every edit of them.
    kept = [*(LAST / "去年事实表").iterdir(), LAST / "去年结果" / "scores.csv"]
    for path in sorted(kept):
        assert (again / path.relative_to(LAST)).read_bytes() == path.read_bytes(), path.name
