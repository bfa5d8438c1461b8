"""A check that refuses what a team verified leaves what the school reported as it was (虚高)."""

from __future__ import annotations

from pathlib import Path

from engine.assess import assess
from engine.facts.reading import read_facts
from engine.facts.table import State

FACTS = Path(__file__).parent.parent / "golden" / "facts"
TEXT = "  - {编号: 核1, 部分: 教学单元支部数, 不超过: 支部数, 不采用: 是}"
SHEET = "学校标识码,字段,核查值,核查人,日期,理由\n001,支部数,1,张三,2025-11-20,查了文件\n"


def test_points_as_reported_when_a_check_refuses_the_verified_fact_then_stand(
    rules, tmp_path: Path
) -> None:
    ruleset = rules(TEXT)
    alone = assess(ruleset, read_facts(ruleset, [FACTS]))
    (tmp_path / "核查记录.csv").write_text(SHEET, encoding="utf-8")
    verified = assess(ruleset, read_facts(ruleset, [FACTS, tmp_path / "核查记录.csv"]))
    assert verified.facts.columns["教学单元支部数"].states[0] == State.UNREADABLE
    assert verified.inflation is not None
    lines = {
        each.indicator.id if each.indicator else "": each
        for each in verified.inflation.lines
        if each.school == 0
    }
    assert lines[""].reported == alone.book.total_of(0)
    assert lines["A102"].reported == 48000
    assert lines["A102"].final is None
