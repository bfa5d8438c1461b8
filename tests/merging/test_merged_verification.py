"""The merged table holds what schools reported, and beside it what a team verified."""

from __future__ import annotations

from pathlib import Path

from engine.facts import read_facts
from engine.facts.cells.display import cell_text
from engine.merging.sameness import differences
from engine.merging.workbook import write_merged
from engine.ruleset import load_ruleset

TESTS = Path(__file__).parent.parent
RULES, FACTS = TESTS / "rulesets" / "small", TESTS / "golden" / "facts"
SHEET = """学校标识码,字段,自评值,核查值,核查人,核查日期,核查理由,佐证编号,\
复核值,复核人,复核日期,复核理由
001,运动会次数,1,0,张三,2025-11-20,没有方案,B2-01,,,,
001,监测覆盖率,,90%,张三,2025-11-20,少算一班,,维持,李四,2025-12-01,
002,有食堂,,维持,张三,2025-11-20,,,,,,
002,支部数,,不认可,张三,2025-11-20,看不清,,,,,
003,学段,,缺失,张三,2025-11-20,没有材料,,,,,
"""


def test_merged_table_when_facts_were_verified_then_gives_back_both_values_and_the_trail(
    tmp_path: Path,
) -> None:
    sheet = tmp_path / "核查记录.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    ruleset = load_ruleset(RULES)
    facts = read_facts(ruleset, [FACTS, sheet])
    write_merged(tmp_path / "合并表.xlsx", ruleset, facts)
    again = read_facts(ruleset, [tmp_path / "合并表.xlsx"])
    assert list(differences(facts, again)) == []
    assert [told(each) for each in again.revisions] == [told(each) for each in facts.revisions]
    assert cell_text(again.reported["运动会次数"], 0) == "1"
    # The team's own sheet may be handed in beside it: it says the same.
    beside = read_facts(ruleset, [tmp_path / "合并表.xlsx", sheet])
    assert list(differences(facts, beside)) == []
    assert not [each for each in beside.problems if each.code == "F073"]


def told(each) -> tuple[object, ...]:
    return (
        each.school, each.field, each.stage, each.outcome, each.old, each.new, each.who, each.when,
        each.why, each.evidence,
    )  # fmt: skip
