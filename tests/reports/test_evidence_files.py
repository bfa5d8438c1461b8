"""Evidence in what people see: the result folder, the explanation, the list to keep."""

from __future__ import annotations

import csv
import json
from hashlib import sha256
from pathlib import Path

import pytest

from cli import run

RULES = Path(__file__).parent.parent / "rulesets" / "evidence"
FACTS = """\
- 学校标识码: "0001"
  学校名称: 甲校
  主题党日次数: 12
  章程已核准: 是
  信访投诉数: 0
  获奖: [{项目: 合唱, 级别: 省, 佐证编号: E3}, {项目: 篮球, 级别: 国家}]
  佐证目录:
    - {佐证编号: E1, 对应字段: 主题党日次数, 文件: 活动.pdf, 核验结论: 不认可, 理由: 看不清}
    - {佐证编号: E2, 对应字段: 信访投诉数, 佐证名称: =1+1, 文件: 信访.pdf, 核验结论: 认可}
    - {佐证编号: E3, 对应字段: 获奖, 佐证名称: 证书, 核验结论: 认可}
- {学校标识码: "0002", 学校名称: 乙校, 主题党日次数: 12, 章程已核准: 否, 信访投诉数: 0, 获奖: []}
"""


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "事实" / "两校.yaml"
    path.parent.mkdir()
    path.write_text(FACTS, encoding="utf-8")
    return path.parent


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "佐证"
    (folder / "0001甲校").mkdir(parents=True)
    (folder / "0001甲校" / "活动.pdf").write_bytes(b"photo")
    (folder / "0001甲校" / "信访.pdf").write_bytes(b"letters")
    (folder / "多余.txt").write_bytes(b"x")
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def listing(facts: Path, evidence: Path, *more: str) -> list[str]:
    return ["facts", "evidence", str(RULES), str(facts), "--evidence", str(evidence), *more]


def test_folder_when_there_is_a_catalogue_then_it_tells_of_each_piece_and_each_gap(
    facts: Path, evidence: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    day = ["--evidence-date", "2026-01-16", "--evidence", str(evidence)]
    assert run(["assess", str(RULES), str(facts), "-o", str(out), *day]) == 1
    told = [
        (row["school_id"], row["number"], row["fact"], row["file_state"], row["outcome"])
        for row in rows(out / "evidence.csv")
    ]
    assert told == [
        ("0001", "E1", "主题党日次数", "找到", "主题党日次数：按缺失处理"),
        ("0001", "E2", "信访投诉数", "找到", "信访投诉数：照用"),
        ("0001", "E3", "获奖", "", "获奖：照计"),
        ("0001", "", "章程已核准", "", "章程已核准：按缺失处理"),
        ("0001", "", "获奖", "", "获奖：不计"),
        ("0002", "", "主题党日次数", "", "主题党日次数：按缺失处理"),
        ("0002", "", "信访投诉数", "", "信访投诉数：按缺失处理"),
    ]
    first, second, *_ = rows(out / "evidence.csv")
    assert first["sha256"] == sha256(b"photo").hexdigest()
    assert second["evidence"] == "'=1+1"
    receipt = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert receipt["evidence_date"] == "2026-01-16"
    inflation = {
        (row["level"], row["school_id"]): row["inflated"] for row in rows(out / "inflation.csv")
    }
    assert inflation["总分", "0001"] == "19"  # 12 + 5, and a bonus of 1, not 3


def test_explanation_when_a_value_fell_then_it_says_why_and_where(
    facts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    day = ["--evidence-date", "2026-01-16"]
    assert run(["assess", str(RULES), str(facts), "-o", str(out), *day]) == 1
    capsys.readouterr()
    assert run(["explain", str(out), "0001"]) == 0
    page = "".join(capsys.readouterr().out.split())
    assert "主题党日次数缺失（填的是“12次”，佐证E1不认可：看不清），按规则计0分" in page
    assert "获奖1条（省加1分），另有1条不计：没有佐证，补交期限2026-01-15已过，加1分" in page
    assert run(["explain", str(out), "0002"]) == 0
    page = "".join(capsys.readouterr().out.split())
    # The same value fell in both schools, for different reasons.
    assert "主题党日次数缺失（填的是“12次”，没有佐证，补交期限2026-01-15已过）" in page


def test_folder_when_there_is_no_evidence_then_it_has_no_file_of_it(tmp_path: Path) -> None:
    out, small = tmp_path / "out", RULES.parent / "small"
    path = tmp_path / "甲.yaml"
    path.write_text('学校标识码: "0001"\n学校名称: 甲校\n', encoding="utf-8")
    run(["assess", str(small), str(path), "-o", str(out)])
    assert (out / "scores.csv").is_file()
    assert not (out / "evidence.csv").exists()


def test_list_when_a_file_changes_moves_or_vanishes_then_the_next_one_tells(
    facts: Path, evidence: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "一.csv", tmp_path / "二.csv"
    assert run(listing(facts, evidence, "-o", str(first))) == 1
    listed = rows(first)
    assert [row["文件状态"] for row in listed if row["文件状态"]] == ["找到", "找到", "目录没有列"]
    own = evidence / "0001甲校"
    (own / "活动.pdf").write_bytes(b"other photo")
    (own / "夹").mkdir()
    (own / "信访.pdf").rename(own / "夹" / "信访.pdf")
    capsys.readouterr()
    assert run(listing(facts, evidence, "-o", str(second), "--against", str(first))) == 1
    shown = capsys.readouterr().out
    assert "与上次清点比：已改动 1，改名或移动 1。" in shown
    assert "核验结论是改动以前作的" in "".join(shown.split())
    assert [row["与上次清点比"] for row in rows(second)][:2] == ["已改动", "改名或移动"]
    (own / "活动.pdf").unlink()
    assert run(listing(facts, evidence, "--against", str(second))) == 1
    assert "“0001甲校/活动.pdf”不见了" in capsys.readouterr().out


def test_list_when_nothing_changed_then_it_says_so(
    facts: Path, evidence: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = tmp_path / "一.csv"
    run(listing(facts, evidence, "-o", str(first)))
    run(listing(facts, evidence, "--against", str(first)))
    assert "与上次清点比：没有变化。" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["-o", "清点.xlsx"], "请写成 .csv 文件"),
        (["-o", "事实/清点.csv"], "下次会被当成佐证或事实表"),
        (["-o", "佐证/清点.csv"], "下次会被当成佐证或事实表"),
        (["--against", "没有.csv"], "打不开"),
        (["--against", "事实/两校.yaml"], "不是评衡写出的清点表"),
        (["-o", "一.csv", "--against", "一.csv"], "同一个文件"),
    ],
)
def test_list_when_it_is_asked_for_wrongly_then_the_way_out_is_told(
    facts: Path,
    evidence: Path,
    tmp_path: Path,
    more: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    options = [str(tmp_path / word) if "." in word else word for word in more]
    assert run(listing(facts, evidence, *options)) == 2
    assert said in "".join(capsys.readouterr().err.split("\n"))
